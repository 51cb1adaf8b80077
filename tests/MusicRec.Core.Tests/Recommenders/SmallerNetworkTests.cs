using MusicRec.Core.Tests.Embeddings;
using MusicRec.Data;
using MusicRec.Neural;
using MusicRec.Neural.Files;
using MusicRec.Recommenders;
using static MusicRec.Core.Tests.Recommenders.MadeUpListeners;

namespace MusicRec.Core.Tests.Recommenders;

public sealed class SmallerNetworkTests
{
    private static readonly DenoisingAutoencoderOptions _options = new() { LatentSize = 24, Epochs = 30, BatchSize = 8, LearningRate = 0.01, Patience = 30 };
    private static readonly Lazy<DenoisingAutoencoder> _whole = new(() =>
    {
        DenoisingAutoencoder network = new(1, _options);
        network.Fit(Plays);
        return network;
    });

    [Fact]
    public void Fitting_with_a_compression_is_compressing_what_was_fitted()
    {
        foreach (NetworkCompression compression in new NetworkCompression[] { new() { EightBits = true }, new() { PrunedShare = 0.6, RetrainingEpochs = 3, EightBits = true } })
        {
            NetworkRecommender fitted = new DenoisingAutoencoder(1, _options with { Compression = compression }), compressed = _whole.Value.Compress(compression);
            float[] before = _whole.Value.LogitsOf([ListenerHistory.Of([0, 3])])[0];
            fitted.Fit(Plays);
            Assert.Equal(fitted.LogitsOf([ListenerHistory.Of([1, 4, 5])])[0], compressed.LogitsOf([ListenerHistory.Of([1, 4, 5])])[0]);
            Assert.Equal(before, _whole.Value.LogitsOf([ListenerHistory.Of([0, 3])])[0]);
            Assert.Null(compressed.History);
        }
    }

    [Fact]
    public void A_file_holds_a_byte_for_a_rounded_weight_and_a_bit_for_a_pruned_one()
    {
        const int Weights = 2 * Items * 24;
        using TemporaryFolder folder = new();
        foreach ((NetworkCompression compression, long bytes) in new (NetworkCompression, long)[]
        {
            (new() { EightBits = true }, Weights + (2 * Items * 4)),
            (new() { PrunedShare = 0.75 }, (Weights / 8) + (Weights / 4 * 4)),
            (new() { PrunedShare = 0.75, EightBits = true }, (Weights / 8) + (Weights / 4) + (2 * Items * 4)),
        })
        {
            NetworkRecommender smaller = _whole.Value.Compress(compression);
            smaller.Save(folder.File("saved"));
            using SafetensorsFile file = SafetensorsFile.Open(folder.File("saved"), anyType: true);
            long stored = file.Tensors.Where(tensor => tensor.Name.Contains(".weight.", StringComparison.Ordinal)).Sum(tensor => tensor.End - tensor.Begin);

            // A weight that is left may round to 0; then it is as good as pruned.
            Assert.InRange(stored, bytes - (compression.EightBits && compression.PrunedShare > 0 ? Weights / 50 : 0), bytes);
            NetworkRecommender loaded = Assert.IsType<DenoisingAutoencoder>(RecommenderFile.Load(folder.File("saved")));
            ListenerHistory[] histories = [.. Enumerable.Range(0, ColdUser).Select(user => ListenerHistory.Of(Plays, user))];
            Assert.Equal(smaller.LogitsOf(histories), loaded.LogitsOf(histories));
        }
    }

    [Fact]
    public void Rounding_hardly_changes_lists_and_pruning_all_but_a_little_does()
    {
        int[] users = [.. Enumerable.Range(0, ColdUser)];
        int[][] whole = _whole.Value.RankItems(users, 5);
        double kept = Shared(_whole.Value.Compress(new NetworkCompression { EightBits = true })), left = Shared(_whole.Value.Compress(new NetworkCompression { PrunedShare = 0.98 }));
        Assert.True(kept > 0.95, $"{kept}");
        Assert.True(left < 0.8, $"{left}");

        double Shared(NetworkRecommender other) => other.RankItems(users, 5).Zip(whole, (one, two) => one.Intersect(two).Count() / 5.0).Average();
    }

