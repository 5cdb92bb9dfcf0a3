//! The exports are opened by the tools that people open them with: NetworkX, igraph, graphology, Graphviz, DuckDB,
//! rdflib, followthemoney and schema validators.
//!
//! A tool that is not installed is skipped with a word on stderr; with `WHOM_REQUIRE_READERS=1`, as in CI, that is a
//! failure. Python is `WHOM_PYTHON` or `python3`; packages of Node are looked for in `tests/readers`.

use std::collections::BTreeSet;
use std::env;
use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};
use tempfile::TempDir;
use whom::export::{self, Format, Placed};
use whom::graph::rows::{VisitEdge, VisitNode, VisitStatement};
use whom::graph::{ActorRef, Edge, End, Evidence, Network, Node, Rows, Source, StatementRow, Stopped};
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
fn cytoscapes_json_is_read() {
    check_reader("cytoscape", Format::Cytoscape);
}

#[test]
fn duckdb_reads_the_tables() {
    check_reader("duckdb", Format::Csv);
}

#[test]
fn neo4js_import_rules_read_the_tables() {
    check_reader("neo4j", Format::Neo4j);
}

#[cfg(feature = "parquet")]
#[test]
fn duckdb_reads_parquet() {
    check_reader("duckdb-parquet", Format::Parquet);
    let folder = TempDir::new().unwrap();
    let sample = Sample::new();
    let Some(found) = read("duckdb-parquet", &write(&sample, Format::Parquet, &folder)) else { return };
    let tuple = |row: &Value| json!([row["subject_id"], row["type"], row["object_id"], row["evidence"], row["start"]]);
    let rows = found["rows"].as_array().unwrap().iter().map(tuple).collect();
    let expected = sample.statements.iter().map(|statement| {
        json!([statement.subject.id, statement.relation, statement.object.id, statement.evidence, statement.start])
    });
    assert_eq!(sorted(rows), sorted(expected.collect()));
    // The table of statements alone is the same one.
    let alone = fs::read(write(&sample, Format::StatementParquet, &folder)).unwrap();
    assert_eq!(alone, fs::read(folder.path().join("parquet/statements.parquet")).unwrap());
}

#[test]
fn graphology_reads_graphml_and_gexf() {
    let folder = TempDir::new().unwrap();
    let network = network();
    for format in [Format::GraphMl, Format::Gexf] {
        let path = write(&network, format, &folder);
        let mut command = Command::new("node");
        let Some(found) = run(command.arg("tests/readers/read_graph.cjs").arg(&path), "nodejs") else { return };
        if found.status.code() == Some(3) {
            skip::<()>("graphology (npm ci --prefix tests/readers)");
            return;
        }
        assert!(found.status.success(), "{}", text(&found.stderr));
        let found: Value = serde_json::from_slice(&found.stdout).unwrap();
        let rows = |what: &str| sorted(found[what].as_array().unwrap().iter().map(with_decimals).collect());
        let nodes = network.nodes.iter().map(|node| expected_node(node, permitted));
        assert_eq!(rows("nodes"), sorted(nodes.collect()), "{format}");
        let edges = network.edges.iter().map(|edge| expected_edge(&network, edge, permitted));
        assert_eq!(rows("edges"), sorted(edges.collect()), "{format}");
        // GraphML has directed edges alone, as graphology reads it.
        let n_symmetric = network.edges.iter().filter(|edge| edge.relation.is_symmetric()).count();
        assert_eq!(found["undirected"], if format == Format::Gexf { n_symmetric } else { 0 }, "{format}");
    }
}

#[test]
fn duckdb_reads_statements_and_events() {
    let folder = TempDir::new().unwrap();
    let sample = Sample::new();
    let path = write(&sample, Format::StatementTable, &folder);
    let Some(found) = read("duckdb-table", &path) else { return };
    let rows = found["rows"].as_array().unwrap();
    assert_eq!(rows.len(), sample.statements.len());
    let tuple = |row: &Value| json!([row["subject_id"], row["type"], row["object_id"], row["evidence"], row["start"]]);
    let expected = sample.statements.iter().map(|statement| {
        let evidence = neutral(&permitted(&statement.evidence));
        json!([statement.subject.id, statement.relation, statement.object.id, evidence, statement.start])
    });
    assert_eq!(sorted(rows.iter().map(tuple).collect()), sorted(expected.collect()));
    let ids: BTreeSet<String> = rows.iter().map(|row| row["id"].to_string()).collect();
    assert_eq!(ids.len(), rows.len(), "ids are unique");

    let path = write(&sample, Format::Events, &folder);
    let Some(found) = read("duckdb-table", &path) else { return };
    let rows = found["rows"].as_array().unwrap();
    let events = || sample.statements.iter().filter(|statement| statement.relation.quad_class().is_some());
    assert_eq!(rows.iter().map(|row| row["statements"].as_u64().unwrap()).sum::<u64>(), events().count() as u64);
    let row = rows.iter().find(|row| row["source_id"] == "country:IRN" && row["type"] == "threaten").unwrap();
    assert_eq!(
        (&row["source_iso3"], &row["source_cow"], &row["source_cow_code"]),
        (&json!("IRN"), &json!("IRN"), &json!(630))
    );
    assert_eq!((&row["target_cow_code"], &row["goldstein"]), (&json!(666), &json!(-4.4)));
}

