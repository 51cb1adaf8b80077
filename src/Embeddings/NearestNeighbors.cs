using MusicRec.Numerics;

namespace MusicRec.Embeddings;

/// <summary>
/// Exact search for the vectors most alike to others: every one is looked at, by vector instructions and on all threads. A search for one
/// and for many at once give the same bits, with any number of threads. Equally alike ones come by rising number. One query takes as long as
/// reading all vectors does; so a copy in half the memory is read, and only those that may be among the best, rounding considered, in full.
/// </summary>
public sealed class NearestNeighbors
{
    // Rows whose scores are worked out at once, and queries that share them: the scores stay in the second cache.
    private const int BlockRows = 512;
    private const int QueryGroup = 128;

    // Longer vectors' squares might not be finite in float.
    private const double LongestVector = 1e18;

    private readonly float[] _panels;
    private readonly uint[] _halves;
    private readonly float[] _blockLengths;
    private readonly VectorSimilarity _similarity;

    /// <summary>Takes a copy of the vectors.</summary>
    /// <param name="vectors">Row after row, [count, <paramref name="dimension"/>], finite.</param>
    /// <param name="dimension">Numbers in a vector, 1 or more.</param>
    /// <param name="similarity">What counts as near.</param>
    /// <exception cref="ArgumentException">There are no whole rows, or a number is not finite, or a length too small for cosines or too large for scalar products.</exception>
    public NearestNeighbors(ReadOnlySpan<float> vectors, int dimension, VectorSimilarity similarity = VectorSimilarity.Cosine)
    {
        Throw.IfBelow(dimension, 1);
        Throw.IfUndefined(similarity);
        Throw.IfEmpty(vectors.Length, nameof(vectors));
        if (vectors.Length % dimension != 0)
        {
            throw new ArgumentException($"vectors holds {vectors.Length} numbers; needed: a multiple of {dimension}, the dimension.", nameof(vectors));
        }

        Throw.IfNotFinite(vectors);
        _similarity = similarity;
        Dimension = dimension;
        Count = vectors.Length / dimension;
        _panels = new float[MatrixProduct.PackedLength(Count, dimension)];
        _halves = new uint[_panels.Length / 2];
        _blockLengths = new float[(Count + BlockRows - 1) / BlockRows];
        for (int row = 0; row < Count; row++)
        {
            ReadOnlySpan<float> from = vectors.Slice(row * dimension, dimension);
            float factor = Factor(from, "vectors", row);
            int place = (row / NearestKernel.Height * NearestKernel.Height * dimension) + (row % NearestKernel.Height);
            foreach (float number in from)
            {
                _panels[place] = number * factor;
                place += NearestKernel.Height;
            }

            ref float longest = ref _blockLengths[row / BlockRows];
            longest = Math.Max(longest, (float)Length(from) * factor);
        }

        for (int place = 0; place < _halves.Length; place++)
        {
            int lower = (place / 8 * NearestKernel.Height) + (place % 8);
            _halves[place] = NearestKernel.Halve(_panels[lower], _panels[lower + 8]);
        }
    }

    /// <summary>Number of vectors.</summary>
    public int Count { get; }

    /// <summary>Numbers in a vector.</summary>
    public int Dimension { get; }

    /// <summary>The rows most alike to <paramref name="query"/>, the nearest first.</summary>
    /// <param name="query">A vector of <see cref="Dimension"/> finite numbers.</param>
    /// <param name="count">How many, 0 or more; where there are fewer rows, all of them.</param>
    /// <exception cref="ArgumentException">The query has another length or numbers that are not finite.</exception>
    public NearRow[] Find(ReadOnlySpan<float> query, int count) => FindBatch(query, count, 1)[0];

    /// <summary>The same for many queries at once, which is many times as fast as one after the other.</summary>
    /// <param name="queries">Row after row, [queries, <see cref="Dimension"/>].</param>
    /// <param name="count">How many for each.</param>
    /// <exception cref="ArgumentException">The queries are no whole rows or have numbers that are not finite.</exception>
    public NearRow[][] FindBatch(ReadOnlySpan<float> queries, int count)
    {
        if (queries.Length % Dimension != 0)
        {
            throw new ArgumentException($"queries holds {queries.Length} numbers; needed: a multiple of {Dimension}, the dimension.", nameof(queries));
        }

        return FindBatch(queries, count, queries.Length / Dimension);
    }

    private NearRow[][] FindBatch(ReadOnlySpan<float> queries, int count, int queryCount)
    {
        Throw.IfBelow(count, 0);
        Throw.IfLengthsDiffer(queries.Length, nameof(queries), queryCount * Dimension, "rows × dimension");
        Throw.IfNotFinite(queries);
        float[] scaled = queries.ToArray();
        for (int query = 0; query < queryCount; query++)
        {
            Span<float> own = scaled.AsSpan(query * Dimension, Dimension);
            float factor = Factor(own, nameof(queries), query);
            foreach (ref float number in own)
            {
                number *= factor;
            }
        }

        NearRow[][] found = new NearRow[queryCount][];
        for (int first = 0; first < queryCount; first += QueryGroup)
        {
            FindGroup(scaled, first, Math.Min(QueryGroup, queryCount - first), Math.Min(count, Count), found);
        }

        return found;
    }

