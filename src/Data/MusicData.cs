using MusicRec.Reporting;

namespace MusicRec.Data;

/// <summary>
/// The data that this run works on: a folder of real data, or the made-up sample. Each data set of the catalogue is
/// read when it is asked for, its columns, ranges and number of rows checked against what is declared.
/// </summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed partial class MusicData : IRenderable
{
    private MusicData(string folder, Catalogue catalogue)
    {
        Folder = folder;
        Catalogue = catalogue;
        IsSample = DataFolder.IsSample(folder);
    }

    /// <summary>The folder that is read.</summary>
    public string Folder { get; }

    /// <summary>What is known about every data set.</summary>
    public Catalogue Catalogue { get; }

    /// <summary>Whether the folder holds the made-up sample; then no figure computed from it says anything about music.</summary>
    public bool IsSample { get; }

    /// <summary>"real data", "sample (made up)", or that the folder has no data set that is known.</summary>
    public string Source => IsSample ? DataKind.SampleMark : Catalogue.DataSets.Any(HasAny) ? "real data" : "no data set that is known";

    /// <summary>
    /// Opens the folder named by the environment variable MUSICREC_DATA; without it data/real, if it holds anything;
    /// else the made-up sample in data/sample.
    /// </summary>
    /// <exception cref="DirectoryNotFoundException">The folder named is not there, or none is named and this is no clone of the repository.</exception>
    /// <exception cref="InvalidDataException">The catalogue is malformed.</exception>
    public static MusicData Open()
    {
        string? root = DataFolder.FindRepositoryRoot();
        return Open(DataFolder.Resolve(Environment.GetEnvironmentVariable("MUSICREC_DATA"), root), root);
    }

    /// <summary>
    /// Opens a folder laid out as data/README.md says, by the repository's catalogue or, outside a clone, by the library's own copy of it. From then
    /// on this process marks its tables and figures, whatever they are made from, by the folder opened last: as made up if it is the sample.
    /// </summary>
    /// <exception cref="DirectoryNotFoundException">The folder is not there.</exception>
    /// <exception cref="InvalidDataException">The catalogue is malformed.</exception>
    public static MusicData Open(string folder) => Open(folder, DataFolder.FindRepositoryRoot());

    internal static MusicData Open(string folder, string? repositoryRoot)
    {
        MusicData data = Read(folder, repositoryRoot);
        AppDomain.CurrentDomain.SetData(DataKind.Key, data.IsSample ? "sample" : "real");
        return data;
    }

    /// <summary>As <see cref="Open(string)"/>, but tables and figures of this process are not marked as made from it.</summary>
    internal static MusicData Read(string folder, string? repositoryRoot)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string path = Path.GetFullPath(folder);
        if (!Directory.Exists(path))
        {
            throw new DirectoryNotFoundException($"There is no data folder '{path}'.");
        }

        return new MusicData(path, repositoryRoot is null ? EmbeddedCatalogue() : Catalogue.Load(Path.Combine(repositoryRoot, DataFolder.CatalogueFile)));
    }

    /// <summary>Whether every table of the data set is in the folder.</summary>
    /// <exception cref="ArgumentException">The catalogue has no such data set.</exception>
    public bool Has(string dataSet) => Catalogue[dataSet].Tables.All(Has);

    /// <summary>Any table of the catalogue, as declared there.</summary>
    /// <param name="dataSet">The data set, for example "lastfm-2k".</param>
    /// <param name="table">Its table, for example "plays".</param>
    /// <exception cref="ArgumentException">The catalogue has no such data set or table, or it is a collection of clips.</exception>
    /// <exception cref="MissingDataSetException">The folder does not hold it.</exception>
    /// <exception cref="CsvException">A value, a column or the number of rows is not as declared.</exception>
    public Frame Table(string dataSet, string table)
    {
        CatalogueEntry entry = Catalogue[dataSet];
        CatalogueTable declared = entry[table];
        if (declared.Format == CatalogueFormat.Wav)
        {
            throw new ArgumentException($"'{table}' of {dataSet} is a collection of audio clips, not a table; use {nameof(AudioClips)}.", nameof(table));
        }

        return TableReader.Read(entry, declared, Folder, IsSample);
    }

    /// <summary>The 195 songs of one listener, paper 002's data.</summary>
    public LikedSongs Liked195() => new(Table("liked-195", "songs"), "liked");

    /// <summary>The 2,017 songs of another listener, with titles and artists.</summary>
    public LikedSongs Liked2017() => new(Table("liked-2017", "songs"), "target");

    /// <summary>Tracks of 2000 to 2023 with popularity, genre and thirteen audio features, paper 000's data.</summary>
    public Frame Spotify1M() => Table("spotify-1m", "tracks");

    /// <summary>Tracks by genre of November 2024; a track stands once per genre that found it.</summary>
    public Frame Spotify2024() => Table("spotify-2024", "tracks");

    /// <summary>114 genres with 1,000 tracks each; a track may stand under several.</summary>
    public Frame Spotify114K() => Table("spotify-114k", "tracks");

    /// <summary>Tracks in 27 genre labels, some features missing, paper 004's data.</summary>
    public Frame SpotifyFeatures() => Table("spotify-features", "tracks");

    /// <summary>Last.fm listening counts, tags and friends.</summary>
    public LastFm LastFm() => Data.LastFm.From(
        Table("lastfm-2k", "artists"), Table("lastfm-2k", "plays"), Table("lastfm-2k", "tags"), Table("lastfm-2k", "taggings"), Table("lastfm-2k", "friends"));

    /// <summary>Songs with lyrics, topic weights and a topic, paper 001's data.</summary>
    public LyricsSongs Lyrics() => new(Table("lyrics-1950-2019", "labelled"));

    /// <summary>More lyrics, mostly without a topic. Rows with a topic are rows of <see cref="Lyrics"/> too: remove what is in a test fold.</summary>
    public Frame UnlabelledLyrics() => Table("lyrics-1950-2019", "unlabelled");

    /// <summary>Playlists with their tracks in order.</summary>
    public Playlists Playlists() => Data.Playlists.From(Table("spotify-playlists", "songs"));

    /// <summary>Triplets of similar and less similar artists.</summary>
    public ArtistSimilarity ArtistSimilarity() => Data.ArtistSimilarity.From(
        Table("artist-similarity", "artists"), Table("artist-similarity", "genres"), Table("artist-similarity", "triplets"), Table("artist-similarity", "triplets-music"));

    private static Catalogue EmbeddedCatalogue()
    {
        using Stream stream = typeof(MusicData).Assembly.GetManifestResourceStream(DataFolder.CatalogueFile)
            ?? throw new InvalidOperationException($"MusicRec.Core was built without its copy of {DataFolder.CatalogueFile}.");
        using StreamReader reader = new(stream);
        return Catalogue.Parse(reader.ReadToEnd(), $"{DataFolder.CatalogueFile} inside MusicRec.Core.dll");
    }

    private bool Has(CatalogueTable table) => IsSynthesised(table) || TableReader.Find(table, Folder) is not null;

    // Of clips any will do, as there are no tables of them.
    private bool HasAny(CatalogueEntry entry) =>
        entry.Tables.Any(table => table.Format == CatalogueFormat.Wav ? Directory.Exists(Path.Combine(Folder, entry.Name)) : Has(table));

    private bool IsSynthesised(CatalogueTable table) => IsSample && table.Format == CatalogueFormat.Wav;
}
