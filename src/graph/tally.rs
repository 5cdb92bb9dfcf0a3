//! Statements that pass a filter, streamed out of SQLite and tallied by subject, relation and object.
//!
//! Of a symmetric relation both directions count as one. A tally is a fold that no order of statements changes: sums,
//! sets, minima and maxima, and a proof that is the smallest in a fixed order.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::error::Error as StdError;
use std::fmt::Write as _;
use std::str::FromStr;

use rusqlite::types::Type;
use rusqlite::{Connection, Row, params};

use super::Filter;
use crate::ontology::{Date, Modality, Polarity, RelationType, Status};

/// Which statements are looked through, by their ends' numbers.
#[derive(Debug, Clone, Copy)]
pub(super) enum Scope {
    All,
    Of(i64),
    Between(i64, i64),
}

/// A statement as it streams by, its texts still in SQLite's memory.
pub(super) struct Stated<'r> {
    pub(super) row: &'r Row<'r>,
    pub(super) subject: i64,
    pub(super) relation: RelationType,
    pub(super) object: i64,
    pub(super) polarity: Polarity,
    pub(super) modality: Modality,
    pub(super) status: Status,
    pub(super) speaker: Option<i64>,
    pub(super) confidence: f64,
    pub(super) article: i64,
}

impl<'r> Stated<'r> {
    fn read(row: &'r Row<'r>) -> rusqlite::Result<Self> {
        Ok(Stated {
            row,
            subject: row.get(0)?,
            relation: word(row, 1)?,
            object: row.get(2)?,
            polarity: word(row, 3)?,
            modality: word(row, 4)?,
            status: word(row, 5)?,
            speaker: row.get(6)?,
            confidence: row.get(7)?,
            article: row.get(8)?,
        })
    }

    pub(super) fn date(&self) -> rusqlite::Result<Option<&'r str>> {
        Ok(self.row.get_ref(9)?.as_str_or_null()?)
    }

    pub(super) fn evidence(&self) -> rusqlite::Result<&'r str> {
        Ok(self.row.get_ref(10)?.as_str()?)
    }
}

/// Shows `visit` every statement of the scope that passes the filter, its `min_articles` aside. An actor's statements
/// about itself (two of an article's actors turned out to be one) are left out.
pub(super) fn for_each(
    connection: &Connection,
    scope: Scope,
    filter: &Filter,
    mut visit: impl FnMut(&Stated) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    let (a, b) = match scope {
        Scope::All => (None, None),
        Scope::Of(actor) => (Some(actor), None),
        Scope::Between(a, b) => (Some(a), Some(b)),
    };
    let mut query = connection.prepare_cached(&statements_sql(scope, filter))?;
    let until = filter.until.as_ref().map(last_day);
    let since = filter.since.as_ref().map(Date::as_str);
    let mut rows = query.query(params![a, b, since, until, filter.min_confidence])?;
    while let Some(row) = rows.next()? {
        visit(&Stated::read(row)?)?;
    }
    Ok(())
}

/// The query for a scope and filter; words of the ontology stand in it, all else is bound: ?1 and ?2 the ends, ?3 and
/// ?4 the dates, ?5 the confidence. `CROSS JOIN` makes SQLite go from statements to articles and not the other way.
fn statements_sql(scope: Scope, filter: &Filter) -> String {
    let select = "SELECT s.subject, s.relation, s.object, s.polarity, s.modality, s.status, s.speaker, s.confidence,
            s.article, a.date, e.text, a.id, a.fingerprint, a.title, a.url, a.outlet, s.predicate, e.start, e.end,
            s.position, s.dated
        FROM statement s CROSS JOIN article a ON a.number = s.article CROSS JOIN sentence e ON e.number = s.sentence
        WHERE s.subject <> s.object";
    let mut shared = conditions(filter);
    shared.push_str(" AND s.confidence >= ?5");
    if filter.since.is_some() {
        shared.push_str(" AND a.date >= ?3");
    }
    if filter.until.is_some() {
        shared.push_str(" AND a.date <= ?4");
    }
    let subject_kinds = kinds_condition("s.subject", filter);
    let object_kinds = kinds_condition("s.object", filter);
    match scope {
        Scope::All => format!("{select}{shared}{subject_kinds}{object_kinds}"),
        Scope::Of(_) => format!(
            "{select} AND s.subject = ?1{shared}{object_kinds}
             UNION ALL {select} AND s.object = ?1{shared}{subject_kinds}"
        ),
        Scope::Between(..) => format!(
            "{select} AND s.subject = ?1 AND s.object = ?2{shared}
             UNION ALL {select} AND s.subject = ?2 AND s.object = ?1{shared}"
        ),
    }
}

fn conditions(filter: &Filter) -> String {
    let mut sql = String::new();
    if !filter.relations.is_empty() {
        let words: Vec<String> = filter.relations.iter().map(|relation| format!("'{relation}'")).collect();
        let _ = write!(sql, " AND s.relation IN ({})", words.join(", "));
    }
    if let Some(polarity) = filter.polarity {
        let _ = write!(sql, " AND s.polarity = '{polarity}'");
    }
    if let Some(modality) = filter.modality {
        let _ = write!(sql, " AND s.modality = '{modality}'");
    }
    sql
}

