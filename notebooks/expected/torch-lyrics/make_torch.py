"""Makes torch.json: what paper 001's networks reach in PyTorch on the splits in splits.json, beside which this
project's are held. Only accuracies are written, no rows of the data.

    MUSICREC_DATA=<folder of the real data> /usr/bin/python3 make_torch.py      (Debian: python3-torch, python3-sklearn)

Features: TfidfVectorizer(ngram_range=(1, 2), max_features=5000) fitted on a split's training rows. Networks and
training as in the authors' notebooks (modeling/mood_prediction_NN_v2 and v3 of christinesangphet/deep-learning-project):
batches of 32, Adam; the fine-tuned network's schedule watches the test rows, as theirs does. transformerAcrossBatch leaves
nn.TransformerEncoderLayer's batch_first at its default, as they do, so that a batch of songs is taken for one sequence.
Each network is trained with SEEDS seeds on each split; those with a stride with other ones on every split, as first
weights decide how far the fine-tuned network comes in its 20 epochs.
"""

import csv
import hashlib
import json
import os
import sys
from pathlib import Path

import numpy as np
import sklearn
import torch
from sklearn.feature_extraction.text import TfidfVectorizer
from torch import nn

FOLDER = Path(__file__).resolve().parent
BATCH, TOPICS, SEEDS = 32, 8, 3
csv.field_size_limit(1 << 30)


def feed_forward(features, dropout):
    drop = [nn.Dropout(dropout)] if dropout else []
    return nn.Sequential(nn.Linear(features, 256), nn.ReLU(), *drop, nn.Linear(256, 128), nn.ReLU(), *drop, nn.Linear(128, TOPICS))


class Transformer(nn.Module):
    def __init__(self, features, across_batch):
        super().__init__()
        self.across_batch = across_batch
        self.embedding = nn.Linear(features, 64)
        self.position = nn.Parameter(torch.randn(1, 1, 64))
        self.encoder = nn.TransformerEncoder(nn.TransformerEncoderLayer(64, 2, batch_first=not across_batch), 2)
        self.last = nn.Linear(64, TOPICS)

    def forward(self, x):
        return self.last(self.encoder(self.embedding(x).unsqueeze(1) + self.position).squeeze(1))


def evaluate(network, features, labels):
    network.eval()
    with torch.no_grad():
        outputs = [network(features[start:start + BATCH]) for start in range(0, len(features), BATCH)]
    outputs = torch.cat(outputs)
    return nn.functional.cross_entropy(outputs, labels).item(), (outputs.argmax(1) == labels).double().mean().item()


def train(network, parameters, rate, epochs, train_rows, test_rows, plateau=False):
    features, labels = train_rows
    optimizer = torch.optim.Adam(parameters, lr=rate)
    schedule = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, patience=3, factor=0.5) if plateau else None
    accuracies = []
    for _ in range(epochs):
        network.train()
        for batch in torch.randperm(len(features)).split(BATCH):
            optimizer.zero_grad()
            nn.functional.cross_entropy(network(features[batch]), labels[batch]).backward()
            optimizer.step()
        loss, accuracy = evaluate(network, *test_rows)
        accuracies.append(accuracy)
        if schedule:
            schedule.step(loss)
    return accuracies


def ffnn(train_rows, test_rows):
    network = feed_forward(train_rows[0].shape[1], 0)
    return train(network, network.parameters(), 1e-3, 20, train_rows, test_rows)


def fine_tuned(train_rows, test_rows):
    network = feed_forward(train_rows[0].shape[1], 0.3)
    for parameter in network.parameters():
        parameter.requires_grad = False
    for parameter in network[-1].parameters():
        parameter.requires_grad = True
    first = train(network, network[-1].parameters(), 1e-3, 10, train_rows, test_rows)
    for parameter in network.parameters():
        parameter.requires_grad = True
    return first + train(network, network.parameters(), 1e-4, 20, train_rows, test_rows, plateau=True)


def transformer(across_batch):
    def run(train_rows, test_rows):
        network = Transformer(train_rows[0].shape[1], across_batch)
        return train(network, network.parameters(), 1e-3, 15, train_rows, test_rows)
    return run


NETWORKS = {"FFNN": ffnn, "fine-tuned FFNN": fine_tuned, "Transformer": transformer(False), "Transformer across the batch": transformer(True)}
STRIDES = {"FFNN": 100, "fine-tuned FFNN": 100}


def main(names):
    path = Path(os.environ["MUSICREC_DATA"]) / "lyrics-1950-2019" / "labelled-4600.csv"
    with open(path, newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    topics = sorted({row["topic"] for row in rows})
    labels = torch.tensor([topics.index(row["topic"]) for row in rows])
    lyrics = np.array([row["lyrics"] for row in rows], dtype=object)
    splits = json.loads((FOLDER / "splits.json").read_text())
    output = FOLDER / "torch.json"
    networks = json.loads(output.read_text())["networks"] if output.exists() and names else {}
    torch.set_num_threads(1)
    for name in names or NETWORKS:
        networks[name] = []
        for index, test in enumerate(splits["test"]):
            held_out = np.zeros(len(rows), dtype=bool)
            held_out[test] = True
            vectorizer = TfidfVectorizer(ngram_range=(1, 2), max_features=5000)
            sides = [
                (torch.from_numpy(matrix.toarray()).float(), labels[torch.from_numpy(side)])
                for matrix, side in ((vectorizer.fit_transform(lyrics[~held_out]), ~held_out), (vectorizer.transform(lyrics[held_out]), held_out))]
            accuracies = []
            for seed in range(SEEDS):
                torch.manual_seed(STRIDES.get(name, 0) * index + seed)
                accuracies.append(NETWORKS[name](*sides))
            networks[name].append([round(run[-1], 6) for run in accuracies])
            print(name, networks[name][-1], [round(max(run), 4) for run in accuracies], flush=True)
        print(name, "mean", np.mean(networks[name]), "sd over splits and seeds", np.std(networks[name], ddof=1), flush=True)
        output.write_text(json.dumps({
            "rows": len(rows), "sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "library": f"PyTorch {torch.__version__}, scikit-learn {sklearn.__version__}",
            "seeds": SEEDS, "networks": networks}, indent=1) + "\n")


main(sys.argv[1:])
