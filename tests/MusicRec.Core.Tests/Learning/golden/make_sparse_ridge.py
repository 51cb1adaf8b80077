"""Makes sparse_ridge.json: scikit-learn's Ridge without an intercept, two targets, on made-up sparse rows (Debian: python3-sklearn).

    OMP_NUM_THREADS=1 /usr/bin/python3 make_sparse_ridge.py
"""

import json
from pathlib import Path

import numpy as np
from sklearn.linear_model import Ridge

random = np.random.default_rng(5)
cases = []
for rows, columns, alpha in ((12, 5, 0.7), (6, 9, 0.05), (20, 8, 30.0)):
    features = np.round(random.normal(size=(rows, columns)) * (random.random((rows, columns)) < 0.4), 3).astype(np.float32).astype(float)
    targets = np.round(random.normal(size=(rows, 2)), 3)
    weights = Ridge(alpha=alpha, fit_intercept=False, solver="cholesky").fit(features, targets).coef_.T
    cases.append({
        "rows": rows, "columns": columns, "alpha": alpha, "features": features.ravel().tolist(), "targets": targets.ravel().tolist(),
        "weights": weights.ravel().tolist()})
Path(__file__).with_name("sparse_ridge.json").write_text(json.dumps(cases) + "\n")
