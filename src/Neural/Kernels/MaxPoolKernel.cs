using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using MusicRec.Numerics;

namespace MusicRec.Neural.Kernels;

/// <summary>
/// The largest number of each window; of several that are equal the first in reading order counts, as in PyTorch. NaN counts
/// as larger than any number, and of several NaN the first counts too (in PyTorch the last). Plain versions: <see cref="Reference.MaxPool"/>, <see cref="Reference.MaxPoolBackward"/>.
/// </summary>
internal static unsafe class MaxPoolKernel
{
    /// <summary>Works out the largest numbers and where in its plane each stands.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="values">[planes, height, width].</param>
    /// <param name="result">[planes, output height, output width].</param>
    /// <param name="places">The same; for windows of 2 × 2 beside each other it may be empty.</param>
    public static void Forward(in PoolShape shape, ReadOnlySpan<float> values, Span<float> result, Span<int> places)
    {
        Guard(shape, values, result, places.Length);
        fixed (float* from = values, to = result)
        {
            fixed (int* place = places)
            {
                ForwardPieces pieces = new() { Shape = shape, Values = from, Result = to, Places = place };
                WorkerPool.For(shape.Pieces, ref pieces);
            }
        }
    }

    /// <summary>Hands each gradient to the number that was the largest.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="values">What came in.</param>
    /// <param name="places">What <see cref="Forward"/> left; for windows of 2 × 2 beside each other it may be empty.</param>
    /// <param name="gradients">The result's.</param>
    /// <param name="inputGradients">Gets the values'.</param>
    /// <param name="accumulate">Whether they are added to what stands there.</param>
    public static void Backward(
        in PoolShape shape, ReadOnlySpan<float> values, ReadOnlySpan<int> places, ReadOnlySpan<float> gradients, Span<float> inputGradients, bool accumulate)
    {
        Guard(shape, values, gradients, places.Length);
        KernelGuard.Holds(inputGradients, (long)shape.Planes * shape.Plane);
        fixed (float* from = values, gradient = gradients, to = inputGradients)
        {
            fixed (int* place = places)
            {
                BackwardPieces pieces = new()
                {
                    Shape = shape,
                    Values = from,
                    Places = place,
                    Gradients = gradient,
                    InputGradients = to,
                    Accumulate = accumulate,
                };
                WorkerPool.For(shape.Pieces, ref pieces);
            }
        }
    }

    private static void Guard(in PoolShape shape, ReadOnlySpan<float> values, ReadOnlySpan<float> result, int places)
    {
        KernelGuard.Holds(values, (long)shape.Planes * shape.Plane);
        KernelGuard.Holds(result, (long)shape.Planes * shape.OutputPlane);
        if (places < (shape.IsHalving ? 0L : (long)shape.Planes * shape.OutputPlane))
        {
            throw new ArgumentException($"A kernel needs {shape.Planes * shape.OutputPlane} places and was given {places}.");
        }
    }

