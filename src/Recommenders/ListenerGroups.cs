using MusicRec.Data;
using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Recommenders;

/// <summary>Listeners in groups of similar taste, and what each group has.</summary>
internal sealed class ListenerGroups
{
    private readonly Interactions _interactions;
    private readonly PersonalPopularityOptions _options;
    private readonly Matrix _directions;
    private readonly Matrix _centers;
    private readonly int[] _groupOf;
    private readonly int[] _sizes;
    private readonly double[] _averageShares;

    private ListenerGroups(Interactions interactions, PersonalPopularityOptions options, Matrix directions, Matrix centers)
    {
        (_interactions, _options, _directions, _centers) = (interactions, options, directions, centers);
        _sizes = new int[centers.Rows];
        _groupOf = new int[interactions.UserCount];
        for (int user = 0; user < _groupOf.Length; user++)
        {
            _groupOf[user] = Find(ListenerHistory.Of(interactions, user)) ?? -1;
            if (_groupOf[user] >= 0)
            {
                _sizes[_groupOf[user]]++;
            }
        }

        double listeners = Math.Max(1, _sizes.Sum());
        _averageShares = [.. interactions.UsersPerItem().Select(count => count / listeners)];
    }

    /// <summary>Groups the listeners who have anything.</summary>
    public static ListenerGroups Of(Interactions interactions, PersonalPopularityOptions options, ulong seed)
    {
        List<int> starts = [0], items = [];
        List<float> ratings = [];
        for (int user = 0; user < interactions.UserCount; user++)
        {
            if (interactions.ItemsOf(user).Length > 0)
            {
                items.AddRange(interactions.ItemsOf(user));
                ratings.AddRange(Row(interactions.WeightsOf(user), options.Scale).Select(rating => (float)rating));
                starts.Add(items.Count);
            }
        }

        if (items.Count == 0)
        {
            return new ListenerGroups(interactions, options, new Matrix(interactions.ItemCount, 1), new Matrix(0, 1));
        }

        SparseMatrix rows = new(starts.Count - 1, interactions.ItemCount, [.. starts], [.. items], [.. ratings]);
        Matrix directions = Directions(rows, Math.Min(options.Dimensions, Math.Min(rows.Rows, rows.Columns)), new RandomStream(seed));
        Matrix points = new(rows.Rows, directions.Columns);
        SparseDoubleProduct.Multiply(rows, directions.Values, [], points.Values, directions.Columns);
        KMeans clusters = new(seed, Math.Min(options.Groups, rows.Rows));
        clusters.Fit(points);
        return new ListenerGroups(interactions, options, directions, clusters.Centers);
    }

    /// <summary>Reads what <see cref="Write"/> wrote; the counts come from the interactions.</summary>
    public static ListenerGroups Read(Interactions interactions, PersonalPopularityOptions options, RecommenderReader file)
    {
        Matrix directions = file.Matrix("directions", interactions.ItemCount), centers = file.Matrix("centers", null, directions.Columns);
        Throw.IfOutside(centers.Rows, 0, Math.Min(options.Groups, interactions.UserCount), "groups");
        if (centers.Rows == 0 && interactions.Count > 0)
        {
            throw file.Bad("it has listeners and no groups.");
        }

        return new ListenerGroups(interactions, options, directions, centers);
    }

    public void Write(RecommenderWriter file)
    {
        file.Add("directions", _directions);
        file.Add("centers", _centers);
    }

    /// <summary>The group whose centre is nearest to a listener; null for one without plays, and where there are no groups.</summary>
    public int? Find(ListenerHistory history)
    {
        if (history.Count == 0 || _centers.Rows == 0)
        {
            return null;
        }

        double[] point = new double[_directions.Columns], ratings = Row(history.Weights, _options.Scale);
        for (int place = 0; place < ratings.Length; place++)
        {
            ReadOnlySpan<double> direction = _directions.Row(history.Items[place]);
            for (int column = 0; column < point.Length; column++)
            {
                point[column] += ratings[place] * direction[column];
            }
        }

        int nearest = 0;
        double least = double.PositiveInfinity;
        for (int group = 0; group < _centers.Rows; group++)
        {
            double distance = 0;
            for (int column = 0; column < point.Length; column++)
            {
                double difference = point[column] - _centers[group, column];
                distance += difference * difference;
            }

            if (distance < least)
            {
                (nearest, least) = (group, distance);
            }
        }

        return nearest;
    }

    /// <summary>How many listeners a group has.</summary>
    public int Size(int group) => _sizes[group];

    /// <summary>How many of a group have each item. Counted when asked for: all groups' counts together may be large.</summary>
    public int[] Listeners(int group)
    {
        int[] counts = new int[_interactions.ItemCount];
        for (int user = 0; user < _groupOf.Length; user++)
        {
            if (_groupOf[user] == group)
            {
                foreach (int item in _interactions.ItemsOf(user))
                {
                    counts[item]++;
                }
            }
        }

        return counts;
    }

    /// <summary>Each item's share in a group, drawn towards its share among all listeners.</summary>
    public double[] Shares(int group, int[] listeners)
    {
        double added = _options.AverageListeners, size = _sizes[group] + added;
        return [.. listeners.Select((count, item) => size > 0 ? (count + (added * _averageShares[item])) / size : 0)];
    }

    /// <summary>The cosine of each item's shares in the groups with those of one item; −∞ where nobody has one of them.</summary>
    public double[] Likeness(int item)
    {
        double[] own = Profile(item, new double[_sizes.Length]), other = new double[_sizes.Length], scores = new double[_interactions.ItemCount];
        double norm = OrderedSums.Dot(own, own);
        for (int place = 0; place < scores.Length; place++)
        {
            double norms = norm * OrderedSums.Dot(Profile(place, other), other);
            scores[place] = norms > 0 ? OrderedSums.Dot(own, other) / Math.Sqrt(norms) : double.NegativeInfinity;
        }

        return scores;
    }

    private double[] Profile(int item, double[] profile)
    {
        Array.Clear(profile);
        foreach (int user in _interactions.UsersOf(item))
        {
            profile[_groupOf[user]] += 1.0 / _sizes[_groupOf[user]];
        }

        return profile;
    }

    // Ratings of length 1: how much somebody plays is no taste.
    private static double[] Row(ReadOnlySpan<double> weights, RatingScale scale)
    {
        double[] ratings = Ratings.Of(weights, scale);
        VectorWeighting.Normalize(ratings);
        return ratings;
    }

    /// <summary>Right singular vectors, [items, rank]; zeros where a singular value is nothing but rounding.</summary>
    private static Matrix Directions(SparseMatrix rows, int rank, RandomStream random)
    {
        (Matrix left, double[] values) = TruncatedSingularVectors.Of(rows, rank, random);
        Matrix right = new(rows.Columns, rank);
        SparseDoubleProduct.Multiply(rows.Transpose(), left.Values, [], right.Values, rank);
        for (int index = 0; index < right.Values.Length; index++)
        {
            double value = values[index % rank];
            right.Values[index] = value > 1e-6 * values[0] ? right.Values[index] / value : 0;
        }

        return right;
    }
}
