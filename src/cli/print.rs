//! How answers look: tables, marks and JSON, and the question which actor a name means.
//!
//! On a terminal a table fits the width and is coloured (NO_COLOR honoured); elsewhere it is plain text in columns, every
//! cell whole. Text from articles is cleaned of control characters first, so that it cannot steer the terminal.

use std::collections::BTreeMap;
use std::fmt::{Display, Write as _};
use std::io::{IsTerminal, Write};

use anstyle::{AnsiColor, Style};
use comfy_table::{Cell, CellAlignment, ColumnConstraint, ContentArrangement, Row as TableRow, presets};
use serde::Serialize;

use crate::graph::{ActorRef, Direction, Edge, Evidence, Found, Link, Network, Store};
use crate::ontology::{ActorKind, Date, Modality, Polarity, RelationType, Status};

/// What stands out: the subject of an answer.
pub const STRONG: Style = Style::new().bold();
/// What stays in the background: where something was published, what is not told as fact.
pub const FAINT: Style = Style::new().dimmed();
/// What the text denies.
const DENIED: Style = AnsiColor::Red.on_default();

/// Width of a terminal that does not say its own.
const DEFAULT_WIDTH: u16 = 120;
/// Longest cell of a terminal's table, its last column aside.
const MAX_CELL: usize = 36;

/// A line of a table, all in one style.
pub struct Line {
    /// Cells, one a column.
    pub cells: Vec<String>,
    /// How it looks on a terminal.
    pub style: Style,
}

