namespace MusicRec.Recommenders;

/// <summary>What the settings of all networks for the next item share.</summary>
public abstract record NextItemNetworkOptions
{
    /// <summary>Numbers per item and per state, 1 to 512; the output layer is tied to the items' vectors.</summary>
    public int Size { get; init; } = 64;

    /// <summary>Layers one on another, 1 to 8.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>How many of the latest items are read, 2 to 1,000; longer sequences are learnt in pieces of so many.</summary>
    public int MaximumLength { get; init; } = 50;

    /// <summary>Share of numbers dropped while training, 0 to below 1.</summary>
    public double Dropout { get; init; } = 0.3;

    /// <summary>Step size of Adam, above 0.</summary>
    public double LearningRate { get; init; } = 0.005;

    /// <summary>Passes over the training sequences, 1 or more.</summary>
    public int Epochs { get; init; } = 8;

    /// <summary>Sequences per step, 1 or more.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>
    /// Items of a step's softmax besides those that the step's sequences name, drawn anew in each step from all others alike, each
    /// counted for all that it was drawn from; 0 takes the softmax over all items.
    /// </summary>
    public int SampledItems { get; init; } = 512;

    internal virtual void Check()
    {
        Throw.IfOutside(Size, 1, 512, nameof(Size));
        Throw.IfOutside(Layers, 1, 8, nameof(Layers));
        Throw.IfOutside(MaximumLength, 2, 1000, nameof(MaximumLength));
        Throw.IfOutside(Dropout, 0, Math.BitDecrement(1.0), nameof(Dropout));
        Throw.IfNotPositiveFloat(LearningRate, nameof(LearningRate));
        Throw.IfBelow(Epochs, 1, nameof(Epochs));
        Throw.IfBelow(BatchSize, 1, nameof(BatchSize));
        Throw.IfBelow(SampledItems, 0, nameof(SampledItems));
    }

    internal virtual void Write(RecommenderWriter file)
    {
        file.Add("size", Size);
        file.Add("layers", Layers);
        file.Add("maximumLength", MaximumLength);
        file.Add("dropout", Dropout);
        file.Add("learningRate", LearningRate);
        file.Add("epochs", Epochs);
        file.Add("batchSize", BatchSize);
        file.Add("sampledItems", SampledItems);
    }

    /// <summary>The same settings but for what <see cref="Write"/> of this class wrote.</summary>
    internal NextItemNetworkOptions WithShared(RecommenderReader file) => this with
    {
        Size = file.Whole("size"),
        Layers = file.Whole("layers"),
        MaximumLength = file.Whole("maximumLength"),
        Dropout = file.Number("dropout"),
        LearningRate = file.Number("learningRate"),
        Epochs = file.Whole("epochs"),
        BatchSize = file.Whole("batchSize"),
        SampledItems = file.Whole("sampledItems"),
    };
}

/// <summary>The recurrent layers there are.</summary>
public enum RecurrentKind
{
    /// <summary>The plain recurrent network of Elman (1990).</summary>
    Rnn,

    /// <summary>Gated recurrent units (Cho et al. 2014), as in GRU4Rec.</summary>
    Gru,

    /// <summary>Long short-term memory (Hochreiter and Schmidhuber 1997).</summary>
    Lstm,
}

/// <summary>Settings of <see cref="RecurrentNextItem"/>.</summary>
public sealed record RecurrentNextItemOptions : NextItemNetworkOptions
{
    /// <summary>Which recurrent layers.</summary>
    public RecurrentKind Kind { get; init; } = RecurrentKind.Gru;

    internal static RecurrentNextItemOptions Read(RecommenderReader file) =>
        (RecurrentNextItemOptions)new RecurrentNextItemOptions { Kind = file.Choice<RecurrentKind>("kind") }.WithShared(file);

    internal override void Check()
    {
        base.Check();
        Throw.IfUndefined(Kind, nameof(Kind));
    }

    internal override void Write(RecommenderWriter file)
    {
        base.Write(file);
        file.Add("kind", Kind);
    }
}

/// <summary>Settings of <see cref="SelfAttentionNextItem"/>.</summary>
public sealed record SelfAttentionNextItemOptions : NextItemNetworkOptions
{
    /// <summary>Attentions side by side, a divisor of the size.</summary>
    public int Heads { get; init; } = 1;

    internal static SelfAttentionNextItemOptions Read(RecommenderReader file) =>
        (SelfAttentionNextItemOptions)new SelfAttentionNextItemOptions { Heads = file.Whole("heads") }.WithShared(file);

    internal override void Check()
    {
        base.Check();
        Throw.IfOutside(Heads, 1, Size, nameof(Heads));
        if (Size % Heads != 0)
        {
            Throw.OutOfRange(nameof(Heads), Heads, $"divisors of the size {Size}");
        }
    }

    internal override void Write(RecommenderWriter file)
    {
        base.Write(file);
        file.Add("heads", Heads);
    }
}
