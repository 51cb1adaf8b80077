using System.Runtime.InteropServices;
using MusicRec.Core.Tests.Embeddings;
using MusicRec.Data;
using MusicRec.Neural;
using MusicRec.Neural.Files;
using MusicRec.Numerics;
using MusicRec.Recommenders;

namespace MusicRec.Core.Tests.Recommenders;

/// <summary>What files of recommenders say about what is wrong with them; that none does harm is in the contract.</summary>
public sealed class RecommenderFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_order_of_listening_and_odd_names_come_back()
    {
        Interactions sequences = Interactions.FromSequences(["ann", "bob", ""], ["air\n", "🎵 blur", "Ça"], [[2, 0, 2], [1], []]);
        RandomItems recommender = new(1);
        recommender.Fit(sequences.MapWeights(weight => weight / 3));
        recommender.Save(_folder.File("saved"));
        Interactions loaded = ((IStoredRecommender)RecommenderFile.Load(_folder.File("saved"))).FittedOn;
        Assert.Equal(sequences.MapWeights(weight => weight / 3).Hash(), loaded.Hash());
        Assert.True(loaded.HasOrder);
        Assert.Equal([2, 0, 2], loaded.SequenceOf(0));
        Assert.Equal(["air\n", "🎵 blur", "Ça"], loaded.ItemNames);
    }

    /// <summary>Recommenders none of whose settings is the default.</summary>
    public static TheoryData<string> Settings => [.. s_set.Keys];

    private static readonly SortedDictionary<string, IRecommender> s_set = new(StringComparer.Ordinal)
    {
        ["user neighbours"] = new UserNeighbors(
            new NeighborOptions { Neighbors = 3, Weighting = NeighborWeighting.Bm25, Scale = RatingScale.Rank, Shrinkage = 0.1, Saturation = 7.3, LengthShare = 0.2 }),
        ["item neighbours"] = new ItemNeighbors(
            new NeighborOptions { Neighbors = 4, Weighting = NeighborWeighting.TfIdf, Scale = RatingScale.Binary, Shrinkage = 1e-7, Saturation = 0.3, LengthShare = 1 }),
        ["personal popularity"] = new PersonalPopularity(
            ulong.MaxValue, new PersonalPopularityOptions { Groups = 4, Dimensions = 3, Scale = RatingScale.Rank, AverageListeners = 1 / 3.0 }),
        ["random"] = new RandomItems(ulong.MaxValue - 5),
        ["Pearson"] = new PearsonNeighbors(
            new PearsonOptions { Neighbors = 7, Overlap = RatingOverlap.CoRated, Scale = RatingScale.Binary, Shrinkage = 2.5, LeastShared = 3 }),
        ["content"] = new ContentNeighbors(
            MadeUpListeners.Features, MadeUpListeners.FeatureNames,
            new ContentOptions { Similarity = ContentSimilarity.Euclidean, NearestLiked = 2, Scale = RatingScale.AsGiven, ScaleItems = [3, 1, 9, 20] }),
        ["mix"] = new ExplorationMix(new ExplorationMix(new RandomItems(1), new RandomItems(2), 0.1, 77), new PearsonNeighbors(), 0.9, 78),
    };

    [Theory]
    [MemberData(nameof(Settings))]
    public void Every_setting_comes_back(string name)
    {
        IRecommender recommender = s_set[name];
        recommender.Fit(MadeUpListeners.Plays);
        recommender.Save(_folder.File("saved"));
        using (SafetensorsFile file = SafetensorsFile.Open(_folder.File("saved"), anyType: true))
        {
            Assert.Contains(file.Metadata.Keys, key => key.StartsWith("recommender.", StringComparison.Ordinal));
        }

        IRecommender loaded = RecommenderFile.Load(_folder.File("saved"));
        loaded.Save(_folder.File("again"));
        Assert.Equal(File.ReadAllBytes(_folder.File("saved")), File.ReadAllBytes(_folder.File("again")));
        loaded.Fit(MadeUpListeners.Plays);
        for (int user = 0; user < MadeUpListeners.Users; user++)
        {
            Assert.Equal([.. recommender.Recommend(user, 20)], loaded.Recommend(user, 20).ToArray());
        }
    }

    [Fact]
    public void A_checksum_tells_types_apart_and_no_double_is_NaN()
    {
        string path = Rewritten((_, _) => { });
        byte[] bytes = File.ReadAllBytes(path);
        int type = bytes.AsSpan().IndexOf("I32"u8);
        "F32"u8.CopyTo(bytes.AsSpan(type));
        _folder.File("changed", bytes);
        AssertRefused("it is damaged: the checksum", path);
        AssertRefused("number 0 of 'pairs.weight' is NaN", WithNaN());
        Assert.ThrowsAny<ArgumentException>(() => SafetensorsWriter.Write(
            _folder.File("bad"), [new StoredTensor("a", new Shape(2), [1.0, double.NaN])], new SortedDictionary<string, string>(StringComparer.Ordinal)));
        Assert.False(File.Exists(_folder.File("bad")));
    }

    [Fact]
    public void A_sequence_that_does_not_hold_the_listeners_items_is_refused()
    {
        Interactions sequences = Interactions.FromSequences(["ann", "bob"], ["air", "blur", "can"], [[2, 0, 2], [1]]);
        foreach ((int[] lengths, int[] items) in new (int[], int[])[]
        {
            ([3, 1], [2, 0, 1, 1]), ([3, 1], [2, 2, 2, 1]), ([2, 2], [2, 0, 2, 1]), ([3, 2], [2, 0, 2, 1]), ([3, 0], [2, 0, 2, 1]), ([3, 1], [2, 0, 2]), ([3], [2, 0, 2]), ([-1, 5], [2, 0, 2, 1]),
        })
        {
            Assert.ThrowsAny<ArgumentException>(() => sequences.WithOrder(lengths, items));
        }

        Assert.Equal(sequences.Hash(), sequences.WithOrder([3, 1], [2, 0, 2, 1]).Hash());
    }

    [Fact]
    public void A_name_that_is_no_text_is_not_written()
    {
        Popularity recommender = new();
        recommender.Fit(Interactions.FromPairs([("ann", "\ud83c", 1)]));
        Assert.ThrowsAny<ArgumentException>(() => recommender.Save(_folder.File("saved")));
        Assert.False(File.Exists(_folder.File("saved")));
    }

    [Fact]
    public void A_part_from_elsewhere_cannot_be_saved_and_is_named()
    {
        ExplorationMix mix = new(new Popularity(), new Stranger(), 0.5, 1);
        mix.Fit(MadeUpListeners.Plays);
        Assert.Contains("'stranger' cannot be saved", Assert.Throws<NotSupportedException>(() => mix.Save(_folder.File("saved"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_of_a_network_are_no_recommender()
    {
        RandomStream random = new(1);
        ModelFile.Save(_folder.File("saved"), new Sequential(new Linear(3, 4, random), new Relu(), new Linear(4, 2, random)), new ModelMetadata { Architecture = "4-2" });
        string message = Assert.Throws<ModelFileException>(() => RecommenderFile.Load(_folder.File("saved"))).Message;
        Assert.Contains("it holds no recommender", message, StringComparison.Ordinal);
        Assert.Contains("missing: users.text, items.text, pairs.user and 2 more. not expected: 0.weight [4, 3], 0.bias [4], 2.weight [2, 4] and 1 more.", message, StringComparison.Ordinal);
        Directory.CreateDirectory(_folder.File("folder"));
        Assert.Contains("it is a folder", Assert.Throws<ModelFileException>(() => Ease.Load(_folder.File("folder"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("architecture", "Organ", "holds 'Organ', which is no recommender")]
    [InlineData("architecture", null, "does not say 'architecture'")]
    [InlineData("recommender.neighbors", null, "does not say 'recommender.neighbors'")]
    [InlineData("recommender.neighbors", "2.5", "'recommender.neighbors' is '2.5'; allowed: a whole number")]
    [InlineData("recommender.neighbors", "0", "Neighbors is 0; allowed: 1 or more")]
    [InlineData("recommender.shrinkage", "NaN", "'recommender.shrinkage' is 'NaN'; allowed: a finite number")]
    [InlineData("recommender.weighting", "1", "'recommender.weighting' is '1'; allowed: Cosine, TfIdf, Bm25")]
    [InlineData("ordered", "maybe", "'ordered' is 'maybe'; allowed: true or false")]
    [InlineData("ordered", "true", "no tensor 'sequences.length'")]
    public void A_setting_that_cannot_be_is_named(string key, string? value, string reason) => AssertRefused(reason, Rewritten((settings, _) =>
    {
        settings.Remove(key);
        if (value is not null)
        {
            settings.Add(key, value);
        }
    }));

    [Theory]
    [InlineData("pairs.item", "has no tensor 'pairs.item'")]
    [InlineData("users.text", "has no tensor 'users.text'")]
    public void A_tensor_that_is_missing_is_named(string name, string reason) =>
        AssertRefused(reason, Rewritten((_, tensors) => tensors.RemoveAll(tensor => tensor.Name == name)));

    [Fact]
    public void Numbers_that_do_not_fit_are_named()
    {
        AssertRefused("is 31; allowed: 0 to 30", Changed("pairs.item", [31]));
        AssertRefused("of F64; needed: I32", Changed("pairs.item", new double[1]));
        AssertRefused("The weight of pair 0 is -1", Changed("pairs.weight", [-1.0]));
        AssertRefused("stand together more than once", Rewritten((_, tensors) => First(tensors, "pairs.item", (int[] items) => items[1] = items[0])));
        AssertRefused("is said to be 9999 bytes long", Changed("users.lengths", [9999]));
        AssertRefused("is said to be -1 bytes long", Changed("users.lengths", [-1]));
        AssertRefused("bytes too many", Rewritten((_, tensors) => First(tensors, "users.lengths", (int[] lengths) => lengths[^1]--)));
        AssertRefused("not UTF-8", Rewritten((_, tensors) => First(tensors, "users.text", (byte[] bytes) => bytes[0] = 255)));
    }

    private static void First<T>(List<StoredTensor> tensors, string name, Action<T[]> change)
        where T : unmanaged
    {
        int place = tensors.FindIndex(tensor => tensor.Name == name);
        T[] values = MemoryMarshal.Cast<byte, T>(tensors[place].Bytes(0, tensors[place].Shape.Count)).ToArray();
        change(values);
        tensors[place] = values switch
        {
            int[] wholes => new StoredTensor(name, tensors[place].Shape, wholes),
            double[] doubles => new StoredTensor(name, tensors[place].Shape, doubles),
            _ => new StoredTensor(name, tensors[place].Shape, (byte[])(object)values),
        };
    }

    private string Changed(string name, int[] beginning) =>
        Rewritten((_, tensors) => First(tensors, name, (int[] values) => beginning.CopyTo(values, 0)));

    private string Changed(string name, double[] beginning) => Rewritten((_, tensors) =>
    {
        int place = tensors.FindIndex(tensor => tensor.Name == name);
        if (tensors[place].Type == NumberType.Whole)
        {
            tensors[place] = new StoredTensor(name, tensors[place].Shape, new double[tensors[place].Shape.Count]);
        }
        else
        {
            First(tensors, name, (double[] values) => beginning.CopyTo(values, 0));
        }
    });

    private string WithNaN()
    {
        string path = Rewritten((_, _) => { });
        using (SafetensorsFile file = SafetensorsFile.Open(path, anyType: true))
        {
            SafetensorsEntry weights = file.Tensors.Single(tensor => tensor.Name == "pairs.weight");
            byte[] bytes = File.ReadAllBytes(path);
            int start = bytes.Length - (int)(file.Tensors[^1].End - weights.Begin);
            BitConverter.TryWriteBytes(bytes.AsSpan(start), double.NaN);
            return _folder.File("NaN", bytes);
        }
    }

    /// <summary>A saved file with other content and a right checksum: somebody has made it, it was not damaged.</summary>
    private string Rewritten(Action<SortedDictionary<string, string>, List<StoredTensor>> change)
    {
        ItemNeighbors recommender = new();
        recommender.Fit(MadeUpListeners.Plays);
        recommender.Save(_folder.File("saved"));
        SortedDictionary<string, string> settings = new(StringComparer.Ordinal);
        List<StoredTensor> tensors = [];
        using (SafetensorsFile file = SafetensorsFile.Open(_folder.File("saved"), anyType: true))
        {
            foreach ((string key, string text) in file.Metadata.Where(entry => entry.Key != Checksum.Key))
            {
                settings.Add(key, text);
            }

            foreach (SafetensorsEntry entry in file.Tensors)
            {
                tensors.Add(entry.Type == NumberType.Whole ? new StoredTensor(entry.Name, entry.Shape, Read<int>(file, entry))
                    : entry.Type == NumberType.Double ? new StoredTensor(entry.Name, entry.Shape, Read<double>(file, entry))
                    : new StoredTensor(entry.Name, entry.Shape, Read<byte>(file, entry)));
            }
        }

        change(settings, tensors);
        SafetensorsWriter.Write(_folder.File("changed"), tensors, settings);
        return _folder.File("changed");
    }

    private static T[] Read<T>(SafetensorsFile file, SafetensorsEntry entry)
        where T : unmanaged
    {
        T[] values = new T[entry.Shape.Count];
        file.Read<T>(entry, values);
        return values;
    }

    private static void AssertRefused(string reason, string path) =>
        Assert.Contains(reason, Assert.Throws<ModelFileException>(() => RecommenderFile.Load(path)).Message, StringComparison.Ordinal);

    private sealed class Stranger : IRecommender
    {
        public string Name => "stranger";

        public void Fit(Interactions interactions)
        {
        }

        public RecommendationList Recommend(int user, int count) => throw new NotSupportedException();

        public RecommendationList Recommend(ListenerHistory history, int count) => throw new NotSupportedException();

        public IReadOnlyList<Recommendation> SimilarItems(int item, int count) => throw new NotSupportedException();

        public Explanation Explain(int user, int item) => throw new NotSupportedException();

        public Explanation Explain(ListenerHistory history, int item) => throw new NotSupportedException();

        public void Save(string path) => throw new NotSupportedException();
    }
}
