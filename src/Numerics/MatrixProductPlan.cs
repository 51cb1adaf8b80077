using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace MusicRec.Numerics;

/// <summary>
/// How one product is cut into pieces for threads, blocks for the caches and tiles for the registers. All operands are
/// checked before they come here.
/// </summary>
internal unsafe struct MatrixProductPlan : IPieces
{
    /// <summary>Inner length of a block: a panel of b of this length and a tile of a stay in the first cache.</summary>
    private const int InnerBlock = 512;

    /// <summary>Rows of a block of a, which stays in the second cache; a multiple of the tile's six.</summary>
    private const int RowBlock = 144;

    /// <summary>Columns of a block of b, which stays in the last cache; a multiple of sixteen.</summary>
    private const int ColumnBlock = 1024;

    /// <summary>Numbers of b up to which it is used as it is stored: it fits the first cache.</summary>
    private const int SmallRight = 6144;

    /// <summary>Numbers of a up to which it is used as it is stored, whatever its strides.</summary>
    private const int SmallLeft = 6144;

    /// <summary>Rows of a result with few columns that are worked out at once the other way round.</summary>
    private const int TransposedBlock = 256;

    [ThreadStatic]
    private static AlignedBuffer? _rightScratch;

    [ThreadStatic]
    private static AlignedBuffer? _leftScratch;

    public float* A, B, Start, Result;
    public nint ARowStride, AColumnStride, BRowStride, BColumnStride, StartRowStride, ResultRowStride;
    public long BLength;
    public int M, N, K;
    public bool IsPacked;
    private int _rowsPerPiece, _columnsPerPiece;

    /// <summary>Works out the whole product, on several threads when it is worth it.</summary>
    public void Run()
    {
        _rowsPerPiece = M;
        _columnsPerPiece = N;
        int pieces = WorkerPool.Pieces((long)M * N * K, int.MaxValue);
        if (pieces == 1)
        {
            Multiply(0, M, 0, N);
            return;
        }

        // Pieces side by side share a, pieces one below the other share b; what is shared may have to be packed by each.
        if (N >= M)
        {
            int unit = MatrixKernel.IsWide ? MatrixKernel.WideColumns : MatrixKernel.Columns, units = (N + unit - 1) / unit;
            _columnsPerPiece = (units + pieces - 1) / pieces * unit;
            pieces = (N + _columnsPerPiece - 1) / _columnsPerPiece;
        }
        else
        {
            int tiles = (M + MatrixKernel.MostRows - 1) / MatrixKernel.MostRows;
            _rowsPerPiece = (tiles + pieces - 1) / pieces * MatrixKernel.MostRows;
            pieces = (M + _rowsPerPiece - 1) / _rowsPerPiece;
        }

        WorkerPool.For(pieces, ref this);
    }

    /// <inheritdoc/>
    public readonly void Run(int piece)
    {
        int across = (N + _columnsPerPiece - 1) / _columnsPerPiece;
        int row = piece / across * _rowsPerPiece, column = piece % across * _columnsPerPiece;
        Multiply(row, Math.Min(_rowsPerPiece, M - row), column, Math.Min(_columnsPerPiece, N - column));
    }

