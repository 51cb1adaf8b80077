namespace MusicRec.Core.Tests;

/// <summary>The real data, for the tests that need them: the folder of MUSICREC_DATA, else shared/data beside the repository.</summary>
internal static class RealData
{
    public static string FolderOrSkip()
    {
        string named = Environment.GetEnvironmentVariable("MUSICREC_DATA") is { Length: > 0 } value ? value : "../shared/data";
        string folder = Path.GetFullPath(named, RepositoryFolder.Root);
        Assert.SkipUnless(Directory.Exists(folder), $"The real data are not at '{folder}'; set MUSICREC_DATA to their folder.");
        return folder;
    }
}
