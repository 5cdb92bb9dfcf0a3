//! The program: one file a command. Data goes to stdout, progress and messages to stderr.
//!
//! Exit codes: 0 all done, 1 something was skipped or not found, 2 could not run.

use std::path::PathBuf;
use std::process::ExitCode;

use anstream::eprintln;
use clap::{Parser, Subcommand};

use crate::graph::Store;
use crate::knowledge::Knowledge;

mod actors;
mod analyze;
mod articles;
mod check_data;
mod completions;
mod correct;
mod csv;
mod evidence;
mod export;
mod extract;
mod filter;
mod ingest;
mod input;
mod keep;
mod links;
mod man;
mod path;
mod pipeline;
mod print;
mod rank;
mod review;
mod search;
#[cfg(feature = "serve")]
mod serve;
mod show;
mod stats;
mod table;
mod timeline;
mod why;

/// Who is linked to whom in the news, who says so, and since when
#[derive(Debug, Parser)]
#[command(name = "whom", version, about, arg_required_else_help = true)]
#[command(after_help = "Examples:
  whom ingest articles/                        read a folder of articles into whom.db
  whom links Iran                              who is linked to Iran, with one sentence as proof
  whom export graph.graphml                    the graph for Gephi; graph.dot for Graphviz
  whom serve                                   the graph as a page in your browser")]
struct Cli {
    #[command(flatten)]
    options: Options,
    #[command(subcommand)]
    command: Command,
}

/// Heading of the flags that all commands take.
const SHARED: &str = "Options of all commands";

/// What all commands share.
#[derive(Debug, Clone, clap::Args)]
pub struct Options {
    /// The graph's file
    #[arg(long, global = true, help_heading = SHARED, value_name = "FILE", env = "WHOM_DB", default_value = "whom.db")]
    pub db: PathBuf,
    /// Folder with tables of your own, of the same form as those in data/, that add to the built-in ones
    #[arg(long, global = true, help_heading = SHARED, value_name = "DIR")]
    pub knowledge: Option<PathBuf>,
    /// Print JSON instead of tables for people
    #[arg(long, global = true, help_heading = SHARED)]
    pub json: bool,
    /// Print CSV instead of tables for people: a line for each row of the answer
    #[arg(long, global = true, help_heading = SHARED, conflicts_with = "json")]
    pub csv: bool,
}

impl Options {
    /// Whether a program reads the answer.
    fn is_data(&self) -> bool {
        self.json || self.csv
    }

    /// The built-in tables, with the user's own over them where `--knowledge` names a folder. They live as long as the program: to
    /// give back a hundred thousand words one by one takes a tenth of the time that reading them does.
    fn load_knowledge(&self) -> anyhow::Result<&'static Knowledge> {
        let knowledge = match &self.knowledge {
            Some(folder) => Knowledge::with_tables(folder)?,
            None => Knowledge::built_in()?,
        };
        Ok(Box::leak(Box::new(knowledge)))
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    Ingest(ingest::Args),
    Extract(extract::Args),
    Analyze(analyze::Args),
    Actors(actors::Args),
    Links(links::Args),
    Show(show::Args),
    Evidence(evidence::Args),
    Path(path::Args),
    Export(export::Args),
    #[cfg(feature = "serve")]
    Serve(serve::Args),
    Stats(stats::Args),
    Why(why::Args),
    Rank(rank::RankArgs),
    Communities(rank::CommunitiesArgs),
    Search(search::Args),
    Timeline(timeline::TimelineArgs),
    Changes(timeline::ChangesArgs),
    Articles(articles::Args),
    Merge(correct::MergeArgs),
    Apart(correct::ApartArgs),
    Split(correct::SplitArgs),
    Rename(correct::RenameArgs),
    Retype(correct::RetypeArgs),
    Hide(correct::HideArgs),
    Reject(correct::RejectArgs),
    Undo(correct::UndoArgs),
    Corrections(correct::CorrectionsArgs),
    Review(review::ReviewArgs),
    Forget(keep::ForgetArgs),
    Rebuild(keep::RebuildArgs),
    Join(keep::JoinArgs),
    Doctor(keep::DoctorArgs),
    CheckData(check_data::Args),
    Completions(completions::Args),
    Man(man::Args),
}

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    let Cli { options, command } = Cli::parse();
    match run(&options, command) {
        Ok(code) => code,
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("whom: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(options: &Options, command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Ingest(args) => ingest::run(options, args),
        Command::Extract(args) => extract::run(options, args),
        Command::Analyze(args) => analyze::run(options, args),
        Command::Actors(args) => actors::run(options, args),
        Command::Links(args) => links::run(options, args),
        Command::Show(args) => show::run(options, args),
        Command::Evidence(args) => evidence::run(options, args),
        Command::Path(args) => path::run(options, args),
        Command::Export(args) => export::run(options, args),
        #[cfg(feature = "serve")]
        Command::Serve(args) => serve::run(options, args),
        Command::Stats(args) => stats::run(options, args),
        Command::Why(args) => why::run(options, args),
        Command::Rank(args) => rank::rank(options, args),
        Command::Communities(args) => rank::communities(options, args),
        Command::Search(args) => search::run(options, args),
        Command::Timeline(args) => timeline::timeline(options, args),
        Command::Changes(args) => timeline::changes(options, args),
        Command::Articles(args) => articles::run(options, args),
        Command::Merge(args) => correct::merge(options, &args),
        Command::Apart(args) => correct::apart(options, &args),
        Command::Split(args) => correct::split(options, &args),
        Command::Rename(args) => correct::rename(options, &args),
        Command::Retype(args) => correct::retype(options, &args),
        Command::Hide(args) => correct::hide(options, &args),
        Command::Reject(args) => correct::reject(options, &args),
        Command::Undo(_) => correct::undo(options),
        Command::Corrections(args) => correct::corrections(options, &args),
        Command::Review(args) => review::review(options, args),
        Command::Forget(args) => keep::forget(options, &args),
        Command::Rebuild(args) => keep::rebuild(options, &args),
        Command::Join(args) => keep::join(options, &args),
        Command::Doctor(_) => keep::doctor(options),
        Command::CheckData(args) => check_data::run(options, args),
        Command::Completions(args) => completions::run(args),
        Command::Man(args) => man::run(&args),
    }
}

/// The graph for questions. What a process that was ended left to be folded in is folded in first.
fn readable(options: &Options) -> anyhow::Result<Store> {
    let store = Store::open_existing(&options.db)?;
    if !store.is_all_settled()? {
        match Store::open(&options.db).and_then(|mut store| store.settle()) {
            Ok(()) => {}
            Err(error) => eprintln!("whom: some articles are not folded in yet and do not count: {error}"),
        }
    }
    Ok(store)
}

/// The graph for changes; it must be there.
fn writable(options: &Options) -> anyhow::Result<Store> {
    drop(Store::open_existing(&options.db)?);
    let mut store = Store::open(&options.db)?;
    store.settle()?;
    Ok(store)
}

/// Whether the reader of our output has gone, as `head` does: no error.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .any(|cause| cause.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe))
}
