using MusicRec.Data;
using MusicRec.Numerics;

namespace MusicRec.Papers;

/// <summary>What a model of the forensics is given: songs to learn from, songs to judge on, and what it may look at.</summary>
public sealed class PopularityForensicsTask
{
    private readonly Lazy<Matrix> _features;

    private PopularityForensicsTask(PopularitySongs songs, PopularityProtocol protocol, int[] trainingRows, int[] testRows)
    {
        (Songs, Protocol, TrainingRows, TestRows) = (songs, protocol, trainingRows, testRows);
        _features = new Lazy<Matrix>(MakeFeatures);
    }

    /// <summary>All songs.</summary>
    public PopularitySongs Songs { get; }

    /// <summary>How rows and inputs were made.</summary>
    public PopularityProtocol Protocol { get; }

    /// <summary>Rows of the songs to learn from; where a protocol copies songs, a row stands there several times.</summary>
    public IReadOnlyList<int> TrainingRows { get; }

    /// <summary>Rows of the songs to judge on; copies as above.</summary>
    public IReadOnlyList<int> TestRows { get; }

    /// <summary>Whether models are given the popularity itself.</summary>
    public bool IncludesPopularity => Protocol == PopularityProtocol.PopularityAmongInputs;

    /// <summary>The genre's place among the columns of the features.</summary>
    public int GenreColumn { get; } = PopularitySongs.AudioFeatureNames.Count + 1;

    /// <summary>Inputs of the songs to learn from, [training rows, columns]; missing values as NaN.</summary>
    public Matrix TrainingFeatures() => _features.Value.SelectRows([.. TrainingRows]);

    /// <summary>Inputs of the songs to judge on, [test rows, columns]; missing values as NaN.</summary>
    public Matrix TestFeatures() => _features.Value.SelectRows([.. TestRows]);

    /// <summary>1 for each training row that counts as popular, else 0.</summary>
    public int[] TrainingLabels(PopularityCut cut) => Labels(TrainingRows, cut);

    /// <summary>1 for each test row that counts as popular, else 0.</summary>
    public int[] TestLabels(PopularityCut cut) => Labels(TestRows, cut);

    /// <summary>The popularity of each training row.</summary>
    public double[] TrainingPopularity() => [.. TrainingRows.Select(row => Songs.Popularity[row])];

    /// <summary>The popularity of each test row.</summary>
    public double[] TestPopularity() => [.. TestRows.Select(row => Songs.Popularity[row])];

    /// <summary>The same with other songs to learn from.</summary>
    internal PopularityForensicsTask WithTrainingRows(int[] rows) => new(Songs, Protocol, rows, [.. TestRows]);

    /// <summary>Draws rows by a protocol.</summary>
    /// <param name="songs">All songs.</param>
    /// <param name="protocol">How.</param>
    /// <param name="cut">Which songs count as popular; matters where classes are made equally large.</param>
    /// <param name="seed">Decides which rows.</param>
    internal static PopularityForensicsTask Draw(PopularitySongs songs, PopularityProtocol protocol, PopularityCut cut, ulong seed)
    {
        int[] rows = [.. Enumerable.Range(0, songs.Count)];
        if (protocol.IsResampled())
        {
            int[] popular = Array.FindAll(rows, row => cut.Holds(songs.Popularity[row])), others = Array.FindAll(rows, row => !cut.Holds(songs.Popularity[row]));
            (int[] rarer, int[] larger) = popular.Length <= others.Length ? (popular, others) : (others, popular);
            RandomStream random = new RandomStream(seed).Split(1);
            if (protocol == PopularityProtocol.OversampledBeforeSplit)
            {
                rows = [.. rows, .. Enumerable.Range(0, larger.Length - rarer.Length).Select(_ => rarer[random.NextInt32(rarer.Length)])];
            }
            else
            {
                random.Shuffle(larger.AsSpan());
                rows = [.. rarer.Concat(larger.Take(rarer.Length)).Order()];
            }
        }

        Split split = Splits.Random(rows.Length, 0.2, seed);
        int[] training = Array.ConvertAll(split.Train, place => rows[place]);
        return new PopularityForensicsTask(
            songs, protocol, training, protocol == PopularityProtocol.JudgedOnTrainingSongs ? training : Array.ConvertAll(split.Test, place => rows[place]));
    }

    private int[] Labels(IReadOnlyList<int> rows, PopularityCut cut)
    {
        ReadOnlySpan<double> popularity = Songs.Popularity;
        int[] labels = new int[rows.Count];
        for (int place = 0; place < labels.Length; place++)
        {
            labels[place] = cut.Holds(popularity[rows[place]]) ? 1 : 0;
        }

        return labels;
    }

    private Matrix MakeFeatures()
    {
        Matrix features = Songs.Features(PopularityColumns.Sound | (IncludesPopularity ? PopularityColumns.Popularity : PopularityColumns.None));
        if (Protocol != PopularityProtocol.ArtistMeansOfAllSongs)
        {
            return features;
        }

        Matrix wider = new(features.Rows, features.Columns + 1);
        double[] means = ArtistMeans();
        for (int row = 0; row < features.Rows; row++)
        {
            features.Row(row).CopyTo(wider.Row(row));
            wider[row, features.Columns] = means[row];
        }

        return wider;
    }

    // Songs without an artist are one group: what a careless "group by artist" makes of them too.
    private double[] ArtistMeans()
    {
        ReadOnlySpan<int> groups = Songs.ArtistGroups;
        int largest = 0;
        foreach (int group in groups)
        {
            largest = Math.Max(largest, group);
        }

        double[] sums = new double[largest + 1];
        int[] counts = new int[largest + 1];
        for (int row = 0; row < groups.Length; row++)
        {
            sums[groups[row]] += Songs.Popularity[row];
            counts[groups[row]]++;
        }

        double[] means = new double[groups.Length];
        for (int row = 0; row < means.Length; row++)
        {
            means[row] = sums[groups[row]] / counts[groups[row]];
        }

        return means;
    }
}
