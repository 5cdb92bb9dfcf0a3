#!/usr/bin/env python3
"""Scores `whom extract` on a folder of labelled articles with the scorer that lies in that folder.

    tests/score_gold.py [GOLD_DIR] [--docs] [--errors] [--json]

GOLD_DIR (default ../shared/gold) holds NN.json files with "text", and score.py. The release build of whom is used, or the
one that WHOM_BIN names. Prints the scorer's tables. Needs Python 3 and nothing else; `whom` itself needs no Python.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

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
    done = subprocess.run([binary, "extract", "-"], input="\n".join(lines).encode(), stdout=subprocess.PIPE)
    if done.returncode == 2:
        return 2
    with tempfile.TemporaryDirectory() as folder:
        for line in done.stdout.decode().splitlines():
            pathlib.Path(folder, json.loads(line)["id"] + ".json").write_text(line, encoding="utf-8")
        return subprocess.run([sys.executable, str(gold / "score.py"), str(gold), folder, *flags]).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
