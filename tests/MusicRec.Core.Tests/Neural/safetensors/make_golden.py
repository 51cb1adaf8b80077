"""Writes from_python.safetensors and, beside it, what is in it; reads from_library.safetensors (written by
ModelFileGoldenTests with MUSICREC_APPROVE=1) and writes down what was found in it.

    python3 tests/MusicRec.Core.Tests/Neural/safetensors/make_golden.py
"""
import json
import os

import numpy

from safetensors_file import show, write

folder = os.path.dirname(os.path.abspath(__file__))
generator = numpy.random.RandomState(7)


def numbers(*shape):
    return generator.standard_normal(shape).astype("<f4")


# Names that need escapes, every rank, an empty tensor between others, a negative zero and the smallest numbers there are.
write(
    os.path.join(folder, "from_python.safetensors"),
    {
        "0.weight": numbers(3, 5),
        "0.bias": numbers(3),
        "empty": numbers(2, 0, 4),
        "größe \"5\" \\ \t\u2028 \U0001f3b5": numbers(2, 1, 3),
        "kernel": numbers(2, 3, 2, 2),
        "extremes": numpy.array([-0.0, 1e-45, -1e-38, 3.4028235e38, -3.4028235e38, 1], "<f4"),
    },
    {"architecture": "made by hand", "framework": "numpy", "note": "ä\n\"quoted\""},
)
for name in ("from_python", "from_library"):
    if os.path.exists(os.path.join(folder, f"{name}.safetensors")):
        with open(os.path.join(folder, f"{name}.json"), "w", encoding="utf-8") as file:
            json.dump(show(os.path.join(folder, f"{name}.safetensors")), file, ensure_ascii=False, indent=1)
            file.write("\n")
