using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.DigitsProbe;

/// <summary>Sparse rows → hidden → classes.</summary>
internal sealed class SparseClassifier : Module<SparseTensor>
{
    private readonly SparseLinear _first;
    private readonly Dropout _dropout;
    private readonly Linear _last;

    public SparseClassifier(int inputs, int hidden, int classes, RandomStream random)
    {
        _first = AddChild("first", new SparseLinear(inputs, hidden, random, Activation.Relu));
        _dropout = AddChild("dropout", new Dropout(0.25, random.Split(1)));
        _last = AddChild("last", new Linear(hidden, classes, random));
    }

    public override Tensor Forward(SparseTensor input) => _last.Forward(_dropout.Forward(_first.Forward(input)));
}

/// <summary>Sequences of numbers and their lengths → one number.</summary>
internal sealed class SequenceRegression : Module<(Tensor First, IndexTensor Second)>
{
    private readonly RecurrentModule _recurrent;
    private readonly Linear _last;

    public SequenceRegression(RecurrentModule recurrent, RandomStream random)
    {
        _recurrent = AddChild("recurrent", recurrent);
        _last = AddChild("last", new Linear(recurrent.HiddenSize, 1, random));
    }

    public override Tensor Forward((Tensor First, IndexTensor Second) input) =>
        _last.Forward(_recurrent.Forward(input.First, input.Second).LastHidden);
}

/// <summary>Songs heard and how many → the song that follows each.</summary>
internal sealed class NextTrack : Module<(IndexTensor First, IndexTensor Second)>
{
    private readonly Embedding _songs;
    private readonly Lstm _lstm;
    private readonly Linear _last;
    private readonly int _count;

    public NextTrack(int count, int size, int hidden, RandomStream random)
    {
        _count = count;
        _songs = AddChild("songs", new Embedding(count, size, random, paddingIndex: 0));
        _lstm = AddChild("lstm", new Lstm(size, hidden, random));
        _last = AddChild("last", new Linear(hidden, count, random));
    }

    public override Tensor Forward((IndexTensor First, IndexTensor Second) input)
    {
        Tensor outputs = _lstm.Forward(_songs.Forward(input.First), input.Second).Outputs;
        int batch = outputs.Shape[0], time = outputs.Shape[1];
        return _last.Forward(outputs.Reshape(batch * time, outputs.Shape[2])).Reshape(batch, time, _count);
    }
}

/// <summary>Words and how many → classes.</summary>
internal sealed class TransformerClassifier : Module<(IndexTensor First, IndexTensor Second)>
{
    private readonly Embedding _words;
    private readonly LearnedPositions _positions;
    private readonly TransformerEncoder _encoder;
    private readonly MeanOverTime _mean;
    private readonly Linear _last;

    public TransformerClassifier(int words, int time, int size, int classes, RandomStream random)
    {
        _words = AddChild("words", new Embedding(words, size, random));
        _positions = AddChild("positions", new LearnedPositions(time, size, random));
        _encoder = AddChild("encoder", new TransformerEncoder(
            [
                new TransformerEncoderLayer(size, 2, random, 2 * size, 0.1, Activation.Gelu, normFirst: true),
                new TransformerEncoderLayer(size, 3, random, size, 0.1),
            ],
            new LayerNorm(size)));
        _mean = AddChild("mean", new MeanOverTime());
        _last = AddChild("last", new Linear(size, classes, random));
    }

    public override Tensor Forward((IndexTensor First, IndexTensor Second) input) => _last.Forward(_mean.Forward(
        _encoder.Forward(_positions.Forward(_words.Forward(input.First)), input.Second, causal: true), input.Second));
}

/// <summary>A variational autoencoder over histories of plays (Liang et al. 2018).</summary>
internal sealed class MultVae : Module<SparseTensor>
{
    private readonly SparseLinear _encode;
    private readonly Linear _mean;
    private readonly Linear _logVariance;
    private readonly GaussianSample _sample;
    private readonly Linear _decode;
    private readonly Linear _last;

    public MultVae(int songs, int hidden, int latent, RandomStream random)
    {
        _encode = AddChild("encode", new SparseLinear(songs, hidden, random, Activation.Tanh));
        _mean = AddChild("mean", new Linear(hidden, latent, random));
        _logVariance = AddChild("log_variance", new Linear(hidden, latent, random));
        _sample = AddChild("sample", new GaussianSample(random.Split(1)));
        _decode = AddChild("decode", new Linear(latent, hidden, random));
        _last = AddChild("last", new Linear(hidden, songs, random));
    }

    public Tensor Divergence { get; private set; } = null!;

    public override Tensor Forward(SparseTensor input)
    {
        Tensor hidden = _encode.Forward(input);
        Tensor mean = _mean.Forward(hidden), logVariance = _logVariance.Forward(hidden);
        Divergence = Loss.GaussianKl(mean, logVariance);
        return _last.Forward(_decode.Forward(_sample.Forward((mean, logVariance)), Activation.Tanh));
    }
}

internal sealed class MultVaeObjective(MultVae module, RowSource<SparseTensor> plays) : Objective
{
    public override int Rows => plays.Rows;

    public override BatchLoss Compute(Tape tape, ReadOnlySpan<int> rows)
    {
        SparseTensor batch = plays.Gather(tape, rows);
        Tensor likelihood = Loss.SparseMultinomialLikelihood.Of(module.Forward(batch), batch);
        return new BatchLoss(likelihood + module.Divergence.Scale(0.2), rows.Length);
    }
}

/// <summary>Tables of listeners and songs; a song's score for a listener is the product of their vectors.</summary>
internal sealed class Factors : Module
{
    public Factors(int listeners, int songs, int size, RandomStream random)
    {
        Listeners = AddChild("listeners", new Embedding(listeners, size, random));
        Songs = AddChild("songs", new Embedding(songs, size, random));
    }

    public Embedding Listeners { get; }

    public Embedding Songs { get; }
}

/// <summary>A song that was heard shall score higher than one that was not.</summary>
internal sealed class RankingObjective(
    Factors factors, RowSource<IndexTensor> listeners, RowSource<IndexTensor> heard, RowSource<IndexTensor> unheard) : Objective
{
    public override int Rows => listeners.Rows;

    public override BatchLoss Compute(Tape tape, ReadOnlySpan<int> rows)
    {
        Tensor tastes = factors.Listeners.Forward(listeners.Gather(tape, rows));
        Tensor high = tastes.RowDot(factors.Songs.Forward(heard.Gather(tape, rows)));
        Tensor low = tastes.RowDot(factors.Songs.Forward(unheard.Gather(tape, rows)));
        return new BatchLoss(Loss.Bpr(high, low), rows.Length);
    }
}
