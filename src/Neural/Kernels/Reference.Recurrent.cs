using System.Numerics;
using MusicRec.Numerics;

namespace MusicRec.Neural.Kernels;

internal static partial class Reference
{
    /// <summary>
    /// One recurrent layer over whole sequences, position by position, with its gradients: the plain version of
    /// <see cref="RecurrentOperation"/>. Gates stand in the order of the products: i, f, g, o of an LSTM; candidate's sum
    /// with the input, r, z, candidate's sum with the state of a GRU.
    /// </summary>
    internal sealed class RecurrentLayer<T>
        where T : IFloatingPointIeee754<T>
    {
        private readonly RecurrentCell _cell;
        private readonly int _batch, _time, _inputs, _hidden, _gates, _sums;
        private readonly int[] _lengths;
        private readonly T[] _values, _cells;

        public RecurrentLayer(RecurrentCell cell, int batch, int time, int inputs, int hidden, int[] lengths)
        {
            (_cell, _batch, _time, _inputs, _hidden, _lengths) = (cell, batch, time, inputs, hidden, lengths);
            _gates = cell switch { RecurrentCell.Lstm => 4, RecurrentCell.Gru => 3, _ => 1 };
            _sums = cell == RecurrentCell.Gru ? 4 : _gates;
            Input = new T[batch * time * inputs];
            Weights = [new T[_gates * hidden * inputs], new T[_gates * hidden * hidden], new T[_gates * hidden], new T[_gates * hidden]];
            Outputs = new T[batch * time * hidden];
            Last = new T[batch * hidden];
            _values = new T[batch * time * _sums * hidden];
            _cells = new T[batch * time * hidden];
            InputGradients = new T[Input.Length];
            WeightGradients = [.. Weights.Select(weight => new T[weight.Length])];
        }

        /// <summary>[batch, time, inputs].</summary>
        public T[] Input { get; }

        /// <summary>weight_ih, weight_hh, bias_ih, bias_hh.</summary>
        public T[][] Weights { get; }

        /// <summary>[batch, time, hidden].</summary>
        public T[] Outputs { get; }

        /// <summary>[batch, hidden].</summary>
        public T[] Last { get; }

        public T[] InputGradients { get; }

        public T[][] WeightGradients { get; }

        public void Forward()
        {
            for (int row = 0; row < _batch; row++)
            {
                for (int time = 0; time < _lengths[row]; time++)
                {
                    for (int sum = 0; sum < _sums; sum++)
                    {
                        for (int unit = 0; unit < _hidden; unit++)
                        {
                            Value(row, time, sum, unit) = Sum(row, time, sum, unit);
                        }
                    }

                    for (int unit = 0; unit < _hidden; unit++)
                    {
                        T state = Step(row, time, unit);
                        Outputs[(((row * _time) + time) * _hidden) + unit] = state;
                        Last[(row * _hidden) + unit] = state;
                    }
                }
            }
        }

        /// <param name="outputs">The gradient of <see cref="Outputs"/>, or empty for 0.</param>
        /// <param name="last">The gradient of <see cref="Last"/>, or empty for 0.</param>
        public void Backward(ReadOnlySpan<T> outputs, ReadOnlySpan<T> last)
        {
            for (int row = 0; row < _batch; row++)
            {
                T[] gradients = last.IsEmpty ? new T[_hidden] : last.Slice(row * _hidden, _hidden).ToArray(), carried = new T[_hidden];
                for (int time = _lengths[row] - 1; time >= 0; time--)
                {
                    for (int unit = 0; unit < _hidden; unit++)
                    {
                        T upstream = outputs.IsEmpty ? T.Zero : outputs[(((row * _time) + time) * _hidden) + unit];
                        StepBackward(row, time, unit, gradients[unit] + upstream, ref carried[unit]);
                    }

                    for (int unit = 0; unit < _hidden; unit++)
                    {
                        gradients[unit] = Down(row, time, _sums - _gates, Weights[1], _hidden, unit);
                    }

                    for (int input = 0; input < _inputs; input++)
                    {
                        InputGradients[(((row * _time) + time) * _inputs) + input] = Down(row, time, 0, Weights[0], _inputs, input);
                    }
                }
            }

            AddUp();
        }

        private ref T Value(int row, int time, int sum, int unit) => ref _values[(((((row * _time) + time) * _sums) + sum) * _hidden) + unit];

        private T State(int row, int time, int unit) => time < 0 ? T.Zero : Outputs[(((row * _time) + time) * _hidden) + unit];

        private T Cell(int row, int time, int unit) => time < 0 ? T.Zero : _cells[(((row * _time) + time) * _hidden) + unit];

        /// <summary>Which of the parameters' gates a sum takes; GRUs have r, z, candidate there.</summary>
        private int Gate(int sum) => _cell != RecurrentCell.Gru ? sum : sum == 0 ? 2 : sum - 1;

        private bool SeesInput(int sum) => sum < _gates;

        private bool SeesState(int sum) => sum >= _sums - _gates;

        private T Sum(int row, int time, int sum, int unit)
        {
            int weight = (Gate(sum) * _hidden) + unit;
            T result = (SeesInput(sum) ? Weights[2][weight] : T.Zero) + (SeesState(sum) ? Weights[3][weight] : T.Zero);
            for (int input = 0; SeesInput(sum) && input < _inputs; input++)
            {
                result = T.FusedMultiplyAdd(Input[(((row * _time) + time) * _inputs) + input], Weights[0][(weight * _inputs) + input], result);
            }

            for (int from = 0; SeesState(sum) && time > 0 && from < _hidden; from++)
            {
                result = T.FusedMultiplyAdd(State(row, time - 1, from), Weights[1][(weight * _hidden) + from], result);
            }

            return result;
        }

        private T Step(int row, int time, int unit)
        {
            ref T first = ref Value(row, time, 0, unit);
            if (_cell is RecurrentCell.Tanh or RecurrentCell.Relu)
            {
                return first = _cell == RecurrentCell.Tanh ? Tanh(first) : first < T.Zero ? T.Zero : first;
            }

            ref T second = ref Value(row, time, 1, unit), third = ref Value(row, time, 2, unit), fourth = ref Value(row, time, 3, unit);
            if (_cell == RecurrentCell.Gru)
            {
                second = Sigmoid(second);
                third = Sigmoid(third);
                first = Tanh(T.FusedMultiplyAdd(second, fourth, first));
                return T.FusedMultiplyAdd(third, State(row, time - 1, unit) - first, first);
            }

            first = Sigmoid(first);
            second = Sigmoid(second);
            third = Tanh(third);
            fourth = Sigmoid(fourth);
            T cell = T.FusedMultiplyAdd(second, Cell(row, time - 1, unit), first * third);
            _cells[(((row * _time) + time) * _hidden) + unit] = cell;
            return fourth * Tanh(cell);
        }

        private void StepBackward(int row, int time, int unit, T gradient, ref T carried)
        {
            ref T first = ref Value(row, time, 0, unit);
            if (_cell is RecurrentCell.Tanh or RecurrentCell.Relu)
            {
                first = _cell == RecurrentCell.Tanh ? gradient * T.FusedMultiplyAdd(-first, first, T.One) : first > T.Zero ? gradient : T.Zero;
                return;
            }

            ref T second = ref Value(row, time, 1, unit), third = ref Value(row, time, 2, unit), fourth = ref Value(row, time, 3, unit);
            if (_cell == RecurrentCell.Gru)
            {
                (T n, T r, T z, T u) = (first, second, third, fourth);
                gradient += carried;
                first = gradient * (T.One - z) * T.FusedMultiplyAdd(-n, n, T.One);
                second = first * u * (r * (T.One - r));
                third = gradient * (State(row, time - 1, unit) - n) * (z * (T.One - z));
                fourth = first * r;
                carried = gradient * z;
                return;
            }

            (T i, T f, T g, T o) = (first, second, third, fourth);
            T tanh = Tanh(Cell(row, time, unit));
            T cell = T.FusedMultiplyAdd(gradient * o, T.FusedMultiplyAdd(-tanh, tanh, T.One), carried);
            first = cell * g * (i * (T.One - i));
            second = cell * Cell(row, time - 1, unit) * (f * (T.One - f));
            third = cell * i * T.FusedMultiplyAdd(-g, g, T.One);
            fourth = gradient * tanh * (o * (T.One - o));
            carried = cell * f;
        }

        /// <summary>What the sums' gradients hand back to one number they were made from.</summary>
        private T Down(int row, int time, int firstSum, T[] weights, int columns, int column)
        {
            T result = T.Zero;
            for (int sum = firstSum; sum < firstSum + _gates; sum++)
            {
                for (int unit = 0; unit < _hidden; unit++)
                {
                    result = T.FusedMultiplyAdd(Value(row, time, sum, unit), weights[(((Gate(sum) * _hidden) + unit) * columns) + column], result);
                }
            }

            return result;
        }

        /// <summary>The weights' gradients: time after time, at each time longest rows first.</summary>
        private void AddUp()
        {
            int[] order = [.. Enumerable.Range(0, _batch).OrderByDescending(row => _lengths[row])];
            for (int time = 0; time < _time; time++)
            {
                foreach (int row in order.Where(row => time < _lengths[row]))
                {
                    for (int sum = 0; sum < _sums; sum++)
                    {
                        for (int unit = 0; unit < _hidden; unit++)
                        {
                            AddUp(row, time, sum, unit, (Gate(sum) * _hidden) + unit);
                        }
                    }
                }
            }
        }

        private void AddUp(int row, int time, int sum, int unit, int weight)
        {
            T gradient = Value(row, time, sum, unit);
            for (int input = 0; SeesInput(sum) && input < _inputs; input++)
            {
                ref T target = ref WeightGradients[0][(weight * _inputs) + input];
                target = T.FusedMultiplyAdd(gradient, Input[(((row * _time) + time) * _inputs) + input], target);
            }

            for (int from = 0; SeesState(sum) && time > 0 && from < _hidden; from++)
            {
                ref T target = ref WeightGradients[1][(weight * _hidden) + from];
                target = T.FusedMultiplyAdd(gradient, State(row, time - 1, from), target);
            }

            WeightGradients[2][weight] += SeesInput(sum) ? gradient : T.Zero;
            WeightGradients[3][weight] += SeesState(sum) ? gradient : T.Zero;
        }

        private static T Sigmoid(T x) => Apply(x, VectorMath.Sigmoid, Elementary.Sigmoid);

        private static T Tanh(T x) => Apply(x, VectorMath.Tanh, Elementary.Tanh);
    }
}
