using MusicRec.Numerics;
using MusicRec.Recommenders;

namespace MusicRec.Papers;

/// <summary>
/// A listener's taste by Rocchio's relevance feedback (1971), the baseline: a profile moved towards the mean liked song and away from
/// the mean disliked one; songs are scored by the cosine of the angle between them and the profile. A song is its audio features (as
/// deviations), its genre and its artist.
/// </summary>
public sealed class RocchioTaste : IListenerTaste
{
    private readonly ListenerSpace _space;
    private readonly double _dislikedShare;
    private readonly double _kindWeight;
    private readonly List<(int Song, bool IsLiked)> _answers = [];
    private double[]? _norms;

    /// <summary>A taste of which nothing is known.</summary>
    /// <param name="space">The catalogue.</param>
    /// <param name="dislikedShare">How much the mean disliked song counts where the mean liked one counts 1; 0 or more, 0.2 by custom (0.15 / 0.75).</param>
    /// <param name="kindWeight">How much having a genre or an artist counts, in standard deviations of an audio feature; 0 or more.</param>
    public RocchioTaste(ListenerSpace space, double dislikedShare = 0.2, double kindWeight = 3)
    {
        ArgumentNullException.ThrowIfNull(space);
        Throw.IfOutside(dislikedShare, 0, double.MaxValue);
        Throw.IfOutside(kindWeight, 0, 1e6);
        (_space, _dislikedShare, _kindWeight) = (space, dislikedShare, kindWeight);
    }

    /// <inheritdoc/>
    public string Name => "Rocchio";

    /// <inheritdoc/>
    public IReadOnlyList<(int Song, bool IsLiked)> Answers => _answers;

    /// <inheritdoc/>
    public void Answer(int song, bool isLiked)
    {
        _space.CheckSong(song);
        _answers.Add((song, isLiked));
    }

    /// <inheritdoc/>
    /// <remarks>Up to the length of the profile, the same for all songs, cosines.</remarks>
    public double[] Scores()
    {
        Profile profile = Learn();
        double[] scores = _space.Weigh(profile.Audio, profile.Genres, profile.Artists);
        _norms ??= [.. Enumerable.Range(0, scores.Length).Select(Norm)];
        for (int song = 0; song < scores.Length; song++)
        {
            scores[song] = _norms[song] == 0 ? 0 : scores[song] / _norms[song];
        }

        return scores;
    }

    /// <inheritdoc/>
    /// <remarks>Parts of the cosine, up to the length of the profile.</remarks>
    public IReadOnlyList<Contribution> Contributions(int song)
    {
        _space.CheckSong(song);
        Profile profile = Learn();
        int genre = _space.Genres[song], artist = _space.Artists[song];
        double norm = Norm(song);
        return
        [
            .. _space.Parts(song, profile.Audio, genre < 0 ? 0 : profile.Genres[genre], artist < 0 ? 0 : profile.Artists[artist])
                .Select(part => part with { Amount = part.Amount / norm }),
        ];
    }

    private double Norm(int song)
    {
        int kinds = (_space.Genres[song] >= 0 ? 1 : 0) + (_space.Artists[song] >= 0 ? 1 : 0);
        ReadOnlySpan<double> audio = _space.Audio.Row(song);
        return Math.Sqrt(OrderedSums.Dot(audio, audio) + (kinds * _kindWeight * _kindWeight));
    }

    private Profile Learn()
    {
        Profile profile = new(new double[_space.Audio.Columns], new double[_space.GenreCount], new double[_space.ArtistCount]);
        int liked = _answers.Count(answer => answer.IsLiked), disliked = _answers.Count - liked;
        foreach ((int song, bool isLiked) in _answers)
        {
            double share = isLiked ? 1.0 / liked : -_dislikedShare / disliked;
            for (int feature = 0; feature < profile.Audio.Length; feature++)
            {
                profile.Audio[feature] += share * _space.Audio[song, feature];
            }

            // A kind is a feature of that size in the song and in the profile.
            Add(profile.Genres, _space.Genres[song], share);
            Add(profile.Artists, _space.Artists[song], share);
        }

        return profile;
    }

    private void Add(double[] kinds, int kind, double share)
    {
        if (kind >= 0)
        {
            kinds[kind] += share * _kindWeight * _kindWeight;
        }
    }

    private sealed record Profile(double[] Audio, double[] Genres, double[] Artists);
}
