using MusicRec.Data;

namespace MusicRec.Evaluation;

/// <summary>What judging by folds has in common, whatever is predicted.</summary>
internal static class FoldRows
{
    // Figures that two runs must have computed alike, where one of them may have been written with twelve digits.
    private const double Rounding = 1e-9;

    /// <summary>Throws for a fold that names a row that does not exist or stands twice, or that has an empty side.</summary>
    public static void Check(IReadOnlyList<Split> folds, int rows)
    {
        ArgumentNullException.ThrowIfNull(folds);
        Throw.IfEmpty(folds.Count, nameof(folds));
        for (int fold = 0; fold < folds.Count; fold++)
        {
            Check(folds[fold], fold, rows);
        }
    }

    /// <summary>Test rows divided by training rows: what the corrected resampled t-test asks for.</summary>
    public static double TestToTrainRatio(IReadOnlyList<Split> folds) =>
        folds.Sum(fold => (double)fold.Test.Length) / folds.Sum(fold => (double)fold.Train.Length);

    /// <summary>Throws unless two runs were judged on the same rows, fold by fold.</summary>
    public static void MustBeSame(string name, IReadOnlyList<int[]> testRows, string otherName, IReadOnlyList<int[]> otherTestRows)
    {
        for (int fold = 0; fold < Math.Max(testRows.Count, otherTestRows.Count); fold++)
        {
            if (fold >= Math.Min(testRows.Count, otherTestRows.Count) || !testRows[fold].AsSpan().SequenceEqual(otherTestRows[fold]))
            {
                throw new ArgumentException($"'{name}' and '{otherName}' were judged on different folds (first at fold {fold}); a paired test needs the same.");
            }
        }
    }

    /// <summary>Own minus reference for every fold; a difference of rounding alone is 0, so that it cannot become a significant one.</summary>
    /// <param name="own">One figure per fold.</param>
    /// <param name="reference">As many.</param>
    /// <param name="scale">The size of figures: 1 for shares.</param>
    public static double[] Differences(ReadOnlySpan<double> own, ReadOnlySpan<double> reference, double scale = 1)
    {
        Throw.IfLengthsDiffer(own.Length, "the folds", reference.Length, nameof(reference));
        double[] differences = new double[own.Length];
        for (int fold = 0; fold < differences.Length; fold++)
        {
            double difference = own[fold] - reference[fold];
            differences[fold] = Math.Abs(difference) < Rounding * scale ? 0 : difference;
        }

        return differences;
    }

    /// <summary>
    /// The folds of one round of cross-validation, which ends where every row has been tested; a row tested twice before that is
    /// to be taken from its last fold.
    /// </summary>
    /// <param name="testRows">The test rows of every fold.</param>
    /// <param name="rows">Number of rows in all.</param>
    /// <param name="round">Which round, counted from 0.</param>
    /// <returns>The first fold of the round, and the one behind its last.</returns>
    public static (int First, int End) OfRound(IReadOnlyList<int[]> testRows, int rows, int round)
    {
        Throw.IfBelow(round, 0);
        bool[] tested = new bool[rows];
        int filled = 0, current = 0, first = 0;
        for (int fold = 0; fold < testRows.Count; fold++)
        {
            foreach (int row in testRows[fold])
            {
                filled += tested[row] ? 0 : 1;
                tested[row] = true;
            }

            if (filled == rows)
            {
                if (current == round)
                {
                    return (first, fold + 1);
                }

                (current, filled, first) = (current + 1, 0, fold + 1);
                Array.Clear(tested);
            }
        }

        Throw.OutOfRange(nameof(round), round, current == 0 ? "none: the folds do not cover all rows" : $"0 to {current - 1}");
        return default;
    }

    /// <summary>What a function of the user's gave for a fold; throws where that is null.</summary>
    public static T Given<T>(T? answer, string function, int fold)
        where T : class =>
        answer ?? throw new ArgumentException($"{function} gave null for fold {fold}.", function);

    /// <summary>Throws for results of which there are none, or one is null.</summary>
    public static void CheckResults<T>(IReadOnlyList<T> results)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(results);
        Throw.IfEmpty(results.Count, nameof(results));
        for (int place = 0; place < results.Count; place++)
        {
            ArgumentNullException.ThrowIfNull(results[place], $"results[{place}]");
        }
    }

    /// <summary>The entries of some rows, in their order.</summary>
    public static T[] Pick<T>(T[] values, int[] rows) => Array.ConvertAll(rows, row => values[row]);

    /// <summary>Throws for a row that is in no fold's test side.</summary>
    public static void RefuseUntested(int[] times)
    {
        int untested = Array.IndexOf(times, 0);
        if (untested >= 0)
        {
            throw new InvalidOperationException($"Row {untested} is in no fold's test side, so there is no out-of-fold prediction for it.");
        }
    }

    private static void Check(Split split, int fold, int rows)
    {
        Throw.IfEmpty(split.Train.Length, $"the training side of fold {fold}");
        Throw.IfEmpty(split.Test.Length, $"the test side of fold {fold}");
        bool[] seen = new bool[rows];
        foreach (int row in split.Train.Concat(split.Test))
        {
            Throw.IfOutside(row, 0, rows - 1, $"row in fold {fold}");
            if (seen[row])
            {
                throw new ArgumentException($"Fold {fold} names row {row} twice; a row may stand once, on one side.", nameof(split));
            }

            seen[row] = true;
        }
    }
}
