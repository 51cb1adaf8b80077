using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Reporting;

namespace MusicRec.Papers;

/// <summary>
/// What scikit-learn's HistGradientBoosting reaches on the very folds that ours are judged on. File and script that makes it stand in
/// <c>notebooks/expected/sklearn-popularity</c>.
/// </summary>
public sealed class PopularityPeer
{
    private const long MostBytes = 1 << 20;

    private readonly Content _content;

    private PopularityPeer(Content content) => _content = content;

    /// <summary>The library that made the figures, and its version.</summary>
    public string Library => _content.Library;

    /// <summary>The model that reached them.</summary>
    public string Model => _content.Model;

    /// <summary>The protocols that are recorded, such as "spotify-1m, stratified".</summary>
    public IReadOnlyList<string> Protocols => [.. _content.Protocols.Select(protocol => protocol.Name)];

    /// <summary>Reads a file and checks all of it before anything is handed out.</summary>
    /// <exception cref="InvalidDataException">The file is not what it should be; the message says where.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static PopularityPeer Load(string path)
    {
        Content content = StrictJsonFile.Read<Content>(path, "a file of figures", MostBytes);
        foreach (Protocol? protocol in content.Protocols)
        {
            int folds = protocol?.Figures.Values.FirstOrDefault()?.Length ?? 0;
            if (folds < 2 || protocol!.Figures.Values.Any(figures => figures is null || figures.Length != folds || figures.Any(figure => figure is not (>= -1000 and <= 1))))
            {
                throw new InvalidDataException($"{path}: protocol '{protocol?.Name}' needs as many figures up to 1 of each kind as it has folds, 2 or more.");
            }
        }

        return new PopularityPeer(content);
    }

    /// <summary>
    /// Folds as the files of this folder write them: for each round one digit per row, the fold of the round that tests it. Two runs with the
    /// same text had the same folds.
    /// </summary>
    /// <param name="folds">Rounds of folds, in which every row is tested once.</param>
    /// <param name="rows">Number of rows.</param>
    /// <exception cref="ArgumentException">A round does not test every row once, or has more than ten folds.</exception>
    public static IReadOnlyList<string> Digits(IReadOnlyList<Split> folds, int rows)
    {
        ArgumentNullException.ThrowIfNull(folds);
        Throw.IfBelow(rows, 1);
        List<string> rounds = [];
        for (int first = 0; first < folds.Count;)
        {
            char[] digits = new char[rows];
            int tested = 0, fold = first;
            for (; fold < folds.Count && tested < rows; fold++)
            {
                foreach (int row in folds[fold].Test)
                {
                    Throw.IfOutside(row, 0, rows - 1, $"row in fold {fold}");
                    tested += digits[row] == 0 ? 1 : rows + 1;
                    digits[row] = (char)('0' + fold - first);
                }
            }

            if (tested != rows || fold - first > 10)
            {
                throw new ArgumentException($"The folds from {first} on do not test each of {rows} rows once in ten folds at most.", nameof(folds));
            }

            rounds.Add(new string(digits));
            first = fold;
        }

        return rounds;
    }

    /// <summary>scikit-learn's figures, fold by fold, for a study on recorded folds; null where its folds are not recorded, as on the made-up sample.</summary>
    /// <param name="study">The study.</param>
    /// <param name="figure">"rSquared", or "accuracy", "area" or "averagePrecision" and a cut, such as "accuracy15".</param>
    /// <exception cref="ArgumentException">Nothing of that name is recorded.</exception>
    public double[]? Figures(PopularityStudy study, string figure)
    {
        if (Of(study) is not Protocol protocol)
        {
            return null;
        }

        if (!protocol.Figures.TryGetValue(figure, out double[]? figures))
        {
            Throw.Unknown("figure", figure, protocol.Figures.Keys.Order(StringComparer.Ordinal));
        }

        return [.. figures];
    }

    /// <summary>The models of a study beside scikit-learn's on the same folds: accuracy and average precision at its cuts, and R².</summary>
    /// <param name="study">A study on folds that are recorded; on others there is nothing to compare and the table says so.</param>
    public Table Compare(PopularityStudy study)
    {
        Table table = new Table("figure", "model", "ours", Library, "ours − theirs", "95 % interval", "p")
            .Format("ours", "0.0000").Format(Library, "0.0000").Format("ours − theirs", "+0.0000;−0.0000;0.0000").Align("p", Alignment.Right);
        Protocol? protocol = Of(study);
        if (protocol is null)
        {
            return table.Note($"{Library}'s results are recorded for the real data's {string.Join(" and ", Protocols)} only.");
        }

        double ratio = FoldRows.TestToTrainRatio(study.Folds);
        foreach (int cut in study.Cuts)
        {
            foreach ((string key, string name, Func<CrossValidationResult, FoldFigure?> of) in (ReadOnlySpan<(string, string, Func<CrossValidationResult, FoldFigure?>)>)
                [("accuracy", "accuracy", result => result.Accuracy), ("averagePrecision", "average precision", result => result.AveragePrecision)])
            {
                if (protocol.Figures.TryGetValue(string.Create(CultureInfo.InvariantCulture, $"{key}{cut}"), out double[]? theirs))
                {
                    foreach (CrossValidationResult result in study.Results(cut))
                    {
                        Row(string.Create(CultureInfo.InvariantCulture, $"{name} at {cut}"), result.Name, of(result), theirs);
                    }
                }
            }
        }

        foreach (RegressionResult result in study.Regressions)
        {
            Row("R²", result.Name, result.RSquared, protocol.Figures.GetValueOrDefault("rSquared"));
        }

        return table.Caption(protocol.Name).Note($"{Library}, {Model} with genre as a category, settings as it has them; {study.Folds.Count} folds, the same rows on both sides; corrected resampled t-test.");

        void Row(string figure, string model, FoldFigure? ours, double[]? theirs)
        {
            if (ours is not null && theirs is not null && ours.PerFold.Length == theirs.Length)
            {
                ResampledTTest test = ResampledTTest.Of([.. ours.PerFold.Zip(theirs, (own, other) => own - other)], ratio);
                table.Row(
                    figure, model, ours.Mean, theirs.Average(), test.Mean,
                    $"{Signed(test.Interval.Low)} to {Signed(test.Interval.High)}", test.PValueText);
            }
        }
    }

    // Rounded first: what rounds to nothing has no sign.
    private static string Signed(double difference) => Math.Round(difference, 4).ToString("+0.0000;−0.0000;0.0000", CultureInfo.InvariantCulture);

    /// <summary>What recorded figures are bound to folds by; null for folds that are no rounds, or that do not learn from all rows they do not test.</summary>
    internal static string? HashOf(IReadOnlyList<Split> folds, int rows)
    {
        if (folds.Any(fold => fold.Train.Length + fold.Test.Length != rows))
        {
            return null;
        }

        try
        {
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join('\n', Digits(folds, rows)))));
        }
        catch (ArgumentException)
        {
            // Folds that are no rounds are recorded nowhere.
            return null;
        }
    }

    private Protocol? Of(PopularityStudy study)
    {
        ArgumentNullException.ThrowIfNull(study);
        string? hash = HashOf(study.Folds, study.Songs.Count);
        return _content.Protocols.FirstOrDefault(protocol => protocol.Rows == study.Songs.Count && protocol.FoldsSha256 == hash);
    }

    private sealed record Content(string Library, string Model, Protocol[] Protocols);

    private sealed record Protocol(string Name, string DataSet, int Rows, string Sha256, string FoldsSha256, Dictionary<string, double[]> Figures);
}
