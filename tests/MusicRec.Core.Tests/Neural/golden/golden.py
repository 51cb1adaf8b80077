"""What the make_*.py of this folder share: starting numbers, five steps of training, and the JSON file.

OpenBLAS adds in another order on other processors (OPENBLAS_CORETYPE chooses), so that a last digit may come out
differently.
"""
import json
import pathlib

import torch


def exact(values):
    """The nearest numbers that float32 holds, so that both sides start from the same ones."""
    return values.to(torch.float32).to(torch.float64)


def flat(tensor):
    return [float(value) for value in tensor.detach().reshape(-1)]


def flats(tensors):
    return [flat(tensor) for tensor in tensors]


def gradients(tensors):
    return flats(tensor.grad for tensor in tensors)


def train(case, optimizer, forward, first):
    """Five steps of the optimiser. forward() returns what comes out and its loss; first(outputs) is what the case keeps of
    the first step, whose gradients are there by then."""
    losses = []
    for step in range(5):
        outputs, loss = forward()
        optimizer.zero_grad()
        loss.backward()
        if step == 0:
            case.update(first(outputs))
        optimizer.step()
        losses.append(float(loss))
    case["losses"] = losses
    case["end"] = flats(optimizer.param_groups[0]["params"])
    return case


def compact(value, digits):
    """The same lists and dictionaries with every number rounded."""
    if isinstance(value, float):
        return float(f"{value:.{digits}g}")
    if isinstance(value, (list, tuple)):
        return [compact(entry, digits) for entry in value]
    if isinstance(value, dict):
        return {key: compact(entry, digits) for key, entry in value.items()}
    return value


def write(name, cases, digits=12):
    """Starting numbers need 9 digits to be the same float (fewer if they are short); 12 are enough for what is compared."""
    with open(pathlib.Path(__file__).with_name(name), "w", encoding="utf-8") as file:
        json.dump(compact(cases, digits), file, separators=(",", ":"))
        file.write("\n")
