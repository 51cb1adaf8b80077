using System.Globalization;
using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Numerics;
using MusicRec.Privacy;
using MusicRec.Recommenders;
using MusicRec.Reporting;

namespace MusicRec.Papers;

/// <summary>
/// What privacy costs, one of the challenges that paper 003 names: lists of <see cref="PrivateEase"/> for several ε, beside popularity and EASE without
/// noise, on each listener's held-out plays. For each ε the noise is drawn anew several times. Besides, the attack that privacy is
/// meant to stop: the model learns from half of the listeners, and from the model alone somebody is to tell which half, by how well its weights give back
/// a listener's own items. Settings are chosen on validation plays, each ε for itself, which the budget does not pay for.
/// </summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed class PrivacyStudy : IRenderable
{
    /// <summary>The names of the two methods that privacy is held against.</summary>
    public const string Popularity = "popularity", Ease = "EASE";

    private const int K = 10;

    private static readonly (double CountShare, int Items, double Regularization)[] _candidates =
        [(0.1, 300, 30), (0.1, 300, 100), (0.1, 1000, 10), (0.1, 1000, 30), (0.3, 100, 100), (0.3, 100, 300), (0.3, 300, 100), (0.5, 100, 100), (0.5, 100, 300)];

    private static readonly double[] _easeRegularizations = [200, 500];

    private PrivacyStudy(int listeners, int dropped, int draws, double delta, IReadOnlyList<PrivacyResult> results) =>
        (Listeners, DroppedListeners, Draws, Delta, Results) = (listeners, dropped, draws, delta, results);

    /// <summary>The ε that are tried unless told, infinity (no noise, no privacy) first.</summary>
    public static IReadOnlyList<double> Epsilons { get; } = [double.PositiveInfinity, 8, 4, 2, 1, 0.5];

    /// <summary>How many listeners are judged.</summary>
    public int Listeners { get; }

    /// <summary>Listeners left out because nothing of theirs is held out.</summary>
    public int DroppedListeners { get; }

    /// <summary>How often the noise is drawn for each ε.</summary>
    public int Draws { get; }

    /// <summary>δ.</summary>
    public double Delta { get; }

    /// <summary>Popularity, EASE, then each ε.</summary>
    public IReadOnlyList<PrivacyResult> Results { get; }

    /// <summary>Runs the study on random 8:1:1 shares of each listener's plays.</summary>
    /// <param name="plays">Who played what.</param>
    /// <param name="seed">Decides the split, the noise, and which half of the listeners the attack is about.</param>
    /// <param name="epsilons">The ε, one or more, each once, 0.0001 to 1,000 or infinity; null for <see cref="Epsilons"/>.</param>
    /// <param name="draws">How often the noise is drawn for each, 1 or more.</param>
    /// <param name="delta">δ, above 0 to below 1.</param>
    /// <exception cref="ArgumentException">There are too few plays to divide, or a setting lies outside its range.</exception>
    public static PrivacyStudy Run(Interactions plays, ulong seed, IReadOnlyList<double>? epsilons = null, int draws = 5, double delta = 1e-5)
    {
        ArgumentNullException.ThrowIfNull(plays);
        Throw.IfBelow(plays.UserCount, 2, "the number of listeners in plays");
        epsilons ??= Epsilons;
        Throw.IfNotDistinct(epsilons);
        for (int place = 0; place < epsilons.Count; place++)
        {
            PrivateEaseOptions.CheckEpsilon(epsilons[place], $"{nameof(epsilons)}[{place}]");
        }

        Throw.IfBelow(draws, 1);
        PrivateEaseOptions.CheckDelta(delta, nameof(delta));
        RandomStream seeds = new(seed);
        RankingSplit split = RankingProtocols.RandomSharesPerUser(plays, 0.1, 0.1, seed);
        PrivacyAttack attack = PrivacyAttack.On(split.Train, seeds.Split(0));
        ulong[] noise = [.. Enumerable.Range(0, draws).Select(draw => seeds.Split(1).Split((ulong)draw).NextUInt64())];
        Popularity popular = new();
        popular.Fit(split.Train);
        double[] baseline = Judge(popular, split, RankingSide.Test);
        List<PrivacyResult> results = [PrivacyResult.Of(Popularity, null, null, "", [baseline], baseline, null, null, seeds.Split(2).NextUInt64())];
        Func<ulong, IRecommender>[] ease = [.. _easeRegularizations.Select(value => (Func<ulong, IRecommender>)(_ => new Ease(new EaseOptions { Regularization = value })))];
        int best = Choose(ease, split, 0);
        results.Add(PrivacyResult.Of(
            Ease, null, null, Text($"λ {_easeRegularizations[best]}"), [Judge(Fitted(ease[best](0), split), split, RankingSide.Test)], baseline, attack.Area(ease[best](0)), null, seeds.Split(2).NextUInt64()));
        foreach (double epsilon in epsilons)
        {
            Func<ulong, IRecommender>[] candidates = [.. _candidates.Select(candidate => (Func<ulong, IRecommender>)(own => new PrivateEase(own, new PrivateEaseOptions
            {
                Epsilon = epsilon, Delta = delta, CountShare = candidate.CountShare, Items = candidate.Items, Regularization = candidate.Regularization, Scale = RatingScale.Logarithm,
            })))];
            int chosen = Choose(candidates, split, seeds.Split(3).NextUInt64());

            // Without noise every draw is the same.
            ulong[] own = double.IsPositiveInfinity(epsilon) ? noise[..1] : noise;
            double multiplier = double.IsPositiveInfinity(epsilon) ? 0 : GaussianMechanism.NoiseMultiplier(epsilon, delta);
            (double share, int items, double regularization) = _candidates[chosen];
            results.Add(PrivacyResult.Of(
                "private EASE", epsilon, multiplier, Text($"{items} artists, λ {regularization}, {100 * share}% for counting"),
                [.. own.Select(drawn => Judge(Fitted(candidates[chosen](drawn), split), split, RankingSide.Test))], baseline,
                own.Average(drawn => attack.Area(candidates[chosen](drawn))), GaussianMechanism.LargestMembershipArea(multiplier), seeds.Split(2).NextUInt64()));
        }

        return new PrivacyStudy(baseline.Length, plays.UserCount - baseline.Length, draws, delta, results);
    }

    /// <summary>The result for one ε.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public PrivacyResult At(double epsilon)
    {
        PrivacyResult? result = Results.FirstOrDefault(result => result.Epsilon == epsilon);
        if (result is null)
        {
            Throw.Unknown("ε", Text($"{epsilon}"), Results.Where(other => other.Epsilon is not null).Select(other => Text($"{other.Epsilon}")));
        }

        return result;
    }

    /// <summary>NDCG@10 against ε, with the interval over listeners; popularity and EASE without noise stand as lines.</summary>
    public Figure Picture()
    {
        PrivacyResult[] noisy = [.. Results.Where(result => result.Epsilon is double epsilon && double.IsFinite(epsilon)).OrderBy(result => result.Epsilon)];
        double[] x = [.. noisy.Select(result => result.Epsilon!.Value)];
        Series[] across = [.. Results.Where(result => result.Epsilon is null || double.IsPositiveInfinity(result.Epsilon.Value)).Select(result => new Series(
            result.Epsilon is null ? result.Name : "private EASE without noise", x, [.. x.Select(_ => result.Mean.Estimate)]))];
        return Figure.Line([
            new Series("private EASE", x, [.. noisy.Select(result => result.Mean.Estimate)], [.. noisy.Select(result => result.Mean.Low)], [.. noisy.Select(result => result.Mean.High)]), .. across])
            .Title("What privacy costs in accuracy").XAxis("ε (smaller is more private)").YAxis("NDCG@10, mean over listeners");
    }

    /// <summary>Records NDCG@10 of every method, and for each ε how far draws differ, the difference from popularity and how well the attack does.</summary>
    /// <param name="set">What the metrics' names begin with.</param>
    public void Record(string set)
    {
        foreach (PrivacyResult result in Results)
        {
            string key = result.Epsilon is not double epsilon ? $"{set}.{result.Name.ToLowerInvariant()}" : double.IsFinite(epsilon) ? Text($"{set}.epsilon-{epsilon}") : $"{set}.no-noise";
            Metrics.Record($"{key}.ndcg", result.Mean.Estimate);
            if (result.AttackArea is double area)
            {
                Metrics.Record($"{key}.attack-area", area);
            }

            if (result.Epsilon is not null)
            {
                Metrics.Record($"{key}.ndcg.sd", result.DrawDeviation);
                Metrics.Record($"{key}.above-popularity", result.AgainstPopularity.Mean.Estimate);
            }
        }
    }

    /// <inheritdoc/>
    public string ToHtml() => ToTable().ToHtml();

    /// <inheritdoc/>
    public string ToText() => ToTable().ToText();

    /// <summary>The study as text.</summary>
    public override string ToString() => ToText();

    private static double[] Judge(IRecommender fitted, RankingSplit split, RankingSide side) => RankingEvaluation.NdcgOfFitted(fitted, split, K, side);

    private static IRecommender Fitted(IRecommender recommender, RankingSplit split)
    {
        recommender.Fit(split.Train);
        return recommender;
    }

    private static int Choose(Func<ulong, IRecommender>[] candidates, RankingSplit split, ulong seed)
    {
        double[] figures = [.. candidates.Select(make => Judge(Fitted(make(seed), split), split, RankingSide.Validation).Average())];
        return Array.IndexOf(figures, figures.Max());
    }

    private Table ToTable()
    {
        double[] adjusted = HolmCorrection.Adjust([.. Results.Skip(1).Select(result => result.AgainstPopularity.PValue)]);
        Table table = new("method", "ε", "noise σ", "settings", "NDCG@10", "95 %", "sd over draws", "above popularity", "p (Holm)", "attack, AUC", "AUC at most");
        for (int row = 0; row < Results.Count; row++)
        {
            PrivacyResult result = Results[row];
            bool noise = result.NoiseMultiplier > 0;
            table.Row(
                result.Name, result.Epsilon is double epsilon ? (double.IsFinite(epsilon) ? Text($"{epsilon}") : "∞") : null, noise ? result.NoiseMultiplier : null, result.Settings, result.Mean.Estimate,
                Text($"[{result.Mean.Low:0.0000}, {result.Mean.High:0.0000}]"), noise && Draws > 1 ? result.DrawDeviation : null, row == 0 ? null : result.AgainstPopularity.Mean.Estimate,
                row == 0 ? null : ResampledTTest.FormatPValue(adjusted[row - 1]), result.AttackArea, result.LargestArea);
        }

        return table.Format("noise σ", "0.00").Format("NDCG@10", "0.0000").Format("sd over draws", "0.0000").Format("above popularity", "+0.0000;-0.0000;0.0000").Format("attack, AUC", "0.000").Format("AUC at most", "0.000")
            .Align("ε", Alignment.Right).Align("p (Holm)", Alignment.Right)
            .Note(Text($"Random 8:1:1 shares of each listener's plays, full ranking, {Listeners:N0} listeners ({DroppedListeners} without held-out plays left out), each averaged over {Draws} draws of the noise; δ = {Delta}. Interval and paired test over listeners. Noise σ: standard deviation over what one listener can change, for counts and products together. Attack: the area under the ROC curve of telling listeners learnt from (half of them) from others by how well the model scores their own artists, a simple attack; at most: what ε and δ allow any attack. Settings were chosen on validation plays, which ε does not pay for."));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
