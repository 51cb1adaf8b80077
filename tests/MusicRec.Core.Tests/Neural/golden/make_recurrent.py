"""Writes recurrent.json: forward, gradients and five Adam steps of recurrent layers, from PyTorch in float64.

Run with Debian's python3-torch (1.13.1) in this folder: /usr/bin/python3 make_recurrent.py
All starting numbers are exact in float32, so that both sides start from the same ones.
"""
import golden
import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

torch.manual_seed(21)
CELLS = {
    "Lstm": torch.nn.LSTM,
    "Gru": torch.nn.GRU,
    "Rnn": torch.nn.RNN,
    "RnnRelu": lambda *sizes, **settings: torch.nn.RNN(*sizes, nonlinearity="relu", **settings),
}
CASES = [
    # name, cell, layers, batch, time, inputs, hidden, lengths, what the loss looks at
    ("lstm", "Lstm", 1, 4, 5, 3, 8, None, "both"),
    ("lstm-odd-two-layers", "Lstm", 2, 3, 4, 5, 7, None, "outputs"),
    ("lstm-lengths", "Lstm", 1, 5, 6, 4, 9, [2, 6, 1, 6, 3], "both"),
    ("lstm-lengths-two-layers", "Lstm", 2, 4, 5, 3, 6, [1, 3, 5, 2], "last"),
    ("lstm-one", "Lstm", 1, 1, 1, 1, 1, None, "last"),
    ("lstm-long", "Lstm", 1, 2, 30, 2, 9, [30, 19], "outputs"),
    ("gru", "Gru", 1, 4, 5, 3, 8, None, "both"),
    ("gru-odd-two-layers", "Gru", 2, 3, 4, 5, 6, None, "outputs"),
    ("gru-lengths", "Gru", 1, 5, 6, 4, 9, [2, 6, 1, 6, 3], "both"),
    ("gru-lengths-three-layers", "Gru", 3, 4, 5, 3, 5, [1, 3, 4, 2], "last"),
    ("gru-one", "Gru", 1, 1, 1, 1, 1, None, "both"),
    ("rnn", "Rnn", 1, 4, 5, 3, 8, None, "both"),
    ("rnn-lengths-two-layers", "Rnn", 2, 5, 6, 4, 5, [2, 6, 1, 6, 3], "both"),
    ("rnn-relu", "RnnRelu", 1, 4, 5, 3, 8, None, "both"),
    ("rnn-relu-lengths", "RnnRelu", 2, 3, 4, 5, 7, [4, 2, 1], "outputs"),
]


def run(name, cell, layers, batch, time, inputs, hidden, lengths, looks_at):
    network = CELLS[cell](inputs, hidden, num_layers=layers, batch_first=True).double()
    for parameter in network.parameters():
        parameter.data = golden.exact(parameter.data)
    values = golden.exact(torch.randn(batch, time, inputs)).requires_grad_()
    output_targets = golden.exact(torch.randn(batch, time, hidden))
    last_targets = golden.exact(torch.randn(batch, hidden))
    case = dict(
        name=name, cell=cell, layers=layers, batch=batch, time=time, inputSize=inputs, hidden=hidden, lengths=lengths,
        looksAt=looks_at, inputs=golden.flat(values), outputTargets=golden.flat(output_targets), lastTargets=golden.flat(last_targets),
        names=[key for key, _ in network.named_parameters()],
        start=golden.flats(network.parameters()))
    criterion = torch.nn.MSELoss()

    def forward():
        if lengths is None:
            outputs, last = network(values)
        else:
            packed, last = network(pack_padded_sequence(values, lengths, batch_first=True, enforce_sorted=False))
            outputs, _ = pad_packed_sequence(packed, batch_first=True, total_length=time)
        last = (last[0] if cell == "Lstm" else last)[-1]
        loss = 0.0
        if looks_at != "last":
            loss = loss + criterion(outputs, output_targets)
        if looks_at != "outputs":
            loss = loss + criterion(last, last_targets)
        return (outputs, last), loss

    golden.train(case, torch.optim.Adam(network.parameters(), lr=0.01, eps=1e-5), forward, lambda outputs: dict(
        outputs=golden.flat(outputs[0]), last=golden.flat(outputs[1]), inputGradients=golden.flat(values.grad),
        gradients=golden.gradients(network.parameters())))
    return {**golden.compact(case, digits=9), "losses": case["losses"]}


# Rounded already, but for the losses.
golden.write("recurrent.json", [run(*case) for case in CASES], digits=17)
