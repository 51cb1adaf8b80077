namespace MusicRec.Papers;

/// <summary>How sessions with listeners go.</summary>
public sealed record FeedbackSettings
{
    /// <summary>Listeners of each kind, 2 or more.</summary>
    public int Listeners { get; init; } = 100;

    /// <summary>Rounds of a session, 1 or more.</summary>
    public int Rounds { get; init; } = 10;

    /// <summary>Songs shown in a round, 1 or more; each is answered, and none is shown twice.</summary>
    public int SongsPerRound { get; init; } = 10;

    /// <summary>Songs that a listener names before the first round, drawn from those they like, 1 or more.</summary>
    public int StartSongs { get; init; } = 3;

    /// <summary>Songs of the catalogue; of larger ones so many are drawn.</summary>
    public int MostSongs { get; init; } = 10_000;

    /// <summary>Decides listeners, their answers, and what is drawn.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>What the online model expects before the first answer.</summary>
    public ListenerTasteSettings Taste { get; init; } = new();

    internal void Check()
    {
        Throw.IfBelow(Listeners, 2, nameof(Listeners));
        Throw.IfBelow(Rounds, 1, nameof(Rounds));
        Throw.IfBelow(SongsPerRound, 1, nameof(SongsPerRound));
        Throw.IfBelow(StartSongs, 1, nameof(StartSongs));
        Throw.IfBelow(MostSongs, 2, nameof(MostSongs));
    }

    internal void CheckSongs(int count)
    {
        long needed = StartSongs + ((long)Rounds * SongsPerRound);
        if (count < needed)
        {
            throw new ArgumentException($"There are {count} songs; {Rounds} rounds of {SongsPerRound} after {StartSongs} named ones need {needed}.");
        }
    }
}
