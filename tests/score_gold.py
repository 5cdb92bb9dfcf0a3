#!/usr/bin/env python3
"""Scores `whom extract` on a folder of labelled articles with the scorer that lies in that folder.

    tests/score_gold.py [GOLD_DIR] [--docs] [--errors] [--json]
    tests/score_gold.py [GOLD_DIR] --graph [--errors]

With --graph the articles go into one graph, and B-cubed (Bagga and Baldwin 1998) says how well its nodes are the actors
that the labels name alike across articles: over the actors found in the articles, and with those missed and invented.

GOLD_DIR (default ../shared/gold) holds NN.json files with "text", and score.py. The release build of whom is used, or the
one that WHOM_BIN names. Prints the scorer's tables. Needs Python 3 and nothing else; `whom` itself needs no Python.
"""
import json
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter

ROOT = pathlib.Path(__file__).resolve().parent.parent


def main(args):
    flags = [a for a in args if a.startswith("--")]
    folders = [a for a in args if not a.startswith("--")]
    gold = pathlib.Path(folders[0]) if folders else ROOT.parent / "shared" / "gold"
    if not (gold / "score.py").exists():
        print(f"skipped: no labelled articles in {gold}")
        return 0
    binary = os.environ.get("WHOM_BIN", str(ROOT / "target" / "release" / "whom"))
    articles = sorted(gold.glob("*.json"))
    lines = []
    for path in articles:
        article = json.loads(path.read_text(encoding="utf-8"))
        lines.append(json.dumps({"id": path.stem, "text": article["text"], "date": article.get("date")}))
    if "--graph" in flags:
        sys.path.insert(0, str(gold))
        import score
        return score_graph(score, binary, articles, lines, "--errors" in flags)
    done = subprocess.run([binary, "extract", "-"], input="\n".join(lines).encode(), stdout=subprocess.PIPE)
    if done.returncode == 2:
        return 2
    with tempfile.TemporaryDirectory() as folder:
        for line in done.stdout.decode().splitlines():
            pathlib.Path(folder, json.loads(line)["id"] + ".json").write_text(line, encoding="utf-8")
        return subprocess.run([sys.executable, str(gold / "score.py"), str(gold), folder, *flags]).returncode


def score_graph(score, binary, articles, lines, tells_errors):
    """Prints B-cubed of the nodes that the articles' actors become."""
    with tempfile.TemporaryDirectory() as folder:
        file, database = pathlib.Path(folder, "gold.jsonl"), pathlib.Path(folder, "gold.db")
        file.write_text("\n".join(lines), encoding="utf-8")
        if subprocess.run([binary, "ingest", "--db", database, file], stdout=subprocess.DEVNULL).returncode == 2:
            return 2
        found = nodes_of_articles(database)
    pairs = []  # (the node or None, the labelled actor or None), once for each actor of each article
    for path in articles:
        labelled = json.loads(path.read_text(encoding="utf-8"))["actors"]
        predicted = found.get(path.stem, [])
        matched = score.align(labelled, predicted)
        truth = [(actor["kind"], score.norm(actor["name"])) for actor in labelled]
        pairs += [(actor["node"], truth[matched[i]] if i in matched else None) for i, actor in enumerate(predicted)]
        pairs += [(None, truth[i]) for i in set(range(len(labelled))) - set(matched.values())]
    both = [(node, actor) for node, actor in pairs if node and actor]
    print("| actors | number | precision | recall | F1 |\n| --- | --: | --: | --: | --: |")
    for what, elements in (("found and labelled", both), ("all", pairs)):
        precision, recall = b_cubed(elements)
        f1 = 2 * precision * recall / (precision + recall)
        print(f"| {what} | {len(elements)} | {precision:.4f} | {recall:.4f} | {f1:.4f} |")
    if tells_errors:
        for node in sorted({node for node, _ in both}):
            actors = {actor for other, actor in both if other == node}
            if len(actors) > 1:
                print("one node:", node, sorted(actors))
        for actor in sorted({actor for _, actor in both}):
            nodes = {node for node, other in both if other == actor}
            if len(nodes) > 1:
                print("several nodes:", actor, sorted(nodes))
    return 0


def nodes_of_articles(database):
    """{article: [{"name", "aliases", "node"}]} as the graph has them."""
    connection = sqlite3.connect(database)
    forms = dict(connection.execute("SELECT number, text FROM form"))
    found = {}
    query = """SELECT r.id, m.name, m.aliases, a.id FROM article_actor m JOIN article r ON r.number = m.article
               JOIN persona p ON p.number = m.persona JOIN actor a ON a.number = p.actor ORDER BY m.article, m.position"""
    for article, name, aliases, node in connection.execute(query):
        aliases = [forms[number] for number in json.loads(aliases or "[]")]
        found.setdefault(article, []).append({"name": forms[name], "aliases": aliases, "node": node})
    return found


def b_cubed(pairs):
    """Precision over what has a node, recall over what has a label; what has no partner counts nothing."""
    nodes, actors, both = Counter(n for n, _ in pairs), Counter(a for _, a in pairs), Counter(pairs)
    share = lambda pair, sizes, side: both[pair] / sizes[pair[side]] if pair[0] and pair[1] else 0.0
    with_node = [pair for pair in pairs if pair[0]]
    with_actor = [pair for pair in pairs if pair[1]]
    precision = sum(share(pair, nodes, 0) for pair in with_node) / max(len(with_node), 1)
    recall = sum(share(pair, actors, 1) for pair in with_actor) / max(len(with_actor), 1)
    return precision, recall


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
