using System.Globalization;
using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Numerics;
using MusicRec.Reporting;

namespace MusicRec.Papers;

/// <summary>
/// Paper 000's future work "cross-data-set generalisation": models learn from one data set and are judged on another, by the columns that both
/// have. Tracks that stand in both are left out of training, and beside each figure stands what the same model reaches within the data set
/// that it is judged on.
/// </summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class PopularityTransferStudy : IRenderable
{
    private PopularityTransferStudy(int cut, IReadOnlyList<PopularityTransfer> transfers, IReadOnlyList<PopularityOverlap> overlaps) =>
        (Cut, Transfers, Overlaps) = (cut, transfers, overlaps);

    /// <summary>From which popularity on a song counted as popular.</summary>
    public int Cut { get; }

    /// <summary>The figures, one for each model, direction and choice of training songs.</summary>
    public IReadOnlyList<PopularityTransfer> Transfers { get; }

    /// <summary>What the data sets share, for each direction.</summary>
    public IReadOnlyList<PopularityOverlap> Overlaps { get; }

    /// <summary>Runs both directions.</summary>
    /// <param name="first">Songs of one data set.</param>
    /// <param name="second">Songs of another, named differently.</param>
    /// <param name="models">The models; they should not ask for artists, who are partly others.</param>
    /// <param name="cut">From which popularity on a song is popular, 1 to 100.</param>
    /// <param name="seed">Decides what the models draw.</param>
    /// <param name="folds">Folds, grouped by artist, within which the yardstick is measured, 2 or more.</param>
    /// <exception cref="ArgumentException">
    /// There is no model, two have one name, both data sets are called alike, or one side lacks a class, by itself or without what the other has too.
    /// </exception>
    public static PopularityTransferStudy Run(
        PopularitySongs first, PopularitySongs second, IReadOnlyList<PopularityModel> models, int cut = PopularityFolds.MedianCut, ulong seed = 0, int folds = 5)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentNullException.ThrowIfNull(models);
        Throw.IfOutside(cut, 1, 100);
        if (first.Name == second.Name)
        {
            throw new ArgumentException($"Both data sets are called '{first.Name}'; a transfer needs two.", nameof(second));
        }

        PopularitySongs all = first.Append(second);
        int[] labels = all.Popular(cut);
        int[][] sides = [[.. Enumerable.Range(0, first.Count)], [.. Enumerable.Range(first.Count, second.Count)]];
        foreach (int[] side in sides)
        {
            if (side.Select(row => labels[row]).Distinct().Count() < 2)
            {
                throw new ArgumentException($"At the cut of {cut} one of the data sets has songs of one class only.", nameof(cut));
            }
        }

        List<PopularityTransfer> transfers = [];
        List<PopularityOverlap> overlaps = [];
        string[] names = [first.Name, second.Name];
        for (int to = 1; to >= 0; to--)
        {
            (int[] train, int[] test) = (sides[1 - to], sides[to]);
            PopularityOverlap overlap = PopularityOverlap.Of(all, train, test, names[1 - to], names[to]);
            overlaps.Add(overlap);

            (PopularityTraining Training, int[] Rows)[] trainings = [(PopularityTraining.OtherTracks, overlap.WithoutTracks), (PopularityTraining.OtherArtists, overlap.WithoutArtists)];
            foreach ((PopularityTraining training, int[] rows) in trainings)
            {
                if (rows.DistinctBy(row => labels[row]).Count() < 2)
                {
                    throw new ArgumentException(
                        $"Without the {(training == PopularityTraining.OtherTracks ? "tracks" : "artists")} that '{names[to]}' has too, '{names[1 - to]}' has {rows.Length} songs left, of one class at most; both classes are needed to learn from.", nameof(first));
                }
            }

            // Within the data set: only its own songs, judged without knowing the artist.
            PopularitySongs own = all.Select(test);
            PopularityStudy within = PopularityStudy.Run(own, PopularityFolds.ByArtist(own, folds, seed), models, [cut], seed);
            PopularityTransfer[] found = new PopularityTransfer[trainings.Length * models.Count];
            ParallelLoop.For(found.Length, piece =>
            {
                (PopularityTraining training, int[] rows) = trainings[piece / models.Count];
                PopularityModel model = models[piece % models.Count];
                Split split = new(rows, test);
                Matrix probabilities = model.Classify(all, split, cut, CrossValidation.SeedOf(seed, 0));
                double[]? predicted = model.PredictsPopularity ? model.Predict(all, split, CrossValidation.SeedOf(seed, 0)) : null;
                found[piece] = PopularityTransfer.Judge(
                    names[1 - to], names[to], training, model.Name, all, labels, split, probabilities, predicted, within, cut);
            });
            transfers.AddRange(found);
        }

        return new PopularityTransferStudy(cut, transfers, overlaps);
    }

    /// <summary>What each direction shares: tracks, songs under other ids, artists, genres.</summary>
    public Table OverlapTable() => Table.Of(
        Overlaps, ("from", overlap => overlap.From), ("to", overlap => overlap.To), ("songs", overlap => overlap.TrainingSongs), ("same track_id", overlap => overlap.SharedTracks),
        ("same song, other track_id", overlap => overlap.SharedSongs), ("artist also there", overlap => overlap.SongsOfSharedArtists),
        ("tested songs of known genre", overlap => overlap.KnownGenreShare)).Format("tested songs of known genre", "0.0 %")
        .Note("Counted over the songs of the first column. Shared tracks and songs are left out of training; those of shared artists are in one of the two trainings. A genre is known when training has it, letter case and hyphens aside.");

    /// <summary>Records every figure.</summary>
    /// <param name="set">What the metrics' names begin with.</param>
    public void Record(string set)
    {
        foreach (PopularityTransfer transfer in Transfers)
        {
            string key = $"{set}.{PopularityStudy.Key(transfer.From)}-to-{PopularityStudy.Key(transfer.To)}.{(transfer.Training == PopularityTraining.OtherTracks ? "other-tracks" : "other-artists")}.{PopularityStudy.Key(transfer.Model)}";
            Metrics.Record($"{key}.accuracy", transfer.Accuracy);
            Metrics.Record($"{key}.auc", transfer.AreaUnderRocCurve);
            if (transfer.RSquared is double rSquared)
            {
                Metrics.Record($"{key}.r-squared", rSquared);
            }
        }

        foreach (PopularityOverlap overlap in Overlaps)
        {
            string key = $"{set}.{PopularityStudy.Key(overlap.From)}-to-{PopularityStudy.Key(overlap.To)}";
            Metrics.Record($"{key}.same-track", overlap.SharedTracks);
            Metrics.Record($"{key}.same-song", overlap.SharedSongs);
            Metrics.Record($"{key}.artist-also-there", overlap.SongsOfSharedArtists);
        }
    }

    /// <inheritdoc/>
    public string ToHtml() => OverlapTable().ToHtml() + ToTable().ToHtml();

    /// <inheritdoc/>
    public string ToText() => $"{OverlapTable().ToText()}\n\n{ToTable().ToText()}";

    /// <summary>The study as text.</summary>
    public override string ToString() => ToText();

    private Table ToTable()
    {
        Table table = Table.Of(
            Transfers, ("trained on", transfer => transfer.From), ("judged on", transfer => transfer.To), ("training", transfer => transfer.Training == PopularityTraining.OtherTracks ? "no shared track" : "no shared artist"),
            ("songs learnt", transfer => transfer.TrainingSongs), ("model", transfer => transfer.Model), ("popular, learnt", transfer => transfer.TrainingBaseRate),
            ("popular, judged", transfer => transfer.TestBaseRate), ("accuracy", transfer => transfer.Accuracy), ("within", transfer => transfer.WithinAccuracy),
            ("AUC", transfer => transfer.AreaUnderRocCurve), ("within ", transfer => transfer.WithinArea), ("R²", transfer => transfer.RSquared),
            ("within  ", transfer => transfer.WithinRSquared));
        foreach (string share in (ReadOnlySpan<string>)["popular, learnt", "popular, judged"])
        {
            table.Format(share, "0.0 %");
        }

        foreach (string figure in (ReadOnlySpan<string>)["accuracy", "within", "AUC", "within ", "R²", "within  "])
        {
            table.Format(figure, "0.000");
        }

        return table.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"Popular: popularity {Cut} and more. Within: the same model trained and judged inside the data set it is judged on, folds grouped by artist. The two data sets were collected at different times; AUC does not depend on the level of popularity, accuracy and R² do."));
    }
}
