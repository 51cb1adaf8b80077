"""Peer of the comparison lyrics-ffnn: PyTorch training the same network from the same weights on the same batches.

PyTorch can take the sparse rows in several ways; all are tried while warming up and the fastest one answers.
"""
import copy
import sys
import warnings

import numpy
import scipy.sparse
import torch
import training

warnings.simplefilter("ignore")  # torch says that CSR tensors are in beta state.
path, (rows, batch_size, count, features, *sizes) = training.arguments()
arrays = training.Arrays(path)
starts, columns, values = arrays.integers(rows + 1), arrays.integers(count), arrays.floats(count)
labels, order = arrays.integers(rows), arrays.integers(rows)
songs = scipy.sparse.csr_matrix((values.numpy(), columns.numpy().astype("int32"), starts.numpy().astype("int32")), (rows, features))


class Network(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.empty(features, sizes[0]))
        self.bias = torch.nn.Parameter(torch.empty(sizes[0]))
        self.rest = torch.nn.Sequential(
            torch.nn.ReLU(), torch.nn.Linear(sizes[0], sizes[1]), torch.nn.ReLU(), torch.nn.Linear(sizes[1], sizes[2]))


start = Network()
arrays.fill(start.parameters())


class Dense(torch.nn.Module):
    """Batches with their zeros written out, and the weight the way round that Linear has it."""

    def __init__(self, network):
        super().__init__()
        self.first = torch.nn.Linear(features, sizes[0])
        self.first.weight.data = network.weight.data.t().contiguous()
        self.first.bias.data = network.bias.data
        self.rest = network.rest

    def forward(self, batch):
        return self.rest(self.first(torch.from_numpy(songs[batch].toarray())))


class DenseTransposed(torch.nn.Module):
    """The same with the weight stored [inputs, outputs]."""

    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, batch):
        return self.network.rest(torch.addmm(self.network.bias, torch.from_numpy(songs[batch].toarray()), self.network.weight))


class Sparse(DenseTransposed):
    """torch.sparse.mm on a CSR tensor or, as some versions have no gradient for it, on COO."""

    layout = "coo"

    def forward(self, batch):
        part = songs[batch]
        if self.layout == "csr":
            matrix = torch.sparse_csr_tensor(torch.from_numpy(part.indptr), torch.from_numpy(part.indices), torch.from_numpy(part.data), part.shape)
        else:
            part = part.tocoo()
            matrix = torch.sparse_coo_tensor(torch.from_numpy(numpy.vstack([part.row, part.col])), torch.from_numpy(part.data), part.shape)
        return self.network.rest(torch.sparse.mm(matrix, self.network.weight) + self.network.bias)


class SparseRows(Sparse):
    layout = "csr"


class Bag(DenseTransposed):
    """A bag of embeddings with a weight for each word; its gradient is dense, as Adam needs it."""

    def forward(self, batch):
        part = songs[batch]
        bags = torch.nn.functional.embedding_bag(
            torch.from_numpy(part.indices), self.network.weight, torch.from_numpy(part.indptr[:-1]), mode="sum",
            per_sample_weights=torch.from_numpy(part.data))
        return self.network.rest(bags + self.network.bias)


def train(kind, foreach, last=rows):
    network = kind(copy.deepcopy(start))
    criterion = torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(network.parameters(), foreach=foreach)
    begun = training.clock()
    total = training.epoch(
        optimizer, order[:last], batch_size, lambda batch: criterion(network(batch.numpy()), labels[batch]))
    return training.clock() - begun, 1000 * total / last


def fastest():
    best = None
    for kind in (Dense, DenseTransposed, Sparse, SparseRows, Bag):
        for foreach in (False, True):
            try:
                train(kind, foreach, 40 * batch_size)
                seconds = min(train(kind, foreach, 40 * batch_size)[0] for _ in range(4))
            except (RuntimeError, NotImplementedError) as error:
                print(f"  {kind.__name__}: not in this version ({str(error).splitlines()[0][:70]})", file=sys.stderr)
                break
            print(f"  {kind.__name__}, foreach={foreach}: {seconds / 40 * 1000:.2f} ms a step", file=sys.stderr)
            best = min(best or (seconds, kind, foreach), (seconds, kind, foreach), key=lambda entry: entry[0])
    return best[1:]


chosen = fastest()
training.serve(lambda: train(*chosen), warm_ups=1)
