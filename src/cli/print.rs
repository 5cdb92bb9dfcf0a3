//! How answers look: links, statements, marks and JSON, and the question which actor a name means.
//!
//! On a terminal an answer fits the width (table.rs) and is coloured (NO_COLOR honoured); elsewhere it is plain text, and
//! whole. Text from articles is cleaned of control characters first, so that it cannot steer the terminal.

use std::collections::BTreeMap;
use std::fmt::{Display, Write as _};
use std::io::Write;

use anstyle::{AnsiColor, Style};
use indicatif::HumanCount;
use serde::Serialize;

use super::Options;
use super::table::{self, Column, Line};
use crate::graph::{ActorRef, Direction, Edge, Evidence, Found, Link, Network, Store};
use crate::ontology::{ActorKind, Date, Modality, Polarity, RelationType, Status};

/// What stands out: the subject of an answer.
pub const STRONG: Style = Style::new().bold();
/// What stays in the background: where something was published, what is not told as fact.
pub const FAINT: Style = Style::new().dimmed();
/// What the text denies.
const DENIED: Style = AnsiColor::Red.on_default();

/// Prints an answer as `--json` or `--csv` asks.
pub fn data(options: &Options, value: &impl Serialize) -> anyhow::Result<()> {
    match options.csv {
        true => super::csv::write(&serde_json::to_string(value)?, &mut std::io::stdout().lock()),
        false => json(value),
    }
}

/// Prints one JSON document. Characters that could steer a terminal are escaped, which JSON leaves open.
fn json(value: &impl Serialize) -> anyhow::Result<()> {
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

/// `1 article`, `2,000 articles`.
pub fn plural(n: impl Into<u64>, noun: &str) -> String {
    let n = n.into();
    format!("{} {noun}{}", HumanCount(n), if n == 1 { "" } else { "s" })
}

/// What a row of links tells beside its ends.
struct Counts<'c> {
    polarity: &'c BTreeMap<Polarity, u32>,
    modality: &'c BTreeMap<Modality, u32>,
    status: &'c BTreeMap<Status, u32>,
    statements: u32,
    articles: u32,
    dates: [&'c Option<Date>; 2],
    evidence: &'c str,
}

/// A row of a table of links: its ends, then the counts.
fn link_line(ends: [String; 3], counts: &Counts) -> Line {
    let said_as = marks_of(counts.polarity, counts.modality, counts.status, counts.statements);
    let style = style_of(counts.polarity, said_as.is_empty());
    let [first, last] = counts.dates.map(date);
    let mut cells = ends.to_vec();
    cells.extend([counts.articles.to_string(), first, last, said_as, counts.evidence.to_owned()]);
    Line { style, cells }
}

/// The links of an actor as a table.
pub fn links(links: &[Link]) -> std::io::Result<()> {
    let line = |link: &Link| {
        let ends = [with_arrow(link.relation, link.direction), link.other.name.clone(), link.other.kind.to_string()];
        let Link { polarity, modality, status, statements, articles, .. } = link;
        let dates = [&link.first, &link.last];
        let (statements, articles, evidence) = (*statements, *articles, link.evidence.as_str());
        link_line(ends, &Counts { polarity, modality, status, statements, articles, dates, evidence })
    };
    use Column::{Code, Words};
    link_table([Words("type"), Words("with"), Code("kind")], links.iter().map(line).collect())
}

/// The strongest links of a network as a table: most articles first, then by names.
pub fn strongest(network: &Network, limit: usize) -> std::io::Result<()> {
    let line = |edge: &Edge| {
        let direction = if edge.relation.is_symmetric() { Direction::Both } else { Direction::Out };
        let name = |node: usize| network.nodes[node].name.clone();
        let ends = [name(edge.source), with_arrow(edge.relation, direction), name(edge.target)];
        let Edge { polarity, modality, status, statements, articles, .. } = edge;
        let dates = [&edge.first, &edge.last];
        let (statements, articles, evidence) = (*statements, *articles, edge.evidence.as_str());
        link_line(ends, &Counts { polarity, modality, status, statements, articles, dates, evidence })
    };
    use Column::Words;
    let edges = strongest_edges(network, limit);
    link_table([Words("who"), Words("type"), Words("whom")], edges.into_iter().map(line).collect())
}

fn link_table(ends: [Column; 3], lines: Vec<Line>) -> std::io::Result<()> {
    use Column::{Detail, Number, Words};
    let [a, b, c] = ends;
    let columns = [a, b, c, Number("articles"), Detail("first"), Detail("last"), Words("said as"), Detail("evidence")];
    table::print(&columns, &lines)
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
pub fn statement(statement: &Evidence, indent: u16) -> std::io::Result<()> {
    let mut out = anstream::stdout().lock();
    let marks = marks(statement);
    let style = match statement.polarity {
        Polarity::Negated => DENIED,
        Polarity::Affirmed => STRONG,
    };
    let end = if statement.relation.is_symmetric() { "—" } else { "→" };
    let (subject, object) = (clean(&statement.subject.name), clean(&statement.object.name));
    let margin = " ".repeat(indent.into());
    writeln!(out, "{margin}{style}{subject} —{}{end} {object}{style:#}{marks}", statement.relation)?;
    paragraph(&mut out, indent + 2, &clean(&statement.evidence), Style::new())?;
    let article = &statement.article;
    let date = article.date.as_ref().map_or("undated", Date::as_str);
    let place = [date, &article.title, &article.outlet, &article.url, &article.id];
    let place: Vec<String> = place.into_iter().map(clean).filter(|part| !part.is_empty()).collect();
    paragraph(&mut out, indent + 2, &place.join(" · "), FAINT)
}

/// Text set in by `indent`, in lines of its width on a terminal, in one line elsewhere.
pub fn paragraph(out: &mut impl Write, indent: u16, text: &str, style: Style) -> std::io::Result<()> {
    let lines = match table::width() {
        Some(width) => table::wrapped(text, indent, width, usize::MAX),
        None => vec![format!("{:indent$}{text}", "", indent = indent.into())],
    };
    lines.iter().try_for_each(|line| writeln!(out, "{style}{line}{style:#}"))
}

fn marks(statement: &Evidence) -> String {
    let mut marks: Vec<String> = Vec::new();
    if statement.polarity != Polarity::Affirmed {
        marks.push(statement.polarity.to_string());
    }
    if statement.modality != Modality::Asserted {
        marks.push(statement.modality.to_string());
    }
    if let Some(dated) = &statement.dated {
        marks.push(format!("of {dated}"));
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
