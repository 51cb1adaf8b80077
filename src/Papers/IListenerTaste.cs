using MusicRec.Recommenders;

namespace MusicRec.Papers;

/// <summary>What is known of one listener's taste over one catalogue, from likes and dislikes as they come.</summary>
public interface IListenerTaste
{
    /// <summary>The method's name.</summary>
    string Name { get; }

    /// <summary>The songs answered, by their places in the catalogue, in the order of the answers; of several answers to one song all.</summary>
    IReadOnlyList<(int Song, bool IsLiked)> Answers { get; }

    /// <summary>Learns from one answer.</summary>
    /// <param name="song">The song's place in the catalogue, from 0.</param>
    /// <param name="isLiked">Liked, or disliked.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such song.</exception>
    void Answer(int song, bool isLiked);

    /// <summary>How well each song fits, the higher the better; numbers compare only within one listener.</summary>
    double[] Scores();

    /// <summary>What a song's fit is made of, the strongest first: its genre, its artist, its sound.</summary>
    /// <param name="song">The song's place in the catalogue, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such song.</exception>
    IReadOnlyList<Contribution> Contributions(int song);
}
