using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using MusicRec.Learning;
using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Papers;

/// <summary>
/// A <see cref="PopularityNetwork"/> as a model file: the weights as tensors, the words, scales and settings as JSON in the metadata. Nothing in
/// it is believed before it is checked; memory is taken for what the file holds, not for what it says it holds.
/// </summary>
internal static class PopularityNetworkFile
{
    private const string Key = "popularity_network";
    private const int CurrentVersion = 1;

    private static readonly JsonSerializerOptions s_options = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    public static void Save(string path, PopularityNetwork network, string? dataHash)
    {
        PopularityNetwork.Learnt learnt = network.State;
        Content content = new(
            CurrentVersion, network.Settings, learnt.Cut, [.. learnt.Inputs.Words.Words], learnt.Inputs.Year, learnt.Inputs.Scaler.Means!, learnt.Inputs.Scaler.Factors!, learnt.Scale.Mean, learnt.Scale.Deviation);
        ModelFile.Save(path, learnt.Module, new ModelMetadata
        {
            Architecture = string.Create(
                CultureInfo.InvariantCulture,
                $"PopularityLstm {learnt.Module.WordCount}-{network.Settings.EmbeddingSize}, {learnt.Module.ColumnCount}, 2 x {network.Settings.HiddenSize}-{network.Settings.DenseSize}-1"),
            Seed = network.Seed,
            DataHash = dataHash,
            Other = new Dictionary<string, string> { [Key] = JsonSerializer.Serialize(content, s_options) },
        });
    }

    public static (ulong Seed, PopularityNetworkSettings Settings, PopularityNetwork.Learnt Learnt) Load(string path)
    {
        StateDictionary state = ModelFile.Read(path, out ModelMetadata metadata);
        if (!metadata.Other.TryGetValue(Key, out string? json) || metadata.Seed is not ulong seed)
        {
            throw new ModelFileException(path, $"its metadata has no '{Key}' or no seed, so it is no {nameof(PopularityNetwork)}.");
        }

        Content content = Read(path, json, state);
        PopularityInputs inputs = new(
            new GenreWords(content.Words), content.Year, StandardScaler.Restore(content.Means, content.Factors), content.Settings.IncludesPopularity);
        PopularityLstm module = new(inputs.Words.Count, inputs.ColumnCount, new RandomStream(seed), content.Settings);
        try
        {
            state.CopyTo(module);
        }
        catch (ArgumentException error)
        {
            throw new ModelFileException(path, error.Message);
        }

        return (seed, content.Settings, new PopularityNetwork.Learnt(module, inputs, new TargetScale(content.TargetMean, content.TargetDeviation), content.Cut));
    }

    private static Content Read(string path, string json, StateDictionary state)
    {
        Content content;
        try
        {
            content = JsonSerializer.Deserialize<Content>(json, s_options) ?? throw new JsonException("It is null.");
            content.Settings.Check();
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            throw new ModelFileException(path, $"'{Key}' in its metadata cannot be used: {error.Message}");
        }

        int columns = PopularityInputs.NamesOf(content.Settings.IncludesPopularity).Count;
        Require(content.Version == CurrentVersion, $"is of version {content.Version}; allowed: {CurrentVersion}.");
        Require(content.Cut is null or (>= 0 and <= 100), $"has the cut {content.Cut}; allowed: 0 to 100, or none.");
        Require(content.Words.All(word => word is { Length: > 0 }), "has a word that is empty.");
        Require(IsAscending(content.Words), "has words that are not in the order of their characters, each once.");
        Require(content.Means.Length == columns && content.Factors.Length == columns, $"has {content.Means.Length} means and {content.Factors.Length} factors; {columns} of each are needed.");
        Require(
            double.IsFinite(content.Year) && content.Means.All(double.IsFinite) && double.IsFinite(content.TargetMean), "has a mean that is not finite.");
        Require(content.Factors.All(factor => factor > 0 && double.IsFinite(factor)), "has a factor that is not finite and above 0.");
        Require(content.TargetDeviation >= 0 && double.IsFinite(content.TargetDeviation), "has a deviation that is not finite and 0 or more.");

        // The largest layers must be in the file before memory is taken for them.
        RequireShape("embedding.weight", content.Words.Length + GenreWords.Reserved, content.Settings.EmbeddingSize);
        RequireShape("genre.weight_hh_l0", 4 * content.Settings.HiddenSize, content.Settings.HiddenSize);
        RequireShape("genre.weight_ih_l0", 4 * content.Settings.HiddenSize, content.Settings.EmbeddingSize);
        RequireShape("hidden.weight", content.Settings.DenseSize, 2 * content.Settings.HiddenSize);
        return content;

        void RequireShape(string name, int rows, int tensorColumns)
        {
            Shape shape = new(rows, tensorColumns);
            Require(state.TryGet(name, out Tensor? tensor) && tensor.Shape == shape, $"needs a tensor '{name}' of shape {shape}.");
        }

        void Require(bool condition, string message)
        {
            if (!condition)
            {
                throw new ModelFileException(path, $"'{Key}' in its metadata {message}");
            }
        }
    }

    private static bool IsAscending(string[] words)
    {
        for (int place = 1; place < words.Length; place++)
        {
            if (string.CompareOrdinal(words[place - 1], words[place]) >= 0)
            {
                return false;
            }
        }

        return true;
    }

    private sealed record Content(
        int Version, PopularityNetworkSettings Settings, int? Cut, string[] Words, double Year, double[] Means, double[] Factors, double TargetMean, double TargetDeviation);
}
