using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Numerics;

public sealed class ElementaryTests
{
    [Theory]
    [InlineData("exp", -740, 709)]
    [InlineData("exp", -1, 1)]
    [InlineData("expm1", -40, 700)]
    [InlineData("expm1", -1, 1)]
    [InlineData("expm1", -1e-9, 1e-9)]
    [InlineData("log", 1e-310, 1e-300)]
    [InlineData("log", 0.5, 2)]
    [InlineData("log", 1e-5, 1e9)]
    [InlineData("log1p", -0.999, 3)]
    [InlineData("log1p", -1e-9, 1e-9)]
    [InlineData("tanh", -20, 20)]
    [InlineData("tanh", -0.7, 0.7)]
    [InlineData("sigmoid", -40, 40)]
    [InlineData("softplus", -40, 40)]
    [InlineData("sin", -100000, 100000)]
    [InlineData("cos", -8, 8)]
    public void Functions_agree_with_the_runtime_to_a_few_units_in_the_last_place(string function, double from, double to)
    {
        RandomStream random = new(11);
        for (int draw = 0; draw < 20_000; draw++)
        {
            double x = from + ((to - from) * random.NextDouble());
            (double ours, double theirs) = function switch
            {
                "exp" => (Elementary.Exp(x), Math.Exp(x)),
                "expm1" => (Elementary.ExpM1(x), 2 * Math.Exp(x / 2) * Math.Sinh(x / 2)),
                "log" => (Elementary.Log(x), Math.Log(x)),
                "log1p" => (Elementary.Log1P(x), Log1P(x)),
                "tanh" => (Elementary.Tanh(x), Math.Tanh(x)),
                "sigmoid" => (Elementary.Sigmoid(x), x < 0 ? Math.Exp(x) / (1 + Math.Exp(x)) : 1 / (1 + Math.Exp(-x))),
                "softplus" => (Elementary.Softplus(x), Math.Max(x, 0) + Log1P(Math.Exp(-Math.Abs(x)))),
                "sin" => (Elementary.SinCos(x).Sine, Math.Sin(x)),
                _ => (Elementary.SinCos(x).Cosine, Math.Cos(x)),
            };
            double tolerance = function is "sin" or "cos" ? 4e-16 : Math.Max(Math.Abs(theirs) * 1e-15, 5e-324);
            Assert.True(Math.Abs(ours - theirs) <= tolerance, $"{function}({x:R}) is {ours:R}, the runtime says {theirs:R}.");
        }
    }

    [Theory]
    [InlineData(-30)]
    [InlineData(-0.35)]
    [InlineData(-0.34)]
    [InlineData(-1e-3)]
    [InlineData(-1e-150)]
    [InlineData(0)]
    [InlineData(1e-8)]
    [InlineData(0.3)]
    [InlineData(0.36)]
    [InlineData(5)]
    public void The_exponential_without_its_first_two_terms_is_the_sum_of_the_others(double x)
    {
        double sum = 0;
        for (int term = 170; term >= 2; term--)
        {
            sum = (1 + sum) * x / term;
        }

        double expected = x < -1 ? Math.Exp(x) - 1 - x : sum * x;
        Assert.InRange(Elementary.ExpMinusLine(x), expected - (4e-15 * expected), expected + (4e-15 * expected));
    }

    [Theory]
    [InlineData(-6.5, -1.0)]
    [InlineData(-5.9, -0.9999999999999999)]
    [InlineData(-3.0, -0.9999779095030014)]
    [InlineData(-1.5000001, -0.9661051583683379)]
    [InlineData(-1.2, -0.9103139782296353)]
    [InlineData(-0.3, -0.3286267594591274)]
    [InlineData(-1e-05, -1.1283791670579e-05)]
    [InlineData(0.0, 0.0)]
    [InlineData(1e-12, 1.1283791670955126e-12)]
    [InlineData(0.1, 0.1124629160182849)]
    [InlineData(0.5, 0.5204998778130465)]
    [InlineData(0.93, 0.8115635585845578)]
    [InlineData(1.0, 0.8427007929497149)]
    [InlineData(1.49, 0.9648978648432042)]
    [InlineData(1.51, 0.9672767481287117)]
    [InlineData(2.0, 0.9953222650189527)]
    [InlineData(2.7, 0.9998656672600594)]
    [InlineData(4.0, 0.9999999845827421)]
    [InlineData(5.5, 0.9999999999999927)]
    [InlineData(7.0, 1.0)]
    public void The_error_function_agrees_with_the_C_library_as_Python_prints_it(double x, double expected) =>
        Assert.InRange(Elementary.Erf(x), expected - (2e-15 * Math.Abs(expected)), expected + (2e-15 * Math.Abs(expected)));

    [Fact]
    public void Edges_are_exact()
    {
        Assert.Equal(1, Elementary.Exp(0));
        Assert.Equal(0, Elementary.Exp(double.NegativeInfinity));
        Assert.Equal(double.PositiveInfinity, Elementary.Exp(710));
        Assert.Equal(0, Elementary.Log(1));
        Assert.Equal(double.NegativeInfinity, Elementary.Log(0));
        Assert.True(double.IsNaN(Elementary.Log(-1)));
        Assert.True(double.IsNaN(Elementary.Exp(double.NaN)));
        Assert.Equal(1, Elementary.Sigmoid(800));
        Assert.Equal(0, Elementary.Sigmoid(-800));
        Assert.Equal(1, Elementary.Tanh(400));
        Assert.Equal((0.0, 1.0), Elementary.SinCos(0));
    }

    private static double Log1P(double x) =>
        Math.Abs(x) < 1e-4 ? x - (x * x / 2) + (x * x * x / 3) - (x * x * x * x / 4) : Math.Log(1 + x) * (x / (1 + x - 1));
}
