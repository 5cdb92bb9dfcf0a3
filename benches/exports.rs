//! How long a million edges take to each format, and how much memory: `cargo bench --bench exports [N_EDGES|FILE [FOLDER]]`.
//!
//! With a number the graph is generated row by row, as a store streams it, with one statement an edge; with a FILE it is the whole graph of that file,
//! such as `cargo bench --bench graph -- 20000 FILE` makes. NetworkX and python-igraph (`WHOM_PYTHON` or `python3`) read our
//! JSON and GraphML and write the same graph again, for comparison, where they are installed: the same nodes, edges and
//! attributes, but for DOT, where igraph writes all of them and we what a picture shows. Theirs is timed from memory; ours
//! reads a FILE anew for each format. Times are of the clock and, in brackets, of the processor (of all threads).

use std::env;
use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use whom::export::Format;
use whom::graph::rows::{VisitEdge, VisitNode, VisitStatement};
use whom::graph::{
    ActorRef, Edge, EdgeRow, End, Evidence, Filter, Node, NodeRow, Rows, Source, StatementRow, Stopped, Store,
};
use whom::ontology::{ActorKind, Modality, Polarity, RelationType, Status};

/// So many edges, and a tenth as many nodes.
struct Generated {
    n_edges: usize,
}

impl Generated {
    fn node(&self, number: usize) -> Node {
        Node {
            id: format!("group:number-{number:07}"),
            name: format!("Group Number {number}"),
            kind: ActorKind::Group,
            leader: false,
            country: Some("IRN".to_owned()),
            sector: Some("REB".to_owned()),
            offices: Vec::new(),
            aliases: vec![format!("G{number}"), "The \"Group\" & Co.".to_owned()],
            articles: number as u32 % 50 + 1,
            mentions: number as u32 % 90 + 1,
            first: "2023-01-04".parse().ok(),
            last: "2024-02-11".parse().ok(),
        }
    }
}

impl Rows for Generated {
    fn each_node(&self, visit: VisitNode) -> Result<(), Stopped> {
        (0..self.n_edges / 10).try_for_each(|number| Ok(visit(&NodeRow { node: &self.node(number), place: None })?))
    }

    fn each_edge(&self, visit: VisitEdge) -> Result<(), Stopped> {
        let n_nodes = self.n_edges / 10;
        for number in 0..self.n_edges {
            let (source, target) = (number / 10, (number / 10 + 1 + number % 10 * 7919) % n_nodes);
            let articles = number as u32 % 4 + 1;
            let edge = Edge {
                source,
                target,
                relation: RelationType::ALL[number % RelationType::ALL.len()],
                articles,
                stories: articles,
                outlets: 1,
                days: 1,
                statements: articles + 1,
                polarity: [(Polarity::Affirmed, articles + 1)].into(),
                modality: [(Modality::Asserted, articles + 1)].into(),
                status: [(Status::Current, articles + 1)].into(),
                speakers: vec!["The Ministry".to_owned()],
                first: "2023-01-04".parse().ok(),
                last: "2024-02-11".parse().ok(),
                evidence: format!(
                    "Group {source} said on Monday that it would \"never\" talk to group {target} & others."
                ),
                article_ids: (0..articles).map(|n| format!("article-{:06}", number as u32 + n)).collect(),
                confidence: 0.87,
            };
            let ends = [source, target].map(|end| self.node(end));
            let [source, target] = [&ends[0], &ends[1]].map(End::from);
            visit(&EdgeRow { edge: &edge, source, target, types: &[] })?;
        }
        Ok(())
    }

    fn each_statement(&self, visit: VisitStatement) -> Result<(), Stopped> {
        self.each_edge(&mut |row| {
            let actor = |end: End| ActorRef { id: end.id.to_owned(), name: end.name.to_owned(), kind: end.kind };
            let (edge, id) = (row.edge, &row.edge.article_ids[0]);
            let statement = Evidence {
                subject: actor(row.source),
                relation: edge.relation,
                object: actor(row.target),
                predicate: "never talk to".to_owned(),
                polarity: Polarity::Affirmed,
                modality: Modality::Asserted,
                status: Status::Current,
                speaker: Some(actor(row.source)),
                dated: None,
                evidence: edge.evidence.clone(),
                start: 120,
                end: 220,
                confidence: 0.87,
                article: Source {
                    id: id.clone(),
                    title: format!("A headline of the usual length for {id}"),
                    date: edge.last.clone(),
                    url: format!("https://example.org/news/{id}"),
                    outlet: "Example Times".to_owned(),
                },
                statement: "0123456789abcdef/0".to_owned(),
            };
            visit(&StatementRow { statement: &statement, subject: row.source, object: row.target })
        })
    }
}

