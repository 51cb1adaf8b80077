using MusicRec.Neural;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Neural;

/// <summary>What is used in several places of a network, or by several threads at once.</summary>
public sealed class SharedUseTests
{
    [Fact]
    public void A_layer_that_is_used_twice_is_counted_and_stepped_once()
    {
        Linear shared = new(3, 3, new RandomStream(1));
        Sequential network = new(shared, new Relu(), shared);
        Assert.Equal(["0.weight", "0.bias"], network.NamedParameters.Select(parameter => parameter.Name));
        Assert.Equal(12, network.ParameterCount);
        float[] before = shared.Weight.Values.ToArray();
        Sgd optimizer = new(network.Parameters, 0.5);
        Tape tape = new();
        using (tape.Record())
        {
            network.Forward(Tensor.From([1, 2, 3], 1, 3)).Sum().Backward();
            optimizer.Step();
        }

        for (int index = 0; index < before.Length; index++)
        {
            Assert.Equal(before[index] - (0.5f * shared.Weight.Gradient[index]), shared.Weight.Values[index], 6);
        }
    }

    [Fact]
    public void An_optimiser_refuses_a_parameter_that_stands_twice_in_its_list()
    {
        Linear layer = new(3, 3, new RandomStream(1));
        Assert.Contains(
            "more than once", Assert.Throws<ArgumentException>(() => new Sgd([.. layer.Parameters, layer.Bias], 0.1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_chain_may_begin_with_ids_or_sparse_rows()
    {
        RandomStream random = new(1);
        Sequential<IndexTensor> chain = new(new Embedding(9, 4, random), new Linear(4, 3, random), new Relu());
        Assert.Equal(["0.weight", "1.weight", "1.bias"], chain.NamedParameters.Select(parameter => parameter.Name));
        Sequential apart = new(new Linear(4, 3, new RandomStream(2)), new Relu());
        ((Linear)apart.Modules[0]).Weight.Values.Clear();
        StateDictionary state = new(chain);
        state["1.weight"].Values.CopyTo(apart.Parameters[0].Values);
        state["1.bias"].Values.CopyTo(apart.Parameters[1].Values);
        IndexTensor ids = IndexTensor.From([3, 0, 8], 3);
        Tape tape = new();
        using (tape.Evaluate())
        {
            Tensor rows = Tensor.From([.. new[] { 3, 0, 8 }.SelectMany(id => state["0.weight"].Values.Slice(id * 4, 4).ToArray())], 3, 4);
            Assert.Equal(apart.Forward(rows).Values.ToArray(), chain.Forward(ids).Values.ToArray());
        }

        Assert.Equal(3, chain.Predict(RowSource.Of(ids)).Columns);
    }

    [Fact]
    public void Several_threads_predict_with_one_network_without_dropout()
    {
        RandomStream random = new(1);
        Sequential network = new(new Linear(4, 16, random), new Dropout(0.5, random.Split(1)), new Linear(16, 1, random));
        Matrix rows = new(3000, 4, [.. Enumerable.Range(0, 12_000).Select(_ => random.NextGaussian())]);
        double[] expected = network.Predict(rows).Values;
        RunTogether(4, _ =>
        {
            for (int round = 0; round < 20; round++)
            {
                Assert.Equal(expected, network.Predict(rows).Values);
            }
        });
        Assert.True(network.Training);
    }

    [Fact]
    public void Several_threads_train_on_the_same_sparse_rows()
    {
        RandomStream random = new(1);
        Matrix dense = new(200, 300, [.. Enumerable.Range(0, 60_000).Select(_ => random.NextInt32(4) == 0 ? 1.0 : 0)]);
        SparseMatrix rows = SparseMatrix.From(dense);
        for (int round = 0; round < 50; round++)
        {
            SparseTensor input = SparseTensor.From(rows);
            float[][] gradients = new float[2][];
            using Barrier barrier = new(2);
            RunTogether(2, thread =>
            {
                SparseLinear layer = new(300, 8, new RandomStream(3));
                Tape tape = new();
                using (tape.Record())
                {
                    Tensor sum = layer.Forward(input).Sum();
                    barrier.SignalAndWait();
                    sum.Backward();
                }

                gradients[thread] = layer.Weight.Gradient.ToArray();
            });
            Assert.Equal(gradients[0], gradients[1]);
        }
    }

    private static void RunTogether(int threads, Action<int> work)
    {
        Exception?[] failures = new Exception?[threads];
        Thread[] all = [.. Enumerable.Range(0, threads).Select(thread => new Thread(() => failures[thread] = Record.Exception(() => work(thread))))];
        Array.ForEach(all, thread => thread.Start());
        Array.ForEach(all, thread => thread.Join());
        Assert.All(failures, Assert.Null);
    }
}
