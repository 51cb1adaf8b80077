using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Numerics;
using MusicRec.Recommenders;

namespace MusicRec.Papers;

/// <summary>
/// Membership inference (after Shokri et al. 2017): a model learns from half of the listeners; who was learnt from is guessed by the mean score that it
/// gives a listener's own items, which is higher for those whose plays shaped it.
/// </summary>
internal sealed class PrivacyAttack
{
    private readonly Interactions _plays;
    private readonly Interactions _ofMembers;
    private readonly int[] _isMember;

    private PrivacyAttack(Interactions plays, Interactions ofMembers, int[] isMember) => (_plays, _ofMembers, _isMember) = (plays, ofMembers, isMember);

    public static PrivacyAttack On(Interactions plays, RandomStream random)
    {
        int[] isMember = new int[plays.UserCount];
        foreach (int user in random.Permutation(plays.UserCount)[..(plays.UserCount / 2)])
        {
            isMember[user] = 1;
        }

        int[] owners = plays.UserOfEachPair();
        return new PrivacyAttack(plays, plays.Select([.. Enumerable.Range(0, owners.Length).Where(pair => isMember[owners[pair]] == 1)]), isMember);
    }

    /// <summary>Area under the ROC curve of the guess; ½ is chance.</summary>
    public double Area(IRecommender recommender)
    {
        recommender.Fit(_ofMembers);
        double[] guesses = new double[_isMember.Length];
        ParallelLoop.For(guesses.Length, user =>
        {
            // As a stranger, so that the model alone speaks: it knows nobody by number.
            ListenerHistory history = ListenerHistory.Of(_plays, user);
            ItemScores? scores = ((Recommender)recommender).ScoresFor(history);
            double sum = 0;
            int known = 0;
            foreach (int item in history.Items)
            {
                if (scores?.Knows(item) == true)
                {
                    sum += scores[item];
                    known++;
                }
            }

            guesses[user] = known == 0 ? 0 : sum / known;
        });
        return ClassificationMetrics.AreaUnderRocCurve(_isMember, guesses);
    }
}
