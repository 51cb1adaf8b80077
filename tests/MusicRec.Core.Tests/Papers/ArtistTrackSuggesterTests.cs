using MusicRec.Data;
using MusicRec.Embeddings;
using MusicRec.Learning;
using MusicRec.Numerics;
using MusicRec.Papers;

namespace MusicRec.Core.Tests.Papers;

/// <summary>Suggestions for the listener of <see cref="ArtistTrackTests"/>, who likes artists of even number, from a catalogue of rated and of other artists.</summary>
public sealed class ArtistTrackSuggesterTests
{
    private static readonly NamedVectors _vectors = new(
        [.. Enumerable.Range(0, 36).Select(artist => $"artist{artist}"), "evenband", "oddband", "thirdband"],
        [.. Enumerable.Range(0, 36).SelectMany(ArtistTrackTests.Vector), 1, 0.02f, 1, -1, 0.02f, 1, 0.9f, 3.1f, 1]);

    private static readonly ArtistTrackInputs _rated = ArtistTrackTests.InputsWith(_vectors);
    private static readonly ArtistTrackModel _forest = new("forest", inputs => inputs.RawAndArtist, seed => new RandomForest(seed, 30));
    private static readonly ArtistTrackSuggester _suggester = new(_rated, Catalogue(), seed: 1, _forest);

    [Fact]
    public void Songs_come_by_probability_with_few_by_one_artist_and_none_that_is_rated()
    {
        ArtistTrackSuggestions one = _suggester.Suggest(new ArtistTrackRequest { Count = 3 });
        Assert.Equal(["Even Band", "Third Band", "Odd Band"], one.Songs.Select(song => song.Artist).Order(StringComparer.Ordinal).OrderBy(artist => artist == "Odd Band").ToArray());
        Assert.Equal("Odd Band", one.Songs[^1].Artist);
        Assert.Equal(one.Songs.Select(song => song.Probability).OrderDescending(), one.Songs.Select(song => song.Probability));

        ArtistTrackSuggestions all = _suggester.Suggest(new ArtistTrackRequest { Count = 1000, MostPerArtist = 1000, IncludesRatedArtists = true, IncludesUnknownArtists = true });
        Assert.Equal(all.CandidateCount, all.Songs.Count);
        Assert.Equal(5, all.Songs.Count(song => song.Artist == "Even Band"));
        Assert.DoesNotContain(all.Songs, song => song.Title == "song 5");
        Assert.Single(all.Songs, song => song.Title == "New by five");
        Assert.Single(all.Songs, song => song.Artist == "Stranger");
        Assert.All(all.Songs, song => Assert.Equal((song.Title, song.Artist), (_suggester.Catalogue.Texts("track_name")[song.Row], _suggester.Catalogue.Texts("artists")[song.Row])));

        // Two songs by one artist at most, a guest's songs among them.
        string[] two = [.. _suggester.Suggest(new ArtistTrackRequest { Count = 1000, MostPerArtist = 2 }).Songs.Select(song => song.Artist)];
        Assert.Equal(2, two.Count(artist => artist.Contains("Third Band", StringComparison.Ordinal)));
        Assert.Equal(2, two.Count(artist => artist.Contains("Odd Band", StringComparison.Ordinal)));
        Assert.DoesNotContain("Stranger", two);
        Assert.DoesNotContain("Artist 5", two);
    }

    [Fact]
    public void The_first_song_is_the_one_that_the_model_is_surest_of()
    {
        RandomForest forest = new(seed: 1, 30);
        forest.Fit(_rated.RawAndArtist, _rated.Songs.Labels);
        string[] keys = [.. _suggester.Catalogue.Texts("artists").Select(credit => ArtistKey.Of(credit!.Split(';')[0]))];
        double[] probabilities = forest.PredictPositive(_rated.ForCatalogue(_suggester.Catalogue, keys).RawAndArtist);
        Assert.All(
            _suggester.Suggest(new ArtistTrackRequest { Count = 1000, MostPerArtist = 99, IncludesRatedArtists = true, IncludesUnknownArtists = true }).Songs,
            song => Assert.Equal(probabilities[song.Row], song.Probability));
    }

    [Fact]
    public void What_artist_and_sound_add_leads_from_the_average_to_the_probability()
    {
        ArtistTrackSuggestion[] songs = [.. _suggester.Suggest(new ArtistTrackRequest { Count = 50, MostPerArtist = 50, IncludesRatedArtists = true }).Songs];
        Assert.All(songs, song => Assert.Equal(song.Probability, song.Average + song.ArtistShare + song.SoundShare, 12));

        // Likes go by artist alone here.
        ArtistTrackSuggestion even = songs.First(song => song.Artist == "Even Band"), odd = songs.First(song => song.Artist == "Odd Band");
        Assert.True(even.ArtistShare > 0.2);
        Assert.True(odd.ArtistShare < -0.2);
        Assert.All(songs, song => Assert.InRange(song.SoundShare, -0.2, 0.2));
        Assert.Equal(("Artist 0", 1.0), (even.NearestArtist, Math.Round(even.ArtistLikeness!.Value, 3)));
        Assert.Contains("for the artist, nearest to Artist 0 (1.00)", even.Reason, StringComparison.Ordinal);
        Assert.Contains($"for the sound, nearest to {even.NearestSong}", even.Reason, StringComparison.Ordinal);

        // Its sound is that of song 4 but for one feature, which is liked; that of song 5 was not.
        Assert.Equal("song 4 (Artist 4)", songs.Single(song => song.Title == "Like four").NearestSong);
        Assert.All(songs, song => Assert.Equal(0, int.Parse(song.NearestSong.Split(' ')[1], null) % 2));
    }

