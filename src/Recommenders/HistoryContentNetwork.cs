using MusicRec.Data;
using MusicRec.Numerics;

namespace MusicRec.Recommenders;

/// <summary>
/// A network on what a listener played ⊕ what else is known about them (friends, tags, age …): one hidden layer and a softmax over
/// all items. In training plays are left out down to none, so that it answers cold listeners from their content and leans on the
/// plays as they come in (after DropoutNet, Volkovs et al. 2017).
/// </summary>
public sealed class HistoryContentNetwork : NetworkRecommender
{
    private readonly ContentTable _content;
    private readonly HistoryContentOptions _options;

    /// <summary>Makes an unfitted recommender.</summary>
    /// <param name="content">What is known about the listeners, [users, features], users in the order of the interactions.</param>
    /// <param name="seed">Decides the first weights, the listeners kept aside, the order of rows and what is left out.</param>
    /// <param name="options">Layers and training.</param>
    /// <exception cref="ArgumentException">A setting lies outside its range.</exception>
    public HistoryContentNetwork(ContentTable content, ulong seed, HistoryContentOptions? options = null)
        : base(seed)
    {
        ArgumentNullException.ThrowIfNull(content);
        _content = content;
        _options = options ?? new HistoryContentOptions();
        _options.Check();
    }

    /// <inheritdoc/>
    public override string Name => "history and content network";

    /// <summary>Reads a file that <see cref="Recommender.Save"/> wrote.</summary>
    /// <exception cref="Neural.ModelFileException">The file is damaged or holds another recommender.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static HistoryContentNetwork Load(string path) => RecommenderFile.Load<HistoryContentNetwork>(path);

    internal static HistoryContentNetwork Read(RecommenderReader file) =>
        new(ContentTable.Read(file, "content"), file.Seed("seed"), HistoryContentOptions.Read(file));

    private protected override NetworkOptions Training => _options;

    private protected override NetworkRecommender WithCompression(NetworkCompression compression) =>
        new HistoryContentNetwork(_content, Seed, _options with { Compression = compression });

    private protected override bool ScoresEmptyHistories => true;

    private protected override int InputCount(Interactions interactions) => interactions.ItemCount + _content.FeatureCount;

    private protected override ListenerNetwork CreateNetwork(Interactions interactions, RandomStream random)
    {
        Throw.IfLengthsDiffer(_content.Count, "the content (rows)", interactions.UserCount, "the users of the interactions");
        return new HistoryContentModule(interactions.ItemCount, _content.FeatureCount, _options, random);
    }

    private protected override (int[] Columns, float[] Values) ContentOf(ListenerHistory history, int? user)
    {
        (int[] columns, float[] values) = _content.RowOf(history, user);
        double length = Math.Sqrt(Reductions.SumOfSquares(values));
        return (columns, length == 0 ? values : Array.ConvertAll(values, value => (float)(_options.ContentWeight * value / length)));
    }

    private protected override void CheckSizes(Interactions interactions, RecommenderReader file) =>
        file.ExpectWeights(_options.Compression, "network.encode.weight", interactions.ItemCount + _content.FeatureCount, _options.HiddenSize);

    private protected override void Write(RecommenderWriter file)
    {
        base.Write(file);
        _content.Write(file, "content");
    }

    private protected override string ContentName(int column) => _content.FeatureNames[column];
}
