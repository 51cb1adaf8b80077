namespace MusicRec.Neural;

/// <summary>Checks how many positions of each sequence are there.</summary>
internal static class SequenceLengths
{
    /// <summary>Throws unless <paramref name="lengths"/> is null or holds one number from 0 to <paramref name="time"/> per sequence.</summary>
    public static void Check(IndexTensor? lengths, string operation, int batch, int time)
    {
        if (lengths is null)
        {
            return;
        }

        if (lengths.Shape.Rank != 1 || lengths.Shape[0] != batch)
        {
            Throw.WrongShape(operation, nameof(lengths), lengths.Shape.ToString(), $"[{batch}], one per sequence");
        }

        ReadOnlySpan<int> values = lengths.Values;
        for (int index = 0; index < values.Length; index++)
        {
            if (values[index] < 0 || values[index] > time)
            {
                Throw.OutOfRange($"{nameof(lengths)}[{index}]", values[index], $"0 to {time}, the positions of the input");
            }
        }
    }
}
