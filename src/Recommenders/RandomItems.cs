using MusicRec.Data;
using MusicRec.Numerics;

namespace MusicRec.Recommenders;

/// <summary>Items drawn by chance, for each listener anew: what a method has to beat to have learnt anything at all.</summary>
public sealed class RandomItems : Recommender
{
    private readonly ulong _seed;

    /// <summary>Makes an unfitted recommender.</summary>
    /// <param name="seed">Decides the draws; each listener, or history, has draws of their own.</param>
    public RandomItems(ulong seed) => _seed = seed;

    /// <inheritdoc/>
    public override string Name => "random";

    /// <summary>Reads a file that <see cref="Recommender.Save"/> wrote.</summary>
    /// <exception cref="MusicRec.Neural.ModelFileException">The file is damaged or holds another recommender.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static RandomItems Load(string path) => RecommenderFile.Load<RandomItems>(path);

    internal static RandomItems Read(RecommenderReader file) => new(file.Seed("seed"));

    private protected override void Learn(Interactions interactions)
    {
    }

    private protected override ItemScores? Score(ListenerHistory history, int? user)
    {
        RandomStream draws = new RandomStream(_seed).Split(user is null ? 1UL : 0UL);
        if (user is int number)
        {
            draws = draws.Split((ulong)number);
        }
        else
        {
            foreach (int item in history.Items)
            {
                draws = draws.Split((ulong)item);
            }
        }

        double[] scores = new double[Fitted.ItemCount];
        foreach (ref double score in scores.AsSpan())
        {
            score = draws.NextDouble();
        }

        return new Draws(scores);
    }

    // Chance knows of no likeness.
    private protected override double[] ScoreSimilar(int item)
    {
        double[] scores = new double[Fitted.ItemCount];
        Array.Fill(scores, double.NegativeInfinity);
        return scores;
    }

    private protected override void Write(RecommenderWriter file) => file.Add("seed", _seed);

    private sealed class Draws(double[] scores) : ItemScores(scores)
    {
        public override Explanation Explain(int item) => new(item, "drawn by chance", [], []);
    }
}
