using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using MusicRec.Audio;
using MusicRec.Data;
using MusicRec.DigitsProbe;
using MusicRec.Embeddings;
using MusicRec.Evaluation;
using MusicRec.Learning;
using MusicRec.Neural;
using MusicRec.Numerics;
using MusicRec.Papers;
using MusicRec.Text;

switch (args)
{
    case ["memory", string folder]:
        MemoryProbe.Run(folder);
        return;
    case ["resume"]:
        TrainingProbe.Resume();
        return;
    case ["allocations"]:
        TrainingProbe.Allocations();
        return;
}

// Prints one line per computation: its name and the bits of its result. SameDigitsTests runs this program with other
// thread counts and instruction sets and compares what it prints. Keep shapes tiny: without hardware intrinsics a fused
// multiply-add takes 150 times as long. The first line says under what the program runs and is not compared.
Console.WriteLine($"# threads={ParallelLoop.ThreadCount} avx2={Avx2.IsSupported} vectors={Vector128.IsHardwareAccelerated} wide={Vector512.IsHardwareAccelerated}");
RandomStream random = new(1);
Print("random.gaussian", [.. Enumerable.Range(0, 64).Select(_ => random.NextGaussian())]);
float[] draws = new float[101];
new RandomStream(2).FillGaussian(draws);
Print("random.fillGaussian", [.. draws.Select(draw => (double)draw)]);

Matrix rows = new(24, 3);
int[] classes = new int[24];
for (int row = 0; row < classes.Length; row++)
{
    classes[row] = row % 3;
    for (int column = 0; column < 3; column++)
    {
        rows[row, column] = random.NextGaussian() + (column == 0 ? classes[row] : 0);
    }
}

foreach ((string name, IClassifier model) in new (string, IClassifier)[]
{
    ("learning.randomForest", new RandomForest(1, 5)),
    ("learning.extraTrees", new ExtraTrees(1, 5)),
    ("learning.gradientBoosting", new GradientBoostingClassifier(
        6, new GradientBoostingSettings { Iterations = 3, MinimumLeafSize = 2, MaximumBins = 5, EarlyStopping = new EarlyStoppingSettings() })),
    ("learning.logisticRegression", new Pipeline(new LogisticRegression(), new StandardScaler())),
    ("learning.nearestNeighbors", new Pipeline(new KNearestNeighbors(5, NeighborWeights.Distance), new MinMaxScaler())),
    ("learning.multilayerPerceptron", new Pipeline(
        new MultilayerPerceptronClassifier(5, new MultilayerPerceptronSettings { HiddenSizes = [5], Epochs = 2, Dropout = 0.1 }), new OneHotEncoder(1), new StandardScaler())),
    ("papers.trackEmbedding", new MusicRec.Papers.TrackEmbeddingNetwork(8, new MusicRec.Papers.TrackEmbeddingSettings { HiddenSize = 9, Epochs = 3, Dropout = 0.1 })),
    ("learning.kernelMachine", new Pipeline(new KernelSupportVectorMachine(7, 10, folds: 2), new StandardScaler())),
    ("learning.vote", new VotingEnsemble([new RandomForest(2, 3), new Pipeline(new ExtraTrees(3, 3), new StandardScaler(), new SumsAndDifferences())])),
    ("learning.nestedSelection", new NestedSelection(
        4, [new Candidate("forest", s => new RandomForest(s, 3)), new Candidate("neighbours", _ => new KNearestNeighbors(3))], SelectionCriterion.BrierScore, 3, 2)),
    ("learning.overSampled", new OverSampledClassifier(3, new LogisticRegression(), 0.9) { RestoreBaseRates = true }),
    ("learning.searched", new SearchedClassifier(
        5, new ParameterSpace().LogUniform("strength", 0.01, 10), new SearchSettings { Candidates = 4, Factor = 2, Folds = 2 },
        trial => new BalancedWeightsClassifier(new LogisticRegression(trial.Parameters.Number("strength"))))),
})
{
    model.Fit(rows, classes);
    Print(name, model.PredictProbabilities(rows).Values);
    Print($"{name}.importance", PermutationImportance.Measure(model, rows, classes, seed: 5, repeats: 2).Decreases.Values);
}

