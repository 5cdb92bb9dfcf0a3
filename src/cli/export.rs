//! `whom export`: the graph, or a part of it, for other tools.
//!
//! A file is written beside its place and moved there when it is whole, so nobody ever opens half a graph.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};

use anstream::eprintln;
use anyhow::{Context, bail};
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::filter::FilterArgs;
use super::print::{self, plural};
use super::{Options, readable};
use crate::export::{self, Format, Placed};
use crate::graph::rows::{PushEdge, VisitEdge, VisitNode, VisitStatement};
use crate::graph::{Filter, Merged, Network, Part, Rows, Stopped, StoreRows};
use crate::ontology::{Date, RelationType};

/// A picture of more edges than this is hard to read.
const READABLE_EDGES: u64 = 150;

/// Write the graph for Gephi, Graphviz, NetworkX, Neo4j, spreadsheets and other tools
///
/// The extension tells the format: .html (a page that any browser opens), .graphml (Gephi, NetworkX, igraph), .gexf (Gephi with a timeline), .dot (Graphviz), .svg and .png
/// (a picture), .mmd (Mermaid), .json (node-link JSON for NetworkX and D3), .cyjs (Cytoscape), .cypher (Neo4j), .csv, .jsonl and .parquet
/// (every statement with its sentence), .ftm (FollowTheMoney), .ttl and .nq (RDF). By name alone: csv, parquet and neo4j (folders of tables), events
/// and plover (event data). Relations without a direction, such as "allied_with", are undirected in Gephi and in pictures; NetworkX and
/// igraph know no mixed graphs and read them as one directed edge with "symmetric" set.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  whom export graph.graphml
  whom export graph.html --top 500
  whom export --ego Iran --depth 2 --since 2024 iran.svg
  whom export --positions --top 200 graph.gexf
  whom export --format csv tables/
  whom export statements.csv --family event
  whom export - --format json --top 50 --type backs,allied_with | jq '.nodes | length'")]
pub struct Args {
    /// The file to write, - for stdout; a folder for the formats csv, parquet and neo4j
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The format, where the extension does not tell it
    #[arg(long, value_name = "FORMAT", value_parser = format_parser())]
    format: Option<Format>,
    /// Keep only this actor and those linked to it
    #[arg(long, value_name = "ACTOR")]
    ego: Option<String>,
    /// How many links away from the --ego actor others may be
    #[arg(long, value_name = "N", default_value_t = 1, requires = "ego")]
    depth: usize,
    /// Keep only the N actors that most articles link, each to another of them, and the links among them
    #[arg(long, value_name = "N")]
    top: Option<usize>,
    /// One link for each pair of actors, whatever its relations, for tools that know simple graphs alone
    #[arg(long)]
    merge_types: bool,
    /// Keep only links of at least this weight, after --merge-types has summed them up
    #[arg(long, value_name = "N", default_value_t = 1)]
    min_weight: u32,
    /// The graph as articles up to this date have it, without the ties that they say have ended
    #[arg(long, value_name = "DATE", conflicts_with = "until")]
    as_of: Option<Date>,
    /// Lay the graph out (ForceAtlas2), so that Gephi and others open it as a picture
    #[arg(long)]
    positions: bool,
    #[command(flatten)]
    filter: FilterArgs,
}

pub fn run(options: &Options, args: Args) -> anyhow::Result<ExitCode> {
    let to_stdout = args.file == Path::new("-");
    let format = match args.format {
        Some(format) => format,
        None if to_stdout => bail!("stdout has no extension that tells the format: name it with --format"),
        None => Format::from_path(&args.file)?,
    };
    if to_stdout && format.is_folder() {
        bail!("format \"{format}\" is a folder of several files: name a folder to write");
    }
    if !to_stdout && is_same_file(&args.file, &options.db) {
        bail!("\"{}\" is the graph itself: an export needs a file of its own", args.file.display());
    }
    let store = readable(options)?;
    let center = match &args.ego {
        None => None,
        Some(name) => match print::find_actor(&store, name, None)? {
            Some(actor) => Some(actor.id),
            None => return Ok(ExitCode::from(1)),
        },
    };
    let filter = Filter { until: args.as_of.clone().or(args.filter.until.clone()), ..args.filter.clone().into() };
    let stored = store.rows(&filter)?;
    let part = select(&stored, center.as_deref(), &args)?.map(|network| Part::new(&stored, network));
    let rows: &dyn Rows = part.as_ref().map_or(&stored, |part| part);
    let merged = args.merge_types.then(|| Merged::new(rows, args.min_weight)).transpose()?;
    let rows: &dyn Rows = merged.as_ref().map_or(rows, |merged| merged);
    let placed = args.positions.then(|| Placed::new(rows)).transpose()?;
    let rows: &dyn Rows = placed.as_ref().map_or(rows, |placed| placed);
    let counted = Counted::new(rows);
    write(&counted, format, &args.file).with_context(|| format!("cannot write \"{}\"", args.file.display()))?;
    let place = if to_stdout { "stdout".to_owned() } else { args.file.display().to_string() };
    eprintln!("{} written to {place}", counted.total());
    let n_edges = counted.edges.get().unwrap_or_default();
    if format.is_picture() && n_edges > READABLE_EDGES {
        eprintln!(
            "a picture of {n_edges} edges is hard to read: narrow it with --top, --ego, --type or --min-articles"
        );
    }
    Ok(ExitCode::SUCCESS)
}

