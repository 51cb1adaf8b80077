namespace MusicRec.Embeddings;

/// <summary>How alike two vectors are.</summary>
public enum VectorSimilarity
{
    /// <summary>The cosine of the angle between them, −1 to 1; 0 where one of them is all zeros.</summary>
    Cosine,

    /// <summary>Their scalar product.</summary>
    DotProduct,
}

/// <summary>A row that was found.</summary>
/// <param name="Row">Its number.</param>
/// <param name="Similarity">How alike it is to what was looked for.</param>
public readonly record struct NearRow(int Row, float Similarity);
