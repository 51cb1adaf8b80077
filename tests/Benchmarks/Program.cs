using MusicRec.Benchmarks;

// A new workload is one class that implements IComparison (TrainingComparison for networks), one script in peers/, and
// one line here.
(string Name, Func<IComparison> Make)[] comparisons =
[
    ("csv", () => new CsvComparison()),
    ("likes-mlp", () => new LikesMlpComparison()),
];
return CompareCommand.Run(args, comparisons);
