namespace MusicRec.Reporting;

/// <summary>What became of a paper's claim.</summary>
public enum Verdict
{
    /// <summary>Our number agrees with the paper's within its spread, or the statement held.</summary>
    Reproduced,

    /// <summary>Our number disagrees, or the statement did not hold.</summary>
    NotReproduced,

    /// <summary>The data or the description needed for a test are not available here.</summary>
    NotTestableHere,
}
