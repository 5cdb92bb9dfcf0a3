"""Writes a trained student as the model file that the program compiles in, and its page of particulars beside it.

    python training/export.py NAME PARTICULARS OUT

NAME is the student's in the work folder (`NAME.pt`, `NAME.json`, `vectors.npz`), PARTICULARS a TOML file that says what
the model is (training sets with licences, seed, date, scores), OUT the model, such as `data/models/english.model`; its
page is put beside it with format and checksum added.

The file: eight bytes that name it, the number of the format, the number of tensors;
for each the length of its name, the name, its type (0 text, 1 single precision, 2 bytes with scales, 3 whole numbers),
the number of its dimensions, these, the values: of type 2 first a scale for each row, in single precision, then the
bytes. All numbers are little-endian, four bytes each.
"""

import argparse
import json
import struct
from pathlib import Path

import numpy as np
import torch
from blake3 import blake3

from corpora import NAME_KINDS
from encoder import FIRST_WORD, UNKNOWN, shape

MAGIC = b"whom\x00lm\n"
FORMAT = 2
TEXT, SINGLE, BYTES, WHOLE = range(4)

# Matrices of fewer values stay in single precision.
MIN_QUANTISED = 2000

HASHED = ["suffix2", "suffix3", "suffix4", "prefix3", "shape"]
HEADS = ["tags", "arc_head", "arc_dependent", "arc", "buckets"]
HEADS += ["relation_head", "relation_dependent", "relation", "names_hidden", "names"]


def tensors_of(weights, words, config):
    """Tensors of the file by name: `weights` of the student, `words` in the order of their vectors."""
    found = {
        "tag_names": config["tags"],
        "relation_names": config["relations"],
        "name_kinds": NAME_KINDS,
        # What stands for capitals, small letters and digits in a shape.
        "shape_classes": shape("Aa0"),
        "word": weights["encoder.words.weight"],
        "vector": weights["encoder.vectors"],
        "tag_vectors": weights["heads.tag_vectors"],
        "root": weights["heads.root"].reshape(-1),
        "distance": weights["heads.distance"],
    }
    found |= vocabulary(words, config["n_embedded"])
    found |= {name: weights[f"encoder.hashed.{i}.weight"] for i, name in enumerate(HASHED)}
    layers = {"input": ("encoder.input", "encoder.input_norm")}
    layers |= {f"layer{i}": (f"encoder.layers.{i}", f"encoder.norms.{i}") for i in range(config["n_layers"])}
    for name, (linear, norm) in layers.items():
        found[f"{name}.norm.scale"] = weights[f"{norm}.weight"]
        found[f"{name}.norm.shift"] = weights[f"{norm}.bias"]
        found[name], found[f"{name}.bias"] = weights[f"{linear}.weight"], weights[f"{linear}.bias"]
    for name in HEADS:
        found[name], found[f"{name}.bias"] = weights[f"heads.{name}.weight"], weights[f"heads.{name}.bias"]
    return found


def vocabulary(words, n_embedded):
    """The words in order of their bytes, each with its row in the table of words and in that of vectors."""
    row = {word: FIRST_WORD + i for i, word in enumerate(words)}
    rows = np.array([row[word] for word in sorted(row)], np.uint32)
    return {
        "words": sorted(row),
        "word_rows": np.where(rows < FIRST_WORD + n_embedded, rows, UNKNOWN).astype(np.uint32),
        "vector_rows": rows,
    }


def quantised(matrix):
    """The scale of each row, whose greatest value becomes 127, and the bytes."""
    scales = np.maximum(np.abs(matrix).max(1), 1e-8).astype(np.float32) / np.float32(127)
    return scales, np.round(matrix / scales[:, None]).astype(np.int8)


def is_quantised(value):
    return value.ndim == 2 and value.size >= MIN_QUANTISED


def restored(value):
    """What the program makes of a tensor of the student: for checks of its scores."""
    if not is_quantised(value):
        return value
    scales, values = quantised(value)
    return values.astype(np.float32) * scales[:, None]


def entry(name, value):
    """A tensor as it stands in the file."""
    if isinstance(value, list):
        value = "".join(line + "\n" for line in value)
    if isinstance(value, str):
        payload = value.encode()
        kind, sizes = TEXT, [len(payload)]
    elif value.dtype == np.uint32:
        kind, sizes, payload = WHOLE, value.shape, value.astype("<u4").tobytes()
    elif is_quantised(value):
        scales, values = quantised(value)
        kind, sizes, payload = BYTES, value.shape, scales.astype("<f4").tobytes() + values.tobytes()
    else:
        kind, sizes, payload = SINGLE, value.shape, value.astype("<f4").tobytes()
    numbers = struct.pack(f"<{2 + len(sizes)}I", kind, len(sizes), *sizes)
    return struct.pack("<I", len(name)) + name.encode() + numbers + payload


def packed(tensors):
    """The bytes of a model file."""
    entries = [entry(name, value) for name, value in tensors.items()]
    return MAGIC + struct.pack("<II", FORMAT, len(entries)) + b"".join(entries)


def page(particulars, file):
    """The page of particulars: format and checksum, then the rest."""
    return f'format = {FORMAT}\nblake3 = "{blake3(file).hexdigest()}"\nbytes = {len(file)}\n{particulars}'


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("name")
    parser.add_argument("particulars", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--work", type=Path, default=Path("training/work"))
    args = parser.parse_args()
    config = json.loads((args.work / f"{args.name}.json").read_text())
    saved = torch.load(args.work / f"{args.name}.pt", map_location="cpu", weights_only=False)
    weights = {name: value.float().numpy() for name, value in saved["averaged"].items()}
    words = list(np.load(args.work / "vectors.npz", allow_pickle=True)["words"])
    file = packed(tensors_of(weights, words, config))
    args.out.write_bytes(file)
    args.out.with_suffix(".toml").write_text(page(args.particulars.read_text(), file))
    print(f"{args.out}: {len(file)} bytes")


if __name__ == "__main__":
    main()
