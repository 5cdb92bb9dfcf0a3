//! `whom why`: which names were joined in an actor, and why.

use std::process::ExitCode;

use anstyle::Style;
use serde::Serialize;

use super::filter::FilterArgs;
use super::print;
use super::table::{self, Column, Line};
use super::{Options, readable};
use crate::graph::{ActorRef, Joined};

/// Tell which names were joined in an actor, and why
///
/// With filters only the names that the actor's statements which pass use; articles then counts theirs.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  whom why Putin\n  whom why Putin --since 2023 --type accuse")]
pub struct Args {
    /// The actor by any name, alias or id
    actor: String,
    #[command(flatten)]
    filter: FilterArgs,
}

#[derive(Serialize)]
struct Answer {
    actor: ActorRef,
    names: Vec<Joined>,
}

const COLUMNS: [Column; 4] =
    [Column::Words("name"), Column::Number("articles"), Column::Words("in corrections"), Column::Detail("why")];

pub fn run(options: &Options, args: Args) -> anyhow::Result<ExitCode> {
    let store = readable(options)?;
    let Some(actor) = print::find_actor(&store, &args.actor, None)? else { return Ok(ExitCode::from(1)) };
    let names = store.why(&actor.id, &args.filter.into())?;
    if options.is_data() {
        print::data(options, &Answer { actor, names })?;
        return Ok(ExitCode::SUCCESS);
    }
    if names.is_empty() {
        anstream::eprintln!("whom: no statement about {} passes the filters", print::clean(&actor.name));
        return Ok(ExitCode::from(1));
    }
    anstream::eprintln!("{} ({}):", print::clean(&actor.name), actor.id);
    let line = |joined: &Joined| {
        let reason =
            if joined.by_correction { format!("a correction; {}", joined.reason) } else { joined.reason.clone() };
        Line {
            cells: vec![joined.name.clone(), joined.articles.to_string(), joined.persona.clone(), reason],
            style: Style::new(),
        }
    };
    table::print(&COLUMNS, &names.iter().map(line).collect::<Vec<Line>>())?;
    Ok(ExitCode::SUCCESS)
}
