"""Peer of the comparison lyrics-logistic: scikit-learn's LogisticRegression with its default solver and tolerance.

Arguments: the file of the rows that the comparison wrote, rows, columns, stored numbers.
"""
import platform
import sys
import time

import blas
import numpy
import scipy.sparse
import sklearn
from sklearn.linear_model import LogisticRegression

path, rows, columns, count = sys.argv[1], *map(int, sys.argv[2:])
with open(path, "rb") as file:
    starts, indices, labels = (numpy.fromfile(file, "<i4", size) for size in (rows + 1, count, rows))
    values = numpy.fromfile(file, "<f4", count)
# In double, as ours is solved.
songs = scipy.sparse.csr_matrix((values.astype("f8"), indices, starts), (rows, columns))


def run():
    model = LogisticRegression(C=10, max_iter=5000)
    start = time.perf_counter()
    model.fit(songs, labels)
    seconds = time.perf_counter() - start
    loss = -model.predict_log_proba(songs)[numpy.arange(rows), labels].sum()
    return seconds, 10 * loss + 0.5 * (model.coef_ ** 2).sum()


for _ in range(2):
    run()
print(f"ready scikit-learn {sklearn.__version__}, {blas.require_openblas()}, Python {platform.python_version()}", flush=True)
for line in sys.stdin:
    if line.strip() == "run":
        print(*map(repr, map(float, run())), flush=True)
