using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MusicRec.Numerics;

/// <summary>
/// Shares an amount out in proportion to products, and goes back from slopes over the shares' sums: the inner loops of a topic model's fit.
/// Sums run in four lanes (number i in lane i mod 4), which are added up pairwise. Plain version: <see cref="SharingReference"/>.
/// </summary>
internal static class SharingKernel
{
    /// <summary>Writes shares[i] = amount · left[i] · right[i] / Σ left · right, and adds them to <paramref name="sums"/>; all spans are equally long.</summary>
    public static void Share(ReadOnlySpan<double> left, ReadOnlySpan<double> right, double amount, Span<double> shares, Span<double> sums)
    {
        int count = shares.Length, whole = count & ~3;
        KernelGuard.Holds(left, count);
        KernelGuard.Holds(right, count);
        KernelGuard.Holds(sums, count);
        ref double a = ref MemoryMarshal.GetReference(left);
        ref double b = ref MemoryMarshal.GetReference(right);
        ref double share = ref MemoryMarshal.GetReference(shares);
        ref double sum = ref MemoryMarshal.GetReference(sums);
        Vector256<double> lanes = Vector256<double>.Zero;
        for (int index = 0; index < whole; index += 4)
        {
            Vector256<double> product = Vector256.LoadUnsafe(ref a, (nuint)index) * Vector256.LoadUnsafe(ref b, (nuint)index);
            product.StoreUnsafe(ref share, (nuint)index);
            lanes += product;
        }

        for (int index = whole; index < count; index++)
        {
            double product = left[index] * right[index];
            shares[index] = product;
            lanes = lanes.WithElement(index - whole, lanes.GetElement(index - whole) + product);
        }

        double scale = amount / AddLanes(lanes);
        Vector256<double> scales = Vector256.Create(scale);
        for (int index = 0; index < whole; index += 4)
        {
            Vector256<double> scaled = Vector256.LoadUnsafe(ref share, (nuint)index) * scales;
            scaled.StoreUnsafe(ref share, (nuint)index);
            (Vector256.LoadUnsafe(ref sum, (nuint)index) + scaled).StoreUnsafe(ref sum, (nuint)index);
        }

        for (int index = whole; index < count; index++)
        {
            shares[index] *= scale;
            sums[index] += shares[index];
        }
    }

    /// <summary>
    /// Adds shares[i] · (slopes[i] − m) to <paramref name="target"/>, m being the slopes' mean weighted by shares that sum to
    /// <paramref name="amount"/>; all spans are equally long.
    /// </summary>
    public static void AddCentered(ReadOnlySpan<double> shares, ReadOnlySpan<double> slopes, double amount, Span<double> target)
    {
        int count = target.Length, whole = count & ~3;
        KernelGuard.Holds(shares, count);
        KernelGuard.Holds(slopes, count);
        ref double share = ref MemoryMarshal.GetReference(shares);
        ref double slope = ref MemoryMarshal.GetReference(slopes);
        ref double result = ref MemoryMarshal.GetReference(target);
        Vector256<double> lanes = Vector256<double>.Zero;
        for (int index = 0; index < whole; index += 4)
        {
            lanes += Vector256.LoadUnsafe(ref share, (nuint)index) * Vector256.LoadUnsafe(ref slope, (nuint)index);
        }

        for (int index = whole; index < count; index++)
        {
            lanes = lanes.WithElement(index - whole, lanes.GetElement(index - whole) + (shares[index] * slopes[index]));
        }

        double mean = AddLanes(lanes) / amount;
        Vector256<double> means = Vector256.Create(mean);
        for (int index = 0; index < whole; index += 4)
        {
            Vector256<double> centered = Vector256.LoadUnsafe(ref share, (nuint)index) * (Vector256.LoadUnsafe(ref slope, (nuint)index) - means);
            (Vector256.LoadUnsafe(ref result, (nuint)index) + centered).StoreUnsafe(ref result, (nuint)index);
        }

        for (int index = whole; index < count; index++)
        {
            target[index] += shares[index] * (slopes[index] - mean);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double AddLanes(Vector256<double> lanes) => (lanes.GetElement(0) + lanes.GetElement(2)) + (lanes.GetElement(1) + lanes.GetElement(3));
}
