using System.Collections;
using MusicRec.Reporting;

namespace MusicRec.Recommenders;

/// <summary>Items for one listener, best first.</summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class RecommendationList : IReadOnlyList<Recommendation>, IRenderable
{
    private readonly Recommendation[] _recommendations;

    /// <summary>A list of these items, best first: what an implementation of <see cref="IRecommender"/> answers.</summary>
    public RecommendationList(AnswerKind answer, IEnumerable<Recommendation> recommendations) =>
        (Answer, _recommendations) = (answer, [.. recommendations]);

    /// <summary>
    /// On what ground the listener was answered: <see cref="AnswerKind.Fallback"/> when nothing useful is known about them,
    /// so that all items are merely popular ones.
    /// </summary>
    public AnswerKind Answer { get; }

    /// <inheritdoc/>
    public int Count => _recommendations.Length;

    /// <inheritdoc/>
    public Recommendation this[int index]
    {
        get
        {
            Throw.IfOutside(index, 0, Count - 1);
            return _recommendations[index];
        }
    }

    /// <summary>The items' numbers, best first.</summary>
    public int[] Items => [.. _recommendations.Select(recommendation => recommendation.Item)];

    /// <inheritdoc/>
    public IEnumerator<Recommendation> GetEnumerator() => ((IEnumerable<Recommendation>)_recommendations).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public string ToHtml() => ToTable().ToHtml();

    /// <inheritdoc/>
    public string ToText() => ToTable().ToText();

    /// <summary>The list as text.</summary>
    public override string ToString() => ToText();

    private Table ToTable() =>
        Table.Of(
            _recommendations.Select((recommendation, place) => (Place: place + 1, It: recommendation)),
            ("#", row => row.Place), ("item", row => row.It.Name), ("score", row => row.It.Score), ("from", row => row.It.Source), ("why", row => row.It.Reason))
        .Format("score", "0.000")
        .Note(Answer switch
        {
            AnswerKind.Known => "The listener was there when the recommender was fitted.",
            AnswerKind.FoldedIn => "The listener came after the fit and was answered from their history.",
            _ => "Nothing useful is known about this listener: these are popular items.",
        });
}
