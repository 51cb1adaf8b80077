using MusicRec.Recommenders;

namespace MusicRec.Papers;

/// <summary>A method of a cold-start study with the settings it may choose among.</summary>
/// <param name="Name">What it is called in tables.</param>
/// <param name="IsHybrid">Whether it is a hybrid, held against the others.</param>
/// <param name="Candidates">Its settings, in words, and how it is made from the content and a seed.</param>
/// <param name="Shown">What of a new listener lists are asked with besides plays; null for nothing.</param>
/// <typeparam name="TContent">What is known besides plays.</typeparam>
public sealed record ColdRankingMethod<TContent>(
    string Name, bool IsHybrid, IReadOnlyList<(string Settings, Func<TContent, ulong, IRecommender> Make)> Candidates, Func<TContent, ContentTable>? Shown = null);

/// <summary>What the cold-start studies ask of their methods.</summary>
internal static class ColdRankingMethod
{
    /// <summary>Refuses a list without methods, with two of one name, or with one that cannot be made.</summary>
    public static void Check<TContent>(IReadOnlyList<ColdRankingMethod<TContent>> methods)
    {
        Throw.IfNotNamedApart(methods, method => method.Name, []);
        for (int place = 0; place < methods.Count; place++)
        {
            Throw.IfEmpty(methods[place].Candidates?.Count ?? 0, $"{nameof(methods)}[{place}].{nameof(ColdRankingMethod<>.Candidates)}");
        }
    }
}

/// <summary>A method's figures in a cold-start study.</summary>
/// <param name="Name">The method.</param>
/// <param name="IsHybrid">Whether it is a hybrid.</param>
/// <param name="Settings">The settings chosen on listeners kept aside from the training side.</param>
/// <param name="Ndcg">For each step of the study each listener's NDCG@10, in the study's order.</param>
public sealed record ColdRankingResult(string Name, bool IsHybrid, string Settings, IReadOnlyList<double[]> Ndcg)
{
    /// <summary>Mean NDCG@10 at each step.</summary>
    public double[] Means => [.. Ndcg.Select(values => values.Sum() / values.Length)];
}
