using MusicRec.Numerics;

namespace MusicRec.Neural;

/// <summary>A layer or a network: parameters with names, and a forward step. Names are as in PyTorch, such as "0.weight".</summary>
public abstract class Module
{
    private const int PredictionBatch = 256;
    private readonly List<(string Name, Tensor Tensor)> _parameters = [];
    private readonly List<(string Name, Module Module)> _children = [];

    /// <summary>Whether layers that act differently while training (dropout) do so; true from the start.</summary>
    public bool Training { get; private set; } = true;

    /// <summary>Every parameter with its name, those of children included, in the order in which they were added.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> NamedParameters =>
        _parameters.Concat(_children.SelectMany(child =>
            child.Module.NamedParameters.Select(parameter => ($"{child.Name}.{parameter.Name}", parameter.Tensor))));

    /// <summary>Every parameter, in the order of <see cref="NamedParameters"/>.</summary>
    public IReadOnlyList<Tensor> Parameters => [.. NamedParameters.Select(parameter => parameter.Tensor)];

    /// <summary>How many numbers are learnt.</summary>
    public int ParameterCount => Parameters.Sum(parameter => parameter.Shape.Count);

    /// <summary>The module's output for <paramref name="input"/>, inside an open tape scope.</summary>
    public abstract Tensor Forward(Tensor input);

    /// <summary>Switches this module and its children to training (true) or to prediction (false).</summary>
    public void SetTraining(bool training)
    {
        Training = training;
        foreach ((_, Module child) in _children)
        {
            child.SetTraining(training);
        }
    }

    /// <summary>The outputs for many rows, [rows, outputs], without gradients and with dropout off.</summary>
    /// <param name="features">One row each, [rows, features].</param>
    public Matrix Predict(Matrix features)
    {
        ArgumentNullException.ThrowIfNull(features);
        bool training = Training;
        SetTraining(false);
        try
        {
            Tensor inputs = Tensor.From(features);
            Tape tape = new();
            int[] rows = [.. Enumerable.Range(0, features.Rows)];
            Matrix? result = null;
            for (int start = 0; start < rows.Length; start += PredictionBatch)
            {
                using (tape.Evaluate())
                {
                    Tensor outputs = Forward(tape.GatherRows(inputs, rows.AsSpan(start, Math.Min(PredictionBatch, rows.Length - start))));
                    result ??= new Matrix(features.Rows, outputs.Shape.Count / outputs.Shape[0]);
                    for (int index = 0; index < outputs.Shape.Count; index++)
                    {
                        result.Values[(start * result.Columns) + index] = outputs.Values[index];
                    }
                }
            }

            return result ?? throw new ArgumentException("features has no rows; at least one is needed.", nameof(features));
        }
        finally
        {
            SetTraining(training);
        }
    }

    /// <summary>Adds a parameter of zeros.</summary>
    protected Tensor AddParameter(string name, Shape shape)
    {
        Tensor parameter = Tensor.Parameter(shape);
        _parameters.Add((name, parameter));
        return parameter;
    }

    /// <summary>Adds a module whose parameters count as this one's, under "<paramref name="name"/>.".</summary>
    protected T AddChild<T>(string name, T module)
        where T : Module
    {
        ArgumentNullException.ThrowIfNull(module);
        _children.Add((name, module));
        return module;
    }
}
