using System.Security.Cryptography;
using System.Text;

namespace MusicRec.Papers;

/// <summary>
/// Eight ways to part artists in two, as if by coin: by a bit of the SHA-256 of their <see cref="ArtistKey"/>. So a half is the same
/// in any program, and what is chosen on triplets inside one half can be judged on those inside the other.
/// </summary>
public static class ArtistHalves
{
    /// <summary>Number of ways.</summary>
    public const int Count = 8;

    /// <summary>The half of an artist, 0 or 1.</summary>
    /// <param name="key">Its <see cref="ArtistKey"/>.</param>
    /// <param name="halving">Which of the ways, 0 to 7.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such way.</exception>
    public static int HalfOf(string key, int halving)
    {
        ArgumentNullException.ThrowIfNull(key);
        Throw.IfOutside(halving, 0, Count - 1);
        return (SHA256.HashData(Encoding.UTF8.GetBytes(key))[0] >> halving) & 1;
    }
}
