using FsCheck;
using FsCheck.Fluent;
using MusicRec.Data;

namespace MusicRec.Core.Tests.Data;

public sealed class SplitsTests
{
    private static readonly Config Quick = Config.QuickThrowOnFailure.WithMaxTest(60);

    private static readonly Gen<(int[] Values, double Share, ulong Seed)> Cases =
        from size in Gen.Choose(2, 120)
        from kinds in Gen.Choose(2, 9)
        from values in Gen.Choose(-3, kinds - 4).ArrayOf(size)
        from share in Gen.Choose(1, 99)
        from seed in Gen.Choose(0, int.MaxValue)
        select (values, share / 100.0, (ulong)seed);

    [Fact]
    public void A_random_split_is_complete_disjoint_and_of_the_size_asked_for() => Prop.ForAll(Cases.ToArbitrary(), drawn =>
    {
        Split split = Splits.Random(drawn.Values.Length, drawn.Share, drawn.Seed);
        AssertComplete(split, drawn.Values.Length);
        Assert.InRange(split.Test.Length - (drawn.Share * drawn.Values.Length), -1, 1);
    }).Check(Quick);

    [Fact]
    public void A_stratified_split_keeps_every_share_to_within_one_row() => Prop.ForAll(Cases.ToArbitrary(), drawn =>
    {
        Split split = Splits.Stratified(drawn.Values, drawn.Share, drawn.Seed);
        AssertComplete(split, drawn.Values.Length);
        double share = (double)split.Test.Length / drawn.Values.Length;
        Assert.InRange(split.Test.Length - (drawn.Share * drawn.Values.Length), -1, 1);
        foreach (IGrouping<int, int> rows in Enumerable.Range(0, drawn.Values.Length).GroupBy(row => drawn.Values[row]))
        {
            Assert.InRange(rows.Count(split.Test.Contains) - (share * rows.Count()), -1, 1);
        }
    }).Check(Quick);

    [Fact]
    public void A_grouped_split_never_tears_a_group() => Prop.ForAll(Cases.ToArbitrary(), drawn =>
    {
        if (drawn.Values.Distinct().Count() < 2)
        {
            Assert.Throws<ArgumentException>(() => Splits.Grouped(drawn.Values, drawn.Share, drawn.Seed));
            return;
        }

        Split split = Splits.Grouped(drawn.Values, drawn.Share, drawn.Seed);
        AssertComplete(split, drawn.Values.Length);
        AssertWhole(split, drawn.Values);
        Assert.NotEmpty(split.Train);
        Assert.NotEmpty(split.Test);
    }).Check(Quick);

    [Fact]
    public void A_split_in_time_judges_on_nothing_earlier_than_what_it_learns_from() => Prop.ForAll(Cases.ToArbitrary(), drawn =>
    {
        double[] times = Array.ConvertAll(drawn.Values, value => (double)value);
        if (times.Distinct().Count() < 2)
        {
            Assert.Throws<ArgumentException>(() => Splits.Temporal(times, drawn.Share));
            return;
        }

        Split split = Splits.Temporal(times, drawn.Share);
        AssertComplete(split, times.Length);
        Assert.True(split.Train.Max(row => times[row]) < split.Test.Min(row => times[row]));
        double wanted = Math.Clamp(Math.Floor((times.Length * drawn.Share) + 0.5), 1, times.Length - 1);
        double nearest = times.Distinct().Where(cut => cut > times.Min()).Min(cut => Math.Abs(times.Count(time => time >= cut) - wanted));
        Assert.Equal(nearest, Math.Abs(split.Test.Length - wanted));
    }).Check(Quick);

    [Fact]
    public void Folds_judge_on_each_row_once_and_differ_in_size_by_one_row() => Prop.ForAll(Cases.ToArbitrary(), drawn =>
    {
        int folds = Math.Min(drawn.Values.Length, 2 + (int)(drawn.Seed % 5));
        AssertFolds(Splits.KFold(drawn.Values.Length, folds, drawn.Seed), drawn.Values.Length, evenly: true);
    }).Check(Quick);

    [Fact]
    public void Stratified_folds_keep_every_class_to_within_one_row() => Prop.ForAll(Cases.ToArbitrary(), drawn =>
    {
        int folds = 2 + (int)(drawn.Seed % 5);
        if (drawn.Values.GroupBy(value => value).Max(rows => rows.Count()) < folds)
        {
            return;
        }

        Split[] splits = Splits.StratifiedKFold(drawn.Values, folds, drawn.Seed);
        AssertFolds(splits, drawn.Values.Length, evenly: true);
        foreach (int value in drawn.Values.Distinct())
        {
            int[] sizes = [.. splits.Select(split => split.Test.Count(row => drawn.Values[row] == value))];
            Assert.InRange(sizes.Max() - sizes.Min(), 0, 1);
        }
    }).Check(Quick);

