"""Peer of the comparison popularity-lstm: PyTorch training the same network from the same weights on the same batches."""
import copy

import torch
import training

path, (rows, batch_size, token_count, tokens_per_row, columns, embedding_size, hidden_size) = training.arguments()
arrays = training.Arrays(path)
tokens, numbers = arrays.integers(rows, tokens_per_row), arrays.floats(rows, columns, 1)
targets, order = arrays.floats(rows, 1), arrays.integers(rows)


class Network(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = torch.nn.Embedding(token_count, embedding_size, padding_idx=0)
        self.genre = torch.nn.LSTM(embedding_size, hidden_size, batch_first=True)
        self.numeric = torch.nn.LSTM(1, hidden_size, batch_first=True)
        self.hidden = torch.nn.Linear(2 * hidden_size, hidden_size)
        self.output = torch.nn.Linear(hidden_size, 1)

    def forward(self, tokens, numbers):
        _, (words, _) = self.genre(self.embedding(tokens))
        _, (columns, _) = self.numeric(numbers)
        return self.output(torch.relu(self.hidden(torch.cat([words[-1], columns[-1]], dim=1))))


start = Network()
arrays.fill(start.parameters())


def train():
    network = copy.deepcopy(start)
    criterion = torch.nn.MSELoss()
    optimizer = torch.optim.Adam(network.parameters())
    begun = training.clock()
    total = training.epoch(optimizer, order, batch_size, lambda batch: criterion(network(tokens[batch], numbers[batch]), targets[batch]))
    return training.clock() - begun, 1000 * total / rows


training.serve(train, warm_ups=1)
