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


# Sizes known to the compiler, so that it unrolls the loops over factors.
SIZE = factors
BLOCKS = 64


@njit(fastmath=True)
def dot(first, second):
    total = numpy.float32(0)
    for j in range(SIZE):
        total += first[j] * second[j]
    return total


@njit(fastmath=True)
def add_scaled(target, factor, values):
    for j in range(SIZE):
        target[j] += factor * values[j]


@njit(parallel=True, fastmath=True)
def improve(starts, indices, extra, others, gram, vectors):
    for block in prange(BLOCKS):
        residual, direction, image = numpy.empty(SIZE, numpy.float32), numpy.empty(SIZE, numpy.float32), numpy.empty(SIZE, numpy.float32)
        for row in range(vectors.shape[0] * block // BLOCKS, vectors.shape[0] * (block + 1) // BLOCKS):
            x = vectors[row]
            if starts[row] == starts[row + 1]:
                x[:] = 0
                continue
            numpy.dot(gram, x, residual)
            for j in range(SIZE):
                residual[j] = -residual[j]
            for entry in range(starts[row], starts[row + 1]):
                y = others[indices[entry]]
                add_scaled(residual, numpy.float32(1) + extra[entry] - extra[entry] * dot(y, x), y)
            for j in range(SIZE):
                direction[j] = residual[j]
            square = dot(residual, residual)
            for _ in range(steps):
                if square < 1e-20:
                    break
                numpy.dot(gram, direction, image)
                for entry in range(starts[row], starts[row + 1]):
                    y = others[indices[entry]]
                    add_scaled(image, extra[entry] * dot(y, direction), y)
                length = square / dot(direction, image)
                add_scaled(x, length, direction)
                add_scaled(residual, -length, image)
                following = dot(residual, residual)
                mixing = following / square
                for j in range(SIZE):
                    direction[j] = residual[j] + mixing * direction[j]
                square = following


@njit(parallel=True, fastmath=True)
def exact(starts, indices, extra, others, gram, vectors):
    for row in prange(vectors.shape[0]):
        y = others[indices[starts[row] : starts[row + 1]]]
        own = extra[starts[row] : starts[row + 1]].copy().reshape(-1, 1)
        matrix = gram + numpy.dot((y * own).T.copy(), y)
        vectors[row] = numpy.linalg.solve(matrix, ((1 + own) * y).sum(axis=0))


def run():
    x, y = first_users.copy(), first_items.copy()
    diagonal = regularization * numpy.eye(factors, dtype="f4")
    start = time.perf_counter()
    by_user, by_item = compressed(user_of, item_of, ratings, users), compressed(item_of, user_of, ratings, items)
    for _ in range(iterations):
        improve(*by_item, x, x.T @ x + diagonal, y)
        improve(*by_user, y, y.T @ y + diagonal, x)
    exact(*by_user, y, y.T @ y + diagonal, x)
    seconds = time.perf_counter() - start
    return seconds, numpy.einsum("ij,ij->i", x[user_of], y[item_of], dtype="f8").sum()


for _ in range(3):
    run()
print(f"ready numba {numba.__version__} and numpy {numpy.__version__}, {blas.require_openblas()}, Python {platform.python_version()}", flush=True)
for line in sys.stdin:
    if line.strip() == "run":
        print(*map(repr, map(float, run())), flush=True)
