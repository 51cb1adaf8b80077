using MusicRec.Evaluation;
using MusicRec.Reporting;

namespace MusicRec.Papers;

/// <summary>
/// What PyTorch's networks reach on the five splits of <see cref="LyricsSplits.PaperSplits"/>, trained with several seeds on each. File and
/// script that makes it stand in <c>notebooks/expected/torch-lyrics</c>.
/// </summary>
public sealed class LyricsPeer
{
    private const long MostBytes = 1 << 20;

    private readonly Content _content;

    private LyricsPeer(Content content) => _content = content;

    /// <summary>The libraries that made the accuracies, and their versions.</summary>
    public string Library => _content.Library;

    /// <summary>Number of songs that the splits are of.</summary>
    public int RowCount => _content.Rows;

    /// <summary>How many seeds each network was trained with on each split.</summary>
    public int SeedCount => _content.Seeds;

    /// <summary>The networks whose accuracies are recorded.</summary>
    public IReadOnlyList<string> Networks => [.. _content.Networks.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Reads a file and checks all of it before anything is handed out.</summary>
    /// <exception cref="InvalidDataException">The file is not what it should be; the message says where.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static LyricsPeer Load(string path)
    {
        Content content = StrictJsonFile.Read<Content>(path, "a file of accuracies", MostBytes);
        foreach ((string network, double[][] splits) in content.Networks)
        {
            if (content.Seeds < 1 || splits?.Length != LyricsSplits.Seeds.Count || splits.Any(split => split is null || split.Length != content.Seeds || split.Any(accuracy => accuracy is not (>= 0 and <= 1))))
            {
                throw new InvalidDataException($"{path}: '{network}' needs {LyricsSplits.Seeds.Count} splits of {content.Seeds} accuracies from 0 to 1 each.");
            }
        }

        return new LyricsPeer(content);
    }

    /// <summary>One network's accuracies, a row per split with a number per seed.</summary>
    /// <exception cref="ArgumentException">There is no such network.</exception>
    public IReadOnlyList<double[]> Accuracies(string network)
    {
        if (!_content.Networks.TryGetValue(network, out double[][]? accuracies))
        {
            Throw.Unknown("network", network, Networks);
        }

        return accuracies;
    }

    /// <summary>Mean and standard deviation of one network's accuracy over splits and seeds.</summary>
    /// <exception cref="ArgumentException">There is no such network.</exception>
    public (double Mean, double StandardDeviation) Accuracy(string network) => ResampledTTest.Describe([.. Accuracies(network).SelectMany(split => split)]);

    /// <summary>Our networks beside PyTorch's on the same rows, those that both have.</summary>
    /// <param name="study">A study over <see cref="LyricsSplits.PaperSplits"/> of the real data; on others there is nothing to compare and the table says so.</param>
    public Table Compare(LyricsStudy study)
    {
        ArgumentNullException.ThrowIfNull(study);
        Table table = new("network", "ours", "± sd", "PyTorch", "± sd ", "ours − PyTorch", "in its sd");
        foreach (string header in (ReadOnlySpan<string>)["ours", "± sd", "PyTorch", "± sd "])
        {
            table.Format(header, "0.0000");
        }

        table.Format("ours − PyTorch", "+0.0000;−0.0000;0.0000").Format("in its sd", "+0.00;−0.00;0.00");
        if (study.SongCount != RowCount || !study.HasPaperSplits)
        {
            return table.Note($"PyTorch's results are recorded for the paper's splits of the {RowCount} songs of the real data only");
        }

        foreach (CrossValidationResult result in study.Results.Where(result => _content.Networks.ContainsKey(result.Name)))
        {
            (double mean, double deviation) = Accuracy(result.Name);
            double difference = result.Accuracy.Mean - mean;
            table.Row(result.Name, result.Accuracy.Mean, result.Accuracy.StandardDeviation, mean, deviation, difference, deviation > 0 ? difference / deviation : null);
        }

        return table.Note($"{Library}; {LyricsSplits.Seeds.Count} splits, the same rows on both sides; ours with one seed per split, PyTorch with {SeedCount}.");
    }

    private sealed record Content(int Rows, string Sha256, string Library, int Seeds, Dictionary<string, double[][]> Networks);
}
