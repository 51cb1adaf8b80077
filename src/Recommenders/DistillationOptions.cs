namespace MusicRec.Recommenders;

/// <summary>Settings of <see cref="DistilledAutoencoder"/>.</summary>
public sealed record DistillationOptions
{
    /// <summary>The large network that is learnt from.</summary>
    public DenoisingAutoencoderOptions Teacher { get; init; } = new();

    /// <summary>The small network that stays.</summary>
    public DenoisingAutoencoderOptions Student { get; init; } = new() { LatentSize = 20 };

    /// <summary>T: what the teacher's logits are divided by before the softmax, 0.01 to 1,000; above 1 lets items far down the teacher's list count more.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>How much the teacher's shares count beside the listener's own items, 0 (not at all) to 1 (alone).</summary>
    public double SoftShare { get; init; } = 0.5;

    /// <summary>How many of the teacher's shares are kept for each listener, the largest ones, 1 or more; they then add up to 1 again.</summary>
    public int SoftItems { get; init; } = 300;

    internal static DistillationOptions Read(RecommenderReader file) => new()
    {
        Teacher = DenoisingAutoencoderOptions.Read(file.Within("teacher", file.Interactions)),
        Student = DenoisingAutoencoderOptions.Read(file),
        Temperature = file.Number("temperature"),
        SoftShare = file.Number("softShare"),
        SoftItems = file.Whole("softItems"),
    };

    internal void Write(RecommenderWriter file)
    {
        Teacher.Write(file.Within("teacher"));
        file.Add("temperature", Temperature);
        file.Add("softShare", SoftShare);
        file.Add("softItems", SoftItems);
    }

    internal void Check()
    {
        ArgumentNullException.ThrowIfNull(Teacher);
        ArgumentNullException.ThrowIfNull(Student);
        Teacher.Check();
        Student.Check();
        Throw.IfOutside(Temperature, 0.01, 1_000);
        Throw.IfOutside(SoftShare, 0, 1);
        Throw.IfBelow(SoftItems, 1);
    }
}
