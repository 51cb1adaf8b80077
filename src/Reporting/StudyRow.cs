namespace MusicRec.Reporting;

/// <summary>What one unit of a study has brought: named numbers and texts, in the order in which they were added.</summary>
public sealed class StudyRow
{
    private readonly OrderedDictionary<string, double> _numbers;
    private readonly OrderedDictionary<string, string> _texts;

    internal StudyRow(string unit)
        : this(unit, [], [])
    {
    }

    internal StudyRow(string unit, OrderedDictionary<string, string> texts, OrderedDictionary<string, double> numbers) =>
        (Unit, _texts, _numbers) = (unit, texts, numbers);

    /// <summary>The unit's name, such as "ALS, seed 3".</summary>
    public string Unit { get; }

    /// <summary>The texts by name.</summary>
    public IReadOnlyDictionary<string, string> Texts => _texts;

    /// <summary>The numbers by name.</summary>
    public IReadOnlyDictionary<string, double> Numbers => _numbers;

    /// <summary>The number called <paramref name="name"/>.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public double this[string name]
    {
        get
        {
            if (!_numbers.TryGetValue(name, out double number))
            {
                Throw.Unknown($"number of the unit '{Unit}'", name, _numbers.Keys);
            }

            return number;
        }
    }

    /// <summary>Adds a finite number.</summary>
    /// <exception cref="ArgumentException">The name is empty or taken, or the number is not finite.</exception>
    public StudyRow Add(string name, double number)
    {
        CheckName(name);
        if (!double.IsFinite(number))
        {
            Throw.OutOfRange(name, number, "a finite number");
        }

        _numbers.Add(name, number);
        return this;
    }

    /// <summary>Adds a text, such as the settings that were chosen.</summary>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public StudyRow Add(string name, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        CheckName(name);
        _texts.Add(name, text);
        return this;
    }

    private void CheckName(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name == "unit")
        {
            throw new ArgumentException("'unit' heads the column of the units' names; call the figure otherwise.", nameof(name));
        }

        if (_numbers.ContainsKey(name) || _texts.ContainsKey(name))
        {
            throw new ArgumentException($"The unit '{Unit}' has a '{name}' already; each name may stand once.", nameof(name));
        }
    }
}
