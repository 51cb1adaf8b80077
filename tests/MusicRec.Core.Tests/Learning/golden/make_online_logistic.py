"""Makes online_logistic.json: Bayesian logistic regression one row at a time, and scikit-learn 1.2.1's penalised fit of all rows.

Each step is done the long way: the posterior's mode by scipy's Newton-conjugate-gradient over all weights, its covariance as the inverse
of the Hessian at the mode. Made-up rows (Debian: python3-scipy, python3-sklearn).

    /usr/bin/python3 make_online_logistic.py
"""

import json
from pathlib import Path

import numpy as np
import scipy
import sklearn
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.linear_model import LogisticRegression


def step(mean, covariance, row, label):
    precision = np.linalg.inv(covariance)
    sign = 1 if label else -1

    def loss(w):
        return np.logaddexp(0, -sign * (w @ row)) + 0.5 * (w - mean) @ precision @ (w - mean)

    def gradient(w):
        return (expit(w @ row) - label) * row + precision @ (w - mean)

    def hessian(w):
        p = expit(w @ row)
        return p * (1 - p) * np.outer(row, row) + precision

    mode = minimize(loss, mean, jac=gradient, hess=hessian, method="trust-exact", options={"gtol": 1e-12}).x
    for _ in range(20):
        mode = mode - np.linalg.solve(hessian(mode), gradient(mode))
    return mode, np.linalg.inv(hessian(mode))


random = np.random.default_rng(5)
cases = []
for rows, deviations, intercept in ((12, [1.0, 0.5, 2.0], 1.5), (30, [0.3, 0.3, 4.0, 4.0], 4.0)):
    columns = len(deviations)
    features = np.round(random.normal(size=(rows, columns)), 3)
    features[:, -1] = features[:, -1] > 0.5
    labels = (expit(features @ np.linspace(2, -2, columns) - 0.5) > random.uniform(size=rows)).astype(int)
    mean, covariance = np.zeros(columns + 1), np.diag(np.square([intercept, *deviations]))
    probe = np.round(random.normal(size=columns), 3)
    steps = []
    for row, label in zip(features, labels):
        mean, covariance = step(mean, covariance, np.r_[1.0, row], label)
        full = np.r_[1.0, probe]
        steps.append({"mean": mean.tolist(), "log_odds": float(full @ mean), "variance": float(full @ covariance @ full)})
    cases.append({"deviations": deviations, "intercept_deviation": intercept, "features": features.tolist(), "labels": labels.tolist(),
                  "probe": probe.tolist(), "steps": steps})

# The same prior for all rows at once: a column of ones stands for the intercept, so that it is penalised too.
features = np.round(random.normal(size=(600, 4)), 3)
labels = (expit(features @ np.array([1.5, -1.0, 0.5, 0.0]) - 0.5) > random.uniform(size=600)).astype(int)
model = LogisticRegression(C=1.0, fit_intercept=False, tol=1e-10, max_iter=1000).fit(np.column_stack([np.ones(600), features]), labels)
batch = {"features": features.tolist(), "labels": labels.tolist(), "weights": model.coef_[0].tolist()}
result = {"made_with": f"scipy {scipy.__version__}, scikit-learn {sklearn.__version__}, numpy {np.__version__}", "steps": cases, "batch": batch}
Path(__file__).with_name("online_logistic.json").write_text(json.dumps(result, separators=(",", ":")) + "\n")
