"""What stands on top of an encoder: tags, trees and names. The same for teacher and student.

Trees are biaffine (Dozat and Manning, 2017): each word scores every other word as its head; a bias for the distance
and one that depends on the word help a small network.
"""

import math

import torch
from torch import nn
from torch.nn import functional as F

from corpora import N_NAME_CLASSES, UNTOLD

MAX_DISTANCE = 32
N_BUCKETS = 16


def gelu(x):
    """The sigmoid form of GELU: cheap, and the same in Rust."""
    return x * torch.sigmoid(1.702 * x)


def drop_columns(x, share, training):
    """Dropout of the same columns over a whole sentence."""
    if not training or share == 0:
        return x
    return x * (torch.rand(x.shape[0], 1, x.shape[2]) > share) / (1 - share)


class Heads(nn.Module):
    """Scores of tags, heads, relations and name classes from an encoder's output of `width` columns."""

    def __init__(self, width, arc_width, name_width, n_tags, n_relations, dropout):
        super().__init__()
        self.arc_width = arc_width
        self.dropout = dropout
        self.root = nn.Parameter(torch.randn(1, 1, width) * 0.1)
        self.tags = nn.Linear(width, n_tags)
        self.tag_vectors = nn.Parameter(torch.randn(n_tags, width) * 0.1)
        self.arc_head = nn.Linear(width, arc_width)
        self.arc_dependent = nn.Linear(width, arc_width)
        self.arc = nn.Linear(arc_width, arc_width)
        nn.init.xavier_uniform_(self.arc.weight, 0.5)
        self.distance = nn.Parameter(torch.zeros(2 * MAX_DISTANCE + 1))
        self.buckets = nn.Linear(arc_width, N_BUCKETS)
        nn.init.normal_(self.buckets.weight, 0, 0.02)
        self.relation_head = nn.Linear(width, arc_width)
        self.relation_dependent = nn.Linear(width, arc_width)
        self.relation = nn.Linear(3 * arc_width, n_relations)
        self.names_hidden = nn.Linear(width, name_width)
        self.names = nn.Linear(name_width, N_NAME_CLASSES)

    def name_scores(self, x):
        return self.names(gelu(self.names_hidden(x)))

    def arc_scores(self, x, mask, tag_scores):
        """Scores [sentence, dependent, head] with the root as head 0, and the inputs of `relation_scores`."""
        n_sentences, n, width = x.shape
        x = x + torch.softmax(tag_scores, -1) @ self.tag_vectors
        x_root = torch.cat([self.root.expand(n_sentences, 1, width).to(x.dtype), x], 1)
        heads = drop_columns(gelu(self.arc_head(x_root)), self.dropout, self.training)
        dependents = drop_columns(gelu(self.arc_dependent(x)), self.dropout, self.training)
        scores = self.arc(dependents) @ heads.transpose(1, 2) / math.sqrt(self.arc_width)
        dependent = torch.arange(n)[:, None] + 1
        head = torch.arange(n + 1)[None]
        offset = (head - dependent).clamp(-MAX_DISTANCE, MAX_DISTANCE) + MAX_DISTANCE
        bucket = distance_bucket(dependent, head)
        by_word = torch.gather(self.buckets(dependents), 2, bucket.expand(n_sentences, n, n + 1))
        scores = (scores + (self.distance[offset] + by_word) * (head != 0)).float()
        impossible = (torch.cat([torch.ones(n_sentences, 1), mask], 1)[:, None] == 0) | (head == dependent)[None]
        return scores.masked_fill(impossible, -1e4), x, x_root

    def relation_scores(self, x, x_root, heads):
        """Scores of relations of each word to its head in `heads`."""
        by_head = gelu(self.relation_head(x_root))
        head = torch.gather(by_head, 1, heads[..., None].expand(-1, -1, self.arc_width))
        dependent = gelu(self.relation_dependent(x))
        head = drop_columns(head, self.dropout, self.training)
        dependent = drop_columns(dependent, self.dropout, self.training)
        return self.relation(torch.cat([head, dependent, head * dependent], -1))


def distance_bucket(dependent, head):
    """0 to 3: one to four words away; 4: to six; 5: to ten; 6: to twenty; 7: farther; plus 8 if the head follows."""
    away = (head - dependent).abs()
    far = torch.where(away <= 10, 5, torch.where(away <= 20, 6, 7))
    bucket = torch.where(away <= 4, away - 1, torch.where(away <= 6, 4, far)) + 8 * (head > dependent)
    return bucket.clamp(0, N_BUCKETS - 1)


def cross_entropy(scores, gold, mask):
    """Mean over the words of `mask` of the loss against gold classes."""
    losses = F.cross_entropy(scores.float().transpose(1, 2), gold, reduction="none")
    return (losses * mask).sum() / mask.sum().clamp(min=1)


def soft_cross_entropy(scores, target, mask):
    """Mean over the words of `mask` of the loss against a distribution."""
    losses = -(torch.log_softmax(scores.float(), -1) * target).sum(-1)
    return (losses * mask).sum() / mask.sum().clamp(min=1)


def tree_loss(heads, x, mask, gold_tags, gold_heads, gold_relations):
    """Loss of tags, heads and relations against a treebank's."""
    tag_scores = heads.tags(x)
    arc_scores, x, x_root = heads.arc_scores(x, mask, tag_scores)
    relation_scores = heads.relation_scores(x, x_root, gold_heads)
    return (
        0.5 * cross_entropy(tag_scores, gold_tags, mask)
        + cross_entropy(arc_scores, gold_heads, mask)
        + cross_entropy(relation_scores, gold_relations, mask)
    )


def name_loss(scores, gold, mask):
    """Loss of names; where a file does not tell, outside is as good as a name of no other kind."""
    log_p = torch.log_softmax(scores.float(), -1)
    exact = torch.gather(log_p, 2, gold.clamp(min=0)[..., None])[..., 0]
    outside_or_other = torch.logsumexp(torch.cat([log_p[..., :1], log_p[..., 13:17]], -1), -1)
    chosen = torch.where(gold == UNTOLD, outside_or_other, exact)
    return -(chosen * mask).sum() / mask.sum()
