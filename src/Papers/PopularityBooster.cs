using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Papers;

/// <summary>
/// What an expert would use in place of paper 000's network: gradient-boosted trees on audio, year, genre and the title's form, to which
/// genre and artist are told as the mean popularity of their other training songs. Encodings are learnt from training songs alone, and a
/// training song never sees itself.
/// </summary>
public sealed class PopularityBooster
{
    private readonly ulong _seed;
    private Round[]? _rounds;
    private int? _cut;

    /// <summary>A model that has learnt nothing yet.</summary>
    /// <param name="seed">Decides the folds of the encodings.</param>
    /// <param name="settings">What it sees and how trees grow; null for the defaults.</param>
    /// <exception cref="ArgumentException">A setting is not allowed.</exception>
    public PopularityBooster(ulong seed, PopularityBoosterSettings? settings = null)
    {
        (_seed, Settings) = (seed, settings ?? new PopularityBoosterSettings());
        Settings.Check();
    }

    /// <summary>What it sees and how its trees grow.</summary>
    public PopularityBoosterSettings Settings { get; }

    /// <summary>From which popularity on a song counts as popular; null before Fit and where popularity itself is predicted.</summary>
    public int? Cut => _rounds is null ? null : _cut;

    /// <summary>Learns to predict popularity by squared error, forgetting what was learnt before.</summary>
    /// <param name="songs">Songs.</param>
    /// <param name="trainingRows">Those to learn from, one or more.</param>
    /// <exception cref="ArgumentException">There are no training rows, a row is none of the songs', or the songs lack a column.</exception>
    public void Fit(PopularitySongs songs, ReadOnlySpan<int> trainingRows) => Learn(songs, trainingRows, null);

    /// <summary>Learns to tell popular songs from others by log loss, forgetting what was learnt before.</summary>
    /// <param name="songs">Songs.</param>
    /// <param name="trainingRows">Those to learn from, one or more.</param>
    /// <param name="cut">From which popularity on a song is popular, 0 to 100.</param>
    /// <inheritdoc cref="Fit(PopularitySongs, ReadOnlySpan{int})" path="/exception"/>
    public void Fit(PopularitySongs songs, ReadOnlySpan<int> trainingRows, int cut)
    {
        Throw.IfOutside(cut, 0, 100);
        Learn(songs, trainingRows, cut);
    }

    /// <summary>The popularity predicted for each row; around 0 to 100, though nothing keeps it there.</summary>
    /// <param name="songs">The songs that were learnt from, or a selection of them: genres and artists are known by their numbers.</param>
    /// <param name="rows">Which.</param>
    /// <exception cref="InvalidOperationException">The model has not been fitted, or tells popular songs from others.</exception>
    public double[] Predict(PopularitySongs songs, ReadOnlySpan<int> rows)
    {
        Round[] rounds = Fitted();
        if (_cut is int cut)
        {
            throw new InvalidOperationException($"The model was fitted to tell songs of popularity {cut} and more from others; ask {nameof(PredictProbabilities)}.");
        }

        Columns columns = Columns.Of(songs, rows, Settings);
        double[] sums = new double[rows.Length];
        foreach (Round round in rounds)
        {
            double[] predicted = round.Regressor!.Predict(round.Encode(columns));
            for (int row = 0; row < sums.Length; row++)
            {
                sums[row] += predicted[row] / rounds.Length;
            }
        }

        return sums;
    }

    /// <summary>The probabilities that each row is not popular and that it is, [rows, 2].</summary>
    /// <inheritdoc cref="Predict" path="/param"/>
    /// <exception cref="InvalidOperationException">The model has not been fitted, or predicts popularity itself.</exception>
    public Matrix PredictProbabilities(PopularitySongs songs, ReadOnlySpan<int> rows)
    {
        Round[] rounds = Fitted();
        if (_cut is null)
        {
            throw new InvalidOperationException($"The model was fitted to predict popularity; ask {nameof(Predict)}, or fit it with a cut.");
        }

        Columns columns = Columns.Of(songs, rows, Settings);
        Matrix probabilities = new(rows.Length, 2);
        foreach (Round round in rounds)
        {
            Matrix predicted = round.Classifier!.PredictProbabilities(round.Encode(columns));
            for (int row = 0; row < rows.Length; row++)
            {
                // Training rows that are all unpopular leave the trees one class.
                double popular = predicted.Columns == 2 ? predicted[row, 1] : 0;
                probabilities[row, 1] += popular / rounds.Length;
            }
        }

        for (int row = 0; row < rows.Length; row++)
        {
            probabilities[row, 1] = Math.Clamp(probabilities[row, 1], 0, 1);
            probabilities[row, 0] = 1 - probabilities[row, 1];
        }

        return probabilities;
    }

