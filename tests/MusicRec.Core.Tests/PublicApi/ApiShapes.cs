#pragma warning disable CA1051, CA1065, CA1070, CA1816, CA2225, CS0067, CS0649

namespace MusicRec.Core.Tests.PublicApi;

// Declarations of every kind that the text of the public surface has to get right.
public abstract class ApiShape<T>(int size = 3, string name = "a\"b", DayOfWeek day = DayOfWeek.Monday, T value = default, double? rate = null) : List<T>, IDisposable
    where T : struct, IComparable<T>
{
    public const double Half = 0.5;
    public static readonly int[] Shared = [];
    protected int Protected;
    internal int Hidden;
    private protected int AlsoHidden;

    public event Action<int>? Changed;

    public delegate bool Filter<TKey>(TKey key, ref T value);

    public double? Rate { get; init; } = rate;

    public T this[string name]
    {
        get => value;
        protected set => throw new NotSupportedException(name);
    }

    public static ApiShape<T> operator +(ApiShape<T> left, ApiShape<T> right) => left ?? right;

    public virtual IReadOnlyList<TKey> Select<TKey>(ReadOnlySpan<T> from, Func<T, TKey> select)
        where TKey : class, new() => [];

    public void Dispose() => Clear();

    public override string ToString() => $"{size} {name} {day} {Protected} {Hidden} {AlsoHidden}";

    protected abstract ref readonly T Peek(in T value, out (int Number, string Text) pair, params int[][,] rest);

    private void Secret() => Changed?.Invoke(size);
}

public enum ApiKind : byte
{
    First = 1,
    Second = 2,
}

public interface IApi
{
    int Count { get; }

    void Run();
}

public readonly record struct ApiPoint(int X, int Y);

public sealed record ApiRow(string Name) : IApi
{
    public int Count => Name.Length;

    public void Run() => Console.Out.Flush();
}

public static class ApiExtensions
{
    public static int Twice(this int number) => 2 * number;
}
