"""Reads and writes safetensors files: numpy and json only, from the format's description at
https://github.com/huggingface/safetensors#format and from what src/Neural/Files/Checksum.cs says about the checksum.
It shares no code with the library, so that each can be held against the other.

    python3 safetensors_file.py show FILE      prints what is in FILE, as JSON, after checking all of it
    python3 safetensors_file.py copy FROM TO   reads FROM and writes it anew
"""
import hashlib
import json
import struct
import sys

import numpy

TYPES = {"F32": numpy.dtype("<f4"), "F64": numpy.dtype("<f8"), "I64": numpy.dtype("<i8"), "I32": numpy.dtype("<i4")}


def read(path):
    """Tensors by name in the order of their data, and the metadata; ValueError when a rule is broken."""
    with open(path, "rb") as file:
        content = file.read()
    if len(content) < 8:
        raise ValueError("shorter than the length of its header")
    (length,) = struct.unpack_from("<Q", content)
    if length > 100_000_000 or 8 + length > len(content):
        raise ValueError(f"the header cannot be {length} bytes long")
    text = content[8:8 + length]
    if not text.startswith(b"{"):
        raise ValueError("the header does not begin with {")
    if text.rstrip(b" ")[-1:] != b"}":
        raise ValueError("the header is padded with something else than spaces")
    header = json.loads(text.decode("utf-8"), object_pairs_hook=without_duplicates)
    metadata = header.pop("__metadata__", {})
    if not all(isinstance(value, str) for value in metadata.values()):
        raise ValueError("metadata must be texts")
    data = content[8 + length:]
    tensors, end = {}, 0
    for name, entry in sorted(header.items(), key=lambda item: item[1]["data_offsets"]):
        if set(entry) != {"dtype", "shape", "data_offsets"}:
            raise ValueError(f"{name} has the fields {sorted(entry)}")
        (begin, stop), kind = entry["data_offsets"], TYPES[entry["dtype"]]
        if begin != end:
            raise ValueError(f"a hole or an overlap before {name}")
        count = 1
        for size in entry["shape"]:
            count *= size
        if stop - begin != count * kind.itemsize:
            raise ValueError(f"{name} has {stop - begin} bytes for {count} numbers")
        tensors[name] = numpy.frombuffer(data, kind, count, begin).reshape(entry["shape"])
        end = stop
    if end != len(data):
        raise ValueError(f"{len(data) - end} bytes belong to no tensor")
    return tensors, metadata


def write(path, tensors, metadata=None):
    """Writes tensors (arrays by name) in their order."""
    kinds = {kind: name for name, kind in TYPES.items()}
    header, pieces, end = {}, [], 0
    if metadata:
        header["__metadata__"] = metadata
    for name, values in tensors.items():
        piece = numpy.ascontiguousarray(values).tobytes()
        header[name] = {"dtype": kinds[values.dtype], "shape": list(values.shape), "data_offsets": [end, end + len(piece)]}
        pieces.append(piece)
        end += len(piece)
    text = json.dumps(header, ensure_ascii=False).encode("utf-8")
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(pieces))


def checksum(tensors, metadata):
    """The SHA-256 that the library puts into its metadata."""
    digest = hashlib.sha256()

    def number(value):
        digest.update(struct.pack("<q", value))

    def word(text):
        encoded = text.encode("utf-8")
        number(len(encoded))
        digest.update(encoded)

    said = {key: value for key, value in metadata.items() if key != "sha256"}
    number(len(said))
    for key in sorted(said, key=lambda text: text.encode("utf-8")):
        word(key)
        word(said[key])
    for name in sorted(tensors, key=lambda text: text.encode("utf-8")):
        word(name)
        number(tensors[name].ndim)
        for size in tensors[name].shape:
            number(size)
        digest.update(tensors[name].tobytes())
    return digest.hexdigest()


def without_duplicates(pairs):
    names = [name for name, _ in pairs]
    if len(set(names)) != len(names):
        raise ValueError(f"a name stands twice: {names}")
    return dict(pairs)


def show(path):
    tensors, metadata = read(path)
    return {
        "metadata": metadata,
        "checksum": checksum(tensors, metadata),
        "tensors": [
            # float() of a float32 is exact, and JSON keeps all digits of a double.
            {"name": name, "shape": list(values.shape), "values": [float(value) for value in values.reshape(-1)]}
            for name, values in tensors.items()
        ],
    }


if __name__ == "__main__":
    if sys.argv[1] == "show":
        json.dump(show(sys.argv[2]), sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        write(sys.argv[3], *read(sys.argv[2]))
