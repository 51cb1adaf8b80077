using System.Globalization;
using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Reporting;

namespace MusicRec.Papers;

/// <summary>What paper 004 reports, and what its numbers allow and exclude when they are held against each other.</summary>
public static class TrackEmbeddingClaims
{
    /// <summary>Genre network: validation accuracy 53.34 % at a loss of 0.2062.</summary>
    public static ReportedResult Genre { get; } = new("genre network", new ReportedPercentage(53.34, 2), 0.2062);

    /// <summary>Artist network: validation accuracy 31.51 % at a loss of 0.3743, with 70,000 artists.</summary>
    public static ReportedResult Artist { get; } = new("artist network", new ReportedPercentage(31.51, 2), 0.3743);

    /// <summary>Recommender: validation accuracy 83.34 % at a loss of 0.1270.</summary>
    public static ReportedResult Recommender { get; } = new("recommender", new ReportedPercentage(83.34, 2), 0.1270);

    /// <summary>The number of artists that the paper states.</summary>
    public const int ArtistCount = 70_000;

    /// <summary>The correlations that the paper states.</summary>
    public static IReadOnlyList<(string First, string Second, double Reported)> Correlations { get; } =
    [
        ("loudness", "energy", 0.82), ("popularity", "loudness", 0.36), ("popularity", "danceability", 0.26), ("popularity", "energy", 0.25),
        ("valence", "danceability", 0.55), ("valence", "energy", 0.44), ("valence", "loudness", 0.40),
    ];

    /// <summary>The paper's correlations beside those of the data: over all rows (each pair over the rows that have both) and over the complete rows.</summary>
    /// <param name="tracks">As <see cref="MusicData.SpotifyFeatures"/> gives them.</param>
    public static Table CorrelationTable(Frame tracks)
    {
        ArgumentNullException.ThrowIfNull(tracks);
        string[] columns = [.. Correlations.SelectMany(claim => (string[])[claim.First, claim.Second]).Distinct()];
        CorrelationMatrix all = tracks.Correlate(columns);
        Frame complete = tracks.WithoutMissing([.. GenreTracks.FeatureNames]);
        CorrelationMatrix? completeRows = complete.RowCount > 1 ? complete.Correlate(columns) : null;
        Table table = new("features", "paper", "all rows", "difference", "complete rows");
        foreach ((string first, string second, double reported) in Correlations)
        {
            table.Row($"{first} – {second}", reported, all[first, second], all[first, second] - reported, completeRows?[first, second]);
        }

        return table.Format("paper", "0.00").Format("all rows", "0.000").Format("difference", "+0.000;−0.000").Format("complete rows", "0.000")
            .Note($"Pearson's correlation over {tracks.RowCount} rows, and over the {complete.RowCount} without a gap in {GenreTracks.FeatureNames.Count} features.");
    }

    /// <summary>For each reported loss the smallest that its accuracy allows, under each reading of the loss.</summary>
    public static Table LossTable()
    {
        Table table = new("result", "accuracy", "reported loss", "taken for", "least possible", "possible");
        Add(Genre, "cross-entropy", LossFloor.CrossEntropy(Genre.Share));
        foreach (int genres in (ReadOnlySpan<int>)[12, 18])
        {
            Add(Genre, $"binary cross-entropy, mean over {genres} genres", LossFloor.SoftmaxBinaryCrossEntropy(Genre.Share, genres), LossFloor.UniformSoftmaxBinaryCrossEntropy(genres));
        }

        Add(Artist, "cross-entropy", LossFloor.CrossEntropy(Artist.Share));
        Add(Artist, "binary cross-entropy, sum over artists", ArtistCount * LossFloor.SoftmaxBinaryCrossEntropy(Artist.Share, ArtistCount));
        Add(Artist, "binary cross-entropy, mean over 70,000 artists", LossFloor.SoftmaxBinaryCrossEntropy(Artist.Share, ArtistCount), LossFloor.UniformSoftmaxBinaryCrossEntropy(ArtistCount));
        Add(Recommender, "binary cross-entropy", LossFloor.BinaryCrossEntropy(Recommender.Share));
        Add(Recommender, "squared error", LossFloor.SquaredError(Recommender.Share));
        return table.Format("reported loss", "0.0000").Format("least possible", "0.0000").NotFromData().Note(string.Create(
            CultureInfo.InvariantCulture,
            $"A mean over artists of {Artist.Loss:0.0000} is what equal shares of at most {LossFloor.MostClassesOfSoftmaxBinaryCrossEntropy(Artist.Loss)} artists cost; with more artists a network that knows nothing has a lower loss."));

        void Add(ReportedResult result, string reading, double least, double mostOfLearnt = double.PositiveInfinity) => table.Row(
            result.Name, result.Accuracy.ToString(), result.Loss, reading, least,
            result.Loss < least ? "no: too small"
                : result.Loss > mostOfLearnt ? string.Create(CultureInfo.InvariantCulture, $"no: equal shares cost {mostOfLearnt:0.0000}")
                : result.Loss < 1.15 * least ? "hardly: every wrong answer at ½, every right one sure" : "yes");
    }
}

/// <summary>A result as the paper prints it.</summary>
/// <param name="Name">What it is of.</param>
/// <param name="Accuracy">The accuracy.</param>
/// <param name="Loss">The loss; the paper prints it as a percentage.</param>
public sealed record ReportedResult(string Name, ReportedPercentage Accuracy, double Loss)
{
    /// <summary>The accuracy as a share, 0 to 1.</summary>
    public double Share => Accuracy.Percent / 100;
}
