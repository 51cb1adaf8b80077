using MusicRec.Neural;
using MusicRec.Numerics;
using static MusicRec.Core.Tests.Neural.ModelFileSamples;

namespace MusicRec.Core.Tests.Neural;

public sealed class ModelFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_module_comes_back_to_the_last_bit_with_what_was_said_about_it()
    {
        OddModule saved = new(1), loaded = new(2);
        ModelFile.Save(_folder.File("a"), saved, Metadata);
        Assert.NotEqual(Describe(new StateDictionary(saved)), Describe(new StateDictionary(loaded)));
        ModelMetadata metadata = ModelFile.Load(_folder.File("a"), loaded);
        Assert.Equal(Describe(new StateDictionary(saved)), Describe(new StateDictionary(loaded)));
        AssertSame(metadata);
        AssertSame(ModelFile.ReadMetadata(_folder.File("a")));
        Assert.Equal(Describe(new StateDictionary(saved)), Describe(ModelFile.Read(_folder.File("a"), out metadata)));
        AssertSame(metadata);

        static void AssertSame(ModelMetadata metadata)
        {
            Assert.Equal((Metadata.Architecture, Metadata.Seed, Metadata.DataHash), (metadata.Architecture, metadata.Seed, metadata.DataHash));
            Assert.Equal(Metadata.Other, metadata.Other);
            Assert.Matches(@"^\d+\.\d+\.\d+", metadata.Version);
        }
    }

    [Fact]
    public void Nothing_has_to_be_said()
    {
        ModelFile.Save(_folder.File("a"), new OddModule(1));
        ModelMetadata metadata = ModelFile.Load(_folder.File("a"), new OddModule(2));
        Assert.Equal((null, null, null), (metadata.Architecture, metadata.Seed, metadata.DataHash));
        Assert.Empty(metadata.Other);
    }

    [Fact]
    public void The_same_model_gives_the_same_bytes_and_an_old_file_is_replaced()
    {
        File.WriteAllText(_folder.File("a"), "old and longer than nothing");
        ModelFile.Save(_folder.File("a"), new OddModule(1), Metadata);
        ModelFile.Save(_folder.File("b"), new OddModule(1), Metadata);
        Assert.Equal(File.ReadAllBytes(_folder.File("a")), File.ReadAllBytes(_folder.File("b")));
        Assert.Equal(2, Directory.GetFiles(_folder.Path).Length);
    }

    [Fact]
    public void Saving_what_is_not_finite_fails_and_leaves_the_old_file_alone()
    {
        OddModule module = new(1);
        ModelFile.Save(_folder.File("a"), module);
        byte[] before = File.ReadAllBytes(_folder.File("a"));
        module.Parameters[0].Values[3] = float.NaN;
        Assert.Contains("kernel[3] is NaN", Assert.Throws<ArgumentException>(() => ModelFile.Save(_folder.File("a"), module)).Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_folder.File("a")));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_failed_write_leaves_no_rests()
    {
        // A folder cannot be replaced by a file.
        Directory.CreateDirectory(_folder.File("a"));
        Assert.ThrowsAny<Exception>(() => ModelFile.Save(_folder.File("a"), new OddModule(1)));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Names_that_are_taken_cannot_be_metadata()
    {
        foreach (string name in new[] { "seed", "architecture", "data_hash", "musicrec_version", "sha256" })
        {
            ModelMetadata metadata = new() { Other = new Dictionary<string, string> { [name] = "1" } };
            Assert.Contains($"'{name}'", Assert.Throws<ArgumentException>(() => ModelFile.Save(_folder.File("a"), new OddModule(1), metadata)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_file_that_does_not_fit_says_how_and_changes_nothing()
    {
        RandomStream random = new(1);
        ModelFile.Save(_folder.File("a"), new Sequential(new Linear(3, 4, random), new Relu(), new Linear(4, 2, random)));
        Sequential other = new(new Linear(4, 4, random), new Linear(4, 2, random));
        string[] before = Describe(new StateDictionary(other));
        ModelFileException error = Assert.Throws<ModelFileException>(() => ModelFile.Load(_folder.File("a"), other));
        Assert.Equal(
            $"'{_folder.File("a")}': it does not fit Sequential: missing: 1.weight [2, 4], 1.bias [2]. not expected: 2.weight [2, 4], 2.bias [2]. "
            + "of another shape: 0.weight is [4, 3] and must be [4, 4].",
            error.Message);
        Assert.Equal(_folder.File("a"), error.Path);
        Assert.Equal(before, Describe(new StateDictionary(other)));
    }

    [Fact]
    public void Weights_of_another_architecture_are_named_up_to_three()
    {
        RandomStream random = new(1);
        ModelFile.Save(_folder.File("a"), new Sequential(Enumerable.Range(0, 6).SelectMany(_ => new Module<Tensor>[] { new Relu(), new Linear(2, 2, random) }).ToArray()));
        string message = Assert.Throws<ModelFileException>(() => ModelFile.Load(_folder.File("a"), new Sequential(new Linear(3, 4, random), new Relu(), new Linear(4, 4, random)))).Message;
        Assert.Contains("missing: 0.weight [4, 3], 0.bias [4], 2.weight [4, 4] and 1 more. not expected: 1.weight [2, 2], 1.bias [2], 3.weight [2, 2] and 9 more.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_and_a_text_are_no_model_files()
    {
        Directory.CreateDirectory(_folder.File("folder"));
        Assert.Contains("it is a folder", Assert.Throws<ModelFileException>(() => ModelFile.Load(_folder.File("folder"), new OddModule(1))).Message, StringComparison.Ordinal);
        string message = Assert.Throws<ModelFileException>(() => ModelFile.Load(_folder.File("text", "artist,plays\nair,3\n"u8.ToArray()), new OddModule(1))).Message;
        Assert.Contains("it is no safetensors file", message, StringComparison.Ordinal);
        Assert.Contains("begins with the text 'artist,p'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_number_is_noticed_before_the_module_changes()
    {
        ModelFile.Save(_folder.File("a"), new OddModule(1));
        byte[] bytes = File.ReadAllBytes(_folder.File("a"));
        bytes[^6] ^= 1;
        OddModule module = new(2);
        string[] before = Describe(new StateDictionary(module));
        ModelFileException error = Assert.Throws<ModelFileException>(() => ModelFile.Load(_folder.File("b", bytes), module));
        Assert.Contains("it is damaged: the checksum", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, Describe(new StateDictionary(module)));
    }

    [Fact]
    public void A_file_that_is_not_there_is_reported_as_such() =>
        Assert.Throws<FileNotFoundException>(() => ModelFile.Load(_folder.File("none"), new OddModule(1)));

    [Fact]
    public void A_state_dictionary_shows_the_modules_own_tensors_and_copies_only_what_fits()
    {
        RandomStream random = new(1);
        Linear first = new(2, 3, random), second = new(2, 3, random);
        StateDictionary state = new(first);
        Assert.Equal(["weight", "bias"], state.Names);
        Assert.Same(first.Weight, state["weight"]);
        Assert.False(state.TryGet("weights", out _));
        Assert.Contains("Known: weight, bias", Assert.Throws<ArgumentException>(() => state["weights"]).Message, StringComparison.Ordinal);
        state.CopyTo(second);
        Assert.Equal(first.Weight.Values, second.Weight.Values);
        Assert.Contains("of another shape: weight is [3, 2] and must be [3, 4]", Assert.Throws<ArgumentException>(() => state.CopyTo(new Linear(4, 3, random))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 0, "begins with '{'")]
    [InlineData("[]", 0, "begins with '{'")]
    [InlineData(" {}", 0, "begins with '{'")]
    [InlineData("{", 0, "not the JSON")]
    [InlineData("{}x", 0, "something else than spaces")]
    [InlineData("{}\n", 0, "something else than spaces")]
    [InlineData("{}", 4, "describes 0 bytes of data and 4 follow")]
    [InlineData("""{"a":1}""", 0, "stands Number instead of StartObject")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1]}}""", 4, "lacks one of")]
    [InlineData("""{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}""", 8, "numbers of type F64; only F32")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1}}""", 4, "'x' once too often or beside")]
    [InlineData("""{"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "'dtype' once too often")]
    [InlineData("""{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}""", 4, "shape of 'a' is empty")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1,1,1,1,1],"data_offsets":[0,4]}}""", 4, "too large")]
    [InlineData("""{"a":{"dtype":"F32","shape":[65536,65536,0],"data_offsets":[0,0]}}""", 0, "too large")]
    [InlineData("""{"a":{"dtype":"F32","shape":[9223372036854775807,3],"data_offsets":[0,4]}}""", 4, "too large")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", 4, "no whole number")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}}""", 4, "no whole number")]
    [InlineData("""{"a":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}""", 4, "no whole number")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}""", 4, "instead of EndArray")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 4, "needed: 4 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 4, "needed: 8 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[500000000],"data_offsets":[0,2000000000]}}""", 4, "describes 2000000000 bytes of data and 4 follow")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "neither holes nor overlaps")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4, "neither holes nor overlaps")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "neither holes nor overlaps")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "'a' stands twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"\u0061":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "'a' stands twice")]
    [InlineData("""{"__metadata__":{"a":"1","a":"2"}}""", 0, "'a' stands twice in its metadata")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "instead of String")]
    [InlineData("""{"__metadata__":{"a":"\ud800"}}""", 0, "not the JSON")]
    [InlineData("""{"__metadata__":{"a":{"b":{"c":{"d":"e"}}}}}""", 0, "instead of String")]
    [InlineData("""{"__metadata__":{"sha256":"00"}}""", 0, "only one is left")]
    [InlineData("""{"__metadata__":{"musicrec_version":"0.1.0"}}""", 0, "only one is left")]
    [InlineData("""{"__metadata__":{"musicrec_version":"0.1.0","sha256":"00"}}""", 0, "should be 00")]
    public void What_breaks_a_rule_is_refused_with_its_reason(string header, int dataLength, string reason)
    {
        string path = _folder.File("a", Content(header, dataLength));
        Assert.Contains(reason, Assert.Throws<ModelFileException>(() => ModelFile.Read(path, out _)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lengths_that_cannot_be_are_refused()
    {
        AssertRefused([], "0 bytes long");
        AssertRefused([1, 2, 3, 4, 5, 6, 7], "7 bytes long");
        AssertRefused([3, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'}'], "said to be 3 bytes long; allowed: up to 100000000, and 2 follow");
        AssertRefused([255, 255, 255, 255, 255, 255, 255, 255, (byte)'{', (byte)'}'], "18446744073709551615 bytes");
        AssertRefused(Content([(byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)'}'], []), "UTF-8");
        byte[] nan = Content("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8);
        (nan[^1], nan[^2]) = (0x7F, 0xC0);
        AssertRefused(nan, "number 1 of 'a' is NaN");

        void AssertRefused(byte[] content, string reason)
        {
            string path = _folder.File("a", content);
            Assert.Contains(reason, Assert.Throws<ModelFileException>(() => ModelFile.Read(path, out _)).Message, StringComparison.Ordinal);
        }
    }
}
