"""Writes networks.json: forward, gradients and five Adam steps of small networks, from PyTorch in float64.

Run with Debian's python3-torch (1.13.1) in this folder: /usr/bin/python3 make_networks.py
All starting numbers are exact in float32, so that both sides start from the same ones.
"""
import golden
import torch

torch.manual_seed(20)
ACTIVATIONS = {"Relu": torch.nn.ReLU, "Sigmoid": torch.nn.Sigmoid, "Tanh": torch.nn.Tanh}
LOSSES = {"bce": torch.nn.BCEWithLogitsLoss, "mse": torch.nn.MSELoss}

CASES = [
    # name, batch, sizes, activation after each layer but the last (and after the last, if one more), loss, Adam settings
    ("relu-bce", 9, [5, 16, 1], ["Relu"], "bce", dict(lr=0.01)),
    ("tanh-bce-two-outputs", 8, [3, 7, 2], ["Tanh"], "bce", dict(lr=0.003, eps=1e-7)),
    ("sigmoid-mse", 6, [4, 17, 3], ["Sigmoid"], "mse", dict(lr=0.02, betas=(0.8, 0.95))),
    ("deep-likes-network", 11, [13, 24, 17, 9, 1], ["Relu", "Relu", "Relu"], "bce", dict(lr=0.001)),
    ("one-row", 1, [1, 1], [], "mse", dict(lr=0.1)),
    ("one-row-odd", 1, [19, 33, 5], ["Tanh"], "mse", dict(lr=0.01, weight_decay=0.1)),
    ("weight-decay", 7, [6, 9, 1], ["Relu"], "bce", dict(lr=0.01, weight_decay=0.01)),
    ("activated-output", 5, [3, 10, 4], ["Relu", "Sigmoid"], "mse", dict(lr=0.01)),
]


def run(name, batch, sizes, activations, loss_name, settings):
    layers = []
    for index in range(len(sizes) - 1):
        layers.append(torch.nn.Linear(sizes[index], sizes[index + 1]))
        if index < len(activations):
            layers.append(ACTIVATIONS[activations[index]]())
    network = torch.nn.Sequential(*layers).double()
    for parameter in network.parameters():
        parameter.data = golden.exact(parameter.data)
    inputs = golden.exact(torch.randn(batch, sizes[0])).requires_grad_()
    targets = torch.randint(0, 2, (batch, sizes[-1])).double() if loss_name == "bce" else golden.exact(torch.randn(batch, sizes[-1]))
    case = dict(
        name=name, batch=batch, sizes=sizes, activations=activations, loss=loss_name,
        learningRate=settings["lr"], beta1=settings.get("betas", (0.9, 0.999))[0], beta2=settings.get("betas", (0.9, 0.999))[1],
        epsilon=settings.get("eps", 1e-8), weightDecay=settings.get("weight_decay", 0.0),
        inputs=golden.flat(inputs), targets=golden.flat(targets),
        names=[key for key, _ in network.named_parameters()],
        start=golden.flats(network.parameters()))
    criterion = LOSSES[loss_name]()

    def forward():
        outputs = network(inputs)
        return outputs, criterion(outputs, targets)

    return golden.train(case, torch.optim.Adam(network.parameters(), **settings), forward, lambda outputs: dict(
        outputs=golden.flat(outputs), gradients=golden.gradients(network.parameters()), inputGradients=golden.flat(inputs.grad)))


golden.write("networks.json", [run(*case) for case in CASES])
