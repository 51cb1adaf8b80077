using System.Collections.ObjectModel;
using System.Globalization;
using System.Reflection;

namespace MusicRec.Neural;

/// <summary>What a model file says about its model besides the numbers.</summary>
public sealed record ModelMetadata
{
    internal const string VersionKey = "musicrec_version";
    private const string ArchitectureKey = "architecture";
    private const string SeedKey = "seed";
    private const string DataHashKey = "data_hash";

    /// <summary>What kind of network the numbers belong to, such as "LikesNetwork 13-64-32-16-1"; null where unknown.</summary>
    public string? Architecture { get; init; }

    /// <summary>The seed of training; null where unknown.</summary>
    public ulong? Seed { get; init; }

    /// <summary>A hash of the data the model has learnt from; null where unknown.</summary>
    public string? DataHash { get; init; }

    /// <summary>The version of this library that wrote the file; null for files from elsewhere.</summary>
    public string? Version { get; private init; }

    /// <summary>Whatever else is said, by name. Names used by the properties above are not allowed here.</summary>
    public IReadOnlyDictionary<string, string> Other { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>This library's version, such as "0.1.0".</summary>
    internal static string CurrentVersion { get; } =
        typeof(ModelMetadata).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    internal SortedDictionary<string, string> ToEntries()
    {
        SortedDictionary<string, string> entries = new(StringComparer.Ordinal) { [VersionKey] = CurrentVersion };
        AddWhereKnown(ArchitectureKey, Architecture);
        AddWhereKnown(SeedKey, Seed?.ToString(CultureInfo.InvariantCulture));
        AddWhereKnown(DataHashKey, DataHash);
        foreach ((string name, string value) in Other)
        {
            if (name is VersionKey or ArchitectureKey or SeedKey or DataHashKey or Files.Checksum.Key)
            {
                throw new ArgumentException($"'{name}' is kept for a property of its own or for the file; choose another name in {nameof(Other)}.");
            }

            entries.Add(name, value);
        }

        return entries;

        void AddWhereKnown(string key, string? value)
        {
            if (value is not null)
            {
                entries.Add(key, value);
            }
        }
    }

    internal static ModelMetadata FromEntries(string path, IReadOnlyDictionary<string, string> entries)
    {
        ulong? seed = null;
        if (entries.TryGetValue(SeedKey, out string? text))
        {
            seed = ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number)
                ? number
                : entries.ContainsKey(VersionKey) ? throw new ModelFileException(path, $"the seed in its metadata is '{text}'; allowed: a whole number from 0 to 2⁶⁴ − 1.") : null;
        }

        return new ModelMetadata
        {
            Architecture = entries.GetValueOrDefault(ArchitectureKey),
            Seed = seed,
            DataHash = entries.GetValueOrDefault(DataHashKey),
            Version = entries.GetValueOrDefault(VersionKey),
            Other = entries
                .Where(entry => entry.Key is not (VersionKey or ArchitectureKey or DataHashKey or Files.Checksum.Key) && (entry.Key != SeedKey || seed is null))
                .ToDictionary(entry => entry.Key, entry => entry.Value, StringComparer.Ordinal),
        };
    }
}
