using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// liblinear's L2-regularised squared hinge loss: ½‖w‖² + C · Σ max(0, 1 − side · score)² for every output on its own, the
/// intercept being the weight of a feature that is always 1.
/// </summary>
internal sealed class SquaredHingeObjective : SparseLinearObjective
{
    private readonly sbyte[] _sides;
    private readonly bool[] _isInside;

    /// <param name="features">[rows, features].</param>
    /// <param name="sides">Where each row belongs by each output, 1 or −1, [rows, outputs].</param>
    /// <param name="outputs">Scores per row.</param>
    /// <param name="inverseRegularization">Weight of the loss beside the penalty, above 0.</param>
    public SquaredHingeObjective(SparseMatrix features, sbyte[] sides, int outputs, double inverseRegularization)
        : base(features, outputs, inverseRegularization) =>
        (_sides, _isInside) = (sides, new bool[sides.Length]);

    protected override double InterceptCurvature => 1;

    protected override double ScoresToSlopes(int start, Span<double> scores)
    {
        double loss = 0;
        for (int index = 0; index < scores.Length; index++)
        {
            int side = _sides[start + index];
            double missing = 1 - (side * scores[index]);
            bool inside = !(missing <= 0);
            _isInside[start + index] = inside;
            loss += inside ? missing * missing : 0;
            scores[index] = inside ? -2 * LossWeight * side * missing : 0;
        }

        return loss;
    }

    protected override void MultiplyCurvature(int start, Span<double> changes)
    {
        for (int index = 0; index < changes.Length; index++)
        {
            changes[index] = _isInside[start + index] ? 2 * LossWeight * changes[index] : 0;
        }
    }

    protected override void WriteCurvature(Span<double> curvature)
    {
        for (int index = 0; index < curvature.Length; index++)
        {
            curvature[index] = _isInside[index] ? 2 * LossWeight : 0;
        }
    }

    protected override double AddInterceptPenalty(ReadOnlySpan<double> intercepts, Span<double> slopes)
    {
        double square = 0;
        for (int output = 0; output < intercepts.Length; output++)
        {
            square += intercepts[output] * intercepts[output];
            slopes[output] += intercepts[output];
        }

        return square;
    }
}