    private void FindGroup(float[] queries, int firstQuery, int queryCount, int count, NearRow[][] found)
    {
        int blocks = (Count + BlockRows - 1) / BlockRows;
        int pieces = Math.Min(blocks, WorkerPool.Pieces((long)Count * Dimension * queryCount, 4 * ParallelLoop.ThreadCount));
        TopRows[][] best = new TopRows[pieces][];
        ParallelLoop.For(pieces, piece =>
        {
            int first = (int)((long)blocks * piece / pieces), end = (int)((long)blocks * (piece + 1) / pieces);
            TopRows[] own = [.. Enumerable.Range(0, queryCount).Select(_ => new TopRows(count))];
            float[] scores = new float[BlockRows * queryCount];
            for (int block = first; block < end; block++)
            {
                OfferBlock(queries.AsSpan(firstQuery * Dimension, queryCount * Dimension), queryCount, block, scores, own);
            }

            best[piece] = own;
        });
        for (int query = 0; query < queryCount; query++)
        {
            for (int piece = 1; piece < pieces; piece++)
            {
                best[0][query].Offer(best[piece][query]);
            }

            found[firstQuery + query] = best[0][query].Sorted();
        }
    }

    private void OfferBlock(ReadOnlySpan<float> queries, int queryCount, int block, float[] scores, TopRows[] best)
    {
        int firstRow = block * BlockRows, rows = Math.Min(BlockRows, Count - firstRow);
        int whole = (rows + NearestKernel.Height - 1) / NearestKernel.Height * NearestKernel.Height;
        ReadOnlySpan<float> panels = _panels.AsSpan(firstRow * Dimension, whole * Dimension);
        if (queryCount == 1 && best[0].IsFull)
        {
            OfferCandidates(queries, block, whole, scores, best[0]);
            return;
        }

        if (queryCount == 1)
        {
            NearestKernel.Scores(panels, queries, scores.AsSpan(0, whole));
        }
        else
        {
            MatrixProduct.MultiplyPacked(new MatrixOperand(queries, Dimension), panels, default, scores, BlockRows, queryCount, rows, Dimension);
        }

        for (int query = 0; query < queryCount; query++)
        {
            best[query].Offer(scores.AsSpan(query * BlockRows, rows), firstRow);
        }
    }

    private void OfferCandidates(ReadOnlySpan<float> query, int block, int rows, float[] scores, TopRows best)
    {
        int firstRow = block * BlockRows;
        NearestKernel.HalfScores(_halves.AsSpan(firstRow / 2 * Dimension, rows / 2 * Dimension), query, scores.AsSpan(0, rows));

        // Rounding to eight digits moves a product by 2⁻⁸ of the two lengths' product at most, sums in float by some 2⁻²³ a step.
        double slack = ((0.00390625 + ((Dimension + 4) * 2.4e-7)) * Length(query) * _blockLengths[block] * 1.001) + (Dimension * 1e-38 * (1 + Length(query)));
        int end = Math.Min(rows, Count - firstRow), place = 0;
        while ((place = NearestKernel.FirstAbove(scores.AsSpan(0, end), place, MathF.BitDecrement((float)(best.Worst - slack)))) < end)
        {
            best.Offer(Score(query, firstRow + place), firstRow + place);
            place++;
        }
    }

    // The chain of the kernels.
    private float Score(ReadOnlySpan<float> query, int row)
    {
        int place = (row / NearestKernel.Height * NearestKernel.Height * Dimension) + (row % NearestKernel.Height);
        float sum = 0;
        foreach (float number in query)
        {
            sum = MathF.FusedMultiplyAdd(number, _panels[place], sum);
            place += NearestKernel.Height;
        }

        return sum;
    }

    private static double Length(ReadOnlySpan<float> vector)
    {
        double squares = 0;
        foreach (float number in vector)
        {
            squares += (double)number * number;
        }

        return Math.Sqrt(squares);
    }

    // What numbers are multiplied by: one over the length for cosines.
    private float Factor(ReadOnlySpan<float> vector, string name, int row)
    {
        double length = Length(vector);
        if (_similarity == VectorSimilarity.DotProduct)
        {
            return length <= LongestVector
                ? 1
                : throw new ArgumentException($"Row {row} of {name} has a length of {length:R}; allowed: up to {LongestVector:R}, so that products stay finite.", name);
        }

        double factor = length == 0 ? 0 : 1 / length;
        return float.IsFinite((float)factor)
            ? (float)factor
            : throw new ArgumentException($"Row {row} of {name} has a length of {length:R}, too small for a cosine in float.", name);
    }
}
