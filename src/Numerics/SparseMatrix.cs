namespace MusicRec.Numerics;

/// <summary>A table of which few numbers are not 0, row after row (CSR), [rows, columns].</summary>
public sealed class SparseMatrix
{
}
