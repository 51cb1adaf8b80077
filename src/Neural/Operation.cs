namespace MusicRec.Neural;

/// <summary>
/// One step of the forward pass as the tape remembers it: the tensors it used and how to hand a gradient back to them.
/// Objects are pooled by the tape, so an operation keeps its inputs in fields that its forward step sets anew.
/// </summary>
internal abstract class Operation
{
    /// <summary>What the operation made.</summary>
    public Tensor Output { get; set; } = null!;

    /// <summary>Adds to the inputs' gradients what the output's gradient says. The output's gradient may be overwritten.</summary>
    public abstract void Backward();
}
