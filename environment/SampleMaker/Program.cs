using System.Globalization;
using MusicRec.Data.Sample;

// Writes data/sample anew. Run from the root of the repository, or name another folder:
// dotnet run -c Release --project environment/SampleMaker [folder]
// Or writes made-up tracks in the form of Kaggle's complete "Spotify 1 Million Tracks", as many as asked for:
// dotnet run -c Release --project environment/SampleMaker spotify-1m <folder> [rows]
if (args is ["spotify-1m", string target, .. string[] rest])
{
    int rows = 1_159_764;
    if (rest.Length > 1 || (rest is [string text] && !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out rows)))
    {
        Console.Error.WriteLine("Usage: spotify-1m <folder> [rows]");
        return 2;
    }

    SampleWorld.WriteSpotify1M(target, rows);
    Console.WriteLine($"Wrote {rows} made-up tracks to {Path.GetFullPath(target)}.");
    return 0;
}

string folder = args.Length > 0 ? args[0] : Path.Combine("data", "sample");
SampleWorld.Write(folder);
Console.WriteLine($"Wrote the made-up sample to {Path.GetFullPath(folder)}.");
return 0;
