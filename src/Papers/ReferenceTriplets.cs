using System.Security.Cryptography;
using System.Text;
using MusicRec.Evaluation;

namespace MusicRec.Papers;

/// <summary>
/// How many triplets gensim's skip-gram gets right, recorded for several seeds with a hash of the sentences it learnt from. The file and the
/// script that makes it stand in <c>notebooks/expected/gensim-artists</c>.
/// </summary>
public sealed class ReferenceTriplets
{
    private const long MostBytes = 1 << 20;

    private readonly Content _content;
    private readonly string _path;

    private ReferenceTriplets(Content content, string path) => (_content, _path) = (content, path);

    /// <summary>The library that made the figures, and its version.</summary>
    public string MadeWith => _content.MadeWith;

    /// <summary>The names of the lists of triplets.</summary>
    public IReadOnlyList<string> Lists => [.. _content.Accuracy.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Reads a file and checks all of it before anything is handed out.</summary>
    /// <exception cref="InvalidDataException">The file is not what it should be; the message says where.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ReferenceTriplets Load(string path)
    {
        Content content = StrictJsonFile.Read<Content>(path, "a file of triplets", MostBytes);
        void Require(bool condition, string message)
        {
            if (!condition)
            {
                throw new InvalidDataException($"{path}: {message}");
            }
        }

        Require(content.Sha256.Length == 64 && content.Sha256.All(char.IsAsciiHexDigitLower), "sha256 is not 64 lower-case hexadecimal digits.");
        Require(content.Accuracy.Count > 0, "accuracy names no list.");
        foreach ((string name, double[] accuracies) in content.Accuracy)
        {
            Require(accuracies.Length > 0 && accuracies.All(IsShare), $"accuracy.{name} is empty or holds a number outside 0 to 1.");
            Require(content.Triplets.TryGetValue(name, out int[]? counts) && counts.Length == 2 && counts[0] > 0 && counts[0] <= counts[1], $"triplets.{name} is not a count and the number there are.");
            Require(
                content.Halves.TryGetValue(name, out HalfContent? halves) && halves.Triplets.Length == ArtistHalves.Count && halves.Accuracy.Length == ArtistHalves.Count
                && halves.Triplets.All(half => half is { Length: 2 } && half.All(count => count > 0))
                && halves.Accuracy.All(half => half is { Length: 2 } && half.All(seeds => seeds is not null && seeds.Length == accuracies.Length && seeds.All(IsShare))),
                $"halves.{name} does not hold {ArtistHalves.Count} halvings, each with counts and {accuracies.Length} accuracies for two halves.");
        }

        return new ReferenceTriplets(content, path);
    }

    /// <summary>Throws unless the sentences at hand are those that the figures were made with.</summary>
    /// <exception cref="InvalidOperationException">They are others.</exception>
    public void RequireSentences(IReadOnlyList<IReadOnlyList<string>> sentences)
    {
        ArgumentNullException.ThrowIfNull(sentences);
        string text = string.Join('\n', sentences.Select(sentence => string.Join(' ', sentence)));
        if (Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))) != _content.Sha256)
        {
            throw new InvalidOperationException($"{_path} was made with other sentences than the {sentences.Count} at hand; its figures cannot stand beside theirs.");
        }
    }

    /// <summary>How many triplets of a list count.</summary>
    /// <exception cref="ArgumentException">There is no such list.</exception>
    public int Count(string list) => _content.Triplets[Known(list)][0];

    /// <summary>Shares of triplets told rightly, one per seed.</summary>
    /// <exception cref="ArgumentException">There is no such list.</exception>
    public IReadOnlyList<double> Accuracies(string list) => _content.Accuracy[Known(list)];

    /// <summary>The same for triplets whose three artists are all in one of <see cref="ArtistHalves"/>.</summary>
    /// <exception cref="ArgumentException">There is no such list, halving or half.</exception>
    public IReadOnlyList<double> Accuracies(string list, int halving, int half)
    {
        Throw.IfOutside(halving, 0, ArtistHalves.Count - 1);
        Throw.IfOutside(half, 0, 1);
        return _content.Halves[Known(list)].Accuracy[halving][half];
    }

    /// <summary>How many those are.</summary>
    /// <exception cref="ArgumentException">There is no such list, halving or half.</exception>
    public int Count(string list, int halving, int half)
    {
        Throw.IfOutside(halving, 0, ArtistHalves.Count - 1);
        Throw.IfOutside(half, 0, 1);
        return _content.Halves[Known(list)].Triplets[halving][half];
    }

    private static bool IsShare(double value) => value is >= 0 and <= 1;

    private string Known(string list)
    {
        if (!_content.Accuracy.ContainsKey(list))
        {
            Throw.Unknown("list", list, Lists);
        }

        return list;
    }

    private sealed record Content(
        string MadeWith, Dictionary<string, double> Settings, int Sentences, string Sha256, Dictionary<string, int[]> Triplets, Dictionary<string, double[]> Accuracy,
        Dictionary<string, HalfContent> Halves);

    private sealed record HalfContent(int[][] Triplets, double[][][] Accuracy);
}
