using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// Cuts tiles of rows into blocks that depend on their number alone: sums taken block by block, and then over the blocks in
/// order, are the same for any number of threads.
/// </summary>
internal sealed class RowBlocks(RowTiles rows)
{
    // Small enough for the nearest cache, and few enough for their sums to be added up quickly.
    private const int SmallestBlock = 64;
    private const int MostBlocks = 64;
    private readonly int _tiles = Math.Max(SmallestBlock, (rows.TileCount + MostBlocks - 1) / MostBlocks);

    /// <summary>Number of blocks.</summary>
    public int Count => (rows.TileCount + _tiles - 1) / _tiles;

    /// <summary>Runs <paramref name="body"/> for every block, on several threads where <paramref name="points"/> distances per row are work enough.</summary>
    public void For(int points, Action<Block> body)
    {
        if (Count == 0)
        {
            return;
        }

        // In double, with the difference before it, a multiply-add takes some six times as long.
        int pieces = WorkerPool.Pieces(6L * points * rows.Rows * rows.Columns, Count), perPiece = ((Count - 1) / pieces) + 1;
        ParallelLoop.For(((Count - 1) / perPiece) + 1, piece =>
        {
            for (int block = piece * perPiece; block < Math.Min(Count, (piece + 1) * perPiece); block++)
            {
                body(this[block]);
            }
        });
    }

    /// <summary>One block.</summary>
    public Block this[int index]
    {
        get
        {
            int firstTile = index * _tiles, tileCount = Math.Min(_tiles, rows.TileCount - firstTile), firstRow = firstTile * RowTiles.Height;
            return new Block(index, firstTile, tileCount, firstRow, Math.Min(rows.Rows, firstRow + (tileCount * RowTiles.Height)));
        }
    }

    /// <summary>Some tiles and the rows in them.</summary>
    internal readonly record struct Block(int Index, int FirstTile, int TileCount, int FirstRow, int EndRow)
    {
        /// <summary>The part of <paramref name="values"/>, one per row and as many as fill the last tile, that belongs to the block.</summary>
        public Span<T> Of<T>(T[] values) => values.AsSpan(FirstRow, TileCount * RowTiles.Height);
    }
}
