"""Makes peers.json: what scikit-learn's HistGradientBoosting reaches on the folds in folds.json, beside which this
project's models are held. Only figures are written, no rows of the data.

    MUSICREC_DATA=<folder of the real data> /usr/bin/python3 make_popularity_peers.py      (Debian: python3-sklearn)

folds.json holds one digit per song and round of folds: the fold that tests it. Songs are the rows of the file in their
order, of several rows with one track_id the first. Columns: the thirteen audio features, year (missing where 0000) and
the genre as a category; settings as scikit-learn has them, early stopping off. Per fold: accuracy, area under the ROC
curve and average precision of the classifier at each cut, and R² of the regressor.
"""

import csv
import hashlib
import json
import os
import sys
from pathlib import Path

import numpy as np
import sklearn
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.metrics import average_precision_score, r2_score, roc_auc_score

FOLDER = Path(__file__).resolve().parent
AUDIO = ["danceability", "energy", "key", "loudness", "mode", "speechiness", "acousticness",
         "instrumentalness", "liveness", "valence", "tempo", "duration_ms", "time_signature"]
FILES = {"spotify-1m": ("spotify-1m/sample-10000.csv", "genre", "year"),
         "spotify-2024": ("spotify-2024/tracks.csv", "search_genre", "release_date")}
CUTS = [15, 50]


def songs(name):
    file, genre_column, year_column = FILES[name]
    path = Path(os.environ["MUSICREC_DATA"]) / file
    seen, rows = set(), []
    with open(path, newline="", encoding="utf-8-sig") as lines:
        for row in csv.DictReader(lines):
            if row["track_id"] not in seen:
                seen.add(row["track_id"])
                rows.append(row)
    genres = {genre: place for place, genre in enumerate(sorted({row[genre_column] for row in rows}))}
    years = [int(row[year_column][:4]) for row in rows]
    features = np.array([[float(row[column]) for column in AUDIO] + [year or np.nan, genres[row[genre_column]]]
                         for row, year in zip(rows, years)])
    popularity = np.array([float(row["popularity"]) for row in rows])
    return features, popularity, hashlib.sha256(path.read_bytes()).hexdigest()


def trees(kind):
    return kind(categorical_features=[len(AUDIO) + 1], early_stopping=False)


def judge(features, popularity, train, test):
    regressor = trees(HistGradientBoostingRegressor).fit(features[train], popularity[train])
    figures = {"rSquared": r2_score(popularity[test], regressor.predict(features[test]))}
    for cut in CUTS:
        labels = (popularity >= cut).astype(int)
        scores = trees(HistGradientBoostingClassifier).fit(features[train], labels[train]).predict_proba(features[test])[:, 1]
        figures[f"accuracy{cut}"] = np.mean((scores > 0.5) == labels[test])
        figures[f"area{cut}"] = roc_auc_score(labels[test], scores)
        figures[f"averagePrecision{cut}"] = average_precision_score(labels[test], scores)
    return figures


def main():
    folds = json.loads((FOLDER / "folds.json").read_text())["protocols"]
    protocols = []
    for protocol in folds:
        features, popularity, data_hash = songs(protocol["dataSet"])
        assert protocol["rows"] == len(popularity), (protocol["name"], len(popularity))
        figures = {}
        for digits in protocol["folds"]:
            fold_of = np.frombuffer(digits.encode("ascii"), np.uint8) - ord("0")
            for fold in range(fold_of.max() + 1):
                for name, value in judge(features, popularity, np.where(fold_of != fold)[0], np.where(fold_of == fold)[0]).items():
                    figures.setdefault(name, []).append(round(float(value), 6))
                print(protocol["name"], fold, {name: values[-1] for name, values in figures.items()}, file=sys.stderr, flush=True)
        protocols.append({"name": protocol["name"], "dataSet": protocol["dataSet"], "rows": protocol["rows"], "sha256": data_hash,
                          "foldsSha256": hashlib.sha256("\n".join(protocol["folds"]).encode("ascii")).hexdigest(), "figures": figures})
    text = json.dumps({"library": f"scikit-learn {sklearn.__version__}", "model": "HistGradientBoosting", "protocols": protocols}, indent=1)
    (FOLDER / "peers.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
