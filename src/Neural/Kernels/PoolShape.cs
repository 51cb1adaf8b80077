namespace MusicRec.Neural.Kernels;

/// <summary>The sizes of a pooling: [planes, height, width] under windows of one size.</summary>
internal readonly record struct PoolShape(
    int Planes, int Height, int Width, int WindowHeight, int WindowWidth, int StrideDown, int StrideAcross, int Padding)
{
    private const int NumbersPerPiece = 65536;

    public int OutputHeight => ((Height + (2 * Padding) - WindowHeight) / StrideDown) + 1;

    public int OutputWidth => ((Width + (2 * Padding) - WindowWidth) / StrideAcross) + 1;

    public int Plane => Height * Width;

    public int OutputPlane => OutputHeight * OutputWidth;

    /// <summary>Windows of 2 × 2 beside each other, which most networks have: for them there are kernels of their own.</summary>
    public bool IsHalving => WindowHeight == 2 && WindowWidth == 2 && StrideDown == 2 && StrideAcross == 2 && Padding == 0;

    /// <summary>Pieces of work, some planes each.</summary>
    public int Pieces => (Planes + PlanesPerPiece - 1) / PlanesPerPiece;

    private int PlanesPerPiece => Math.Max(1, NumbersPerPiece / Math.Max(1, Plane));

    /// <summary>The planes of a piece, from the first to before the end.</summary>
    public (int First, int End) PlanesOf(int piece) => (piece * PlanesPerPiece, Math.Min(Planes, (piece + 1) * PlanesPerPiece));
}
