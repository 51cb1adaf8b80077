using MusicRec.Audio;

namespace MusicRec.Core.Tests.Audio;

public sealed class WavFileTests
{
    [Fact]
    public void Every_format_gives_the_numbers_that_it_holds()
    {
        Check(WavBytes.Format(1, 1, 8), [0, 128, 255], [[-1, 0, 127 / 128f]]);
        Check(WavBytes.Format(1, 1, 16), [0, 0x80, 0, 0, 0xFF, 0x7F], [[-1, 0, 32767 / 32768f]]);
        Check(WavBytes.Format(1, 1, 24), [0, 0, 0x80, 1, 0, 0, 0xFF, 0xFF, 0x7F], [[-1, 1 / 8388608f, 8388607 / 8388608f]]);
        Check(WavBytes.Format(1, 1, 32), [0, 0, 0, 0x80, 0, 0, 0, 0x40], [[-1, 0.5f]]);
        Check(WavBytes.Format(3, 1, 32), [.. BitConverter.GetBytes(1.5f), .. BitConverter.GetBytes(-0.25f)], [[1.5f, -0.25f]]);
        Check(WavBytes.Format(3, 1, 64), [.. BitConverter.GetBytes(0.1), .. BitConverter.GetBytes(-2.0)], [[0.1f, -2]]);
        Check(WavBytes.Format(1, 2, 16), [0, 0x40, 0, 0xC0, 0, 0x20, 0, 0], [[0.5f, 0.25f], [-0.5f, 0]]);
        Check(WavBytes.Format(1, 3, 8), [128, 192, 64, 129, 128, 0], [[0, 1 / 128f], [0.5f, 0], [-0.5f, -1]]);
        Check(WavBytes.Extensible(1, 1, 16), [0, 0x40], [[0.5f]]);
        Check(WavBytes.Extensible(1, 1, 32, valid: 24), [0, 0, 0, 0x40], [[0.5f]]);
        Check(WavBytes.Extensible(3, 1, 32), BitConverter.GetBytes(0.75f), [[0.75f]]);
    }

    [Fact]
    public void Other_chunks_are_passed_over_odd_ones_with_their_padding()
    {
        byte[] file = WavBytes.File(("LIST", new byte[7]), ("fmt ", [.. WavBytes.Format(1, 1, 8), 0, 0]), ("fact", new byte[4]), ("odd ", new byte[1]), ("data", [192]), ("junk", [1, 2, 3]));
        Assert.Equal([0.5f], Read(file).Channel(0).ToArray());
        Assert.Equal([0.5f], Read([.. file, 1, 2, 3, 4, 5, 6, 7, 8, 9]).Channel(0).ToArray());
    }

    [Fact]
    public void Long_files_are_read_in_parts_without_a_seam()
    {
        byte[] pcm = new byte[2 * 2 * 10_001];
        new MusicRec.Numerics.RandomStream(3).Shuffle<byte>(pcm);
        for (int index = 0; index < pcm.Length; index++)
        {
            pcm[index] = (byte)(index * 7);
        }

        Waveform sound = Read(WavBytes.File(("fmt ", WavBytes.Format(1, 2, 16)), ("data", pcm)));
        Assert.Equal((10_001, 2, 8000), (sound.Length, sound.ChannelCount, sound.SampleRate));
        for (int index = 0; index < sound.Length; index++)
        {
            Assert.Equal(BitConverter.ToInt16(pcm, 4 * index) / 32768f, sound.Channel(0)[index]);
            Assert.Equal(BitConverter.ToInt16(pcm, (4 * index) + 2) / 32768f, sound.Channel(1)[index]);
        }
    }

