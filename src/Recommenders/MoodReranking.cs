using System.Globalization;
using MusicRec.Data;
using MusicRec.Numerics;

namespace MusicRec.Recommenders;

/// <summary>
/// Another recommender's scores, steered by mood: the emotion-aware recommendation that paper 003 asks for. Items have places on the axes of Russell's circumplex
/// of affect (1980), valence and energy; what lies near the mood that is playing moves up. That mood is the mean of the latest items of the history, or what
/// the history brings by <see cref="ListenerHistory.WithContent"/>: one row of valence and energy on the items' scale, as when a listener says "something calm". Who says so
/// and has played nothing gets popular items steered by that mood. The paper's systems read faces, voices or sensors; this one knows nothing of the listener but what is played or said.
/// </summary>
public sealed class MoodReranking : Recommender
{
    // exp(−50) still orders scores and keeps those that are divided by it finite.
    private const double LargestExponent = 50;

    private readonly Recommender _recommender;
    private readonly Matrix _moods;
    private readonly MoodOptions _options;
    private readonly ContentSpace _space;
    private readonly double[] _means;
    private readonly double[] _deviations;
    private readonly (float Low, float High)[] _scales;

    /// <summary>Makes an unfitted recommender.</summary>
    /// <param name="recommender">Whose scores are steered; it must not ask for content itself. <see cref="Recommender.Fit"/> fits it too, also when it has been fitted before.</param>
    /// <param name="moods">Valence and energy of each item, [items, 2], in the order of the interactions; NaN where unknown: such items are neither near nor far. Usually 0 to 1; any other scale will do, if moods are told on it too, which cannot be seen where the items' scale is the wider one.</param>
    /// <param name="options">Settings.</param>
    /// <exception cref="ArgumentException">There are not two columns, a number is infinite, or the recommender asks for content itself.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A setting lies outside its range.</exception>
    public MoodReranking(Recommender recommender, Matrix moods, MoodOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(recommender);
        ArgumentNullException.ThrowIfNull(moods);
        CheckAxes(moods.Columns, nameof(moods));
        _options = options ?? new MoodOptions();
        _options.Check();
        if (recommender.AsksForContent)
        {
            throw new ArgumentException($"{recommender.Name} takes the content of a history as what it knows about the listener itself; allowed: a recommender that asks for none, as that row is the mood here.", nameof(recommender));
        }

        (_recommender, _moods, _space) = (recommender, moods, new ContentSpace(moods, null, nameof(moods)));
        int[] known = [.. Enumerable.Range(0, moods.Rows).Where(_space.Knows)];
        (_means, _deviations) = (new double[2], new double[2]);
        for (int axis = 0; axis < 2; axis++)
        {
            (_means[axis], _deviations[axis]) = ContentSpace.Scale(moods, axis, known);
        }

        // Moods are told as floats.
        _scales = [.. Enumerable.Range(0, 2).Select(axis => ((float)known.Select(item => moods[item, axis]).Append(0).Min(), (float)known.Select(item => moods[item, axis]).Append(1).Max()))];
    }

    /// <inheritdoc/>
    public override string Name => $"{_recommender.Name}, mood";

    /// <summary>Reads a file that <see cref="Recommender.Save"/> wrote.</summary>
    /// <exception cref="Neural.ModelFileException">The file is damaged or holds another recommender.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static MoodReranking Load(string path) => RecommenderFile.Load<MoodReranking>(path);

    internal static MoodReranking Read(RecommenderReader file) => new(
        file.Recommender("base") is Recommender { AsksForContent: false } steered ? steered : throw file.Bad("what is steered gives no scores, or asks for content itself."),
        file.MatrixWithGaps("moods", file.Interactions.ItemCount, 2),
        new MoodOptions { Recent = file.Whole("recent"), Strength = file.Number("strength") });

    // A newcomer who has played nothing may say what they want.
    private protected override bool ScoresEmptyHistories => true;

    private protected override void CheckBeforeLearning(Interactions interactions) => CheckMoods(interactions);

    private protected override void Learn(Interactions interactions) => _recommender.Fit(interactions);

    private protected override ItemScores? Score(ListenerHistory history, int? user)
    {
        // A listener known by number alone is answered as the base answers them: with popular items.
        bool isNewcomer = history.Count == 0;
        if (isNewcomer && (history.Content is null || _options.Strength == 0))
        {
            return null;
        }

        ItemScores? scores = isNewcomer ? _recommender.FallbackScores() : _recommender.ScoresFor(history, user);
        if (scores is not null && scores.Count != _moods.Rows)
        {
            throw new InvalidOperationException($"{_recommender.Name} has since been fitted on {scores.Count} items; {Name} has the moods of {_moods.Rows}. Give it a recommender of its own.");
        }

        double[]? mood = scores is null ? null : MoodOf(history);
        if (scores is null || mood is null || _options.Strength == 0)
        {
            return scores;
        }

        double[] steered = Exponents(mood);
        for (int item = 0; item < steered.Length; item++)
        {
            double factor = Elementary.Exp(-steered[item]);

            // A score below 0 falls by being divided.
            steered[item] = scores[item] > 0 ? scores[item] * factor : scores[item] / factor;
        }

        return new Steered(steered, this, scores, mood);
    }

