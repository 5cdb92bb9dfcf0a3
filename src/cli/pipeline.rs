//! Articles through all cores and out again in input order, in bounded memory.
//!
//! One thread opens sources, as many as `n_jobs` read and analyse them, and the caller's thread takes the results in
//! the order of the input, each as soon as it and all before it are done. A fault of the analysis costs its article,
//! not the run.

use std::any::Any;
use std::num::NonZero;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use anyhow::Context;

use crate::article::{self, Article, Found, Reading, Reason, Skipped, Source, Sources};

/// Bytes of sources that are under way at once; a larger one goes alone.
const MAX_BYTES_UNDER_WAY: usize = 16_000_000;

/// Sources that may wait for one before them; small ones are bounded by number.
const MAX_SOURCES_UNDER_WAY: usize = 256;

/// An article with what was made of it, or why there is none.
pub type Outcome<T> = Result<(Found, T), Skipped>;

/// How far the reader was when a source was opened.
#[derive(Debug, Clone)]
pub struct Progress {
    /// The file that the source is from.
    pub origin: Arc<str>,
    /// Bytes of files read so far, before unpacking.
    pub n_bytes_read: u64,
    /// Files passed over so far because of their kind.
    pub n_ignored: usize,
}

/// How often a run that waits for input looks whether it is to stop.
const LOOK: Duration = Duration::from_millis(100);

/// Hands every article to `work` and the results of each source to `sink`.
///
/// # Errors
/// The first error of `sink`, which ends the run.
pub fn run<T, W, S>(
    reading: impl Into<Reading>,
    jobs: Option<NonZero<usize>>,
    work: W,
    mut sink: S,
) -> anyhow::Result<()>
where
    T: Send + 'static,
    W: Fn(&Article) -> T + Send + Sync + 'static,
    S: FnMut(&Progress, Vec<Outcome<T>>) -> anyhow::Result<()>,
{
    let go_on = |progress: &Progress, outcomes: Vec<Outcome<T>>| sink(progress, outcomes).map(ControlFlow::Continue);
    run_until(reading.into(), jobs, &Arc::default(), work, go_on).map(drop)
}

/// The same until `sink` breaks or somebody sets `stop`: then what is being worked on is finished, in order, and no
/// more begun. Tells whether all was read.
///
/// # Errors
/// The first error of `sink`, which ends the run. Threads that are still at work are left to the end of the process:
/// one that waits for standard input could not be stopped.
pub fn run_until<T, W, S>(
    reading: Reading,
    jobs: Option<NonZero<usize>>,
    stop: &Arc<AtomicBool>,
    work: W,
    mut sink: S,
) -> anyhow::Result<bool>
where
    T: Send + 'static,
    W: Fn(&Article) -> T + Send + Sync + 'static,
    S: FnMut(&Progress, Vec<Outcome<T>>) -> anyhow::Result<ControlFlow<()>>,
{
    let n_jobs = jobs.or_else(|| thread::available_parallelism().ok()).map_or(1, NonZero::get);
    let budget = Arc::new(Budget::default());
    let (turns, turns_in_order) = sync_channel(MAX_SOURCES_UNDER_WAY);
    let (tasks, tasks_to_do) = channel();

    let readers_budget = Arc::clone(&budget);
    spawn("reader", move || read(reading, &readers_budget, &turns, &tasks))?;
    let (tasks_to_do, work) = (Arc::new(Mutex::new(tasks_to_do)), Arc::new(work));
    for _ in 0..n_jobs {
        let (tasks_to_do, work, stop) = (Arc::clone(&tasks_to_do), Arc::clone(&work), Arc::clone(stop));
        spawn("worker", move || labour(&tasks_to_do, &stop, &*work))?;
    }

    loop {
        let (progress, turn) = match turns_in_order.recv_timeout(LOOK) {
            Ok(turn) => turn,
            Err(RecvTimeoutError::Timeout) if stop.load(Ordering::Relaxed) => return Ok(false),
            Err(RecvTimeoutError::Timeout) => continue,
            Err(RecvTimeoutError::Disconnected) => anyhow::bail!("the reader ended early; please report it"),
        };
        let outcomes = match turn {
            Turn::Skipped(skipped) => vec![Err(skipped)],
            Turn::Over => {
                return sink(&progress, Vec::new()).map(|_| true);
            }
            Turn::Done { n_bytes, outcomes } => match outcomes.recv() {
                Ok(outcomes) => {
                    budget.give_back(n_bytes);
                    outcomes
                }
                Err(_) if stop.load(Ordering::Relaxed) => return Ok(false),
                Err(_) => anyhow::bail!("a worker ended early; please report it"),
            },
        };
        if sink(&progress, outcomes)?.is_break() {
            stop.store(true, Ordering::Relaxed);
            return Ok(false);
        }
    }
}

