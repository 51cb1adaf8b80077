using MusicRec.Evaluation;

namespace MusicRec.Core.Tests.Evaluation;

public sealed class PairedTestTableTests
{
    [Fact]
    public void P_values_are_corrected_over_the_table()
    {
        string text = PairedTestTable.Of(["method"], "difference", [(["first"], Test(0.5, 0.04)), (["second"], Test(-0.25, 0.01)), (["third"], Test(0, 0.5))], "7 listeners").ToText();

        // Holm: 3 × 0.01, 2 × 0.04, 1 × 0.5.
        string[] rows = text.Split('\n');
        Assert.Contains(rows, row => row.StartsWith("first", StringComparison.Ordinal) && row.Contains("+0.5000", StringComparison.Ordinal) && row.TrimEnd().EndsWith("0.080", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.StartsWith("second", StringComparison.Ordinal) && row.TrimEnd().EndsWith("0.030", StringComparison.Ordinal));
        Assert.Contains(rows, row => row.StartsWith("third", StringComparison.Ordinal) && row.TrimEnd().EndsWith("0.500", StringComparison.Ordinal));
        Assert.Contains("7 listeners", text, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => PairedTestTable.Of(["method"], "difference", [], ""));
    }

    private static PairedRandomizationTest Test(double mean, double probability) => new(new ConfidenceInterval(mean, mean - 0.1, mean + 0.1, 0.95), probability, 1, 4, 2, 1);
}
