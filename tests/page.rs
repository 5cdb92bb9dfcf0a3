//! The page in a real browser: a reader searches, clicks, filters, moves the time slider, asks for a path.
//!
//! What the reader does is in `tests/readers/page.mjs`, which drives headless Chromium (`WHOM_CHROMIUM`, else
//! `/usr/bin/chromium`) by Playwright. Without Node, its packages or Chromium these tests are skipped with a word on
//! stderr; with `WHOM_REQUIRE_READERS=1`, as in CI, that is a failure. `WHOM_PICTURES=folder` keeps screenshots.

use std::env;
use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;
use whom::export::html;
use whom::graph::{ActorRef, Edge, Evidence, Network, Node, Source};
use whom::ontology::{ActorKind, Modality, Polarity, RelationType, Status};

#[test]
fn a_reader_finds_the_way_through_the_page() {
    let (network, statements) = crisis();
    check("use", &network, &statements);
}

#[test]
fn hostile_text_stays_text() {
    let (network, statements) = hostile();
    let Some(found) = check("hostile", &network, &statements) else { return };
    let names = found["names"].as_array().unwrap();
    assert_eq!(names.len(), network.nodes.len());
    for name in ["</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "=cmd|'/c calc'!A1"] {
        assert!(names.iter().any(|shown| shown == name), "{name:?} is not among {names:?}");
    }
}

#[test]
fn an_empty_graph_says_so() {
    check("empty", &Network::default(), &[]);
}

#[test]
fn five_thousand_actors_fit() {
    let (network, statements) = large(5_000, 20_000);
    let folder = TempDir::new().unwrap();
    let path = write(&network, &statements, &folder);
    let size = fs::metadata(&path).unwrap().len();
    assert!(size < 15 << 20, "{size} bytes");
    let Some(measured) = drive("speed", &path) else { return };
    eprintln!("5,000 actors, 20,000 links, {:.1} MB: {measured}", size as f64 / 1e6);
}

#[test]
fn the_same_graph_gives_the_same_page() {
    let folder = TempDir::new().unwrap();
    let (network, mut statements) = crisis();
    let first = fs::read(write(&network, &statements, &folder)).unwrap();
    statements.reverse();
    assert_eq!(first, fs::read(write(&network, &statements, &folder)).unwrap());
}

fn check(what: &str, network: &Network, statements: &[Evidence]) -> Option<Value> {
    let folder = TempDir::new().unwrap();
    drive(what, &write(network, statements, &folder))
}

fn write(network: &Network, statements: &[Evidence], folder: &TempDir) -> std::path::PathBuf {
    let path = folder.path().join("graph.html");
    html::write_with(network, statements, &mut BufWriter::new(File::create(&path).unwrap())).unwrap();
    path
}

