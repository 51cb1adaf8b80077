"""Makes learning.json: what scikit-learn 1.2.1 learns from small made-up data (Debian: python3-sklearn).

    /usr/bin/python3 make_learning.py
"""

import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.ensemble import ExtraTreesClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.neighbors import KNeighborsClassifier
from sklearn.preprocessing import MinMaxScaler, StandardScaler

FOREST_SEEDS = range(40)
TREES = 100


def table(array):
    return np.round(array, 6)


def blobs(random, rows, columns, classes, spread):
    centres = random.normal(size=(classes, columns)) * 1.5
    labels = np.arange(rows) % classes
    return table(centres[labels] + spread * random.normal(size=(rows, columns))), labels


def moons(random, rows):
    """Two interleaved half circles, and three columns of noise."""
    labels = np.arange(rows) % 2
    angle = np.pi * random.uniform(size=rows)
    x = np.where(labels == 0, np.cos(angle), 1 - np.cos(angle)) + 0.25 * random.normal(size=rows)
    y = np.where(labels == 0, np.sin(angle), 0.5 - np.sin(angle)) + 0.25 * random.normal(size=rows)
    return table(np.column_stack([x, y, random.normal(size=(rows, 3))])), labels


def exclusive_or(random, rows):
    """The sign of a product, one label in ten wrong, and two columns of noise."""
    features = table(random.normal(size=(rows, 4)))
    labels = (features[:, 0] * features[:, 1] > 0).astype(int)
    return features, np.where(random.uniform(size=rows) < 0.1, 1 - labels, labels)


def forests(name, features, labels, train):
    test = np.arange(len(labels)) >= train
    result = {"name": name, "features": features.tolist(), "labels": labels.tolist(), "train": train, "learners": []}
    for learner, kind, settings in [
            ("randomForest", RandomForestClassifier, {}),
            ("randomForest", RandomForestClassifier, {"min_samples_leaf": 5, "max_features": 2}),
            ("extraTrees", ExtraTreesClassifier, {}),
            ("extraTrees", ExtraTreesClassifier, {"min_samples_leaf": 5, "max_features": 2})]:
        accuracies, losses, importances = [], [], []
        for seed in FOREST_SEEDS:
            model = kind(n_estimators=TREES, random_state=seed, **settings).fit(features[~test], labels[~test])
            accuracies.append(model.score(features[test], labels[test]))
            losses.append(log_loss(labels[test], model.predict_proba(features[test]), eps=1e-15))
            importances.append(model.feature_importances_)
        result["learners"].append({
            "learner": learner,
            "minimumLeafSize": settings.get("min_samples_leaf", 1),
            "featuresPerSplit": settings.get("max_features"),
            "accuracy": np.mean(accuracies),
            "logLoss": np.mean(losses),
            "importances": np.mean(importances, axis=0).tolist()})
    return result


def main():
    random = np.random.RandomState(20)
    scaled = random.normal(size=(12, 5)) * [1, 1000, 1e-3, 0, 0] + [0, 50, 0, 7, 1e9 / 3]
    other = random.normal(size=(4, 5))
    scalers = {"train": scaled.tolist(), "other": other.tolist()}
    for name, kind in [("minMax", MinMaxScaler), ("standard", StandardScaler)]:
        model = kind().fit(scaled)
        scalers[name] = {"train": model.transform(scaled).tolist(), "other": model.transform(other).tolist()}

    logistic = []
    for classes, strength in [(2, 1.0), (2, 0.01), (2, 1e4), (3, 1.0), (4, 100.0)]:
        features, labels = blobs(random, 60, 4, classes, 2.0)
        model = LogisticRegression(C=strength, solver="newton-cg", tol=1e-10 * max(1, strength), max_iter=1000).fit(features, labels)
        logistic.append({
            "features": features.tolist(), "labels": labels.tolist(), "inverseRegularization": strength,
            "weights": model.coef_.tolist(), "intercepts": model.intercept_.tolist(),
            "probabilities": model.predict_proba(features).tolist()})

    features, labels = blobs(random, 80, 3, 3, 1.5)
    queries = np.vstack([table(random.normal(size=(15, 3)) * 2), features[:5]])
    neighbors = {"features": features.tolist(), "labels": labels.tolist(), "queries": queries.tolist(), "models": []}
    for count in (1, 4, 15):
        for weights in ("uniform", "distance"):
            model = KNeighborsClassifier(count, weights=weights, algorithm="kd_tree").fit(features, labels)
            neighbors["models"].append({
                "neighborCount": count, "weights": weights, "probabilities": model.predict_proba(queries).tolist()})

    data = {
        "library": f"scikit-learn {sklearn.__version__}",
        "scalers": scalers,
        "logisticRegression": logistic,
        "nearestNeighbors": neighbors,
        "trees": TREES,
        "forests": [
            forests("two moons", *moons(random, 700), 300),
            forests("exclusive or", *exclusive_or(random, 700), 300),
            forests("four blobs", *blobs(random, 600, 6, 4, 2.5), 240)]}
    (Path(__file__).parent / "learning.json").write_text(json.dumps(data, separators=(",", ":")) + "\n", encoding="utf-8")
    for group in data["forests"]:
        print(group["name"], [(one["learner"], round(one["accuracy"], 4), round(one["logLoss"], 4)) for one in group["learners"]])


if __name__ == "__main__":
    main()
