namespace MusicRec.Papers;

/// <summary>Paper 001's networks.</summary>
public enum LyricsArchitecture
{
    /// <summary>Features → 256 → 128 → topics with ReLU, 20 epochs of Adam at 1e-3.</summary>
    FeedForward,

    /// <summary>
    /// The same with dropout 0.3 and two phases: 10 epochs at 1e-3 in which only the last layer learns, on top of layers that
    /// have learnt nothing yet, then 20 epochs at 1e-4 in which all do, the rate halved when the watched loss has not fallen for more than three.
    /// </summary>
    FineTuned,

    /// <summary><see cref="LyricsTransformer"/> as the paper describes it, 15 epochs of Adam at 1e-3.</summary>
    Transformer,

    /// <summary><see cref="LyricsTransformer"/> as the authors' notebook has it: songs attend to their whole batch.</summary>
    TransformerAcrossBatch,
}
