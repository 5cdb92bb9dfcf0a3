//! The measures of graphs are those of NetworkX, and the communities as good as those of NetworkX and igraph.
//!
//! Python is found, and its absence told, as in `tests/exports.rs`.

use std::collections::BTreeMap;
use std::env;
use std::fs::{self, File};
use std::io::Write;
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;
use whom::graph::analysis::{
    SEED, Sources, Ties, Ways, betweenness, communities, components, degrees, modularity, pagerank,
};

#[test]
fn measures_equal_those_of_networkx() {
    let graphs: Vec<Ties> = std::iter::once(sample()).chain((0..100).map(random_graph)).collect();
    let Some(measured) = measure(&graphs) else { return };
    let (mut ours, mut theirs) = (0.0, 0.0);
    for (place, (ties, measured)) in graphs.iter().zip(&measured).enumerate() {
        let check = |what: &str, values: Vec<f64>| check_equal(place, what, &values, &numbers(&measured[what]));
        check("pagerank", pagerank(ties, 0.85));
        check("betweenness_directed", betweenness(ties, Ways::Directed, Sources::All));
        check("betweenness_undirected", betweenness(ties, Ways::Undirected, Sources::All));
        let degrees = degrees(ties);
        check("n_in", degrees.iter().map(|degree| f64::from(degree.n_in)).collect());
        check("n_out", degrees.iter().map(|degree| f64::from(degree.n_out)).collect());
        check("n_neighbours", degrees.iter().map(|degree| f64::from(degree.n_neighbours)).collect());
        check("strength_in", degrees.iter().map(|degree| degree.strength_in).collect());
        check("strength_out", degrees.iter().map(|degree| degree.strength_out).collect());
        check("component", first_nodes(&components(ties)));
        let division = communities(ties, 1.0, SEED);
        check_equal(place, "given", &[modularity(ties, &division, 1.0)], &[measured["given"].as_f64().unwrap()]);
        let best = measured["leiden"].as_f64().unwrap().max(measured["louvain"].as_f64().unwrap());
        let reached = modularity(ties, &division, 1.0);
        assert!(reached >= 0.99 * best - 1e-9, "graph {place}: modularity {reached}, theirs {best}");
        (ours, theirs) = (ours + reached, theirs + best);
    }
    println!("modularity over {} graphs: {ours:.4}, the better of Leiden and Louvain {theirs:.4}", graphs.len());
}

#[test]
fn the_order_of_ties_changes_nothing() {
    for number in 0..20 {
        let ties = random_graph(number);
        let mut turned = ties.clone();
        turned.edges.reverse();
        let middle = turned.edges.len() / 3;
        turned.edges.rotate_left(middle);
        assert_eq!(pagerank(&ties, 0.85), pagerank(&turned, 0.85));
        let between = |ties: &Ties| betweenness(ties, Ways::Directed, Sources::Sample(10));
        assert_eq!(between(&ties), between(&turned));
        assert_eq!(degrees(&ties), degrees(&turned));
        assert_eq!(communities(&ties, 1.0, SEED), communities(&turned, 1.0, SEED));
        assert_eq!(components(&ties), components(&turned));
    }
}

#[test]
fn ties_that_are_none_count_for_nothing() {
    let ties = Ties { n_nodes: 3, edges: vec![(0, 1, 1.0), (1, 2, 0.0), (1, 2, f64::NAN), (0, 9, 1.0), (2, 1, -1.0)] };
    let plain = Ties { n_nodes: 3, edges: vec![(0, 1, 1.0)] };
    assert_eq!(pagerank(&ties, 0.85), pagerank(&plain, 0.85));
    assert_eq!(components(&ties), [0, 0, 1]);
    assert_eq!(pagerank(&Ties::default(), 0.85), [0.0; 0]);
    assert_eq!(betweenness(&Ties::default(), Ways::Directed, Sources::All), [0.0; 0]);
}

/// Large enough to have one start only: planted communities are found, and in no time.
#[test]
fn planted_communities_of_a_large_graph_are_found() {
    let (n_nodes, n_blocks) = (20_000_u32, 50);
    let mut edges = Vec::new();
    for node in 0..n_nodes {
        for step in 1..=25 {
            edges.push((node, (node + n_blocks * step * step) % n_nodes, 1.0));
        }
        edges.push((node, (node * 7 + 3) % n_nodes, 1.0));
    }
    let division = communities(&Ties { n_nodes: n_nodes as usize, edges }, 1.0, SEED);
    let planted: std::collections::BTreeSet<(u32, u32)> =
        division.iter().zip(0..n_nodes).map(|(community, node)| (*community, node % n_blocks)).collect();
    assert_eq!(planted.len(), n_blocks as usize);
}

