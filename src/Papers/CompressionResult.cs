using MusicRec.Evaluation;

namespace MusicRec.Papers;

/// <summary>How one network fares in <see cref="CompressionStudy"/>.</summary>
/// <param name="Name">What was done.</param>
/// <param name="FileBytes">Size of the saved file.</param>
/// <param name="ModelBytes">The same without names and plays, which every file holds.</param>
/// <param name="Ndcg">NDCG@10 of each listener, by the recommender loaded from the file.</param>
/// <param name="Mean">Its mean with a bootstrap interval over listeners.</param>
/// <param name="AgainstWhole">Each listener's figure minus the whole network's; null for that itself.</param>
public sealed record CompressionResult(string Name, long FileBytes, long ModelBytes, double[] Ndcg, ConfidenceInterval Mean, PairedRandomizationTest? AgainstWhole);
