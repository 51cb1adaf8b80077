using System.Globalization;
using MusicRec.Reporting;

namespace MusicRec.Evaluation;

/// <summary>How often each class was taken for each other: true classes down, predicted classes across.</summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class ConfusionMatrix : IRenderable
{
    private const int MostClasses = 1_000;
    private readonly int[] _counts;

    private ConfusionMatrix(int[] counts, string[] classNames, int rows) => (_counts, ClassNames, RowCount) = (counts, classNames, rows);

    /// <summary>The classes' names, by class.</summary>
    public string[] ClassNames { get; }

    /// <summary>Number of rows counted.</summary>
    public int RowCount { get; }

    /// <summary>Number of rows of class <paramref name="label"/> that were called <paramref name="predicted"/>.</summary>
    public int this[int label, int predicted]
    {
        get
        {
            Throw.IfOutside(label, 0, ClassNames.Length - 1);
            Throw.IfOutside(predicted, 0, ClassNames.Length - 1);
            return _counts[(label * ClassNames.Length) + predicted];
        }
    }

    /// <summary>A copy of all counts, [true, predicted].</summary>
    public int[,] ToCounts()
    {
        int[,] counts = new int[ClassNames.Length, ClassNames.Length];
        Buffer.BlockCopy(_counts, 0, counts, 0, sizeof(int) * _counts.Length);
        return counts;
    }

    /// <summary>Share of rows on the diagonal, 0 to 1.</summary>
    public double Accuracy => (double)Enumerable.Range(0, ClassNames.Length).Sum(index => this[index, index]) / RowCount;

    /// <summary>Counts.</summary>
    /// <param name="labels">True classes, 0 or more.</param>
    /// <param name="predicted">Predicted classes, as many.</param>
    /// <param name="classNames">A name for every class, at most 1,000; by default 0, 1, … up to the largest class seen.</param>
    /// <exception cref="ArgumentException">There are no rows, the lengths differ, or a class has no name.</exception>
    public static ConfusionMatrix Of(ReadOnlySpan<int> labels, ReadOnlySpan<int> predicted, IReadOnlyList<string>? classNames = null)
    {
        LabelChecks.Pair(labels, predicted);
        int needed = 1 + Math.Max(LabelChecks.Largest(labels, nameof(labels)), LabelChecks.Largest(predicted, nameof(predicted)));
        string[] names = ClassReport.Names(classNames, needed);
        Throw.IfOutside(names.Length, 1, MostClasses, "number of classes");
        int[] counts = new int[names.Length * names.Length];
        for (int row = 0; row < labels.Length; row++)
        {
            counts[(labels[row] * names.Length) + predicted[row]]++;
        }

        return new ConfusionMatrix(counts, names, labels.Length);
    }

    /// <summary>The counts as numbers, [true, predicted]; with <paramref name="asShares"/> each row divided by its sum (a row without any stays 0).</summary>
    public Numerics.Matrix ToMatrix(bool asShares = false)
    {
        int classes = ClassNames.Length;
        Numerics.Matrix matrix = new(classes, classes);
        for (int label = 0; label < classes; label++)
        {
            double sum = asShares ? Math.Max(1, Enumerable.Range(0, classes).Sum(predicted => this[label, predicted])) : 1;
            for (int predicted = 0; predicted < classes; predicted++)
            {
                matrix[label, predicted] = this[label, predicted] / sum;
            }
        }

        return matrix;
    }

    /// <summary>The pairs of classes that were confused at all, the most often confused first; of equal ones, by class. None when every row was predicted rightly.</summary>
    public IReadOnlyList<ConfusedPair> ConfusedPairs()
    {
        int classes = ClassNames.Length;
        double errors = RowCount - Enumerable.Range(0, classes).Sum(index => this[index, index]);
        Numerics.Matrix shares = ToMatrix(asShares: true);
        List<ConfusedPair> pairs = [];
        for (int first = 0; first < classes; first++)
        {
            for (int second = first + 1; second < classes; second++)
            {
                (int there, int back) = (this[first, second], this[second, first]);
                if (there + back > 0)
                {
                    pairs.Add(new ConfusedPair(
                        ClassNames[first], ClassNames[second], there, back, shares[first, second], shares[second, first], (there + back) / errors));
                }
            }
        }

        return [.. pairs.OrderByDescending(pair => pair.Count)];
    }

    /// <inheritdoc/>
    public string ToHtml() => ToTable().ToHtml();

    /// <inheritdoc/>
    public string ToText() => ToTable().ToText();

    /// <summary>The matrix as text.</summary>
    public override string ToString() => ToText();

    private Table ToTable()
    {
        Table table = new(["true ↓ predicted →", .. ClassNames.Select(name => $"“{name}”")]);
        for (int label = 0; label < ClassNames.Length; label++)
        {
            table.Row([ClassNames[label], .. Enumerable.Range(0, ClassNames.Length).Select(predicted => (object)this[label, predicted])]);
        }

        return table.Note(string.Create(CultureInfo.InvariantCulture, $"{RowCount} rows, accuracy {Accuracy:0.0000}."));
    }
}
