"""Makes factors.json: EASE, implicit least squares and BPR by the papers' formulas in double precision, on small made-up data
(Debian: python3-numpy).

    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 /usr/bin/python3 make_factors.py
"""

import json
from pathlib import Path

import numpy as np


def plays(random, users, items, share):
    table = (random.random((users, items)) < share) * np.floor(np.exp(random.normal(2, 1.5, (users, items))) + 1)
    table[0] = 0  # a listener without plays
    table[:, 1] = 0  # an item without listeners
    return table


def ease(random, users, items, regularization, item_power, score_power):
    """Steck 2019, algorithm 1, on log(1 + plays), columns divided and scores multiplied by powers of the number of listeners."""
    table = plays(random, users, items, 0.25)
    listeners = np.maximum(1, (table > 0).sum(0)).astype(float)
    ratings = np.log1p(table) * listeners**-item_power
    products = ratings.T @ ratings
    products[np.diag_indices(items)] += regularization
    inverse = np.linalg.inv(products)
    weights = inverse / -np.diag(inverse)
    weights[np.diag_indices(items)] = 0
    return {"users": users, "items": items, "regularization": regularization, "itemPower": item_power, "scorePower": score_power,
            "plays": table.ravel().tolist(), "weights": weights.ravel().tolist(),
            "scores": (ratings @ weights * listeners**score_power).ravel().tolist()}


def least_squares(random, factors, others, count, regularization, steps):
    """One listener: the exact vector (Hu, Koren and Volinsky 2008, eq. 4), and steps of conjugate gradients from a given one
    (Takacs, Pilaszy and Tikk 2011), as in the package "implicit" with confidences 1 + alpha * rating."""
    vectors = random.normal(0, 0.5, (others, factors))
    items = np.sort(random.choice(others, count, replace=False))
    extra = np.round(random.exponential(3, count), 3)
    start = random.normal(0, 0.1, factors)
    own = vectors[items]
    gram = vectors.T @ vectors + regularization * np.eye(factors)
    matrix = gram + (own.T * extra) @ own
    right = own.T @ (1 + extra)
    x = start.copy()
    residual = right - matrix @ x
    direction = residual.copy()
    square = residual @ residual
    for _ in range(steps):
        image = matrix @ direction
        length = square / (direction @ image)
        x += length * direction
        residual -= length * image
        following = residual @ residual
        direction = residual + following / square * direction
        square = following
    return {"factors": factors, "regularization": regularization, "steps": steps, "vectors": vectors.ravel().tolist(), "items": items.tolist(),
            "extra": extra.tolist(), "start": start.tolist(), "exact": np.linalg.solve(matrix, right).tolist(), "improved": x.tolist()}


def ranking(random, users, items, factors, steps, rate, regularization, has_offsets):
    """Steps of stochastic gradient descent (Rendle et al. 2009, figure 4)."""
    u, v, b = random.normal(0, 0.5, (users, factors)), random.normal(0, 0.5, (items, factors)), np.zeros(items)
    answer = {"factors": factors, "rate": rate, "regularization": regularization, "hasOffsets": has_offsets, "users": u.ravel().tolist(),
              "items": v.ravel().tolist(), "triples": []}
    for _ in range(steps):
        user = random.integers(users)
        better, worse = random.choice(items, 2, replace=False)
        answer["triples"] += [int(user), int(better), int(worse)]
        difference = u[user] @ (v[better] - v[worse]) + b[better] - b[worse]
        slope = 1 / (1 + np.exp(difference))
        before = u[user].copy()
        u[user] += rate * (slope * (v[better] - v[worse]) - regularization * u[user])
        v[better] += rate * (slope * before - regularization * v[better])
        v[worse] += rate * (-slope * before - regularization * v[worse])
        if has_offsets:
            b[better] += rate * (slope - regularization * b[better])
            b[worse] += rate * (-slope - regularization * b[worse])
    return answer | {"learntUsers": u.ravel().tolist(), "learntItems": v.ravel().tolist(), "offsets": b.tolist()}


def rounded(value):
    if isinstance(value, float):
        return float(f"{value:.9g}")
    if isinstance(value, list):
        return [rounded(entry) for entry in value]
    return {key: rounded(entry) for key, entry in value.items()} if isinstance(value, dict) else value


random = np.random.default_rng(7)
answers = {
    "numpy": np.__version__,
    "ease": [ease(random, 30, 12, 4.0, 0.0, 0.0), ease(random, 14, 25, 9.0, 0.0, 0.0), ease(random, 12, 20, 2.5, 0.3, 0.2)],
    "leastSquares": [least_squares(random, 6, 20, 5, 0.7, 3), least_squares(random, 16, 30, 1, 0.2, 2), least_squares(random, 9, 40, 25, 1.5, 4)],
    "ranking": [ranking(random, 5, 9, 6, 60, 0.1, 0.02, True), ranking(random, 4, 7, 16, 40, 0.05, 0.0, False)],
}
Path(__file__).with_name("factors.json").write_text(json.dumps(rounded(answers), separators=(",", ":")) + "\n")
