//! What became of the articles of a run, in all and by file.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use indicatif::HumanCount;
use rustc_hash::FxHashMap;
use serde::Serialize;

use super::super::print::plural;
use crate::article::Skipped;

/// Places that the report names for each reason; all of them were named when they came.
const N_EXAMPLES: usize = 3;

/// Files that are reported one by one; what is more is summed up.
const MAX_FILES: usize = 10_000;

/// The name under which the files beyond that are summed up.
const OTHERS: &str = "other files";

/// What became of the articles.
#[derive(Debug, Default, Serialize)]
pub(super) struct Report {
    /// Articles added.
    pub(super) new: u64,
    /// Articles whose text the graph had.
    pub(super) known: u64,
    /// Those of the new ones that are near-duplicates of an earlier one.
    pub(super) near_duplicates: u64,
    /// Articles of whose address a newer text came.
    pub(super) superseded: u64,
    /// Articles of before the day asked for.
    pub(super) older: u64,
    /// What was not read or not added, by reason.
    pub(super) skipped: BTreeMap<&'static str, Examples>,
    /// Files in folders and archives that are no articles by their kind.
    pub(super) ignored: usize,
    /// Whether the run was stopped before its end.
    pub(super) stopped: bool,
    /// Actors that the graph did not have.
    pub(super) actors: u64,
    /// Statements that the new articles make.
    pub(super) statements: u64,
    pub(super) seconds: f64,
    pub(super) articles_per_second: f64,
    #[serde(skip)]
    files: BTreeMap<String, File>,
    /// Names of files in the order in which they came, and of each new article the beginning of its fingerprint with the
    /// place of its file there.
    #[serde(skip)]
    names: Vec<String>,
    #[serde(skip)]
    file_of: FxHashMap<u64, u32>,
}

/// What became of the articles of one file.
#[derive(Debug, Default, Serialize)]
pub(super) struct File {
    new: u64,
    known: u64,
    near_duplicates: u64,
    older: u64,
    skipped: BTreeMap<&'static str, Examples>,
}

/// Enough of a fingerprint to tell the articles of a run apart.
fn beginning(fingerprint: &str) -> u64 {
    fingerprint.get(..16).and_then(|digits| u64::from_str_radix(digits, 16).ok()).unwrap_or_default()
}

/// How many, and the first of them with what was said of them.
#[derive(Debug, Default, Serialize)]
pub(super) struct Examples {
    count: u64,
    first: Vec<String>,
}

/// The report of `--report`: the sums, and each file by name.
#[derive(Serialize)]
struct Whole<'r> {
    #[serde(flatten)]
    sums: &'r Report,
    sources: &'r BTreeMap<String, File>,
}

impl Report {
    pub(super) fn count_new(&mut self, file: &str, fingerprint: &str, n_statements: usize) {
        self.new += 1;
        self.statements += n_statements as u64;
        self.file(file).new += 1;
        let listed = self.listed(file);
        if self.names.last().is_none_or(|last| last != listed) {
            self.names.push(listed.to_owned());
        }
        self.file_of.insert(beginning(fingerprint), self.names.len() as u32 - 1);
    }

    /// Counts one of the new articles as near-duplicate.
    pub(super) fn count_near_duplicate(&mut self, fingerprint: &str) {
        let Some(place) = self.file_of.get(&beginning(fingerprint)) else { return };
        self.near_duplicates += 1;
        let name = self.names[*place as usize].clone();
        self.file(&name).near_duplicates += 1;
    }

    pub(super) fn count_known(&mut self, file: &str) {
        self.known += 1;
        self.file(file).known += 1;
    }

    pub(super) fn count_older(&mut self, file: &str) {
        self.older += 1;
        self.file(file).older += 1;
    }

    pub(super) fn skip(&mut self, file: &str, skipped: &Skipped) {
        let reason = skipped.reason.name();
        self.skipped.entry(reason).or_default().add(|| skipped.place.clone());
        self.file(file).skipped.entry(reason).or_default().add(|| skipped.to_string());
    }

    fn file(&mut self, name: &str) -> &mut File {
        self.files.entry(self.listed(name).to_owned()).or_default()
    }

    /// The name under which a file is reported.
    fn listed<'n>(&self, name: &'n str) -> &'n str {
        if self.files.len() < MAX_FILES || self.files.contains_key(name) { name } else { OTHERS }
    }

    pub(super) fn finish(&mut self, elapsed: Duration) {
        self.seconds = elapsed.as_secs_f64();
        self.articles_per_second = (self.new + self.known) as f64 / self.seconds.max(0.001);
    }

    /// The report with each file, as JSON.
    pub(super) fn to_json(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(&Whole { sums: self, sources: &self.files })
    }
}

impl Examples {
    fn add(&mut self, example: impl FnOnce() -> String) {
        self.count += 1;
        if self.first.len() < N_EXAMPLES {
            self.first.push(example());
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.stopped {
            writeln!(f, "stopped; the same command goes on from here")?;
        }
        let n_skipped: u64 = self.skipped.values().map(|examples| examples.count).sum();
        let (new, known) = (plural(self.new, "article"), HumanCount(self.known));
        write!(f, "{new} new, {known} known, {} skipped", HumanCount(n_skipped))?;
        if self.older > 0 {
            write!(f, ", {} older", HumanCount(self.older))?;
        }
        if self.ignored > 0 {
            write!(f, "; files of other kinds passed over: {}", HumanCount(self.ignored as u64))?;
        }
        if self.near_duplicates > 0 {
            write!(f, "\n  {} of the new ones near-duplicates of others", HumanCount(self.near_duplicates))?;
        }
        if self.superseded > 0 {
            write!(f, "\n  {} superseded by newer versions", HumanCount(self.superseded))?;
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
