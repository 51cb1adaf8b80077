"""Peer of the comparison als: the loops of the package "implicit" (alternating least squares by conjugate gradients, confidences
1 + rating), compiled by numba with its permission to reorder sums, on both processors; the products of factors by numpy. At last every
user is solved for exactly, as the library that is compared does.

Arguments: the file that the comparison wrote; users, items, pairs, factors, iterations, steps, lambda.
"""
import platform
import sys
import time

import blas
import numba
import numpy
from numba import njit, prange

path, users, items, pairs, factors, iterations, steps, regularization = sys.argv[1], *map(int, sys.argv[2:8]), float(sys.argv[8])
with open(path, "rb") as file:
    user_of, item_of = numpy.fromfile(file, "<i4", pairs), numpy.fromfile(file, "<i4", pairs)
    ratings = numpy.fromfile(file, "<f4", pairs)
    first_users = numpy.fromfile(file, "<f4", users * factors).reshape(users, factors)
    first_items = numpy.fromfile(file, "<f4", items * factors).reshape(items, factors)


def compressed(rows, columns, values, count):
    order = numpy.argsort(rows, kind="stable")
    starts = numpy.zeros(count + 1, "i4")
    numpy.cumsum(numpy.bincount(rows, minlength=count), out=starts[1:])
    return starts, columns[order], values[order]


@njit(parallel=True, fastmath=True)
def improve(starts, indices, extra, others, gram, vectors, steps):
    size = gram.shape[0]
    blocks = 64
    for block in prange(blocks):
        residual, direction, image = numpy.empty(size, numpy.float32), numpy.empty(size, numpy.float32), numpy.empty(size, numpy.float32)
        for row in range(vectors.shape[0] * block // blocks, vectors.shape[0] * (block + 1) // blocks):
            x = vectors[row]
            if starts[row] == starts[row + 1]:
                x[:] = 0
                continue
            residual[:] = 0
            for i in range(size):
                factor = -x[i]
                for j in range(size):
                    residual[j] += factor * gram[i, j]
            for entry in range(starts[row], starts[row + 1]):
                y = others[indices[entry]]
                product = numpy.float32(0)
                for j in range(size):
                    product += y[j] * x[j]
                factor = 1 + extra[entry] - extra[entry] * product
                for j in range(size):
                    residual[j] += factor * y[j]
            square = numpy.float32(0)
            for j in range(size):
                direction[j] = residual[j]
                square += residual[j] * residual[j]
            for _ in range(steps):
                if square < 1e-20:
                    break
                image[:] = 0
                for i in range(size):
                    factor = direction[i]
                    for j in range(size):
                        image[j] += factor * gram[i, j]
                for entry in range(starts[row], starts[row + 1]):
                    y = others[indices[entry]]
                    product = numpy.float32(0)
                    for j in range(size):
                        product += y[j] * direction[j]
                    factor = extra[entry] * product
                    for j in range(size):
                        image[j] += factor * y[j]
                product = numpy.float32(0)
                for j in range(size):
                    product += direction[j] * image[j]
                length = square / product
                following = numpy.float32(0)
                for j in range(size):
                    x[j] += length * direction[j]
                    residual[j] -= length * image[j]
                    following += residual[j] * residual[j]
                mixing = following / square
                for j in range(size):
                    direction[j] = residual[j] + mixing * direction[j]
                square = following


def exact(starts, indices, extra, others, gram, vectors):
    matrices, rights = numpy.empty((len(vectors), *gram.shape), gram.dtype), numpy.zeros_like(vectors)
    for row in range(len(vectors)):
        own = slice(starts[row], starts[row + 1])
        y = others[indices[own]]
        numpy.add(gram, (y.T * extra[own]) @ y, out=matrices[row])
        rights[row] = (1 + extra[own]) @ y
    vectors[:] = numpy.linalg.solve(matrices, rights)


def run():
    x, y = first_users.copy(), first_items.copy()
    diagonal = regularization * numpy.eye(factors, dtype="f4")
    start = time.perf_counter()
    by_user, by_item = compressed(user_of, item_of, ratings, users), compressed(item_of, user_of, ratings, items)
    for _ in range(iterations):
        improve(*by_item, x, x.T @ x + diagonal, y, steps)
        improve(*by_user, y, y.T @ y + diagonal, x, steps)
    exact(*by_user, y, y.T @ y + diagonal, x)
    seconds = time.perf_counter() - start
    return seconds, numpy.einsum("ij,ij->i", x[user_of], y[item_of], dtype="f8").sum()


for _ in range(3):
    run()
print(f"ready numba {numba.__version__} and numpy {numpy.__version__}, {blas.require_openblas()}, Python {platform.python_version()}", flush=True)
for line in sys.stdin:
    if line.strip() == "run":
        print(*map(repr, map(float, run())), flush=True)
