"""Peer of the comparison ease: Steck's algorithm 1 in numpy and scipy, in float: products of the sparse ratings, the inverse, the weights.

Arguments: the file that the comparison wrote; users, items, pairs, lambda. EASE_INVERSE says which inverse: numpy's of any
matrix, as in the paper's listing, or LAPACK's of a positive definite one.
"""
import os
import platform
import sys
import time

import blas
import numpy
import scipy
from scipy.linalg import lapack
from scipy.sparse import csr_matrix

path, users, items, pairs, regularization = sys.argv[1], *map(int, sys.argv[2:5]), float(sys.argv[5])
with open(path, "rb") as file:
    user_of, item_of, ratings = numpy.fromfile(file, "<i4", pairs), numpy.fromfile(file, "<i4", pairs), numpy.fromfile(file, "<f4", pairs)
table = csr_matrix((ratings, (user_of, item_of)), (users, items))
diagonal = numpy.diag_indices(items)


def inverse(matrix):
    if os.environ["EASE_INVERSE"] == "any":
        return numpy.linalg.inv(matrix)
    factor, _ = lapack.spotrf(matrix, lower=1, overwrite_a=1)
    result, _ = lapack.spotri(factor, lower=1, overwrite_c=1)
    return numpy.where(numpy.tri(items, dtype=bool), result, result.T)


def run():
    start = time.perf_counter()
    products = numpy.asfortranarray((table.T @ table).toarray())
    products[diagonal] += regularization
    weights = inverse(products)
    weights /= -numpy.diag(weights)
    weights[diagonal] = 0
    seconds = time.perf_counter() - start
    return seconds, (numpy.abs(table[:200] @ weights)).sum(dtype="f8")


run()
print(f"ready numpy {numpy.__version__}, scipy {scipy.__version__}, {blas.require_openblas()}, Python {platform.python_version()}", flush=True)
for line in sys.stdin:
    if line.strip() == "run":
        print(*map(repr, map(float, run())), flush=True)
