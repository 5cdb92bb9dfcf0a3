"""From scores to trees and names, and how good they are: a quick check during training.

What counts is measured by the Rust `evaluate`; here heads are chosen greedily with one root, without repair of cycles.
"""

import numpy as np
import torch

from corpora import N_NAME_CLASSES, name_spans, named, trees


def greedy_heads(scores):
    """Heads of one sentence, 0 the root, from scores [word, head]; exactly one word is the root's."""
    heads = scores.argmax(1)
    roots = [i for i in range(len(heads)) if heads[i] == 0]
    if len(roots) != 1:
        best = int((scores[:, 0] - scores[:, 1:].max(1) if scores.shape[1] > 1 else scores[:, 0]).argmax())
        for i in roots:
            if i != best:
                heads[i] = 1 + int(np.argmax(scores[i, 1:]))
        heads[best] = 0
    return heads


def _allowed():
    """Which BILOU class may follow which: inside and last only after begin and inside of the same kind."""
    allowed = np.full((N_NAME_CLASSES, N_NAME_CLASSES), -1e9)
    for a in range(N_NAME_CLASSES):
        for b in range(N_NAME_CLASSES):
            is_open = a > 0 and (a - 1) % 4 in (0, 1)
            goes_on = b > 0 and (b - 1) % 4 in (1, 2)
            if goes_on and is_open and (a - 1) // 4 == (b - 1) // 4 or not goes_on and not is_open:
                allowed[a, b] = 0
    return allowed


ALLOWED = _allowed()


def best_classes(scores):
    """The best lawful sequence of name classes (Viterbi)."""
    first = [b == 0 or (b - 1) % 4 in (0, 3) for b in range(N_NAME_CLASSES)]
    last = [b == 0 or (b - 1) % 4 in (2, 3) for b in range(N_NAME_CLASSES)]
    best = np.where(first, scores[0], -1e9)
    back = []
    for row in scores[1:]:
        paths = best[:, None] + ALLOWED
        back.append(paths.argmax(0))
        best = paths.max(0) + row
    classes = [int(np.where(last, best, -1e9).argmax())]
    for row in reversed(back):
        classes.append(int(row[classes[-1]]))
    return classes[::-1]


def tree_scores(encode, heads, gold, batches_of, tags, relations):
    """UPOS, UAS and LAS in per cent, on given words."""
    n = n_tags = n_heads = n_labels = 0
    universal = [relation.split(":")[0] for relation in relations]
    with torch.inference_mode():
        for chosen in batches_of:
            x, mask = encode(chosen)
            tag_scores = heads.tags(x)
            arc_scores, x, x_root = heads.arc_scores(x, mask, tag_scores)
            found = np.zeros(mask.shape, np.int64)
            arc_scores = arc_scores.log_softmax(-1).numpy()
            for row, i in enumerate(chosen):
                k = len(gold[i].words)
                found[row, :k] = greedy_heads(arc_scores[row, :k, : k + 1])
            labels = heads.relation_scores(x, x_root, torch.from_numpy(found)).argmax(-1).numpy()
            tag = tag_scores.argmax(-1).numpy()
            for row, i in enumerate(chosen):
                tree = gold[i]
                for k in range(len(tree.words)):
                    n += 1
                    n_tags += tags[tag[row, k]].split("|")[0] == tree.tags[k].split("|")[0]
                    if found[row, k] == tree.heads[k]:
                        n_heads += 1
                        n_labels += universal[labels[row, k]] == tree.relations[k].split(":")[0]
    return tuple(round(100 * count / n, 2) for count in (n_tags, n_heads, n_labels))


def name_f1(encode, heads, sentences, batches_of):
    """F1 of names in per cent, exact span and kind."""
    n_gold = n_found = n_right = 0
    with torch.inference_mode():
        for chosen in batches_of:
            x, _ = encode(chosen)
            scores = torch.log_softmax(heads.name_scores(x).float(), -1).numpy()
            for row, i in enumerate(chosen):
                gold = name_spans(sentences[i].classes)
                found = name_spans(best_classes(scores[row, : len(sentences[i].words)]))
                n_gold, n_found, n_right = n_gold + len(gold), n_found + len(found), n_right + len(gold & found)
    return round(200 * n_right / max(1, n_gold + n_found), 2)


class Dev:
    """The development files, none of which is trained on."""

    def __init__(self, corpora):
        self.trees = {name: trees(corpora / f"treebanks/{name}.conllu") for name in ("ewt-dev", "gum-dev")}
        self.names = {"politics-dev": named(corpora / "names/politics-dev.txt", True)}

    def sentences(self):
        """Words of all sentences, by the name of their file."""
        return {name: [s.words for s in found] for name, found in (self.trees | self.names).items()}

    def scores(self, heads, encoded, tags, relations):
        """Scores by file; `encoded(file)` gives what encodes a batch of its sentences, and the batches."""
        found = {}
        for name, gold in self.trees.items():
            encode, batches = encoded(name)
            found[name] = tree_scores(encode, heads, gold, batches, tags, relations)
        for name, gold in self.names.items():
            encode, batches = encoded(name)
            found[name] = name_f1(encode, heads, gold, batches)
        return found
