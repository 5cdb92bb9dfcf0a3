//! Ties as each node sees them, in one stretch of memory: neighbours in ascending order, each once.

use super::{Ties, Ways};

/// Neighbours of every node, with the weights of the ties to them.
#[derive(Debug, Clone, Default)]
pub struct Adjacency {
    /// Where the neighbours of a node begin; one more than there are nodes.
    starts: Vec<usize>,
    neighbours: Vec<(u32, f64)>,
}

impl Adjacency {
    /// Where ties lead. Undirected, a tie from a node to itself is once among its neighbours, as are two that meet.
    pub fn new(ties: &Ties, ways: Ways) -> Adjacency {
        let n_nodes = ties.n_nodes;
        let is_there = |&&(source, target, weight): &&(u32, u32, f64)| {
            (source.max(target) as usize) < n_nodes && weight > 0.0 && weight.is_finite()
        };
        let mut edges: Vec<(u32, u32, f64)> = ties.edges.iter().filter(is_there).copied().collect();
        if ways == Ways::Undirected {
            let back =
                edges.iter().filter(|edge| edge.0 != edge.1).map(|&(source, target, weight)| (target, source, weight));
            let back: Vec<_> = back.collect();
            edges.extend(back);
        }
        Adjacency::of_edges(n_nodes, edges)
    }

    /// From edges that are all there, with parallel ones added up from the lightest to the heaviest.
    pub fn of_edges(n_nodes: usize, mut edges: Vec<(u32, u32, f64)>) -> Adjacency {
        edges.sort_unstable_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.total_cmp(&b.2)));
        let mut starts = vec![0; n_nodes + 1];
        let mut neighbours: Vec<(u32, f64)> = Vec::with_capacity(edges.len());
        let mut last = None;
        for (source, target, weight) in edges {
            if last == Some((source, target)) {
                neighbours.last_mut().expect("the edge before this one is in").1 += weight;
            } else {
                neighbours.push((target, weight));
                starts[source as usize + 1] = neighbours.len();
                last = Some((source, target));
            }
        }
        for node in 0..n_nodes {
            starts[node + 1] = starts[node + 1].max(starts[node]);
        }
        Adjacency { starts, neighbours }
    }

    /// How many nodes there are.
    pub fn n_nodes(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// The neighbours of a node in ascending order, with weights.
    pub fn of(&self, node: usize) -> &[(u32, f64)] {
        &self.neighbours[self.starts[node]..self.starts[node + 1]]
    }
}
