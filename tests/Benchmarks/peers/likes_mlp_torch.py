"""Peer of the comparison likes-mlp: PyTorch training the same network from the same weights on the same batches.

Arguments: the file of arrays that the comparison wrote, rows, epochs, batch size, and the sizes of the layers.
"""
import platform
import sys
import time

import numpy
import torch

path, (rows, epochs, batch_size, *sizes) = sys.argv[1], map(int, sys.argv[2:])
with open(path, "rb") as file:
    inputs = torch.from_numpy(numpy.fromfile(file, "<f4", rows * sizes[0]).reshape(rows, sizes[0]))
    targets = torch.from_numpy(numpy.fromfile(file, "<f4", rows).reshape(rows, 1))
    order = torch.from_numpy(numpy.fromfile(file, "<i4", epochs * rows).reshape(epochs, rows).astype("int64"))
    weights = []
    for fan_in, fan_out in zip(sizes, sizes[1:]):
        weights.append(torch.from_numpy(numpy.fromfile(file, "<f4", fan_in * fan_out).reshape(fan_out, fan_in)))
        weights.append(torch.from_numpy(numpy.fromfile(file, "<f4", fan_out)))


def run(epochs_to_run):
    layers = []
    for fan_in, fan_out in zip(sizes, sizes[1:]):
        layers += [torch.nn.Linear(fan_in, fan_out), torch.nn.ReLU()]
    network = torch.nn.Sequential(*layers[:-1])
    with torch.no_grad():
        for parameter, start in zip(network.parameters(), weights):
            parameter.copy_(start)
    criterion = torch.nn.BCEWithLogitsLoss()
    optimizer = torch.optim.Adam(network.parameters())
    start = time.perf_counter()
    for epoch in range(epochs_to_run):
        total = 0.0
        for first in range(0, rows, batch_size):
            batch = order[epoch, first:first + batch_size]
            optimizer.zero_grad()
            loss = criterion(network(inputs[batch]), targets[batch])
            loss.backward()
            optimizer.step()
            total += loss.item() * len(batch)
    return time.perf_counter() - start, 1000 * total / rows


run(5)
print(f"ready PyTorch {torch.__version__}, Python {platform.python_version()}", flush=True)
for line in sys.stdin:
    if line.strip() == "run":
        print(*map(repr, run(epochs)), flush=True)
