"""Writes frame.json: a small made-up table and what pandas says about it. Run: python3 make_frame.py"""
import json
import pathlib

import numpy as np
import pandas as pd

random = np.random.default_rng(7)
count = 60
tempo = np.round(random.normal(120, 25, count), 3)
energy = np.round(random.uniform(0, 1, count), 4)
loudness = np.round(-20 + 15 * energy + random.normal(0, 2, count), 3)
plays = random.integers(0, 1000, count)
genre = random.choice(["rock", "jazz", "blues", "pop"], count, p=[0.4, 0.3, 0.2, 0.1]).astype(object)
mode = random.integers(0, 2, count)
tempo[[3, 17, 40]] = np.nan
loudness[[17, 22]] = np.nan
genre[[5, 31]] = None
table = pd.DataFrame({"tempo": tempo, "energy": energy, "loudness": loudness, "plays": plays, "genre": genre, "mode": mode})
numeric = ["tempo", "energy", "loudness", "plays"]


def plain(values):
    return [None if value is None or value != value else value for value in values]


described = table[numeric].describe()
groups = table.groupby(["genre", "mode"], dropna=False)["tempo"]
golden = {
    "columns": {name: plain(table[name].tolist()) for name in table},
    "describe": {name: described[name].tolist() for name in numeric},
    "quantiles": {str(p): plain(table[numeric].quantile(p).tolist()) for p in [0.0, 0.1, 0.333, 0.9, 1.0]},
    "skew": table[numeric].skew().tolist(),
    "corr": table[numeric].corr().values.tolist(),
    "top": [table["genre"].describe()[key] for key in ["count", "unique", "top", "freq"]],
    "groups": {
        "genre": plain([key[0] for key in groups.mean().index]),
        "mode": [key[1] for key in groups.mean().index],
        **{name: plain(getattr(groups, name)().tolist()) for name in ["mean", "sum", "count", "min", "max", "median", "std", "first", "size"]},
    },
    "sorted": table.sort_values(["genre", "tempo"], ascending=[True, False], kind="stable").index.tolist(),
}
path = pathlib.Path(__file__).with_name("frame.json")
path.write_text(json.dumps(golden, indent=1, default=lambda value: value.item()) + "\n")
