using MusicRec.Numerics;

namespace MusicRec.Neural;

/// <summary>
/// What a <see cref="Trainer"/> makes small: the loss of a batch of rows. <see cref="SupervisedObjective{TInput, TTarget}"/>
/// is the usual one, a network whose outputs are held against targets; derive from this for any other.
/// </summary>
public abstract class Objective
{
    private readonly List<(string Name, RandomStream Random)> _randomStreams = [];

    /// <summary>How many rows there are, 1 or more.</summary>
    public abstract int Rows { get; }

    /// <summary>The loss of the rows called for.</summary>
    /// <param name="tape">Its scope is open on this thread.</param>
    /// <param name="rows">Each from 0 to <see cref="Rows"/> − 1.</param>
    public abstract BatchLoss Compute(Tape tape, ReadOnlySpan<int> rows);

    /// <summary>The sources of randomness with their names, for checkpoints.</summary>
    internal IReadOnlyList<(string Name, RandomStream Random)> NamedRandomStreams => _randomStreams;

    /// <summary>
    /// Makes the state of <paramref name="random"/>, which <see cref="Compute"/> draws from (negative examples, say), part of what
    /// a checkpoint keeps; without this a resumed run has other digits.
    /// </summary>
    protected RandomStream AddRandomStream(string name, RandomStream random)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(random);
        _randomStreams.Add((name, random));
        return random;
    }

    /// <summary>Outputs of <paramref name="module"/> held against targets.</summary>
    /// <inheritdoc cref="SupervisedObjective{TInput, TTarget}(Module{TInput}, RowSource{TInput}, RowSource{TTarget}, Loss{TTarget})"/>
    public static SupervisedObjective<TInput, TTarget> Supervised<TInput, TTarget>(
        Module<TInput> module, RowSource<TInput> inputs, RowSource<TTarget> targets, Loss<TTarget> loss) =>
        new(module, inputs, targets, loss);
}

/// <summary>What a batch came to.</summary>
/// <param name="Loss">One number, the mean over the batch: what gradients are worked out of.</param>
/// <param name="Weight">What the loss counts for in the mean over all batches, a finite number above 0: usually the number of rows.</param>
/// <param name="Correct">How many answers were right.</param>
/// <param name="Answers">Out of how many; 0 where there is no right and wrong.</param>
public readonly record struct BatchLoss(Tensor Loss, double Weight, long Correct = 0, long Answers = 0);

/// <summary>A network whose outputs are held against targets.</summary>
/// <typeparam name="TInput">What goes in, such as a <see cref="Tensor"/>.</typeparam>
/// <typeparam name="TTarget">What the loss takes as targets.</typeparam>
public sealed class SupervisedObjective<TInput, TTarget> : Objective
{
    private readonly Module<TInput> _module;
    private readonly RowSource<TInput> _inputs;
    private readonly RowSource<TTarget> _targets;
    private readonly Loss<TTarget> _loss;

    /// <summary>An objective over as many rows as <paramref name="inputs"/> and <paramref name="targets"/> have.</summary>
    /// <param name="module">The network.</param>
    /// <param name="inputs">What goes in.</param>
    /// <param name="targets">What should come out.</param>
    /// <param name="loss">How the two are compared.</param>
    /// <exception cref="ArgumentException">The numbers of rows differ.</exception>
    public SupervisedObjective(Module<TInput> module, RowSource<TInput> inputs, RowSource<TTarget> targets, Loss<TTarget> loss)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(loss);
        Throw.IfLengthsDiffer(inputs.Rows, nameof(inputs), targets.Rows, nameof(targets));
        (_module, _inputs, _targets, _loss) = (module, inputs, targets, loss);
    }

    /// <inheritdoc/>
    public override int Rows => _inputs.Rows;

    /// <inheritdoc/>
    public override BatchLoss Compute(Tape tape, ReadOnlySpan<int> rows)
    {
        Tensor outputs = _module.Forward(_inputs.Gather(tape, rows));
        TTarget targets = _targets.Gather(tape, rows);
        Tensor loss = _loss.Of(outputs, targets);
        (long correct, long answers) = _loss.CountCorrect(outputs, targets);
        return new BatchLoss(loss, _loss.WeightOf(outputs, targets), correct, answers);
    }
}
