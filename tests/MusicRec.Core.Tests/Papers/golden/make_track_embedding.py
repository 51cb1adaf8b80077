"""Makes track_embedding.json: paper 004's network trained by PyTorch 1.13 from given weights on made-up rows, once by binary cross-entropy
of softmax shares and once by cross-entropy, with several labels on some rows.

    /usr/bin/python3 make_track_embedding.py      (Debian: python3-torch)
"""

import json
from pathlib import Path

import numpy as np
import torch

ROWS, FEATURES, HIDDEN, CLASSES, STEPS, RATE = 14, 8, 6, 5, 6, 0.02
numbers = np.random.default_rng(4)
features = numbers.normal(size=(ROWS, FEATURES)).round(3)
sets = [sorted(numbers.choice(CLASSES, size=1 + (row % 3 == 0), replace=False).tolist()) for row in range(ROWS)]
start = [numbers.normal(size=shape, scale=0.4).round(3) for shape in [(HIDDEN, FEATURES), (HIDDEN,), (CLASSES, HIDDEN), (CLASSES,)]]
scaled = torch.tensor((features - features.mean(0)) / features.std(0), dtype=torch.float32)
hot = torch.zeros(ROWS, CLASSES)
for row, labels in enumerate(sets):
    hot[row, labels] = 1


def binary(logits):
    return torch.nn.functional.binary_cross_entropy(torch.softmax(logits, 1), hot)


def cross(logits):
    return torch.nn.functional.cross_entropy(logits, hot / hot.sum(1, keepdim=True))


def train(loss_of):
    network = torch.nn.Sequential(torch.nn.Linear(FEATURES, HIDDEN), torch.nn.ReLU(), torch.nn.Linear(HIDDEN, CLASSES))
    with torch.no_grad():
        for parameter, values in zip(network.parameters(), start):
            parameter.copy_(torch.tensor(values, dtype=torch.float32))
    optimizer = torch.optim.Adam(network.parameters(), lr=RATE)
    losses = []
    for _ in range(STEPS):
        loss = loss_of(network(scaled))
        losses.append(loss.item())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return {"losses": losses, "shares": torch.softmax(network(scaled), 1).tolist(), "hidden": torch.relu(network[0](scaled)).tolist()}


result = {"rate": RATE, "features": features.tolist(), "sets": sets, "start": [values.tolist() for values in start],
          "binary": train(binary), "cross": train(cross)}
Path(__file__).with_name("track_embedding.json").write_text(json.dumps(result) + "\n", encoding="utf-8")
