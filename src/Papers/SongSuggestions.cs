using System.Globalization;
using MusicRec.Data;
using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Papers;

/// <summary>A song for the listener, and why.</summary>
/// <param name="Title">The song.</param>
/// <param name="Artist">Who plays it.</param>
/// <param name="Probability">How probable a like is, 0 to 1, by the model.</param>
/// <param name="NearestLiked">The liked song whose features are nearest.</param>
/// <param name="Reason">The two features that raise the probability most, with their values and what each adds.</param>
public sealed record SongSuggestion(string Title, string Artist, double Probability, string NearestLiked, string Reason);

/// <summary>Songs of a catalogue that a listener will probably like, by a model of that listener's likes and dislikes.</summary>
public static class SongSuggestions
{
    /// <summary>The most probable likes, at most one per credited artist, none that the listener has rated.</summary>
    /// <param name="model">Fitted on the listener's songs, unscaled features in, classes 0 (disliked) and 1 (liked).</param>
    /// <param name="rated">The songs that the listener rated, with titles and artists.</param>
    /// <param name="titles">Titles of the catalogue's songs; rows without one are left out.</param>
    /// <param name="artists">Their artists, several separated by semicolons; rows without one are left out.</param>
    /// <param name="catalogue">Their features, in the order of <see cref="AudioFeatures.All"/>, [songs, features].</param>
    /// <param name="count">How many songs to suggest, 1 or more; fewer come back when the catalogue has fewer.</param>
    /// <exception cref="ArgumentException">The catalogue's parts differ in length, or the rated songs have no titles.</exception>
    public static IReadOnlyList<SongSuggestion> Suggest(
        IClassifier model, LikedSongs rated, string?[] titles, string?[] artists, Matrix catalogue, int count = 10)
    {
        Throw.IfBelow(count, 1);
        Throw.IfLengthsDiffer(titles.Length, nameof(titles), catalogue.Rows, "rows of the catalogue");
        Throw.IfLengthsDiffer(artists.Length, nameof(artists), catalogue.Rows, "rows of the catalogue");
        double[] probabilities = model.PredictPositive(catalogue);
        if (rated.Titles is not string?[] ratedTitles || rated.Artists is not string?[] ratedArtists)
        {
            throw new ArgumentException("The rated songs have no titles and artists; suggestions are explained by them.", nameof(rated));
        }

        HashSet<string> known = [.. Enumerable.Range(0, rated.Count).Select(row => Key(ratedTitles[row], ratedArtists[row]))];
        HashSet<string> artistsTaken = [];
        List<int> chosen = [];
        foreach (int row in Enumerable.Range(0, catalogue.Rows).OrderByDescending(row => probabilities[row]).ThenBy(row => row))
        {
            if (titles[row] is string title && artists[row] is string artist
                && !known.Contains(Key(title, artist)) && !Credited(artist).Any(artistsTaken.Contains))
            {
                chosen.Add(row);
                artistsTaken.UnionWith(Credited(artist));
            }

            if (chosen.Count == count)
            {
                break;
            }
        }

        Explainer explainer = new(model, rated);
        return [.. chosen.Select(row => explainer.Explain(titles[row]!, artists[row]!, probabilities[row], catalogue.Row(row)))];
    }

    private static IEnumerable<string> Credited(string artist) => artist.Split(';').Select(name => name.Trim().ToUpperInvariant());

    // Catalogues list several artists as "A;B" or "A, B"; the first one and the title tell whether it is the same song.
    private static string Key(string? title, string? artist) =>
        $"{(artist ?? "").Split(';', ',')[0].Trim()}|{(title ?? "").Trim()}".ToUpperInvariant();

    private sealed class Explainer
    {
        private readonly IClassifier _model;
        private readonly LikedSongs _rated;
        private readonly LikedSound _sound;
        private readonly double[] _dislikedMedians;

        public Explainer(IClassifier model, LikedSongs rated)
        {
            (_model, _rated) = (model, rated);
            _sound = new LikedSound(rated);
            int[] disliked = [.. Enumerable.Range(0, rated.Count).Where(row => rated.Labels[row] == 0)];
            Throw.IfEmpty(disliked.Length, "the listener's disliked songs");
            _dislikedMedians = [.. Enumerable.Range(0, rated.Features.Columns).Select(column => Median(rated.Features.SelectRows(disliked).Column(column)))];
        }

        public SongSuggestion Explain(string title, string artist, double probability, ReadOnlySpan<double> features)
        {
            int nearest = _sound.Nearest(features);
            (int first, int second, double[] gains) = Strongest(probability, features);
            return new SongSuggestion(
                title, artist, probability, $"{_rated.Titles![nearest]} ({_rated.Artists![nearest]})",
                $"{Describe(first, features, gains)}, {Describe(second, features, gains)}");
        }

        // What a feature adds: how far the probability falls when the song has the disliked songs' median there instead.
        private (int First, int Second, double[] Gains) Strongest(double probability, ReadOnlySpan<double> features)
        {
            Matrix changed = new(features.Length, features.Length);
            for (int column = 0; column < features.Length; column++)
            {
                features.CopyTo(changed.Row(column));
                changed[column, column] = _dislikedMedians[column];
            }

            double[] gains = [.. _model.PredictPositive(changed).Select(without => probability - without)];
            int[] order = [.. Enumerable.Range(0, gains.Length).OrderByDescending(column => gains[column]).ThenBy(column => column)];
            return (order[0], order[1], gains);
        }

        private static string Describe(int column, ReadOnlySpan<double> features, double[] gains) => string.Create(
            CultureInfo.InvariantCulture, $"{AudioFeatures.All[column].Replace("_ms", "", StringComparison.Ordinal).Replace('_', ' ')} {Value(column, features[column])} ({100 * gains[column]:+0;−0} points)");

        private static string Value(int column, double value) => AudioFeatures.All[column] switch
        {
            "duration_ms" => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(value / 60_000):0}:{Math.Floor(value / 1000) % 60:00}"),
            "tempo" => string.Create(CultureInfo.InvariantCulture, $"{value:0} BPM"),
            "loudness" => string.Create(CultureInfo.InvariantCulture, $"{value:0.0} dB"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{value:0.##}"),
        };

        private static double Median(double[] values)
        {
            Array.Sort(values);
            int middle = values.Length / 2;
            return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
        }
    }
}
