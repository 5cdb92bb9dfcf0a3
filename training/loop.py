"""The training loop that teacher and student share: batches, learning rate, averaged weights, checkpoints.

A run is cut into steps whose order depends on the seed alone, so it can be stopped at any time and goes on from its
last checkpoint as if nothing had happened.
"""

import copy
import math
import random
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn


def batches(lengths, max_words, rng):
    """Indices of sentences of about the same length, `max_words` a batch, in random order; overlong ones left out."""
    order = [i for i in range(len(lengths)) if 0 < lengths[i] <= 200]
    order.sort(key=lambda i: lengths[i] + rng.random() * 3)
    found, batch = [], []
    for i in order:
        if batch and lengths[i] * (len(batch) + 1) > max_words:
            found.append(batch)
            batch = []
        batch.append(i)
    if batch:
        found.append(batch)
    rng.shuffle(found)
    return found


def padded(rows, n, fill=0):
    """Lists of whole numbers as one tensor, `n` columns wide."""
    table = np.full((len(rows), n), fill, np.int64)
    for i, row in enumerate(rows):
        table[i, : len(row)] = row
    return torch.from_numpy(table)


def set_seed(seed):
    torch.manual_seed(seed)
    random.seed(seed)
    np.random.seed(seed)


class Run:
    """Steps of training with warm-up, cosine decay, clipping and an exponential average of the weights."""

    def __init__(self, name, folder, network, groups, n_steps, seed, clip, average, betas=(0.9, 0.95), decay=0.01):
        self.name, self.network, self.n_steps, self.seed, self.clip, self.average = (
            name, network, n_steps, seed, clip, average)  # fmt: skip
        self.path = Path(folder) / f"{name}.pt"
        self.optimizer = torch.optim.AdamW(
            [dict(params=list(params), lr=rate, rate=rate) for params, rate in groups],
            betas=betas, weight_decay=decay, fused=True)  # fmt: skip
        self.averaged = copy.deepcopy(network).eval()
        self.step = 0
        self.seconds = 0.0
        if self.path.exists():
            saved = torch.load(self.path, weights_only=False)
            network.load_state_dict(saved["network"])
            self.averaged.load_state_dict(saved["averaged"])
            self.optimizer.load_state_dict(saved["optimizer"])
            self.step, self.seconds = saved["step"], saved["seconds"]
            print(f"{name}: goes on at step {self.step} of {n_steps}", flush=True)

    def rate(self):
        """Share of the full learning rate at this step."""
        warm_up = max(1, self.n_steps // 20)
        return min(1, (self.step + 1) / warm_up) * (0.5 * (1 + math.cos(math.pi * self.step / self.n_steps)) * 0.99 + 0.01)

    def train(self, plan, loss_of, report, every, save_seconds=240):
        """Runs to the end: `plan(epoch, rng)` gives an epoch's batches, `loss_of(batch)` a loss, `report` scores."""
        start = saved_at = time.time()
        before = self.seconds
        losses = {}
        epoch, done = 0, 0
        while self.step < self.n_steps:
            epoch_batches = plan(epoch, random.Random(self.seed * 1000 + epoch))
            for batch in epoch_batches[max(0, self.step - done) :]:
                if self.step >= self.n_steps:
                    break
                # Dropout depends on the step, so that a resumed run is the same run.
                torch.manual_seed(self.seed * 1_000_000 + self.step)
                for group in self.optimizer.param_groups:
                    group["lr"] = group["rate"] * self.rate()
                loss = loss_of(batch)
                self.optimizer.zero_grad(set_to_none=True)
                loss.backward()
                nn.utils.clip_grad_norm_(self.network.parameters(), self.clip)
                self.optimizer.step()
                self.step += 1
                losses.setdefault(batch[0], []).append(loss.item())
                if self.step % 4 == 0:
                    keep = min(self.average, 1 - 1 / (self.step / 8 + 1))
                    with torch.no_grad():
                        torch._foreach_lerp_(
                            list(self.averaged.parameters()), list(self.network.parameters()), 1 - keep)  # fmt: skip
                self.seconds = before + time.time() - start
                if self.step in (20, 100) or self.step % 500 == 0:
                    means = {kind: round(float(np.mean(values[-100:])), 3) for kind, values in losses.items()}
                    print(f"{self.name} {self.step}/{self.n_steps} {self.seconds:.0f} s {means}", flush=True)
                if self.step % every == 0:
                    print(f"{self.name} {self.step} {report(self.averaged)}", flush=True)
                if time.time() - saved_at > save_seconds:
                    self.save()
                    saved_at = time.time()
            done += len(epoch_batches)
            epoch += 1
        self.save()
        print(f"{self.name} done {self.seconds:.0f} s {report(self.averaged)}", flush=True)

    def save(self):
        """Writes the checkpoint beside the old one and then in its place, so a stop in between loses nothing."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        half = self.path.with_suffix(".half")
        torch.save(
            dict(network=self.network.state_dict(), averaged=self.averaged.state_dict(), step=self.step,
                 optimizer=self.optimizer.state_dict(), seconds=self.seconds), half)  # fmt: skip
        half.replace(self.path)
