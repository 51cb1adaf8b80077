#!/usr/bin/python3
"""Writes compression.json: what PyTorch prunes and rounds of made-up weights.

Debian package: python3-torch. Run: python3 make_compression.py"""
import json
import os

import numpy as np
import torch
from torch.nn.utils import prune

torch.manual_seed(5)
cases = []
for rows, columns, share in ((6, 5, 0.4), (9, 4, 0.75), (3, 11, 0.0), (12, 7, 0.9)):
    layer = torch.nn.Linear(columns, rows)
    layer.weight.data = torch.randn(rows, columns) * torch.logspace(-3, 2, rows)[:, None]
    weight = layer.weight.detach().numpy().copy()
    prune.l1_unstructured(layer, "weight", amount=int(share * rows * columns))
    # The scale rule of QuantizedRows: largest / 127 in float, rounded up to 17 binary digits.
    bits = (np.abs(weight).max(1) / np.float32(127)).astype(np.float32).view(np.uint32)
    scales = (((bits + np.uint32(127)) >> np.uint32(7)) << np.uint32(7)).view(np.float32)
    rounded = torch.quantize_per_channel(
        torch.from_numpy(weight), torch.from_numpy(scales.astype(np.float64)), torch.zeros(rows, dtype=torch.int64), 0, torch.qint8)
    cases.append({
        "rows": rows, "columns": columns, "share": share,
        "weight": [float(value) for value in weight.ravel()],
        "pruned": [float(value) for value in layer.weight.detach().numpy().ravel()],
        "wholes": rounded.int_repr().numpy().ravel().tolist(),
        "restored": [float(value) for value in rounded.dequantize().numpy().ravel()],
    })
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "compression.json"), "w", encoding="utf-8") as file:
    json.dump({"cases": cases}, file)
    file.write("\n")
