"""Writes attention.json: attention, encoder layers and what goes with them, from PyTorch in float64.

Run with Debian's python3-torch (1.13.1) in this folder: /usr/bin/python3 make_attention.py
All starting numbers are multiples of 1/128, exact in float32 and short in decimals. The gradient of a key's bias is 0 but for rounding (softmax does not change
when all scores of a row move together), so Adam's epsilon is large enough not to blow that rounding up.
"""
import golden
import torch

torch.set_default_dtype(torch.float64)
torch.manual_seed(26)
EPSILON = 1e-2
RATE = 0.01

ENCODERS = [
    # name, batch, time, size, heads, hidden, layers, norm first, activation, causal, lengths, normalised at the end
    ("post-norm-relu", 3, 5, 6, 2, 16, 1, False, "relu", False, None, False),
    ("post-norm-gelu-two-layers", 2, 4, 6, 2, 9, 2, False, "gelu", False, None, False),
    ("pre-norm-relu-two-layers", 2, 4, 6, 2, 9, 2, True, "relu", False, None, True),
    ("pre-norm-gelu", 3, 7, 6, 2, 13, 1, True, "gelu", False, None, False),
    ("causal", 2, 9, 6, 2, 8, 1, False, "relu", True, None, False),
    ("causal-longer-than-a-block", 1, 37, 4, 2, 3, 1, True, "gelu", True, None, False),
    ("lengths", 4, 6, 4, 2, 7, 2, False, "relu", False, [6, 1, 3, 5], False),
    ("lengths-causal", 3, 5, 9, 3, 5, 1, True, "gelu", True, [2, 5, 1], True),
    ("one-vector", 5, 1, 6, 3, 17, 2, False, "relu", False, None, False),
    ("one-vector-pre-norm-gelu", 3, 1, 7, 7, 5, 1, True, "gelu", False, None, True),
    ("batch-of-one", 1, 3, 5, 1, 3, 1, False, "gelu", False, None, False),
]

ATTENTIONS = [
    # name, batch, queries, keys (None: self-attention), size, heads, causal, lengths
    ("self", 2, 5, None, 6, 2, False, None),
    ("self-causal", 2, 5, None, 9, 3, True, None),
    ("self-lengths", 3, 17, None, 6, 2, False, [17, 9, 1]),
    ("self-one-position", 4, 1, None, 9, 3, False, None),
    ("one-number", 1, 2, None, 1, 1, False, None),
    ("cross", 2, 3, 6, 8, 2, False, None),
    ("cross-lengths", 3, 4, 5, 7, 1, False, [5, 2, 3]),
    ("cross-one-query-one-key", 2, 1, 1, 4, 2, False, None),
]

FUNCTIONS = [
    # name, batch, time, size, positions that are learnt, lengths
    ("functions", 3, 4, 7, 4, None),
    ("functions-lengths", 4, 5, 6, 9, [5, 1, 2, 4]),
    ("functions-one-position", 2, 1, 9, 1, None),
]


def exact(values):
    return (values * 128).round() / 128


def hidden(lengths, time):
    return None if lengths is None else torch.arange(time)[None, :] >= torch.tensor(lengths)[:, None]


def later(time):
    return torch.triu(torch.ones(time, time, dtype=torch.bool), diagonal=1)


def mean(values, lengths):
    if lengths is None:
        return values.mean(1)
    kept = ~hidden(lengths, values.shape[1])
    return (values * kept[:, :, None]).sum(1) / torch.tensor(lengths)[:, None]


def train(case, network, inputs, forward):
    """Five steps against the mean squared error of random targets; the first one's outputs and gradients are kept."""
    for parameter in network.parameters():
        parameter.data = exact(parameter.data + 0.3 * torch.randn_like(parameter.data))
    targets = exact(torch.randn_like(forward(*inputs)))
    case.update(
        inputs=golden.flats(inputs), targets=golden.flat(targets),
        names=[key for key, _ in network.named_parameters()], start=golden.flats(network.parameters()),
        learningRate=RATE, epsilon=EPSILON, losses=[])

    def step():
        outputs = forward(*inputs)
        return outputs, ((outputs - targets) ** 2).mean()

    return golden.train(case, torch.optim.Adam(network.parameters(), lr=RATE, eps=EPSILON), step, lambda outputs: dict(
        outputs=golden.flat(outputs), gradients=golden.gradients(network.parameters()), inputGradients=golden.gradients(inputs)))


def encoder(name, batch, time, size, heads, width, layers, norm_first, activation, causal, lengths, final_norm):
    layer = torch.nn.TransformerEncoderLayer(
        size, heads, width, dropout=0.0, activation=activation, batch_first=True, norm_first=norm_first)
    network = torch.nn.TransformerEncoder(layer, layers, torch.nn.LayerNorm(size) if final_norm else None).double()

    def forward(values):
        outputs = network(values, later(time) if causal else None, hidden(lengths, time))
        return outputs if lengths is None else mean(outputs, lengths)

    case = dict(
        name=name, kind="encoder", batch=batch, time=time, size=size, heads=heads, hidden=width, layers=layers,
        normFirst=norm_first, activation=activation, causal=causal, lengths=lengths, finalNorm=final_norm)
    return train(case, network, [exact(torch.randn(batch, time, size)).requires_grad_()], forward)


def attention(name, batch, queries, keys, size, heads, causal, lengths):
    network = torch.nn.MultiheadAttention(size, heads, batch_first=True).double()
    inputs = [exact(torch.randn(batch, queries, size)).requires_grad_()]
    if keys is not None:
        inputs.append(exact(torch.randn(batch, keys, size)).requires_grad_())

    def forward(query, memory=None):
        memory = query if memory is None else memory
        return network(
            query, memory, memory, key_padding_mask=hidden(lengths, memory.shape[1]), need_weights=False,
            attn_mask=later(queries) if causal else None)[0]

    case = dict(
        name=name, kind="attention", batch=batch, time=queries, keys=keys, size=size, heads=heads, causal=causal, lengths=lengths)
    return train(case, network, inputs, forward)


class Functions(torch.nn.Module):
    def __init__(self, positions, size, lengths):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.randn(positions, size, dtype=torch.float64))
        self.lengths = lengths

    def forward(self, values):
        marked = values + self.weight[:values.shape[1]]
        return torch.softmax(mean(torch.nn.functional.gelu(marked), self.lengths), -1)


def functions(name, batch, time, size, positions, lengths):
    network = Functions(positions, size, lengths)
    case = dict(name=name, kind="functions", batch=batch, time=time, size=size, positions=positions, lengths=lengths)
    return train(case, network, [exact(torch.randn(batch, time, size)).requires_grad_()], network)


cases = [encoder(*case) for case in ENCODERS] + [attention(*case) for case in ATTENTIONS] + [functions(*case) for case in FUNCTIONS]
golden.write("attention.json", cases, digits=8)