/// Both hold all that the files say of nodes and edges when they begin to write.
const OTHERS: &str = r#"
import json, sys, time
from pathlib import Path
folder = Path(sys.argv[1])

def measure(what, write):
    start, processor = time.perf_counter(), time.process_time()
    write()
    print(f"{what}: {time.perf_counter() - start:.2f} s ({time.process_time() - processor:.1f} s)", flush=True)

import igraph
graph = igraph.Graph.Read_GraphML(str(folder / "graphml"))
measure("igraph graphml", lambda: graph.write_graphml(str(folder / "igraph.graphml")))
measure("igraph dot", lambda: graph.write_dot(str(folder / "igraph.dot")))
del graph

import networkx
graph = networkx.node_link_graph(json.load(open(folder / "json")), edges="edges")

# GraphML of NetworkX takes no lists.
for attributes in [data for _, data in graph.nodes(data=True)] + [data for _, _, data in graph.edges(data=True)]:
    for name, value in attributes.items():
        if isinstance(value, list):
            attributes[name] = "; ".join(value)

def write_json():
    with open(folder / "networkx.json", "w") as file:
        json.dump(networkx.node_link_data(graph, edges="edges"), file)

measure("networkx json", write_json)
measure("networkx graphml", lambda: networkx.write_graphml(graph, folder / "networkx.graphml"))
try:
    measure("networkx dot", lambda: networkx.nx_pydot.write_dot(graph, folder / "networkx.dot"))
except ImportError:
    print("networkx dot: pip install pydot")
"#;

fn main() {
    // Cargo adds a flag of its own.
    let arguments: Vec<String> = env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let what = arguments.first().map_or("1000000", String::as_str);
    let folder = arguments.get(1).map_or_else(env::temp_dir, Into::into).join("whom-bench");
    fs::create_dir_all(&folder).expect("the folder can be made");
    if Path::new(what).exists() {
        let store = Store::open_existing(what).expect("the file is a graph");
        let start = Instant::now();
        let rows = store.rows(&Filter::default()).expect("the graph can be read");
        println!("{what} opened in {:.1} s", start.elapsed().as_secs_f64());
        write(&rows, &[Format::GraphMl, Format::Dot, Format::Json], &folder);
    } else {
        let rows = Generated { n_edges: what.parse().expect("the first argument is a file or a number of edges") };
        let start = Instant::now();
        rows.each_edge(&mut |_| Ok(())).expect("nothing fails");
        println!("{what} edges, generated alone in {:.1} s", start.elapsed().as_secs_f64());
        write(
            &rows,
            &[Format::GraphMl, Format::Gexf, Format::Dot, Format::Csv, Format::Statements, Format::Json, Format::Ftm],
            &folder,
        );
    }
    compare(&folder);
    fs::remove_dir_all(&folder).expect("the folder is ours");
}

fn write(rows: &dyn Rows, formats: &[Format], folder: &Path) {
    for format in formats {
        let (start, processor) = (Instant::now(), processor_seconds());
        let mut bytes = 0;
        for part in format.parts() {
            let path = folder.join(if format.is_folder() { part.name } else { format.name() });
            let mut out = BufWriter::with_capacity(1 << 20, File::create(&path).expect("the file can be made"));
            part.write(rows, &mut out).expect("written");
            bytes += fs::metadata(&path).expect("it was written").len();
        }
        println!(
            "{format}: {:.2} s ({:.1} s), {} MB, peak memory {} MB",
            start.elapsed().as_secs_f64(),
            processor_seconds() - processor,
            bytes >> 20,
            peak_mb()
        );
    }
}

fn compare(folder: &Path) {
    let python = env::var("WHOM_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let status = Command::new(python).arg("-c").arg(OTHERS).arg(folder).status();
    if !status.is_ok_and(|status| status.success()) {
        println!("no comparison: pip install igraph networkx");
    }
}

/// Processor time of this process, of the program and of the system for it; 0 where that is not told.
fn processor_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let numbers = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    numbers.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// The most memory that this process has had, where Linux tells it.
fn peak_mb() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or_default() / 1024
}
