using System.Text.Json;
using MusicRec.Neural;

namespace MusicRec.Core.Tests.Neural;

/// <summary>Arithmetic on tensors against PyTorch in float64; golden/make_operations.py wrote what is expected.</summary>
public sealed class GoldenOperationsTests
{
    private static readonly JsonElement[] _cases = Golden.Read("operations.json");

    public static TheoryData<string> Names => Golden.Names(_cases);

    [Theory]
    [MemberData(nameof(Names))]
    public void Results_and_gradients_agree_with_PyTorch(string name)
    {
        JsonElement expected = _cases.Single(entry => entry.GetProperty("name").GetString() == name);
        Tensor[] inputs = [.. expected.GetProperty("shapes").EnumerateArray().Select((shape, index) =>
            Golden.Input(new Shape(Golden.Integers(shape)), expected.GetProperty("inputs")[index]))];
        Tensor targets = Tensor.From(Golden.Floats(expected.GetProperty("targets")), Golden.Integers(expected.GetProperty("shape")));
        Tape tape = new();

        // Twice: gradients that are there already are added to, and pooled memory holds what was there before.
        for (int pass = 0; pass < 2; pass++)
        {
            using (tape.Record())
            {
                Tensor output = Run(name, inputs);
                Assert.Equal(targets.Shape, output.Shape);
                Golden.AssertClose("output", Golden.Doubles(expected.GetProperty("output")), output.Values);
                Loss.MeanSquaredError.Of(output, targets).Backward();
            }
        }

        for (int index = 0; index < inputs.Length; index++)
        {
            Golden.AssertClose(
                $"gradient {index}", [.. Golden.Doubles(expected.GetProperty("gradients")[index]).Select(value => 2 * value)], inputs[index].Gradient);
        }
    }

    [Fact]
    public void Results_that_are_used_twice_get_both_gradients()
    {
        // What one use handed over in its own memory, the other one adds to.
        foreach (bool viewFirst in new[] { false, true })
        {
            Tensor input = Tensor.Parameter(new Shape(2, 3));
            input.Values.Fill(0.5f);
            Tape tape = new();
            using (tape.Record())
            {
                Tensor squares = input * input;
                Tensor view = viewFirst ? squares.Reshape(6) : squares.Scale(1).Reshape(6);
                Tensor doubled = squares + squares;
                (view.Sum() + doubled.Sum() + squares.Reshape(3, 2).Sum().Scale(3)).Backward();
            }

            Assert.All(input.Gradient.ToArray(), slope => Assert.Equal(6f * 2 * 0.5f, slope));
        }
    }

    [Fact]
    public void A_large_product_of_a_tensor_with_itself_adds_both_gradients()
    {
        // The sum over all pairs of rows of their products: each row's slope is twice the sum of all rows.
        const int Rows = 160, Size = 48;
        Tensor input = Tensor.Parameter(new Shape(Rows, Size));
        for (int place = 0; place < Rows * Size; place++)
        {
            input.Values[place] = (place % 7) - 3;
        }

        Tape tape = new();
        for (int pass = 0; pass < 20; pass++)
        {
            input.ClearGradient();
            using (tape.Record())
            {
                input.Linear(input).Sum().Backward();
            }

            for (int place = 0; place < Rows * Size; place++)
            {
                float sum = 0;
                for (int row = 0; row < Rows; row++)
                {
                    sum += input.Values[(row * Size) + (place % Size)];
                }

                Assert.Equal(2 * sum, input.Gradient[place]);
            }
        }
    }

    [Fact]
    public void Backward_runs_once_in_a_scope()
    {
        Tensor input = Tensor.Parameter(new Shape(2));
        Tape tape = new();
        using (tape.Record())
        {
            input.Sum().Backward();
            Assert.Throws<InvalidOperationException>(() => input.Mean().Backward());
        }
    }

