//! What is said of networks is what NetworkX says of them: the sample graph and a hundred random ones.
//!
//! Without NetworkX this is skipped with a word on stderr; with `WHOM_REQUIRE_READERS=1`, as in CI, that is a failure.

use std::env;
use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use whom::article::Article;
use whom::extract::Extraction;
use whom::graph::analysis::{Standing, standings};
use whom::graph::{Filter, Network, Store};
use whom::ontology::{Actor, ActorKind, Polarity, RelationType, Statement};

/// A random graph: so many actors, and articles that each state one relation.
fn random_store(seed: u64) -> Store {
    let mut random = seed;
    let mut below = |n: u64| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) % n
    };
    let n_actors = 3 + below(40);
    let n_articles = below(4 * n_actors);
    let batch: Vec<(Article, Extraction)> = (0..n_articles)
        .map(|n| {
            let (a, b) = (below(n_actors), below(n_actors));
            let relation = RelationType::ALL[below(RelationType::ALL.len() as u64) as usize];
            article(n, &name(a), relation, &name(b))
        })
        .collect();
    let mut store = Store::open(":memory:").unwrap();
    store.add(&batch).unwrap();
    store
}

fn name(n: u64) -> String {
    format!("{} Group", ["A", "B", "C", "D", "E", "F", "G"][n as usize % 7].repeat(n as usize / 7 + 2))
}

fn article(n: u64, subject: &str, relation: RelationType, object: &str) -> (Article, Extraction) {
    let article = Article { id: format!("a{n}"), ..Article::from_text(&format!("{subject} {relation} {object} {n}.")) };
    let statement = Statement {
        subject: subject.to_owned(),
        relation,
        object: object.to_owned(),
        predicate: "word".to_owned(),
        polarity: Polarity::Affirmed,
        modality: Default::default(),
        status: Default::default(),
        speaker: None,
        evidence: article.text.clone(),
        start: 0,
        end: article.text.chars().count(),
        dated: None,
        confidence: 1.0,
    };
    let mut names = vec![subject, object];
    names.dedup();
    let actors = names.into_iter().map(actor).collect();
    let extraction = Extraction::new(&article, actors, vec![statement]);
    (article, extraction)
}

fn actor(name: &str) -> Actor {
    Actor { mentions: vec![(0, 1)], ..Actor::new(name, ActorKind::Group) }
}

/// A network with what is said of it, as the reader takes it.
fn described(store: &Store) -> Value {
    let network: Network = store.network(&Filter::default()).unwrap();
    let standings = standings(&network);
    let each = |measure: fn(&Standing) -> f64| standings.iter().map(measure).collect::<Vec<f64>>();
    let edges: Vec<Value> = network
        .edges
        .iter()
        .map(|edge| json!([edge.source, edge.target, edge.articles, edge.relation.is_symmetric()]))
        .collect();
    let n_nodes = network.nodes.len();
    let pairs =
        (0..n_nodes.min(6)).flat_map(|a| (0..n_nodes).rev().take(6).map(move |b| (a, b))).filter(|(a, b)| a != b);
    let length = |a: usize, b: usize| {
        let routes = store.path(&network.nodes[a].id, &network.nodes[b].id, 1, &Filter::default()).unwrap();
        routes.first().map(|route| route.hops.len())
    };
    json!({
        "n_nodes": n_nodes,
        "edges": edges,
        "pagerank": each(|standing| standing.pagerank),
        "betweenness": each(|standing| standing.betweenness),
        "paths": pairs.map(|(a, b)| json!([a, b, length(a, b)])).collect::<Vec<Value>>(),
    })
}

#[test]
fn networkx_says_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("samples.db");
    assert_cmd::Command::cargo_bin("whom")
        .unwrap()
        .arg("--db")
        .arg(&db)
        .args(["ingest", "data/articles"])
        .assert()
        .success();
    let mut stores = vec![Store::open_existing(&db).unwrap()];
    stores.extend((1..=100).map(random_store));
    let lines: Vec<String> = stores.iter().map(|store| described(store).to_string()).collect();

    let python = env::var("WHOM_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let mut command = Command::new(python);
    command.arg("tests/readers/standings.py").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let Ok(mut reader) = command.spawn() else { return skip("python3") };
    // A reader that ends early, for want of NetworkX, says so by its exit code.
    let _ = reader.stdin.take().unwrap().write_all(lines.join("\n").as_bytes());
    let output = reader.wait_with_output().unwrap();
    if output.status.code() == Some(3) {
        return skip("networkx (pip install networkx)");
    }
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "");
}

fn skip(tool: &str) {
    assert!(env::var_os("WHOM_REQUIRE_READERS").is_none(), "{tool} is not installed");
    eprintln!("skipped: {tool} is not installed");
}
