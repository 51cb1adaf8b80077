"""Peer of the comparison k-means: scikit-learn's KMeans with its defaults, ten starts.

Arguments: the file of the rows that the comparison wrote, columns, clusters.
"""
import platform
import sys
import time

import blas
import numpy
import sklearn
from sklearn.cluster import KMeans

path, columns, clusters = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
features = numpy.fromfile(path, "<f8").reshape(-1, columns)
seed = 0


def run():
    global seed
    seed += 1
    model = KMeans(clusters, n_init=10, random_state=seed)
    start = time.perf_counter()
    model.fit(features)
    return time.perf_counter() - start, model.inertia_


for _ in range(2):
    run()
print(f"ready scikit-learn {sklearn.__version__}, {blas.require_openblas()}, Python {platform.python_version()}", flush=True)
for line in sys.stdin:
    if line.strip() == "run":
        print(*map(repr, map(float, run())), flush=True)
