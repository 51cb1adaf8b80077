using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using MusicRec.Data;
using MusicRec.Numerics;
using MusicRec.Recommenders;

namespace MusicRec.Benchmarks;

/// <summary>
/// Alternating least squares by conjugate gradients on made-up plays of the size of Last.fm 2k, of which a few artists have
/// many listeners and most have one; the check is the sum of all played pairs' scores.
/// </summary>
internal sealed class LeastSquaresComparison : IComparison
{
    private const int Users = 1892;
    private const int Items = 17_632;
    private const int Pairs = 92_834;
    private const ulong Seed = 1;
    private static readonly AlternatingLeastSquaresOptions _options = new() { Factors = 64, Iterations = 15, ConjugateGradientSteps = 3, Regularization = 10 };
    private readonly Interactions plays = MadeUpPlays.Make(Users, Items, Pairs);
    private readonly string path = Path.Combine(Path.GetTempPath(), $"als-{Guid.NewGuid():N}.bin");

    public LeastSquaresComparison()
    {
        using FileStream file = File.Create(path);
        MadeUpPlays.Write(file, plays);
        foreach ((ulong side, int rows) in new[] { (0UL, Users), (1UL, Items) })
        {
            float[] draws = new float[rows * _options.Factors];
            new RandomStream(Seed).Split(side).FillGaussian(draws);
            file.Write(MemoryMarshal.AsBytes<float>(Array.ConvertAll(draws, draw => 0.01f * draw)));
        }
    }

    public string Name => "als";

    public string Workload => "ALS, 1,892 listeners × 17,632 artists, 92,834 pairs, 64 factors, 15 iterations of 3 steps of conjugate gradients";

    public string PeerScript => "als_numba.py";

    public IReadOnlyList<string> PeerArguments =>
    [
        path, .. new[] { Users, Items, plays.Count, _options.Factors, _options.Iterations, _options.ConjugateGradientSteps, (int)_options.Regularization }
            .Select(size => size.ToString(CultureInfo.InvariantCulture)),
    ];

    public IReadOnlyList<IReadOnlyDictionary<string, string>> PeerEnvironments =>
    [
        // What numba takes this processor for is half as fast.
        new Dictionary<string, string> { ["NUMBA_CPU_NAME"] = "haswell", ["NUMBA_NUM_THREADS"] = "2", ["OPENBLAS_NUM_THREADS"] = "1", ["OMP_WAIT_POLICY"] = "PASSIVE" },
        new Dictionary<string, string> { ["NUMBA_CPU_NAME"] = "haswell", ["NUMBA_NUM_THREADS"] = "2", ["OPENBLAS_NUM_THREADS"] = "1" },
    ];

    public double SpeedUpToReach => 2;

    // Floats, whose sums the peer takes in another order.
    public double CheckTolerance => 1e-4;

    public (double Seconds, double Check) Run()
    {
        AlternatingLeastSquares model = new(Seed, _options);
        Stopwatch clock = Stopwatch.StartNew();
        model.Fit(plays);
        double seconds = clock.Elapsed.TotalSeconds, sum = 0;
        Matrix users = model.UserFactors, items = model.ItemFactors;
        for (int user = 0; user < Users; user++)
        {
            foreach (int item in plays.ItemsOf(user))
            {
                sum += OrderedSums.Dot(users.Row(user), items.Row(item));
            }
        }

        return (seconds, sum);
    }

    public void Dispose() => File.Delete(path);
}

/// <summary>EASE over 5,000 items; the check is the sum of 200 listeners' scores in size.</summary>
internal sealed class EaseComparison : IComparison
{
    private const int Users = 20_000;
    private const int Items = 5000;
    private const int Pairs = 600_000;
    private const int Judged = 200;
    private readonly Interactions plays = MadeUpPlays.Make(Users, Items, Pairs);
    private readonly string path = Path.Combine(Path.GetTempPath(), $"ease-{Guid.NewGuid():N}.bin");

    public EaseComparison()
    {
        using FileStream file = File.Create(path);
        MadeUpPlays.Write(file, plays);
    }

    public string Name => "ease";

    public string Workload => "EASE, 20,000 listeners × 5,000 items, 600,000 pairs, in float";

    public string PeerScript => "ease_numpy.py";

    public IReadOnlyList<string> PeerArguments => [path, .. new[] { Users, Items, plays.Count, 500 }.Select(size => size.ToString(CultureInfo.InvariantCulture))];

    public IReadOnlyList<IReadOnlyDictionary<string, string>> PeerEnvironments =>
    [
        new Dictionary<string, string> { ["OPENBLAS_NUM_THREADS"] = "2", ["EASE_INVERSE"] = "any" },
        new Dictionary<string, string> { ["OPENBLAS_NUM_THREADS"] = "2", ["EASE_INVERSE"] = "positive" },
    ];

    public double SpeedUpToReach => 1.3;

    public double CheckTolerance => 1e-3;

    public (double Seconds, double Check) Run()
    {
        Ease model = new(new EaseOptions { Regularization = 500 });
        Stopwatch clock = Stopwatch.StartNew();
        model.Fit(plays);
        double seconds = clock.Elapsed.TotalSeconds, sum = 0;
        for (int user = 0; user < Judged; user++)
        {
            ItemScores scores = model.ScoresFor(ListenerHistory.Of(plays, user), user)!;
            for (int item = 0; item < Items; item++)
            {
                sum += Math.Abs(scores[item]);
            }
        }

        return (seconds, sum);
    }

    public void Dispose() => File.Delete(path);
}

/// <summary>Plays of listeners with about equally many items each, a few of which are everybody's; every item has a listener.</summary>
internal static class MadeUpPlays
{
    public static Interactions Make(int users, int items, int pairs)
    {
        RandomStream random = new(3);
        HashSet<(int, int)> taken = [];
        List<int> ofUser = [], ofItem = [];
        List<double> weights = [];
        while (ofUser.Count < pairs)
        {
            int item = ofItem.Count < items ? ofItem.Count : (int)(20 * (Math.Pow((items / 20.0) + 1, random.NextDouble()) - 1)), user = random.NextInt32(users);
            if (item < items && taken.Add((user, item)))
            {
                ofUser.Add(user);
                ofItem.Add(item);
                weights.Add(1 + Math.Floor(Elementary.Exp(5 + (1.5 * random.NextGaussian()))));
            }
        }

        return Interactions.FromIndices(
            [.. Enumerable.Range(0, users).Select(user => $"listener {user}")], [.. Enumerable.Range(0, items).Select(item => $"item {item}")],
            [.. ofUser], [.. ofItem], [.. weights]);
    }

    /// <summary>Users, items and log weights of all pairs.</summary>
    public static void Write(FileStream file, Interactions plays)
    {
        file.Write(MemoryMarshal.AsBytes<int>(plays.UserOfEachPair()));
        file.Write(MemoryMarshal.AsBytes<int>(plays.ItemOfEachPair()));
        float[] ratings = [.. Enumerable.Range(0, plays.UserCount).SelectMany(user => plays.WeightsOf(user).ToArray()).Select(weight => (float)Elementary.Log1P(weight))];
        file.Write(MemoryMarshal.AsBytes<float>(ratings));
    }
}
