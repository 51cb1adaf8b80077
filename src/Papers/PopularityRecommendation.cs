namespace MusicRec.Papers;

/// <summary>A song for the listener, and what its place in the list is made of.</summary>
/// <param name="Place">The song's place in the catalogue, from 0.</param>
/// <param name="Title">The song.</param>
/// <param name="Artist">Who plays it.</param>
/// <param name="Year">When it came out; null where that is not known.</param>
/// <param name="Genre">Its genre, the one asked for where the song has several; "" where missing.</param>
/// <param name="PredictedPopularity">By a model that had not seen the song's popularity; as regressions give it, it may lie beyond Spotify's scale of 0 to 100, to which texts and tables cut it.</param>
/// <param name="Score">The sum of the next two, 0 to 1: what songs are ranked by.</param>
/// <param name="DialPart">How near the song's predicted popularity is to where the dial stands, times its share.</param>
/// <param name="FitPart">The share of the catalogue that fits the listener less, times the share of the fit; 0 without a taste.</param>
/// <param name="Reason">The same in words, and what in the song fits.</param>
public sealed record PopularityRecommendation(
    int Place, string Title, string Artist, int? Year, string Genre, double PredictedPopularity, double Score, double DialPart, double FitPart, string Reason)
{
    /// <summary>A prediction as it is shown: within Spotify's scale.</summary>
    internal static double OnScale(double popularity) => Math.Clamp(popularity, 0, 100);
}

/// <summary>How a request was answered.</summary>
public enum PopularityOutcome
{
    /// <summary>As many songs as were asked for.</summary>
    Found,

    /// <summary>Songs, but fewer than were asked for: no more pass the filters.</summary>
    Fewer,

    /// <summary>No song passes all filters; <see cref="PopularityRecommendations.Filters"/> and the nearest songs say why.</summary>
    NothingPasses,

    /// <summary>None of the genres asked for is in the catalogue; <see cref="PopularityRecommendations.NearNames"/> has those that may be meant.</summary>
    UnknownGenre,
}

/// <summary>What one filter leaves.</summary>
/// <param name="Filter">The filter in words.</param>
/// <param name="Alone">Songs that pass it, whatever the other filters say.</param>
/// <param name="WithoutIt">Songs that pass all other filters.</param>
public sealed record FilterCount(string Filter, int Alone, int WithoutIt);

/// <summary>A song that nearly passes.</summary>
/// <param name="Place">The song's place in the catalogue, from 0.</param>
/// <param name="Title">The song.</param>
/// <param name="Artist">Who plays it.</param>
/// <param name="Misses">What it misses by, in words.</param>
public sealed record NearMiss(int Place, string Title, string Artist, string Misses);
