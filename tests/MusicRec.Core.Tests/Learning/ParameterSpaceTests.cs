using MusicRec.Learning;

namespace MusicRec.Core.Tests.Learning;

public sealed class ParameterSpaceTests
{
    [Fact]
    public void Draws_keep_to_their_ranges_and_spread_as_they_should()
    {
        ParameterSpace space = new ParameterSpace().Uniform("share", -1, 3).LogUniform("rate", 1e-4, 1).Integer("leaves", 2, 5).LogInteger("size", 1, 100).Choice("kind", "a", "b");
        IReadOnlyList<ParameterValues> drawn = space.Draw(2000, 1);
        Assert.All(drawn, values =>
        {
            Assert.InRange(values.Number("share"), -1, 3);
            Assert.InRange(values.Number("rate"), 1e-4, 1);
            Assert.InRange(values.Integer("leaves"), 2, 5);
            Assert.InRange(values.Integer("size"), 1, 100);
            Assert.Contains(values.Value<string>("kind"), new[] { "a", "b" });
        });

        // Means within four standard errors: 1 ± 0.10, a quarter of draws per decade ± 0.04, a half of the kinds ± 0.045.
        Assert.InRange(drawn.Average(values => values.Number("share")), 0.9, 1.1);
        Assert.InRange(drawn.Count(values => values.Number("rate") < 1e-3) / 2000.0, 0.21, 0.29);
        Assert.Equal([2, 3, 4, 5], drawn.Select(values => values.Integer("leaves")).Distinct().Order());
        Assert.InRange(drawn.Count(values => values.Integer("size") < 10) / 2000.0, 0.45, 0.55);
        Assert.InRange(drawn.Count(values => values.Value<string>("kind") == "a") / 2000.0, 0.455, 0.545);
    }

    [Fact]
    public void Same_seed_same_candidates_and_one_more_parameter_leaves_the_others()
    {
        ParameterSpace few = new ParameterSpace().Uniform("a", 0, 1).Uniform("b", 0, 1);
        ParameterSpace more = new ParameterSpace().Uniform("a", 0, 1).Uniform("b", 0, 1).Choice("c", 1, 2);
        Assert.Equal(few.Draw(9, 4).Select(values => values.ToString()), few.Draw(9, 4).Select(values => values.ToString()));
        Assert.Equal(few.Draw(5, 4).Select(values => values.Number("a")), few.Draw(9, 4).Take(5).Select(values => values.Number("a")));
        Assert.Equal(few.Draw(9, 4).Select(values => values.Number("b")), more.Draw(9, 4).Select(values => values.Number("b")));
        ParameterSpace other = new ParameterSpace().Integer("a", 0, 100).Uniform("b", 0, 1);
        Assert.Equal(few.Draw(9, 4).Select(values => values.Number("b")), other.Draw(9, 4).Select(values => values.Number("b")));
        Assert.NotEqual(few.Draw(9, 4)[0].Number("a"), few.Draw(9, 5)[0].Number("a"));
    }

    [Fact]
    public void Candidates_differ_and_a_small_space_gives_all_it_has()
    {
        ParameterSpace space = new ParameterSpace().Integer("n", 1, 3).Choice("kind", true, false);
        Assert.Equal(6, space.Draw(6, 1).Select(values => values.ToString()).Distinct().Count());
        Assert.Contains("6 different candidates", Assert.Throws<ArgumentException>(() => space.Draw(7, 1)).Message, StringComparison.Ordinal);
        Assert.Equal("n 2, kind yes", new ParameterSpace().Integer("n", 1, 3).Choice("kind", true, false).Include(("kind", true), ("n", 2)).Draw(1, 1)[0].ToString());
    }

    [Fact]
    public void Included_candidates_come_first_and_once()
    {
        ParameterSpace space = new ParameterSpace().Integer("n", 1, 3).Include(("n", 3)).Include(("n", 1)).Include(("n", 3));
        Assert.Equal([3, 1, 2], space.Draw(3, 1).Select(values => values.Integer("n")));
        Assert.Equal([3], space.Draw(1, 1).Select(values => values.Integer("n")));
        Assert.Contains("'n' is 4 (Int32); allowed: 1 to 3", Assert.Throws<ArgumentException>(() => space.Include(("n", 4))).Message, StringComparison.Ordinal);
        Assert.Contains("'n' is 2 (Double)", Assert.Throws<ArgumentException>(() => space.Include(("n", 2.0))).Message, StringComparison.Ordinal);
        Assert.Contains("no value for 'n'", Assert.Throws<ArgumentException>(() => space.Include(("m", 2))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => space.Include());
        Assert.Throws<InvalidOperationException>(() => space.Uniform("late", 0, 1));
    }

    [Fact]
    public void What_is_wrong_is_named()
    {
        Assert.Throws<ArgumentException>(() => new ParameterSpace().Uniform("a", 1, 1));
        Assert.Throws<ArgumentException>(() => new ParameterSpace().Uniform("a", double.NaN, 1));
        Assert.Throws<ArgumentException>(() => new ParameterSpace().Uniform("a", double.MinValue, double.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ParameterSpace().LogUniform("a", 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ParameterSpace().LogInteger("a", 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ParameterSpace().Integer("a", int.MinValue, int.MaxValue));
        Assert.Throws<ArgumentException>(() => new ParameterSpace().Choice<int>("a"));
        Assert.Contains("must differ", Assert.Throws<ArgumentException>(() => new ParameterSpace().Choice("a", 1, 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ParameterSpace().Uniform(" ", 0, 1));
        Assert.Contains("'a'", Assert.Throws<ArgumentException>(() => new ParameterSpace().Uniform("a", 0, 1).Integer("a", 0, 1)).Message, StringComparison.Ordinal);
        ParameterValues values = new ParameterSpace().Uniform("a", 0, 1).Choice("b", "x").Draw(1, 1)[0];
        Assert.Contains("Known: a, b", Assert.Throws<ArgumentException>(() => values.Number("c")).Message, StringComparison.Ordinal);
        Assert.Contains("not of Int32", Assert.Throws<ArgumentException>(() => values.Integer("a")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => values.Number("b"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ParameterSpace().Uniform("a", 0, 1).Draw(0, 1));
    }
}