    [Fact]
    public void Shapes_that_do_not_go_together_are_refused()
    {
        Tensor table = Tensor.From(new float[6], 2, 3), row = Tensor.From(new float[2], 2), other = Tensor.From(new float[6], 3, 2);
        Tape tape = new();
        using (tape.Evaluate())
        {
            Assert.Contains("[2, 3] and [2]", Assert.Throws<ArgumentException>(() => table + row).Message, StringComparison.Ordinal);
            Assert.Throws<ArgumentException>(() => table - other);
            Assert.Throws<ArgumentException>(() => table * other);
            Assert.Throws<ArgumentException>(() => table.RowDot(other));
            Assert.Throws<ArgumentException>(() => row.RowDot(row));
            Assert.Throws<ArgumentException>(() => table.Linear(other));
            Assert.Throws<ArgumentException>(() => table.Linear(row));
            Assert.Throws<ArgumentException>(() => row.Linear(table));
            Assert.Throws<ArgumentException>(() => table.Linear(table, Tensor.From(new float[3], 3)));
            Assert.Throws<ArgumentException>(() => table.Reshape(5));
            Assert.Throws<ArgumentException>(() => TensorOperations.Concatenate(table, other));
            Assert.Throws<ArgumentException>(() => TensorOperations.Concatenate());
            Assert.Throws<ArgumentOutOfRangeException>(() => table.Slice(3, 1));
            Assert.Throws<ArgumentOutOfRangeException>(() => table.Slice(-1, 1));
            Assert.Throws<ArgumentOutOfRangeException>(() => table.Slice(1, 3));
            Assert.Throws<ArgumentOutOfRangeException>(() => table.Slice(1, 0));
            Assert.Throws<ArgumentOutOfRangeException>(() => table.Scale(double.NaN));
            Assert.Throws<ArgumentException>(() => Tensor.From([], 0, 3).Mean());
            Assert.Equal(0, Tensor.From([], 0, 3).Sum().Item);
            Assert.Equal(new Shape(0, 3), (Tensor.From([], 0, 3) + Tensor.From(new float[3], 3)).Shape);
        }
    }

    private static Tensor Rows(Tensor table, params int[] rows) => EmbeddingOperation.Forward(IndexTensor.From(rows, rows.Length), table, paddingIndex: -1);

    private static Tensor Run(string name, Tensor[] inputs) => name switch
    {
        "add" or "addRow" or "addToRow" or "addTable" => inputs[0] + inputs[1],
        "subtract" or "subtractRow" or "subtractFromRow" => inputs[0] - inputs[1],
        "multiply" or "multiplyRow" or "multiplyTable" => inputs[0] * inputs[1],
        "square" => inputs[0] * inputs[0],
        "double" => inputs[0] + inputs[0],
        "scale" => inputs[0].Scale(-2.5),
        "exp" => inputs[0].Exp(),
        "reshape" => inputs[0].Reshape(6, 2),
        "reshapeTwice" => (inputs[0].Reshape(4, 3) * inputs[0].Reshape(4, 3)) + inputs[1],
        "concatenate" => TensorOperations.Concatenate(inputs[0], inputs[1], inputs[2], inputs[0]),
        "concatenateSequences" => TensorOperations.Concatenate(inputs[0], inputs[1]),
        "slice" => inputs[0].Slice(2, 3),
        "sliceOfSquares" => (inputs[0] * inputs[0]).Slice(1, 3),
        "slices" => (inputs[0].Slice(0, 3) * inputs[0].Slice(2, 3)) + inputs[0].Slice(3, 3),
        "sum" => (inputs[0] * inputs[0]).Sum(),
        "mean" => inputs[0].Exp().Mean(),
        "sumTwice" => inputs[0].Sum() + inputs[0].Mean(),
        "linear" => inputs[0].Linear(inputs[1], inputs[2]),
        "linearWithoutBias" => inputs[0].Linear(inputs[1]),
        "linearOfItself" => inputs[0].Linear(inputs[0], inputs[1]),
        "linearTied" => Rows(inputs[0], 4, 0, 4, 2).Linear(inputs[0], inputs[1]),
        "linearTiedToTwo" => Rows(inputs[0], 1, 0).Linear(Rows(inputs[0], 2, 1, 1)),
        "rowDot" or "rowDotOne" => inputs[0].RowDot(inputs[1]),
        "rowDotSelf" => inputs[0].RowDot(inputs[0]),
        "draw" => inputs[0].Slice(0, 4) + (inputs[0].Slice(4, 4).Scale(0.5).Exp() * inputs[1]),
        _ => throw new ArgumentException(name),
    };
}