/// A place in the order of the input.
enum Turn<T> {
    Skipped(Skipped),
    /// The outcomes will come through the channel.
    Done {
        n_bytes: usize,
        outcomes: Receiver<Vec<Outcome<T>>>,
    },
    Over,
}

/// A source to work on, and where its outcomes go.
type Task<T> = (Source, SyncSender<Vec<Outcome<T>>>);

fn spawn(name: &str, body: impl FnOnce() + Send + 'static) -> anyhow::Result<()> {
    thread::Builder::new().name(name.to_owned()).spawn(body).context("cannot start a thread; try a smaller --jobs")?;
    Ok(())
}

/// Opens the sources in order. Ends when the caller has gone, which a closed channel shows.
fn read<T>(reading: Reading, budget: &Budget, turns: &SyncSender<(Progress, Turn<T>)>, tasks: &Sender<Task<T>>) {
    let mut sources = article::sources(reading);
    while let Some(source) = sources.next() {
        let progress = progress(&sources);
        let turn = match source {
            Err(skipped) => Turn::Skipped(skipped),
            Ok(source) => {
                let n_bytes = source.n_bytes();
                budget.take(n_bytes);
                let (sender, outcomes) = sync_channel(1);
                if tasks.send((source, sender)).is_err() {
                    return;
                }
                Turn::Done { n_bytes, outcomes }
            }
        };
        if turns.send((progress, turn)).is_err() {
            return;
        }
    }
    // Where the caller has gone, nobody asks for the number.
    let _ = turns.send((progress(&sources), Turn::Over));
}

fn progress(sources: &Sources) -> Progress {
    Progress { origin: sources.origin(), n_bytes_read: sources.n_bytes_read(), n_ignored: sources.n_ignored() }
}

/// Works on one source after the other until none is left or the run is to stop.
fn labour<T>(tasks: &Mutex<Receiver<Task<T>>>, stop: &AtomicBool, work: &impl Fn(&Article) -> T) {
    loop {
        let task = tasks.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((source, outcomes)) = task else { return };
        if stop.load(Ordering::Relaxed) {
            continue;
        }
        // Where the caller has gone, nobody waits for the outcomes.
        let _ = outcomes.send(outcomes_of(source, work));
    }
}

fn outcomes_of<T>(source: Source, work: &impl Fn(&Article) -> T) -> Vec<Outcome<T>> {
    let place = source.place.clone();
    let found = catch_unwind(|| source.articles()).unwrap_or_else(|panic| vec![Err(fault(&*panic).at(place))]);
    let outcomes = found.into_iter().map(|found| {
        let found = found?;
        match catch_unwind(AssertUnwindSafe(|| work(&found.article))) {
            Ok(value) => Ok((found, value)),
            Err(panic) => Err(fault(&*panic).at(found.place)),
        }
    });
    outcomes.collect()
}

fn fault(panic: &(dyn Any + Send)) -> Reason {
    let message = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    Reason::Fault(message.unwrap_or("unknown").to_owned())
}

/// How many bytes are under way.
#[derive(Default)]
struct Budget {
    n_taken: Mutex<usize>,
    given_back: Condvar,
}

