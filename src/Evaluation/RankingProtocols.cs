using System.Globalization;
using MusicRec.Data;
using MusicRec.Numerics;

namespace MusicRec.Evaluation;

/// <summary>
/// Ways to divide interactions into what is fitted, what settings are chosen by and what is judged. Where rows have a time, use
/// <see cref="TimeCut"/>; the random ones let a method learn from what happened after the moment it is judged at.
/// </summary>
public static partial class RankingProtocols
{
    internal const byte TrainPart = 0, ValidationPart = 1, TestPart = 2, ValidationHistoryPart = 3, TestHistoryPart = 4;

    /// <summary>
    /// Each pair goes to one of the parts at random, whosever it is: of n pairs, rounded(share × n) to validation and to test. With shares of
    /// 0.1 this is the 8:1:1 that published figures on Last.fm use.
    /// </summary>
    /// <param name="interactions">Three pairs or more.</param>
    /// <param name="validationShare">Share of the pairs for validation, 0 (none) or more; with <paramref name="testShare"/> below 1.</param>
    /// <param name="testShare">Share of the pairs for the test, above 0.</param>
    /// <param name="seed">Decides which pairs.</param>
    /// <exception cref="ArgumentException">The shares leave nothing to learn from or nothing to judge.</exception>
    public static RankingSplit RandomShares(Interactions interactions, double validationShare, double testShare, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        CheckShares(validationShare, testShare);
        byte[] parts = new byte[interactions.Count];
        int[] order = new RandomStream(seed).Permutation(parts.Length);
        Deal(order, parts, Rounded(validationShare, parts.Length), Rounded(testShare, parts.Length));
        return Divide(interactions, parts, Text($"random shares of all pairs, {Ratio(validationShare, testShare)}"));
    }

    /// <summary>
    /// The same, listener by listener, by RecBole's counts (its split "RS", grouped by user): of a listener's n pairs ⌊share × n⌋ go to each held-out
    /// part, but one where that is below 1 as long as two or more are left to learn from. A listener's draws depend on the seed and their number alone.
    /// </summary>
    /// <param name="interactions">Who has two pairs or more can be judged.</param>
    /// <param name="validationShare">Share of each listener's pairs for validation, 0 (none) or more; with <paramref name="testShare"/> below 1.</param>
    /// <param name="testShare">Share of each listener's pairs for the test, above 0.</param>
    /// <param name="seed">Decides which pairs.</param>
    /// <exception cref="ArgumentException">The shares leave nothing to learn from or nothing to judge.</exception>
    public static RankingSplit RandomSharesPerUser(Interactions interactions, double validationShare, double testShare, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        CheckShares(validationShare, testShare);
        RandomStream random = new(seed);
        byte[] parts = new byte[interactions.Count];
        int first = 0;
        for (int user = 0; user < interactions.UserCount; user++)
        {
            int count = interactions.ItemsOf(user).Length;
            int validation = (int)(validationShare * count), test = (int)(testShare * count), left = count - validation - test;
            Claim(testShare, count, ref test, ref left);
            Claim(validationShare, count, ref validation, ref left);
            Deal(random.Split((ulong)user).Permutation(count), parts.AsSpan(first, count), validation, test);
            first += count;
        }

        return Divide(interactions, parts, Text($"random shares of each listener's pairs, {Ratio(validationShare, testShare)}"));
    }

    /// <summary>
    /// Strong generalisation (Liang et al. 2018): whole listeners are held out. Nothing of theirs is fitted; each shows a random share of their
    /// items as a history to be folded in, and the rest is judged. Who has fewer than <paramref name="minimumItems"/> items stays in training.
    /// </summary>
    /// <param name="interactions">Three listeners with enough items or more.</param>
    /// <param name="validationUsers">Listeners held out for validation, 0 or more.</param>
    /// <param name="testUsers">Listeners held out for the test, 1 or more.</param>
    /// <param name="foldInShare">Share of a held-out listener's items that is shown, 0 (a cold start) to below 1; at least one item stays hidden, and above 0 at least one is shown.</param>
    /// <param name="seed">Decides who is held out and what they show.</param>
    /// <param name="minimumItems">Items that a listener to be held out must have, 2 or more.</param>
    /// <exception cref="ArgumentException">There are not enough listeners with that many items.</exception>
    public static RankingSplit StrongGeneralization(
        Interactions interactions, int validationUsers, int testUsers, double foldInShare, ulong seed, int minimumItems = 5)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        Throw.IfBelow(validationUsers, 0);
        Throw.IfBelow(testUsers, 1);
        Throw.IfBelow(minimumItems, 2);
        if (!(foldInShare >= 0 && foldInShare < 1))
        {
            Throw.OutOfRange(nameof(foldInShare), foldInShare, "0 to below 1");
        }

        int[] able = [.. Enumerable.Range(0, interactions.UserCount).Where(user => interactions.ItemsOf(user).Length >= minimumItems)];
        if ((long)validationUsers + testUsers >= able.Length)
        {
            throw new ArgumentException($"{validationUsers} + {testUsers} listeners are to be held out; {able.Length} have {minimumItems} items or more, and one must stay to learn from.");
        }

