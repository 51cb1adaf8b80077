using MusicRec.Numerics;

namespace MusicRec.Data;

/// <summary>
/// Ways to divide rows into those to learn from and those to judge on. Every split is complete (each row stands on exactly one
/// side), ascending within a side, and given by its seed alone.
/// </summary>
public static class Splits
{
    /// <summary>A random share of the rows to judge on, the rest to learn from.</summary>
    /// <param name="count">Number of rows, 2 or more.</param>
    /// <param name="testShare">Share of rows to judge on, between 0 and 1 (both excluded); rounded to whole rows, at least one on each side.</param>
    /// <param name="seed">Decides which rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument lies outside its range.</exception>
    public static Split Random(int count, double testShare, ulong seed)
    {
        int testCount = TestCount(count, testShare);
        bool[] isTest = new bool[count];
        foreach (int row in new RandomStream(seed).Permutation(count).AsSpan(0, testCount))
        {
            isTest[row] = true;
        }

        return Divide(isTest);
    }

    /// <summary>
    /// A random share of each class to judge on: each class's share is right to within one row, and so is the whole
    /// (rows left over by rounding go to the classes with the largest remainders, of equal ones the smaller label).
    /// </summary>
    /// <param name="labels">The class of each row; any integers.</param>
    /// <param name="testShare">Share of rows to judge on, between 0 and 1 (both excluded).</param>
    /// <param name="seed">Decides which rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument lies outside its range.</exception>
    public static Split Stratified(ReadOnlySpan<int> labels, double testShare, ulong seed)
    {
        int testCount = TestCount(labels.Length, testShare);
        int[][] classes = RowsByValue(labels);
        int[] taken = LargestRemainders(classes, testCount, labels.Length);
        bool[] isTest = new bool[labels.Length];
        RandomStream random = new(seed);
        for (int label = 0; label < classes.Length; label++)
        {
            random.Shuffle(classes[label].AsSpan());
            foreach (int row in classes[label].AsSpan(0, taken[label]))
            {
                isTest[row] = true;
            }
        }

        return Divide(isTest);
    }

    /// <summary>
    /// Whole groups (all tracks of an artist, all rows of a listener) to judge on: groups in random order, as many as bring
    /// the number of their rows nearest to the share asked for, at least one on each side.
    /// </summary>
    /// <param name="groups">The group of each row; any integers, at least two different ones.</param>
    /// <param name="testShare">Share of rows to judge on, between 0 and 1 (both excluded).</param>
    /// <param name="seed">Decides which groups.</param>
    /// <exception cref="ArgumentException">There are fewer than two groups.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An argument lies outside its range.</exception>
    public static Split Grouped(ReadOnlySpan<int> groups, double testShare, ulong seed)
    {
        int wanted = TestCount(groups.Length, testShare);
        int[][] members = RowsByValue(groups);
        RefuseFewGroups(members.Length, 2);
        new RandomStream(seed).Shuffle(members.AsSpan());
        bool[] isTest = new bool[groups.Length];
        int taken = 0;
        for (int group = 0; group < members.Length - 1; group++)
        {
            // One more group must bring the number of rows nearer to what is wanted.
            int size = members[group].Length;
            if (group > 0 && Math.Abs((long)taken + size - wanted) >= Math.Abs((long)taken - wanted))
            {
                break;
            }

            taken += size;
            foreach (int row in members[group])
            {
                isTest[row] = true;
            }
        }

        return Divide(isTest);
    }

