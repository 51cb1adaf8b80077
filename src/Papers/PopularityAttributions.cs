using MusicRec.Neural;
using MusicRec.Numerics;
using MusicRec.Reporting;

namespace MusicRec.Papers;

/// <summary>
/// What each input of a <see cref="PopularityNetwork"/> adds to what it says of songs, by integrated gradients. The baseline is a song with the
/// training songs' means for numbers and, in place of each word of the genre, a vector of zeros. Shown, it is the mean over the songs.
/// </summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class PopularityAttributions : IRenderable
{
    /// <summary>The name of the genre among <see cref="Names"/>: all of its words together.</summary>
    private const string Genre = "genre";

    private PopularityAttributions(string unit, IReadOnlyList<string> names, Matrix values, double[] outputs, double[] baselines, double largestGap) =>
        (Unit, Names, Values, Outputs, Baselines, LargestGap) = (unit, names, values, outputs, baselines, largestGap);

    /// <summary>What outputs and attributions are counted in.</summary>
    public string Unit { get; }

    /// <summary>The inputs: the genre, then the numbers as in <see cref="PopularityNetwork.ColumnNames"/>.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>What each input adds, [songs, inputs].</summary>
    public Matrix Values { get; }

    /// <summary>What the network says of each song: points of popularity, or log-odds of being popular.</summary>
    public double[] Outputs { get; }

    /// <summary>What it says of the baseline of each song; baselines differ in their number of words.</summary>
    public double[] Baselines { get; }

    /// <summary>The largest difference, over the songs, between the sum of what inputs add and what the output differs from the baseline's.</summary>
    public double LargestGap { get; }

    /// <summary>The mean size of what each input adds, signs left out.</summary>
    public double[] MeanSizes => MeansOf(Math.Abs);

    /// <summary>Attributions of what a network says of some songs.</summary>
    /// <param name="network">A fitted network; not to be used by others meanwhile.</param>
    /// <param name="songs">Songs.</param>
    /// <param name="rows">Those to explain, one or more.</param>
    /// <param name="steps">Places on the way from the baseline at which gradients are worked out, 1 to 10,000.</param>
    /// <exception cref="InvalidOperationException">The network has not been fitted.</exception>
    /// <exception cref="ArgumentException">There are no rows, one is none of the songs', or the steps lie outside their range.</exception>
    public static PopularityAttributions Of(PopularityNetwork network, PopularitySongs songs, ReadOnlySpan<int> rows, int steps = 128)
    {
        ArgumentNullException.ThrowIfNull(network);
        PopularityNetwork.Learnt learnt = network.State;
        PopularityNetwork.CheckRows(songs, rows, nameof(rows));
        Throw.IfEmpty(rows.Length, nameof(rows));
        PopularityBatch batch = learnt.Inputs.Of(songs, rows);
        int width = batch.Words.Shape[1], size = learnt.Module.Embedding.Weight.Shape[1], start = width * size, columns = batch.Numbers.Shape[1];
        Matrix inputs = new(rows.Length, start + columns);
        for (int row = 0; row < rows.Length; row++)
        {
            for (int word = 0; word < width; word++)
            {
                Copy(learnt.Module.Embedding.Weight.Values.Slice(batch.Words.Values[(row * width) + word] * size, size), inputs.Row(row)[(word * size)..]);
            }

            Copy(batch.Numbers.Values.Slice(row * columns, columns), inputs.Row(row)[start..]);
        }

        IntegratedGradients gradients = IntegratedGradients.Of(learnt.Module, inputs, new double[inputs.Columns], output: 0, steps, (points, owners) =>
        {
            IndexTensor counts = IndexTensor.From(Array.ConvertAll(owners, row => batch.Counts.Values[row]), owners.Length);
            return learnt.Module.Forward(points.Slice(0, start).Reshape(owners.Length, width, size), counts, points.Slice(start, columns));
        });
        double factor = learnt.Cut is null ? learnt.Scale.Deviation : 1;
        Func<double, double> toUnit = learnt.Cut is null ? learnt.Scale.FromUnits : value => value;
        Matrix values = new(rows.Length, 1 + columns);
        for (int row = 0; row < rows.Length; row++)
        {
            ReadOnlySpan<double> from = gradients.Attributions.Row(row);
            Span<double> to = values.Row(row);
            foreach (double part in from[..start])
            {
                to[0] += factor * part;
            }

            for (int column = 0; column < columns; column++)
            {
                to[1 + column] = factor * from[start + column];
            }
        }

        return new PopularityAttributions(
            learnt.Cut is null ? "points of popularity" : "log-odds of being popular", [Genre, .. network.ColumnNames], values,
            Array.ConvertAll(gradients.Outputs, value => toUnit(value)), Array.ConvertAll(gradients.BaselineOutputs, value => toUnit(value)),
            factor * gradients.Gaps.Max(Math.Abs));
    }

    /// <summary>What the inputs add for one song, largest first.</summary>
    /// <param name="row">The place of the song among those explained, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such place.</exception>
    public Table Song(int row)
    {
        Throw.IfOutside(row, 0, Values.Rows - 1);
        Table table = new Table("input", "adds").Format("adds", "+0.00;−0.00;0.00");
        foreach (int input in Enumerable.Range(0, Names.Count).OrderByDescending(input => Math.Abs(Values[row, input])))
        {
            table.Row(Names[input], Values[row, input]);
        }

        return table.Note(FormattableString.Invariant($"In {Unit}: from {Baselines[row]:0.00} at the baseline to {Outputs[row]:0.00}."));
    }

    /// <inheritdoc/>
    public string ToHtml() => ToTable().ToHtml();

    /// <inheritdoc/>
    public string ToText() => ToTable().ToText();

    /// <summary>The means as text.</summary>
    public override string ToString() => ToText();

    private Table ToTable()
    {
        double[] sizes = MeanSizes, means = MeansOf(value => value);
        Table table = new Table("input", "mean size", "mean").Format("mean size", "0.000").Format("mean", "+0.000;−0.000;0.000");
        foreach (int input in Enumerable.Range(0, Names.Count).OrderByDescending(input => sizes[input]))
        {
            table.Row(Names[input], sizes[input], means[input]);
        }

        return table.Note(FormattableString.Invariant(
            $"Integrated gradients over {Values.Rows} songs, in {Unit}; sums miss the difference from the baseline by at most {LargestGap:0.0000}."));
    }

    private double[] MeansOf(Func<double, double> of)
    {
        double[] means = new double[Names.Count];
        for (int input = 0; input < means.Length; input++)
        {
            for (int row = 0; row < Values.Rows; row++)
            {
                means[input] += of(Values[row, input]) / Values.Rows;
            }
        }

        return means;
    }

    private static void Copy(ReadOnlySpan<float> from, Span<double> to)
    {
        for (int index = 0; index < from.Length; index++)
        {
            to[index] = from[index];
        }
    }
}
