using MusicRec.Core.Tests.Numerics;
using MusicRec.Neural;
using MusicRec.Neural.Kernels;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Neural;

/// <summary>What optimisers refuse, remember and leave out; that they agree with PyTorch stands in <see cref="GoldenOptimizersTests"/>.</summary>
public sealed class OptimizerTests
{
    [Fact]
    public void Descent_equals_the_plain_loop_however_it_is_split()
    {
        RandomStream random = new(5);
        long before = WorkerPool.SmallestPiece;
        foreach (int length in new[] { 1, 7, 8, 9, 64, 1001 })
        {
            foreach ((bool momentum, bool nesterov) in new[] { (false, false), (true, false), (true, true) })
            {
                foreach (long smallest in new[] { before, 100, 1 })
                {
                    SgdStep<float> step = new(0.03f, 0.9f, nesterov, 0.02f);
                    float[] gradients = SameBits.Random(random, length), weights = SameBits.Random(random, length), velocities = momentum ? SameBits.Random(random, length) : [];
                    Span<float> fastVelocities = momentum ? SameBits.Padded(velocities) : default, fastWeights = SameBits.Padded(weights);
                    try
                    {
                        WorkerPool.SmallestPiece = smallest;
                        SgdKernel.Step(step, SameBits.Padded(gradients, float.NaN), fastVelocities, fastWeights, length);
                    }
                    finally
                    {
                        WorkerPool.SmallestPiece = before;
                    }

                    Reference.Sgd(step, gradients, velocities, weights);
                    SameBits.Assert(weights, fastWeights);
                    SameBits.Assert(velocities, fastVelocities);
                }
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(16)]
    public void Rows_that_nothing_touched_are_left_out_without_changing_a_bit(int columns)
    {
        foreach (bool clipped in new[] { false, true })
        {
            foreach (Func<Tensor, Optimizer> create in new Func<Tensor, Optimizer>[]
            {
                table => new Sgd([table], 0.1), table => new Sgd([table], 0.1, momentum: 0.9), table => new Sgd([table], 0.1, weightDecay: 0.1),
                table => new Adam([table]), table => new AdamW([table]),
            })
            {
                Assert.Equal(Run(byRow: false), Run(byRow: true));

                float[] Run(bool byRow)
                {
                    RandomStream random = new(6);
                    Tensor table = Tensor.Parameter(new Shape(4, columns));
                    SameBits.Random(random, 4 * columns).CopyTo(table.Values);
                    Optimizer optimizer = create(table);
                    for (int step = 0; step < 3; step++)
                    {
                        optimizer.ClearGradients();
                        if (byRow)
                        {
                            Span<float> gradient = table.GradientRowsToWrite(out Span<bool> touched);
                            gradient.Fill(float.NaN);
                            foreach (int row in new[] { 1, 3 })
                            {
                                SameBits.Random(random, columns).CopyTo(gradient[(row * columns)..]);
                                touched[row] = true;
                            }
                        }
                        else
                        {
                            Span<float> gradient = table.GradientToWrite(out _);
                            gradient.Clear();
                            foreach (int row in new[] { 1, 3 })
                            {
                                SameBits.Random(random, columns).CopyTo(gradient[(row * columns)..]);
                            }
                        }

                        if (clipped)
                        {
                            optimizer.ClipGradientValue(0.7);
                        }

                        optimizer.Step();
                    }

                    return table.Values.ToArray();
                }
            }
        }
    }

    [Fact]
    public void Clipping_by_length_heeds_touched_rows_only()
    {
        Tensor table = Tensor.Parameter(new Shape(3, 2)), untrained = Tensor.Parameter(new Shape(5));
        Span<float> gradient = table.GradientRowsToWrite(out Span<bool> touched);
        gradient.Fill(float.NaN);
        (gradient[2], gradient[3], touched[1]) = (3, 4, true);
        Sgd optimizer = new([table, untrained], 1);
        Assert.Equal(5, optimizer.ClipGradientNorm(4.5), 1e-6);
        Assert.Equal(4.5, optimizer.ClipGradientNorm(2.5), 1e-5);
        Assert.Equal([0, 0, 1.5f, 2, 0, 0], table.Gradient.ToArray(), (left, right) => Math.Abs(left - right) < 1e-5);
        Assert.Equal(2.5, optimizer.ClipGradientNorm(10), 1e-5);
        optimizer.ClearGradients();
        Assert.Equal(0, optimizer.ClipGradientNorm(1));
    }

    [Fact]
    public void Clipping_refuses_gradients_that_are_no_numbers()
    {
        Tensor parameter = Tensor.Parameter(new Shape(9));
        parameter.GradientToWrite(out _).Fill(float.NaN);
        Assert.Contains("NaN", Assert.Throws<ArithmeticException>(() => new Sgd([parameter], 1).ClipGradientNorm(1)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(19)]
    public void Clipping_by_value_equals_the_plain_loop(int length)
    {
        float[] values = SameBits.Random(new RandomStream(7), length), expected = [.. values];
        Reference.Clamp(0.5f, expected);
        ClipKernel.Clamp(0.5f, values);
        SameBits.Assert(expected, values);
        Assert.All(values, value => Assert.InRange(value, -0.5f, 0.5f));
    }

    [Fact]
    public void A_frozen_layer_stays_and_the_others_learn_as_they_would_below_it()
    {
        RandomStream random = new(8);
        Linear below = new(3, 4, random), above = new(4, 2, random);
        Sequential network = new(below, new Tanh(), above);
        AdamW optimizer = new(network.Parameters);
        float[] belowBefore = below.Weight.Values.ToArray(), aboveBefore = above.Weight.Values.ToArray();
        below.Freeze();
        Train();
        Assert.Equal(belowBefore, below.Weight.Values.ToArray());
        Assert.NotEqual(aboveBefore, above.Weight.Values.ToArray());
        Assert.False(below.Weight.HasGradient);
        below.Unfreeze();
        Train();
        Assert.NotEqual(belowBefore, below.Weight.Values.ToArray());

        void Train()
        {
            Tape tape = new();
            using (tape.Record())
            {
                Tensor loss = Loss.MeanSquaredError.Of(network.Forward(Tensor.From([1, 2, 3], 1, 3)), Tensor.From([1, -1], 1, 2));
                optimizer.ClearGradients();
                loss.Backward();
                optimizer.Step();
            }
        }
    }

    [Fact]
    public void State_taken_and_put_back_goes_on_to_the_same_digits()
    {
        foreach (Func<Tensor, Optimizer> create in new Func<Tensor, Optimizer>[]
        {
            parameter => new Sgd([parameter], 0.1, momentum: 0.9), parameter => new Adam([parameter], 0.1), parameter => new AdamW([parameter], 0.1),
        })
        {
            Tensor first = Parameter(), second = Parameter();
            Optimizer optimizer = create(first), resumed = create(second);
            CosineSchedule schedule = new(optimizer, 9), resumedSchedule = new(resumed, 9);
            PlateauSchedule plateau = new(optimizer, patience: 0), resumedPlateau = new(resumed, patience: 0);
            Train(optimizer, first, schedule, plateau);
            Train(optimizer, first, schedule, plateau);
            first.Values.CopyTo(second.Values);
            resumed.StateNumbers = optimizer.StateNumbers;
            resumedSchedule.StateNumbers = schedule.StateNumbers;
            resumedPlateau.StateNumbers = plateau.StateNumbers;
            foreach ((var from, var to) in optimizer.StateBuffers.Zip(resumed.StateBuffers))
            {
                Assert.Equal(from.Name, to.Name);
                from.Values.Span.CopyTo(to.Values.Span);
            }

            Train(optimizer, first, schedule, plateau);
            Train(resumed, second, resumedSchedule, resumedPlateau);
            SameBits.Assert(first.Values, second.Values);
            Assert.Equal(optimizer.LearningRate, resumed.LearningRate);
            Assert.Equal(plateau.StateNumbers, resumedPlateau.StateNumbers);
        }

        static Tensor Parameter()
        {
            Tensor parameter = Tensor.Parameter(new Shape(11));
            parameter.Values.Fill(1);
            return parameter;
        }

        static void Train(Optimizer optimizer, Tensor parameter, params Schedule[] schedules)
        {
            parameter.ClearGradient();
            parameter.GradientToWrite(out _).Fill(parameter.Values[0]);
            optimizer.Step();
            foreach (Schedule schedule in schedules)
            {
                schedule.Step(schedule.Epoch);
            }
        }
    }

    [Fact]
    public void After_its_epochs_a_cosine_stays_at_the_minimum()
    {
        Sgd optimizer = new([Tensor.Parameter(new Shape(1))], 0.5);
        CosineSchedule schedule = new(optimizer, 2, 0.1);
        schedule.Step(1);
        Assert.Equal(0.3, optimizer.LearningRate, 1e-12);
        schedule.Step(1);
        schedule.Step(1);
        Assert.Equal(0.1, optimizer.LearningRate);
    }

    [Fact]
    public void Bad_settings_are_refused()
    {
        Tensor[] one = [Tensor.Parameter(new Shape(1))];
        Sgd optimizer = new(one, 0.5);
        Assert.Throws<ArgumentException>(() => new Sgd([], 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(one, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(one, 0.1, momentum: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(one, 0.1, weightDecay: -1));
        Assert.Throws<ArgumentException>(() => new Sgd(one, 0.1, nesterov: true));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdamW(one, beta1: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdamW(one, weightDecay: double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.LearningRate = -1);
        Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.LearningRate = double.NaN);
        Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.ClipGradientNorm(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.ClipGradientValue(double.PositiveInfinity));
        Assert.Throws<ArgumentOutOfRangeException>(() => new StepSchedule(optimizer, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new StepSchedule(optimizer, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CosineSchedule(optimizer, 3, 0.6));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PlateauSchedule(optimizer, factor: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PlateauSchedule(optimizer, patience: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PlateauSchedule(optimizer).Step(double.NaN));
    }
}