    /// <summary>
    /// One cut in time: the latest rows to judge on, all earlier ones to learn from. Rows of the same time stand on the same
    /// side; the cut is the one that comes nearest to the share asked for (of two equally near ones the later).
    /// </summary>
    /// <param name="times">When each row happened, in any unit; at least two different times, none missing.</param>
    /// <param name="testShare">Share of rows to judge on, between 0 and 1 (both excluded).</param>
    /// <exception cref="ArgumentException">A time is not a finite number, or all are the same.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An argument lies outside its range.</exception>
    public static Split Temporal(ReadOnlySpan<double> times, double testShare)
    {
        int wanted = TestCount(times.Length, testShare);
        Throw.IfNotFinite(times);
        double[] sorted = times.ToArray();
        Array.Sort(sorted);
        int best = -1;
        for (int place = 1; place < sorted.Length; place++)
        {
            if (sorted[place] != sorted[place - 1]
                && (best < 0 || Math.Abs(sorted.Length - place - wanted) <= Math.Abs(sorted.Length - best - wanted)))
            {
                best = place;
            }
        }

        if (best < 0)
        {
            throw new ArgumentException($"All {times.Length} rows have the time {sorted[0]}; a cut needs two different times.", nameof(times));
        }

        return TemporalAt(times, sorted[best]);
    }

    /// <summary>One cut in time: rows before <paramref name="cut"/> to learn from, those at or after it to judge on.</summary>
    /// <param name="times">When each row happened, in any unit; none missing.</param>
    /// <param name="cut">The first time to judge on.</param>
    /// <exception cref="ArgumentException">A time is not a finite number, or one side would be empty.</exception>
    public static Split TemporalAt(ReadOnlySpan<double> times, double cut)
    {
        Throw.IfNotFinite(times);
        bool[] isTest = new bool[times.Length];
        for (int row = 0; row < times.Length; row++)
        {
            isTest[row] = times[row] >= cut;
        }

        Split split = Divide(isTest);
        if (split.Train.Length == 0 || split.Test.Length == 0)
        {
            throw new ArgumentException($"The cut {cut} leaves {split.Train.Length} rows to learn from and {split.Test.Length} to judge on; both sides need one.", nameof(cut));
        }

        return split;
    }

    /// <summary>Folds of equal size (to within one row): each row is judged on once.</summary>
    /// <param name="count">Number of rows, at least as many as folds.</param>
    /// <param name="folds">Number of folds, 2 or more.</param>
    /// <param name="seed">Decides which rows stand together.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument lies outside its range.</exception>
    public static Split[] KFold(int count, int folds, ulong seed)
    {
        RefuseFolds(count, folds);
        int[] foldOf = new int[count];
        int[] order = new RandomStream(seed).Permutation(count);
        for (int place = 0; place < count; place++)
        {
            foldOf[order[place]] = place % folds;
        }

        return Divide(foldOf, folds);
    }

    /// <summary>Folds in which each class has its share to within one row, and which differ in size by one row at most.</summary>
    /// <param name="labels">The class of each row; any integers. At least one class has as many rows as there are folds.</param>
    /// <param name="folds">Number of folds, 2 or more.</param>
    /// <param name="seed">Decides which rows stand together.</param>
    /// <exception cref="ArgumentException">Every class has fewer rows than there are folds.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An argument lies outside its range.</exception>
    public static Split[] StratifiedKFold(ReadOnlySpan<int> labels, int folds, ulong seed) =>
        StratifiedKFold(labels, folds, new RandomStream(seed));

    /// <summary>Stratified folds, drawn anew <paramref name="repeats"/> times: folds of the first repeat first.</summary>
    /// <param name="labels">The class of each row; any integers. At least one class has as many rows as there are folds.</param>
    /// <param name="folds">Number of folds, 2 or more.</param>
    /// <param name="repeats">Number of repeats, 1 or more.</param>
    /// <param name="seed">Decides which rows stand together.</param>
    /// <exception cref="ArgumentException">Every class has fewer rows than there are folds.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An argument lies outside its range.</exception>
    public static Split[] RepeatedStratifiedKFold(ReadOnlySpan<int> labels, int folds, int repeats, ulong seed)
    {
        Throw.IfBelow(repeats, 1);
        RandomStream random = new(seed);
        List<Split> splits = [];
        for (int repeat = 0; repeat < repeats; repeat++)
        {
            splits.AddRange(StratifiedKFold(labels, folds, random.Split((ulong)repeat)));
        }

        return [.. splits];
    }

