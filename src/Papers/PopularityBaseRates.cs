using System.Globalization;
using MusicRec.Evaluation;
using MusicRec.Reporting;

namespace MusicRec.Papers;

/// <summary>A way to come by a test set, and whether its share of popular songs can be the one that a paper's figures imply.</summary>
/// <param name="Way">What was done.</param>
/// <param name="Rows">Rows that the share was counted on or is drawn for.</param>
/// <param name="Share">The share of popular ones, with the range of 95 of 100 such samples.</param>
/// <param name="IsPossible">Whether that range meets the implied one.</param>
/// <param name="IsPossibleForOthers">Whether the range of the others does: whether it is possible if the paper's "positives" are the songs that are not popular.</param>
public sealed record PopularityBaseRate(string Way, int Rows, ConfidenceInterval Share, bool IsPossible, bool IsPossibleForOthers)
{
    private const double Z95 = 1.959963984540054;

    /// <summary>
    /// What each cut of these songs gives (the range: what the whole data set may have, of which these songs are taken to be a random sample), and what a
    /// fifth of a set with two equally large classes gives when it is drawn at random, for these songs and for a whole data set.
    /// </summary>
    /// <param name="songs">Songs.</param>
    /// <param name="cuts">What "popular" may mean.</param>
    /// <param name="wholeDataSet">Songs of the whole data set; Kaggle's of paper 000 has 1,159,764.</param>
    /// <param name="paper">The figures; null for <see cref="PopularityForensics.Paper"/>.</param>
    public static IReadOnlyList<PopularityBaseRate> Of(PopularitySongs songs, IReadOnlyList<PopularityCut> cuts, int wholeDataSet = 1_159_764, ReportedFigures? paper = null)
    {
        ArgumentNullException.ThrowIfNull(songs);
        ArgumentNullException.ThrowIfNull(cuts);
        Throw.IfBelow(songs.Count, 10, "the number of songs");
        Throw.IfBelow(wholeDataSet, 10);
        ReportedRange implied = (paper ?? PopularityForensics.Paper).BaseRate;
        List<PopularityBaseRate> rates = [];
        foreach (PopularityCut cut in cuts)
        {
            cut.Check();
            int popular = 0;
            foreach (double popularity in songs.Popularity)
            {
                popular += cut.Holds(popularity) ? 1 : 0;
            }

            Add($"every song, popular {cut}", songs.Count, Intervals.Wilson(popular, songs.Count));
        }

        foreach (int count in (int[])[songs.Count, wholeDataSet])
        {
            foreach (PopularityCut cut in cuts)
            {
                // Where the classes are not far from equal there is nothing to make equal.
                double share = songs.Popularity.ToArray().Count(cut.Holds) / (double)songs.Count, rarer = Math.Min(share, 1 - share);
                if (rarer is > 0 and < 0.25)
                {
                    AddBalanced("classes made equal by copies", cut, count, 2 * (1 - rarer) * count);
                    AddBalanced("classes made equal by leaving out", cut, count, 2 * rarer * count);
                }
            }
        }

        return rates;

        void Add(string way, int rows, ConfidenceInterval share) => rates.Add(new PopularityBaseRate(
            way, rows, share, share.Low <= implied.High && share.High >= implied.Low, 1 - share.High <= implied.High && 1 - share.Low >= implied.Low));

        // A fifth drawn without replacement from two classes of the same size: hypergeometric, near normal.
        void AddBalanced(string how, PopularityCut cut, int count, double total)
        {
            if (total >= 10)
            {
                double half = Z95 * Math.Sqrt(0.25 * 0.8 / (0.2 * total));
                Add(string.Create(CultureInfo.InvariantCulture, $"{how}, popular {cut}, then a random fifth; of {count:#,0} songs"), (int)(0.2 * total), new ConfidenceInterval(0.5, Math.Max(0, 0.5 - half), Math.Min(1, 0.5 + half), 0.95));
            }
        }
    }

    /// <summary>The ways as a table.</summary>
    public static Table TableOf(IReadOnlyList<PopularityBaseRate> rates)
    {
        ArgumentNullException.ThrowIfNull(rates);
        Table table = Table.Of(
            rates, ("test set", rate => rate.Way), ("rows", rate => rate.Rows), ("popular", rate => 100 * rate.Share.Estimate),
            ("95 % from", rate => 100 * rate.Share.Low), ("to", rate => 100 * rate.Share.High), ("can be the paper's", rate => rate.IsPossible ? "yes" : rate.IsPossibleForOthers ? "if it counts the others" : "no"));
        foreach (string header in (ReadOnlySpan<string>)["popular", "95 % from", "to"])
        {
            table.Format(header, "0.00");
        }

        return table.Format("rows", "#,0").Caption($"Which test sets can have the base rate that the paper's figures imply, {PopularityForensics.Paper.BaseRate}")
            .Note("In per cent. The paper does not state its split; a fifth held out is assumed. A stratified split of equal classes has 50.00 % and cannot be the paper's.");
    }
}
