//! `whom path`: how two actors are connected through others.

use std::io::Write;
use std::process::ExitCode;

use serde::Serialize;

use super::filter::FilterArgs;
use super::print::{self, STRONG, clean, plural};
use super::{Options, readable};
use crate::graph::{ActorRef, Route};

/// Show how two actors are connected: the shortest chains of statements, each hop with its sentence
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  whom path Israel Hezbollah --limit 1")]
pub struct Args {
    /// Where the chain starts: an actor by any name, alias or id
    a: String,
    /// Where it ends
    b: String,
    /// Show at most N chains, those that more articles state first
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..))]
    limit: u16,
    #[command(flatten)]
    filter: FilterArgs,
}

#[derive(Serialize)]
struct Answer {
    from: ActorRef,
    to: ActorRef,
    routes: Vec<Route>,
}

pub fn run(options: &Options, args: Args) -> anyhow::Result<ExitCode> {
    let store = readable(options)?;
    let found = (print::find_actor(&store, &args.a, None)?, print::find_actor(&store, &args.b, None)?);
    let (Some(from), Some(to)) = found else { return Ok(ExitCode::from(1)) };
    let routes = store.path(&from.id, &to.id, args.limit.into(), &args.filter.into())?;
    let is_empty = routes.is_empty();
    let (name_a, name_b) = (clean(&from.name), clean(&to.name));
    let is_same = from == to;
    if options.is_data() {
        print::data(options, &Answer { from, to, routes })?;
    } else {
        for (i, route) in routes.iter().enumerate() {
            if i > 0 {
                writeln!(anstream::stdout())?;
            }
            print_route(route)?;
        }
    }
    match (is_empty, is_same) {
        (false, _) => return Ok(ExitCode::SUCCESS),
        (true, true) => anstream::eprintln!("whom: both names are of {name_a}"),
        (true, false) => anstream::eprintln!("whom: no chain of affirmed statements connects {name_a} and {name_b}"),
    }
    Ok(ExitCode::from(1))
}

fn print_route(route: &Route) -> std::io::Result<()> {
    let mut names: Vec<String> = route.hops.iter().take(1).map(|hop| clean(&hop.from.name)).collect();
    names.extend(route.hops.iter().map(|hop| format!("{} ({})", clean(&hop.to.name), plural(hop.articles, "article"))));
    print::paragraph(&mut anstream::stdout(), 0, &names.join(" – "), STRONG)?;
    for hop in &route.hops {
        print::statement(&hop.statement, 2)?;
    }
    Ok(())
}
