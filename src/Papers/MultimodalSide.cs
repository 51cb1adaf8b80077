using MusicRec.Data;
using MusicRec.Evaluation;
using MusicRec.Numerics;
using MusicRec.Recommenders;

namespace MusicRec.Papers;

/// <summary>What <see cref="MultimodalStudy"/> learns from, and the new artists and listeners it judges by.</summary>
internal sealed class MultimodalSide
{
    private const int K = 10;
    private readonly ContentTable[] _content;
    private readonly int[] _ranked;
    private readonly int[] _common;
    private readonly int[] _listeners;
    private readonly int[][] _relevant;
    private AlternatingLeastSquares? _factorization;

    private MultimodalSide(Interactions train, ContentTable[] content, int[] ranked, int[] common, int[] listeners, int[][] relevant) =>
        (Train, _content, _ranked, _common, _listeners, _relevant) = (train, content, ranked, common, listeners, relevant);

    /// <summary>What is learnt from.</summary>
    public Interactions Train { get; }

    /// <summary>New artists that have tags and sound.</summary>
    public int CommonCount => _common.Length;

    /// <summary>A side.</summary>
    /// <param name="lastFm">All plays.</param>
    /// <param name="modalities">What is known about artists.</param>
    /// <param name="without">Artists whose plays are not learnt from.</param>
    /// <param name="ranked">Those of them that are ranked, ascending.</param>
    /// <param name="judged">Listeners who are judged, and whose tags do not count.</param>
    public static MultimodalSide Of(LastFm lastFm, IReadOnlyList<ArtistModality> modalities, int[] without, int[] ranked, int[] judged)
    {
        HashSet<int> left = [.. without], candidates = [.. ranked];
        Interactions plays = lastFm.Plays;
        int[] artists = plays.ItemOfEachPair();
        Interactions train = plays.Select([.. Enumerable.Range(0, artists.Length).Where(place => !left.Contains(artists[place]))]);
        int[] known = [.. Enumerable.Range(0, plays.ItemCount).Where(artist => !left.Contains(artist))];
        ContentTable[] content = [.. modalities.Select(modality => modality.Build(known, judged))];
        int[] common = [.. ranked.Where(artist => Knows(content[Find(ArtistModalities.Tags)], artist) && Knows(content[Find(ArtistModalities.Sound)], artist))];
        int[] listeners = [.. judged.Where(user => train.ItemsOf(user).Length > 0 && plays.ItemsOf(user).ToArray().Any(candidates.Contains))];
        if (listeners.Length == 0)
        {
            throw new ArgumentException($"None of {judged.Length} listeners judged plays one of {ranked.Length} new artists besides others; make more artists new.");
        }

        return new MultimodalSide(train, content, ranked, common, listeners, [.. listeners.Select(user => plays.ItemsOf(user).ToArray().Where(candidates.Contains).ToArray())]);

        int Find(string name)
        {
            int place = modalities.ToList().FindIndex(modality => modality.Name == name);
            if (place < 0)
            {
                Throw.Unknown("modality", name, modalities.Select(modality => modality.Name));
            }

            return place;
        }
    }

    /// <summary>
    /// Judges the map from some modalities to the factors of the plays; a modality's weight is the length of its rows, 0 for none. The first call
    /// decides the factors.
    /// </summary>
    public MultimodalResult Map(string name, string settings, double[] weights, FeatureToFactorOptions options, ulong seed)
    {
        (ContentTable Table, double Weight)[] parts = [.. _content.Zip(weights).Where(part => part.Second > 0)];
        ContentTable content = ContentTable.Join(parts);

        // Modalities and penalties change the map alone: all stand on the same factors.
        if (_factorization is null)
        {
            _factorization = new AlternatingLeastSquares(seed, options.Factors);
            _factorization.Fit(Train);
        }

        FeatureToFactorMapping mapping = new(null, content, seed, options) { Factorization = _factorization };
        mapping.Fit(Train);
        ItemScores?[] scores = new ItemScores?[_listeners.Length];
        ParallelLoop.For(scores.Length, place => scores[place] = mapping.ScoresFor(ListenerHistory.Of(Train, _listeners[place]), _listeners[place]));
        return Judge(name, settings, content, (place, artist) => scores[place]![artist]);
    }

    /// <summary>Judges an order of the new artists, the highest score first, equal ones by number.</summary>
    /// <param name="name">The method.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="content">What it knows; artists without a feature stand last. Null for a method that knows all.</param>
    /// <param name="score">From a listener's place and an artist.</param>
    public MultimodalResult Judge(string name, string settings, ContentTable? content, Func<int, int, double> score)
    {
        bool IsKnown(int artist) => content is null || Knows(content, artist);
        double[] all = new double[_listeners.Length];
        double?[] common = new double?[all.Length];
        ParallelLoop.For(all.Length, place =>
        {
            int[] order = [.. _ranked.OrderByDescending(artist => IsKnown(artist) ? score(place, artist) : double.NegativeInfinity)];
            int[] shared = [.. _relevant[place].Where(artist => Array.BinarySearch(_common, artist) >= 0)];
            all[place] = RankingMetrics.NdcgAtK(order, _relevant[place], K);
            common[place] = shared.Length == 0 ? null : RankingMetrics.NdcgAtK([.. order.Where(artist => Array.BinarySearch(_common, artist) >= 0)], shared, K);
        });
        return new MultimodalResult(name, _ranked.Count(IsKnown), settings, all, [.. common.OfType<double>()]);
    }

    private static bool Knows(ContentTable content, int artist) => content.Values.RowColumns(artist).Length > 0;
}
