using MusicRec.Numerics;

namespace MusicRec.Embeddings;

/// <summary>
/// Vectors by counting instead of training: the positive pointwise mutual information of standing in the same sentence, its largest singular
/// values' vectors times the values' roots (Levy, Goldberg and Dagan 2015). For sentences that are sets, such as the artists
/// of a listener, it sees every pair at once where skip-gram sees those within its window.
/// </summary>
public static class MutualInformationVectors
{
    /// <summary>The vectors of all words of <paramref name="sentences"/>, in the order of their first appearance.</summary>
    /// <param name="sentences">Sentences of words, none empty; order within a sentence and repeats do not matter.</param>
    /// <param name="dimension">Numbers in a vector, 1 to the number of words.</param>
    /// <param name="contextSmoothing">The power of the contexts' probabilities, 0 to 1.</param>
    /// <param name="seed">What the random projection follows from; the result hardly depends on it.</param>
    /// <exception cref="ArgumentException">A word is empty or there are none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static NamedVectors Fit(IReadOnlyList<IReadOnlyList<string>> sentences, int dimension = 100, double contextSmoothing = 0.75, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        Throw.IfOutside(contextSmoothing, 0, 1);
        (string[] words, int[][] lists) = Number(sentences);
        Throw.IfOutside(dimension, 1, words.Length);
        SparseMatrix information = PositiveMutualInformation.Of(lists, words.Length, contextSmoothing);
        return new NamedVectors(words, Decompose(information, dimension, isRooted: true, seed));
    }

    /// <summary>The words in the order of first appearance, and each sentence's words by number, each once.</summary>
    internal static (string[] Words, int[][] Lists) Number(IReadOnlyList<IReadOnlyList<string>> sentences)
    {
        (string[] words, int[][] numbered) = WordNumbers.Of(sentences);
        Throw.IfEmpty(words.Length, nameof(sentences));
        return (words, Array.ConvertAll(numbered, sentence => sentence.Distinct().ToArray()));
    }

    /// <summary>Row after row: left singular vectors times the singular values, or their roots.</summary>
    internal static float[] Decompose(SparseMatrix matrix, int dimension, bool isRooted, ulong seed)
    {
        (Matrix left, double[] values) = TruncatedSingularVectors.Of(matrix, dimension, new RandomStream(seed));
        double[] factors = [.. values.Select(value => isRooted ? Math.Sqrt(value) : value)];
        float[] vectors = new float[left.Values.Length];
        for (int place = 0; place < vectors.Length; place++)
        {
            vectors[place] = (float)(left.Values[place] * factors[place % dimension]);
        }

        return vectors;
    }
}
