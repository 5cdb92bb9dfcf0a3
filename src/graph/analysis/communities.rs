//! Communities: groups of nodes with more weight among them than chance would give (Newman's modularity).
//!
//! Leiden, after Traag, Waltman and van Eck 2019: nodes move to where they gain most, each community is refined into
//! parts that hang together, the parts become the nodes of a smaller graph, and so on until nothing gains. Ties count
//! both ways. The order in which nodes are visited comes from the seed.

use std::collections::VecDeque;

use super::adjacency::Adjacency;
use super::random::Random;
use super::{Ties, Ways};

/// Gains below this are noise of the arithmetic.
const MIN_GAIN: f64 = 1e-10;

/// Rounds of the whole method; each starts from the result of the one before and most graphs settle after three.
const MAX_ROUNDS: usize = 20;

/// Most starts, of which the best counts: on a small graph without clear communities most end one to five parts in a
/// hundred below it, with igraph's Leiden as with this one.
const MAX_STARTS: usize = 200;

/// Starts times ties: a large graph gets one start, which does not vary much there.
const STARTED_TIES: usize = 500_000;

/// The community of each node, numbered from 0: the largest first, of equal ones that with the lower node.
///
/// `resolution` above 1 gives smaller communities, below 1 larger ones. Nodes without ties are communities of their own.
pub fn communities(ties: &Ties, resolution: f64, seed: u64) -> Vec<u32> {
    let graph = Level::new(Adjacency::new(ties, Ways::Undirected));
    let mut random = Random::new(seed);
    let n_starts = (STARTED_TIES / ties.edges.len().max(1)).clamp(1, MAX_STARTS);
    let mut best = (f64::NEG_INFINITY, Vec::new());
    for _ in 0..n_starts {
        let found = graph.divide(resolution, &mut random);
        if found.0 > best.0 + MIN_GAIN {
            best = found;
        }
    }
    by_size(&best.1)
}

/// The modularity of a division of the nodes: the share of weight inside communities beyond what chance gives, at most 1.
///
/// 0 where there are no ties. `communities` gives the community of each node.
pub fn modularity(ties: &Ties, communities: &[u32], resolution: f64) -> f64 {
    Level::new(Adjacency::new(ties, Ways::Undirected)).quality(&renumber(communities), resolution)
}

/// A graph whose nodes may stand for parts of a larger one.
struct Level {
    neighbours: Adjacency,
    /// Weight of a node's ties, those to itself twice.
    strengths: Vec<f64>,
    /// Twice the weight of all ties.
    total: f64,
}

impl Level {
    fn new(neighbours: Adjacency) -> Level {
        let strength = |node: usize| -> f64 {
            let ties = neighbours.of(node).iter();
            ties.map(|&(other, weight)| if other as usize == node { 2.0 * weight } else { weight }).sum()
        };
        let strengths: Vec<f64> = (0..neighbours.n_nodes()).map(strength).collect();
        let total = strengths.iter().sum();
        Level { neighbours, strengths, total }
    }

    fn n_nodes(&self) -> usize {
        self.strengths.len()
    }

    /// Ties of a node to others.
    fn others(&self, node: usize) -> impl Iterator<Item = (usize, f64)> {
        let ties = self.neighbours.of(node).iter().map(|&(other, weight)| (other as usize, weight));
        ties.filter(move |(other, _)| *other != node)
    }

    fn quality(&self, partition: &[u32], resolution: f64) -> f64 {
        if self.total == 0.0 {
            return 0.0;
        }
        let mut strengths = vec![0.0; self.n_nodes()];
        let mut inside = 0.0;
        for node in 0..self.n_nodes() {
            strengths[partition[node] as usize] += self.strengths[node];
            for &(other, weight) in self.neighbours.of(node) {
                if partition[node] == partition[other as usize] {
                    inside += if other as usize == node { 2.0 * weight } else { weight };
                }
            }
        }
        let expected: f64 = strengths.iter().map(|strength| (strength / self.total).powi(2)).sum();
        inside / self.total - resolution * expected
    }

    /// A division that no further round improves, after its quality.
    fn divide(&self, resolution: f64, random: &mut Random) -> (f64, Vec<u32>) {
        let mut partition: Vec<u32> = (0..self.n_nodes() as u32).collect();
        let mut quality = self.quality(&partition, resolution);
        for _ in 0..MAX_ROUNDS {
            let next = self.improve(partition.clone(), resolution, random);
            let reached = self.quality(&next, resolution);
            if reached <= quality + MIN_GAIN {
                break;
            }
            (partition, quality) = (next, reached);
        }
        (quality, partition)
    }

