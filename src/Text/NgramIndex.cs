using System.Runtime.InteropServices;
using MusicRec.Numerics;

namespace MusicRec.Text;

/// <summary>Finds the n-grams of a vocabulary in documents: a tree of words, in which each node may be a column.</summary>
internal sealed class NgramIndex
{
    private const int StopWord = -2, Unknown = -1, DocumentsPerPiece = 256;

    private readonly NgramSettings _settings;
    private readonly Dictionary<string, int> _words = new(StringComparer.Ordinal);
    private readonly PairTable _children = new();
    private readonly List<int> _columnOfNode = [];
    private readonly int _columns;

    /// <summary>An index of <paramref name="terms"/>, each at its own place.</summary>
    public NgramIndex(NgramSettings settings, IReadOnlyList<string> terms)
    {
        (_settings, _columns) = (settings, terms.Count);
        string[][] words = [.. terms.Select(term => term.Split(' '))];
        foreach (string word in words.SelectMany(term => term))
        {
            // Nodes of the first level have the numbers of their words.
            if (_words.TryAdd(word, _words.Count))
            {
                _columnOfNode.Add(Unknown);
            }
        }

        for (int column = 0; column < words.Length; column++)
        {
            _columnOfNode[Node(words[column])] = column;
        }

        foreach (string word in settings.StopWords)
        {
            _words[word] = StopWord;
        }
    }

    /// <summary>Counts of the vocabulary's n-grams, [documents, terms].</summary>
    public CountedRows Count(IReadOnlyList<string> documents)
    {
        int[][] found = new int[documents.Count][];
        ForEachPiece(documents.Count, (first, end) =>
        {
            WordPattern pattern = new(_settings);
            Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup = _words.GetAlternateLookup<ReadOnlySpan<char>>();
            List<int> tokens = [], columns = [];
            for (int document = first; document < end; document++)
            {
                tokens.Clear();
                int position = 0;
                ReadOnlySpan<char> text = pattern.Prepare(documents[document]);
                while (pattern.TryFind(text, ref position, out ReadOnlySpan<char> word))
                {
                    int number = lookup.TryGetValue(word, out int known) ? known : Unknown;
                    if (number != StopWord)
                    {
                        tokens.Add(number);
                    }
                }

                found[document] = Columns(CollectionsMarshal.AsSpan(tokens), columns);
            }
        });
        return CountedRows.Of(found, _columns, _settings.Binary);
    }

    /// <summary>The same for documents that have been read already.</summary>
    public CountedRows Count(TokenizedCorpus corpus)
    {
        int[] numbers = [.. corpus.Words.Select(word => _words.GetValueOrDefault(word, Unknown))];
        int[][] found = new int[corpus.DocumentCount][];
        ForEachPiece(found.Length, (first, end) =>
        {
            List<int> tokens = [], columns = [];
            for (int document = first; document < end; document++)
            {
                tokens.Clear();
                foreach (int word in corpus.Tokens.AsSpan(corpus.Starts[document]..corpus.Starts[document + 1]))
                {
                    tokens.Add(numbers[word]);
                }

                found[document] = Columns(CollectionsMarshal.AsSpan(tokens), columns);
            }
        });
        return CountedRows.Of(found, _columns, _settings.Binary);
    }

    private static void ForEachPiece(int documents, Action<int, int> work) => ParallelLoop.For(
        (documents + DocumentsPerPiece - 1) / DocumentsPerPiece,
        piece => work(piece * DocumentsPerPiece, Math.Min(documents, (piece + 1) * DocumentsPerPiece)));

    private int Node(string[] words)
    {
        int node = _words[words[0]];
        foreach (string word in words.AsSpan(1))
        {
            int child = _children.Find(node, _words[word]);
            if (child < 0)
            {
                child = _columnOfNode.Count;
                _columnOfNode.Add(Unknown);
                _children.Add(node, _words[word], child);
            }

            node = child;
        }

        return node;
    }

    // The column of every n-gram that has one, ascending, as often as it occurs.
    private int[] Columns(ReadOnlySpan<int> tokens, List<int> columns)
    {
        columns.Clear();
        for (int start = 0; start < tokens.Length; start++)
        {
            int node = tokens[start];
            for (int next = start + 1; node >= 0; next++)
            {
                if (_columnOfNode[node] >= 0)
                {
                    columns.Add(_columnOfNode[node]);
                }

                node = next < tokens.Length && tokens[next] >= 0 && next - start < _settings.MaximumLength ? _children.Find(node, tokens[next]) : Unknown;
            }
        }

        columns.Sort();
        return [.. columns];
    }
}
