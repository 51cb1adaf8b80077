"""Makes liked-195.json and liked-2017.json: the folds that this project's models are judged on, and what
scikit-learn 1.2.1 reaches on the very same folds. Only row numbers and accuracies are written, no rows of the data.

    MUSICREC_DATA=<folder of the real data> /usr/bin/python3 make_folds.py      (Debian: python3-sklearn)

Folds: RepeatedStratifiedKFold(n_splits=5, n_repeats=4, random_state=42) over the rows in file order; each
fold lists its test rows, counted from 0 without the header, ascending.
randomForest, extraTrees: n_estimators=500, defaults otherwise; the accuracy on a fold is the mean over
random_state 0, 1, 2, 3, 4, so that the luck of one seed decides nothing.
logisticRegression: StandardScaler fitted on the training rows, then LogisticRegression(max_iter=1000).
majority: the commonest class of the training rows (DummyClassifier; of equal ones, the smaller).
"""

import csv
import hashlib
import json
import os
import sys
from pathlib import Path

import numpy as np
import sklearn
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import ExtraTreesClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import RepeatedStratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

FEATURES = ["danceability", "energy", "key", "loudness", "mode", "speechiness", "acousticness",
            "instrumentalness", "liveness", "valence", "tempo", "duration_ms", "time_signature"]
SPLITS, REPEATS, FOLD_SEED, TREES = 5, 4, 42, 500
MODEL_SEEDS = [0, 1, 2, 3, 4]


def forest(kind):
    return lambda seed: kind(n_estimators=TREES, random_state=seed, n_jobs=2)


MODELS = {
    "randomForest": (forest(RandomForestClassifier), MODEL_SEEDS),
    "extraTrees": (forest(ExtraTreesClassifier), MODEL_SEEDS),
    "logisticRegression": (lambda _: make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000)), [0]),
    "majority": (lambda _: DummyClassifier(strategy="most_frequent"), [0]),
}


def make(name, target):
    path = Path(os.environ["MUSICREC_DATA"]) / name / "data.csv"
    with open(path, newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    features = np.array([[float(row[column]) for column in FEATURES] for row in rows])
    labels = np.array([int(row[target]) for row in rows])
    folds = []
    cut = RepeatedStratifiedKFold(n_splits=SPLITS, n_repeats=REPEATS, random_state=FOLD_SEED)
    for train, test in cut.split(features, labels):
        accuracies = {}
        for model, (build, seeds) in MODELS.items():
            reached = [build(seed).fit(features[train], labels[train]).score(features[test], labels[test])
                       for seed in seeds]
            accuracies[model] = round(float(np.mean(reached)), 12)
        folds.append({"test": test.tolist(), "accuracies": accuracies})
        print(name, len(folds), accuracies, file=sys.stderr, flush=True)
    result = {
        "dataset": name,
        "file": f"{name}/data.csv",
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "rows": len(rows),
        "features": FEATURES,
        "target": target,
        "splits": SPLITS,
        "repeats": REPEATS,
        "foldSeed": FOLD_SEED,
        "library": f"scikit-learn {sklearn.__version__}",
        "trees": TREES,
        "modelSeeds": MODEL_SEEDS,
        "folds": folds,
    }
    text = json.dumps(result, separators=(",", ":")).replace('{"test"', '\n{"test"') + "\n"
    (Path(__file__).parent / f"{name}.json").write_text(text, encoding="utf-8")
    for model in MODELS:
        values = [fold["accuracies"][model] for fold in folds]
        print(f"{name} {model}: {np.mean(values):.4f} ± {np.std(values, ddof=1):.4f}", file=sys.stderr)


if __name__ == "__main__":
    make("liked-195", "liked")
    make("liked-2017", "target")
