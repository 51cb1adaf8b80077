namespace MusicRec.Recommenders;

/// <summary>How a network over listeners' rows of plays is trained: what all recommenders of this kind share.</summary>
public abstract record NetworkOptions
{
    private protected NetworkOptions()
    {
    }

    /// <summary>Passes over the listeners at most, 1 or more.</summary>
    public int Epochs { get; init; } = 50;

    /// <summary>Listeners per step, 1 or more.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>Adam's step size, above 0.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Penalty on the squares of the weights, added to their gradients, 0 or more.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Share of what goes in that is left out at random in training, 0 to below 1.</summary>
    public double Dropout { get; init; } = 0.5;

    /// <summary>
    /// Share of the listeners kept aside from training to tell the best epoch, 0 to below 1: a fifth of each one's items is hidden,
    /// and the likelihood of the hidden ones among all that are not shown is watched. With 0 all epochs are run and the last weights stay.
    /// </summary>
    public double ValidationShare { get; init; } = 0.1;

    /// <summary>Stop when the listeners kept aside have not been predicted better for so many epochs, 1 or more.</summary>
    public int Patience { get; init; } = 5;

    /// <summary>How weights become what the network is shown and shall predict.</summary>
    public RatingScale Scale { get; init; } = RatingScale.Binary;

    /// <summary>How the network is made smaller after training; null leaves it as it is.</summary>
    public NetworkCompression? Compression { get; init; }

    internal virtual void Write(RecommenderWriter file)
    {
        file.Add("epochs", Epochs);
        file.Add("batchSize", BatchSize);
        file.Add("learningRate", LearningRate);
        file.Add("weightDecay", WeightDecay);
        file.Add("dropout", Dropout);
        file.Add("validationShare", ValidationShare);
        file.Add("patience", Patience);
        file.Add("scale", Scale);
        Compression?.Write(file);
    }

    /// <summary>The same settings but for what <see cref="Write"/> of this class wrote.</summary>
    internal NetworkOptions WithTraining(RecommenderReader file) => this with
    {
        Epochs = file.Whole("epochs"),
        BatchSize = file.Whole("batchSize"),
        LearningRate = file.Number("learningRate"),
        WeightDecay = file.Number("weightDecay"),
        Dropout = file.Number("dropout"),
        ValidationShare = file.Number("validationShare"),
        Patience = file.Whole("patience"),
        Scale = file.Choice<RatingScale>("scale"),
        Compression = NetworkCompression.Read(file),
    };

    /// <exception cref="ArgumentException">A setting lies outside its range.</exception>
    internal virtual void Check()
    {
        Throw.IfBelow(Epochs, 1);
        Throw.IfBelow(BatchSize, 1);
        Throw.IfNotPositiveFloat(LearningRate);
        Throw.IfOutside(WeightDecay, 0, float.MaxValue);
        Throw.IfOutside(Dropout, 0, Math.BitDecrement(1.0));
        Throw.IfOutside(ValidationShare, 0, Math.BitDecrement(1.0));
        Throw.IfBelow(Patience, 1);
        Throw.IfUndefined(Scale);
        Compression?.Check();
    }
}

/// <summary>Settings of <see cref="DenoisingAutoencoder"/>; the defaults are those of Liang et al. 2018 but for training's length and batch.</summary>
public sealed record DenoisingAutoencoderOptions : NetworkOptions
{
    /// <summary>Units between what goes in and what comes out, 1 or more.</summary>
    public int LatentSize { get; init; } = 200;

    internal static DenoisingAutoencoderOptions Read(RecommenderReader file) =>
        (DenoisingAutoencoderOptions)new DenoisingAutoencoderOptions { LatentSize = file.Whole("latentSize") }.WithTraining(file);

    internal override void Write(RecommenderWriter file)
    {
        base.Write(file);
        file.Add("latentSize", LatentSize);
    }

    internal override void Check()
    {
        base.Check();
        Throw.IfBelow(LatentSize, 1);
    }
}

/// <summary>Settings of <see cref="VariationalAutoencoder"/>; the defaults are those of Liang et al. 2018 but for training's length and batch.</summary>
public sealed record VariationalAutoencoderOptions : NetworkOptions
{
    /// <summary>Units of the layers before and after the middle, 1 or more.</summary>
    public int HiddenSize { get; init; } = 600;

    /// <summary>Size of the normal distribution in the middle, 1 or more.</summary>
    public int LatentSize { get; init; } = 200;

    /// <summary>What the Kullback-Leibler term counts for in the end, 0 to 1: 1 is the evidence bound; less fits plays better.</summary>
    public double KlWeight { get; init; } = 0.2;

    /// <summary>Steps over which the weight of the Kullback-Leibler term rises from 0 in a straight line, 0 or more.</summary>
    public int AnnealingSteps { get; init; } = 200;

    internal static VariationalAutoencoderOptions Read(RecommenderReader file) => (VariationalAutoencoderOptions)new VariationalAutoencoderOptions
    {
        HiddenSize = file.Whole("hiddenSize"),
        LatentSize = file.Whole("latentSize"),
        KlWeight = file.Number("klWeight"),
        AnnealingSteps = file.Whole("annealingSteps"),
    }.WithTraining(file);

    internal override void Write(RecommenderWriter file)
    {
        base.Write(file);
        file.Add("hiddenSize", HiddenSize);
        file.Add("latentSize", LatentSize);
        file.Add("klWeight", KlWeight);
        file.Add("annealingSteps", AnnealingSteps);
    }

    internal override void Check()
    {
        base.Check();
        Throw.IfBelow(HiddenSize, 1);
        Throw.IfBelow(LatentSize, 1);
        Throw.IfOutside(KlWeight, 0, 1);
        Throw.IfBelow(AnnealingSteps, 0);
    }
}

/// <summary>Settings of <see cref="HistoryContentNetwork"/>.</summary>
public sealed record HistoryContentOptions : NetworkOptions
{
    /// <summary>Units between what goes in and what comes out, 1 or more.</summary>
    public int HiddenSize { get; init; } = 200;

    /// <summary>What the content's length counts for beside the history's, which is 1: above 0.</summary>
    public double ContentWeight { get; init; } = 1;

    internal static HistoryContentOptions Read(RecommenderReader file) => (HistoryContentOptions)new HistoryContentOptions
    {
        HiddenSize = file.Whole("hiddenSize"),
        ContentWeight = file.Number("contentWeight"),
    }.WithTraining(file);

    internal override void Write(RecommenderWriter file)
    {
        base.Write(file);
        file.Add("hiddenSize", HiddenSize);
        file.Add("contentWeight", ContentWeight);
    }

    internal override void Check()
    {
        base.Check();
        Throw.IfBelow(HiddenSize, 1);
        Throw.IfNotPositiveFloat(ContentWeight);
    }
}
