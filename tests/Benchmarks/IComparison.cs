namespace MusicRec.Benchmarks;

/// <summary>
/// One piece of work that this library and a resident Python process do in turns, round after round, on the same data.
/// Only the ratio of the two times within a round means anything; a machine is never equally fast for long.
/// </summary>
internal interface IComparison : IDisposable
{
    /// <summary>What the command line calls it.</summary>
    string Name { get; }

    /// <summary>The work in one line, with its sizes.</summary>
    string Workload { get; }

    /// <summary>The script in peers/. It warms up, prints <c>ready</c> and its versions; then, for each line <c>run</c> that it reads, does the work and prints its seconds and a check value.</summary>
    string PeerScript { get; }

    /// <summary>What the script is called with.</summary>
    IReadOnlyList<string> PeerArguments { get; }

    /// <summary>Environments to start the script in (numbers of threads, say); the best of them counts in each round.</summary>
    IReadOnlyList<IReadOnlyDictionary<string, string>> PeerEnvironments => [new Dictionary<string, string>()];

    /// <summary>The peer's time divided by ours that is to be reached in the median.</summary>
    double SpeedUpToReach { get; }

    /// <summary>The largest relative difference allowed between the two check values.</summary>
    double CheckTolerance => 1e-9;

    /// <summary>Does the work once: the seconds it took and a number computed from the result, which the peer must find too.</summary>
    (double Seconds, double Check) Run();
}
