using MusicRec.Data;
using MusicRec.Numerics;

namespace MusicRec.Evaluation;

/// <content>Protocols that judge what comes next in a sequence.</content>
public static partial class RankingProtocols
{
    /// <summary>
    /// The next item of each sequence: of a listener's (or playlist's) order the last item is judged, the one before it is validation, all earlier ones are
    /// fitted. Lists for validation are asked with what was fitted, lists for the test with validation as well, in order. Who has fewer than
    /// <paramref name="minimumItems"/> items is fitted and not judged. An item may stand in a sequence once, so that no item is on two sides.
    /// </summary>
    /// <param name="interactions">Made by <see cref="Interactions.FromSequences"/>.</param>
    /// <param name="minimumItems">Items that a sequence to be judged must have, 3 or more.</param>
    /// <exception cref="ArgumentException">The interactions have no order, a sequence repeats an item, or no sequence is long enough.</exception>
    public static RankingSplit NextItem(Interactions interactions, int minimumItems = 3)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        Throw.IfBelow(minimumItems, 3);
        CheckOrder(interactions);
        byte[] parts = new byte[interactions.Count];
        int first = 0;
        for (int user = 0; user < interactions.UserCount; user++)
        {
            ReadOnlySpan<int> items = interactions.ItemsOf(user), sequence = SequenceOf(interactions, user);
            if (sequence.Length >= minimumItems)
            {
                parts[first + items.BinarySearch(sequence[^1])] = TestPart;
                parts[first + items.BinarySearch(sequence[^2])] = ValidationPart;
            }

            first += items.Length;
        }

        RankingSplit split = Divide(interactions, parts, "next item: the last of each sequence, the one before it for validation");
        return new RankingSplit(split.Train, split.Validation, split.Test, split.Protocol, null, InteractionSets.Part(interactions, parts, TrainPart, ValidationPart))
        {
            Origin = split.Origin,
        };
    }

    /// <summary>
    /// Every next item of sequences that are held out whole: nothing of them is fitted, the first <paramref name="shown"/> items of each are given, and
    /// every later place is a step of its own: the list is asked for with all items before it, in order, and its one right answer is the item that stands
    /// there; all items but those before it compete. A listener's (or playlist's) figure is the mean over its steps, so that sequences, which are independent of each other, are
    /// what is compared, and not steps, which are not. Only whole sequences are kept apart: an item of a held-out one may stand in training
    /// sequences, and those it knows of none are the pairs that <see cref="RankingResult.ColdPairs"/> counts.
    /// </summary>
    /// <param name="interactions">Made by <see cref="Interactions.FromSequences"/>; an item may stand in a sequence once.</param>
    /// <param name="validationSequences">Sequences held out for validation, 0 or more.</param>
    /// <param name="testSequences">Sequences held out for the test, 1 or more.</param>
    /// <param name="seed">Decides which.</param>
    /// <param name="shown">Items given before the first step, 1 or more; sequences with no item beyond them stay in training.</param>
    /// <exception cref="ArgumentException">The interactions have no order, a sequence repeats an item, or too few are long enough.</exception>
    public static RankingSplit HeldOutSequences(Interactions interactions, int validationSequences, int testSequences, ulong seed, int shown = 5)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        Throw.IfBelow(validationSequences, 0);
        Throw.IfBelow(testSequences, 1);
        Throw.IfBelow(shown, 1);
        CheckOrder(interactions);
        int[] able = [.. Enumerable.Range(0, interactions.UserCount).Where(user => SequenceOf(interactions, user).Length > shown)];
        if ((long)validationSequences + testSequences >= able.Length)
        {
            throw new ArgumentException($"{validationSequences} + {testSequences} sequences are to be held out; {able.Length} have more than {shown} items, and one must stay to learn from.");
        }

        new RandomStream(seed).Shuffle(able.AsSpan());
        byte[] parts = new byte[interactions.Count];
        int[] firstPair = FirstPairs(interactions);
        for (int place = 0; place < validationSequences + testSequences; place++)
        {
            (byte judged, byte history) = place < testSequences ? (TestPart, TestHistoryPart) : (ValidationPart, ValidationHistoryPart);
            ReadOnlySpan<int> items = interactions.ItemsOf(able[place]), sequence = interactions.SequenceOf(able[place]);
            for (int step = 0; step < sequence.Length; step++)
            {
                parts[firstPair[able[place]] + items.BinarySearch(sequence[step])] = step < shown ? history : judged;
            }
        }

        return new RankingSplit(
            InteractionSets.Part(interactions, parts, TrainPart), InteractionSets.Part(interactions, parts, ValidationPart), InteractionSets.Part(interactions, parts, TestPart),
            Text($"whole sequences held out ({validationSequences} + {testSequences}), judged at every place from {shown + 1} on with all items before it known"),
            InteractionSets.Part(interactions, parts, ValidationHistoryPart), InteractionSets.Part(interactions, parts, TestHistoryPart))
        {
            Origin = (interactions, parts),
            IsStepByStep = true,
        };
    }

    private static int[] FirstPairs(Interactions interactions)
    {
        int[] first = new int[interactions.UserCount + 1];
        for (int user = 0; user < interactions.UserCount; user++)
        {
            first[user + 1] = first[user] + interactions.ItemsOf(user).Length;
        }

        return first;
    }

    private static void CheckOrder(Interactions interactions)
    {
        if (!interactions.HasOrder)
        {
            throw new ArgumentException($"The interactions have no order of listening; build them with {nameof(Interactions)}.{nameof(Interactions.FromSequences)}.", nameof(interactions));
        }
    }

    private static ReadOnlySpan<int> SequenceOf(Interactions interactions, int user)
    {
        ReadOnlySpan<int> items = interactions.ItemsOf(user), sequence = interactions.SequenceOf(user);
        return sequence.Length == items.Length ? sequence : throw new ArgumentException(
            $"The sequence of '{interactions.UserNames[user]}' has {sequence.Length} places and {items.Length} different items; an item may stand in it once.", nameof(interactions));
    }
}
