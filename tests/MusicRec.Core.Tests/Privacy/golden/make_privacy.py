#!/usr/bin/python3
"""Writes privacy.json: noise of the analytic Gaussian mechanism by the published algorithm of Balle and Wang 2018 (their
calibrateAnalyticGaussianMechanism), and private EASE without noise in plain numpy, on made-up plays.

Debian packages: python3-numpy, python3-scipy. Run: python3 make_privacy.py"""
import json
import os
from math import exp, sqrt

import numpy as np
from scipy.special import erf
from scipy.stats import norm


def calibrate(epsilon, delta, sensitivity=1.0, tolerance=1e-13):
    def phi(t):
        return 0.5 * (1.0 + erf(float(t) / sqrt(2.0)))

    def case_a(s):
        return phi(sqrt(epsilon * s)) - exp(epsilon) * phi(-sqrt(epsilon * (s + 2.0)))

    def case_b(s):
        return phi(-sqrt(epsilon * s)) - exp(epsilon) * phi(-sqrt(epsilon * (s + 2.0)))

    threshold = case_a(0.0)
    if delta == threshold:
        return sensitivity * 1.0 / sqrt(2.0 * epsilon)
    if delta > threshold:
        too_small, value = (lambda s: case_a(s) < delta), case_a
        alpha = lambda s: sqrt(1.0 + s / 2.0) - sqrt(s / 2.0)
    else:
        too_small, value = (lambda s: case_b(s) > delta), case_b
        alpha = lambda s: sqrt(1.0 + s / 2.0) + sqrt(s / 2.0)
    low, high = 0.0, 1.0
    while too_small(high):
        low, high = high, 2.0 * high
    middle = (low + high) / 2.0
    while abs(value(middle) - delta) > tolerance * delta and high - low > 1e-15 * high:
        low, high = (middle, high) if too_small(middle) else (low, middle)
        middle = (low + high) / 2.0
    return alpha(middle) * sensitivity / sqrt(2.0 * epsilon)


noise = [
    {"epsilon": e, "delta": d, "multiplier": calibrate(e, d)}
    for e in (0.01, 0.1, 0.5, 1.0, 2.0, 4.0, 8.0) for d in (0.3, 1e-2, 1e-5, 1e-7)
]
deltas = [
    {"epsilon": e, "multiplier": s, "delta": float(norm.cdf(0.5 / s - e * s) - exp(e) * norm.cdf(-0.5 / s - e * s))}
    for e in (0.0, 0.2, 1.0, 3.0) for s in (0.1, 0.4, 1.0, 2.5)
]

random = np.random.default_rng(7)
users, items, full, most, regularization = 30, 9, 4, 6, 0.7
plays = (random.random((users, items)) < np.linspace(0.75, 0.2, items)) * random.integers(1, 400, (users, items))
plays[11] = 0
has = plays > 0
sizes = has.sum(1)
counts = (np.sqrt(full / np.maximum(sizes, full))[:, None] * has).sum(0)
chosen = np.sort(np.argsort(-counts, kind="stable")[:most])
rows = np.log1p(plays[:, chosen].astype(float))
lengths = np.sqrt((rows ** 2).sum(1, keepdims=True))
rows = rows / np.where(lengths == 0, 1, lengths)
inverse = np.linalg.inv(rows.T @ rows + regularization * np.eye(most))
weights = -inverse / np.diag(inverse)[None, :]
np.fill_diagonal(weights, 0)
model = {
    "plays": plays.ravel().tolist(), "users": users, "items": items, "fullCounts": full, "most": most, "regularization": regularization,
    "counts": counts.tolist(), "chosen": chosen.tolist(), "weights": weights.ravel().tolist(),
}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "privacy.json"), "w", encoding="utf-8") as file:
    json.dump({"noise": noise, "deltas": deltas, "model": model}, file)
    file.write("\n")
