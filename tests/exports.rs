//! The exports are opened by the tools that people open them with: NetworkX, igraph, Graphviz and a schema validator.
//!
//! A tool that is not installed is skipped with a word on stderr; with `WHOM_REQUIRE_READERS=1`, as in CI, that is a
//! failure. Python is `WHOM_PYTHON` or `python3`.

use std::collections::BTreeSet;
use std::env;
use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};
use tempfile::TempDir;
use whom::export::{self, Format};
use whom::graph::{Edge, Network, Node};
use whom::ontology::{ActorKind, Modality, Polarity, RelationType, Status};

#[test]
fn networkx_reads_the_graphml() {
    check_reader("networkx", Format::GraphMl);
}

#[test]
fn igraph_reads_the_graphml() {
    check_reader("igraph", Format::GraphMl);
}

#[test]
fn networkx_reads_the_json() {
    check_reader("node-link", Format::Json);
}

#[test]
fn the_graphml_follows_the_schema() {
    let folder = TempDir::new().unwrap();
    for network in [network(), Network::default()] {
        let path = write(&network, Format::GraphMl, &folder);
        let Some(output) = validate("whom.xsd", &path) else { return };
        assert!(output.status.success(), "{}", text(&output.stderr));
    }
}

/// The schema is our own, so it has to show that it refuses what it is there to refuse.
#[test]
fn the_schema_refuses_what_is_no_graphml() {
    let folder = TempDir::new().unwrap();
    let document = fs::read_to_string(write(&network(), Format::GraphMl, &folder)).unwrap();
    for (right, wrong, complaint) in [
        (r#"attr.type="double""#, r#"attr.type="date""#, "enumeration"),
        (r#"id="edgelabel""#, r#"id="label""#, "key_id_unique"),
        (r#"target="country:ISR""#, r#"target="country:XXX""#, "edge_target_ref"),
        (r#"<data key="kind">"#, r#"<data key="sort">"#, "data_key_ref"),
        (r#"<data key="kind">"#, r#"<data key="label">"#, "node_data_key_unique"),
        (r#"whom:directed="false""#, r#"whom:directed="perhaps""#, "xs:boolean"),
        ("<edge ", "<edge weight=\"1\" ", "not allowed"),
    ] {
        assert!(document.contains(right), "{right}");
        let path = folder.path().join("wrong.graphml");
        fs::write(&path, document.replacen(right, wrong, 1)).unwrap();
        let Some(output) = validate("whom.xsd", &path) else { return };
        assert!(text(&output.stderr).contains(complaint), "{wrong}: {}", text(&output.stderr));
    }
    // Without our extension, the attributes of edges that are not GraphML's own are seen.
    let Some(output) = validate("graphml.xsd", &folder.path().join("graph.graphml")) else { return };
    assert!(text(&output.stderr).contains("'label' is not allowed"), "{}", text(&output.stderr));
}

#[test]
fn graphviz_draws_the_dot() {
    let folder = TempDir::new().unwrap();
    for network in [network(), Network::default()] {
        let path = write(&network, Format::Dot, &folder);
        let Some(plain) = run(Command::new("dot").arg("-Tplain").arg(&path), "graphviz") else { return };
        assert_eq!((plain.status.code(), text(&plain.stderr).as_str()), (Some(0), ""));
        let count = |what: &str| text(&plain.stdout).lines().filter(|line| line.starts_with(what)).count();
        assert_eq!((count("node "), count("edge ")), (network.nodes.len(), network.edges.len()));
    }
}

#[test]
fn the_picture_shows_every_name_and_sentence() {
    let folder = TempDir::new().unwrap();
    let network = network();
    let path = write(&network, Format::Dot, &folder);
    let Some(svg) = run(Command::new("dot").arg("-Tsvg").arg(&path), "graphviz") else { return };
    // quick-xml checks that the picture is well-formed, which hostile text would break.
    let Picture { titles, text } = picture(&text(&svg.stdout));
    for sentence in network.edges.iter().map(|edge| visible(&edge.evidence)) {
        assert!(titles.contains(&sentence), "{sentence:?} in {titles:#?}");
    }
    for name in network.nodes.iter().map(|node| visible(&node.name)) {
        assert!(titles.iter().any(|title| title.starts_with(&name)), "{name:?} in {titles:#?}");
        // Labels are broken into lines, so spaces do not count.
        assert!(text.contains(&name.replace(' ', "")), "{name:?} in {text}");
    }
}

#[test]
fn the_same_network_gives_the_same_bytes() {
    let folder = TempDir::new().unwrap();
    for &format in Format::ALL {
        let first = fs::read(write(&network(), format, &folder)).unwrap();
        assert_eq!(first, fs::read(write(&network(), format, &folder)).unwrap(), "{format}");
    }
}

#[test]
fn a_format_that_cannot_be_told_is_named() {
    let whom = |words: &[&str]| {
        let output = assert_cmd::Command::cargo_bin("whom").unwrap().arg("export").args(words).output().unwrap();
        (output.status.code(), text(&output.stderr))
    };
    let (code, message) = whom(&["graph.xls"]);
    assert_eq!(code, Some(2));
    assert!(message.contains("expected an extension among .graphml, .dot, .gv, .json, .html"), "{message}");
    let (code, message) = whom(&["-"]);
    assert_eq!(code, Some(2));
    assert!(message.contains("name it with --format"), "{message}");
}

/// Compares what a reader got with what was written: nodes and edges with names, types, weights and evidence.
#[track_caller]
fn check_reader(reader: &str, format: Format) {
    let folder = TempDir::new().unwrap();
    let network = network();
    let path = write(&network, format, &folder);
    let Some(found) = read(reader, &path) else { return };
    // JSON keeps what XML has no way to write.
    let kept = |text: &str| if format == Format::Json { text.to_owned() } else { permitted(text) };
    assert_eq!(found["nodes"], sorted(network.nodes.iter().map(|node| expected_node(node, kept)).collect()));
    assert_eq!(found["edges"], sorted(network.edges.iter().map(|edge| expected_edge(&network, edge, kept)).collect()));
}

fn expected_node(node: &Node, kept: impl Fn(&str) -> String) -> Value {
    let (name, articles) = (kept(&node.name), f64::from(node.articles));
    let size = ((10.0 + 6.0 * articles.log2()) * 10.0).round() / 10.0;
    let color = match (node.kind, node.leader) {
        (ActorKind::Country, _) => "#E69F00",
        (ActorKind::Group, _) => "#56B4E9",
        (ActorKind::Person, true) => "#CC79A7",
        (ActorKind::Person, false) => "#8C8C8C",
    };
    json!([node.id, name, name, node.kind.as_str(), node.leader, articles, size, color])
}

fn expected_edge(network: &Network, edge: &Edge, kept: impl Fn(&str) -> String) -> Value {
    let [source, target] = [edge.source, edge.target].map(|end| network.nodes[end].id.as_str());
    let relation = edge.relation;
    let negated = f64::from(edge.polarity.get(&Polarity::Negated).copied().unwrap_or_default());
    let color = match relation {
        RelationType::Leads | RelationType::MemberOf => "#555555",
        RelationType::AlliedWith | RelationType::Backs => "#0058A0",
        RelationType::RivalOf => "#B0559A",
        RelationType::Consult | RelationType::Aid => "#008A68",
        _ => "#C85000",
    };
    json!([
        source,
        target,
        relation.as_str(),
        relation.as_str(),
        relation.family().as_str(),
        relation.is_symmetric(),
        f64::from(edge.articles),
        f64::from(edge.statements),
        negated,
        color,
        kept(&edge.evidence),
    ])
}

/// By what the rows say, whole numbers and decimals alike: readers give counts as either.
fn sorted(mut rows: Vec<Value>) -> Value {
    rows.sort_by_key(|row| row.to_string());
    Value::Array(rows)
}

/// What the reader got, its rows in the order of [`sorted`]; `None` when it is not installed.
fn read(reader: &str, path: &Path) -> Option<Value> {
    let python = env::var("WHOM_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let mut command = Command::new(python);
    command.arg("-X").arg("utf8").arg("tests/readers/read_graph.py").arg(reader).arg(path);
    let output = run(&mut command, "python3")?;
    if output.status.code() == Some(3) {
        return skip(&format!("{0} (pip install {0})", text(&output.stderr).trim()));
    }
    assert!(output.status.success(), "{}", text(&output.stderr));
    let mut found: Value = serde_json::from_slice(&output.stdout).unwrap();
    for what in ["nodes", "edges"] {
        let rows = found[what].as_array().unwrap().iter().map(with_decimals).collect();
        found[what] = sorted(rows);
    }
    Some(found)
}

fn with_decimals(row: &Value) -> Value {
    let cells = row.as_array().unwrap().iter();
    cells.map(|cell| cell.as_f64().map_or_else(|| cell.clone(), |number| json!(number))).collect()
}

fn validate(schema: &str, path: &Path) -> Option<Output> {
    let schema = Path::new("tests/schemas").join(schema);
    run(Command::new("xmllint").args(["--noout", "--nonet", "--schema"]).arg(schema).arg(path), "libxml2-utils")
}

fn run(command: &mut Command, package: &str) -> Option<Output> {
    match command.output() {
        Ok(output) => Some(output),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            skip(&format!("{package} (apt-get install {package})"))
        }
        Err(error) => panic!("{command:?}: {error}"),
    }
}

fn skip<T>(tool: &str) -> Option<T> {
    assert!(env::var("WHOM_REQUIRE_READERS").is_err(), "this run requires all readers: needs {tool}");
    eprintln!("skipped: needs {tool}");
    None
}

fn write(network: &Network, format: Format, folder: &TempDir) -> PathBuf {
    let path = folder.path().join("graph").with_extension(format.extensions()[0]);
    export::write(network, format, &mut BufWriter::new(File::create(&path).unwrap())).unwrap();
    path
}

/// What a person can read of an SVG picture.
struct Picture {
    /// The tooltips.
    titles: BTreeSet<String>,
    /// All labels in a row, without white space.
    text: String,
}

fn picture(svg: &str) -> Picture {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(svg);
    let (mut titles, mut text, mut is_label) = (BTreeSet::new(), String::new(), false);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(element) => {
                is_label = element.name().as_ref() == "text";
                for attribute in element.attributes().map(Result::unwrap) {
                    if attribute.key.as_ref() == "xlink:title" {
                        titles.insert(visible(&quick_xml::escape::unescape(&attribute.value).unwrap()));
                    }
                }
            }
            Event::End(_) => is_label = false,
            Event::Text(part) if is_label => text.extend(part.chars().filter(|c| !c.is_whitespace())),
            Event::GeneralRef(reference) if is_label => {
                let part = quick_xml::escape::unescape(&format!("&{};", &*reference)).unwrap().into_owned();
                text.extend(part.chars().filter(|c| !c.is_whitespace()));
            }
            Event::Eof => return Picture { titles, text },
            _ => {}
        }
    }
}

fn visible(text: &str) -> String {
    permitted(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text without the characters that XML 1.0 forbids.
fn permitted(text: &str) -> String {
    text.chars()
        .filter(|c| !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}'))
        .collect()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_owned()).unwrap()
}

/// Eight actors and fourteen relations, most with names that have broken some reader.
fn network() -> Network {
    let mut nodes = vec![
        node("country:IRN", "Iran", 40),
        node("country:ISR", "Israel \"the state\" & <others>", 31),
        node("country:SYR", "سوريا \u{202e}Syria\u{202c}", 7),
        node("group:hezbollah", "Hezbollah\nParty of God\\", 12),
        node("group:irgc", "IRGC ]]> --> <!-- &amp; &#65; \u{1}\u{b}\u{fffe}", 9),
        node("person:ali-khamenei", "Ali Khamenei 👳🏽\u{200d}♂️ e\u{301}", 5),
        node("person:babek-chalabi", "Babek \\\"Chalabi\\\"", 1),
        node("person:x", "</script><script>alert('x')</script>", 1),
    ];
    nodes[5].leader = true;
    nodes[5].offices = vec!["Supreme Leader".to_owned(), "\"ayatollah\" & \u{0}".to_owned()];
    nodes[0].aliases = vec!["Islamic Republic of Iran".to_owned(), "Tehran; the regime".to_owned()];
    nodes[0].first = Some("2023".parse().unwrap());
    nodes[0].last = Some("2024-09-01".parse().unwrap());
    use RelationType::*;
    let mut edges = vec![
        edge(0, Accuse, 1, 21, "Iran accused Israel."),
        edge(0, AlliedWith, 2, 6, "Iran said: \"Syria is our ally\" & <friend>."),
        edge(0, Backs, 3, 11, "Iran-backed\nHezbollah\r\nheld the town.\t"),
        edge(0, RivalOf, 1, 14, "سوريا \u{202e}they are rivals\u{202c}"),
        edge(0, Threaten, 1, 8, "\u{1}\u{2}Iran threatened Israel.\u{ffff}".trim_end_matches('\u{ffff}')),
        edge(1, Assault, 2, 5, "]]> Israel struck Syria. <![CDATA["),
        edge(1, Assault, 3, 9, "--> Israel struck Hezbollah. <!--"),
        edge(1, RivalOf, 3, 2, "&amp; &lt; &nope; &#65; \\N \\G \\"),
        edge(3, Aid, 2, 3, "Hezbollah sent fighters 🚀."),
        edge(4, Consult, 5, 1, "It may meet Khamenei."),
        edge(4, MemberOf, 3, 1, "It is not part of Hezbollah."),
        edge(5, Leads, 0, 4, "Ali Khamenei, Iran's Supreme Leader"),
        edge(6, Accuse, 0, 1, "Babek Chalabi blamed Tehran."),
        edge(7, Accuse, 0, 1, "</script><script>alert(1)</script>"),
    ];
    edges[9].modality = [(Modality::ReportedPossible, 1)].into();
    edges[10].polarity = [(Polarity::Negated, 1)].into();
    edges[2].speakers = vec!["Babek \\\"Chalabi\\\"".to_owned(), "Israel & <others>".to_owned()];
    Network { nodes, edges }
}

fn node(id: &str, name: &str, articles: u32) -> Node {
    Node {
        id: id.to_owned(),
        name: name.to_owned(),
        kind: id.split(':').next().unwrap().parse().unwrap(),
        leader: false,
        country: id.strip_prefix("country:").map(str::to_owned),
        sector: None,
        offices: Vec::new(),
        aliases: Vec::new(),
        articles,
        mentions: 3 * articles,
        first: None,
        last: None,
    }
}

fn edge(source: usize, relation: RelationType, target: usize, articles: u32, evidence: &str) -> Edge {
    Edge {
        source,
        target,
        relation,
        articles,
        statements: articles + 1,
        polarity: [(Polarity::Affirmed, articles + 1)].into(),
        modality: [(Modality::Asserted, articles + 1)].into(),
        status: [(Status::Current, articles + 1)].into(),
        speakers: Vec::new(),
        first: Some("2024-02".parse().unwrap()),
        last: Some("2024-09-01".parse().unwrap()),
        evidence: evidence.to_owned(),
        article_ids: (0..articles).map(|index| format!("article-{index:04}")).collect(),
        confidence: 0.93,
    }
}
