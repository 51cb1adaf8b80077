"""Makes text.json: what NLTK 3.8 and Python's unicodedata say (Debian: python3-nltk, wordnet-base, man-db).

    /usr/bin/python3 make_text.py

NLTK reads Debian's WordNet once the file lexnames, which the package lacks, stands beside it. It is built here from the
manual page lexnames(5WN).
"""

import hashlib
import json
import random
import re
import subprocess
import tempfile
import unicodedata
from pathlib import Path

import nltk

WORDNET = Path("/usr/share/wordnet")
FILES = {"Noun": ("noun", "n"), "Verb": ("verb", "v"), "Adjective": ("adj", "a"), "Adverb": ("adv", "r")}
ENDINGS = "s es ses ves xes zes ches shes men ies ed ing er est".split()
FITTING = {"n": ["s", "s", "es", "ies", "men"], "v": ["s", "es", "ed", "ing", "ies"], "a": ["er", "est"], "r": ["er", "est", "s"]}
BLOCK = 4096
WORDS = 2000


def use_wordnet(folder):
    target = folder / "corpora" / "wordnet"
    target.mkdir(parents=True)
    for file in WORDNET.iterdir():
        (target / file.name).symlink_to(file)
    page = subprocess.run(["man", "lexnames"], capture_output=True, text=True, check=True).stdout
    categories = {"noun": 1, "verb": 2, "adj": 3, "adv": 4}
    names = re.findall(r"^(\d\d) +(\w+)\.(\w+)", page, re.MULTILINE)
    assert len(names) == 45
    (target / "lexnames").write_text("".join(f"{number}\t{kind}.{name}\t{categories[kind]}\n" for number, kind, name in names))
    nltk.data.path[:] = [str(folder)]


def inflect(word, letter, chance):
    """What looks like a form of the word: with an ending that fits its part of speech more often than not."""
    ending = chance.choice(FITTING[letter] if chance.random() < 0.8 else ENDINGS)
    return word[: len(word) - chance.choice([0, 0, 0, 1, 1, 2])] + ending


def invent(chance):
    word = "".join(chance.choice("bcdfghklmnprstvw") + chance.choice("aeiou") for _ in range(chance.randint(1, 4)))
    return word + "".join(chance.choice(ENDINGS) for _ in range(chance.randint(0, 3)))


def lemmas(chance):
    from nltk.stem import WordNetLemmatizer

    lemmatizer, table = WordNetLemmatizer(), {}
    for name, (suffix, letter) in FILES.items():
        lines = (WORDNET / f"index.{suffix}").read_text("ascii").splitlines()
        known = [line.split(" ", 1)[0] for line in lines if not line.startswith(" ")]
        known = [word for word in known if "_" not in word]
        irregular = [line.split(" ", 1)[0] for line in (WORDNET / f"{suffix}.exc").read_text("ascii").splitlines()]
        irregular = sorted({word for word in irregular if "_" not in word})
        words = set(chance.sample(irregular, min(400, len(irregular)))) | set(chance.sample(known, 500))
        while len(words) < 1600:
            words.add(inflect(chance.choice(known), letter, chance))
        while len(words) < WORDS:
            words.add(invent(chance))
        # One string per word: the word, and its lemma where that is another.
        pairs = [(word, lemmatizer.lemmatize(word, letter)) for word in sorted(words)]
        table[name] = [word if word == lemma else f"{word} {lemma}" for word, lemma in pairs]
    return table


def contractions():
    words = (
        "gonna gotta wanna gimme lemme cannot d'ye more'n gonnabe forgotta mama's boss's i'm you're we've they'll he'd don't "
        "won't ain't couldn't should've y'all o'clock rock'n'roll it's let's who'd there'll that's ma'am ne'er song love"
    ).split()
    tokenizer = nltk.tokenize.NLTKWordTokenizer()
    return {word: tokenizer.tokenize(word) for word in words}


def digests(transform):
    """SHA-256 of what becomes of each 4,096 code points, one after the other, separated by line feeds, as UTF-8."""
    table = []
    for start in range(0, 0x110000, BLOCK):
        characters = [chr(code) for code in range(start, start + BLOCK) if not 0xD800 <= code <= 0xDFFF]
        table.append(hashlib.sha256("\n".join(map(transform, characters)).encode()).hexdigest()[:16])
    return table


def compose(text):
    return unicodedata.normalize("NFKC", text)


def fold(text):
    return compose(compose(text).casefold())


def strings(chance):
    """Texts in which marks, Hangul parts, ligatures and letters of several scripts meet."""
    marks = [chr(code) for code in [*range(0x300, 0x346), 0x93C, 0x94D, 0x5B4, 0x5BC, 0x64B, 0x651, 0x3099, 0x309A, 0x1D165]]
    letters = list("aeiouAEIOUcnszСдßİıſ") + [chr(code) for code in range(0x1E00, 0x1F00, 7)] + list("καΣςΩهמकがハ＂ﬁ①㎏Ⅷ½")
    hangul = [chr(code) for code in [0x1100, 0x1112, 0x1161, 0x1175, 0x11A7, 0x11A8, 0x11C2, 0xAC00, 0xAC01, 0xD7A3]]
    texts = []
    for _ in range(400):
        kinds = chance.choices([marks, letters, hangul], weights=[5, 3, 2], k=chance.randint(1, 9))
        texts.append("".join(chance.choice(kind) for kind in kinds))
    return [[text, compose(text), fold(text)] for text in texts]


def main():
    chance = random.Random(20)
    with tempfile.TemporaryDirectory() as folder:
        use_wordnet(Path(folder))
        golden = {
            "nltk": nltk.__version__,
            "unicode": unicodedata.unidata_version,
            "lemmas": lemmas(chance),
            "contractions": contractions(),
            "composed": digests(compose),
            "folded": digests(fold),
            "strings": strings(chance),
        }
    target = Path(__file__).with_name("text.json")
    target.write_text(json.dumps(golden, separators=(",", ":")) + "\n")
    print(f"{target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
