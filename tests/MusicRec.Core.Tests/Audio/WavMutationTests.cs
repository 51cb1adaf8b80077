using MusicRec.Audio;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Audio;

/// <summary>
/// 1,000 WAV files that were changed at random, all but in their samples: each gives the samples of the original or is refused by the one typed
/// error, and none takes more memory than its length calls for. (PCM of 32 bits is left out: one changed bit makes it float of 32 bits, a right file.)
/// </summary>
public sealed class WavMutationTests
{
    private const int Count = 1000;
    private const int Samples = 300;
    private const long AllowedMemory = (4 * 2 * Samples * 8) + (1 << 16);

    [Fact]
    public void A_mutated_file_gives_the_same_samples_or_is_refused()
    {
        RandomStream random = new(17);
        byte[][] originals = [.. Originals(random)];
        int refused = 0, same = 0;
        for (int number = 0; number < Count; number++)
        {
            byte[] original = originals[number % originals.Length];
            Waveform expected = Read(original);
            byte[] mutated = Mutate(original, random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                Waveform sound = Read(mutated);
                AssertBounded(before, number);
                AssertSame(expected, sound, number);
                same++;
            }
            catch (AudioFileException)
            {
                AssertBounded(before, number);
                refused++;
            }
        }

        Assert.True(same > Count / 10 && refused > Count / 3, $"{refused} refused and {same} the same: the mutations are too strong or too weak.");
    }

    [Fact]
    public void A_header_that_promises_what_is_not_there_takes_no_memory()
    {
        byte[] file = WavBytes.File(("fmt ", WavBytes.Format(1, 1, 8)), ("data", new byte[8]));
        foreach (uint size in (uint[])[uint.MaxValue, int.MaxValue, 1u << 30, 9])
        {
            BitConverter.GetBytes(size).CopyTo(file, 40);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Throws<AudioFileException>(() => Read(file));
            AssertBounded(before, 0);
        }
    }

    private static IEnumerable<byte[]> Originals(RandomStream random)
    {
        foreach ((byte[] format, int bytes) in ((byte[], int)[])
            [(WavBytes.Format(1, 1, 16), 2), (WavBytes.Format(1, 2, 24), 6), (WavBytes.Format(1, 1, 8), 1), (WavBytes.Extensible(1, 2, 24), 6), (WavBytes.Extensible(1, 1, 16), 2)])
        {
            byte[] pcm = new byte[Samples * bytes];
            for (int index = 0; index < pcm.Length; index++)
            {
                pcm[index] = (byte)random.NextInt32(256);
            }

            yield return WavBytes.File(("LIST", new byte[9]), ("fmt ", format), ("data", pcm));
        }
    }

    /// <summary>Changes, removes or adds bytes before the samples, cuts the file off or adds to it.</summary>
    private static byte[] Mutate(byte[] original, RandomStream random)
    {
        int header = original.AsSpan().IndexOf("data"u8) + 8;
        List<byte> bytes = [.. original];
        for (int change = 0; change <= random.NextInt32(3); change++)
        {
            switch (random.NextInt32(6))
            {
                case 0:
                    bytes[random.NextInt32(header)] = (byte)random.NextInt32(256);
                    break;
                case 1:
                    bytes[random.NextInt32(header)] ^= (byte)(1 << random.NextInt32(8));
                    break;
                case 2:
                    bytes.RemoveRange(random.NextInt32(header), 1 + random.NextInt32(4));
                    break;
                case 3:
                    // Zeros in the last bytes of a chunk's size would be a right file whose samples start with them.
                    bytes.InsertRange(random.NextInt32(header), Enumerable.Repeat((byte)(1 + random.NextInt32(255)), 1 + random.NextInt32(4)));
                    break;
                case 4:
                    return [.. bytes.Take(bytes.Count - 1 - random.NextInt32(50))];
                default:
                    bytes.AddRange(new byte[random.NextInt32(20)]);
                    break;
            }
        }

        return [.. bytes];
    }

    private static void AssertSame(Waveform expected, Waveform sound, int number)
    {
        Assert.True(sound.ChannelCount == expected.ChannelCount && sound.Length == expected.Length, $"File {number} has another shape.");
        for (int channel = 0; channel < sound.ChannelCount; channel++)
        {
            Assert.True(sound.Channel(channel).SequenceEqual(expected.Channel(channel)), $"File {number} has other samples.");
        }
    }

    private static void AssertBounded(long before, int number) =>
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < AllowedMemory, $"File {number} took {GC.GetAllocatedBytesForCurrentThread() - before} bytes.");

    private static Waveform Read(byte[] file)
    {
        using MemoryStream stream = new(file);
        return WavFile.Read(stream);
    }
}
