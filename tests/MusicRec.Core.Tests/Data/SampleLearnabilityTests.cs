using MusicRec.Data;
using MusicRec.Data.Sample;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Data;

/// <summary>There is something in the sample for each method to learn, and nothing that can be learnt without error.</summary>
public class SampleLearnabilityTests
{
    private static readonly Catalogue Catalogue = Catalogue.Load(RepositoryFolder.Path("data/catalogue.json"));

    [Theory]
    [InlineData("liked-195", "liked", 0.68, 0.90)]
    [InlineData("liked-2017", "target", 0.66, 0.90)]
    public void Likes_are_told_by_neighbours_better_than_by_the_majority_but_not_surely(string dataSet, string label, double least, double most)
    {
        LikedSongs songs = new(Read(dataSet, "songs"), label);
        double[][] rows = Standardise(songs.Features);
        int right = 0;
        for (int song = 0; song < rows.Length; song++)
        {
            int[] nearest = [.. Enumerable.Range(0, rows.Length).Where(other => other != song).OrderBy(other => Distance(rows[song], rows[other])).Take(15)];
            right += nearest.Sum(other => songs.Labels[other]) > 7 == (songs.Labels[song] == 1) ? 1 : 0;
        }

        Assert.InRange((double)right / rows.Length, least, most);
    }

    [Fact]
    public void Features_hang_together_as_in_real_music()
    {
        Frame tracks = Read("spotify-1m", "tracks");

        Assert.InRange(Correlation(tracks.Numbers("energy"), tracks.Numbers("loudness")), 0.65, 0.9);
        Assert.InRange(Correlation(tracks.Numbers("energy"), tracks.Numbers("acousticness")), -0.85, -0.6);
        Assert.InRange(Correlation(tracks.Numbers("valence"), tracks.Numbers("danceability")), 0.35, 0.75);
        Assert.InRange(Correlation(tracks.Numbers("popularity"), tracks.Numbers("year")), 0.1, 0.6);
        Assert.InRange(tracks.Integers("popularity").Count(value => value >= 50) / (double)tracks.RowCount, 0.005, 0.08);
    }

    [Fact]
    public void The_words_of_a_topic_tell_the_topic_in_most_songs_but_not_in_all()
    {
        LyricsSongs lyrics = new(Read("lyrics-1950-2019", "labelled"));
        int half = lyrics.Lyrics.Length / 2;
        Dictionary<string, double[]> words = [];
        for (int song = 0; song < half; song++)
        {
            foreach (string word in lyrics.Lyrics[song].Split(' ').Distinct())
            {
                if (!words.TryGetValue(word, out double[]? counts))
                {
                    words[word] = counts = new double[8];
                }

                counts[lyrics.Topics[song]]++;
            }
        }

        double[] songsOf = new double[8];
        foreach (int topic in lyrics.Topics.Take(half))
        {
            songsOf[topic]++;
        }

        int right = 0;
        for (int song = half; song < lyrics.Lyrics.Length; song++)
        {
            double[] scores = [.. Enumerable.Range(0, 8).Select(topic => Elementary.Log(songsOf[topic] / half) + lyrics.Lyrics[song].Split(' ')
                .Sum(word => words.TryGetValue(word, out double[]? counts) ? Elementary.Log((counts[topic] + 0.2) / (songsOf[topic] + 1)) : 0))];
            right += Array.IndexOf(scores, scores.Max()) == lyrics.Topics[song] ? 1 : 0;
        }

        Assert.InRange((double)right / (lyrics.Lyrics.Length - half), 0.7, 0.97);
    }

    [Fact]
    public void Listeners_hear_artists_of_the_styles_they_love()
    {
        Frame artists = Read("lastfm-2k", "artists");
        LastFm lastFm = LastFm.From(artists, Read("lastfm-2k", "plays"), Read("lastfm-2k", "tags"), Read("lastfm-2k", "taggings"), Read("lastfm-2k", "friends"));
        int styles = SampleStyle.All.Length;
        double share = 0;
        for (int user = 0; user < lastFm.Plays.UserCount; user++)
        {
            int[] counts = new int[styles];
            foreach (int artist in lastFm.Plays.ItemsOf(user))
            {
                counts[artist % styles]++;
            }

            share += counts.OrderDescending().Take(5).Sum() / (double)counts.Sum() / lastFm.Plays.UserCount;
        }

        // Five of twenty styles would have a quarter by their number, a good third as the five largest of a random draw.
        Assert.InRange(share, 0.6, 0.95);
        int common = lastFm.Friends.Sum(pair => Common(lastFm.Plays, pair.User, pair.Friend));
        int strange = lastFm.Friends.Sum(pair => Common(lastFm.Plays, pair.User, (pair.Friend + 101) % lastFm.Plays.UserCount));
        Assert.True(common > 1.5 * strange, $"friends share {common} artists, strangers {strange}");
    }

