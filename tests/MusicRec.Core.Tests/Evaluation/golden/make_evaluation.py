"""Golden values for MusicRec.Evaluation, from scikit-learn 1.2.1, scipy 1.10.1 and numpy 1.24.2.

    /usr/bin/python3 make_evaluation.py      (Debian: python3-sklearn)
"""

import json
from pathlib import Path

import numpy as np
from scipy import stats
from sklearn import metrics
from sklearn.calibration import calibration_curve

random = np.random.default_rng(7)


def floats(values):
    return [float(value) for value in np.asarray(values).ravel()]


def class_case(name, labels, predicted):
    labels, predicted = np.array(labels), np.array(predicted)
    expected = {
        "accuracy": metrics.accuracy_score(labels, predicted),
        "balancedAccuracy": metrics.balanced_accuracy_score(labels, predicted),
    }
    for figure, function in [("precision", metrics.precision_score), ("recall", metrics.recall_score), ("f1", metrics.f1_score)]:
        for average in ["macro", "weighted", "micro"]:
            expected[f"{figure}.{average}"] = function(labels, predicted, average=average, zero_division=0)
        for positive in range(4):
            expected[f"{figure}.{positive}"] = function(labels, predicted, labels=[positive], average="macro", zero_division=0)
    return {"name": name, "labels": labels.tolist(), "predicted": predicted.tolist(),
            "expected": {key: float(value) for key, value in expected.items()}}


def probability_case(name, labels, scores):
    labels, scores = np.array(labels), np.array(scores, dtype=float)
    false_rates, true_rates, thresholds = metrics.roc_curve(labels, scores)
    case = {"name": name, "labels": labels.tolist(), "scores": floats(scores),
            "logLoss": float(metrics.log_loss(labels, scores, labels=[0, 1])),
            "brier": float(metrics.brier_score_loss(labels, scores)),
            "area": float(metrics.roc_auc_score(labels, scores)),
            "falseRates": floats(false_rates), "trueRates": floats(true_rates), "thresholds": floats(thresholds),
            "calibration": []}
    precisions, recalls, rising = metrics.precision_recall_curve(labels, scores)
    case["precisionRecall"] = {"precisions": floats(precisions), "recalls": floats(recalls), "thresholds": floats(rising),
                               "averagePrecision": float(metrics.average_precision_score(labels, scores))}
    for bins in [1, 5, 10]:
        for strategy in ["uniform", "quantile"]:
            observed, predicted = calibration_curve(labels, scores, n_bins=bins, strategy=strategy)
            # Expected calibration error by its definition, over the same bins.
            if strategy == "uniform":
                edges = np.linspace(0, 1, bins + 1)
            else:
                edges = np.percentile(scores, np.linspace(0, 1, bins + 1) * 100)
            ids = np.searchsorted(edges[1:-1], scores)
            error = sum(np.sum(ids == b) / len(scores) * abs(scores[ids == b].mean() - labels[ids == b].mean())
                        for b in np.unique(ids))
            case["calibration"].append({"bins": bins, "kind": strategy, "observed": floats(observed),
                                        "predicted": floats(predicted), "error": float(error)})
    return case


def regression_case(name, targets, predicted):
    targets, predicted = np.array(targets, dtype=float), np.array(predicted, dtype=float)
    return {"name": name, "targets": floats(targets), "predicted": floats(predicted),
            "rSquared": float(metrics.r2_score(targets, predicted)),
            "explainedVariance": float(metrics.explained_variance_score(targets, predicted)),
            "meanSquaredError": float(metrics.mean_squared_error(targets, predicted)),
            "rootMeanSquaredError": float(metrics.mean_squared_error(targets, predicted, squared=False)),
            "meanAbsoluteError": float(metrics.mean_absolute_error(targets, predicted)),
            "medianAbsoluteError": float(metrics.median_absolute_error(targets, predicted))}


def multiclass_case(name, labels, probabilities, classes):
    return {"name": name, "labels": list(map(int, labels)), "classes": classes, "probabilities": floats(probabilities),
            "logLoss": float(metrics.log_loss(labels, probabilities, labels=list(range(classes))))}


def wilson_case(successes, trials, confidence):
    interval = stats.binomtest(successes, trials).proportion_ci(confidence_level=confidence, method="wilson")
    return {"successes": successes, "trials": trials, "confidence": confidence, "low": float(interval.low), "high": float(interval.high)}


def mcnemar_case(first, second):
    chi = max(0, abs(first - second) - 1) ** 2 / (first + second)
    return {"first": first, "second": second, "exact": float(stats.binomtest(min(first, second), first + second, 0.5).pvalue),
            "chiSquared": chi, "chiSquaredPValue": float(stats.chi2.sf(chi, 1))}


