using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>How alike rows are: exp(−γ ‖x − y‖²).</summary>
internal static class RadialKernel
{
    /// <summary>The kernel of each row of <paramref name="left"/> with each of <paramref name="right"/>, [left rows, right rows].</summary>
    public static Matrix Of(Matrix left, Matrix right, double gamma)
    {
        Matrix kernel = new(left.Rows, right.Rows);
        for (int row = 0; row < left.Rows; row++)
        {
            for (int other = 0; other < right.Rows; other++)
            {
                kernel.Values[(row * right.Rows) + other] = Elementary.Exp(-gamma * DistanceReference.Squared(left.Row(row), right.Row(other)));
            }
        }

        return kernel;
    }
}
