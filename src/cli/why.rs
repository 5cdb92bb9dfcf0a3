//! `whom why`: which names were joined in an actor, and why.

use std::process::ExitCode;

use anstyle::Style;
use serde::Serialize;

use super::print;
use super::table::{self, Column, Line};
use super::{Options, readable};
use crate::graph::{ActorRef, Joined};

/// Tell which names were joined in an actor, and why
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  whom why Putin")]
pub struct Args {
    /// The actor by any name, alias or id
    actor: String,
}

#[derive(Serialize)]
struct Answer {
    actor: ActorRef,
    names: Vec<Joined>,
}

const COLUMNS: [Column; 4] =
    [Column::Words("name"), Column::Number("articles"), Column::Words("in corrections"), Column::Detail("why")];

pub fn run(options: &Options, args: &Args) -> anyhow::Result<ExitCode> {
    let store = readable(options)?;
    let Some(actor) = print::find_actor(&store, &args.actor, None)? else { return Ok(ExitCode::from(1)) };
    let names = store.why(&actor.id)?;
    if options.is_data() {
        print::data(options, &Answer { actor, names })?;
        return Ok(ExitCode::SUCCESS);
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
