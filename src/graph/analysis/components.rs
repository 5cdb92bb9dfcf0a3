//! Which nodes hang together at all, whatever the direction of ties.

use super::adjacency::Adjacency;
use super::{Ties, Ways};

/// The component of each node, numbered from 0 in the order of their first nodes.
pub fn components(ties: &Ties) -> Vec<u32> {
    let neighbours = Adjacency::new(ties, Ways::Undirected);
    let mut components: Vec<Option<u32>> = vec![None; ties.n_nodes];
    let mut n_components = 0;
    for start in 0..ties.n_nodes {
        if components[start].is_some() {
            continue;
        }
        components[start] = Some(n_components);
        let mut open = vec![start];
        while let Some(node) = open.pop() {
            for &(other, _) in neighbours.of(node) {
                if components[other as usize].is_none() {
                    components[other as usize] = Some(n_components);
                    open.push(other as usize);
                }
            }
        }
        n_components += 1;
    }
    components.into_iter().flatten().collect()
}
