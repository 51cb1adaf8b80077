using MusicRec.Core.Tests.Numerics;
using MusicRec.Neural;
using MusicRec.Neural.Kernels;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Neural;

/// <summary>Convolution: the fast kernels against the plain ones, and the plain ones against slopes.</summary>
public sealed class Conv2dTests
{
    /// <summary>Batch, input channels, height, width, output channels, kernel height and width, stride, padding.</summary>
    private static readonly int[][] _sizes =
    [
        [1, 1, 1, 1, 1, 1, 1, 1, 0],
        [2, 3, 5, 8, 4, 3, 3, 1, 1],
        [1, 2, 7, 16, 5, 3, 3, 1, 0],
        [3, 1, 4, 24, 8, 3, 3, 1, 1],
        [2, 4, 6, 9, 3, 1, 1, 1, 0],
        [2, 2, 9, 11, 6, 3, 3, 2, 1],
        [1, 3, 8, 7, 4, 2, 2, 2, 0],
        [2, 2, 10, 10, 3, 5, 5, 3, 2],
        [1, 1, 7, 9, 2, 1, 1, 2, 0],
        [2, 1, 9, 8, 4, 1, 1, 3, 2],
        [1, 2, 3, 19, 4, 2, 5, 1, 3],
        [1, 1, 12, 5, 2, 7, 3, 4, 3],
        [1, 2, 6, 6, 4, 4, 1, 3, 5],
        [0, 2, 4, 4, 3, 3, 3, 1, 1],
        [5, 8, 40, 40, 8, 3, 3, 1, 1],
    ];

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, _sizes.Length)];

    public static TheoryData<int> SmallCases => [.. Enumerable.Range(0, _sizes.Length - 2)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_fast_kernels_give_the_bits_of_the_plain_ones(int number)
    {
        ConvolutionShape shape = ShapeOf(_sizes[number]);
        RandomStream random = new((ulong)number);
        float[] input = SameBits.Random(random, shape.Batch * shape.InputImage), weights = SameBits.Random(random, shape.OutputChannels * shape.Taps);
        float[] bias = SameBits.Random(random, shape.OutputChannels), gradients = SameBits.Random(random, shape.Batch * shape.OutputImage);
        Span<float> planes = SameBits.Padded(new float[shape.Batch * shape.InputPlanes], float.NaN);
        Span<float> packed = SameBits.Padded(new float[ConvolutionShape.PackedLength(shape.OutputChannels, shape.Taps)], float.NaN);
        int[] offsets = new int[shape.Taps];
        planes.Fill(float.NaN);
        foreach (bool biased in new[] { false, true })
        {
            float[] expected = new float[gradients.Length];
            Reference.Convolution<float>(shape, input, weights, biased ? bias : [], expected);
            foreach (bool rectify in new[] { false, true })
            {
                Span<float> output = SameBits.Padded(new float[expected.Length]);
                ConvolutionForward.Run(shape, SameBits.Padded(input, float.NaN), weights, biased ? SameBits.Padded(bias) : default, rectify, planes, packed, offsets, output);
                SameBits.Assert([.. expected.Select(value => rectify && value < 0 ? 0 : value)], output);
            }
        }

        foreach (bool accumulate in new[] { false, true })
        {
            foreach (bool rectified in new[] { false, true })
            {
                float[] outputs = SameBits.Random(random, gradients.Length);
                float[] passed = [.. gradients.Select((value, index) => rectified && !(outputs[index] > 0) ? 0 : value)];
                float[] inputGradients = accumulate ? SameBits.Random(random, input.Length) : new float[input.Length];
                float[] weightGradients = new float[weights.Length], biasGradients = new float[bias.Length];
                Span<float> fastInputs = SameBits.Padded(accumulate ? inputGradients : [.. input.Select(_ => float.NaN)]);
                float[] parts = RunBackward(shape, gradients, rectified ? outputs : [], weights, planes, offsets, fastInputs, accumulate);
                Reference.ConvolutionBackward<float>(shape, passed, input, weights, inputGradients, weightGradients, biasGradients);
                SameBits.Assert(inputGradients, fastInputs);
                AssertParts(shape, parts, weightGradients, biasGradients);

                // Nobody needs the gradient of the first layer's input: another way through the kernel.
                AssertParts(
                    shape, RunBackward(shape, gradients, rectified ? outputs : [], weights, planes, offsets, default, false), weightGradients, biasGradients);
            }
        }
    }

    [Theory]
    [MemberData(nameof(SmallCases))]
    public void Every_gradient_is_the_slope_of_a_loss(int number)
    {
        ConvolutionShape shape = ShapeOf(_sizes[number]);
        RandomStream random = new((ulong)number);
        double[] input = Draw(shape.Batch * shape.InputImage), weights = Draw(shape.OutputChannels * shape.Taps), bias = Draw(shape.OutputChannels);
        double[] targets = Draw(shape.Batch * shape.OutputImage), output = new double[targets.Length], gradients = new double[targets.Length];
        double[] inputGradients = new double[input.Length], weightGradients = new double[weights.Length], biasGradients = new double[bias.Length];
        Loss();
        Reference.ConvolutionBackward<double>(shape, gradients, input, weights, inputGradients, weightGradients, biasGradients);
        FiniteDifferences.AssertSlopes("input", Loss, input, inputGradients);
        FiniteDifferences.AssertSlopes("weight", Loss, weights, weightGradients);
        FiniteDifferences.AssertSlopes("bias", Loss, bias, biasGradients);

        double Loss()
        {
            Reference.Convolution<double>(shape, input, weights, bias, output);
            return Reference.MeanSquaredError<double>(output, targets, gradients);
        }

        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextGaussian())];
    }

    [Theory]
    [InlineData(Activation.Relu)]
    [InlineData(Activation.Tanh)]
    [InlineData(Activation.Gelu)]
    public void A_fused_activation_gives_the_bits_of_one_of_its_own(Activation activation)
    {
        RandomStream random = new(4);
        Conv2d layer = new(2, 3, 3, random, padding: 1);
        ActivationModule module = activation switch { Activation.Relu => new Relu(), Activation.Tanh => new Tanh(), _ => new Gelu() };
        Tensor input = Tensor.From(SameBits.Random(random, 2 * 2 * 5 * 7), 2, 2, 5, 7), targets = Tensor.From(SameBits.Random(random, 2 * 3 * 5 * 7), 2, 3, 5, 7);
        Assert.Equal(Gradients(() => module.Forward(layer.Forward(input))), Gradients(() => new Sequential(layer, module).Forward(input)));

        float[] Gradients(Func<Tensor> forward)
        {
            layer.Weight.ClearGradient();
            layer.Bias!.ClearGradient();
            using (new Tape().Record())
            {
                Loss.MeanSquaredError.Of(forward(), targets).Backward();
            }

            return [.. layer.Weight.Gradient, .. layer.Bias.Gradient];
        }
    }

    [Fact]
    public void Frozen_weights_get_no_gradient_and_pass_one_on()
    {
        RandomStream random = new(5);
        Conv2d layer = new(1, 2, 3, random);
        layer.Freeze();
        Tensor input = Tensor.Parameter(new Shape(1, 1, 4, 4));
        SameBits.Random(random, 16).CopyTo(input.Values);
        using (new Tape().Record())
        {
            Loss.MeanSquaredError.Of(layer.Forward(input), Tensor.From(new float[8], 1, 2, 2, 2)).Backward();
        }

        Assert.Contains(input.Gradient.ToArray(), value => value != 0);
        Assert.False(layer.Weight.HasGradient);
        Assert.False(layer.Bias!.HasGradient);
    }

    [Fact]
    public void No_images_give_none_and_gradients_of_zero()
    {
        Conv2d layer = new(2, 3, 3, new RandomStream(1), padding: 1);
        Tape tape = new();
        foreach (int times in new[] { 1, 2 })
        {
            using (tape.Record())
            {
                Tensor output = new MaxPool2d(2).Forward(layer.Forward(Tensor.From([], 0, 2, 8, 6), Activation.Relu));
                Assert.Equal(new Shape(0, 3, 4, 3), output.Shape);
                output.Sum().Backward();
            }

            Assert.All(layer.Parameters, parameter => Assert.All(parameter.Gradient.ToArray(), value => Assert.Equal(0f, value)));
        }
    }

    [Fact]
    public void Errors_name_what_was_given_and_what_is_needed()
    {
        RandomStream random = new(1);
        AssertMessage<ArgumentOutOfRangeException>("inputChannels is 0", () => _ = new Conv2d(0, 1, 1, random));
        AssertMessage<ArgumentOutOfRangeException>("outputChannels is 0", () => _ = new Conv2d(1, 0, 1, random));
        AssertMessage<ArgumentOutOfRangeException>("kernelSize is 0", () => _ = new Conv2d(1, 1, 0, random));
        AssertMessage<ArgumentOutOfRangeException>("stride is 0", () => _ = new Conv2d(1, 1, 1, random, stride: 0));
        AssertMessage<ArgumentOutOfRangeException>("padding is -1", () => _ = new Conv2d(1, 1, 1, random, padding: -1));
        using (new Tape().Record())
        {
            AssertMessage<ArgumentOutOfRangeException>("activation is 99", () => new Conv2d(1, 1, 1, random).Forward(Tensor.From(new float[1], 1, 1, 1, 1), (Activation)99));
            AssertMessage<ArgumentException>("shape [1, 2, 4, 4]; it needs [batch, 3, height, width]", () => new Conv2d(3, 1, 3, random).Forward(Tensor.From(new float[32], 1, 2, 4, 4)));
            AssertMessage<ArgumentException>("shape [4, 4]; it needs [batch, 3, height, width]", () => new Conv2d(3, 1, 3, random).Forward(Tensor.From(new float[16], 4, 4)));
            AssertMessage<ArgumentException>("with a padding of 1 are not smaller than the kernel's 5 × 5", () => new Conv2d(1, 1, 5, random, padding: 1).Forward(Tensor.From(new float[8], 1, 1, 4, 2)));
        }
    }

    private static float[] RunBackward(
        in ConvolutionShape shape, float[] gradients, float[] rectified, float[] weights, Span<float> planes, int[] offsets, Span<float> inputGradients, bool accumulate)
    {
        int[] inputOffsets = new int[shape.OutputChannels * shape.KernelHeight * shape.KernelWidth], taken = new int[ParallelLoop.ThreadCount];
        float[] scratch = new float[taken.Length * ConvolutionBackward.SlotLength(shape)], packed = new float[ConvolutionBackward.PackedLength(shape)];
        Array.Fill(scratch, float.NaN);
        float[] parts = new float[Math.Max(1, shape.Parts) * ConvolutionBackward.PartLength(shape)];
        ConvolutionBackward.Run(
            shape, gradients, rectified, weights, planes, offsets, inputGradients, accumulate, parts, packed, inputOffsets, scratch, taken);
        return parts;
    }

    private static void AssertParts(in ConvolutionShape shape, float[] parts, float[] weightGradients, float[] biasGradients)
    {
        Span<float> sum = SameBits.Padded(new float[weightGradients.Length]);
        int stride = ConvolutionBackward.PartLength(shape);
        PartSums.Add(parts, stride, shape.Parts, sum, false, weightGradients.Length);
        SameBits.Assert(weightGradients, sum);
        PartSums.Add(parts.AsSpan(ConvolutionBackward.BiasPart(shape)), stride, shape.Parts, sum, false, biasGradients.Length);
        SameBits.Assert(biasGradients, sum);
    }

    private static ConvolutionShape ShapeOf(int[] sizes) =>
        new(sizes[0], sizes[1], sizes[2], sizes[3], sizes[4], sizes[5], sizes[6], sizes[7], sizes[8]);

    private static void AssertMessage<T>(string part, Action action)
        where T : Exception =>
        Assert.Contains(part, Assert.Throws<T>(action).Message, StringComparison.Ordinal);
}
