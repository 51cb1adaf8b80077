using System.Text.Json;

namespace MusicRec.Core.Tests.Evaluation;

/// <summary>The values that golden/make_evaluation.py took from scikit-learn and scipy.</summary>
internal static class EvaluationGolden
{
    public const double Tolerance = 1e-9;

    private static readonly Lazy<JsonElement> s_root = new(() =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Evaluation", "golden", "evaluation.json"))).RootElement);

    public static IEnumerable<JsonElement> Cases(string name)
    {
        JsonElement cases = s_root.Value.GetProperty(name);
        Assert.NotEqual(0, cases.GetArrayLength());
        return cases.EnumerateArray();
    }

    public static int[] Integers(this JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(value => value.GetInt32())];

    public static double[] Numbers(this JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];

    public static double Number(this JsonElement element, string name) => element.GetProperty(name).GetDouble();

    public static int Integer(this JsonElement element, string name) => element.GetProperty(name).GetInt32();

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static void Near(double expected, double actual, string what) =>
        Assert.True(Math.Abs(expected - actual) <= Tolerance, $"{what}: expected {expected}, got {actual}");

    public static void Near(double[] expected, IEnumerable<double> actual, string what)
    {
        double[] values = [.. actual];
        Assert.True(expected.Length == values.Length, $"{what}: expected {expected.Length} values, got {values.Length}");
        for (int index = 0; index < values.Length; index++)
        {
            Near(expected[index], values[index], $"{what}[{index}]");
        }
    }
}
