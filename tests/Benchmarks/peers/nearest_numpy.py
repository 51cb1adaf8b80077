"""Peer of the comparisons nearest-one and nearest-batch: a product of matrices, argpartition, and a sort of what is left.

Arguments: the file of the vectors and queries that the comparison wrote; rows, dimension, how many are found, queries at
once, repeats. For many queries the scores of as many are held at once as turns out fastest.
"""
import platform
import sys
import time

import blas
import numpy

path, rows, dimension, found, queries, repeats = sys.argv[1], *map(int, sys.argv[2:])
numbers = numpy.fromfile(path, "<f4").reshape(-1, dimension)
vectors, wanted = numpy.ascontiguousarray(numbers[:rows]), numpy.ascontiguousarray(numbers[rows:])
del numbers
chunk = 1


def best(scores):
    near = numpy.argpartition(scores, -found)[-found:]
    return near[numpy.argsort(-scores[near], kind="stable")]


def run():
    total = 0
    place = numpy.arange(1, found + 1)
    start = time.perf_counter()
    for repeat in range(repeats):
        own = wanted[repeat * queries : (repeat + 1) * queries]
        if queries == 1:
            total += int((place * best(vectors @ own[0])).sum())
            continue
        for first in range(0, queries, chunk):
            for scores in own[first : first + chunk] @ vectors.T:
                total += int((place * best(scores)).sum())
    return time.perf_counter() - start, total


times = {}
for size in [1] if queries == 1 else [5, 20, queries]:
    chunk = size
    times[size] = min(run()[0] for _ in range(2))
chunk = min(times, key=times.get)
print(f"ready numpy {numpy.__version__} ({chunk} queries at once), {blas.require_openblas()}, Python {platform.python_version()}", flush=True)
for line in sys.stdin:
    if line.strip() == "run":
        print(*map(repr, map(float, run())), flush=True)
