using System.Globalization;
using MusicRec.Evaluation;
using MusicRec.Reporting;

namespace MusicRec.Papers;

/// <summary>What the dial does, measured: how popular the songs are that it brings, genre by genre, by their popularity that no model had seen.</summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class PopularityDialStudy : IRenderable
{
    private readonly List<(string Ranking, double Predicted, ConfidenceInterval Measured, ConfidenceInterval Gain)> _rows = [];
    private readonly string _what;

    private PopularityDialStudy(PopularityRecommender recommender, IReadOnlyList<string> genres, int count, int smallest) =>
        (Genres, _what) = (genres, string.Create(CultureInfo.InvariantCulture, $"{recommender.Songs.Name}: the first {count} songs of each of the {genres.Count} genres with {smallest} songs or more"));

    /// <summary>The genres that were asked for.</summary>
    public IReadOnlyList<string> Genres { get; }

    /// <summary>The settings of the dial that were tried.</summary>
    public static IReadOnlyList<double> Settings { get; } = [0, 0.25, 0.5, 0.75, 1];

    /// <summary>Asks for the songs of each genre, with the dial at each setting.</summary>
    /// <param name="recommender">The recommender, without a listener.</param>
    /// <param name="count">Songs to look at, 1 or more.</param>
    /// <param name="smallest">Genres with fewer songs are left out, <paramref name="count"/> or more.</param>
    /// <exception cref="ArgumentException">No genre has so many songs.</exception>
    public static PopularityDialStudy Run(PopularityRecommender recommender, int count = 10, int smallest = 40)
    {
        ArgumentNullException.ThrowIfNull(recommender);
        Throw.IfBelow(count, 1);
        Throw.IfBelow(smallest, count);
        PopularitySongs songs = recommender.Songs;
        Dictionary<string, int[]> members = Enumerable.Range(0, songs.Count).SelectMany(song => songs.AllGenres[song].Select(genre => (song, genre)))
            .GroupBy(pair => pair.genre, pair => pair.song, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
        string[] genres = [.. recommender.Genres.Where(genre => members[genre].Length >= smallest)];
        Throw.IfEmpty(genres.Length, $"the genres with {smallest} songs or more");
        PopularityDialStudy study = new(recommender, genres, count, smallest);
        double[] means = [.. genres.Select(genre => members[genre].Average(song => songs.Popularity[song]))];
        foreach (double setting in Settings)
        {
            PopularityRecommendations[] lists = [.. genres.Select(genre => recommender.Recommend(
                new PopularityRequest { Genres = [genre], Count = count, Mainstream = setting, MaximumPerArtist = count }))];
            study.Add(
                string.Create(CultureInfo.InvariantCulture, $"dial at {setting:0.##}"), lists.Average(list => list.Average(song => song.PredictedPopularity)),
                [.. lists.Select(list => list.Average(song => songs.Popularity[song.Place]))], means);
        }

        study.Add("all songs of the genre", genres.Average(genre => members[genre].Average(song => recommender.Predicted[song])), means, means);
        double[] best = [.. genres.Select(genre => members[genre].Select(song => songs.Popularity[song]).OrderDescending().Take(count).Average())];
        study.Add("the most popular as measured", double.NaN, best, means);
        return study;
    }

    /// <summary>The mean measured popularity at a setting of the dial, with its 95 % bootstrap interval over genres.</summary>
    /// <param name="setting">One of <see cref="Settings"/>, by its place.</param>
    public ConfidenceInterval Measured(int setting)
    {
        Throw.IfOutside(setting, 0, Settings.Count - 1);
        return _rows[setting].Measured;
    }

    /// <summary>How much more popular than all songs of the genre, paired by genre, with its 95 % bootstrap interval.</summary>
    /// <param name="setting">One of <see cref="Settings"/>, by its place.</param>
    public ConfidenceInterval Gain(int setting)
    {
        Throw.IfOutside(setting, 0, Settings.Count - 1);
        return _rows[setting].Gain;
    }

    /// <summary>Measured popularity at each setting of the dial, with intervals.</summary>
    public Figure ToFigure() => Figure.Intervals(_rows.Select(row => (row.Ranking, row.Measured.Estimate, row.Measured.Low, row.Measured.High)))
        .Title("What the dial brings").Subtitle(_what + "; means over genres with 95 % bootstrap intervals").XAxis("measured popularity");

    /// <summary>Records measured popularity and its gain over the genre's mean at each setting.</summary>
    /// <param name="set">What the metrics' names begin with.</param>
    public void Record(string set)
    {
        foreach ((string ranking, _, ConfidenceInterval measured, ConfidenceInterval gain) in _rows)
        {
            Metrics.Record($"{set}.dial.{PopularityStudy.Key(ranking)}.measured", measured.Estimate);
            Metrics.Record($"{set}.dial.{PopularityStudy.Key(ranking)}.gain", gain.Estimate);
        }
    }

    /// <inheritdoc/>
    public string ToHtml() => ToTable().ToHtml();

    /// <inheritdoc/>
    public string ToText() => ToTable().ToText();

    /// <summary>The table as text.</summary>
    public override string ToString() => ToText();

    private void Add(string ranking, double predicted, double[] measured, double[] means) => _rows.Add((
        ranking, predicted, Intervals.Bootstrap(measured, 1, 2_000), Intervals.Bootstrap([.. measured.Zip(means, (own, mean) => own - mean)], 1, 2_000)));

    private Table ToTable() => Table.Of(
            _rows, ("songs", row => row.Ranking), ("predicted popularity", row => row.Predicted), ("measured popularity", row => row.Measured.Estimate),
            ("95 % interval", row => Text(row.Measured)), ("more than the genre's mean", row => row.Gain.Estimate), ("95 % interval of that", row => Text(row.Gain)))
        .Format("predicted popularity", "0.0").Format("measured popularity", "0.0").Format("more than the genre's mean", "+0.0;−0.0;0.0").Caption(_what)
        .Note("Means over genres; intervals by bootstrap over genres. Songs were ranked by predictions of models that had not seen their popularity.");

    private static string Text(ConfidenceInterval interval) => string.Create(CultureInfo.InvariantCulture, $"{interval.Low:0.0} to {interval.High:0.0}");
}
