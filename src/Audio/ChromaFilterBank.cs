using MusicRec.Numerics;

namespace MusicRec.Audio;

/// <summary>The twelve notes of the octave, C first, whatever the octave: librosa's filters.chroma for A = 440 Hz (it does not guess the tuning).</summary>
public sealed class ChromaFilterBank
{
    private const int Notes = 12;
    private const double LowestA = 27.5;
    private const double CenterOctave = 5;
    private const double OctaveWidth = 2;

    /// <summary>A bank for spectra of sound of one sampling rate.</summary>
    /// <param name="sampleRate">Samples per second, 1 or more.</param>
    /// <param name="frameLength">Samples of a frame, 2 or more and even.</param>
    public ChromaFilterBank(int sampleRate, int frameLength)
    {
        Throw.IfOutside(sampleRate, 1, Waveform.HighestSampleRate);
        Throw.IfOutside(frameLength, 2, FourierPlan.LongestLength);
        if (frameLength % 2 != 0)
        {
            Throw.OutOfRange(nameof(frameLength), frameLength, "even numbers");
        }

        int bins = (frameLength / 2) + 1;
        double[] places = new double[bins + 1];
        for (int bin = 1; bin <= bins; bin++)
        {
            places[bin] = Notes * Elementary.Log((double)bin * sampleRate / frameLength / LowestA) / Elementary.Log(2);
        }

        // 0 Hz has no note; librosa puts it one and a half octaves below the first bin.
        places[0] = places[1] - (1.5 * Notes);
        Weights = new Matrix(Notes, bins);
        double[] own = new double[Notes];
        for (int bin = 0; bin < bins; bin++)
        {
            double width = Math.Max(1, places[bin + 1] - places[bin]), squares = 0;
            for (int note = 0; note < Notes; note++)
            {
                double away = Remainder(places[bin] - note + (Notes / 2)) - (Notes / 2);
                own[note] = Elementary.Exp(-0.5 * (2 * away / width) * (2 * away / width));
                squares += own[note] * own[note];
            }

            double octave = ((places[bin] / Notes) - CenterOctave) / OctaveWidth, scale = Elementary.Exp(-0.5 * octave * octave) / Math.Sqrt(squares);
            for (int note = 0; note < Notes; note++)
            {
                // From A first to C first.
                Weights[(note + Notes - 3) % Notes, bin] = own[note] * scale;
            }
        }
    }

    /// <summary>The weight of each bin in each note, [12, bins].</summary>
    public Matrix Weights { get; }

    /// <summary>The notes of spectra, the loudest note of each frame 1, [frames, 12]; 0 for a silent frame: librosa's chroma_stft.</summary>
    /// <param name="power">Numbers of 0 or more, [frames, bins].</param>
    /// <exception cref="ArgumentException">The spectra have another number of bins.</exception>
    public Spectrogram Apply(Spectrogram power)
    {
        ArgumentNullException.ThrowIfNull(power);
        Throw.IfLengthsDiffer(power.Bins, nameof(power) + "'s bins", Weights.Columns, "the filter bank's");
        power.RequirePowers(nameof(power));
        Spectrogram result = new(power.Frames, Notes);
        Framing.ForBlocks(power.Frames, (first, end) =>
        {
            double[] numbers = new double[power.Bins], sums = new double[Notes];
            for (int frame = first; frame < end; frame++)
            {
                for (int bin = 0; bin < numbers.Length; bin++)
                {
                    numbers[bin] = power.Values[(frame * power.Bins) + bin];
                }

                for (int note = 0; note < Notes; note++)
                {
                    sums[note] = DoubleVectors.Dot(numbers, Weights.Row(note));
                }

                double largest = sums.Max();
                for (int note = 0; note < Notes; note++)
                {
                    result.Frame(frame)[note] = largest > 0 ? (float)(sums[note] / largest) : 0;
                }
            }
        });
        return result;
    }

    private static double Remainder(double place) => place - (Notes * Math.Floor(place / Notes));
}
