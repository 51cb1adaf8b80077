using MusicRec.Data;
using MusicRec.Numerics;
using MusicRec.Recommenders;

namespace MusicRec.Core.Tests.Recommenders;

public sealed class MoodRerankingContract : RecommenderContract
{
    internal override IRecommender Create(Interactions interactions) =>
        new MoodReranking(new Ease(new EaseOptions { Regularization = 5 }), MadeUpMoods.Of(interactions.ItemCount), new MoodOptions { Strength = 0.4 });
}

public sealed class MoodOfSequencesContract : RecommenderContract
{
    protected override bool NeedsOrder => true;

    internal override IRecommender Create(Interactions interactions) =>
        new MoodReranking(new SessionNeighbors(), MadeUpMoods.Of(interactions.ItemCount), new MoodOptions { Recent = 2, Strength = 2 });
}

/// <summary>Valence and energy of made-up songs; every seventh has none.</summary>
internal static class MadeUpMoods
{
    public static Matrix Of(int items)
    {
        RandomStream random = new(71);
        return new Matrix(items, 2, [.. Enumerable.Range(0, 2 * items).Select(place => place / 2 % 7 == 6 ? double.NaN : random.NextDouble())]);
    }
}

public sealed class MoodRerankingTests
{
    // Five songs by falling popularity; valence 0 or 1, energy 0 or 1, the last song's mood unknown.
    private static readonly Interactions _plays = Interactions.FromSequences(
        ["a", "b", "c", "d", "e"], ["calm", "tense", "happy", "sad", "strange"], [[0, 1, 2, 3, 4], [0, 1, 2, 3], [0, 1, 2], [0, 1], [0]]);

    private static readonly Matrix _moods = new(5, 2, [1, 0, 0, 1, 1, 1, 0, 0, double.NaN, double.NaN]);

    [Fact]
    public void Scores_are_those_of_the_formula()
    {
        MoodReranking mood = Fit(new MoodOptions { Strength = 0.3 });

        // Both axes have mean 1/2 and standard deviation 1/2 over the four songs known: one step along an axis is a distance of 2.
        Dictionary<string, double> scores = mood.Recommend(ListenerHistory.InOrder(0), 4).ToDictionary(item => item.Name, item => item.Score);
        double near = Math.Exp(-0.3 * 4), far = Math.Exp(-0.3 * 8);
        Assert.Equal(0.8 * far, scores["tense"], 12);
        Assert.Equal(0.6 * near, scores["happy"], 12);
        Assert.Equal(0.4 * near, scores["sad"], 12);

        // What is unknown loses as much as the mean song: exponents 0, 8, 4 and 4.
        Assert.Equal(0.2 * Math.Exp(-0.3 * 4), scores["strange"], 12);
        Assert.Equal(["happy", "sad", "tense", "strange"], mood.Recommend(ListenerHistory.InOrder(0), 4).Select(item => item.Name));
    }

    [Fact]
    public void Only_the_latest_songs_make_up_the_mood_and_what_is_said_goes_before_them()
    {
        MoodReranking last = Fit(new MoodOptions { Recent = 1, Strength = 1 }), all = Fit(new MoodOptions { Recent = 9, Strength = 1 });
        // Tense last: happy and sad are as near to it, and happy is the more popular. With calm before it the mean lies in the middle, as far from all.
        Assert.Equal(["happy", "sad"], last.Recommend(ListenerHistory.InOrder(0, 1), 2).Select(item => item.Name));
        Assert.Equal(0.6 * Math.Exp(-4), last.Recommend(ListenerHistory.InOrder(0, 1), 1)[0].Score, 12);
        double[] scores = [.. all.Recommend(ListenerHistory.InOrder(0, 1), 2).Select(item => item.Score)];
        Assert.Equal([0.6 * Math.Exp(-2), 0.4 * Math.Exp(-2)], scores.Select(score => Math.Round(score, 12)), (expected, actual) => Math.Abs(expected - actual) < 1e-11);
        ListenerHistory sad = ListenerHistory.InOrder(0, 1).WithContent(SparseMatrix.From(new Matrix(1, 2, [0, 0])));
        Assert.Equal("sad", last.Recommend(sad, 1)[0].Name);
        Assert.Throws<ArgumentException>(() => last.Recommend(ListenerHistory.InOrder(0).WithContent(SparseMatrix.From(new Matrix(1, 3))), 1));
    }

