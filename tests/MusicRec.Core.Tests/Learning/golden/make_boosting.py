"""Makes boosting.json: what scikit-learn 1.2.1's HistGradientBoosting learns from made-up rows (Debian: python3-sklearn).

    OMP_NUM_THREADS=1 /usr/bin/python3 make_boosting.py
"""

import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.inspection import partial_dependence

TRAIN = 450
JUDGED = 350  # rows from here on are predicted: some that were learnt from, all that were not


def make_rows(random, rows):
    """Two fine columns, a coarse one, one with gaps, and two of categories, one of them with gaps."""
    wide = np.round(random.normal(size=rows), 4)
    skewed = np.round(random.exponential(size=rows), 3)
    coarse = random.integers(0, 12, rows) / 4.0
    gaps = np.round(random.uniform(-1, 1, rows), 2)
    colors = random.choice(25, rows, p=random.dirichlet(np.full(25, 0.7))).astype(float)
    kinds = random.integers(0, 6, rows).astype(float)
    gaps[random.uniform(size=rows) < 0.2 + 0.3 * (wide > 0.5)] = np.nan
    kinds[random.uniform(size=rows) < 0.15] = np.nan
    features = np.column_stack([wide, skewed, coarse, gaps, colors, kinds])
    # What only the rows to predict have: a category never seen, and gaps in columns that had none.
    features[TRAIN + 3, 4] = 90
    features[TRAIN + 4, 4] = np.nan
    features[TRAIN + 5, 0] = np.nan
    features[TRAIN + 6, 5] = 40
    signal = (np.sin(2 * wide) + 0.4 * skewed + 0.3 * coarse * (colors % 3 == 1) + np.where(np.isnan(gaps), 0.7, gaps)
              + 0.5 * (np.nan_to_num(kinds, nan=3) % 2))
    return features, signal + 0.3 * random.normal(size=rows)


CASES = {
    "plain": dict(),
    "few bins and deep": dict(max_bins=16, max_leaf_nodes=None, min_samples_leaf=3, max_iter=25),
    "shallow": dict(max_depth=2, l2_regularization=3.5, learning_rate=0.3, max_iter=40),
    "categories": dict(categorical_features=[4, 5], max_iter=40, min_samples_leaf=8),
    "few leaves": dict(max_leaf_nodes=5, learning_rate=0.2, categorical_features=[4]),
    "stops early": dict(early_stopping=True, validation_fraction=None, n_iter_no_change=3, tol=2e-3, max_iter=200),
}
NAMES = {
    "max_iter": "Iterations", "learning_rate": "LearningRate", "max_leaf_nodes": "MaximumLeaves", "max_depth": "MaximumDepth",
    "min_samples_leaf": "MinimumLeafSize", "l2_regularization": "L2Regularization", "max_bins": "MaximumBins",
    "categorical_features": "CategoricalFeatures",
}


def learn(task, name, changes, features, targets, weights):
    arguments = dict(max_iter=30, early_stopping=False) | changes
    model = (HistGradientBoostingRegressor if task == "numbers" else HistGradientBoostingClassifier)(**arguments)
    model.fit(features[:TRAIN], targets[:TRAIN], None if weights is None else weights[:TRAIN])
    predicted = model.predict(features[JUDGED:]) if task == "numbers" else model.predict_proba(features[JUDGED:])
    result = {
        "name": f"{task}: {name}" + ("" if weights is None else ", weighted"), "task": task, "isWeighted": weights is not None,
        "settings": {NAMES[key]: value for key, value in ({"max_iter": 30} | changes).items() if key in NAMES},
        "iterations": model.n_iter_, "predictions": np.round(predicted, 9).ravel().tolist(),
    }
    if arguments["early_stopping"]:
        result |= {"patience": arguments["n_iter_no_change"], "tolerance": arguments["tol"],
                   "losses": np.round(-model.train_score_, 10).tolist()}
        assert model.n_iter_ < arguments["max_iter"]
    return result


random = np.random.default_rng(7)
features, numbers = make_rows(random, 600)
targets = {
    "numbers": np.round(numbers, 4),
    "two": (numbers > np.quantile(numbers, 0.7)).astype(int),
    "three": np.digitize(numbers, np.quantile(numbers, [0.3, 0.75])),
}
weights = np.round(random.exponential(size=len(features)), 2)
cases = []
for task, values in targets.items():
    for name, changes in CASES.items():
        cases.append(learn(task, name, changes, features, values, None))
    cases.append(learn(task, "categories", CASES["categories"], features, values, weights))
plain = HistGradientBoostingRegressor(max_iter=30, early_stopping=False).fit(features[:TRAIN], targets["numbers"][:TRAIN])
dependence = []
for column in (0, 2):
    curve = partial_dependence(plain, features[:TRAIN], [column], method="brute", kind="both", grid_resolution=15)
    dependence.append({"column": column, "grid": curve["values"][0].tolist(), "means": np.round(curve["average"][0], 10).tolist(),
                       "firstRow": np.round(curve["individual"][0][0], 10).tolist()})
result = {
    "made_with": f"scikit-learn {sklearn.__version__}, numpy {np.__version__}", "train": TRAIN, "judged": JUDGED,
    "features": [[None if np.isnan(value) else value for value in row] for row in features.tolist()],
    "weights": weights.tolist(), "targets": {task: values.tolist() for task, values in targets.items()}, "cases": cases,
    "dependence": dependence,
}
Path(__file__).with_name("boosting.json").write_text(json.dumps(result, separators=(",", ":")) + "\n")
