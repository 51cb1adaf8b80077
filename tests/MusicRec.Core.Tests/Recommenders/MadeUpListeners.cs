using MusicRec.Data;
using MusicRec.Numerics;

namespace MusicRec.Core.Tests.Recommenders;

/// <summary>Small made-up listeners: three tastes over 30 songs, a song that nobody has, a listener without plays.</summary>
internal static class MadeUpListeners
{
    public const int Users = 41, Items = 31, ColdUser = 40, ColdItem = 30;

    public static Interactions Plays { get; } = Make();

    /// <summary>Features that follow the tastes: songs of one taste lie together.</summary>
    public static Matrix Features { get; } = MakeFeatures();

    public static string[] FeatureNames { get; } = ["energy", "acousticness", "tempo"];

    private static Interactions Make()
    {
        RandomStream random = new(17);
        List<int> users = [], items = [];
        List<double> weights = [];
        for (int user = 0; user < ColdUser; user++)
        {
            for (int item = 0; item < ColdItem; item++)
            {
                if (random.NextDouble() < (item % 3 == user % 3 ? 0.6 : 0.08))
                {
                    users.Add(user);
                    items.Add(item);
                    weights.Add(1 + Math.Floor(1000 * random.NextDouble() * random.NextDouble() * random.NextDouble()));
                }
            }
        }

        return Interactions.FromIndices(
            [.. Enumerable.Range(0, Users).Select(user => $"listener {user}")], [.. Enumerable.Range(0, Items).Select(item => $"song {item}")],
            [.. users], [.. items], [.. weights]);
    }

    private static Matrix MakeFeatures()
    {
        RandomStream random = new(18);
        Matrix features = new(Items, 3);
        for (int item = 0; item < Items; item++)
        {
            for (int column = 0; column < 3; column++)
            {
                features[item, column] = random.NextGaussian() + (item % 3 == column ? 4 : 0);
            }
        }

        return features;
    }
}
