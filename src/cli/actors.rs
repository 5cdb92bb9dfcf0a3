//! `whom actors`: who is in the graph.

use std::process::ExitCode;

use anstyle::Style;
use serde::Serialize;

use super::filter::FilterArgs;
use super::print;
use super::table::{self, Column, Line};
use super::{Options, readable};
use crate::graph::{Filter, Listed};

/// List actors, those that most articles name first
///
/// With other filters than --kind, which is about the actors themselves, only actors that a statement which passes links to
/// another; articles and links then count these statements.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  whom actors guard --kind group\n  whom actors --type sanction --since 2023-01")]
pub struct Args {
    /// Part of a name or alias; case and diacritics do not matter
    query: Option<String>,
    /// List at most N actors; 0 lists all
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
    #[command(flatten)]
    filter: FilterArgs,
}

const COLUMNS: [Column; 6] = [
    Column::Words("name"),
    Column::Code("kind"),
    Column::Code("country"),
    Column::Number("articles"),
    Column::Number("links"),
    Column::Words("id"),
];

#[derive(Serialize)]
struct Answer {
    actors: Vec<Listed>,
}

pub fn run(options: &Options, args: Args) -> anyhow::Result<ExitCode> {
    let store = readable(options)?;
    let filter: Filter = args.filter.into();
    let actors = store.actors(args.query.as_deref().unwrap_or_default(), &filter, args.limit)?;
    let is_empty = actors.is_empty();
    if options.is_data() {
        print::data(options, &Answer { actors })?;
    } else if !is_empty {
        let lines: Vec<Line> = actors.iter().map(line).collect();
        table::print(&COLUMNS, &lines)?;
    }
    if !is_empty {
        return Ok(ExitCode::SUCCESS);
    }
    match &args.query {
        Some(query) if filter.is_open() => {
            anstream::eprintln!("whom: no actor has \"{}\" in its name", print::clean(query));
        }
        _ => anstream::eprintln!("whom: no such actor in the graph"),
    }
    Ok(ExitCode::from(1))
}

fn line(listed: &Listed) -> Line {
    let cells = vec![
        listed.actor.name.clone(),
        listed.actor.kind.to_string(),
        listed.country.clone().unwrap_or_else(|| "-".to_owned()),
        listed.articles.to_string(),
        listed.links.to_string(),
        listed.actor.id.clone(),
    ];
    Line { cells, style: Style::new() }
}
