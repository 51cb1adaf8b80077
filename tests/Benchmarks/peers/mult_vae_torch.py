"""Peer of the comparisons mult-vae and mult-vae-sparse: PyTorch training the same network from the same weights.

The first layer takes the listeners' rows with their zeros, as the authors of Mult-VAE have it, or as a sparse matrix.
Dropout and noise are drawn anew on each side: the losses agree within the tolerance, not exactly.
"""
import copy

import torch
import training

path, (listeners, items, hidden, latent, steps, count, sparse) = training.arguments()
KL_SHARE = 0.2
arrays = training.Arrays(path)
starts, columns, values = arrays.integers(listeners + 1), arrays.integers(count), arrays.floats(count)
rows = torch.repeat_interleave(torch.arange(listeners), starts.diff())
places = torch.stack([rows, columns])
inputs = torch.zeros(listeners, items)
inputs[rows, columns] = values
targets = torch.zeros(listeners, items)
targets[rows, columns] = 1


class Network(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.empty(items, hidden))
        self.bias = torch.nn.Parameter(torch.empty(hidden))
        self.second = torch.nn.Linear(hidden, 2 * latent)
        self.third = torch.nn.Linear(latent, hidden)
        self.fourth = torch.nn.Linear(hidden, items)

    def forward(self):
        if sparse:
            kept = torch.nn.functional.dropout(values, 0.5)
            first = torch.sparse.mm(torch.sparse_coo_tensor(places, kept, (listeners, items)), self.weight) + self.bias
        else:
            first = torch.addmm(self.bias, torch.nn.functional.dropout(inputs, 0.5), self.weight)
        mean, log_variance = self.second(torch.tanh(first)).chunk(2, dim=1)
        sample = mean + torch.exp(log_variance / 2) * torch.randn_like(mean)
        return self.fourth(torch.tanh(self.third(sample))), mean, log_variance


start = Network()
arrays.fill(start.parameters())


def likelihood(outputs):
    logarithms = torch.log_softmax(outputs, dim=1)
    if sparse:
        return -logarithms[rows, columns].sum() / listeners
    return -(logarithms * targets).sum(dim=1).mean()


def train(foreach):
    network = copy.deepcopy(start)
    optimizer = torch.optim.Adam(network.parameters(), foreach=foreach)

    def loss():
        outputs, mean, log_variance = network()
        divergence = -0.5 * (1 + log_variance - mean.square() - log_variance.exp()).sum(dim=1).mean()
        return likelihood(outputs) + KL_SHARE * divergence

    training.repeat(1, optimizer, loss)  # The first step takes its memory from the system.
    begun = training.clock()
    last = training.repeat(steps, optimizer, loss)
    return training.clock() - begun, 1000 * last


def seconds(foreach):
    return min(train(foreach)[0] for _ in range(2))


# Adam is faster over one parameter after another or over lists of them, depending on the shapes.
fastest = min((False, True), key=seconds)
training.serve(lambda: train(fastest), warm_ups=1)
