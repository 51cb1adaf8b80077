using System.Globalization;
using MusicRec.Evaluation;
using MusicRec.Text;

namespace MusicRec.Papers;

/// <summary>
/// Paper 000's recommender, with what the paper leaves for later: songs that pass a listener's filters, ranked by predicted popularity
/// (or, as the dial says, by its reverse or anything between) and by their fit to the listener. Popularity is predicted by models that
/// had not seen the song's own: ranking by what was measured would need no model.
/// </summary>
public sealed class PopularityRecommender
{
    private readonly double[] _predicted;
    private readonly double[] _popularityRank;
    private readonly string[] _knownGenres;
    private readonly HashSet<string> _knownGenreKeys;

    /// <summary>A recommender over a catalogue.</summary>
    /// <param name="songs">The catalogue, at least one song.</param>
    /// <param name="predicted">
    /// Each song's popularity, predicted by a model that had not seen it: out-of-fold for songs that were learnt from
    /// (<see cref="OutOfFold"/>), any prediction for songs that were not.
    /// </param>
    /// <exception cref="ArgumentException">There is no song, or not one finite prediction for each.</exception>
    public PopularityRecommender(PopularitySongs songs, ReadOnlySpan<double> predicted)
    {
        (Songs, Space) = (songs, new ListenerSpace(songs));
        Throw.IfLengthsDiffer(predicted.Length, nameof(predicted), songs.Count, nameof(songs));
        Throw.IfNotFinite(predicted);
        _predicted = predicted.ToArray();
        _popularityRank = Ranks(_predicted);
        _knownGenres = [.. songs.AllGenres.SelectMany(genres => genres).Distinct().Order(StringComparer.Ordinal)];
        _knownGenreKeys = [.. _knownGenres.Select(NearNames.Key)];
    }

    /// <summary>The catalogue as tastes see it.</summary>
    public ListenerSpace Space { get; }

    /// <summary>The catalogue.</summary>
    public PopularitySongs Songs { get; }

    /// <summary>Each song's predicted popularity.</summary>
    public ReadOnlySpan<double> Predicted => _predicted;

    /// <summary>The catalogue's genres, by name.</summary>
    public IReadOnlyList<string> Genres => _knownGenres;

    /// <summary>A recommender over songs whose popularity was predicted in cross-validation, each by a model that learnt from the other folds.</summary>
    /// <param name="songs">The catalogue.</param>
    /// <param name="result">A regression of these songs' popularity, in their order.</param>
    /// <exception cref="ArgumentException">The result is not of these songs' popularity, or not every song was in a test fold.</exception>
    public static PopularityRecommender OutOfFold(PopularitySongs songs, RegressionResult result)
    {
        ArgumentNullException.ThrowIfNull(songs);
        ArgumentNullException.ThrowIfNull(result);
        Throw.IfLengthsDiffer(result.Targets.Count, "the result's targets", songs.Count, nameof(songs));
        for (int song = 0; song < songs.Count; song++)
        {
            if (result.Targets[song] != songs.Popularity[song])
            {
                throw new ArgumentException($"The result's target {song} is {result.Targets[song]}; that song's popularity is {songs.Popularity[song]}.", nameof(result));
            }
        }

        return new PopularityRecommender(songs, result.OutOfFoldPredictions());
    }

