//! Who matters in the network, and who belongs together: PageRank, betweenness, communities.
//!
//! Pure functions of a network, the same for the same network. petgraph's PageRank is quadratic and wrong (its issue
//! #960), so these are written out; `tests/analysis.rs` compares them with NetworkX.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Network;

/// Share of steps of PageRank that follow an edge.
const DAMPING: f64 = 0.85;

/// PageRank ends when no node's value moves by more than this.
const PRECISION: f64 = 1e-12;
const MAX_ROUNDS: usize = 500;

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

/// The standing of each node, in their order.
pub fn standings(network: &Network) -> Vec<Standing> {
    let n_nodes = network.nodes.len();
    let (mut degree, mut strength) = (vec![0; n_nodes], vec![0; n_nodes]);
    for edge in &network.edges {
        for end in [edge.source, edge.target] {
            degree[end] += 1;
            strength[end] += u64::from(edge.articles);
        }
    }
    let (pagerank, betweenness) = (pagerank(network), betweenness(network));
    (0..n_nodes)
        .map(|i| Standing {
            degree: degree[i],
            strength: strength[i],
            pagerank: pagerank[i],
            betweenness: betweenness[i],
        })
        .collect()
}

/// PageRank (S. Brin and L. Page, 1998) along the edges, weighted by their articles; a symmetric relation leads both ways.
/// A node that leads nowhere leads everywhere.
pub fn pagerank(network: &Network) -> Vec<f64> {
    let n_nodes = network.nodes.len();
    let mut ties: Vec<(usize, usize, f64)> = Vec::new();
    for edge in &network.edges {
        ties.push((edge.source, edge.target, f64::from(edge.articles)));
        if edge.relation.is_symmetric() {
            ties.push((edge.target, edge.source, f64::from(edge.articles)));
        }
    }
    let mut out = vec![0.0; n_nodes];
    for (source, _, weight) in &ties {
        out[*source] += weight;
    }
    let even = 1.0 / n_nodes.max(1) as f64;
    let mut rank = vec![even; n_nodes];
    for _ in 0..MAX_ROUNDS {
        let lost: f64 = (0..n_nodes).filter(|i| out[*i] == 0.0).map(|i| rank[i]).sum();
        let mut next = vec![(1.0 - DAMPING + DAMPING * lost) * even; n_nodes];
        for (source, target, weight) in &ties {
            next[*target] += DAMPING * rank[*source] * weight / out[*source];
        }
        let moved = rank.iter().zip(&next).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        rank = next;
        if moved < PRECISION {
            break;
        }
    }
    rank
}

/// Betweenness (U. Brandes, "A faster algorithm for betweenness centrality", 2001) over pairs of actors that some edge
/// links, directions and weights aside, as a share of all pairs of others.
pub fn betweenness(network: &Network) -> Vec<f64> {
    let neighbors = neighbors(network);
    let n_nodes = neighbors.len();
    let mut sums = vec![0.0; n_nodes];
    for start in 0..n_nodes {
        let mut order = Vec::new();
        let (mut n_paths, mut distance) = (vec![0.0; n_nodes], vec![usize::MAX; n_nodes]);
        (n_paths[start], distance[start]) = (1.0, 0);
        let mut queue = std::collections::VecDeque::from([start]);
        while let Some(node) = queue.pop_front() {
            order.push(node);
            for &(next, _) in &neighbors[node] {
                if distance[next] == usize::MAX {
                    distance[next] = distance[node] + 1;
                    queue.push_back(next);
                }
                if distance[next] == distance[node] + 1 {
                    n_paths[next] += n_paths[node];
                }
            }
        }
        let mut share = vec![0.0; n_nodes];
        for &node in order.iter().rev() {
            for &(next, _) in &neighbors[node] {
                if distance[next] == distance[node] + 1 {
                    share[node] += n_paths[node] / n_paths[next] * (1.0 + share[next]);
                }
            }
            if node != start {
                sums[node] += share[node];
            }
        }
    }
    let pairs = (n_nodes.saturating_sub(1) * n_nodes.saturating_sub(2)).max(1) as f64;
    sums.into_iter().map(|sum| sum / pairs).collect()
}

