using System.Runtime.Intrinsics;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Numerics;

public sealed class VectorMathTests
{
    [Theory]
    [InlineData("exp", -87, 88.7, 2)]
    [InlineData("exp", -1, 1, 2)]
    [InlineData("expm1", -20, 88.7, 2)]
    [InlineData("expm1", -1, 1, 2)]
    [InlineData("expm1", -1e-3, 1e-3, 2)]
    [InlineData("expm1", -1e-30, 1e-30, 2)]
    [InlineData("expMinusLine", -20, 88.7, 16)]
    [InlineData("expMinusLine", -0.5, 0.5, 16)]
    [InlineData("expMinusLine", -1e-3, 1e-3, 16)]
    [InlineData("sigmoid", -87, 30, 4)]
    [InlineData("tanh", -12, 12, 3)]
    [InlineData("tanh", -0.7, 0.7, 3)]
    [InlineData("tanh", -1e-3, 1e-3, 3)]
    [InlineData("log1p", 0, 1, 3)]
    [InlineData("log1p", 0, 1e-4, 3)]
    [InlineData("log", 1e-30, 1e30, 2)]
    [InlineData("log", 0, 10, 2)]
    [InlineData("log", 0.9, 1.1, 2)]
    [InlineData("log", 1e-45, 1.2e-38, 2)]
    [InlineData("erf", -5, 5, 3)]
    [InlineData("erf", -1, 1, 3)]
    [InlineData("erf", -1e-3, 1e-3, 3)]
    public void Functions_keep_their_error_bound_and_one_lane_gives_the_bits_of_eight(string function, double from, double to, double units)
    {
        RandomStream random = new(12);
        Span<float> arguments = stackalloc float[8];
        for (int draw = 0; draw < 10_000; draw++)
        {
            foreach (ref float argument in arguments)
            {
                argument = (float)(from + ((to - from) * random.NextDouble()));
            }

            Vector256<float> eight = Eight(function, Vector256.Create<float>(arguments));
            for (int lane = 0; lane < 8; lane++)
            {
                float x = arguments[lane], ours = eight.GetElement(lane);
                Assert.Equal(BitConverter.SingleToInt32Bits(One(function, x)), BitConverter.SingleToInt32Bits(ours));
                double exact = Exact(function, x);
                double unit = MathF.BitIncrement(MathF.Abs((float)exact)) - (double)MathF.Abs((float)exact);
                Assert.True(Math.Abs(ours - exact) <= units * unit, $"{function}({x:R}) is {ours:R}, exactly {exact:R}.");
            }
        }
    }

    [Theory]
    [InlineData("exp", float.NegativeInfinity, 0f)]
    [InlineData("exp", -105f, 0f)]
    [InlineData("exp", 0f, 1f)]
    [InlineData("exp", 88.8f, float.PositiveInfinity)]
    [InlineData("exp", float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData("exp", float.NaN, float.NaN)]
    [InlineData("expm1", float.NegativeInfinity, -1f)]
    [InlineData("expm1", -105f, -1f)]
    [InlineData("expm1", 0f, 0f)]
    [InlineData("expm1", 88.8f, float.PositiveInfinity)]
    [InlineData("expm1", float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData("expm1", float.NaN, float.NaN)]
    [InlineData("expMinusLine", -1000f, 999f)]
    [InlineData("expMinusLine", 0f, 0f)]
    [InlineData("expMinusLine", 88.8f, float.PositiveInfinity)]
    [InlineData("expMinusLine", float.NaN, float.NaN)]
    [InlineData("sigmoid", 0f, 0.5f)]
    [InlineData("sigmoid", -1000f, 0f)]
    [InlineData("sigmoid", 1000f, 1f)]
    [InlineData("sigmoid", float.NaN, float.NaN)]
    [InlineData("tanh", 0f, 0f)]
    [InlineData("tanh", -1000f, -1f)]
    [InlineData("tanh", float.PositiveInfinity, 1f)]
    [InlineData("tanh", float.NaN, float.NaN)]
    [InlineData("log1p", 0f, 0f)]
    [InlineData("log1p", float.NaN, float.NaN)]
    [InlineData("log", 0f, float.NegativeInfinity)]
    [InlineData("log", 1f, 0f)]
    [InlineData("log", -1f, float.NaN)]
    [InlineData("log", float.NegativeInfinity, float.NaN)]
    [InlineData("log", float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData("log", float.NaN, float.NaN)]
    [InlineData("erf", 0f, 0f)]
    [InlineData("erf", 5f, 1f)]
    [InlineData("erf", float.NegativeInfinity, -1f)]
    [InlineData("erf", float.PositiveInfinity, 1f)]
    [InlineData("erf", float.NaN, float.NaN)]
    public void Edges_are_exact(string function, float x, float expected)
    {
        Assert.Equal(expected, One(function, x));
        Assert.Equal(expected, Eight(function, Vector256.Create(x)).GetElement(3));
    }

    [Fact]
    public void Numbers_below_the_normal_range_come_out_of_exp_as_they_should()
    {
        for (float x = -103f; x < -87.4f; x += 0.37f)
        {
            Assert.InRange(VectorMath.Exp(x) - Math.Exp(x), -1.5e-45, 1.5e-45);
        }
    }

    [Fact]
    public void Lanes_are_added_in_the_order_that_is_written_down()
    {
        float[] lanes = [1e8f, 1f, -3f, 1e-3f, -1e8f, 7f, 0.1f, 1e7f];
        float expected = ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]));
        Assert.Equal(expected, VectorMath.SumLanes(Vector256.Create(lanes)));
    }

    private static Vector256<float> Eight(string function, Vector256<float> x) => function switch
    {
        "exp" => VectorMath.Exp(x),
        "expm1" => VectorMath.ExpM1(x),
        "expMinusLine" => VectorMath.ExpMinusLine(x, VectorMath.ExpM1(x)),
        "sigmoid" => VectorMath.Sigmoid(x),
        "tanh" => VectorMath.Tanh(x),
        "log" => VectorMath.Log(x),
        "erf" => VectorMath.Erf(x),
        _ => VectorMath.Log1P(x),
    };

    private static float One(string function, float x) => function switch
    {
        "exp" => VectorMath.Exp(x),
        "expm1" => VectorMath.ExpM1(x),
        "expMinusLine" => VectorMath.ExpMinusLine(x),
        "sigmoid" => VectorMath.Sigmoid(x),
        "tanh" => VectorMath.Tanh(x),
        "log" => VectorMath.Log(x),
        "erf" => VectorMath.Erf(x),
        _ => VectorMath.Log1P(x),
    };

    private static double Exact(string function, double x) => function switch
    {
        "exp" => Elementary.Exp(x),
        "expm1" => Elementary.ExpM1(x),
        "expMinusLine" => Elementary.ExpMinusLine(x),
        "sigmoid" => Elementary.Sigmoid(x),
        "tanh" => Elementary.Tanh(x),
        "log" => Elementary.Log(x),
        "erf" => Elementary.Erf(x),
        _ => Elementary.Log1P(x),
    };
}