    [Fact]
    public void A_model_that_looks_at_one_half_alone_gives_the_other_no_share()
    {
        ArtistTrackModel artistAlone = new("artists", inputs => inputs.ArtistVectors, seed => new RandomForest(seed, 10)), soundAlone = new("sounds", inputs => inputs.Features, seed => new RandomForest(seed, 10));
        Assert.All(new ArtistTrackSuggester(_rated, Catalogue(), 1, artistAlone).Suggest(new()).Songs, song => Assert.Equal(0, song.SoundShare, 12));
        Assert.All(new ArtistTrackSuggester(_rated, Catalogue(), 1, soundAlone).Suggest(new()).Songs, song => Assert.Equal(0, song.ArtistShare, 12));
    }

    [Fact]
    public void Artists_can_be_asked_for_by_name_and_unknown_names_are_answered_with_near_ones()
    {
        ArtistTrackSuggestions near = _suggester.Suggest(new ArtistTrackRequest { Count = 100, MostPerArtist = 100, Like = ["ODD band", "Evn Band"], NearArtists = 0 });
        Assert.All(near.Songs, song => Assert.StartsWith("Odd Band", song.Artist, StringComparison.Ordinal));
        Assert.NotEmpty(near.Songs);
        UnknownArtist unknown = Assert.Single(near.UnknownArtists);
        Assert.Equal("Evn Band", unknown.Name);
        Assert.Equal("Even Band", unknown.NearNames[0]);
        Assert.Contains("Not known: 'Evn Band' (near: Even Band", near.ToText(), StringComparison.Ordinal);

        // Odd ones are near to the odd one; with enough near artists all may come.
        Assert.DoesNotContain(_suggester.Suggest(new ArtistTrackRequest { Count = 9, Like = ["Odd Band"], NearArtists = 1, IncludesRatedArtists = true }).Songs, song => song.Artist == "Even Band");
        Assert.Contains(_suggester.Suggest(new ArtistTrackRequest { Count = 9, Like = ["Odd Band"], NearArtists = 1, IncludesRatedArtists = true }).Songs, song => song.Title == "New by five");
        Assert.Contains(_suggester.Suggest(new ArtistTrackRequest { Count = 9, Like = ["Odd Band"], NearArtists = 100 }).Songs, song => song.Artist == "Even Band");

        // Nobody who was named is known: as if nobody had been named.
        ArtistTrackSuggestions none = _suggester.Suggest(new ArtistTrackRequest { Like = ["qqqq"] });
        Assert.Equal(_suggester.Suggest(new()).Songs, none.Songs);
        Assert.Contains("Not known: 'qqqq'", none.ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Our_best_knows_an_artist_that_was_rated_and_the_same_seed_gives_the_same_songs()
    {
        Frame few = Catalogue().Rows([.. Enumerable.Range(0, 12)]);
        ArtistTrackModel small = new(ArtistTrackModel.OurBest, inputs => inputs.RawAndArtistWithIdentifier, seed => new ArtistTrackVote(seed, trees: 9, epochs: 2));
        ArtistTrackSuggester best = new(_rated, few, seed: 3, small);
        ArtistTrackRequest request = new() { Count = 20, MostPerArtist = 20, IncludesRatedArtists = true };
        Assert.Contains("By our best, from", best.Suggest(request).ToText(), StringComparison.Ordinal);
        Assert.IsType<ArtistTrackVote>(ArtistTrackModel.All.Single(model => model.Name == small.Name).Build(1));
        Assert.Equal(best.Suggest(request).Songs, new ArtistTrackSuggester(_rated, few, seed: 3, small).Suggest(request).Songs);
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _suggester.Suggest(new ArtistTrackRequest { Count = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => _suggester.Suggest(new ArtistTrackRequest { MostPerArtist = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => _suggester.Suggest(new ArtistTrackRequest { NearArtists = -1 }));
        Assert.Throws<ArgumentNullException>(() => _suggester.Suggest(new ArtistTrackRequest { Like = null! }));
        Assert.Contains("complete rows", Assert.Throws<ArgumentException>(() => new ArtistTrackSuggester(_rated, Catalogue().Rows([11]), 1, _forest)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ArtistTrackSuggester(_rated, Catalogue().Without("artists"), 1, _forest));
        Assert.Throws<InvalidOperationException>(() => new ArtistTrackSuggester(_rated.ForCatalogue(Catalogue().Rows([0]), ["x"]), Catalogue(), 1, _forest));
    }

    /// <summary>Five songs each of two unrated artists, two of a third, one that is rated, one by a rated artist, a repeat, a gap and a stranger.</summary>
    private static Frame Catalogue()
    {
        RandomStream random = new(11);
        string?[] artists =
        [
            "Even Band", "Even Band", "Even Band", "Even Band", "Even Band", "Odd Band", "Odd Band", "Odd Band", "Odd Band;Third Band", "Third Band", "Third Band;Even Band",
            "Even Band", "Artist 5", "Artist 5", "Artist 5", "Stranger", "Third Band",
        ];
        string?[] titles = [.. Enumerable.Range(0, 11).Select(row => $"track {row}"), null, "Song 5", "New by five", "NEW BY FIVE", "unheard", "Like four"];
        List<(string, Column)> columns = [("artists", artists), ("track_name", titles)];
        for (int place = 0; place < AudioFeatures.All.Count; place++)
        {
            double[] values = [.. Enumerable.Range(0, artists.Length).Select(_ => random.NextDouble())];
            values[^1] = _rated.Features[4, place] + (place == 0 ? 0.01 : 0);
            columns.Add((AudioFeatures.All[place], values));
        }

        return new Frame([.. columns]);
    }
}
