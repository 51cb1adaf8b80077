namespace MusicRec.Reporting;

/// <summary>Where the values of a table column stand.</summary>
public enum Alignment
{
    /// <summary>Numbers right, everything else left.</summary>
    Automatic,

    /// <summary>At the left edge.</summary>
    Left,

    /// <summary>At the right edge.</summary>
    Right,

    /// <summary>In the middle.</summary>
    Center,
}