/// For each node the others that edges link it to, with the articles of these edges; by place.
fn neighbors(network: &Network) -> Vec<Vec<(usize, f64)>> {
    let mut weights: Vec<BTreeMap<usize, f64>> = vec![BTreeMap::new(); network.nodes.len()];
    for edge in network.edges.iter().filter(|edge| edge.source != edge.target) {
        for (a, b) in [(edge.source, edge.target), (edge.target, edge.source)] {
            *weights[a].entry(b).or_default() += f64::from(edge.articles);
        }
    }
    weights.into_iter().map(|weights| weights.into_iter().collect()).collect()
}

/// The community of each node, the largest numbered 0: groups with more articles between them than chance would put
/// there.
///
/// The Leiden method (V. Traag, L. Waltman and N. van Eck, "From Louvain to Leiden", 2019) for modularity, with ties
/// broken by the order of the nodes in the place of chance.
pub fn communities(network: &Network) -> Vec<usize> {
    let neighbors = neighbors(network);
    let mut graph = Weighted { loops: vec![0.0; neighbors.len()], neighbors };
    // The node of the coarse graph that each node has become.
    let mut node_of: Vec<usize> = (0..graph.neighbors.len()).collect();
    let mut community: Vec<usize> = node_of.clone();
    loop {
        let is_moved = graph.move_nodes(&mut community);
        let refined = graph.refined(&community);
        let n_refined = refined.iter().max().map_or(0, |last| last + 1);
        if !is_moved || n_refined == graph.neighbors.len() {
            break;
        }
        let mut coarse = vec![0; n_refined];
        for (node, part) in refined.iter().enumerate() {
            coarse[*part] = community[node];
        }
        graph = graph.merged(&refined, n_refined);
        node_of.iter_mut().for_each(|node| *node = refined[*node]);
        community = numbered(&coarse);
    }
    let found: Vec<usize> = node_of.into_iter().map(|node| community[node]).collect();
    largest_first(&found)
}

/// How much more of the network's articles lie within communities than chance would put there (M. Newman, 2004).
pub fn modularity(network: &Network, community: &[usize]) -> f64 {
    let neighbors = neighbors(network);
    let total: f64 = neighbors.iter().flatten().map(|(_, weight)| weight).sum();
    let mut within = 0.0;
    let mut sums: BTreeMap<usize, f64> = BTreeMap::new();
    for (node, ties) in neighbors.iter().enumerate() {
        for (other, weight) in ties {
            *sums.entry(community[node]).or_default() += weight;
            within += if community[node] == community[*other] { *weight } else { 0.0 };
        }
    }
    if total == 0.0 { 0.0 } else { within / total - sums.values().map(|sum| (sum / total).powi(2)).sum::<f64>() }
}

/// An undirected graph whose nodes stand for groups of nodes.
struct Weighted {
    neighbors: Vec<Vec<(usize, f64)>>,
    /// Twice the weight within each node.
    loops: Vec<f64>,
}

impl Weighted {
    fn strengths(&self) -> Vec<f64> {
        let of = |(ties, own): (&Vec<(usize, f64)>, &f64)| ties.iter().map(|(_, weight)| weight).sum::<f64>() + own;
        self.neighbors.iter().zip(&self.loops).map(of).collect()
    }

    /// Moves each node to the community where it adds most to modularity, until none moves; true where any did.
    fn move_nodes(&self, community: &mut [usize]) -> bool {
        let strengths = self.strengths();
        let total: f64 = strengths.iter().sum();
        let mut sums = vec![0.0; self.neighbors.len()];
        for (node, part) in community.iter().enumerate() {
            sums[*part] += strengths[node];
        }
        let mut is_moved = false;
        let mut queue: std::collections::VecDeque<usize> = (0..self.neighbors.len()).collect();
        let mut is_queued = vec![true; self.neighbors.len()];
        while let Some(node) = queue.pop_front() {
            is_queued[node] = false;
            let own = community[node];
            sums[own] -= strengths[node];
            let best = self.best(node, own, community, &sums, strengths[node] / total.max(f64::MIN_POSITIVE));
            sums[best] += strengths[node];
            if best != own {
                community[node] = best;
                is_moved = true;
                for &(other, _) in &self.neighbors[node] {
                    if community[other] != best && !is_queued[other] {
                        is_queued[other] = true;
                        queue.push_back(other);
                    }
                }
            }
        }
        is_moved
    }

