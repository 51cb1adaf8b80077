namespace MusicRec.Papers;

/// <summary>A song that can be recommended for a topic.</summary>
/// <param name="Title">The song.</param>
/// <param name="Artist">Who plays it.</param>
/// <param name="Year">When it came out; null where that is not known.</param>
/// <param name="Topic">The topic that the data's authors gave it; null where it has none.</param>
/// <param name="TrainedOn">
/// True where the model that gives the song's probabilities learnt from this very song, so that they say little; false where they are
/// out-of-fold (<see cref="TopicRecommender.OutOfFold"/>) or the song was never labelled.
/// </param>
public sealed record TopicSong(string Title, string Artist, int? Year = null, string? Topic = null, bool TrainedOn = false);

/// <summary>Why a song stands in a list of songs for a topic.</summary>
public enum TopicGround
{
    /// <summary>The model's probability of the topic lies above the threshold.</summary>
    Probability,

    /// <summary>Fallback: the song carries the topic as its label, though the model is not sure of it.</summary>
    Label,
}

/// <summary>One song for a topic.</summary>
/// <param name="Place">The song's place in the catalogue, counted from 0.</param>
/// <param name="Song">The song.</param>
/// <param name="Topic">The topic it is recommended for.</param>
/// <param name="Probability">The model's probability of that topic, 0 to 1.</param>
/// <param name="Ground">Whether the probability or, as fallback, the label brought it here.</param>
/// <param name="Reason">What in the song speaks for the topic; empty when the recommender was given no reasons.</param>
public sealed record TopicRecommendation(int Place, TopicSong Song, string Topic, double Probability, TopicGround Ground, string Reason);

/// <summary>A share of a topic in a mood.</summary>
/// <param name="Topic">The topic's name.</param>
/// <param name="Share">Above 0, at most 1.</param>
public sealed record TopicShare(string Topic, double Share);
