"""Makes vectorizers.json: what scikit-learn 1.2.1 and Python 3.11 say about made-up texts (Debian: python3-sklearn).

    /usr/bin/python3 make_vectorizers.py
"""

import json
import random
import re
import unicodedata
from pathlib import Path

import numpy as np
import sklearn
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

SYLLABLES = "ba de fi go lu ma ne ri so tu va ze ko pi shi tra".split()
ODD = ["don't", "rock'n'roll", "a", "I", "x_1", "_", "__", "7", "24", "3rd", "naïve", "Ångström", "e\u0301te\u0301", "ΟΔΟΣ", "ΣΑΣ'",
       "İstanbul", "ſtreet", "Straße", "日本語", "二", "５つ", "½", "xⅷ", "²³", "😀", "𝒜𝒷𝒸", "𐐀𐐁", "ﬁre", "\uff21\uff22", "क्या", "co-op", "a.b", "Ǆez"]
STOP_WORDS = ["the", "bade", "figo"]


def word(number):
    text = ""
    while True:
        text += SYLLABLES[number % len(SYLLABLES)]
        number //= len(SYLLABLES)
        if number == 0:
            return text


def documents(draw, count, length, words):
    """Words by Zipf's law, some capitals, some punctuation, some oddities; one text without words."""
    numbers = [int(words ** draw.random()) - 1 for _ in range(count * length)]
    result = []
    for start in range(0, len(numbers), length):
        parts = []
        for number in numbers[start : start + draw.randint(length // 2, length)]:
            text = draw.choice(ODD) if draw.random() < 0.08 else "the" if draw.random() < 0.05 else word(number + 3)
            text = text.capitalize() if draw.random() < 0.1 else text.upper() if draw.random() < 0.03 else text
            parts.append(text + draw.choice(["", "", "", "", ",", ".", "!", "\n", "-", "\u00a0"]))
        result.append(" ".join(parts))
    result[count // 2] = " ... a ! \t"
    return result


# scikit-learn's names; the tests translate them.
SETTINGS = [
    {},
    {"ngram_range": [1, 2]},
    {"ngram_range": [2, 2], "lowercase": False},
    {"ngram_range": [2, 4], "min_df": 2},
    {"ngram_range": [3, 3], "norm": "l1"},
    {"min_df": 3},
    {"min_df": 0.1},
    {"max_df": 5},
    {"max_df": 0.35},
    {"min_df": 0.07, "max_df": 12, "ngram_range": [1, 3]},
    {"max_features": 40},
    {"max_features": 300, "ngram_range": [1, 2]},
    {"max_features": 100, "ngram_range": [1, 3], "min_df": 2, "sublinear_tf": True},
    {"max_features": 60, "binary": True},
    {"stop_words": STOP_WORDS, "ngram_range": [1, 2], "max_features": 150},
    {"sublinear_tf": True},
    {"sublinear_tf": True, "norm": None, "smooth_idf": False},
    {"use_idf": False},
    {"use_idf": False, "norm": None, "ngram_range": [1, 2], "max_features": 77},
    {"norm": "l1", "smooth_idf": False},
    {"norm": None},
    {"binary": True, "norm": "l1", "use_idf": False},
    {"token_pattern": r"(?u)\b\w+\b", "max_features": 90},
    {"token_pattern": r"(?u)\b\w\w\w\w+\b", "ngram_range": [1, 2], "max_df": 0.5, "min_df": 2},
]


def rows(matrix):
    matrix.sort_indices()
    return {
        "starts": matrix.indptr.tolist(),
        "columns": matrix.indices.tolist(),
        "values": [float(f"{value:.9g}") for value in matrix.data],
    }


def fitted(settings, train, held_out):
    settings = {name: tuple(value) if name == "ngram_range" else value for name, value in settings.items()}
    model = TfidfVectorizer(**settings)
    trained = model.fit_transform(train)
    # Every row in one number.
    weights = np.arange(trained.shape[1]) % 7 + 1.0
    counts = CountVectorizer(**{name: value for name, value in settings.items() if name not in ("norm", "use_idf", "smooth_idf", "sublinear_tf")})
    counted = counts.fit_transform(train)
    assert (counts.get_feature_names_out() == model.get_feature_names_out()).all()
    return {
        "vocabulary": " | ".join(model.get_feature_names_out()),
        "inverseDocumentFrequencies": [float(f"{value:.9g}") for value in model.idf_] if settings.get("use_idf", True) and len(model.idf_) < 400 else None,
        "trainedRows": [float(f"{value:.9g}") for value in trained @ weights],
        "countedRows": (counted @ weights).astype(int).tolist(),
        "heldOut": rows(model.transform(held_out)),
        "heldOutCounts": counts.transform(held_out).sum(axis=1).ravel().tolist()[0],
    }


def ranges(codes):
    """Ascending numbers as [first, length] pairs one behind the other, each first told from the end before it."""
    result, end = [], 0
    for code in codes:
        if result and code == end:
            result[-1] += 1
        else:
            result += [code - end, 1]
        end = code + 1
    return result


def killer(size):
    """A sequence on which quicksort by the median of three parts badly, so that numpy goes over to heapsort."""
    half, result = size // 2, [0] * size
    for index in range(1, half + 1):
        if index % 2 == 1:
            result[index - 1] = index
            if index < size:
                result[index] = half + index
        result[half + index - 1] = 2 * index
    return result


def made_up_frequencies(kind, size, distinct, seed):
    """The test makes the same numbers."""
    if kind == "killer":
        return [max(killer(size)) - value // distinct + 1 for value in killer(size)]
    result, state = [], seed
    for _ in range(size):
        state = (state * 1103515245 + 12345) % 2**31
        result.append(1 + (state >> 16) % distinct)
    return result


def cuts():
    result = []
    for kind, size, distinct, seed in [("drawn", size, distinct, size + distinct) for size in (2, 16, 17, 40, 1000, 5000) for distinct in (1, 2, 5, 1000)] + [
        ("killer", size, distinct, 0) for size in (200, 1000, 4000) for distinct in (1, 3, 10)
    ]:
        frequencies = made_up_frequencies(kind, size, distinct, seed)
        order = (-np.array(frequencies, dtype=float)).argsort()
        for count in sorted({1, size // 3, size // 2, size * 9 // 10, size - 1}):
            digest = 0
            for index in sorted(order[:count].tolist()):
                digest = (digest * 31 + index) % 1000003
            result.append({"kind": kind, "size": size, "distinct": distinct, "seed": seed, "count": count, "digest": digest})
    return result


def main():
    draw = random.Random(4)
    train, held_out = documents(draw, 36, 40, 400), documents(draw, 9, 40, 800)
    characters = [chr(code) for code in range(0x110000)]
    assigned = [ord(c) for c in characters if unicodedata.category(c) not in ("Cn", "Co", "Cs")]
    lower = [[ord(c), c.lower()] for c in characters if c.lower() != c]
    sigmas = ["".join(draw.choice("Σσας Σ'.:-\u0301ʰAªⅣⓐ1_\u200dbΣ𝒜") for _ in range(draw.randint(1, 9))) for _ in range(400)]
    golden = {
        "versions": f"scikit-learn {sklearn.__version__}, numpy {np.__version__}, Unicode {unicodedata.unidata_version}",
        "train": train,
        "heldOut": held_out,
        "cases": [{"settings": settings, **fitted(settings, train, held_out)} for settings in SETTINGS],
        "cuts": cuts(),
        "unicode": {
            "assigned": ranges(assigned),
            "word": ranges([ord(c) for c in characters if re.match(r"(?u)\w", c)]),
            "lowerFrom": "".join(chr(code) for code, _ in lower),
            "lowerTo": " ".join(text for _, text in lower),
            "sigmas": sigmas,
            "sigmasLower": [text.lower() for text in sigmas],
        },
    }
    path = Path(__file__).with_name("vectorizers.json")
    path.write_text(json.dumps(golden, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(path, path.stat().st_size)


if __name__ == "__main__":
    main()