    [Fact]
    public void A_playlist_that_changes_style_goes_on_in_the_same_direction()
    {
        Playlists playlists = Playlists.From(Read("spotify-playlists", "songs"));
        Dictionary<string, int> styles = Read("artist-similarity", "genres").Texts("genre").Zip(Read("artist-similarity", "artists").Texts("name"))
            .Where(pair => pair.First is not null)
            .ToDictionary(pair => pair.Second!, pair => Array.FindIndex(SampleStyle.All, style => style.Name.Replace('-', ' ') == pair.First));
        string?[] artists = playlists.Tracks.Texts("track_artist");
        int same = 0, changes = 0;
        foreach (Playlist playlist in playlists.All)
        {
            int last = 0;
            int[] order = [.. playlist.Tracks.Where(track => artists[track] is string artist && styles.ContainsKey(artist)).Select(track => styles[artists[track]!])];
            for (int place = 4; place < order.Length; place++)
            {
                int step = (((order[place] - order[place - 4]) + 30) % 20) - 10;
                if (step != 0 && last != 0)
                {
                    changes++;
                    same += Math.Sign(step) == last ? 1 : 0;
                }

                last = step != 0 ? Math.Sign(step) : last;
            }
        }

        Assert.InRange((double)same / changes, 0.75, 0.999);
    }

    [Theory]
    [InlineData("triplets")]
    [InlineData("triplets-music")]
    public void Related_artists_mostly_share_a_style_and_others_do_not(string table)
    {
        ArtistSimilarity similarity = ArtistSimilarity.From(
            Read("artist-similarity", "artists"), Read("artist-similarity", "genres"), Read("artist-similarity", table), Read("artist-similarity", "triplets-music"));

        double positive = similarity.Triplets.Average(triplet => similarity.Artists[triplet.Anchor].Genre == similarity.Artists[triplet.Positive].Genre ? 1.0 : 0);
        double negative = similarity.Triplets.Average(triplet => similarity.Artists[triplet.Anchor].Genre == similarity.Artists[triplet.Negative].Genre ? 1.0 : 0);

        Assert.InRange(positive, 0.7, 0.97);
        Assert.InRange(negative, 0, 0.12);
    }

    [Fact]
    public void Genres_of_clips_are_told_by_loudness_crossings_and_rhythm()
    {
        const int perGenre = 3;
        double[][] features = new double[10 * perGenre][];
        ParallelLoop.For(features.Length, clip => features[clip] = Describe(SampleAudio.Synthesise((clip / perGenre * 5) + (clip % perGenre), new RandomStream(SampleWorld.Seed).Split(100))));
        double[][] rows = Standardise(new Matrix(features.Length, features[0].Length, [.. features.SelectMany(row => row)]));
        int right = 0;
        for (int clip = 0; clip < rows.Length; clip++)
        {
            int nearest = Enumerable.Range(0, rows.Length).Where(other => other != clip).MinBy(other => Distance(rows[clip], rows[other]));
            right += nearest / perGenre == clip / perGenre ? 1 : 0;
        }

        Assert.InRange((double)right / rows.Length, 0.6, 1.0);
    }

    private static double[] Describe(byte[] wave)
    {
        double power = 0, crossings = 0, change = 0, before = 0, windowPower = 0, jumps = 0;
        int count = (wave.Length - 44) / 2;
        for (int index = 0; index < count; index++)
        {
            double value = BitConverter.ToInt16(wave, 44 + (2 * index)) / 32_768.0;
            power += value * value;
            change += Math.Abs(value - before);
            crossings += value * before < 0 ? 1 : 0;
            before = value;
            windowPower += value * value;
            if (index % 551 == 550)
            {
                jumps += Math.Abs(Math.Sqrt(windowPower) - Math.Sqrt(power * 551 / (index + 1)));
                windowPower = 0;
            }
        }

        return [Math.Sqrt(power / count), crossings / count, change / count / Math.Sqrt(power / count), jumps / Math.Sqrt(power)];
    }

    private static int Common(Interactions plays, int first, int second)
    {
        HashSet<int> items = [.. plays.ItemsOf(first)];
        int common = 0;
        foreach (int item in plays.ItemsOf(second))
        {
            common += items.Contains(item) ? 1 : 0;
        }

        return first == second ? 0 : common;
    }

    private static Frame Read(string dataSet, string table) =>
        TableReader.Read(Catalogue[dataSet], Catalogue[dataSet][table], RepositoryFolder.Path("data/sample"), isSample: true);

    private static double[][] Standardise(Matrix matrix)
    {
        double[][] rows = [.. Enumerable.Range(0, matrix.Rows).Select(row => matrix.Row(row).ToArray())];
        for (int column = 0; column < matrix.Columns; column++)
        {
            double mean = rows.Average(row => row[column]);
            double deviation = Math.Sqrt(rows.Average(row => (row[column] - mean) * (row[column] - mean)));
            foreach (double[] row in rows)
            {
                row[column] = (row[column] - mean) / deviation;
            }
        }

        return rows;
    }

    private static double Distance(double[] first, double[] second)
    {
        double sum = 0;
        for (int index = 0; index < first.Length; index++)
        {
            sum += (first[index] - second[index]) * (first[index] - second[index]);
        }

        return sum;
    }

    private static double Correlation(double[] first, double[] second)
    {
        double meanFirst = first.Average(), meanSecond = second.Average();
        double product = first.Zip(second).Sum(pair => (pair.First - meanFirst) * (pair.Second - meanSecond));
        return product / Math.Sqrt(first.Sum(value => (value - meanFirst) * (value - meanFirst)) * second.Sum(value => (value - meanSecond) * (value - meanSecond)));
    }
}
