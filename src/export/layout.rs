//! Places for the nodes by ForceAtlas2 (Jacomy and others, 2014), the layout that Gephi's users know.
//!
//! It starts from points that a fixed sequence gives and runs on one thread, so the same graph always gets the same
//! places. Only a layout holds the whole graph in memory: ends and weights of edges, not their texts.

use std::cell::Cell;
use std::io::Write;

use fa2::{FA2Data, FA2Settings};

use crate::graph::analysis::{RESOLUTION, SEED, Ties, communities};
use crate::graph::rows::{PushEdge, VisitEdge, VisitNode, VisitStatement};
use crate::graph::{NodeRow, Place, Rows, Stopped};

/// Most nodes of which every pair is looked at; above it distant ones are taken together (Barnes and Hut).
const PAIRWISE: usize = 1000;

/// Units between neighbours, for nodes of 10 to 60.
const SPACING: f64 = 110.0;

/// A graph with a place for every node.
pub struct Placed<'r> {
    rows: &'r dyn Rows,
    places: Vec<Place>,
}

impl<'r> Placed<'r> {
    /// Lays the graph out and finds its communities.
    ///
    /// # Errors
    /// When the graph cannot be read.
    pub fn new(rows: &'r dyn Rows) -> Result<Placed<'r>, Stopped> {
        let mut n_nodes = 0;
        rows.each_node(&mut |_| {
            n_nodes += 1;
            Ok(())
        })?;
        let mut edges = Vec::new();
        rows.each_edge(&mut |row| {
            edges.push((row.edge.source, row.edge.target, row.edge.articles));
            Ok(())
        })?;
        let ties = edges.iter().map(|&(source, target, articles)| (source as u32, target as u32, f64::from(articles)));
        let communities = communities(&Ties { n_nodes, edges: ties.collect() }, RESOLUTION, SEED);
        let places = layout(n_nodes, &edges).into_iter().zip(communities);
        let places = places.map(|((x, y), community)| Place { x, y, community: Some(community) });
        Ok(Placed { rows, places: places.collect() })
    }
}

impl Rows for Placed<'_> {
    fn check(&self) -> Result<(), Stopped> {
        self.rows.check()
    }

    fn each_node(&self, visit: VisitNode) -> Result<(), Stopped> {
        let index = Cell::new(0);
        self.rows.each_node(&mut |row| {
            let place = self.places.get(index.replace(index.get() + 1)).copied();
            visit(&NodeRow { node: row.node, place })
        })
    }

    fn each_edge(&self, visit: VisitEdge) -> Result<(), Stopped> {
        self.rows.each_edge(visit)
    }

    fn write_edges(&self, out: &mut dyn Write, between: &str, push: PushEdge) -> Result<(), Stopped> {
        self.rows.write_edges(out, between, push)
    }

    fn each_statement(&self, visit: VisitStatement) -> Result<(), Stopped> {
        self.rows.each_statement(visit)
    }
}

/// Places of so many nodes around the origin; an edge is its ends and its articles.
fn layout(n_nodes: usize, edges: &[(usize, usize, u32)]) -> Vec<(f64, f64)> {
    if n_nodes < 2 {
        return vec![(0.0, 0.0); n_nodes];
    }
    let mut data = FA2Data::with_capacity(n_nodes, edges.len());
    let mut numbers = Sequence(0x2545_f491_4f6c_dd1d);
    for _ in 0..n_nodes {
        data.add_node_with_position(numbers.next() * 1000.0, numbers.next() * 1000.0);
    }
    for &(source, target, articles) in edges {
        // By the root, or one pair in all the news would draw everything to itself.
        data.add_edge_with_weight(source, target, f64::from(articles.max(1)).sqrt());
    }
    // Of the logarithm only a whole number is taken, so that no platform's last bits reach the layout.
    let slow_down = 1.0 + f64::from(n_nodes.ilog2());
    let settings =
        FA2Settings::default().gravity(0.05).strong_gravity_mode(true).scaling_ratio(10.0).slow_down(slow_down);
    let settings = if n_nodes > PAIRWISE { settings.with_barnes_hut() } else { settings };
    let mut layout = settings.build(data);
    layout.run(if n_nodes > 20_000 { 150 } else { 400 });
    scale(layout.data().positions().collect())
}

/// Numbers from -0.5 to 0.5 that look random and are always the same (xorshift64*).
struct Sequence(u64);

impl Sequence {
    fn next(&mut self) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 32) as u32;
        f64::from(high) / f64::from(u32::MAX) - 0.5
    }
}

/// Around the origin and so wide that each node has its room; to one decimal.
fn scale(places: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    let n = places.len() as f64;
    let (sum_x, sum_y) = places.iter().fold((0.0, 0.0), |(a, b), (x, y)| (a + x, b + y));
    let (mid_x, mid_y) = (sum_x / n, sum_y / n);
    let spread = (places.iter().map(|(x, y)| (x - mid_x).powi(2) + (y - mid_y).powi(2)).sum::<f64>() / n).sqrt();
    let factor = SPACING * n.sqrt() / 2.0 / spread.max(f64::MIN_POSITIVE);
    let round = |value: f64| (value * factor * 10.0).round() / 10.0;
    places.into_iter().map(|(x, y)| (round(x - mid_x), round(y - mid_y))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn linked_nodes_lie_together_and_every_run_is_the_same() {
        // Two triangles and a bridge.
        let edges = [(0, 1, 3), (1, 2, 3), (0, 2, 3), (3, 4, 3), (4, 5, 3), (3, 5, 3), (2, 3, 1)];
        let places = layout(6, &edges);
        assert_eq!(places, layout(6, &edges));
        let distance = |a: usize, b: usize| {
            let ((ax, ay), (bx, by)) = (places[a], places[b]);
            ((ax - bx).powi(2) + (ay - by).powi(2)).sqrt()
        };
        assert!(distance(0, 1) < distance(0, 4) && distance(3, 4) < distance(1, 4), "{places:?}");
        assert!(places.iter().all(|(x, y)| x.is_finite() && y.is_finite()));
    }

    #[test]
    fn small_graphs_have_places_too() {
        assert_eq!(layout(0, &[]), []);
        assert_eq!(layout(1, &[]), [(0.0, 0.0)]);
        assert_eq!(layout(2, &[]).len(), 2);
    }
}
