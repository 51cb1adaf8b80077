using System.Security.Cryptography;
using System.Text;
using MusicRec.Numerics;

namespace MusicRec.Data.Sample;

/// <summary>
/// The made-up music world: artists with a style, tracks with features, genre, year and popularity, lyrics, listeners,
/// playlists and audio clips, all invented from one seed and the same to the byte everywhere. It is written in the
/// formats and headers of the real data sets, so that everything runs without them. No row of it is real.
/// </summary>
public static class SampleWorld
{
    internal const ulong Seed = 20_190_203;
    private const int ArtistCount = 320;
    private const int TracksPerArtist = 14;

    /// <summary>Writes every text file of the sample into <paramref name="folder"/>, in place of what stands there.</summary>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    public static void Write(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        RandomStream world = new(Seed);
        SampleNames names = new(world.Split(0));
        SampleArtist[] artists = SampleArtist.Make(ArtistCount, world.Split(1), names);
        SampleTrack[] tracks = SampleTrack.Make(artists, TracksPerArtist, world.Split(2), names);

        SampleTables.WriteSpotify1M(tracks, world.Split(10), folder);
        SampleTables.WriteSpotify2024(tracks, world.Split(11), folder);
        SampleTables.WriteSpotify114K(tracks, world.Split(12), folder);
        SampleTables.WriteSpotifyFeatures(tracks, world.Split(13), folder);
        SampleLikes.WriteFirst(tracks, world.Split(14), folder);
        SampleLikes.WriteSecond(tracks, world.Split(15), folder);
        SampleListeners.Write(artists, world.Split(16), folder);
        SampleLyrics.Write(tracks, world.Split(17), folder);
        SamplePlaylists.Write(tracks, world.Split(18), names, folder);
        SampleSimilarity.Write(artists, world.Split(19), folder);
        SampleFile.WriteBytes(Path.Combine(folder, DataFolder.SampleMarker), "Everything in this folder is made up; see README.md.\n"u8);
        WriteHashes(folder);
    }

    /// <summary>
    /// Writes made-up tracks in the file and header of Kaggle's complete "Spotify 1 Million Tracks", any number of them: to measure what that
    /// size takes without having it. The folder is marked as made up.
    /// </summary>
    /// <param name="folder">A folder that is new or empty, or that was marked as made up before.</param>
    /// <param name="rows">1 to 10,000,000; the original has 1,159,764.</param>
    /// <exception cref="IOException">The folder cannot be written to, or holds something that is not made up.</exception>
    public static void WriteSpotify1M(string folder, int rows)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        Throw.IfOutside(rows, 1, 10_000_000);
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any() && !DataFolder.IsSample(folder))
        {
            throw new IOException($"'{folder}' is not empty and not marked as made up ({DataFolder.SampleMarker}); nothing is written over real data.");
        }

        SampleFile.WriteBytes(Path.Combine(folder, DataFolder.SampleMarker), "Everything in this folder is made up.\n"u8);
        SampleTables.WriteSpotify1MComplete(rows, new RandomStream(Seed).Split(30), folder);
    }

    /// <summary>Synthesises those audio clips of the sample that are not yet in <paramref name="folder"/>.</summary>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    public static void WriteClips(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ParallelLoop.For(SampleAudio.ClipCount, clip =>
        {
            string path = Path.Combine(folder, SampleAudio.PathOf(clip));
            if (!File.Exists(path))
            {
                SampleFile.WriteBytes(path, Synthesise(clip));
            }
        });
    }

    // One line per file, as sha256sum writes it, the clips that are not committed included.
    private static void WriteHashes(string folder)
    {
        string[] lines = new string[SampleAudio.ClipCount];
        ParallelLoop.For(lines.Length, clip => lines[clip] = HashLine(Synthesise(clip), SampleAudio.PathOf(clip)));
        IEnumerable<string> tables = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(path => path.EndsWith(".csv", StringComparison.Ordinal) || path.EndsWith(".dat", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(path => HashLine(File.ReadAllBytes(Path.Combine(folder, path)), path));
        SampleFile.WriteBytes(Path.Combine(folder, "SHA256SUMS"), Encoding.ASCII.GetBytes(string.Concat(tables.Concat(lines))));
    }

    private static byte[] Synthesise(int clip) => SampleAudio.Synthesise(clip, new RandomStream(Seed).Split(100));

    private static string HashLine(byte[] bytes, string path) => $"{Convert.ToHexStringLower(SHA256.HashData(bytes))}  ./{path}\n";
}
