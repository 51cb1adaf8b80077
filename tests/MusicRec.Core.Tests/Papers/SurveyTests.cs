using MusicRec.Core.Tests.Embeddings;
using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Learning;
using MusicRec.Papers;
using MusicRec.Recommenders;
using MusicRec.Reporting;

namespace MusicRec.Core.Tests.Papers;

/// <summary>The survey of paper 003's methods, on made-up data. Shares the variables of studies with <c>StudyTableTests</c>.</summary>
[Collection("study variables")]
public sealed class SurveyTests : IDisposable
{
    private static readonly SurveyData s_survey = SurveyData.From(MusicData.Read(RepositoryFolder.Path("data/sample"), RepositoryFolder.Path(".")));
    private readonly TemporaryFolder _folder = new();

    public SurveyTests() => Environment.SetEnvironmentVariable("MUSICREC_STUDY_CODE", new string('a', 64));

    public static TheoryData<string> Tuned => [.. SurveyMethods.ForPlays.Concat(SurveyMethods.ForSequences).Where(method => method.Tunable.Space is not null).Select(method => method.Name).Distinct()];

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("MUSICREC_STUDY_CODE", null);
        _folder.Dispose();
    }

    [Fact]
    public void Settings_that_a_study_has_found_are_those_that_are_fitted()
    {
        SurveyMethod[] methods = [Method("random"), Method("item neighbours"), Method(SurveyMethods.EaseWithPowers)];
        SurveySearch search = new(candidates: 6, seed: 1);
        RankingSplit split = s_survey.Plays(1);
        using (StudyTable study = Open())
        {
            foreach (SurveyMethod method in methods)
            {
                StudyRow row = search.Search(study, "plays", method, split);
                if (method.Tunable.Space is not null)
                {
                    Assert.Equal(6, row["candidates"]);
                    Assert.True(row["found"] >= row["usual"], row.Unit);
                    Assert.Equal(row["found"], RankingEvaluation.Run(search.Chosen(study, "plays", method)(RandomSearch.TrialSeed(1)), split, side: RankingSide.Validation).NdcgAtK);
                }

                if (method.Name == "item neighbours")
                {
                    StudyRow beyond = search.Beyond(study, "plays", method, split, "neighbours", 3);
                    Assert.Contains("neighbours 3 in place of", beyond.Texts["settings"], StringComparison.Ordinal);
                    Assert.NotEqual(row["found"], beyond["found"]);
                    Assert.Throws<InvalidOperationException>(() => search.Beyond(study, "plays", method, split, "neighbours", 4));
                    Assert.Throws<ArgumentException>(() => search.Beyond(study, "plays", method, split, "no such setting", 3));
                }

                _ = SurveySeeds.Run(study, "plays", method, 1, search.Chosen(study, "plays", method), split);
                _ = SurveySeeds.Run(study, "plays", method, 2, search.Chosen(study, "plays", method), s_survey.Plays(2));
                _ = SurveySeeds.Run(study, "pairs", method, 1, search.Chosen(study, "plays", method), s_survey.Pairs(1), isRefitted: false);
            }
        }

        using StudyTable read = StudyTable.Read(_folder.File("t"));
        Assert.Contains("neighbours 3 in place of", SurveySearch.BeyondTable(read, "plays", [methods[1]]).ToText(), StringComparison.Ordinal);
        Assert.Contains("nothing to choose", SurveySearch.Table(read, "plays", methods).ToText(), StringComparison.Ordinal);
        RankingResult[] results = [.. Enumerable.Range(1, 2).Select(seed => RankingEvaluation.Run(search.Chosen(read, "plays", methods[2])((ulong)seed), s_survey.Plays((ulong)seed)))];
        Assert.Equal(results.Select(result => result.NdcgAtK), [SurveySeeds.NdcgOf(read, "plays", methods[2], 1), SurveySeeds.NdcgOf(read, "plays", methods[2], 2)]);
        Assert.Contains(SurveyMethods.EaseWithPowers, SurveySeeds.Table(read, "plays", methods).ToText(), StringComparison.Ordinal);
        Assert.DoesNotContain("refitted", SurveySeeds.Table(read, "pairs", methods).ToText(), StringComparison.Ordinal);
        Assert.True(SurveySeeds.Has(read, "plays", methods[2], 2));
        Assert.False(SurveySeeds.Has(read, "plays", methods[2], 3));
        Assert.Contains("other seeds of 'random' for 'plays' than for 'pairs'", Assert.Throws<InvalidDataException>(() => SurveySeeds.Contrast(read, ("plays", "a"), ("pairs", "b"), methods)).Message, StringComparison.Ordinal);
        SurveyMethod best = SurveySearch.Best(read, "plays", methods);
        Assert.Equal(methods.Max(method => read.Rows.Single(row => row.Unit == $"plays: {method.Name}").Numbers.GetValueOrDefault("found")), read.Rows.Single(row => row.Unit == $"plays: {best.Name}")["found"]);
        Assert.Contains("has no seeds of", Assert.Throws<InvalidDataException>(() => SurveySeeds.Table(read, "plays", [Method("ALS")])).Message, StringComparison.Ordinal);
        Assert.Contains("has no unit", Assert.Throws<InvalidDataException>(() => search.Chosen(read, "plays", Method("ALS"))).Message, StringComparison.Ordinal);
        Assert.Contains("has no unit", Assert.Throws<InvalidDataException>(() => SurveySearch.Table(read, "plays", [Method("ALS")])).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => new SurveySearch(6, seed: 2).Chosen(read, "plays", methods[1]));
    }

    [Theory]
    [MemberData(nameof(Tuned))]
    public void A_methods_usual_settings_come_first_and_can_be_made(string name)
    {
        SurveyMethod method = SurveyMethods.ForPlays.Concat(SurveyMethods.ForSequences).First(method => method.Name == name);
        IReadOnlyList<ParameterValues> few = RandomSearch.Candidates(method.Tunable.Space!, 3, 1), many = RandomSearch.Candidates(method.Tunable.Space!, 9, 1);
        Assert.Equal(few.Select(values => values.ToString()), many.Take(3).Select(values => values.ToString()));
        Assert.Equal(9, many.Select(values => values.ToString()).Distinct().Count());
        Assert.All(many, values => Assert.NotNull(method.Tunable.Build(values, 1)));
    }

    [Fact]
    public void Shuffled_plays_bring_methods_down_and_an_oracle_scores_one()
    {
        SurveyMethod[] methods = [Method("random"), Method("popularity"), Method("item neighbours"), Method("ALS")];
        Func<ulong, IRecommender> Usual(SurveyMethod method) => seed => method.Tunable.Build(First(method), seed);
        SurveySanity sanity = SurveySanity.Run(s_survey.LastFm.Plays, methods, [.. methods.Select(method => RankingEvaluation.Run(Usual(method)(1), s_survey.Plays(1)))], Usual, 1);
        Assert.Equal(1, sanity.Oracle);
        foreach (string name in (string[])["item neighbours", "ALS"])
        {
            Assert.True(sanity.Difference(name, "popularity", SurveyShuffle.None).Mean.Low > 0.02, sanity.ToText());
            Assert.True(sanity.Difference(name, "popularity", SurveyShuffle.KeepingDegrees).Mean.Low < 0.01, sanity.ToText());
            Assert.True(sanity.Difference(name, "random", SurveyShuffle.Freely).Mean.Low < 0.01, sanity.ToText());
        }

        Assert.Contains("shuffled freely", sanity.ToHtml(), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => sanity.Result("nobody", SurveyShuffle.None));
    }

    [Fact]
    public void Reranked_lists_trade_accuracy_for_novelty()
    {
        SurveyReranking reranking = SurveyReranking.Run(seed => Method("ALS").Tunable.Build(First(Method("ALS")), seed), s_survey.Plays(1), 1);
        Assert.All(reranking.Rows.Skip(1).GroupBy(row => row.Kind), kind => Assert.True(kind.Last().Result.Novelty >= kind.First().Result.Novelty, kind.Key));
        Assert.True(reranking.Rows[^1].Result.Novelty > reranking.Rows[0].Result.Novelty, reranking.ToText());
        Assert.NotNull(reranking.Picture());
        Assert.Contains("diversity", reranking.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void Splits_are_the_same_whenever_they_are_asked_for_and_differ_by_seed()
    {
        Assert.Same(s_survey.Plays(1), s_survey.Plays(1));
        Assert.NotEqual(s_survey.Plays(1).Test.Hash(), s_survey.Plays(2).Test.Hash());
        Assert.NotEqual(s_survey.Plays(1).Test.Hash(), s_survey.Pairs(1).Test.Hash());
        Assert.Equal(s_survey.LastFm.Plays.Count, s_survey.Pairs(1).Train.Count + s_survey.Pairs(1).Validation.Count + s_survey.Pairs(1).Test.Count);
        Assert.Equal(64, s_survey.Hash.Length);
        Assert.NotEqual(s_survey.NextTrack(1).Test.Hash(), s_survey.NextTrack(2).Test.Hash());
        Assert.Same(s_survey.NextArtist(1), s_survey.NextArtist(1));
        Assert.NotEqual(s_survey.TagsAtRandom(1).Test.Hash(), s_survey.Tags.Test.Hash());
        Assert.InRange(s_survey.TagsAtRandom(1).Validation.Count, 0.9 * s_survey.Tags.Validation.Count, 1.1 * s_survey.Tags.Validation.Count);
    }

    [Fact]
    public void Shuffled_orders_change_nothing_for_methods_without_order()
    {
        RankingSplit inOrder = s_survey.NextArtist(1), shuffled = s_survey.NextArtistShuffled(1);
        Assert.Equal(inOrder.TestHistory!.Hash(), shuffled.TestHistory!.Hash());
        Assert.Contains(Enumerable.Range(0, inOrder.Train.UserCount), user => !inOrder.Train.SequenceOf(user).SequenceEqual(shuffled.Train.SequenceOf(user)));
        Assert.All(Enumerable.Range(0, inOrder.Train.UserCount), user => Assert.Equal(inOrder.Train.ItemsOf(user).ToArray(), shuffled.Train.ItemsOf(user).ToArray()));
        double Ndcg(IRecommender recommender, RankingSplit split) => RankingEvaluation.Run(recommender, split).NdcgAtK;
        Assert.Equal(Ndcg(new ItemNeighbors(), inOrder), Ndcg(new ItemNeighbors(), shuffled));
        Assert.NotEqual(Ndcg(new LastItemMarkov(), inOrder), Ndcg(new LastItemMarkov(), shuffled));
        Assert.Throws<InvalidOperationException>(() => s_survey.Plays(1).WithTrainOrderShuffled(1));
        Assert.Throws<InvalidOperationException>(() => shuffled.WithValidationInTrain());
    }

    [Fact]
    public void Hybrids_learn_what_friends_play_in_training_alone()
    {
        IReadOnlyList<SurveyMethod> hybrids = s_survey.Hybrids(1);
        Assert.Equal(3, hybrids.Count);
        Assert.All(hybrids, hybrid => Assert.True(RankingEvaluation.Run(hybrid.Tunable.Build(First(hybrid), 1), s_survey.Plays(1)).NdcgAtK > 0.02, hybrid.Name));
        double Ndcg(Interactions friendsPlays) => RankingEvaluation.Run(
            new FeatureToFactorMapping(ColdStartContent.PlaysOfFriends(s_survey.LastFm, friendsPlays).NormalizeRows(), null, 1, new FeatureToFactorOptions { Factors = new() { Factors = 64, Regularization = 10, Confidence = 1 } }),
            s_survey.Plays(1)).NdcgAtK;
        double own = RankingEvaluation.Run(hybrids[1].Tunable.Build(First(hybrids[1]), 1), s_survey.Plays(1)).NdcgAtK;
        Assert.Equal(Ndcg(s_survey.Plays(1).Train), own);
        Assert.NotEqual(Ndcg(s_survey.LastFm.Plays), own);
    }

    [Fact]
    public void Conditions_are_held_against_each_other_split_by_split()
    {
        SurveyMethod[] methods = [Method("popularity")];
        using (StudyTable study = Open())
        {
            foreach ((string part, double[] figures) in ((string, double[])[])[("one", [0.3, 0.5, 0.1]), ("other", [0.3, 0.1, 0.2])])
            {
                for (int seed = 1; seed <= figures.Length; seed++)
                {
                    _ = study.Run($"{part}, five seeds: popularity, seed {seed}", row => row.Add("NDCG@10", figures[seed - 1]));
                }
            }
        }

        using StudyTable read = StudyTable.Read(_folder.File("t"));
        string all = SurveySeeds.Contrast(read, ("one", "first"), ("other", "second"), methods).ToText(), later = SurveySeeds.Contrast(read, ("one", "first"), ("other", "second"), methods, firstSeed: 2).ToText();
        Assert.Matches("0.3000 +0.2000 +.0.1000 +1 of 3", all);
        Assert.Matches("0.3000 +0.1500 +.0.1500 +1 of 2", later);
        Assert.Throws<InvalidDataException>(() => SurveySeeds.Contrast(read, ("one", "first"), ("other", "second"), methods, firstSeed: 4));
    }

    [Fact]
    public void Draws_are_kept_by_name_and_column()
    {
        using (StudyTable study = Open())
        {
            for (ulong draw = 1; draw <= 3; draw++)
            {
                Assert.Throws<ArgumentException>(() => SurveyDraws.Run(study, "new listeners", draw, () => []));
                Assert.Throws<ArgumentException>(() => SurveyDraws.Run(study, "new listeners", draw, () => [("one | two", "0 known", 1)]));
                _ = SurveyDraws.Run(study, "new listeners", draw, () => [("one", "0 known", 0.1 * draw), ("one", "2 known", 0.5), ("two", "0 known", 0.2), ("two", "2 known", 0.25)]);
            }
        }

        using StudyTable read = StudyTable.Read(_folder.File("t"));
        Assert.Equal([0.1, 0.2, 0.1 * 3], SurveyDraws.Of(read, "new listeners", "one", "0 known"));
        Assert.Equal("mean difference 0.0000, ahead in 1 of 3 draws", SurveyDraws.Words(read, "new listeners", "one", "two", "0 known"));
        Assert.Equal(1, SurveyDraws.Same(read, "new listeners", 2, [("one", "0 known", 0.2), ("two", "0 known", 0.1)]));
        Assert.True(SurveyDraws.Has(read, "new listeners", 3));
        Assert.False(SurveyDraws.Has(read, "new listeners", 4));
        Assert.Throws<InvalidDataException>(() => SurveyDraws.Same(read, "new listeners", 4, []));
        string text = SurveyDraws.Table(read, "new listeners").ToText();
        Assert.Contains("0.2000 ± 0.1000", text, StringComparison.Ordinal);
        Assert.Contains("0.5000 ± 0.0000", text, StringComparison.Ordinal);
        Assert.Contains("has no draws of", Assert.Throws<InvalidDataException>(() => SurveyDraws.Of(read, "new artists", "one", "0 known")).Message, StringComparison.Ordinal);
        Assert.Contains("'three'", Assert.Throws<InvalidDataException>(() => SurveyDraws.Of(read, "new listeners", "three", "0 known")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Points_are_named_after_their_methods()
    {
        SurveyMethod[] methods = [Method("random"), Method("popularity")];
        RankingResult[] results = [.. methods.Select(method => RankingEvaluation.Run(method.Tunable.Build(null, 1), s_survey.Plays(1)))];
        Assert.DoesNotContain("too close", SurveyFigures.AgainstTime(methods, results).ToString(), StringComparison.Ordinal);
        Assert.Contains(" s, y ", SurveyFigures.AgainstTime(methods, results).ToString(), StringComparison.Ordinal);
        RankingResult named = results[1].Named("most played");
        Assert.Equal(("most played", results[1].NdcgAtK, results[1].Coverage, results[1].FitTime), (named.Name, named.NdcgAtK, named.Coverage, named.FitTime));
        Assert.NotNull(SurveyFigures.AgainstPopularity(methods, results));
        Assert.NotNull(SurveyFigures.Accuracy(methods, results));
        Assert.Throws<ArgumentException>(() => SurveyFigures.AgainstTime(methods, [results[0]]));
    }

    private static SurveyMethod Method(string name) => SurveyMethods.ForPlays.Single(method => method.Name == name);

    private static ParameterValues? First(SurveyMethod method) => method.Tunable.Space is { } space ? RandomSearch.Candidates(space, 1, 1)[0] : null;

    private StudyTable Open() => StudyTable.Open(_folder.File("t"), "survey", s_survey.Hash, "6 candidates");
}