    fn best(&self, node: usize, own: usize, community: &[usize], sums: &[f64], pull: f64) -> usize {
        let mut weights: BTreeMap<usize, f64> = BTreeMap::from([(own, 0.0)]);
        for &(other, weight) in &self.neighbors[node] {
            *weights.entry(community[other]).or_default() += weight;
        }
        let gain = |part: usize| weights[&part] - pull * sums[part];
        let mut best = own;
        for &part in weights.keys() {
            if gain(part) > gain(best) + 1e-12 {
                best = part;
            }
        }
        best
    }

    /// Parts of communities that hold together by themselves: single nodes of each merged within it where that adds to
    /// modularity.
    fn refined(&self, community: &[usize]) -> Vec<usize> {
        let strengths = self.strengths();
        let total: f64 = strengths.iter().sum::<f64>().max(f64::MIN_POSITIVE);
        let mut part: Vec<usize> = (0..community.len()).collect();
        let (mut sums, mut sizes) = (strengths.clone(), vec![1_usize; community.len()]);
        for node in 0..community.len() {
            if sizes[part[node]] > 1 {
                continue;
            }
            let mut weights: BTreeMap<usize, f64> = BTreeMap::new();
            for &(other, weight) in &self.neighbors[node] {
                if community[other] == community[node] && part[other] != part[node] {
                    *weights.entry(part[other]).or_default() += weight;
                }
            }
            let gain = |target: usize, weight: f64| weight - strengths[node] * sums[target] / total;
            let best = weights
                .iter()
                .map(|(target, weight)| (gain(*target, *weight), *target))
                .filter(|(gain, _)| *gain > 0.0);
            let best = best.max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(&a.1)));
            if let Some((_, target)) = best {
                let own = part[node];
                (sums[own], sizes[own]) = (0.0, 0);
                sums[target] += strengths[node];
                sizes[target] += 1;
                part[node] = target;
            }
        }
        numbered(&part)
    }

    /// The graph whose nodes are the parts.
    fn merged(&self, part: &[usize], n_parts: usize) -> Weighted {
        let mut weights: Vec<BTreeMap<usize, f64>> = vec![BTreeMap::new(); n_parts];
        let mut loops = vec![0.0; n_parts];
        for (node, ties) in self.neighbors.iter().enumerate() {
            loops[part[node]] += self.loops[node];
            for &(other, weight) in ties {
                match part[node] == part[other] {
                    true => loops[part[node]] += weight,
                    false => *weights[part[node]].entry(part[other]).or_default() += weight,
                }
            }
        }
        Weighted { neighbors: weights.into_iter().map(|weights| weights.into_iter().collect()).collect(), loops }
    }
}

/// The same groups, numbered in the order of their first members.
fn numbered(groups: &[usize]) -> Vec<usize> {
    let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
    let number = |group: &usize| {
        let next = numbers.len();
        *numbers.entry(*group).or_insert(next)
    };
    groups.iter().map(number).collect()
}

fn largest_first(groups: &[usize]) -> Vec<usize> {
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    for group in groups {
        *sizes.entry(*group).or_default() += 1;
    }
    let mut order: Vec<(usize, usize)> = sizes.into_iter().collect();
    order.sort_by_key(|(group, size)| (std::cmp::Reverse(*size), *group));
    let places: BTreeMap<usize, usize> = order.iter().enumerate().map(|(place, (group, _))| (*group, place)).collect();
    groups.iter().map(|group| places[group]).collect()
}
