using System.IO.Compression;
using System.Text;
using MusicRec.NotebookRunner.Data;

namespace MusicRec.Notebooks.Tests.Data;

public sealed class ArchiveTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Only_the_members_asked_for_are_unpacked()
    {
        string archive = Zip(("readme.txt", "no"), ("inner/plays.dat", "yes"));
        await UnpackAsync(archive, new ArchiveMember("inner/plays.dat", folder.At("out/plays.dat"), 3));
        Assert.Equal("yes", File.ReadAllText(folder.At("out/plays.dat")));
        Assert.Equal(["archive", "out/plays.dat"], folder.Files());
    }

    [Theory]
    [InlineData("../outside.dat")]
    [InlineData("inner/../../outside.dat")]
    [InlineData("/etc/outside.dat")]
    [InlineData("..\\outside.dat")]
    [InlineData("C:outside.dat")]
    public async Task A_zip_that_names_a_path_outside_itself_is_refused_whole(string path)
    {
        string archive = Zip(("plays.dat", "yes"), (path, "hostile"));
        Assert.Contains("leads out of it", await FailsAsync(archive, Member("plays.dat")), StringComparison.Ordinal);
        Assert.Contains("leads out of it", await FailsAsync(archive, Member(path)), StringComparison.Ordinal);
        NothingWasUnpacked();
        Assert.False(File.Exists(Path.Combine(folder.Path, "..", "outside.dat")));
    }

    [Fact]
    public async Task A_zip_with_a_link_is_refused()
    {
        string archive = folder.At("archive");
        using (ZipArchive zip = ZipFile.Open(archive, ZipArchiveMode.Create))
        {
            ZipArchiveEntry link = zip.CreateEntry("plays.dat");
            link.ExternalAttributes = unchecked((int)0xA1FF0000);
            using StreamWriter writer = new(link.Open());
            writer.Write("/etc/hostname");
        }

        Assert.Contains("link", await FailsAsync(archive, Member("plays.dat")), StringComparison.Ordinal);
        NothingWasUnpacked();
    }

    [Fact]
    public async Task A_zip_that_names_a_member_twice_is_refused()
    {
        string archive = Zip(("plays.dat", "one"), ("plays.dat", "two"));
        Assert.Contains("twice", await FailsAsync(archive, Member("plays.dat")), StringComparison.Ordinal);
        NothingWasUnpacked();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_member_that_swells_beyond_its_limit_leaves_nothing_behind(bool zipped)
    {
        string swelling = new('0', 10_000_000);
        string archive = zipped ? Zip(("first.dat", "fine"), ("plays.dat", swelling)) : Gzip(swelling);
        Assert.InRange(new FileInfo(archive).Length, 1, 100_000);
        ArchiveMember[] members = zipped ? [Member("first.dat"), Member("plays.dat")] : [Member("plays.dat")];
        Assert.Contains("more than the 1,000 bytes", await FailsAsync(archive, members), StringComparison.Ordinal);
        NothingWasUnpacked();
    }

    [Fact]
    public async Task When_a_later_member_is_missing_the_earlier_ones_go_too()
    {
        string archive = Zip(("first.dat", "fine"));
        string message = await FailsAsync(archive, Member("first.dat"), Member("plays.dat"));
        Assert.Contains("no 'plays.dat'; it holds first.dat", message, StringComparison.Ordinal);
        NothingWasUnpacked();
    }

    [Fact]
    public async Task A_gzip_file_is_unpacked()
    {
        await UnpackAsync(Gzip("yes"), Member("plays.dat"));
        Assert.Equal("yes", File.ReadAllText(folder.At("plays.dat")));
    }

    [Fact]
    public async Task A_file_that_is_no_archive_is_named_so()
    {
        File.WriteAllText(folder.At("archive"), "<html>sign in first</html>");
        Assert.Contains("neither a zip nor a gzip", await FailsAsync(folder.At("archive"), Member("plays.dat")), StringComparison.Ordinal);
        NothingWasUnpacked();
    }

    [Fact]
    public async Task An_archive_cut_off_anywhere_never_yields_a_file()
    {
        foreach (string archive in (string[])[Zip(("plays.dat", new string('x', 500) + "end")), Gzip(new string('x', 500) + "end")])
        {
            byte[] whole = File.ReadAllBytes(archive);
            for (int length = 0; length < whole.Length; length++)
            {
                File.WriteAllBytes(archive, whole[..length]);
                await FailsAsync(archive, Member("plays.dat"));
                NothingWasUnpacked();
            }
        }
    }

    [Fact]
    public async Task A_member_whose_bytes_were_altered_is_refused()
    {
        string text = new('x', 500);
        string archive = folder.At("archive");
        using (ZipArchive zip = ZipFile.Open(archive, ZipArchiveMode.Create))
        {
            using StreamWriter writer = new(zip.CreateEntry("plays.dat", CompressionLevel.NoCompression).Open());
            writer.Write(text);
        }

        byte[] bytes = File.ReadAllBytes(archive);
        int place = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes("xxxxxxxx"));
        bytes[place] = (byte)'y';
        File.WriteAllBytes(archive, bytes);
        Assert.Contains("damaged", await FailsAsync(archive, Member("plays.dat")), StringComparison.Ordinal);
        NothingWasUnpacked();
    }

    internal static byte[] ZipBytes(params (string Name, string Text)[] entries)
    {
        using MemoryStream stream = new();
        using (ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, string text) in entries)
            {
                using StreamWriter writer = new(zip.CreateEntry(name).Open());
                writer.Write(text);
            }
        }

        return stream.ToArray();
    }

    private static Task UnpackAsync(string archive, params ArchiveMember[] members) => Archive.UnpackAsync(archive, members, CancellationToken.None);

    private static async Task<string> FailsAsync(string archive, params ArchiveMember[] members) =>
        (await Assert.ThrowsAsync<DownloadException>(() => UnpackAsync(archive, members))).Message;

    private ArchiveMember Member(string name) => new(name, folder.At(name is "plays.dat" or "first.dat" ? name : "other.dat"), 1_000);

    private string Zip(params (string Name, string Text)[] entries)
    {
        File.WriteAllBytes(folder.At("archive"), ZipBytes(entries));
        return folder.At("archive");
    }

    private string Gzip(string text)
    {
        using (GZipStream gzip = new(File.Create(folder.At("archive")), CompressionLevel.Optimal))
        {
            gzip.Write(Encoding.ASCII.GetBytes(text));
        }

        return folder.At("archive");
    }

    private void NothingWasUnpacked() => Assert.Equal(["archive"], folder.Files());
}
