"""Makes classifiers.json: what scikit-learn 1.2.1 learns from sparse made-up rows (Debian: python3-sklearn).

    /usr/bin/python3 make_classifiers.py
"""

import json
from pathlib import Path

import numpy as np
import sklearn
from scipy import sparse
from sklearn.calibration import _SigmoidCalibration
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import ComplementNB, MultinomialNB
from sklearn.svm import LinearSVC


def documents(random, rows, columns, classes):
    """Counts of words, some of them never seen, divided by 8: exact in float, short in text. The last rows are empty."""
    labels = np.arange(rows) % classes
    topics = random.dirichlet(np.full(columns, 0.3), size=classes)
    counts = np.array([random.multinomial(14, 0.5 * topics[label] + 0.5 / columns) for label in labels])
    counts[:, -3:] = 0
    counts[-2:] = 0
    return counts / 8.0, labels


def shared(arrays):
    return {name: np.round(array, 12).tolist() for name, array in arrays.items()}


def polish(model, features, targets):
    """Takes scikit-learn's solution, which its line search leaves some 1e-6 early, to the minimum by exact Newton steps."""
    classes, columns = targets.shape[1], features.shape[1]
    rows = np.column_stack([features, np.ones(len(features))])
    binary = classes == 2
    weights = np.column_stack([model.coef_, model.intercept_])
    before = weights.copy()
    penalty = np.append(np.ones(columns), 0)
    for _ in range(5):
        scores = rows @ weights.T
        scores = np.column_stack([np.zeros(len(rows)), scores]) if binary else scores
        shares = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        errors, own = (shares - targets)[:, 1:] if binary else shares - targets, shares[:, 1:] if binary else shares
        outputs = own.shape[1]
        gradient = model.C * errors.T @ rows + penalty * weights
        blocks = [[rows.T * (model.C * own[:, one] * ((one == other) - own[:, other])) @ rows + (one == other) * np.diag(penalty)
                   for other in range(outputs)] for one in range(outputs)]
        weights = weights - np.linalg.lstsq(np.block(blocks), gradient.ravel(), rcond=1e-13)[0].reshape(weights.shape)
    assert np.abs(gradient).max() < 1e-10 and np.abs(weights - before).max() < 1e-4, (np.abs(gradient).max(), np.abs(weights - before).max())
    model.coef_, model.intercept_ = weights[:, :-1], weights[:, -1]


def logistic(random, classes, strength, soft):
    features, labels = documents(random, 70, 24, classes)
    model = LogisticRegression(C=strength, solver="newton-cg", tol=1e-8 * max(1, strength), max_iter=10000)
    result = {"features": features.tolist(), "labels": labels.tolist(), "inverseRegularization": strength}
    if soft:
        shares = np.array([random.multinomial(100, share) for share in random.dirichlet(np.full(classes, 0.4), size=len(labels))]) / 100
        result["shares"] = shares.tolist()
        # A row with shares is one row per class, weighted by its share.
        model.fit(np.repeat(features, classes, axis=0), np.tile(np.arange(classes), len(labels)), sample_weight=shares.ravel())
    else:
        model.fit(features, labels)
    polish(model, features, shares if soft else np.eye(classes)[labels])
    return result | shared({"weights": model.coef_, "intercepts": model.intercept_, "probabilities": model.predict_proba(features)})


def naive_bayes(random, kind, classes, smoothing):
    features, labels = documents(random, 40, 15, classes)
    model = kind(alpha=smoothing).fit(sparse.csr_matrix(features), labels)
    return {"features": features.tolist(), "labels": labels.tolist(), "smoothing": smoothing} | shared({
        "logProbabilities": model.feature_log_prob_, "probabilities": model.predict_proba(features)})


def support_vectors(random, classes, strength):
    features, labels = documents(random, 60, 20, classes)
    model = LinearSVC(C=strength, dual=False, tol=1e-12, max_iter=100000).fit(features, labels)
    decisions = model.decision_function(features).reshape(len(labels), -1)
    return {"features": features.tolist(), "labels": labels.tolist(), "inverseRegularization": strength} | shared({
        "weights": model.coef_, "intercepts": model.intercept_, "decisions": decisions, "predicted": model.predict(features)})


def sigmoid(random, rows, share, slope):
    """What CalibratedClassifierCV fits to the decision values of one class."""
    labels = (random.uniform(size=rows) < share).astype(int)
    decisions = np.round(slope * (labels - share) + random.normal(size=rows), 4)
    calibration = _SigmoidCalibration().fit(decisions, labels)
    return {"decisions": decisions.tolist(), "labels": labels.tolist()} | shared({"probabilities": calibration.predict(decisions)})


def main():
    random = np.random.RandomState(31)
    data = {
        "library": f"scikit-learn {sklearn.__version__}",
        "logisticRegression": [
            logistic(random, *settings) for settings in
            [(2, 1.0, False), (4, 10.0, False), (8, 0.1, False), (3, 100.0, False), (2, 1.0, True), (3, 10.0, True), (5, 100.0, True)]],
        "multinomialNaiveBayes": [naive_bayes(random, MultinomialNB, *settings) for settings in [(2, 1.0), (3, 0.1), (5, 1e-3)]],
        "complementNaiveBayes": [naive_bayes(random, ComplementNB, *settings) for settings in [(2, 1.0), (3, 0.1), (5, 1e-3)]],
        "linearSupportVectorMachine": [support_vectors(random, *settings) for settings in [(2, 1.0), (3, 0.1), (5, 10.0), (8, 1.0)]],
        "sigmoids": [sigmoid(random, *settings) for settings in [(60, 0.5, 1.0), (200, 0.1, 3.0), (30, 0.8, 0.0)]]}
    (Path(__file__).parent / "classifiers.json").write_text(json.dumps(data, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
