using MusicRec.Data;
using MusicRec.Neural;
using MusicRec.Neural.Files;

namespace MusicRec.Recommenders;

/// <summary>
/// Recommenders on disk, by the rules of <see cref="ModelFile"/>: a safetensors file with a checksum, every size checked before
/// memory is taken, no code run. Beside what was learnt it holds who played what, as the lists leave out what a listener has; keep it
/// as private as the data themselves.
/// </summary>
public static class RecommenderFile
{
    private const string ArchitectureKey = "architecture";
    private const string Part = "recommender.";
    private static readonly string[] _interactionTensors = ["users.text", "items.text", "pairs.user", "pairs.item", "pairs.weight"];

    /// <summary>Reads a recommender of whatever type.</summary>
    /// <exception cref="ModelFileException">The file is damaged or holds something else.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IRecommender Load(string path)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path, anyType: true);
        file.Verify();
        RecommenderReader reader = new(file, path);
        if (!file.Tensors.Any(tensor => _interactionTensors.Contains(tensor.Name)))
        {
            throw reader.Bad(
                $"it holds no recommender, which {nameof(IRecommender.Save)} writes with what it was fitted on:{StateDictionary.List("missing", _interactionTensors)}"
                + StateDictionary.List("not expected", file.Tensors.Select(tensor => $"{tensor.Name} {tensor.Shape}")));
        }

        try
        {
            return Read(reader.Text(ArchitectureKey), reader.Part(Part, ReadInteractions(reader)));
        }
        catch (Exception cause) when (cause is ArgumentException or InvalidOperationException or ArithmeticException or IndexOutOfRangeException)
        {
            throw new ModelFileException(path, $"what it holds does not fit together: {cause.Message}", cause);
        }
    }

    /// <summary>Reads a recommender of one type.</summary>
    internal static T Load<T>(string path)
        where T : class, IRecommender => Load(path) switch
        {
            T recommender => recommender,
            IRecommender other => throw new ModelFileException(path, $"it holds a {other.GetType().Name}; needed: {typeof(T).Name}."),
        };

    internal static void Save(string path, IStoredRecommender recommender)
    {
        RecommenderWriter writer = new();
        WriteInteractions(writer, recommender.FittedOn);
        recommender.Write(writer.Under(Part));
        ModelMetadata metadata = new() { Architecture = recommender.Architecture, Other = writer.Settings };
        SafetensorsWriter.Write(path, writer.Tensors, metadata.ToEntries());
    }

    /// <summary>The recommender of a file or of a part of one, by a plain list of the types there are.</summary>
    internal static IRecommender Read(string architecture, RecommenderReader file)
    {
        IStoredRecommender recommender = architecture switch
        {
            nameof(AlternatingLeastSquares) => AlternatingLeastSquares.Read(file),
            nameof(BayesianPersonalizedRanking) => BayesianPersonalizedRanking.Read(file),
            nameof(ContentNeighbors) => ContentNeighbors.Read(file),
            nameof(DenoisingAutoencoder) => DenoisingAutoencoder.Read(file),
            nameof(DistilledAutoencoder) => DistilledAutoencoder.Read(file),
            nameof(Ease) => Ease.Read(file),
            nameof(ExplorationMix) => ExplorationMix.Read(file),
            nameof(FeatureToFactorMapping) => FeatureToFactorMapping.Read(file),
            nameof(HistoryContentNetwork) => HistoryContentNetwork.Read(file),
            nameof(HybridFactorization) => HybridFactorization.Read(file),
            nameof(ItemNeighbors) => ItemNeighbors.Read(file),
            nameof(LastItemMarkov) => LastItemMarkov.Read(file),
            nameof(MoodReranking) => MoodReranking.Read(file),
            nameof(PearsonNeighbors) => PearsonNeighbors.Read(file),
            nameof(PersonalPopularity) => PersonalPopularity.Read(file),
            nameof(Popularity) => new Popularity(),
            nameof(PopularityReranking) => PopularityReranking.Read(file),
            nameof(PrivateEase) => PrivateEase.Read(file),
            nameof(RandomItems) => RandomItems.Read(file),
            nameof(RecurrentNextItem) => RecurrentNextItem.Read(file),
            nameof(SelfAttentionNextItem) => SelfAttentionNextItem.Read(file),
            nameof(SessionNeighbors) => SessionNeighbors.Read(file),
            nameof(UserNeighbors) => UserNeighbors.Read(file),
            nameof(VariationalAutoencoder) => VariationalAutoencoder.Read(file),
            _ => throw file.Bad($"it holds '{architecture}', which is no recommender known here."),
        };
        recommender.Restore(file.Interactions, file);
        return recommender;
    }

    private static void WriteInteractions(RecommenderWriter file, Interactions interactions)
    {
        file.Add("users", interactions.UserNames);
        file.Add("items", interactions.ItemNames);
        file.Add("pairs.user", interactions.UserOfEachPair());
        file.Add("pairs.item", interactions.ItemOfEachPair());
        double[] weights = new double[interactions.Count];
        int start = 0;
        for (int user = 0; user < interactions.UserCount; user++)
        {
            ReadOnlySpan<double> row = interactions.WeightsOf(user);
            row.CopyTo(weights.AsSpan(start));
            start += row.Length;
        }

        file.Add("pairs.weight", weights);
        file.Add("ordered", interactions.HasOrder);
        if (interactions.HasOrder)
        {
            file.Add("sequences.length", [.. Enumerable.Range(0, interactions.UserCount).Select(user => interactions.SequenceOf(user).Length)]);
            file.Add("sequences.item", [.. Enumerable.Range(0, interactions.UserCount).SelectMany(user => interactions.SequenceOf(user).ToArray())]);
        }
    }

    private static Interactions ReadInteractions(RecommenderReader file)
    {
        Interactions interactions = Interactions.FromIndices(
            file.Texts("users"), file.Texts("items"), file.Wholes("pairs.user"), file.Wholes("pairs.item"), file.Doubles("pairs.weight"), DuplicatePairs.Refuse);
        if (interactions.ItemCount == 0)
        {
            throw file.Bad("it names no items.");
        }

        return file.Flag("ordered") ? interactions.WithOrder(file.Wholes("sequences.length"), file.Wholes("sequences.item")) : interactions;
    }
}