/// Prints lines under headings; columns whose heading starts with `#` hold numbers and are set flush right. On a
/// terminal the last column is cut at the edge.
pub fn table(headings: &[&str], lines: &[Line]) -> std::io::Result<()> {
    let is_terminal = std::io::stdout().is_terminal();
    let mut table = comfy_table::Table::new();
    table.load_style(presets::NOTHING).set_truncation_indicator("…");
    table.set_header(headings.iter().map(|heading| Cell::new(heading.trim_start_matches('#'))));
    for line in lines {
        let last = line.cells.len() - 1;
        let cells = line.cells.iter().enumerate().map(|(i, cell)| match clean(cell) {
            cell if is_terminal && i < last => Cell::new_owned(shorten(cell)),
            cell => Cell::new_owned(cell),
        });
        table.add_row(std::mem::take(TableRow::from(cells).max_height(1)));
    }
    if is_terminal {
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(terminal_width());
    }
    for (i, heading) in headings.iter().enumerate() {
        let column = table.column_mut(i).expect("the header has just made a column for each heading");
        column.set_padding((0, 2));
        if heading.starts_with('#') {
            column.set_cell_alignment(CellAlignment::Right);
        }
        if i + 1 < headings.len() {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    let mut out = anstream::stdout().lock();
    let styles = std::iter::once(STRONG).chain(lines.iter().map(|line| line.style));
    for (text, style) in table.lines().zip(styles) {
        writeln!(out, "{style}{}{style:#}", text.trim_end())?;
    }
    Ok(())
}

fn shorten(cell: String) -> String {
    if cell.chars().count() <= MAX_CELL {
        return cell;
    }
    cell.chars().take(MAX_CELL - 1).chain(['…']).collect()
}

fn terminal_width() -> u16 {
    let told = || std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).filter(|n| *n > 0);
    let measured = terminal_size::terminal_size().map(|(width, _)| width.0);
    measured.or_else(told).unwrap_or(DEFAULT_WIDTH)
}

/// Prints one JSON document. Characters that could steer a terminal are escaped, which JSON leaves open.
pub fn json(value: &impl Serialize) -> anyhow::Result<()> {
    let document = serde_json::to_string_pretty(value)?;
    let mut safe = String::with_capacity(document.len() + 1);
    for c in document.chars() {
        if c != '\n' && steers(c) {
            let _ = write!(safe, "\\u{:04x}", u32::from(c));
        } else {
            safe.push(c);
        }
    }
    safe.push('\n');
    std::io::stdout().lock().write_all(safe.as_bytes())?;
    Ok(())
}

/// Text on one line without control characters and marks that turn the direction of writing.
pub fn clean(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if steers(c) { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<&str>>().join(" ")
}

fn steers(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

/// A date, or a dash where there is none.
pub fn date(date: &Option<Date>) -> String {
    date.as_ref().map_or_else(|| "-".to_owned(), Date::to_string)
}

/// `1 article`, `2 articles`.
pub fn plural(n: u32, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}

/// The links of an actor as a table.
pub fn links(links: &[Link]) -> std::io::Result<()> {
    let lines: Vec<Line> = links
        .iter()
        .map(|link| {
            let said_as = marks_of(&link.polarity, &link.modality, &link.status, link.statements);
            Line {
                style: style_of(&link.polarity, said_as.is_empty()),
                cells: vec![
                    with_arrow(link.relation, link.direction),
                    link.other.name.clone(),
                    link.other.kind.to_string(),
                    link.articles.to_string(),
                    date(&link.first),
                    date(&link.last),
                    said_as,
                    link.evidence.clone(),
                ],
            }
        })
        .collect();
    table(&["type", "with", "kind", "#articles", "first", "last", "said as", "evidence"], &lines)
}

/// The strongest links of a network as a table: most articles first, then by names.
pub fn strongest(network: &Network, limit: usize) -> std::io::Result<()> {
    let lines: Vec<Line> = strongest_edges(network, limit)
        .into_iter()
        .map(|edge| {
            let said_as = marks_of(&edge.polarity, &edge.modality, &edge.status, edge.statements);
            let is_symmetric = edge.relation.is_symmetric();
            Line {
                style: style_of(&edge.polarity, said_as.is_empty()),
                cells: vec![
                    network.nodes[edge.source].name.clone(),
                    with_arrow(edge.relation, if is_symmetric { Direction::Both } else { Direction::Out }),
                    network.nodes[edge.target].name.clone(),
                    edge.articles.to_string(),
                    date(&edge.first),
                    date(&edge.last),
                    said_as,
                    edge.evidence.clone(),
                ],
            }
        })
        .collect();
    table(&["who", "type", "whom", "#articles", "first", "last", "said as", "evidence"], &lines)
}

/// The edges that most articles state, ties by the names of their ends; 0 gives all.
pub fn strongest_edges(network: &Network, limit: usize) -> Vec<&Edge> {
    let mut edges: Vec<&Edge> = network.edges.iter().collect();
    let names = |edge: &Edge| (&network.nodes[edge.source].name, &network.nodes[edge.target].name, edge.relation);
    edges.sort_by(|a, b| {
        (b.articles, b.statements).cmp(&(a.articles, a.statements)).then_with(|| names(a).cmp(&names(b)))
    });
    if limit > 0 {
        edges.truncate(limit);
    }
    edges
}

fn with_arrow(relation: RelationType, direction: Direction) -> String {
    match direction {
        Direction::Out => format!("{relation} →"),
        Direction::In => format!("← {relation}"),
        Direction::Both => format!("{relation} ↔"),
    }
}

/// What is not plain fact in a link: `negated` when all statements are, `negated 2` when so many are.
fn marks_of(
    polarity: &BTreeMap<Polarity, u32>,
    modality: &BTreeMap<Modality, u32>,
    status: &BTreeMap<Status, u32>,
    statements: u32,
) -> String {
    let mut marks: Vec<String> = Vec::new();
    add_marks(&mut marks, polarity, Polarity::Affirmed, statements);
    add_marks(&mut marks, modality, Modality::Asserted, statements);
    add_marks(&mut marks, status, Status::Current, statements);
    marks.join(", ")
}

fn add_marks<V: Copy + PartialEq + Display>(marks: &mut Vec<String>, counts: &BTreeMap<V, u32>, plain: V, all: u32) {
    for (value, n) in counts.iter().filter(|(value, _)| **value != plain) {
        marks.push(if *n == all { value.to_string() } else { format!("{value} {n}") });
    }
}

fn style_of(polarity: &BTreeMap<Polarity, u32>, is_plain: bool) -> Style {
    match () {
        () if !polarity.contains_key(&Polarity::Affirmed) => DENIED,
        () if is_plain => Style::new(),
        () => FAINT,
    }
}

/// Prints one statement with its sentence and where it was published, set in by `indent`.
pub fn statement(statement: &Evidence, indent: &str) -> std::io::Result<()> {
    let mut out = anstream::stdout().lock();
    let marks = marks(statement);
    let style = match statement.polarity {
        Polarity::Negated => DENIED,
        Polarity::Affirmed => STRONG,
    };
    let end = if statement.relation.is_symmetric() { "—" } else { "→" };
    let (subject, object) = (clean(&statement.subject.name), clean(&statement.object.name));
    writeln!(out, "{indent}{style}{subject} —{}{end} {object}{style:#}{marks}", statement.relation)?;
    writeln!(out, "{indent}  {}", clean(&statement.evidence))?;
    let article = &statement.article;
    let date = article.date.as_ref().map_or("undated", Date::as_str);
    let place = [date, &article.title, &article.outlet, &article.url, &article.id];
    let place: Vec<String> = place.into_iter().map(clean).filter(|part| !part.is_empty()).collect();
    writeln!(out, "{indent}  {FAINT}{}{FAINT:#}", place.join(" · "))
}

fn marks(statement: &Evidence) -> String {
    let mut marks: Vec<String> = Vec::new();
    if statement.polarity != Polarity::Affirmed {
        marks.push(statement.polarity.to_string());
    }
    if statement.modality != Modality::Asserted {
        marks.push(statement.modality.to_string());
    }
    if statement.status != Status::Current {
        marks.push(statement.status.to_string());
    }
    marks.extend(statement.speaker.iter().map(|speaker| format!("says {}", clean(&speaker.name))));
    if marks.is_empty() { String::new() } else { format!(" ({})", marks.join(", ")) }
}

/// The actor that a user means; where that is not clear, says so on stderr with what may be meant, and gives `None`.
pub fn find_actor(store: &Store, query: &str, kind: Option<ActorKind>) -> anyhow::Result<Option<ActorRef>> {
    let asked = clean(query);
    match store.find_actor(query, kind)? {
        Found::One(actor) => return Ok(Some(actor)),
        Found::Ambiguous(candidates) => {
            anstream::eprintln!("whom: \"{asked}\" may be any of these; give the id:");
            for candidate in candidates {
                let (id, name, n) = (candidate.actor.id, clean(&candidate.actor.name), candidate.articles);
                anstream::eprintln!("  {id}  {name}, {}", plural(n, "article"));
            }
        }
        Found::Unknown(similar) if similar.is_empty() => {
            anstream::eprintln!("whom: no actor is called \"{asked}\"; whom actors lists those there are");
        }
        Found::Unknown(similar) => {
            let names: Vec<String> =
                similar.iter().map(|actor| format!("\"{}\" ({})", clean(&actor.name), actor.id)).collect();
            anstream::eprintln!("whom: no actor is called \"{asked}\"; did you mean {}?", names.join(", "));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_articles_cannot_steer_the_terminal() {
        assert_eq!(clean("a\u{1b}[31mred\u{9b}2J\r\nnext\u{202e}line\u{7f}"), "a [31mred 2J next line");
        assert_eq!(clean("حزب\u{200c}الله"), "حزب\u{200c}الله");
    }

    #[test]
    fn a_count_stands_beside_what_only_some_statements_say() {
        let mut marks = Vec::new();
        let counts = BTreeMap::from([(Modality::Asserted, 2), (Modality::Planned, 1)]);
        add_marks(&mut marks, &counts, Modality::Asserted, 3);
        add_marks(&mut marks, &BTreeMap::from([(Polarity::Negated, 3)]), Polarity::Affirmed, 3);
        assert_eq!(marks, ["planned 1", "negated"]);
    }
}
