//! Parts of a network: the surroundings of one actor, the actors with the strongest ties.
//!
//! Nodes and edges keep their order, so a part of the same network is always the same value.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use petgraph::algo::dijkstra;
use petgraph::graph::{NodeIndex, UnGraph};

use super::{Edge, Network};

impl Network {
    /// The actor with this id, all actors at most `depth` edges away in either direction, and the edges among them.
    ///
    /// `None` when no node has the id; depth 0 is the actor alone.
    pub fn ego(&self, id: &str, depth: usize) -> Option<Network> {
        let center = self.nodes.iter().position(|node| node.id == id)?;
        let mut graph = UnGraph::<(), ()>::with_capacity(self.nodes.len(), self.edges.len());
        for _ in &self.nodes {
            graph.add_node(());
        }
        graph.extend_with_edges(self.edges.iter().map(|edge| (edge.source as u32, edge.target as u32)));
        let distances = dijkstra(&graph, NodeIndex::new(center), None, |_| 1_usize);
        let near = distances.into_iter().filter(|(_, distance)| *distance <= depth);
        Some(self.among(&near.map(|(node, _)| node.index()).collect()))
    }

    /// The `n` actors with the strongest ties, and the edges among them.
    ///
    /// An actor's strength is its weighted degree: the sum of the articles of its edges. Of equals the smaller id is
    /// taken.
    pub fn top(&self, n: usize) -> Network {
        self.among(&self.strongest_first().into_iter().take(n).collect())
    }

    /// Like [`Network::top`], but the actor with this id is one of the `n` whatever its strength; `None` when no node
    /// has it.
    pub fn top_around(&self, id: &str, n: usize) -> Option<Network> {
        let center = self.nodes.iter().position(|node| node.id == id)?;
        let others = self.strongest_first().into_iter().filter(|node| *node != center);
        Some(self.among(&std::iter::once(center).chain(others).take(n).collect()))
    }

    fn strongest_first(&self) -> Vec<usize> {
        let mut strength = vec![0_u64; self.nodes.len()];
        for edge in &self.edges {
            strength[edge.source] += u64::from(edge.articles);
            strength[edge.target] += u64::from(edge.articles);
        }
        let mut order: Vec<usize> = (0..self.nodes.len()).collect();
        order.sort_by_key(|node| (Reverse(strength[*node]), &self.nodes[*node].id));
        order
    }

    /// The nodes at these indices and the edges that have both ends among them.
    fn among(&self, kept: &BTreeSet<usize>) -> Network {
        let mut new_index = vec![None; self.nodes.len()];
        for (index, node) in kept.iter().enumerate() {
            new_index[*node] = Some(index);
        }
        let edges = self.edges.iter().filter_map(|edge| {
            Some(Edge { source: new_index[edge.source]?, target: new_index[edge.target]?, ..edge.clone() })
        });
        Network { nodes: kept.iter().map(|node| self.nodes[*node].clone()).collect(), edges: edges.collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::Node;
    use crate::ontology::{ActorKind, RelationType};

    /// Nodes and edges from "a-2-b": an edge from a to b that two articles state.
    fn network(edges: &[&str], loners: &[&str]) -> Network {
        let parts: Vec<Vec<&str>> = edges.iter().map(|edge| edge.split('-').collect()).collect();
        let ends = parts.iter().flat_map(|part| [part[0], part[2]]);
        let ids: BTreeSet<&str> = ends.chain(loners.iter().copied()).collect();
        let place = |id| ids.iter().position(|known| *known == id).unwrap();
        let edges = parts.iter().map(|part| edge(place(part[0]), place(part[2]), part[1].parse().unwrap())).collect();
        Network { nodes: ids.iter().map(|id| node(id)).collect(), edges }
    }

    fn node(id: &str) -> Node {
        Node {
            id: id.to_owned(),
            name: id.to_uppercase(),
            kind: ActorKind::Group,
            leader: false,
            country: None,
            sector: None,
            offices: Vec::new(),
            aliases: Vec::new(),
            articles: 1,
            mentions: 1,
            first: None,
            last: None,
        }
    }

    fn edge(source: usize, target: usize, articles: u32) -> Edge {
        Edge {
            source,
            target,
            relation: RelationType::Backs,
            articles,
            stories: articles,
            outlets: 1,
            days: 1,
            statements: articles,
            polarity: [].into(),
            modality: [].into(),
            status: [].into(),
            speakers: Vec::new(),
            first: None,
            last: None,
            evidence: String::new(),
            article_ids: Vec::new(),
            confidence: 1.0,
        }
    }

    #[track_caller]
    fn check(part: Option<Network>, expected: &str) {
        let part = part.expect("the actor is in the network");
        let name = |index: usize| part.nodes[index].id.as_str();
        let mut shown: Vec<String> = part.nodes.iter().map(|node| node.id.clone()).collect();
        shown.extend(part.edges.iter().map(|e| format!("{}-{}-{}", name(e.source), e.articles, name(e.target))));
        assert_eq!(shown.join(" "), expected);
    }

    #[test]
    fn the_ego_network_reaches_so_many_edges_in_either_direction() {
        let network = network(&["a-1-b", "c-1-b", "c-1-d", "d-1-e", "a-1-c"], &["z"]);
        check(network.ego("b", 0), "b");
        check(network.ego("b", 1), "a b c a-1-b c-1-b a-1-c");
        check(network.ego("b", 2), "a b c d a-1-b c-1-b c-1-d a-1-c");
        check(network.ego("b", 9), "a b c d e a-1-b c-1-b c-1-d d-1-e a-1-c");
        check(network.ego("z", 3), "z");
        assert_eq!(network.ego("nobody", 1), None);
    }

    #[test]
    fn the_top_actors_have_the_strongest_ties() {
        let network = network(&["a-1-b", "b-5-c", "d-2-c", "e-2-a"], &["z"]);
        check(Some(network.top(2)), "b c b-5-c");
        check(Some(network.top(3)), "a b c a-1-b b-5-c");
        check(Some(network.top(0)), "");
        assert_eq!(network.top(99), network);
    }

    #[test]
    fn of_equals_the_smaller_id_is_taken() {
        check(Some(network(&["d-1-c", "b-1-a"], &[]).top(3)), "a b c b-1-a");
    }

    #[test]
    fn the_center_stays_among_the_top() {
        let network = network(&["a-1-b", "b-5-c", "d-2-c"], &[]);
        check(network.top_around("a", 2), "a c");
        check(network.top_around("c", 2), "b c b-5-c");
        check(network.top_around("c", 0), "");
        assert_eq!(network.top_around("nobody", 2), None);
    }
}
