"""Peer of the comparison next-track-lstm: PyTorch training the same network from the same weights on the same batch."""
import copy

import torch
import training

path, (batch, length, tracks, embedding_size, hidden_size, steps) = training.arguments()
arrays = training.Arrays(path)
inputs, targets = arrays.integers(batch, length), arrays.integers(batch * length)


class Network(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = torch.nn.Embedding(tracks, embedding_size)
        self.lstm = torch.nn.LSTM(embedding_size, hidden_size, batch_first=True)
        self.output = torch.nn.Linear(hidden_size, tracks)

    def forward(self, inputs):
        states, _ = self.lstm(self.embedding(inputs))
        return self.output(states.reshape(-1, hidden_size))


start = Network()
arrays.fill(start.parameters())


def train():
    network = copy.deepcopy(start)
    criterion = torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(network.parameters())
    begun = training.clock()
    last = training.repeat(steps, optimizer, lambda: criterion(network(inputs), targets))
    return training.clock() - begun, 1000 * last


training.serve(train)
