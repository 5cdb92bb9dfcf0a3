//! `whom review`: the most doubtful joins and non-joins, answered one by one, or in a file.

use std::fs;
use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;

use super::filter::FilterArgs;
use super::print::{self, clean, plural};
use super::{Options, writable};
use crate::graph::{Correction, Doubt, Side, Store};

/// Look through what may be one actor or two, the most doubtful first
///
/// With other filters than --kind only pairs of which a statement that passes uses one of the names.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  whom review\n  whom review --write doubts.txt --limit 100\n  whom review --read doubts.txt"
)]
pub struct ReviewArgs {
    /// Ask at most N questions; 0 asks all
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// Write the questions to a file, to answer there
    #[arg(long, value_name = "FILE")]
    write: Option<PathBuf>,
    /// Read the answers back from a file, which says itself what they are about
    #[arg(long, value_name = "FILE", conflicts_with_all = ["write", "FilterArgs"])]
    read: Option<PathBuf>,
    #[command(flatten)]
    filter: FilterArgs,
}

pub fn review(options: &Options, args: ReviewArgs) -> anyhow::Result<ExitCode> {
    if let Some(path) = &args.read {
        return read(options, path);
    }
    if options.is_data() || args.write.is_some() {
        let doubts = Store::open_existing(&options.db)?.doubts(&args.filter.into(), args.limit)?;
        if let Some(path) = &args.write {
            fs::write(path, page(&doubts)).with_context(|| format!("cannot write \"{}\"", path.display()))?;
            let n = plural(doubts.len() as u64, "question");
            anstream::eprintln!("{n} in {0}; answer there, then: whom review --read {0}", path.display());
        } else {
            print::data(options, &serde_json::json!({ "doubts": doubts }))?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    let mut store = writable(options)?;
    let doubts = store.doubts(&args.filter.into(), args.limit)?;
    ask(&mut store, &doubts, &mut std::io::stdin().lock(), &mut anstream::stdout().lock())
}

/// Asks for each what is to be done, and does it at once.
fn ask(store: &mut Store, doubts: &[Doubt], input: &mut dyn BufRead, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    if doubts.is_empty() {
        writeln!(out, "nothing is in doubt")?;
    }
    let mut n_made = 0_u64;
    'doubts: for (i, doubt) in doubts.iter().enumerate() {
        writeln!(out, "{}/{}  {}", i + 1, doubts.len(), question(doubt))?;
        for line in grounds(doubt) {
            writeln!(out, "     {line}")?;
        }
        loop {
            write!(out, "     y one, n two, s skip, q stop: ")?;
            out.flush()?;
            let mut line = String::new();
            if input.read_line(&mut line)? == 0 {
                writeln!(out)?;
                break 'doubts;
            }
            match line.trim().to_lowercase().as_str() {
                "y" | "yes" => store.correct(&[doubt.answer(true)])?,
                "n" | "no" => store.correct(&[doubt.answer(false)])?,
                "s" | "skip" | "" => break,
                "q" | "quit" => break 'doubts,
                _ => continue,
            }
            n_made += 1;
            break;
        }
    }
    anstream::eprintln!("{} made; whom undo takes the last back", plural(n_made, "correction"));
    Ok(ExitCode::SUCCESS)
}

fn question(doubt: &Doubt) -> String {
    format!("Is {} the same as {}?", named(&doubt.a), named(&doubt.b))
}

fn named(side: &Side) -> String {
    let country = if side.country.is_empty() { String::new() } else { format!("{}, ", clean(&side.country)) };
    format!("{} ({country}{})", clean(&side.name), plural(side.articles, "article"))
}

fn grounds(doubt: &Doubt) -> Vec<String> {
    let state = if doubt.is_joined { "now one" } else { "now two" };
    let mut lines = vec![format!("{state}: {}", clean(&doubt.reason))];
    for side in [&doubt.a, &doubt.b].into_iter().filter(|side| !side.example.is_empty()) {
        lines.push(format!("{}: \"{}\"", clean(&side.name), clean(&side.example)));
    }
    lines
}

const HEAD: &str = "# Write y before the names that are one actor's, n before those that are two's, and leave ? before the others.\n\
    # Then: whom review --read THIS_FILE\n";

fn page(doubts: &[Doubt]) -> String {
    let mut page = HEAD.to_owned();
    for doubt in doubts {
        page.push_str(&format!("\n# {}\n", question(doubt)));
        grounds(doubt).iter().for_each(|line| page.push_str(&format!("# {line}\n")));
        page.push_str(&format!("? {} {}\n", doubt.a.persona, doubt.b.persona));
    }
    page
}

fn read(options: &Options, path: &Path) -> anyhow::Result<ExitCode> {
    let text = fs::read_to_string(path).with_context(|| format!("cannot read \"{}\"", path.display()))?;
    let (mut corrections, mut n_open) = (Vec::new(), 0_u64);
    for (i, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let place = || format!("{}:{}", path.display(), i + 1);
        let [answer, a, b] = line.split_whitespace().collect::<Vec<&str>>()[..] else {
            anyhow::bail!("{}: expected y, n or ? and two names, found \"{}\"", place(), clean(line));
        };
        let names = |name: &str| name.parse().map_err(|error| anyhow::anyhow!("{}: {error}", place()));
        let (a, b) = (names(a)?, names(b)?);
        match answer.to_lowercase().as_str() {
            "y" => corrections.push(Correction::Merge { a, b }),
            "n" => corrections.push(Correction::Apart { a, b }),
            "?" => n_open += 1,
            _ => anyhow::bail!("{}: expected y, n or ?, found \"{}\"", place(), clean(answer)),
        }
    }
    let mut store = writable(options)?;
    let made = store.corrections()?;
    corrections.retain(|correction| !made.contains(correction));
    store.correct(&corrections)?;
    anstream::eprintln!("{} made, {n_open} left open", plural(corrections.len() as u64, "correction"));
    Ok(ExitCode::SUCCESS)
}