    [Fact]
    public void What_is_not_read_is_refused_by_name()
    {
        byte[] good = WavBytes.Format(1, 1, 16);
        (byte[] File, string Says)[] cases =
        [
            ([], "0 bytes"),
            ([.. "RIFF"u8], "4 bytes"),
            ([.. "RF64"u8, .. new byte[8]], "RF64"),
            ([.. "BW64"u8, .. new byte[8]], "BW64"),
            ([.. "RIFX"u8, .. new byte[8]], "RIFX"),
            ([.. "OggS"u8, .. new byte[8]], "OggS"),
            ([.. "RIFF\0\0\0\0AVI "u8], "AVI "),
            ([.. "RIFF\0\0\0\0WAVE"u8], "0 bytes follow"),
            ([.. "RIFF\u0006\0\0\0WAVE\0\0"u8], "2 bytes stand at byte 12"),
            (WavBytes.File(("fmt ", good), ("data", [0, 0]), ("data", [0, 0])), "second chunk 'data'"),
            (WavBytes.File(("fmt ", [.. good[..8], 1, 1, 1, 1, .. good[12..]]), ("data", [0, 0])), "16843009 bytes per second"),
            (WavBytes.File(), "without a chunk 'fmt '"),
            (WavBytes.File(("fmt ", good)), "without a chunk 'data'"),
            (WavBytes.File(("data", [0, 0])), "before a chunk 'fmt '"),
            (WavBytes.File(("fmt ", good), ("fmt ", good), ("data", [0, 0])), "second chunk 'fmt '"),
            (WavBytes.File(("fmt ", good[..14]), ("data", [0, 0])), "14 bytes"),
            (WavBytes.File(("fmt ", good), ("data", [])), "0 bytes"),
            (WavBytes.File(("fmt ", good), ("data", [1, 2, 3])), "multiple of 2"),
            (WavBytes.File(("fmt ", WavBytes.Format(1, 1, 12)), ("data", [0, 0])), "12 bits"),
            (WavBytes.File(("fmt ", WavBytes.Format(3, 1, 16)), ("data", [0, 0])), "16 bits per sample of float"),
            (WavBytes.File(("fmt ", WavBytes.Format(6, 1, 8)), ("data", [0])), "A-law"),
            (WavBytes.File(("fmt ", WavBytes.Format(7, 1, 8)), ("data", [0])), "µ-law"),
            (WavBytes.File(("fmt ", WavBytes.Format(2, 1, 16)), ("data", [0])), "ADPCM"),
            (WavBytes.File(("fmt ", WavBytes.Format(0x55, 1, 16)), ("data", [0])), "MPEG"),
            (WavBytes.File(("fmt ", WavBytes.Format(0x99, 1, 16)), ("data", [0])), "unknown (153)"),
            (WavBytes.File(("fmt ", WavBytes.Format(1, 0, 16, blockSize: 0)), ("data", [0])), "0 channels"),
            (WavBytes.File(("fmt ", WavBytes.Format(1, 65, 16)), ("data", [0])), "65 channels"),
            (WavBytes.File(("fmt ", WavBytes.Format(1, 1, 16, rate: 0)), ("data", [0, 0])), "0 samples per second"),
            (WavBytes.File(("fmt ", WavBytes.Format(1, 1, 16, rate: -1)), ("data", [0, 0])), "4294967295 samples per second"),
            (WavBytes.File(("fmt ", WavBytes.Format(1, 2, 16, blockSize: 2)), ("data", [0, 0])), "2 bytes; 2 channels of 16 bits take 4"),
            (WavBytes.File(("fmt ", WavBytes.Extensible(1, 1, 16)[..30]), ("data", [0, 0])), "30 bytes"),
            (WavBytes.File(("fmt ", WavBytes.Format(0xFFFE, 1, 16)), ("data", [0, 0])), "16 bytes"),
            (WavBytes.File(("fmt ", WavBytes.Extensible(1, 1, 16, valid: 17)), ("data", [0, 0])), "17 bits"),
            (WavBytes.File(("fmt ", WavBytes.Extensible(1, 1, 16, valid: 0)), ("data", [0, 0])), "0 bits of a sample"),
            (WavBytes.File(("fmt ", [.. WavBytes.Extensible(1, 1, 16).Select((value, at) => at == 16 ? (byte)21 : value)]), ("data", [0, 0])), "21 of them"),
            (WavBytes.File(("fmt ", WavBytes.Extensible(0xFFFE, 1, 16)), ("data", [0, 0])), "extensible within"),
            (WavBytes.File(("fmt ", [.. WavBytes.Extensible(1, 1, 16)[..39], 1]), ("data", [0, 0])), "not one of Microsoft's"),
            (WavBytes.File(("fmt ", WavBytes.Format(3, 1, 32)), ("data", [.. BitConverter.GetBytes(0f), .. BitConverter.GetBytes(float.NaN)])), "sample 1 of channel 0 is NaN"),
            (WavBytes.File(("fmt ", WavBytes.Format(3, 1, 64)), ("data", BitConverter.GetBytes(1e300))), "sample 0"),
            (WavBytes.File(("fmt ", good), ("data", new byte[8]))[..^3], "44 bytes follow; the file has 41"),
            (WavBytes.File(("fmt ", good), ("data", [.. "LIST"u8, 9, 0, 0, 0, 0]))[..^2], "cut off"),
            (WavBytes.File(("fmt ", good), ("big ", new byte[8]), ("tail", [])).Select((value, at) => at == 40 ? (byte)200 : value).ToArray(), "'big ' at byte 36 says that it has 200 bytes; the file has 16 more"),
        ];
        foreach ((byte[] file, string says) in cases)
        {
            AudioFileException error = Assert.Throws<AudioFileException>(() => Read(file));
            Assert.Contains(says, error.Message, StringComparison.Ordinal);
            Assert.Equal("made up", error.Path);
        }
    }

