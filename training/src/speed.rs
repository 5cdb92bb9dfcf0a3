//! `training speed`: how fast the analyzer of whom reads articles, how long it takes to load, and what memory it holds.

use std::num::NonZero;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use anyhow::bail;
use whom::article;
use whom::knowledge::Knowledge;
use whom::language::Analyzer;

use crate::machine::{cpu_seconds, resident_bytes};

/// Measure how fast the analyzer reads articles
///
/// Tokens a second are counted by the processor time of all threads, so that what else runs on the machine disturbs
/// little. Reading the files is not counted. Processor time and memory are told on Linux only.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  training speed data/articles")]
pub struct Args {
    /// Files and folders of articles, as whom reads them
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Numbers of threads to measure with, one after the other
    #[arg(long, value_name = "N", value_delimiter = ',', default_values = ["1", "2"])]
    jobs: Vec<NonZero<usize>>,
}

pub fn run(args: &Args) -> anyhow::Result<()> {
    let before = resident_bytes();
    let (knowledge, knowledge_seconds) = timed(Knowledge::built_in);
    let knowledge = knowledge?;
    let between = resident_bytes();
    let (analyzer, model_seconds) = timed(Analyzer::built_in);
    let analyzer = analyzer?;
    println!("tables loaded in {:7.1} ms{}", 1000.0 * knowledge_seconds, memory(before, between));
    println!("models loaded in {:7.1} ms{}", 1000.0 * model_seconds, memory(between, resident_bytes()));
    let texts = texts(&args.paths)?;
    for &jobs in &args.jobs {
        measure(&texts, &analyzer, &knowledge, jobs);
    }
    measure_extraction(&texts, &analyzer, &knowledge);
    println!("resident after all: {}", resident_bytes().map_or("?".to_owned(), mebibytes));
    Ok(())
}

fn timed<T>(act: impl FnOnce() -> T) -> (T, f64) {
    let start = Instant::now();
    let value = act();
    (value, start.elapsed().as_secs_f64())
}

fn memory(before: Option<usize>, after: Option<usize>) -> String {
    match (before, after) {
        (Some(before), Some(after)) => {
            format!(", {} more resident, {} in all", mebibytes(after.saturating_sub(before)), mebibytes(after))
        }
        _ => String::new(),
    }
}

fn mebibytes(n_bytes: usize) -> String {
    format!("{:.1} MiB", n_bytes as f64 / (1 << 20) as f64)
}

/// The texts of all articles that can be read.
fn texts(paths: &[PathBuf]) -> anyhow::Result<Vec<String>> {
    let mut texts = Vec::new();
    for found in article::read(paths.to_vec()) {
        match found {
            Ok(found) => texts.push(found.article.text),
            Err(skipped) => eprintln!("{skipped}"),
        }
    }
    if texts.is_empty() {
        bail!("no article to read");
    }
    Ok(texts)
}

fn measure(texts: &[String], analyzer: &Analyzer, knowledge: &Knowledge, jobs: NonZero<usize>) {
    let before = cpu_seconds();
    let (n_tokens, seconds) = timed(|| analyze(texts, analyzer, knowledge, jobs));
    let spent = before.zip(cpu_seconds()).map(|(before, after)| after - before);
    let per_second = |seconds: f64| format!("{:.0}", n_tokens as f64 / seconds.max(1e-9));
    println!(
        "--jobs {jobs}: {n_tokens} tokens of {} articles in {seconds:.2} s, {} tokens a second; {} a second of processor time",
        texts.len(),
        per_second(seconds),
        spent.filter(|spent| *spent > 0.0).map_or("?".to_owned(), per_second),
    );
}

/// What actors and statements cost beside the analysis, article by article in one thread: all see the same disturbance.
fn measure_extraction(texts: &[String], analyzer: &Analyzer, knowledge: &Knowledge) {
    let date = "2020-01-01".parse().ok();
    let (mut analysis, mut actors, mut statements) = (0.0, 0.0, 0.0);
    let (mut n_actors, mut n_statements) = (0, 0);
    for text in texts {
        let (sentences, seconds) = timed(|| analyzer.analyze(text, knowledge));
        analysis += seconds;
        let (found, seconds) = timed(|| whom::extract::actors(text, &sentences, knowledge, date.as_ref()));
        actors += seconds;
        n_actors += found.list.len();
        let (stated, seconds) = timed(|| whom::extract::statements(text, &sentences, &found, knowledge, date.as_ref()));
        statements += seconds;
        n_statements += stated.len();
    }
    let times = |seconds: f64| (analysis + seconds) / analysis.max(1e-9);
    println!(
        "actors: {n_actors} found in {actors:.2} s after {analysis:.2} s of analysis: {:.2} times its time in all",
        times(actors)
    );
    println!(
        "statements: {n_statements} found in {statements:.2} s after that: {:.2} times its time in all",
        times(actors + statements)
    );
}

/// Analyzes all texts with as many threads, and counts their tokens.
fn analyze(texts: &[String], analyzer: &Analyzer, knowledge: &Knowledge, jobs: NonZero<usize>) -> usize {
    let (next, n_tokens) = (AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..jobs.get() {
            scope.spawn(|| {
                while let Some(text) = texts.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let sentences = analyzer.analyze(text, knowledge);
                    n_tokens.fetch_add(sentences.iter().map(|s| s.tokens.len()).sum(), Ordering::Relaxed);
                }
            });
        }
    });
    n_tokens.into_inner()
}
