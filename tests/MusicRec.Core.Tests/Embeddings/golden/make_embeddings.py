"""Makes embeddings.json: what gensim 4.2.0 says about small made-up sentences and vectors (Debian: python3-gensim).

    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 /usr/bin/python3 make_embeddings.py
"""

import json
import tempfile
from pathlib import Path

import gensim
import numpy as np
from gensim.models import KeyedVectors, Word2Vec
from gensim.models.word2vec_inner import train_batch_sg


def vocabulary(random, sample, exponent):
    # No two words stand equally often: gensim leaves the order of such to the sorting.
    words = [word for number in range(12) for word in [f"w{number}"] * (3 * (12 - number) ** 2 + number)]
    random.shuffle(words)
    sentences = [words[start : start + 9] for start in range(0, len(words), 9)]
    model = Word2Vec(min_count=20, sample=sample, ns_exponent=exponent, sg=1, vector_size=4)
    model.build_vocab(sentences)
    names = model.wv.index_to_key
    return {"sentences": sentences, "minimumCount": 20, "sample": sample, "exponent": exponent, "words": names,
            "counts": [int(model.wv.get_vecattr(name, "count")) for name in names], "cumulative": model.cum_table.tolist(),
            "keepThresholds": [int(model.wv.get_vecattr(name, "sample_int")) for name in names]}


def learning_rates(random):
    sentences = [[f"w{word}" for word in random.integers(0, 9, length)] for length in random.integers(1, 40, 23)]
    model = Word2Vec(min_count=1, sg=1, vector_size=4, workers=1, batch_words=50, epochs=3)
    model.build_vocab(sentences)
    jobs, train = [], model._do_train_job

    def record(batch, rate, memory):
        jobs.append([len(batch), rate])
        return train(batch, rate, memory)

    model._do_train_job = record
    model.train(sentences, total_examples=model.corpus_count, epochs=3)
    return {"sentences": sentences, "batchWords": 50, "epochs": 3, "jobs": jobs}


class Draws:
    """Stands in for numpy's generator: what it gives is known."""

    def __init__(self, window, random):
        self.windows, self.random, self.window = None, random, window
        self.high, self.low = 1_234_567, 7_654_321
        self.calls = 0

    def randint(self, low, high, size=None):
        if size is None:
            self.calls += 1
            return self.high if self.calls == 1 else self.low
        self.windows = self.random.integers(0, self.window, size)
        return self.windows


def steps(random, dimension, negatives, words, scale):
    """One call of gensim's training, and the pairs and negatives that it went through."""
    window = 3
    sentences = [[f"w{word}" for word in random.integers(0, words, 14)] for _ in range(5)]
    model = Word2Vec(min_count=1, sg=1, vector_size=dimension, window=window, negative=negatives, sample=0)
    model.build_vocab(sentences)
    rows = len(model.wv)
    inputs = np.round(scale * random.normal(size=(rows, dimension)), 4).astype("f4")
    outputs = np.round(scale * random.normal(size=(rows, dimension)), 4).astype("f4")
    model.wv.vectors[:], model.syn1neg[:] = inputs, outputs
    model.random = Draws(window, random)
    rate = 0.05
    train_batch_sg(model, sentences, rate, np.zeros(dimension, "f4"), False)

    state = 2**24 * model.random.high + model.random.low
    contexts, targets, place = [], [], 0
    for sentence in sentences:
        numbers = [model.wv.key_to_index[word] for word in sentence]
        for middle, word in enumerate(numbers):
            reach = window - int(model.random.windows[place])
            place += 1
            for other in range(max(0, middle - reach), min(len(numbers), middle + reach + 1)):
                if other == middle:
                    continue
                contexts.append(numbers[other])
                drawn = []
                for _ in range(negatives):
                    negative = int(np.searchsorted(model.cum_table, (state >> 16) % int(model.cum_table[-1])))
                    state = (state * 25214903917 + 11) & (2**48 - 1)
                    drawn.append(-1 if negative == word else negative)
                targets.append([word, *drawn])
    return {"dimension": dimension, "negatives": negatives, "learningRate": rate, "inputs": inputs.tolist(), "outputs": outputs.tolist(),
            "contexts": contexts, "targets": targets, "trainedInputs": np.round(model.wv.vectors.astype(float), 9).tolist(),
            "trainedOutputs": np.round(model.syn1neg.astype(float), 9).tolist()}


