namespace MusicRec.Neural.Kernels;

/// <summary>
/// What the softmax of each row of logits is compared with: a share q for every class, made of a floor for all classes, a
/// dense table and single points, as far as given. A row's loss is −Σ q·log softmax.
/// </summary>
internal ref struct SoftmaxTargets
{
    /// <summary>For one class per row: which, [rows]. The row's point has the share <see cref="Keep"/> · the class's weight.</summary>
    public ReadOnlySpan<int> Classes;

    /// <summary>The class that makes a row count for nothing.</summary>
    public int IgnoredClass;

    /// <summary>For a dense table of shares t, [rows, classes] with slack: q = (Keep · t + Floor) · weight.</summary>
    public ReadOnlySpan<float> Dense;

    /// <summary>For sparse rows: where each starts in <see cref="Columns"/> and <see cref="Shares"/>, [rows + 1].</summary>
    public ReadOnlySpan<int> RowStarts;

    /// <summary>The classes of the sparse points.</summary>
    public ReadOnlySpan<int> Columns;

    /// <summary>The shares q of the sparse points.</summary>
    public ReadOnlySpan<float> Shares;

    /// <summary>A weight per class with slack, or empty for 1.</summary>
    public ReadOnlySpan<float> Weights;

    /// <summary>1 − label smoothing.</summary>
    public float Keep;

    /// <summary>Label smoothing / classes, added to the share of every class before its weight.</summary>
    public float Floor;

    /// <summary>What every row's loss and gradient are multiplied by, such as 1 / rows.</summary>
    public double Scale;
}
