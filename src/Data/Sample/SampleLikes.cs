using MusicRec.Numerics;

namespace MusicRec.Data.Sample;

/// <summary>
/// Two listeners' likes. Each taste has several islands in the space of sound, so that no straight line parts liked
/// from disliked, and some verdicts are moods that no feature explains.
/// </summary>
internal static class SampleLikes
{
    public static void WriteFirst(SampleTrack[] tracks, RandomStream random, string folder)
    {
        SampleFile file = new SampleFile().Header(
            "danceability", "energy", "key", "loudness", "mode", "speechiness", "acousticness", "instrumentalness", "liveness", "valence", "tempo",
            "duration_ms", "time_signature", "liked");
        foreach ((SampleTrack track, bool liked) in Judge(tracks, 195, 100, FirstTaste, 0.18, random))
        {
            SampleTables.Sound(file, track).Integer(track.DurationMilliseconds).Integer(track.TimeSignature).Integer(liked ? 1 : 0).EndRow();
        }

        file.Write(folder, "liked-195/data.csv");
    }

    public static void WriteSecond(SampleTrack[] tracks, RandomStream random, string folder)
    {
        SampleFile file = new SampleFile().Header(
            "serial_num", "acousticness", "danceability", "duration_ms", "energy", "instrumentalness", "key", "liveness", "loudness", "mode", "speechiness",
            "tempo", "time_signature", "valence", "target", "song_title", "artist");
        int number = 0;
        foreach ((SampleTrack track, bool liked) in Judge(tracks, 600, 304, SecondTaste, 0.3, random))
        {
            file.Integer(number++).Number(track.Acousticness, 4).Number(track.Danceability).Integer(track.DurationMilliseconds).Number(track.Energy)
                .Number(track.Instrumentalness, 5).Integer(track.Key).Number(track.Liveness).Number(track.Loudness).Integer(track.Mode)
                .Number(track.Speechiness, 4).Number(track.Tempo).Number(track.TimeSignature, 1).Number(track.Valence).Integer(liked ? 1 : 0)
                .Text(track.Name).Text(track.Artist.Name).EndRow();
        }

        file.Write(folder, "liked-2017/data.csv");
    }

    private static double FirstTaste(SampleTrack track) =>
        (1.5 * SampleDraw.Bump(track.Danceability, 0.72, 0.14)) + (0.9 * SampleDraw.Logistic((track.Speechiness - 0.09) * 40))
        + (1.1 * SampleDraw.Bump(track.Energy, 0.62, 0.22)) - (1.2 * SampleDraw.Logistic((track.Instrumentalness - 0.35) * 14))
        - (0.5 * SampleDraw.Logistic((track.Loudness + 5) * 2));

    private static double SecondTaste(SampleTrack track) =>
        (1.0 * SampleDraw.Bump(track.Danceability, 0.72, 0.15)) + (0.8 * SampleDraw.Logistic((track.Instrumentalness - 0.3) * 12) * SampleDraw.Logistic((track.Energy - 0.5) * 12))
        + (0.8 * SampleDraw.Logistic((track.Speechiness - 0.12) * 40)) - (0.9 * SampleDraw.Bump(track.Loudness, -4, 2.2))
        - (0.8 * SampleDraw.Bump(track.Acousticness, 0.95, 0.3)) - (0.6 * SampleDraw.Bump(track.DurationMilliseconds / 1000.0, 200, 25) * SampleDraw.Bump(track.Valence, 0.6, 0.25));

    // The songs best liked under the noisy taste, as many as asked for, are the liked ones; the order stays random.
    private static (SampleTrack Track, bool Liked)[] Judge(
        SampleTrack[] tracks, int count, int liked, Func<SampleTrack, double> taste, double noise, RandomStream random)
    {
        SampleTrack[] drawn = SampleTables.Draw(tracks, count, random);
        double[] scores = [.. drawn.Select(track => taste(track) + (noise * random.NextGaussian()))];
        double[] sorted = [.. scores];
        Array.Sort(sorted);
        double threshold = sorted[count - liked];
        return [.. drawn.Select((track, index) => (track, scores[index] >= threshold))];
    }
}
