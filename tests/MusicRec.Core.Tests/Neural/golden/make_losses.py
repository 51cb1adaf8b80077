"""Writes losses.json: every loss, its gradients and five steps of gradient descent on what it is a loss of, from PyTorch
in float64.

Run with Debian's python3-torch (1.13.1) in this folder: /usr/bin/python3 make_losses.py
All starting numbers are exact in float32, so that both sides start from the same ones.
"""
import golden
import torch

torch.manual_seed(30)


def run(name, function, inputs, rate, **settings):
    """Five steps of plain gradient descent on the inputs themselves."""
    inputs = [golden.exact(value).requires_grad_() for value in inputs]
    case = dict(name=name, shape=list(inputs[0].shape), rate=rate, start=golden.flats(inputs), **settings)
    losses = []
    for step in range(5):
        value = function(*inputs)
        gradients = torch.autograd.grad(value, inputs)
        if step == 0:
            case["gradients"] = golden.flats(gradients)
        losses.append(float(value))
        inputs = [(value - rate * gradient).detach().requires_grad_() for value, gradient in zip(inputs, gradients)]
    case["losses"] = losses
    case["end"] = golden.flats(inputs)
    return case


def element(name, kind, shape, rate=0.5):
    if kind == "mse":
        inputs, targets, loss = torch.randn(shape), golden.exact(torch.randn(shape)), torch.nn.MSELoss()
    elif kind == "bceLogits":
        inputs, targets, loss = 3 * torch.randn(shape), golden.exact(torch.rand(shape)), torch.nn.BCEWithLogitsLoss()
    else:
        inputs, targets, loss = 0.02 + 0.96 * torch.rand(shape), golden.exact(torch.rand(shape)), torch.nn.BCELoss()
        rate = 0.002
    return run(name, lambda x: loss(x, targets), [inputs], rate, loss=kind, targets=golden.flat(targets))


def entropy(name, shape, rate=0.5, weights=False, smoothing=0.0, ignored=None, spread=2.0):
    classes = shape[-1]
    weight = golden.exact(torch.rand(classes) + 0.1) if weights else None
    targets = torch.randint(0, classes, shape[:-1])
    if ignored is not None:
        targets[torch.rand(shape[:-1]) < 0.4] = ignored
        targets.view(-1)[0] = classes - 1
    loss = torch.nn.CrossEntropyLoss(
        weight=weight, label_smoothing=smoothing, ignore_index=-100 if ignored is None else ignored)
    return run(
        name, lambda x: loss(x.reshape(-1, classes), targets.reshape(-1)), [spread * torch.randn(shape)], rate, loss="crossEntropy",
        weights=[] if weight is None else golden.flat(weight), smoothing=smoothing, ignored=ignored,
        targets=[int(value) for value in targets.reshape(-1)])


def probabilities(name, shape, rate=0.5, weights=False, smoothing=0.0):
    classes = shape[-1]
    weight = golden.exact(torch.rand(classes) + 0.1) if weights else None
    targets = golden.exact(torch.softmax(2 * torch.randn(shape), -1))
    loss = torch.nn.CrossEntropyLoss(weight=weight, label_smoothing=smoothing)
    return run(
        name, lambda x: loss(x.reshape(-1, classes), targets.reshape(-1, classes)), [2 * torch.randn(shape)], rate, loss="probabilities",
        weights=[] if weight is None else golden.flat(weight), smoothing=smoothing, targets=golden.flat(targets))


def multinomial(name, shape, rate=0.1):
    targets = torch.randint(0, 4, shape).double() * (torch.rand(shape) < 0.3)
    return run(
        name, lambda x: -(torch.log_softmax(x, -1) * targets).sum(-1).mean(), [torch.randn(shape)], rate,
        loss="multinomial", targets=golden.flat(targets))


def gaussian(name, shape, rate=0.2, spread=1.0):
    return run(
        name, lambda mean, log: 0.5 * (log.expm1() - log + mean ** 2).sum(-1).mean(),
        [spread * torch.randn(shape), spread * torch.randn(shape)], rate, loss="gaussianKl")


def bpr(name, shape, rate=1.0):
    return run(
        name, lambda positive, negative: -torch.nn.functional.logsigmoid(positive - negative).mean(),
        [2 * torch.randn(shape), 2 * torch.randn(shape)], rate, loss="bpr")


CASES = [
    element("mse", "mse", (7, 5)),
    element("mse-one", "mse", (1, 1), rate=0.2),
    element("bce-logits", "bceLogits", (6, 3)),
    element("bce", "bce", (9, 3)),
    element("bce-one", "bce", (1, 1)),
    entropy("entropy", (6, 11)),
    entropy("entropy-one-row", (1, 5)),
    entropy("entropy-two-classes", (9, 2)),
    entropy("entropy-many-classes", (1, 1100), rate=2.0),
    entropy("entropy-sequences", (3, 4, 17)),
    entropy("entropy-far-logits", (5, 8), spread=20.0),
    entropy("entropy-weights", (8, 9), weights=True),
    entropy("entropy-smoothed", (7, 13), smoothing=0.1),
    entropy("entropy-smoothed-to-the-end", (4, 3), smoothing=1.0),
    entropy("entropy-weights-smoothed", (5, 6), weights=True, smoothing=0.2),
    entropy("entropy-ignored", (9, 4), ignored=-100),
    entropy("entropy-ignored-class-weights-smoothed", (3, 5, 7), weights=True, smoothing=0.15, ignored=0),
    probabilities("probabilities", (5, 10)),
    probabilities("probabilities-sequences", (2, 3, 9)),
    probabilities("probabilities-weights-smoothed", (6, 7), weights=True, smoothing=0.1),
    multinomial("multinomial", (6, 40)),
    multinomial("multinomial-one-row", (1, 9)),
    gaussian("gaussian-kl", (5, 7)),
    gaussian("gaussian-kl-one", (1, 1)),
    bpr("bpr", (13,)),
    bpr("bpr-table", (3, 3)),
    gaussian("gaussian-kl-near-zero", (5, 7), spread=1e-3),
]


golden.write("losses.json", CASES)
