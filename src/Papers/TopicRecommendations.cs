using System.Collections;
using MusicRec.Reporting;

namespace MusicRec.Papers;

/// <summary>Songs for a topic or a mood: those the model is sure of first, then those that only their label speaks for.</summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class TopicRecommendations : IReadOnlyList<TopicRecommendation>, IRenderable
{
    private readonly TopicRecommendation[] _songs;

    internal TopicRecommendations(string request, int requested, double threshold, MoodReading? mood, IEnumerable<TopicRecommendation> songs) =>
        (Request, Requested, Threshold, Mood, _songs) = (request, requested, threshold, mood, [.. songs]);

    /// <summary>The topic or the mood asked for.</summary>
    public string Request { get; }

    /// <summary>How many songs were asked for; fewer come back when the catalogue has no more.</summary>
    public int Requested { get; }

    /// <summary>The probability above which the model counts as sure.</summary>
    public double Threshold { get; }

    /// <summary>How the mood was understood; null when a topic was asked for.</summary>
    public MoodReading? Mood { get; }

    /// <inheritdoc/>
    public int Count => _songs.Length;

    /// <summary>How many of the songs are there by their label only.</summary>
    public int FallbackCount => _songs.Count(song => song.Ground == TopicGround.Label);

    /// <inheritdoc/>
    public TopicRecommendation this[int index]
    {
        get
        {
            Throw.IfOutside(index, 0, Count - 1);
            return _songs[index];
        }
    }

    /// <inheritdoc/>
    public IEnumerator<TopicRecommendation> GetEnumerator() => ((IEnumerable<TopicRecommendation>)_songs).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public string ToHtml() => ToTable().ToHtml();

    /// <inheritdoc/>
    public string ToText() => ToTable().ToText();

    /// <summary>The list as text.</summary>
    public override string ToString() => ToText();

    private Table ToTable()
    {
        List<(string Header, Func<(TopicRecommendation It, int Rank), object?> Value)> columns =
        [
            ("#", row => row.Rank), ("song", row => row.It.Song.Title), ("artist", row => row.It.Song.Artist), ("year", row => Year(row.It.Song)),
            ("topic", row => row.It.Topic), ("probability", row => row.It.Probability), ("there because", row => Ground(row.It)),
        ];
        if (_songs.Any(song => song.Reason.Length > 0))
        {
            columns.Add(("words that speak for it", row => row.It.Reason));
        }

        Table table = Table.Of(_songs.Select((song, place) => (song, place + 1)), [.. columns]).Format("probability", "0.000").Align("year", Alignment.Right)
            .Caption($"Songs for “{Request}”");
        foreach (string note in Notes())
        {
            table.Note(note);
        }

        return table;
    }

    private IEnumerable<string> Notes()
    {
        if (Mood is not null)
        {
            yield return Mood.Explanation;
        }

        if (Count < Requested && Mood is not { IsUnderstood: false })
        {
            yield return $"{Requested} asked for, {Count} found: no other song has a probability above {Number(Threshold)} or carries the label.";
        }

        if (FallbackCount > 0)
        {
            yield return $"“label only”: too few songs have a probability above {Number(Threshold)}; these were labelled with the topic by the data's authors.";
        }

        if (_songs.Any(song => song.Song.TrainedOn))
        {
            yield return "* The model learnt from this very song, so its probability says little.";
        }
    }

    private string Ground(TopicRecommendation it) =>
        (it.Ground == TopicGround.Probability ? $"probability above {Number(Threshold)}" : "label only") + (it.Song.TrainedOn ? " *" : "");

    private static string Year(TopicSong song) => song.Year is int year ? Number(year) : "";

    private static string Number(IFormattable value) => value.ToString(null, System.Globalization.CultureInfo.InvariantCulture);
}
