//! Edges as the file keeps them counted: the same sums as `tally` makes, without looking at a single statement.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

use super::Filter;
use super::codes::Coded;
use super::derive::{COUNTS, Counts, counts, sources};
use super::referred::Referred;
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

/// What [`Row::read`] reads.
fn columns() -> String {
    format!("e.subject, e.relation, e.object, e.stories, e.outlets, e.days, e.first, IFNULL(e.last, e.first), {COUNTS}")
}

/// The key in a row's first columns.
pub(super) fn key(row: &rusqlite::Row) -> rusqlite::Result<Key> {
    Ok((row.get(0)?, Coded::read(row, 1)?, row.get(2)?))
}

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
    let mut referred = Referred::new(connection)?;
    for sql in of_actor(&columns(), filter, least > 1) {
        let mut query = connection.prepare_cached(&sql)?;
        let mut rows = query.query([actor, least])?;
        while let Some(row) = rows.next()? {
            let row = Row::read(row)?;
            visit(row.key, row.sum(&mut referred)?)?;
        }
    }
    Ok(())
}

/// How many articles state the last of an actor's first `limit` edges; 0 where it has fewer that several state.
fn least_of_first(connection: &Connection, actor: i64, filter: &Filter, limit: usize) -> rusqlite::Result<i64> {
    let mut highest: Vec<i64> = Vec::new();
    for sql in of_actor("e.articles", filter, true) {
        let mut query = connection.prepare_cached(&format!("{sql} ORDER BY e.articles DESC LIMIT ?3"))?;
        let found = query.query_map([actor, i64::from(filter.min_articles), limit as i64], |row| row.get(0))?;
        highest.extend(found.collect::<rusqlite::Result<Vec<i64>>>()?);
    }
    highest.sort_unstable_by(|a, b| b.cmp(a));
    Ok(highest.get(limit - 1).copied().unwrap_or(0))
}

/// The queries for the edges of actor ?1 that at least ?2 articles state: as subject, as object. Those that several state
/// have an index of their own.
fn of_actor(columns: &str, filter: &Filter, are_of_several: bool) -> [String; 2] {
    let several = if are_of_several { " AND e.articles > 1" } else { "" };
    [("subject", "object"), ("object", "subject")].map(|(own, other)| {
        let mut sql = format!(
            "SELECT {columns} FROM edge e WHERE e.{own} = ?1 AND e.articles >= ?2{several}
                AND ?1 NOT IN (SELECT number FROM actor WHERE hidden)"
        );
        sql.push_str(&relation_condition("e.relation", filter));
        sql.push_str(&actor_condition(&format!("e.{other}"), filter, Scope::Of(0)));
        sql
    })
}

/// Shows `visit` the edges with this subject, as the file has it.
pub(super) fn for_each_from(
    referred: &mut Referred,
    subject: i64,
    filter: &Filter,
    mut visit: impl FnMut(Key, Sum) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    let sql = format!("SELECT {} FROM edge e WHERE e.subject = ?1{}", columns(), conditions(filter));
    let mut query = referred.connection.prepare_cached(&sql)?;
    let mut rows = query.query([subject])?;
    while let Some(row) = rows.next()? {
        let row = Row::read(row)?;
        visit(row.key, row.sum(referred)?)?;
    }
    Ok(())
}

/// What a filter asks of an edge and both its ends.
fn conditions(filter: &Filter) -> String {
    let ends = ["e.subject", "e.object"].map(|end| actor_condition(end, filter, Scope::All));
    own_conditions(filter) + &ends.concat()
}

/// What a filter asks of an edge, its ends aside. The number of articles is no parameter: SQLite would plan anew for each value,
/// to see whether an index has all such edges.
fn own_conditions(filter: &Filter) -> String {
    format!(" AND e.articles >= {}{}", filter.min_articles, relation_condition("e.relation", filter))
}

/// The query for all actors at an end of an edge that passes, by id.
pub(super) fn ends_sql(filter: &Filter) -> String {
    let is_end = |end: &str| format!("EXISTS (SELECT 1 FROM edge e WHERE e.{end} = a.number{})", conditions(filter));
    format!(
        "SELECT a.number, a.id, a.name, a.kind, a.country, a.sector FROM actor a WHERE {} OR {} ORDER BY a.id",
        is_end("subject"),
        is_end("object")
    )
}

/// The query for the edges with subject ?1, for [`Row::read`], whatever is asked of their ends.
pub(super) fn by_subject_sql(filter: &Filter) -> String {
    format!("SELECT {} FROM edge e WHERE e.subject = ?1{}", columns(), own_conditions(filter))
}

/// The query for the keys of the symmetric edges with object ?1, for [`key`]: an index alone tells them, no row is read.
pub(super) fn symmetric_by_object_sql(filter: &Filter) -> String {
    let symmetric = Filter {
        relations: RelationType::ALL.iter().copied().filter(|relation| relation.is_symmetric()).collect(),
        ..Filter::default()
    };
    format!(
        "SELECT e.subject, e.relation, e.object FROM edge e WHERE e.object = ?1{}{}",
        relation_condition("e.relation", &symmetric),
        own_conditions(filter)
    )
}

