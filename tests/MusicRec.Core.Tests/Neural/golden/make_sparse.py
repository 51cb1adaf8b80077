"""Writes sparse.json: sparse linear layers and embeddings, from PyTorch in float64.

Run with Debian's python3-torch (1.13.1) in this folder: /usr/bin/python3 make_sparse.py
All starting numbers are exact in float32, so that both sides start from the same ones. A sparse layer is checked against
a dense Linear: its weight is the transpose.
"""
import golden
import torch

torch.manual_seed(31)
ACTIVATIONS = {"None": torch.nn.Identity, "Relu": torch.nn.ReLU, "Sigmoid": torch.nn.Sigmoid, "Tanh": torch.nn.Tanh}


def train(case, forward, parameters, targets):
    """The outputs, the gradients, and five steps of Adam under the mean squared error."""
    case.update(targets=golden.flat(targets), start=golden.flats(parameters), losses=[])

    def step():
        outputs = forward()
        return outputs, torch.nn.functional.mse_loss(outputs, targets)

    return golden.train(case, torch.optim.Adam(parameters, lr=0.01), step, lambda outputs: dict(
        outputs=golden.flat(outputs), gradients=golden.gradients(parameters)))


def sparse_linear(name, batch, inputs, outputs, activation, share):
    rows = golden.exact(torch.randn(batch, inputs) * (torch.rand(batch, inputs) < share))
    weight = golden.exact(torch.randn(inputs, outputs) / inputs ** 0.5).requires_grad_()
    bias = golden.exact(torch.randn(outputs)).requires_grad_()
    act = ACTIVATIONS[activation]()
    case = dict(name=name, kind="linear", sizes=[batch, inputs, outputs], activation=activation, inputs=golden.flat(rows))
    return train(case, lambda: act(torch.nn.functional.linear(rows, weight.t(), bias)), [weight, bias], golden.exact(torch.randn(batch, outputs)))


def embedding(name, shape, count, size, padding=None):
    table = torch.nn.Embedding(count, size, padding_idx=padding).double()
    table.weight.data = golden.exact(table.weight.data)
    indices = torch.randint(0, count, shape)
    case = dict(name=name, kind="embedding", sizes=[count, size], shape=list(shape), padding=-1 if padding is None else padding,
                indices=[int(value) for value in indices.reshape(-1)])
    return train(case, lambda: table(indices), [table.weight], golden.exact(torch.randn(*shape, size)))


CASES = [
    sparse_linear("linear", 7, 30, 9, "None", 0.3),
    sparse_linear("linear-relu", 8, 21, 16, "Relu", 0.4),
    sparse_linear("linear-tanh-one-row", 1, 12, 5, "Tanh", 0.5),
    sparse_linear("linear-sigmoid-whole-vectors", 6, 40, 8, "Sigmoid", 0.1),
    sparse_linear("linear-empty-rows", 3, 5, 4, "None", 0.0),
    embedding("embedding", (6,), 9, 8),
    embedding("embedding-sequences", (3, 5), 20, 7),
    embedding("embedding-padding", (4, 6), 5, 16, padding=0),
    embedding("embedding-one", (1,), 1, 1),
]
golden.write("sparse.json", CASES)
