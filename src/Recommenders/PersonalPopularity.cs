using System.Globalization;
using MusicRec.Data;

namespace MusicRec.Recommenders;

/// <summary>
/// Popularity within a listener's group (clusters of listeners as in Ungar and Foster 1998): listeners are grouped by k-means on
/// the leading singular vectors of their ratings, each row of length 1, and an item's score is the share of the
/// listener's group that has it, (n + a · p) / (N + a) with n of the group's N listeners, the share p of all listeners and a average
/// listeners. <see cref="RankWithRepeats(int, int)"/> is the other baseline of this name, for settings in which people return to what
/// they know: own items by falling plays, then those of the group (GP-TopFreq of Li et al. 2023).
/// </summary>
public sealed class PersonalPopularity : Recommender
{
    private readonly ulong _seed;
    private readonly PersonalPopularityOptions _options;
    private ListenerGroups? _groups;

    /// <summary>Makes an unfitted recommender.</summary>
    /// <param name="seed">Same seed and interactions, same groups.</param>
    /// <param name="options">Settings; by default 20 groups in 20 dimensions.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public PersonalPopularity(ulong seed, PersonalPopularityOptions? options = null)
    {
        (_seed, _options) = (seed, options ?? new PersonalPopularityOptions());
        _options.Check();
    }

    /// <inheritdoc/>
    public override string Name => "personal popularity";

    /// <summary>Reads a file that <see cref="Recommender.Save"/> wrote.</summary>
    /// <exception cref="MusicRec.Neural.ModelFileException">The file is damaged or holds another recommender.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static PersonalPopularity Load(string path) => RecommenderFile.Load<PersonalPopularity>(path);

    /// <summary>A list that may repeat: the listener's own items by falling weight (equal ones by number), then what their group likes.</summary>
    /// <param name="user">A user's number.</param>
    /// <param name="count">1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such user, or <paramref name="count"/> is below 1.</exception>
    public int[] RankWithRepeats(int user, int count)
    {
        Throw.IfOutside(user, 0, Fitted.UserCount - 1);
        return RankWithRepeats(ListenerHistory.Of(Fitted, user), count);
    }

    /// <summary>The same for a listener by their history.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The history names an unknown item, or <paramref name="count"/> is below 1.</exception>
    public int[] RankWithRepeats(ListenerHistory history, int count)
    {
        CheckHistory(history);
        Throw.IfBelow(count, 1);
        int[] own = history.Items.ToArray();
        double[] weights = history.Weights.ToArray();
        int[] known = [.. Enumerable.Range(0, own.Length).OrderByDescending(place => weights[place]).Take(count).Select(place => own[place])];
        return known.Length == count ? known : [.. known, .. RankItems(history, count - known.Length)];
    }

    internal static PersonalPopularity Read(RecommenderReader file) => new(file.Seed("seed"), new PersonalPopularityOptions
    {
        Groups = file.Whole("groups"),
        Dimensions = file.Whole("dimensions"),
        Scale = file.Choice<RatingScale>("scale"),
        AverageListeners = file.Number("averageListeners"),
    });

    private protected override void Learn(Interactions interactions) => _groups = ListenerGroups.Of(interactions, _options, _seed);

    private protected override ItemScores? Score(ListenerHistory history, int? user) =>
        _groups!.Find(history) is int group ? new GroupShares(_groups, group, _groups.Listeners(group)) : null;

    /// <summary>Items are alike when the same groups have them: the cosine of their shares in the groups.</summary>
    private protected override double[] ScoreSimilar(int item) => _groups!.Likeness(item);

    private protected override void Write(RecommenderWriter file)
    {
        file.Add("seed", _seed);
        file.Add("groups", _options.Groups);
        file.Add("dimensions", _options.Dimensions);
        file.Add("scale", _options.Scale);
        file.Add("averageListeners", _options.AverageListeners);
        _groups!.Write(file);
    }

    private protected override void Restore(Interactions interactions, RecommenderReader file) =>
        _groups = ListenerGroups.Read(interactions, _options, file);

    private sealed class GroupShares(ListenerGroups groups, int group, int[] listeners) : ItemScores(groups.Shares(group, listeners))
    {
        public override Explanation Explain(int item) => new(
            item,
            string.Create(CultureInfo.InvariantCulture, $"{listeners[item]:#,0} of {groups.Size(group):#,0} listeners with a taste like yours have it"),
            [],
            []);
    }
}
