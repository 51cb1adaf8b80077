using MusicRec.Numerics;

namespace MusicRec.Data.Sample;

/// <summary>Writes the four tables of tracks with popularity, each in the columns of its real counterpart.</summary>
internal static class SampleTables
{
    private const int FeaturesRows = 1_500;
    private const int TracksPerStyle = 80;

    private static readonly string[] s_spotify1M =
    [
        "artist_name", "track_name", "track_id", "popularity", "year", "genre", "danceability", "energy", "key", "loudness", "mode", "speechiness",
        "acousticness", "instrumentalness", "liveness", "valence", "tempo", "duration_ms", "time_signature",
    ];

    public static void WriteSpotify1M(SampleTrack[] tracks, RandomStream random, string folder)
    {
        const int rows = 2_000;
        SampleFile file = new SampleFile().Header(["Unnamed: 0", .. s_spotify1M]);
        foreach (SampleTrack track in Draw([.. tracks.Where(track => track.Year >= 2000)], rows, random))
        {
            Spotify1M(file, (track.Number * 300) + 52, track);
        }

        file.Write(folder, "spotify-1m/sample-10000.csv");
    }

    /// <summary>The same at any size, in the file and header of the complete original, whose first column has no name; by artist, as they are made.</summary>
    public static void WriteSpotify1MComplete(int rows, RandomStream random, string folder)
    {
        const int tracksPerArtist = 30, artistsAtOnce = 500;
        SampleNames names = new(random.Split(0));
        SampleArtist[] artists = SampleArtist.Make((rows / 6) + artistsAtOnce, random.Split(1), names);
        string path = Path.Combine(folder, "spotify-1m", "spotify_data.csv");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using StreamWriter writer = new(path);
        writer.Write(new SampleFile().Header(["", .. s_spotify1M]).Drain());
        int written = 0;
        for (int first = 0; written < rows; first += artistsAtOnce)
        {
            SampleFile file = new();
            foreach (SampleTrack track in SampleTrack.Make(artists[first..(first + artistsAtOnce)], tracksPerArtist, random.Split(2), names))
            {
                if (track.Year >= 2000 && written < rows)
                {
                    Spotify1M(file, written++, track);
                }
            }

            writer.Write(file.Drain());
        }
    }

    public static void WriteSpotify2024(SampleTrack[] tracks, RandomStream random, string folder)
    {
        const int rows = 1_200;
        SampleFile file = new SampleFile().Header(
            "track_name", "track_id", "artist_name", "artist_id", "album_name", "release_date", "duration_ms", "explicit", "track_number", "popularity",
            "data_collection_date", "danceability", "energy", "key", "loudness", "mode", "speechiness", "acousticness", "instrumentalness", "liveness",
            "valence", "tempo", "time_signature", "artist_genres", "artist_popularity", "artist_followers", "search_genre");
        List<(SampleTrack Track, int Style)> found = [];
        foreach (SampleTrack track in Draw(tracks, rows, random))
        {
            found.Add((track, track.StyleIndex));
            int other = track.StyleIndex == track.Artist.Style ? track.Artist.SecondStyle : track.Artist.Style;
            if (other != track.StyleIndex && random.Chance(0.22))
            {
                found.Add((track, other));
            }
        }

        for (int row = 0; row < rows; row++)
        {
            (SampleTrack track, int style) = found[row];
            string genres = track.Artist.Style == track.Artist.SecondStyle
                ? $"['{SampleStyle.All[track.Artist.Style].Name}']"
                : $"['{SampleStyle.All[track.Artist.Style].Name}', '{SampleStyle.All[track.Artist.SecondStyle].Name}']";
            file.Text(track.Name).Text(track.Id).Text(track.Artist.Name).Text(SampleNames.SpotifyId("artist", track.Artist.Number)).Text(track.AlbumName)
                .Text(row == 700 ? "0000" : track.ReleaseDate).Integer(track.DurationMilliseconds).Boolean(track.IsExplicit).Integer(track.TrackNumber)
                .Integer(track.Popularity).Text("2024-11-06");
            Sound(file, track).Integer(track.TimeSignature).Text(genres).Integer(track.Artist.Popularity).Integer(track.Artist.Followers)
                .Text(SampleStyle.All[style].Name).EndRow();
        }

        file.Write(folder, "spotify-2024/tracks.csv");
    }

