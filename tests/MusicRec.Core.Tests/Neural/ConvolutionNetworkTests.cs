using MusicRec.Core.Tests.Numerics;
using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Neural;

/// <summary>A whole network for images: threads, memory and what is remembered.</summary>
public sealed class ConvolutionNetworkTests
{
    private const int Rows = 6;
    private const int Size = 36;

    [Fact]
    public void The_digits_are_the_same_on_one_thread_and_on_all()
    {
        float[] all = TrainThreeSteps(), serial;
        WorkerPool.IsSerial = true;
        try
        {
            serial = TrainThreeSteps();
        }
        finally
        {
            WorkerPool.IsSerial = false;
        }

        Assert.True(all.AsSpan().SequenceEqual(serial));
        Assert.DoesNotContain(all, float.IsNaN);

        static float[] TrainThreeSteps()
        {
            Sequential network = MakeNetwork();
            Action step = MakeStep(network);
            for (int number = 0; number < 3; number++)
            {
                step();
            }

            return [.. network.NamedParameters.Concat(network.NamedBuffers).SelectMany(entry => entry.Tensor.Values.ToArray())];
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_training_step_allocates_nothing_once_it_is_warm(bool serial)
    {
        // Serially the pieces of work run on this thread too, so that what they would allocate is seen.
        WorkerPool.IsSerial = serial;
        try
        {
            Action step = MakeStep(MakeNetwork());
            for (int number = 0; number < 60; number++)
            {
                step();
            }

            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int number = 0; number < 5; number++)
            {
                step();
            }

            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        finally
        {
            WorkerPool.IsSerial = false;
        }
    }

    [Fact]
    public void Names_of_parameters_and_buffers_are_those_of_PyTorch()
    {
        Sequential network = MakeNetwork();
        Assert.Equal(
            ["0.weight", "1.weight", "1.bias", "4.weight", "4.bias", "8.weight", "8.bias", "9.weight", "9.bias", "11.weight", "11.bias"],
            network.NamedParameters.Select(parameter => parameter.Name));
        Assert.Equal(
            ["1.running_mean", "1.running_var", "9.running_mean", "9.running_var"], network.NamedBuffers.Select(buffer => buffer.Name));
    }

    [Fact]
    public void Learning_to_tell_bright_corners_apart_succeeds()
    {
        RandomStream random = new(3);
        float[] values = SameBits.Random(random, 40 * 64);
        int[] classes = [.. Enumerable.Range(0, 40).Select(row => row % 4)];
        for (int index = 0; index < values.Length; index++)
        {
            int place = index % 64, corner = (place / 32 * 2) + (place % 8 / 4);
            values[index] += corner == classes[index / 64] ? 1.5f : 0f;
        }

        Tensor images = Tensor.From(values, 40, 1, 8, 8);
        Sequential network = new(
            new Conv2d(1, 6, 3, random, padding: 1, bias: false), new BatchNorm2d(6), new Relu(), new MaxPool2d(2), new Flatten(), new Linear(96, 4, random));
        Trainer trainer = new(network, new Adam(network.Parameters, 0.01)) { Epochs = 15, BatchSize = 16 };
        History history = trainer.Fit(Objective.Supervised(network, RowSource.Of(images), RowSource.Of(IndexTensor.From(classes, 40)), Loss.CrossEntropy()));
        Assert.True(history.Losses[^1] < 0.3 * history.Losses[0]);
    }

    private static Sequential MakeNetwork()
    {
        RandomStream random = new(8);
        return new Sequential(
            new Conv2d(1, 8, 3, random, padding: 1, bias: false), new BatchNorm2d(8), new Relu(), new MaxPool2d(2),
            new Conv2d(8, 12, 3, random), new Relu(), new MaxPool2d(3, 2, 1), new Flatten(),
            new Linear(12 * 8 * 8, 7, random), new BatchNorm1d(7), new Relu(), new LayerNorm(7));
    }

    private static Action MakeStep(Sequential network)
    {
        RandomStream random = new(9);
        Tensor inputs = Tensor.From(SameBits.Random(random, Rows * Size * Size), Rows, 1, Size, Size), targets = Tensor.From(SameBits.Random(random, Rows * 7), Rows, 7);
        Adam adam = new(network.Parameters);
        Tape tape = new();
        return () =>
        {
            using (tape.Record())
            {
                Tensor loss = Loss.MeanSquaredError.Of(network.Forward(inputs), targets);
                adam.ClearGradients();
                loss.Backward();
                adam.Step();
            }
        };
    }
}
