namespace MusicRec.Neural;

/// <summary>What training makes small: one number for a batch of predictions and what they should have been.</summary>
/// <typeparam name="TTarget">A <see cref="Tensor"/>, an <see cref="IndexTensor"/> or a <see cref="SparseTensor"/>.</typeparam>
public abstract class Loss<TTarget>
{
    private protected Loss(string name) => Name = name;

    /// <summary>The loss's name.</summary>
    public string Name { get; }

    /// <summary>Whether the share of right answers makes sense for this loss.</summary>
    public abstract bool HasAccuracy { get; }

    /// <summary>The loss of <paramref name="predictions"/>, a tensor of one number, inside an open tape scope.</summary>
    /// <param name="predictions">What a network says, of a shape that the single loss names, with at least one row.</param>
    /// <param name="targets">What it should say; its gradient is not worked out.</param>
    /// <exception cref="ArgumentException">The shapes do not go together or are empty, or a target is not allowed.</exception>
    public abstract Tensor Of(Tensor predictions, TTarget targets);

    /// <summary>How many answers are right, and out of how many; 0 of 0 where accuracy makes no sense.</summary>
    internal abstract (long Correct, long Answers) CountCorrect(Tensor predictions, TTarget targets);

    /// <summary>What this batch's mean was divided by, up to a factor that all batches share: its weight in a mean over batches.</summary>
    internal virtual double WeightOf(Tensor predictions, TTarget targets) => predictions.Shape[0];
}
