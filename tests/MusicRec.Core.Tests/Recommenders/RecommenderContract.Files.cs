using System.Buffers.Binary;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using MusicRec.Core.Tests.Embeddings;
using MusicRec.Neural;
using MusicRec.Recommenders;
using static MusicRec.Core.Tests.Recommenders.MadeUpListeners;

namespace MusicRec.Core.Tests.Recommenders;

// Saving and loading, and files that somebody has damaged or made up.
public abstract partial class RecommenderContract
{
    // A file of the made-up listeners has about 10 kB; what is read from it must be of that order.
    private const long AllowedMemory = 32 << 20;

    /// <summary>Whether the recommender can be saved; one made of parts from elsewhere cannot.</summary>
    protected virtual bool IsSaved => true;

    [Fact]
    public void A_loaded_recommender_answers_as_the_saved_one()
    {
        Assert.SkipUnless(IsSaved, "It cannot be saved.");
        using TemporaryFolder folder = new();
        IRecommender recommender = Fit();
        recommender.Save(folder.File("saved"));
        MethodInfo load = recommender.GetType().GetMethod("Load", BindingFlags.Public | BindingFlags.Static, [typeof(string)])!;
        foreach (IRecommender loaded in new[] { RecommenderFile.Load(folder.File("saved")), (IRecommender)load.Invoke(null, [folder.File("saved")])! })
        {
            AssertAnswersAlike(recommender, loaded);
            loaded.Save(folder.File("again"));
            Assert.Equal(File.ReadAllBytes(folder.File("saved")), File.ReadAllBytes(folder.File("again")));
            loaded.Fit(_interactions);
            AssertAnswersAlike(recommender, loaded);
        }
    }

    [Fact]
    public void What_was_not_fitted_is_not_saved_and_no_other_type_is_loaded()
    {
        Assert.SkipUnless(IsSaved, "It cannot be saved.");
        using TemporaryFolder folder = new();
        Assert.Throws<InvalidOperationException>(() => Create(_interactions).Save(folder.File("saved")));
        Assert.False(File.Exists(folder.File("saved")));
        Fit().Save(folder.File("saved"));
        Type other = Create(_interactions) is Popularity ? typeof(RandomItems) : typeof(Popularity);
        TargetInvocationException refused = Assert.Throws<TargetInvocationException>(
            () => other.GetMethod("Load", [typeof(string)])!.Invoke(null, [folder.File("saved")]));
        Assert.Contains($"needed: {other.Name}", Assert.IsType<ModelFileException>(refused.InnerException).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_or_made_up_file_is_refused_by_one_exception_or_answers_soundly()
    {
        Assert.SkipUnless(IsSaved, "It cannot be saved.");
        using TemporaryFolder folder = new();
        Fit().Save(folder.File("saved"));
        byte[] saved = WithoutChecksum(File.ReadAllBytes(folder.File("saved")));
        File.WriteAllBytes(folder.File("unchecked"), saved);
        AssertAnswersAlike(Fit(), RecommenderFile.Load(folder.File("unchecked")));
        int header = 8 + (int)BinaryPrimitives.ReadInt64LittleEndian(saved);
        Gen<int> anywhere = Gen.OneOf(Gen.Choose(0, header - 1), Gen.Choose(header, saved.Length - 1));
        Gen<byte[]> mutated = Gen.OneOf(
            anywhere.Select(place => saved[..place]),
            anywhere.SelectMany(place => Gen.Choose(0, 255).Select(value => With(saved, place, (byte)value))),
            Gen.Choose(8, header - 1).Select(place => AnotherDigit(saved, place)),
            anywhere.Select(place => (byte[])[.. saved[..place], .. saved[Math.Max(place - 5, 0)..]]));
        Prop.ForAll(mutated.ToArbitrary(), bytes =>
        {
            string path = folder.File("mutated", bytes);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                IRecommender loaded = RecommenderFile.Load(path);
                Assert.All(loaded.RankItems(HistoryOf(0, 2), 5), item => Assert.InRange(item, 1, int.MaxValue));
            }
            catch (ModelFileException)
            {
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, AllowedMemory);
        }).Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true).WithMaxTest(60).WithReplay(2026, 7));
    }

    [Fact]
    public void A_setting_of_two_thousand_millions_takes_no_memory()
    {
        Assert.SkipUnless(IsSaved, "It cannot be saved.");
        using TemporaryFolder folder = new();
        Fit().Save(folder.File("saved"));
        byte[] saved = WithoutChecksum(File.ReadAllBytes(folder.File("saved")));
        string[] settings = [];
        _ = WithHeader(saved, header => settings = [.. header["__metadata__"]!.AsObject().Where(entry => long.TryParse((string?)entry.Value, out _)).Select(entry => entry.Key)]);
        foreach (string setting in settings)
        {
            string path = folder.File("made up", WithHeader(saved, header => header["__metadata__"]![setting] = "2000000000"));
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                _ = RecommenderFile.Load(path).RankItems(HistoryOf(0, 2), 5);
            }
            catch (ModelFileException)
            {
            }

            long taken = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(taken < AllowedMemory, $"{setting} took {taken} bytes.");
        }
    }

    private static byte[] WithoutChecksum(byte[] bytes) => WithHeader(bytes, header =>
    {
        JsonObject metadata = header["__metadata__"]!.AsObject();
        Assert.True(metadata.Remove("sha256") && metadata.Remove("musicrec_version"));
    });

    private static byte[] WithHeader(byte[] bytes, Action<JsonObject> change)
    {
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        JsonObject header = JsonNode.Parse(Encoding.UTF8.GetString(bytes, 8, length))!.AsObject();
        change(header);
        byte[] json = Encoding.UTF8.GetBytes(header.ToJsonString()), start = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(start, json.Length);
        return [.. start, .. json, .. bytes[(8 + length)..]];
    }

    private static byte[] With(byte[] bytes, int place, byte value)
    {
        byte[] copy = [.. bytes];
        copy[place] = value;
        return copy;
    }

    // Sizes, places and settings stand in the header as digits.
    private static byte[] AnotherDigit(byte[] bytes, int place)
    {
        int digit = bytes.AsSpan(place).IndexOfAnyInRange((byte)'0', (byte)'9');
        return digit < 0 ? bytes[..place] : With(bytes, place + digit, (byte)('0' + ((bytes[place + digit] - '0' + 1 + (place % 9)) % 10)));
    }

    private void AssertAnswersAlike(IRecommender expected, IRecommender loaded)
    {
        Assert.Equal(expected.Name, loaded.Name);
        Assert.Equal(expected.GetType(), loaded.GetType());
        ListenerHistory stranger = History((0, 12), (3, 40), (9, 1));
        AssertSame(expected.Recommend(stranger, Items), loaded.Recommend(stranger, Items));
        for (int user = 0; user < Users; user += 3)
        {
            AssertSame(expected.Recommend(user, 9), loaded.Recommend(user, 9));
            Assert.Equal(expected.RankItems(user, 12), loaded.RankItems(user, 12));
        }

        for (int item = 0; item < Items; item += 4)
        {
            AssertSame(expected.SimilarItems(item, 9), loaded.SimilarItems(item, 9));
            (Explanation first, Explanation second) = (expected.Explain(1, item), loaded.Explain(1, item));
            Assert.Equal((first.Item, first.Text), (second.Item, second.Text));
            Assert.Equal(first.Because, second.Because);
            Assert.Equal(first.Features, second.Features);
            Assert.Equal(expected.Explain(stranger, item).Text, loaded.Explain(stranger, item).Text);
        }
    }
}
