"""The student's encoder: embeddings of each word's form, and bidirectional simple recurrent units over them.

Simple recurrent units (Lei and others, 2018) have no matrix product in the recurrence, so all products of an article
are done at once. Everything here is mirrored in `src/language/network.rs`: change both.
"""

import ctypes
import functools
import re
import subprocess
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from heads import drop_columns, gelu

PADDING, UNKNOWN = 0, 1
FIRST_WORD = 2
# Rows of the hashed tables: last 2, 3 and 4 letters, first 3, shape; each row has `HASHED_WIDTH` columns.
HASHED_ROWS = [1000, 4000, 8000, 4000, 2000]
HASHED_WIDTH = 32
WORD_WIDTH = 64
VECTOR_WIDTH = 64
N_INPUTS = 2 + len(HASHED_ROWS)
# What the tables of names know of a word, bits of a number: see `src/language/hints.rs`.
N_HINTS = 8
HINT_DROPOUT = 0.2


def row_of(text, n_rows):
    """A row for a string: 32-bit FNV-1a, folded."""
    x = 2166136261
    for byte in text.encode():
        x = ((x ^ byte) * 16777619) & 0xFFFFFFFF
    return (x ^ (x >> 15)) % n_rows


def shape(word):
    """Kinds of its letters, runs cut to three: `McCain` is XxXxxx, `F16` is X00."""
    classes = re.sub(r"[A-Z]", "X", re.sub(r"[a-z]", "x", re.sub(r"[0-9]", "0", word)))
    return re.sub(r"(.)\1{3,}", r"\1\1\1", classes)


class Forms:
    """Rows of the tables for each word form; `words` in order of frequency, all with a vector, the first with an embedding."""

    def __init__(self, words, n_embedded):
        self.row = {word: FIRST_WORD + i for i, word in enumerate(words)}
        self.n_embedded = n_embedded

    @functools.lru_cache(None)
    def inputs(self, word):
        lower = word.lower()
        folded = re.sub(r"[0-9]", "0", lower)
        row = self.row.get(lower, UNKNOWN)
        strings = ["2" + folded[-2:], "s" + folded[-3:], "4" + folded[-4:], "p" + folded[:3], shape(word)]
        hashed = [row_of(string, n) for string, n in zip(strings, HASHED_ROWS)]
        return (row if row < FIRST_WORD + self.n_embedded else UNKNOWN, *hashed, row)


def load_scan():
    """Compiles the recurrence if need be."""
    source = Path(__file__).with_name("scan.c")
    library = source.with_name("work") / "scan.so"
    if not library.exists() or library.stat().st_mtime < source.stat().st_mtime:
        library.parent.mkdir(exist_ok=True)
        half = library.with_suffix(".half")
        subprocess.run(["cc", "-O3", "-march=native", "-shared", "-fPIC", "-o", half, source], check=True)
        half.replace(library)
    loaded = ctypes.CDLL(str(library))
    loaded.scan_forward.argtypes = [ctypes.c_void_p] * 3 + [ctypes.c_long] * 4
    loaded.scan_backward.argtypes = [ctypes.c_void_p] * 6 + [ctypes.c_long] * 4
    return loaded


SCAN = load_scan()


class Scan(torch.autograd.Function):
    """c[t] = f[t] * c[t-1] + (1 - f[t]) * z[t], half of the columns forward and half backward."""

    @staticmethod
    def forward(context, z, f):
        z, f = z.contiguous(), f.contiguous()
        c = torch.empty_like(z)
        SCAN.scan_forward(z.data_ptr(), f.data_ptr(), c.data_ptr(), *z.shape, z.shape[2] // 2)
        context.save_for_backward(z, f, c)
        return c

    @staticmethod
    def backward(context, dc):
        z, f, c = context.saved_tensors
        dc = dc.contiguous()
        dz, df = torch.empty_like(z), torch.empty_like(z)
        pointers = [t.data_ptr() for t in (z, f, c, dc, dz, df)]
        SCAN.scan_backward(*pointers, *z.shape, z.shape[2] // 2)
        return dz, df


class Encoder(nn.Module):
    def __init__(self, vectors, n_embedded, width, n_layers, dropout, word_dropout):
        super().__init__()
        self.width, self.dropout, self.word_dropout = width, dropout, word_dropout
        self.words = nn.Embedding(FIRST_WORD + n_embedded, WORD_WIDTH)
        self.hashed = nn.ModuleList([nn.Embedding(n, HASHED_WIDTH) for n in HASHED_ROWS])
        for table in [self.words, *self.hashed]:
            nn.init.normal_(table.weight, 0, 0.1)
        self.register_buffer("vectors", vectors)
        n_columns = WORD_WIDTH + HASHED_WIDTH * len(HASHED_ROWS) + vectors.shape[1] + N_HINTS
        self.input = nn.Linear(n_columns, width)
        self.input_norm = nn.LayerNorm(width)
        # The first layer sees the word before and the word after as well.
        self.layers = nn.ModuleList([nn.Linear((3 if i == 0 else 1) * width, 3 * width) for i in range(n_layers)])
        self.norms = nn.ModuleList([nn.LayerNorm(width) for _ in range(n_layers)])
        for layer in self.layers:
            with torch.no_grad():
                # Some columns remember long, some short.
                layer.bias[width : 2 * width] = torch.linspace(0, 2.5, width // 2).repeat(2)

    def forward(self, inputs, hints, mask):
        """`inputs` [sentence, word, N_INPUTS] rows, `hints` numbers; gives [sentence, word, width], zero outside `mask`."""
        words = inputs[..., 0]
        vectors = self.vectors[inputs[..., -1]]
        if self.training:
            dropped = torch.rand(words.shape) < self.word_dropout
            words = torch.where(dropped, UNKNOWN, words)
            vectors = vectors * (torch.rand(words.shape) > self.word_dropout * 0.7)[..., None]
            # The tables never have all names: the network must do without a hint at times.
            hints = hints * (torch.rand(words.shape) > HINT_DROPOUT)
        bits = (hints[..., None] >> torch.arange(N_HINTS) & 1).float()
        hashed = [table(inputs[..., 1 + i]) for i, table in enumerate(self.hashed)]
        columns = [self.words(words), *hashed, vectors, bits]
        x = F.dropout(torch.cat(columns, -1), self.dropout * 0.7, self.training)
        here = mask[..., None]
        x = self.input_norm(gelu(self.input(x))) * here
        for i, (layer, norm) in enumerate(zip(self.layers, self.norms)):
            seen = x
            if i == 0:
                around = F.pad(x, (0, 0, 1, 1))
                seen = torch.cat([around[:, :-2], x, around[:, 2:]], -1)
            z, forget, out = layer(seen).split(self.width, -1)
            # Padding keeps the state as it is.
            forget = torch.where(here > 0, torch.sigmoid(forget), 1.0)
            state = torch.sigmoid(out) * torch.tanh(Scan.apply(z, forget))
            x = norm(x + drop_columns(state, self.dropout, self.training)) * here
        return x
