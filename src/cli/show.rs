//! `whom show`: one actor with all that articles say of it.

use std::io::Write;
use std::process::ExitCode;

use serde::Serialize;

use super::filter::FilterArgs;
use super::print::{self, STRONG, clean, date, plural};
use super::{Options, readable};
use crate::graph::{Link, Node};

/// Show one actor: aliases, offices, dates and strongest links
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  whom show putin")]
pub struct Args {
    /// The actor by any name, alias or id
    actor: String,
    /// Show at most N links; 0 shows all
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    #[command(flatten)]
    filter: FilterArgs,
}

#[derive(Serialize)]
struct Answer {
    actor: Node,
    links: Vec<Link>,
}

pub fn run(options: &Options, args: Args) -> anyhow::Result<ExitCode> {
    let store = readable(options)?;
    let Some(actor) = print::find_actor(&store, &args.actor, None)? else { return Ok(ExitCode::from(1)) };
    let node = store.actor(&actor.id)?;
    let mut links = store.links(&actor.id, &args.filter.into())?;
    let n_links = links.len();
    if args.limit > 0 {
        links.truncate(args.limit);
    }
    if options.is_data() {
        print::data(options, &Answer { actor: node, links })?;
        return Ok(ExitCode::SUCCESS);
    }
    particulars(&node)?;
    let mut out = anstream::stdout().lock();
    match (links.len(), n_links) {
        (_, 0) => anstream::eprintln!("whom: no statement links {} to anyone", clean(&node.name)),
        (shown, all) if shown < all => writeln!(out, "\n{STRONG}{shown} strongest of {all} links{STRONG:#}")?,
        _ => writeln!(out)?,
    }
    drop(out);
    if n_links > 0 {
        print::links(&links)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn particulars(node: &Node) -> std::io::Result<()> {
    let mut out = anstream::stdout().lock();
    writeln!(out, "{STRONG}{}{STRONG:#}", clean(&node.name))?;
    let kind = if node.leader { format!("{} (leader)", node.kind) } else { node.kind.to_string() };
    let dates = match (&node.first, &node.last) {
        (None, None) => String::new(),
        (first, last) if first == last => format!(", {}", date(first)),
        (first, last) => format!(", {} to {}", date(first), date(last)),
    };
    let said = format!("{}, {}{dates}", plural(node.articles, "article"), plural(node.mentions, "mention"));
    let lines = [
        ("id", node.id.clone()),
        ("kind", kind),
        ("country", node.country.clone().unwrap_or_default()),
        ("sector", node.sector.clone().unwrap_or_default()),
        ("offices", node.offices.join(", ")),
        ("aliases", node.aliases.join(", ")),
        ("named in", said),
    ];
    for (what, value) in lines.iter().filter(|(_, value)| !value.is_empty()) {
        writeln!(out, "  {what:<9} {}", clean(value))?;
    }
    Ok(())
}