/// The query for one edge by subject ?1, relation ?2 and object ?3, for [`Row::read`].
pub(super) fn by_key_sql() -> String {
    format!("SELECT {} FROM edge e WHERE e.subject = ?1 AND e.relation = ?2 AND e.object = ?3", columns())
}

/// How many articles state an edge; 0 where there is none.
pub(super) fn n_articles(connection: &Connection, (subject, relation, object): Key) -> rusqlite::Result<u32> {
    connection
        .prepare_cached("SELECT IFNULL(MAX(articles), 0) FROM edge WHERE subject = ? AND object = ? AND relation = ?")?
        .query_row([subject, object, relation.code()], |row| row.get(0))
}

/// The relations of all edges that pass.
pub(super) fn relations(connection: &Connection, filter: &Filter) -> rusqlite::Result<BTreeSet<RelationType>> {
    let sql = format!("SELECT DISTINCT e.relation FROM edge e WHERE TRUE{}", conditions(filter));
    let mut query = connection.prepare(&sql)?;
    query.query_map([], |row| RelationType::read(row, 0))?.collect()
}

/// The articles that state some relation between two actors, as a JSON list.
pub(super) fn articles_between(connection: &Connection, a: i64, b: i64) -> rusqlite::Result<String> {
    let mut query = connection.prepare_cached(
        "SELECT counts FROM edge WHERE subject = ?1 AND object = ?2
         UNION ALL SELECT counts FROM edge WHERE subject = ?2 AND object = ?1",
    )?;
    let mut articles: BTreeSet<u32> = BTreeSet::new();
    let mut rows = query.query([a, b])?;
    while let Some(row) = rows.next()? {
        articles.extend(sources(row.get_ref(0)?.as_blob()?));
    }
    Ok(serde_json::to_string(&articles).expect("numbers always have a JSON form"))
}

/// An edge as the file has it, small enough to keep many.
pub(super) struct Row {
    pub(super) key: Key,
    stories: u32,
    outlets: u32,
    days: u32,
    /// See `derive::date`.
    first: Option<u32>,
    last: Option<u32>,
    counts: Counts,
}

impl Row {
    pub(super) fn read(row: &rusqlite::Row) -> rusqlite::Result<Row> {
        Ok(Row {
            key: key(row)?,
            stories: row.get(3)?,
            outlets: row.get(4)?,
            days: row.get(5)?,
            first: row.get(6)?,
            last: row.get(7)?,
            counts: counts(row, 8)?,
        })
    }

    /// What it comes to, with its proof.
    pub(super) fn sum(self, referred: &mut Referred) -> rusqlite::Result<Sum> {
        let counts = self.counts;
        let speakers = counts.speakers.keys().map(|persona| Ok(referred.actors.persona(*persona)?.into()));
        let speakers = speakers.collect::<rusqlite::Result<_>>()?;
        let mut date = |number: Option<u32>| number.map_or(Ok(None), |number| referred.date(number));
        let (first, last) = (date(self.first)?, date(self.last)?);
        Ok(Sum {
            stories: self.stories,
            outlets: self.outlets,
            days: self.days,
            statements: counts.statements,
            polarity: polarity(&counts),
            modality: modality(&counts),
            status: status(&counts),
            speakers,
            first,
            last,
            confidence: f64::from(counts.confidence) / 1000.0,
            evidence: referred.sentence(counts.proof)?,
            articles: counts.sources.into_iter().map(i64::from).collect(),
        })
    }
}

fn polarity(counts: &Counts) -> BTreeMap<Polarity, u32> {
    let negated = counts.statements.saturating_sub(counts.affirmed);
    occurring([(Polarity::Affirmed, counts.affirmed), (Polarity::Negated, negated)])
}

fn modality(counts: &Counts) -> BTreeMap<Modality, u32> {
    let others = [counts.asserted, counts.possible, counts.planned];
    let hypothetical = others.into_iter().fold(counts.statements, u32::saturating_sub);
    occurring([
        (Modality::Asserted, counts.asserted),
        (Modality::ReportedPossible, counts.possible),
        (Modality::Planned, counts.planned),
        (Modality::Hypothetical, hypothetical),
    ])
}

fn status(counts: &Counts) -> BTreeMap<Status, u32> {
    occurring([(Status::Current, counts.current), (Status::Former, counts.statements.saturating_sub(counts.current))])
}

fn occurring<V: Ord, const N: usize>(counts: [(V, u32); N]) -> BTreeMap<V, u32> {
    // Nearly always there is one, and a map that is collected sorts a list of it first.
    let mut occurring = BTreeMap::new();
    for (value, n) in counts.into_iter().filter(|(_, n)| *n > 0) {
        occurring.insert(value, n);
    }
    occurring
}
