using MusicRec.Evaluation;
using MusicRec.Reporting;

namespace MusicRec.Papers;

/// <summary>
/// What PyTorch reaches with paper 000's network on five stratified folds of the real songs, with several seeds on each. File and script that
/// makes it stand in <c>notebooks/expected/torch-popularity</c>.
/// </summary>
public sealed class PopularityNetworkPeer
{
    private const long MostBytes = 1 << 20;
    private readonly Content _content;

    private PopularityNetworkPeer(Content content) => _content = content;

    /// <summary>The library that made the figures, and its version.</summary>
    public string Library => _content.Library;

    /// <summary>Number of songs that the folds are of.</summary>
    public int RowCount => _content.Rows;

    /// <summary>From which popularity on a song is popular.</summary>
    public int Cut => _content.Cut;

    /// <summary>How many seeds each network was trained with on each fold.</summary>
    public int SeedCount => _content.Seeds;

    /// <summary>Reads a file and checks all of it before anything is handed out.</summary>
    /// <exception cref="InvalidDataException">The file is not what it should be; the message says where.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static PopularityNetworkPeer Load(string path)
    {
        Content content = StrictJsonFile.Read<Content>(path, "a file of figures", MostBytes);
        foreach ((string name, Figures network) in content.Networks)
        {
            foreach (double[][] folds in (ReadOnlySpan<double[][]>)[network.RSquared, network.AccuracyOfCut, network.Accuracy])
            {
                if (content.Seeds < 1 || folds.Length != network.Accuracy.Length || folds.Length < 2 || folds.Any(fold => fold is null || fold.Length != content.Seeds || fold.Any(figure => figure is not (>= -1 and <= 1))))
                {
                    throw new InvalidDataException($"{path}: '{name}' needs as many folds of {content.Seeds} figures from -1 to 1 for every figure, two folds or more.");
                }
            }
        }

        return new PopularityNetworkPeer(content);
    }

    /// <summary>Our networks beside PyTorch's on the same folds, those that both have.</summary>
    /// <param name="study">A study of the real songs on the same folds; on others there is nothing to compare and the table says so.</param>
    public Table Compare(PopularityNetworkStudy study)
    {
        ArgumentNullException.ThrowIfNull(study);
        Table table = new("numbers as", "figure", "ours", "± seeds", "PyTorch", "± seeds ", "ours − PyTorch", "± of difference");
        foreach (string header in (ReadOnlySpan<string>)["ours", "± seeds", "PyTorch", "± seeds ", "± of difference"])
        {
            table.Format(header, "0.0000");
        }

        table.Format("ours − PyTorch", "+0.0000;−0.0000;0.0000");
        if (study.Songs.Count != RowCount || study.Cut != Cut || PopularityPeer.HashOf(study.Folds, study.Songs.Count) != _content.FoldsSha256)
        {
            return table.Note($"PyTorch's figures are recorded for the five stratified folds of the {RowCount} songs of the real data only");
        }

        foreach (string name in study.Names.Where(_content.Networks.ContainsKey))
        {
            Add(name, "R²", figures => figures.RSquared, _content.Networks[name].RSquared);
            Add(name, $"accuracy of popularity cut at {Cut}", figures => figures.AccuracyOfCut, _content.Networks[name].AccuracyOfCut);
            Add(name, "accuracy of popular or not", figures => figures.Accuracy, _content.Networks[name].Accuracy);
        }

        return table.Note($"{Library}, {SeedCount} seeds on each fold, other first weights than ours; the same rows on both sides.");

        // Folds are the same, so that only first weights and orders make the two sides differ.
        void Add(string name, string figure, Func<PopularityNetworkFigures, double> of, double[][] theirs)
        {
            (double mean, _, double overSeeds) = study.Spread(name, of);
            (double theirMean, _, double theirOverSeeds) = PopularityNetworkStudy.SpreadOf(theirs);
            double ownTerm = overSeeds * overSeeds / (study[name].Count * study[name][0].Count), theirTerm = theirOverSeeds * theirOverSeeds / (theirs.Length * SeedCount);
            table.Row(name, figure, mean, overSeeds, theirMean, theirOverSeeds, mean - theirMean, Math.Sqrt(ownTerm + theirTerm));
        }
    }

    private sealed record Content(int Rows, string Sha256, string FoldsSha256, string Library, int Cut, int Seeds, Dictionary<string, Figures> Networks);

    private sealed record Figures(double[][] RSquared, double[][] AccuracyOfCut, double[][] Accuracy);
}
