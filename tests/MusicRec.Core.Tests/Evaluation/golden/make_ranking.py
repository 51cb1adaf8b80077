"""Golden values for the ranking metrics of MusicRec.Evaluation, from scikit-learn 1.2.1, scipy 1.10.1 and numpy 1.24.2.

    /usr/bin/python3 make_ranking.py      (Debian: python3-sklearn)

NDCG is scikit-learn's ndcg_score and average precision over the whole ranking its average_precision_score; what scikit-learn
does not have is written down here by its definition. The paired randomisation test is scipy's permutation_test, exact.
"""

import json
from pathlib import Path

import numpy as np
from scipy import stats
from sklearn import metrics

random = np.random.default_rng(11)


def ranking_case(items, relevant_count, k):
    scores = random.permutation(items).astype(float)
    relevant = np.sort(random.choice(items, relevant_count, replace=False))
    truth = np.zeros(items)
    truth[relevant] = 1
    ranking = np.argsort(-scores)
    hits = truth[ranking[:k]]
    precisions = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    precision, recall = hits.sum() / k, hits.sum() / relevant_count
    first = np.flatnonzero(hits)
    return {
        "ranking": ranking.tolist(), "relevant": relevant.tolist(), "k": k,
        "ndcg": float(metrics.ndcg_score([truth], [scores], k=k)),
        "wholeAveragePrecision": float(metrics.average_precision_score(truth, scores)),
        "averagePrecision": float((precisions * hits).sum() / relevant_count),
        "truncatedAveragePrecision": float((precisions * hits).sum() / min(k, relevant_count)),
        "precision": float(precision), "recall": float(recall), "truncatedRecall": float(hits.sum() / min(k, relevant_count)),
        "f1": float(0 if hits.sum() == 0 else 2 * precision * recall / (precision + recall)),
        "reciprocalRank": float(0 if len(first) == 0 else 1 / (first[0] + 1)), "hit": float(hits.any()),
    }


def lists_case(items, users, length):
    weights = 1 / np.arange(1, items + 1)
    lists = [random.choice(items, length, replace=False, p=weights / weights.sum()).tolist() for _ in range(users)]
    counts = np.bincount(np.concatenate(lists), minlength=items).astype(float)
    # The Gini coefficient by its definition: half the mean absolute difference over the mean.
    gini = np.abs(counts[:, None] - counts[None, :]).mean() / (2 * counts.mean())
    features = random.normal(size=(items, 4))
    unit = features / np.linalg.norm(features, axis=1, keepdims=True)
    unlike = 1 - unit @ unit.T
    upper = np.triu_indices(length, 1)
    diversity = np.mean([unlike[np.ix_(one, one)][upper].mean() for one in lists])
    return {"items": items, "lists": lists, "features": features.ravel().tolist(), "coverage": float((counts > 0).mean()),
            "gini": float(gini), "diversity": float(diversity)}


def permutation_case(differences):
    differences = np.array(differences)
    test = stats.permutation_test((differences, np.zeros(len(differences))), lambda a, b, axis: np.mean(a - b, axis=axis),
                                  permutation_type="samples", vectorized=True, n_resamples=np.inf, alternative="two-sided")
    return {"differences": differences.tolist(), "pValue": float(test.pvalue),
            "effect": float(differences.mean() / differences.std(ddof=1))}


golden = {
    "rankings": [ranking_case(items, relevant, k) for items, relevant, k in
                 [(20, 4, 10), (20, 15, 10), (50, 3, 10), (50, 1, 5), (12, 12, 12), (30, 6, 1), (9, 2, 20), (200, 5, 10)]],
    "lists": [lists_case(40, 25, 5), lists_case(15, 60, 10)],
    "permutations": [permutation_case(values) for values in
                     [random.normal(0.3, 1, 12).round(3), random.normal(0, 1, 14).round(3), random.normal(1.2, 1, 10).round(3),
                      np.where(random.random(15) < 0.5, 0, random.normal(0.5, 1, 15)).round(2)]],
}
Path(__file__).with_name("ranking.json").write_text(json.dumps(golden) + "\n")
