using MusicRec.Data;
using MusicRec.Embeddings;
using MusicRec.Numerics;

namespace MusicRec.Papers;

/// <summary>
/// What <see cref="ArtistSpace"/> is joined from, made once so that many ways to join can be tried: who is heard together (mutual
/// information over lists, factorised), how listeners tag an artist (TF-IDF, factorised), and the tags of those heard together with it.
/// </summary>
public sealed class ArtistSpaceParts
{
    private readonly string[] _artists;
    private readonly float[] _heard;
    private readonly float[] _tagged;
    private readonly float[] _neighbors;
    private readonly int _dimension;

    private ArtistSpaceParts(string[] artists, float[] heard, float[] tagged, float[] neighbors, int dimension)
    {
        (_artists, _heard, _tagged, _neighbors, _dimension) = (artists, heard, tagged, neighbors, dimension);
        Heard = new NamedVectors(artists, heard);
    }

    /// <summary>The vectors by who is heard together alone, each of length 1.</summary>
    public NamedVectors Heard { get; }

    /// <summary>The parts for all artists of <see cref="ArtistSentences.Of(LastFm, Playlists)"/>, by <see cref="ArtistKey"/>.</summary>
    /// <param name="lastFm">Listeners and tags.</param>
    /// <param name="playlists">Playlists.</param>
    /// <param name="settings">Dimension, smoothing and seed; how the parts are joined is said later.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range, or there are fewer artists or tags than dimensions.</exception>
    public static ArtistSpaceParts Of(LastFm lastFm, Playlists playlists, ArtistSpaceSettings? settings = null)
    {
        ArgumentNullException.ThrowIfNull(lastFm);
        ArgumentNullException.ThrowIfNull(playlists);
        settings ??= new ArtistSpaceSettings();
        settings.Check();
        (string[] artists, int[][] lists) = MutualInformationVectors.Number(ArtistSentences.Of(lastFm, playlists));
        SparseMatrix information = PositiveMutualInformation.Of(lists, artists.Length, settings.ContextSmoothing);
        SparseMatrix tags = Tags(lastFm, artists);
        Throw.IfOutside(settings.Dimension, 1, Math.Min(tags.Rows, tags.Columns), nameof(settings.Dimension));
        float[] heard = MutualInformationVectors.Decompose(information, settings.Dimension, isRooted: true, settings.Seed);
        float[] tagged = MutualInformationVectors.Decompose(tags, settings.Dimension, isRooted: false, settings.Seed);
        Normalize(heard, settings.Dimension);
        Normalize(tagged, settings.Dimension);
        float[] neighbors = OfNeighbors(information, tagged, settings.Dimension);
        return new ArtistSpaceParts(artists, heard, tagged, neighbors, settings.Dimension);
    }

    /// <summary>One vector of each artist: both halves side by side, weighted so that their cosines mix.</summary>
    /// <param name="tagShare">How much of the cosine is the tags', 0 (who is heard together alone) to 1 (tags alone).</param>
    /// <param name="neighborShare">How much the tags of artists heard together with one count beside its own, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A share is out of its range.</exception>
    public NamedVectors Join(double tagShare, double neighborShare)
    {
        ArtistSpaceSettings.CheckShares(tagShare, neighborShare);
        float heardWeight = (float)Math.Sqrt(1 - tagShare), tagWeight = (float)Math.Sqrt(tagShare), neighborWeight = (float)neighborShare;
        float[] tags = [.. _tagged.Zip(_neighbors, (own, others) => own + (neighborWeight * others))];
        Normalize(tags, _dimension);
        float[] joined = new float[2 * _heard.Length];
        for (int place = 0; place < _heard.Length; place++)
        {
            int first = (2 * (place - (place % _dimension))) + (place % _dimension);
            joined[first] = heardWeight * _heard[place];
            joined[first + _dimension] = tagWeight * tags[place];
        }

        return new NamedVectors(_artists, joined);
    }

    // log(1 + listeners who gave it) · log(artists / artists that have it), rows of length 1.
    private static SparseMatrix Tags(LastFm lastFm, string[] artists)
    {
        Dictionary<string, int> places = new(artists.Length, StringComparer.Ordinal);
        for (int artist = 0; artist < artists.Length; artist++)
        {
            places.Add(artists[artist], artist);
        }

        int[] artistOf = [.. lastFm.ArtistNames.Select(name => places.GetValueOrDefault(ArtistKey.Of(name), -1))];
        SortedDictionary<(int Artist, int Tag), int> counts = [];
        foreach (Tagging tagging in lastFm.Taggings)
        {
            if (artistOf[tagging.Artist] is >= 0 and int artist)
            {
                counts[(artist, tagging.Tag)] = counts.GetValueOrDefault((artist, tagging.Tag)) + 1;
            }
        }

        int[] frequencies = new int[lastFm.Tags.Count], starts = new int[artists.Length + 1];
        foreach ((int artist, int tag) in counts.Keys)
        {
            frequencies[tag]++;
            starts[artist + 1]++;
        }

        for (int artist = 0; artist < artists.Length; artist++)
        {
            starts[artist + 1] += starts[artist];
        }

        float[] values = [.. counts.Select(entry => (float)(Elementary.Log(1 + entry.Value) * Elementary.Log((double)artists.Length / frequencies[entry.Key.Tag])))];
        return new SparseMatrix(artists.Length, lastFm.Tags.Count, starts, counts.Keys.Select(entry => entry.Tag).ToArray().AsSpan(), values).NormalizeRows();
    }

    // The mean of the rows heard together with each, weighted by mutual information, of length 1.
    private static float[] OfNeighbors(SparseMatrix information, float[] rows, int dimension)
    {
        float[] neighbors = new float[rows.Length];
        ParallelLoop.For(information.Rows, row =>
        {
            Span<float> sum = neighbors.AsSpan(row * dimension, dimension);
            ReadOnlySpan<int> others = information.RowColumns(row);
            ReadOnlySpan<float> weights = information.RowValues(row);
            for (int place = 0; place < others.Length; place++)
            {
                ReadOnlySpan<float> other = rows.AsSpan(others[place] * dimension, dimension);
                for (int column = 0; column < sum.Length; column++)
                {
                    sum[column] += weights[place] * other[column];
                }
            }
        });
        Normalize(neighbors, dimension);
        return neighbors;
    }

    // Rows to length 1; rows of zeros stay.
    private static void Normalize(float[] rows, int dimension)
    {
        for (int first = 0; first < rows.Length; first += dimension)
        {
            Span<float> row = rows.AsSpan(first, dimension);
            double squares = 0;
            foreach (float value in row)
            {
                squares += (double)value * value;
            }

            double factor = squares > 0 ? 1 / Math.Sqrt(squares) : 0;
            foreach (ref float value in row)
            {
                value = (float)(value * factor);
            }
        }
    }
}
