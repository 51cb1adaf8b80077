using BenchmarkDotNet.Running;
using MusicRec.Benchmarks;

// A new workload is one class that implements IComparison (TrainingComparison for networks), one script in peers/, and
// one line here.
(string Name, Func<IComparison> Make)[] comparisons =
[
    ("csv", () => new CsvComparison()),
    ("als", () => new LeastSquaresComparison()),
    ("ease", () => new EaseComparison()),
    ("k-means", () => new KMeansComparison()),
    ("boosting", () => new BoostingComparison(isBinary: false)),
    ("boosting-binary", () => new BoostingComparison(isBinary: true)),
    ("tfidf", () => new TfidfComparison()),
    ("lyrics-ffnn", () => new LyricsFfnnComparison()),
    ("likes-mlp", () => new LikesMlpComparison()),
    ("genre-mlp", () => new GenreMlpComparison()),
    ("artist-net", () => new ArtistNetComparison()),
    ("lyrics-logistic", () => new LyricsLogisticComparison()),
    ("lyrics-transformer", () => new LyricsTransformerComparison()),
    ("matmul-512", () => new MatrixProductComparison("matmul-512", 512, 512, 512, repeats: 20)),
    ("matmul-wide", () => new MatrixProductComparison("matmul-wide", 256, 512, 70_000, repeats: 1)),
    ("next-track-lstm", () => new NextTrackLstmComparison()),
    ("popularity-lstm", () => new PopularityLstmComparison()),
    ("mult-vae", () => new MultVaeComparison(isPeerSparse: false)),
    ("mult-vae-sparse", () => new MultVaeComparison(isPeerSparse: true)),
    ("skip-gram", () => new SkipGramComparison()),
    ("nearest-one", () => new NearestComparison("nearest-one", 1, repeats: 20, speedUpToReach: 2.5)),
    ("nearest-batch", () => new NearestComparison("nearest-batch", 100, repeats: 1, speedUpToReach: 8)),
    ("mel-cnn", () => new MelCnnComparison()),
    ("log-mel", () => new LogMelComparison(isPeerSingle: false)),
    ("log-mel-single", () => new LogMelComparison(isPeerSingle: true)),
];
if (args is ["kernels", .. string[] settings])
{
    // The kernels one by one, in this process: BenchmarkDotNet need not build a project of its own. The settings are its, too.
    _ = BenchmarkSwitcher.FromAssembly(typeof(MatrixProductBenchmarks).Assembly).Run(
        [.. settings.Length > 0 ? settings : ["--filter", "*"], "--inProcess", "--artifacts", BenchmarkFolders.KernelReports]);
    return 0;
}

if (args is ["size", .. string[] rows])
{
    return SizeCommand.Run(rows);
}

return CompareCommand.Run(args, comparisons);
