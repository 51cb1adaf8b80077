using System.Text.Json;
using MusicRec.Learning;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Learning;

public sealed class KNearestNeighborsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Probabilities_equal_scikit_learn_also_where_a_query_is_a_training_row(int index)
    {
        JsonElement golden = Golden.Root.GetProperty("nearestNeighbors");
        JsonElement expected = golden.GetProperty("models")[index];
        NeighborWeights weights = Enum.Parse<NeighborWeights>(expected.GetProperty("weights").GetString()!, ignoreCase: true);
        KNearestNeighbors model = new(expected.GetProperty("neighborCount").GetInt32(), weights);
        model.Fit(golden.Matrix("features"), golden.Labels());
        Matrix actual = model.PredictProbabilities(golden.Matrix("queries"));
        Golden.AssertClose(expected.Matrix("probabilities"), actual, weights == NeighborWeights.Uniform ? 0 : 1e-13);
    }

    [Fact]
    public void Of_equally_near_rows_those_with_the_smaller_row_number_vote()
    {
        KNearestNeighbors model = new(2);
        model.Fit(new Matrix(4, 1, [3, 1, -1, 1]), [3, 0, 1, 2]);
        Assert.Equal([0.5, 0.5, 0, 0], model.PredictProbabilities(new Matrix(1, 1)).Values);
    }

    [Fact]
    public void With_fewer_rows_than_neighbors_all_rows_vote()
    {
        KNearestNeighbors model = new(50);
        model.Fit(new Matrix(4, 1, [0, 1, 2, 3]), [0, 0, 0, 1]);
        Assert.Equal([0.75, 0.25], model.PredictProbabilities(new Matrix(1, 1, [9])).Values);
    }

    [Fact]
    public void Distances_beyond_the_range_of_numbers_still_give_probabilities()
    {
        KNearestNeighbors model = new(3, NeighborWeights.Distance);
        model.Fit(new Matrix(3, 1, [1e300, -1e300, 0]), [0, 1, 1]);
        Assert.Equal(1, model.PredictProbabilities(new Matrix(1, 1, [1e200])).Values.Sum(), 12);
    }

    [Fact]
    public void At_least_one_neighbor_is_needed() => Assert.Throws<ArgumentOutOfRangeException>(() => new KNearestNeighbors(0));
}