fn format_parser() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.iter().map(|format| format.name())).try_map(|name| name.parse::<Format>())
}

/// The network narrowed by what looks at edges together: what has ended, weights, then the surroundings of the actor whose
/// id is `center`, then the strongest; `None` where nothing of this is asked, so that the graph can stream.
fn select(stored: &StoreRows, center: Option<&str>, args: &Args) -> anyhow::Result<Option<Network>> {
    let min_weight = if args.merge_types { 1 } else { args.min_weight };
    if center.is_none() && args.top.is_none() && args.as_of.is_none() && min_weight <= 1 {
        return Ok(None);
    }
    let mut network = stored.network()?;
    if args.as_of.is_some() {
        network = network.without_ended(stored)?;
    }
    if min_weight > 1 {
        network = network.at_least(min_weight);
    }
    let part = match (center, args.top) {
        (None, None) => Some(network),
        (None, Some(n)) => Some(network.top(n)),
        (Some(id), None) => network.ego(id, args.depth),
        (Some(id), Some(n)) => network.ego(id, args.depth).and_then(|around| around.top_around(id, n)),
    };
    let name = args.ego.as_deref().unwrap_or_default();
    part.with_context(|| format!("\"{name}\" has no link that passes the filters")).map(Some)
}

/// Writes to stdout, a file, or a folder that is made where there is none.
fn write(rows: &dyn Rows, format: Format, path: &Path) -> anyhow::Result<()> {
    if path == Path::new("-") {
        return Ok(export::write(rows, format, &mut BufWriter::new(io::stdout().lock()))?);
    }
    if !format.is_folder() {
        return write_file(path, |out| Ok(export::write(rows, format, out)?));
    }
    fs::create_dir_all(path)?;
    let mut parts = format.parts().iter();
    parts.try_for_each(|part| write_file(&path.join(part.name), |out| Ok(part.write(rows, out)?)))
}

/// Counts what a writer reads; what it never asks for is `None`.
struct Counted<'r> {
    rows: &'r dyn Rows,
    nodes: Cell<Option<u64>>,
    edges: Cell<Option<u64>>,
    statements: Cell<Option<u64>>,
}

impl<'r> Counted<'r> {
    fn new(rows: &'r dyn Rows) -> Counted<'r> {
        Counted { rows, nodes: Cell::default(), edges: Cell::default(), statements: Cell::default() }
    }

    /// "12 nodes and 30 edges"
    fn total(&self) -> String {
        let counts = [(&self.nodes, "node"), (&self.edges, "edge"), (&self.statements, "statement")];
        let counts: Vec<String> = counts.iter().filter_map(|(n, word)| Some(plural(n.get()?, word))).collect();
        match counts.as_slice() {
            [rest @ .., last] if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
            counts => counts.concat(),
        }
    }
}

/// Begins to count a stream anew, for a writer may read it twice.
fn count(cell: &Cell<Option<u64>>) -> impl FnMut() + '_ {
    cell.set(Some(0));
    || cell.set(cell.get().map(|n| n + 1))
}

