using MusicRec.Core.Tests.Learning;
using MusicRec.Learning;
using MusicRec.Neural;
using MusicRec.Neural.Files;
using MusicRec.Numerics;
using MusicRec.Papers;

namespace MusicRec.Core.Tests.Papers;

public sealed class ArtistTrackVoteContract : ClassifierContract
{
    protected override bool TakesMoreThanTwoClasses => false;

    protected override int LeastClassCount => 2;

    protected override IClassifier Create(ulong seed) => new ArtistTrackVote(seed, trees: 9, epochs: 2);
}

public sealed class ArtistTrackRecommenderContract : ClassifierContract
{
    protected override bool TakesMoreThanTwoClasses => false;

    protected override int LeastClassCount => 2;

    protected override int SeenAloneDigits => 0;

    protected override IClassifier Create(ulong seed) => new ArtistTrackRecommender(seed, epochs: 30, batchSize: 8);
}

/// <summary>The recommender and the vote on disk.</summary>
public sealed class ArtistTrackFileTests : IDisposable
{
    private static readonly Matrix _features = MadeUp(80);
    private static readonly int[] _labels = [.. Enumerable.Range(0, 80).Select(row => row % 4 % 2)];

    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void A_recommender_comes_back_with_every_digit()
    {
        ArtistTrackRecommender recommender = new(5, epochs: 3);
        Assert.Throws<InvalidOperationException>(() => recommender.Save(_path));
        recommender.Fit(_features, _labels);
        recommender.Save(_path);
        ArtistTrackRecommender loaded = ArtistTrackRecommender.Load(_path);
        Assert.Equal(recommender.PredictProbabilities(_features).Values, loaded.PredictProbabilities(_features).Values);
        Assert.Equal((2, null), (loaded.ClassCount, loaded.History));
        Assert.Throws<ArgumentException>(() => loaded.PredictProbabilities(new Matrix(1, 4)));
        Assert.Contains("needed: ArtistTrackVote", Assert.Throws<ModelFileException>(() => ArtistTrackVote.Load(_path)).Message, StringComparison.Ordinal);
        ModelFile.Save(_path, new Sequential(new Linear(5, 32, new RandomStream(1))), new ModelMetadata { Architecture = nameof(ArtistTrackRecommender) });
        Assert.Contains("does not fit", Assert.Throws<ModelFileException>(() => ArtistTrackRecommender.Load(_path)).Message, StringComparison.Ordinal);
        ModelFile.Save(_path, recommender.Module!, new ModelMetadata { Architecture = "LikesNetwork" });
        Assert.Contains("'LikesNetwork'", Assert.Throws<ModelFileException>(() => ArtistTrackRecommender.Load(_path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(0)]
    [InlineData(1)]
    public void A_vote_comes_back_with_every_digit_for_artists_that_were_rated_and_others(int seen)
    {
        int[] labels = seen == 2 ? _labels : [.. Enumerable.Repeat(seen, 80)];
        ArtistTrackVote vote = new(5, trees: 9, epochs: 2);
        vote.Fit(_features, labels);
        vote.Save(_path);
        ArtistTrackVote loaded = ArtistTrackVote.Load(_path);
        Matrix songs = MadeUp(100);
        Assert.Equal(vote.PredictProbabilities(songs).Values, loaded.PredictProbabilities(songs).Values);
        Assert.Equal(2, loaded.ClassCount);
        Assert.Throws<ModelFileException>(() => ArtistTrackRecommender.Load(_path));
        loaded.Save(_path);
        Assert.Equal(vote.PredictProbabilities(songs).Values, ArtistTrackVote.Load(_path).PredictProbabilities(songs).Values);
    }

    [Fact]
    public void What_does_not_fit_together_in_a_votes_file_is_named()
    {
        Assert.Throws<InvalidOperationException>(() => new ArtistTrackVote(1).Save(_path));
        ArtistTrackVote vote = new(5, trees: 9, epochs: 2);
        vote.Fit(_features, _labels);
        vote.Save(_path);
        (List<StoredTensor> tensors, SortedDictionary<string, string> settings) = Read();

        // A node that is its own child would be walked for ever.
        RefuseWholes("heard.forest.targets", 0, "heard", "without a way to a leaf", values => values[0] = 0);
        RefuseWholes("heard.forest.targets", 1, "heard", "without a way to a leaf", values => values[^1] = int.MaxValue);
        RefuseWholes("unheard.boosting.lefts", 2, "unheard", "without a way to a leaf", values => values[0] = 0);
        RefuseWholes("heard.boosting.features", 3, "heard", "without a way to a leaf", values => values[0] = 99);
        RefuseWholes("heard.forest.features", 4, "heard", "without a way to a leaf", values => values[0] = 5);
        RefuseWholes("heard.forest.nodes", 5, "heard", "do not add up", values => values[0]++);
        RefuseWholes("heard.forest.leaves", 6, "heard", "do not add up", values => values[0] = -1);
        RefuseWholes("artists.songs", 7, "artists", "artists must ascend", values => values[0] = 0);
        RefuseWholes("classes", 8, "classes", "do not fit together", values => values[0] = 1);
        Refuse(tensors, new(settings, StringComparer.Ordinal) { ["columns"] = "4" }, "do not fit together");
        Refuse(tensors, new(settings, StringComparer.Ordinal) { ["class_count"] = "3" }, "do not fit together");
        Refuse(tensors, new(settings, StringComparer.Ordinal) { ["mean"] = "2" }, "share of likes");
        Refuse([.. tensors.Where(tensor => tensor.Name != "artists.liked")], settings, "no tensor 'artists.liked'");
        Refuse([.. tensors.Where(tensor => tensor.Name != "network.4.0.weight")], settings, "network.4");

        void RefuseWholes(string name, int _, string part, string because, Action<int[]> change)
        {
            int place = tensors.FindIndex(tensor => tensor.Name == name);
            int[] values = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, int>(tensors[place].Bytes(0, int.MaxValue)).ToArray();
            change(values);
            List<StoredTensor> changed = [.. tensors];
            changed[place] = new StoredTensor(name, tensors[place].Shape, values);
            Assert.StartsWith(part, name, StringComparison.Ordinal);
            Refuse(changed, settings, because);
        }

        void Refuse(List<StoredTensor> changed, SortedDictionary<string, string> other, string because)
        {
            SafetensorsWriter.Write(_path, changed, new ModelMetadata { Architecture = nameof(ArtistTrackVote), Seed = 1, Other = other }.ToEntries());
            Assert.Contains(because, Assert.Throws<ModelFileException>(() => ArtistTrackVote.Load(_path)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Damaged_files_give_one_kind_of_error()
    {
        ArtistTrackVote vote = new(5, trees: 9, epochs: 2);
        vote.Fit(_features, _labels);
        vote.Save(_path);
        byte[] whole = File.ReadAllBytes(_path);
        RandomStream random = new(9);
        for (int trial = 0; trial < 30; trial++)
        {
            byte[] damaged = [.. whole];
            if (trial % 3 == 0)
            {
                damaged = damaged[..random.NextInt32(whole.Length)];
            }
            else
            {
                damaged[trial % 3 == 1 ? random.NextInt32(whole.Length) : random.NextInt32(4096)] ^= (byte)(1 + random.NextInt32(255));
            }

            File.WriteAllBytes(_path, damaged);
            Assert.Throws<ModelFileException>(() => ArtistTrackVote.Load(_path));
        }
    }

    private (List<StoredTensor> Tensors, SortedDictionary<string, string> Settings) Read()
    {
        using SafetensorsFile file = SafetensorsFile.Open(_path, anyType: true);
        List<StoredTensor> tensors = [];
        foreach (SafetensorsEntry entry in file.Tensors)
        {
            tensors.Add(entry.Type.Name switch
            {
                "F64" => new StoredTensor(entry.Name, entry.Shape, Numbers<double>(entry)),
                "I32" => new StoredTensor(entry.Name, entry.Shape, Numbers<int>(entry)),
                _ => new StoredTensor(entry.Name, entry.Shape, Numbers<float>(entry)),
            });
        }

        return (tensors, new SortedDictionary<string, string>(ModelMetadata.FromEntries(_path, file.Metadata).Other.ToDictionary(), StringComparer.Ordinal));

        T[] Numbers<T>(SafetensorsEntry entry)
            where T : unmanaged
        {
            T[] values = new T[entry.Shape.Count];
            file.Read<T>(entry, values);
            return values;
        }
    }

    // Four numbers of which the first tells likes a little, and the artist's number; artists from 8 on have no song among the first 80.
    private static Matrix MadeUp(int rows)
    {
        RandomStream random = new(4);
        Matrix features = new(rows, 5);
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < 4; column++)
            {
                features[row, column] = random.NextGaussian() + (column == 0 ? row % 4 % 2 : 0);
            }

            features[row, 4] = row < 80 ? row % 8 : 8 + (row % 5);
        }

        return features;
    }
}
