//! How long a million edges take to each format, and how much memory: `cargo bench --bench exports [N_EDGES [FOLDER]]`.
//!
//! The graph is generated row by row, as a store streams it. python-igraph (`WHOM_PYTHON` or `python3`) reads our GraphML
//! and writes it again, for comparison, where it is installed.

use std::env;
use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use whom::export::Format;
use whom::graph::rows::{VisitEdge, VisitNode, VisitStatement};
use whom::graph::{Edge, EdgeRow, End, Node, NodeRow, Rows, Stopped};
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

    fn each_statement(&self, _: VisitStatement) -> Result<(), Stopped> {
        Ok(())
    }
}

const IGRAPH: &str = "
import sys, time, igraph
start = time.perf_counter()
graph = igraph.Graph.Read_GraphML(sys.argv[1])
read = time.perf_counter()
graph.write_graphml(sys.argv[2])
print(f'igraph: graphml read in {read - start:.1f} s, written in {time.perf_counter() - read:.1f} s')
";

fn main() {
    // Cargo adds a flag of its own.
    let arguments: Vec<String> = env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let n_edges = arguments.first().map_or(1_000_000, |n| n.parse().expect("the first argument is a number of edges"));
    let folder = arguments.get(1).map_or_else(env::temp_dir, Into::into).join("whom-bench");
    fs::create_dir_all(&folder).expect("the folder can be made");
    let rows = Generated { n_edges };
    let start = Instant::now();
    rows.each_edge(&mut |_| Ok(())).expect("nothing fails");
    println!("{n_edges} edges, generated alone in {:.1} s", start.elapsed().as_secs_f64());
    for format in [Format::GraphMl, Format::Gexf, Format::Csv, Format::Json, Format::Ftm] {
        let start = Instant::now();
        let mut bytes = 0;
        for part in format.parts() {
            let path = folder.join(if format.is_folder() { part.name } else { format.name() });
            part.write(&rows, &mut BufWriter::new(File::create(&path).expect("the file can be made")))
                .expect("written");
            bytes += fs::metadata(&path).expect("it was written").len();
        }
        println!("{format}: {:.1} s, {} MB, peak memory {} MB", start.elapsed().as_secs_f64(), bytes >> 20, peak_mb());
    }
    compare(&folder);
    fs::remove_dir_all(&folder).expect("the folder is ours");
}

fn compare(folder: &Path) {
    let python = env::var("WHOM_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let (ours, theirs) = (folder.join("graphml"), folder.join("igraph.graphml"));
    let status = Command::new(python).arg("-c").arg(IGRAPH).arg(ours).arg(theirs).status();
    if !status.is_ok_and(|status| status.success()) {
        println!("no comparison: pip install igraph");
    }
}

/// The most memory that this process has had, where Linux tells it.
fn peak_mb() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or_default() / 1024
}