    [Fact]
    public void Grouped_folds_never_tear_a_group() => Prop.ForAll(Cases.ToArbitrary(), drawn =>
    {
        int folds = Math.Min(drawn.Values.Distinct().Count(), 2 + (int)(drawn.Seed % 3));
        if (folds < 2)
        {
            return;
        }

        Split[] splits = Splits.GroupedKFold(drawn.Values, folds, drawn.Seed);
        AssertFolds(splits, drawn.Values.Length, evenly: false);
        Assert.All(splits, split => AssertWhole(split, drawn.Values));
    }).Check(Quick);

    [Fact]
    public void Repeats_are_stratified_folds_that_differ_from_each_other()
    {
        int[] labels = [.. Enumerable.Range(0, 60).Select(row => row % 3)];
        Split[] splits = Splits.RepeatedStratifiedKFold(labels, 5, 4, 7);
        Assert.Equal(20, splits.Length);
        for (int repeat = 0; repeat < 4; repeat++)
        {
            AssertFolds(splits[(repeat * 5)..((repeat * 5) + 5)], 60, evenly: true);
        }

        Assert.Equal(20, splits.Select(split => string.Join(',', split.Test)).Distinct().Count());
    }

    [Fact]
    public void The_same_seed_gives_the_same_split_and_another_seed_another()
    {
        int[] values = [.. Enumerable.Range(0, 200).Select(row => row % 17)];
        Func<ulong, Split[]>[] ways =
        [
            seed => [Splits.Random(200, 0.3, seed)],
            seed => [Splits.Stratified(values, 0.3, seed)],
            seed => [Splits.Grouped(values, 0.3, seed)],
            seed => Splits.KFold(200, 5, seed),
            seed => Splits.StratifiedKFold(values, 5, seed),
            seed => Splits.RepeatedStratifiedKFold(values, 5, 2, seed),
            seed => Splits.GroupedKFold(values, 5, seed),
        ];
        foreach (Func<ulong, Split[]> way in ways)
        {
            Assert.Equal(Show(way(1)), Show(way(1)));
            Assert.NotEqual(Show(way(1)), Show(way(2)));
        }
    }

    [Fact]
    public void Arguments_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Splits.Random(1, 0.5, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Splits.Random(10, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Splits.Random(10, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Splits.Random(10, double.NaN, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Splits.KFold(10, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Splits.KFold(3, 4, 0));
        Assert.Throws<ArgumentException>(() => Splits.StratifiedKFold([0, 1, 2], 2, 0));
        Assert.Throws<ArgumentException>(() => Splits.GroupedKFold([0, 0, 1, 1], 3, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Splits.RepeatedStratifiedKFold([0, 0, 1, 1], 2, 0, 0));
        Assert.Throws<ArgumentException>(() => Splits.Temporal([1, double.NaN, 3], 0.5));
        Assert.Throws<ArgumentException>(() => Splits.TemporalAt([1, 2, 3], 4));
    }

    [Fact]
    public void Two_equally_near_cuts_in_time_give_the_later() =>
        Assert.Equal([3], Splits.Temporal([1, 2, 2, 3], 0.5).Test);

    private static string Show(Split[] splits) => string.Join(';', splits.Select(split => string.Join(',', split.Test)));

    private static void AssertComplete(Split split, int count)
    {
        Assert.Equal(Enumerable.Range(0, count), split.Train.Concat(split.Test).Order());
        Assert.Equal(split.Train.Order(), split.Train);
        Assert.Equal(split.Test.Order(), split.Test);
    }

    private static void AssertWhole(Split split, int[] groups) =>
        Assert.Empty(split.Train.Select(row => groups[row]).Intersect(split.Test.Select(row => groups[row])));

    private static void AssertFolds(Split[] splits, int count, bool evenly)
    {
        Assert.All(splits, split => AssertComplete(split, count));
        Assert.Equal(Enumerable.Range(0, count), splits.SelectMany(split => split.Test).Order());
        Assert.All(splits, split => Assert.NotEmpty(split.Test));
        Assert.True(!evenly || splits.Max(split => split.Test.Length) - splits.Min(split => split.Test.Length) <= 1);
    }
}
