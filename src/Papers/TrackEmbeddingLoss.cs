namespace MusicRec.Papers;

/// <summary>What a network of paper 004 learns by; both are taken over the softmax of its outputs.</summary>
public enum TrackEmbeddingLoss
{
    /// <summary>
    /// The paper's: binary cross-entropy of every share against 0 or 1, the mean over rows and classes. The paper takes it because a track can have
    /// several labels; but shares that add up to 1 cannot all be near 1, so two labels never cost less than 2 · ln 2 divided by the number of classes.
    /// </summary>
    SoftmaxBinaryCrossEntropy,

    /// <summary>The usual one: −log of the share of the row's class, the mean over rows; of several labels each counts alike.</summary>
    CrossEntropy,
}