    /// <summary>
    /// Folds of whole groups: the largest group first, each to the fold that has the fewest rows so far (as scikit-learn's
    /// GroupKFold); the seed decides among groups of equal size.
    /// </summary>
    /// <param name="groups">The group of each row; any integers, at least as many different ones as folds.</param>
    /// <param name="folds">Number of folds, 2 or more.</param>
    /// <param name="seed">Decides which groups of equal size stand together.</param>
    /// <exception cref="ArgumentException">There are fewer groups than folds.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An argument lies outside its range.</exception>
    public static Split[] GroupedKFold(ReadOnlySpan<int> groups, int folds, ulong seed)
    {
        RefuseFolds(groups.Length, folds);
        int[][] members = RowsByValue(groups);
        RefuseFewGroups(members.Length, folds);
        new RandomStream(seed).Shuffle(members.AsSpan());
        int[] sizes = new int[folds], foldOf = new int[groups.Length];
        foreach (int[] rows in members.OrderByDescending(rows => rows.Length))
        {
            int lightest = Array.IndexOf(sizes, sizes.Min());
            sizes[lightest] += rows.Length;
            foreach (int row in rows)
            {
                foldOf[row] = lightest;
            }
        }

        return Divide(foldOf, folds);
    }

    private static Split[] StratifiedKFold(ReadOnlySpan<int> labels, int folds, RandomStream random)
    {
        RefuseFolds(labels.Length, folds);
        int[][] classes = RowsByValue(labels);
        int largest = classes.Max(rows => rows.Length);
        if (largest < folds)
        {
            throw new ArgumentException($"The largest class has {largest} rows; {folds} folds need a class with as many.", nameof(labels));
        }

        // Dealt out class after class without starting anew, so that the folds' sizes stay equal too.
        int[] foldOf = new int[labels.Length];
        int dealt = 0;
        foreach (int[] rows in classes)
        {
            random.Shuffle(rows.AsSpan());
            foreach (int row in rows)
            {
                foldOf[row] = dealt++ % folds;
            }
        }

        return Divide(foldOf, folds);
    }

    /// <summary>For each distinct value, in ascending order, the rows that hold it.</summary>
    private static int[][] RowsByValue(ReadOnlySpan<int> values) => new IntegerColumn(values.ToArray()).ToCodes().Rows();

    private static int[] LargestRemainders(int[][] classes, int testCount, int count)
    {
        int[] taken = Array.ConvertAll(classes, rows => (int)((long)rows.Length * testCount / count));
        IEnumerable<int> byRemainder = Enumerable.Range(0, classes.Length).OrderByDescending(label => (long)classes[label].Length * testCount % count);
        foreach (int label in byRemainder.Take(testCount - taken.Sum()).ToArray())
        {
            taken[label]++;
        }

        return taken;
    }

    private static int TestCount(int count, double testShare)
    {
        Throw.IfBelow(count, 2);
        if (!(testShare > 0 && testShare < 1))
        {
            Throw.OutOfRange(nameof(testShare), testShare, "a number between 0 and 1, both excluded");
        }

        return Math.Clamp((int)Math.Floor((count * testShare) + 0.5), 1, count - 1);
    }

    private static void RefuseFolds(int count, int folds)
    {
        Throw.IfBelow(folds, 2);
        Throw.IfBelow(count, folds);
    }

    private static void RefuseFewGroups(int groups, int needed)
    {
        if (groups < needed)
        {
            throw new ArgumentException($"There are {groups} different groups; at least {needed} are needed.");
        }
    }

    private static Split Divide(bool[] isTest)
    {
        int[] rows = [.. Enumerable.Range(0, isTest.Length)];
        return new Split(Array.FindAll(rows, row => !isTest[row]), Array.FindAll(rows, row => isTest[row]));
    }

    private static Split[] Divide(int[] foldOf, int folds) =>
        [.. Enumerable.Range(0, folds).Select(fold => Divide(Array.ConvertAll(foldOf, of => of == fold)))];
}
