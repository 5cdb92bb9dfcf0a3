//! How many neighbours a node has, and with how much weight.

use super::adjacency::Adjacency;
use super::{Ties, Ways};

/// How a node is tied.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Degree {
    /// Nodes with a tie to it; itself where it is tied to itself.
    pub n_in: u32,
    /// Nodes that it has a tie to.
    pub n_out: u32,
    /// Other nodes that it is tied with either way.
    pub n_neighbours: u32,
    /// Weight of the ties to it.
    pub strength_in: f64,
    /// Weight of the ties from it.
    pub strength_out: f64,
}

impl Degree {
    /// Weight of all its ties; what ties it to itself counts twice.
    pub fn strength(&self) -> f64 {
        self.strength_in + self.strength_out
    }
}

/// How each node is tied, by node.
pub fn degrees(ties: &Ties) -> Vec<Degree> {
    let mut degrees = vec![Degree::default(); ties.n_nodes];
    let directed = Adjacency::new(ties, Ways::Directed);
    for source in 0..ties.n_nodes {
        for &(target, weight) in directed.of(source) {
            degrees[source].n_out += 1;
            degrees[source].strength_out += weight;
            degrees[target as usize].n_in += 1;
            degrees[target as usize].strength_in += weight;
        }
    }
    let undirected = Adjacency::new(ties, Ways::Undirected);
    for (node, degree) in degrees.iter_mut().enumerate() {
        degree.n_neighbours = undirected.of(node).iter().filter(|(other, _)| *other as usize != node).count() as u32;
    }
    degrees
}