    private readonly void Multiply(int firstRow, int rows, int firstColumn, int columns)
    {
        float* a = A + (firstRow * ARowStride);
        float* start = Start == null ? null : Start + (firstRow * StartRowStride) + firstColumn;
        float* result = Result + (firstRow * ResultRowStride) + firstColumn;
        if (IsPacked)
        {
            MultiplyPanels(a, B + (firstColumn * (nint)K), MatrixKernel.Columns * (nint)K, MatrixKernel.Columns, start, result, rows, columns);
            return;
        }

        float* b = B + (firstColumn * BColumnStride);
        if (start == null && columns <= MatrixKernel.Columns / 2 && ARowStride == 1 && rows >= 2 * MatrixKernel.Columns && K > 0)
        {
            MultiplyTransposed(a, b, result, rows, columns);
            return;
        }

        int padded = (columns + MatrixKernel.Columns - 1) / MatrixKernel.Columns * MatrixKernel.Columns;
        bool fits = firstColumn + ((K - 1) * BRowStride) + padded <= BLength;
        if (K == 0 || (BColumnStride == 1 && fits && (K * BRowStride <= SmallRight || rows <= 3 * MatrixKernel.MostRows)))
        {
            MultiplyPanels(a, b, MatrixKernel.Columns, BRowStride, start, result, rows, columns);
            return;
        }

        AlignedBuffer scratch = Scratch(ref _rightScratch, Math.Min(InnerBlock, K) * Math.Min(ColumnBlock, padded));
        fixed (float* packed = scratch.Span)
        {
            for (int column = 0; column < columns; column += ColumnBlock)
            {
                int width = Math.Min(ColumnBlock, columns - column);
                float* from = start == null ? null : start + column;
                nint fromRowStride = StartRowStride;
                for (int inner = 0; inner < K; inner += InnerBlock)
                {
                    int length = Math.Min(InnerBlock, K - inner);
                    nint panelStride = MatrixKernel.Columns * (nint)length;
                    MatrixPacking.Right(
                        b + (inner * BRowStride) + (column * BColumnStride), BRowStride, BColumnStride, packed, panelStride, width, length);
                    MultiplyBlock(
                        a + (inner * AColumnStride), packed, panelStride, MatrixKernel.Columns, from, fromRowStride, result + column, rows, width, length);
                    from = result + column;
                    fromRowStride = ResultRowStride;
                }
            }
        }
    }

    // A few columns would leave most of a tile idle where the other way round many columns fill it: bᵀ · aᵀ, of which every
    // number is the same chain.
    [SkipLocalsInit]
    private readonly void MultiplyTransposed(float* a, float* b, float* result, int rows, int columns)
    {
        float* transposed = stackalloc float[MatrixKernel.Columns / 2 * TransposedBlock];
        for (int first = 0; first < rows; first += TransposedBlock)
        {
            int count = Math.Min(TransposedBlock, rows - first);
            MatrixProductPlan plan = new()
            {
                A = b,
                ARowStride = BColumnStride,
                AColumnStride = BRowStride,
                B = a + first,
                BRowStride = AColumnStride,
                BColumnStride = 1,
                BLength = ((K - 1) * AColumnStride) + rows - first,
                Result = transposed,
                ResultRowStride = TransposedBlock,
                K = K,
            };
            plan.Multiply(0, columns, 0, count);
            float* target = result + (first * ResultRowStride);
            int row = 0;
            for (; columns == 8 && row <= count - 4; row += 4)
            {
                MatrixPacking.Transpose4(transposed + row, TransposedBlock, target + (row * ResultRowStride), ResultRowStride);
            }

            for (; row < count; row++)
            {
                for (int column = 0; column < columns; column++)
                {
                    target[(row * ResultRowStride) + column] = transposed[(column * TransposedBlock) + row];
                }
            }
        }
    }

    // b as panels that hold the whole inner length.
    private readonly void MultiplyPanels(float* a, float* b, nint panelStride, nint bRowStride, float* start, float* result, int rows, int columns)
    {
        nint startRowStride = StartRowStride;
        int inner = 0;
        do
        {
            int length = Math.Min(InnerBlock, K - inner);
            MultiplyBlock(a + (inner * AColumnStride), b + (inner * bRowStride), panelStride, bRowStride, start, startRowStride, result, rows, columns, length);
            start = result;
            startRowStride = ResultRowStride;
            inner += InnerBlock;
        }
        while (inner < K);
    }

