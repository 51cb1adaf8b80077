"""Writes convolution.json: forward, gradients and five Adam steps of image and normalisation layers, from PyTorch in float64.

Run with Debian's python3-torch (1.13.1) in this folder: /usr/bin/python3 make_convolution.py
All starting numbers are exact in float32, so that both sides start from the same ones.
"""
import golden
import torch

torch.set_num_threads(1)
nn = torch.nn


class GlobalAveragePool2d(nn.Module):
    def forward(self, values):
        return values.mean((2, 3))


class GlobalMaxPool2d(nn.Module):
    def forward(self, values):
        return values.amax((2, 3))


def conv(inputs, outputs, kernel, stride=1, padding=0, bias=True):
    return ["Conv2d", inputs, outputs, kernel, stride, padding, int(bias)], nn.Conv2d(inputs, outputs, kernel, stride, padding, bias=bias)


def layer_norm(features):
    return ["LayerNorm", features], nn.LayerNorm(features)


def batch_norm1(features, momentum=0.1):
    return ["BatchNorm1d", features, momentum], nn.BatchNorm1d(features, momentum=momentum)


def batch_norm2(channels, momentum=0.1):
    return ["BatchNorm2d", channels, momentum], nn.BatchNorm2d(channels, momentum=momentum)


def max_pool(kernel, stride=None, padding=0):
    return ["MaxPool2d", kernel, stride or kernel, padding], nn.MaxPool2d(kernel, stride, padding)


def linear(inputs, outputs):
    return ["Linear", inputs, outputs], nn.Linear(inputs, outputs)


def plain(name, module):
    return [name], module


def relu():
    return plain("Relu", nn.ReLU())


def tanh():
    return plain("Tanh", nn.Tanh())


def average():
    return plain("GlobalAveragePool2d", GlobalAveragePool2d())


def largest():
    return plain("GlobalMaxPool2d", GlobalMaxPool2d())


def flatten():
    return plain("Flatten", nn.Flatten())


CASES = [
    # name, input shape, layers, Adam settings
    ("layer-norm", [5, 12], [layer_norm(12), tanh(), linear(12, 3)], dict(lr=0.01)),
    ("layer-norm-in-time", [2, 3, 7], [layer_norm(7), tanh()], dict(lr=0.01)),
    ("layer-norm-one-row", [1, 33], [linear(33, 17), layer_norm(17), relu()], dict(lr=0.003)),
    ("convolution", [3, 2, 6, 7], [conv(2, 5, 3, padding=1), tanh()], dict(lr=0.01)),
    ("convolution-rectified", [2, 3, 9, 8], [conv(3, 4, 3), relu(), conv(4, 2, 2)], dict(lr=0.01)),
    ("convolution-stride", [2, 2, 11, 9], [conv(2, 3, 3, stride=2, padding=1), tanh(), conv(3, 4, 2, stride=3, padding=2)], dict(lr=0.01)),
    ("convolution-without-bias", [1, 3, 5, 4], [conv(3, 7, 1, bias=False), tanh()], dict(lr=0.003)),
    ("batch-norm-rows", [6, 5], [batch_norm1(5), tanh(), linear(5, 3)], dict(lr=0.01)),
    ("batch-norm-rows-rectified", [17, 9], [batch_norm1(9, 0.3), relu(), linear(9, 2)], dict(lr=0.01, eps=1e-4)),
    ("batch-norm-sequences", [3, 4, 7], [batch_norm1(4, 1.0), tanh()], dict(lr=0.01)),
    ("batch-norm-images", [4, 2, 6, 5], [conv(2, 3, 3, bias=False), batch_norm2(3), relu(), conv(3, 2, 2)], dict(lr=0.01, eps=1e-4)),
    ("max-pool", [2, 3, 7, 8], [conv(3, 4, 3, padding=1), max_pool(2), tanh()], dict(lr=0.01)),
    ("max-pool-overlapping", [2, 2, 7, 9], [conv(2, 3, 2), max_pool(3, 2, 1), tanh()], dict(lr=0.01)),
    ("global-average", [3, 2, 5, 6], [conv(2, 6, 3), relu(), average(), linear(6, 4)], dict(lr=0.01)),
    ("global-largest", [3, 2, 5, 6], [conv(2, 6, 3), largest(), linear(6, 4)], dict(lr=0.01)),
    ("flatten", [2, 2, 4, 3], [conv(2, 3, 2), tanh(), flatten(), linear(18, 4)], dict(lr=0.01)),
    ("mel-network", [3, 1, 16, 16], [
        conv(1, 4, 3, padding=1, bias=False), batch_norm2(4), relu(), max_pool(2),
        conv(4, 8, 3, padding=1, bias=False), batch_norm2(8), relu(), max_pool(2), average(), linear(8, 5)], dict(lr=0.001, eps=1e-4)),
    ("convolution-one-number", [1, 1, 1, 1], [conv(1, 1, 1)], dict(lr=0.01)),
]


def run(index, name, shape, layers, settings):
    network = nn.Sequential(*[module for _, module in layers]).double()
    generator = torch.Generator().manual_seed(100 + index)

    def draw(*sizes):
        return golden.exact(torch.randn(*sizes, generator=generator, dtype=torch.float64))

    for parameter in network.parameters():
        if parameter.dim() > 1:
            parameter.data = golden.exact(draw(*parameter.shape) / parameter[0].numel() ** 0.5)
        else:
            parameter.data = golden.exact(parameter.data * 0 + 0.6 + 0.3 * draw(*parameter.shape))
    inputs = draw(*shape).requires_grad_()
    targets = draw(*network(inputs).shape)
    for module in network.modules():
        if isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d)):
            module.reset_running_stats()
    buffers = [key for key, _ in network.named_buffers() if not key.endswith("num_batches_tracked")]
    case = dict(
        name=name, shape=shape, layers=[description for description, _ in layers],
        learningRate=settings["lr"], epsilon=settings.get("eps", 1e-8), inputs=golden.flat(inputs), targets=golden.flat(targets),
        outputShape=list(targets.shape), names=[key for key, _ in network.named_parameters()], bufferNames=buffers,
        start=golden.flats(network.parameters()))
    criterion = nn.MSELoss()

    def forward():
        outputs = network(inputs)
        return outputs, criterion(outputs, targets)

    golden.train(case, torch.optim.Adam(network.parameters(), **settings), forward, lambda outputs: dict(
        outputs=golden.flat(outputs), gradients=golden.gradients(network.parameters()), inputGradients=golden.flat(inputs.grad)))
    case["bufferEnd"] = [golden.flat(network.state_dict()[key]) for key in buffers]
    network.eval()
    case["evaluated"] = golden.flat(network(inputs))
    inputs.grad = None
    criterion(network(inputs), targets).backward()
    case["evaluatedInputGradients"] = golden.flat(inputs.grad)
    return case


golden.write("convolution.json", [run(index, *case) for index, case in enumerate(CASES)], digits=9)
