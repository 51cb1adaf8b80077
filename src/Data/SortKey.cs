namespace MusicRec.Data;

/// <summary>A column to sort by; a plain name sorts in ascending order.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="IsDescending">Whether the largest value comes first.</param>
public readonly record struct SortKey(string Column, bool IsDescending)
{
    /// <summary>Sorts by <paramref name="column"/> in ascending order.</summary>
    public static implicit operator SortKey(string column) => new(column, false);

    /// <summary>Sorts by <paramref name="column"/>, the largest value first.</summary>
    public static SortKey Descending(string column) => new(column, true);
}
