"""Makes selection.json: class weights and successive halving of scikit-learn 1.2.1 on made-up data (Debian: python3-sklearn).

    /usr/bin/python3 make_selection.py
"""

import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.experimental import enable_halving_search_cv  # noqa: F401
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import HalvingGridSearchCV, HalvingRandomSearchCV
from sklearn.utils.class_weight import compute_class_weight

random = np.random.default_rng(11)


class Scored(ClassifierMixin, BaseEstimator):
    """Learns nothing; its score is a number made from its candidate and what it may spend, different for every candidate."""

    def __init__(self, candidate=0, spent=1):
        self.candidate = candidate
        self.spent = spent

    def fit(self, X, y):
        self.classes_ = np.unique(y)
        return self

    def score(self, X, y):
        return score(self.candidate, self.spent)


def score(candidate, spent):
    return (candidate * 37 + spent * 11) % 101 / 101


def weights_of(labels):
    labels = np.array(labels)
    classes = np.unique(labels)
    return {"labels": labels.tolist(), "classes": classes.tolist(),
            "weights": compute_class_weight("balanced", classes=classes, y=labels).tolist()}


def logistic(labels, features, strength, weights):
    model = LogisticRegression(C=strength, class_weight="balanced" if weights is None else None, tol=1e-9, max_iter=100_000, solver="newton-cg")
    model.fit(features, labels, sample_weight=weights)
    return {"inverseRegularization": strength, "labels": labels.tolist(), "features": features.tolist(),
            "rowWeights": None if weights is None else weights.tolist(), "weights": model.coef_.tolist(),
            "intercepts": model.intercept_.tolist(), "probabilities": model.predict_proba(features).tolist()}


def rungs(search, rows, classes, **settings):
    labels = np.arange(rows) % classes
    search.fit(np.zeros((rows, 1)), labels)
    return {"rows": rows, "classes": classes, "folds": 5, "settings": settings,
            "resources": [int(value) for value in search.n_resources_], "candidates": [int(value) for value in search.n_candidates_],
            "best": int(search.best_params_["candidate"])}


def iterations(candidates, largest, smallest, factor, aggressive):
    """The resource is a parameter: what is left after each rung follows from the scores."""
    search = HalvingGridSearchCV(Scored(), {"candidate": list(range(candidates))}, resource="spent", max_resources=largest,
                                 min_resources=smallest, factor=factor, aggressive_elimination=aggressive, cv=2)
    case = rungs(search, 20, 2, candidates=candidates, largest=largest, smallest=None if smallest == "exhaust" else smallest,
                 factor=factor, aggressive=aggressive)
    results = search.cv_results_
    case["left"] = [sorted(int(results["param_candidate"][place]) for place in np.flatnonzero(results["iter"] == rung))
                    for rung in range(search.n_iterations_)]
    return case


def by_rows(rows, classes, candidates, smallest, factor, aggressive):
    search = HalvingRandomSearchCV(Scored(), {"candidate": list(range(101))}, n_candidates=candidates, min_resources=smallest,
                                   factor=factor, aggressive_elimination=aggressive, cv=5, random_state=1)
    return rungs(search, rows, classes, candidates=None if candidates == "exhaust" else candidates, largest=None,
                 smallest=None if smallest == "exhaust" else smallest, factor=factor, aggressive=aggressive)


two = (random.random(60) < 0.15).astype(int)
three = np.concatenate([np.zeros(30, int), np.ones(6, int), np.full(14, 2)])
features_two = np.round(random.normal(size=(60, 3)) + two[:, None], 3)
features_three = np.round(random.normal(size=(50, 2)) + three[:, None] * [1, 0.3], 3)
uneven = np.round(3 * random.random(60), 2)
uneven[::7] = 0
result = {
    "made_with": f"scikit-learn {sklearn.__version__}, numpy {np.__version__}",
    "balanced": [weights_of([0, 0, 0, 1]), weights_of([2, 2, 0, 0, 0, 0]), weights_of(three), weights_of([1, 1])],
    "logistic": [
        logistic(two, features_two, 1.0, None), logistic(two, features_two, 0.05, None), logistic(three, features_three, 2.0, None),
        logistic(two, features_two, 1.0, uneven), logistic(three, features_three, 0.3, np.round(0.1 + random.random(50), 2))],
    "iterations": [
        iterations(27, 90, "exhaust", 3, False), iterations(20, 100, "exhaust", 2, False), iterations(27, 9, 1, 3, False),
        iterations(27, 9, 1, 3, True), iterations(50, 10, 1, 4, True), iterations(9, 1000, 10, 3, False),
        iterations(2, 5, "exhaust", 3, False), iterations(81, 50, 7, 2, False), iterations(28, 81, "exhaust", 3, False)],
    "rows": [
        by_rows(1000, 2, 20, "exhaust", 3, False), by_rows(1000, 3, 12, 40, 2, False), by_rows(500, 2, "exhaust", 30, 3, False),
        by_rows(120, 2, 30, "exhaust", 3, True), by_rows(100, 2, 40, 50, 2, False)],
}
Path(__file__).with_name("selection.json").write_text(json.dumps(result, separators=(",", ":")) + "\n")
