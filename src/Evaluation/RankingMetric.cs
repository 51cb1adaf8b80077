namespace MusicRec.Evaluation;

/// <summary>What a listener's list is judged by; the definitions are those of <see cref="RankingMetrics"/>.</summary>
public enum RankingMetric
{
    /// <summary>Normalised discounted cumulative gain.</summary>
    Ndcg,

    /// <summary>Hits divided by K.</summary>
    Precision,

    /// <summary>Hits divided by the number of relevant items.</summary>
    Recall,

    /// <summary>The harmonic mean of precision and recall, listener by listener.</summary>
    F1,

    /// <summary>1 with a hit, else 0.</summary>
    HitRate,

    /// <summary>1 / place of the first hit; its mean is the MRR.</summary>
    ReciprocalRank,

    /// <summary>Precision at each hit, summed and divided by the number of relevant items; its mean is the MAP.</summary>
    AveragePrecision,
}