    /// <summary>Places of the songs of a title, in capitals, with accents and signs or without; empty where there is none.</summary>
    /// <param name="title">The title.</param>
    /// <param name="artist">Who plays it; "" for anybody.</param>
    public int[] Find(string title, string artist = "")
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(artist);
        (string titleKey, string artistKey) = (NearNames.Key(title), NearNames.Key(artist));
        return
        [
            .. Enumerable.Range(0, Songs.Count).Where(song => titleKey.Length > 0 && NearNames.Key(Songs.Titles[song]) == titleKey
                && (artistKey.Length == 0 || NearNames.Key(Songs.Artists[song]) == artistKey)),
        ];
    }

    /// <summary>Songs for a listener, best first; equal scores in the catalogue's order.</summary>
    /// <param name="request">Filters and ranking.</param>
    /// <param name="taste">
    /// What is known of the listener, made over <see cref="Space"/>; null or without answers: predicted popularity alone counts.
    /// Songs that the listener has answered are left out.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A part of the request lies outside its range.</exception>
    /// <exception cref="ArgumentException">The taste is of another catalogue.</exception>
    public PopularityRecommendations Recommend(PopularityRequest request, IListenerTaste? taste = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        double[]? scores = taste is null || taste.Answers.Count == 0 ? null : taste.Scores();
        if (scores is not null)
        {
            Throw.IfLengthsDiffer(scores.Length, "the taste's songs", Songs.Count, "the catalogue");
            Throw.IfNotFinite(scores, "the taste's scores");
        }

        HashSet<string> wanted = [.. request.Genres.Select(NearNames.Key)];
        string[] known = [.. _knownGenres.Where(genre => wanted.Contains(NearNames.Key(genre)))];
        string[] unknown = [.. request.Genres.Where(genre => !_knownGenreKeys.Contains(NearNames.Key(genre)))];
        string[] near = [.. unknown.SelectMany(genre => NearNames.Of(genre, _knownGenres)).Distinct()];
        List<string> notes = Notes(request, unknown, near);
        if (wanted.Count > 0 && known.Length == 0)
        {
            return new PopularityRecommendations(request, PopularityOutcome.UnknownGenre, [], [], [], near, notes);
        }

        HashSet<int> answered = [];
        foreach ((int song, _) in taste?.Answers ?? [])
        {
            answered.Add(Songs.SongGroups[song]);
        }

        PopularityFilters filters = new(Songs, request, known, answered);
        int[] passing = filters.Passing;
        if (passing.Length == 0)
        {
            return new PopularityRecommendations(request, PopularityOutcome.NothingPasses, [], filters.Counts(), filters.Nearest(), near, notes);
        }

        double[]? fit = scores is null ? null : Ranks(scores);
        double share = fit is null ? 0 : request.FitShare;
        double[] dial = Array.ConvertAll(_popularityRank, rank => (1 - share) * (1 - Math.Abs(rank - request.Mainstream)));
        double[] fits = Array.ConvertAll(fit ?? new double[dial.Length], rank => share * rank);
        IEnumerable<PopularityRecommendation> chosen = Choose(request, passing, song => dial[song] + fits[song]).Select(song => new PopularityRecommendation(
            song, Songs.Titles[song], Songs.Artists[song], Songs.Years[song] == 0 ? null : Songs.Years[song], GenreOf(song, known), _predicted[song],
            dial[song] + fits[song], dial[song], fits[song], Reason(song, fit, share, taste)));
        PopularityRecommendation[] songs = [.. chosen];
        PopularityOutcome outcome = songs.Length == request.Count ? PopularityOutcome.Found : PopularityOutcome.Fewer;
        return new PopularityRecommendations(request, outcome, songs, filters.Counts(), [], near, notes);
    }

    /// <summary>For each value the share of values below it, equal ones counting half: 0 to 1.</summary>
    internal static double[] Ranks(double[] values)
    {
        int[] order = [.. Enumerable.Range(0, values.Length)];
        double[] sorted = [.. values], ranks = new double[values.Length];
        Array.Sort(sorted, order);
        for (int first = 0, end; first < sorted.Length; first = end)
        {
            end = first + 1;
            while (end < sorted.Length && sorted[end] == sorted[first])
            {
                end++;
            }

            // The mean of places first to end − 1, out of those that other values can take.
            double rank = sorted.Length == 1 ? 1 : (first + end - 1) / 2.0 / (sorted.Length - 1);
            for (int place = first; place < end; place++)
            {
                ranks[order[place]] = rank;
            }
        }

        return ranks;
    }

    private IEnumerable<int> Choose(PopularityRequest request, int[] passing, Func<int, double> score)
    {
        HashSet<int> songs = [];
        Dictionary<int, int> perArtist = [];
        int found = 0;
        foreach (int song in passing.OrderByDescending(score))
        {
            // Songs without an artist are not all by the same one.
            int artist = Space.Artists[song], taken = artist < 0 ? 0 : perArtist.GetValueOrDefault(artist);
            if (taken < request.MaximumPerArtist && songs.Add(Songs.SongGroups[song]))
            {
                perArtist[artist] = taken + 1;
                yield return song;
                if (++found == request.Count)
                {
                    yield break;
                }
            }
        }
    }

    private string GenreOf(int song, string[] wanted) =>
        Songs.AllGenres[song].FirstOrDefault(wanted.Contains) ?? Songs.Genres[song];

    private string Reason(int song, double[]? fit, double share, IListenerTaste? taste)
    {
        string popularity = string.Create(
            CultureInfo.InvariantCulture, $"predicted popularity {PopularityRecommendation.OnScale(_predicted[song]):0}, above {Above(_popularityRank[song])}");
        if (fit is null || share == 0)
        {
            return popularity;
        }

        string[] speaking = [.. taste!.Contributions(song).Where(part => part.Amount > 0).Take(3).Select(part => string.Create(
            CultureInfo.InvariantCulture, $"{part.Name} (+{part.Amount:0.00})"))];
        string because = speaking.Length == 0 ? "nothing in it speaks for it" : string.Join(", ", speaking);
        return string.Create(CultureInfo.InvariantCulture, $"fits you better than {Above(fit[song])}: {because}{Liked(song, taste)}; {popularity}");
    }

    // Rounded down: 99.9 % are not all.
    private static string Above(double rank) =>
        rank == 1 ? "all others" : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor((100 * rank) + 1e-9):0} % of the songs");

    // Of the songs that the listener liked, one by the same artist, else the one that sounds most alike.
    private string Liked(int song, IListenerTaste taste)
    {
        int[] liked = [.. taste.Answers.Where(answer => answer.IsLiked).Select(answer => answer.Song).Distinct()];
        if (liked.Length == 0)
        {
            return "";
        }

        int nearest = liked.OrderByDescending(other => Space.Artists[song] >= 0 && Space.Artists[other] == Space.Artists[song])
            .ThenBy(other => Space.SquaredDistance(song, other)).ThenBy(other => other).First();
        return $"; like “{Songs.Titles[nearest]}” ({Songs.Artists[nearest]})";
    }

    private List<string> Notes(PopularityRequest request, string[] unknown, string[] near)
    {
        List<string> notes = [];
        if (unknown.Length > 0 && unknown.Length < request.Genres.Count)
        {
            notes.Add($"Not in the catalogue: {string.Join(", ", unknown)}.{(near.Length > 0 ? $" Near names: {string.Join(", ", near)}." : "")}");
        }

        if (!request.AllowsExplicit && Songs.IsExplicit is null)
        {
            notes.Add($"{Songs.Name} does not say which songs are explicit, so none was left out for it.");
        }

        HashSet<string> artists = request.ArtistsLeftOut.Count == 0 ? [] : [.. Songs.Artists.Select(NearNames.Key)];
        string[] strangers = [.. request.ArtistsLeftOut.Where(artist => !artists.Contains(NearNames.Key(artist)))];
        if (strangers.Length > 0)
        {
            string[] meant = [.. strangers.SelectMany(artist => NearNames.Of(artist, Songs.Artists.Distinct())).Distinct().Take(5)];
            notes.Add($"Not in the catalogue anyway: {string.Join(", ", strangers)}.{(meant.Length > 0 ? $" Near names: {string.Join(", ", meant)}." : "")}");
        }

        return notes;
    }
}
