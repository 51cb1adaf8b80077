"""Writes operations.json: results and gradients of arithmetic on tensors, from PyTorch in float64.

Run with Debian's python3-torch (1.13.1) in this folder: /usr/bin/python3 make_operations.py
All starting numbers are exact in float32, so that both sides start from the same ones.
"""
import golden
import torch

torch.manual_seed(32)


def run(name, function, *shapes):
    """The gradients of the mean of squared differences between the results and given targets."""
    inputs = [golden.exact(0.7 * torch.randn(shape)).requires_grad_() for shape in shapes]
    output = function(*inputs)
    targets = golden.exact(torch.randn(output.shape))
    torch.nn.functional.mse_loss(output, targets).backward()
    return dict(
        name=name, shapes=[list(shape) for shape in shapes], inputs=golden.flats(inputs), shape=list(output.shape),
        output=golden.flat(output), targets=golden.flat(targets), gradients=golden.gradients(inputs))


CASES = [
    run("add", lambda a, b: a + b, (3, 5), (3, 5)),
    run("addRow", lambda a, b: a + b, (7, 9), (9,)),
    run("addToRow", lambda a, b: a + b, (5,), (1, 5)),
    run("addTable", lambda a, b: a + b, (2, 3, 4), (3, 4)),
    run("subtract", lambda a, b: a - b, (2, 17), (2, 17)),
    run("subtractRow", lambda a, b: a - b, (4, 3), (3,)),
    run("subtractFromRow", lambda a, b: a - b, (3,), (4, 3)),
    run("multiply", lambda a, b: a * b, (5, 8), (5, 8)),
    run("multiplyRow", lambda a, b: a * b, (6, 11), (11,)),
    run("multiplyTable", lambda a, b: a * b, (2, 3), (4, 2, 3)),
    run("square", lambda a: a * a, (3, 7)),
    run("double", lambda a: a + a, (3, 7)),
    run("scale", lambda a: a * -2.5, (1, 1)),
    run("exp", lambda a: a.exp(), (3, 6)),
    run("reshape", lambda a: a.reshape(6, 2), (2, 3, 2)),
    run("reshapeTwice", lambda a, b: a.reshape(4, 3) * a.reshape(4, 3) + b, (3, 4), (4, 3)),
    run("concatenate", lambda a, b, c: torch.cat([a, b, c, a], -1), (3, 2), (3, 9), (3, 1)),
    run("concatenateSequences", lambda a, b: torch.cat([a, b], -1), (2, 3, 4), (2, 3, 5)),
    run("slice", lambda a: a[:, 2:5], (4, 6)),
    run("sliceOfSquares", lambda a: (a * a)[:, 1:4], (3, 9)),
    run("slices", lambda a: a[..., :3] * a[..., 2:5] + a[..., 3:], (2, 2, 6)),
    run("sum", lambda a: (a * a).sum().reshape(1), (3, 5)),
    run("mean", lambda a: a.exp().mean().reshape(1), (5, 9)),
    run("sumTwice", lambda a: (a.sum() + a.mean()).reshape(1), (2, 3)),
    run("rowDot", lambda a, b: (a * b).sum(-1), (5, 19), (5, 19)),
    run("rowDotOne", lambda a, b: (a * b).sum(-1), (1, 1), (1, 1)),
    run("rowDotSelf", lambda a: (a * a).sum(-1), (2, 3, 8)),
    run("draw", lambda a, b: a[:, :4] + (0.5 * a[:, 4:]).exp() * b, (3, 8), (3, 4)),
    run("linear", torch.nn.functional.linear, (5, 3), (7, 3), (7,)),
    run("linearWithoutBias", torch.nn.functional.linear, (2, 3, 4), (9, 4)),
    run("linearOfItself", lambda a, b: torch.nn.functional.linear(a, a, b), (6, 3), (6,)),
    run("linearTied", lambda a, b: torch.nn.functional.linear(a[[4, 0, 4, 2]], a, b), (19, 5), (19,)),
    run("linearTiedToTwo", lambda a: torch.nn.functional.linear(a[[1, 0]], a[[2, 1, 1]]), (4, 3)),
]


golden.write("operations.json", CASES)