    // Blocks of rows of a, each against all panels.
    private readonly void MultiplyBlock(
        float* a, float* b, nint panelStride, nint bRowStride, float* start, nint startRowStride, float* result, int rows, int columns, int k)
    {
        if (AColumnStride == 1 || rows * (long)k <= SmallLeft || columns <= 2 * MatrixKernel.Columns)
        {
            for (int row = 0; row < rows; row += RowBlock)
            {
                MultiplyTiles(
                    a + (row * ARowStride), false, b, panelStride, bRowStride, start == null ? null : start + (row * startRowStride), startRowStride,
                    result + (row * ResultRowStride), Math.Min(RowBlock, rows - row), columns, k);
            }

            return;
        }

        AlignedBuffer scratch = Scratch(ref _leftScratch, Math.Min(rows, RowBlock) * k);
        fixed (float* packed = scratch.Span)
        {
            for (int row = 0; row < rows; row += RowBlock)
            {
                int height = Math.Min(RowBlock, rows - row);
                MatrixPacking.Left(a + (row * ARowStride), ARowStride, AColumnStride, packed, height, k);
                MultiplyTiles(
                    packed, true, b, panelStride, bRowStride, start == null ? null : start + (row * startRowStride), startRowStride,
                    result + (row * ResultRowStride), height, columns, k);
            }
        }
    }

    private readonly void MultiplyTiles(
        float* a, bool isLeftPacked, float* b, nint panelStride, nint bRowStride, float* start, nint startRowStride, float* result, int rows, int columns, int k)
    {
        float* part = stackalloc float[MatrixKernel.MostRows * MatrixKernel.WideColumns];
        for (int column = 0, width; column < columns; column += width)
        {
            int panels = MatrixKernel.IsWide && columns - column > MatrixKernel.Columns ? 2 : 1;
            width = Math.Min(panels * MatrixKernel.Columns, columns - column);
            bool isNarrow = width <= MatrixKernel.Columns / 2, isWhole = isNarrow ? width == MatrixKernel.Columns / 2 : width == panels * MatrixKernel.Columns;
            for (int row = 0, height; row < rows; row += height)
            {
                height = MatrixKernel.NextRows(rows - row);
                float* left = a + (row * (isLeftPacked ? k : ARowStride));
                (nint rowStride, nint columnStride) = isLeftPacked ? (1, height) : (ARowStride, AColumnStride);
                float* from = start == null ? null : start + (row * startRowStride) + column, target = result + (row * ResultRowStride) + column, to = target;
                nint fromRowStride = startRowStride, toRowStride = ResultRowStride;
                if (!isWhole)
                {
                    // The last columns go through a tile of their own, so that nothing past them is read or written.
                    to = part;
                    toRowStride = MatrixKernel.WideColumns;
                    if (from != null)
                    {
                        Copy(from, startRowStride, part, MatrixKernel.WideColumns, height, width);
                        from = part;
                        fromRowStride = MatrixKernel.WideColumns;
                    }
                }

                if (MatrixKernel.IsWide && !isNarrow)
                {
                    MatrixKernel.WideTile(left, rowStride, columnStride, b, panelStride, bRowStride, from, fromRowStride, to, toRowStride, height, panels == 1, k);
                }
                else
                {
                    MatrixKernel.Tile(left, rowStride, columnStride, b, bRowStride, from, fromRowStride, to, toRowStride, height, isNarrow, k);
                }

                if (!isWhole)
                {
                    Copy(part, MatrixKernel.WideColumns, target, ResultRowStride, height, width);
                }
            }

            b += panels * panelStride;
        }
    }

    // Up to thirty-two columns of a few rows, exactly: the last vector overlaps the one before.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy(float* from, nint fromRowStride, float* to, nint toRowStride, int rows, int width)
    {
        for (int row = 0; row < rows; row++)
        {
            if (width >= 8)
            {
                Vector256<float> last = Vector256.Load(from + width - 8);
                for (int column = 0; column < width - 8; column += 8)
                {
                    Vector256.Load(from + column).Store(to + column);
                }

                last.Store(to + width - 8);
            }
            else if (width >= 4)
            {
                Vector128<float> first = Vector128.Load(from), last = Vector128.Load(from + width - 4);
                first.Store(to);
                last.Store(to + width - 4);
            }
            else
            {
                for (int column = 0; column < width; column++)
                {
                    to[column] = from[column];
                }
            }

            from += fromRowStride;
            to += toRowStride;
        }
    }

    private static AlignedBuffer Scratch(ref AlignedBuffer? scratch, int length) =>
        scratch is not null && scratch.Capacity >= length ? scratch : scratch = new AlignedBuffer(length);
}
