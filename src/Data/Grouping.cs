namespace MusicRec.Data;

/// <summary>The rows of a <see cref="Frame"/> grouped by the values of its keys: groups in ascending order of the keys, a missing key last and a group of its own.</summary>
public sealed class Grouping
{
    private readonly Frame frame;
    private readonly string[] keys;
    private readonly int[][] groups;

    internal Grouping(Frame frame, string[] keys, int[][] groups)
    {
        this.frame = frame;
        this.keys = keys;
        this.groups = groups;
    }

    /// <summary>Number of groups.</summary>
    public int Count => groups.Length;

    /// <summary>For each group its row numbers (from 0), ascending.</summary>
    public IReadOnlyList<int[]> Rows => groups;

    /// <summary>One row per group: the keys, then what is asked for.</summary>
    /// <exception cref="ArgumentException">There is no such column, it is not numeric, or two results share a name.</exception>
    public Frame Summarise(params Aggregate[] aggregates)
    {
        Frame result = frame.Select(keys).Rows(Array.ConvertAll(groups, rows => rows[0]));
        foreach (Aggregate aggregate in aggregates)
        {
            if (result.Has(aggregate.Name))
            {
                throw new ArgumentException($"Two results are called '{aggregate.Name}'; name one of them with As.");
            }

            result = result.With(aggregate.Name, aggregate.Compute(frame, groups));
        }

        return result;
    }

    /// <summary>The rows of group <paramref name="group"/> (from 0) as a frame.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such group.</exception>
    public Frame Group(int group)
    {
        Throw.IfOutside(group, 0, groups.Length - 1);
        return frame.Rows(groups[group]);
    }
}