    private protected override double[] ScoreSimilar(int item)
    {
        double[] scores = new double[_moods.Rows];
        Array.Fill(scores, double.NegativeInfinity);
        foreach (Recommendation other in _recommender.SimilarItems(item, Math.Max(1, scores.Length)))
        {
            scores[other.Item] = other.Score;
        }

        return scores;
    }

    private protected override void Write(RecommenderWriter file)
    {
        file.Add("recent", _options.Recent);
        file.Add("strength", _options.Strength);
        file.AddWithGaps("moods", _moods);
        file.Add("base", _recommender);
    }

    // What is underneath was restored with it.
    private protected override void Restore(Interactions interactions, RecommenderReader file) => CheckMoods(interactions);

    private static void CheckAxes(int columns, string name)
    {
        if (columns != 2)
        {
            throw new ArgumentException($"{name} has {columns} columns; allowed: 2, valence and energy.", name);
        }
    }

    private void CheckMoods(Interactions interactions) =>
        Throw.IfLengthsDiffer(_moods.Rows, "the moods (rows)", interactions.ItemCount, "the items of the interactions");

    /// <summary>The mood that is playing, in standard deviations from the mean item; null when nothing is known about it.</summary>
    private double[]? MoodOf(ListenerHistory history)
    {
        if (history.Content is SparseMatrix said)
        {
            CheckAxes(said.Columns, "the mood told");
            double[] told = new double[2];
            for (int place = 0; place < said.RowColumns(0).Length; place++)
            {
                told[said.RowColumns(0)[place]] = said.RowValues(0)[place];
            }

            for (int axis = 0; axis < 2; axis++)
            {
                Throw.IfOutside(told[axis], _scales[axis].Low, _scales[axis].High, $"the {(axis == 0 ? "valence" : "energy")} of the mood told");
            }

            return [.. told.Select((value, axis) => _deviations[axis] > 0 ? (value - _means[axis]) / _deviations[axis] : 0)];
        }

        ReadOnlySpan<int> items = history.HasOrder ? history.Sequence : history.Items;
        double[] mood = new double[2];
        int counted = 0;
        foreach (int item in history.HasOrder ? items[Math.Max(0, items.Length - _options.Recent)..] : items)
        {
            if (_space.Knows(item))
            {
                counted++;
                mood[0] += _space.Point(item)[0];
                mood[1] += _space.Point(item)[1];
            }
        }

        return counted == 0 ? null : [mood[0] / counted, mood[1] / counted];
    }

    /// <summary>What each item's score loses, 0 or more; items whose mood is unknown lose as much as the mean item.</summary>
    private double[] Exponents(double[] mood)
    {
        double[] exponents = new double[_moods.Rows];
        double sum = 0;
        int known = 0;
        for (int item = 0; item < exponents.Length; item++)
        {
            if (_space.Knows(item))
            {
                ReadOnlySpan<double> own = _space.Point(item);
                double across = own[0] - mood[0], along = own[1] - mood[1];
                exponents[item] = Math.Min(LargestExponent, _options.Strength * ((across * across) + (along * along)));
                sum += exponents[item];
                known++;
            }
        }

        for (int item = 0; item < exponents.Length && known < exponents.Length; item++)
        {
            exponents[item] = _space.Knows(item) ? exponents[item] : sum / Math.Max(1, known);
        }

        return exponents;
    }

    private Explanation Explain(int item, ItemScores scores, double[] mood)
    {
        Explanation own = scores.Explain(item);
        string text = !_space.Knows(item) ? "its mood is unknown" : string.Create(
            CultureInfo.InvariantCulture,
            $"valence {_moods[item, 0]:0.00} and energy {_moods[item, 1]:0.00} where {Playing(mood, 0):0.00} and {Playing(mood, 1):0.00} are playing");
        return own with { Text = $"{own.Text}; {text}", Features = [.. own.Features, new Contribution("distance in mood", -Exponents(mood)[item])] };
    }

    private double Playing(double[] mood, int axis) => _means[axis] + (_deviations[axis] * mood[axis]);

    private sealed class Steered(double[] steered, MoodReranking owner, ItemScores scores, double[] mood) : ItemScores(steered)
    {
        public override Explanation Explain(int item) => owner.Explain(item, scores, mood);
    }
}
