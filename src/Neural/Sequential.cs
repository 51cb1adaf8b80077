namespace MusicRec.Neural;

/// <summary>
/// Modules one after another, named "0", "1", … as in PyTorch. A <see cref="Linear"/> or a
/// <see cref="Conv2d"/> followed by an activation runs as one operation, and so does a <see cref="BatchNorm"/> followed by
/// <see cref="Relu"/>.
/// </summary>
public sealed class Sequential : Module<Tensor>
{
    private readonly Module<Tensor>[] _modules;

    /// <summary>A chain of <paramref name="modules"/>, the first one first.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public Sequential(params ReadOnlySpan<Module<Tensor>> modules)
    {
        Throw.IfEmpty(modules.Length, nameof(modules));
        _modules = modules.ToArray();
        for (int index = 0; index < _modules.Length; index++)
        {
            AddChild(index.ToString(null, null), _modules[index]);
        }
    }

    /// <summary>The modules in order.</summary>
    public IReadOnlyList<Module<Tensor>> Modules => _modules;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Run(_modules, input);

    /// <summary>Sends <paramref name="input"/> through <paramref name="modules"/>, two at once where they run as one operation.</summary>
    internal static Tensor Run(ReadOnlySpan<Module<Tensor>> modules, Tensor input)
    {
        for (int index = 0; index < modules.Length; index++)
        {
            Module<Tensor> module = modules[index];
            Activation activation = index + 1 < modules.Length && modules[index + 1] is ActivationModule next ? next.Activation : Activation.None;
            if (activation != Activation.None && module is Linear linear)
            {
                input = linear.Forward(input, activation);
                index++;
            }
            else if (activation != Activation.None && module is Conv2d convolution)
            {
                input = convolution.Forward(input, activation);
                index++;
            }
            else if (activation == Activation.Relu && module is BatchNorm norm)
            {
                input = norm.Forward(input, rectify: true);
                index++;
            }
            else
            {
                input = module.Forward(input);
            }
        }

        return input;
    }
}

/// <summary>
/// As <see cref="Sequential"/>, for inputs of which the first module makes a tensor: sparse rows (<see cref="SparseLinear"/>)
/// or ids (<see cref="Embedding"/>). The first module is named "0".
/// </summary>
/// <typeparam name="TInput">What the first module takes.</typeparam>
public sealed class Sequential<TInput> : Module<TInput>
{
    private readonly Module<TInput> _first;
    private readonly Module<Tensor>[] _rest;

    /// <summary>A chain of <paramref name="first"/> and <paramref name="rest"/>, which may be empty.</summary>
    public Sequential(Module<TInput> first, params ReadOnlySpan<Module<Tensor>> rest)
    {
        _first = AddChild("0", first);
        _rest = rest.ToArray();
        for (int index = 0; index < _rest.Length; index++)
        {
            AddChild((index + 1).ToString(null, null), _rest[index]);
        }
    }

    /// <inheritdoc/>
    public override Tensor Forward(TInput input) => Sequential.Run(_rest, _first.Forward(input));
}
