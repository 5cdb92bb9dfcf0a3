//! `whom stats`: how much the graph holds.

use std::fmt::Display;
use std::io::Write;
use std::process::ExitCode;

use super::filter::FilterArgs;
use super::print::{self, STRONG, date};
use super::{Options, readable};
use crate::graph::Stats;

/// Print how much the graph holds: articles, actors and statements
///
/// With filters the statements that pass, the actors that these link, and the articles: of the dates, and where other filters
/// are given, those with such a statement.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  whom stats --json\n  whom stats --since 2023 --kind country")]
pub struct Args {
    #[command(flatten)]
    filter: FilterArgs,
}

pub fn run(options: &Options, args: Args) -> anyhow::Result<ExitCode> {
    let stats = readable(options)?.stats_of(&args.filter.into())?;
    if options.is_data() {
        print::data(options, &stats)?;
    } else {
        tell(&stats)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn tell(stats: &Stats) -> std::io::Result<()> {
    let mut out = anstream::stdout().lock();
    total(&mut out, "articles", stats.articles)?;
    parts(&mut out, [("from outlets", stats.outlets), ("undated", stats.undated)])?;
    let kept = [("not English", stats.foreign), ("and older versions", stats.superseded)];
    parts(&mut out, kept.into_iter().filter(|(_, n)| *n > 0))?;
    if stats.first.is_some() {
        writeln!(out, "  {:<20} {} to {}", "dated", date(&stats.first), date(&stats.last))?;
    }
    total(&mut out, "actors", stats.actors.values().sum())?;
    parts(&mut out, &stats.actors)?;
    total(&mut out, "statements", stats.statements)?;
    parts(&mut out, &stats.polarity)?;
    parts(&mut out, &stats.modality)?;
    parts(&mut out, &stats.status)?;
    total(&mut out, "statements by type", stats.statements)?;
    parts(&mut out, &stats.relations)
}

fn total(out: &mut impl Write, what: &str, n: u32) -> std::io::Result<()> {
    writeln!(out, "{STRONG}{what:<22} {n:>9}{STRONG:#}")
}

fn parts<W: Display, N: Display>(
    out: &mut impl Write,
    counts: impl IntoIterator<Item = (W, N)>,
) -> std::io::Result<()> {
    for (word, n) in counts {
        writeln!(out, "  {:<20} {n:>9}", word.to_string())?;
    }
    Ok(())
}
