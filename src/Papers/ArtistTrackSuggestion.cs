namespace MusicRec.Papers;

/// <summary>A song for the listener and why.</summary>
/// <param name="Row">The song's row in the catalogue that the suggester was given.</param>
/// <param name="Title">The song.</param>
/// <param name="Artist">Who plays it, as credited in the catalogue.</param>
/// <param name="Probability">How probable a like is by the model, 0 to 1: the sum of the next three.</param>
/// <param name="Average">What the model says on average of the songs that the listener rated.</param>
/// <param name="ArtistShare">What this song's artist adds to that, below 0 where it takes away.</param>
/// <param name="SoundShare">What this song's sound adds to that. Artist and sound share fairly what they do together (Shapley 1953).</param>
/// <param name="NearestArtist">The liked artist most like this one; null where the artist has no vector or nobody liked has.</param>
/// <param name="ArtistLikeness">The cosine of the two, −1 to 1; null without such an artist.</param>
/// <param name="NearestSong">The liked song that sounds most like this one.</param>
/// <param name="Reason">The same in words.</param>
public sealed record ArtistTrackSuggestion(
    int Row, string Title, string Artist, double Probability, double Average, double ArtistShare, double SoundShare, string? NearestArtist, double? ArtistLikeness,
    string NearestSong, string Reason);

/// <summary>A name in a request that no artist of the catalogue or of the listener has.</summary>
/// <param name="Name">The name as it was written.</param>
/// <param name="NearNames">Artists that may be meant, the nearest first; none where no name is near.</param>
public sealed record UnknownArtist(string Name, IReadOnlyList<string> NearNames);
