using MusicRec.Data;

namespace MusicRec.Recommenders;

/// <summary>A recommender that <see cref="RecommenderFile"/> can write and read.</summary>
internal interface IStoredRecommender : IRecommender
{
    /// <summary>The type's name, by which a file says what it holds.</summary>
    string Architecture { get; }

    /// <summary>What it was fitted on; throws when it was not.</summary>
    Interactions FittedOn { get; }

    /// <summary>Writes settings and what was learnt.</summary>
    void Write(RecommenderWriter file);

    /// <summary>Makes a recommender that was made with the file's settings as it was when it was saved.</summary>
    void Restore(Interactions interactions, RecommenderReader file);
}
