"""The student: the small network that ships, taught by the treebanks, the files of names and the teacher's labels."""

import argparse
import json
import random
import subprocess
from pathlib import Path

import numpy as np
import torch
from torch import nn

import decode
import loop
from encoder import N_INPUTS, Encoder, Forms
from heads import Heads, name_loss, soft_cross_entropy, tree_loss
from teacher import gold_names, labels_of


class Student(nn.Module):
    def __init__(self, config, vectors):
        super().__init__()
        self.encoder = Encoder(
            vectors, config["n_embedded"], config["width"], config["n_layers"], config["dropout"],
            config["word_dropout"])  # fmt: skip
        self.heads = Heads(
            config["width"], config["arc_width"], config["name_width"], len(config["tags"]), len(config["relations"]),
            config["dropout"])  # fmt: skip


class Sentences:
    """Sentences as the network reads them: the number of each word's form, and the tables' hints on it."""

    def __init__(self, forms):
        self.forms, self.number, self.rows = forms, {}, []
        self.all_ids, self.all_hints, self.words = [], [], []

    def add(self, sentences):
        """Adds sentences of words; gives their numbers, to be had from `collate` after `complete`."""
        first = len(self.all_ids)
        for words in sentences:
            ids = []
            for word in words:
                if word not in self.number:
                    self.number[word] = len(self.rows)
                    self.rows.append(self.forms.inputs(word))
                ids.append(self.number[word])
            self.all_ids.append(np.array(ids, np.int32))
            # A word with a space in it, such as "1 000", must stay one word.
            self.words.append(" ".join(word.replace(" ", "\u00a0") for word in words))
        return range(first, len(self.all_ids))

    def complete(self, hints_command):
        """Asks `training hints` for the hints on all words."""
        self.table = np.array(self.rows, np.int64)
        asked = subprocess.run(hints_command, input="\n".join(self.words) + "\n", capture_output=True, text=True, check=True)
        self.words = []
        for ids, line in zip(self.all_ids, asked.stdout.split("\n")):
            self.all_hints.append(np.frombuffer(bytes.fromhex(line), np.uint8))
            assert len(self.all_hints[-1]) == len(ids), "as many hints as words"

    def lengths(self, numbers):
        return [len(self.all_ids[i]) for i in numbers]

    def collate(self, numbers):
        """Rows of forms, hints and mask of a batch."""
        n = max(self.lengths(numbers))
        inputs = np.zeros((len(numbers), n, N_INPUTS), np.int64)
        hints = np.zeros((len(numbers), n), np.int64)
        mask = np.zeros((len(numbers), n), np.float32)
        for row, i in enumerate(numbers):
            k = len(self.all_ids[i])
            inputs[row, :k], hints[row, :k], mask[row, :k] = self.table[self.all_ids[i]], self.all_hints[i], 1
        return torch.from_numpy(inputs), torch.from_numpy(hints), torch.from_numpy(mask)


class Silver:
    """The teacher's labels, as `label.py` writes them; one file a part."""

    def __init__(self, paths):
        self.parts = [np.load(path, allow_pickle=True) for path in paths]
        self.parts = [{key: part[key] for key in part.files} for part in self.parts]
        self.where = [(p, i) for p, part in enumerate(self.parts) for i in range(len(part["starts"]) - 1)]

    def words(self, i):
        part, i = self.where[i]
        p = self.parts[part]
        return [p["forms"][f] for f in p["words"][p["starts"][i] : p["starts"][i + 1]]]

    def collate(self, chosen, n):
        """Targets of tags, names, heads and relations, and the heads under which the relations hold."""
        p0 = self.parts[0]
        tags = np.zeros((len(chosen), n, p0["tags"].shape[1]), np.float32)
        names = np.zeros((len(chosen), n, p0["names"].shape[1]), np.float32)
        relations = np.zeros((len(chosen), n, p0["relations"].shape[1]), np.float32)
        arcs = np.zeros((len(chosen), n, n + 1), np.float32)
        heads = np.zeros((len(chosen), n), np.int64)
        for row, i in enumerate(chosen):
            part, i = self.where[i]
            p = self.parts[part]
            start, end = p["starts"][i], p["starts"][i + 1]
            k = end - start
            tags[row, :k], names[row, :k] = p["tags"][start:end], p["names"][start:end]
            relations[row, :k], heads[row, :k] = p["relations"][start:end], p["heads"][start:end]
            at = p["arc_starts"][i]
            arcs[row, :k, : k + 1] = p["arcs"][at : at + k * (k + 1)].reshape(k, k + 1)
        return tuple(map(torch.from_numpy, (tags, names, arcs, relations, heads)))