        RandomStream random = new(seed);
        random.Split(0).Shuffle(able.AsSpan());
        byte[] sideOfUser = new byte[interactions.UserCount];
        foreach (int user in able.AsSpan(0, testUsers))
        {
            sideOfUser[user] = TestPart;
        }

        foreach (int user in able.AsSpan(testUsers, validationUsers))
        {
            sideOfUser[user] = ValidationPart;
        }

        byte[] parts = new byte[interactions.Count];
        RandomStream draws = random.Split(1);
        int first = 0;
        for (int user = 0; user < sideOfUser.Length; user++)
        {
            int count = interactions.ItemsOf(user).Length;
            if (sideOfUser[user] != TrainPart)
            {
                int shown = foldInShare == 0 ? 0 : Math.Clamp(Rounded(foldInShare, count), 1, count - 1);
                int[] order = draws.Split((ulong)user).Permutation(count);
                for (int place = 0; place < count; place++)
                {
                    parts[first + order[place]] = (byte)(sideOfUser[user] + (place < shown ? ValidationHistoryPart - ValidationPart : 0));
                }
            }

            first += count;
        }

        return new RankingSplit(
            InteractionSets.Part(interactions, parts, TrainPart), InteractionSets.Part(interactions, parts, ValidationPart), InteractionSets.Part(interactions, parts, TestPart),
            Text($"strong generalisation: {validationUsers} + {testUsers} listeners held out, {foldInShare:P0} of their items shown"),
            InteractionSets.Part(interactions, parts, ValidationHistoryPart), InteractionSets.Part(interactions, parts, TestHistoryPart))
        {
            Origin = (interactions, parts),
        };
    }

    /// <summary>
    /// One global cut in time: what happened first is fitted, what came next is validation, the latest is judged, for all listeners at the same
    /// moments, so that nobody is judged at a moment that others' training rows lie behind. Pairs of the same time stand on the same side; each cut is
    /// the one that comes nearest to the share asked for.
    /// </summary>
    /// <param name="interactions">Pairs with a time each.</param>
    /// <param name="times">When each pair happened first, in any unit, in stored order (by user, then by item).</param>
    /// <param name="validationShare">Share of the pairs for validation, 0 (none) or more; with <paramref name="testShare"/> below 1.</param>
    /// <param name="testShare">Share of the pairs for the test, above 0.</param>
    /// <exception cref="ArgumentException">A time is not finite, there are not as many as pairs, or too few different ones.</exception>
    public static RankingSplit TimeCut(Interactions interactions, ReadOnlySpan<double> times, double validationShare, double testShare)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        Throw.IfLengthsDiffer(times.Length, nameof(times), interactions.Count, "the pairs of the interactions");
        CheckShares(validationShare, testShare);
        Split last = Splits.Temporal(times, testShare);
        byte[] parts = new byte[times.Length];
        foreach (int row in last.Test)
        {
            parts[row] = TestPart;
        }

        if (validationShare > 0)
        {
            double[] earlier = [.. FoldRows.Pick(times.ToArray(), last.Train)];
            foreach (int place in Splits.Temporal(earlier, validationShare * times.Length / earlier.Length).Test)
            {
                parts[last.Train[place]] = ValidationPart;
            }
        }

        return Divide(interactions, parts, Text($"one cut in time for everybody, {Ratio(validationShare, testShare)}"));
    }

    private static RankingSplit Divide(Interactions interactions, byte[] parts, string protocol)
    {
        RankingSplit split = new(
            InteractionSets.Part(interactions, parts, TrainPart), InteractionSets.Part(interactions, parts, ValidationPart), InteractionSets.Part(interactions, parts, TestPart), protocol)
        {
            Origin = (interactions, parts),
        };
        Throw.IfEmpty(split.Train.Count, "the training interactions");
        return split;
    }

    private static void Deal(int[] order, Span<byte> parts, int validation, int test)
    {
        for (int place = 0; place < validation + test; place++)
        {
            parts[order[place]] = place < test ? TestPart : ValidationPart;
        }
    }

    private static void Claim(double share, int count, ref int part, ref int left)
    {
        if (left > 1 && share * count is > 0 and < 1)
        {
            part++;
            left--;
        }
    }

    private static void CheckShares(double validationShare, double testShare)
    {
        Throw.IfOutside(validationShare, 0, 1);
        Throw.IfNotPositive(testShare);
        if (validationShare + testShare >= 1)
        {
            throw new ArgumentException(Text($"Validation takes {validationShare} and test {testShare} of the pairs; together they must leave something to learn from, below 1."));
        }
    }

    private static int Rounded(double share, int count) => (int)Math.Floor((share * count) + 0.5);

    private static string Ratio(double validation, double test) => Text($"{100 * (1 - validation - test):0.#}:{100 * validation:0.#}:{100 * test:0.#}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
