"""Neighbours of users and items in plain double precision, written to neighbors.json.

The formulas are those of the library "implicit" 0.7 (implicit/nearest_neighbours.py): normalize, tfidf_weight, bm25_weight, and scores
as ratings times similarities. It is not a package of Debian, so they are repeated here with dense numpy arrays. Two differences:
an item is no neighbour of itself, and similarities may be shrunk by the number of shared entries. Input is made up.

    /usr/bin/python3 make_neighbors.py
"""
import json
import pathlib
import random

import numpy as np


def tfidf_weight(x):
    idf = np.log(x.shape[0]) - np.log1p((x > 0).sum(axis=0))
    return np.sqrt(x) * idf


def bm25_weight(x, k1, b):
    idf = np.log(x.shape[0]) - np.log1p((x > 0).sum(axis=0))
    lengths = x.sum(axis=1)
    norm = (1.0 - b) + b * lengths / lengths.mean()
    return np.where(x > 0, x * (k1 + 1.0) / (k1 * norm[:, None] + x), 0.0) * idf


def normalize(x):
    norms = np.sqrt((x ** 2).sum(axis=1, keepdims=True))
    return np.divide(x, norms, out=np.zeros_like(x), where=norms > 0)


def weigh(x, kind, k1, b):
    if kind == "Cosine":
        return normalize(x)
    return normalize(tfidf_weight(x)) if kind == "TfIdf" else bm25_weight(x, k1, b)


def similarities(x, kind, shrinkage, k1, b):
    weighted = weigh(x, kind, k1, b)
    shared = (x > 0).astype(float) @ (x > 0).T.astype(float)
    similarity = (weighted @ weighted.T) * np.divide(shared, shared + shrinkage, out=np.zeros_like(shared), where=shared > 0)
    np.fill_diagonal(similarity, 0.0)
    return np.where(similarity > 0, similarity, 0.0)


def nearest(similarity, count):
    kept = np.zeros_like(similarity)
    for row in range(similarity.shape[0]):
        best = sorted(range(similarity.shape[1]), key=lambda column: (-similarity[row, column], column))[:count]
        kept[row, best] = similarity[row, best]
    return kept


def main():
    random.seed(7)
    users, items = 23, 17
    plays = np.zeros((users, items))
    for user in range(users):
        for item in range(items):
            # The last user has nothing and the last item nobody.
            if user < users - 1 and item < items - 1 and random.random() < (0.6 if user % 3 == item % 3 else 0.15):
                plays[user, item] = random.randint(1, 400) if random.random() < 0.5 else random.randint(1, 9)
    cases = []
    for kind in ("Cosine", "TfIdf", "Bm25"):
        for scale, shrinkage, count in (("AsGiven", 0.0, 5), ("Logarithm", 0.0, 40), ("Logarithm", 3.5, 4)):
            k1, b = (1.2, 0.75) if shrinkage == 0 else (40.0, 0.3)
            ratings = plays if scale == "AsGiven" else np.log1p(plays)
            of_items = nearest(similarities(ratings.T, kind, shrinkage, k1, b), count)
            of_users = nearest(similarities(ratings, kind, shrinkage, k1, b), count)
            sums = of_users.sum(axis=1, keepdims=True)
            by_users = np.divide(of_users @ ratings, sums, out=np.zeros_like(ratings), where=sums > 0)
            cases.append({
                "weighting": kind, "scale": scale, "shrinkage": shrinkage, "neighbors": count, "saturation": k1, "lengthShare": b,
                "itemScores": (ratings @ of_items).tolist(), "userScores": by_users.tolist(),
                "similarItems": similarities(ratings.T, kind, shrinkage, k1, b).tolist(), "similarUsers": of_users.tolist(),
            })
    content = {"users": users, "items": items, "plays": plays.astype(int).tolist(), "cases": cases}
    pathlib.Path(__file__).with_name("neighbors.json").write_text(json.dumps(round_all(content)) + "\n")


def round_all(value):
    if isinstance(value, dict):
        return {key: round_all(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [round_all(entry) for entry in value]
    return float(f"{value:.12g}") if isinstance(value, float) and value != int(value) else int(value) if isinstance(value, float) else value


if __name__ == "__main__":
    main()
