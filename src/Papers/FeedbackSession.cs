using MusicRec.Numerics;
using MusicRec.Recommenders;

namespace MusicRec.Papers;

/// <summary>How songs are chosen in a session.</summary>
public enum FeedbackMethod
{
    /// <summary>By lot.</summary>
    Random,

    /// <summary>By predicted popularity, the same for everybody: the paper's recommender.</summary>
    Popularity,

    /// <summary>By <see cref="RocchioTaste"/> as the songs named before the first round leave it: answers change nothing.</summary>
    RocchioWithoutFeedback,

    /// <summary>By <see cref="RocchioTaste"/>, with every answer.</summary>
    Rocchio,

    /// <summary>By <see cref="ListenerTaste"/> as the songs named before the first round leave it.</summary>
    OnlineWithoutFeedback,

    /// <summary>By <see cref="ListenerTaste"/>, with every answer.</summary>
    Online,
}

/// <summary>One session: rounds of songs, each answered, and what the answers change.</summary>
internal static class FeedbackSession
{
    /// <summary>The likes in each round.</summary>
    /// <param name="space">The songs.</param>
    /// <param name="predicted">Their predicted popularity; null where the method does not need it.</param>
    /// <param name="likes">The listener's answer to each.</param>
    /// <param name="method">How songs are chosen.</param>
    /// <param name="settings">Checked settings.</param>
    /// <param name="random">Decides the songs named first, the same for every method, and what the method draws.</param>
    public static int[] Run(ListenerSpace space, double[]? predicted, IReadOnlyList<bool> likes, FeedbackMethod method, FeedbackSettings settings, RandomStream random)
    {
        int[] start = [.. random.Split(0).Permutation(space.Count).Where(song => likes[song]).Take(settings.StartSongs)];
        IListenerTaste? taste = method switch
        {
            FeedbackMethod.Rocchio or FeedbackMethod.RocchioWithoutFeedback => new RocchioTaste(space),
            FeedbackMethod.Online or FeedbackMethod.OnlineWithoutFeedback => new ListenerTaste(space, settings.Taste),
            _ => null,
        };
        foreach (int song in start)
        {
            taste?.Answer(song, true);
        }

        bool learns = method is FeedbackMethod.Rocchio or FeedbackMethod.Online;
        SortedSet<int> known = [.. start];
        double[]? scores = method == FeedbackMethod.Random ? [.. random.Split(1).Permutation(space.Count).Select(place => (double)place)] : predicted;
        int[] liked = new int[settings.Rounds];
        for (int round = 0; round < liked.Length; round++)
        {
            if (taste is not null && (round == 0 || learns))
            {
                scores = taste.Scores();
            }

            foreach (int song in TopItems.Best(scores!, [.. known], settings.SongsPerRound))
            {
                liked[round] += likes[song] ? 1 : 0;
                known.Add(song);
                if (learns)
                {
                    taste!.Answer(song, likes[song]);
                }
            }
        }

        return liked;
    }
}
