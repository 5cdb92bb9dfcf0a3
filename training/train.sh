#!/usr/bin/env bash
# Trains the language model anew and puts it into data/models: `training/train.sh [--quick] [CORPORA]`.
#
# With --quick it makes a useless model in some minutes, in training/work/quick alone, to see that all is in place. CORPORA holds
# treebanks/, names/ and news/ as training/README.md lists them; ../shared/corpora unless named. What it makes on the way is kept in
# training/work, so a run that was stopped goes on where it was; remove that folder to begin anew.
set -euo pipefail
cd "$(dirname "$0")/.."
venv=training/work/venv
python=$venv/bin/python
work=training/work
model=data/models/english.model
teacher=() label=() student=()
if [ "${1:-}" = --quick ]; then
    shift
    work=training/work/quick
    model=$work/english.model
    teacher=(--passes 0.01) label=(--max-words 5000) student=(--steps 40)
fi
corpora=${1:-../shared/corpora}
mkdir -p "$work/news"

step() { printf '\n== %s\n' "$*"; }

step "packages"
if [ ! -x "$python" ]; then
    python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet -r training/requirements.txt
fi
cargo build --release --package training

step "raw text cut into sentences"
for packed in "$corpora"/news/*.jsonl.xz; do
    name=$(basename "$packed" .jsonl.xz)
    [ -s "$work/news/$name.txt" ] && continue
    xz --decompress --stdout "$packed" > "$work/news/$name.jsonl"
    target/release/training words "$work/news/$name.jsonl" > "$work/news/$name.half"
    mv "$work/news/$name.half" "$work/news/$name.txt"
done

step "teacher"
"$python" training/teacher.py --corpora "$corpora" --work "$work" "${teacher[@]}"

step "labels and vectors"
[ -s "$work/vectors.npz" ] || "$python" training/label.py --corpora "$corpora" --work "$work" --raw "$work"/news/*.txt "${label[@]}"

step "student"
"$python" training/student.py --corpora "$corpora" --work "$work" "${student[@]}"

step "model file"
"$python" training/export.py student training/particulars.toml "$model" --work "$work"

step "scores"
for file in ewt-dev gum-dev; do
    target/release/training evaluate --model "$model" --treebank "$corpora/treebanks/$file.conllu.xz"
done
target/release/training evaluate --model "$model" --names "$corpora/names/politics-dev.txt.xz"
