//! `whom ingest`: articles in, the graph grown by what they state.
//!
//! Articles are read and analysed on all cores; one writer adds them in batches, each batch in one transaction. So
//! whatever stops a run, what was added stays, and the same command again goes on where it stopped.

use std::io::Write;
use std::num::NonZero;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anstream::eprintln;
use anyhow::Context;
use indicatif::{ProgressBar, ProgressStyle};

use super::input::Input;
use super::print::{self, plural};
use super::{Options, pipeline};
use crate::article::{self, Article, Reading, Reason, Skipped};
use crate::extract::{self, Extraction, LANGUAGE};
use crate::graph::{Added, Filter, Store};
use crate::language::Analyzer;
use crate::ontology::Date;

mod dry_run;
mod report;

use report::Report;

/// A batch is added when it holds so many articles, or so many bytes of text.
const BATCH_ARTICLES: usize = 256;
const BATCH_BYTES: usize = 4_000_000;

/// Megabytes of the file that the writer holds in memory.
const STORE_MB: u16 = 24;

/// Add articles to the graph
///
/// An article whose text the graph already has changes nothing. What cannot be read is reported on stderr and the
/// rest goes on; the exit code is then 1. A run that was stopped, by Ctrl-C or otherwise, goes on with the same command.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  whom ingest articles/ --links 20
  whom --db iran.db ingest iran.jsonl.gz page.html notes.zip
  whom ingest news.csv --map text=body,title=head --outlet Reuters --dry-run
  curl -s https://example.org/feed.xml | whom ingest -")]
pub struct Args {
    #[command(flatten)]
    input: Input,
    /// Pass over articles that were published before this day (YYYY-MM-DD, or a month or year); undated ones are read
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,
    /// Add at most N articles; the same command goes on from there
    #[arg(long, value_name = "N")]
    limit: Option<u64>,
    /// Say what would be read, with dates, outlets and titles, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Write the report, with each file's part and what was skipped in it, as JSON
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Number of threads [default: one for each core]
    #[arg(long, value_name = "N")]
    jobs: Option<NonZero<usize>>,
    /// Then list the N strongest links of the graph
    #[arg(long, value_name = "N")]
    links: Option<usize>,
}

pub fn run(options: &Options, args: Args) -> anyhow::Result<ExitCode> {
    if args.dry_run {
        return dry_run::run(options, args);
    }
    let (analyzer, knowledge) = (Analyzer::built_in()?, options.load_knowledge()?);
    let store = Store::open(&options.db)?;
    // The analysis beside it has its own memory.
    store.hold_at_most(STORE_MB)?;
    let known = Store::open(&options.db)?;
    // It is asked for one row of an index at a time.
    known.hold_at_most(4)?;
    let known = Mutex::new(known);
    let (n_actors_before, last_before) = (store.n_actors()?, store.last_number()?);
    let n_superseded_before = store.superseded_fingerprints()?.len();
    let started = Instant::now();
    let mut writer = Writer::new(store, progress_bar(&args.input.paths), args.limit);
    let stop = stop_on_interrupt();

    let since = args.since;
    let is_whole = pipeline::run_until(
        Reading::from(args.input),
        args.jobs,
        &stop,
        move |article| {
            if is_older(article, since.as_ref()) {
                return Ok(Analysis::Older);
            }
            analyse(article, &known, |article| extract::extract(article, &analyzer, knowledge))
        },
        |progress, outcomes| {
            for outcome in outcomes {
                if writer.is_full() {
                    break;
                }
                writer.take(&progress.origin, outcome)?;
            }
            writer.show(progress, started.elapsed());
            Ok(if writer.is_full() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
        },
    )?;
    writer.add_batch()?;
    writer.bar.set_message("joining names and counting");
    writer.store.settle()?;
    writer.bar.finish_and_clear();

    let is_limited = writer.is_full();
    let mut report = writer.report;
    for fingerprint in writer.store.copies_after(last_before)? {
        report.count_near_duplicate(&fingerprint);
    }
    report.superseded = writer.store.superseded_fingerprints()?.len().saturating_sub(n_superseded_before) as u64;
    report.stopped = !is_whole && !is_limited;
    report.actors = writer.store.n_actors()?.saturating_sub(n_actors_before);
    report.finish(started.elapsed());
    if let Some(path) = &args.report {
        let json = report.to_json()? + "\n";
        std::fs::write(path, json).with_context(|| format!("cannot write the report \"{}\"", path.display()))?;
    }
    if options.json {
        writeln!(std::io::stdout(), "{}", serde_json::to_string(&report)?)?;
    } else {
        eprintln!("{report}");
    }
    if let Some(limit) = args.links {
        let network = Store::open_existing(&options.db)?.network(&Filter::default())?;
        print::strongest(&network, limit)?;
    }
    Ok(ExitCode::from(u8::from(!report.skipped.is_empty() || report.stopped)))
}

/// Whether an article is known to be from before a day.
fn is_older(article: &Article, since: Option<&Date>) -> bool {
    since.zip(article.date.as_ref()).is_some_and(|(since, date)| {
        // A month that holds the day may hold later ones: "2024-05" is not before "2024-05-10".
        let n_shared = since.as_str().len().min(date.as_str().len());
        date.as_str()[..n_shared] < since.as_str()[..n_shared]
    })
}

/// Set by the first Ctrl-C; the second ends the program at once, which costs no more than the running batch.
fn stop_on_interrupt() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let handlers = Arc::clone(&stop);
    // Where no handler can be set, Ctrl-C ends the program as ever.
    let _ = ctrlc::set_handler(move || {
        if handlers.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
        eprintln!("stopping after the running articles; Ctrl-C again stops at once");
    });
    stop
}

