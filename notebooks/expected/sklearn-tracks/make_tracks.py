"""Makes genres-18.json, genres-18-artists.json, genres-12.json, genres-12-artists.json and liked-2017-artists.json: the folds
that the models of notebook 05 are judged on, and what scikit-learn 1.2.1 reaches on the very same folds. Only row numbers and
accuracies are written, no rows of the data.

    MUSICREC_DATA=<folder of the real data> /usr/bin/python3 make_tracks.py [name …]      (Debian: python3-sklearn)

Genres: rows of spotify-features whose genre is one of those asked for and which have all ten features, in file order; a fold
lists its test rows, counted from 0 among these rows, ascending. "genres-18" and "genres-12": StratifiedKFold(5, shuffle=True,
random_state=42). "-artists": StratifiedGroupKFold(5, shuffle=True, random_state=42), all rows of an artist on one side.
mlp8: StandardScaler fitted on the training rows, then MLPClassifier((128,), max_iter=50) on the paper's eight features.
mlp8EarlyStopping: the same with early_stopping=True, max_iter=200. mlp10, mlp10EarlyStopping: with instrumentalness and
popularity besides. boosting10: HistGradientBoostingClassifier(max_iter=60, learning_rate=0.06, max_leaf_nodes=10,
min_samples_leaf=30) on the ten. Accuracies are means over random_state 0, 1, 2 (boosting draws nothing: one).

liked-2017-artists: StratifiedGroupKFold(5, shuffle=True) with random_state 42, 43, 44, 45 over all 2,017 rows in file order.
randomForest, extraTrees: 500 trees, mean over random_state 0, 1, 2; boosting: HistGradientBoostingClassifier();
logisticRegression and majority as in ../sklearn-folds/make_folds.py; all on the thirteen features.

Artists' names are compared without case, accents and outer space; a row without a name is an artist of its own.
"""

import csv
import hashlib
import json
import os
import sys
import unicodedata
import warnings
from pathlib import Path

import numpy as np
import sklearn
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import ExtraTreesClassifier, HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedGroupKFold, StratifiedKFold
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

warnings.simplefilter("ignore", ConvergenceWarning)

EIGHT = ["acousticness", "liveness", "danceability", "energy", "loudness", "speechiness", "tempo", "valence"]
TEN = EIGHT + ["instrumentalness", "popularity"]
THIRTEEN = ["danceability", "energy", "key", "loudness", "mode", "speechiness", "acousticness",
            "instrumentalness", "liveness", "valence", "tempo", "duration_ms", "time_signature"]
EIGHTEEN_GENRES = ["Indie", "Jazz", "Pop", "Electronic", "Folk", "Hip-Hop", "Rock", "Alternative", "Classical", "Rap",
                   "World", "Soul", "Blues", "R&B", "Reggaeton", "Reggae", "Dance", "Country"]
TWELVE_GENRES = ["Indie", "Jazz", "Pop", "Electronic", "Folk", "Hip-Hop", "Rock", "Classical", "World", "Blues",
                 "Reggae", "Country"]
FOLD_SEED, SEEDS = 42, [0, 1, 2]


def network(**settings):
    return lambda seed: make_pipeline(StandardScaler(), MLPClassifier((128,), random_state=seed, **settings))


def boosting(_):
    return HistGradientBoostingClassifier(max_iter=60, learning_rate=0.06, max_leaf_nodes=10, min_samples_leaf=30)


GENRE_MODELS = {
    "mlp8": (network(max_iter=50), SEEDS, 8),
    "mlp8EarlyStopping": (network(early_stopping=True), SEEDS, 8),
    "mlp10": (network(max_iter=50), SEEDS, 10),
    "mlp10EarlyStopping": (network(early_stopping=True), SEEDS, 10),
    "boosting10": (boosting, [0], 10),
    "majority": (lambda _: DummyClassifier(strategy="most_frequent"), [0], 8),
}

