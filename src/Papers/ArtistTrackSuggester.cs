using System.Globalization;
using MusicRec.Data;
using MusicRec.Embeddings;
using MusicRec.Learning;
using MusicRec.Text;

namespace MusicRec.Papers;

/// <summary>
/// Songs of a catalogue that a listener will probably like, by a model of the listener's ratings that knows artist and sound, and why each: what its artist
/// and what its sound adds, and which liked artist and which liked song are nearest. It does not change once it is made.
/// </summary>
public sealed class ArtistTrackSuggester
{
    // What is scored at a time: the vectors of a whole catalogue side by side would fill the memory.
    private const int BlockSize = 4096;
    private const int MostBackground = 128;

    private readonly ArtistTrackInputs _rated;
    private readonly NamedVectors _likeness;
    private readonly ArtistTrackModel _model;
    private readonly IClassifier _classifier;
    private readonly LikedSound _sound;
    private readonly Song[] _songs;
    private readonly Lazy<double[]> _known;
    private readonly Lazy<double[]> _unknown;
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _catalogueArtists;
    private readonly HashSet<string> _ratedArtists;
    private readonly string[] _likedArtists;

    /// <summary>Learns from all of the listener's ratings.</summary>
    /// <param name="rated">The listener's songs, with titles and artists.</param>
    /// <param name="catalogue">Songs: track_name, artists separated by semicolons, and <see cref="AudioFeatures.All"/>. Rows that lack some of these and repeats of a song are left out.</param>
    /// <param name="seed">Decides the model's random numbers.</param>
    /// <param name="model">What learns; null for <see cref="ArtistTrackModel.OurBest"/>.</param>
    /// <param name="likeness">Vectors that say which artists are alike, by <see cref="ArtistKey"/>; null for those that the model is given.</param>
    /// <exception cref="ArgumentException">The songs come without titles, none of them was liked, or no row of the catalogue is complete.</exception>
    public ArtistTrackSuggester(ArtistTrackInputs rated, Frame catalogue, ulong seed, ArtistTrackModel? model = null, NamedVectors? likeness = null)
    {
        ArgumentNullException.ThrowIfNull(rated);
        ArgumentNullException.ThrowIfNull(catalogue);
        if (rated.Songs.Titles is not string?[] titles || rated.Songs.Artists is not string?[] artists)
        {
            throw new ArgumentException("The rated songs have no titles and artists; suggestions are explained by them.", nameof(rated));
        }

        (_rated, _likeness) = (rated, likeness ?? rated.Artists);
        _model = model ?? ArtistTrackModel.All.Single(candidate => candidate.Name == ArtistTrackModel.OurBest);
        _sound = new LikedSound(rated.Songs);
        HashSet<string> heard = [.. Enumerable.Range(0, rated.Count).Select(row => SongKey.Of(titles[row] ?? "", artists[row] ?? ""))];
        Catalogue = catalogue.WithoutMissing([.. AudioFeatures.All, "track_name", "artists"]);
        _songs = [.. Read(Catalogue).Where(song => song.ArtistKeys[0].Length > 0 && heard.Add(song.Key))];
        Throw.IfEmpty(_songs.Length, "the catalogue's complete rows that are no rated songs");

        // Spelled as the catalogue does where it has the artist: the listener's own list comes second.
        foreach (string name in _songs.Select(song => song.Credit.Split(';')[0].Trim()).Concat(artists.OfType<string>()))
        {
            _names.TryAdd(ArtistKey.Of(name), name);
        }

        string[] keys = Array.ConvertAll(artists, ArtistKey.Of);
        _catalogueArtists = [.. _songs.Select(song => song.ArtistKeys[0])];
        _ratedArtists = [.. keys.Where(key => key.Length > 0)];
        _likedArtists =
        [
            .. keys.Select((key, row) => (Key: key, Sign: (2 * rated.Songs.Labels[row]) - 1)).GroupBy(pair => pair.Key)
                .Where(artist => artist.Sum(pair => pair.Sign) > 0 && _likeness.TryFind(artist.Key, out _)).Select(artist => artist.Key),
        ];
        _classifier = _model.Build(seed);
        _classifier.Fit(_model.Columns(rated), rated.Songs.Labels);
        _known = new Lazy<double[]>(() => Score(song => song.HasVector));
        _unknown = new Lazy<double[]>(() => Score(song => !song.HasVector));
    }

    /// <summary>The catalogue's complete rows, which <see cref="ArtistTrackSuggestion.Row"/> counts.</summary>
    public Frame Catalogue { get; }

