using MusicRec.Data;
using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Papers;

/// <summary>
/// A choice among models of paper 001's task by cross-validation on the training songs alone; the chosen one is fitted on all of them
/// and answers for the test songs once.
/// </summary>
/// <param name="Scores">How the models did in the inner cross-validation, in their order; the Brier score is that of their unsharpened answers.</param>
/// <param name="ChosenName">The model with the highest inner accuracy, of equal ones the first.</param>
/// <param name="Sharpness">The power that the chosen model's probabilities are raised to, the one with the lowest inner log loss: shares of topics are less sure than the label is.</param>
/// <param name="Prediction">What the chosen model says of the test songs.</param>
public sealed record LyricsSelection(IReadOnlyList<CandidateScore> Scores, string ChosenName, double Sharpness, LyricsPrediction Prediction)
{
    private static readonly double[] _sharpnesses = [1, 2, 4, 8, 16, 32];

    /// <summary>The choice among <see cref="LyricsTopicModels.Candidates"/> as a model for a <see cref="LyricsStudy"/>.</summary>
    /// <param name="name">What to call it in tables.</param>
    public static LyricsModel AsModel(string name = "best, chosen by inner cross-validation") =>
        new(name, (corpus, split, seed) => Run(corpus, split, seed).Prediction);

    /// <summary>Chooses, fits and answers.</summary>
    /// <param name="corpus">The songs.</param>
    /// <param name="split">Which of them are learnt from and which are judged on.</param>
    /// <param name="seed">Decides inner folds and what models draw.</param>
    /// <param name="candidates">The models, with different names; null for <see cref="LyricsTopicModels.Candidates"/>.</param>
    /// <param name="folds">Inner folds, 2 or more.</param>
    /// <exception cref="ArgumentException">There are no models, two have one name, fewer training songs than folds, or the split is not of these songs.</exception>
    public static LyricsSelection Run(LyricsCorpus corpus, Split split, ulong seed = 42, IReadOnlyList<LyricsModel>? candidates = null, int folds = 3)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentNullException.ThrowIfNull(split);
        corpus.Check(split);
        candidates ??= LyricsTopicModels.Candidates(corpus, split.Train);
        Throw.IfEmpty(candidates.Count, nameof(candidates));
        if (candidates.DistinctBy(model => model.Name).Count() < candidates.Count)
        {
            throw new ArgumentException($"Two of the models have one name: {string.Join(", ", candidates.Select(model => model.Name))}.", nameof(candidates));
        }

        Split[] inner = [.. Splits.StratifiedKFold(corpus.TopicsOf(split.Train), folds, seed).Select(part =>
            new Split([.. part.Train.Select(row => split.Train[row])], [.. part.Test.Select(row => split.Train[row])]))];
        LyricsPrediction[] answers = new LyricsPrediction[candidates.Count * folds];
        ParallelLoop.For(answers.Length, piece =>
            answers[piece] = candidates[piece / folds].Predict(corpus, inner[piece % folds], seed));

        CandidateScore[] scores = new CandidateScore[candidates.Count];
        int best = 0;
        for (int index = 0; index < scores.Length; index++)
        {
            scores[index] = Score(corpus, inner, answers.AsSpan(index * folds, folds), candidates[index].Name);
            best = scores[index].Accuracy > scores[best].Accuracy ? index : best;
        }

        double sharpness = Sharpest(corpus, inner, answers.AsSpan(best * folds, folds));
        LyricsPrediction prediction = candidates[best].Predict(corpus, split, seed);

        // A copy: the model's own answer is the model's to keep.
        Matrix probabilities = new(prediction.Probabilities.Rows, prediction.Probabilities.Columns, [.. prediction.Probabilities.Values]);
        for (int row = 0; row < probabilities.Rows; row++)
        {
            Sharpen(probabilities.Row(row), sharpness);
        }

        return new LyricsSelection(scores, candidates[best].Name, sharpness, prediction with { Probabilities = probabilities });
    }

    private static CandidateScore Score(LyricsCorpus corpus, Split[] inner, ReadOnlySpan<LyricsPrediction> answers, string name)
    {
        (int hits, int count, double squares) = (0, 0, 0);
        for (int fold = 0; fold < inner.Length; fold++)
        {
            for (int row = 0; row < inner[fold].Test.Length; row++)
            {
                ReadOnlySpan<double> shares = answers[fold].Probabilities.Row(row);
                int topic = corpus.Topics[inner[fold].Test[row]];
                hits += ClassifierExtensions.MostProbable(shares) == topic ? 1 : 0;
                count++;
                squares += NestedSelection.BrierError(shares, topic);
            }
        }

        return new CandidateScore(name, hits / (double)count, squares / count);
    }

    private static double Sharpest(LyricsCorpus corpus, Split[] inner, ReadOnlySpan<LyricsPrediction> answers)
    {
        (double best, double lowest) = (_sharpnesses[0], double.PositiveInfinity);
        double[] shares = new double[LyricsSongs.TopicNames.Count];
        foreach (double sharpness in _sharpnesses)
        {
            double loss = 0;
            for (int fold = 0; fold < inner.Length; fold++)
            {
                for (int row = 0; row < inner[fold].Test.Length; row++)
                {
                    Array.Clear(shares);
                    answers[fold].Probabilities.Row(row).CopyTo(shares);
                    Sharpen(shares, sharpness);
                    loss -= Elementary.Log(Math.Max(shares[corpus.Topics[inner[fold].Test[row]]], 1e-15));
                }
            }

            (best, lowest) = loss < lowest ? (sharpness, loss) : (best, lowest);
        }

        return best;
    }

    // Powers of 2 by squaring the shares relative to the largest: it stays 1, and the others fall.
    private static void Sharpen(Span<double> shares, double sharpness)
    {
        double largest = shares[ClassifierExtensions.MostProbable(shares)], sum = 0;
        foreach (ref double share in shares)
        {
            share /= largest;
            for (double power = 1; power < sharpness; power *= 2)
            {
                share *= share;
            }

            sum += share;
        }

        foreach (ref double share in shares)
        {
            share /= sum;
        }
    }
}
