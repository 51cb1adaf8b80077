using MusicRec.Data;

namespace MusicRec.Evaluation;

/// <summary>What must hold between the parts of a split.</summary>
internal static class RankingSplitChecks
{
    /// <summary>Refuses parts whose users or items differ in number or name.</summary>
    public static void SameNumbers(Interactions train, Interactions other, string part)
    {
        Throw.IfLengthsDiffer(train.UserCount, "the training users", other.UserCount, $"{part} (users)");
        Throw.IfLengthsDiffer(train.ItemCount, "the training items", other.ItemCount, $"{part} (items)");
        SameNames("User", train.UserNames, other.UserNames);
        SameNames("Item", train.ItemNames, other.ItemNames);
    }

    /// <summary>Refuses a pair that stands in both.</summary>
    public static void Apart(Interactions learnt, Interactions heldOut, string part)
    {
        for (int user = 0; user < learnt.UserCount; user++)
        {
            ReadOnlySpan<int> known = learnt.ItemsOf(user);
            foreach (int item in heldOut.ItemsOf(user))
            {
                if (known.BinarySearch(item) >= 0)
                {
                    throw new ArgumentException($"User '{learnt.UserNames[user]}' has item '{learnt.ItemNames[item]}' in {part} and in what is known beforehand; what is held out must not be learnt from.");
                }
            }
        }
    }

    private static void SameNames(string what, IReadOnlyList<string> first, IReadOnlyList<string> second)
    {
        // Parts selected from the same interactions share the list itself.
        for (int number = 0; !ReferenceEquals(first, second) && number < first.Count; number++)
        {
            if (!string.Equals(first[number], second[number], StringComparison.Ordinal))
            {
                throw new ArgumentException($"{what} {number} is '{first[number]}' in training and '{second[number]}' in the held-out data; both sides must number alike.");
            }
        }
    }
}
