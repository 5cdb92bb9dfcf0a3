//! `whom ingest`: articles in, the graph grown by what they state.
//!
//! Articles are read and analysed on all cores; one writer adds them in batches, each batch in one transaction. So
//! whatever stops a run, what was added stays, and the same command again goes on where it stopped.

use std::collections::BTreeMap;
use std::io::Write;
use std::num::NonZero;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use anstream::eprintln;
use anyhow::Context;
use indicatif::{HumanCount, ProgressBar, ProgressStyle};
use serde::Serialize;

use super::print::{self, plural};
use super::{Options, pipeline};
use crate::article::{self, Article, Reason, Skipped};
use crate::extract::{self, Extraction};
use crate::graph::{Added, Filter, Store};
use crate::language::Analyzer;

/// The only language that the analysis knows.
const LANGUAGE: &str = "en";

/// A batch is added when it holds so many articles, or so many bytes of text.
const BATCH_ARTICLES: usize = 256;
const BATCH_BYTES: usize = 4_000_000;

/// Places that the report names for each reason; all of them were named when they came.
const N_EXAMPLES: usize = 3;

/// Add articles to the graph
///
/// An article whose text the graph already has changes nothing. What cannot be read is reported on stderr and the
/// rest goes on; the exit code is then 1.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  whom ingest articles/ --links 20
  whom --db iran.db ingest iran.jsonl page.html notes/
  zcat news.jsonl.gz | whom ingest -")]
pub struct Args {
    /// Files (.txt, .md, .html, .htm, .json, .jsonl, .ndjson), folders with such files, or - for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Number of threads [default: one for each core]
    #[arg(long, value_name = "N")]
    jobs: Option<NonZero<usize>>,
    /// Then list the N strongest links of the graph
    #[arg(long, value_name = "N")]
    links: Option<usize>,
}

pub fn run(options: &Options, args: Args) -> anyhow::Result<ExitCode> {
    let (analyzer, knowledge) = (Analyzer::built_in()?, options.load_knowledge()?);
    let store = Store::open(&options.db)?;
    let known = Mutex::new(Store::open(&options.db)?);
    let n_actors_before = store.n_actors()?;
    let started = Instant::now();
    let mut writer = Writer::new(store, progress_bar(&args.paths));

    let n_ignored = pipeline::run(
        args.paths,
        args.jobs,
        move |article| analyse(article, &known, |article| extract::extract(article, &analyzer, &knowledge)),
        |n_bytes, outcomes| {
            for outcome in outcomes {
                writer.take(outcome)?;
            }
            writer.bar.inc(n_bytes);
            writer.show_rate(started.elapsed());
            Ok(())
        },
    )?;
    writer.add_batch()?;
    writer.bar.finish_and_clear();

    let mut report = writer.report;
    report.ignored = n_ignored;
    report.actors = writer.store.n_actors()?.saturating_sub(n_actors_before);
    report.finish(started.elapsed());
    if options.json {
        writeln!(std::io::stdout(), "{}", serde_json::to_string(&report)?)?;
    } else {
        eprintln!("{report}");
    }
    if let Some(limit) = args.links {
        let network = Store::open_existing(&options.db)?.network(&Filter::default())?;
        print::strongest(&network, limit)?;
    }
    Ok(ExitCode::from(u8::from(!report.skipped.is_empty())))
}

/// What is to be done with an article.
enum Analysis {
    /// The graph has its text.
    Known,
    /// It is in another language.
    Foreign,
    /// It is to be added.
    New(Box<Extraction>),
}

fn analyse(
    article: &Article,
    known: &Mutex<Store>,
    extract: impl Fn(&Article) -> Extraction,
) -> anyhow::Result<Analysis> {
    if article.language != LANGUAGE {
        return Ok(Analysis::Foreign);
    }
    // Analysis is far dearer than this question, even with all threads asking one connection.
    if known.lock().unwrap_or_else(PoisonError::into_inner).is_settled(article)? {
        return Ok(Analysis::Known);
    }
    Ok(Analysis::New(Box::new(extract(article))))
}

/// Collects what was analysed and adds it to the store batch by batch.
struct Writer {
    store: Store,
    batch: Vec<(Article, Extraction)>,
    batch_bytes: usize,
    report: Report,
    bar: ProgressBar,
}

impl Writer {
    fn new(store: Store, bar: ProgressBar) -> Writer {
        Writer { store, batch: Vec::new(), batch_bytes: 0, report: Report::default(), bar }
    }

    fn take(&mut self, outcome: pipeline::Outcome<anyhow::Result<Analysis>>) -> anyhow::Result<()> {
        let (found, analysis) = match outcome {
            Ok((found, analysis)) => (found, analysis?),
            Err(skipped) => {
                self.skip(&skipped);
                return Ok(());
            }
        };
        for remark in &found.remarks {
            self.bar.suspend(|| eprintln!("{}: {remark}", found.place));
        }
        match analysis {
            Analysis::Known => self.report.known += 1,
            Analysis::Foreign => self.skip(&Reason::Language(found.article.language).at(found.place)),
            Analysis::New(extraction) => {
                self.batch_bytes += found.article.text.len();
                self.batch.push((found.article, *extraction));
                if self.batch.len() >= BATCH_ARTICLES || self.batch_bytes >= BATCH_BYTES {
                    self.add_batch()?;
                }
            }
        }
        Ok(())
    }

    fn skip(&mut self, skipped: &Skipped) {
        self.bar.suspend(|| eprintln!("{skipped}"));
        self.report.skip(skipped);
    }