    public static void WriteSpotify114K(SampleTrack[] tracks, RandomStream random, string folder)
    {
        SampleFile file = new SampleFile().Header(
            "track_id", "artists", "album_name", "track_name", "popularity", "duration_ms", "explicit", "danceability", "energy", "key", "loudness", "mode",
            "speechiness", "acousticness", "instrumentalness", "liveness", "valence", "tempo", "time_signature", "track_genre");
        for (int style = 0; style < SampleStyle.All.Length; style++)
        {
            // A genre lists tracks of artists for whom it is the first or the second style, so tracks repeat across genres.
            SampleTrack[] listed = [.. tracks.Where(track => track.StyleIndex == style || track.Artist.SecondStyle == style)];
            foreach (SampleTrack track in Draw(listed, TracksPerStyle, random))
            {
                string artists = track.Number % 9 == 0 ? $"{track.Artist.Name};{tracks[(track.Number + 1_400) % tracks.Length].Artist.Name}" : track.Artist.Name;
                file.Text(track.Id).Text(artists).Text(track.AlbumName).Text(track.Name).Integer(track.Popularity).Integer(track.DurationMilliseconds).Boolean(track.IsExplicit);
                Sound(file, track).Integer(track.TimeSignature).Text(SampleStyle.All[style].Name).EndRow();
            }
        }

        file.Write(folder, "spotify-114k/tracks.csv");
    }

    public static void WriteSpotifyFeatures(SampleTrack[] tracks, RandomStream random, string folder)
    {
        SampleFile file = new SampleFile().Header(
            "genre", "danceability", "energy", "valence", "loudness", "tempo", "track_name", "artist_name", "popularity", "acousticness",
            "instrumentalness", "liveness", "speechiness");
        foreach (SampleTrack track in Draw(tracks, FeaturesRows, random))
        {
            string genre = track.Style.FeaturesGenre;
            double missing = 0.28;
            if (track.Style.Name == "orchestral")
            {
                (genre, missing) = random.Chance(0.5) ? ("Opera", 1.0) : ("Soundtrack", 0.85);
            }
            else if (track.Style.Name == "soft-pop" && random.Chance(0.3))
            {
                genre = random.Chance(0.6) ? "Children's Music" : "Children\u2019s Music";
            }

            bool isMissing = random.Chance(missing);
            file.Text(genre).Number(track.Danceability).Number(track.Energy).Number(track.Valence).Number(track.Loudness).Number(track.Tempo)
                .Text(track.Name).Text(track.Artist.Name).Integer(track.Popularity).Number(isMissing ? double.NaN : track.Acousticness, 4)
                .Number(isMissing ? double.NaN : track.Instrumentalness, 5).Number(isMissing ? double.NaN : track.Liveness)
                .Number(isMissing ? double.NaN : track.Speechiness, 4).EndRow();
        }

        file.Write(folder, "spotify-features/random-20000.csv");
    }

    /// <summary>The eleven features that stand in Spotify's own order in most files, danceability to tempo.</summary>
    public static SampleFile Sound(SampleFile file, SampleTrack track) =>
        file.Number(track.Danceability).Number(track.Energy).Integer(track.Key).Number(track.Loudness).Integer(track.Mode).Number(track.Speechiness, 4)
            .Number(track.Acousticness, 4).Number(track.Instrumentalness, 5).Number(track.Liveness).Number(track.Valence).Number(track.Tempo);

    private static void Spotify1M(SampleFile file, int number, SampleTrack track)
    {
        file.Integer(number).Text(track.Artist.Name).Text(track.Name).Text(track.Id).Integer(track.Popularity).Integer(track.Year).Text(track.Style.Name);
        Sound(file, track).Integer(track.DurationMilliseconds).Integer(track.TimeSignature).EndRow();
    }

    /// <summary>Draws <paramref name="count"/> different tracks, in random order.</summary>
    public static SampleTrack[] Draw(SampleTrack[] tracks, int count, RandomStream random)
    {
        Throw.IfOutside(count, 0, tracks.Length);
        int[] order = random.Permutation(tracks.Length);
        return [.. order.Take(count).Select(place => tracks[place])];
    }
}
