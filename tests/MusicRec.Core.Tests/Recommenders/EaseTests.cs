using System.Text.Json;
using MusicRec.Core.Tests.Learning;
using MusicRec.Data;
using MusicRec.Numerics;
using MusicRec.Recommenders;

namespace MusicRec.Core.Tests.Recommenders;

public sealed class EaseTests
{
    public static TheoryData<EaseForm> Forms => [EaseForm.Smaller, EaseForm.OverItems, EaseForm.OverUsers];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Weights_and_scores_equal_the_papers_formula_in_double(EaseForm form)
    {
        foreach (JsonElement golden in FactorGolden.Cases("ease"))
        {
            (int users, int items) = (golden.GetProperty("users").GetInt32(), golden.GetProperty("items").GetInt32());
            Ease ease = new(new EaseOptions
            {
                Regularization = golden.GetProperty("regularization").GetDouble(),
                ItemPower = golden.GetProperty("itemPower").GetDouble(),
                ScorePower = golden.GetProperty("scorePower").GetDouble(),
                Form = form,
            });
            ease.Fit(FactorGolden.Plays(golden.Numbers("plays"), users, items));
            FactorGolden.Near(
                golden.Numbers("weights"), [.. Enumerable.Range(0, items * items).Select(place => ease.Weight(place / items, place % items))], 1e-4);
            double[] scores = golden.Numbers("scores");
            Interactions plays = FactorGolden.Plays(golden.Numbers("plays"), users, items);
            for (int user = 1; user < users; user++)
            {
                if (plays.ItemsOf(user).IsEmpty)
                {
                    continue;
                }

                double[] expected = scores[(user * items)..((user + 1) * items)];
                FactorGolden.Near(expected, Scores(ease, ListenerHistory.Of(plays, user), user), 1e-4);
                FactorGolden.Near(expected, Scores(ease, ListenerHistory.Of(plays, user), null), 1e-4);
            }
        }
    }

