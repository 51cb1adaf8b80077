using MusicRec.Data;
using MusicRec.Neural;
using MusicRec.Neural.Compression;
using MusicRec.Numerics;

namespace MusicRec.Recommenders;

// How the network is trained, and made smaller afterwards.
public abstract partial class NetworkRecommender
{
    private const double HiddenShare = 0.2;

    /// <summary>
    /// The same network made smaller, as a recommender of its own; this one stays as it is. With
    /// <see cref="NetworkCompression.RetrainingEpochs"/> the weights that are left are trained on with the interactions that this one was fitted on: a
    /// <see cref="DistilledAutoencoder"/> then learns from the plays alone, without its teacher, who is not kept.
    /// </summary>
    /// <param name="compression">What is done, and how a file holds it. Give all of it at once: of a network made smaller before, the file keeps what is named here alone.</param>
    /// <exception cref="ArgumentException">
    /// A setting lies outside its range, the share is too small to prune a weight, or no weight is changed, as of a network that has been made smaller so before.
    /// </exception>
    /// <exception cref="InvalidOperationException">The recommender has not been fitted, or has learnt from nobody and has no network.</exception>
    public NetworkRecommender Compress(NetworkCompression compression)
    {
        ArgumentNullException.ThrowIfNull(compression);
        Interactions interactions = Fitted;
        NetworkRecommender smaller = WithCompression(compression);
        if (_network is null)
        {
            throw new InvalidOperationException($"{Name} has learnt from nobody and has no network to make smaller; fit it on interactions with at least one item.");
        }

        compression.CheckPrunes(_network);
        smaller._network = smaller.MakeSmaller(_network, interactions, new RandomStream(_seed));
        if (_network.Parameters.Zip(smaller._network.Parameters).All(pair => pair.First.Values.SequenceEqual(pair.Second.Values)))
        {
            throw new ArgumentException($"This {compression} changes no weight of the network of {Name}, which has been made smaller so already; allowed: one that does.", nameof(compression));
        }

        smaller.BecomeFitted(interactions);
        return smaller;
    }

    /// <summary>An unfitted recommender with the same settings and this compression.</summary>
    private protected abstract NetworkRecommender WithCompression(NetworkCompression compression);

    private protected override void Learn(Interactions interactions)
    {
        (_network, History) = (null, null);
        if (interactions.Count == 0)
        {
            return;
        }

        RandomStream seeds = new(_seed);
        ListenerNetwork network = CreateNetwork(interactions, new RandomStream(seeds.Split(0).NextUInt64()));
        History = Train(network, interactions, seeds, seeds.Split(3).NextUInt64(), Training.Epochs, pruning: null);
        _network = Training.Compression is null ? network : MakeSmaller(network, interactions, seeds);
    }

    /// <summary>What training makes small for the listeners learnt from.</summary>
    private protected virtual Objective ObjectiveOf(ListenerNetwork network, ListenerHistory[] learnt, SparseMatrix inputs, SparseMatrix plays) =>
        new ListenerObjective(network, inputs, plays);

    private ListenerNetwork MakeSmaller(ListenerNetwork whole, Interactions interactions, RandomStream seeds)
    {
        NetworkCompression compression = Training.Compression!;
        ListenerNetwork network = CreateNetwork(interactions, new RandomStream(seeds.Split(5).NextUInt64()));
        new StateDictionary(whole).CopyTo(network);
        MagnitudePruning pruning = MagnitudePruning.Prune(network, compression.PrunedShare);
        if (compression.RetrainingEpochs > 0 && pruning.Pruned > 0)
        {
            _ = Train(network, interactions, seeds, seeds.Split(4).NextUInt64(), compression.RetrainingEpochs, pruning);
        }

        compression.Round(network);
        return network;
    }

    private History Train(ListenerNetwork network, Interactions interactions, RandomStream seeds, ulong orderSeed, int epochs, MagnitudePruning? pruning)
    {
        int[] users = [.. Enumerable.Range(0, interactions.UserCount).Where(user => interactions.ItemsOf(user).Length > 0)];
        int[] pool = [.. users.Where(user => interactions.ItemsOf(user).Length >= 2)];
        int aside = (int)(Training.ValidationShare * pool.Length);
        int[] order = seeds.Split(1).Permutation(pool.Length);
        int[] kept = [.. order[..aside].Select(place => pool[place]).Order()];
        int[] others = [.. users.Except(kept)];
        ListenerHistory[] learnt = [.. others.Select(user => ListenerHistory.Of(interactions, user))];
        (ListenerHistory Shown, ListenerHistory Hidden)[] parts = [.. kept.Select(user => Hide(ListenerHistory.Of(interactions, user), seeds.Split(2).Split((ulong)user)))];
        Optimizer optimizer = new Adam(network.Parameters, Training.LearningRate, weightDecay: Training.WeightDecay);
        Trainer trainer = new(network, pruning?.Keep(optimizer) ?? optimizer)
        {
            Epochs = epochs,
            BatchSize = Training.BatchSize,
            Seed = orderSeed,
            Patience = aside > 0 ? Training.Patience : null,
        };
        int inputs = InputCount(interactions), items = interactions.ItemCount;
        return trainer.Fit(
            ObjectiveOf(network, learnt, Inputs(learnt, [.. others.Select(user => (int?)user)], items, inputs), Plays(learnt, items)),
            aside == 0 ? null : new ListenerObjective(
                network,
                Inputs([.. parts.Select(part => part.Shown)], [.. kept.Select(user => (int?)user)], items, inputs),
                Plays([.. parts.Select(part => part.Hidden)], items)));
    }

    private static (ListenerHistory Shown, ListenerHistory Hidden) Hide(ListenerHistory history, RandomStream random)
    {
        int hidden = Math.Max(1, (int)(HiddenShare * history.Count));
        int[] order = random.Permutation(history.Count);
        return (Part(order[hidden..]), Part(order[..hidden]));

        ListenerHistory Part(int[] places) => ListenerHistory.Of(places.Select(place => (history.Items[place], history.Weights[place])));
    }
}