/// A sample of all nodes is the exact measure, and a smaller one comes near it.
#[test]
fn sampled_betweenness_comes_near_the_exact_one() {
    let ties = random_graph(3);
    let exact = betweenness(&ties, Ways::Undirected, Sources::All);
    assert_eq!(exact, betweenness(&ties, Ways::Undirected, Sources::Sample(usize::MAX)));
    let sampled = betweenness(&ties, Ways::Undirected, Sources::Sample(ties.n_nodes / 2));
    let (total, off): (f64, f64) =
        exact.iter().zip(&sampled).fold((0.0, 0.0), |(total, off), (a, b)| (total + a, off + (a - b).abs()));
    assert!(off < 0.5 * total, "{off} of {total}");
}

/// The graph of the sample articles as it is exported, its relations as ties.
fn sample() -> Ties {
    let graph: Value = serde_json::from_str(&fs::read_to_string("exports/samples.json").unwrap()).unwrap();
    let ids = graph["nodes"].as_array().unwrap().iter().map(|node| node["id"].as_str().unwrap());
    let places: BTreeMap<&str, u32> = ids.zip(0..).collect();
    let edges = graph["edges"].as_array().unwrap().iter().map(|edge| {
        let place = |end: &str| places[edge[end].as_str().unwrap()];
        (place("source"), place("target"), edge["weight"].as_f64().unwrap())
    });
    Ties { n_nodes: places.len(), edges: edges.collect() }
}

/// From 5 to 84 nodes, sparse to dense, half of them with communities, a tie or two parallel, one to itself.
fn random_graph(number: u64) -> Ties {
    let mut state = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) + 1;
    let mut below = |bound: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % bound
    };
    // The first numbers of neighbouring seeds are alike.
    for _ in 0..20 {
        below(2);
    }
    let n_nodes = 5 + below(80);
    let n_edges = n_nodes * (1 + below(5));
    let n_blocks = if number.is_multiple_of(2) { 1 } else { 2 + below(6) };
    let mut edges = vec![(0, 0, 1.5), (1, 2, 1.0), (1, 2, 0.25)];
    while (edges.len() as u64) < n_edges {
        let (source, target) = (below(n_nodes), below(n_nodes));
        if source % n_blocks == target % n_blocks || below(10) == 0 {
            edges.push((source as u32, target as u32, (1 + below(8)) as f64 / 2.0));
        }
    }
    Ties { n_nodes: n_nodes as usize, edges }
}

/// What NetworkX and igraph say of each graph; `None` when they are not installed.
fn measure(graphs: &[Ties]) -> Option<Vec<Value>> {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("graphs.jsonl");
    let mut file = File::create(&path).unwrap();
    for ties in graphs {
        let line = json!({"n": ties.n_nodes, "edges": ties.edges, "communities": communities(ties, 1.0, SEED)});
        writeln!(file, "{line}").unwrap();
    }
    let python = env::var("WHOM_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let output = match Command::new(&python).arg("tests/readers/measure_graphs.py").arg(&path).output() {
        Ok(output) => output,
        Err(_) => return skip(&python),
    };
    let errors = String::from_utf8_lossy(&output.stderr);
    if output.status.code() == Some(3) {
        return skip(&format!("{0} (pip install {0})", errors.trim()));
    }
    assert!(output.status.success(), "{errors}");
    let lines = output.stdout.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    Some(lines.map(|line| serde_json::from_slice(line).unwrap()).collect())
}

fn skip<T>(tool: &str) -> Option<T> {
    assert!(env::var("WHOM_REQUIRE_READERS").is_err(), "this run requires all readers: needs {tool}");
    eprintln!("skipped: needs {tool}");
    None
}

#[track_caller]
fn check_equal(graph: usize, what: &str, ours: &[f64], theirs: &[f64]) {
    assert_eq!(ours.len(), theirs.len(), "graph {graph}, {what}");
    for (node, (a, b)) in ours.iter().zip(theirs).enumerate() {
        assert!((a - b).abs() <= 1e-6, "graph {graph}, {what} of node {node}: {a}, theirs {b}");
    }
}

fn numbers(values: &Value) -> Vec<f64> {
    values.as_array().unwrap().iter().map(|value| value.as_f64().unwrap()).collect()
}

/// The lowest node of each node's component.
fn first_nodes(components: &[u32]) -> Vec<f64> {
    components.iter().map(|c| components.iter().position(|other| other == c).unwrap() as f64).collect()
}
