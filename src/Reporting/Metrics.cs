namespace MusicRec.Reporting;

/// <summary>
/// The numbers that a notebook stands for, recorded by name. A host that runs notebooks puts a dictionary into the
/// application domain under <see cref="HostKey"/> before it runs them; every metric is written there too.
/// </summary>
public static class Metrics
{
    /// <summary>The name of the host's <c>IDictionary&lt;string, double&gt;</c> in the application domain's data.</summary>
    public const string HostKey = "MusicRec.Metrics";

    private const int LongestName = 200;
    private static readonly Lock Gate = new();
    private static readonly SortedDictionary<string, double> Values = new(StringComparer.Ordinal);

    /// <summary>All metrics recorded so far (a copy), ordered by name.</summary>
    public static IReadOnlyDictionary<string, double> Recorded
    {
        get
        {
            lock (Gate)
            {
                return new SortedDictionary<string, double>(Values, StringComparer.Ordinal);
            }
        }
    }

    /// <summary>Records one metric; the same name with the same value again changes nothing.</summary>
    /// <param name="name">1 to 200 characters, no control characters, no space at either end.</param>
    /// <param name="value">A finite number.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN or infinite.</exception>
    /// <exception cref="ArgumentException">The name breaks the rules above.</exception>
    /// <exception cref="InvalidOperationException">The name was recorded before with another value.</exception>
    public static void Record(string name, double value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name.Length > LongestName || name.Any(char.IsControl) || char.IsWhiteSpace(name[0]) || char.IsWhiteSpace(name[^1]))
        {
            throw new ArgumentException($"'{name}' cannot name a metric; allowed: 1 to {LongestName} characters, no control characters, no space at either end.", nameof(name));
        }

        if (!double.IsFinite(value))
        {
            Throw.OutOfRange(name, value, "a finite number");
        }

        lock (Gate)
        {
            IDictionary<string, double>? host = AppDomain.CurrentDomain.GetData(HostKey) as IDictionary<string, double>;
            if ((Values.TryGetValue(name, out double before) || (host is not null && host.TryGetValue(name, out before))) && before != value)
            {
                throw new InvalidOperationException(
                    FormattableString.Invariant($"The metric '{name}' was recorded as {before:R} and now as {value:R}. Give the second its own name, or call Metrics.Clear() before running again."));
            }

            Values[name] = value;
            host?[name] = value;
        }
    }

    /// <summary>Forgets every metric, here and in the host's dictionary, for running a notebook's cells anew.</summary>
    public static void Clear()
    {
        lock (Gate)
        {
            IDictionary<string, double>? host = AppDomain.CurrentDomain.GetData(HostKey) as IDictionary<string, double>;
            foreach (string name in Values.Keys)
            {
                host?.Remove(name);
            }

            Values.Clear();
        }
    }
}
