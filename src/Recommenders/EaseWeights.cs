using MusicRec.Data;
using MusicRec.Numerics;

namespace MusicRec.Recommenders;

/// <summary>Adds to one row of the products of ratings, of which it is given the numbers up to the diagonal; called from several threads.</summary>
internal delegate void AddToProducts(Span<double> sums, int row);

/// <summary>The weights B of <see cref="Ease"/>, in whichever form takes less memory.</summary>
internal abstract class EaseWeights
{
    /// <summary>Solves for the weights.</summary>
    /// <param name="ratings">[users, items].</param>
    /// <param name="itemCount">Number of items.</param>
    /// <param name="options">λ and the form.</param>
    public static EaseWeights Learn(CompressedRows ratings, int itemCount, EaseOptions options) => IsOverUsers(ratings, itemCount, options.Form)
        ? new EaseOverUsers(ratings, itemCount, options.Regularization)
        : new EaseOverItems(ratings, itemCount, options.Regularization);

    /// <summary>Takes up what <see cref="Write"/> wrote.</summary>
    public static EaseWeights Read(CompressedRows ratings, int itemCount, EaseOptions options, RecommenderReader file) => IsOverUsers(ratings, itemCount, options.Form)
        ? new EaseOverUsers(ratings, itemCount, options.Regularization, file)
        : new EaseOverItems(ratings, itemCount, file);

    /// <summary>Writes what was learnt.</summary>
    public abstract void Write(RecommenderWriter file);

    /// <summary>The scores of all items for a listener.</summary>
    public abstract double[] Scores(ReadOnlySpan<int> items, ReadOnlySpan<double> ratings);

    /// <summary>The same for a listener of the fit.</summary>
    public abstract double[] ScoresOfUser(int user);

    /// <summary>Row <paramref name="item"/> of B: what a rating of it counts for each other item. Its own place means nothing.</summary>
    public abstract double[] WeightsFrom(int item);

    /// <summary>Some numbers of column <paramref name="item"/> of B: what ratings of these items count for it.</summary>
    public abstract double[] WeightsTo(ReadOnlySpan<int> from, int item);

    /// <summary>
    /// (AᵀA + λI)⁻¹ [n, n], A being the table whose rows these are and whose columns are the rows of <paramref name="transposed"/>, n columns.
    /// </summary>
    private protected static float[] InverseOfProducts(CompressedRows rows, CompressedRows transposed, double regularization, AddToProducts? add = null)
    {
        int n = transposed.Offsets.Length - 1;
        float[] products = new float[n * n];
        const int PieceRows = 64;
        ParallelLoop.For((n + PieceRows - 1) / PieceRows, piece =>
        {
            double[] sums = new double[n];
            for (int first = piece * PieceRows; first < Math.Min(n, (piece + 1) * PieceRows); first++)
            {
                // Cholesky reads what stands up to the diagonal.
                Array.Clear(sums, 0, first + 1);
                ReadOnlySpan<int> shared = transposed.ColumnsOf(first);
                ReadOnlySpan<double> own = transposed.WeightsOf(first);
                for (int place = 0; place < shared.Length; place++)
                {
                    ReadOnlySpan<int> others = rows.ColumnsOf(shared[place]);
                    ReadOnlySpan<double> weights = rows.WeightsOf(shared[place]);
                    for (int other = 0; other < others.Length && others[other] <= first; other++)
                    {
                        sums[others[other]] += own[place] * weights[other];
                    }
                }

                add?.Invoke(sums.AsSpan(0, first + 1), first);
                sums[first] += regularization;
                Span<float> row = products.AsSpan(first * n, first + 1);
                for (int column = 0; column < row.Length; column++)
                {
                    row[column] = (float)sums[column];
                }
            }
        });

        try
        {
            // It refuses what is not finite, too.
            Cholesky.Invert(products, n, new float[Cholesky.ScratchLength(n)]);
        }
        catch (ArgumentException cause)
        {
            throw new ArithmeticException($"With a regularisation of {regularization} the products of ratings have no inverse in float; a larger one gives it. ({cause.Message})", cause);
        }

        return products;
    }

    private static bool IsOverUsers(CompressedRows ratings, int itemCount, EaseForm form)
    {
        int userCount = ratings.Offsets.Length - 1;
        bool isOverUsers = form == EaseForm.OverUsers || (form == EaseForm.Smaller && userCount < itemCount);
        int size = isOverUsers ? userCount : itemCount;
        return size <= Cholesky.LargestSize
            ? isOverUsers
            : throw new ArgumentException(
                $"There are {userCount:N0} users and {itemCount:N0} items; EASE inverts a matrix of {size:N0} × {size:N0}, and {Cholesky.LargestSize:N0} is the most.");
    }
}
