namespace MusicRec.Data;

/// <summary>A listener's tag on an artist.</summary>
/// <param name="User">The listener, a place in <see cref="Interactions.UserNames"/> of the plays.</param>
/// <param name="Artist">The artist, a place in <see cref="LastFm.ArtistNames"/>.</param>
/// <param name="Tag">The tag, a place in <see cref="LastFm.Tags"/>.</param>
/// <param name="Month">The month it was given in, as its first day; a few are earlier than Last.fm itself.</param>
public readonly record struct Tagging(int User, int Artist, int Tag, DateOnly Month);

/// <summary>
/// The HetRec 2011 Last.fm data: who listened to which artist how often, who is whose friend, and tags with dates
/// (Cantador, Brusilovsky and Kuflik 2011).
/// </summary>
public sealed class LastFm
{
    private LastFm(Interactions plays, IReadOnlyList<string> tags, IReadOnlyList<Tagging> taggings, int droppedTaggings, IReadOnlyList<(int User, int Friend)> friends) =>
        (Plays, Tags, Taggings, DroppedTaggings, Friends) = (plays, tags, taggings, droppedTaggings, friends);

    /// <summary>Listening counts: users are named by their id, artists by their name.</summary>
    public Interactions Plays { get; }

    /// <summary>The artists' names; an artist's number is its place here and in <see cref="Plays"/>.</summary>
    public IReadOnlyList<string> ArtistNames => Plays.ItemNames;

    /// <summary>The tags' texts.</summary>
    public IReadOnlyList<string> Tags { get; }

    /// <summary>The tags that listeners gave, in the order of the file.</summary>
    public IReadOnlyList<Tagging> Taggings { get; }

    /// <summary>Rows of tags left out because they name an artist or tag that the lists do not have.</summary>
    public int DroppedTaggings { get; }

    /// <summary>Friendships, each in both directions, by place in <see cref="Interactions.UserNames"/>.</summary>
    public IReadOnlyList<(int User, int Friend)> Friends { get; }

    internal static LastFm From(Frame artists, Frame plays, Frame tags, Frame taggings, Frame friends)
    {
        int[] userIds = [.. plays.Integers("userID").Distinct().Order()];
        Dictionary<int, int> userPlaces = Places(userIds, "userID");
        Dictionary<int, int> artistPlaces = Places(artists.Integers("id"), "id");
        Dictionary<int, int> tagPlaces = Places(tags.Integers("tagID"), "tagID");
        string[] userNames = [.. userIds.Select(id => id.ToString(System.Globalization.CultureInfo.InvariantCulture))];
        Interactions interactions = Interactions.FromIndices(
            userNames,
            Distinguish(artists),
            [.. plays.Integers("userID").Select(id => userPlaces[id])],
            [.. plays.Integers("artistID").Select((id, row) => Place(artistPlaces, id, "artist", row))],
            plays.Numbers("weight"),
            DuplicatePairs.Refuse);
        List<Tagging> given = Match(taggings, userPlaces, artistPlaces, tagPlaces, out int dropped);
        int[] first = friends.Integers("userID"), second = friends.Integers("friendID");
        (int, int)[] pairs = [.. first.Select((id, row) => (Place(userPlaces, id, "user", row), Place(userPlaces, second[row], "friend", row)))];
        return new LastFm(interactions, tags.Texts("tagValue")!, given, dropped, pairs);
    }

    private static List<Tagging> Match(
        Frame taggings, Dictionary<int, int> users, Dictionary<int, int> artists, Dictionary<int, int> tags, out int dropped)
    {
        int[] user = taggings.Integers("userID"), artist = taggings.Integers("artistID"), tag = taggings.Integers("tagID");
        int[] month = taggings.Integers("month"), year = taggings.Integers("year");
        List<Tagging> given = new(user.Length);
        for (int row = 0; row < user.Length; row++)
        {
            if (users.TryGetValue(user[row], out int userPlace) && artists.TryGetValue(artist[row], out int artistPlace) && tags.TryGetValue(tag[row], out int tagPlace))
            {
                given.Add(new Tagging(userPlace, artistPlace, tagPlace, new DateOnly(year[row], month[row], 1)));
            }
        }

        dropped = user.Length - given.Count;
        return given;
    }

    private static Dictionary<int, int> Places(int[] ids, string column)
    {
        Dictionary<int, int> places = new(ids.Length);
        for (int place = 0; place < ids.Length; place++)
        {
            if (!places.TryAdd(ids[place], place))
            {
                throw new InvalidDataException($"lastfm-2k: {column} {ids[place]} stands in row {place + 1} a second time; ids must differ.");
            }
        }

        return places;
    }

    private static int Place(Dictionary<int, int> places, int id, string what, int row) =>
        places.TryGetValue(id, out int place) ? place : throw new InvalidDataException($"lastfm-2k: row {row + 1} names {what} {id}, which is not listed.");

    // Names serve as keys: one that stands twice is told apart by its id.
    private static string[] Distinguish(Frame artists)
    {
        int[] ids = artists.Integers("id");
        string[] names = artists.Texts("name")!;
        HashSet<string> seen = new(names.Length, StringComparer.Ordinal);
        return [.. names.Select((name, row) => seen.Add(name) ? name : $"{name} (artist {ids[row]})")];
    }
}
