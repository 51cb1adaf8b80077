namespace MusicRec.Reporting;

/// <summary>Which value of a table column is the best one.</summary>
public enum Best
{
    /// <summary>None is marked.</summary>
    None,

    /// <summary>The highest, as for accuracy.</summary>
    Highest,

    /// <summary>The lowest, as for a loss.</summary>
    Lowest,
}
