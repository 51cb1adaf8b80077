using MusicRec.Numerics;

namespace MusicRec.Learning;

/// <summary>
/// Moves rows on a map until their neighbours there are those that <see cref="NeighborProbabilities"/> asks for: gradient descent with
/// momentum and a gain for each number, as scikit-learn's _gradient_descent. Sums run row by row in order, whatever the threads.
/// </summary>
internal sealed class NeighborDescent
{
    /// <summary>Steps of early exaggeration.</summary>
    public const int ExaggeratedSteps = 250;

    private const int CheckEvery = 50;
    private const int RowsOfPiece = 32;
    private const double LeastGradient = 1e-7;
    private const double LeastGain = 0.01;
    private readonly double[] _probabilities;
    private readonly double[] _closeness;
    private readonly double[] _sums;
    private readonly double[] _costs;
    private readonly double[] _updates;
    private readonly double[] _gains;
    private readonly double[] _gradient;
    private readonly double _rate;
    private readonly int _rows;

    public NeighborDescent(double[] probabilities, Matrix start, double rate)
    {
        (_probabilities, Positions, _rate, _rows) = (probabilities, start, rate, start.Rows);
        (_closeness, _sums, _costs) = (new double[probabilities.Length], new double[_rows], new double[_rows]);
        (_updates, _gains, _gradient) = (new double[2 * _rows], new double[2 * _rows], new double[2 * _rows]);
    }

    /// <summary>Where the rows are, [rows, 2].</summary>
    public Matrix Positions { get; }

    /// <summary>The divergence where it was last looked at.</summary>
    public double Divergence { get; private set; }

    /// <summary>All steps: with exaggeration and little momentum first.</summary>
    public void Run(int steps, double exaggeration)
    {
        int made = Run(0, Math.Min(steps, ExaggeratedSteps), 0.5, exaggeration, ExaggeratedSteps);
        if (steps > made)
        {
            _ = Run(made, steps, 0.8, 1, 300);
        }
    }

    // Returns how many steps have been made in all. Gains and momentum start anew.
    private int Run(int from, int to, double momentum, double exaggeration, int patience)
    {
        Array.Clear(_updates);
        Array.Fill(_gains, 1);
        double lowest = double.PositiveInfinity;
        int lowestAt = from;
        for (int step = from; step < to; step++)
        {
            bool isChecked = (step + 1) % CheckEvery == 0;
            Slope(exaggeration, isChecked || step == to - 1);
            double length = Move(momentum);
            if (!isChecked)
            {
                continue;
            }

            if (Divergence < lowest)
            {
                (lowest, lowestAt) = (Divergence, step);
            }
            else if (step - lowestAt > patience)
            {
                return step + 1;
            }

            if (length <= LeastGradient)
            {
                return step + 1;
            }
        }

        return to;
    }

    private double Move(double momentum)
    {
        double squares = 0;
        Span<double> positions = Positions.Values;
        for (int place = 0; place < _gradient.Length; place++)
        {
            _gains[place] = Math.Max(_updates[place] * _gradient[place] < 0 ? _gains[place] + 0.2 : _gains[place] * 0.8, LeastGain);
            double slope = _gradient[place] * _gains[place];
            _updates[place] = (momentum * _updates[place]) - (_rate * slope);
            positions[place] += _updates[place];
            squares += slope * slope;
        }

        return Math.Sqrt(squares);
    }

    private void Slope(double exaggeration, bool withDivergence)
    {
        int pieces = (_rows + RowsOfPiece - 1) / RowsOfPiece;
        ParallelLoop.For(pieces, piece =>
        {
            for (int row = piece * RowsOfPiece; row < Math.Min(_rows, (piece + 1) * RowsOfPiece); row++)
            {
                MeasureRow(row);
            }
        });
        double total = 0;
        foreach (double sum in _sums)
        {
            total += sum;
        }

        ParallelLoop.For(pieces, piece =>
        {
            for (int row = piece * RowsOfPiece; row < Math.Min(_rows, (piece + 1) * RowsOfPiece); row++)
            {
                SlopeRow(row, total, exaggeration, withDivergence);
            }
        });
        if (withDivergence)
        {
            Divergence = 0;
            foreach (double cost in _costs)
            {
                Divergence += cost;
            }
        }
    }

    // How close a row is to each other one on the map: Student's t with one degree of freedom.
    private void MeasureRow(int row)
    {
        ReadOnlySpan<double> positions = Positions.Values;
        Span<double> closeness = _closeness.AsSpan(row * _rows, _rows);
        double x = positions[2 * row], y = positions[(2 * row) + 1], sum = 0;
        for (int other = 0; other < closeness.Length; other++)
        {
            double right = x - positions[2 * other], up = y - positions[(2 * other) + 1];
            closeness[other] = 1 / (1 + ((right * right) + (up * up)));
        }

        closeness[row] = 0;
        foreach (double value in closeness)
        {
            sum += value;
        }

        _sums[row] = sum;
    }

    private void SlopeRow(int row, double total, double exaggeration, bool withDivergence)
    {
        ReadOnlySpan<double> positions = Positions.Values, closeness = _closeness.AsSpan(row * _rows, _rows), wanted = _probabilities.AsSpan(row * _rows, _rows);
        double x = positions[2 * row], y = positions[(2 * row) + 1], right = 0, up = 0, cost = 0;
        for (int other = 0; other < closeness.Length; other++)
        {
            double probability = Math.Max(closeness[other] / total, NeighborProbabilities.Least);
            double pull = ((exaggeration * wanted[other]) - probability) * closeness[other];
            right += pull * (x - positions[2 * other]);
            up += pull * (y - positions[(2 * other) + 1]);
            if (withDivergence && other != row)
            {
                cost += exaggeration * wanted[other] * Elementary.Log(exaggeration * wanted[other] / probability);
            }
        }

        (_gradient[2 * row], _gradient[(2 * row) + 1], _costs[row]) = (4 * right, 4 * up, cost);
    }
}
