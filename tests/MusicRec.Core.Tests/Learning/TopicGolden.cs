using System.Text.Json;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Learning;

/// <summary>Made-up documents and what scikit-learn's topic model says of them, from golden/topics.json.</summary>
internal static class TopicGolden
{
    public static JsonElement Root { get; } = JsonDocument.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Learning", "golden", "topics.json"))).RootElement;

    /// <summary>All words of all documents, those too that the topic model did not know.</summary>
    public static SparseMatrix Counts { get; } = ReadCounts();

    /// <summary>The words that the topic model knew.</summary>
    public static int[] Known { get; } = [.. Root.GetProperty("known").EnumerateArray().Select(word => word.GetInt32())];

    /// <summary>The weights of the first 13 of its 16 topics.</summary>
    public static Matrix Weights { get; } = Root.Matrix("weights");

    /// <summary>Rows first to end − 1.</summary>
    public static int[] Rows(int first, int end) => [.. Enumerable.Range(first, end - first)];

    /// <summary>The columns of <paramref name="counts"/> that are named.</summary>
    public static SparseMatrix Select(SparseMatrix counts, int[] columns) => SparseMatrix.From(counts.ToMatrix().SelectColumns(columns));

    private static SparseMatrix ReadCounts()
    {
        JsonElement documents = Root.GetProperty("documents");
        Matrix counts = new(documents.GetArrayLength(), Root.GetProperty("words").GetInt32());
        for (int row = 0; row < counts.Rows; row++)
        {
            foreach (JsonElement word in documents[row].EnumerateArray())
            {
                counts[row, word.GetInt32()]++;
            }
        }

        return SparseMatrix.From(counts);
    }
}
