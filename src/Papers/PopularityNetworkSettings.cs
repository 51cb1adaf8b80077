using System.Globalization;
using MusicRec.Reporting;

namespace MusicRec.Papers;

/// <summary>
/// The network of paper 000 (Raman, Raj and More), all that it leaves open included. The paper fixes what goes in, the two LSTM branches,
/// squared error, Adam and ten epochs; <see cref="Choices"/> says what was chosen for the rest, and why.
/// </summary>
public sealed record PopularityNetworkSettings
{
    /// <summary>More than this is taken for a slip.</summary>
    internal const int LargestSize = 4096;

    /// <summary>Numbers per word of the genre, 1 to 4,096.</summary>
    public int EmbeddingSize { get; init; } = 16;

    /// <summary>Numbers in the state of each of the two LSTMs, 1 to 4,096.</summary>
    public int HiddenSize { get; init; } = 32;

    /// <summary>Units of the layer that takes both states, 1 to 4,096.</summary>
    public int DenseSize { get; init; } = 32;

    /// <summary>Passes over the training songs, 1 or more.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Songs per step, 1 or more.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Adam's step size, above 0.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Share of the dense layer's units left out in training, 0 to below 1.</summary>
    public double Dropout { get; init; }

    /// <summary>Whether the numbers of a song are a sequence, one per position; if not, they stand in a single position.</summary>
    public bool UsesNumericSequence { get; init; } = true;

    /// <summary>Whether popularity stands among the numbers that go in: the leak. The paper lists it there.</summary>
    public bool IncludesPopularity { get; init; }

    /// <summary>What is made small where popular songs are told from others.</summary>
    public PopularityLabelLoss LabelLoss { get; init; }

    /// <summary>The network as the paper has it, each choice with who made it and why.</summary>
    public Table Choices()
    {
        Check();
        string positions = UsesNumericSequence ? "one number per position, in the order of the columns" : "one position with all numbers";
        return new Table("part", "here", "in the paper", "why")
            .Row("genre", "its words, small letters, split at what is no letter or digit; words that no training song has are one \"unknown\"", "textual", "alt-rock and hard-rock share a word")
            .Row("embedding", Text(EmbeddingSize), "open", "about a hundred words")
            .Row("genre branch", $"LSTM of {Text(HiddenSize)}, last state, over the words there are", "LSTM", "filled-up positions would be read as words")
            .Row("numbers", IncludesPopularity ? "year, 13 audio features, popularity" : "year, 13 audio features", "audio features; popularity is listed too", IncludesPopularity ? "measures the leak" : "the target is no input")
            .Row("scaling", "mean 0 and deviation 1 over the training songs, popularity too; a year that is unknown is the mean", "open", "LSTMs saturate on milliseconds")
            .Row("numeric branch", $"LSTM of {Text(HiddenSize)}, last state; {positions}", "LSTM", UsesNumericSequence ? "with one position an LSTM has nothing to remember" : "the shortest way to feed a row to an LSTM")
            .Row("joined", $"both states → {Text(DenseSize)}, ReLU → 1{(Dropout > 0 ? $", dropout {Dropout.ToString(CultureInfo.InvariantCulture)}" : "")}", "concatenation, dense", "one layer between, no larger than a state")
            .Row("loss", LabelLoss == PopularityLabelLoss.SquaredError ? "squared error, for popular or not too" : "squared error; cross-entropy for popular or not", "squared error", "the paper reports accuracy and does not say how a number became a class")
            .Row("optimiser", $"Adam, rate {LearningRate.ToString(CultureInfo.InvariantCulture)}, batches of {Text(BatchSize)}", "Adam", "Keras's defaults")
            .Row("epochs", Text(Epochs), "10", Epochs == 10 ? "the paper's" : "not the paper's")
            .Row("weights", "drawn as PyTorch draws them", "open", "so that PyTorch's network is the same")
            .Caption("Paper 000's network: what is said and what had to be chosen").NotFromData();
    }

    /// <exception cref="ArgumentOutOfRangeException">A setting lies outside its range.</exception>
    internal void Check()
    {
        Throw.IfOutside(EmbeddingSize, 1, LargestSize);
        Throw.IfOutside(HiddenSize, 1, LargestSize);
        Throw.IfOutside(DenseSize, 1, LargestSize);
        Throw.IfBelow(Epochs, 1);
        Throw.IfBelow(BatchSize, 1);
        Throw.IfNotPositiveFloat(LearningRate);
        if (!(Dropout is >= 0 and < 1))
        {
            Throw.OutOfRange(nameof(Dropout), Dropout, "0 to below 1");
        }

        Throw.IfUndefined(LabelLoss);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
