//! `training evaluate`: runs the analyzer of whom on a gold file and scores what it finds.

use std::path::{Path, PathBuf};

use anyhow::Context;
use serde_json::{Map, Value};

use crate::name_score::{NameScores, names};
use crate::score::{Count, Scores};
use crate::system::System;
use crate::{bio, conllu, score};

/// Score the models on a treebank or a file of names
///
/// A treebank is scored in the manner of the CoNLL 2018 shared task: punctuation counts, subtypes of relations do not.
/// The arguments are the edges nsubj, nsubj:pass, obj, iobj and obl:agent, by exactly these names. Names count with
/// exact span and class; where the gold file has no MISC at all, MISC of the models is not counted. Files that end in .xz
/// are unpacked.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  training evaluate --treebank ewt-dev.conllu.xz           tags and trees on the treebank's own tokens
  training evaluate --treebank ewt-dev.conllu.xz --raw     from the bare text on
  training evaluate --names politics-dev.txt.xz --json     names, for other programs
  training evaluate --treebank ewt-dev.conllu.xz --model new.model")]
pub struct Args {
    #[command(flatten)]
    gold: Gold,
    /// Start from the text of the treebank, without its tokens and sentences
    #[arg(long, conflicts_with = "names")]
    raw: bool,
    /// Model to score in place of the compiled-in one; its particulars lie beside it in a file that ends in .toml
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// Write the sentences as the models have them, in CoNLL-U
    #[arg(long, value_name = "FILE", conflicts_with = "names")]
    write: Option<PathBuf>,
    /// Print one JSON object, with fractions of 1
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct Gold {
    /// Treebank in CoNLL-U
    #[arg(long, value_name = "FILE")]
    treebank: Option<PathBuf>,
    /// Names: rows of token, tab and BIO tag, a blank line between sentences, -DOCSTART- before documents
    #[arg(long, value_name = "FILE")]
    names: Option<PathBuf>,
}

pub fn run(args: &Args) -> anyhow::Result<()> {
    let system = System::new(args.model.as_deref())?;
    let rows = match &args.gold {
        Gold { treebank: Some(path), .. } => rows_of_treebank(&score_treebank(&system, path, args)?),
        Gold { names: Some(path), .. } => rows_of_names(&score_names(&system, path)?),
        Gold { .. } => unreachable!("clap asks for one of the two"),
    };
    if args.json {
        let object: Map<String, Value> = rows.into_iter().map(|row| (row.key, row.count.f1().into())).collect();
        println!("{}", Value::Object(object));
    } else {
        print_table(&rows);
    }
    Ok(())
}

fn score_treebank(system: &System, path: &Path, args: &Args) -> anyhow::Result<Scores> {
    let gold = conllu::read(path)?;
    let documents = conllu::documents(&gold).into_iter();
    let found: Vec<conllu::Sentence> = if args.raw {
        documents.flat_map(|document| system.analyzed(&conllu::text(document))).collect()
    } else {
        documents.flat_map(|document| system.annotated(document)).collect()
    };
    if let Some(path) = &args.write {
        let text: String = found.iter().map(conllu::Sentence::to_string).collect();
        std::fs::write(path, text).with_context(|| format!("cannot write \"{}\"", path.display()))?;
    }
    score::treebank(&gold, &found)
}

fn score_names(system: &System, path: &Path) -> anyhow::Result<NameScores> {
    let documents = bio::read(path)?;
    let found: Vec<Vec<bio::Name>> = documents.iter().flat_map(|document| system.names(document)).collect();
    let gold: Vec<&bio::Sentence> = documents.iter().flatten().collect();
    Ok(names(&gold, &found))
}

/// A figure with the key of the JSON and the heading of the table.
struct Row {
    key: String,
    heading: String,
    count: Count,
}

fn rows_of_treebank(scores: &Scores) -> Vec<Row> {
    let heading = |key: &str| match key {
        "upos" => "tags (UPOS)".to_owned(),
        "uas" => "heads (UAS)".to_owned(),
        "las" => "heads and relations (LAS)".to_owned(),
        "arguments_f1" => "subjects, objects, agents".to_owned(),
        _ => key.trim_end_matches("_f1").to_owned(),
    };
    scores.iter().map(|(key, count)| Row { key: (*key).to_owned(), heading: heading(key), count: *count }).collect()
}

fn rows_of_names(scores: &NameScores) -> Vec<Row> {
    let all = Row { key: "f1".to_owned(), heading: "names".to_owned(), count: scores.all };
    let of_class = |(class, count): (&&str, &Count)| Row {
        key: format!("{}_f1", class.to_lowercase()),
        heading: format!("  {class}"),
        count: *count,
    };
    std::iter::once(all).chain(bio::CLASSES.iter().zip(&scores.by_class).map(of_class)).collect()
}

fn print_table(rows: &[Row]) {
    println!("{:26}     F1  precision  recall     gold", "");
    for row in rows {
        println!("{:26} {}", row.heading, row.count);
    }
}
