using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using MusicRec.Neural;
using MusicRec.Numerics;
using static MusicRec.Core.Tests.Neural.ModelFileSamples;

namespace MusicRec.Core.Tests.Neural;

/// <summary>
/// 1,000 files that were changed at random: each holds the same tensors or is refused, and none takes more memory than
/// 16 MiB above its own length.
/// </summary>
public sealed class ModelFileMutationTests : IDisposable
{
    private const int Count = 1000;
    private const long AllowedMemory = 16 << 20;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_mutated_file_holds_the_same_tensors_or_is_refused()
    {
        string[] expected = Describe(new StateDictionary(new OddModule(5)));
        int refused = 0, same = 0, number = 0;
        foreach (byte[] bytes in MutatedFiles())
        {
            string path = _folder.File($"{number++}", bytes);
            OddModule module = new(6);
            string[] before = Describe(new StateDictionary(module));
            try
            {
                Assert.Equal(expected, Describe(ModelFile.Read(path, out _)));
                same++;
            }
            catch (ModelFileException)
            {
                refused++;
            }

            try
            {
                ModelFile.Load(path, module);
                Assert.Equal(expected, Describe(new StateDictionary(module)));
            }
            catch (ModelFileException)
            {
                Assert.Equal(before, Describe(new StateDictionary(module)));
            }
        }

        Assert.Equal(Count, refused + same);
        Assert.True(same > 0 && refused > Count / 2, $"{refused} refused and {same} the same: the mutations are too strong or too weak.");
    }

    [Fact]
    public async Task Mutated_files_take_no_more_memory_than_allowed()
    {
        int number = 0;
        foreach (byte[] bytes in MutatedFiles())
        {
            _folder.File($"{number++:D4}", bytes);
        }

        await AssertMemoryAsync(1 << 16);
    }

    [Theory]
    [InlineData("large")]
    [InlineData("many empty tensors")]
    [InlineData("as many tensors as allowed")]
    [InlineData("endless spaces")]
    [InlineData("endless metadata")]
    [InlineData("endless name")]
    [InlineData("endless shape")]
    [InlineData("long header announced")]
    [InlineData("large tensor announced")]
    public async Task Hostile_and_large_files_take_no_more_memory_than_allowed(string kind)
    {
        byte[] content = kind switch
        {
            "large" => Content("""{"a":{"dtype":"F32","shape":[4096,4096],"data_offsets":[0,67108864]}}""", 67108864),
            "many empty tensors" => EmptyTensors(1_000_000),
            "as many tensors as allowed" => EmptyTensors(8_192),
            "endless spaces" => Content("{}" + new string(' ', 60_000_000)),
            "endless metadata" => Endless("""{"__metadata__":{"a":"@"}}""", "x", 40_000_000),
            "endless name" => Endless("""{"@":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}""", "x", 40_000_000),
            "endless shape" => Endless("""{"a":{"dtype":"F32","shape":[@1],"data_offsets":[0,4]}}""", "1,", 10_000_000),
            "long header announced" => [255, 224, 245, 5, 0, 0, 0, 0, (byte)'{', (byte)'}'],
            "large tensor announced" => Content("""{"a":{"dtype":"F32","shape":[2147483647],"data_offsets":[0,8589934588]}}""", 4),
            _ => throw new ArgumentException(kind),
        };
        string path = _folder.File("a", content);
        string[] lines = await AssertMemoryAsync(new FileInfo(path).Length);
        Assert.Equal(kind is "large" or "as many tensors as allowed" or "endless spaces" ? "loaded" : "refused", lines[0].Split(' ')[^1]);
    }

    private async Task<string[]> AssertMemoryAsync(long fileLength)
    {
        string[] lines = await ProbeProcess.RunAsync(["memory", _folder.Path]);
        Assert.Equal(Directory.GetFiles(_folder.Path).Length, lines.Length - 1);
        Assert.StartsWith("rise ", lines[^1], StringComparison.Ordinal);
        long rise = long.Parse(lines[^1].Split(' ')[1], CultureInfo.InvariantCulture);
        TestContext.Current.TestOutputHelper?.WriteLine($"{fileLength} bytes of file, {rise} bytes of memory");
        Assert.InRange(rise, 0, fileLength + AllowedMemory);
        return lines;
    }

    private static byte[] EmptyTensors(int count) => Content(
        $"{{{string.Join(',', Enumerable.Range(0, count).Select(index => $"\"{index}\":{{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}"))}}}");

    private static byte[] Endless(string header, string part, int times) =>
        Content(header.Replace("@", string.Concat(Enumerable.Repeat(part, times)), StringComparison.Ordinal), 4);

    private IEnumerable<byte[]> MutatedFiles()
    {
        using TemporaryFolder folder = new();
        ModelFile.Save(folder.File("original"), new OddModule(5), Metadata);
        byte[] original = File.ReadAllBytes(folder.File("original"));
        int headerLength = (int)BinaryPrimitives.ReadInt64LittleEndian(original);
        RandomStream random = new(2026);
        for (int made = 0; made < Count;)
        {
            byte[] mutated = original;
            for (int edits = 1 + random.NextInt32(3); edits > 0; edits--)
            {
                mutated = Mutate(mutated, headerLength, random);
            }

            if (!mutated.AsSpan().SequenceEqual(original))
            {
                made++;
                yield return mutated;
            }
        }
    }

    private static byte[] Mutate(byte[] bytes, int headerLength, RandomStream random)
    {
        if (bytes.Length < 2)
        {
            return bytes;
        }

        // Most of a file is numbers; half of the changes shall hit what describes them.
        int place = random.NextInt32(2) == 0 ? random.NextInt32(Math.Min(bytes.Length, 8 + headerLength)) : random.NextInt32(bytes.Length);
        int length = Math.Min(1 + random.NextInt32(9), bytes.Length - place);
        byte[] copy = [.. bytes];
        switch (random.NextInt32(9))
        {
            case 0:
                copy[place] ^= (byte)(1 << random.NextInt32(8));
                return copy;
            case 1:
                copy[place] = (byte)random.NextInt32(256);
                return copy;
            case 2:
                return [.. bytes[..place], .. bytes[(place + length)..]];
            case 3:
                return [.. bytes[..place], .. bytes[place..(place + length)], .. bytes[place..]];
            case 4:
                return bytes[..place];
            case 5:
                copy.AsSpan(place, length).Reverse();
                return copy;
            case 6:
                // Another digit: lengths, sizes and places in the header.
                int digit = copy.AsSpan(place).IndexOfAnyInRange((byte)'0', (byte)'9');
                copy[digit < 0 ? place : place + digit] = (byte)('0' + random.NextInt32(10));
                return copy;
            case 7:
                // A space more in the header, and its length with it: allowed inside the JSON, where no text is.
                long announced = BinaryPrimitives.ReadInt64LittleEndian(copy.Length >= 8 ? copy : new byte[8]);
                int colon = copy.AsSpan(Math.Min(8, copy.Length)).IndexOf(Encoding.ASCII.GetBytes(":{"));
                copy = colon < 0 ? copy : [.. copy[..(9 + colon)], (byte)' ', .. copy[(9 + colon)..]];
                BinaryPrimitives.WriteInt64LittleEndian(copy.Length >= 8 ? copy : new byte[8], announced + 1);
                return copy;
            default:
                BinaryPrimitives.WriteInt64LittleEndian(copy.Length >= 8 ? copy : new byte[8], random.NextInt32(int.MaxValue) >> random.NextInt32(32));
                return copy;
        }
    }
}
