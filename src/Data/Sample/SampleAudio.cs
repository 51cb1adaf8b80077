using System.Buffers.Binary;
using MusicRec.Numerics;

namespace MusicRec.Data.Sample;

/// <summary>
/// Short synthesised clips: ten genres that differ in tempo, drums, harmony and timbre. Computed with own sines only,
/// so that every machine writes the same bytes.
/// </summary>
internal static class SampleAudio
{
    private const int ClipsPerGenre = 5;
    private const int Rate = 22_050;
    private const int Seconds = 4;
    private const int WaveSize = 4_096;
    private static readonly float[] Sine = MakeSine();

    /// <summary>Number of clips; they are numbered by genre.</summary>
    public static int ClipCount => SampleStyle.Genres.Length * ClipsPerGenre;

    /// <summary>Where a clip stands inside the data folder.</summary>
    public static string PathOf(int clip)
    {
        string genre = SampleStyle.Genres[clip / ClipsPerGenre];
        return $"gtzan-mini/{genre}/{genre}.{clip % ClipsPerGenre:D5}.wav";
    }

    /// <summary>A clip as a RIFF WAVE file: 22,050 Hz, one channel, 16 bits.</summary>
    public static byte[] Synthesise(int clip, RandomStream random)
    {
        SampleSound sound = SampleSound.All[clip / ClipsPerGenre];
        RandomStream own = random.Split((ulong)clip);
        float[] samples = new float[Rate * Seconds];
        double beat = 60.0 / (sound.Tempo * (0.92 + (0.16 * own.NextDouble())));
        int root = 36 + own.NextInt32(12);
        AddDrums(samples, sound, beat, own);
        AddBass(samples, sound, beat, root, own);
        AddChords(samples, sound, beat, root + 12, own);
        AddMelody(samples, sound, beat, root + 24, own);
        return Encode(samples, sound, own);
    }

    private static void AddDrums(float[] samples, SampleSound sound, double beat, RandomStream random)
    {
        for (int step = 0; step * beat / 4 < Seconds; step++)
        {
            double at = step * beat / 4;
            int place = step % 16;
            if (sound.Kick[place] == 'x')
            {
                Strike(samples, at, 0.16, 0.9 * sound.Drums, time => 55 + (90 * Math.Max(0, 1 - (time * 18))), 0, random);
            }

            if (sound.Snare[place] == 'x')
            {
                Strike(samples, at, 0.14, 0.5 * sound.Drums, _ => 190, 0.8, random);
            }

            if (sound.Hat[place] == 'x')
            {
                Strike(samples, at, 0.04, 0.25 * sound.Drums, _ => 7_000, 1.0, random);
            }
        }
    }

    private static void AddBass(float[] samples, SampleSound sound, double beat, int root, RandomStream random)
    {
        for (int step = 0; step * beat < Seconds; step++)
        {
            int note = root + sound.Progression[step / 4 % sound.Progression.Length] + (step % 2 == 1 && random.Chance(0.4) ? 7 : 0);
            Tone(samples, step * beat, beat * 0.9, note, sound.Bass, sound.Harmonics / 2 + 1, 6, 0);
        }
    }

    private static void AddChords(float[] samples, SampleSound sound, double beat, int root, RandomStream random)
    {
        double length = beat * sound.ChordBeats;
        for (int step = 0; step * length < Seconds; step++)
        {
            int degree = sound.Progression[(int)(step * sound.ChordBeats / 4) % sound.Progression.Length];
            double late = sound.OffBeat ? length / 2 : 0;
            foreach (int interval in sound.IsMinor ? new[] { 0, 3, 7 } : [0, 4, 7])
            {
                Tone(samples, (step * length) + late, sound.OffBeat ? length / 2.5 : length, root + degree + interval, sound.Chords, sound.Harmonics, sound.Decay, sound.Vibrato * random.NextDouble());
            }
        }
    }

    private static void AddMelody(float[] samples, SampleSound sound, double beat, int root, RandomStream random)
    {
        int[] scale = sound.IsMinor ? [0, 3, 5, 7, 10, 12] : [0, 2, 4, 7, 9, 12];
        int degree = random.NextInt32(scale.Length);
        for (double at = 0; at < Seconds;)
        {
            double length = beat * (random.Chance(0.5) ? 0.5 : 1.0) * sound.MelodyPace;
            degree = Math.Clamp(degree + random.NextInt32(3) - 1, 0, scale.Length - 1);
            if (random.Chance(0.8))
            {
                Tone(samples, at, length, root + scale[degree], sound.Melody, sound.Harmonics, sound.Decay, sound.Vibrato);
            }

            at += length;
        }
    }

    private static void Tone(float[] samples, double at, double length, int note, double loudness, int harmonics, double decay, double vibrato)
    {
        double frequency = 440 * Elementary.Exp((note - 69) * (0.69314718055994531 / 12));
        int start = (int)Math.Floor(at * Rate), count = (int)Math.Floor(length * Rate);
        for (int harmonic = 1; harmonic <= harmonics && frequency * harmonic < Rate / 2.2; harmonic++)
        {
            float gain = (float)(loudness / harmonic);
            double phase = 0, step = frequency * harmonic * WaveSize / Rate;
            for (int index = 0; index < count && start + index < samples.Length; index++)
            {
                double time = (double)index / Rate;
                double swing = 1 + (vibrato * 0.01 * Sine[(int)(time * 5.5 * WaveSize) & (WaveSize - 1)]);
                float envelope = (float)(Math.Min(1, time * 90) * Math.Min(1, (count - index) * 0.002) / (1 + (decay * time)));
                samples[start + index] += gain * envelope * Sine[(int)phase & (WaveSize - 1)];
                phase += step * swing;
            }
        }
    }

    private static void Strike(float[] samples, double at, double length, double loudness, Func<double, double> frequency, double noise, RandomStream random)
    {
        int start = (int)Math.Floor(at * Rate), count = (int)Math.Floor(length * Rate);
        double phase = 0;
        for (int index = 0; index < count && start + index < samples.Length; index++)
        {
            double left = 1 - ((double)index / count);
            double tone = Sine[(int)phase & (WaveSize - 1)];
            double rush = (2 * random.NextSingle()) - 1;
            samples[start + index] += (float)(loudness * left * left * (((1 - noise) * tone) + (noise * rush)));
            phase += frequency((double)index / Rate) * WaveSize / Rate;
        }
    }

    private static byte[] Encode(float[] samples, SampleSound sound, RandomStream random)
    {
        byte[] file = new byte[44 + (2 * samples.Length)];
        "RIFF"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
        "WAVEfmt "u8.CopyTo(file.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(24), Rate);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(28), Rate * 2);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(32), 2);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(34), 16);
        "data"u8.CopyTo(file.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(40), 2 * samples.Length);
        double smoothed = 0;
        for (int index = 0; index < samples.Length; index++)
        {
            // Distortion squeezes the peaks, the low pass takes off brightness, a little noise stands for the room.
            double value = samples[index] * sound.Drive;
            value = value / (1 + Math.Abs(value));
            smoothed += sound.Brightness * (value - smoothed);
            double heard = smoothed + (sound.Noise * ((2 * random.NextSingle()) - 1));
            BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(44 + (2 * index)), (short)Math.Floor(Math.Clamp(heard, -1, 1) * 30_000));
        }

        return file;
    }

    private static float[] MakeSine()
    {
        float[] wave = new float[WaveSize];
        for (int index = 0; index < WaveSize; index++)
        {
            wave[index] = (float)Elementary.SinCos(2 * Math.PI * index / WaveSize).Sine;
        }

        return wave;
    }
}