def resampled_case(differences, ratio):
    count = len(differences)
    mean, deviation = np.mean(differences), np.std(differences, ddof=1)
    error = deviation * np.sqrt(1 / count + ratio)
    low, high = stats.t.interval(0.95, count - 1, mean, error)
    return {"differences": floats(differences), "ratio": ratio, "mean": float(mean), "deviation": float(deviation),
            "statistic": float(mean / error), "pValue": float(2 * stats.t.sf(abs(mean / error), count - 1)),
            "low": float(low), "high": float(high)}


def holm(values):
    """R's p.adjust(method = "holm"): cummax of (m - i + 1) p(i), at most 1."""
    order = np.argsort(values, kind="stable")
    adjusted = np.minimum(1, np.maximum.accumulate(np.array(values)[order] * np.arange(len(values), 0, -1)))
    result = np.empty(len(values))
    result[order] = adjusted
    return {"values": floats(values), "adjusted": floats(result)}


four = random.integers(0, 4, 80)
noisy = np.where(random.random(80) < 0.6, four, random.integers(0, 4, 80))
two = random.integers(0, 2, 100)
score = np.clip(0.25 + 0.5 * two + 0.3 * random.standard_normal(100), 0, 1)
probabilities = random.dirichlet(np.ones(4), 80)
certain = np.eye(4)[random.integers(0, 4, 80)]
differences = random.normal(0.01, 0.03, 20)
popularity = np.round(100 * random.random(60))
guess = np.round(0.5 * popularity + 25 + 20 * random.standard_normal(60), 2)
rare = (random.random(150) < 0.06).astype(int)

golden = {
    "classes": [
        class_case("four classes", four, noisy),
        class_case("a class never predicted", [0, 0, 1, 1, 2, 3], [0, 1, 1, 1, 0, 1]),
        class_case("a class only predicted", [0, 0, 1, 1, 0], [0, 2, 1, 3, 0]),
        class_case("all right", [0, 1, 1, 0], [0, 1, 1, 0]),
        class_case("all wrong", [0, 1, 1, 0], [1, 0, 0, 1]),
        class_case("one class throughout", [1, 1, 1], [1, 1, 1]),
    ],
    "probabilities": [
        probability_case("noisy scores", two, score),
        probability_case("many ties", two, np.round(score, 1)),
        probability_case("all the same", [0, 1, 1, 0], [0.5, 0.5, 0.5, 0.5]),
        probability_case("certain and wrong", [0, 1, 1, 0], [1.0, 0.0, 1.0, 0.0]),
        probability_case("perfect", [0, 0, 1, 1], [0.1, 0.2, 0.8, 0.9]),
        probability_case("on the edges", [0, 1, 0, 1, 1, 0, 1, 0, 1, 1, 0],
                         [0, 0.1, 0.2, 0.30000000000000004, 0.4, 0.5, 0.6000000000000001, 0.7000000000000001, 0.8, 0.9, 1]),
        probability_case("two rows", [0, 1], [0.3, 0.4]),
        probability_case("rare", rare, np.round(np.clip(0.1 * rare + 0.3 * random.random(150), 0, 1), 2)),
    ],
    "multiclass": [
        multiclass_case("dirichlet", four, probabilities, 4),
        multiclass_case("certain", four, certain, 4),
        multiclass_case("two classes as two columns", two, np.column_stack([1 - score, score]), 2),
    ],
    "regression": [
        regression_case("noisy", popularity, guess),
        regression_case("even number of rows", popularity[:7], guess[:7]),
        regression_case("perfect", popularity, popularity),
        regression_case("worse than the mean", [1, 2, 3, 4], [4, 3, 2, 1]),
        regression_case("off by the same amount", [1, 2, 3, 4], [11, 12, 13, 14]),
        regression_case("large and small", [1e8, 1e8 + 1, 1e8 + 2], [1e8 + 0.5, 1e8 + 1, 1e8 + 1.25]),
        regression_case("two rows", [0, 1], [0.25, 0.25]),
    ],
    "wilson": [wilson_case(*arguments) for arguments in
               [(31, 39, 0.95), (0, 10, 0.95), (10, 10, 0.95), (1, 1, 0.9), (156, 195, 0.99), (5000, 10000, 0.5)]],
    "mcnemar": [mcnemar_case(*arguments) for arguments in
                [(10, 5), (0, 1), (0, 6), (7, 7), (8, 7), (59, 30), (1200, 1100), (400, 3)]],
    "resampled": [resampled_case(differences, 0.25), resampled_case(differences - 0.08, 0.25),
                  resampled_case([0.1, -0.1], 1.0), resampled_case(differences[:5], 0.5)],
    "holm": [holm([0.01, 0.04, 0.03, 0.005]), holm([0.5, 0.6, 0.7]), holm([0.02, 0.02, 0.02]), holm([1.0]), holm([0, 0.3, 0.001, 0.9, 0.04])],
}
Path(__file__).with_name("evaluation.json").write_text(json.dumps(golden, separators=(",", ":")) + "\n", encoding="utf-8")
