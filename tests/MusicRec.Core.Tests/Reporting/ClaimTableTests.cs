using MusicRec.Reporting;

namespace MusicRec.Core.Tests.Reporting;

[Collection(ReportingCollection.Name)]
public sealed class ClaimTableTests
{
    private static ClaimTable Example() => new ClaimTable("Paper 002")
        .Add("The network reaches 80.01 % on the test songs", 80.01, 87.2, 2.6, "5-fold × 4, ± standard deviation", Verdict.NotReproduced, "Ours is higher: <b>one split</b> of 39 songs moves by 6 points.", unit: "%")
        .Add("Users were content", "9 of 10", "–", "survey", Verdict.NotTestableHere, "The survey is not published.")
        .Add("Liked songs dance", "yes", "yes", "rank test", Verdict.Reproduced, "p < 0.001.");

    [Fact]
    public void Text_holds_every_claim_with_verdict_numbers_and_reason()
    {
        Assert.Equal(
            """
            Paper 002
            ✘ not reproduced: The network reaches 80.01 % on the test songs
                paper 80.01 %   ours 87.20 ± 2.60 %   (5-fold × 4, ± standard deviation)
                Ours is higher: <b>one split</b> of 39 songs moves by 6 points.
            ○ not testable here: Users were content
                paper 9 of 10   ours –   (survey)
                The survey is not published.
            ✔ reproduced: Liked songs dance
                paper yes   ours yes   (rank test)
                p < 0.001.
            3 claims: 1 reproduced, 1 not reproduced, 1 not testable here.
            """.ReplaceLineEndings("\n"),
            ReportingCollection.WithDataKind(null, Example().ToText));
    }

    [Fact]
    public void Made_up_data_give_no_verdict()
    {
        string text = ReportingCollection.WithDataKind("sample", Example().ToText);
        Assert.DoesNotContain("reproduced", text, StringComparison.Ordinal);
        Assert.Contains("3 claims, none of them tested", text, StringComparison.Ordinal);
        Assert.DoesNotContain("✔", ReportingCollection.WithDataKind("sample", Example().ToHtml), StringComparison.Ordinal);
    }

    [Fact]
    public void Html_says_the_verdict_in_words_and_escapes()
    {
        string html = Example().ToHtml();
        Assert.Contains(">✘</span>&#160;not reproduced", html, StringComparison.Ordinal);
        Assert.Contains(">✔</span>&#160;reproduced", html, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;one split", html, StringComparison.Ordinal);
        Assert.Contains("3 claims: 1 reproduced", html, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_made_from_the_sample_says_so()
    {
        Assert.Contains("sample (made up)", ReportingCollection.WithDataKind("sample", Example().ToHtml), StringComparison.Ordinal);
        Assert.Contains("sample (made up)", ReportingCollection.WithDataKind("sample", Example().ToText), StringComparison.Ordinal);
    }

    [Fact]
    public void A_claim_needs_its_reason_and_finite_numbers()
    {
        Assert.Throws<ArgumentException>(() => new ClaimTable().Add("c", "1", "2", "p", Verdict.Reproduced, " "));
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => new ClaimTable().Add("c", 1, double.NaN, null, "p", Verdict.Reproduced, "w")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClaimTable().Add("c", 1, 1, -1, "p", Verdict.Reproduced, "w"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ClaimTable().Add("c", "1", "1", "p", (Verdict)9, "w"));
    }
}
