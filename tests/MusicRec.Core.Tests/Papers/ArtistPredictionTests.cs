using MusicRec.Data;
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
        string table = study.ToText();
        Assert.Contains("12 artists with 2 tracks or more, 48 tracks (0 further ids of the same recordings left out), 1 splits", table, StringComparison.Ordinal);
        Assert.Contains("31.51 %", table, StringComparison.Ordinal);
        Assert.True(double.IsFinite(study.Results[1].BinaryCrossEntropies[0]));
        Assert.Throws<ArgumentException>(() => ArtistPredictionStudy.Run(tracks, [], [fixedShares], 1));
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
