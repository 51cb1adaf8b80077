using System.Globalization;
using System.Text;

namespace MusicRec.Reporting;

/// <summary>
/// The claims of one paper, each beside our own number, how it was measured, and the verdict with its reason. On the made-up
/// sample every verdict is shown as "not testable here".
/// </summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class ClaimTable : IRenderable
{
    private readonly List<Claim> claims = [];
    private readonly string? caption;

    /// <summary>A table without claims yet.</summary>
    /// <param name="caption">The line above the table, such as the paper's name.</param>
    public ClaimTable(string? caption = null) => this.caption = caption;

    /// <summary>Number of claims.</summary>
    public int Count => claims.Count;

    /// <summary>How many claims got this verdict.</summary>
    public int CountOf(Verdict verdict) => claims.Count(claim => claim.Verdict == verdict);

    /// <summary>Adds a claim about a number.</summary>
    /// <param name="claim">What the paper says, in words.</param>
    /// <param name="paper">The paper's number.</param>
    /// <param name="ours">Our number, in the same unit; finite.</param>
    /// <param name="spread">Our standard deviation or half interval, 0 or more; the protocol says which. Null: there is none.</param>
    /// <param name="protocol">How ours was measured: splits, seeds, what the spread is.</param>
    /// <param name="verdict">What became of the claim.</param>
    /// <param name="why">The reason for the verdict, in a sentence or two.</param>
    /// <param name="format">A .NET number format for all three numbers.</param>
    /// <param name="unit">Written after the numbers, such as "%".</param>
    public ClaimTable Add(string claim, double paper, double ours, double? spread, string protocol, Verdict verdict, string why, string format = "0.00", string unit = "")
    {
        Throw.IfNotFinite([paper], nameof(paper));
        Throw.IfNotFinite([ours], nameof(ours));
        if (spread is double given)
        {
            Throw.IfOutside(given, 0, double.MaxValue, nameof(spread));
        }

        string suffix = unit.Length == 0 ? "" : "\u00A0" + unit;
        string Write(double value) => value.ToString(format, CultureInfo.InvariantCulture).Replace('-', '−');
        string own = Write(ours) + (spread is double width ? "\u00A0±\u00A0" + Write(width) : "") + suffix;
        return Add(claim, Write(paper) + suffix, own, protocol, verdict, why);
    }

    /// <summary>Adds a claim whose values are words, such as "best of four", or a claim that cannot be tested here.</summary>
    public ClaimTable Add(string claim, string paper, string ours, string protocol, Verdict verdict, string why)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(claim);
        ArgumentException.ThrowIfNullOrWhiteSpace(protocol);
        ArgumentException.ThrowIfNullOrWhiteSpace(why);
        if (!Enum.IsDefined(verdict))
        {
            Throw.OutOfRange(nameof(verdict), verdict, string.Join(", ", Enum.GetNames<Verdict>()));
        }

        claims.Add(new Claim(claim, paper, ours, protocol, verdict, why));
        return this;
    }

    /// <inheritdoc/>
    public string ToHtml()
    {
        Table table = Table.Of(
            Shown,
            ("Claim", claim => claim.Statement),
            ("Paper", claim => claim.Paper),
            ("Ours", claim => claim.Ours),
            ("Protocol", claim => claim.Protocol),
            ("Verdict", claim => Mark(claim.Verdict) + "\u00A0" + Words(claim.Verdict)),
            ("Why", claim => claim.Why))
            .Align("Paper", Alignment.Right).Align("Ours", Alignment.Right)
            .ShowAtMost(int.MaxValue)
            .ColourFirstCharacter("Verdict", [.. Shown.Select(claim => Colour(claim.Verdict))]);
        return (caption is null ? table : table.Caption(caption)).Note(Totals()).ToHtml();
    }

    /// <inheritdoc/>
    public string ToText()
    {
        StringBuilder text = new();
        string title = string.Join(" · ", new[] { caption, DataKind.IsSample ? DataKind.SampleMark : null }.Where(part => part is not null));
        if (title.Length > 0)
        {
            text.Append(title).Append('\n');
        }

        foreach (Claim claim in Shown)
        {
            text.Append(Mark(claim.Verdict)).Append(' ').Append(Words(claim.Verdict)).Append(": ").Append(claim.Statement).Append('\n')
                .Append("    paper ").Append(claim.Paper).Append("   ours ").Append(claim.Ours).Append("   (").Append(claim.Protocol).Append(")\n")
                .Append("    ").Append(claim.Why).Append('\n');
        }

        return text.Append(Totals()).Replace('\u00A0', ' ').ToString();
    }

    // Whatever was passed to Add: invented data can neither bear out nor refute a paper.
    private IEnumerable<Claim> Shown => DataKind.IsSample
        ? claims.Select(claim => claim with { Verdict = Verdict.NotTestableHere, Why = "The data are made up: the figures show that everything runs, and say nothing about the paper." })
        : claims;

    /// <summary>The table as text.</summary>
    public override string ToString() => ToText();

    private string Totals() => DataKind.IsSample ? $"{Count} claims, none of them tested: the data are made up." : string.Create(
        CultureInfo.InvariantCulture,
        $"{Count} claims: {CountOf(Verdict.Reproduced)} reproduced, {CountOf(Verdict.NotReproduced)} not reproduced, {CountOf(Verdict.NotTestableHere)} not testable here.");

    private static string Words(Verdict verdict) => verdict switch
    {
        Verdict.Reproduced => "reproduced",
        Verdict.NotReproduced => "not reproduced",
        _ => "not testable here",
    };

    private static char Mark(Verdict verdict) => verdict switch
    {
        Verdict.Reproduced => '✔',
        Verdict.NotReproduced => '✘',
        _ => '○',
    };

    // Okabe and Ito's green and vermilion stay apart for every kind of colour vision; the words say it too.
    private static string Colour(Verdict verdict) => verdict switch
    {
        Verdict.Reproduced => FigureTheme.Green,
        Verdict.NotReproduced => FigureTheme.Vermilion,
        _ => "#888888",
    };

    private sealed record Claim(string Statement, string Paper, string Ours, string Protocol, Verdict Verdict, string Why);
}
