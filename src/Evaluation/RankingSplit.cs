using MusicRec.Data;
using MusicRec.Reporting;

namespace MusicRec.Evaluation;

/// <summary>Which held-out interactions lists are judged on.</summary>
public enum RankingSide
{
    /// <summary>What settings are chosen by.</summary>
    Validation,

    /// <summary>What is looked at once, when everything is chosen.</summary>
    Test,
}

/// <summary>
/// Interactions divided by a protocol: what is fitted, what settings are chosen by, what is judged. All parts number users and
/// items alike, and no pair stands in two of them. Made by <see cref="RankingProtocols"/>.
/// </summary>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed record RankingSplit : IRenderable
{
    /// <summary>Makes a split of these parts.</summary>
    /// <param name="train">What is learnt from.</param>
    /// <param name="validation">What settings are chosen by; may hold no pair.</param>
    /// <param name="test">What is judged, one pair or more.</param>
    /// <param name="protocol">How the parts were made, for tables.</param>
    /// <param name="validationHistory">What lists are asked with when validation is judged; null: by the user's number, from what the recommender was fitted on.</param>
    /// <param name="testHistory">The same when test is judged.</param>
    /// <exception cref="ArgumentException">Users or items differ between the parts, a pair stands in two of them, or nothing is judged.</exception>
    public RankingSplit(
        Interactions train, Interactions validation, Interactions test, string protocol, Interactions? validationHistory = null, Interactions? testHistory = null)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(validation);
        ArgumentNullException.ThrowIfNull(test);
        ArgumentException.ThrowIfNullOrWhiteSpace(protocol);
        (Train, Validation, Test, Protocol, ValidationHistory, TestHistory) = (train, validation, test, protocol, validationHistory, testHistory);
        RankingSplitChecks.SameNumbers(train, validation, "the validation interactions");
        RankingSplitChecks.SameNumbers(train, test, "the held-out interactions");
        RankingSplitChecks.Apart(train, validation, "validation");
        RankingSplitChecks.Apart(train, test, "the held-out side");
        RankingSplitChecks.Apart(validation, test, "the held-out side");
        Throw.IfEmpty(test.Count, "the held-out interactions");
        if (validationHistory is not null)
        {
            RankingSplitChecks.SameNumbers(train, validationHistory, "the validation histories");
            RankingSplitChecks.Apart(validationHistory, validation, "validation");
        }

        if (testHistory is not null)
        {
            RankingSplitChecks.SameNumbers(train, testHistory, "the test histories");
            RankingSplitChecks.Apart(testHistory, test, "the held-out side");
        }
    }

    /// <summary>What is fitted.</summary>
    public Interactions Train { get; }

    /// <summary>What settings are chosen by.</summary>
    public Interactions Validation { get; }

    /// <summary>What is judged, once.</summary>
    public Interactions Test { get; }

    /// <summary>How the parts were made, in words.</summary>
    public string Protocol { get; }

    /// <summary>What lists for validation are asked with, row by user; null: users are known from <see cref="Train"/>.</summary>
    public Interactions? ValidationHistory { get; }

    /// <summary>What lists for the test are asked with, row by user; null: users are known from <see cref="Train"/>.</summary>
    public Interactions? TestHistory { get; }

    /// <summary>What is held out on a side.</summary>
    public Interactions HeldOut(RankingSide side)
    {
        Throw.IfUndefined(side);
        return side == RankingSide.Test ? Test : Validation;
    }

    /// <summary>What lists for a side are asked with; null: users are known from <see cref="Train"/>.</summary>
    public Interactions? History(RankingSide side)
    {
        Throw.IfUndefined(side);
        return side == RankingSide.Test ? TestHistory : ValidationHistory;
    }

    /// <summary>
    /// Whether held-out items are judged one after the other, each with all before it known (<see cref="RankingProtocols.HeldOutSequences"/>), and a
    /// listener's figure is the mean over these steps; otherwise one list is asked for and all held-out items are right.
    /// </summary>
    public bool IsStepByStep { get; internal init; }

    private bool IsOrderShuffled { get; init; }

    /// <summary>What the parts were taken from and each pair's part, where a protocol made them: keeps orders that a union would lose.</summary>
    internal (Interactions All, byte[] Parts)? Origin { get; init; }

    /// <summary>
    /// The same test with validation given to <see cref="Train"/>, for a last fit with settings already chosen. Histories of users who
    /// were validated on go in too; figures of such a fit stand beside those of the fit on the training part, never in their place.
    /// </summary>
    /// <exception cref="InvalidOperationException">The order of <see cref="Train"/> was shuffled (<see cref="WithTrainOrderShuffled"/>), and validation would join it in order.</exception>
    public RankingSplit WithValidationInTrain()
    {
        if (IsOrderShuffled)
        {
            throw new InvalidOperationException($"The order of training was shuffled; give validation to training first, then shuffle with {nameof(WithTrainOrderShuffled)}.");
        }

        Interactions train = Origin is var (all, parts)
            ? InteractionSets.Part(all, parts, RankingProtocols.TrainPart, RankingProtocols.ValidationPart, RankingProtocols.ValidationHistoryPart)
            : InteractionSets.Union(Train, Validation);
        Interactions? history = TestHistory is null || Enumerable.Range(0, Test.UserCount).All(user => Test.ItemsOf(user).Length == 0 || train.ItemsOf(user).SequenceEqual(TestHistory.ItemsOf(user)))
            ? null
            : TestHistory;
        return new RankingSplit(train, Test.Select([]), Test, $"{Protocol}, fitted on training and validation", null, history) { IsStepByStep = IsStepByStep };
    }

    /// <summary>
    /// The same test with the order inside the sequences of <see cref="Train"/> shuffled (<see cref="InteractionShuffle.Orders"/>). Histories of a split that has its own,
    /// as <see cref="RankingProtocols.HeldOutSequences"/> makes them, keep their order; where users are known from <see cref="Train"/> they are asked for with what was shuffled.
    /// </summary>
    /// <param name="seed">Decides the orders.</param>
    /// <exception cref="InvalidOperationException"><see cref="Train"/> has no order.</exception>
    public RankingSplit WithTrainOrderShuffled(ulong seed) =>
        new(InteractionShuffle.Orders(Train, seed), Validation, Test, $"{Protocol}, learnt from shuffled orders", ValidationHistory, TestHistory) { IsStepByStep = IsStepByStep, IsOrderShuffled = true };

    /// <inheritdoc/>
    public string ToHtml() => ToTable().ToHtml();

    /// <inheritdoc/>
    public string ToText() => ToTable().ToText();

    /// <summary>The sizes of the parts as text.</summary>
    public override string ToString() => ToText();

    private Table ToTable()
    {
        Table table = new("part", "pairs", "listeners", "items", "items not in training");
        bool[] known = [.. Train.UsersPerItem().Select(count => count > 0)];
        foreach ((string name, Interactions part) in new[] { ("training", Train), ("validation", Validation), ("test", Test) })
        {
            int[] users = part.ItemsPerUser(), items = part.UsersPerItem();
            table.Row(name, part.Count, users.Count(count => count > 0), items.Count(count => count > 0), items.Where((count, item) => count > 0 && !known[item]).Count());
        }

        return table.Format("pairs", "#,0").Format("listeners", "#,0").Format("items", "#,0").Format("items not in training", "#,0").Note($"{Protocol}.");
    }
}
