using System.Buffers.Binary;
using System.Text;
using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Neural;

/// <summary>Modules and files for the tests of model files.</summary>
internal static class ModelFileSamples
{
    public static string FolderOfGoldenFiles { get; } = RepositoryFolder.Path("tests/MusicRec.Core.Tests/Neural/safetensors");

    public static ModelMetadata Metadata { get; } = new()
    {
        Architecture = "a module of odd names and shapes",
        Seed = ulong.MaxValue,
        DataHash = "c0ffee",
        Other = new Dictionary<string, string> { ["note"] = "ä\n\"quoted\" \\ 🎵" },
    };

    /// <summary>The bytes of a file with any header.</summary>
    public static byte[] Content(string header, int dataLength = 0) => Content(Encoding.UTF8.GetBytes(header), new byte[dataLength]);

    public static byte[] Content(ReadOnlySpan<byte> header, ReadOnlySpan<byte> data)
    {
        byte[] file = new byte[8 + header.Length + data.Length];
        BinaryPrimitives.WriteInt64LittleEndian(file, header.Length);
        header.CopyTo(file.AsSpan(8));
        data.CopyTo(file.AsSpan(8 + header.Length));
        return file;
    }

    public static (string Header, byte[] Data) Parts(byte[] file)
    {
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(file);
        return (Encoding.UTF8.GetString(file, 8, length), file[(8 + length)..]);
    }

    /// <summary>Names, shapes and bits, to be compared.</summary>
    public static string[] Describe(StateDictionary state) =>
        [.. state.Names.Order(StringComparer.Ordinal).Select(name =>
            $"{name} {state[name].Shape} {string.Join(' ', state[name].Values.ToArray().Select(BitConverter.SingleToUInt32Bits))}")];

    /// <summary>Parameters, buffers, a child, every rank, an empty tensor, names that need escapes.</summary>
    public sealed class OddModule : Module<Tensor>
    {
        public OddModule(ulong seed)
        {
            RandomStream random = new(seed);
            AddParameter("kernel", new Shape(2, 3, 2, 2));
            AddParameter("größe \"5\" \\ 🎵", new Shape(2, 1, 3));
            AddParameter("empty", new Shape(3, 0));
            AddBuffer("running_mean", new Shape(7));
            AddChild("layer", new Linear(5, 3, random));
            foreach (Tensor tensor in NamedParameters.Concat(NamedBuffers).Select(entry => entry.Tensor))
            {
                foreach (ref float value in tensor.Values)
                {
                    value = (float)random.NextGaussian();
                }
            }

            NamedBuffers.First().Tensor.Values[0] = -0f;
            NamedBuffers.First().Tensor.Values[1] = float.Epsilon;
        }

        public override Tensor Forward(Tensor input) => input;
    }
}

/// <summary>A folder that goes when the test does.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("musicrec-models-");

    public string Path => _folder.FullName;

    public string File(string name) => System.IO.Path.Combine(_folder.FullName, name);

    public string File(string name, byte[] content)
    {
        System.IO.File.WriteAllBytes(File(name), content);
        return File(name);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
