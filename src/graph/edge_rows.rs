//! Edges as the file keeps them counted: the same sums as `tally` makes, without looking at a single statement.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use rusqlite::{Connection, Row};

use super::Filter;
use super::codes::Coded;
use super::derive::{Counts, counts, sentence};
use super::tally::{Scope, Sum, actor_condition, relation_condition};
use crate::ontology::{Modality, Polarity, RelationType, Status};

/// Whether a filter asks for nothing that only single statements tell.
pub(super) fn are_enough(filter: &Filter) -> bool {
    filter.since.is_none()
        && filter.until.is_none()
        && filter.polarity.is_none()
        && filter.modality.is_none()
        && filter.min_confidence <= 0.0
}

/// An edge's ends and relation.
pub(super) type Key = (i64, RelationType, i64);

const COLUMNS: &str = "e.subject, e.relation, e.object, e.stories, e.outlets, e.days, e.first, e.last, e.statements,
    e.affirmed, e.asserted, e.possible, e.planned, e.current, e.confidence, e.proof, e.grade, e.speakers, e.sources";

/// Shows `visit` every edge of one actor; `limit` of those that most articles state and all that as many state as the
/// last of these, or all with 0.
pub(super) fn for_each_of(
    connection: &Connection,
    actor: i64,
    filter: &Filter,
    limit: usize,
    mut visit: impl FnMut(Key, Sum) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    let least = if limit == 0 { 0 } else { least_of_first(connection, actor, filter, limit)? };
    let least = least.max(i64::from(filter.min_articles));
    for sql in of_actor(COLUMNS, filter) {
        let mut query = connection.prepare_cached(&sql)?;
        let mut rows = query.query([actor, least])?;
        while let Some(row) = rows.next()? {
            let (key, sum) = read(connection, row)?;
            visit(key, sum)?;
        }
    }
    Ok(())
}

/// How many articles state the last of an actor's first `limit` edges; 0 where it has fewer.
fn least_of_first(connection: &Connection, actor: i64, filter: &Filter, limit: usize) -> rusqlite::Result<i64> {
    let mut highest: Vec<i64> = Vec::new();
    for sql in of_actor("e.articles", filter) {
        let mut query = connection.prepare_cached(&format!("{sql} ORDER BY e.articles DESC LIMIT ?3"))?;
        let found = query.query_map([actor, i64::from(filter.min_articles), limit as i64], |row| row.get(0))?;
        highest.extend(found.collect::<rusqlite::Result<Vec<i64>>>()?);
    }
    highest.sort_unstable_by(|a, b| b.cmp(a));
    Ok(highest.get(limit - 1).copied().unwrap_or(0))
}

/// The queries for the edges of actor ?1 that at least ?2 articles state: as subject, as object.
fn of_actor(columns: &str, filter: &Filter) -> [String; 2] {
    [("subject", "object"), ("object", "subject")].map(|(own, other)| {
        let mut sql = format!(
            "SELECT {columns} FROM edge e WHERE e.{own} = ?1 AND e.articles >= ?2
                AND ?1 NOT IN (SELECT number FROM actor WHERE hidden)"
        );
        sql.push_str(&relation_condition("e.relation", filter));
        sql.push_str(&actor_condition(&format!("e.{other}"), filter, Scope::Of(0)));
        sql
    })
}

/// Shows `visit` the edges with this subject, as the file has it.
pub(super) fn for_each_from(
    connection: &Connection,
    subject: i64,
    filter: &Filter,
    visit: impl FnMut(Key, Sum) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    for_each_where(connection, "e.subject = ?1", subject, filter, visit)
}

fn for_each_where(
    connection: &Connection,
    condition: &str,
    actor: i64,
    filter: &Filter,
    mut visit: impl FnMut(Key, Sum) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    let mut sql = format!("SELECT {COLUMNS} FROM edge e WHERE {condition} AND e.articles >= ?2");
    sql.push_str(&relation_condition("e.relation", filter));
    for end in ["e.subject", "e.object"] {
        let _ = write!(sql, "{}", actor_condition(end, filter, Scope::All));
    }
    let mut query = connection.prepare_cached(&sql)?;
    let mut rows = query.query([actor, i64::from(filter.min_articles)])?;
    while let Some(row) = rows.next()? {
        let (key, sum) = read(connection, row)?;
        visit(key, sum)?;
    }
    Ok(())
}

fn read(connection: &Connection, row: &Row) -> rusqlite::Result<(Key, Sum)> {
    let counts = counts(row, 8)?;
    let mut sum = Sum {
        stories: row.get(3)?,
        outlets: row.get(4)?,
        days: row.get(5)?,
        statements: counts.statements,
        polarity: polarity(&counts),
        modality: modality(&counts),
        status: status(&counts),
        first: row.get(6)?,
        last: row.get(7)?,
        confidence: f64::from(counts.confidence) / 1000.0,
        evidence: sentence(connection, counts.proof)?,
        ..Sum::default()
    };
    for persona in counts.speakers.keys() {
        let mut query = connection.prepare_cached("SELECT actor FROM persona WHERE number = ?")?;
        sum.speakers.insert(query.query_row([persona], |row| row.get(0))?);
    }
    sum.articles = counts.sources.into_iter().map(i64::from).collect();
    Ok(((row.get(0)?, Coded::read(row, 1)?, row.get(2)?), sum))
}

fn polarity(counts: &Counts) -> BTreeMap<Polarity, u32> {
    let negated = counts.statements - counts.affirmed;
    occurring([(Polarity::Affirmed, counts.affirmed), (Polarity::Negated, negated)])
}

fn modality(counts: &Counts) -> BTreeMap<Modality, u32> {
    let hypothetical = counts.statements - counts.asserted - counts.possible - counts.planned;
    occurring([
        (Modality::Asserted, counts.asserted),
        (Modality::ReportedPossible, counts.possible),
        (Modality::Planned, counts.planned),
        (Modality::Hypothetical, hypothetical),
    ])
}

fn status(counts: &Counts) -> BTreeMap<Status, u32> {
    occurring([(Status::Current, counts.current), (Status::Former, counts.statements - counts.current)])
}

fn occurring<V: Ord, const N: usize>(counts: [(V, u32); N]) -> BTreeMap<V, u32> {
    counts.into_iter().filter(|(_, n)| *n > 0).collect()
}
