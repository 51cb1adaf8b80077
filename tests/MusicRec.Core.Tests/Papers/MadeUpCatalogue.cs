using System.Globalization;
using System.Text;
using MusicRec.Data;
using MusicRec.Numerics;
using MusicRec.Papers;

namespace MusicRec.Core.Tests.Papers;

/// <summary>Made-up songs for the recommender's tests, through the reader that real ones come through.</summary>
internal static class MadeUpCatalogue
{
    /// <summary>Songs written out one by one; the features not named are the same for all.</summary>
    public static PopularitySongs Of(params (string Title, string Artist, string Genre, int Year, int Popularity, double Valence, double Energy)[] songs)
    {
        StringBuilder csv = Header();
        for (int song = 0; song < songs.Length; song++)
        {
            (string title, string artist, string genre, int year, int popularity, double valence, double energy) = songs[song];
            csv.Append(CultureInfo.InvariantCulture, $"{song},{artist},{title},id{song},{popularity},{year},{genre},0.5,{energy},0,-8,1,0.1,0.5,0,0.1,{valence},120,200000,4\n");
        }

        return PopularitySongs.FromSpotify1M(Csv.ReadText(csv.ToString()));
    }

    /// <summary>
    /// Songs drawn by a seed: eight genres with a sound of their own, artists of three songs, years 2000 to 2011; popularity goes by genre
    /// and, from 2006 on, is turned upside down.
    /// </summary>
    public static PopularitySongs Drawn(int count, ulong seed, Func<int, int, int>? popularityOf = null)
    {
        RandomStream random = new(seed);
        StringBuilder csv = Header();
        for (int song = 0; song < count; song++)
        {
            int genre = random.NextInt32(8), year = 2000 + random.NextInt32(12), artist = (genre * 1000) + random.NextInt32(Math.Max(1, count / 24));
            double energy = Math.Clamp((genre / 8.0) + (0.1 * random.NextGaussian()), 0, 1), valence = random.NextDouble();
            double popularity = Math.Clamp((year < 2006 ? 10 + (6 * genre) : 60 - (6 * genre)) + (4 * random.NextGaussian()), 0, 100);
            int measured = popularityOf?.Invoke(song, year) ?? (int)Math.Round(popularity);
            csv.Append(CultureInfo.InvariantCulture, $"{song},artist {artist},song {song},id{song},{measured},{year},genre {genre},{random.NextDouble():0.000},{energy:0.000},{random.NextInt32(12)},{-20 + (15 * energy):0.00},{random.NextInt32(2)},0.1,{1 - energy:0.000},0,{random.NextDouble():0.000},{valence:0.000},{80 + (80 * random.NextDouble()):0.0},{180000 + random.NextInt32(90000)},4\n");
        }

        return PopularitySongs.FromSpotify1M(Csv.ReadText(csv.ToString()));
    }

    private static StringBuilder Header() => new(
        "Unnamed: 0,artist_name,track_name,track_id,popularity,year,genre,danceability,energy,key,loudness,mode,speechiness,acousticness,instrumentalness,liveness,valence,tempo,duration_ms,time_signature\n");
}
