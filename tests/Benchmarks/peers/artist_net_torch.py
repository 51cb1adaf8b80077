"""Peer of the comparison artist-net: PyTorch making the same steps from the same weights; the first one is not timed."""
import copy

import torch
import training

path, (batch_size, features, hidden, artists, steps) = training.arguments()
arrays = training.Arrays(path)
inputs, targets = arrays.floats(batch_size, features), arrays.integers(batch_size)
start = torch.nn.Sequential(torch.nn.Linear(features, hidden), torch.nn.ReLU(), torch.nn.Linear(hidden, artists))
arrays.fill(start.parameters())
network = copy.deepcopy(start)
criterion = torch.nn.CrossEntropyLoss()


def train():
    with torch.no_grad():
        for parameter, value in zip(network.parameters(), start.parameters()):
            parameter.copy_(value)
    optimizer = torch.optim.Adam(network.parameters())

    def step():
        loss = criterion(network(inputs), targets)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        return loss.item()

    step()
    begun = training.clock()
    for _ in range(steps):
        last = step()
    return training.clock() - begun, 1000 * last


training.serve(train)
