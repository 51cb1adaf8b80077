using System.Runtime.InteropServices;
using MusicRec.Numerics;

namespace MusicRec.Text;

/// <summary>Documents as numbers: every word by its place among all words in the order of code points.</summary>
internal sealed class TokenizedCorpus
{
    private const int LeftOut = -1;

    private TokenizedCorpus(string[] words, int[] tokens, int[] starts) => (Words, Tokens, Starts) = (words, tokens, starts);

    /// <summary>The distinct words, ascending.</summary>
    public string[] Words { get; }

    /// <summary>The words of all documents one behind the other, as indices of <see cref="Words"/>.</summary>
    public int[] Tokens { get; }

    /// <summary>Where each document starts in <see cref="Tokens"/>, and the end of the last, [documents + 1].</summary>
    public int[] Starts { get; }

    public int DocumentCount => Starts.Length - 1;

    /// <summary>Reads documents in blocks side by side; the numbers do not depend on where blocks end.</summary>
    public static TokenizedCorpus Read(IReadOnlyList<string> documents, NgramSettings settings)
    {
        int[] starts = new int[documents.Count + 1];
        Block[] blocks = Block.Split(documents.Count);
        ParallelLoop.For(blocks.Length, index => blocks[index].Read(documents, settings, starts));
        for (int document = 0; document < documents.Count; document++)
        {
            starts[document + 1] = checked(starts[document] + starts[document + 1]);
        }

        string[] words = Merge(blocks);
        int[] tokens = new int[starts[^1]];
        ParallelLoop.For(blocks.Length, index => blocks[index].Write(tokens.AsSpan(starts[blocks[index].First])));
        return new TokenizedCorpus(words, tokens, starts);
    }

    // The words of all blocks in order; each block learns the places of its own.
    private static string[] Merge(Block[] blocks)
    {
        Dictionary<string, int> found = new(StringComparer.Ordinal);
        List<string> words = [];
        foreach (Block block in blocks)
        {
            block.Places = new int[block.Words.Count];
            for (int word = 0; word < block.Words.Count; word++)
            {
                ref int place = ref CollectionsMarshal.GetValueRefOrAddDefault(found, block.Words[word], out bool isKnown);
                if (!isKnown)
                {
                    place = words.Count;
                    words.Add(block.Words[word]);
                }

                block.Places[word] = place;
            }
        }

        string[] sorted = [.. words];
        int[] order = [.. Enumerable.Range(0, sorted.Length)], ranks = new int[sorted.Length];
        Array.Sort(sorted, order, Comparer<string>.Create(PythonText.Compare));
        for (int rank = 0; rank < order.Length; rank++)
        {
            ranks[order[rank]] = rank;
        }

        foreach (Block block in blocks)
        {
            foreach (ref int place in block.Places.AsSpan())
            {
                place = ranks[place];
            }
        }

        return sorted;
    }

    /// <summary>Some documents in a row, with numbers of its own for words.</summary>
    private sealed class Block(int first, int end)
    {
        private const int MostBlocks = 16;

        private readonly List<int> _tokens = [];

        public int First => first;

        public List<string> Words { get; } = [];

        public int[] Places { get; set; } = [];

        public static Block[] Split(int documents)
        {
            int count = Math.Min(documents, MostBlocks);
            return [.. Enumerable.Range(0, count).Select(index => new Block(
                (int)((long)documents * index / count), (int)((long)documents * (index + 1) / count)))];
        }

        // Writes how many words each document has behind the place where its start will stand.
        public void Read(IReadOnlyList<string> documents, NgramSettings settings, int[] counts)
        {
            WordPattern pattern = new(settings);
            Dictionary<string, int> known = new(StringComparer.Ordinal);
            foreach (string word in settings.StopWords)
            {
                known[word] = LeftOut;
            }

            Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup = known.GetAlternateLookup<ReadOnlySpan<char>>();
            for (int document = first; document < end; document++)
            {
                int before = _tokens.Count, position = 0;
                ReadOnlySpan<char> text = pattern.Prepare(documents[document]);
                while (pattern.TryFind(text, ref position, out ReadOnlySpan<char> word))
                {
                    if (!lookup.TryGetValue(word, out int number))
                    {
                        number = Words.Count;
                        Words.Add(word.ToString());
                        known.Add(Words[number], number);
                    }

                    if (number != LeftOut)
                    {
                        _tokens.Add(number);
                    }
                }

                counts[document + 1] = _tokens.Count - before;
            }
        }

        public void Write(Span<int> tokens)
        {
            ReadOnlySpan<int> own = CollectionsMarshal.AsSpan(_tokens);
            for (int index = 0; index < own.Length; index++)
            {
                tokens[index] = Places[own[index]];
            }
        }
    }
}
