using System.Text.Json.Nodes;
using MusicRec.Numerics;

namespace MusicRec.Reporting;

/// <content>Sound as a picture.</content>
public sealed partial class Figure
{
    private const int MostSpectrogramFrames = 160;

    /// <summary>A spectrogram: time from left to right, frequency from bottom to top on a logarithmic axis, the darker the louder.</summary>
    /// <param name="values">[frames, bands], finite, such as decibels; of more than 160 frames means of neighbouring ones are drawn, which small print says.</param>
    /// <param name="secondsPerFrame">Time from one frame to the next, above 0.</param>
    /// <param name="frequencies">The frequency of each band, Hz, above 0, ascending; 2 to 128.</param>
    /// <param name="unit">What the values are, written at the colour bar.</param>
    public static Figure Spectrogram(Matrix values, double secondsPerFrame, double[] frequencies, string unit = "dB")
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(frequencies);
        Throw.IfEmpty(values.Rows, nameof(values));
        Throw.IfNotFinite(values.Values, nameof(values));
        Throw.IfNotPositive(secondsPerFrame);
        Throw.IfOutside(frequencies.Length, 2, 128, "the number of frequencies");
        Throw.IfLengthsDiffer(frequencies.Length, nameof(frequencies), values.Columns, "values' columns");
        for (int band = 0; band < frequencies.Length; band++)
        {
            Throw.IfNotPositive(frequencies[band], $"{nameof(frequencies)}[{band}]");
            if (band > 0 && frequencies[band] <= frequencies[band - 1])
            {
                Throw.OutOfRange($"{nameof(frequencies)}[{band}]", frequencies[band], $"more than {frequencies[band - 1]}, the one before");
            }
        }

        int group = ((values.Rows - 1) / MostSpectrogramFrames) + 1, columns = ((values.Rows - 1) / group) + 1;
        Figure figure = NameAxes(new Figure("spectrogram"), "time", "frequency");
        (figure.X.Unit, figure.Y.Unit) = ("s", "Hz");
        figure.YLogarithmic().YRange(frequencies[0], frequencies[^1]);
        figure.Y.Ticks = FigureAxis.LogarithmicTicks(frequencies[0], frequencies[^1]);
        figure.XRange(0, values.Rows * secondsPerFrame);
        JsonArray z = [];
        for (int band = 0; band < frequencies.Length; band++)
        {
            z.Add(FigureJson.Numbers(Enumerable.Range(0, columns).Select(column => MeanOf(values, column * group, Math.Min(values.Rows, (column + 1) * group), band)), nameof(values)));
        }

        (double smallest, double largest) = (values.Values.Min(), values.Values.Max());
        figure.Traces.Add(new JsonObject
        {
            ["type"] = "heatmap",
            ["name"] = "",
            ["x"] = FigureJson.Numbers(Enumerable.Range(0, columns).Select(column => (column + 0.5) * group * secondsPerFrame), "times"),
            ["y"] = FigureJson.Numbers(frequencies, nameof(frequencies)),
            ["z"] = z,
            ["zmin"] = FigureJson.Number(smallest),
            ["zmax"] = FigureJson.Number(largest > smallest ? largest : smallest + 1),
            ["colorscale"] = FigureTheme.Sequential(written: false),
            ["colorbar"] = new JsonObject { ["title"] = new JsonObject { ["text"] = FigureJson.Escape(unit), ["side"] = "right", ["font"] = new JsonObject { ["size"] = 13 } }, ["thickness"] = 14, ["outlinewidth"] = 0, ["len"] = 1, ["tickfont"] = new JsonObject { ["size"] = 13 } },
            ["hovertemplate"] = "%{x:.2f} s, %{y:.0f} Hz: %{z:.1f}<extra></extra>",
        });
        figure.facts.Add($"{values.Rows} frames × {frequencies.Length} bands, {unit} {FigureJson.Write(smallest)} to {FigureJson.Write(largest)}");
        if (group > 1)
        {
            figure.notes.Add($"each column is the mean of {group} frames");
        }

        return figure;
    }

    private static double MeanOf(Matrix values, int first, int end, int band)
    {
        double sum = 0;
        for (int frame = first; frame < end; frame++)
        {
            sum += values[frame, band];
        }

        return sum / (end - first);
    }
}
