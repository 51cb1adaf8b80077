"""Makes src/Text/Resources/wordnet.txt.z from Debian's package wordnet-base (WordNet 3.0 as NLTK 3.8 reads it).

    /usr/bin/python3 environment/TextData/make_wordnet.py

The file is text, zlib-compressed. First a line with the number of words, then one line per word in ascending order:
its parts of speech (a letter, 'A' + noun 1 + verb 2 + adjective 4 + adverb 8), the length of the beginning it shares
with the word before (a character, ' ' + length), and the rest. Then for nouns, verbs, adjectives and adverbs the number
of exceptions and one line per exception: the form and its base forms, as in *.exc.

Entries of several words ("ice_cream", 64,184 of 147,306) are left out, since a tokeniser never meets them; four that
are the base of a single word ("bases-on-balls") stay.
"""

import zlib
from pathlib import Path

SOURCE = Path("/usr/share/wordnet")
TARGET = Path(__file__).resolve().parents[2] / "src" / "Text" / "Resources"
PARTS_OF_SPEECH = {"noun": 1, "verb": 2, "adj": 4, "adv": 8}


def read_words(bases):
    words = {}
    for name, bit in PARTS_OF_SPEECH.items():
        for line in (SOURCE / f"index.{name}").read_text("ascii").splitlines():
            if not line.startswith(" "):  # the licence
                word = line.split(" ", 1)[0]
                if "_" not in word or word in bases:
                    words[word] = words.get(word, 0) | bit
    return words


def read_exceptions(name):
    """A form that stands twice counts with its last line, as in NLTK, which fills a dictionary."""
    exceptions = {}
    for line in (SOURCE / f"{name}.exc").read_text("ascii").splitlines():
        form, *bases = line.split()
        if "_" not in form:
            exceptions[form] = bases
    return exceptions


def shared(first, second):
    length = 0
    while length < min(len(first), len(second), 90) and first[length] == second[length]:
        length += 1
    return length


def main():
    exceptions = {name: read_exceptions(name) for name in PARTS_OF_SPEECH}
    words = read_words({base for forms in exceptions.values() for bases in forms.values() for base in bases})
    lines = [str(len(words))]
    previous = ""
    for word in sorted(words):
        length = shared(previous, word)
        lines.append(chr(ord("A") + words[word]) + chr(ord(" ") + length) + word[length:])
        previous = word
    for forms in exceptions.values():
        lines.append(str(len(forms)))
        lines += [" ".join([form, *bases]) for form, bases in sorted(forms.items())]
    text = "\n".join(lines) + "\n"
    data = zlib.compress(text.encode("ascii"), 9)
    (TARGET / "wordnet.txt.z").write_bytes(data)
    print(f"{len(words)} words, {len(text)} characters, {len(data)} bytes")


if __name__ == "__main__":
    main()
