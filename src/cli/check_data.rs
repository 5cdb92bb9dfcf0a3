//! `whom check-data`: loads every table, runs the sentences that prove the predicates, and says what is wrong where.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anstream::{eprintln, println};

use super::Options;
use crate::extract::proof;
use crate::knowledge::Knowledge;
use crate::language::Analyzer;

/// Check the tables of names and words, and the sentences that prove them
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  whom check-data                     the built-in tables\n  \
                        whom check-data data                the tables of a checkout, as they stand on disk\n  \
                        whom --knowledge mine check-data    your own tables over the built-in ones")]
pub struct Args {
    /// Folder laid out as data/, checked in place of the built-in tables
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

pub fn run(options: &Options, args: Args) -> anyhow::Result<ExitCode> {
    let of_folder = args.folder.as_deref().map(Knowledge::of_folder).transpose()?;
    let knowledge = match &of_folder {
        Some(knowledge) => knowledge,
        None => options.load_knowledge()?,
    };
    let mut failures = knowledge.holders.overlaps(&knowledge.names);
    failures.extend(proof::failures(&Analyzer::built_in()?, knowledge));
    if options.json {
        let counts: serde_json::Map<String, serde_json::Value> =
            knowledge.counts().into_iter().map(|(name, count)| (name.to_owned(), count.into())).collect();
        println!("{}", serde_json::json!({"counts": counts, "failures": failures}));
    } else {
        for (name, count) in knowledge.counts() {
            println!("{count:>7}  {name}");
        }
    }
    report(&failures, options.knowledge.as_deref());
    Ok(if failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// A user's own entries first; then what their tables have changed of the built-in ones, which may be meant.
fn report(failures: &[String], own: Option<&Path>) {
    let is_own = |failure: &&String| own.is_none_or(|folder| failure.starts_with(&*folder.to_string_lossy()));
    let (own, built_in): (Vec<&String>, Vec<&String>) = failures.iter().partition(is_own);
    for failure in own {
        eprintln!("{failure}");
    }
    if !built_in.is_empty() {
        eprintln!("your tables change what sentences of the built-in ones state: {}", built_in.len());
    }
    for failure in built_in {
        eprintln!("{failure}");
    }
}
