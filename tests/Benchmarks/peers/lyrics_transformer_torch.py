"""Peer of the comparison lyrics-transformer: PyTorch training the same network from the same weights on the same batches.

The input is a bag of embeddings with the TF-IDF values as weights: the same numbers as a dense input, and faster.
Dropout draws other numbers on the two sides; the losses agree within the tolerance all the same.
"""
import copy

import torch
import training

path, (rows, batch_size, features, words, size, heads, hidden, layers, topics) = training.arguments()
arrays = training.Arrays(path)
columns, values = arrays.integers(rows, words), arrays.floats(rows, words)
targets, order = arrays.integers(rows), arrays.integers(rows)


class Network(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.projection = torch.nn.EmbeddingBag(features, size, mode="sum")
        self.bias = torch.nn.Parameter(torch.zeros(size))
        self.positions = torch.nn.Parameter(torch.zeros(1, size))
        layer = torch.nn.TransformerEncoderLayer(size, heads, hidden, batch_first=True)
        self.encoder = torch.nn.TransformerEncoder(layer, layers)
        self.output = torch.nn.Linear(size, topics)

    def forward(self, columns, values):
        projected = self.projection(columns, per_sample_weights=values) + self.bias
        return self.output(self.encoder(projected[:, None] + self.positions)[:, 0])


start = Network()
arrays.fill([start.projection.weight, start.bias, start.positions, *start.encoder.parameters(), *start.output.parameters()])


def train():
    network = copy.deepcopy(start)
    criterion = torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(network.parameters())
    begun = training.clock()
    total = training.epoch(optimizer, order, batch_size, lambda batch: criterion(network(columns[batch], values[batch]), targets[batch]))
    return training.clock() - begun, 1000 * total / rows


training.serve(train, warm_ups=1)