def recased(words, rng):
    """A few sentences as headlines have them: Each Word Large, or ALL IN CAPITALS."""
    dice = rng.random()
    if dice < 0.02:
        return [word[:1].upper() + word[1:] for word in words]
    if dice < 0.035:
        return [word.upper() for word in words]
    return words


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    parser.add_argument("--work", type=Path, default=Path("training/work"))
    parser.add_argument("--tool", type=Path, default=Path("target/release/training"), help="the Rust part of the training")
    parser.add_argument("--name", default="student")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, default=30000)
    parser.add_argument("--words", type=int, default=1500, help="words in a batch")
    parser.add_argument("--rate", type=float, default=2.5e-3)
    parser.add_argument("--width", type=int, default=192)
    parser.add_argument("--layers", type=int, default=3)
    parser.add_argument("--arc-width", type=int, default=64)
    parser.add_argument("--dropout", type=float, default=0.15)
    parser.add_argument("--word-dropout", type=float, default=0.06)
    parser.add_argument("--embedded", type=int, default=20000, help="words with an embedding of their own")
    parser.add_argument("--no-silver", action="store_true")
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    loop.set_seed(args.seed)

    gold, tags, relations = labels_of(args.corpora)
    names = gold_names(args.corpora)
    vectors = np.load(args.work / "vectors.npz", allow_pickle=True)
    words = list(vectors["words"])
    config = dict(
        tags=tags, relations=relations, n_embedded=min(args.embedded, len(words)), width=args.width,
        n_layers=args.layers, arc_width=args.arc_width, name_width=64, dropout=args.dropout,
        word_dropout=args.word_dropout, seed=args.seed)  # fmt: skip
    forms = Forms(words, config["n_embedded"])
    sentences = Sentences(forms)
    tree_numbers = sentences.add(tree.words for tree in gold)
    name_numbers = sentences.add(sentence.words for sentence in names)
    silver = Silver([] if args.no_silver else sorted(args.work.glob("silver-*.npz")))
    rng = random.Random(args.seed)
    silver_numbers = sentences.add(recased(silver.words(i), rng) for i in range(len(silver.where)))
    dev = decode.Dev(args.corpora)
    dev_numbers = {name: sentences.add(found) for name, found in dev.sentences().items()}
    sentences.complete([str(args.tool), "hints"])
    parts = {"trees": tree_numbers, "names": name_numbers, "silver": silver_numbers}
    print({kind: sum(sentences.lengths(numbers)) for kind, numbers in parts.items()}, "words", flush=True)

    student = Student(config, torch.from_numpy(vectors["vectors"])).train()
    args.work.mkdir(parents=True, exist_ok=True)
    (args.work / f"{args.name}.json").write_text(json.dumps(config))
    tag_number = {tag: i for i, tag in enumerate(tags)}
    relation_number = {relation: i for i, relation in enumerate(relations)}
    gold_rows = [
        ([tag_number[t] for t in tree.tags], tree.heads, [relation_number[r] for r in tree.relations]) for tree in gold
    ]

    def loss_of(batch):
        kind, chosen = batch
        inputs, hints, mask = sentences.collate([parts[kind][i] for i in chosen])
        n = mask.shape[1]
        x = drop(student.encoder(inputs, hints, mask))
        if kind == "names":
            classes = loop.padded([names[i].classes for i in chosen], n)
            return name_loss(student.heads.name_scores(x), classes, mask)
        if kind == "trees":
            gold_columns = (loop.padded([gold_rows[i][k] for i in chosen], n) for k in range(3))
            return tree_loss(student.heads, x, mask, *gold_columns)
        tag_scores = student.heads.tags(x)
        soft_tags, soft_names, soft_arcs, soft_relations, heads = silver.collate(chosen, n)
        name_scores = student.heads.name_scores(x)
        arc_scores, x, x_root = student.heads.arc_scores(x, mask, tag_scores)
        relation_scores = student.heads.relation_scores(x, x_root, heads)
        return (
            0.5 * soft_cross_entropy(tag_scores, soft_tags, mask)
            + soft_cross_entropy(arc_scores, soft_arcs, mask)
            + soft_cross_entropy(relation_scores, soft_relations, mask)
            + soft_cross_entropy(name_scores, soft_names, mask)
        )

    def drop(x):
        keep = torch.rand(x.shape[0], 1, x.shape[2]) > args.dropout
        return x * keep / (1 - args.dropout)

    def plan(_epoch, rng):
        found = []
        for kind, numbers in parts.items():
            found += [(kind, batch) for batch in loop.batches(sentences.lengths(numbers), args.words, rng)]
        rng.shuffle(found)
        return found

    def report(student):
        def encoded(name):
            numbers = dev_numbers[name]

            def encode(chosen):
                inputs, hints, mask = sentences.collate([numbers[i] for i in chosen])
                return student.encoder(inputs, hints, mask), mask

            return encode, loop.batches(sentences.lengths(numbers), 4000, loop.random.Random(0))

        return dev.scores(student.heads, encoded, tags, relations)

    run = loop.Run(args.name, args.work, student, [(student.parameters(), args.rate)], args.steps, args.seed, 2.0, 0.998)
    run.train(plan, loss_of, report, every=2500)


if __name__ == "__main__":
    main()