LIKED_MODELS = {
    "randomForest": (lambda seed: RandomForestClassifier(500, random_state=seed), SEEDS, 13),
    "extraTrees": (lambda seed: ExtraTreesClassifier(500, random_state=seed), SEEDS, 13),
    "boosting": (lambda seed: HistGradientBoostingClassifier(random_state=seed), [0], 13),
    "logisticRegression": (lambda _: make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000)), [0], 13),
    "majority": (lambda _: DummyClassifier(strategy="most_frequent"), [0], 13),
}


def read(path):
    with open(path, newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def key(name):
    text = unicodedata.normalize("NFKD", name.strip().casefold())
    return "".join(character for character in text if not 0x300 <= ord(character) <= 0x36F)


def groups(rows, column):
    names = [key(row[column] or "") or f"\0{place}" for place, row in enumerate(rows)]
    return np.unique(names, return_inverse=True)[1]


def write(name, dataset, path, columns, target, rows, labels, cuts, models):
    features = np.array([[float(row[column]) for column in columns] for row in rows])
    folds = []
    for repeat, (cut, group) in enumerate(cuts):
        for train, test in cut.split(features, labels, group):
            accuracies = {}
            for model, (build, seeds, used) in models.items():
                reached = [build(seed).fit(features[train, :used], labels[train]).score(features[test, :used], labels[test])
                           for seed in seeds]
                accuracies[model] = round(float(np.mean(reached)), 12)
            folds.append({"test": test.tolist(), "accuracies": accuracies})
            print(name, repeat, len(folds), accuracies, file=sys.stderr, flush=True)
    result = {
        "dataset": dataset,
        "file": str(path.relative_to(os.environ["MUSICREC_DATA"])),
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "rows": len(rows),
        "features": columns,
        "target": target,
        "splits": 5,
        "repeats": len(cuts),
        "foldSeed": FOLD_SEED,
        "library": f"scikit-learn {sklearn.__version__}",
        "trees": 500 if dataset == "liked-2017" else 0,
        "modelSeeds": SEEDS,
        "folds": folds,
    }
    text = json.dumps(result, separators=(",", ":")).replace('{"test"', '\n{"test"') + "\n"
    (Path(__file__).parent / f"{name}.json").write_text(text, encoding="utf-8")
    for model in models:
        values = [fold["accuracies"][model] for fold in folds]
        print(f"{name} {model}: {np.mean(values):.4f} ± {np.std(values, ddof=1):.4f}", file=sys.stderr)


def genres(name, wanted, by_artist):
    path = Path(os.environ["MUSICREC_DATA"]) / "spotify-features" / "random-20000.csv"
    rows = [row for row in read(path) if row["genre"] in wanted and all(row[column] for column in TEN)]
    labels = np.array([wanted.index(row["genre"]) for row in rows])
    kind = StratifiedGroupKFold if by_artist else StratifiedKFold
    cut = kind(5, shuffle=True, random_state=FOLD_SEED)
    write(name, "spotify-features", path, TEN, "genre", rows, labels,
          [(cut, groups(rows, "artist_name") if by_artist else None)], GENRE_MODELS)


def liked(name):
    path = Path(os.environ["MUSICREC_DATA"]) / "liked-2017" / "data.csv"
    rows = read(path)
    labels = np.array([int(row["target"]) for row in rows])
    artists = groups(rows, "artist")
    cuts = [(StratifiedGroupKFold(5, shuffle=True, random_state=FOLD_SEED + repeat), artists) for repeat in range(4)]
    write(name, "liked-2017", path, THIRTEEN, "target", rows, labels, cuts, LIKED_MODELS)


if __name__ == "__main__":
    FILES = {
        "genres-18": lambda name: genres(name, EIGHTEEN_GENRES, False),
        "genres-18-artists": lambda name: genres(name, EIGHTEEN_GENRES, True),
        "genres-12": lambda name: genres(name, TWELVE_GENRES, False),
        "genres-12-artists": lambda name: genres(name, TWELVE_GENRES, True),
        "liked-2017-artists": liked,
    }
    for file in sys.argv[1:] or FILES:
        FILES[file](file)