    fn show_rate(&self, elapsed: Duration) {
        let n = self.report.new + self.report.known + self.batch.len() as u64;
        self.bar.set_message(format!("{}, {:.0}/s", plural(n, "article"), n as f64 / elapsed.as_secs_f64().max(0.001)));
    }

    fn add_batch(&mut self) -> anyhow::Result<()> {
        let added = self.store.add(&self.batch).with_context(|| {
            self.bar.finish_and_clear();
            match self.report.new {
                0 => "stopped before the first article was added".to_owned(),
                n => format!(
                    "stopped after {}, which are safe; the same command goes on from there",
                    plural(n, "article")
                ),
            }
        })?;
        for ((_, extraction), added) in self.batch.iter().zip(added) {
            self.report.count(extraction, added);
        }
        self.batch.clear();
        self.batch_bytes = 0;
        Ok(())
    }
}

/// A bar over the bytes of all files with the time left; without a known end, as for streams, only a count.
///
/// Draws nothing where stderr is not a terminal.
fn progress_bar(paths: &[PathBuf]) -> ProgressBar {
    let bar = ProgressBar::no_length();
    if bar.is_hidden() {
        return bar;
    }
    let n_bytes = article::n_bytes(paths.to_vec());
    let template = match n_bytes {
        Some(_) => "{bar:30} {percent:>3} %  {msg}, {eta} left",
        None => "{spinner} {msg}, {elapsed}",
    };
    bar.set_style(ProgressStyle::with_template(template).expect("the template is well formed"));
    bar.set_message(plural(0_u64, "article"));
    if let Some(n_bytes) = n_bytes {
        bar.set_length(n_bytes);
    }
    bar
}

/// What became of the articles.
#[derive(Debug, Default, Serialize)]
struct Report {
    /// Articles added.
    new: u64,
    /// Articles whose text the graph had.
    known: u64,
    /// What was not read or not added, by reason.
    skipped: BTreeMap<&'static str, Examples>,
    /// Files in folders that are no articles by their extension.
    ignored: usize,
    /// Actors that the graph did not have.
    actors: u64,
    /// Statements that the new articles make.
    statements: u64,
    seconds: f64,
    articles_per_second: f64,
}

#[derive(Debug, Default, Serialize)]
struct Examples {
    count: u64,
    first: Vec<String>,
}

impl Report {
    fn count(&mut self, extraction: &Extraction, added: Added) {
        match added {
            Added::Known => self.known += 1,
            Added::New => {
                self.new += 1;
                self.statements += extraction.statements.len() as u64;
            }
        }
    }

    fn skip(&mut self, skipped: &Skipped) {
        let examples = self.skipped.entry(skipped.reason.name()).or_default();
        examples.count += 1;
        if examples.first.len() < N_EXAMPLES {
            examples.first.push(skipped.place.clone());
        }
    }

    fn finish(&mut self, elapsed: Duration) {
        self.seconds = elapsed.as_secs_f64();
        self.articles_per_second = (self.new + self.known) as f64 / self.seconds.max(0.001);
    }
}

impl std::fmt::Display for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let n_skipped: u64 = self.skipped.values().map(|examples| examples.count).sum();
        write!(
            f,
            "{} new, {} known, {} skipped",
            plural(self.new, "article"),
            HumanCount(self.known),
            HumanCount(n_skipped)
        )?;
        if self.ignored > 0 {
            write!(f, "; files of other kinds passed over: {}", HumanCount(self.ignored as u64))?;
        }
        for (reason, examples) in &self.skipped {
            let more = if examples.count > N_EXAMPLES as u64 { ", ..." } else { "" };
            write!(f, "\n  {} {reason}: {}{more}", HumanCount(examples.count), examples.first.join(", "))?;
        }
        write!(
            f,
            "\n{} and {} in {:.1} s ({:.0} articles/s)",
            plural(self.actors, "new actor"),
            plural(self.statements, "statement"),
            self.seconds,
            self.articles_per_second
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Found;

    fn found(place: &str, text: &str) -> Found {
        Found {
            place: place.to_owned(),
            article: Article::from_text(text),
            author: String::new(),
            date_from: None,
            remarks: Vec::new(),
        }
    }

    fn new(place: &str, text: &str) -> pipeline::Outcome<anyhow::Result<Analysis>> {
        let found = found(place, text);
        let extraction = Extraction::new(&found.article, Vec::new(), Vec::new());
        Ok((found, Ok(Analysis::New(Box::new(extraction)))))
    }

    #[test]
    fn the_report_counts_by_reason_and_names_the_first() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path().join("whom.db")).unwrap();
        let mut writer = Writer::new(store, ProgressBar::hidden());
        let mut outcomes = vec![new("a.txt", "Iran."), new("b.txt", "Iraq."), new("c.txt", "Iran.")];
        outcomes.extend(["d", "e", "f", "g"].map(|place| Err(Reason::Empty.at(place))));
        outcomes.push(Ok((found("h", "Oman."), Ok(Analysis::Foreign))));
        outcomes.push(Ok((found("i", "Mali."), Ok(Analysis::Known))));
        for outcome in outcomes {
            writer.take(outcome).unwrap();
        }
        writer.add_batch().unwrap();
        writer.report.ignored = 2;
        writer.report.finish(Duration::from_secs(2));
        assert_eq!(
            writer.report.to_string(),
            "2 articles new, 2 known, 5 skipped; files of other kinds passed over: 2\n  \
             4 empty: d, e, f, ...\n  1 not English: h\n0 new actors and 0 statements in 2.0 s (2 articles/s)"
        );
    }
}
