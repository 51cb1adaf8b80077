namespace MusicRec.Evaluation;

/// <summary>How the figures of several classes become one. Classes that neither the labels nor the predictions name are left out.</summary>
public enum Averaging
{
    /// <summary>The plain mean over classes: small classes count as much as large ones.</summary>
    Macro,

    /// <summary>The mean over classes, each weighted by its number of true rows.</summary>
    Weighted,

    /// <summary>From the counts of all classes together; with one label per row this is the accuracy.</summary>
    Micro,
}
