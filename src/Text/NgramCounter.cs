using MusicRec.Numerics;

namespace MusicRec.Text;

/// <summary>
/// Counts n-grams without hashing or sorting all of them: the words that follow each shorter n-gram are gathered beside
/// each other (counting sort) and then counted where they lie.
/// </summary>
internal static class NgramCounter
{
    /// <summary>Below so many followers sorting them is faster than a tally over all words.</summary>
    private const int FewFollowers = 48;

    /// <summary>The n-grams of 1, 2, … <paramref name="maximumLength"/> words.</summary>
    public static NgramLevel[] Count(TokenizedCorpus corpus, int maximumLength)
    {
        List<NgramLevel> levels = [Words(corpus)];
        if (maximumLength == 1)
        {
            return [.. levels];
        }

        int[] documents = DocumentOfEachToken(corpus);
        int[] slots = [.. corpus.Tokens];
        int longest = corpus.DocumentCount == 0 ? 0 : Enumerable.Range(0, corpus.DocumentCount).Max(document => corpus.Starts[document + 1] - corpus.Starts[document]);
        for (int length = 2; length <= Math.Min(maximumLength, longest); length++)
        {
            levels.Add(Extend(corpus, documents, levels[^1].LastWords.Length, slots, length));
        }

        return [.. levels];
    }

    private static NgramLevel Words(TokenizedCorpus corpus)
    {
        int count = corpus.Words.Length;
        int[] frequencies = new int[count], documents = new int[count], last = new int[count];
        Array.Fill(last, -1);
        for (int document = 0; document < corpus.DocumentCount; document++)
        {
            for (int position = corpus.Starts[document]; position < corpus.Starts[document + 1]; position++)
            {
                int word = corpus.Tokens[position];
                frequencies[word]++;
                if (last[word] != document)
                {
                    last[word] = document;
                    documents[word]++;
                }
            }
        }

        return new NgramLevel([0, count], [.. Enumerable.Range(0, count)], frequencies, documents);
    }

    private static int[] DocumentOfEachToken(TokenizedCorpus corpus)
    {
        int[] documents = new int[corpus.Tokens.Length];
        for (int document = 0; document < corpus.DocumentCount; document++)
        {
            documents.AsSpan(corpus.Starts[document]..corpus.Starts[document + 1]).Fill(document);
        }

        return documents;
    }

    // slots: of the n-gram one word shorter that starts at each token, and afterwards of the one of this length.
    private static NgramLevel Extend(TokenizedCorpus corpus, int[] documents, int slotCount, int[] slots, int length)
    {
        (int[] starts, ulong[] followers) = Gather(corpus, slotCount, slots, length);
        int[] words = new int[followers.Length], frequencies = new int[followers.Length], documentCounts = new int[followers.Length];
        NgramLevel level = new(starts, words, frequencies, documentCounts);
        int[] bounds = EqualParts(starts, WorkerPool.Pieces(64L * followers.Length, 64));
        ParallelLoop.For(bounds.Length - 1, part =>
        {
            Tally[]? tallies = null;
            int[] touched = [];
            for (int slot = bounds[part]; slot < bounds[part + 1]; slot++)
            {
                Span<ulong> own = followers.AsSpan(starts[slot]..starts[slot + 1]);
                if (own.Length <= FewFollowers)
                {
                    CountFew(own, documents, starts[slot], level, slots);
                }
                else
                {
                    tallies ??= new Tally[corpus.Words.Length];
                    touched = touched.Length == 0 ? new int[corpus.Words.Length] : touched;
                    CountMany(own, documents, starts[slot], level, slots, tallies, touched);
                }
            }
        });
        return level;
    }

    // Behind each slot, in the order of the tokens: the next word in the high half and where the n-gram starts in the low one.
    private static (int[] Starts, ulong[] Followers) Gather(TokenizedCorpus corpus, int slotCount, int[] slots, int length)
    {
        int[] starts = new int[slotCount + 1], documents = corpus.Starts;
        for (int document = 0; document < corpus.DocumentCount; document++)
        {
            for (int position = documents[document]; position + length <= documents[document + 1]; position++)
            {
                starts[slots[position] + 1]++;
            }
        }

        for (int slot = 0; slot < slotCount; slot++)
        {
            starts[slot + 1] += starts[slot];
        }

        int[] next = starts[..^1];
        ulong[] followers = new ulong[starts[^1]];
        for (int document = 0; document < corpus.DocumentCount; document++)
        {
            for (int position = documents[document]; position + length <= documents[document + 1]; position++)
            {
                followers[next[slots[position]]++] = ((ulong)corpus.Tokens[position + length - 1] << 32) | (uint)position;
            }
        }

        return (starts, followers);
    }

    private static int[] EqualParts(int[] starts, int parts)
    {
        int[] bounds = new int[parts + 1];
        for (int part = 1; part < parts; part++)
        {
            int found = Array.BinarySearch(starts, (int)((long)starts[^1] * part / parts));
            bounds[part] = Math.Min(starts.Length - 1, Math.Max(bounds[part - 1], found < 0 ? ~found : found));
        }

        bounds[parts] = starts.Length - 1;
        return bounds;
    }

    private static void CountFew(Span<ulong> followers, int[] documents, int start, NgramLevel level, int[] slots)
    {
        if (followers.Length > 1)
        {
            followers.Sort();
        }

        int slot = start - 1, lastWord = -1, lastDocument = -1;
        foreach (ulong follower in followers)
        {
            int word = (int)(follower >> 32), position = (int)(uint)follower;
            if (word != lastWord)
            {
                level.LastWords[++slot] = word;
                (lastWord, lastDocument) = (word, -1);
            }

            level.Frequencies[slot]++;
            level.Documents[slot] += documents[position] != lastDocument ? 1 : 0;
            lastDocument = documents[position];
            slots[position] = slot;
        }
    }

    private static void CountMany(Span<ulong> followers, int[] documents, int start, NgramLevel level, int[] slots, Tally[] tallies, int[] touched)
    {
        int distinct = 0;
        foreach (ulong follower in followers)
        {
            int document = documents[(uint)follower];
            ref Tally tally = ref tallies[follower >> 32];
            if (tally.Frequency++ == 0)
            {
                touched[distinct++] = (int)(follower >> 32);
                tally.LastDocument = -1;
            }

            tally.Documents += tally.LastDocument != document ? 1 : 0;
            tally.LastDocument = document;
        }

        touched.AsSpan(0, distinct).Sort();
        for (int index = 0; index < distinct; index++)
        {
            ref Tally tally = ref tallies[touched[index]];
            level.LastWords[start + index] = touched[index];
            level.Frequencies[start + index] = tally.Frequency;
            level.Documents[start + index] = tally.Documents;
            tally.Slot = start + index;
        }

        foreach (ulong follower in followers)
        {
            slots[(uint)follower] = tallies[follower >> 32].Slot;
        }

        for (int index = 0; index < distinct; index++)
        {
            tallies[touched[index]] = default;
        }
    }

    private struct Tally
    {
        public int Frequency;
        public int Documents;
        public int LastDocument;
        public int Slot;
    }
}
