using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// Finds which words a model knew from how many words of each document it knew: every document is an equation with whole numbers.
/// Equations that settle a word are used until none does; then the word that stands in most of the unsettled documents is tried, and taken back where that leads to a contradiction.
/// </summary>
internal sealed class VocabularyRecovery
{
    // Real documents need some five; documents that are not the model's must not take for ever to be found out.
    private const int MaximumAttempts = 2000;
    private readonly SparseMatrix _counts;
    private readonly int[] _known;
    private readonly Membership[] _words;

    private VocabularyRecovery(SparseMatrix counts, int[] known, Membership[] words) => (_counts, _known, _words) = (counts, known, words);

    private enum Membership : byte
    {
        Open,
        In,
        Out,
    }

    /// <summary>The known words, ascending, or null where no set of words that fits every document was found.</summary>
    /// <param name="counts">How often each word stands in each document, [documents, words], 0 or more, whole.</param>
    /// <param name="known">How many of each document's words the model knew, repeats counted.</param>
    public static int[]? Solve(SparseMatrix counts, int[] known)
    {
        int attempts = MaximumAttempts;
        return new VocabularyRecovery(counts, known, new Membership[counts.Columns]).Search(ref attempts);
    }

    private int[]? Search(ref int attempts)
    {
        while (Settle())
        {
            int word = MostPressing();
            if (word < 0)
            {
                return [.. Enumerable.Range(0, _counts.Columns).Where(column => _words[column] == Membership.In)];
            }

            if (--attempts < 0)
            {
                return null;
            }

            VocabularyRecovery attempt = new(_counts, _known, [.. _words]);
            attempt._words[word] = Membership.In;
            if (attempt.Search(ref attempts) is int[] found)
            {
                return found;
            }

            _words[word] = Membership.Out;
        }

        return null;
    }

    // False where a document has too many words in, or too few that may be.
    private bool Settle()
    {
        for (bool changed = true; changed;)
        {
            changed = false;
            for (int row = 0; row < _counts.Rows; row++)
            {
                (double missing, double open) = Remainder(row);
                if (missing < 0 || missing > open)
                {
                    return false;
                }

                if (open > 0)
                {
                    changed |= SettleRow(row, missing, open);
                }
            }
        }

        return true;
    }

    private bool SettleRow(int row, double missing, double open)
    {
        bool changed = false;
        ReadOnlySpan<int> words = _counts.RowColumns(row);
        ReadOnlySpan<float> counts = _counts.RowValues(row);
        for (int place = 0; place < words.Length; place++)
        {
            // More often here than words are missing: out. More often than can be spared: in.
            if (_words[words[place]] == Membership.Open && (counts[place] > missing || counts[place] > open - missing))
            {
                _words[words[place]] = counts[place] > missing ? Membership.Out : Membership.In;
                changed = true;
            }
        }

        return changed;
    }

    private (double Missing, double Open) Remainder(int row)
    {
        (double missing, double open) = (_known[row], 0);
        ReadOnlySpan<int> words = _counts.RowColumns(row);
        ReadOnlySpan<float> counts = _counts.RowValues(row);
        for (int place = 0; place < words.Length; place++)
        {
            missing -= _words[words[place]] == Membership.In ? counts[place] : 0;
            open += _words[words[place]] == Membership.Open ? counts[place] : 0;
        }

        return (missing, open);
    }

    // The open word in most documents that still miss words, of equal ones the first; −1 where no document misses any.
    private int MostPressing()
    {
        int[] documents = new int[_counts.Columns];
        for (int row = 0; row < _counts.Rows; row++)
        {
            if (Remainder(row).Missing > 0)
            {
                foreach (int word in _counts.RowColumns(row))
                {
                    documents[word] += _words[word] == Membership.Open ? 1 : 0;
                }
            }
        }

        int best = -1;
        for (int word = 0; word < documents.Length; word++)
        {
            best = documents[word] > (best < 0 ? 0 : documents[best]) ? word : best;
        }

        return best;
    }
}
