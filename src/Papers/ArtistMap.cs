using System.Globalization;
using MusicRec.Embeddings;
using MusicRec.Learning;
using MusicRec.Numerics;
using MusicRec.Reporting;

namespace MusicRec.Papers;

/// <summary>
/// A map of artists, on which those near in an artist space stay near (<see cref="StochasticNeighborEmbedding"/>), beside the two first
/// principal components, and how much of a neighbourhood each of them keeps. Vectors are taken with length 1, so that nearness is the cosine.
/// </summary>
public sealed class ArtistMap
{
    private const int Nearest = 10;

    private readonly string[] _names;
    private readonly string[] _styles;
    private readonly string[] _order;
    private readonly int[][] _near;

    private ArtistMap(Matrix space, string[] names, string[] styles, string[] order)
    {
        (_names, _styles, _order) = (names, styles, order);
        PrincipalComponents components = new(2);
        components.Fit(space);
        Components = components.Transform(space);
        ExplainedShare = components.ExplainedVarianceShares.Take(2).Sum();
        Places = new StochasticNeighborEmbedding(new StochasticNeighborEmbeddingSettings { Perplexity = Math.Min(30, (space.Rows - 1) / 4.0) }).FitTransform(space);
        _near = NearestRows(space);
    }

    /// <summary>Where each artist is on the map, [artists, 2].</summary>
    public Matrix Places { get; }

    /// <summary>Where each is along the first two principal components, [artists, 2].</summary>
    public Matrix Components { get; }

    /// <summary>How much of the variance the two components have, 0 to 1.</summary>
    public double ExplainedShare { get; }

    /// <summary>The share of an artist's ten nearest in the space that are among its ten nearest on the map, 0 to 1.</summary>
    public double KeptByPlaces => Kept(Places);

    /// <summary>The same along the principal components.</summary>
    public double KeptByComponents => Kept(Components);

    /// <summary>Draws up the map.</summary>
    /// <param name="space">The artist space.</param>
    /// <param name="keys">The artists to draw, 20 or more of the space's names, the most important first.</param>
    /// <param name="names">What to call them.</param>
    /// <param name="styles">What colours them, such as <see cref="ArtistStyles.Of"/>.</param>
    /// <param name="order">All styles in the order of the legend.</param>
    /// <exception cref="ArgumentException">There are fewer than 20 artists, one is unknown, or the lists differ in length.</exception>
    public static ArtistMap Of(NamedVectors space, IReadOnlyList<string> keys, IReadOnlyList<string> names, IReadOnlyList<string> styles, IReadOnlyList<string> order)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(styles);
        ArgumentNullException.ThrowIfNull(order);
        Throw.IfBelow(keys.Count, 2 * Nearest, "the number of artists");
        Throw.IfLengthsDiffer(names.Count, nameof(names), keys.Count, nameof(keys));
        Throw.IfLengthsDiffer(styles.Count, nameof(styles), keys.Count, nameof(keys));
        Matrix rows = new(keys.Count, space.Dimension);
        for (int row = 0; row < rows.Rows; row++)
        {
            ReadOnlySpan<float> vector = space[keys[row]];
            double squares = 0;
            foreach (float value in vector)
            {
                squares += (double)value * value;
            }

            for (int column = 0; column < vector.Length; column++)
            {
                rows[row, column] = squares == 0 ? 0 : vector[column] / Math.Sqrt(squares);
            }
        }

        return new ArtistMap(rows, [.. names], [.. styles], [.. order]);
    }

    /// <summary>What is left of neighbourhoods: in the space itself, along two components, on the map.</summary>
    public Table Neighborhoods()
    {
        double chance = (Nearest + 0.0) / (_names.Length - 1), sameByChance = Enumerable.Range(0, _names.Length).Average(row => (_styles.Count(style => style == _styles[row]) - 1) / (double)(_names.Length - 1));
        return new Table("drawn by", "of ten nearest in the space, still among the ten nearest", "of ten nearest, of the same colour")
            .Row("all numbers of the vectors", 1, SameStyle(_near))
            .Row("two principal components", KeptByComponents, SameStyle(NearestRows(Components)))
            .Row("the map (t-SNE)", KeptByPlaces, SameStyle(NearestRows(Places)))
            .Row("chance", chance, sameByChance)
            .Format("of ten nearest in the space, still among the ten nearest", "0 %").Format("of ten nearest, of the same colour", "0 %")
            .Note(string.Create(CultureInfo.InvariantCulture, $"{_names.Length} artists; the two components have {ExplainedShare:0%} of the variance. Colours: \"{ArtistStyles.None}\" counts as one."));
    }

    /// <summary>The map, coloured by style, names on hover and beside the first artists.</summary>
    public Figure Figure() => Reporting.Figure.Map(Places.Column(0), Places.Column(1), _names, _styles, _order).Title("The map of artists");

    private static int[][] NearestRows(Matrix rows)
    {
        double[] distances = StochasticNeighborEmbedding.SquaredDistances(rows);
        return
        [
            .. Enumerable.Range(0, rows.Rows).Select(row => Enumerable.Range(0, rows.Rows).Where(other => other != row)
                .OrderBy(other => distances[(row * rows.Rows) + other]).Take(Nearest).ToArray()),
        ];
    }

    private double Kept(Matrix places) => NearestRows(places).Zip(_near, (drawn, near) => drawn.Intersect(near).Count()).Average() / Nearest;

    private double SameStyle(int[][] near) => near.Select((others, row) => others.Count(other => _styles[other] == _styles[row])).Average() / Nearest;
}