    [Fact]
    public void Without_strength_or_a_known_mood_nothing_changes()
    {
        Popularity plain = new();
        plain.Fit(_plays);
        ListenerHistory history = ListenerHistory.InOrder(0);
        Assert.Equal(plain.RankItems(history, 4), Fit(new MoodOptions { Strength = 0 }).RankItems(history, 4));
        Assert.Equal(plain.RankItems(ListenerHistory.InOrder(4), 4), Fit(new MoodOptions { Strength = 5 }).RankItems(ListenerHistory.InOrder(4), 4));
    }

    [Fact]
    public void A_score_below_zero_falls_too()
    {
        Interactions plays = MadeUpListeners.Plays;
        Matrix moods = new(plays.ItemCount, 2);
        for (int item = 0; item < moods.Rows; item++)
        {
            (moods[item, 0], moods[item, 1]) = (item < 15 ? 0 : 1, item % 2);
        }

        Ease ease = new(new EaseOptions { Regularization = 5 });
        MoodReranking mood = new(ease, moods, new MoodOptions { Strength = 3 });
        mood.Fit(plays);
        ListenerHistory history = ListenerHistory.Of([0, 3, 6, 9]).WithContent(SparseMatrix.From(new Matrix(1, 2, [0, 0])));
        ItemScores before = ease.ScoresFor(history)!, after = mood.ScoresFor(history)!;
        int below = 0;
        for (int item = 0; item < moods.Rows; item++)
        {
            below += before[item] < 0 ? 1 : 0;
            Assert.True(after[item] <= before[item] && double.IsFinite(after[item]));
            Assert.True(before[item] == 0 || (moods[item, 0] == 0 && moods[item, 1] == 0) == (after[item] == before[item]));
        }

        Assert.True(below > 3);
    }

