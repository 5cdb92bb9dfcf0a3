// The shortest ways from one actor to another over links that pass the filters and that somebody affirms; of equally
// short ones those that more articles state, as `whom path` has it.

import { type Actor, type Model, type Pair, other } from "./model";

export interface Hop {
  from: Actor;
  to: Actor;
  pair: Pair;
}

const MOST = 5;

export function paths(model: Model, from: Actor, to: Actor): Hop[][] {
  if (from === to) return [];
  const distances = distancesTo(to, model.actors.length);
  if (distances[from.index] < 0) return [];
  const best = new Map<Actor, Chain[]>([[to, [{ resistance: 0, hops: [] }]]]);
  return chains(from, distances, best).map((chain) => chain.hops);
}

interface Chain {
  resistance: number;
  hops: Hop[];
}

/** The best from here go on as the best from some neighbour, so few of each are enough. */
function chains(here: Actor, distances: Int32Array, best: Map<Actor, Chain[]>): Chain[] {
  const known = best.get(here);
  if (known) return known;
  const found: Chain[] = [];
  for (const pair of here.pairs) {
    const next = other(pair, here);
    if (distances[next.index] !== distances[here.index] - 1 || !isAffirmed(pair)) continue;
    for (const chain of chains(next, distances, best)) {
      const hops = [{ from: here, to: next, pair }, ...chain.hops];
      found.push({ resistance: chain.resistance + 1 / pair.weight, hops });
    }
  }
  found.sort((a, b) => a.resistance - b.resistance || (key(a) < key(b) ? -1 : 1));
  found.length = Math.min(found.length, MOST);
  best.set(here, found);
  return found;
}

function key(chain: Chain): string {
  return chain.hops.map((hop) => hop.to.id).join(" ");
}

/** Links between each actor and the goal, -1 where there is no way. */
function distancesTo(goal: Actor, n: number): Int32Array {
  const distances = new Int32Array(n).fill(-1);
  distances[goal.index] = 0;
  const queue = [goal];
  for (let head = 0; head < queue.length; head++) {
    const here = queue[head];
    for (const pair of here.pairs) {
      const next = other(pair, here);
      if (distances[next.index] >= 0 || !isAffirmed(pair)) continue;
      distances[next.index] = distances[here.index] + 1;
      queue.push(next);
    }
  }
  return distances;
}

function isAffirmed(pair: Pair): boolean {
  return pair.isShown && pair.edges.some((edge) => edge.shown.some((statement) => statement.polarity === "affirmed"));
}
