using System.Text;
using MusicRec.Numerics;

namespace MusicRec.Data.Sample;

/// <summary>
/// Listeners of the made-up world in the five files of the Last.fm data: each loves two or three styles, hears famous
/// artists more, has friends of like taste, and tags artists with their styles.
/// </summary>
internal static class SampleListeners
{
    private const int Users = 240;
    private static readonly string[] Moods = ["seen live", "favourite", "for the road", "rainy day", "café", "dance floor", "underrated", "\"guilty\" pleasure", "loud", "quiet"];

    public static void Write(SampleArtist[] artists, RandomStream random, string folder)
    {
        double[][] tastes = new double[Users][];
        for (int user = 0; user < Users; user++)
        {
            tastes[user] = DrawTaste(random.Split((ulong)user));
        }

        int[][] heard = WritePlays(artists, tastes, random.Split(10_001), folder);
        WriteFriends(tastes, random.Split(10_002), folder);
        WriteTags(artists, heard, random.Split(10_003), folder);
        WriteArtists(artists, folder);
    }

    private static double[] DrawTaste(RandomStream random)
    {
        double[] taste = new double[SampleStyle.All.Length];
        int favourite = random.NextInt32(taste.Length);
        int second = random.NextInt32(taste.Length);
        for (int style = 0; style < taste.Length; style++)
        {
            taste[style] = 0.012 + SampleDraw.Bump(style, favourite, 1.3) + (0.55 * SampleDraw.Bump(style, second, 1.0));
        }

        return taste;
    }

    private static int[][] WritePlays(SampleArtist[] artists, double[][] tastes, RandomStream random, string folder)
    {
        SampleFile file = new SampleFile('\t', "\r\n").Header("userID", "artistID", "weight");
        int[][] heard = new int[Users][];
        for (int user = 0; user < Users; user++)
        {
            RandomStream own = random.Split((ulong)user);
            double[] weights = [.. artists.Select(artist => Affinity(tastes[user], artist) * Elementary.Exp(0.8 * artist.Fame))];
            int count = Math.Min(40, own.Count(26, 0.35, 8));
            double devotion = 40 * Elementary.Exp(1.1 * own.NextGaussian());
            List<(int Artist, int Plays)> plays = [];
            for (int pick = 0; pick < count; pick++)
            {
                int artist = own.Weighted(weights);
                weights[artist] = 0;
                double loved = Affinity(tastes[user], artists[artist]);
                plays.Add((artist, 1 + (int)Math.Floor(devotion * (0.3 + (3 * loved)) * Elementary.Exp(0.9 * own.NextGaussian()))));
            }

            plays.Sort((first, second) => first.Plays != second.Plays ? second.Plays.CompareTo(first.Plays) : first.Artist.CompareTo(second.Artist));
            foreach ((int artist, int number) in plays)
            {
                file.Integer(UserId(user)).Integer(artist + 1).Integer(number).EndRow();
            }

            heard[user] = [.. plays.Select(play => play.Artist)];
        }

        file.Write(folder, "lastfm-2k/user_artists.dat");
        return heard;
    }

    private static void WriteFriends(double[][] tastes, RandomStream random, string folder)
    {
        SortedSet<(int User, int Friend)> friends = [];
        for (int user = 0; user < Users; user++)
        {
            double[] likeness = [.. tastes.Select((taste, other) => other == user ? 0 : Alike(tastes[user], taste))];
            int count = 1 + random.NextInt32(4);
            for (int pick = 0; pick < count; pick++)
            {
                int friend = random.Weighted(likeness);
                friends.Add((user, friend));
                friends.Add((friend, user));
            }
        }

        SampleFile file = new SampleFile('\t', "\r\n").Header("userID", "friendID");
        foreach ((int user, int friend) in friends)
        {
            file.Integer(UserId(user)).Integer(UserId(friend)).EndRow();
        }

        file.Write(folder, "lastfm-2k/user_friends.dat");
    }

    private static void WriteTags(SampleArtist[] artists, int[][] heard, RandomStream random, string folder)
    {
        string[] tags = [.. SampleStyle.All.Select(style => style.Name.Replace('-', ' ')), .. SampleStyle.Genres.Select(genre => genre + " music"), .. Moods];
        SampleFile names = new SampleFile('\t', "\r\n").Header("tagID", "tagValue");
        for (int tag = 0; tag < tags.Length; tag++)
        {
            names.Integer(tag + 1).Text(tags[tag]).EndRow();
        }

        names.Write(folder, "lastfm-2k/tags.dat", Encoding.Latin1);

        SampleFile file = new SampleFile('\t').Header("userID", "artistID", "tagID", "day", "month", "year");
        int row = 0;
        for (int user = 0; user < Users; user++)
        {
            RandomStream own = random.Split((ulong)user);
            SortedSet<(int Artist, int Tag)> given = [];
            int count = own.NextInt32(24);
            for (int pick = 0; pick < count; pick++)
            {
                int artist = heard[user][own.NextInt32(heard[user].Length)];
                given.Add((artist, DrawTag(artists[artist], own)));
            }

            foreach ((int artist, int tag) in given)
            {
                // As in the real file: some dates before there was a Last.fm, some artists that the list does not name.
                int year = row % 701 == 700 ? 1956 : 2005 + own.Weighted([0.05, 0.1, 0.15, 0.2, 0.2, 0.2, 0.1]);
                int artistId = row % 150 == 149 ? artists.Length + 1 + own.NextInt32(20) : artist + 1;
                file.Integer(UserId(user)).Integer(artistId).Integer(tag + 1).Integer(1).Integer(1 + own.NextInt32(12)).Integer(year).EndRow();
                row++;
            }
        }

        file.Write(folder, "lastfm-2k/user_taggedartists.dat");
    }

    private static int DrawTag(SampleArtist artist, RandomStream random) => random.Weighted([0.45, 0.15, 0.25, 0.15]) switch
    {
        0 => artist.Style,
        1 => artist.SecondStyle,
        2 => SampleStyle.All.Length + Array.IndexOf(SampleStyle.Genres, SampleStyle.All[artist.Style].Genre),
        _ => SampleStyle.All.Length + SampleStyle.Genres.Length + random.NextInt32(Moods.Length),
    };

    private static void WriteArtists(SampleArtist[] artists, string folder)
    {
        SampleFile file = new SampleFile('\t').Header("id", "name", "url", "pictureURL");
        foreach (SampleArtist artist in artists)
        {
            file.Integer(artist.Number + 1).Text(artist.Name).Text("http://sample.invalid/music/" + artist.Name.Replace(' ', '+').Replace("\"", "%22", StringComparison.Ordinal))
                .Text(artist.Number % 40 == 39 ? null : $"http://sample.invalid/picture/{artist.Number + 1}.jpg").EndRow();
        }

        file.Write(folder, "lastfm-2k/artists.dat");
    }

    private static double Affinity(double[] taste, SampleArtist artist) => (0.75 * taste[artist.Style]) + (0.25 * taste[artist.SecondStyle]);

    private static double Alike(double[] first, double[] second)
    {
        double product = 0, lengthFirst = 0, lengthSecond = 0;
        for (int style = 0; style < first.Length; style++)
        {
            product += first[style] * second[style];
            lengthFirst += first[style] * first[style];
            lengthSecond += second[style] * second[style];
        }

        double cosine = product / Math.Sqrt(lengthFirst * lengthSecond);
        return 0.01 + (cosine * cosine * cosine * cosine);
    }

    // Real ids begin at 2 and have gaps.
    private static int UserId(int user) => 2 + user + (user / 9);
}
