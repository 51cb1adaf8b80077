"""Makes src/Text/Resources/unicode.txt.z from the Unicode character database inside Python (3.11: Unicode 14.0.0).

    /usr/bin/python3 environment/TextData/make_unicode.py

The file is text, zlib-compressed; all numbers are code points in hexadecimal, each line's first one counted from that of
the line before. Four blocks, each led by its number of lines:
  decompositions (NFKD, in full, without Hangul syllables, which follow a rule): code point, what it becomes
  combining classes other than 0: code point, class
  compositions (canonical, without the excluded ones): first, second, composed
  case folding (full): code point, what it becomes
"""

import sys
import unicodedata
import zlib
from pathlib import Path

TARGET = Path(__file__).resolve().parents[2] / "src" / "Text" / "Resources" / "unicode.txt.z"
HANGUL = range(0xAC00, 0xD7A4)
CHARACTERS = [chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code <= 0xDFFF]


def block(rows):
    lines, previous = [f"{len(rows):x}"], 0
    for first, *rest in sorted(rows):
        lines.append(" ".join(f"{value:x}" for value in [first - previous, *rest]))
        previous = first
    return lines


def points(text):
    return [ord(character) for character in text]


def compositions():
    rows = []
    for character in CHARACTERS:
        parts = unicodedata.decomposition(character).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            pair = "".join(chr(int(part, 16)) for part in parts)
            if unicodedata.normalize("NFC", pair) == character:
                rows.append([*points(pair), ord(character)])
    return rows


def main():
    decompositions = [
        [ord(character), *points(unicodedata.normalize("NFKD", character))]
        for character in CHARACTERS
        if ord(character) not in HANGUL and unicodedata.normalize("NFKD", character) != character
    ]
    classes = [[ord(character), unicodedata.combining(character)] for character in CHARACTERS if unicodedata.combining(character)]
    folding = [[ord(character), *points(character.casefold())] for character in CHARACTERS if character.casefold() != character]
    lines = [line for rows in (decompositions, classes, compositions(), folding) for line in block(rows)]
    data = zlib.compress(("\n".join(lines) + "\n").encode("ascii"), 9)
    TARGET.write_bytes(data)
    print(f"Unicode {unicodedata.unidata_version}: {len(lines)} lines, {len(data)} bytes")


if __name__ == "__main__":
    main()
