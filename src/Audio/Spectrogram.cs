using MusicRec.Numerics;

namespace MusicRec.Audio;

/// <summary>Numbers over time: one row per frame, [frames, bins]. (librosa's arrays are the other way round.)</summary>
public sealed class Spectrogram
{
    /// <summary>A spectrogram over <paramref name="values"/> (not copied), frame after frame.</summary>
    /// <exception cref="ArgumentException">The array's length is not frames × bins.</exception>
    public Spectrogram(int frames, int bins, float[] values)
    {
        Throw.IfBelow(frames, 0);
        Throw.IfBelow(bins, 1);
        ArgumentNullException.ThrowIfNull(values);
        Throw.IfLengthsDiffer(values.Length, nameof(values), checked(frames * bins), "frames × bins");
        (Frames, Bins, Values) = (frames, bins, values);
    }

    /// <summary>A spectrogram of zeros.</summary>
    internal Spectrogram(int frames, int bins)
        : this(frames, bins, new float[checked(frames * bins)])
    {
    }

    /// <summary>How many moments.</summary>
    public int Frames { get; }

    /// <summary>Numbers of each.</summary>
    public int Bins { get; }

    /// <summary>The numbers themselves, frame after frame; changing them changes the spectrogram.</summary>
    public float[] Values { get; }

    /// <summary>One number, both counted from 0.</summary>
    public float this[int frame, int bin]
    {
        get
        {
            Throw.IfOutside(bin, 0, Bins - 1);
            return Frame(frame)[bin];
        }
    }

    /// <summary>The numbers of one frame, in place.</summary>
    public Span<float> Frame(int frame)
    {
        Throw.IfOutside(frame, 0, Frames - 1);
        return Values.AsSpan(frame * Bins, Bins);
    }

    /// <summary>One bin over all frames.</summary>
    public float[] Bin(int bin)
    {
        Throw.IfOutside(bin, 0, Bins - 1);
        float[] result = new float[Frames];
        for (int frame = 0; frame < Frames; frame++)
        {
            result[frame] = Values[(frame * Bins) + bin];
        }

        return result;
    }

    /// <summary>Throws when a number is negative or not finite, naming its place.</summary>
    internal void RequirePowers(string name)
    {
        for (int index = 0; index < Values.Length; index++)
        {
            if (!(Values[index] is >= 0 and <= float.MaxValue))
            {
                Throw.OutOfRange($"{name}[{index / Bins}, {index % Bins}]", Values[index], "a finite number, 0 or more");
            }
        }
    }

    /// <summary>The same numbers in double, [frames, bins].</summary>
    public Matrix ToMatrix() => new(Frames, Bins, Array.ConvertAll(Values, value => (double)value));
}
