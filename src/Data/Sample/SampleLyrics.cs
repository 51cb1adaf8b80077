using MusicRec.Numerics;

namespace MusicRec.Data.Sample;

/// <summary>
/// Lyrics by the model that topic models assume: a song mixes a few topics, each word is drawn from one of them or from
/// the common words, and a refrain comes back. The topic weights are those that the drawn words support, and the label
/// is the largest of its eight, so that, as in the real data, the label is a function of the words.
/// </summary>
internal static class SampleLyrics
{
    private const int Labelled = 600;
    private const int Unlabelled = 600;
    private const int Shared = 100;

    public static void Write(SampleTrack[] tracks, RandomStream random, string folder)
    {
        SampleTrack[] songs = SampleTables.Draw([.. tracks.Where(track => track.Year is >= 1950 and <= 2019)], Labelled + Unlabelled - Shared, random);
        Song[] written = [.. songs.Select(track => Compose(track, random.Split((ulong)track.Number)))];
        WriteLabelled(written.AsSpan(0, Labelled), folder);
        WriteUnlabelled(written.AsSpan(Labelled - Shared), random, folder);
    }

    private static void WriteLabelled(ReadOnlySpan<Song> songs, string folder)
    {
        SampleFile file = new SampleFile().Header([
            "Unnamed: 0", "artist_name", "track_name", "release_date", "genre", "lyrics", "len", .. SampleTopics.All.Select(topic => topic.Name),
            "danceability", "loudness", "acousticness", "instrumentalness", "valence", "energy", "topic", "age", "source"]);
        for (int row = 0; row < songs.Length; row++)
        {
            Song song = songs[row];
            Describe(file.Integer((song.Track.Number * 18) + 7), song).Number(song.Length, 1);
            foreach (double weight in song.Weights)
            {
                file.Number(weight, 5);
            }

            SampleTrack track = song.Track;
            file.Number(track.Danceability).Number((track.Loudness + 50) / 50).Number(track.Acousticness, 4).Number(track.Instrumentalness, 5)
                .Number(track.Valence).Number(track.Energy).Text(song.Topic).Number((2020 - track.Year) / 70.0, 4).Text(row % 3 == 0 ? "head" : "random1000").EndRow();
        }

        file.Write(folder, "lyrics-1950-2019/labelled-4600.csv");
    }

    // The first rows are rows of the labelled file too, and the only ones with a topic.
    private static void WriteUnlabelled(ReadOnlySpan<Song> songs, RandomStream random, string folder)
    {
        SampleFile file = new SampleFile().Header("id", "artist_name", "track_name", "release_date", "genre", "lyrics", "danceability", "split", "topic");
        foreach (int place in random.Split(1_000_000).Permutation(songs.Length))
        {
            Song song = songs[place];
            Describe(file.Integer(song.Track.Number * 6), song).Number(song.Track.Danceability)
                .Text(place % 2 == 0 ? "test" : "validation").Text(place < Shared ? song.Topic : null).EndRow();
        }

        file.Write(folder, "lyrics-1950-2019/unlabelled-8362.csv");
    }

    private static SampleFile Describe(SampleFile file, Song song) =>
        file.Text(Lower(song.Track.Artist.Name)).Text(Lower(song.Track.Name)).Integer(song.Track.Year).Text(song.Track.Style.LyricsGenre).Text(song.Lyrics);

    private static Song Compose(SampleTrack track, RandomStream random)
    {
        double[] prior = new double[SampleTopics.All.Length];
        for (int label = 0; label < SampleTopics.Labels.Length; label++)
        {
            int topic = SampleTopics.Labels[label];
            prior[topic] = SampleTopics.Shares[label] * SampleTopics.GenreFactor(topic, track.Style.Genre);
        }

        double[] mixture = new double[prior.Length];
        mixture[random.Weighted(prior)] += 0.55;
        mixture[random.Weighted(prior)] += 0.2;
        mixture[random.NextInt32(mixture.Length)] += 0.15;
        mixture[random.NextInt32(mixture.Length)] += 0.1;

        int length = Math.Clamp(random.Count(34, 0.35, 16), 16, 70);
        int[] counts = new int[mixture.Length];
        List<string> words = new(length + 12);
        string[] refrain = new string[4];
        for (int word = 0; word < length; word++)
        {
            string drawn;
            if (random.Chance(0.45))
            {
                drawn = SampleTopics.Common[random.NextInt32(SampleTopics.Common.Length)];
            }
            else
            {
                int topic = random.Weighted(mixture);
                counts[topic]++;
                string[] vocabulary = SampleTopics.All[topic].Words;
                // Early words of a list are the more frequent ones.
                drawn = vocabulary[(int)Math.Floor(vocabulary.Length * random.NextDouble() * Math.Sqrt(random.NextDouble()))];
            }

            words.Add(drawn);
            if (word < refrain.Length)
            {
                refrain[word] = drawn;
            }
            else if (word is 10 or 22)
            {
                words.AddRange(refrain);
            }
        }

        return Song.Of(track, string.Join(' ', words), words.Count, counts, mixture);
    }

    private static string Lower(string name) => name.ToLowerInvariant().Replace("\"", "", StringComparison.Ordinal);

    private sealed record Song(SampleTrack Track, string Lyrics, int Length, double[] Weights, string Topic)
    {
        public static Song Of(SampleTrack track, string lyrics, int length, int[] counts, double[] mixture)
        {
            const double prior = 0.02;
            double total = counts.Sum() + (prior * counts.Length);

            // The mixture breaks ties between topics with as many words; rounding first makes the label the largest weight as written.
            double[] weights = [.. counts.Select((count, topic) => Math.Floor(100_000 * (count + prior + (0.01 * mixture[topic]) + (0.0003 * topic)) / (total + 0.05)) / 100_000)];
            int best = SampleTopics.Labels[0];
            foreach (int topic in SampleTopics.Labels)
            {
                best = weights[topic] > weights[best] ? topic : best;
            }

            return new Song(track, lyrics, length, weights, SampleTopics.All[best].Name);
        }
    }
}
