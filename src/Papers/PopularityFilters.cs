using System.Globalization;
using MusicRec.Text;

namespace MusicRec.Papers;

/// <summary>The filters of one request over a catalogue: who passes, what each filter leaves, and who nearly passes.</summary>
internal sealed class PopularityFilters
{
    private const int MostNearMisses = 3;
    private const double YearsInADecade = 10;
    private readonly PopularitySongs _songs;
    private readonly List<Filter> _filters = [];
    private readonly int[] _missed;

    /// <param name="songs">The catalogue.</param>
    /// <param name="request">A checked request.</param>
    /// <param name="genres">Those genres asked for that are known, as the data write them; empty where none was asked for.</param>
    /// <param name="answered">Songs (and other tracks of them) that the listener has answered.</param>
    public PopularityFilters(PopularitySongs songs, PopularityRequest request, IReadOnlyCollection<string> genres, HashSet<int> answered)
    {
        _songs = songs;
        if (genres.Count > 0)
        {
            _filters.Add(new Filter(
                $"genre {string.Join(" or ", genres)}", song => songs.AllGenres[song].Any(genres.Contains), _ => 1,
                song => songs.Genres[song].Length == 0 ? "has no genre" : $"is {string.Join(", ", songs.AllGenres[song])}"));
        }

        AddYears(request);
        if (request.Mood is SongMood mood)
        {
            int valence = Column("valence"), energy = Column("energy");
            _filters.Add(new Filter(
                $"mood {mood}", song => mood.Contains(songs.Audio[song, valence], songs.Audio[song, energy]),
                song => mood.Distance(songs.Audio[song, valence], songs.Audio[song, energy]),
                song => string.Create(CultureInfo.InvariantCulture, $"has valence {songs.Audio[song, valence]:0.##} and energy {songs.Audio[song, energy]:0.##}")));
        }

        HashSet<string> artists = [.. request.ArtistsLeftOut.Select(NearNames.Key)];
        if (artists.Count > 0)
        {
            _filters.Add(new Filter(
                $"without {string.Join(", ", request.ArtistsLeftOut.Take(5))}{(request.ArtistsLeftOut.Count > 5 ? ", …" : "")}",
                song => !artists.Contains(NearNames.Key(songs.Artists[song])), _ => 1, song => $"is by {songs.Artists[song]}"));
        }

        if (!request.AllowsExplicit && songs.IsExplicit is { } isExplicit)
        {
            _filters.Add(new Filter("not explicit", song => !isExplicit[song], _ => 1, _ => "is explicit"));
        }

        if (answered.Count > 0)
        {
            _filters.Add(new Filter("not answered before", song => !answered.Contains(songs.SongGroups[song]), _ => 1, _ => "was answered before"));
        }

        _missed = new int[songs.Count];
        foreach (Filter filter in _filters)
        {
            filter.Misses = new bool[songs.Count];
            for (int song = 0; song < _missed.Length; song++)
            {
                filter.Misses[song] = !filter.Passes(song);
                _missed[song] += filter.Misses[song] ? 1 : 0;
            }
        }
    }

    /// <summary>The songs that pass all filters, in the catalogue's order.</summary>
    public int[] Passing => [.. Enumerable.Range(0, _missed.Length).Where(song => _missed[song] == 0)];

    /// <summary>What each filter leaves.</summary>
    public IEnumerable<FilterCount> Counts() => _filters.Select(filter => new FilterCount(
        filter.Name, filter.Misses.Count(misses => !misses), Enumerable.Range(0, _missed.Length).Count(song => _missed[song] - (filter.Misses[song] ? 1 : 0) == 0)));

    /// <summary>The songs that miss the fewest filters, and of these by the least.</summary>
    public IEnumerable<NearMiss> Nearest()
    {
        int fewest = _missed.Min();
        return Enumerable.Range(0, _missed.Length).Where(song => _missed[song] == fewest)
            .OrderBy(song => Missed(song).Sum(filter => filter.Distance(song))).ThenBy(song => song).Take(MostNearMisses)
            .Select(song => new NearMiss(song, _songs.Titles[song], _songs.Artists[song], string.Join(" and ", Missed(song).Select(filter => filter.Text(song)))));
    }

    private static int Column(string feature) => PopularitySongs.AudioFeatureNames.ToList().IndexOf(feature);

    private IEnumerable<Filter> Missed(int song) => _filters.Where(filter => filter.Misses[song]);

    private void AddYears(PopularityRequest request)
    {
        if (request.FirstYear is null && request.LastYear is null)
        {
            return;
        }

        int first = request.FirstYear ?? int.MinValue, last = request.LastYear ?? int.MaxValue;
        string name = request.LastYear is null ? $"from {first} on" : request.FirstYear is null ? $"up to {last}" : first == last ? $"of {first}" : $"{first} to {last}";
        _filters.Add(new Filter(
            name, song => _songs.Years[song] != 0 && _songs.Years[song] >= first && _songs.Years[song] <= last,
            song => _songs.Years[song] == 0 ? YearsInADecade : Math.Max((double)first - _songs.Years[song], (double)_songs.Years[song] - last) / YearsInADecade,
            song => _songs.Years[song] == 0 ? "has no year" : $"is of {_songs.Years[song].ToString(CultureInfo.InvariantCulture)}"));
    }

    /// <param name="Name">In words.</param>
    /// <param name="Passes">Whether a song passes.</param>
    /// <param name="Distance">By how much a song misses; a decade, a whole range of valence or energy, or a kind count 1.</param>
    /// <param name="Text">What the song is instead.</param>
    private sealed record Filter(string Name, Func<int, bool> Passes, Func<int, double> Distance, Func<int, string> Text)
    {
        public bool[] Misses { get; set; } = [];
    }
}
