using System.Text.Json;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Learning;

/// <summary>What scikit-learn says, from golden/learning.json and golden/classifiers.json.</summary>
internal static class Golden
{
    public static JsonElement Root { get; } = Read("learning.json");

    /// <summary>Classifiers of sparse rows.</summary>
    public static JsonElement Classifiers { get; } = Read("classifiers.json");

    public static Matrix Matrix(this JsonElement element, string name)
    {
        double[][] rows = [.. element.GetProperty(name).EnumerateArray().Select(Numbers)];
        return new Matrix(rows.Length, rows[0].Length, [.. rows.SelectMany(row => row)]);
    }

    public static double[] Numbers(this JsonElement element, string name) => Numbers(element.GetProperty(name));

    public static int[] Labels(this JsonElement element) =>
        [.. element.GetProperty("labels").EnumerateArray().Select(value => value.GetInt32())];

    public static void AssertClose(Matrix expected, Matrix actual, double tolerance)
    {
        Assert.Equal((expected.Rows, expected.Columns), (actual.Rows, actual.Columns));
        for (int index = 0; index < expected.Values.Length; index++)
        {
            double allowed = tolerance * Math.Max(1, Math.Abs(expected.Values[index]));
            Assert.InRange(actual.Values[index], expected.Values[index] - allowed, expected.Values[index] + allowed);
        }
    }

    /// <summary>What a file of golden/ holds.</summary>
    public static JsonElement Read(string file) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Learning", "golden", file))).RootElement;

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(value => value.GetDouble())];
}
