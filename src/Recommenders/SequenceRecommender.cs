using MusicRec.Data;

namespace MusicRec.Recommenders;

/// <summary>
/// What recommenders of the next item share: they learn from the order of listening and answer a history whose order is known.
/// Made by <see cref="Interactions.FromSequences"/> and <see cref="ListenerHistory.InOrder"/>; anything without an order is refused.
/// </summary>
public abstract class SequenceRecommender : Recommender
{
    private protected SequenceRecommender()
    {
    }

    /// <summary>Learns from what each user listened to, in order.</summary>
    private protected abstract void LearnOrder(Interactions interactions);

    /// <summary>Scores all items for a listener by a history in order that is not empty; null when nothing useful is known about them.</summary>
    private protected abstract ItemScores? ScoreOrdered(ListenerHistory history, int? user);

    private protected sealed override void Learn(Interactions interactions)
    {
        if (!interactions.HasOrder)
        {
            throw new ArgumentException(
                $"{Name} learns from the order of listening, and these interactions have none; build them with {nameof(Interactions)}.{nameof(Interactions.FromSequences)}.",
                nameof(interactions));
        }

        LearnOrder(interactions);
    }

    private protected sealed override ItemScores? Score(ListenerHistory history, int? user)
    {
        CheckOrder(history);
        return ScoreOrdered(history, user);
    }

    private protected void CheckOrder(ListenerHistory history)
    {
        if (!history.HasOrder)
        {
            throw new ArgumentException(
                $"{Name} goes by the order of listening, and this history of {history.Count} items has none; make it with {nameof(ListenerHistory)}.{nameof(ListenerHistory.InOrder)}.",
                nameof(history));
        }
    }
}
