namespace MusicRec.Papers;

/// <summary>How rows and inputs are made before a model of popularity is judged. Only the first one says how well popularity can be predicted.</summary>
public enum PopularityProtocol
{
    /// <summary>A fifth of the songs is held out at random; models see audio, year and genre.</summary>
    Honest,

    /// <summary>The same, with popularity left among the inputs, where paper 000 lists it.</summary>
    PopularityAmongInputs,

    /// <summary>Songs of the rarer class are copied at random until both are equally many, and a fifth is held out only then: copies stand on both sides.</summary>
    OversampledBeforeSplit,

    /// <summary>Songs of the more frequent class are left out at random until both are equally many: nothing leaks, but the test set is no longer what songs are like.</summary>
    UndersampledBeforeSplit,

    /// <summary>The artist's mean popularity over all songs, those held out among them, is one more input.</summary>
    ArtistMeansOfAllSongs,

    /// <summary>The model is judged on the songs that it learnt from.</summary>
    JudgedOnTrainingSongs,
}

/// <summary>What the protocols are called in tables.</summary>
internal static class PopularityProtocols
{
    public static string Text(this PopularityProtocol protocol) => protocol switch
    {
        PopularityProtocol.Honest => "honest",
        PopularityProtocol.PopularityAmongInputs => "popularity among inputs",
        PopularityProtocol.OversampledBeforeSplit => "oversampled before split",
        PopularityProtocol.UndersampledBeforeSplit => "undersampled before split",
        PopularityProtocol.ArtistMeansOfAllSongs => "artist means of all songs",
        _ => "judged on training songs",
    };

    /// <summary>Whether the rows depend on which songs count as popular.</summary>
    public static bool IsResampled(this PopularityProtocol protocol) =>
        protocol is PopularityProtocol.OversampledBeforeSplit or PopularityProtocol.UndersampledBeforeSplit;
}
