using MusicRec.Numerics;

namespace MusicRec.Embeddings;

/// <summary>
/// The best rows of those it was offered: a heap with the worst of them on top, so that most rows are dismissed by one comparison.
/// Of equal scores the smaller row is better.
/// </summary>
internal sealed class TopRows(int most)
{
    private readonly float[] _scores = new float[most];
    private readonly int[] _rows = new int[most];
    private int _count;

    /// <summary>Whether as many were kept as are wanted, one or more.</summary>
    public bool IsFull => _count == _rows.Length && _count > 0;

    /// <summary>The worst score that was kept; only where there is one.</summary>
    public float Worst => _scores[0];

    /// <summary>Offers the rows from <paramref name="firstRow"/> on, whose scores these are; no later rows were offered before.</summary>
    public void Offer(ReadOnlySpan<float> scores, int firstRow)
    {
        int place = 0;
        while (_count < _rows.Length && place < scores.Length)
        {
            Offer(scores[place], firstRow + place);
            place++;
        }

        if (_rows.Length == 0)
        {
            return;
        }

        // An equal score is no better, for its row is larger.
        while ((place = NearestKernel.FirstAbove(scores, place, _scores[0])) < scores.Length)
        {
            Sink(scores[place], firstRow + place);
            place++;
        }
    }

    /// <summary>Offers what another has kept.</summary>
    public void Offer(TopRows other)
    {
        for (int place = 0; place < other._count; place++)
        {
            Offer(other._scores[place], other._rows[place]);
        }
    }

    /// <summary>Offers one row.</summary>
    public void Offer(float score, int row)
    {
        if (_count < _rows.Length)
        {
            Rise(_count++, score, row);
        }
        else if (_count > 0 && IsWorse(_scores[0], _rows[0], score, row))
        {
            Sink(score, row);
        }
    }

    /// <summary>What was kept, the best first.</summary>
    public NearRow[] Sorted()
    {
        NearRow[] sorted = new NearRow[_count];
        for (int place = 0; place < _count; place++)
        {
            sorted[place] = new NearRow(_rows[place], _scores[place]);
        }

        Array.Sort(sorted, static (left, right) => right.Similarity.CompareTo(left.Similarity) is not 0 and int order ? order : left.Row.CompareTo(right.Row));
        return sorted;
    }

    private static bool IsWorse(float score, int row, float otherScore, int otherRow) =>
        score < otherScore || (score == otherScore && row > otherRow);

    private void Rise(int place, float score, int row)
    {
        while (place > 0 && IsWorse(score, row, _scores[(place - 1) / 2], _rows[(place - 1) / 2]))
        {
            (_scores[place], _rows[place]) = (_scores[(place - 1) / 2], _rows[(place - 1) / 2]);
            place = (place - 1) / 2;
        }

        (_scores[place], _rows[place]) = (score, row);
    }

    private void Sink(float score, int row)
    {
        int place = 0;
        while (true)
        {
            int child = (2 * place) + 1;
            if (child + 1 < _count && IsWorse(_scores[child + 1], _rows[child + 1], _scores[child], _rows[child]))
            {
                child++;
            }

            if (child >= _count || !IsWorse(_scores[child], _rows[child], score, row))
            {
                break;
            }

            (_scores[place], _rows[place]) = (_scores[child], _rows[child]);
            place = child;
        }

        (_scores[place], _rows[place]) = (score, row);
    }
}
