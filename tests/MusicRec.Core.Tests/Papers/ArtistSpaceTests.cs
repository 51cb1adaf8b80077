using System.Text.Json;
using MusicRec.Data;
using MusicRec.Embeddings;
using MusicRec.Evaluation;
using MusicRec.Numerics;
using MusicRec.Papers;

namespace MusicRec.Core.Tests.Papers;

public sealed class ArtistSpaceTests
{
    private static readonly MusicData s_sample = MusicData.Read(Path.Combine(RepositoryFolder.Root, "data", "sample"), RepositoryFolder.Root);

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
        MusicData data = s_sample;
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
        MusicData data = s_sample;
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
    public void Tags_and_neighbors_count_as_much_as_their_shares_say()
    {
        ArtistSpaceParts parts = ArtistSpaceParts.Of(s_sample.LastFm(), s_sample.Playlists(), new ArtistSpaceSettings { Dimension = 5 });
        NamedVectors heard = parts.Join(0, 0), tags = parts.Join(1, 0), both = parts.Join(0.25, 0);
        string[] names = [.. parts.Heard.Names.Where(name => tags[name].ToArray().Any(value => value != 0)).Take(12)];
        Assert.Equal(12, names.Length);
        foreach ((string one, string other) in names.SelectMany(one => names.Select(other => (one, other))))
        {
            Assert.Equal(parts.Heard.Similarity(one, other), heard.Similarity(one, other), 1e-5);
            Assert.Equal((0.75 * heard.Similarity(one, other)) + (0.25 * tags.Similarity(one, other)), both.Similarity(one, other), 1e-5);
        }

        Assert.NotEqual(tags.Values.ToArray(), parts.Join(1, 1).Values.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => parts.Join(1.1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => parts.Join(0.5, -1));
        Assert.Equal(parts.Join(0.5, 0.3).Values.ToArray(), ArtistSpace.Fit(s_sample.LastFm(), s_sample.Playlists(), new ArtistSpaceSettings { Dimension = 5, TagShare = 0.5, NeighborShare = 0.3 }).Values.ToArray());
    }

    [Fact]
    public void Halves_are_those_of_any_program()
    {
        // echo -n radiohead | sha256sum begins with 3f, 0011 1111; that of björk with 59, 0101 1001.
        Assert.Equal([1, 1, 1, 1, 1, 1, 0, 0], Enumerable.Range(0, ArtistHalves.Count).Select(halving => ArtistHalves.HalfOf("radiohead", halving)));
        Assert.Equal([1, 0, 0, 1, 1, 0, 1, 0], Enumerable.Range(0, ArtistHalves.Count).Select(halving => ArtistHalves.HalfOf("björk", halving)));
        Assert.Throws<ArgumentOutOfRangeException>(() => ArtistHalves.HalfOf("radiohead", 8));
    }

    [Fact]
    public void A_choice_sees_nothing_of_the_half_that_judges_it()
    {
        ArtistSimilarity similarity = s_sample.ArtistSimilarity();
        ArtistSpaceParts parts = ArtistSpaceParts.Of(s_sample.LastFm(), s_sample.Playlists(), new ArtistSpaceSettings { Dimension = 5 });
        ArtistTriplets triplets = ArtistTriplets.Of(similarity, similarity.Triplets, key => parts.Heard.TryFind(key, out _));
        ArtistSpaceSelection selection = ArtistSpaceSelection.Run(parts, [triplets]);
        Assert.Equal(2 * ArtistHalves.Count, selection.Choices.Count);
        foreach (ArtistSpaceChoice choice in selection.Choices.Take(3))
        {
            ArtistTriplets own = triplets.Within(key => ArtistHalves.HalfOf(key, choice.Halving) == choice.Half);
            ArtistTriplets untouched = triplets.Within(key => ArtistHalves.HalfOf(key, choice.Halving) != choice.Half);
            double[] accuracies = [.. ArtistSpaceSelection.Candidates.Select(candidate => own.Accuracy(parts.Join(candidate.TagShare, candidate.NeighborShare)))];
            Assert.Equal(ArtistSpaceSelection.Candidates[Array.IndexOf(accuracies, accuracies.Max())], (choice.TagShare, choice.NeighborShare));
            Assert.Equal(accuracies.Max(), choice.Chosen[0], 1e-12);
            Assert.Equal(untouched.Accuracy(parts.Join(choice.TagShare, choice.NeighborShare)), choice.Untouched[0], 1e-12);
        }

        Assert.Throws<InvalidOperationException>(() => ArtistSpaceSelection.Run(parts, [triplets.Within(key => key == triplets.Known[0].Anchor)]));
    }

    [Fact]
    public void The_interval_draws_whole_anchors()
    {
        ArtistSimilarity similarity = s_sample.ArtistSimilarity();
        ArtistTriplets triplets = ArtistTriplets.Of(similarity, similarity.Triplets, _ => true);
        string first = triplets.Known[0].Anchor;
        double[] values = [.. triplets.Known.Select(triplet => triplet.Anchor == first ? 1.0 : 0)];
        ConfidenceInterval interval = triplets.Interval(values, 1);
        Assert.Equal(values.Average(), interval.Estimate, 1e-12);

        // Of one anchor's triplets either all are drawn or none, so the interval is wider than for as many ones strewn over anchors.
        Assert.Equal(0, interval.Low, 1e-12);
        Assert.True(interval.High >= 2 * values.Average(), $"{interval}");
        Assert.Equal((0.25, 0.25), (triplets.Interval([.. values.Select(_ => 0.25)], 1).Low, triplets.Interval([.. values.Select(_ => 0.25)], 1).High));
        Assert.Throws<ArgumentException>(() => triplets.Interval([1], 1));
    }

    [Fact]
    public void The_sample_is_judged_without_a_peer()
    {
        ArtistSimilarity similarity = s_sample.ArtistSimilarity();
        IReadOnlyList<IReadOnlyList<string>> sentences = ArtistSentences.Of(s_sample.LastFm(), s_sample.Playlists());
        SkipGram skipGram = new(1, new SkipGramSettings { Dimension = 5, Epochs = 1 });
        skipGram.Fit(sentences);
        ArtistTriplets triplets = ArtistTriplets.Of(similarity, similarity.Triplets, key => skipGram.Vectors.TryFind(key, out _));
        ArtistSpaceParts parts = ArtistSpaceParts.Of(s_sample.LastFm(), s_sample.Playlists(), new ArtistSpaceSettings { Dimension = 5 });
        ArtistSpaceStudy study = ArtistSpaceStudy.Run([("triplets", "all", triplets)], [skipGram.Vectors], parts, null, 1);
        Assert.Equal(parts.Join(study.Choice.TagShare, study.Choice.NeighborShare).Values.ToArray(), study.Space.Values.ToArray());
        Assert.Contains(Share(triplets.Accuracy(skipGram.Vectors)), study.ToText(), StringComparison.Ordinal);
        Assert.Contains(Share(triplets.Accuracy(study.Space)), study.ToText(), StringComparison.Ordinal);
        Assert.Contains(Share(study.Choice.Untouched[0]), study.UntouchedHalves().ToText(), StringComparison.Ordinal);
        Assert.Contains("our skip-gram", study.Figure().ToText(), StringComparison.Ordinal);
        static string Share(double value) => value.ToString("0.0 %", System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Styles_are_the_commonest_tag()
    {
        LastFm lastFm = s_sample.LastFm();
        string[] keys = [.. lastFm.ArtistNames.Take(40).Select(ArtistKey.Of).Distinct()];
        string[] styles = [.. lastFm.Tags.Take(4).Select(tag => tag.ToLowerInvariant())];
        string[] found = ArtistStyles.Of(lastFm, keys, styles);
        for (int place = 0; place < keys.Length; place++)
        {
            int[] counts = [.. styles.Select(style => lastFm.Taggings.Count(tagging => ArtistKey.Of(lastFm.ArtistNames[tagging.Artist]) == keys[place] && string.Equals(lastFm.Tags[tagging.Tag], style, StringComparison.OrdinalIgnoreCase)))];
            Assert.Equal(counts.Max() == 0 ? ArtistStyles.None : styles[Array.IndexOf(counts, counts.Max())], found[place]);
        }

        Assert.Contains(found, style => style != ArtistStyles.None);
    }

    [Fact]
    public void A_map_keeps_more_of_a_neighborhood_than_two_components()
    {
        string[] keys = [.. Enumerable.Range(0, 60).Select(index => $"artist {index}")];
        RandomStream random = new(5);
        float[] values = [.. keys.SelectMany((_, index) => Enumerable.Range(0, 8).Select(column => (float)((index % 6 == column ? 4 : 0) + random.NextGaussian())))];
        string[] styles = [.. keys.Select((_, index) => $"style {index % 6}")];
        ArtistMap map = ArtistMap.Of(new NamedVectors(keys, values), keys, keys, styles, [.. styles.Distinct()]);
        Assert.InRange(map.KeptByPlaces, map.KeptByComponents + 0.1, 1);
        Assert.InRange(map.ExplainedShare, 0.1, 0.9);
        Assert.Contains("60 artists", map.Neighborhoods().ToText(), StringComparison.Ordinal);
        Assert.Contains("style 3: 10 points", map.Figure().ToText(), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => ArtistMap.Of(new NamedVectors(keys, values), keys[..19], keys[..19], styles[..19], styles));
        Assert.Throws<ArgumentException>(() => ArtistMap.Of(new NamedVectors(keys, values), keys, keys[1..], styles, styles));
    }

    [Fact]
    public void The_recorded_figures_are_of_the_real_triplets_and_hold_the_bar()
    {
        MusicData data = MusicData.Read(RealData.FolderOrSkip(), RepositoryFolder.Root);
        IReadOnlyList<IReadOnlyList<string>> sentences = ArtistSentences.Of(data.LastFm(), data.Playlists());
        ReferenceTriplets gensim = ReferenceTriplets.Load(RepositoryFolder.Path("notebooks/expected/gensim-artists/triplets.json"));
        gensim.RequireSentences(sentences);
        Assert.Throws<InvalidOperationException>(() => gensim.RequireSentences([.. sentences.Skip(1)]));
        using JsonDocument recorded = JsonDocument.Parse(File.ReadAllText(RepositoryFolder.Path("notebooks/expected/05-artist-track-embeddings.real.json")));
        double Metric(string name) => recorded.RootElement.GetProperty("metrics").GetProperty(name).GetProperty("value").GetDouble();
        ArtistSimilarity similarity = data.ArtistSimilarity();
        HashSet<string> known = [.. sentences.SelectMany(sentence => sentence)];
        foreach ((string name, IReadOnlyList<ArtistTriplet> list) in new[] { ("music", similarity.MusicTriplets), ("all", similarity.Triplets) })
        {
            ArtistTriplets triplets = ArtistTriplets.Of(similarity, list, known.Contains);
            Assert.Equal(gensim.Count(name), triplets.Count);
            Assert.Equal(gensim.Count(name, 3, 1), triplets.Within(key => ArtistHalves.HalfOf(key, 3) == 1).Count);
            Assert.Equal(triplets.Count, Metric($"triplets.{name}.count"));
            Assert.InRange(Metric($"triplets.{name}.skip-gram"), gensim.Accuracies(name).Average() - 0.005, gensim.Accuracies(name).Average() + 0.02);
            Assert.InRange(Metric($"triplets.{name}.our-best"), gensim.Accuracies(name).Average() + 0.05, 1);
            Assert.InRange(Metric($"triplets.{name}.our-best.untouched"), gensim.Accuracies(name, 0, 1).Average() + 0.05, 1);
        }
    }

    [Theory]
    [InlineData("\"all\": [0.5", "\"all\": [1.5", "outside 0 to 1")]
    [InlineData("\"sha256\": \"0", "\"sha256\": \"G", "sha256")]
    [InlineData("\"triplets\": {\"all\": [3", "\"triplets\": {\"all\": [9", "triplets.all")]
    [InlineData("\"halves\": {\"all\"", "\"halves\": {\"other\"", "halves.all")]
    [InlineData("\"sentences\"", "\"phrases\"", "phrases")]
    public void Recorded_triplets_are_read_strictly(string good, string bad, string problem)
    {
        string halves = string.Join(", ", Enumerable.Repeat("[[0.5, 0.75], [0.25, 0.5]]", 8)), counts = string.Join(", ", Enumerable.Repeat("[1, 2]", 8));
        string content = $$$"""{"madeWith": "x", "settings": {"window": 5}, "sentences": 2, "sha256": "{{{new string('0', 64)}}}", "triplets": {"all": [3, 5]}, "accuracy": {"all": [0.5, 0.75]}, "halves": {"all": {"triplets": [{{{counts}}}], "accuracy": [{{{halves}}}]} } }""";
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json");
        try
        {
            File.WriteAllText(path, content);
            ReferenceTriplets read = ReferenceTriplets.Load(path);
            Assert.Equal([0.5, 0.75], read.Accuracies("all"));
            Assert.Equal([0.25, 0.5], read.Accuracies("all", 7, 1));
            Assert.Equal((3, 2), (read.Count("all"), read.Count("all", 0, 1)));
            Assert.Contains("Known: all", Assert.Throws<ArgumentException>(() => read.Count("music")).Message, StringComparison.Ordinal);
            Assert.Contains(good, content, StringComparison.Ordinal);
            File.WriteAllText(path, content.Replace(good, bad, StringComparison.Ordinal));
            Assert.Contains(problem, Assert.Throws<InvalidDataException>(() => ReferenceTriplets.Load(path)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
