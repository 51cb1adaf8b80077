using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Learning;
using MusicRec.Numerics;
using MusicRec.Papers;

namespace MusicRec.Core.Tests.Papers;

public sealed class ArtistPredictionTests
{
    [Fact]
    public void Tracks_count_once_and_artists_with_few_of_them_are_left_out()
    {
        ArtistTracks tracks = ArtistTracks.From(
            Frame(["t1", "t2", "t1", "t3", "t4", "t5", "t6"], ["Björk;Rare", "Sam", "Björk", "BJORK ; Sam;sam", null, " ; ", "Sam"]), minimumTracks: 2);
        Assert.Equal(["Björk", "Sam"], tracks.Names);
        Assert.Equal(["bjork", "sam"], tracks.Keys);
        Assert.Equal([2, 3], tracks.TrackCounts);
        Assert.Equal([[0], [1], [0, 1], [1]], tracks.ArtistSets);
        Assert.Equal([0, 1, 0, 1], tracks.Labels);
        Assert.Equal((4, 8, 13), (tracks.Features.Rows, tracks.Features.Columns, tracks.MoreFeatures.Columns));
        Assert.Equal(AudioFeatures.Eight.Select(name => (100.0 * AudioFeatures.All.ToList().IndexOf(name)) + 3), tracks.Features.Row(2).ToArray());
        Assert.Contains("1 of 3 artists", Assert.Throws<ArgumentException>(() => ArtistTracks.From(Frame(["a", "b", "c"], ["x", "x", "y;z"]), 2)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => ArtistTracks.From(Frame(["a"], ["x"]), 0));
    }

    [Fact]
    public void A_recording_under_several_ids_is_one_track_unless_repeats_are_kept()
    {
        Frame frame = Frame(["a", "b", "c", "d"], ["x", "x", "y", "y"]);
        foreach (string name in AudioFeatures.All)
        {
            double[] values = frame.Numbers(name);
            frame = frame.With(name, (double[])[values[0], values[0], values[2], values[3]]);
        }

        ArtistTracks once = ArtistTracks.From(frame, 1), kept = ArtistTracks.From(frame, 1, keepsRepeats: true);
        Assert.Equal((3, 1), (once.Count, once.RepeatCount));
        Assert.Equal((4, 0), (kept.Count, kept.RepeatCount));
        Assert.Equal([1, 2], once.TrackCounts);

        // One feature apart is another recording.
        Assert.Equal(0, ArtistTracks.From(frame.With("tempo", (double[])[1, 2, 3, 4]), 1).RepeatCount);
    }

    [Fact]
    public void Ranks_and_losses_are_those_of_the_likeliest_of_a_tracks_artists()
    {
        // Twelve artists; the model always says the same: artist 0 half, artist 1 a quarter, the others share the rest.
        string?[] artists = [.. Enumerable.Range(0, 48).Select(track => track < 24 ? $"a{track % 12}" : track < 36 ? $"a{track % 12};a0" : $"a{track % 12}")];
        ArtistTracks tracks = ArtistTracks.From(Frame([.. Enumerable.Range(0, 48).Select(track => $"t{track}")], artists), 2);
        Split split = new([.. Enumerable.Range(0, 36)], [36, 37, 47]);
        ArtistPredictionModel fixedShares = new("fixed", (rows, own, _) =>
        {
            Matrix shares = new(own.Test.Length, rows.ArtistCount);
            for (int row = 0; row < shares.Rows; row++)
            {
                shares.Row(row).Fill(0.25 / 10);
                (shares[row, 0], shares[row, 1]) = (0.5, 0.25);
            }

            return new TrackAnswer(shares);
        });
        ArtistPredictionStudy study = ArtistPredictionStudy.Run(tracks, [split], [fixedShares, ArtistPredictionModel.OfClassifier("majority", _ => new MajorityClassifier())], seed: 1);
        ArtistPredictionResult result = study.Results[0];
        Assert.Equal([1.0 / 3], result.TopOne);
        Assert.Equal([2.0 / 3], result.TopTen);
        Assert.Equal([2.0], result.MedianRanks);

        double all = Math.Log(1 - 0.5) + Math.Log(1 - 0.25) + (10 * Math.Log(1 - 0.025));
        double expected = -((3 * all) + Math.Log(0.5 / 0.5) + Math.Log(0.25 / 0.75) + Math.Log(0.025 / 0.975)) / (3 * 12);
        Assert.Equal(expected, result.BinaryCrossEntropies[0], 12);
        Assert.Empty(result.Histories);

        // The tenth place counts among ten, the eleventh does not.
        Assert.Equal([0.5], ArtistPredictionStudy.Run(tracks, [split with { Test = [45, 46] }], [fixedShares], seed: 1).Results[0].TopTen);
        string table = study.ToText();
        Assert.Contains("12 artists with 2 tracks or more, 48 tracks (0 further ids of the same recordings left out), 1 splits", table, StringComparison.Ordinal);
        Assert.Contains("31.51 %", table, StringComparison.Ordinal);
        Assert.True(double.IsFinite(study.Results[1].BinaryCrossEntropies[0]));
        Assert.Throws<ArgumentException>(() => ArtistPredictionStudy.Run(tracks, [], [fixedShares], 1));
    }

    [Fact]
    public void Several_splits_have_a_deviation_and_models_are_compared_split_by_split()
    {
        ArtistPredictionStudy study = TwoSplits();
        ArtistTracks tracks = ArtistTracks.From(Frame(["a", "b", "c", "d"], ["x", "x", "y", "y"]), 1);
        Assert.Equal([0.5, 0.5], study["first"].TopOne);
        Assert.Equal([0.5, 0.75], study["better"].TopOne);
        Assert.Equal(0.125, study.CompareTopOne("better", "first").Mean, 12);
        Assert.Equal(ResampledTTest.Of([0, 0.25], 4 / 30.0).Interval, study.CompareTopOne("better", "first").Interval);
        string table = study.ToText();
        Assert.Contains("+0.1250", table, StringComparison.Ordinal);
        Assert.Contains("2 splits with 4 test tracks", table, StringComparison.Ordinal);
        Assert.Contains("better", Assert.Throws<ArgumentException>(() => study["oracle"]).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ArtistPredictionStudy.Run(tracks, [new([0, 1], [1])], [ArtistPredictionModel.OfClassifier("majority", _ => new MajorityClassifier())], 1));
    }

    [Fact]
    public void An_album_stands_on_one_side_and_every_artist_keeps_training_tracks()
    {
        // Artist a0: ten albums of two tracks; a1: one album of ten; a2: tracks without an album.
        string?[] artists = [.. Enumerable.Range(0, 40).Select(track => (string?)(track < 20 ? "a0" : track < 30 ? "a1" : "a2"))];
        string?[] albums = [.. Enumerable.Range(0, 40).Select(track => track < 20 ? $"Álbum {track / 2}" : track < 30 ? "Only" : null)];
        albums[1] = "album 0 ";
        ArtistTracks tracks = ArtistTracks.From(Frame([.. Enumerable.Range(0, 40).Select(track => $"t{track}")], artists).With("album_name", albums), 2);
        HashSet<int> tested = [];
        for (ulong seed = 0; seed < 20; seed++)
        {
            Split split = tracks.SplitByAlbum(0.25, seed);
            Assert.Equal(Enumerable.Range(0, 40), split.Train.Concat(split.Test).Order());
            Assert.Equal(4, split.Test.Count(row => row < 20));
            Assert.All(split.Test.Where(row => row < 20), row => Assert.Contains(row ^ 1, split.Test));
            Assert.DoesNotContain(split.Test, row => row is >= 20 and < 30);
            Assert.Equal(2, split.Test.Count(row => row >= 30));
            Assert.Equal(split.Test, tracks.SplitByAlbum(0.25, seed).Test);
            tested.UnionWith(split.Test);
        }

        Assert.Equal(30, tested.Count);
        Assert.Contains("No artist has an album", Assert.Throws<InvalidOperationException>(() => tracks.SplitByAlbum(0.05, 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => tracks.SplitByAlbum(0, 1));
        ArtistTracks without = ArtistTracks.From(Frame(["a", "b", "c", "d"], ["x", "x", "y", "y"]), 1);
        Assert.Contains("album_name", Assert.Throws<InvalidOperationException>(() => without.SplitByAlbum(0.5, 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tracks_of_artists_to_be_unheard_are_left_out_also_where_they_are_guests()
    {
        ArtistTracks tracks = ArtistTracks.From(Frame(["a", "b", "c", "d", "e", "f", "g"], ["X", "x; Y", "Y", "y", "Z", "z", "z;x"]), 2);
        ArtistTracks rest = tracks.Without(["x", "nobody"]);
        Assert.Equal(["y", "z"], rest.Keys);
        Assert.Equal([2, 2], rest.TrackCounts);
        Assert.Equal(tracks.Features.Row(2).ToArray(), rest.Features.Row(0).ToArray());
        Assert.Equal(tracks.RepeatCount, rest.RepeatCount);
        Assert.Throws<ArgumentException>(() => tracks.Without(["x", "y"]));
    }

    [Fact]
    public void Artists_who_sound_apart_are_told_apart()
    {
        ArtistTracks tracks = ArtistTracks.From(
            Frame([.. Enumerable.Range(0, 120).Select(track => $"t{track}")], [.. Enumerable.Range(0, 120).Select(track => (string?)$"a{track % 4}")], spread: true), 20);
        ArtistPredictionStudy study = ArtistPredictionStudy.Run(tracks, [Splits.Stratified(tracks.Labels, 0.25, 1)], ArtistPredictionModel.All(epochs: 60), seed: 1);
        Assert.True(study.Results.Single(result => result.Name == ArtistPredictionModel.PaperNetwork).TopOne[0] > 0.9);
        Assert.Equal(0.25, study.Results.Single(result => result.Name == "majority").TopOne[0], 1);
        Assert.All(study.Results, result => Assert.Equal(1, result.TopTen[0]));
        Assert.Single(study.Results[0].Histories);
    }

    // Two models of two artists on two splits: one names the first artist always, the other is right once more, on the second split.
    internal static ArtistPredictionStudy TwoSplits()
    {
        ArtistTracks tracks = ArtistTracks.From(Frame([.. Enumerable.Range(0, 40).Select(track => $"t{track}")], [.. Enumerable.Range(0, 40).Select(track => (string?)$"a{track % 2}")]), 2);
        Split[] splits = [new([.. Enumerable.Range(0, 30)], [30, 31, 32, 33]), new([.. Enumerable.Range(0, 30)], [34, 35, 36, 37])];
        return ArtistPredictionStudy.Run(tracks, splits, [Says("first", _ => 0), Says("better", row => row == 35 ? 1 : 0)], seed: 1);

        static ArtistPredictionModel Says(string name, Func<int, int> answer) => new(name, (rows, split, _) =>
        {
            Matrix shares = new(split.Test.Length, rows.ArtistCount);
            for (int place = 0; place < shares.Rows; place++)
            {
                shares[place, answer(split.Test[place])] = 1;
            }

            return new TrackAnswer(shares);
        });
    }

    // A feature is 100 times its place plus the track's number, or the artist's number with some noise.
    private static Frame Frame(string?[] ids, string?[] artists, bool spread = false)
    {
        RandomStream random = new(2);
        List<(string, Column)> columns = [("track_id", ids), ("artists", artists)];
        for (int place = 0; place < AudioFeatures.All.Count; place++)
        {
            columns.Add((AudioFeatures.All[place], Enumerable.Range(0, ids.Length).Select(row => spread ? (row % 4) + (0.1 * random.NextGaussian()) : (100.0 * place) + row).ToArray()));
        }

        return new Frame([.. columns]);
    }
}