    // Sixteen numbers of a row as eight from even columns and eight from odd ones, and back.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float> Even, Vector256<float> Odd) LoadPairs(float* row)
    {
        Vector256<int> order = Vector256.Create(0, 2, 4, 6, 1, 3, 5, 7);
        Vector256<float> first = Vector256.Shuffle(Vector256.Load(row), order), second = Vector256.Shuffle(Vector256.Load(row + 8), order);
        return (Vector256.Create(first.GetLower(), second.GetLower()), Vector256.Create(first.GetUpper(), second.GetUpper()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePairs(Vector256<float> even, Vector256<float> odd, float* row, bool accumulate)
    {
        Vector256<int> order = Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7);
        Vector256<float> first = Vector256.Shuffle(Vector256.Create(even.GetLower(), odd.GetLower()), order);
        Vector256<float> second = Vector256.Shuffle(Vector256.Create(even.GetUpper(), odd.GetUpper()), order);
        ((accumulate ? Vector256.Load(row) : Vector256<float>.Zero) + first).Store(row);
        ((accumulate ? Vector256.Load(row + 8) : Vector256<float>.Zero) + second).Store(row + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Exceeds(Vector256<float> candidate, Vector256<float> largest) =>
        Vector256.GreaterThan(candidate, largest) | (~Vector256.Equals(candidate, candidate) & Vector256.Equals(largest, largest));

    private static bool Exceeds(float candidate, float largest) => candidate > largest || (float.IsNaN(candidate) && !float.IsNaN(largest));

    private struct ForwardPieces : IPieces
    {
        public PoolShape Shape;
        public float* Values, Result;
        public int* Places;

        public readonly void Run(int piece)
        {
            (int first, int end) = Shape.PlanesOf(piece);
            for (int plane = first; plane < end; plane++)
            {
                float* values = Values + ((nint)plane * Shape.Plane);
                float* result = Result + ((nint)plane * Shape.OutputPlane);
                if (Shape.IsHalving)
                {
                    Halve(values, result);
                }
                else
                {
                    Any(values, result, Places + ((nint)plane * Shape.OutputPlane));
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Halve(float* values, float* result)
        {
            int width = Shape.OutputWidth;
            for (int row = 0; row < Shape.OutputHeight; row++)
            {
                float* upper = values + ((nint)2 * row * Shape.Width);
                float* lower = upper + Shape.Width;
                int column = 0;
                for (; column <= width - 8; column += 8)
                {
                    (Vector256<float> largest, Vector256<float> second) = LoadPairs(upper + (2 * column));
                    (Vector256<float> third, Vector256<float> fourth) = LoadPairs(lower + (2 * column));
                    largest = Vector256.ConditionalSelect(Exceeds(second, largest), second, largest);
                    largest = Vector256.ConditionalSelect(Exceeds(third, largest), third, largest);
                    Vector256.ConditionalSelect(Exceeds(fourth, largest), fourth, largest).Store(result + column);
                }

                for (; column < width; column++)
                {
                    float largest = upper[2 * column];
                    largest = Exceeds(upper[(2 * column) + 1], largest) ? upper[(2 * column) + 1] : largest;
                    largest = Exceeds(lower[2 * column], largest) ? lower[2 * column] : largest;
                    result[column] = Exceeds(lower[(2 * column) + 1], largest) ? lower[(2 * column) + 1] : largest;
                }

                result += width;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Any(float* values, float* result, int* places)
        {
            for (int row = 0; row < Shape.OutputHeight; row++)
            {
                int top = (row * Shape.StrideDown) - Shape.Padding;
                for (int column = 0; column < Shape.OutputWidth; column++)
                {
                    int left = (column * Shape.StrideAcross) - Shape.Padding, place = -1;
                    float largest = 0;
                    for (int y = Math.Max(0, top); y < Math.Min(Shape.Height, top + Shape.WindowHeight); y++)
                    {
                        for (int x = Math.Max(0, left); x < Math.Min(Shape.Width, left + Shape.WindowWidth); x++)
                        {
                            float value = values[(y * Shape.Width) + x];
                            if (place < 0 || Exceeds(value, largest))
                            {
                                (largest, place) = (value, (y * Shape.Width) + x);
                            }
                        }
                    }

                    *result++ = largest;
                    *places++ = place;
                }
            }
        }
    }

    private struct BackwardPieces : IPieces
    {
        public PoolShape Shape;
        public float* Values, Gradients, InputGradients;
        public int* Places;
        public bool Accumulate;

        public readonly void Run(int piece)
        {
            (int first, int end) = Shape.PlanesOf(piece);
            for (int plane = first; plane < end; plane++)
            {
                float* gradients = Gradients + ((nint)plane * Shape.OutputPlane);
                float* target = InputGradients + ((nint)plane * Shape.Plane);
                bool whole = Shape.IsHalving && Shape.Height % 2 == 0 && Shape.Width % 2 == 0;
                if (!Accumulate && !whole)
                {
                    new Span<float>(target, Shape.Plane).Clear();
                }

                if (Shape.IsHalving)
                {
                    Halve(Values + ((nint)plane * Shape.Plane), gradients, target, Accumulate || !whole);
                    continue;
                }

                int* places = Places + ((nint)plane * Shape.OutputPlane);
                for (int index = 0; index < Shape.OutputPlane; index++)
                {
                    target[places[index]] += gradients[index];
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Halve(float* values, float* gradients, float* target, bool accumulate)
        {
            int width = Shape.OutputWidth;
            for (int row = 0; row < Shape.OutputHeight; row++)
            {
                float* upper = values + ((nint)2 * row * Shape.Width);
                float* lower = upper + Shape.Width;
                float* to = target + ((nint)2 * row * Shape.Width);
                int column = 0;
                for (; column <= width - 8; column += 8)
                {
                    (Vector256<float> largest, Vector256<float> second) = LoadPairs(upper + (2 * column));
                    (Vector256<float> third, Vector256<float> fourth) = LoadPairs(lower + (2 * column));
                    Vector256<float> bySecond = Exceeds(second, largest);
                    largest = Vector256.ConditionalSelect(bySecond, second, largest);
                    Vector256<float> byThird = Exceeds(third, largest);
                    largest = Vector256.ConditionalSelect(byThird, third, largest);
                    Vector256<float> byFourth = Exceeds(fourth, largest), gradient = Vector256.Load(gradients + column);
                    Vector256<float> ofThird = Vector256.AndNot(byThird, byFourth);
                    Vector256<float> ofSecond = Vector256.AndNot(bySecond, byThird | byFourth);
                    Vector256<float> ofFirst = ~(bySecond | byThird | byFourth);
                    StorePairs(gradient & ofFirst, gradient & ofSecond, to + (2 * column), accumulate);
                    StorePairs(gradient & ofThird, gradient & byFourth, to + Shape.Width + (2 * column), accumulate);
                }

                for (; column < width; column++)
                {
                    int place = 2 * column;
                    place = Exceeds(upper[(2 * column) + 1], upper[place]) ? place + 1 : place;
                    float largest = upper[place];
                    if (Exceeds(lower[2 * column], largest))
                    {
                        (place, largest) = (Shape.Width + (2 * column), lower[2 * column]);
                    }

                    place = Exceeds(lower[(2 * column) + 1], largest) ? Shape.Width + (2 * column) + 1 : place;
                    if (!accumulate)
                    {
                        to[2 * column] = to[(2 * column) + 1] = to[Shape.Width + (2 * column)] = to[Shape.Width + (2 * column) + 1] = 0;
                    }

                    to[place] += gradients[column];
                }

                gradients += width;
            }
        }
    }
}
