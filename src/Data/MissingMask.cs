namespace MusicRec.Data;

/// <summary>Which rows of a growing column are missing; costs nothing while none is.</summary>
internal struct MissingMask()
{
    private readonly List<int> rows = [];

    public readonly void Add(int row) => rows.Add(row);

    /// <summary>For each of <paramref name="count"/> rows whether it is missing; null when none is.</summary>
    public readonly bool[]? Take(int count)
    {
        if (rows.Count == 0)
        {
            return null;
        }

        bool[] missing = new bool[count];
        foreach (int row in rows)
        {
            missing[row] = true;
        }

        return missing;
    }
}
