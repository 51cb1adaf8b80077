namespace MusicRec.Neural;

/// <summary>Rows of which few numbers are not 0, such as TF-IDF rows or the songs that a listener played, [batch, features].</summary>
public sealed class SparseTensor
{
}