    /// One round: a partition of at least the same quality.
    fn improve(&self, mut partition: Vec<u32>, resolution: f64, random: &mut Random) -> Vec<u32> {
        if self.total == 0.0 {
            return partition;
        }
        self.move_nodes(&mut partition, resolution, random);
        let partition = renumber(&partition);
        let parts = renumber(&self.refine(&partition, resolution, random));
        let n_parts = parts.iter().max().map_or(0, |last| *last as usize + 1);
        if n_parts == self.n_nodes() {
            return partition;
        }
        let mut of_parts = vec![0; n_parts];
        for (part, community) in parts.iter().zip(&partition) {
            of_parts[*part as usize] = *community;
        }
        let of_parts = self.aggregate(&parts, n_parts).improve(of_parts, resolution, random);
        parts.iter().map(|part| of_parts[*part as usize]).collect()
    }

    /// Moves nodes to the community where they gain most, and then their neighbours, until none gains.
    fn move_nodes(&self, partition: &mut [u32], resolution: f64, random: &mut Random) {
        let mut strengths = vec![0.0; self.n_nodes()];
        let mut sizes = vec![0_u32; self.n_nodes()];
        for (node, community) in partition.iter().enumerate() {
            strengths[*community as usize] += self.strengths[node];
            sizes[*community as usize] += 1;
        }
        let mut empty: Vec<u32> = (0..self.n_nodes() as u32).rev().filter(|c| sizes[*c as usize] == 0).collect();
        let mut queue = VecDeque::from(random.shuffled((0..self.n_nodes() as u32).collect()));
        let mut is_queued = vec![true; self.n_nodes()];
        let mut weights = Weights::new(self.n_nodes());
        while let Some(node) = queue.pop_front() {
            let node = node as usize;
            is_queued[node] = false;
            let from = partition[node];
            weights.fill(self.others(node).map(|(other, weight)| (partition[other], weight)));
            strengths[from as usize] -= self.strengths[node];
            sizes[from as usize] -= 1;
            let expected = resolution * self.strengths[node] / self.total;
            let gain = |community: u32| weights.of(community) - expected * strengths[community as usize];
            let (mut to, mut most) = (from, gain(from));
            for &community in &weights.seen {
                if gain(community) > most + MIN_GAIN {
                    (to, most) = (community, gain(community));
                }
            }
            if most < -MIN_GAIN {
                to = empty.pop().expect("a node in company leaves room for one community more");
            } else if sizes[from as usize] == 0 && to != from {
                empty.push(from);
            }
            strengths[to as usize] += self.strengths[node];
            sizes[to as usize] += 1;
            partition[node] = to;
            if to == from {
                continue;
            }
            for (other, _) in self.others(node) {
                if partition[other] != to && !is_queued[other] {
                    is_queued[other] = true;
                    queue.push_back(other as u32);
                }
            }
        }
    }

    /// Parts of the communities, each of which hangs together: nodes that stand alone join the part that gains most.
    fn refine(&self, partition: &[u32], resolution: f64, random: &mut Random) -> Vec<u32> {
        let mut of_communities = vec![0.0; self.n_nodes()];
        for (node, community) in partition.iter().enumerate() {
            of_communities[*community as usize] += self.strengths[node];
        }
        let mut parts: Vec<u32> = (0..self.n_nodes() as u32).collect();
        let mut strengths = self.strengths.clone();
        // Weight of the ties of a part to the rest of its community.
        let mut bonds: Vec<f64> = (0..self.n_nodes())
            .map(|node| {
                self.others(node).filter(|(other, _)| partition[*other] == partition[node]).map(|tie| tie.1).sum()
            })
            .collect();
        let mut is_alone = vec![true; self.n_nodes()];
        let mut weights = Weights::new(self.n_nodes());
        for node in random.shuffled((0..self.n_nodes() as u32).collect()) {
            let node = node as usize;
            let whole = of_communities[partition[node] as usize];
            let is_bound =
                |bond: f64, strength: f64| bond + MIN_GAIN >= resolution * strength * (whole - strength) / self.total;
            if !is_alone[node] || !is_bound(bonds[node], self.strengths[node]) {
                continue;
            }
            let inside = self.others(node).filter(|(other, _)| partition[*other] == partition[node]);
            weights.fill(inside.map(|(other, weight)| (parts[other], weight)));
            let expected = resolution * self.strengths[node] / self.total;
            let (mut to, mut most) = (node, 0.0);
            for &part in &weights.seen {
                let gain = weights.of(part) - expected * strengths[part as usize];
                if gain > most + MIN_GAIN && is_bound(bonds[part as usize], strengths[part as usize]) {
                    (to, most) = (part as usize, gain);
                }
            }
            if to == node {
                continue;
            }
            bonds[to] += bonds[node] - 2.0 * weights.of(to as u32);
            strengths[to] += self.strengths[node];
            is_alone[to] = false;
            is_alone[node] = false;
            parts[node] = to as u32;
        }
        parts
    }

