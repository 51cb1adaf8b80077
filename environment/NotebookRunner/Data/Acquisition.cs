using MusicRec.Data;

namespace MusicRec.NotebookRunner.Data;

/// <summary>How a data set came out of <c>data get</c>.</summary>
internal enum Acquired
{
    /// <summary>Every table of it is there.</summary>
    Complete,

    /// <summary>A download failed or was refused; what stood before still stands.</summary>
    Failed,

    /// <summary>Something of it is only to be had with an account or by hand.</summary>
    ByHand,
}

/// <summary>Brings data sets of the catalogue into a folder. Nothing gets into place before it has passed every check.</summary>
/// <param name="folder">The data folder to fill.</param>
/// <param name="downloader">Fetches single files.</param>
/// <param name="monitor">Is told what happens.</param>
internal sealed class Acquisition(string folder, Downloader downloader, IDownloadMonitor monitor)
{
    private const long LongestMember = 4L << 30;
    private readonly HashLock known = HashLock.Load(folder);

    /// <summary>Fetches what is missing or damaged of <paramref name="entry"/>.</summary>
    public async Task<Acquired> GetAsync(CatalogueEntry entry, CancellationToken cancellation)
    {
        Acquired result = Acquired.Complete;
        List<CatalogueFile> wanted = [];
        foreach (CatalogueTable table in entry.Tables)
        {
            if (Choose(table) is not CatalogueVariant variant)
            {
                monitor.Line(ByHand(entry, table));
                result = Acquired.ByHand;
                continue;
            }

            foreach (CatalogueFile file in variant.Files)
            {
                FileState state = Inspection.Of(folder, file, known);
                if (state is FileState.Good or FileState.Unknown)
                {
                    monitor.Line($"{file.Path}: already there ({(state == FileState.Good ? "SHA-256 as expected" : "its SHA-256 is not known")}).");
                }
                else
                {
                    wanted.Add(file);
                }
            }
        }

        try
        {
            foreach (CatalogueFile file in wanted.Where(file => file.Download!.ArchiveMember is null))
            {
                await FetchAsync(file, cancellation);
            }

            foreach (IGrouping<string, CatalogueFile> archive in wanted.Where(file => file.Download!.ArchiveMember is not null).GroupBy(file => file.Download!.Url, StringComparer.Ordinal))
            {
                await FetchArchiveAsync(entry, archive.Key, [.. archive], cancellation);
            }
        }
        catch (DownloadException exception)
        {
            monitor.Line($"{entry.Name}: {exception.Message}");
            return Acquired.Failed;
        }

        return result;
    }

    /// <summary>The variant that stands in the folder, else the best one that can be fetched, else null.</summary>
    private CatalogueVariant? Choose(CatalogueTable table) =>
        table.Variants.FirstOrDefault(variant => variant.Files.All(file => File.Exists(Inspection.PathOf(folder, file)))
            && variant.Files.All(file => file.Download is not null || Inspection.Of(folder, file, known) != FileState.Differs))
        ?? table.Variants.FirstOrDefault(variant => variant.Files.All(file => file.Download is not null));

    private async Task FetchAsync(CatalogueFile file, CancellationToken cancellation)
    {
        string target = Inspection.PathOf(folder, file);
        DownloadRequest request = new(new Uri(file.Download!.Url), target)
        {
            Length = file.Bytes,
            Sha256 = file.Sha256 ?? known[file.Path],
        };
        StagedFile staged = await downloader.StageAsync(request, monitor.Begin(file.Path), cancellation);
        // The hash is recorded first: if the machine stops in between, a file of unknown origin never counts as known.
        Record(file, staged.Length, staged.Sha256);
        Downloader.Install(staged, target);
        monitor.Line($"{file.Path}: {staged.Length:N0} bytes, SHA-256 {Short(staged.Sha256)} {(file.Sha256 is null ? "recorded" : "as in the catalogue")}.");
    }

    private async Task FetchArchiveAsync(CatalogueEntry entry, string url, IReadOnlyList<CatalogueFile> files, CancellationToken cancellation)
    {
        Uri address = new(url);
        string name = Path.GetFileName(address.AbsolutePath) is { Length: > 0 } last ? last : "archive";
        string target = Path.Combine(folder, entry.Name, name);
        DownloadRequest request = new(address, target) { Sha256 = known[url] };
        StagedFile staged = await downloader.StageAsync(request, monitor.Begin($"{entry.Name}/{name}"), cancellation);
        ArchiveMember[] members = [.. files.Select(file => new ArchiveMember(
            file.Download!.ArchiveMember!, Inspection.PathOf(folder, file) + ".unpacked", file.Bytes ?? LongestMember))];
        try
        {
            await Archive.UnpackAsync(staged.Path, members, cancellation);
            StagedFile[] unpacked = [.. members.Select(member => new StagedFile(member.Target, new FileInfo(member.Target).Length, FileHash.Of(member.Target)))];
            foreach ((CatalogueFile file, StagedFile member) in files.Zip(unpacked))
            {
                Check(file, member);
            }

            known.Record(url, staged.Length, staged.Sha256);
            foreach ((CatalogueFile file, StagedFile member) in files.Zip(unpacked))
            {
                Record(file, member.Length, member.Sha256);
                Downloader.Install(member, Inspection.PathOf(folder, file));
                monitor.Line($"{file.Path}: {member.Length:N0} bytes out of {name}, SHA-256 {Short(member.Sha256)} {(file.Sha256 is null ? "recorded" : "as in the catalogue")}.");
            }
        }
        finally
        {
            foreach (ArchiveMember member in members)
            {
                File.Delete(member.Target);
            }

            Downloader.Discard(staged);
        }
    }

    private void Check(CatalogueFile file, StagedFile member)
    {
        if (file.Bytes is long declared && member.Length != declared)
        {
            throw new DownloadException($"'{file.Download!.ArchiveMember}' unpacks to {member.Length:N0} bytes; the catalogue declares {declared:N0}. It was thrown away.");
        }

        if ((file.Sha256 ?? known[file.Path]) is string wanted && !FileHash.Same(wanted, member.Sha256))
        {
            throw new DownloadException($"'{file.Download!.ArchiveMember}' has SHA-256 {member.Sha256}; the one wanted has {wanted}. It was thrown away.");
        }
    }

    private void Record(CatalogueFile file, long length, string sha256)
    {
        if (file.Sha256 is null)
        {
            known.Record(file.Path, length, sha256);
        }
    }

    private string ByHand(CatalogueEntry entry, CatalogueTable table)
    {
        string places = string.Join(" or ", table.Variants.Select(variant =>
            Inspection.PathOf(folder, variant.Files[0]) + (variant.Files.Count > 1 ? $" and {variant.Files.Count - 1} more" : "") + $" ({variant.What})"));
        string header = table.Columns.Count == 0 ? "" : $"\n  expected header: {string.Join(table.Format == CatalogueFormat.Tsv ? '\t' : ',', table.Columns.Select(column => column.Name))}";
        string differing = string.Concat(table.Variants.SelectMany(variant => variant.Files)
            .Where(file => Inspection.Of(folder, file, known) == FileState.Differs)
            .Select(file => $"\n  there, but with another length or SHA-256 than the catalogue's: {file.Path}"));
        return $"{entry.Name}, {table.Name}: cannot be fetched without an account or a browser.\n  how: {entry.Instructions}\n  put it at: {places}{header}{differing}";
    }

    private static string Short(string sha256) => sha256[..12] + "…";
}
