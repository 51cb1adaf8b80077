using System.Diagnostics;
using MusicRec.Numerics;
using MusicRec.Text;

namespace MusicRec.Benchmarks;

/// <summary>TF-IDF rows of made-up lyrics, against scikit-learn's TfidfVectorizer: the same vocabulary and the same weights.</summary>
internal sealed class TfidfComparison : IComparison
{
    private const int Documents = 28_000;
    private const int Length = 80;
    private const int Words = 40_000;
    private const int Features = 5_000;
    private readonly string path = Path.Combine(Path.GetTempPath(), $"lyrics-{Guid.NewGuid():N}.txt");
    private readonly string[] documents = MakeData();
    private bool isWarm;

    public TfidfComparison() => File.WriteAllLines(path, documents);

    public string Name => "tfidf";

    public string Workload => "TF-IDF, 28,000 texts × 80 words, (1,2)-grams, 5,000 features, fitted and transformed";

    public string PeerScript => "tfidf_sklearn.py";

    public IReadOnlyList<string> PeerArguments => [path, Features.ToString((IFormatProvider?)null)];

    public double SpeedUpToReach => 10;

    // Ours are floats. Another vocabulary changes the value by a millionth at least.
    public double CheckTolerance => 1e-8;

    public (double Seconds, double Check) Run()
    {
        for (Stopwatch warming = Stopwatch.StartNew(); !isWarm; isWarm = warming.Elapsed.TotalSeconds > 4)
        {
            _ = Vectorize();
        }

        return Vectorize();
    }

    public void Dispose() => File.Delete(path);

    private (double Seconds, double Check) Vectorize()
    {
        // What earlier rounds left behind is not this round's work; the peer frees its rows outside the clock too.
        GC.Collect();
        TfidfVectorizer vectorizer = new(new TfidfSettings { Ngrams = new NgramSettings { MaximumLength = 2, MaximumFeatures = Features } });
        Stopwatch clock = Stopwatch.StartNew();
        SparseMatrix rows = vectorizer.FitTransform(documents);
        double seconds = clock.Elapsed.TotalSeconds;
        double sum = 0;
        for (int entry = 0; entry < rows.Count; entry++)
        {
            sum += rows.Values[entry] * ((rows.ColumnIndices[entry] % 97) + 1);
        }

        return (seconds, sum / rows.Count * (1 + Digest(vectorizer.Vocabulary)));
    }

    private static long Digest(IReadOnlyList<string> vocabulary)
    {
        long digest = 0;
        foreach (char character in string.Join('\n', vocabulary))
        {
            digest = ((digest * 31) + character) % 1_000_003;
        }

        return digest;
    }

    // Words as frequent as Zipf's law has them, of syllables; one in twenty with a capital and one in ten before a comma.
    private static string[] MakeData()
    {
        string[] syllables = ["ba", "de", "fi", "gor", "lu", "ma", "nen", "ri", "so", "tu", "va", "ze", "kop", "pi", "shi", "tra"];
        RandomStream random = new(1);
        string[] made = new string[Documents];
        string[] words = new string[Length];
        for (int document = 0; document < made.Length; document++)
        {
            for (int index = 0; index < Length; index++)
            {
                int number = (int)Math.Pow(Words, random.NextDouble());
                string word = string.Empty;
                for (int rest = number + 1; rest > 0; rest /= syllables.Length)
                {
                    word += syllables[rest % syllables.Length];
                }

                word = random.NextInt32(20) == 0 ? char.ToUpperInvariant(word[0]) + word[1..] : word;
                words[index] = random.NextInt32(10) == 0 ? word + "," : word;
            }

            made[document] = string.Join(' ', words);
        }

        return made;
    }
}
