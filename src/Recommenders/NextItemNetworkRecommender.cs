using MusicRec.Data;
using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Recommenders;

/// <summary>
/// What recommenders by a network for the next item share: training at all positions of every sequence, scores of the logits behind
/// the last item, and explanations by leaving out one item of the history after another.
/// </summary>
public abstract class NextItemNetworkRecommender : SequenceRecommender
{
    private readonly NextItemNetworkOptions _options;
    private readonly ulong _seed;
    private NextItemNetwork? _network;

    private protected NextItemNetworkRecommender(NextItemNetworkOptions options, ulong seed)
    {
        options.Check();
        (_options, _seed) = (options, seed);
    }

    /// <summary>Called after each epoch of a fit, for instance with Console.WriteLine.</summary>
    public Action<EpochSummary>? EpochFinished { get; init; }

    /// <summary>The network for so many items.</summary>
    private protected abstract NextItemNetwork Make(int items, RandomStream random);

    private protected sealed override void LearnOrder(Interactions interactions)
    {
        int[][] pieces = Pieces(interactions);
        _network = null;
        if (pieces.Length == 0)
        {
            return;
        }

        RandomStream random = new(_seed);
        NextItemNetwork network = Make(interactions.ItemCount, random.Split(1));
        StartBias(network.Bias.Values, pieces);
        Trainer trainer = new(network, new Adam(network.Parameters, _options.LearningRate))
        {
            Epochs = _options.Epochs,
            BatchSize = _options.BatchSize,
            Seed = random.Split(2).NextUInt64(),
            MaximumGradientNorm = 5,
            EpochFinished = EpochFinished,
        };
        trainer.Fit(new NextItemObjective(network, pieces, _options.SampledItems, random.Split(3)));
        network.SetTraining(false);
        _network = network;
    }

    private protected sealed override ItemScores? ScoreOrdered(ListenerHistory history, int? user) => ScoreBatch([new Listener(history, user)])[0];

    private protected sealed override ItemScores?[] ScoreBatch(IReadOnlyList<Listener> listeners)
    {
        ItemScores?[] scores = new ItemScores?[listeners.Count];
        int[][] histories = [.. listeners.Select(listener =>
        {
            CheckOrder(listener.History);
            return Latest(listener.History);
        })];
        if (_network is not NextItemNetwork network)
        {
            return scores;
        }

        Tape tape = new();
        using (tape.Evaluate())
        {
            int items = network.Bias.Shape[0];
            Tensor logits = LastStates(tape, network, histories).Linear(network.Items.Weight, network.Bias.Reshape(items));
            for (int index = 0; index < scores.Length; index++)
            {
                scores[index] = new Logits(logits.Values.Slice(index * items, items).ToArray(), this, histories[index]);
            }
        }

        return scores;
    }

    private protected sealed override double[] ScoreSimilar(int item)
    {
        double[] scores = new double[Fitted.ItemCount];
        Array.Fill(scores, double.NegativeInfinity);
        if (_network is NextItemNetwork network)
        {
            ReadOnlySpan<float> vectors = network.Items.Weight.Values;
            int size = _options.Size;
            ReadOnlySpan<float> own = vectors.Slice(item * size, size);
            double length = Math.Sqrt(Reductions.SumOfSquares(own));
            for (int other = 0; other < scores.Length; other++)
            {
                ReadOnlySpan<float> vector = vectors.Slice(other * size, size);
                double lengths = length * Math.Sqrt(Reductions.SumOfSquares(vector));
                scores[other] = lengths == 0 ? double.NegativeInfinity : Reductions.Dot(own, vector) / lengths;
            }
        }

        return scores;
    }

    private protected sealed override void Write(RecommenderWriter file)
    {
        _options.Write(file);
        file.Add("seed", _seed);
        file.Add("trained", _network is not null);
        if (_network is not null)
        {
            file.Add("network", _network);
        }
    }

    private protected sealed override void Restore(Interactions interactions, RecommenderReader file)
    {
        if (!interactions.HasOrder)
        {
            throw file.Bad("its interactions have no order of listening, which this recommender learns from.");
        }

        _network = null;
        if (file.Flag("trained"))
        {
            // Before memory is taken for a network of the size that the settings name.
            file.Expect("network.items.weight", interactions.ItemCount, _options.Size);
            NextItemNetwork network = Make(interactions.ItemCount, new RandomStream(_seed));
            file.Fill("network", network);
            network.SetTraining(false);
            _network = network;
        }
    }

