//! What is done with the file itself: `forget`, `rebuild`, `join`, `doctor`.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use super::print::{self, STRONG, clean, plural};
use super::{Options, writable};
use crate::extract;
use crate::graph::{Added, Forgotten, Store};
use crate::language::Analyzer;

/// Take an article back with all that it states
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  whom forget a17")]
pub struct ForgetArgs {
    /// The articles by id or fingerprint
    #[arg(required = true, value_name = "ARTICLE")]
    articles: Vec<String>,
}

/// Derive everything anew from the stored texts with this version's extraction
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  whom rebuild")]
pub struct RebuildArgs {
    /// Keep what was extracted; derive only names, stories and edges anew
    #[arg(long)]
    keep_extraction: bool,
}

/// Add the articles and corrections of other graphs to this one
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  whom --db all.db join north.db south.db")]
pub struct JoinArgs {
    /// The other graphs' files
    #[arg(required = true, value_name = "FILE")]
    others: Vec<PathBuf>,
}

/// Look whether the graph's file is sound
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  whom doctor")]
pub struct DoctorArgs {}

/// Articles that are written in one transaction.
const BATCH: usize = 256;

pub fn forget(options: &Options, args: &ForgetArgs) -> anyhow::Result<ExitCode> {
    let mut store = writable(options)?;
    let (mut code, mut older) = (ExitCode::SUCCESS, Vec::new());
    for article in &args.articles {
        match store.forget(article) {
            Ok(Forgotten { article, brought_back }) => {
                anstream::eprintln!("forgotten: {} {}", clean(&article.id), clean(&article.title));
                older.extend(brought_back);
            }
            Err(error @ (crate::graph::Error::UnknownArticle(_) | crate::graph::Error::AmbiguousArticle(_))) => {
                anstream::eprintln!("whom: {error}");
                code = ExitCode::from(1);
            }
            Err(error) => return Err(error.into()),
        }
    }
    if !older.is_empty() {
        extract_again(options, &mut store, &older)?;
        store.settle()?;
        anstream::eprintln!("older versions that count again: {}", older.len());
    }
    Ok(code)
}

/// Writes stored articles anew with what they state to this version's extraction.
fn extract_again(options: &Options, store: &mut Store, fingerprints: &[String]) -> anyhow::Result<()> {
    let (analyzer, knowledge) = (Analyzer::built_in()?, options.load_knowledge()?);
    let bar = indicatif::ProgressBar::new(fingerprints.len() as u64);
    for fingerprints in fingerprints.chunks(BATCH) {
        let mut batch = Vec::new();
        for fingerprint in fingerprints {
            let Some((article, _)) = store.stored(fingerprint)? else { continue };
            let extraction = extract::extract(&article, &analyzer, knowledge);
            batch.push((article, extraction));
        }
        store.replace(&batch)?;
        bar.inc(fingerprints.len() as u64);
    }
    bar.finish_and_clear();
    Ok(())
}

pub fn rebuild(options: &Options, args: &RebuildArgs) -> anyhow::Result<ExitCode> {
    let mut store = writable(options)?;
    if !args.keep_extraction {
        let fingerprints = store.stored_fingerprints()?;
        extract_again(options, &mut store, &fingerprints)?;
    }
    store.derive_anew()?;
    let stats = store.stats()?;
    anstream::eprintln!("{}, {}", plural(stats.articles, "article"), plural(stats.statements, "statement"));
    Ok(ExitCode::SUCCESS)
}

pub fn join(options: &Options, args: &JoinArgs) -> anyhow::Result<ExitCode> {
    let mut store = Store::open(&options.db)?;
    let (mut n_new, mut n_known) = (0_u64, 0_u64);
    for path in &args.others {
        let other = Store::open_existing(path)?;
        // Older versions first, so that those that took their place there take it here.
        let fingerprints = [other.superseded_fingerprints()?, other.stored_fingerprints()?].concat();
        for fingerprints in fingerprints.chunks(BATCH) {
            let mut batch = Vec::new();
            for fingerprint in fingerprints {
                batch.extend(other.stored(fingerprint)?);
            }
            for added in store.stow(&batch)? {
                match added {
                    Added::New => n_new += 1,
                    Added::Known => n_known += 1,
                }
            }
            store.settle_when_due()?;
        }
        let made = store.corrections()?;
        let corrections: Vec<_> =
            other.corrections()?.into_iter().filter(|correction| !made.contains(correction)).collect();
        if !corrections.is_empty() {
            store.correct(&corrections)?;
        }
    }
    store.settle()?;
    anstream::eprintln!("{} new, {n_known} known", plural(n_new, "article"));
    Ok(ExitCode::SUCCESS)
}

pub fn doctor(options: &Options) -> anyhow::Result<ExitCode> {
    let store = Store::open_existing(&options.db)?;
    let findings = store.check()?;
    let n_faulty = findings.iter().filter(|finding| !finding.faults.is_empty()).count();
    if options.is_data() {
        print::data(options, &serde_json::json!({ "file": options.db, "checks": findings }))?;
    } else {
        let mut out = anstream::stdout().lock();
        for finding in &findings {
            match finding.faults.is_empty() {
                true => writeln!(out, "ok    {}", finding.check)?,
                false => writeln!(out, "{STRONG}FAULT{STRONG:#} {}: {}", finding.check, finding.remedy)?,
            }
            for fault in &finding.faults {
                writeln!(out, "        {}", clean(fault))?;
            }
        }
    }
    Ok(ExitCode::from(u8::from(n_faulty > 0)))
}
