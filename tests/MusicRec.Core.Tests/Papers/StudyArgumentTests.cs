using MusicRec.Data;
using MusicRec.Numerics;
using MusicRec.Papers;
using MusicRec.Recommenders;

namespace MusicRec.Core.Tests.Papers;

/// <summary>What the studies of paper 003 refuse before they begin, and how they say it.</summary>
public sealed class StudyArgumentTests
{
    private static readonly MusicData _data = MusicData.Read(RepositoryFolder.Path("data/sample"), RepositoryFolder.Path("."));
    private static readonly LastFm _lastFm = _data.LastFm();
    private static readonly Lazy<LastFm> _two = new(() => Of(2));

    [Fact]
    public void Each_ε_stands_in_the_list_once_and_may_be_one()
    {
        Refused("epsilons is empty", () => PrivacyStudy.Run(_lastFm.Plays, 1, []));
        Refused("epsilons[0] and epsilons[2] are both 2", () => PrivacyStudy.Run(_lastFm.Plays, 1, [2, 4, 2]));
        Refused("epsilons[1] is -1; allowed: 0.0001 to 1000, or infinity", () => PrivacyStudy.Run(_lastFm.Plays, 1, [2, -1]));
        Refused("epsilons[0] is NaN", () => PrivacyStudy.Run(_lastFm.Plays, 1, [double.NaN]));
        Refused("draws is 0", () => PrivacyStudy.Run(_lastFm.Plays, 1, draws: 0));
        Refused("delta is 1; allowed: 1E-100 to below 1", () => PrivacyStudy.Run(_lastFm.Plays, 1, delta: 1));
        Refused("the number of listeners in plays is 1; allowed: 2 or more", () => PrivacyStudy.Run(Interactions.FromPairs([("ann", "air", 1), ("ann", "blur", 1)]), 1));
        Assert.Throws<ArgumentNullException>(() => PrivacyStudy.Run(null!, 1));
    }

    [Fact]
    public void Networks_to_be_made_smaller_are_whole()
    {
        DistillationOptions networks = CompressionStudy.Networks;
        Refused("networks has a network with a Compression", () => CompressionStudy.Run(_lastFm.Plays, 1, networks with { Teacher = networks.Teacher with { Compression = new NetworkCompression { EightBits = true } } }));
        Refused("Temperature is 0", () => CompressionStudy.Run(_lastFm.Plays, 1, networks with { Temperature = 0 }));
    }

