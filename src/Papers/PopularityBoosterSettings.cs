using MusicRec.Learning;

namespace MusicRec.Papers;

/// <summary>How <see cref="PopularityBooster"/> sees songs and grows its trees. The defaults were settled on folds of other seeds than are reported.</summary>
public sealed record PopularityBoosterSettings
{
    /// <summary>The columns that trees look at beside the encodings; with <see cref="PopularityColumns.GenreIdentifier"/> the genre is a category.</summary>
    public PopularityColumns Columns { get; init; } = PopularityColumns.Sound | PopularityColumns.Title;

    /// <summary>
    /// Whether the mean popularity of an artist's training songs is a column too. For songs of artists that training has not seen leave it
    /// out: trees would lean on a column that says nothing there.
    /// </summary>
    public bool EncodesArtists { get; init; } = true;

    /// <summary>Whether the mean popularity of a genre's training songs is a column, beside the genre as a category.</summary>
    public bool EncodesGenres { get; init; } = true;

    /// <summary>How many songs of average popularity every genre and artist is given on top of its own, 0 or more.</summary>
    public double Smoothing { get; init; } = 10;

    /// <summary>Models averaged, each with encodings by other folds of the training songs, 1 or more.</summary>
    public int Rounds { get; init; } = 1;

    /// <summary>How the trees grow; its categories are set by the columns.</summary>
    public GradientBoostingSettings Trees { get; init; } =
        new() { LearningRate = 0.05, Iterations = 200, MaximumLeaves = 15, MinimumLeafSize = 40, L2Regularization = 10 };

    internal void Check()
    {
        Throw.IfOutside(Smoothing, 0, double.MaxValue);
        Throw.IfBelow(Rounds, 1);
        ArgumentNullException.ThrowIfNull(Trees);
        Trees.Check();
        if (Columns.HasFlag(PopularityColumns.ArtistIdentifier))
        {
            throw new ArgumentException($"{nameof(Columns)} is {Columns}; artists are no category of the trees, they are encoded ({nameof(EncodesArtists)}).", nameof(Columns));
        }
    }
}