    [Theory]
    [InlineData(150, 90)]
    [InlineData(90, 150)]
    public void Larger_tables_equal_a_plain_reference_in_double(int users, int items)
    {
        const double Regularization = 30;
        Interactions plays = MakePlays(users, items);
        double[] table = new double[users * items], inverse = new double[items * items];
        for (int user = 0; user < users; user++)
        {
            ReadOnlySpan<double> ratings = Ratings.Of(plays.WeightsOf(user), RatingScale.Logarithm);
            for (int place = 0; place < ratings.Length; place++)
            {
                table[(user * items) + plays.ItemsOf(user)[place]] = ratings[place];
            }
        }

        for (int place = 0; place < inverse.Length; place++)
        {
            inverse[place] = Enumerable.Range(0, users).Sum(user => table[(user * items) + (place / items)] * table[(user * items) + (place % items)])
                + (place / items == place % items ? Regularization : 0);
        }

        CholeskyReference.Invert<double>(inverse, items);
        double[] expected = [.. Enumerable.Range(0, items).Select(to => Enumerable.Range(0, items).Where(from => from != to)
            .Sum(from => table[(5 * items) + from] * -inverse[(from * items) + to] / inverse[(to * items) + to]))];
        foreach (EaseForm form in new[] { EaseForm.OverItems, EaseForm.OverUsers })
        {
            Ease ease = new(new EaseOptions { Regularization = Regularization, Form = form });
            ease.Fit(plays);
            FactorGolden.Near(expected, Scores(ease, ListenerHistory.Of(plays, 5), 5), 1e-4);
            FactorGolden.Near(expected, Scores(ease, ListenerHistory.Of(plays, 5), null), 1e-4);
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void The_parts_of_an_explanation_add_up_to_the_score(EaseForm form)
    {
        Ease ease = new(new EaseOptions { Regularization = 8, ItemPower = 0.2, ScorePower = 0.4, Form = form });
        ease.Fit(MadeUpListeners.Plays);
        for (int user = 0; user < 10; user++)
        {
            foreach (Recommendation item in ease.Recommend(user, 8))
            {
                Explanation explanation = ease.Explain(user, item.Item);
                Assert.Equal(item.Score, explanation.Because.Sum(part => part.Amount), 1e-4);
                Assert.Contains(explanation.Because[0].Name, explanation.Text, StringComparison.Ordinal);
                Assert.True(explanation.Because[0].Amount >= explanation.Because[^1].Amount);
            }
        }
    }

    [Fact]
    public void Items_of_the_listeners_taste_come_first_and_similar_items_are_of_the_same_taste()
    {
        Ease ease = new(new EaseOptions { Regularization = 20, Scale = RatingScale.Binary });
        ease.Fit(MadeUpListeners.Plays);
        int hits = 0;
        for (int user = 0; user < 30; user++)
        {
            hits += ease.RankItems(user, 2).Count(item => item % 3 == user % 3);
        }

        Assert.True(hits >= 45, $"{hits} of 60");
        int alike = Enumerable.Range(0, 30).Sum(item => ease.SimilarItems(item, 3).Count(other => other.Item % 3 == item % 3));
        Assert.True(alike >= 80, $"{alike} of 90");
        Assert.Empty(ease.SimilarItems(MadeUpListeners.ColdItem, 3));
    }

    [Fact]
    public void Powers_shift_lists_towards_and_away_from_popular_items()
    {
        double MeanListeners(double power)
        {
            Ease ease = new(new EaseOptions { Regularization = 20, ScorePower = power });
            Interactions plays = MakePlays(90, 150);
            int[] listeners = plays.UsersPerItem();
            ease.Fit(plays);
            return Enumerable.Range(0, 90).SelectMany(user => ease.RankItems(user, 10)).Average(item => listeners[item]);
        }

        Assert.True(MeanListeners(0.8) > MeanListeners(0) + 0.5);
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Ease(new EaseOptions { Regularization = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Ease(new EaseOptions { Regularization = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Ease(new EaseOptions { ItemPower = 1.1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Ease(new EaseOptions { ScorePower = -0.1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Ease(new EaseOptions { Form = (EaseForm)7 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Ease(new EaseOptions { Scale = (RatingScale)7 }));
        Assert.Throws<InvalidOperationException>(() => new Ease().Weight(0, 0));

        // A millionth is left beside 1, too little in float.
        Interactions heavy = Interactions.FromPairs([("ann", "air", 1000), ("bob", "blur", 1)]);
        Ease faint = new(new EaseOptions { Regularization = 1, Scale = RatingScale.AsGiven, Form = EaseForm.OverUsers });
        ArithmeticException refused = Assert.Throws<ArithmeticException>(() => faint.Fit(heavy));
        Assert.Contains("of its own in float", refused.Message, StringComparison.Ordinal);

        // Two items with the same listeners are no basis where λ is lost beside a million.
        Interactions twins = Interactions.FromPairs([("ann", "air", 1000), ("ann", "blur", 1000)]);
        Ease lost = new(new EaseOptions { Regularization = 1e-3, Scale = RatingScale.AsGiven, Form = EaseForm.OverItems });
        Assert.Contains("a regularisation of 0.001", Assert.Throws<ArithmeticException>(() => lost.Fit(twins)).Message, StringComparison.Ordinal);
    }

    private static double[] Scores(Ease ease, ListenerHistory history, int? user)
    {
        ItemScores scores = ease.ScoresFor(history, user)!;
        return [.. Enumerable.Range(0, scores.Count).Select(item => scores[item])];
    }

    // Popular items as there are in music: a few that nearly everybody has.
    private static Interactions MakePlays(int users, int items)
    {
        RandomStream random = new(5);
        double[] table = new double[users * items];
        for (int place = 0; place < table.Length; place++)
        {
            double share = 0.9 / (1 + (place % items * 0.3));
            table[place] = random.NextDouble() < share ? 1 + Math.Floor(500 * random.NextDouble() * random.NextDouble()) : 0;
        }

        return FactorGolden.Plays(table, users, items);
    }
}
