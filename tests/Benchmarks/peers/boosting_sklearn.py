"""Peer of the comparisons boosting and boosting-binary: scikit-learn's HistGradientBoosting without early stopping.

Arguments: the file of the rows that the comparison wrote, rows, new rows, columns, whether targets are classes.
"""
import platform
import sys
import time

import blas
import numpy
import sklearn
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

path, (rows, new_rows, columns, is_binary) = sys.argv[1], map(int, sys.argv[2:])
numbers = numpy.fromfile(path, "<f8")
features, targets = numbers[:(rows + new_rows) * columns].reshape(-1, columns), numbers[(rows + new_rows) * columns:]


def run():
    model = (HistGradientBoostingClassifier if is_binary else HistGradientBoostingRegressor)(max_iter=100, early_stopping=False)
    start = time.perf_counter()
    model.fit(features[:rows], targets[:rows])
    seconds = time.perf_counter() - start
    if is_binary:
        shares = model.predict_proba(features[rows:])
        return seconds, -numpy.log(shares[numpy.arange(new_rows), targets[rows:].astype(int)]).mean()
    return seconds, ((model.predict(features[rows:]) - targets[rows:]) ** 2).mean()


run()
print(f"ready scikit-learn {sklearn.__version__}, {blas.require_openblas()}, Python {platform.python_version()}", flush=True)
for line in sys.stdin:
    if line.strip() == "run":
        print(*map(repr, map(float, run())), flush=True)