#[test]
fn rdflib_reads_the_turtle() {
    let folder = TempDir::new().unwrap();
    let sample = Sample::new();
    let Some(found) = read("rdflib", &write(&sample, Format::Turtle, &folder)) else { return };
    let name = |node: &Node| json!([node.id, node.name, node.kind]);
    assert_eq!(found["nodes"], sorted(sample.network.nodes.iter().map(name).collect()));
    let edges = sample.network.edges.iter().filter(|edge| is_fact(edge));
    let id = |end: usize| &sample.network.nodes[end].id;
    let edges = edges.map(|edge| json!([id(edge.source), edge.relation, id(edge.target)]));
    assert_eq!(found["edges"], sorted(edges.collect()));
    let statements =
        sample.statements.iter().map(|s| json!([s.subject.id, s.object.id, s.polarity, s.evidence, s.article.title]));
    assert_eq!(sorted(found["rows"].as_array().unwrap().clone()), sorted(statements.collect()));
}

#[test]
fn rdflib_reads_the_nanopublications() {
    let folder = TempDir::new().unwrap();
    let sample = Sample::new();
    let Some(found) = read("nanopubs", &write(&sample, Format::NQuads, &folder)) else { return };
    let statements = sample.statements.iter().map(|statement| json!([statement.evidence]));
    assert_eq!(sorted(found["rows"].as_array().unwrap().clone()), sorted(statements.collect()));
}

#[test]
fn followthemoney_takes_the_entities() {
    let folder = TempDir::new().unwrap();
    let sample = Sample::new();
    let Some(found) = read("followthemoney", &write(&sample, Format::Ftm, &folder)) else { return };
    let network = &sample.network;
    let schema = |node: &Node| match node.kind {
        ActorKind::Country => "PublicBody",
        ActorKind::Group => "Organization",
        ActorKind::Person => "Person",
    };
    let id = |node: &Node| node.id.replace(':', ".");
    let nodes = network.nodes.iter().map(|node| json!([id(node), visible(&node.name), schema(node)]));
    assert_eq!(found["nodes"], sorted(nodes.collect()));
    let edges = network.edges.iter().map(|edge| {
        let [source, target] = [edge.source, edge.target].map(|end| id(&network.nodes[end]));
        json!([source, target, edge.relation, visible(&edge.evidence)])
    });
    assert_eq!(found["edges"], sorted(edges.collect()));
    assert_eq!(found["rows"].as_array().unwrap().len(), sample.statements.len());
}

