using MusicRec.Data;
using MusicRec.Numerics;

namespace MusicRec.Recommenders;

/// <summary>
/// How weights become ratings. Play counts are heavy-tailed: a listener's first artist may have a thousand times the
/// plays of the tenth, and then decides every correlation alone, unless the counts are damped.
/// </summary>
public enum RatingScale
{
    /// <summary>The weights as they are: right for ratings on a scale, not for plays.</summary>
    AsGiven,

    /// <summary>log(1 + weight), in nats.</summary>
    Logarithm,

    /// <summary>The place among the listener's own weights: 1 for the largest, 1/n for the least of n; equal weights share the mean place.</summary>
    Rank,

    /// <summary>1 for every item the listener has.</summary>
    Binary,
}

/// <summary>Turns weights into ratings.</summary>
internal static class Ratings
{
    public static double[] Of(ReadOnlySpan<double> weights, RatingScale scale)
    {
        double[] ratings = weights.ToArray();
        switch (scale)
        {
            case RatingScale.AsGiven:
                break;
            case RatingScale.Logarithm:
                for (int place = 0; place < ratings.Length; place++)
                {
                    ratings[place] = Elementary.Log1P(ratings[place]);
                }

                break;
            case RatingScale.Rank:
                Rank(weights, ratings);
                break;
            case RatingScale.Binary:
                Array.Fill(ratings, 1);
                break;
            default:
                Throw.OutOfRange(nameof(scale), scale, "a known rating scale");
                break;
        }

        return ratings;
    }

    /// <summary>The ratings of all users, row after row.</summary>
    public static CompressedRows Of(Interactions interactions, RatingScale scale)
    {
        int[] offsets = new int[interactions.UserCount + 1];
        double[] ratings = new double[interactions.Count];
        for (int user = 0; user < interactions.UserCount; user++)
        {
            ReadOnlySpan<double> weights = interactions.WeightsOf(user);
            Of(weights, scale).CopyTo(ratings, offsets[user]);
            offsets[user + 1] = offsets[user] + weights.Length;
        }

        return new CompressedRows(offsets, interactions.ItemOfEachPair(), ratings);
    }

    private static void Rank(ReadOnlySpan<double> weights, double[] ranks)
    {
        double[] sorted = weights.ToArray();
        int[] places = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, places);
        for (int first = 0; first < sorted.Length;)
        {
            int end = first + 1;
            while (end < sorted.Length && sorted[end] == sorted[first])
            {
                end++;
            }

            double mean = (first + 1 + end) / 2.0 / sorted.Length;
            for (int place = first; place < end; place++)
            {
                ranks[places[place]] = mean;
            }

            first = end;
        }
    }
}
