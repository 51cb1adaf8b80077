using MusicRec.Numerics;

namespace MusicRec.Embeddings;

/// <summary>
/// Which members of lists stand together more often than chance has it: positive pointwise mutual information (Church and Hanks 1990) of
/// standing in the same list, with the contexts' probabilities smoothed by a power (Levy, Goldberg and Dagan 2015).
/// </summary>
internal static class PositiveMutualInformation
{
    /// <summary>The matrix, [members, contexts]: max(0, log p(member, context) / (p(member) · p(context))), the diagonal left out.</summary>
    /// <param name="lists">Members of each list, each once.</param>
    /// <param name="count">Number of members there are.</param>
    /// <param name="smoothing">The contexts' power.</param>
    public static SparseMatrix Of(IReadOnlyList<int[]> lists, int count, double smoothing)
    {
        (int[] Others, int[] Counts)[] together = Count(lists, count);
        double[] sums = [.. together.Select(row => row.Counts.Sum(number => (double)number))];
        double[] logs = [.. sums.Select(sum => sum > 0 ? Elementary.Log(sum) : 0)];
        double total = 0;
        for (int member = 0; member < count; member++)
        {
            total += sums[member] > 0 ? Elementary.Exp(smoothing * logs[member]) : 0;
        }

        double logTotal = total > 0 ? Elementary.Log(total) : 0;
        List<int> columns = [];
        List<float> values = [];
        int[] starts = new int[count + 1];
        for (int member = 0; member < count; member++)
        {
            (int[] others, int[] counts) = together[member];
            for (int place = 0; place < others.Length; place++)
            {
                double information = Elementary.Log(counts[place]) + logTotal - logs[member] - (smoothing * logs[others[place]]);
                if ((float)information > 0)
                {
                    columns.Add(others[place]);
                    values.Add((float)information);
                }
            }

            starts[member + 1] = columns.Count;
        }

        return new SparseMatrix(count, count, starts, columns.ToArray().AsSpan(), values.ToArray());
    }

    private static (int[] Others, int[] Counts)[] Count(IReadOnlyList<int[]> lists, int count)
    {
        List<int>[] listsOf = [.. Enumerable.Range(0, count).Select(_ => new List<int>())];
        for (int list = 0; list < lists.Count; list++)
        {
            foreach (int member in lists[list])
            {
                listsOf[member].Add(list);
            }
        }

        const int block = 512;
        (int[] Others, int[] Counts)[] together = new (int[], int[])[count];
        ParallelLoop.For((count + block - 1) / block, piece =>
        {
            int[] counts = new int[count];
            List<int> others = [];
            for (int member = piece * block; member < Math.Min(count, (piece + 1) * block); member++)
            {
                others.Clear();
                foreach (int list in listsOf[member])
                {
                    foreach (int other in lists[list])
                    {
                        if (other != member && counts[other]++ == 0)
                        {
                            others.Add(other);
                        }
                    }
                }

                others.Sort();
                together[member] = ([.. others], [.. others.Select(other => counts[other])]);
                foreach (int other in others)
                {
                    counts[other] = 0;
                }
            }
        });
        return together;
    }
}
