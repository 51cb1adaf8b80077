"""Makes regression.json: scikit-learn 1.2.1's Ridge on made-up rows (Debian: python3-sklearn).

    /usr/bin/python3 make_regression.py
"""

import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.linear_model import Ridge

random = np.random.default_rng(3)
cases = []
for rows, columns, strength in ((40, 3, 0.0), (40, 3, 1.0), (25, 8, 12.5), (6, 9, 0.5)):
    features = np.round(random.normal(size=(rows, columns)) * (1 + np.arange(columns)) + 20 * np.arange(columns), 3)
    targets = np.round(features @ random.normal(size=columns) + random.normal(size=rows), 3)
    model = Ridge(alpha=strength, solver="svd").fit(features, targets)
    cases.append({"regularization": strength, "features": features.tolist(), "targets": targets.tolist(),
                  "weights": model.coef_.tolist(), "intercept": model.intercept_, "predictions": model.predict(features).tolist()})
# Columns of which one follows from another: only the penalty decides.
features = np.column_stack([features, features[:, 0] * 2, np.ones(len(features))])
model = Ridge(alpha=2.0, solver="svd").fit(features, targets)
cases.append({"regularization": 2.0, "features": features.tolist(), "targets": targets.tolist(),
              "weights": model.coef_.tolist(), "intercept": model.intercept_, "predictions": model.predict(features).tolist()})
result = {"made_with": f"scikit-learn {sklearn.__version__}, numpy {np.__version__}", "ridge": cases}
Path(__file__).with_name("regression.json").write_text(json.dumps(result, separators=(",", ":")) + "\n")
