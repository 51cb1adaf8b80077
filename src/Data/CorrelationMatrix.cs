using MusicRec.Numerics;
using MusicRec.Reporting;

namespace MusicRec.Data;

/// <summary>How strongly each two columns move together.</summary>
/// <param name="Names">The columns' names, in the order of the matrix.</param>
/// <param name="Values">The correlations, [columns, columns]: symmetric, 1 on the diagonal; NaN where a column is constant or too few rows have both values.</param>
[TypeFormatterSource(typeof(RenderableFormatters))]
public sealed record CorrelationMatrix(string[] Names, Matrix Values) : IRenderable
{
    /// <summary>The correlation of two columns.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public double this[string first, string second] => Values[Place(first), Place(second)];

    /// <inheritdoc/>
    public string ToHtml() => Render().ToHtml();

    /// <inheritdoc/>
    public string ToText() => Render().ToText();

    /// <summary>The matrix as text.</summary>
    public override string ToString() => ToText();

    private int Place(string name)
    {
        int place = Array.IndexOf(Names, name);
        if (place < 0)
        {
            Throw.Unknown("column", name, Names);
        }

        return place;
    }

    private Table Render()
    {
        Table table = new([" ", .. Names]);
        for (int row = 0; row < Names.Length; row++)
        {
            table.Row([Names[row], .. Values.Row(row).ToArray().Cast<object?>()]);
        }

        foreach (string name in Names)
        {
            table.Format(name, "0.00");
        }

        return table.ShowAtMost(Math.Max(1, Names.Length));
    }
}
