using System.Security.Cryptography;
using System.Text;
using MusicRec.Evaluation;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Evaluation;

public sealed class ReferenceFoldsTests
{
    private const string Valid = """
        {"dataset":"tiny","file":"tiny/data.csv","sha256":"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef","rows":4,
        "features":["tempo"],"target":"liked","splits":2,"repeats":1,"foldSeed":42,"library":"scikit-learn 1.2.1","trees":500,"modelSeeds":[0],
        "folds":[
        {"test":[0,3],"accuracies":{"majority":0.5,"extraTrees":1.0}},
        {"test":[1,2],"accuracies":{"majority":0.5,"extraTrees":0.5}}]}
        """;

    [Fact]
    public void A_file_is_read_as_it_stands()
    {
        ReferenceFolds folds = Load(Valid);
        Assert.Equal([1, 2], folds.Folds[0].Train);
        Assert.Equal([0, 3], folds.Folds[0].Test);
        Assert.Equal(["extraTrees", "majority"], folds.Models);
        Assert.Equal([1, 0.5], folds.Accuracies("extraTrees"));
        Assert.Throws<ArgumentException>(() => folds.Accuracies("oracle"));
        Assert.Throws<InvalidOperationException>(() => folds.RequireRows(5));
        folds.RequireRows(4);
    }

    [Theory]
    [InlineData("liked-195", 195, 0.9349)]
    [InlineData("liked-2017", 2017, 0.7755)]
    public void The_committed_folds_test_every_row_once_per_round(string name, int rows, double extraTrees)
    {
        ReferenceFolds folds = ReferenceFolds.Load(RepositoryFolder.Path($"notebooks/expected/sklearn-folds/{name}.json"));
        Assert.Equal((rows, 20, 5), (folds.RowCount, folds.Folds.Count, folds.SplitCount));
        for (int round = 0; round < 4; round++)
        {
            Assert.Equal(Enumerable.Range(0, rows), folds.Folds.Skip(5 * round).Take(5).SelectMany(fold => fold.Test).Order());
        }

        Assert.Equal(13, folds.Features.Count);
        Assert.Equal(extraTrees, folds.Accuracies("extraTrees").Average(), 4);
        Assert.Equal(["extraTrees", "logisticRegression", "majority", "randomForest"], folds.Models);
    }

    [Theory]
    [InlineData("liked-195")]
    [InlineData("liked-2017")]
    public void The_committed_folds_are_those_of_the_real_data(string name)
    {
        byte[] data = File.ReadAllBytes(Path.Combine(RealData.FolderOrSkip(), name, "data.csv"));
        string hash = Convert.ToHexStringLower(SHA256.HashData(data));
        Assert.Equal(hash, ReferenceFolds.Load(RepositoryFolder.Path($"notebooks/expected/sklearn-folds/{name}.json")).Sha256);
    }

    [Theory]
    [InlineData("\"rows\":4", "\"rows\":5", "rows × repeats")]
    [InlineData("\"rows\":4", "\"rows\":-1", "rows is -1")]
    [InlineData("\"rows\":4", "\"rows\":4.5", "line 1")]
    [InlineData("\"rows\":4", "\"rows\":4,\"rows\":4", "line 1")]
    [InlineData("\"rows\":4,", "", "rows")]
    [InlineData("\"splits\":2", "\"splits\":1", "splits is 1")]
    [InlineData("\"repeats\":1", "\"repeats\":2", "splits × repeats is 4")]
    [InlineData("[0,3]", "[3,0]", "folds[0].test[1] is 0")]
    [InlineData("[0,3]", "[0,4]", "folds[0].test[1] is 4")]
    [InlineData("[1,2]", "[1,3]", "folds[1].test[1] is 3")]
    [InlineData("[1,2]", "null", "line 5")]
    [InlineData("\"extraTrees\":1.0", "\"extraTrees\":1.5", "folds[0].accuracies.extraTrees is 1.5")]
    [InlineData("\"extraTrees\":1.0", "\"extraTrees\":NaN", "line 4")]
    [InlineData("\"majority\":0.5,\"extraTrees\":0.5", "\"majority\":0.5", "folds[1].accuracies names other models")]
    [InlineData("\"dataset\":\"tiny\"", "\"dataset\":null", "line 1")]
    [InlineData("\"trees\"", "\"forests\"", "forests")]
    [InlineData("0123456789abcdef0123", "0123456789ABCDEF0123", "sha256")]
    [InlineData("{\"test\":[0,3],\"accuracies\":{\"majority\":0.5,\"extraTrees\":1.0}}", "null", "folds holds a null")]
    public void One_thing_wrong_is_refused_with_its_place(string right, string wrong, string message)
    {
        Assert.Contains(right, Valid, StringComparison.Ordinal);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Load(Valid.Replace(right, wrong, StringComparison.Ordinal)));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_a_file_holds_it_is_read_or_refused_in_one_way()
    {
        byte[] valid = Encoding.UTF8.GetBytes(Valid);
        RandomStream random = new(8);
        for (int trial = 0; trial < 500; trial++)
        {
            byte[] mutated = [.. valid.Take(trial % 3 == 0 ? random.NextInt32(valid.Length) : valid.Length)];
            for (int change = 0; change < trial % 4 && mutated.Length > 0; change++)
            {
                mutated[random.NextInt32(mutated.Length)] = (byte)random.NextInt32(256);
            }

            try
            {
                _ = Load(mutated);
            }
            catch (InvalidDataException)
            {
                // The one error that a bad file may raise.
            }
        }
    }

    private static ReferenceFolds Load(string text) => Load(Encoding.UTF8.GetBytes(text));

    private static ReferenceFolds Load(byte[] bytes)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, bytes);
            return ReferenceFolds.Load(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
