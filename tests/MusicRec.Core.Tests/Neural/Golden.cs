using System.Text.Json;
using MusicRec.Neural;

namespace MusicRec.Core.Tests.Neural;

/// <summary>Reads what golden/make_*.py wrote with PyTorch in float64, and holds results against it.</summary>
internal static class Golden
{
    /// <summary>The cases of a file in golden/, a list of objects with a "name" each.</summary>
    public static JsonElement[] Read(string file) => [.. JsonDocument.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Neural", "golden", file))).RootElement.EnumerateArray()];

    public static TheoryData<string> Names(IEnumerable<JsonElement> cases) => [.. cases.Select(entry => entry.GetProperty("name").GetString()!)];

    /// <summary>Puts a list of flat lists into the parameters, in their order.</summary>
    public static void Assign(Module module, JsonElement values)
    {
        for (int index = 0; index < module.Parameters.Count; index++)
        {
            Floats(values[index]).CopyTo(module.Parameters[index].Values);
        }
    }

    public static double[] Doubles(JsonElement values) => [.. values.EnumerateArray().Select(value => value.GetDouble())];

    public static float[] Floats(JsonElement values) => [.. values.EnumerateArray().Select(value => (float)value.GetDouble())];

    public static int[] Integers(JsonElement values) => [.. values.EnumerateArray().Select(value => value.GetInt32())];

    /// <summary>|ours − theirs| ≤ 1e-5·|theirs| + 1e-6·max|theirs|.</summary>
    public static void AssertClose(string what, double[] expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        double largest = expected.Length == 0 ? 0 : expected.Max(Math.Abs);
        for (int index = 0; index < expected.Length; index++)
        {
            double allowed = (1e-5 * Math.Abs(expected[index])) + (1e-6 * largest);
            Assert.True(
                Math.Abs(actual[index] - expected[index]) <= allowed,
                $"{what}[{index}] is {actual[index]:R}; PyTorch says {expected[index]:R}.");
        }
    }
}