    private void Learn(PopularitySongs songs, ReadOnlySpan<int> trainingRows, int? cut)
    {
        ArgumentNullException.ThrowIfNull(songs);
        Throw.IfEmpty(trainingRows.Length, nameof(trainingRows));
        Columns columns = Columns.Of(songs, trainingRows, Settings);
        double[] popularity = new double[trainingRows.Length];
        for (int place = 0; place < popularity.Length; place++)
        {
            popularity[place] = songs.Popularity[trainingRows[place]];
        }

        int[]? labels = cut is null ? null : Array.ConvertAll(popularity, value => value >= cut ? 1 : 0);
        RandomStream seeds = new(_seed);
        Round[] rounds = new Round[Settings.Rounds];
        for (int round = 0; round < rounds.Length; round++)
        {
            rounds[round] = Round.Fit(columns, popularity, labels, Settings, seeds.Split((ulong)round));
        }

        (_rounds, _cut) = (rounds, cut);
    }

    private Round[] Fitted()
    {
        Throw.IfNotFitted(_rounds, nameof(PopularityBooster));
        return _rounds;
    }

    /// <summary>What trees see as it is, and what is encoded for them.</summary>
    private sealed record Columns(Matrix Plain, int Category, Matrix Identifiers)
    {
        public static Columns Of(PopularitySongs songs, ReadOnlySpan<int> rows, PopularityBoosterSettings settings)
        {
            ArgumentNullException.ThrowIfNull(songs);
            PopularitySongs chosen = songs.Select(rows);
            PopularityColumns encoded = (settings.EncodesGenres ? PopularityColumns.GenreIdentifier : 0) | (settings.EncodesArtists ? PopularityColumns.ArtistIdentifier : 0);
            return new Columns(
                chosen.Features(settings.Columns), Array.IndexOf(chosen.ColumnNames(settings.Columns), "genre"),
                encoded == PopularityColumns.None ? new Matrix(rows.Length, 0) : chosen.Features(encoded));
        }
    }

    private sealed record Round(TargetEncoder[] Encoders, GradientBoostingRegressor? Regressor, GradientBoostingClassifier? Classifier)
    {
        public static Round Fit(Columns columns, double[] popularity, int[]? labels, PopularityBoosterSettings settings, RandomStream seeds)
        {
            int[] identifiers = [.. Enumerable.Range(0, columns.Identifiers.Columns)];
            List<TargetEncoder> encoders = [];
            Matrix features = columns.Plain;
            foreach (double[] targets in labels is null ? [popularity] : (double[][])[popularity, Array.ConvertAll(labels, label => (double)label)])
            {
                if (identifiers.Length > 0)
                {
                    TargetEncoder encoder = new(seeds.NextUInt64(), identifiers, settings.Smoothing);
                    features = Beside(features, encoder.FitTransform(columns.Identifiers, targets));
                    encoders.Add(encoder);
                }
            }

            GradientBoostingSettings trees = settings.Trees with { CategoricalFeatures = columns.Category < 0 ? [] : [columns.Category] };
            if (labels is null)
            {
                GradientBoostingRegressor regressor = new(seeds.NextUInt64(), trees);
                regressor.Fit(features, popularity);
                return new Round([.. encoders], regressor, null);
            }

            GradientBoostingClassifier classifier = new(seeds.NextUInt64(), trees);
            classifier.Fit(features, labels);
            return new Round([.. encoders], null, classifier);
        }

        public Matrix Encode(Columns columns)
        {
            Matrix features = columns.Plain;
            foreach (TargetEncoder encoder in Encoders)
            {
                features = Beside(features, encoder.Transform(columns.Identifiers));
            }

            return features;
        }

        private static Matrix Beside(Matrix left, Matrix right)
        {
            Matrix both = new(left.Rows, left.Columns + right.Columns);
            for (int row = 0; row < both.Rows; row++)
            {
                left.Row(row).CopyTo(both.Row(row));
                right.Row(row).CopyTo(both.Row(row)[left.Columns..]);
            }

            return both;
        }
    }
}