    [Fact]
    public void A_student_learns_from_the_shares_of_its_teacher()
    {
        DistillationOptions options = new() { Teacher = _options, Student = _options with { LatentSize = 3 }, SoftItems = Items };
        DistilledAutoencoder hard = new(2, options with { SoftShare = 0 }), soft = new(2, options with { SoftShare = 1 });
        DenoisingAutoencoder alone = new(2, options.Student);
        hard.FitTo(_whole.Value);
        soft.FitTo(_whole.Value);
        alone.Fit(Plays);
        ListenerHistory[] histories = [.. Enumerable.Range(0, ColdUser).Select(user => ListenerHistory.Of(Plays, user))];

        // Without the teacher's part it is the small network alone.
        Assert.Equal(alone.LogitsOf(histories), hard.LogitsOf(histories));
        Assert.True(Distance(soft) < 0.9 * Distance(hard), $"{Distance(soft)} against {Distance(hard)}");
        DistilledAutoencoder own = new(2, options);
        own.Fit(Plays);
        Assert.NotEqual(own.LogitsOf(histories), hard.LogitsOf(histories));
        Assert.Throws<InvalidOperationException>(() => own.FitTo(new DenoisingAutoencoder(1)));

        // The mean distance of the softmax shares from the teacher's.
        double Distance(NetworkRecommender student) => histories.Average(history => Shares(student, history).Zip(Shares(_whole.Value, history), (one, two) => Math.Abs(one - two)).Sum());

        static double[] Shares(NetworkRecommender network, ListenerHistory history)
        {
            double[] shares = [.. network.LogitsOf([history])[0].Select(logit => Math.Exp(logit))];
            return [.. shares.Select(share => share / shares.Sum())];
        }
    }

    [Fact]
    public void A_student_cannot_be_its_own_teacher_and_keeps_what_it_knows()
    {
        DistilledAutoencoder student = new(2, new DistillationOptions { Teacher = _options, Student = _options with { LatentSize = 3 }, SoftItems = Items });
        student.FitTo(_whole.Value);
        ListenerHistory[] histories = [ListenerHistory.Of([0, 3])];
        float[][] before = student.LogitsOf(histories);
        Assert.Contains("itself", Assert.Throws<ArgumentException>(() => student.FitTo(student)).Message, StringComparison.Ordinal);
        Assert.Equal(before, student.LogitsOf(histories));

        // Another student may learn from it.
        new DistilledAutoencoder(3, new DistillationOptions { Student = _options with { LatentSize = 3, Epochs = 1 } }).FitTo(student);
    }

    [Fact]
    public void A_compression_that_changes_nothing_is_refused()
    {
        NetworkCompression bits = new() { EightBits = true };
        Assert.Contains("changes no weight", Assert.Throws<ArgumentException>(() => _whole.Value.Compress(bits).Compress(bits)).Message, StringComparison.Ordinal);
        NetworkCompression half = new() { PrunedShare = 0.5 };
        Assert.Contains("changes no weight", Assert.Throws<ArgumentException>(() => _whole.Value.Compress(half).Compress(half)).Message, StringComparison.Ordinal);
        Assert.Contains("PrunedShare is 1E-06; allowed: 0.00", Assert.Throws<ArgumentOutOfRangeException>(() => _whole.Value.Compress(new NetworkCompression { PrunedShare = 1e-6 })).Message, StringComparison.Ordinal);
        Assert.Contains("RetrainingEpochs is 3", Assert.Throws<ArgumentException>(() => _whole.Value.Compress(bits with { RetrainingEpochs = 3 })).Message, StringComparison.Ordinal);
        DenoisingAutoencoder ofNobody = new(1);
        ofNobody.Fit(Interactions.FromIndices([], ["air"], [], [], []));
        Assert.Contains("learnt from nobody", Assert.Throws<InvalidOperationException>(() => ofNobody.Compress(bits)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Assert.Throws<ArgumentException>(() => _whole.Value.Compress(new NetworkCompression()));
        Assert.Contains("PrunedShare is 1; allowed: 0 to below 1", Assert.Throws<ArgumentOutOfRangeException>(() => _whole.Value.Compress(new NetworkCompression { PrunedShare = 1 })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => _whole.Value.Compress(new NetworkCompression { EightBits = true, RetrainingEpochs = -1 }));
        Assert.Throws<InvalidOperationException>(() => new DenoisingAutoencoder(1).Compress(new NetworkCompression { EightBits = true }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DistilledAutoencoder(1, new DistillationOptions { SoftShare = 1.1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DistilledAutoencoder(1, new DistillationOptions { Temperature = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DistilledAutoencoder(1, new DistillationOptions { SoftItems = 0 }));
    }
}
