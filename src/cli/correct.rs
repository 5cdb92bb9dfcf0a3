//! Corrections, with which people have the last word: `merge`, `apart`, `split`, `rename`, `retype`, `hide`, `reject`, what takes
//! them back, and the file that holds them.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;

use super::print::{self, clean, plural};
use super::{Options, writable};
use crate::graph::{ActorRef, Correction, Store, part_name};
use crate::ontology::ActorKind;

/// Say that two actors are one
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  whom merge Putin \"Vladimir Putin\"")]
pub struct MergeArgs {
    /// One actor by any name, alias or id
    a: String,
    /// The other
    b: String,
}

/// Say that two actors are not one, whatever else says so
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  whom apart person:ali-hassan person:ali-hassan_irq")]
pub struct ApartArgs {
    /// One actor by any name, alias or id, or a name as whom why shows it (person:ali-hassan@IRQ)
    a: String,
    /// The other
    b: String,
}

/// Say that in some articles a name stands for somebody else
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  whom split \"John Smith\" --article a17 --article a31 --as coach")]
pub struct SplitArgs {
    /// The actor by any name, alias or id
    actor: String,
    /// An article by its id or fingerprint; may be repeated
    #[arg(long = "article", required = true, value_name = "ARTICLE")]
    articles: Vec<String>,
    /// What the other is called in ids: letters, digits and hyphens
    #[arg(long = "as", value_name = "WORD", default_value = "other", value_parser = part_name)]
    part: String,
}

/// Give an actor the name to show
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  whom rename Wagner \"Wagner Group\"")]
pub struct RenameArgs {
    /// The actor by any name, alias or id
    actor: String,
    /// The name
    name: String,
}

/// Say of what kind an actor is
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  whom retype Wagner group")]
pub struct RetypeArgs {
    /// The actor by any name, alias or id
    actor: String,
    /// country, person or group
    kind: ActorKind,
}

/// Leave an actor out of all answers
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  whom hide Reuters")]
pub struct HideArgs {
    /// The actor by any name, alias or id
    actor: String,
}

/// Say that an article does not state what a statement says
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  whom evidence Iran Hezbollah --ids\n  whom reject 0b7d0a5e3c1f9a42/3")]
pub struct RejectArgs {
    /// The statement as whom evidence --ids shows it
    statement: String,
}

/// Take the last correction back
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  whom undo")]
pub struct UndoArgs {}

/// List the corrections, or write or read a file of them
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  whom corrections --export corrections.txt\n  whom --db other.db corrections --import corrections.txt"
)]
pub struct CorrectionsArgs {
    /// Write them to a file, to keep or to replay elsewhere
    #[arg(long, value_name = "FILE")]
    export: Option<PathBuf>,
    /// Make the corrections of a file that are not made yet
    #[arg(long, value_name = "FILE", conflicts_with = "export")]
    import: Option<PathBuf>,
}

pub fn merge(options: &Options, args: &MergeArgs) -> anyhow::Result<ExitCode> {
    let mut store = writable(options)?;
    let Some((a, b)) = both(&store, &args.a, &args.b)? else { return Ok(ExitCode::from(1)) };
    if a.id == b.id {
        anstream::eprintln!("whom: both names are of {} already", clean(&a.name));
        return Ok(ExitCode::from(1));
    }
    let correction = Correction::Merge { a: store.persona_of(&a.id)?, b: store.persona_of(&b.id)? };
    store.correct(&[correction])?;
    anstream::eprintln!("{} and {} are one; whom undo takes it back", clean(&a.name), clean(&b.name));
    Ok(ExitCode::SUCCESS)
}

pub fn apart(options: &Options, args: &ApartArgs) -> anyhow::Result<ExitCode> {
    let mut store = writable(options)?;
    let name_or_actor = |named: &str| -> anyhow::Result<_> {
        if named.contains('@')
            && let Ok(persona) = named.parse()
        {
            return Ok(Some(persona));
        }
        let actor = print::find_actor(&store, named, None)?;
        Ok(actor.map(|actor| store.persona_of(&actor.id)).transpose()?)
    };
    let (Some(a), Some(b)) = (name_or_actor(&args.a)?, name_or_actor(&args.b)?) else { return Ok(ExitCode::from(1)) };
    if a == b {
        anstream::eprintln!(
            "whom: both names are \"{a}\"; whom why shows the names that were joined, whom split parts one by articles"
        );
        return Ok(ExitCode::from(1));
    }
    anstream::eprintln!("{a} and {b} are two; whom undo takes it back");
    store.correct(&[Correction::Apart { a, b }])?;
    Ok(ExitCode::SUCCESS)
}