#[test]
fn the_gexf_follows_the_schema() {
    let folder = TempDir::new().unwrap();
    let network = network();
    let placed = Placed::new(&network).unwrap();
    for rows in [&network as &dyn Rows, &Network::default(), &placed] {
        let path = write(rows, Format::Gexf, &folder);
        let Some(output) = validate("--relaxng", "gexf.rng", &path) else { return };
        assert!(output.status.success(), "{}", text(&output.stderr));
    }
    let document = fs::read_to_string(write(&placed, Format::Gexf, &folder)).unwrap();
    for (right, wrong) in [
        (r#"type="undirected""#, r#"type="neither""#),
        (r#"start="2024-02-01""#, r#"start="2024-02""#),
        ("viz:size", "viz:bigness"),
        ("viz:position x", "viz:position w"),
        (r#"class="edge""#, r#"class="edges""#),
    ] {
        assert!(document.contains(right), "{right}");
        let path = folder.path().join("wrong.gexf");
        fs::write(&path, document.replacen(right, wrong, 1)).unwrap();
        let Some(output) = validate("--relaxng", "gexf.rng", &path) else { return };
        assert!(!output.status.success(), "{wrong}");
    }
}

#[test]
fn our_own_picture_is_well_formed_and_shows_every_name() {
    let folder = TempDir::new().unwrap();
    let network = network();
    let svg = fs::read_to_string(write(&network, Format::Svg, &folder)).unwrap();
    let Picture { text, .. } = picture(&svg);
    for name in network.nodes.iter().map(|node| visible(&node.name)) {
        assert!(text.contains(&name.replace(' ', "")), "{name:?} in {text}");
    }
}

#[test]
fn the_graphml_follows_the_schema() {
    let folder = TempDir::new().unwrap();
    for network in [network(), Network::default()] {
        let path = write(&network, Format::GraphMl, &folder);
        let Some(output) = validate("--schema", "whom.xsd", &path) else { return };
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
        let Some(output) = validate("--schema", "whom.xsd", &path) else { return };
        assert!(text(&output.stderr).contains(complaint), "{wrong}: {}", text(&output.stderr));
    }
    // Without our extension, the attributes of edges that are not GraphML's own are seen.
    let Some(output) = validate("--schema", "graphml.xsd", &folder.path().join("graph.graphml")) else { return };
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
        let bytes = || {
            let path = write(&Sample::new(), format, &folder);
            let files = format.parts().iter().map(|part| path.join(part.name));
            files
                .map(|file| fs::read(if format.is_folder() { file } else { path.clone() }).unwrap())
                .collect::<Vec<_>>()
        };
        assert_eq!(bytes(), bytes(), "{format}");
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
    assert!(message.contains("expected an extension among .graphml, .gexf, .dot, .gv"), "{message}");
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
    // JSON and Parquet keep what XML has no way to write.
    let kept = |text: &str| match format.name() {
        "json" | "cytoscape" | "parquet" => text.to_owned(),
        "csv" | "neo4j" => neutral(&permitted(text)),
        _ => permitted(text),
    };
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

fn validate(language: &str, schema: &str, path: &Path) -> Option<Output> {
    let schema = Path::new("tests/schemas").join(schema);
    run(Command::new("xmllint").args(["--noout", "--nonet", language]).arg(schema).arg(path), "libxml2-utils")
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

/// Writes a file, or a folder of them.
fn write(rows: &dyn Rows, format: Format, folder: &TempDir) -> PathBuf {
    let path = folder.path().join("graph").with_extension(format.extensions().first().unwrap_or(&format.name()));
    let path = if format.is_folder() { folder.path().join(format.name()) } else { path };
    if !format.is_folder() {
        export::write(rows, format, &mut BufWriter::new(File::create(&path).unwrap())).unwrap();
        return path;
    }
    fs::create_dir_all(&path).unwrap();
    for part in format.parts() {
        part.write(rows, &mut BufWriter::new(File::create(path.join(part.name)).unwrap())).unwrap();
    }
    path
}

/// A text as a table has it: no spreadsheet takes it for a formula.
fn neutral(text: &str) -> String {
    if text.trim_start().starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text.to_owned() }
}

/// Whether somebody affirms it as a fact that holds.
fn is_fact(edge: &Edge) -> bool {
    edge.polarity.contains_key(&Polarity::Affirmed)
        && edge.modality.contains_key(&Modality::Asserted)
        && edge.status.contains_key(&Status::Current)
}

/// [`network`] with one statement behind each edge.
struct Sample {
    network: Network,
    statements: Vec<Evidence>,
}

impl Sample {
    fn new() -> Sample {
        let network = network();
        let statement =
            |(index, edge): (usize, &Edge)| {
                let [subject, object] = [edge.source, edge.target]
                    .map(|end| &network.nodes[end])
                    .map(|node| ActorRef { id: node.id.clone(), name: node.name.clone(), kind: node.kind });
                Evidence {
                    statement: String::new(),
                    speaker: (index % 2 == 0).then(|| object.clone()),
                    subject,
                    relation: edge.relation,
                    object,
                    predicate: edge.evidence.clone(),
                    polarity: *edge.polarity.keys().next().unwrap(),
                    modality: *edge.modality.keys().next().unwrap(),
                    status: Status::Current,
                    dated: (index % 3 == 0).then(|| "2024-07-30".parse().unwrap()),
                    evidence: edge.evidence.clone(),
                    start: index as u32,
                    end: 100,
                    confidence: 0.9,
                    article: Source {
                        id: format!("article {index:02} / \"x\""),
                        title: format!("Title {index} <&> 'and' \"so on\""),
                        date: Some("2024-09-01".parse().unwrap()),
                        url: format!("https://example.org/{index}?a=1&b=2"),
                        outlet: "The \"Outlet\"".to_owned(),
                    },
                }
            };
        let statements = network.edges.iter().enumerate().map(statement).collect();
        Sample { network, statements }
    }
}

impl Rows for Sample {
    fn each_node(&self, visit: VisitNode) -> Result<(), Stopped> {
        self.network.each_node(visit)
    }

    fn each_edge(&self, visit: VisitEdge) -> Result<(), Stopped> {
        self.network.each_edge(visit)
    }

    fn each_statement(&self, visit: VisitStatement) -> Result<(), Stopped> {
        self.network.edges.iter().zip(&self.statements).try_for_each(|(edge, statement)| {
            let [subject, object] = [edge.source, edge.target].map(|end| End::from(&self.network.nodes[end]));
            Ok(visit(&StatementRow { statement, subject, object })?)
        })
    }
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
        edge(7, Accuse, 0, 1, "=cmd|'/c calc'!A1 </script><script>alert(1)</script>"),
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
        stories: articles,
        outlets: 1,
        days: 1,
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
