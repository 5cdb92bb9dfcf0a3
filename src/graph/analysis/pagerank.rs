//! PageRank: how often one passes a node who follows ties by weight and now and then starts anew anywhere.
//!
//! Page, Brin, Motwani and Winograd 1999, by power iteration; who is at a node without ties from it starts anew too.

use super::adjacency::Adjacency;
use super::{Ties, Ways};

/// How far all ranks together may still move when they are taken as settled.
const TOLERANCE: f64 = 1e-12;

/// Enough for any damping below 0.97; with 0.85 some 170 are needed.
const MAX_ROUNDS: usize = 1_000;

/// The rank of each node; they sum to 1.
///
/// `damping`, 0 to 1, is the share of steps that follow a tie; 0.85 is customary. Ties count by direction and weight.
pub fn pagerank(ties: &Ties, damping: f64) -> Vec<f64> {
    let n_nodes = ties.n_nodes as f64;
    let out = Adjacency::new(ties, Ways::Directed);
    let strengths: Vec<f64> =
        (0..ties.n_nodes).map(|node| out.of(node).iter().map(|(_, weight)| weight).sum()).collect();
    let mut ranks = vec![1.0 / n_nodes; ties.n_nodes];
    for _ in 0..MAX_ROUNDS {
        let next = step(&out, &strengths, &ranks, damping);
        let moved: f64 = next.iter().zip(&ranks).map(|(new, old)| (new - old).abs()).sum();
        ranks = next;
        if moved < TOLERANCE {
            break;
        }
    }
    ranks
}

fn step(out: &Adjacency, strengths: &[f64], ranks: &[f64], damping: f64) -> Vec<f64> {
    let n_nodes = ranks.len() as f64;
    let dangling: f64 =
        ranks.iter().zip(strengths).filter(|(_, strength)| **strength == 0.0).map(|(rank, _)| rank).sum();
    let anew = (1.0 - damping + damping * dangling) / n_nodes;
    let mut next = vec![anew; ranks.len()];
    for (node, rank) in ranks.iter().enumerate() {
        for &(target, weight) in out.of(node) {
            next[target as usize] += damping * rank * weight / strengths[node];
        }
    }
    next
}