    [Fact]
    public void A_file_is_named_and_a_stream_that_does_not_know_its_length_is_refused()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.wav");
        try
        {
            File.WriteAllBytes(path, WavBytes.File(("fmt ", WavBytes.Format(1, 1, 8, rate: 4)), ("data", [0, 128])));
            Waveform sound = WavFile.Read(path);
            Assert.Equal("0.5 s, 1 channel, 4 Hz", sound.ToString());
            File.WriteAllText(path, "no sound at all");
            Assert.Contains(path, Assert.Throws<AudioFileException>(() => WavFile.Read(path)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }

        using System.IO.Compression.DeflateStream unseekable = new(new MemoryStream(), System.IO.Compression.CompressionMode.Decompress);
        Assert.Throws<ArgumentException>(() => WavFile.Read(unseekable));
    }

    [Fact]
    public void Channels_become_one_by_their_mean()
    {
        Waveform sound = new([[1, 0, -1], [0.5f, 0, 0]], 10);
        Assert.Equal([0.75f, 0, -0.5f], sound.ToMono());
        Assert.Equal(0.3, sound.Seconds, 12);
        Assert.Throws<ArgumentOutOfRangeException>(() => sound.Channel(2));
        Assert.Throws<ArgumentException>(() => new Waveform([], 10));
        Assert.Throws<ArgumentException>(() => new Waveform([[]], 10));
        Assert.Throws<ArgumentException>(() => new Waveform([[1], [1, 2]], 10));
        Assert.Throws<ArgumentException>(() => new Waveform([[float.NaN]], 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Waveform([[1]], 0));
        float[] own = [1, 2];
        float[] mono = new Waveform([own], 10).ToMono();
        mono[0] = 9;
        Assert.Equal(1, own[0]);
    }

    private static void Check(byte[] format, byte[] data, float[][] expected)
    {
        Waveform sound = Read(WavBytes.File(("fmt ", format), ("data", data)));
        Assert.Equal(expected.Length, sound.ChannelCount);
        for (int channel = 0; channel < expected.Length; channel++)
        {
            Assert.Equal(expected[channel], sound.Channel(channel).ToArray());
        }
    }

    private static Waveform Read(byte[] file)
    {
        using MemoryStream stream = new(file);
        return WavFile.Read(stream, "made up");
    }
}
