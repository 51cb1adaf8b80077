using MusicRec.Data;

namespace MusicRec.Evaluation;

/// <summary>Parts of a split put together and taken apart.</summary>
internal static class InteractionSets
{
    /// <summary>All pairs of parts that number alike and share none.</summary>
    public static Interactions Union(params ReadOnlySpan<Interactions> parts)
    {
        List<int> users = [], items = [];
        List<double> weights = [];
        foreach (Interactions part in parts)
        {
            users.AddRange(part.UserOfEachPair());
            items.AddRange(part.ItemOfEachPair());
            for (int user = 0; user < part.UserCount; user++)
            {
                weights.AddRange(part.WeightsOf(user));
            }
        }

        Interactions first = parts[0];
        return Interactions.FromIndices(first.UserNames, first.ItemNames, [.. users], [.. items], [.. weights], DuplicatePairs.Refuse);
    }

    /// <summary>The pairs whose part has one of these numbers.</summary>
    public static Interactions Part(Interactions interactions, ReadOnlySpan<byte> partOfPair, params ReadOnlySpan<byte> wanted)
    {
        List<int> places = [];
        for (int place = 0; place < partOfPair.Length; place++)
        {
            if (wanted.Contains(partOfPair[place]))
            {
                places.Add(place);
            }
        }

        return interactions.Select([.. places]);
    }
}