    /// The graph whose nodes are the parts of this one.
    fn aggregate(&self, parts: &[u32], n_parts: usize) -> Level {
        let mut edges = Vec::new();
        for node in 0..self.n_nodes() {
            for &(other, weight) in self.neighbours.of(node) {
                let (from, to) = (parts[node], parts[other as usize]);
                // Inside a part, a tie between two nodes is met from both.
                let is_met_twice = from == to && other as usize != node;
                edges.push((from, to, if is_met_twice { weight / 2.0 } else { weight }));
            }
        }
        Level::new(Adjacency::of_edges(n_parts, edges))
    }
}

/// Weight by community, for one node at a time.
struct Weights {
    by_community: Vec<f64>,
    /// Communities with weight, in the order in which they were met.
    seen: Vec<u32>,
}

impl Weights {
    fn new(n_communities: usize) -> Weights {
        Weights { by_community: vec![0.0; n_communities], seen: Vec::new() }
    }

    fn fill(&mut self, ties: impl Iterator<Item = (u32, f64)>) {
        for community in self.seen.drain(..) {
            self.by_community[community as usize] = 0.0;
        }
        for (community, weight) in ties {
            if self.by_community[community as usize] == 0.0 {
                self.seen.push(community);
            }
            self.by_community[community as usize] += weight;
        }
    }

    fn of(&self, community: u32) -> f64 {
        self.by_community[community as usize]
    }
}

impl Random {
    fn shuffled(&mut self, mut values: Vec<u32>) -> Vec<u32> {
        for last in (1..values.len()).rev() {
            let place = (u128::from(self.draw()) * (last as u128 + 1)) >> 64;
            values.swap(last, place as usize);
        }
        values
    }
}

/// The same division, numbered from 0 in the order of first nodes.
fn renumber(communities: &[u32]) -> Vec<u32> {
    let mut numbers = rustc_hash::FxHashMap::default();
    communities
        .iter()
        .map(|community| {
            let next = numbers.len() as u32;
            *numbers.entry(*community).or_insert(next)
        })
        .collect()
}

fn by_size(communities: &[u32]) -> Vec<u32> {
    let communities = renumber(communities);
    let mut sizes = vec![0_usize; communities.iter().max().map_or(0, |last| *last as usize + 1)];
    for community in &communities {
        sizes[*community as usize] += 1;
    }
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|community| (std::cmp::Reverse(sizes[*community]), *community));
    let mut places = vec![0; sizes.len()];
    for (place, community) in order.into_iter().enumerate() {
        places[community] = place as u32;
    }
    communities.into_iter().map(|community| places[community as usize]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two triangles with one tie between them, and a node apart.
    fn triangles() -> Ties {
        let edges = [(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3), (2, 3)];
        Ties { n_nodes: 7, edges: edges.iter().map(|&(a, b)| (a, b, 1.0)).collect() }
    }

    #[test]
    fn two_triangles_are_two_communities() {
        let ties = triangles();
        for seed in 0..20 {
            assert_eq!(communities(&ties, 1.0, seed), [0, 0, 0, 1, 1, 1, 2], "seed {seed}");
        }
        assert!((modularity(&ties, &[0, 0, 0, 1, 1, 1, 2], 1.0) - (6.0 / 7.0 - 0.5)).abs() < 1e-12);
    }

    #[test]
    fn a_graph_without_ties_has_nothing_to_divide() {
        let none = Ties { n_nodes: 3, edges: Vec::new() };
        assert_eq!(communities(&none, 1.0, 1), [0, 1, 2]);
        assert_eq!(modularity(&none, &[0, 0, 0], 1.0), 0.0);
        assert_eq!(communities(&Ties::default(), 1.0, 1), [0_u32; 0]);
    }
}
