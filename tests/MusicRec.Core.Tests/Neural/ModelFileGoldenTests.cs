using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using MusicRec.Neural;
using static MusicRec.Core.Tests.Neural.ModelFileSamples;

namespace MusicRec.Core.Tests.Neural;

/// <summary>Files written by the library and read by safetensors_file.py (numpy and json only), and the reverse.</summary>
public sealed class ModelFileGoldenTests
{
    [Fact]
    public void What_Python_wrote_is_read_to_the_last_bit()
    {
        StateDictionary state = ModelFile.Read(GoldenFile("from_python.safetensors"), out ModelMetadata metadata);
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText(GoldenFile("from_python.json")));
        AssertSame(golden.RootElement, state);
        Assert.Equal("made by hand", metadata.Architecture);
        Assert.Null(metadata.Version);
        Assert.Equal(
            golden.RootElement.GetProperty("metadata").EnumerateObject().Where(entry => entry.Name != "architecture").ToDictionary(entry => entry.Name, entry => entry.Value.GetString()!),
            metadata.Other);
    }

    [Fact]
    public void What_the_library_writes_is_what_Python_has_read()
    {
        string path = GoldenFile("from_library.safetensors");
        if (Environment.GetEnvironmentVariable("MUSICREC_APPROVE") == "1")
        {
            ModelFile.Save(path, new OddModule(5), Metadata);
            return;
        }

        using TemporaryFolder folder = new();
        ModelFile.Save(folder.File("a"), new OddModule(5), Metadata);
        (string header, byte[] data) = Parts(File.ReadAllBytes(folder.File("a")));
        (string goldenHeader, byte[] goldenData) = Parts(File.ReadAllBytes(path));
        Assert.Equal(goldenData, data);
        Assert.True(JsonNode.DeepEquals(WithoutVersion(goldenHeader), WithoutVersion(header)), header);
        using JsonDocument golden = JsonDocument.Parse(File.ReadAllText(GoldenFile("from_library.json")));
        AssertSame(golden.RootElement, ModelFile.Read(path, out _));
        AssertSame(golden.RootElement, new StateDictionary(new OddModule(5)));

        // Python works the checksum out by itself.
        Assert.Equal(golden.RootElement.GetProperty("metadata").GetProperty("sha256").GetString(), golden.RootElement.GetProperty("checksum").GetString());
    }

    [Fact]
    public void Python_reads_a_fresh_file_and_its_copy_is_read_here()
    {
        string python = Environment.GetEnvironmentVariable("MUSICREC_PYTHON") ?? "/usr/bin/python3";
        Assert.SkipUnless(File.Exists(python) && Run(python, "-c", "import numpy").ExitCode == 0, $"'{python}' with numpy is not there; set MUSICREC_PYTHON.");
        using TemporaryFolder folder = new();
        OddModule module = new(9);
        ModelFile.Save(folder.File("a"), module, Metadata);
        (int code, string output) = Run(python, GoldenFile("safetensors_file.py"), "show", folder.File("a"));
        Assert.Equal(0, code);
        using JsonDocument seen = JsonDocument.Parse(output);
        AssertSame(seen.RootElement, new StateDictionary(module));
        Assert.Equal(seen.RootElement.GetProperty("metadata").GetProperty("sha256").GetString(), seen.RootElement.GetProperty("checksum").GetString());
        Assert.Equal(0, Run(python, GoldenFile("safetensors_file.py"), "copy", folder.File("a"), folder.File("b")).ExitCode);
        OddModule copy = new(3);
        ModelFile.Load(folder.File("b"), copy);
        Assert.Equal(Describe(new StateDictionary(module)), Describe(new StateDictionary(copy)));
    }

    private static string GoldenFile(string name) => Path.Combine(FolderOfGoldenFiles, name);

    private static void AssertSame(JsonElement golden, StateDictionary state)
    {
        JsonElement[] tensors = [.. golden.GetProperty("tensors").EnumerateArray()];
        Assert.Equal(tensors.Select(tensor => tensor.GetProperty("name").GetString()!).Order(StringComparer.Ordinal), state.Names.Order(StringComparer.Ordinal));
        foreach (JsonElement tensor in tensors)
        {
            Tensor own = state[tensor.GetProperty("name").GetString()!];
            Assert.Equal(new Shape([.. tensor.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32())]), own.Shape);
            Assert.Equal(
                tensor.GetProperty("values").EnumerateArray().Select(value => BitConverter.SingleToInt32Bits((float)value.GetDouble())),
                own.Values.ToArray().Select(BitConverter.SingleToInt32Bits));
        }
    }

    private static JsonNode WithoutVersion(string header)
    {
        JsonNode node = JsonNode.Parse(header)!;
        JsonObject metadata = node["__metadata__"]!.AsObject();
        Assert.True(metadata.Remove("musicrec_version") && metadata.Remove("sha256"));
        return node;
    }

    private static (int ExitCode, string Output) Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        _ = error.Result;
        return (process.ExitCode, output);
    }
}
