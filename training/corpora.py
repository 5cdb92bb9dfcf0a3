"""Reads the corpora: treebanks (CoNLL-U), files of names (BIO) and raw sentences, packed with xz or not.

A word is always in its *plain* form (curly quotes, long dashes and odd apostrophes made plain), as the analysis in Rust
sees it.
"""

import lzma
from dataclasses import dataclass
from pathlib import Path

PLAIN = str.maketrans(
    {**dict.fromkeys("‘’‛ʼ´", "'"), **dict.fromkeys("“”„‟«»", '"'), **dict.fromkeys("‐‑‒–—―−", "-")}
)

NAME_KINDS = ["PER", "ORG", "LOC", "MISC"]
N_NAME_CLASSES = 1 + 4 * len(NAME_KINDS)
# Outside, or part of a name that is no person, organisation or place: the file does not tell.
UNTOLD = -1
# Short names of countries that some files of names take for words for a people, MISC.
SHORT_PLACES = {"U.S.", "U.S", "US", "UK", "U.K."}


def plain(word):
    """The word as the models see it."""
    return word.translate(PLAIN)


@dataclass
class Tree:
    """A sentence of a treebank."""

    words: list[str]
    tags: list[str]
    heads: list[int]  # 0 is the root, else the number of the word from 1
    relations: list[str]


@dataclass
class Named:
    """A sentence with its names."""

    words: list[str]
    classes: list[int]  # 0 outside; else 1 + 4 * kind + (0 begin, 1 inside, 2 last, 3 single); or UNTOLD


def open_text(path):
    """A text file for reading, unpacked if its name ends in `.xz`; `name.conllu` finds `name.conllu.xz` too."""
    path = Path(path)
    packed = path.with_name(path.name + ".xz")
    if not path.exists() and packed.exists():
        path = packed
    opener = lzma.open if path.suffix == ".xz" else open
    return opener(path, "rt", encoding="utf-8")


def trees(path):
    """Sentences of a CoNLL-U file; those of which a third of the words is withheld (`_`) are left out."""
    found, words = [], []
    for line in open_text(path):
        line = line.rstrip("\n")
        if line and line[0] != "#":
            columns = line.split("\t")
            if columns[0].isdigit():
                words.append(columns)
        elif not line:
            if words and sum(w[1] == "_" for w in words) * 3 <= len(words):
                found.append(
                    Tree(
                        [plain(w[1]) for w in words],
                        [reduced_tag(w[3], w[4]) for w in words],
                        [int(w[6]) for w in words],
                        [w[7] for w in words],
                    )
                )
            words = []
    return found


def reduced_tag(upos, xpos):
    """Universal tag and the details that matter: `NOUN|S` plural, `VERB|VBD` past, `PRON|WP` relative, ..."""
    match upos:
        case "NOUN":
            detail = "S" if xpos.endswith("S") else "N"
        case "VERB":
            detail = xpos if xpos in ("VBD", "VBG", "VBN", "VBZ", "VBP", "VB") else "VB"
        case "AUX":
            detail = xpos if xpos in ("MD", "VB", "VBN", "VBG") else "VBF"
        case "ADJ":
            detail = xpos if xpos in ("JJR", "JJS") else "JJ"
        case "ADV":
            detail = xpos if xpos in ("WRB", "RBR") else "RB"
        case "PRON":
            detail = xpos if xpos in ("PRP$", "WP", "WDT", "EX", "DT", "NN") else "PRP"
        case "PART":
            detail = xpos if xpos in ("TO", "POS") else "RB"
        case "DET":
            detail = "WDT" if xpos == "WDT" else "DT"
        case "PUNCT":
            quote = "''" if xpos in ("``", "''") else "."
            detail = xpos if xpos in (",", ".", ":", "-LRB-", "-RRB-", "HYPH") else quote
        case _:
            detail = "_"
    return f"{upos}|{detail}"


def named(path, has_other):
    """Sentences of a file of names; `has_other` says whether its MISC are all the names of no other kind, and names alone."""
    found, rows = [], []
    for line in open_text(path):
        line = line.rstrip("\n")
        if line.startswith("-DOCSTART-"):
            continue
        if line:
            rows.append(line.split("\t"))
        elif rows:
            found.append(cleaned(rows, has_other))
            rows = []
    if rows:
        found.append(cleaned(rows, has_other))
    return found


def cleaned(rows, has_other):
    """A sentence with the names of its rows of word and tag, as whom wants names.

    The files disagree on three things, of which one way is chosen: articles and possessives at the ends of a name are no
    part of it; countries in short are places; terms in small letters ("machine learning") may be names or not.
    """
    words, tags = [plain(word) for word, _ in rows], [tag for _, tag in rows]
    classes = name_classes(tags)
    for first, last, kind in name_spans(classes):
        classes[first : last + 1] = [0] * (last + 1 - first)
        if NAME_KINDS[kind] == "MISC" and " ".join(words[first : last + 1]) in SHORT_PLACES:
            kind = NAME_KINDS.index("LOC")
        if NAME_KINDS[kind] == "MISC" and (not has_other or words[first][:1].islower()):
            classes[first : last + 1] = [UNTOLD] * (last + 1 - first)
            continue
        if words[first] in ("the", "a", "an"):
            first += 1
        if words[last] in ("'s", "'"):
            last -= 1
        if first == last:
            classes[first] = 4 * (kind + 1)
        elif first < last:
            classes[first : last + 1] = [1 + 4 * kind, *[2 + 4 * kind] * (last - first - 1), 3 + 4 * kind]
    if not has_other:
        classes = [c or UNTOLD for c in classes]
    return Named(words, classes)


def name_classes(tags):
    """BILOU classes of BIO tags."""
    classes = []
    for i, tag in enumerate(tags):
        if tag == "O":
            classes.append(0)
            continue
        kind = NAME_KINDS.index(tag[2:])
        goes_on = i + 1 < len(tags) and tags[i + 1] == "I-" + tag[2:]
        begins = tag[0] == "B" or i == 0 or tags[i - 1][2:] != tag[2:]
        place = (0 if goes_on else 3) if begins else (1 if goes_on else 2)
        classes.append(1 + 4 * kind + place)
    return classes


def name_spans(classes):
    """Names as (first, last, kind) of BILOU classes."""
    spans, first = set(), 0
    for i, c in enumerate(classes):
        if c in (0, UNTOLD):
            continue
        kind, place = divmod(c - 1, 4)
        if place == 0:
            first = i
        elif place == 3:
            spans.add((i, i, kind))
        elif place == 2:
            spans.add((first, i, kind))
    return spans


def raw_sentences(path):
    """Sentences of a file with one sentence a line, words between spaces, as `training words` prints them."""
    with open_text(path) as lines:
        return [[plain(word) for word in line.split(" ")] for line in map(str.strip, lines) if line]
