"""Makes neighbor_embedding.json: scikit-learn 1.2.1's exact t-SNE of small made-up data (Debian: python3-sklearn).

    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 /usr/bin/python3 make_neighbor_embedding.py
"""

import json
from pathlib import Path

import numpy as np
import sklearn
from scipy.spatial.distance import squareform
from sklearn.manifold import TSNE, _t_sne
from sklearn.metrics import pairwise_distances

random = np.random.default_rng(20261121)


def case(name, features, perplexity, start):
    """Probabilities, a few steps of descent from a given start, and how low the divergence gets from principal components."""
    rows = len(features)
    distances = pairwise_distances(features, squared=True)
    wanted = _t_sne._joint_probabilities(distances, perplexity, 0)
    steps = 12
    moved, divergence, _ = _t_sne._gradient_descent(
        _t_sne._kl_divergence, start.ravel(), 0, steps, n_iter_check=50, momentum=0.5, learning_rate=max(rows / 12 / 4, 50), min_grad_norm=1e-7,
        args=[12 * wanted, 1, rows, 2], kwargs={})
    model = TSNE(2, perplexity=perplexity, learning_rate="auto", init="pca", method="exact", random_state=0).fit(features)
    return {"name": name, "features": features.tolist(), "perplexity": perplexity, "probabilities": squareform(wanted).tolist(),
            "start": start.tolist(), "steps": steps, "moved": moved.reshape(rows, 2).tolist(), "exaggeratedDivergence": divergence,
            "divergence": float(model.kl_divergence_)}


blobs = np.round(4 * random.normal(size=(3, 4))[np.arange(36) % 3] + random.normal(size=(36, 4)), 4)
cloud = np.round(random.normal(size=(25, 3)), 4)
cases = [case("three groups", blobs, 8.0, np.round(random.normal(size=(36, 2)), 4)), case("a cloud", cloud, 3.0, np.round(0.01 * random.normal(size=(25, 2)), 6))]
Path(__file__).with_name("neighbor_embedding.json").write_text(json.dumps({"sklearn": sklearn.__version__, "cases": cases}) + "\n")
