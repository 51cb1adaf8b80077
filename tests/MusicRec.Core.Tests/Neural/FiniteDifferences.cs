namespace MusicRec.Core.Tests.Neural;

/// <summary>What a gradient says, against what the loss does when a number is moved a little, in double.</summary>
internal static class FiniteDifferences
{
    private const double Move = 1e-5;

    /// <param name="what">Named in the message.</param>
    /// <param name="loss">Works out the loss from <paramref name="values"/> as they are.</param>
    /// <param name="values">What the loss depends on; moved one by one and put back.</param>
    /// <param name="gradients">The derivative of the loss by each value, within 1e-6.</param>
    public static void AssertSlopes(string what, Func<double> loss, double[] values, double[] gradients)
    {
        Assert.Equal(values.Length, gradients.Length);
        for (int index = 0; index < values.Length; index++)
        {
            double kept = values[index];
            values[index] = kept + Move;
            double above = loss();
            values[index] = kept - Move;
            double below = loss();
            values[index] = kept;
            Assert.True(
                Math.Abs(((above - below) / (2 * Move)) - gradients[index]) <= 1e-6,
                $"{what}[{index}]: the gradient is {gradients[index]:R}, the slope {(above - below) / (2 * Move):R}.");
        }
    }
}
