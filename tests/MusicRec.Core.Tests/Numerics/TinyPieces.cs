using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Numerics;

/// <summary>While one is there, the smallest work is cut into pieces for several threads.</summary>
internal readonly struct TinyPieces : IDisposable
{
    private readonly long _before = WorkerPool.SmallestPiece;

    public TinyPieces() => WorkerPool.SmallestPiece = 1;

    public void Dispose() => WorkerPool.SmallestPiece = _before;
}