    /// <summary>Every transition of every sequence once, in pieces of at most so many inputs, cut from the end.</summary>
    private int[][] Pieces(Interactions interactions)
    {
        List<int[]> pieces = [];
        for (int user = 0; user < interactions.UserCount; user++)
        {
            ReadOnlySpan<int> sequence = interactions.SequenceOf(user);
            for (int last = sequence.Length - 1; last > 0;)
            {
                int first = Math.Max(0, last - _options.MaximumLength);
                pieces.Add(sequence[first..(last + 1)].ToArray());
                last = first;
            }
        }

        return [.. pieces];
    }

    /// <summary>The logarithm of how often each item comes next, one added: what a network without any history should say.</summary>
    private static void StartBias(Span<float> bias, int[][] pieces)
    {
        double[] counts = new double[bias.Length];
        double all = bias.Length;
        foreach (int[] piece in pieces)
        {
            foreach (int item in piece.AsSpan(1))
            {
                counts[item]++;
                all++;
            }
        }

        for (int item = 0; item < counts.Length; item++)
        {
            bias[item] = (float)Elementary.Log((counts[item] + 1) / all);
        }
    }

    private int[] Latest(ListenerHistory history)
    {
        ReadOnlySpan<int> sequence = history.Sequence;
        return sequence[Math.Max(0, sequence.Length - _options.MaximumLength)..].ToArray();
    }

    /// <summary>The state behind each history, [histories, size]; zeros, which leave the bias, behind an empty one.</summary>
    private Tensor LastStates(Tape tape, NextItemNetwork network, int[][] histories)
    {
        // The same shape whatever the lengths, so that a listener's digits do not depend on who else is asked about.
        int time = _options.MaximumLength, size = _options.Size;
        IndexTensor items = tape.NewIndexTensor(new Shape(histories.Length, time)), lengths = tape.NewIndexTensor(new Shape(histories.Length));
        items.Values.Clear();
        for (int index = 0; index < histories.Length; index++)
        {
            histories[index].CopyTo(items.Values[(index * time)..]);
            lengths.Values[index] = histories[index].Length;
        }

        Tensor states = network.Forward((items, lengths)), last = tape.NewTensor(new Shape(histories.Length, size), requiresGradient: false);
        for (int index = 0; index < histories.Length; index++)
        {
            Span<float> target = last.Values.Slice(index * size, size);
            if (histories[index].Length == 0)
            {
                target.Clear();
            }
            else
            {
                states.Values.Slice(((index * time) + histories[index].Length - 1) * size, size).CopyTo(target);
            }
        }

        return last;
    }

    /// <summary>By how much an item's logit falls when one item of the history, in all its places, is taken out.</summary>
    private Explanation Explain(int item, int[] history)
    {
        int[] own = [.. history.Distinct()];
        int[][] variants = [history, .. own.Select(left => history.Where(played => played != left).ToArray())];
        Tape tape = new();
        using (tape.Evaluate())
        {
            Tensor vector = _network!.Items.Forward(IndexTensor.From([item], 1));
            Tensor logits = LastStates(tape, _network, variants).Linear(vector);
            double whole = logits.Values[0];
            List<Contribution> because = [];
            for (int index = 0; index < own.Length; index++)
            {
                because.Add(new Contribution(Fitted.ItemNames[own[index]], whole - logits.Values[index + 1]));
            }

            because = [.. because.OrderByDescending(part => part.Amount)];
            string[] leading = [.. because.Where(part => part.Amount > 0).Take(2).Select(part => part.Name)];
            string text = leading.Length == 0
                ? $"the {Name} expects it next, whichever one of your items is left out"
                : $"the {Name} expects it next, most of all because of {string.Join(" and ", leading)}";
            return new Explanation(item, text, because, []);
        }
    }

    private sealed class Logits(float[] values, NextItemNetworkRecommender owner, int[] history) : ItemScores(values)
    {
        public override Explanation Explain(int item) => owner.Explain(item, history);
    }
}
