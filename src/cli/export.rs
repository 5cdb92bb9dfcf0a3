//! `whom export`: the graph, or a part of it, for other tools.
//!
//! A file is written beside its place and moved there when it is whole, so nobody ever opens half a graph.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anstream::eprintln;
use anyhow::{Context, bail};
use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::Options;
use super::filter::FilterArgs;
use super::print::{self, plural};
use crate::export::{self, Format};
use crate::graph::{Evidence, Network, Store};

/// A picture of more edges than this is hard to read.
const READABLE_EDGES: u64 = 150;

/// Write the graph for Gephi, Graphviz, NetworkX and other tools, or as a page to look at
///
/// GraphML is for Gephi, NetworkX, igraph and Cytoscape, DOT for a picture by Graphviz, JSON (node-link, as NetworkX
/// reads it) for notebooks and D3, HTML a page with every sentence that any browser opens. Relations without a direction, such as "allied_with", are undirected in Gephi and in
/// pictures; NetworkX and igraph know no mixed graphs and read them as one directed edge with "symmetric" set.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  whom export graph.graphml
  whom export graph.html --top 500
  whom export --ego Iran --depth 2 --since 2024 iran.dot && dot -Tsvg iran.dot -o iran.svg
  whom export - --format json --top 50 --type backs,allied_with | jq '.nodes | length'")]
pub struct Args {
    /// The file to write, - for stdout; its extension tells the format: .graphml, .dot, .gv, .json or .html
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
    /// Keep only the N actors that most articles link, and the links among them
    #[arg(long, value_name = "N")]
    top: Option<usize>,
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
    if !to_stdout && is_same_file(&args.file, &options.db) {
        bail!("\"{}\" is the graph itself: an export needs a file of its own", args.file.display());
    }
    let store = Store::open_existing(&options.db)?;
    let Some((network, center)) = load(&store, &args)? else { return Ok(ExitCode::from(1)) };
    let network = select(network, center.as_deref(), &args)?;
    // A page shows every sentence behind an edge, the other formats the one that the edge carries.
    let statements = match format {
        Format::Html => store.statements(&args.filter.clone().into())?,
        _ => Vec::new(),
    };
    if to_stdout {
        write(&network, &statements, format, &mut BufWriter::new(io::stdout().lock()))?;
    } else {
        write_file(&args.file, |out| write(&network, &statements, format, out))
            .with_context(|| format!("cannot write \"{}\"", args.file.display()))?;
    }
    let (n_nodes, n_edges) = (network.nodes.len() as u64, network.edges.len() as u64);
    let place = if to_stdout { "stdout".to_owned() } else { args.file.display().to_string() };
    eprintln!("{} and {} written to {place}", plural(n_nodes, "node"), plural(n_edges, "edge"));
    if format == Format::Dot && n_edges > READABLE_EDGES {
        eprintln!(
            "a picture of {n_edges} edges is hard to read: narrow it with --top, --ego, --type or --min-articles"
        );
    }
    Ok(ExitCode::SUCCESS)
}

fn write(network: &Network, statements: &[Evidence], format: Format, out: &mut impl Write) -> anyhow::Result<()> {
    match format {
        Format::Html => export::write_page(network, statements, out)?,
        _ => export::write(network, format, out)?,
    }
    Ok(())
}

fn format_parser() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.iter().map(|format| format.name())).try_map(|name| name.parse::<Format>())
}

/// The graph that passes the filters, and the id of the `--ego` actor; `None` when no actor has that name.
fn load(store: &Store, args: &Args) -> anyhow::Result<Option<(Network, Option<String>)>> {
    let center = match &args.ego {
        None => None,
        Some(name) => match print::find_actor(store, name, None)? {
            Some(actor) => Some(actor.id),
            None => return Ok(None),
        },
    };
    Ok(Some((store.network(&args.filter.clone().into())?, center)))
}

/// Narrows the network to the surroundings of the actor whose id is `center`, then to the strongest.
fn select(network: Network, center: Option<&str>, args: &Args) -> anyhow::Result<Network> {
    let part = match (center, args.top) {
        (None, None) => Some(network),
        (None, Some(n)) => Some(network.top(n)),
        (Some(id), None) => network.ego(id, args.depth),
        (Some(id), Some(n)) => network.ego(id, args.depth).and_then(|around| around.top_around(id, n)),
    };
    part.with_context(|| format!("\"{}\" has no link that passes the filters", args.ego.as_deref().unwrap_or_default()))
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
        assert!(read(&["-", "--format", "xls"]).is_err_and(|e| e.to_string().contains("graphml, dot, json")));
        assert!(read(&["x.dot", "--depth", "2"]).is_err(), "a depth needs an actor");
    }
}
