//! Where the time of an ingest goes, on one thread: `cargo bench --bench ingest -- FILE...` reads, analyses and stores the
//! articles of files and prints the processor time of each step, the share of all but analysis, and peak memory.

use std::fs;
use std::path::PathBuf;

use whom::article::read;
use whom::extract::extract;
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
    let path = folder.path().join("whom.db");
    let (knowledge, analyzer) =
        (Knowledge::built_in().expect("the tables are sound"), Analyzer::built_in().expect("the model is sound"));
    let mut store = Store::open(&path).expect("a new graph");
    let mut steps = [("reading", 0.0), ("looking up", 0.0), ("analysis", 0.0), ("storing", 0.0), ("deriving", 0.0)];
    let mut last = clock::cpu_seconds();
    let mut step = |step: usize| {
        let now = clock::cpu_seconds();
        steps[step].1 += now - std::mem::replace(&mut last, now);
    };
    let (mut n_articles, mut batch) = (0, Vec::new());
    for found in read(paths) {
        step(0);
        let Ok(found) = found else { continue };
        let is_known = store.is_settled(&found.article).expect("the graph can be read");
        step(1);
        if is_known {
            continue;
        }
        n_articles += 1;
        let extraction = extract(&found.article, &analyzer, &knowledge);
        step(2);
        batch.push((found.article, extraction));
        if batch.len() == BATCH {
            store.stow(&std::mem::take(&mut batch)).expect("room for a graph");
            step(3);
            store.settle_when_due().expect("room for a graph");
            step(4);
        }
    }
    store.stow(&batch).expect("room for a graph");
    step(3);
    store.settle().expect("room for a graph");
    step(4);
    let total: f64 = steps.iter().map(|(_, seconds)| seconds).sum();
    for (name, seconds) in steps {
        println!("{name}: {seconds:.1} CPU s, {:.1} %", seconds / total * 100.0);
    }
    let n_bytes = fs::metadata(&path).map_or(0, |metadata| metadata.len());
    println!(
        "{n_articles} articles, {:.1} % outside of analysis, a file of {:.0} MB, peak memory {}",
        (1.0 - steps[2].1 / total) * 100.0,
        n_bytes as f64 / 1e6,
        clock::peak_memory().unwrap_or_else(|| "unknown".to_owned())
    );
}
