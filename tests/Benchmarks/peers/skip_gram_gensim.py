"""Peer of the comparison skip-gram: gensim's Word2Vec with sg=1, counting included.

Arguments: the path that the comparison's files begin with, epochs. SKIP_GRAM_INPUT says whether the workers are given
lists or read lines of a file, SKIP_GRAM_WORKERS how many there are.
"""
import os
import platform
import sys
import time

import gensim
import numpy
from gensim.models import Word2Vec

path, epochs = sys.argv[1], int(sys.argv[2])
workers = int(os.environ["SKIP_GRAM_WORKERS"])
with open(path + ".sentences") as file:
    sentences = [line.split() for line in file]
with open(path + ".triplets") as file:
    triplets = [line.split() for line in file]
source = {"sentences": sentences} if os.environ["SKIP_GRAM_INPUT"] == "lists" else {"corpus_file": path + ".sentences"}
seed = 0


def run():
    global seed
    seed += 1
    start = time.perf_counter()
    model = Word2Vec(**source, vector_size=100, window=5, min_count=1, sg=1, negative=5, epochs=epochs, workers=workers, seed=seed)
    seconds = time.perf_counter() - start
    vectors = model.wv.get_normed_vectors()
    rows = numpy.array([[model.wv.key_to_index[name] for name in triplet] for triplet in triplets])
    anchor, positive, negative = (vectors[rows[:, column]] for column in range(3))
    right = (anchor * positive).sum(axis=1) > (anchor * negative).sum(axis=1)
    return seconds, right.mean()


run()
print(f"ready gensim {gensim.__version__}, numpy {numpy.__version__}, Python {platform.python_version()}", flush=True)
for line in sys.stdin:
    if line.strip() == "run":
        print(*map(repr, map(float, run())), flush=True)
