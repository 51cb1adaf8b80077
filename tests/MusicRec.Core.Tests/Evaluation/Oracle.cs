using MusicRec.Data;
using MusicRec.Recommenders;

namespace MusicRec.Core.Tests.Evaluation;

/// <summary>Recommends what it was told is right, and nothing else.</summary>
internal sealed class Oracle(Interactions truth) : IRecommender
{
    public string Name => "oracle";

    public void Fit(Interactions interactions)
    {
    }

    public RecommendationList Recommend(int user, int count) =>
        new(AnswerKind.Known, [.. truth.ItemsOf(user).ToArray().Take(count).Select(item => new Recommendation(item, "", 1, AnswerKind.Known, Name, ""))]);

    public RecommendationList Recommend(ListenerHistory history, int count) => throw new NotSupportedException();

    public IReadOnlyList<Recommendation> SimilarItems(int item, int count) => throw new NotSupportedException();

    public Explanation Explain(int user, int item) => throw new NotSupportedException();

    public Explanation Explain(ListenerHistory history, int item) => throw new NotSupportedException();

    public void Save(string path) => throw new NotSupportedException();
}