pub fn split(options: &Options, args: &SplitArgs) -> anyhow::Result<ExitCode> {
    let mut store = writable(options)?;
    let Some(actor) = print::find_actor(&store, &args.actor, None)? else { return Ok(ExitCode::from(1)) };
    let corrections = store.split(&actor.id, &args.part, &args.articles)?;
    if corrections.is_empty() {
        anstream::eprintln!("whom: none of these articles names {}", clean(&actor.name));
        return Ok(ExitCode::from(1));
    }
    store.correct(&corrections)?;
    let n = plural(args.articles.len() as u64, "article");
    anstream::eprintln!("in {n} {} is somebody else; whom undo takes it back", clean(&actor.name));
    Ok(ExitCode::SUCCESS)
}

pub fn rename(options: &Options, args: &RenameArgs) -> anyhow::Result<ExitCode> {
    let name = args.name.split_whitespace().collect::<Vec<&str>>().join(" ");
    anyhow::ensure!(!name.is_empty(), "a name has at least one letter");
    about_one(options, &args.actor, |actor| Correction::Rename { actor, name: name.clone() })
}

pub fn retype(options: &Options, args: &RetypeArgs) -> anyhow::Result<ExitCode> {
    about_one(options, &args.actor, |actor| Correction::Retype { actor, kind: args.kind })
}

pub fn hide(options: &Options, args: &HideArgs) -> anyhow::Result<ExitCode> {
    about_one(options, &args.actor, |actor| Correction::Hide { actor })
}

fn about_one(
    options: &Options,
    named: &str,
    correction: impl FnOnce(crate::graph::PersonaRef) -> Correction,
) -> anyhow::Result<ExitCode> {
    let mut store = writable(options)?;
    let Some(actor) = print::find_actor(&store, named, None)? else { return Ok(ExitCode::from(1)) };
    let correction = correction(store.persona_of(&actor.id)?);
    anstream::eprintln!("{correction}; whom undo takes it back");
    store.correct(&[correction])?;
    Ok(ExitCode::SUCCESS)
}

pub fn reject(options: &Options, args: &RejectArgs) -> anyhow::Result<ExitCode> {
    let mut store = writable(options)?;
    let correction = store.rejection(&args.statement)?;
    anstream::eprintln!("{correction}; whom undo takes it back");
    store.correct(&[correction])?;
    Ok(ExitCode::SUCCESS)
}

pub fn undo(options: &Options) -> anyhow::Result<ExitCode> {
    match writable(options)?.undo()? {
        Some(correction) => {
            anstream::eprintln!("taken back: {correction}");
            Ok(ExitCode::SUCCESS)
        }
        None => {
            anstream::eprintln!("whom: there is no correction to take back");
            Ok(ExitCode::from(1))
        }
    }
}

pub fn corrections(options: &Options, args: &CorrectionsArgs) -> anyhow::Result<ExitCode> {
    if let Some(path) = &args.import {
        return import(options, path);
    }
    let corrections = Store::open_existing(&options.db)?.corrections()?;
    if let Some(path) = &args.export {
        let lines: String = corrections.iter().map(|correction| format!("{correction}\n")).collect();
        std::fs::write(path, format!("{HEAD}{lines}"))
            .with_context(|| format!("cannot write \"{}\"", path.display()))?;
        anstream::eprintln!("{} in {}", plural(corrections.len() as u64, "correction"), path.display());
    } else if options.is_data() {
        print::data(options, &serde_json::json!({ "corrections": corrections }))?;
    } else {
        let mut out = anstream::stdout().lock();
        corrections.iter().try_for_each(|correction| writeln!(out, "{}", clean(&correction.to_string())))?;
    }
    Ok(ExitCode::SUCCESS)
}

const HEAD: &str = "# Corrections of a graph of whom, one a line, in the order in which they were made.\n\
    # Apply them to another graph with: whom corrections --import FILE\n";

fn import(options: &Options, path: &PathBuf) -> anyhow::Result<ExitCode> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read \"{}\"", path.display()))?;
    let mut corrections = Vec::new();
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    for (i, line) in lines {
        let correction: Correction =
            line.parse().map_err(|error| anyhow::anyhow!("{}:{}: {error}", path.display(), i + 1))?;
        corrections.push(correction);
    }
    let mut store = writable(options)?;
    let made = store.corrections()?;
    let n_read = corrections.len() as u64;
    corrections.retain(|correction| !made.contains(correction));
    store.correct(&corrections)?;
    anstream::eprintln!(
        "{} made, {} there already",
        plural(corrections.len() as u64, "correction"),
        n_read - corrections.len() as u64
    );
    Ok(ExitCode::SUCCESS)
}

fn both(store: &Store, a: &str, b: &str) -> anyhow::Result<Option<(ActorRef, ActorRef)>> {
    Ok(print::find_actor(store, a, None)?.zip(print::find_actor(store, b, None)?))
}
