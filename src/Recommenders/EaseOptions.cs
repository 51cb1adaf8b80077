namespace MusicRec.Recommenders;

/// <summary>Which square matrix <see cref="Ease"/> inverts; the weights are the same but for rounding.</summary>
public enum EaseForm
{
    /// <summary>The smaller one.</summary>
    Smaller,

    /// <summary>Items × items, as in the paper.</summary>
    OverItems,

    /// <summary>Users × users.</summary>
    OverUsers,
}

/// <summary>Settings of <see cref="Ease"/>.</summary>
public sealed record EaseOptions
{
    /// <summary>λ, what is added to the diagonal of the items' products, above 0; the larger the data, the larger it should be.</summary>
    public double Regularization { get; init; } = 500;

    /// <summary>How plays become ratings.</summary>
    public RatingScale Scale { get; init; } = RatingScale.Logarithm;

    /// <summary>
    /// What weight popular items have in learning, 0 to 1: ratings of an item are divided by its number of listeners to this power.
    /// 0 is the paper's method; more of it lets items that few listeners have take part in the weights.
    /// </summary>
    public double ItemPower { get; init; }

    /// <summary>
    /// What weight popular items have in lists, 0 to 1: an item's score is multiplied by its number of listeners to this power.
    /// 0 is the paper's method; equal to <see cref="ItemPower"/> it undoes the division.
    /// </summary>
    public double ScorePower { get; init; }

    /// <summary>Which square matrix is inverted.</summary>
    public EaseForm Form { get; init; } = EaseForm.Smaller;

    internal void Check()
    {
        Throw.IfUndefined(Form);
        Throw.IfNotPositiveFloat(Regularization);
        Throw.IfUndefined(Scale);
        Throw.IfOutside(ItemPower, 0, 1);
        Throw.IfOutside(ScorePower, 0, 1);
    }
}
