"""What the peers that train with PyTorch share: reading the arrays that a comparison wrote, and answering its requests."""
import platform
import sys
import time

import blas
import numpy
import torch


class Arrays:
    """The arrays of a file, one after another, in the order in which the comparison wrote them."""

    def __init__(self, path):
        self.file = open(path, "rb")

    def floats(self, *sizes):
        return torch.from_numpy(self._read("<f4", sizes))

    def integers(self, *sizes):
        return torch.from_numpy(self._read("<i4", sizes).astype("int64"))

    def fill(self, parameters):
        """Puts the next arrays into the parameters, in their order."""
        with torch.no_grad():
            for parameter in parameters:
                parameter.copy_(self.floats(*parameter.shape))

    def _read(self, kind, sizes):
        count = int(numpy.prod(sizes))
        values = numpy.fromfile(self.file, kind, count)
        assert values.size == count, f"the file of arrays ends early: {count} numbers wanted, {values.size} there"
        return values.reshape(sizes)


def arguments():
    """The path of the arrays and the whole numbers after it."""
    return sys.argv[1], [int(text) for text in sys.argv[2:]]


def epoch(optimizer, order, batch_size, loss_of, set_to_none=False):
    """Steps through the rows in that order; the sum of their losses. loss_of(batch) goes forward."""
    total = 0.0
    for first in range(0, len(order), batch_size):
        batch = order[first:first + batch_size]
        optimizer.zero_grad(set_to_none)
        loss = loss_of(batch)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(batch)
    return total


def repeat(steps, optimizer, loss_of):
    """As many steps on the same batch; the loss of the last one."""
    for _ in range(steps):
        optimizer.zero_grad()
        loss = loss_of()
        loss.backward()
        optimizer.step()
        last = loss.item()
    return last


def serve(train, warm_ups=2):
    """train() starts from the same weights each time and returns its seconds and the loss at the end × 1000."""
    for _ in range(warm_ups):
        train()
    print(f"ready PyTorch {torch.__version__}, {blas.require_openblas()}, Python {platform.python_version()}", flush=True)
    for line in sys.stdin:
        if line.strip() == "run":
            print(*map(repr, train()), flush=True)


clock = time.perf_counter
