"""Peer of the comparison genre-mlp: PyTorch training the same network from the same weights on the same batches."""
import copy

import torch
import training

path, (rows, batch_size, features, hidden, genres) = training.arguments()
arrays = training.Arrays(path)
inputs, targets, order = arrays.floats(rows, features), arrays.integers(rows), arrays.integers(rows)
start = torch.nn.Sequential(torch.nn.Linear(features, hidden), torch.nn.ReLU(), torch.nn.Linear(hidden, genres))
arrays.fill(start.parameters())


def train():
    network = copy.deepcopy(start)
    criterion = torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(network.parameters())
    begun = training.clock()
    total = training.epoch(
        optimizer, order, batch_size, lambda batch: criterion(network(inputs[batch]), targets[batch]), set_to_none=True)
    return training.clock() - begun, 1000 * total / rows


training.serve(train)