fn kinds_condition(end: &str, filter: &Filter) -> String {
    if filter.kinds.is_empty() {
        return String::new();
    }
    let words: Vec<String> = filter.kinds.iter().map(|kind| format!("'{kind}'")).collect();
    format!(" AND (SELECT kind FROM actor WHERE number = {end}) IN ({})", words.join(", "))
}

/// A bound that is not before any day of a month or year: "2023-05~" sorts after "2023-05-31" and before "2023-06".
fn last_day(until: &Date) -> String {
    format!("{until}~")
}

/// What all statements of one subject, relation and object come to.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) articles: Vec<i64>,
    pub(super) statements: u32,
    pub(super) polarity: BTreeMap<Polarity, u32>,
    pub(super) modality: BTreeMap<Modality, u32>,
    pub(super) status: BTreeMap<Status, u32>,
    pub(super) speakers: BTreeSet<i64>,
    pub(super) first: Option<String>,
    pub(super) last: Option<String>,
    pub(super) confidence: f64,
    pub(super) proof: Option<Proof>,
}

/// Tallies by subject, relation and object; of a symmetric relation the smaller number is the subject.
pub(super) fn tally(
    connection: &Connection,
    scope: Scope,
    filter: &Filter,
) -> rusqlite::Result<HashMap<(i64, RelationType, i64), Tally>> {
    let mut tallies: HashMap<(i64, RelationType, i64), Tally> = HashMap::new();
    for_each(connection, scope, filter, |stated| {
        let is_turned = stated.relation.is_symmetric() && stated.subject > stated.object;
        let (subject, object) =
            if is_turned { (stated.object, stated.subject) } else { (stated.subject, stated.object) };
        tallies.entry((subject, stated.relation, object)).or_default().add(stated)
    })?;
    tallies.retain(|_, tally| {
        tally.articles.sort_unstable();
        tally.articles.dedup();
        tally.articles.len() as u64 >= u64::from(filter.min_articles)
    });
    Ok(tallies)
}

impl Tally {
    fn add(&mut self, stated: &Stated) -> rusqlite::Result<()> {
        if self.articles.last() != Some(&stated.article) {
            self.articles.push(stated.article);
        }
        self.statements += 1;
        *self.polarity.entry(stated.polarity).or_default() += 1;
        *self.modality.entry(stated.modality).or_default() += 1;
        *self.status.entry(stated.status).or_default() += 1;
        self.speakers.extend(stated.speaker);
        self.confidence = self.confidence.max(stated.confidence);
        if let Some(date) = stated.date()? {
            if self.first.as_deref().is_none_or(|first| date < first) {
                self.first = Some(date.to_owned());
            }
            if self.last.as_deref().is_none_or(|last| date > last) {
                self.last = Some(date.to_owned());
            }
        }
        Proof::keep_better(&mut self.proof, stated)
    }
}

/// The sentence that speaks best for an edge.
pub(super) struct Proof {
    pub(super) rank: (Polarity, Modality, Status),
    pub(super) confidence: f64,
    pub(super) n_chars: usize,
    pub(super) text: String,
}

impl Proof {
    /// Affirmed, asserted and current first, then the most confident, then the shortest, then by text.
    fn keep_better(best: &mut Option<Proof>, stated: &Stated) -> rusqlite::Result<()> {
        let rank = (stated.polarity, stated.modality, stated.status);
        let text = stated.evidence()?;
        let n_chars = text.chars().count();
        let is_better = best.as_ref().is_none_or(|best| {
            (rank.cmp(&best.rank))
                .then_with(|| best.confidence.total_cmp(&stated.confidence))
                .then_with(|| n_chars.cmp(&best.n_chars))
                .then_with(|| text.cmp(&best.text))
                .is_lt()
        });
        if is_better {
            *best = Some(Proof { rank, confidence: stated.confidence, n_chars, text: text.to_owned() });
        }
        Ok(())
    }
}

/// A column that holds a word of the ontology; any other word is damage.
pub(super) fn word<T>(row: &Row, column: usize) -> rusqlite::Result<T>
where
    T: FromStr<Err: StdError + Send + Sync + 'static>,
{
    parse(row.get_ref(column)?.as_str()?)
}

pub(super) fn date(text: Option<&str>) -> rusqlite::Result<Option<Date>> {
    text.map(parse).transpose()
}

fn parse<T>(text: &str) -> rusqlite::Result<T>
where
    T: FromStr<Err: StdError + Send + Sync + 'static>,
{
    text.parse().map_err(|error| rusqlite::Error::FromSqlConversionFailure(0, Type::Text, Box::new(error)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn until_reaches_to_the_last_day_of_a_month_or_year() {
        let is_within = |date: &str, until: &str| date <= last_day(&until.parse().unwrap()).as_str();
        assert!(is_within("2023-05-31", "2023-05") && is_within("2023-12-31", "2023") && is_within("2023", "2023-05"));
        assert!(!is_within("2023-06-01", "2023-05") && !is_within("2024", "2023") && !is_within("2023-06", "2023-05"));
    }
}
