using MusicRec.Benchmarks;

// A new workload is one class that implements IComparison, one script in peers/, and one line here.
Func<IComparison>[] comparisons = [() => new CsvComparison(), () => new LikesMlpComparison()];
return CompareCommand.Run(args, comparisons);
