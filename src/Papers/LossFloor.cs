using MusicRec.Numerics;

namespace MusicRec.Papers;

/// <summary>
/// How small a loss can be beside a given accuracy. A row that is answered wrongly gives its true class at most the share of another class, and so costs
/// something whatever the model: a reported loss below what the reported accuracy allows was another loss, or of other rows.
/// </summary>
public static class LossFloor
{
    /// <summary>
    /// The least mean binary cross-entropy of one yes-or-no answer per row cut at ½: (1 − accuracy) · ln 2. A wrong answer gives the truth a probability of
    /// ½ at most.
    /// </summary>
    /// <param name="accuracy">Share of rows answered rightly, 0 to 1.</param>
    public static double BinaryCrossEntropy(double accuracy) => Wrong(accuracy) * Elementary.Log(2);

    /// <summary>The least mean squared error of the same answers, the Brier score: (1 − accuracy) ÷ 4.</summary>
    /// <param name="accuracy">Share of rows answered rightly, 0 to 1.</param>
    public static double SquaredError(double accuracy) => Wrong(accuracy) / 4;

    /// <summary>The least mean cross-entropy of softmax shares, of two classes or more: (1 − accuracy) · ln 2, as the true class has ½ at most in a wrong row.</summary>
    /// <param name="accuracy">Share of rows whose likeliest class is the true one, 0 to 1.</param>
    public static double CrossEntropy(double accuracy) => Wrong(accuracy) * Elementary.Log(2);

    /// <summary>
    /// The least binary cross-entropy of softmax shares, each held against 0 or 1, the mean over rows and classes: (1 − accuracy) · 2 ln 2 ÷ classes.
    /// A wrong row is cheapest where the true class and another have ½ each.
    /// </summary>
    /// <param name="accuracy">Share of rows whose likeliest class is the true one, 0 to 1.</param>
    /// <param name="classes">Number of classes, 2 or more.</param>
    public static double SoftmaxBinaryCrossEntropy(double accuracy, int classes)
    {
        Throw.IfBelow(classes, 2);
        return Wrong(accuracy) * 2 * Elementary.Log(2) / classes;
    }

    /// <summary>
    /// That same loss where every class gets the same share, whatever the row: (ln classes − (classes − 1) · ln(1 − 1 ÷ classes)) ÷ classes. A network that
    /// has learnt anything lies below.
    /// </summary>
    /// <param name="classes">Number of classes, 2 or more.</param>
    public static double UniformSoftmaxBinaryCrossEntropy(int classes)
    {
        Throw.IfBelow(classes, 2);
        return (Elementary.Log(classes) - ((classes - 1) * Elementary.Log1P(-1.0 / classes))) / classes;
    }

    /// <summary>The largest number of classes for which equal shares cost <paramref name="loss"/> or more; a network with more classes that has learnt anything lies below it.</summary>
    /// <param name="loss">A binary cross-entropy of softmax shares, the mean over rows and classes; above 0.</param>
    /// <returns>2 or more; 1 where even two classes cost less.</returns>
    public static int MostClassesOfSoftmaxBinaryCrossEntropy(double loss)
    {
        Throw.IfNotPositive(loss);
        if (UniformSoftmaxBinaryCrossEntropy(2) < loss)
        {
            return 1;
        }

        int enough = 2, few = int.MaxValue;
        if (UniformSoftmaxBinaryCrossEntropy(few) >= loss)
        {
            return few;
        }

        while (few - enough > 1)
        {
            int middle = enough + ((few - enough) / 2);
            (enough, few) = UniformSoftmaxBinaryCrossEntropy(middle) >= loss ? (middle, few) : (enough, middle);
        }

        return enough;
    }

    private static double Wrong(double accuracy)
    {
        Throw.IfOutside(accuracy, 0, 1);
        return 1 - accuracy;
    }
}
