//! The measures of a network's actors, as `whom rank` prints them.

use serde::Serialize;

use super::{Sources, Ties, Ways, betweenness, pagerank};
use crate::graph::Network;

/// Share of steps of PageRank that follow a tie, as its authors and NetworkX have it.
const DAMPING: f64 = 0.85;

/// Starts of searches for betweenness: up to so many actors the measure is exact, beyond it is taken from a sample.
const MAX_SOURCES: usize = 10_000;

/// How an actor stands in a network.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Standing {
    /// Edges that begin or end at it.
    pub degree: u32,
    /// Articles of these edges, summed.
    pub strength: u64,
    /// Share of a random walk along the edges, weighted by articles, that is spent at it; all sum to 1.
    pub pagerank: f64,
    /// Share of the shortest paths between two others, directions aside, that lead through it.
    pub betweenness: f64,
}

/// The standing of each node, in their order; none for a network without nodes.
///
/// Of a network of more than ten thousand actors betweenness is that of paths from ten thousand of them.
pub fn standings(network: &Network) -> Vec<Standing> {
    let n_nodes = network.nodes.len();
    let (mut degree, mut strength) = (vec![0; n_nodes], vec![0; n_nodes]);
    for edge in &network.edges {
        for end in [edge.source, edge.target] {
            degree[end] += 1;
            strength[end] += u64::from(edge.articles);
        }
    }
    let pagerank = pagerank(&Ties::walkable(network), DAMPING);
    let betweenness = betweenness(&Ties::of(network), Ways::Undirected, Sources::Sample(MAX_SOURCES));
    let standing = |i: usize| Standing {
        degree: degree[i],
        strength: strength[i],
        pagerank: pagerank[i],
        betweenness: betweenness[i],
    };
    (0..n_nodes).map(standing).collect()
}

impl Ties {
    /// A tie for each edge of a network, as heavy as its articles.
    pub fn of(network: &Network) -> Ties {
        let ties = network.edges.iter().map(|edge| (edge.source as u32, edge.target as u32, f64::from(edge.articles)));
        Ties { n_nodes: network.nodes.len(), edges: ties.collect() }
    }

    /// The ways that a walk along the edges may take: [`Ties::of`], and those of symmetric relations back as well.
    pub fn walkable(network: &Network) -> Ties {
        let mut ties = Ties::of(network);
        let back = network.edges.iter().filter(|edge| edge.relation.is_symmetric());
        ties.edges.extend(back.map(|edge| (edge.target as u32, edge.source as u32, f64::from(edge.articles))));
        ties
    }
}