    [Fact]
    public void The_reason_names_the_moods()
    {
        Explanation explanation = Fit(new MoodOptions()).Explain(ListenerHistory.InOrder(0), 2);
        Assert.Contains("valence 1.00 and energy 1.00 where 1.00 and 0.00 are playing", explanation.Text, StringComparison.Ordinal);
        Assert.Equal(-0.8, explanation.Features[^1].Amount, 12);
        Assert.Contains("unknown", Fit(new MoodOptions()).Explain(ListenerHistory.InOrder(0), 4).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_wrong_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Fit(new MoodOptions { Recent = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Fit(new MoodOptions { Strength = double.NaN }));
        Assert.Throws<ArgumentException>(() => new MoodReranking(new Popularity(), new Matrix(5, 3)));
        Assert.Throws<ArgumentException>(() => new MoodReranking(new Popularity(), new Matrix(1, 2, [0, double.PositiveInfinity])));
        Assert.Throws<ArgumentException>(() => new MoodReranking(new Popularity(), new Matrix(4, 2)).Fit(_plays));
        Assert.Contains("moods has 3 columns; allowed: 2, valence and energy", Assert.Throws<ArgumentException>(() => new MoodReranking(new Popularity(), new Matrix(5, 3))).Message, StringComparison.Ordinal);
        Assert.Contains("moods[0, 1] is ", Assert.Throws<ArgumentException>(() => new MoodReranking(new Popularity(), new Matrix(1, 2, [0, double.PositiveInfinity]))).Message, StringComparison.Ordinal);

        // A fit that is refused leaves the one before.
        MoodReranking mood = Fit(new MoodOptions());
        Assert.Throws<ArgumentException>(() => mood.Fit(Interactions.FromPairs([("a", "air", 1)])));
        Assert.Equal(4, mood.RankItems(ListenerHistory.InOrder(0), 4).Length);
    }

    [Fact]
    public void A_newcomer_who_tells_a_mood_gets_popular_songs_of_that_mood()
    {
        MoodReranking mood = Fit(new MoodOptions { Strength = 1 });
        ListenerHistory calm = ListenerHistory.Empty.WithContent(SparseMatrix.From(new Matrix(1, 2, [1, 0]))), sad = ListenerHistory.Empty.WithContent(SparseMatrix.From(new Matrix(1, 2)));
        Assert.Equal(["calm", "happy", "sad", "strange", "tense"], mood.Recommend(calm, 5).Select(item => item.Name));
        Assert.Equal(["sad", "calm", "tense"], mood.Recommend(sad, 3).Select(item => item.Name));
        Assert.Equal([3, 0, 1], mood.RankItems([calm, sad], 3)[1]);

        // Shares of listeners by the distance: 0.8 for happy, which lies one step away.
        Assert.Equal(0.6 * Math.Exp(-4), mood.Recommend(calm, 2)[1].Score, 12);
        Assert.Equal(AnswerKind.FoldedIn, mood.Recommend(calm, 2).Answer);
        Assert.Contains("1.00 and 0.00 are playing", mood.Explain(calm, 2).Text, StringComparison.Ordinal);

        // A base that has nothing to say about somebody without plays steers its popular items too.
        MoodReranking ease = new(new Ease(), _moods, new MoodOptions { Strength = 1 });
        ease.Fit(_plays);
        Assert.Equal(mood.RankItems(calm, 5), ease.RankItems(calm, 5));

        // Nothing told, nothing steered.
        Assert.Equal(AnswerKind.Fallback, mood.Recommend(ListenerHistory.Empty, 2).Answer);
        Assert.Equal([0, 1, 2, 3, 4], mood.RankItems(ListenerHistory.Empty, 5));
        Assert.Equal(AnswerKind.Fallback, Fit(new MoodOptions { Strength = 0 }).Recommend(calm, 2).Answer);
    }

    [Fact]
    public void A_mood_on_another_scale_is_refused_with_the_scale_of_the_items()
    {
        static ListenerHistory Told(double valence, double energy) => ListenerHistory.InOrder(0).WithContent(SparseMatrix.From(new Matrix(1, 2, [valence, energy])));
        string message = Assert.Throws<ArgumentOutOfRangeException>(() => Fit(new MoodOptions()).Recommend(Told(0.5, 80), 1)).Message;
        Assert.Contains("the energy of the mood told is 80; allowed: 0 to 1", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Fit(new MoodOptions()).Recommend(Told(-0.5, 0.5), 1));

        // Items from −1 to 1 are told moods from −1 to 1.
        MoodReranking both = new(new Popularity(), new Matrix(5, 2, [-1, 1, 1, -1, 0, 0, 0.5, 0.5, 1, 1]));
        both.Fit(_plays);
        Assert.Equal(2, both.Recommend(Told(-1, 1), 1)[0].Item);
        Assert.Contains("allowed: -1 to 1", Assert.Throws<ArgumentOutOfRangeException>(() => both.Recommend(Told(-2, 0), 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_base_that_cannot_be_steered_is_refused()
    {
        Assert.Throws<ArgumentNullException>(() => new MoodReranking(null!, _moods));
        Assert.Contains("not been fitted", Assert.Throws<InvalidOperationException>(() => new MoodReranking(new Popularity(), _moods).Recommend(ListenerHistory.InOrder(0), 1)).Message, StringComparison.Ordinal);

        // What a history brings would be a mood for one and tags for the other.
        ContentTable listeners = new(SparseMatrix.From(new Matrix(5, 2)), ["one", "two"]);
        Assert.Contains("asks for none", Assert.Throws<ArgumentException>(() => new MoodReranking(new FeatureToFactorMapping(listeners, null, 1), _moods)).Message, StringComparison.Ordinal);

        // Its own base, fitted on other items behind its back.
        Popularity shared = new();
        MoodReranking mood = new(shared, _moods);
        mood.Fit(_plays);
        shared.Fit(Interactions.FromPairs([("a", "air", 1), ("a", "blur", 1)]));
        Assert.Contains("2 items", Assert.Throws<InvalidOperationException>(() => mood.Recommend(ListenerHistory.InOrder(0), 1)).Message, StringComparison.Ordinal);
    }

    private static MoodReranking Fit(MoodOptions options)
    {
        MoodReranking mood = new(new Popularity(), _moods, options);
        mood.Fit(_plays);
        return mood;
    }
}
