using System.Numerics;

namespace MusicRec.Numerics;

/// <summary>What the plain kernels call: in float the steps of <see cref="VectorMath"/>, in any other type <see cref="Elementary"/>.</summary>
internal static class ReferenceMath
{
    /// <summary>e to the power x.</summary>
    public static T Exp<T>(T x)
        where T : IFloatingPointIeee754<T> => Apply(x, VectorMath.Exp, Elementary.Exp);

    /// <summary>e to the power x, minus 1.</summary>
    public static T ExpM1<T>(T x)
        where T : IFloatingPointIeee754<T> => Apply(x, VectorMath.ExpM1, Elementary.ExpM1);

    /// <summary>e to the power x, minus 1 and x.</summary>
    public static T ExpMinusLine<T>(T x)
        where T : IFloatingPointIeee754<T> => Apply(x, VectorMath.ExpMinusLine, Elementary.ExpMinusLine);

    /// <summary>The natural logarithm.</summary>
    public static T Log<T>(T x)
        where T : IFloatingPointIeee754<T> => Apply(x, VectorMath.Log, Elementary.Log);

    /// <summary>log(1 + x), for x from 0 to 1.</summary>
    public static T Log1P<T>(T x)
        where T : IFloatingPointIeee754<T> => Apply(x, VectorMath.Log1P, Elementary.Log1P);

    /// <summary>The logistic function.</summary>
    public static T Sigmoid<T>(T x)
        where T : IFloatingPointIeee754<T> => Apply(x, VectorMath.Sigmoid, Elementary.Sigmoid);

    /// <summary>The hyperbolic tangent.</summary>
    public static T Tanh<T>(T x)
        where T : IFloatingPointIeee754<T> => Apply(x, VectorMath.Tanh, Elementary.Tanh);

    /// <summary>The error function.</summary>
    public static T Erf<T>(T x)
        where T : IFloatingPointIeee754<T> => Apply(x, VectorMath.Erf, Elementary.Erf);

    private static T Apply<T>(T x, Func<float, float> single, Func<double, double> other)
        where T : IFloatingPointIeee754<T> =>
        x is float value ? T.CreateChecked(single(value)) : T.CreateChecked(other(double.CreateChecked(x)));
}
