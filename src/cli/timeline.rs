//! `whom timeline` and `whom changes`: when what was said, and what changed.

use std::process::ExitCode;

use anstyle::Style;

use super::filter::FilterArgs;
use super::print;
use super::table::{self, Column, Line};
use super::{Options, readable};
use crate::graph::{Change, Filter, Month, Turn, span_before};

/// Tell month by month what articles state of an actor, or between two
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  whom timeline Iran\n  whom timeline Russia Turkey --since 2023")]
pub struct TimelineArgs {
    /// The actor by any name, alias or id
    a: String,
    /// Another actor
    b: Option<String>,
    #[command(flatten)]
    filter: FilterArgs,
}

/// Tell what is new, gone or turned in a span of time, against the span of the same length before it
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  whom changes --since 2024-05-01 --until 2024-05-31")]
pub struct ChangesArgs {
    /// List at most N changes; 0 lists all
    #[arg(long, value_name = "N", default_value_t = 50)]
    limit: usize,
    #[command(flatten)]
    filter: FilterArgs,
}

const MONTHS: [Column; 4] =
    [Column::Code("month"), Column::Number("articles"), Column::Number("denied"), Column::Detail("statements")];

const CHANGES: [Column; 7] = [
    Column::Code("change"),
    Column::Words("who"),
    Column::Code("type"),
    Column::Words("whom"),
    Column::Number("before"),
    Column::Number("now"),
    Column::Detail("evidence"),
];

pub fn timeline(options: &Options, args: TimelineArgs) -> anyhow::Result<ExitCode> {
    let store = readable(options)?;
    let Some(a) = print::find_actor(&store, &args.a, None)? else { return Ok(ExitCode::from(1)) };
    let b = match &args.b {
        None => None,
        Some(b) => match print::find_actor(&store, b, None)? {
            None => return Ok(ExitCode::from(1)),
            found => found,
        },
    };
    let months = store.timeline(&a.id, b.as_ref().map(|b| b.id.as_str()), &args.filter.into())?;
    if options.is_data() {
        print::data(options, &serde_json::json!({ "actor": a, "other": b, "months": months }))?;
    } else if !months.is_empty() {
        table::print(&MONTHS, &months.iter().map(month).collect::<Vec<Line>>())?;
    }
    if months.is_empty() {
        anstream::eprintln!("whom: no dated article states anything of {}", print::clean(&a.name));
        return Ok(ExitCode::from(1));
    }
    Ok(ExitCode::SUCCESS)
}

fn month(month: &Month) -> Line {
    let mut relations: Vec<_> = month.relations.iter().collect();
    relations.sort_by(|a, b| b.1.cmp(a.1).then_with(|| a.0.cmp(b.0)));
    let said: Vec<String> = relations.into_iter().map(|(relation, n)| format!("{relation} {n}")).collect();
    let cells = vec![month.month.clone(), month.articles.to_string(), month.negated.to_string(), said.join(", ")];
    Line { cells, style: Style::new() }
}

pub fn changes(options: &Options, args: ChangesArgs) -> anyhow::Result<ExitCode> {
    let filter: Filter = args.filter.into();
    let (Some(since), Some(until)) = (&filter.since, &filter.until) else {
        anyhow::bail!("whom changes needs a span: give --since and --until");
    };
    let Some((since, until)) = span_before(since, until) else {
        anyhow::bail!("there is no time before {since} to compare with");
    };
    let before = Filter { since: Some(since), until: Some(until), ..filter.clone() };
    let mut changes = readable(options)?.changes(&filter, &before)?;
    let n_all = changes.len();
    if args.limit > 0 {
        changes.truncate(args.limit);
    }
    if options.is_data() {
        print::data(options, &serde_json::json!({ "changes": changes }))?;
    } else if n_all > 0 {
        table::print(&CHANGES, &changes.iter().map(change).collect::<Vec<Line>>())?;
    }
    match n_all {
        0 => {
            anstream::eprintln!("whom: nothing changed in this span");
            return Ok(ExitCode::from(1));
        }
        _ if n_all > changes.len() => anstream::eprintln!("{} of {n_all} changes; --limit 0 lists all", changes.len()),
        _ => {}
    }
    Ok(ExitCode::SUCCESS)
}

fn change(change: &Change) -> Line {
    let turn = match change.turn {
        Turn::New => "new",
        Turn::Gone => "gone",
        Turn::TurnedHostile => "turned hostile",
        Turn::TurnedFriendly => "turned friendly",
    };
    let cells = vec![
        turn.to_owned(),
        change.subject.name.clone(),
        change.relation.to_string(),
        change.object.name.clone(),
        change.before.to_string(),
        change.now.to_string(),
        change.evidence.clone(),
    ];
    Line { cells, style: Style::new() }
}
