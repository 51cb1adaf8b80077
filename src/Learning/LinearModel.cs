using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>What a linear classifier has learnt: one block per output, the weights and then the intercept.</summary>
/// <param name="blocks">[outputs, columns + 1], row after row; not copied.</param>
/// <param name="columns">Number of features.</param>
/// <param name="classes">The classes that training saw, ascending.</param>
/// <param name="classCount">All classes, seen or not.</param>
internal sealed class LinearModel(double[] blocks, int columns, int[] classes, int classCount)
{
    public double[] Blocks => blocks;

    public int Columns => columns;

    public int[] Classes => classes;

    public int ClassCount => classCount;

    public int Outputs => blocks.Length / (columns + 1);

    /// <summary>A copy of the weights, [outputs, columns].</summary>
    public Matrix Weights
    {
        get
        {
            Matrix weights = new(Outputs, columns);
            for (int output = 0; output < weights.Rows; output++)
            {
                blocks.AsSpan(output * (columns + 1), columns).CopyTo(weights.Row(output));
            }

            return weights;
        }
    }

    /// <summary>A copy of the intercepts, one per output.</summary>
    public double[] Intercepts => new Matrix(Outputs, columns + 1, blocks).Column(columns);

    /// <summary>How many outputs it takes to tell classes apart: one for two (or fewer), else one each.</summary>
    public static int OutputsOf(int[] classes) => classes.Length <= 2 ? 1 : classes.Length;

    /// <summary>A model from parameters in <see cref="SparseLinearObjective"/>'s order.</summary>
    public static LinearModel FromColumns(double[] parameters, int columns, int[] classes, int classCount) =>
        new(Transpose(parameters, columns + 1), columns, classes, classCount);

    /// <summary>The parameters in <see cref="SparseLinearObjective"/>'s order.</summary>
    public double[] ToColumns() => Transpose(blocks, Outputs);

    /// <summary>The scores of sparse rows, [rows, outputs].</summary>
    public Matrix Score(SparseMatrix features)
    {
        LearningInput.CheckPrediction(features, columns);
        Matrix scores = new(features.Rows, Outputs);
        SparseLinearObjective.Score(features, ToColumns(), scores.Values, Outputs);
        return scores;
    }

    private static double[] Transpose(double[] values, int rows)
    {
        int length = values.Length / rows;
        double[] result = new double[values.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int place = 0; place < length; place++)
            {
                result[(place * rows) + row] = values[(row * length) + place];
            }
        }

        return result;
    }
}
