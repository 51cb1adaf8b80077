using System.Globalization;

namespace MusicRec.Benchmarks;

/// <summary><c>compare (name | all) [--rounds n]</c>: interleaved rounds, a table on the console, and the result kept by processor.</summary>
internal static class CompareCommand
{
    private const int WarmUps = 3;

    public static int Run(string[] args, IReadOnlyList<(string Name, Func<IComparison> Make)> comparisons)
    {
        if (args is not ["compare", string wanted, .. string[] rest] || !TryReadRounds(rest, out int rounds))
        {
            Console.Error.WriteLine("Usage: compare (<name> | all) [--rounds <1 or more>], size [<rows>], or kernels [settings of BenchmarkDotNet]");
            return 2;
        }

        List<ComparisonResult> results = [];
        foreach ((_, Func<IComparison> make) in comparisons.Where(entry => wanted == "all" || wanted == entry.Name))
        {
            using IComparison comparison = make();
            results.Add(Compare(comparison, rounds));
        }

        if (results.Count == 0)
        {
            Console.Error.WriteLine($"There is no comparison called '{wanted}'; there are: {string.Join(", ", comparisons.Select(entry => entry.Name))}.");
            return 2;
        }

        Console.WriteLine();
        Console.WriteLine(ResultsFile.Header);
        results.ForEach(result => Console.WriteLine(ResultsFile.Row(result)));
        Console.WriteLine($"Kept in {ResultsFile.Update(results)}");
        return results.TrueForAll(result => result.IsReached) ? 0 : 1;
    }

    private static ComparisonResult Compare(IComparison comparison, int rounds)
    {
        Console.WriteLine($"{comparison.Name}: {comparison.Workload}");
        List<Peer> peers = [];
        try
        {
            foreach (IReadOnlyDictionary<string, string> environment in comparison.PeerEnvironments)
            {
                peers.Add(new Peer(comparison.PeerScript, comparison.PeerArguments, environment));
            }

            double[] ours = new double[rounds], theirs = new double[rounds];
            for (int round = -WarmUps; round < rounds; round++)
            {
                // Each side goes first every other round.
                (double Seconds, double Check) mine = round % 2 == 0 ? AfterAPause(comparison.Run) : default;
                (double Seconds, double Check) other = peers.Select(peer => AfterAPause(peer.Run)).MinBy(run => run.Seconds);
                mine = round % 2 == 0 ? mine : AfterAPause(comparison.Run);
                if (!(Math.Abs(mine.Check - other.Check) <= comparison.CheckTolerance * Math.Max(1, Math.Abs(other.Check))))
                {
                    throw new InvalidDataException($"{comparison.Name}: ours gives {mine.Check:R}, the peer {other.Check:R}; both must do the same work.");
                }

                if (round >= 0)
                {
                    (ours[round], theirs[round]) = (mine.Seconds, other.Seconds);
                    Console.WriteLine(string.Create(
                        CultureInfo.InvariantCulture,
                        $"  round {round + 1,2}: ours {mine.Seconds * 1000,8:0.0} ms, peer {other.Seconds * 1000,8:0.0} ms, peer / ours {other.Seconds / mine.Seconds:0.00}"));
                }
            }

            return new ComparisonResult(comparison.Name, comparison.Workload, peers[0].Versions, comparison.SpeedUpToReach, ours, theirs);
        }
        finally
        {
            peers.ForEach(peer => peer.Dispose());
        }
    }

    // The threads of OpenBLAS wait busily for some 30 ms after their work; whoever came next would have to share processors with them.
    private static (double Seconds, double Check) AfterAPause(Func<(double Seconds, double Check)> run)
    {
        Thread.Sleep(150);
        return run();
    }

    private static bool TryReadRounds(string[] rest, out int rounds)
    {
        rounds = 15;
        return rest switch
        {
            [] => true,
            ["--rounds", string text] => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out rounds) && rounds >= 1,
            _ => false,
        };
    }
}
