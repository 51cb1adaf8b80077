"""Makes clusters.json: what scikit-learn 1.2.1 says about clusters and components of small made-up data (Debian: python3-sklearn).

    OMP_NUM_THREADS=1 /usr/bin/python3 make_clusters.py
"""

import json
import warnings
from pathlib import Path

import numpy as np
import sklearn
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import silhouette_samples, silhouette_score

SEEDS = range(200)


def table(array):
    return np.round(array, 6)


def blobs(random, rows, columns, centres, spread):
    places = 2 * random.normal(size=(centres, columns))
    return table(places[np.arange(rows) % centres] + spread * random.normal(size=(rows, columns)))


def kmeans(name, features, centers, queries, **settings):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = KMeans(len(centers), init=np.array(centers, float), n_init=1, **settings).fit(features)
    return {"name": name, "features": features.tolist(), "startingCenters": np.array(centers, float).tolist(),
            "maximumIterations": settings.get("max_iter", 300), "tolerance": settings.get("tol", 1e-4),
            "centers": model.cluster_centers_.tolist(), "labels": model.labels_.tolist(), "inertia": model.inertia_,
            "iterations": model.n_iter_, "queries": queries.tolist(), "predicted": model.predict(queries).tolist()}


def starts(features, clusters):
    inertias = [KMeans(clusters, n_init=1, random_state=seed).fit(features).inertia_ for seed in SEEDS]
    best = [KMeans(clusters, n_init=10, random_state=seed).fit(features).inertia_ for seed in range(20)]
    return {"features": features.tolist(), "clusterCount": clusters, "mean": np.mean(inertias), "standardDeviation": np.std(inertias, ddof=1),
            "seeds": len(inertias), "bestOfTen": np.median(best)}


def silhouette(name, features, labels):
    return {"name": name, "features": features.tolist(), "labels": labels.tolist(),
            "samples": silhouette_samples(features, labels).tolist(), "score": silhouette_score(features, labels)}


def components(name, features, queries, count=None):
    model = PCA(count, svd_solver="full").fit(features)
    return {"name": name, "features": features.tolist(), "componentCount": len(model.components_), "isCountGiven": count is not None,
            "loadings": model.components_.tolist(), "variances": model.explained_variance_.tolist(),
            "shares": model.explained_variance_ratio_.tolist(), "queries": queries.tolist(), "transformed": model.transform(queries).tolist()}


random = np.random.default_rng(20261121)
four = blobs(random, 90, 4, 4, 0.5)
overlapping = table(random.normal(size=(203, 6)) @ random.normal(size=(6, 6)))
shifted = table(blobs(random, 64, 3, 3, 0.3) + [1e6, -1e6, 0])
few = np.repeat([[0.0, 0.0], [1.0, 0.0], [0.0, 2.0]], 5, axis=0)
plain = blobs(random, 40, 2, 2, 0.4)
queries = {width: table(3 * random.normal(size=(17, width))) for width in (1, 2, 3, 4, 6)}
clusterings = [
    kmeans("four blobs", four, four[[0, 1, 2, 3]], queries[4]),
    kmeans("four blobs, bad start", four, four[[0, 4, 8, 12]], queries[4]),
    kmeans("overlapping", overlapping, overlapping[:5], queries[6]),
    kmeans("overlapping, to the end", overlapping, overlapping[:7], queries[6], tol=0),
    kmeans("overlapping, two iterations", overlapping, overlapping[:5], queries[6], max_iter=2),
    kmeans("far from zero", shifted, shifted[[0, 3, 6]], queries[3]),
    kmeans("one cluster", plain, [[5, 5]], queries[2]),
    kmeans("one column", plain[:, :1], plain[:3, :1], queries[1]),
    kmeans("a centre that nobody is near", plain, [[0, 0], [900, 900], [1, 1]], queries[2]),
    kmeans("two centres that nobody is near", plain, [[0, 0], [900, 900], [1, 1], [-900, 800]], queries[2]),
    kmeans("as many clusters as rows", plain[:6], plain[:6] + 0.01, queries[2]),
    kmeans("constant column", np.column_stack([plain, np.full(40, 3.0)]), np.column_stack([plain[:3], np.full(3, 3.0)]), queries[3]),
]
labels = np.arange(90) % 4
mixed = np.where(np.arange(90) == 17, 7, np.where(random.uniform(size=90) < 0.2, -3, labels))
wide = table(random.normal(size=(7, 12)))
constant = np.column_stack([four, np.full(90, 2.5), four[:, 0] - 2 * four[:, 1]])
result = {
    "sklearn": sklearn.__version__,
    "kMeans": clusterings,
    "starts": [starts(four, 4), starts(overlapping, 5), starts(blobs(random, 200, 3, 9, 0.35), 9)],
    "silhouette": [
        silhouette("blobs", four, labels),
        silhouette("a row alone, odd numbers", four, mixed),
        silhouette("every row but one alone", plain[:6], np.array([0, 1, 2, 3, 4, 4])),
        silhouette("equal rows", np.round(plain, 0), np.arange(40) % 3),
    ],
    "components": [
        components("tall", overlapping, queries[6]),
        components("two of six", overlapping, queries[6], 2),
        components("far from zero", shifted, queries[3]),
        components("wide", wide, table(random.normal(size=(5, 12))), 6),
        components("dependent and constant columns", constant, table(random.normal(size=(5, 6))), 4),
        components("two rows", wide[:2, :3], queries[3], 1),
    ],
}
Path(__file__).with_name("clusters.json").write_text(json.dumps(result))