/// What the driver measured, `None` when something that it needs is not installed.
fn drive(what: &str, page: &Path) -> Option<Value> {
    let chromium = env::var("WHOM_CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".to_owned());
    for (path, how) in [
        (chromium.as_str(), "apt-get install chromium"),
        ("tests/readers/node_modules/playwright-core", "npm ci --prefix tests/readers"),
    ] {
        if !Path::new(path).exists() {
            return skip(&format!("{path} ({how})"));
        }
    }
    let mut command = Command::new("node");
    command.arg("tests/readers/page.mjs").arg(what).arg(page);
    if let Some(folder) = env::var_os("WHOM_PICTURES") {
        command.arg(folder);
    }
    let output = match command.output() {
        Ok(output) => output,
        Err(_) => return skip("node (apt-get install nodejs)"),
    };
    assert!(output.status.success(), "{what}: {}", String::from_utf8_lossy(&output.stderr));
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

fn skip<T>(tool: &str) -> Option<T> {
    assert!(env::var("WHOM_REQUIRE_READERS").is_err(), "this run requires all readers: needs {tool}");
    eprintln!("skipped: needs {tool}");
    None
}

/// A small graph with a denial, a plan, articles of several years, and somebody who is three steps away.
fn crisis() -> (Network, Vec<Evidence>) {
    use RelationType::*;
    let mut nodes = vec![
        node("country:IRN", "Iran"),
        node("country:ISR", "Israel"),
        node("country:SYR", "Syria"),
        node("group:hezbollah", "Hezbollah"),
        node("person:ali-khamenei", "Ali Khamenei"),
    ];
    nodes[0].aliases = vec!["Islamic Republic of Iran".to_owned(), "Tehran".to_owned()];
    nodes[0].articles = 9;
    nodes[4].leader = true;
    nodes[4].offices = vec!["Supreme Leader".to_owned()];
    let stated = [
        (0, Accuse, 1, "Iran accused Israel of the attack.", "2021-03"),
        (0, Accuse, 1, "Iran never accused Israel.", "2022-04-01"),
        (0, RivalOf, 1, "Iran and Israel are rivals.", "2023"),
        (0, Backs, 3, "Iran-backed Hezbollah held the town.", "2023-07-09"),
        (3, Aid, 2, "Hezbollah will send fighters to Syria.", "2024-01-02"),
        (4, Leads, 0, "Ali Khamenei, Iran's Supreme Leader, spoke.", "2024-02-03"),
    ];
    let mut statements: Vec<Evidence> = stated
        .into_iter()
        .enumerate()
        .map(|(index, (source, relation, target, sentence, date))| {
            let article = Source {
                id: format!("article-{index}"),
                title: "Headline".to_owned(),
                date: Some(date.parse().unwrap()),
                url: format!("https://example.org/{index}"),
                outlet: "Example Times".to_owned(),
            };
            statement(&nodes, (source, relation, target), sentence, article)
        })
        .collect();
    statements[1].polarity = Polarity::Negated;
    statements[1].speaker = Some(actor_ref(&nodes[3]));
    statements[4].modality = Modality::Planned;
    let mut twin = statements[5].clone();
    (twin.polarity, twin.article.id) = (Polarity::Negated, "article-6".to_owned());
    statements.push(twin);
    (Network { edges: edges(&nodes, &statements), nodes }, statements)
}

/// Actors whose names, aliases, sentences, headlines and addresses have broken one page or another.
fn hostile() -> (Network, Vec<Evidence>) {
    let texts = [
        "</script><script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<!-- --> ]]> <![CDATA[ &lt;b&gt; &amp;",
        "\"onmouseover=\"alert(1)\" '`${alert(1)}`",
        "=cmd|'/c calc'!A1",
        "\u{202e}gnorw \u{2066}way\u{2069} مجلس",
        "\u{0}nul\u{7}\u{1b}[31m\u{2028}\u{2029}\u{feff}",
        "👩‍💻🇮🇷 e\u{301}\u{302}",
        "__proto__",
    ];
    let long = ["W".repeat(10_000), "long name ".repeat(1_000)];
    let texts = texts.into_iter().map(str::to_owned).chain(long);
    let mut nodes: Vec<Node> =
        texts.enumerate().map(|(index, text)| node(&format!("group:{index:02}"), &text)).collect();
    for node in &mut nodes {
        (node.aliases, node.offices) = (vec![node.name.clone()], vec![node.name.clone()]);
    }
    let addresses =
        ["javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "https://example.org/\"><script>", "//"];
    let statements = (0..nodes.len())
        .map(|index| {
            let next = (index + 1) % nodes.len();
            let text = nodes[index].name.clone();
            let url = addresses[index % addresses.len()].to_owned();
            let article = Source { id: text.clone(), title: text.clone(), date: None, url, outlet: text.clone() };
            let mut statement = statement(&nodes, (index, RelationType::Accuse, next), &text, article);
            statement.speaker = Some(actor_ref(&nodes[index]));
            statement
        })
        .collect::<Vec<Evidence>>();
    (Network { edges: edges(&nodes, &statements), nodes }, statements)
}

/// A graph of this size in which few actors have many links and many have few, as graphs of news are.
fn large(n_nodes: usize, n_edges: usize) -> (Network, Vec<Evidence>) {
    let mut nodes: Vec<Node> =
        (0..n_nodes).map(|index| node(&format!("group:{index:05}"), &format!("Organisation {index}"))).collect();
    for (index, node) in nodes.iter_mut().enumerate() {
        node.articles = (4_000 / (index + 1)).max(1) as u32;
    }
    // A linear congruential generator: the same graph on every machine.
    let mut state = 1_u64;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let mut seen = std::collections::BTreeSet::new();
    let mut statements = Vec::new();
    while seen.len() < n_edges {
        let source = random(n_nodes);
        let target = random(source + 1).min(random(n_nodes));
        let relation = RelationType::ALL[11 + random(16)];
        if source == target || relation.is_symmetric() || !seen.insert((source.min(target), source.max(target))) {
            continue;
        }
        for part in 0..2 {
            let number = 2 * seen.len() + part;
            let article = Source {
                id: format!("article-{}", number % 9_000),
                title: format!("A headline of the usual length for article number {}", number % 9_000),
                date: Some(format!("20{:02}-{:02}-11", 15 + number % 9, 1 + number % 12).parse().unwrap()),
                url: format!("https://example.org/news/{}", number % 9_000),
                outlet: format!("Outlet {}", number % 40),
            };
            let sentence = format!(
                "Sentence number {number} says, in about as many words as a sentence of a news article has, \
                 what organisation {source} does to organisation {target}."
            );
            statements.push(statement(&nodes, (source, relation, target), &sentence, article));
        }
    }
    (Network { edges: edges(&nodes, &statements), nodes }, statements)
}

fn node(id: &str, name: &str) -> Node {
    Node {
        id: id.to_owned(),
        name: name.to_owned(),
        kind: id.split(':').next().unwrap().parse::<ActorKind>().unwrap(),
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

fn actor_ref(node: &Node) -> ActorRef {
    ActorRef { id: node.id.clone(), name: node.name.clone(), kind: node.kind }
}

fn statement(
    nodes: &[Node],
    (source, relation, target): (usize, RelationType, usize),
    sentence: &str,
    article: Source,
) -> Evidence {
    Evidence {
        statement: String::new(),
        subject: actor_ref(&nodes[source]),
        relation,
        object: actor_ref(&nodes[target]),
        predicate: String::new(),
        polarity: Polarity::Affirmed,
        modality: Modality::Asserted,
        status: Status::Current,
        speaker: None,
        dated: None,
        evidence: sentence.to_owned(),
        start: 0,
        end: sentence.chars().count() as u32,
        confidence: 0.9,
        article,
    }
}

/// The edges that these statements come to.
fn edges(nodes: &[Node], statements: &[Evidence]) -> Vec<Edge> {
    let place = |actor: &ActorRef| nodes.iter().position(|node| node.id == actor.id).unwrap();
    let mut edges: Vec<Edge> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for statement in statements {
        let (source, relation, target) = (&statement.subject, statement.relation, &statement.object);
        let index = *places.entry((source.id.clone(), relation, target.id.clone())).or_insert_with(|| {
            edges.push(Edge {
                source: place(source),
                target: place(target),
                relation,
                articles: 0,
                stories: 0,
                outlets: 1,
                days: 1,
                statements: 0,
                polarity: [].into(),
                modality: [].into(),
                status: [].into(),
                speakers: Vec::new(),
                first: None,
                last: None,
                evidence: statement.evidence.clone(),
                article_ids: Vec::new(),
                confidence: statement.confidence,
            });
            edges.len() - 1
        });
        edges[index].articles += 1;
        edges[index].statements += 1;
    }
    edges
}
