using MusicRec.Numerics;

namespace MusicRec.Neural;

/// <summary>
/// A layer or a network: what it learns and remembers, by name. Names are as in PyTorch, such as "0.weight".
/// What goes in and comes out is up to <see cref="Module{TInput}"/> and the single modules.
/// </summary>
public abstract class Module
{
    private readonly List<(string Name, Tensor Tensor)> _parameters = [];
    private readonly List<(string Name, Tensor Tensor)> _buffers = [];
    private readonly List<(string Name, RandomStream Random)> _randomStreams = [];
    private readonly List<(string Name, Module Module)> _children = [];

    /// <summary>
    /// Whether layers that act differently while training (dropout, batch normalisation) do so; true from the start. In a scope
    /// of <see cref="Tape.Evaluate"/> they never do.
    /// </summary>
    public bool Training { get; private set; } = true;

    /// <summary>Whether the forward step at hand is one of training: <see cref="Training"/> is on and the open tape scope records.</summary>
    /// <exception cref="InvalidOperationException">No tape scope is open.</exception>
    protected internal bool IsTrainingStep => Training && Tape.Current.IsRecording;

    /// <summary>
    /// Every parameter with its name, those of children included, in the order in which they were added. One that is used in
    /// several places stands there once, under its first name.
    /// </summary>
    public IEnumerable<(string Name, Tensor Tensor)> NamedParameters => Collect(module => module._parameters);

    /// <summary>Every tensor that is remembered but not learnt, such as the running means of batch normalisation, with its name.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> NamedBuffers => Collect(module => module._buffers);

    /// <summary>Every parameter, in the order of <see cref="NamedParameters"/>.</summary>
    public IReadOnlyList<Tensor> Parameters => [.. NamedParameters.Select(parameter => parameter.Tensor)];

    /// <summary>How many numbers are learnt.</summary>
    public int ParameterCount => Parameters.Sum(parameter => parameter.Shape.Count);

    /// <summary>Every source of randomness in the forward step, with its name: what a checkpoint must bring back besides numbers.</summary>
    internal IEnumerable<(string Name, RandomStream Random)> NamedRandomStreams => Collect(module => module._randomStreams);

    /// <summary>Switches this module and its children to training (true) or to prediction (false).</summary>
    public void SetTraining(bool training)
    {
        Training = training;
        foreach ((_, Module child) in _children)
        {
            child.SetTraining(training);
        }
    }

    /// <summary>Keeps this module's parameters, its children's included, as they are: no gradient is worked out for them.</summary>
    public void Freeze() => SetFrozen(true);

    /// <summary>Lets frozen parameters learn again.</summary>
    public void Unfreeze() => SetFrozen(false);

    /// <summary>Adds a parameter of zeros.</summary>
    protected Tensor AddParameter(string name, Shape shape)
    {
        Tensor parameter = Tensor.Parameter(shape);
        _parameters.Add((name, parameter));
        return parameter;
    }

    /// <summary>Adds a tensor of zeros that is saved with the parameters and not learnt.</summary>
    protected Tensor AddBuffer(string name, Shape shape)
    {
        Tensor buffer = Tensor.Parameter(shape);
        buffer.RequiresGradient = false;
        _buffers.Add((name, buffer));
        return buffer;
    }

    /// <summary>Makes the state of <paramref name="random"/>, drawn from while training, part of what a checkpoint keeps.</summary>
    protected RandomStream AddRandomStream(string name, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        _randomStreams.Add((name, random));
        return random;
    }

    /// <summary>Adds a module whose parameters count as this one's, under "<paramref name="name"/>.".</summary>
    protected T AddChild<T>(string name, T module)
        where T : Module
    {
        ArgumentNullException.ThrowIfNull(module);
        _children.Add((name, module));
        return module;
    }

    private IEnumerable<(string Name, T Value)> Collect<T>(Func<Module, List<(string Name, T Value)>> own) =>
        CollectAll(own).DistinctBy(entry => entry.Value);

    private IEnumerable<(string Name, T Value)> CollectAll<T>(Func<Module, List<(string Name, T Value)>> own) =>
        own(this).Concat(_children.SelectMany(child => child.Module.CollectAll(own).Select(entry => ($"{child.Name}.{entry.Name}", entry.Value))));

    private void SetFrozen(bool frozen)
    {
        foreach (Tensor parameter in Parameters)
        {
            parameter.RequiresGradient = !frozen;
            parameter.ClearGradient();
        }
    }
}

/// <summary>A module with one input and one tensor as its output.</summary>
/// <typeparam name="TInput">A <see cref="Tensor"/>, an <see cref="IndexTensor"/>, a <see cref="SparseTensor"/>, or a tuple of such.</typeparam>
public abstract class Module<TInput> : Module
{
    /// <summary>The module's output for <paramref name="input"/>, inside an open tape scope.</summary>
    public abstract Tensor Forward(TInput input);
}