/// What is to be done with an article.
enum Analysis {
    /// The graph has its text.
    Known,
    /// It is from before the day asked for.
    Older,
    /// It is to be added, without statements where it is in another language.
    New(Box<Extraction>),
}

fn analyse(
    article: &Article,
    known: &Mutex<Store>,
    extract: impl Fn(&Article) -> Extraction,
) -> anyhow::Result<Analysis> {
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
    /// The file of each article of the batch, and its place there.
    origins: Vec<(Arc<str>, String)>,
    batch_bytes: usize,
    limit: Option<u64>,
    report: Report,
    bar: ProgressBar,
}

impl Writer {
    fn new(store: Store, bar: ProgressBar, limit: Option<u64>) -> Writer {
        let (batch, origins) = (Vec::new(), Vec::new());
        Writer { store, batch, origins, batch_bytes: 0, limit, report: Report::default(), bar }
    }

    /// Whether as many articles as asked for are added, or will be with the batch.
    fn is_full(&self) -> bool {
        let n_waiting = self.batch.iter().filter(|(article, _)| article.language == LANGUAGE).count() as u64;
        self.limit.is_some_and(|limit| self.report.new + n_waiting >= limit)
    }

    fn take(&mut self, origin: &Arc<str>, outcome: pipeline::Outcome<anyhow::Result<Analysis>>) -> anyhow::Result<()> {
        let (found, analysis) = match outcome {
            Ok((found, analysis)) => (found, analysis?),
            Err(skipped) => {
                self.skip(origin, &skipped);
                return Ok(());
            }
        };
        for remark in &found.remarks {
            self.bar.suspend(|| eprintln!("{}: {remark}", found.place));
        }
        match analysis {
            Analysis::Known => self.report.count_known(origin),
            Analysis::Older => self.report.count_older(origin),
            Analysis::New(extraction) => {
                self.batch_bytes += found.article.text.len();
                self.batch.push((found.article, *extraction));
                self.origins.push((Arc::clone(origin), found.place));
                if self.batch.len() >= BATCH_ARTICLES || self.batch_bytes >= BATCH_BYTES {
                    self.add_batch()?;
                }
            }
        }
        Ok(())
    }

    fn skip(&mut self, origin: &str, skipped: &Skipped) {
        self.bar.suspend(|| eprintln!("{skipped}"));
        self.report.skip(origin, skipped);
    }

    fn show(&mut self, progress: &pipeline::Progress, elapsed: Duration) {
        self.report.ignored = progress.n_ignored;
        if self.bar.is_hidden() {
            return;
        }
        let n = self.report.new + self.report.known + self.batch.len() as u64;
        let seconds = elapsed.as_secs_f64().max(0.001);
        let (rate, mb) = (n as f64 / seconds, progress.n_bytes_read as f64 / 1e6 / seconds);
        let origin = print::clean(&progress.origin);
        let name = origin.rsplit(std::path::is_separator).next().unwrap_or_default();
        self.bar.set_position(progress.n_bytes_read);
        self.bar.set_message(format!("{}, {rate:.0}/s, {mb:.1} MB/s, {name}", plural(n, "article")));
    }

    fn add_batch(&mut self) -> anyhow::Result<()> {
        let added = self.store.stow(&self.batch).with_context(|| self.stop())?;
        let origins = std::mem::take(&mut self.origins);
        for (((article, extraction), added), (origin, place)) in
            std::mem::take(&mut self.batch).into_iter().zip(added).zip(origins)
        {
            match added {
                Added::Known => self.report.count_known(&origin),
                Added::New if article.language != LANGUAGE => {
                    self.skip(&origin, &Reason::Language(article.language).at(place));
                }
                Added::New => self.report.count_new(&origin, &article.fingerprint, extraction.statements.len()),
            }
        }
        self.batch_bytes = 0;
        self.store.settle_when_due().with_context(|| self.stop())
    }

    /// What is said of a run that ends before its time.
    fn stop(&self) -> String {
        self.bar.finish_and_clear();
        match self.report.new {
            0 => "stopped before the first article was added".to_owned(),
            n => {
                format!("stopped after {}, which are safe; the same command goes on from there", plural(n, "article"))
            }
        }
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
        let mut writer = Writer::new(store, ProgressBar::hidden(), None);
        let origin: Arc<str> = Arc::from("f.jsonl");
        let mut outcomes = vec![new("a.txt", "Iran."), new("b.txt", "Iraq."), new("c.txt", "Iran.")];
        outcomes.extend(["d", "e", "f", "g"].map(|place| Err(Reason::Empty.at(place))));
        let (mut foreign, analysis) = new("h", "Oman.").unwrap();
        foreign.article.language = "de".to_owned();
        outcomes.push(Ok((foreign, analysis)));
        outcomes.push(Ok((found("i", "Mali."), Ok(Analysis::Known))));
        for outcome in outcomes {
            writer.take(&origin, outcome).unwrap();
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
