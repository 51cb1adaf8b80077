using MusicRec.Data;
using MusicRec.Embeddings;

namespace MusicRec.Papers;

/// <summary>
/// What an expert would use instead of paper 004's skip-gram. A vector has two halves: who is heard together more often than chance has it
/// (mutual information over listeners and playlists, factorised), and how listeners tag an artist (TF-IDF of tags, factorised), the
/// latter shared with the artists heard together, so that artists without a tag have one too.
/// </summary>
public static class ArtistSpace
{
    /// <summary>Vectors of all artists of <see cref="ArtistSentences.Of(LastFm, Playlists)"/>, by <see cref="ArtistKey"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range, or there are fewer artists or tags than dimensions.</exception>
    public static NamedVectors Fit(LastFm lastFm, Playlists playlists, ArtistSpaceSettings? settings = null)
    {
        settings ??= new ArtistSpaceSettings();
        return ArtistSpaceParts.Of(lastFm, playlists, settings).Join(settings.TagShare, settings.NeighborShare);
    }
}
