//! Betweenness: how many of the shortest paths between others lead through a node.
//!
//! Brandes 2001, one search from each node. Paths are counted in ties, not in weights: a tie that few articles state is
//! no longer for it.

use super::adjacency::Adjacency;
use super::{Ties, Ways};

/// From which nodes paths are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sources {
    /// From all: exact; the time is nodes times ties.
    All,
    /// From so many, spread evenly over the nodes, and taken for all: for graphs of more than some ten thousand nodes.
    Sample(usize),
}

/// The share of the shortest paths between others on which each node lies, 0 to 1; paths of equal length share alike.
pub fn betweenness(ties: &Ties, ways: Ways, sources: Sources) -> Vec<f64> {
    let neighbours = Adjacency::new(ties, ways);
    let n_nodes = ties.n_nodes;
    let n_sources = match sources {
        Sources::All => n_nodes,
        Sources::Sample(n_sources) => n_sources.clamp(1, n_nodes.max(1)).min(n_nodes),
    };
    let mut between = vec![0.0; n_nodes];
    let mut search = Search::new(n_nodes);
    for i in 0..n_sources {
        search.add(&neighbours, i * n_nodes / n_sources, &mut between);
    }
    if n_nodes > 2 {
        let (n_nodes, n_sources) = (n_nodes as f64, n_sources as f64);
        let scale = n_nodes / n_sources / ((n_nodes - 1.0) * (n_nodes - 2.0));
        between.iter_mut().for_each(|share| *share *= scale);
    }
    between
}

/// The state of one search, kept from source to source to save its memory.
struct Search {
    /// Nodes in the order in which they were reached.
    reached: Vec<u32>,
    /// Ties from the source; `u32::MAX` where not reached.
    distances: Vec<u32>,
    /// Number of shortest paths from the source.
    n_paths: Vec<f64>,
    /// Share of the paths to all others behind a node that lead through it.
    dependencies: Vec<f64>,
}

impl Search {
    fn new(n_nodes: usize) -> Search {
        Search {
            reached: Vec::with_capacity(n_nodes),
            distances: vec![u32::MAX; n_nodes],
            n_paths: vec![0.0; n_nodes],
            dependencies: vec![0.0; n_nodes],
        }
    }

    fn add(&mut self, neighbours: &Adjacency, source: usize, between: &mut [f64]) {
        self.reach_all(neighbours, source);
        for place in (0..self.reached.len()).rev() {
            let node = self.reached[place] as usize;
            for &(next, _) in neighbours.of(node) {
                let next = next as usize;
                if self.distances[next] == self.distances[node] + 1 {
                    self.dependencies[node] +=
                        self.n_paths[node] / self.n_paths[next] * (1.0 + self.dependencies[next]);
                }
            }
            if node != source {
                between[node] += self.dependencies[node];
            }
        }
        for &node in &self.reached {
            let node = node as usize;
            (self.distances[node], self.n_paths[node], self.dependencies[node]) = (u32::MAX, 0.0, 0.0);
        }
        self.reached.clear();
    }

    fn reach_all(&mut self, neighbours: &Adjacency, source: usize) {
        (self.distances[source], self.n_paths[source]) = (0, 1.0);
        self.reached.push(source as u32);
        let mut place = 0;
        while place < self.reached.len() {
            let node = self.reached[place] as usize;
            place += 1;
            for &(next, _) in neighbours.of(node) {
                let distance = self.distances[node] + 1;
                if self.distances[next as usize] == u32::MAX {
                    self.distances[next as usize] = distance;
                    self.reached.push(next);
                }
                if self.distances[next as usize] == distance {
                    self.n_paths[next as usize] += self.n_paths[node];
                }
            }
        }
    }
}
