//! Where nodes stand in a picture: ForceAtlas2 (Jacomy et al. 2014) from a fixed start, so that the same network is
//! always laid out alike.
//!
//! The start is a sunflower (nodes with the most links in its middle), the number of steps is fixed, and every step is
//! sums, products and square roots in one order: no seed, no clock, no threads. Afterwards circles that overlap are
//! pushed apart.

use fa2::{FA2Data, FA2Settings};

use super::super::palette;
use crate::graph::Network;

/// Steps of the layout: fewer for large networks, where each takes longer and moves less that can be seen.
const fn n_steps(n_nodes: usize) -> usize {
    match n_nodes {
        0..=500 => 1_000,
        501..=3_000 => 500,
        _ => 250,
    }
}

/// From this many nodes on, repulsion is approximated (Barnes and Hut's tree).
const MANY: usize = 1_000;

/// Units of the picture per unit of [`palette::node_size`].
const SIZE: f64 = 0.5;

/// The place of each node, in the order of the network's nodes; in units of which a node is [`palette::node_size`]
/// wide, to one decimal.
pub fn places(network: &Network) -> Vec<(f64, f64)> {
    let mut places = spread(network);
    let radii: Vec<f64> = network.nodes.iter().map(|node| SIZE * palette::node_size(node)).collect();
    push_apart(&mut places, &radii);
    places.into_iter().map(|(x, y)| (round(x), round(y))).collect()
}

fn round(number: f64) -> f64 {
    // Adding 0 turns -0 into 0, which would be written differently.
    (number * 10.0).round() / 10.0 + 0.0
}

fn spread(network: &Network) -> Vec<(f64, f64)> {
    let n_nodes = network.nodes.len();
    if n_nodes == 0 {
        return Vec::new();
    }
    let mut data = FA2Data::<f64>::with_capacity(n_nodes, network.edges.len());
    for (x, y) in sunflower(network) {
        data.add_node_with_position(x, y);
    }
    let mut pairs: Vec<(usize, usize)> =
        network.edges.iter().map(|edge| (edge.source.min(edge.target), edge.source.max(edge.target))).collect();
    pairs.sort_unstable();
    pairs.dedup();
    for (a, b) in pairs {
        data.add_edge(a, b);
    }
    let settings = FA2Settings::default().scaling_ratio(60.0).gravity(0.08).strong_gravity_mode(true).slow_down(8.0);
    let settings = if n_nodes < MANY { settings } else { settings.with_barnes_hut_theta(0.9) };
    let mut layout = settings.build(data);
    layout.run(n_steps(n_nodes));
    layout.data().positions().collect()
}

/// Points of a sunflower, those with the most links in the middle.
fn sunflower(network: &Network) -> Vec<(f64, f64)> {
    let mut n_links = vec![0_u32; network.nodes.len()];
    for end in network.edges.iter().flat_map(|edge| [edge.source, edge.target]) {
        n_links[end] += 1;
    }
    let mut order: Vec<usize> = (0..n_links.len()).collect();
    order.sort_by_key(|node| (std::cmp::Reverse(n_links[*node]), *node));
    // The golden angle, turned on by multiplication: sine and cosine of a large angle differ between platforms.
    let (cos, sin) = (-0.737_368_878_078_32, 0.675_490_294_261_523_8);
    let mut places = vec![(0.0, 0.0); order.len()];
    let (mut x, mut y) = (1.0_f64, 0.0_f64);
    for (rank, node) in order.into_iter().enumerate() {
        let radius = 30.0 * (rank as f64).sqrt();
        places[node] = (radius * x, radius * y);
        (x, y) = (x * cos - y * sin, x * sin + y * cos);
    }
    places
}

/// Rounds in which overlapping circles are moved; most networks need fewer.
const ROUNDS: usize = 40;

/// Free space around a circle.
const MARGIN: f64 = 4.0;

fn push_apart(places: &mut [(f64, f64)], radii: &[f64]) {
    let widest = radii.iter().copied().fold(0.0, f64::max) * 2.0 + MARGIN;
    for _ in 0..ROUNDS {
        // Sorted by x, a circle meets only those that start before it ends.
        let mut order: Vec<usize> = (0..places.len()).collect();
        order.sort_by(|a, b| places[*a].0.total_cmp(&places[*b].0).then(a.cmp(b)));
        let mut has_moved = false;
        for (rank, &a) in order.iter().enumerate() {
            for &b in &order[rank + 1..] {
                if places[b].0 - places[a].0 > widest {
                    break;
                }
                has_moved |= part(places, radii, a, b);
            }
        }
        if !has_moved {
            return;
        }
    }
}

/// Moves two circles apart along the line between them if they overlap, each half the way.
fn part(places: &mut [(f64, f64)], radii: &[f64], a: usize, b: usize) -> bool {
    let (dx, dy) = (places[b].0 - places[a].0, places[b].1 - places[a].1);
    let distance = (dx * dx + dy * dy).sqrt();
    let missing = radii[a] + radii[b] + MARGIN - distance;
    if missing <= 0.0 {
        return false;
    }
    let (ux, uy) = if distance > 0.0 { (dx / distance, dy / distance) } else { (1.0, 0.0) };
    places[a] = (places[a].0 - ux * missing / 2.0, places[a].1 - uy * missing / 2.0);
    places[b] = (places[b].0 + ux * missing / 2.0, places[b].1 + uy * missing / 2.0);
    true
}

#[cfg(test)]
mod tests {
    use super::super::super::samples::{edge, node};
    use super::*;
    use crate::ontology::RelationType;

    fn star(n_leaves: usize) -> Network {
        let nodes = (0..=n_leaves).map(|index| node(&format!("group:{index:04}"), "Group")).collect();
        let edges = (1..=n_leaves).map(|leaf| edge(0, RelationType::Backs, leaf)).collect();
        Network { nodes, edges }
    }

    fn distance((a, b): (f64, f64), (c, d): (f64, f64)) -> f64 {
        ((a - c).powi(2) + (b - d).powi(2)).sqrt()
    }

    #[test]
    fn no_two_nodes_overlap_and_the_middle_of_a_star_is_its_middle() {
        for n_leaves in [0, 1, 2, 50, MANY + 5] {
            let network = star(n_leaves);
            let places = places(&network);
            assert!(places.iter().all(|(x, y)| x.is_finite() && y.is_finite()));
            for (rank, a) in places.iter().enumerate().take(60) {
                for b in &places[rank + 1..] {
                    assert!(distance(*a, *b) >= 9.0, "{a:?} {b:?} of {n_leaves}");
                }
            }
        }
        let places = places(&star(50));
        let farthest = |from: usize| places.iter().map(|to| distance(places[from], *to)).fold(0.0, f64::max);
        assert!((1..=50).all(|leaf| farthest(0) < farthest(leaf)));
    }

    #[test]
    fn a_network_is_always_laid_out_alike() {
        assert_eq!(places(&star(40)), places(&star(40)));
        assert_eq!(places(&Network::default()), []);
    }
}
