"""The teacher labels raw text for the student, and gives each word form its vector.

Labels are distributions, not choices: how unsure the teacher is teaches as well. A form's vector is the mean of the
teacher's states wherever the form occurs, cut to 64 columns by principal components.
"""

import argparse
import random
from collections import Counter
from pathlib import Path

import numpy as np
import torch

import decode
import loop
from corpora import raw_sentences
from encoder import FIRST_WORD, VECTOR_WIDTH
from teacher import Pieces, Teacher, collate, gold_names, labels_of, n_pieces

MIN_WORDS, MAX_WORDS = 3, 80


def is_prose(words):
    """Whether a sentence is worth learning from: mostly words, not all in capitals."""
    n_alphabetic = sum(any(c.isalpha() for c in word) for word in words)
    n_capitals = sum(len(word) > 2 and word.isupper() for word in words)
    return MIN_WORDS <= len(words) <= MAX_WORDS and n_alphabetic >= 0.6 * len(words) and n_capitals < 0.5 * len(words)


def choose(raw, max_words, rng):
    """Different sentences of the raw files in random order, so many that `max_words` words are reached in each file."""
    seen, chosen = set(), []
    for path in raw:
        sentences = raw_sentences(path)
        rng.shuffle(sentences)
        n = 0
        for words in sentences:
            key = " ".join(words).lower()
            if is_prose(words) and key not in seen and n < max_words:
                seen.add(key)
                chosen.append(words)
                n += len(words)
        print(f"{path}: {n} words", flush=True)
    return chosen


class Labels:
    """Labels of sentences, collected and written."""

    def __init__(self):
        self.forms, self.words, self.starts, self.arc_starts = {}, [], [0], []
        self.arrays = {key: [] for key in ("tags", "names", "relations", "heads", "arcs")}
        self.n_arcs = 0

    def add(self, words, tags, names, relations, heads, arcs):
        self.words += [self.forms.setdefault(word, len(self.forms)) for word in words]
        self.starts.append(len(self.words))
        self.arc_starts.append(self.n_arcs)
        self.n_arcs += arcs.size
        for key, value in zip(self.arrays, (tags, names, relations, heads.astype(np.int16), arcs.reshape(-1))):
            self.arrays[key].append(value if key == "heads" else value.astype(np.float16))

    def write(self, path):
        np.savez(
            path, forms=np.array(list(self.forms), dtype=object), words=np.array(self.words, np.int32),
            starts=np.array(self.starts), arc_starts=np.array(self.arc_starts),
            **{key: np.concatenate(values) for key, values in self.arrays.items()})  # fmt: skip


class States:
    """Sum of the teacher's states of each lower-cased form."""

    def __init__(self, width):
        self.number, self.counts = {}, Counter()
        self.sums = np.zeros((1024, width), np.float32)

    def add(self, words, states):
        rows = []
        for word in words:
            lower = word.lower()
            rows.append(self.number.setdefault(lower, len(self.number)))
            self.counts[lower] += 1
        while len(self.sums) < len(self.number):
            self.sums = np.concatenate([self.sums, np.zeros_like(self.sums)])
        np.add.at(self.sums, rows, states)

    def write(self, path, max_words):
        """Vectors of the most frequent forms; two rows of zeros stand first, for padding and unknown words."""
        words = [word for word, n in self.counts.most_common(max_words) if n >= 2]
        counts = np.array([self.counts[word] for word in words], np.float32)
        means = self.sums[[self.number[word] for word in words]] / counts[:, None]
        centred = means - means.mean(0)
        weights = np.sqrt(np.minimum(counts, 1000))[:, None]
        _, variances, axes = np.linalg.svd(centred * weights, full_matrices=False)
        kept = (variances[:VECTOR_WIDTH] ** 2).sum() / (variances**2).sum()
        vectors = centred @ axes[:VECTOR_WIDTH].T
        vectors *= 0.3 / vectors.std()
        scale = np.maximum(np.abs(vectors).max(1, keepdims=True), 1e-6) / 127
        vectors = np.round(vectors / scale) * scale
        table = np.concatenate([np.zeros((FIRST_WORD, VECTOR_WIDTH)), vectors]).astype(np.float32)
        np.savez(path, words=np.array(words, dtype=object), vectors=table)
        print(f"{len(words)} vectors keep {kept:.3f} of the variance", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    parser.add_argument("--work", type=Path, default=Path("training/work"))
    parser.add_argument("--teacher", default="teacher")
    parser.add_argument("--raw", type=Path, nargs="+", required=True, help="files with one sentence a line")
    parser.add_argument("--max-words", type=int, default=900_000, help="words taken from each file")
    parser.add_argument("--max-vectors", type=int, default=50_000)
    parser.add_argument("--part-words", type=int, default=500_000, help="words in a file of labels")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    loop.set_seed(args.seed)

    gold, tags, relations = labels_of(args.corpora)
    teacher = Teacher(len(tags), len(relations)).eval()
    teacher.load_state_dict(torch.load(args.work / f"{args.teacher}.pt", weights_only=False)["averaged"])
    pieces = Pieces()
    rng = random.Random(args.seed)
    chosen = choose(args.raw, args.max_words, rng)
    # The sentences of the treebanks get names, those of the files of names get trees.
    named_once = {" ".join(s.words): s.words for s in gold_names(args.corpora)}
    for known in ([tree.words for tree in gold], list(named_once.values())):
        n = np.cumsum([len(words) for words in known])
        chosen += [words for words, n in zip(known, n) if 0 < len(words) <= MAX_WORDS and n <= args.max_words]
    rng.shuffle(chosen)
    states = States(teacher.encoder.width)
    part, n_done, n_parts = Labels(), 0, 0
    with torch.inference_mode():
        for at in range(0, len(chosen), 2000):
            sentences = chosen[at : at + 2000]
            cut = [pieces.sentence(words) for words in sentences]
            for batch in loop.batches(list(map(n_pieces, cut)), 3000, random.Random(0)):
                inputs, mask = collate([cut[i] for i in batch], pieces)
                with torch.autocast("cpu", dtype=torch.bfloat16):
                    x = teacher.encoder(inputs, mask)
                label(teacher.heads, x.float(), mask, [sentences[i] for i in batch], part, states)
            n_done += sum(map(len, sentences))
            print(f"{n_done} words", flush=True)
            if len(part.words) >= args.part_words or at + 2000 >= len(chosen):
                part.write(args.work / f"silver-{n_parts:02}.npz")
                part, n_parts = Labels(), n_parts + 1
    states.write(args.work / "vectors.npz", args.max_vectors)


def label(heads, x, mask, sentences, part, states):
    """Adds a batch's labels and states."""
    tag_scores, name_scores = heads.tags(x), heads.name_scores(x)
    arc_scores, with_tags, with_root = heads.arc_scores(x, mask, tag_scores)
    log_arcs = arc_scores.log_softmax(-1).numpy()
    best = np.zeros(mask.shape, np.int64)
    for row, words in enumerate(sentences):
        k = len(words)
        best[row, :k] = decode.greedy_heads(log_arcs[row, :k, : k + 1])
    relations = heads.relation_scores(with_tags, with_root, torch.from_numpy(best)).softmax(-1).numpy()
    tags, names, arcs = tag_scores.softmax(-1).numpy(), name_scores.softmax(-1).numpy(), np.exp(log_arcs)
    x = x.numpy()
    for row, words in enumerate(sentences):
        k = len(words)
        part.add(words, tags[row, :k], names[row, :k], relations[row, :k], best[row, :k], arcs[row, :k, : k + 1])
        states.add(words, x[row, :k])


if __name__ == "__main__":
    main()
