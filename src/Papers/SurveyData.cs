using MusicRec.Data;
using MusicRec.Evaluation;

namespace MusicRec.Papers;

/// <summary>
/// What the survey of paper 003's methods is judged on: who plays which artist (random 8:1:1), playlists (the next track, the next artist), and who tagged which artist
/// when (one cut in time). The study and the notebook take the same splits from here.
/// </summary>
public sealed class SurveyData
{
    /// <summary>What units of the study about plays begin with.</summary>
    public const string PlaysPart = "plays";

    /// <summary>What units begin with whose plays were dealt pair by pair, not listener by listener.</summary>
    public const string PairsPart = "plays, pair by pair";

    /// <summary>What units begin with whose settings were chosen on each split's own validation side.</summary>
    public const string OwnPart = "plays, settings of split";

    /// <summary>What units about the next track begin with.</summary>
    public const string NextPart = "next track";

    /// <summary>What units about the next artist begin with.</summary>
    public const string NextArtistPart = "next artist";

    /// <summary>What units about the next artist begin with when methods learn from playlists whose order was shuffled.</summary>
    public const string ShuffledPart = "next artist, order shuffled";

    /// <summary>What units about tags in time begin with.</summary>
    public const string TagsPart = "tags in time";

    private const int HeldOutPlaylists = 80, ShownItems = 5;
    private readonly Dictionary<(string Part, ulong Seed), RankingSplit> _splits = [];

    private SurveyData(LastFm lastFm, Playlists playlists)
    {
        (LastFm, Playlists, Tagged) = (lastFm, playlists, TaggedArtists.From(lastFm));
        Sequences = playlists.ToInteractions();
        ArtistSequences = playlists.ToArtistInteractions();
        Tags = RankingProtocols.TimeCut(Tagged.Tagged, Tagged.Months, 0.1, 0.1);
    }

    /// <summary>Listeners, plays, tags and friends.</summary>
    public LastFm LastFm { get; }

    /// <summary>The playlists.</summary>
    public Playlists Playlists { get; }

    /// <summary>Tags with dates.</summary>
    public TaggedArtists Tagged { get; }

    /// <summary>Playlists as listeners, tracks as items, in order.</summary>
    public Interactions Sequences { get; }

    /// <summary>Playlists as listeners, artists as items, in the order in which each first stands in the playlist.</summary>
    public Interactions ArtistSequences { get; }

    /// <summary>Tags before and after one cut in time.</summary>
    public RankingSplit Tags { get; }

    /// <summary>SHA-256 over plays, sequences of tracks and artists, and tags: what a study's table is bound to.</summary>
    public string Hash => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(
        System.Text.Encoding.ASCII.GetBytes(LastFm.Plays.Hash() + Sequences.Hash() + ArtistSequences.Hash() + Tagged.Tagged.Hash())));

    /// <summary>Reads and divides.</summary>
    /// <exception cref="MissingDataSetException">lastfm-2k or spotify-playlists is not there.</exception>
    public static SurveyData From(MusicData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return new SurveyData(data.LastFm(), data.Playlists());
    }

    /// <summary>Plays divided 8:1:1 at random, listener by listener as RecBole does.</summary>
    public RankingSplit Plays(ulong seed) => Split(PlaysPart, seed, () => RankingProtocols.RandomSharesPerUser(LastFm.Plays, 0.1, 0.1, seed));

    /// <summary>Plays divided 8:1:1 at random, pair by pair, whoever they belong to.</summary>
    public RankingSplit Pairs(ulong seed) => Split(PairsPart, seed, () => RankingProtocols.RandomShares(LastFm.Plays, 0.1, 0.1, seed));

    /// <summary>Whole playlists held out, each track from the sixth on to be found from those before it.</summary>
    public RankingSplit NextTrack(ulong seed) => Split(NextPart, seed, () => HeldOut(Sequences, seed));

    /// <summary>Whole playlists held out, each artist from the sixth on to be found from those before it.</summary>
    public RankingSplit NextArtist(ulong seed) => Split(NextArtistPart, seed, () => HeldOut(ArtistSequences, seed));

    /// <summary>The same, learnt from playlists in shuffled order: those held out keep theirs.</summary>
    public RankingSplit NextArtistShuffled(ulong seed) => Split(ShuffledPart, seed, () => NextArtist(seed).WithTrainOrderShuffled(seed));

    /// <summary>Tags divided at random, about as many held out as by the cut in time: the same tags, with what came later to learn from.</summary>
    public RankingSplit TagsAtRandom(ulong seed) => Split(TagsPart, seed, () => RankingProtocols.RandomShares(Tagged.Tagged, 0.1, 0.1, seed));

    /// <summary>Methods that join plays and friends, for a split of <see cref="Plays"/>: friends' plays come from its training part.</summary>
    public IReadOnlyList<SurveyMethod> Hybrids(ulong seed) => SurveyHybrids.For(LastFm, Plays(seed).Train);

    private static RankingSplit HeldOut(Interactions sequences, ulong seed)
    {
        int heldOut = Math.Min(HeldOutPlaylists, sequences.UserCount / 5);
        return RankingProtocols.HeldOutSequences(sequences, heldOut, heldOut, seed, ShownItems);
    }

    private RankingSplit Split(string part, ulong seed, Func<RankingSplit> make)
    {
        if (!_splits.TryGetValue((part, seed), out RankingSplit? split))
        {
            split = make();
            _splits.Add((part, seed), split);
        }

        return split;
    }
}