impl Rows for Counted<'_> {
    fn check(&self) -> Result<(), Stopped> {
        self.rows.check()
    }

    fn each_node(&self, visit: VisitNode) -> Result<(), Stopped> {
        let mut count = count(&self.nodes);
        self.rows.each_node(&mut |row| {
            count();
            visit(row)
        })
    }

    fn each_edge(&self, visit: VisitEdge) -> Result<(), Stopped> {
        let mut count = count(&self.edges);
        self.rows.each_edge(&mut |row| {
            count();
            visit(row)
        })
    }

    fn write_edges(&self, out: &mut dyn Write, between: &str, push: PushEdge) -> Result<(), Stopped> {
        let n_edges = AtomicU64::new(0);
        let written = self.rows.write_edges(out, between, &|text, row| {
            n_edges.fetch_add(1, Ordering::Relaxed);
            push(text, row);
        });
        self.edges.set(Some(n_edges.into_inner()));
        written
    }

    fn relations(&self) -> Result<BTreeSet<RelationType>, Stopped> {
        self.rows.relations()
    }

    fn each_statement(&self, visit: VisitStatement) -> Result<(), Stopped> {
        let mut count = count(&self.statements);
        self.rows.each_statement(&mut |row| {
            count();
            visit(row)
        })
    }
}

fn is_same_file(a: &Path, b: &Path) -> bool {
    matches!((fs::canonicalize(a), fs::canonicalize(b)), (Ok(a), Ok(b)) if a == b)
}

/// Writes a file as a whole or not at all: to a neighbour that takes its name at the end.
///
/// What is there already and is no plain file (a pipe, `/dev/stdout`) cannot be replaced and is written to directly.
fn write_file(path: &Path, write: impl Fn(&mut BufWriter<File>) -> anyhow::Result<()>) -> anyhow::Result<()> {
    // A link keeps its place; what it points to is replaced.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if target.metadata().is_ok_and(|metadata| !metadata.is_file()) {
        return write(&mut BufWriter::new(File::options().write(true).open(&target)?));
    }
    let name = target.file_name().context("it names no file")?.to_string_lossy();
    if let Some(folder) = target.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.is_dir()) {
        bail!("there is no folder \"{}\"", folder.display());
    }
    let neighbour = target.with_file_name(format!(".{name}.{}.part", std::process::id()));
    let mut out = BufWriter::new(File::create(&neighbour)?);
    let written = write(&mut out)
        .and_then(|()| Ok(out.flush()?))
        .and_then(|()| Ok(out.get_ref().sync_all()?))
        .and_then(|()| Ok(fs::rename(&neighbour, &target)?));
    if written.is_err() {
        // The first error is the one to report; a neighbour that is gone already is no loss.
        let _ = fs::remove_file(&neighbour);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Parser)]
    struct Command {
        #[command(flatten)]
        args: Args,
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<_> = entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_replaced_when_it_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("graph.dot");
        for text in ["first, the longer one", "second"] {
            write_file(&path, |out| Ok(out.write_all(text.as_bytes())?)).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
        assert_eq!(names(folder.path()), ["graph.dot"]);
    }

    #[test]
    fn a_failed_write_leaves_the_old_file_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("graph.dot");
        fs::write(&path, "old").unwrap();
        let fail = |out: &mut BufWriter<File>| {
            out.write_all(b"half a gr")?;
            bail!("the disk is full")
        };
        assert_eq!(write_file(&path, fail).unwrap_err().to_string(), "the disk is full");
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(names(folder.path()), ["graph.dot"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_and_a_device_is_written_to() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("graph.dot"), folder.path().join("link.dot"));
        fs::write(&file, "old").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        write_file(&link, |out| Ok(out.write_all(b"new")?)).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "new");
        assert!(link.symlink_metadata().unwrap().is_symlink());
        write_file(Path::new("/dev/null"), |out| Ok(out.write_all(b"new")?)).unwrap();
    }

    #[test]
    fn flags_are_read() {
        let read = |words: &[&str]| Command::try_parse_from([&["export"], words].concat()).map(|c| c.args);
        let args = read(&["x.dot", "--ego", "Iran", "--depth", "2", "--type", "backs,aid"]).unwrap();
        assert_eq!((args.ego.as_deref(), args.depth, args.filter.relations.len()), (Some("Iran"), 2, 2));
        assert_eq!(read(&["-", "--format", "json"]).unwrap().format, Some(Format::Json));
        assert!(read(&["-", "--format", "xls"]).is_err_and(|e| e.to_string().contains("graphml, gexf, dot")));
        assert!(read(&["x.dot", "--depth", "2"]).is_err(), "a depth needs an actor");
        assert!(read(&["x.dot", "--as-of", "2024", "--until", "2024"]).is_err(), "one end of the time alone");
        assert!(read(&["x.dot", "--family", "event", "--type", "backs"]).is_err(), "a family is some types");
    }
}
