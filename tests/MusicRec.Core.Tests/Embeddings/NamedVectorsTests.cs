using System.Text;
using MusicRec.Embeddings;
using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Embeddings;

public sealed class NamedVectorsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Names_find_their_vectors_and_mistakes_are_named()
    {
        NamedVectors vectors = new(["a", "b", "c"], [1, 0, 3, 4, 0, 0]);
        Assert.Equal([3f, 4], vectors["b"].ToArray());
        Assert.Equal(0.6, vectors.Similarity("a", "b"), 1e-12);
        Assert.Equal(0, vectors.Similarity("a", "c"));
        Assert.True(vectors.TryFind("c", out int row));
        Assert.Equal(2, row);
        Assert.False(vectors.TryFind("d", out _));
        Assert.False(vectors.TryFind(null, out _));
        Assert.Equal(["b", "c"], vectors.MostSimilar("a", 9).Select(found => found.Name));
        Assert.Equal(["b"], vectors.MostSimilar([3f, 4], 1).Select(found => found.Name));
        Assert.Contains("a, b, c", Assert.Throws<ArgumentException>(() => vectors.MostSimilar("d")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => vectors.MostSimilar([], []));
        Assert.Throws<ArgumentOutOfRangeException>(() => vectors.MostSimilar("a", -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => vectors[3].Length);
        Assert.Equal(["a", "c"], vectors.Select(name => name != "b").Names);
        Assert.Equal([1f, 0, 0, 0], vectors.Select(name => name != "b").Values.ToArray());
        Assert.Throws<ArgumentException>(() => vectors.Select(_ => false));
        Assert.Throws<ArgumentException>(() => new NamedVectors([], []));
        Assert.Throws<ArgumentException>(() => new NamedVectors(["a", "b"], [1, 2, 3]));
        Assert.Throws<ArgumentException>(() => new NamedVectors(["a", "a"], [1, 2]));
        Assert.Throws<ArgumentException>(() => new NamedVectors(["a", ""], [1, 2]));
        Assert.Throws<ArgumentException>(() => new NamedVectors(["a"], [float.NaN]));
    }

    [Fact]
    public void Both_kinds_of_files_give_back_every_bit()
    {
        RandomStream random = new(3);
        string[] names = [.. Enumerable.Range(0, 50).Select(name => $"名 {name}\u00a0é")];
        float[] values = [.. Enumerable.Range(0, 50 * 7).Select(place => place switch { 0 => 0, 1 => -0f, 2 => float.Epsilon, 3 => float.MaxValue, _ => (float)Math.ScaleB(random.NextGaussian(), random.NextInt32(60) - 30) })];
        NamedVectors vectors = new(names, values);
        string text = _folder.File("vectors.txt"), model = _folder.File("vectors.safetensors");
        vectors.SaveWord2Vec(text, '|');
        vectors.Save(model);
        foreach ((NamedVectors loaded, string[] expected) in new[]
        {
            (NamedVectors.LoadWord2Vec(text), [.. names.Select(name => name.Replace(' ', '|').Replace('\u00a0', '|'))]), (NamedVectors.Load(model), names),
        })
        {
            Assert.Equal(expected, loaded.Names);
            Assert.Equal(values.Select(BitConverter.SingleToInt32Bits), loaded.Values.ToArray().Select(BitConverter.SingleToInt32Bits));
        }
    }

    [Fact]
    public void Names_that_cannot_be_told_apart_in_a_file_are_refused()
    {
        string path = _folder.File("vectors.txt", "kept");
        NamedVectors vectors = new(["a b", "a_b"], [1, 2]);
        Assert.Contains("a_b", Assert.Throws<ArgumentException>(() => vectors.SaveWord2Vec(path)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => vectors.SaveWord2Vec(path, ' '));
        Assert.Throws<ArgumentException>(() => new NamedVectors(["a\ud800"], [1]).SaveWord2Vec(path));
        Assert.Throws<ArgumentException>(() => new NamedVectors(["a\nb"], [1]).Save(path));
        Assert.Equal("kept", File.ReadAllText(path));
        vectors.SaveWord2Vec(path, '+');
        Assert.Equal("2 1\na+b 1\na_b 2\n", File.ReadAllText(path));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("\n", "line 1")]
    [InlineData("2\n", "line 1")]
    [InlineData("x 2\n", "line 1")]
    [InlineData("0 2\n", "line 1")]
    [InlineData("1 0\n", "line 1")]
    [InlineData("1 -2\n", "line 1")]
    [InlineData("1 2 3\n", "line 1")]
    [InlineData("2000000000 60000\na 1 2\n", "too short")]
    [InlineData("99999999999 2\na 1 2\n", "line 1")]
    [InlineData("2 2\na 1 2\n", "it ends")]
    [InlineData("3 2\na 1 2\n", "too short")]
    [InlineData("2 2\na 1 2          \n", "it ends")]
    [InlineData("1 2\na 1 2\nb 1 2\n", "line 3")]
    [InlineData("1 2\na 1\n      ", "line 2")]
    [InlineData("1 2\n 1 2\n", "line 2")]
    [InlineData("1 2\na 1 x\n", "'x'")]
    [InlineData("1 2\na 1 nan\n", "'nan'")]
    [InlineData("1 2\na 1 1e99\n", "'1e99'")]
    [InlineData("1 2\na 1  2\n", "line 2")]
    [InlineData("2 1\na 1\na 2\n", "second time")]
    public void A_text_file_that_is_none_is_refused_with_its_line(string text, string expected)
    {
        string message = Assert.Throws<ModelFileException>(() => NamedVectors.LoadWord2Vec(_folder.File("wrong.txt", text))).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_without_end_and_bytes_that_are_no_text_are_refused_without_much_memory()
    {
        string endless = _folder.File("endless.txt", Encoding.ASCII.GetBytes("1 2\n" + new string('a', 30_000_000)));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("more than", Assert.Throws<ModelFileException>(() => NamedVectors.LoadWord2Vec(endless)).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Throws<ModelFileException>(() => NamedVectors.LoadWord2Vec(_folder.File("bytes.txt", [(byte)'1', (byte)' ', (byte)'1', (byte)'\n', 0xff, (byte)' ', (byte)'1'])));
        Assert.Throws<FileNotFoundException>(() => NamedVectors.LoadWord2Vec(_folder.File("none.txt")));
    }

    [Fact]
    public void Windows_line_ends_and_spaces_in_names_and_at_the_end_are_read()
    {
        NamedVectors vectors = NamedVectors.LoadWord2Vec(_folder.File("windows.txt", "2 2\r\nthe the 1 2 \r\nb 3e0 -4\r\n\r\n"));
        Assert.Equal(["the the", "b"], vectors.Names);
        Assert.Equal([1f, 2, 3, -4], vectors.Values.ToArray());
    }

    [Fact]
    public void Text_files_changed_at_random_are_read_or_refused()
    {
        new NamedVectors(["Sigur Rós", "b", "c"], [1.5f, -2, 3e-20f, 4, 5, 6.25f]).SaveWord2Vec(_folder.File("vectors.txt"));
        byte[] bytes = File.ReadAllBytes(_folder.File("vectors.txt"));
        RandomStream random = new(4);
        int refused = 0;
        for (int round = 0; round < 2000; round++)
        {
            byte[] changed = [.. bytes.AsSpan(0, random.NextInt32(4) == 0 ? random.NextInt32(bytes.Length) : bytes.Length)];
            for (int change = random.NextInt32(3); change >= 0 && changed.Length > 0; change--)
            {
                changed[random.NextInt32(changed.Length)] = (byte)random.NextInt32(random.NextInt32(2) == 0 ? 256 : 64);
            }

            try
            {
                NamedVectors read = NamedVectors.LoadWord2Vec(_folder.File("changed.txt", changed));
                Assert.Equal(read.Count * read.Dimension, read.Values.Length);
            }
            catch (ModelFileException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 500, 1999);
    }

    [Fact]
    public void A_model_file_of_something_else_is_refused()
    {
        string path = _folder.File("other.safetensors");
        ModelFile.Save(path, new Linear(2, 3, new RandomStream(1)));
        Assert.Contains("NamedVectors", Assert.Throws<ModelFileException>(() => NamedVectors.Load(path)).Message, StringComparison.Ordinal);
        StateDictionary state = new();
        state.Add("vectors", Tensor.From([1f, 2], 2, 1));
        foreach (string names in new[] { "a", "a\na", "a\n", "a\nb\nc" })
        {
            ModelFile.Save(path, state, new ModelMetadata { Architecture = "NamedVectors", Other = new Dictionary<string, string> { ["names"] = names } });
            Assert.Throws<ModelFileException>(() => NamedVectors.Load(path));
        }
    }
}
