//! A table of events by day of report, with the columns on which event data are merged.
//!
//! A row is one source, type and target, of one event date, as reported on one day: what several articles of a day tell
//! is counted, not repeated. The same event told on two days is two rows: `event_date` is what the sentence says, or else
//! the day of report. Denied and merely possible events count apart, so that they can be left out. The ends of a
//! symmetric type stand in the order of their ids.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use crate::graph::{End, Rows, StatementRow, Stopped};
use crate::ontology::{ActorKind, Family, Modality, Polarity, RelationType};

use super::columns::{Value, seen_name};
use super::csv::{self, Line};
use super::states::state;

const HEAD: &str = "id,event_date,report_date,\
    source_id,source,source_kind,source_iso3,source_cow,source_cow_code,source_sector,\
    target_id,target,target_kind,target_iso3,target_cow,target_cow_code,target_sector,\
    type,cameo_root,quad_class,goldstein,statements,articles,outlets,affirmed,negated,asserted,confidence,url";

/// What makes two statements of a day one row.
type Key = (String, String, RelationType, String);

/// The row's counts.
struct Event {
    source: Party,
    target: Party,
    statements: u32,
    affirmed: u32,
    negated: u32,
    asserted: u32,
    confidence: f64,
    articles: BTreeSet<String>,
    outlets: BTreeSet<String>,
    url: String,
}

/// An end that outlives its statement.
struct Party {
    id: String,
    name: String,
    kind: ActorKind,
    country: Option<String>,
    sector: Option<String>,
}

impl From<End<'_>> for Party {
    fn from(end: End) -> Party {
        Party {
            id: end.id.to_owned(),
            name: seen_name(end.id, end.name).to_owned(),
            kind: end.kind,
            country: end.country.map(str::to_owned),
            sector: end.sector.map(str::to_owned),
        }
    }
}

/// Writes the events among the statements; no more than one day's are in memory.
pub fn write(rows: &dyn Rows, out: &mut dyn Write) -> Result<(), Stopped> {
    csv::write_head(out, HEAD.split(',').map(str::trim))?;
    let (mut day, mut events) = (None, BTreeMap::new());
    rows.each_statement(&mut |row| {
        if row.statement.relation.family() != Family::Event {
            return Ok(());
        }
        let date = row.statement.article.date.as_ref().map(|date| date.as_str().to_owned());
        if date != day {
            write_day(out, day.as_deref(), &events)?;
            events.clear();
            day = date;
        }
        add(&mut events, row);
        Ok(())
    })?;
    Ok(write_day(out, day.as_deref(), &events)?)
}

fn add(events: &mut BTreeMap<Key, Event>, row: &StatementRow) {
    let statement = row.statement;
    let is_turned = statement.relation.is_symmetric() && row.subject.id > row.object.id;
    let (source, target) = if is_turned { (row.object, row.subject) } else { (row.subject, row.object) };
    let article = &statement.article;
    let date = statement.dated.as_ref().or(article.date.as_ref()).map(|date| date.as_str()).unwrap_or_default();
    let key = (date.to_owned(), source.id.to_owned(), statement.relation, target.id.to_owned());
    let event = events.entry(key).or_insert_with(|| Event {
        source: source.into(),
        target: target.into(),
        statements: 0,
        affirmed: 0,
        negated: 0,
        asserted: 0,
        confidence: 0.0,
        articles: BTreeSet::new(),
        outlets: BTreeSet::new(),
        url: article.url.clone(),
    });
    event.statements += 1;
    event.affirmed += u32::from(statement.polarity == Polarity::Affirmed);
    event.negated += u32::from(statement.polarity == Polarity::Negated);
    event.asserted += u32::from(statement.modality == Modality::Asserted);
    event.confidence = event.confidence.max(statement.confidence);
    event.articles.insert(article.id.clone());
    event.outlets.extend((!article.outlet.is_empty()).then(|| article.outlet.clone()));
}

fn write_day(out: &mut dyn Write, day: Option<&str>, events: &BTreeMap<Key, Event>) -> io::Result<()> {
    let mut line = Line::default();
    for ((date, source, relation, target), event) in events {
        let day = day.unwrap_or_default();
        let id = blake3::hash([day, date, source, relation.as_str(), target].join("\n").as_bytes()).to_hex();
        [&id[..16], date, day].iter().for_each(|cell| line.text(cell));
        write_party(&mut line, &event.source);
        write_party(&mut line, &event.target);
        line.text(relation.as_str());
        line.text(relation.cameo_root().unwrap_or_default());
        line.text(relation.quad_class().map_or("", |class| class.as_str()));
        line.value(relation.goldstein().map(Value::Real).as_ref());
        let (articles, outlets) = (event.articles.len() as u32, event.outlets.len() as u32);
        for count in [event.statements, articles, outlets, event.affirmed, event.negated, event.asserted] {
            line.value(Some(&Value::Count(count)));
        }
        line.value(Some(&Value::Real(event.confidence)));
        line.text(&event.url);
        line.end(out)?;
    }
    Ok(())
}

fn write_party(line: &mut Line, party: &Party) {
    let state = party.country.as_deref().and_then(state);
    line.text(&party.id);
    line.text(&party.name);
    line.text(party.kind.as_str());
    line.text(party.country.as_deref().unwrap_or_default());
    line.text(state.and_then(|state| state.cow.as_deref()).unwrap_or_default());
    line.value(state.and_then(|state| state.cow_code).map(|code| Value::Count(code.into())).as_ref());
    line.text(party.sector.as_deref().unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::super::samples::{Stating, written};
    use super::*;

    /// Cells of the given columns, a row a line.
    fn table(rows: &Stating, names: &[&str]) -> Vec<String> {
        let table = csv::read_back(&written(rows, write));
        let places: Vec<usize> =
            names.iter().map(|name| table[0].iter().position(|head| head == name).unwrap()).collect();
        table[1..]
            .iter()
            .map(|cells| places.iter().map(|at| cells[*at].as_str()).collect::<Vec<_>>().join(" "))
            .collect()
    }

    #[test]
    fn what_articles_of_a_day_tell_alike_is_one_row() {
        let mut rows = Stating::of("text", RelationType::Accuse);
        let mut other = rows.statements[0].clone();
        other.article.id = "other".to_owned();
        other.polarity = Polarity::Negated;
        let mut later = rows.statements[0].clone();
        later.article.date = Some("2024-09-02".parse().unwrap());
        later.dated = None;
        rows.statements.extend([other, later]);
        assert_eq!(
            table(&rows, &["event_date", "report_date", "type", "statements", "articles", "affirmed", "negated"]),
            ["2024-08 2024-09-01 accuse 2 2 1 1", "2024-09-02 2024-09-02 accuse 1 1 1 0"]
        );
    }

    #[test]
    fn states_have_their_codes() {
        let mut rows = Stating::of("text", RelationType::Consult);
        rows.network.nodes[1].country = Some("DEU".to_owned());
        let columns =
            ["source_iso3", "source_cow", "source_cow_code", "target_iso3", "cameo_root", "quad_class", "goldstein"];
        // The ends of a symmetric type are in the order of their ids.
        assert_eq!(table(&rows, &["source_id", "target_id"]), ["group:object group:subject"]);
        assert_eq!(table(&rows, &columns), ["   DEU 04 verbal cooperation 1"]);
        rows.statements[0].relation = RelationType::Assault;
        assert_eq!(table(&rows, &columns), ["DEU GMY 255  18 material conflict -9"]);
    }

    #[test]
    fn a_standing_tie_is_no_event() {
        assert!(table(&Stating::of("text", RelationType::Leads), &["id"]).is_empty());
    }
}