    [Fact]
    public void Kinds_of_knowledge_are_named_apart_and_tags_and_sound_among_them()
    {
        ArtistModality tags = Nothing(ArtistModalities.Tags), sound = Nothing(ArtistModalities.Sound);
        Refused("modalities is empty", () => MultimodalStudy.Run(_lastFm, [], 1));
        Refused("modalities[1] is null", () => MultimodalStudy.Run(_lastFm, [tags, null!, sound], 1));
        Refused("modalities[0] and modalities[2] are both called 'tags'", () => MultimodalStudy.Run(_lastFm, [tags, sound, tags], 1));
        Refused("modalities[2] is called 'random'; allowed: any name but all together", () => MultimodalStudy.Run(_lastFm, [tags, sound, Nothing(MultimodalStudy.Chance)], 1));
        Refused("modalities has no 'sound'", () => MultimodalStudy.Run(_lastFm, [tags], 1));
        Refused("share is 0; allowed: above 0 to 0.4", () => MultimodalStudy.Run(_lastFm, [tags, sound], 1, share: 0));

        // No artist is known by anything, so none can be new: how many are needed, and what to change.
        string none = Refused("of 0 artists with minimumListeners (5) or more", () => MultimodalStudy.Run(_lastFm, [tags, sound], 1));
        Assert.Contains("at least 5 are needed", none, StringComparison.Ordinal);
        Assert.Contains("Lower minimumListeners or raise share", none, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_of_listeners_to_learn_from_are_there_and_stand_once()
    {
        Playlists playlists = _data.Playlists();
        Refused("listeners is empty", () => CrossDomainStudy.Run(_lastFm, playlists, 1, heldOut: 30, listeners: []));
        Refused("listeners[0] and listeners[1] are both 20", () => CrossDomainStudy.Run(_lastFm, playlists, 1, heldOut: 30, listeners: [20, 20]));
        Refused("listeners[1] is 0; allowed: 1 to ", () => CrossDomainStudy.Run(_lastFm, playlists, 1, heldOut: 30, listeners: [20, 0]));
        Refused("of 30 listeners held out has more than 1000 artists (known)", () => CrossDomainStudy.Run(_lastFm, playlists, 1, heldOut: 30, known: 1_000));
        Refused("the number of listeners of the target domain is 2; allowed: 3 or more", () => CrossDomainStudy.Run(_two.Value, playlists, 1));
        Refused("has an artist whom the listeners play", () => CrossDomainStudy.Run(Of(9), playlists, 1, known: 1));
    }

    [Fact]
    public void Methods_are_named_apart_and_can_be_made()
    {
        Refused("methods is empty", () => ListenerCountStudy.Run(_lastFm.Plays, 1, 40, []));
        Refused("methods[1] is null", () => ListenerCountStudy.Run(_lastFm.Plays, 1, 40, [ListenerCountMethods.All[0], null!]));
        Refused("are both called 'popularity'", () => ListenerCountStudy.Run(_lastFm.Plays, 1, 40, [ListenerCountMethods.All[0], ListenerCountMethods.All[0]]));
        Refused("heldOut is 1; allowed: 2 or more", () => ListenerCountStudy.Run(_lastFm.Plays, 1, 1));

        ColdRankingMethod<ColdUserContent> known = new("popularity", false, [("", (_, _) => new Popularity())]);
        Refused("methods is empty", () => ColdUserStudy.Run(_lastFm, 1, 40, []));
        Refused("methods[1] is null", () => ColdUserStudy.Run(_lastFm, 1, 40, [known, null!]));
        Refused("methods[0] and methods[1] are both called 'popularity'", () => ColdUserStudy.Run(_lastFm, 1, 40, [known, known]));
        Refused("methods[0] has no name", () => ColdUserStudy.Run(_lastFm, 1, 40, [known with { Name = " " }]));
        Refused("methods[0].Candidates is empty", () => ColdUserStudy.Run(_lastFm, 1, 40, [known with { Candidates = [] }]));
        Refused("the number of listeners is 2; allowed: 3 or more", () => ColdUserStudy.Run(_two.Value, 1, 1, [known]));
        Refused("None of 1 listeners held out has more than 10 artists", () => ColdUserStudy.Run(Of(9), 1, 1, [known]));

        ColdRankingMethod<ColdItemContent> random = new("random", false, [("", (_, seed) => new RandomItems(seed))]);
        Refused("methods is empty", () => ColdItemStudy.Run(_lastFm, 1, methods: []));
        Refused("are both called 'random'", () => ColdItemStudy.Run(_lastFm, 1, methods: [random, random]));
        Refused("size is 0; allowed: 1 or more", () => ColdItemStudy.Run(_lastFm, 1, size: 0));
        Refused("share is 0; allowed: above 0 to 0.4", () => ColdItemStudy.Run(_lastFm, 1, share: 0));
        Refused("of 0 tagged artists with minimumListeners (5) or more", () => ColdItemStudy.Run(Of(9), 1, methods: [random]));
    }

    [Fact]
    public void Curves_leave_out_methods_that_are_there()
    {
        ColdUserStudy study = ColdUserStudy.Run(_lastFm, 1, heldOut: 40, methods: [new("popularity", false, [("", (_, _) => new Popularity())]), new("random", false, [("", (_, seed) => new RandomItems(seed))])]);
        Assert.NotNull(study.Curves("random"));
        Refused("Known: popularity, random", () => study.Curves("randon"));
    }

    [Fact]
    public void A_model_without_listeners_says_that_it_has_none()
    {
        PrivateEase ease = new(1, new PrivateEaseOptions { Epsilon = 2, Items = 20 });
        ease.Fit(_lastFm.Plays);
        PrivateEase released = ease.Release();
        string message = Refused("user is 0; allowed: none, as private EASE holds no listeners here", () => released.Recommend(0, 1));
        Assert.Contains(nameof(ListenerHistory), message, StringComparison.Ordinal);

        // Who tries to fit it again is refused, and has it still.
        int[] before = released.RankItems(ListenerHistory.Of(1), 5);
        Assert.Throws<InvalidOperationException>(() => released.Fit(_lastFm.Plays));
        Assert.Equal(before, released.RankItems(ListenerHistory.Of(1), 5));
    }

    private static string Refused(string part, Func<object> run)
    {
        string message = Assert.ThrowsAny<ArgumentException>(run).Message;
        Assert.Contains(part, message, StringComparison.Ordinal);
        return message;
    }

    private static ArtistModality Nothing(string name) => new(name, (_, _) => new ContentTable(SparseMatrix.From(new Matrix(_lastFm.Plays.ItemCount, 1)), [name]));

    /// <summary>Listeners with three artists of their own each, and no tags.</summary>
    private static LastFm Of(int listeners)
    {
        int[] artists = [.. Enumerable.Range(0, 3 * listeners)];
        Column Whole(IEnumerable<int> values) => new IntegerColumn([.. values]);
        return LastFm.From(
            new Frame(("id", Whole(artists)), ("name", new TextColumn([.. artists.Select(artist => $"nobody's {artist}")]))),
            new Frame(("userID", Whole(artists.Select(artist => artist / 3))), ("artistID", Whole(artists)), ("weight", new NumberColumn([.. artists.Select(_ => 1.0)]))),
            new Frame(("tagID", Whole([])), ("tagValue", new TextColumn([]))),
            new Frame(("userID", Whole([])), ("artistID", Whole([])), ("tagID", Whole([])), ("month", Whole([])), ("year", Whole([]))),
            new Frame(("userID", Whole([])), ("friendID", Whole([]))));
    }
}
