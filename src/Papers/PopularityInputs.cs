using MusicRec.Data;
using MusicRec.Learning;
using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Papers;

/// <summary>How songs become what the network takes; all of it learnt from training songs.</summary>
/// <param name="Words">The words of genres.</param>
/// <param name="Year">What stands for a year that is unknown: the mean of those known.</param>
/// <param name="Scaler">Of the numbers.</param>
/// <param name="HasPopularity">Whether popularity is one of the numbers.</param>
internal sealed record PopularityInputs(GenreWords Words, double Year, StandardScaler Scaler, bool HasPopularity)
{
    /// <summary>The names of the numbers, in their order.</summary>
    public static IReadOnlyList<string> NamesOf(bool hasPopularity) => ["year", .. AudioFeatures.All, .. hasPopularity ? (string[])["popularity"] : []];

    /// <summary>How many numbers a song has.</summary>
    public int ColumnCount => NamesOf(HasPopularity).Count;

    public static PopularityInputs Learn(PopularitySongs songs, ReadOnlySpan<int> rows, bool hasPopularity)
    {
        double years = 0;
        int known = 0;
        foreach (int row in rows)
        {
            years += songs.Years[row];
            known += songs.Years[row] == 0 ? 0 : 1;
        }

        double year = years / Math.Max(1, known);
        StandardScaler scaler = new();
        scaler.Fit(Numbers(songs, rows, year, hasPopularity));
        return new PopularityInputs(GenreWords.Learn(songs.Genres, rows), year, scaler, hasPopularity);
    }

    /// <summary>Some songs as the network takes them.</summary>
    public PopularityBatch Of(PopularitySongs songs, ReadOnlySpan<int> rows)
    {
        (IndexTensor words, IndexTensor counts) = Words.Encode(songs.Genres, rows);
        return new PopularityBatch(words, counts, Tensor.From(Scaler.Transform(Numbers(songs, rows, Year, HasPopularity))));
    }

    private static Matrix Numbers(PopularitySongs songs, ReadOnlySpan<int> rows, double year, bool hasPopularity)
    {
        ReadOnlySpan<int> years = songs.Years;
        ReadOnlySpan<double> popularity = songs.Popularity;
        Matrix audio = songs.Audio, numbers = new(rows.Length, NamesOf(hasPopularity).Count);
        for (int place = 0; place < rows.Length; place++)
        {
            Span<double> target = numbers.Row(place);
            target[0] = years[rows[place]] == 0 ? year : years[rows[place]];
            audio.Row(rows[place]).CopyTo(target[1..]);
            if (hasPopularity)
            {
                target[^1] = popularity[rows[place]];
            }
        }

        return numbers;
    }
}

/// <summary>Songs as the network takes them.</summary>
/// <param name="Words">Of the genres, [songs, words].</param>
/// <param name="Counts">Words of each, [songs].</param>
/// <param name="Numbers">Scaled, [songs, columns].</param>
internal sealed record PopularityBatch(IndexTensor Words, IndexTensor Counts, Tensor Numbers)
{
    public RowSource<((IndexTensor First, IndexTensor Second) First, Tensor Second)> ToSource() =>
        RowSource.Of(RowSource.Of(RowSource.Of(Words), RowSource.Of(Counts)), RowSource.Of(Numbers));
}
