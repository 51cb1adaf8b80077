using System.Numerics;

namespace MusicRec.Text;

/// <summary>
/// The first entries of an ascending sort, ties as numpy 1.24's argsort leaves them: scikit-learn cuts vocabularies with
/// it, and it is not stable. The steps are those of its introsort (median of three, small parts by insertion, heapsort
/// where parts stay large for too long), but only the part around the cut is followed, because only that one is undecided.
/// </summary>
internal static class FrequencyOrder
{
    private const int SmallPart = 15;

    /// <summary>The indices of the <paramref name="count"/> most frequent, ascending by index: <c>sorted((-frequencies).argsort()[:count])</c>.</summary>
    public static int[] MostFrequent(ReadOnlySpan<int> frequencies, int count)
    {
        int[] order = new int[frequencies.Length];
        for (int index = 0; index < order.Length; index++)
        {
            order[index] = index;
        }

        Cut(frequencies, order, count);
        int[] first = order[..Math.Min(count, order.Length)];
        Array.Sort(first);
        return first;
    }

    // "Less" is "more frequent": numpy is given the frequencies with their signs turned.
    private static void Cut(ReadOnlySpan<int> frequencies, Span<int> order, int count)
    {
        if (count <= 0 || count >= order.Length)
        {
            return;
        }

        int left = 0, right = order.Length - 1, depth = 2 * BitOperations.Log2((uint)order.Length);
        while (right - left > SmallPart)
        {
            int middle = Partition(frequencies, order, left, right);
            depth--;
            bool goesLeft = count <= middle;
            bool isSmaller = goesLeft == (middle - left < right - middle);
            (left, right) = goesLeft ? (left, middle - 1) : (middle + 1, right);

            // numpy goes on with the smaller part at once, and looks at the depth when it comes back to the larger one.
            if (!isSmaller && depth < 0)
            {
                HeapSort(frequencies, order.Slice(left, right - left + 1));
                return;
            }
        }

        InsertionSort(frequencies, order, left, right);
    }

    private static int Partition(ReadOnlySpan<int> frequencies, Span<int> order, int left, int right)
    {
        int middle = left + ((right - left) >> 1);
        SwapIfLess(frequencies, order, middle, left);
        SwapIfLess(frequencies, order, right, middle);
        SwapIfLess(frequencies, order, middle, left);
        int pivot = frequencies[order[middle]], low = left, high = right - 1;
        (order[middle], order[high]) = (order[high], order[middle]);
        while (true)
        {
            do
            {
                low++;
            }
            while (frequencies[order[low]] > pivot);
            do
            {
                high--;
            }
            while (pivot > frequencies[order[high]]);
            if (low >= high)
            {
                break;
            }

            (order[low], order[high]) = (order[high], order[low]);
        }

        (order[low], order[right - 1]) = (order[right - 1], order[low]);
        return low;
    }

    private static void SwapIfLess(ReadOnlySpan<int> frequencies, Span<int> order, int first, int second)
    {
        if (frequencies[order[first]] > frequencies[order[second]])
        {
            (order[first], order[second]) = (order[second], order[first]);
        }
    }

    private static void InsertionSort(ReadOnlySpan<int> frequencies, Span<int> order, int left, int right)
    {
        for (int index = left + 1; index <= right; index++)
        {
            int moved = order[index], place = index;
            while (place > left && frequencies[moved] > frequencies[order[place - 1]])
            {
                order[place] = order[place - 1];
                place--;
            }

            order[place] = moved;
        }
    }

    private static void HeapSort(ReadOnlySpan<int> frequencies, Span<int> order)
    {
        for (int root = order.Length / 2; root > 0; root--)
        {
            SiftDown(frequencies, order, root, order[root - 1]);
        }

        for (int last = order.Length - 1; last > 0; last--)
        {
            int moved = order[last];
            order[last] = order[0];
            SiftDown(frequencies, order[..last], 1, moved);
        }
    }

    // Places count from 1, as a heap's do.
    private static void SiftDown(ReadOnlySpan<int> frequencies, Span<int> order, int place, int moved)
    {
        int child = 2 * place;
        while (child <= order.Length)
        {
            if (child < order.Length && frequencies[order[child - 1]] > frequencies[order[child]])
            {
                child++;
            }

            if (frequencies[moved] <= frequencies[order[child - 1]])
            {
                break;
            }

            order[place - 1] = order[child - 1];
            place = child;
            child *= 2;
        }

        order[place - 1] = moved;
    }
}
