"""Peer of the comparisons matmul-…: numpy's product of two float matrices into memory that is there, on one thread.

Arguments: the file of both matrices that the comparison wrote, m, k, n, and how often to multiply.
"""
import platform
import sys
import time

import blas
import numpy

path, (m, k, n, repeats) = sys.argv[1], map(int, sys.argv[2:])
with open(path, "rb") as file:
    left = numpy.fromfile(file, "<f4", m * k).reshape(m, k)
    right = numpy.fromfile(file, "<f4", k * n).reshape(k, n)
result = numpy.empty((m, n), "f4")


def run():
    start = time.perf_counter()
    for _ in range(repeats):
        numpy.matmul(left, right, out=result)
    return time.perf_counter() - start, float(result.sum(dtype="f8")) / (m * n)


run()
print(f"ready numpy {numpy.__version__}, {blas.require_openblas()}, one thread", flush=True)
for line in sys.stdin:
    if line.strip() == "run":
        print(*map(repr, run()), flush=True)
