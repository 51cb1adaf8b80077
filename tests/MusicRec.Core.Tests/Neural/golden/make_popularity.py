"""Writes popularity.json: paper 000's network (PopularityLstm), forward, gradients, five Adam steps and integrated gradients, from
PyTorch in float64.

Run with Debian's python3-torch (1.13.1) in this folder: /usr/bin/python3 make_popularity.py
All starting numbers are exact in float32, so that both sides start from the same ones. Rows are made up.
"""
import golden
import numpy as np
import torch
from torch.nn.utils.rnn import pack_padded_sequence

torch.manual_seed(31)
WORDS, SIZE, HIDDEN, DENSE, COLUMNS, STEPS = 9, 3, 5, 4, 6, 7
TOKENS = [[2, 0, 0], [3, 4, 0], [1, 0, 0], [5, 6, 7], [8, 2, 0]]
COUNTS = [1, 2, 1, 3, 2]


class PopularityLstm(torch.nn.Module):
    def __init__(self, sequence):
        super().__init__()
        self.sequence = sequence
        self.embedding = torch.nn.Embedding(WORDS, SIZE, padding_idx=0)
        self.genre = torch.nn.LSTM(SIZE, HIDDEN, batch_first=True)
        self.numeric = torch.nn.LSTM(1 if sequence else COLUMNS, HIDDEN, batch_first=True)
        self.hidden = torch.nn.Linear(2 * HIDDEN, DENSE)
        self.output = torch.nn.Linear(DENSE, 1)

    def forward(self, tokens, counts, numbers):
        return self.from_vectors(self.embedding(tokens), counts, numbers)

    def from_vectors(self, vectors, counts, numbers):
        packed = pack_padded_sequence(vectors, counts, batch_first=True, enforce_sorted=False)
        words = self.genre(packed)[1][0][-1]
        positions = numbers.unsqueeze(2 if self.sequence else 1)
        columns = self.numeric(positions)[1][0][-1]
        return self.output(torch.relu(self.hidden(torch.cat([words, columns], 1))))


def integrated_gradients(network, vectors, numbers):
    """What the vectors' numbers and the columns of each row add, from zeros, by Gauss and Legendre's rule."""
    places, weights = np.polynomial.legendre.leggauss(STEPS)
    sums = torch.zeros(len(vectors), vectors[0].numel() + COLUMNS, dtype=torch.float64)
    for place, weight in zip((places + 1) / 2, weights / 2):
        points = [(place * inputs).requires_grad_() for inputs in (vectors, numbers)]
        network.from_vectors(points[0], COUNTS, points[1]).sum().backward()
        sums += weight * torch.cat([point.grad.flatten(1) for point in points], 1)
    return sums * torch.cat([vectors.flatten(1), numbers], 1)


def run(name, sequence, loss):
    network = PopularityLstm(sequence).double()
    for parameter in network.parameters():
        parameter.data = golden.exact(parameter.data)
    numbers = golden.exact(torch.randn(len(TOKENS), COLUMNS))
    targets = golden.exact(torch.randn(len(TOKENS), 1))
    if loss != "numbers":
        targets = (targets > 0).double()
    case = dict(
        name=name, sequence=sequence, loss=loss, words=WORDS, size=SIZE, hidden=HIDDEN, dense=DENSE, columns=COLUMNS, steps=STEPS,
        tokens=sum(TOKENS, []), counts=COUNTS, numbers=golden.flat(numbers), targets=golden.flat(targets),
        names=[key for key, _ in network.named_parameters()], start=golden.flats(network.parameters()),
        attributions=golden.flat(integrated_gradients(network, network.embedding(torch.tensor(TOKENS)).detach(), numbers)))
    network.zero_grad()

    def forward():
        outputs = network(torch.tensor(TOKENS), COUNTS, numbers)
        if loss == "crossEntropy":
            return outputs, torch.nn.BCEWithLogitsLoss()(outputs, targets)
        return outputs, torch.nn.MSELoss()(torch.sigmoid(outputs) if loss == "squaredError" else outputs, targets)

    golden.train(case, torch.optim.Adam(network.parameters(), lr=0.01, eps=1e-5), forward, lambda outputs: dict(
        outputs=golden.flat(outputs), gradients=golden.gradients(network.parameters())))
    return {**golden.compact(case, digits=9), "losses": case["losses"]}


golden.write("popularity.json", [
    run("popularity, a sequence of numbers", True, "numbers"), run("popularity, one position", False, "numbers"),
    run("popular, cross-entropy", True, "crossEntropy"), run("popular, squared error", False, "squaredError")], digits=17)
