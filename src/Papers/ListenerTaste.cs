using MusicRec.Learning;
using MusicRec.Recommenders;

namespace MusicRec.Papers;

/// <summary>How much a taste expects of sound, genre and artist before it has heard an answer, as standard deviations of the weights.</summary>
public sealed record ListenerTasteSettings
{
    /// <summary>Of each standardised audio feature, above 0.</summary>
    public double Audio { get; init; } = 0.3;

    /// <summary>Of each genre, above 0.</summary>
    public double Genre { get; init; } = 1.5;

    /// <summary>Of each artist, above 0.</summary>
    public double Artist { get; init; } = 1;

    /// <summary>Of the intercept: how far the share of likes may be from a half; above 0.</summary>
    public double Intercept { get; init; } = 4;
}

/// <summary>
/// A listener's taste by Bayesian logistic regression on audio features, genre and artist, one answer at a time
/// (<see cref="OnlineLogisticRegression"/>). An artist's weight exists from the first answer to one of their songs.
/// </summary>
public sealed class ListenerTaste : IListenerTaste
{
    private readonly ListenerSpace _space;
    private readonly ListenerTasteSettings _settings;
    private readonly OnlineLogisticRegression _model;
    private readonly Dictionary<int, int> _artistFeatures = [];
    private readonly List<(int Song, bool IsLiked)> _answers = [];
    private readonly int _audioCount;

    /// <summary>A taste of which nothing is known.</summary>
    /// <param name="songs">The catalogue. For many listeners, make one <see cref="ListenerSpace"/> and give that.</param>
    /// <param name="settings">What is expected before the first answer.</param>
    public ListenerTaste(PopularitySongs songs, ListenerTasteSettings? settings = null)
        : this(new ListenerSpace(songs), settings)
    {
    }

    /// <summary>A taste of which nothing is known.</summary>
    /// <param name="space">The catalogue.</param>
    /// <param name="settings">What is expected before the first answer.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is not a finite number above 0.</exception>
    public ListenerTaste(ListenerSpace space, ListenerTasteSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(space);
        (_space, _settings, _audioCount) = (space, settings ?? new ListenerTasteSettings(), space.Audio.Columns);
        Throw.IfNotPositive(_settings.Artist, nameof(ListenerTasteSettings.Artist));
        double[] deviations = new double[_audioCount + space.GenreCount];
        Array.Fill(deviations, _settings.Audio, 0, _audioCount);
        Array.Fill(deviations, _settings.Genre, _audioCount, space.GenreCount);
        _model = new OnlineLogisticRegression(deviations, _settings.Intercept);
    }

    /// <inheritdoc/>
    public string Name => "online logistic regression";

    /// <inheritdoc/>
    public IReadOnlyList<(int Song, bool IsLiked)> Answers => _answers;

    /// <summary>Learns that a song is liked.</summary>
    /// <param name="song">Its place in the catalogue, from 0.</param>
    public void Like(int song) => Answer(song, true);

    /// <summary>Learns that a song is disliked.</summary>
    /// <param name="song">Its place in the catalogue, from 0.</param>
    public void Dislike(int song) => Answer(song, false);

    /// <inheritdoc/>
    public void Answer(int song, bool isLiked)
    {
        _space.CheckSong(song);
        int artist = _space.Artists[song];
        if (artist >= 0 && !_artistFeatures.ContainsKey(artist))
        {
            _artistFeatures.Add(artist, _model.AddFeature(_settings.Artist));
        }

        _model.Observe(Features(song), isLiked);
        _answers.Add((song, isLiked));
    }

    /// <inheritdoc/>
    /// <remarks>Log-odds of a like, without the intercept that all songs share.</remarks>
    public double[] Scores()
    {
        double[] artists = new double[_space.ArtistCount];
        foreach ((int artist, int feature) in _artistFeatures)
        {
            artists[artist] = _model.Weights[feature];
        }

        return _space.Weigh(_model.Weights[.._audioCount], _model.Weights.Slice(_audioCount, _space.GenreCount), artists);
    }

    /// <summary>The probability that the listener likes a song, above 0 and below 1; a half before the first answer.</summary>
    /// <param name="song">The song's place in the catalogue, from 0.</param>
    public double Probability(int song)
    {
        _space.CheckSong(song);
        return _model.Probability(Features(song));
    }

    /// <inheritdoc/>
    /// <remarks>In log-odds of a like.</remarks>
    public IReadOnlyList<Contribution> Contributions(int song)
    {
        _space.CheckSong(song);
        int genre = _space.Genres[song];
        return _space.Parts(
            song, _model.Weights[.._audioCount], genre < 0 ? 0 : _model.Weights[_audioCount + genre],
            _artistFeatures.TryGetValue(_space.Artists[song], out int feature) ? _model.Weights[feature] : 0);
    }

    private double[] Features(int song)
    {
        double[] features = new double[_model.FeatureCount];
        _space.Audio.Row(song).CopyTo(features);
        if (_space.Genres[song] >= 0)
        {
            features[_audioCount + _space.Genres[song]] = 1;
        }

        if (_artistFeatures.TryGetValue(_space.Artists[song], out int feature))
        {
            features[feature] = 1;
        }

        return features;
    }
}
