//! How long a million edges take to each format, and how much memory: `cargo bench --bench exports [N_EDGES [FOLDER]]`.
//!
//! The graph is generated row by row, as a store streams it, with one statement an edge. python-igraph (`WHOM_PYTHON` or
//! `python3`) reads our GraphML and writes it again, for comparison, where it is installed. Times are of the processor
//! (where Linux tells it) beside those of the clock, which on a busy machine say little.

use std::env;
use std::fs::{self, File};
use std::io::BufWriter;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use whom::export::Format;
use whom::graph::rows::{VisitEdge, VisitNode, VisitStatement};
use whom::graph::{ActorRef, Edge, EdgeRow, End, Evidence, Node, NodeRow, Rows, Source, StatementRow, Stopped};
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

const IGRAPH: &str = "
import sys, time, igraph
graph = igraph.Graph.Read_GraphML(sys.argv[1])
clock, processor = time.perf_counter(), time.process_time()
graph.write_graphml(sys.argv[2])
print(f'igraph: graphml written in {time.process_time() - processor:.1f} s of processor, {time.perf_counter() - clock:.1f} s by the clock')
";

fn main() {
    // Cargo adds a flag of its own.
    let arguments: Vec<String> = env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let n_edges = arguments.first().map_or(1_000_000, |n| n.parse().expect("the first argument is a number of edges"));
    let folder = arguments.get(1).map_or_else(env::temp_dir, Into::into).join("whom-bench");
    fs::create_dir_all(&folder).expect("the folder can be made");
    let rows = Generated { n_edges };
    let start = processor_s();
    rows.each_edge(&mut |_| Ok(())).expect("nothing fails");
    println!("{n_edges} edges, generated alone in {:.1} s of processor", processor_s() - start);
    for format in [Format::GraphMl, Format::Gexf, Format::Csv, Format::Statements, Format::Json, Format::Ftm] {
        let (start, processor) = (Instant::now(), processor_s());
        let mut bytes = 0;
        for part in format.parts() {
            let path = folder.join(if format.is_folder() { part.name } else { format.name() });
            part.write(&rows, &mut BufWriter::new(File::create(&path).expect("the file can be made")))
                .expect("written");
            bytes += fs::metadata(&path).expect("it was written").len();
        }
        println!(
            "{format}: {:.1} s of processor, {:.1} s by the clock, {} MB, peak memory {} MB",
            processor_s() - processor,
            start.elapsed().as_secs_f64(),
            bytes >> 20,
            peak_mb()
        );
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

/// The processor time of this process so far, generating the graph included; 0 where the system does not tell.
fn processor_s() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit_once(')').map(|(_, rest)| rest.split_whitespace()).into_iter().flatten();
    // User and system time in hundredths of a second, the 14th and 15th field.
    fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// The most memory that this process has had, where Linux tells it.
fn peak_mb() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or_default() / 1024
}
