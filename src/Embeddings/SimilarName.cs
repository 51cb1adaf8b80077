namespace MusicRec.Embeddings;

/// <summary>A name that was found.</summary>
/// <param name="Name">The name.</param>
/// <param name="Similarity">The cosine of its vector with what was looked for, −1 to 1 but for rounding.</param>
public readonly record struct SimilarName(string Name, double Similarity);
