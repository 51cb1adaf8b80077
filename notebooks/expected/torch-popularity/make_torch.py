"""Makes torch.json: what paper 000's network reaches in PyTorch on the folds in folds.json, beside which this project's is
held. Only figures are written, no rows of the data.

    MUSICREC_DATA=<folder of the real data> /usr/bin/python3 make_torch.py [seconds]      (Debian: python3-torch)

The network, its words, scales and training are those of PopularityNetworkSettings' defaults, "one position" with all
numbers in a single position of the sequence. Where seconds are given it stops after about so many and goes on from there
when it is run again; torch.json is written when all is done.
"""

import csv
import hashlib
import json
import os
import re
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence

FOLDER = Path(__file__).resolve().parent
SEEDS, EPOCHS, BATCH, SIZE, HIDDEN, DENSE, UNKNOWN = 2, 10, 32, 16, 32, 32, 1
COLUMNS = ["year", "danceability", "energy", "key", "loudness", "mode", "speechiness", "acousticness", "instrumentalness",
           "liveness", "valence", "tempo", "duration_ms", "time_signature"]


class PopularityLstm(nn.Module):
    def __init__(self, words, sequence):
        super().__init__()
        self.sequence = sequence
        self.embedding = nn.Embedding(words, SIZE, padding_idx=0)
        self.genre = nn.LSTM(SIZE, HIDDEN, batch_first=True)
        self.numeric = nn.LSTM(1 if sequence else len(COLUMNS), HIDDEN, batch_first=True)
        self.hidden = nn.Linear(2 * HIDDEN, DENSE)
        self.output = nn.Linear(DENSE, 1)

    def forward(self, tokens, counts, numbers):
        packed = pack_padded_sequence(self.embedding(tokens), counts, batch_first=True, enforce_sorted=False)
        words = self.genre(packed)[1][0][-1]
        columns = self.numeric(numbers.unsqueeze(2 if self.sequence else 1))[1][0][-1]
        return self.output(torch.relu(self.hidden(torch.cat([words, columns], 1))))


def run(sequence, task, seed, data, train, test, cut):
    """R² and accuracy of a cut for popularity; accuracy for popular or not."""
    numbers, genres, popularity = data
    known = sorted({word for row in train for word in genres[row]})
    index = {word: place + 2 for place, word in enumerate(known)}
    tokens = [[index.get(word, UNKNOWN) for word in words] or [UNKNOWN] for words in genres]
    counts = torch.tensor([len(row) for row in tokens])
    width = int(counts.max())
    tokens = torch.tensor([row + [0] * (width - len(row)) for row in tokens])
    mean, deviation = numbers[train].mean(0), numbers[train].std(0)
    scaled = torch.tensor((numbers - mean) / np.where(deviation == 0, 1, deviation), dtype=torch.float32)
    center, scale = popularity[train].mean(), popularity[train].std()
    targets = (popularity >= cut) if task == "popular" else (popularity - center) / scale
    targets = torch.tensor(targets, dtype=torch.float32).unsqueeze(1)
    torch.manual_seed(seed)
    network = PopularityLstm(len(known) + 2, sequence)
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-3)
    criterion = nn.BCEWithLogitsLoss() if task == "popular" else nn.MSELoss()
    rows = torch.tensor(train)
    for _ in range(EPOCHS):
        for batch in rows[torch.randperm(len(rows))].split(BATCH):
            optimizer.zero_grad()
            criterion(network(tokens[batch], counts[batch], scaled[batch]), targets[batch]).backward()
            optimizer.step()
    with torch.no_grad():
        outputs = network(tokens[test], counts[test], scaled[test]).double().squeeze(1).numpy()
    popular = popularity[test] >= cut
    if task == "popular":
        return [round(float(np.mean((outputs > 0) == popular)), 6)]
    predicted = outputs * scale + center
    errors = np.sum((predicted - popularity[test]) ** 2) / np.sum((popularity[test] - popularity[test].mean()) ** 2)
    return [round(float(1 - errors), 6), round(float(np.mean((predicted >= cut) == popular)), 6)]


def main(seconds):
    path = Path(os.environ["MUSICREC_DATA"]) / "spotify-1m" / "sample-10000.csv"
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    folds = json.loads((FOLDER / "folds.json").read_text())
    data = (np.array([[float(row[column]) for column in COLUMNS] for row in rows]), [re.findall(r"\w+", row["genre"].lower()) for row in rows],
            np.array([float(row["popularity"]) for row in rows]))
    partial = FOLDER / "torch.partial.json"
    done = json.loads(partial.read_text()) if partial.exists() else {}
    torch.set_num_threads(1)
    start = time.monotonic()
    pieces = [(name, task, fold, seed) for seed in range(SEEDS) for fold in range(len(folds["test"]))
              for name in ("sequence of numbers", "one position") for task in ("popularity", "popular")]
    for name, task, fold, seed in pieces:
        key = f"{name}/{task}/{fold}/{seed}"
        if key not in done:
            if time.monotonic() - start > seconds:
                print(f"{len(done)} of {len(pieces)} done")
                return
            test = folds["test"][fold]
            train = np.setdiff1d(np.arange(len(rows)), test)
            # Other first weights on every fold.
            done[key] = run(name == "sequence of numbers", task, 100 * fold + seed, data, train, test, folds["cut"])
            partial.write_text(json.dumps(done))
            print(key, done[key], f"{time.monotonic() - start:.0f} s", flush=True)
    networks = {name: {figure: [[done[f"{name}/{task}/{fold}/{seed}"][place] for seed in range(SEEDS)] for fold in range(len(folds["test"]))]
                       for figure, task, place in (("rSquared", "popularity", 0), ("accuracyOfCut", "popularity", 1), ("accuracy", "popular", 0))}
                for name in ("sequence of numbers", "one position")}
    fold_of = {row: fold for fold, test in enumerate(folds["test"]) for row in test}
    digits = "".join(str(fold_of[row]) for row in range(len(rows)))
    (FOLDER / "torch.json").write_text(json.dumps({
        "rows": len(rows), "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "foldsSha256": hashlib.sha256(digits.encode("ascii")).hexdigest(), "library": f"PyTorch {torch.__version__}",
        "cut": folds["cut"], "seeds": SEEDS, "networks": networks}, indent=1) + "\n")
    partial.unlink()


main(float(sys.argv[1]) if len(sys.argv) > 1 else float("inf"))
