namespace MusicRec.Data;

/// <summary>
/// Which listener tagged which artist, and in which month first: interactions that carry a time, which plays do not. What counts: a tag on an
/// artist that the list of artists has, given in <see cref="FirstMonth"/> or later. Earlier months (five rows name 1956 to 1979) cannot be right and
/// are left out rather than mended.
/// </summary>
public sealed class TaggedArtists
{
    /// <summary>The month from which on Last.fm had tags, and the first month with more than a row in the data.</summary>
    public static readonly DateOnly FirstMonth = new(2005, 8, 1);

    private TaggedArtists(Interactions tagged, DateOnly[] months, int absurdMonths, int unknownArtists) =>
        (Tagged, FirstTagged, AbsurdMonths, UnknownArtists) = (tagged, months, absurdMonths, unknownArtists);

    /// <summary>Listeners and artists, numbered as <see cref="LastFm.Plays"/> numbers them; the weight is how many tags the listener gave the artist in the month of the first.</summary>
    public Interactions Tagged { get; }

    /// <summary>The month of each pair's first tag, as its first day, in stored order (by user, then by item).</summary>
    public IReadOnlyList<DateOnly> FirstTagged { get; }

    /// <summary>The same as months since the first one, 0 for August 2005: what a cut in time takes.</summary>
    public double[] Months => [.. FirstTagged.Select(month => (12.0 * (month.Year - FirstMonth.Year)) + month.Month - FirstMonth.Month)];

    /// <summary>Tags left out because they are dated before <see cref="FirstMonth"/>.</summary>
    public int AbsurdMonths { get; }

    /// <summary>Rows left out because they name an artist or tag that the lists do not have.</summary>
    public int UnknownArtists { get; }

    /// <summary>Collects the taggings.</summary>
    public static TaggedArtists From(LastFm lastFm)
    {
        ArgumentNullException.ThrowIfNull(lastFm);
        Tagging[] counted = [.. lastFm.Taggings.Where(tagging => tagging.Month >= FirstMonth)];
        Dictionary<(int User, int Artist), DateOnly> first = [];
        foreach (Tagging tagging in counted)
        {
            if (!first.TryGetValue((tagging.User, tagging.Artist), out DateOnly month) || tagging.Month < month)
            {
                first[(tagging.User, tagging.Artist)] = tagging.Month;
            }
        }

        // Later tags of a pair may lie behind a cut in time that its first one does not.
        Tagging[] kept = [.. counted.Where(tagging => tagging.Month == first[(tagging.User, tagging.Artist)])];
        Interactions tagged = Interactions.FromIndices(
            lastFm.Plays.UserNames, lastFm.Plays.ItemNames, Array.ConvertAll(kept, tagging => tagging.User), Array.ConvertAll(kept, tagging => tagging.Artist),
            Array.ConvertAll(kept, _ => 1.0));
        return new TaggedArtists(
            tagged, [.. tagged.UserOfEachPair().Zip(tagged.ItemOfEachPair(), (user, artist) => first[(user, artist)])], lastFm.Taggings.Count - counted.Length, lastFm.DroppedTaggings);
    }
}
