using System.Text.Json;
using MusicRec.Audio;

namespace MusicRec.Core.Tests.Audio;

/// <summary>A made-up sound and what librosa's formulas say of it, from golden/audio.json.</summary>
internal static class AudioGolden
{
    public static JsonElement Root { get; } =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Audio", "golden", "audio.json"))).RootElement;

    public static int Rate { get; } = Root.GetProperty("rate").GetInt32();

    /// <summary>The sound as 16-bit numbers.</summary>
    public static byte[] Pcm { get; } = Root.GetProperty("pcm").GetBytesFromBase64();

    public static float[] Samples { get; } = [.. Enumerable.Range(0, Pcm.Length / 2).Select(index => BitConverter.ToInt16(Pcm, 2 * index) / 32768f)];

    public static double[] Numbers(this JsonElement element, string name) => [.. element.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];

    /// <summary>Frame by frame.</summary>
    public static double[][] Frames(this JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(frame => frame.EnumerateArray().Select(value => value.GetDouble()).ToArray())];

    public static void AssertClose(double[][] expected, Spectrogram actual, double tolerance)
    {
        Assert.Equal((expected.Length, expected[0].Length), (actual.Frames, actual.Bins));
        for (int frame = 0; frame < actual.Frames; frame++)
        {
            for (int bin = 0; bin < actual.Bins; bin++)
            {
                Assert.True(
                    Math.Abs(expected[frame][bin] - actual[frame, bin]) <= tolerance,
                    $"Frame {frame}, bin {bin} is {actual[frame, bin]}; librosa's formula says {expected[frame][bin]}.");
            }
        }
    }

    public static void AssertClose(double[] expected, double[] actual, double relative)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int index = 0; index < expected.Length; index++)
        {
            Assert.Equal(expected[index], actual[index], relative * Math.Max(1e-9, Math.Abs(expected[index])));
        }
    }
}
