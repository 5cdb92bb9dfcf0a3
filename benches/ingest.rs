//! Where the time of an ingest goes, on one thread: `cargo bench --bench ingest -- FILE...` reads, analyses and stores the
//! articles of files and prints the processor time of each step, the share of all but analysis, and peak memory.
//! `cargo bench --bench ingest -- GRAPH.db [COPY.db]` stores the articles of a graph as they were extracted, into COPY.db
//! where one is named: what storing and deriving take, without the minutes of analysis.

use std::fs;
use std::path::{Path, PathBuf};

use whom::article::{Article, read};
use whom::extract::{Extraction, extract};
use whom::graph::Store;
use whom::knowledge::Knowledge;
use whom::language::Analyzer;

#[path = "clock/mod.rs"]
mod clock;

/// Articles of one transaction, as `whom ingest` writes them.
const BATCH: usize = 256;

fn main() {
    let paths: Vec<PathBuf> =
        std::env::args().skip(1).filter(|argument| argument != "--bench").map(PathBuf::from).collect();
    if paths.is_empty() {
        println!("name files of articles: cargo bench --bench ingest -- FILE...");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder for a graph");
    let mut run = Run::new();
    let path = match paths.as_slice() {
        [graph, copy] if is_graph(graph) => copy.clone(),
        _ => folder.path().join("whom.db"),
    };
    let store = Store::open(&path).expect("a new graph");
    store.hold_at_most(24).expect("a setting of SQLite");
    match &paths[0] {
        graph if is_graph(graph) => run.copy(graph, store),
        _ => run.ingest(paths, store),
    }
    run.print(&path);
}

fn is_graph(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "db")
}

/// Steps of an ingest, in the order in which they are printed.
#[derive(Clone, Copy)]
enum Step {
    Reading,
    LookingUp,
    Analysis,
    Storing,
    Deriving,
}

struct Run {
    steps: [(&'static str, f64); 5],
    last: f64,
    n_articles: usize,
    batch: Vec<(Article, Extraction)>,
}

impl Run {
    fn new() -> Run {
        let steps = ["reading", "looking up", "analysis", "storing", "deriving"].map(|name| (name, 0.0));
        Run { steps, last: clock::cpu_seconds(), n_articles: 0, batch: Vec::new() }
    }

    /// Counts the time since the last step to this one.
    fn step(&mut self, step: Step) {
        let now = clock::cpu_seconds();
        self.steps[step as usize].1 += now - std::mem::replace(&mut self.last, now);
    }

    fn ingest(&mut self, paths: Vec<PathBuf>, mut store: Store) {
        let (knowledge, analyzer) =
            (Knowledge::built_in().expect("the tables are sound"), Analyzer::built_in().expect("the model is sound"));
        self.last = clock::cpu_seconds();
        for found in read(paths) {
            self.step(Step::Reading);
            let Ok(found) = found else { continue };
            let is_known = store.is_settled(&found.article).expect("the graph can be read");
            self.step(Step::LookingUp);
            if !is_known {
                let extraction = extract(&found.article, &analyzer, &knowledge);
                self.step(Step::Analysis);
                self.add((found.article, extraction), &mut store);
            }
        }
        self.finish(store);
    }

    fn copy(&mut self, graph: &Path, mut store: Store) {
        let graph = Store::open_existing(graph).expect("a graph");
        for fingerprint in graph.stored_fingerprints().expect("a sound graph") {
            let stored = graph.stored(&fingerprint).expect("a sound graph").expect("an article of the graph");
            self.step(Step::Reading);
            self.add(stored, &mut store);
        }
        self.finish(store);
    }

    fn add(&mut self, extracted: (Article, Extraction), store: &mut Store) {
        self.n_articles += 1;
        self.batch.push(extracted);
        if self.batch.len() == BATCH {
            store.stow(&std::mem::take(&mut self.batch)).expect("room for a graph");
            self.step(Step::Storing);
            store.settle_when_due().expect("room for a graph");
            self.step(Step::Deriving);
        }
    }

    fn finish(&mut self, mut store: Store) {
        store.stow(&self.batch).expect("room for a graph");
        self.step(Step::Storing);
        store.settle().expect("room for a graph");
        drop(store);
        self.step(Step::Deriving);
    }

    fn print(&self, path: &Path) {
        let total: f64 = self.steps.iter().map(|(_, seconds)| seconds).sum();
        for (name, seconds) in self.steps {
            println!("{name}: {seconds:.2} CPU s, {:.1} %", seconds / total * 100.0);
        }
        let n_bytes = fs::metadata(path).map_or(0, |metadata| metadata.len());
        println!(
            "{} articles, {:.1} % outside of analysis, a file of {:.0} MB, peak memory {}",
            self.n_articles,
            (1.0 - self.steps[Step::Analysis as usize].1 / total) * 100.0,
            n_bytes as f64 / 1e6,
            clock::peak_memory().unwrap_or_else(|| "unknown".to_owned())
        );
    }
}
