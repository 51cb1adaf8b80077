"""Makes topics.json: topic weights that scikit-learn 1.2.1 gives made-up documents, and digamma of scipy (Debian: python3-sklearn).

    /usr/bin/python3 make_topics.py
"""

import json
from pathlib import Path

import numpy as np
import scipy.special
import sklearn
from sklearn.decomposition import LatentDirichletAllocation

DOCUMENTS, WORDS, KNOWN, TOPICS, GIVEN = 600, 100, 70, 16, 13


def documents(random):
    """Words drawn from a few topics each, which share words."""
    topics = random.dirichlet(np.full(WORDS, 0.05), TOPICS)
    drawn = []
    for _ in range(DOCUMENTS):
        shares = random.dirichlet(np.full(TOPICS, 0.1)) @ topics
        drawn.append(random.multinomial(random.integers(8, 40), shares))
    return np.array(drawn)


def main():
    random = np.random.default_rng(3)
    counts = documents(random)
    known = np.sort(np.argsort(-counts.sum(axis=0), kind="stable")[:KNOWN])
    model = LatentDirichletAllocation(TOPICS, random_state=0, max_iter=50).fit(counts[:, known])
    weights = model.transform(counts[:, known])
    arguments = [0.01, 1 / 19, 0.3, 1.0, 1.4616, 2.5, 9.99, 10.0, 33.3, 1e4]
    golden = {
        "madeWith": f"scikit-learn {sklearn.__version__}, numpy {np.__version__}",
        "digamma": {"x": arguments, "y": [float(y) for y in scipy.special.digamma(arguments)]},
        "documents": [[int(word) for word in np.repeat(np.arange(WORDS), row)] for row in counts],
        "words": WORDS,
        "known": known.tolist(),
        "given": GIVEN,
        "prior": model.doc_topic_prior_,
        "wordTopics": [[float(f"{value:.9g}") for value in row] for row in model.exp_dirichlet_component_.T],
        "weights": weights[:, :GIVEN].tolist(),
    }
    Path(__file__).with_name("topics.json").write_text(json.dumps(golden, separators=(",", ":")) + "\n")


main()