    /// <summary>The songs that the request allows and the model gives the highest probability, equally probable ones in the catalogue's order.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number in the request lies outside its range.</exception>
    public ArtistTrackSuggestions Suggest(ArtistTrackRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        string[] like = [.. request.Like.Select(ArtistKey.Of)];
        string[] found = [.. like.Where(key => _likeness.TryFind(key, out _))];
        UnknownArtist[] unknown =
        [
            .. Enumerable.Range(0, like.Length).Where(place => !_likeness.TryFind(like[place], out _)).Select(place => new UnknownArtist(
                request.Like[place], NearNames.Of(request.Like[place], _names.Where(name => _likeness.TryFind(name.Key, out _)).Select(name => name.Value)))),
        ];
        HashSet<string>? near = found.Length == 0
            ? null
            : [.. found, .. _likeness.MostSimilar(found, [], _likeness.Count).Select(other => other.Name).Where(_catalogueArtists.Contains).Take(request.NearArtists)];
        (Song Song, double Probability)[] allowed =
        [
            .. Scored(request).Where(pair => (request.IncludesRatedArtists || !pair.Song.ArtistKeys.Any(_ratedArtists.Contains)) && near?.Contains(pair.Song.ArtistKeys[0]) != false),
        ];
        Dictionary<string, int> taken = new(StringComparer.Ordinal);
        List<(Song Song, double Probability)> chosen = [];
        foreach ((Song song, double probability) in allowed.OrderByDescending(pair => pair.Probability).ThenBy(pair => pair.Song.Row))
        {
            if (chosen.Count < request.Count && song.ArtistKeys.All(key => taken.GetValueOrDefault(key) < request.MostPerArtist))
            {
                chosen.Add((song, probability));
                foreach (string key in song.ArtistKeys)
                {
                    taken[key] = taken.GetValueOrDefault(key) + 1;
                }
            }
        }

        return new ArtistTrackSuggestions(_model.Name, Explain([.. chosen]), unknown, allowed.Length);
    }

    private IEnumerable<(Song Song, double Probability)> Scored(ArtistTrackRequest request) => _songs
        .Select((song, place) => (Song: song, Place: place)).Where(pair => pair.Song.HasVector || request.IncludesUnknownArtists)
        .Select(pair => (pair.Song, pair.Song.HasVector ? _known.Value[pair.Place] : _unknown.Value[pair.Place]));

    private double[] Score(Predicate<Song> isWanted)
    {
        double[] probabilities = new double[_songs.Length];
        foreach (int[] block in Enumerable.Range(0, _songs.Length).Where(place => isWanted(_songs[place])).Chunk(BlockSize))
        {
            double[] own = Probabilities(InputsOf(Array.ConvertAll(block, place => _songs[place])));
            for (int place = 0; place < block.Length; place++)
            {
                probabilities[block[place]] = own[place];
            }
        }

        return probabilities;
    }

    // Rated songs lend their artists and their sounds, so that what a song's own artist and sound add is seen against this listener's songs.
    private ArtistTrackSuggestion[] Explain((Song Song, double Probability)[] chosen)
    {
        if (chosen.Length == 0)
        {
            return [];
        }

        int size = Math.Min(MostBackground, _rated.Count);
        int[] background = [.. Enumerable.Range(0, size).Select(place => (int)((long)place * _rated.Count / size))];
        ArtistTrackInputs inputs = InputsOf(Array.ConvertAll(chosen, pair => pair.Song));
        double average = Probabilities(_rated.WithSoundOf(background, _rated, background)).Average();
        return [.. chosen.Select((pair, place) =>
        {
            int[] own = [.. Enumerable.Repeat(place, size)];
            double byArtist = Probabilities(inputs.WithSoundOf(own, _rated, background)).Average(), bySound = Probabilities(_rated.WithSoundOf(background, inputs, own)).Average();
            double artist = (byArtist - average + (pair.Probability - bySound)) / 2;
            return Describe(pair.Song, pair.Probability, average, artist, pair.Probability - average - artist, inputs.Features.Row(place));
        })];
    }

    private ArtistTrackSuggestion Describe(Song song, double probability, double average, double artist, double sound, ReadOnlySpan<double> features)
    {
        int nearest = _sound.Nearest(features);
        string like = $"{_rated.Songs.Titles![nearest]} ({_rated.Songs.Artists![nearest]})";
        string? nearestArtist = null;
        double? likeness = null;
        if (_likedArtists.Length > 0 && _likeness.TryFind(song.ArtistKeys[0], out _))
        {
            string key = _likedArtists.MaxBy(liked => _likeness.Similarity(liked, song.ArtistKeys[0]))!;
            (nearestArtist, likeness) = (_names[key], _likeness.Similarity(key, song.ArtistKeys[0]));
        }

        return new ArtistTrackSuggestion(
            song.Row, song.Title, song.Credit, probability, average, artist, sound, nearestArtist, likeness, like, string.Create(
                CultureInfo.InvariantCulture,
                $"{100 * artist:+0;−0;0} points for the artist{(nearestArtist is null ? "" : $", nearest to {nearestArtist} ({likeness:0.00})")}; {100 * sound:+0;−0;0} for the sound, nearest to {like}"));
    }

    private double[] Probabilities(ArtistTrackInputs inputs) => _classifier.PredictPositive(_model.Columns(inputs));

    private ArtistTrackInputs InputsOf(Song[] songs) =>
        _rated.ForCatalogue(Catalogue.Rows(Array.ConvertAll(songs, song => song.Row)), Array.ConvertAll(songs, song => song.ArtistKeys[0]));

    private IEnumerable<Song> Read(Frame rows)
    {
        string?[] titles = rows.Texts("track_name"), credits = rows.Texts("artists");
        for (int row = 0; row < titles.Length; row++)
        {
            string[] keys = [.. credits[row]!.Split(';').Select(ArtistKey.Of).Distinct()];
            yield return new Song(row, titles[row]!, credits[row]!, keys, SongKey.Of(titles[row]!, credits[row]!.Split(';')[0]), _rated.Artists.TryFind(keys[0], out _));
        }
    }

    private sealed record Song(int Row, string Title, string Credit, string[] ArtistKeys, string Key, bool HasVector);
}
