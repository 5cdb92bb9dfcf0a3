//! `whom links`: who is linked to an actor, and how.

use std::process::ExitCode;

use serde::Serialize;

use super::Options;
use super::filter::FilterArgs;
use super::print;
use crate::graph::{ActorRef, Link, Store};

/// List who is linked to an actor, with one sentence as proof
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  whom links Iran --type backs,accuse --kind group --since 2023")]
pub struct Args {
    /// The actor by any name, alias or id
    actor: String,
    /// List at most N links; 0 lists all
    #[arg(long, value_name = "N", default_value_t = 0)]
    limit: usize,
    #[command(flatten)]
    filter: FilterArgs,
}

#[derive(Serialize)]
struct Answer {
    actor: ActorRef,
    links: Vec<Link>,
}

pub fn run(options: &Options, args: Args) -> anyhow::Result<ExitCode> {
    let store = Store::open_existing(&options.db)?;
    let Some(actor) = print::find_actor(&store, &args.actor, None)? else { return Ok(ExitCode::from(1)) };
    let mut links = store.links(&actor.id, &args.filter.into())?;
    let n_links = links.len();
    if args.limit > 0 {
        links.truncate(args.limit);
    }
    let name = print::clean(&actor.name);
    if options.json {
        print::json(&Answer { actor, links })?;
    } else if n_links > 0 {
        anstream::eprintln!("{name} ({}):", actor.id);
        print::links(&links)?;
    }
    if n_links == 0 {
        anstream::eprintln!("whom: no such link of {name}");
        return Ok(ExitCode::from(1));
    }
    Ok(ExitCode::SUCCESS)
}
