using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Recommenders;

/// <summary>A network from rows of plays, [listeners, inputs], to a logit for every item, [listeners, items].</summary>
internal abstract class ListenerNetwork : Module<SparseTensor>
{
    /// <summary>The last layer: its weight holds a vector for every item.</summary>
    public abstract Linear Items { get; }

    /// <summary>What training adds to the likelihood of the step at hand; null for nothing.</summary>
    public virtual Tensor? Penalty => null;
}

/// <summary>Items → tanh → items.</summary>
internal sealed class DenoisingNetwork : ListenerNetwork
{
    private readonly Dropout _dropout;
    private readonly SparseLinear _encode;

    public DenoisingNetwork(int items, DenoisingAutoencoderOptions options, RandomStream random)
    {
        _dropout = AddChild("dropout", new Dropout(options.Dropout, random.Split(0)));
        _encode = AddChild("encode", new SparseLinear(items, options.LatentSize, random, Activation.Tanh, Initialization.GlorotUniform));
        Items = AddChild("items", new Linear(options.LatentSize, items, random, Initialization.GlorotUniform));
    }

    public override Linear Items { get; }

    public override Tensor Forward(SparseTensor input) => Items.Forward(_encode.Forward(_dropout.Forward(input)));
}

/// <summary>Items → tanh → a normal distribution → tanh → items.</summary>
internal sealed class VariationalNetwork : ListenerNetwork
{
    private readonly Dropout _dropout;
    private readonly SparseLinear _encode;
    private readonly Linear _mean;
    private readonly Linear _logVariance;
    private readonly GaussianSample _sample;
    private readonly Linear _decode;
    private readonly double _klWeight;
    private readonly int _annealingSteps;
    private Tensor? _penalty;
    private long _steps;

    public VariationalNetwork(int items, VariationalAutoencoderOptions options, RandomStream random)
    {
        (_klWeight, _annealingSteps) = (options.KlWeight, options.AnnealingSteps);
        _dropout = AddChild("dropout", new Dropout(options.Dropout, random.Split(0)));
        _encode = AddChild("encode", new SparseLinear(items, options.HiddenSize, random, Activation.Tanh, Initialization.GlorotUniform));
        _mean = AddChild("mean", new Linear(options.HiddenSize, options.LatentSize, random, Initialization.GlorotUniform));
        _logVariance = AddChild("log_variance", new Linear(options.HiddenSize, options.LatentSize, random, Initialization.GlorotUniform));
        _sample = AddChild("sample", new GaussianSample(random.Split(1)));
        _decode = AddChild("decode", new Linear(options.LatentSize, options.HiddenSize, random, Initialization.GlorotUniform));
        Items = AddChild("items", new Linear(options.HiddenSize, items, random, Initialization.GlorotUniform));
    }

    public override Linear Items { get; }

    public override Tensor? Penalty => _penalty;

    public override Tensor Forward(SparseTensor input)
    {
        Tensor hidden = _encode.Forward(_dropout.Forward(input)), mean = _mean.Forward(hidden);
        if (!IsTrainingStep)
        {
            // Several threads may predict at once: nothing is remembered here.
            return Items.Forward(_decode.Forward(mean, Activation.Tanh));
        }

        Tensor logVariance = _logVariance.Forward(hidden);
        double share = _annealingSteps == 0 ? 1 : Math.Min(1, (double)_steps++ / _annealingSteps);
        double weight = share * _klWeight;
        _penalty = weight > 0 ? Loss.GaussianKl(mean, logVariance).Scale(weight) : null;
        return Items.Forward(_decode.Forward(_sample.Forward((mean, logVariance)), Activation.Tanh));
    }
}

/// <summary>
/// Plays ⊕ content → tanh → items. In each training step a listener keeps a share of the plays drawn anew between none and all, so
/// that the network learns to answer from content alone as well as from few or many plays (after Volkovs et al. 2017).
/// </summary>
internal sealed class HistoryContentModule : ListenerNetwork
{
    private readonly int _items;
    private readonly double _contentDropout;
    private readonly RandomStream _random;
    private readonly SparseLinear _encode;

    public HistoryContentModule(int items, int features, HistoryContentOptions options, RandomStream random)
    {
        (_items, _contentDropout) = (items, options.Dropout);
        _random = AddRandomStream("random", random.Split(0));
        _encode = AddChild("encode", new SparseLinear(items + features, options.HiddenSize, random, Activation.Tanh, Initialization.GlorotUniform));
        Items = AddChild("items", new Linear(options.HiddenSize, items, random, Initialization.GlorotUniform));
    }

    public override Linear Items { get; }

    public override Tensor Forward(SparseTensor input) => Items.Forward(_encode.Forward(IsTrainingStep ? Thin(input) : input));

    /// <summary>Rows of which a share drawn for each is left.</summary>
    internal SparseTensor Thin(SparseTensor input)
    {
        SparseTensor output = Tape.Current.NewSparseTensor();
        Span<float> values = output.OpenLike(input);
        ReadOnlySpan<float> from = input.Values;
        for (int row = 0; row < input.Shape[0]; row++)
        {
            int start = input.RowStarts[row], end = input.RowStarts[row + 1], content = start;
            float kept = _random.NextSingle();
            double before = 0, after = 0;
            for (; content < end && input.ColumnIndices[content] < _items; content++)
            {
                values[content] = _random.NextSingle() < kept ? from[content] : 0;
                before += (double)from[content] * from[content];
                after += (double)values[content] * values[content];
            }

            // What is left has the length of the whole, as a short history has when it is all there is.
            float scale = after > 0 ? (float)Math.Sqrt(before / after) : 0;
            for (int entry = start; entry < content; entry++)
            {
                values[entry] *= scale;
            }

            for (int entry = content; entry < end; entry++)
            {
                values[entry] = _random.NextSingle() < _contentDropout ? 0 : (float)(from[entry] / (1 - _contentDropout));
            }
        }

        return output;
    }
}

/// <summary>
/// The multinomial likelihood of listeners' items, and what the network adds to it. Outside of training the items that are shown
/// do not compete, as in lists: a network that gives back what it is shown would else look the worse the better it has learnt.
/// </summary>
internal sealed class ListenerObjective(ListenerNetwork network, SparseMatrix inputs, SparseMatrix targets) : Objective
{
    // A logit whose share of a softmax is 0 in float.
    private const float NoShare = -1e4f;

    public override int Rows => inputs.Rows;

    public override BatchLoss Compute(Tape tape, ReadOnlySpan<int> rows)
    {
        SparseTensor input = tape.GatherRows(inputs, rows);
        Tensor outputs = network.Forward(input);
        if (!network.IsTrainingStep)
        {
            LeaveOut(input, outputs);
        }

        Tensor loss = Loss.SparseMultinomialLikelihood.Of(outputs, tape.GatherRows(targets, rows));
        return new BatchLoss(network.IsTrainingStep && network.Penalty is Tensor penalty ? loss + penalty : loss, rows.Length);
    }

    private static void LeaveOut(SparseTensor shown, Tensor outputs)
    {
        int items = outputs.Shape.Last;
        for (int row = 0; row < outputs.Shape[0]; row++)
        {
            foreach (int column in shown.ColumnIndices[shown.RowStarts[row]..shown.RowStarts[row + 1]])
            {
                if (column < items)
                {
                    outputs.Values[(row * items) + column] = NoShare;
                }
            }
        }
    }
}
