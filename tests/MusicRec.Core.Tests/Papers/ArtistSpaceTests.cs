using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MusicRec.Data;
using MusicRec.Embeddings;
using MusicRec.Papers;

namespace MusicRec.Core.Tests.Papers;

public sealed class ArtistSpaceTests
{
    [Theory]
    [InlineData("Beyoncé ", "beyonce")]
    [InlineData("AC/DC", "acdc")]
    [InlineData("Guns N’ Roses", "gunsnroses")]
    [InlineData("Guns N' Roses", "gunsnroses")]
    [InlineData("坂本 龍一", "坂本龍一")]
    [InlineData("!!!", "!!!")]
    [InlineData("Blink-182", "blink182")]
    [InlineData("  ", "")]
    [InlineData(null, "")]
    public void Artists_have_one_spelling(string? name, string key) => Assert.Equal(key, ArtistKey.Of(name));

    [Fact]
    public void Listeners_sentences_have_the_most_played_first()
    {
        Interactions plays = Interactions.FromPairs([("u", "Mogwai", 2.0), ("u", "Björk", 9), ("v", "Mogwai", 1), ("u", "Low", 2)]);
        Assert.Equal([["bjork", "mogwai", "low"], ["mogwai"]], ArtistSentences.Of(plays));
    }

    [Fact]
    public void Triplets_count_where_all_three_are_known()
    {
        MusicData data = MusicData.Read(Path.Combine(RepositoryFolder.Root, "data", "sample"), RepositoryFolder.Root);
        ArtistSimilarity similarity = data.ArtistSimilarity();
        ArtistTriplets all = ArtistTriplets.Of(similarity, similarity.Triplets, _ => true);
        Assert.Equal(similarity.Triplets.Count, all.Count);
        string left = all.Known[0].Anchor;
        ArtistTriplets some = ArtistTriplets.Of(similarity, similarity.Triplets, key => key != left);
        Assert.Equal(all.Known.Count(triplet => triplet.Anchor != left && triplet.Positive != left && triplet.Negative != left), some.Count);
        Assert.Equal(all.Count, some.All);
        Assert.Equal(0.5, all.Accuracy((_, _) => 0));
        HashSet<(string, string)> near = [.. all.Known.Select(triplet => (triplet.Anchor, triplet.Positive))];
        double expected = all.Known.Average(triplet => near.Contains((triplet.Anchor, triplet.Negative)) ? 0.5 : 1);
        Assert.Equal(expected, all.Accuracy((anchor, other) => near.Contains((anchor, other)) ? 1 : 0), 1e-12);
        Assert.Throws<InvalidOperationException>(() => ArtistTriplets.Of(similarity, similarity.Triplets, _ => false).Accuracy((_, _) => 0));
    }

    [Fact]
    public void The_sample_gives_a_space_of_all_its_artists()
    {
        MusicData data = MusicData.Read(Path.Combine(RepositoryFolder.Root, "data", "sample"), RepositoryFolder.Root);
        LastFm lastFm = data.LastFm();
        Playlists playlists = data.Playlists();
        NamedVectors space = ArtistSpace.Fit(lastFm, playlists, new ArtistSpaceSettings { Dimension = 5 });
        Assert.Equal(ArtistSentences.Of(lastFm, playlists).SelectMany(sentence => sentence).Distinct(), space.Names);
        Assert.Equal(10, space.Dimension);
        Assert.Equal(space.Values.ToArray(), ArtistSpace.Fit(lastFm, playlists, new ArtistSpaceSettings { Dimension = 5 }).Values.ToArray());
        Assert.NotEqual(space.Values.ToArray(), ArtistSpace.Fit(lastFm, playlists, new ArtistSpaceSettings { Dimension = 5, NeighborShare = 0 }).Values.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => ArtistSpace.Fit(lastFm, playlists, new ArtistSpaceSettings { Dimension = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => ArtistSpace.Fit(lastFm, playlists, new ArtistSpaceSettings { Dimension = 100_000 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => ArtistSpace.Fit(lastFm, playlists, new ArtistSpaceSettings { NeighborShare = -1 }));
    }

    [Fact]
    public void On_the_real_sentences_skip_gram_is_as_good_as_gensims_and_the_space_five_points_better()
    {
        MusicData data = MusicData.Read(RealData.FolderOrSkip(), RepositoryFolder.Root);
        LastFm lastFm = data.LastFm();
        Playlists playlists = data.Playlists();
        IReadOnlyList<IReadOnlyList<string>> sentences = ArtistSentences.Of(lastFm, playlists);
        JsonElement gensim = JsonDocument.Parse(File.ReadAllText(
            Path.Combine(RepositoryFolder.Root, "notebooks", "expected", "gensim-artists", "triplets.json"))).RootElement;
        string text = string.Join('\n', sentences.Select(sentence => string.Join(' ', sentence)));
        Assert.Equal(gensim.GetProperty("sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));

        SkipGram skipGram = new(1, new SkipGramSettings { Epochs = 50 });
        skipGram.Fit(sentences);
        NamedVectors space = ArtistSpace.Fit(lastFm, playlists);
        ArtistSimilarity similarity = data.ArtistSimilarity();
        foreach ((string name, IReadOnlyList<ArtistTriplet> list) in new[] { ("music", similarity.MusicTriplets), ("all", similarity.Triplets) })
        {
            ArtistTriplets triplets = ArtistTriplets.Of(similarity, list, key => space.TryFind(key, out _));
            Assert.Equal(gensim.GetProperty("triplets").GetProperty(name).EnumerateArray().Select(count => count.GetInt32()), [triplets.Count, triplets.All]);
            double theirs = gensim.GetProperty("accuracy").GetProperty(name).EnumerateArray().Average(value => value.GetDouble());
            Assert.InRange(triplets.Accuracy(skipGram.Vectors), theirs - 0.005, theirs + 0.02);
            Assert.InRange(triplets.Accuracy(space), theirs + 0.05, 1);
        }
    }
}