float[] sound = new float[900];
new RandomStream(11).FillGaussian(sound);
SpectrumSettings cut = new() { FrameLength = 128, HopLength = 50 };
Spectrogram mel = new MelSpectrogram(8000, cut, new MelSettings { Bands = 8 }).Decibels(sound), magnitude = ShortTimeFourier.Magnitude(sound, cut);
Print("audio.mel", [.. mel.Values.Select(value => (double)value)]);
Print("audio.cepstrum", [.. CepstralCoefficients.Of(mel, 5).Values.Select(value => (double)value)]);
Print("audio.features", [.. SpectralFeatures.Bandwidth(magnitude, 8000), .. SpectralFeatures.Rolloff(magnitude, 8000), .. SpectralFeatures.Flatness(magnitude), .. SpectralFeatures.RootMeanSquare(sound, 128, 50)]);
Print("audio.contrast", [.. SpectralFeatures.Contrast(magnitude, 8000, octaves: 3).Values.Select(value => (double)value)]);
Print("audio.chroma", [.. new ChromaFilterBank(8000, 128).Apply(magnitude).Values.Select(value => (double)value)]);
Print("audio.tempogram", [.. Rhythm.Tempogram(Rhythm.OnsetStrength(mel, cut), 8).Values.Select(value => (double)value)]);
GenreClipNetwork clipNetwork = new(3, new GenreClipNetworkSettings { WindowFrames = 8, Channels = [2, 2, 3], Epochs = 2, BatchSize = 2, LargestTimeMask = 2, LargestBandMask = 2 });
clipNetwork.Fit([mel, new Spectrogram(8, 8, [.. Enumerable.Range(0, 64).Select(value => (float)value)])], [0, 1]);
Print("papers.genreClipNetwork", [.. clipNetwork.PredictProbabilities([mel]).Values, .. clipNetwork.Embed([mel]).Values]);

OnlineLogisticRegression online = new([0.3, 1, 2], 4);
for (int row = 0; row < classes.Length; row++)
{
    online.Observe(rows.Row(row), classes[row] == 1);
}

Print("learning.onlineLogisticRegression", [online.Intercept, .. online.Weights, online.LogOdds(rows.Row(0)).Variance]);

// Topic weights of a model whose topics have words of their own, taken back to the model.
Matrix ownWords = new(24, 12);
Matrix drawn = new(60, 24);
for (int row = 0; row < drawn.Rows; row++)
{
    for (int draw = 0; draw < 3 + (row % 5); draw++)
    {
        drawn[row, (random.NextInt32(2) * ((row * 2) % 24)) + random.NextInt32(2)]++;
    }
}

for (int word = 0; word < ownWords.Rows; word++)
{
    for (int topic = 0; topic < ownWords.Columns; topic++)
    {
        ownWords[word, topic] = topic == word / 2 ? 1 : 1e-3 * random.NextDouble();
    }
}

SparseMatrix drawnWords = SparseMatrix.From(drawn);
Matrix topicWeights = new TopicModel(ownWords, 1.0 / 12).Infer(drawnWords);
TopicModelInversion inversion = new(new TopicModelInversionSettings { FirstIterations = 5, Rounds = 1, RoundIterations = 3, Seed = 6 });
inversion.Fit(drawnWords, topicWeights.SelectColumns([.. Enumerable.Range(0, 10)]));
Print("learning.topicModelInversion", [.. topicWeights.Values, .. inversion.Model.WordTopics.Values, .. inversion.Predict(drawnWords).Values]);

RidgeRegression ridge = new();
TargetEncodedRegressor encodedTrees = new(
    new GradientBoostingRegressor(1, new GradientBoostingSettings { Iterations = 3, MinimumLeafSize = 2 }), new TargetEncoder(2, [0], 1, 3));
RegressionPipeline perceptron = new(
    new MultilayerPerceptronRegressor(7, new MultilayerPerceptronSettings { HiddenSizes = [5], Epochs = 2 }), new StandardScaler());
ridge.Fit(rows, rows.Column(1));
perceptron.Fit(rows, rows.Column(1));
encodedTrees.Fit(rows, rows.Column(1));
Print("learning.regression", [.. ridge.Weights, ridge.Intercept, .. ridge.Predict(rows), .. encodedTrees.Predict(rows), .. perceptron.Predict(rows)]);

