"""Peer of the comparison tfidf: scikit-learn's TfidfVectorizer on the texts, one per line, of the file named by the first argument."""
import platform
import sys
import time

import numpy
import sklearn
from sklearn.feature_extraction.text import TfidfVectorizer

with open(sys.argv[1], encoding="utf-8") as file:
    documents = file.read().splitlines()
features = int(sys.argv[2])


def run():
    vectorizer = TfidfVectorizer(ngram_range=(1, 2), max_features=features)
    start = time.perf_counter()
    rows = vectorizer.fit_transform(documents)
    seconds = time.perf_counter() - start
    digest = 0
    for character in "\n".join(vectorizer.get_feature_names_out()):
        digest = (digest * 31 + ord(character)) % 1_000_003
    return seconds, (rows.data * (rows.indices % 97 + 1)).sum() / rows.nnz * (1 + digest)


run()
print(f"ready scikit-learn {sklearn.__version__}, numpy {numpy.__version__}, Python {platform.python_version()}", flush=True)
for line in sys.stdin:
    if line.strip() == "run":
        print(*map(repr, map(float, run())), flush=True)
