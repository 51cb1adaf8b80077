using MusicRec.Data;
using MusicRec.Learning;
using MusicRec.Numerics;
using MusicRec.Papers;

namespace MusicRec.Core.Tests.Papers;

public sealed class SongSuggestionsTests
{
    private static readonly LikedSongs _rated = Read("liked-2017", "target");

    [Fact]
    public void The_most_probable_come_first_one_per_artist_and_none_that_was_rated()
    {
        string?[] titles = ["first", "second", _rated.Titles![0], null, "fifth", "sixth"];
        string?[] artists = ["Ann", "Eve; ann", _rated.Artists![0], "Ben", "Cid;Dan", "Dan"];
        Matrix catalogue = Danceable(0.9, 0.8, 0.95, 0.99, 0.2, 0.1);
        IReadOnlyList<SongSuggestion> suggestions = SongSuggestions.Suggest(new LikesDancing(), _rated, titles, artists, catalogue, 10);
        Assert.Equal(["first", "fifth"], suggestions.Select(suggestion => suggestion.Title));
        Assert.Equal([0.9, 0.2], suggestions.Select(suggestion => suggestion.Probability));
    }

    [Fact]
    public void The_reason_names_the_feature_that_counts_and_a_song_that_was_liked()
    {
        SongSuggestion suggestion = SongSuggestions.Suggest(new LikesDancing(), _rated, ["only"], ["Ann"], Danceable(0.95), 1)[0];
        Assert.StartsWith("danceability 0.95 (+", suggestion.Reason, StringComparison.Ordinal);
        int[] liked = [.. Enumerable.Range(0, _rated.Count).Where(row => _rated.Labels[row] == 1)];
        Assert.Contains(suggestion.NearestLiked, liked.Select(row => $"{_rated.Titles![row]} ({_rated.Artists![row]})"));
    }

    [Fact]
    public void Songs_without_titles_cannot_explain()
    {
        LikedSongs untitled = Read("liked-195", "liked");
        Assert.Contains("titles", Assert.Throws<ArgumentException>(() => SongSuggestions.Suggest(new LikesDancing(), untitled, ["a"], ["b"], Danceable(0.5))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => SongSuggestions.Suggest(new LikesDancing(), _rated, ["a", "b"], ["b"], Danceable(0.5)));
    }

    [Fact]
    public void An_artist_sounds_like_the_mean_of_their_tracks()
    {
        Matrix features = new(3, 2, [1, 10, 3, 20, 5, 60]);
        Matrix means = ArtistSound.MeanFeatures([" Ann", "Ben", "Eve"], ["ann;BEN", "Ann", null], features);
        Assert.Equal([2.0, 15.0], means.Row(0).ToArray());
        Assert.Equal([1.0, 10.0], means.Row(1).ToArray());
        Assert.All(means.Row(2).ToArray(), value => Assert.True(double.IsNaN(value)));
    }

    private static LikedSongs Read(string dataSet, string label) =>
        new(Csv.Read(RepositoryFolder.Path($"data/sample/{dataSet}/data.csv")), label);

    private static Matrix Danceable(params double[] values)
    {
        Matrix features = _rated.Features.SelectRows([.. values.Select(_ => 1)]);
        for (int row = 0; row < values.Length; row++)
        {
            features[row, 0] = values[row];
        }

        return features;
    }

    private sealed class LikesDancing : IClassifier
    {
        public int ClassCount => 2;

        public void Fit(Matrix features, ReadOnlySpan<int> labels) => throw new NotSupportedException();

        public Matrix PredictProbabilities(Matrix features)
        {
            Matrix probabilities = new(features.Rows, 2);
            for (int row = 0; row < features.Rows; row++)
            {
                (probabilities[row, 0], probabilities[row, 1]) = (1 - features[row, 0], features[row, 0]);
            }

            return probabilities;
        }
    }
}
