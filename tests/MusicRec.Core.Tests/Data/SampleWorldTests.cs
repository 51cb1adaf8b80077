using System.Security.Cryptography;
using MusicRec.Core.Tests.Reporting;
using MusicRec.Data;
using MusicRec.Data.Sample;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Data;

[Collection(ReportingCollection.Name)]
public sealed class SampleWorldTests : IDisposable
{
    private static readonly string Committed = RepositoryFolder.Path("data/sample");
    private readonly string _folder = Directory.CreateTempSubdirectory("musicrec-sample-").FullName;

    public void Dispose()
    {
        AppDomain.CurrentDomain.SetData("MusicRec.DataKind", null);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Written_anew_the_sample_is_the_committed_one_to_the_byte()
    {
        SampleWorld.Write(_folder);

        string[] written = Files(_folder);
        string[] committed = [.. Files(Committed).Where(path => path != "README.md" && !path.StartsWith("gtzan-mini/", StringComparison.Ordinal))];
        Assert.Equal(committed, written);
        Assert.All(written, path => Assert.True(
            File.ReadAllBytes(Path.Combine(_folder, path)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(Committed, path))),
            $"{path} differs from data/sample; if the generator was changed on purpose, run environment/SampleMaker."));
        Assert.DoesNotContain(written, path => path.EndsWith(".part", StringComparison.Ordinal));
    }

    [Fact]
    public void Tracks_are_made_up_at_any_size_in_the_form_of_the_complete_original_and_never_over_real_data()
    {
        SampleWorld.WriteSpotify1M(_folder, 20_001);
        MusicData data = MusicData.Open(_folder);
        Frame tracks = data.Spotify1M();
        Assert.Equal((true, 20_001, "Unnamed: 0"), (data.IsSample, tracks.RowCount, tracks.ColumnNames[0]));
        Assert.Equal(20_001, tracks.Texts("track_id").Distinct().Count());
        Assert.InRange(tracks.Texts("artist_name").Distinct().Count(), 500, 3_000);
        Assert.All(tracks.Integers("year"), year => Assert.InRange(year, 2000, 2023));
        Assert.StartsWith(",artist_name", File.ReadLines(Path.Combine(_folder, "spotify-1m/spotify_data.csv")).First(), StringComparison.Ordinal);
        byte[] written = File.ReadAllBytes(Path.Combine(_folder, "spotify-1m/spotify_data.csv"));
        SampleWorld.WriteSpotify1M(_folder, 10);
        Assert.Equal(10, MusicData.Open(_folder).Spotify1M().RowCount);
        SampleWorld.WriteSpotify1M(_folder, 20_001);
        Assert.True(written.AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(_folder, "spotify-1m/spotify_data.csv"))));
        Assert.Throws<ArgumentOutOfRangeException>(() => SampleWorld.WriteSpotify1M(_folder, 0));
        string real = Directory.CreateDirectory(Path.Combine(_folder, "real")).FullName;
        File.WriteAllText(Path.Combine(real, "data.csv"), "mine");
        Assert.Throws<IOException>(() => SampleWorld.WriteSpotify1M(real, 10));
        Assert.Equal(["data.csv"], Files(real));
    }

    [Fact]
    public void The_committed_sample_is_small()
    {
        long bytes = Files(Committed).Where(path => !path.StartsWith("gtzan-mini/", StringComparison.Ordinal)).Sum(path => new FileInfo(Path.Combine(Committed, path)).Length);

        Assert.InRange(bytes, 1_000_000, 3_000_000);
    }

    [Fact]
    public void Two_clips_have_the_hashes_that_are_committed_with_the_sample()
    {
        string[] lines = File.ReadAllLines(Path.Combine(Committed, "SHA256SUMS"));
        foreach (int clip in new[] { 0, 33 })
        {
            string hash = Convert.ToHexStringLower(SHA256.HashData(SampleAudio.Synthesise(clip, new RandomStream(SampleWorld.Seed).Split(100))));

            Assert.Contains($"{hash}  ./{SampleAudio.PathOf(clip)}", lines);
        }
    }

    [Fact]
    public void The_committed_hashes_are_those_of_the_committed_files()
    {
        foreach (string line in File.ReadAllLines(Path.Combine(Committed, "SHA256SUMS")).Where(line => !line.EndsWith(".wav", StringComparison.Ordinal)))
        {
            Assert.Equal(line[..64], Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(Committed, line[68..])))));
        }
    }

    [Fact]
    public void A_clip_is_a_wave_file_of_one_channel_at_22050_samples_a_second()
    {
        byte[] wave = SampleAudio.Synthesise(7, new RandomStream(1));

        Assert.Equal("RIFF"u8, wave.AsSpan(0, 4));
        Assert.Equal("WAVEfmt "u8, wave.AsSpan(8, 8));
        Assert.Equal(wave.Length - 8, BitConverter.ToInt32(wave, 4));
        Assert.Equal([1, 1], new[] { BitConverter.ToInt16(wave, 20), BitConverter.ToInt16(wave, 22) });
        Assert.Equal([22_050, 44_100], new[] { BitConverter.ToInt32(wave, 24), BitConverter.ToInt32(wave, 28) });
        Assert.Equal(wave.Length - 44, BitConverter.ToInt32(wave, 40));
        Assert.Equal(44 + (2 * 4 * 22_050), wave.Length);
    }

    [Fact]
    public void Clips_are_synthesised_on_first_use_and_a_whole_one_is_kept()
    {
        SampleFile.WriteBytes(Path.Combine(_folder, DataFolder.SampleMarker), "made up\n"u8);
        string kept = Path.Combine(_folder, SampleAudio.PathOf(3));
        SampleFile.WriteBytes(kept, [1, 2, 3]);

        IReadOnlyList<AudioClip> clips = MusicData.Open(_folder).AudioClips();

        Assert.Equal(50, clips.Count);
        Assert.Equal(10, clips.Select(clip => clip.Genre).Distinct().Count());
        Assert.Equal([1, 2, 3], File.ReadAllBytes(kept));
        Assert.All(clips, clip => Assert.StartsWith(clip.Genre, clip.Name, StringComparison.Ordinal));
        Assert.DoesNotContain(Files(_folder), path => path.EndsWith(".part", StringComparison.Ordinal));
    }

    private static string[] Files(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/')).Order(StringComparer.Ordinal)];
}
