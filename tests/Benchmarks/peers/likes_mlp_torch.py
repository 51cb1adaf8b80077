"""Peer of the comparison likes-mlp: PyTorch training the same network from the same weights on the same batches."""
import copy

import torch
import training

path, (rows, epochs, batch_size, *sizes) = training.arguments()
arrays = training.Arrays(path)
inputs, targets, order = arrays.floats(rows, sizes[0]), arrays.floats(rows, 1), arrays.integers(epochs, rows)
layers = []
for fan_in, fan_out in zip(sizes, sizes[1:]):
    layers += [torch.nn.Linear(fan_in, fan_out), torch.nn.ReLU()]
start = torch.nn.Sequential(*layers[:-1])
arrays.fill(start.parameters())


def train():
    network = copy.deepcopy(start)
    criterion = torch.nn.BCEWithLogitsLoss()
    optimizer = torch.optim.Adam(network.parameters())
    begun = training.clock()
    for one in order:
        total = training.epoch(optimizer, one, batch_size, lambda batch: criterion(network(inputs[batch]), targets[batch]))
    return training.clock() - begun, 1000 * total / rows


training.serve(train)
