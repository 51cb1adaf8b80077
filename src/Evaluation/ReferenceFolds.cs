using MusicRec.Data;

namespace MusicRec.Evaluation;

/// <summary>
/// Folds fixed in a file, and the accuracies that scikit-learn's models reach on them, so that two libraries are compared
/// on the very same rows. The files and the script that makes them stand in <c>notebooks/expected/sklearn-folds</c>.
/// </summary>
public sealed class ReferenceFolds
{
    private const long MostBytes = 64 << 20;
    private const long MostTrainingRows = 100_000_000;

    private readonly Content _content;
    private readonly string _path;

    private ReferenceFolds(Content content, string path, Split[] folds) => (_content, _path, Folds) = (content, path, folds);

    /// <summary>The data set's name in the catalogue.</summary>
    public string Dataset => _content.Dataset;

    /// <summary>SHA-256 of the data file that the folds belong to, 64 lower-case hexadecimal digits.</summary>
    public string Sha256 => _content.Sha256;

    /// <summary>Number of rows of the data; folds name them in file order, counted from 0 without the header.</summary>
    public int RowCount => _content.Rows;

    /// <summary>The columns that the models were given, in their order.</summary>
    public IReadOnlyList<string> Features => _content.Features;

    /// <summary>The column with the classes.</summary>
    public string Target => _content.Target;

    /// <summary>The folds: rounds of <see cref="SplitCount"/> folds, one after the other.</summary>
    public IReadOnlyList<Split> Folds { get; }

    /// <summary>Folds per round.</summary>
    public int SplitCount => _content.Splits;

    /// <summary>The library that made the accuracies, and its version.</summary>
    public string Library => _content.Library;

    /// <summary>The models whose accuracies are recorded.</summary>
    public IReadOnlyList<string> Models => [.. _content.Folds[0].Accuracies.Keys.Order(StringComparer.Ordinal)];

    /// <summary>One model's accuracy on each fold.</summary>
    /// <exception cref="ArgumentException">There is no such model.</exception>
    public double[] Accuracies(string model)
    {
        if (!_content.Folds[0].Accuracies.ContainsKey(model))
        {
            Throw.Unknown("model", model, Models);
        }

        return [.. _content.Folds.Select(fold => fold.Accuracies[model])];
    }

    /// <summary>Throws unless the data at hand has as many rows as the folds were made for.</summary>
    /// <exception cref="InvalidOperationException">The number of rows differs, as with the made-up sample.</exception>
    public void RequireRows(int rows)
    {
        if (rows != RowCount)
        {
            throw new InvalidOperationException($"{_path} is for the {RowCount} rows of {Dataset}; the data at hand has {rows}.");
        }
    }

    /// <summary>Reads a file and checks all of it before anything is handed out.</summary>
    /// <exception cref="InvalidDataException">The file is not what it should be; the message says where.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ReferenceFolds Load(string path)
    {
        Content content = StrictJsonFile.Read<Content>(path, "a file of folds", MostBytes);
        return new ReferenceFolds(content, path, Check(content, path));
    }

    private static Split[] Check(Content content, string path)
    {
        void Require(bool condition, string message)
        {
            if (!condition)
            {
                throw new InvalidDataException($"{path}: {message}");
            }
        }

        Require(content.Rows is >= 2 and <= 100_000_000, $"rows is {content.Rows}; allowed: 2 to 100,000,000.");
        Require(content.Splits is >= 2 && content.Splits <= content.Rows, $"splits is {content.Splits}; allowed: 2 to the number of rows.");
        Require(content.Repeats is >= 1 and <= 10_000, $"repeats is {content.Repeats}; allowed: 1 to 10,000.");
        Require(content.Sha256.Length == 64 && content.Sha256.All(char.IsAsciiHexDigitLower), "sha256 is not 64 lower-case hexadecimal digits.");
        Require(content.Features.Length > 0 && content.Features.All(feature => feature is not null), "features names no column, or a null.");
        Require(content.Folds.All(fold => fold is not null), "folds holds a null.");
        Require(content.Folds.Length == (long)content.Splits * content.Repeats, $"there are {content.Folds.Length} folds; splits × repeats is {(long)content.Splits * content.Repeats}.");

        // Each fold gets a list of its training rows; the bound keeps a small file from asking for a large memory.
        Require((long)content.Rows * content.Folds.Length <= MostTrainingRows, $"rows × folds is above {MostTrainingRows}.");
        long named = content.Folds.Sum(fold => (long)fold.Test.Length);
        Require(named == (long)content.Rows * content.Repeats, $"the folds test {named} rows; rows × repeats is {(long)content.Rows * content.Repeats}.");
        Split[] folds = new Split[content.Folds.Length];
        bool[] tested = new bool[content.Rows];
        for (int index = 0; index < folds.Length; index++)
        {
            FoldContent fold = content.Folds[index];
            if (index % content.Splits == 0)
            {
                Array.Clear(tested);
            }

            bool[] here = new bool[content.Rows];
            int previous = -1;
            for (int place = 0; place < fold.Test.Length; place++)
            {
                int row = fold.Test[place];
                Require(row > previous && row < content.Rows, $"folds[{index}].test[{place}] is {row}; rows must ascend and lie in 0 to {content.Rows - 1}.");
                Require(!tested[row], $"folds[{index}].test[{place}] is {row}, which an earlier fold of the same round tests already.");
                (tested[row], here[row], previous) = (true, true, row);
            }

            Require(fold.Test.Length > 0 && fold.Test.Length < content.Rows, $"folds[{index}] tests {fold.Test.Length} of {content.Rows} rows; both sides need rows.");
            Require(
                fold.Accuracies.Count > 0 && fold.Accuracies.Keys.Order(StringComparer.Ordinal).SequenceEqual(content.Folds[0].Accuracies.Keys.Order(StringComparer.Ordinal)),
                $"folds[{index}].accuracies names other models than folds[0], or none.");
            foreach ((string model, double accuracy) in fold.Accuracies)
            {
                Require(accuracy is >= 0 and <= 1, $"folds[{index}].accuracies.{model} is {accuracy}; allowed: 0 to 1.");
            }

            folds[index] = new Split([.. Enumerable.Range(0, content.Rows).Where(row => !here[row])], fold.Test);
        }

        return folds;
    }

    private sealed record Content(
        string Dataset, string File, string Sha256, int Rows, string[] Features, string Target, int Splits, int Repeats, long FoldSeed,
        string Library, int Trees, int[] ModelSeeds, FoldContent[] Folds);

    private sealed record FoldContent(int[] Test, Dictionary<string, double> Accuracies);
}