def vectors(random):
    names = ["Sigur Rós", "AC DC", "Björk", "坂本龍一", "!!!", "a_b", "Mogwai", "the the"]
    values = np.round(random.normal(size=(len(names), 5)), 3).astype("f4")
    space = KeyedVectors(5)
    space.add_vectors(names, values)
    questions = [([0], []), ([2, 6], []), ([1, 3], [4]), ([], [5]), ([0, 1, 2], [3, 4])]
    answers = []
    for positive, negative in questions:
        positive, negative = [names[row] for row in positive], [names[row] for row in negative]
        found = space.most_similar(positive=positive, negative=negative, topn=4)
        answers.append({"positive": positive, "negative": negative, "names": [name for name, _ in found], "cosines": [float(cosine) for _, cosine in found]})
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "vectors.txt")
        space.save_word2vec_format(path)
        theirs = Path(path).read_text(encoding="utf8")

        # What this library writes, opened by gensim.
        lines = [f"{len(names)} 5"]
        lines += [" ".join([name.replace(" ", "_"), *(f"{number:g}" for number in row)]) for name, row in zip(names, values.tolist())]
        ours = "\n".join(lines) + "\n"
        Path(path).write_text(ours, encoding="utf8")
        opened = KeyedVectors.load_word2vec_format(path)
        assert opened.index_to_key == [name.replace(" ", "_") for name in names]
        assert (opened.vectors == values).all()
    return {"names": names, "values": values.tolist(), "answers": answers, "ours": ours, "theirs": theirs}


def mutual_information(random, smoothing, rank):
    """Positive pointwise mutual information as its definition has it, and its singular value decomposition by LAPACK."""
    lists = [sorted(set(random.integers(0, 14, random.integers(1, 7)).tolist())) for _ in range(40)]
    together = np.zeros((15, 15))
    for members in lists:
        for one in members:
            for other in members:
                together[one, other] += one != other
    total = together.sum()
    contexts = np.where(together.sum(axis=0) > 0, together.sum(axis=0), 0) ** smoothing * (together.sum(axis=0) > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        information = np.log((together / total) / np.outer(together.sum(axis=1) / total, contexts / contexts.sum()))
    information = np.where(together > 0, np.maximum(information, 0), 0)
    left, values, _ = np.linalg.svd(information)
    vectors = left[:, :rank] * np.sqrt(values[:rank])
    return {"lists": lists, "smoothing": smoothing, "information": information.tolist(), "values": values[:rank].tolist(),
            "products": (vectors @ vectors.T).tolist()}


random = np.random.default_rng(20261121)
golden = {"made_with": f"gensim {gensim.__version__}, numpy {np.__version__}",
          "vocabularies": [vocabulary(random, 0.02, 0.75), vocabulary(random, 0.1, 0.75), vocabulary(random, 0.001, -0.5)],
          "learningRates": learning_rates(random),
          "steps": [steps(random, 8, 5, 40, 0.5), steps(random, 19, 5, 6, 0.4), steps(random, 5, 2, 30, 2.0), steps(random, 12, 9, 25, 0.6)],
          "vectors": vectors(random), "mutualInformation": [mutual_information(random, 0.75, 6), mutual_information(random, 1.0, 15)]}
Path(__file__).with_name("embeddings.json").write_text(json.dumps(golden, ensure_ascii=False) + "\n", encoding="utf8")
