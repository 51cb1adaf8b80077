using System.Globalization;
using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Papers;

/// <summary>The model file of a <see cref="TrackEmbeddingNetwork"/>: weights as tensors; means, factors and classes as text, so that they keep all their digits.</summary>
internal static class TrackEmbeddingFile
{
    private const string Architecture = "TrackEmbeddingNetwork";
    private const string ShiftKey = "feature_means";
    private const string FactorKey = "feature_factors";
    private const string PresentKey = "classes_of_outputs";
    private const string CountKey = "class_count";

    public static void Save(string path, TrackEmbeddingNetwork.Fitted fitted, ulong seed) => ModelFile.Save(path, fitted.Layers.Module, new ModelMetadata
    {
        Architecture = Architecture,
        Seed = seed,
        Other = new Dictionary<string, string>
        {
            [ShiftKey] = string.Join(' ', fitted.Shift.Select(value => value.ToString("R", CultureInfo.InvariantCulture))),
            [FactorKey] = string.Join(' ', fitted.Factor.Select(value => value.ToString("R", CultureInfo.InvariantCulture))),
            [PresentKey] = string.Join(' ', fitted.Present),
            [CountKey] = fitted.ClassCount.ToString(CultureInfo.InvariantCulture),
        },
    });

    public static (TrackEmbeddingNetwork.Fitted Fitted, int HiddenSize, ulong Seed) Load(string path)
    {
        StateDictionary state = ModelFile.Read(path, out ModelMetadata metadata);
        if (metadata.Architecture != Architecture)
        {
            throw new ModelFileException(path, $"it holds '{metadata.Architecture ?? "a model of no name"}'; needed: {Architecture}.");
        }

        (string Name, Shape Shape)[] matrices = [.. state.Shapes.Where(entry => entry.Shape.Rank == 2)];
        if (matrices.Length != 2)
        {
            throw new ModelFileException(path, $"it has {matrices.Length} layers; needed: 2, the hidden one and the outputs.");
        }

        // A dropout layer between the two moves the number in the last layer's name, and nothing else.
        (string last, int outputs, int hidden) = (matrices[1].Name, matrices[1].Shape[0], matrices[0].Shape[0]);
        if (matrices[1].Shape[1] != hidden)
        {
            // Seen to before layers are made, which would otherwise take the product of both numbers.
            throw new ModelFileException(path, $"it does not fit {Architecture}: '{last}' takes {matrices[1].Shape[1]} numbers, and the hidden layer gives {hidden}.");
        }

        TrackEmbeddingNetwork.Layers layers = TrackEmbeddingNetwork.Layers.Create(
            matrices[0].Shape[1], hidden, outputs, new RandomStream(0), last == "3.weight" ? 0.5 : 0);
        StateDictionary own = new(layers.Module);
        if (StateDictionary.FindMismatch(own.Shapes, state.Shapes) is string mismatch)
        {
            throw new ModelFileException(path, $"it does not fit {Architecture}: {mismatch}");
        }

        state.CopyTo(layers.Module);
        int classCount = Integers(path, metadata, CountKey, 1, 0, TrackEmbeddingNetwork.MostClasses)[0];
        int[] present = Integers(path, metadata, PresentKey, outputs, 0, classCount - 1L);
        for (int place = 1; place < present.Length; place++)
        {
            if (present[place] <= present[place - 1])
            {
                throw new ModelFileException(path, $"'{PresentKey}' names class {present[place]} after {present[place - 1]}; classes must ascend.");
            }
        }

        int features = matrices[0].Shape[1];
        return (
            new TrackEmbeddingNetwork.Fitted(layers, Numbers(path, metadata, ShiftKey, features), Numbers(path, metadata, FactorKey, features), present, classCount),
            hidden, metadata.Seed ?? 0);
    }

    private static string[] Words(string path, ModelMetadata metadata, string key, int count)
    {
        string[] words = metadata.Other.TryGetValue(key, out string? text) ? text.Split(' ') : [];
        return words.Length == count ? words : throw new ModelFileException(path, $"'{key}' in its metadata holds {words.Length} numbers; needed: {count}.");
    }

    private static double[] Numbers(string path, ModelMetadata metadata, string key, int count) =>
        Array.ConvertAll(Words(path, metadata, key, count), word => double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? number
            : throw new ModelFileException(path, $"'{word}' in '{key}' is not a finite number."));

    private static int[] Integers(string path, ModelMetadata metadata, string key, int count, int minimum, long maximum) =>
        Array.ConvertAll(Words(path, metadata, key, count), word => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= minimum && number <= maximum
            ? number
            : throw new ModelFileException(path, $"'{word}' in '{key}' is not a whole number from {minimum} to {maximum}."));
}
