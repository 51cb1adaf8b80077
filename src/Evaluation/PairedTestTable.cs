using System.Globalization;
using MusicRec.Reporting;

namespace MusicRec.Evaluation;

/// <summary>Paired tests of one table: p-values are corrected by Holm over all its rows.</summary>
internal static class PairedTestTable
{
    /// <summary>The least p-value that the draws of <see cref="PairedRandomizationTest"/> can show after Holm over so many rows.</summary>
    internal static string Smallest(int rows) => Math.Min(1, rows / (1.0 + PairedRandomizationTest.UsualDraws)).ToString("0.####", CultureInfo.InvariantCulture);

    /// <summary>One row per question asked.</summary>
    /// <param name="headers">What names a row.</param>
    /// <param name="difference">The header of the mean difference.</param>
    /// <param name="rows">Each row's names, in the order of <paramref name="headers"/>, and its test; one or more.</param>
    /// <param name="units">What the differences are paired over, in words, as in "380 listeners".</param>
    public static Table Of(string[] headers, string difference, IReadOnlyList<(object?[] Names, PairedRandomizationTest Test)> rows, string units)
    {
        Throw.IfEmpty(rows.Count, nameof(rows));
        double[] adjusted = HolmCorrection.Adjust([.. rows.Select(row => row.Test.PValue)]);
        Table table = new([.. headers, difference, "95 %", "effect size", "p (Holm)"]);
        for (int place = 0; place < rows.Count; place++)
        {
            PairedRandomizationTest test = rows[place].Test;
            table.Row([
                .. rows[place].Names, test.Mean.Estimate, string.Create(CultureInfo.InvariantCulture, $"[{test.Mean.Low:0.0000}, {test.Mean.High:0.0000}]"),
                test.EffectSize, ResampledTTest.FormatPValue(adjusted[place])]);
        }

        return table.Format(difference, "+0.0000;-0.0000;0.0000").Format("effect size", "+0.00;-0.00;0.00").Align("p (Holm)", Alignment.Right).ShowAtMost(rows.Count)
            .Note($"{units}, paired: bootstrap interval of the mean difference, mean / standard deviation, two-sided randomisation test after Holm over this table, where its draws can show no p below {Smallest(rows.Count)}.");
    }
}