impl Budget {
    /// Waits until there is room; a source larger than all room waits until it is alone.
    fn take(&self, n_bytes: usize) {
        let n_taken = self.n_taken.lock().unwrap_or_else(PoisonError::into_inner);
        let mut n_taken = self
            .given_back
            .wait_while(n_taken, |n_taken| *n_taken > 0 && *n_taken + n_bytes > MAX_BYTES_UNDER_WAY)
            .unwrap_or_else(PoisonError::into_inner);
        *n_taken += n_bytes;
    }

    fn give_back(&self, n_bytes: usize) {
        *self.n_taken.lock().unwrap_or_else(PoisonError::into_inner) -= n_bytes;
        self.given_back.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Texts of the outcomes over JSON lines, with this work done by three threads.
    fn outcomes(lines: &[String], work: impl Fn(&Article) -> String + Send + Sync + 'static) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("f.jsonl");
        std::fs::write(&path, lines.join("\n")).unwrap();
        let mut seen = Vec::new();
        let sink = |_: &Progress, outcomes: Vec<Outcome<String>>| {
            seen.extend(outcomes.into_iter().map(|outcome| match outcome {
                Ok((_, value)) => value,
                Err(skipped) => skipped.reason.to_string(),
            }));
            Ok(())
        };
        run(vec![path], NonZero::new(3), work, sink).unwrap();
        seen
    }

    #[test]
    fn order_is_kept_whoever_is_done_first() {
        let lines: Vec<String> = (0..1000).map(|i| format!(r#"{{"text": "text {i}"}}"#)).collect();
        let expected: Vec<String> = (0..1000).map(|i| format!("text {i}")).collect();
        let seen = outcomes(&lines, |article| {
            if article.text.ends_with('0') {
                thread::yield_now();
            }
            article.text.clone()
        });
        assert_eq!(seen, expected);
    }

    #[test]
    fn a_fault_costs_one_article() {
        let lines = ["one", "two", "three"].map(|text| format!(r#"{{"text": "{text}"}}"#));
        let seen = outcomes(&lines, |article| {
            assert!(article.text != "two", "no two");
            article.text.clone()
        });
        let fault = "a fault in whom itself, \"no two\"; please report it together with the article";
        assert_eq!(seen, ["one", fault, "three"]);
    }

    #[test]
    fn an_error_of_the_sink_ends_the_run() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.txt"), "text").unwrap();
        let sink = |_: &Progress, _: Vec<Outcome<()>>| anyhow::bail!("full");
        let error = run(vec![folder.path().to_owned()], None, |_| (), sink).unwrap_err();
        assert_eq!(error.to_string(), "full");
    }

    #[test]
    fn a_run_ends_where_it_is_told_to() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("f.jsonl");
        let lines: Vec<String> = (0..1000).map(|i| format!(r#"{{"text": "text {i}"}}"#)).collect();
        std::fs::write(&path, lines.join("\n")).unwrap();
        let mut n_seen = 0;
        let sink = |progress: &Progress, outcomes: Vec<Outcome<()>>| {
            assert!(progress.origin.ends_with("f.jsonl"));
            n_seen += outcomes.len();
            Ok(if n_seen == 10 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
        };
        let is_whole = run_until(vec![path].into(), None, &Arc::default(), |_| (), sink).unwrap();
        assert_eq!((n_seen, is_whole), (10, false));
        let stop = Arc::new(AtomicBool::new(true));
        let is_whole =
            run_until(vec!["/dev/null".into()].into(), None, &stop, |_| (), |_, _| Ok(ControlFlow::Continue(())));
        assert!(is_whole.is_ok());
    }

    #[test]
    fn a_source_larger_than_the_budget_goes_alone() {
        let budget = Budget::default();
        budget.take(MAX_BYTES_UNDER_WAY * 2);
        budget.give_back(MAX_BYTES_UNDER_WAY * 2);
        budget.take(1);
    }
}
