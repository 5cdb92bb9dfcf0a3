#!/usr/bin/env python3
"""Scores `whom extract` on the public benchmarks of a folder with the scorer that lies in that folder.

    tests/score_benchmarks.py [BENCHMARKS_DIR] [--json]

BENCHMARKS_DIR (default ../shared/benchmarks) holds TASK-*-dev.jsonl or TASK-dev.jsonl files and score.py, which knows the
tasks. The release build of whom is used, or the one that WHOM_BIN names. Needs Python 3 and nothing else.
"""
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent


def main(args):
    flags = [a for a in args if a.startswith("--")]
    folders = [a for a in args if not a.startswith("--")]
    folder = pathlib.Path(folders[0]) if folders else ROOT.parent / "shared" / "benchmarks"
    if not (folder / "score.py").exists():
        print(f"skipped: no benchmarks in {folder}")
        return 0
    binary = os.environ.get("WHOM_BIN", str(ROOT / "target" / "release" / "whom"))
    for gold in sorted(folder.glob("*-dev.jsonl")):
        task = gold.name.split("-")[0]
        with tempfile.NamedTemporaryFile(suffix=".jsonl") as records:
            done = subprocess.run([binary, "extract", str(gold)], stdout=records)
            if done.returncode == 2:
                return 2
            print(f"== {gold.stem}", flush=True)
            scored = subprocess.run([sys.executable, str(folder / "score.py"), task, str(gold), records.name, *flags])
            if scored.returncode:
                return scored.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