KMeans clusters = new(8, 3);
clusters.Fit(rows);
PrincipalComponents components = new();
components.Fit(rows);
Print("learning.kMeans", [.. clusters.Centers.Values, clusters.Inertia, .. clusters.Labels.Select(label => (double)label)]);
Print("learning.silhouette", Silhouette.Samples(rows, clusters.Labels));
Print("learning.neighborEmbedding", new StochasticNeighborEmbedding(new StochasticNeighborEmbeddingSettings { Perplexity = 4, Iterations = 300 }).FitTransform(rows).Values);
Print("learning.principalComponents", [.. components.Loadings.Values, .. components.ExplainedVariances, .. components.Transform(rows).Values]);

// Nine targets and repeats take the general step, most pairs of thirty words the one of six.
foreach (SkipGramSettings settings in new SkipGramSettings[]
{
    new() { Dimension = 11, Epochs = 2, BatchWords = 40, ShufflesSentences = true, SubsamplingThreshold = 0.05 },
    new() { Dimension = 8, Epochs = 1, Negatives = 8, ShufflesWords = true },
})
{
    SkipGram skipGram = new(5, settings);
    skipGram.Fit([.. Enumerable.Range(0, 12).Select(_ => Enumerable.Range(0, 14).Select(_ => $"w{random.NextInt32(30)}").ToArray())]);
    Print($"embeddings.skipGram.{settings.Negatives}", [.. skipGram.Vectors.Values.ToArray().Select(value => (double)value)]);
    Print($"embeddings.mostSimilar.{settings.Negatives}", [.. skipGram.Vectors.MostSimilar("w3").Select(found => found.Similarity)]);
    Print(
        $"embeddings.nearest.{settings.Negatives}",
        [.. skipGram.Vectors.Neighbors.FindBatch(skipGram.Vectors.Values, 3).SelectMany(found => found).SelectMany(row => new double[] { row.Row, row.Similarity })]);
}

Print("embeddings.mutualInformation", [.. MutualInformationVectors.Fit(
    [.. Enumerable.Range(0, 12).Select(_ => Enumerable.Range(0, 5).Select(_ => $"w{random.NextInt32(15)}").ToArray())], 4).Values.ToArray().Select(value => (double)value)]);

// Work this small would never be handed to another thread.
WorkerPool.SmallestPiece = 1;
Matrix manyColumns = new(24, 400);
for (int row = 0; row < classes.Length; row++)
{
    for (int column = 0; column < 3; column++)
    {
        // So many weights that their sums run in lanes.
        manyColumns[row, (130 * column) + (7 * (row % 9))] = Math.Max(0, rows[row, column]);
    }
}

SparseMatrix amounts = SparseMatrix.From(manyColumns);
foreach (IClassifier<SparseMatrix> model in new IClassifier<SparseMatrix>[]
{
    new LogisticRegression(3), new MultinomialNaiveBayes(), new ComplementNaiveBayes(), new CalibratedSupportVectorMachine(8, folds: 2),
})
{
    model.Fit(amounts, classes);
    Print($"learning.sparse.{model.GetType().Name}", model.PredictProbabilities(amounts).Values);
}

foreach ((string name, double[] values) in TrainingProbe.Digits())
{
    Print(name, values);
}

foreach ((string name, Loss loss, ActivationModule activation) in new (string, Loss, ActivationModule)[]
{
    ("neural.reluEntropy", Loss.BinaryCrossEntropyWithLogits, new Relu()),
    ("neural.sigmoidEntropy", Loss.BinaryCrossEntropyWithLogits, new Sigmoid()),
    ("neural.tanhSquared", Loss.MeanSquaredError, new Tanh()),
})
{
    RandomStream seed = new(7);
    Sequential network = new(
        new Linear(3, 17, seed, Initialization.GlorotUniform), activation, new Dropout(0.25, seed.Split(1)), new Linear(17, 5, seed), new Tanh(),
        new Linear(5, 1, seed));
    TensorDataset examples = TensorDataset.From(rows, [.. classes.Select(label => label == 0 ? 0 : 1)]);
    History history = new Trainer(network, new Adam(network.Parameters, weightDecay: 0.01), loss) { Epochs = 3, BatchSize = 9, Patience = 2 }
        .Fit(examples, examples);
    Print(name, [.. network.Parameters.SelectMany(parameter => parameter.Values.ToArray()).Select(value => (double)value)]);
    Print($"{name}.history", [.. history.Losses, .. history.ValidationLosses]);
    Print($"{name}.predictions", network.Predict(rows).Values);
    Print($"{name}.integratedGradients", IntegratedGradients.Of(network, rows, new double[3], steps: 3).Attributions.Values);
}

