using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// Keeps the columns and appends, for each pair of them, their difference and their sum. A tree that cuts one of these
/// cuts at 45° between two features, which cuts along single features reach only by many steps: the sparse oblique
/// forests of Breiman (2001, Forest-RC) and Tomita et al. (2020). Columns should be on one scale first
/// (<see cref="StandardScaler"/>). From d columns come d².
/// </summary>
public sealed class SumsAndDifferences : ITransformer
{
    private int? _columns;

    /// <inheritdoc/>
    /// <remarks>Only the number of columns is learnt.</remarks>
    public void Fit(Matrix features)
    {
        LearningInput.CheckFinite(features);
        _columns = features.Columns;
    }

    /// <inheritdoc/>
    /// <returns>[rows, d²]: the d columns; then, for each column from the second on and each column before it, (later − earlier) and (later + earlier).</returns>
    /// <exception cref="ArgumentException">The number of columns is not that of <see cref="Fit"/>, or a number is not finite.</exception>
    public Matrix Transform(Matrix features)
    {
        Throw.IfNotFitted(_columns, nameof(SumsAndDifferences));
        LearningInput.CheckPrediction(features, _columns.Value);
        Matrix result = new(features.Rows, checked(features.Columns * features.Columns));
        for (int row = 0; row < features.Rows; row++)
        {
            ReadOnlySpan<double> from = features.Row(row);
            Span<double> to = result.Row(row);
            from.CopyTo(to);
            int place = from.Length;
            for (int later = 1; later < from.Length; later++)
            {
                for (int earlier = 0; earlier < later; earlier++)
                {
                    to[place++] = from[later] - from[earlier];
                    to[place++] = from[later] + from[earlier];
                }
            }
        }

        return result;
    }
}
