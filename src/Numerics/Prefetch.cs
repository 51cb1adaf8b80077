using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace MusicRec.Numerics;

/// <summary>Asks for memory that will be needed soon; it changes no number, and does nothing where the processor has no such instruction.</summary>
internal static unsafe class Prefetch
{
    /// <summary>Fetches the line of 64 bytes that <paramref name="address"/> lies in.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Read(void* address)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(address);
        }
    }
}