int[] liked = [.. classes.Select(label => label == 0 ? 0 : 1)];
CrossValidationResult judged = CrossValidation.Run(
    Splits.RepeatedStratifiedKFold(liked, 3, 2, 4), rows, liked, seed => new Pipeline(new RandomForest(seed, 3), new StandardScaler()), seed: 9);
Print("evaluation.crossValidation", [.. judged.OutOfFoldProbabilities().Values, .. judged.LogLoss.PerFold, .. judged.AreaUnderRocCurve!.PerFold]);
RegressionResult regression = RegressionCrossValidation.Run(Splits.KFold(24, 3, 5), rows, rows.Column(2), _ => new RidgeRegression());
Print("evaluation.regression", [.. regression.OutOfFoldPredictions(), .. regression.RSquared!.PerFold, .. judged.AveragePrecision!.PerFold]);
TunedThresholdClassifier tuned = new(7, own => new RandomForest(own, 3), folds: 3);
tuned.Fit(rows, liked);
Print("learning.tunedThreshold", [tuned.Threshold, .. tuned.PredictProbabilities(rows).Values]);
ConfidenceInterval bootstrap = Intervals.Bootstrap(rows.Column(0), seed: 3, resamples: 600);
Print("evaluation.bootstrap", bootstrap.Estimate, bootstrap.Low, bootstrap.High);
Print("evaluation.calibration", CalibrationCurve.Of(liked, judged.OutOfFoldProbabilities().Column(1), 4, CalibrationBins.Quantile).ExpectedError);

string[] songs = [.. Enumerable.Range(0, 40).Select(_ => string.Join(' ', Enumerable.Range(0, 30).Select(_ => $"w{random.NextInt32(3 + random.NextInt32(50))}")))];
TfidfVectorizer vectorizer = new(new TfidfSettings
{
    SublinearTermFrequencies = true,
    Ngrams = new NgramSettings { MaximumLength = 3, MaximumFeatures = 60, MaximumDocumentShare = 0.9 },
});
SparseMatrix songWeights = vectorizer.FitTransform(songs);
Print("text.tfidf", [.. vectorizer.InverseDocumentFrequencies, .. songWeights.Values.ToArray(), .. songWeights.ColumnIndices.ToArray()]);

foreach ((string name, double[] values) in RecommenderProbe.Digits(rows))
{
    Print(name, values);
}

RandomStream qualities = new(12);
double[] quality = [.. Enumerable.Range(0, 60).Select(_ => qualities.NextGaussian())];
PopularitySongs made = PopularitySongs.FromSpotify1M(new Frame(
[
    ("artist_name", new TextColumn([.. quality.Select((_, row) => $"artist {row % 7}")])),
    ("track_name", new TextColumn([.. quality.Select((_, row) => $"song {row}")])),
    ("track_id", new TextColumn([.. quality.Select((_, row) => $"id{row}")])),
    ("popularity", new IntegerColumn([.. quality.Select(value => (int)Math.Clamp(30 + (18 * value), 0, 90))])),
    ("year", new IntegerColumn([.. quality.Select((_, row) => 2000 + (row % 20))])),
    ("genre", new TextColumn([.. quality.Select((_, row) => row % 3 == 0 ? "alt-rock" : "pop")])),
    .. PopularitySongs.AudioFeatureNames.Select(name => (name, (Column)new NumberColumn([.. quality.Select(value => value + qualities.NextGaussian())]))),
]));
PopularityForensics forensics = PopularityForensics.Run(
    made, [new(40)], null, PopularityForensicsModel.All(new PopularityNetworkSettings { Epochs = 1, EmbeddingSize = 2, HiddenSize = 3, DenseSize = 2 }));
PopularityImpliedErrors implied = PopularityImpliedErrors.Of(made, new(40));
Print("papers.popularityForensics", [.. forensics.Cells.SelectMany(cell => new[] { cell.Accuracy, cell.F1, cell.RootMeanSquaredError ?? 0 }), implied.Bias, implied.Deviation]);

static void Print(string name, params double[] values) =>
    Console.WriteLine($"{name} {string.Join(' ', values.Select(value => BitConverter.DoubleToInt64Bits(value).ToString("x16", null)))}");
