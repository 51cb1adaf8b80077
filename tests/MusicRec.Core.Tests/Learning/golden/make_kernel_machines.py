"""Makes kernel_machines.json: what scikit-learn 1.2.1's SVC learns from made-up rows (Debian: python3-sklearn).

    /usr/bin/python3 make_kernel_machines.py
"""

import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.svm import SVC


def main():
    random = np.random.RandomState(4)
    cases = []
    for classes, strength, gamma in [(2, 1.0, "scale"), (3, 10.0, "scale"), (4, 0.3, 0.2), (3, 1000.0, 1.5)]:
        labels = np.arange(48) % classes
        features = np.round(random.normal(size=(48, 3)) * [1, 2, 0.5] + np.outer(labels, [0.9, 0, 0.5]), 6)
        others = np.round(random.normal(size=(12, 3)) * [1, 2, 0.5] + 0.5, 6)
        model = SVC(C=strength, gamma=gamma, tol=1e-12, break_ties=classes > 2).fit(features, labels)
        pairs = model.decision_function(others)
        if classes == 2:
            # The votes and confidences that scikit-learn gives where there are more classes.
            pairs = np.column_stack([(pairs < 0) - pairs / (3 * (np.abs(pairs) + 1)), (pairs >= 0) + pairs / (3 * (np.abs(pairs) + 1))])
        cases.append({
            "features": features.tolist(), "labels": labels.tolist(), "others": others.tolist(), "inverseRegularization": strength,
            "gamma": None if gamma == "scale" else gamma, "usedGamma": model._gamma, "decisions": pairs.tolist(),
            "predicted": model.predict(others).tolist()})
    data = {"library": f"scikit-learn {sklearn.__version__}", "machines": cases}
    (Path(__file__).parent / "kernel_machines.json").write_text(json.dumps(data, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
