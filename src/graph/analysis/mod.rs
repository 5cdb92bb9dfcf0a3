//! Who matters in a graph and who belongs together: measures over plain ties, without a store or a clock.
//!
//! Every answer depends on the set of ties alone, never on their order: parallel ties are first summed in an order of
//! their own. The measures are those of NetworkX, against which the tests hold them; petgraph's PageRank is another
//! (its issue 960).

mod adjacency;
mod betweenness;
mod communities;
mod components;
mod degree;
mod pagerank;
mod random;
mod standing;

pub use betweenness::{Sources, betweenness};
pub use communities::{communities, modularity};
pub use components::components;
pub use degree::{Degree, degrees};
pub use pagerank::pagerank;
pub use standing::{Standing, standings};

/// Communities are looked for at this resolution, where modularity is Newman's.
pub const RESOLUTION: f64 = 1.0;

/// The number from which the search for communities draws, so that the same graph gets the same ones.
pub const SEED: u64 = 7;

/// Weighted ties between the nodes `0..n_nodes`.
///
/// Ties between the same two nodes add up. Those whose weight is not a positive number, or whose node is not there, count
/// for nothing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ties {
    /// How many nodes there are.
    pub n_nodes: usize,
    /// From, to, weight; in any order.
    pub edges: Vec<(u32, u32, f64)>,
}

/// Whether a tie leads one way only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ways {
    /// From its source to its target.
    Directed,
    /// Both ways.
    Undirected,
}
