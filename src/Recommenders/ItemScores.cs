namespace MusicRec.Recommenders;

/// <summary>A listener and, where they were there at the fit, their number.</summary>
internal readonly record struct Listener(ListenerHistory History, int? User);

/// <summary>A listener's score for every item, −∞ where the method has no answer, and the reasons behind them.</summary>
internal abstract class ItemScores
{
    private readonly double[]? _doubles;
    private readonly float[]? _floats;

    /// <summary>Scores in double, one per item.</summary>
    protected ItemScores(double[] values) => _doubles = values;

    /// <summary>Scores in single precision, one per item.</summary>
    protected ItemScores(float[] values) => _floats = values;

    /// <summary>Number of items.</summary>
    public int Count => _doubles?.Length ?? _floats!.Length;

    /// <summary>The score of an item.</summary>
    public double this[int item] => _doubles is null ? _floats![item] : _doubles[item];

    /// <summary>Whether the method says anything about an item.</summary>
    public bool Knows(int item) => !double.IsNegativeInfinity(this[item]);

    /// <inheritdoc cref="TopItems.Best{T}"/>
    public int[] Best(ReadOnlySpan<int> without, int count) =>
        _doubles is null ? TopItems.Best<float>(_floats, without, count) : TopItems.Best<double>(_doubles, without, count);

    /// <summary>Why an item that has a score has it.</summary>
    public abstract Explanation Explain(int item);
}
