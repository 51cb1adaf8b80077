namespace MusicRec.Benchmarks;

/// <summary>The seconds of each round, and what follows from them.</summary>
internal sealed record ComparisonResult(string Name, string Workload, string PeerVersions, double SpeedUpToReach, double[] Ours, double[] Theirs)
{
    public double OurMedian => Median(Ours);

    public double TheirMedian => Median(Theirs);

    public double MedianSpeedUp => Median(SpeedUps);

    public double SmallestSpeedUp => SpeedUps.Min();

    public bool IsReached => MedianSpeedUp >= SpeedUpToReach;

    private double[] SpeedUps => [.. Theirs.Zip(Ours, (theirs, ours) => theirs / ours)];

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
