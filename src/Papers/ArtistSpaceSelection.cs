using MusicRec.Embeddings;
using MusicRec.Numerics;

namespace MusicRec.Papers;

/// <summary>A way to join the parts of <see cref="ArtistSpaceParts"/>, chosen on one half of the artists and judged on the other.</summary>
/// <param name="Halving">Which of <see cref="ArtistHalves"/>.</param>
/// <param name="Half">The half it was chosen on; <see cref="Untouched"/> is of the other.</param>
/// <param name="TagShare">How much of the cosine is the tags'.</param>
/// <param name="NeighborShare">How much the tags of artists heard together count.</param>
/// <param name="Chosen">Share of triplets told rightly where it was chosen, one number per list of triplets.</param>
/// <param name="Untouched">The same inside the other half.</param>
public sealed record ArtistSpaceChoice(int Halving, int Half, double TagShare, double NeighborShare, double[] Chosen, double[] Untouched);

/// <summary>
/// Chooses how to join the parts of the artist space: lists alone, tags alone or both, and whether tags are shared along the lists. For
/// each of the eight <see cref="ArtistHalves"/> and each half, the choice falls on the triplets inside that half alone (the mean over the
/// lists of triplets decides, the candidate named first among equals) and is judged inside the other, which it has not seen.
/// </summary>
public sealed class ArtistSpaceSelection
{
    private ArtistSpaceSelection(ArtistSpaceChoice[] choices) => Choices = choices;

    /// <summary>What is tried, the simplest first: a tag share, and the neighbours' share of the tags.</summary>
    public static IReadOnlyList<(double TagShare, double NeighborShare)> Candidates { get; } =
        [(0, 0), .. new[] { 0.0, 0.3, 0.5, 1, 2 }.SelectMany(neighbors => new[] { 1, 0.25, 0.5, 0.75 }.Select(tags => (tags, neighbors)))];

    /// <summary>The choices: halving by halving, half 0 before half 1.</summary>
    public IReadOnlyList<ArtistSpaceChoice> Choices { get; }

    /// <summary>Tries all candidates.</summary>
    /// <param name="parts">The parts.</param>
    /// <param name="lists">Lists of triplets, each with some inside every half.</param>
    /// <exception cref="ArgumentException">There is no list, or an artist is missing.</exception>
    /// <exception cref="InvalidOperationException">A half has no triplets.</exception>
    public static ArtistSpaceSelection Run(ArtistSpaceParts parts, IReadOnlyList<ArtistTriplets> lists)
    {
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(lists);
        Throw.IfEmpty(lists.Count, nameof(lists));

        // Candidate, list, triplet.
        double[][][] right = new double[Candidates.Count][][];
        ParallelLoop.For(Candidates.Count, candidate =>
        {
            NamedVectors space = parts.Join(Candidates[candidate].TagShare, Candidates[candidate].NeighborShare);
            right[candidate] = [.. lists.Select(triplets => triplets.Right(space))];
        });
        return new ArtistSpaceSelection(
            [.. Enumerable.Range(0, 2 * ArtistHalves.Count).Select(choice => Choose(lists, right, choice / 2, choice % 2))]);
    }

    private static ArtistSpaceChoice Choose(IReadOnlyList<ArtistTriplets> lists, double[][][] right, int halving, int half)
    {
        int[][] inside = [.. lists.Select(triplets => Inside(triplets, halving, half))], untouched = [.. lists.Select(triplets => Inside(triplets, halving, 1 - half))];
        int best = Enumerable.Range(0, Candidates.Count).MaxBy(candidate => Means(right[candidate], inside).Average());
        return new ArtistSpaceChoice(
            halving, half, Candidates[best].TagShare, Candidates[best].NeighborShare, Means(right[best], inside), Means(right[best], untouched));
    }

    private static double[] Means(double[][] right, int[][] places) => [.. right.Zip(places, (values, inside) => inside.Average(place => values[place]))];

    private static int[] Inside(ArtistTriplets triplets, int halving, int half)
    {
        int[] places =
        [
            .. Enumerable.Range(0, triplets.Count).Where(place => triplets.Known[place] is var (anchor, positive, negative)
                && ArtistHalves.HalfOf(anchor, halving) == half && ArtistHalves.HalfOf(positive, halving) == half && ArtistHalves.HalfOf(negative, halving) == half),
        ];
        return places.Length > 0 ? places : throw new InvalidOperationException($"No triplet has its three artists in half {half} of halving {halving}; more triplets are needed to choose by.");
    }
}
