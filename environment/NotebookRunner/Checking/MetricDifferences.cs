namespace MusicRec.NotebookRunner.Checking;

/// <summary>Holds what a notebook recorded against what it must record.</summary>
internal static class MetricDifferences
{
    public static readonly IReadOnlyList<string> Headings = ["metric", "expected", "got", "difference", "allowed"];

    /// <summary>One row per metric that is off, missing or not expected; none when all is as it should be.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Find(
        IReadOnlyDictionary<string, ExpectedMetric> expected, IReadOnlyDictionary<string, double> recorded)
    {
        List<IReadOnlyList<string>> rows = [];
        foreach ((string name, ExpectedMetric metric) in expected)
        {
            string value = ExpectedMetrics.TextOf(metric.Value);
            string allowed = ExpectedMetrics.TextOf(metric.Allowed);
            if (!recorded.TryGetValue(name, out double got))
            {
                rows.Add([name, value, "missing", "", allowed]);
            }
            else if (!(Math.Abs(got - metric.Value) <= metric.Allowed))
            {
                // Not "greater than": a difference that is not a number must not pass.
                rows.Add([name, value, ExpectedMetrics.TextOf(got), (got - metric.Value).ToString("+0.###e+0;-0.###e+0", null), allowed]);
            }
        }

        foreach ((string name, double got) in recorded)
        {
            if (!expected.ContainsKey(name))
            {
                rows.Add([name, "not expected", ExpectedMetrics.TextOf(got), "", ""]);
            }
        }

        return rows;
    }
}
