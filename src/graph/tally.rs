//! Statements that pass a filter, streamed out of SQLite and counted by subject, relation and object.
//!
//! Of a symmetric relation both directions count as one. A tally is a fold that no order of statements changes: sums,
//! sets, minima and maxima, and a proof that is the smallest in a fixed order. Where no filter looks into single
//! statements, the counts that the file keeps of each edge (`edge_rows.rs`) say the same at once.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::error::Error as StdError;
use std::fmt::Write as _;
use std::str::FromStr;

use rusqlite::types::Type;
use rusqlite::{Connection, Row, params};

use super::codes::Coded;
use super::{Filter, edge_rows};
use crate::ontology::{Date, Modality, Polarity, RelationType, Status};

/// Which statements are looked through, by their ends' numbers.
#[derive(Debug, Clone, Copy)]
pub(super) enum Scope {
    All,
    Of(i64),
    Between(i64, i64),
    /// The statements of one article.
    Article(i64),
    /// The statements that rest on the sentence of this one.
    SentenceOf(i64),
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
            relation: Coded::read(row, 1)?,
            object: row.get(2)?,
            polarity: Coded::read(row, 3)?,
            modality: Coded::read(row, 4)?,
            status: Coded::read(row, 5)?,
            speaker: row.get(6)?,
            confidence: row.get::<_, f64>(7)? / 1000.0,
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
/// about itself (two of an article's actors turned out to be one) are left out, and whatever corrections take out.
pub(super) fn for_each(
    connection: &Connection,
    scope: Scope,
    filter: &Filter,
    visit: impl FnMut(&Stated) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    stream(connection, scope, filter, SENTENCE, visit)
}

/// As [`for_each`], of whose statements [`Stated::evidence`] is empty: far faster where nobody reads the sentences.
pub(super) fn for_each_unread(
    connection: &Connection,
    scope: Scope,
    filter: &Filter,
    visit: impl FnMut(&Stated) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    stream(connection, scope, filter, "''", visit)
}

/// The sentence of a statement `s`.
const SENTENCE: &str = "IFNULL((SELECT text FROM wording WHERE article = s.article AND position = s.position),
               (SELECT SUBSTR(text, s.start + 1, s.end - s.start) FROM article_text WHERE article = s.article))";

fn stream(
    connection: &Connection,
    scope: Scope,
    filter: &Filter,
    sentence: &str,
    mut visit: impl FnMut(&Stated) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    let (a, b, articles) = match scope {
        Scope::All => (None, None, None),
        Scope::Of(actor) => (Some(actor), None, None),
        Scope::Between(a, b) => (Some(a), Some(b), Some(edge_rows::articles_between(connection, a, b)?)),
        Scope::Article(number) | Scope::SentenceOf(number) => (Some(number), None, None),
    };
    let mut query = connection.prepare_cached(&statements_sql(scope, filter, sentence))?;
    let until = filter.until.as_ref().map(last_day);
    let since = filter.since.as_ref().map(Date::as_str);
    let mut rows = query.query(params![a, b, articles, since, until, (filter.min_confidence * 1000.0).ceil()])?;
    while let Some(row) = rows.next()? {
        visit(&Stated::read(row)?)?;
    }
    Ok(())
}

/// The query for a scope and filter; numbers of the ontology stand in it, all else is bound: ?1 and ?2 the ends, ?3
/// articles as JSON, ?4 and ?5 the dates, ?6 the confidence. `CROSS JOIN` lays down the order in which SQLite goes through the tables.
fn statements_sql(scope: Scope, filter: &Filter, sentence: &str) -> String {
    let select = format!(
        "SELECT sp.actor, s.relation, op.actor, s.polarity, s.modality, s.status,
        (SELECT actor FROM persona WHERE number = s.speaker), s.confidence, s.article, a.date,
        {sentence}, IFNULL(a.story, a.number) AS story, a.outlet AS outlet_number, a.id, a.fingerprint, a.title, a.url,
        (SELECT name FROM outlet WHERE number = a.outlet) AS outlet,
        (SELECT text FROM predicate WHERE number = s.predicate) AS predicate,
        s.start, s.end, s.position, s.dated, s.subject AS subject_persona, s.object AS object_persona"
    );
    let mut shared = String::from("sp.actor <> op.actor AND s.confidence >= ?6 AND NOT s.rejected");
    shared.push_str(&conditions(filter));
    if filter.since.is_some() {
        shared.push_str(" AND a.date >= ?4");
    }
    if filter.until.is_some() {
        shared.push_str(" AND a.date <= ?5");
    }
    let _ =
        write!(shared, "{}{}", actor_condition("sp.actor", filter, scope), actor_condition("op.actor", filter, scope));
    // Most statements of an article have other ends: those are passed over before anything is looked up.
    let (from, condition) = match scope {
        Scope::All => ("statement s", "s.article <= (SELECT settled FROM progress)"),
        Scope::Article(_) => ("statement s", "s.article = ?1"),
        Scope::SentenceOf(_) => (
            "statement s",
            "s.article = ?1 >> 20 AND (s.start, s.end) =
                (SELECT start, end FROM statement WHERE article = ?1 >> 20 AND position = ?1 & 1048575)",
        ),
        Scope::Of(_) => (
            "(SELECT DISTINCT article FROM appearance WHERE persona IN (SELECT number FROM persona WHERE actor = ?1)) x
                CROSS JOIN statement s ON s.article = x.article",
            "(s.subject IN (SELECT number FROM persona WHERE actor = ?1)
                OR s.object IN (SELECT number FROM persona WHERE actor = ?1))",
        ),
        Scope::Between(..) => (
            "json_each(?3) x CROSS JOIN statement s ON s.article = x.value",
            "s.subject IN (SELECT number FROM persona WHERE actor IN (?1, ?2))
                AND s.object IN (SELECT number FROM persona WHERE actor IN (?1, ?2))",
        ),
    };
    format!(
        "{select} FROM {from} CROSS JOIN persona sp ON sp.number = s.subject CROSS JOIN persona op ON op.number = s.object
             CROSS JOIN article a ON a.number = s.article WHERE {condition} AND {shared}"
    )
}

fn conditions(filter: &Filter) -> String {
    let mut sql = relation_condition("s.relation", filter);
    if let Some(polarity) = filter.polarity {
        let _ = write!(sql, " AND s.polarity = {}", polarity.code());
    }
    if let Some(modality) = filter.modality {
        let _ = write!(sql, " AND s.modality = {}", modality.code());
    }
    sql
}

/// " AND column IN (...)" for the relations of a filter.
pub(super) fn relation_condition(column: &str, filter: &Filter) -> String {
    if filter.relations.is_empty() {
        return String::new();
    }
    let codes: Vec<String> = filter.relations.iter().map(|relation| relation.code().to_string()).collect();
    format!(" AND {column} IN ({})", codes.join(", "))
}

/// " AND ..." for an end: it is of the kinds asked for, the actor asked about aside, and not hidden.
pub(super) fn actor_condition(end: &str, filter: &Filter, scope: Scope) -> String {
    let hidden = format!(" AND {end} NOT IN (SELECT number FROM actor WHERE hidden)");
    let words: Vec<String> = filter.kinds.iter().map(|kind| format!("'{kind}'")).collect();
    let kind = format!("(SELECT kind FROM actor WHERE number = {end}) IN ({})", words.join(", "));
    match scope {
        _ if filter.kinds.is_empty() => hidden,
        Scope::All | Scope::Article(_) | Scope::SentenceOf(_) => format!("{hidden} AND {kind}"),
        Scope::Of(_) => format!("{hidden} AND ({end} = ?1 OR {kind})"),
        Scope::Between(..) => hidden,
    }
}

/// A bound that is not before any day of a month or year: "2023-05~" sorts after "2023-05-31" and before "2023-06".
pub(super) fn last_day(until: &Date) -> String {
    format!("{until}~")
}

/// What all statements of one subject, relation and object come to.
#[derive(Debug, Default)]
pub(super) struct Sum {
    /// Numbers of the articles, ascending.
    pub(super) articles: Vec<i64>,
    pub(super) stories: u32,
    pub(super) outlets: u32,
    pub(super) days: u32,
    pub(super) statements: u32,
    pub(super) polarity: BTreeMap<Polarity, u32>,
    pub(super) modality: BTreeMap<Modality, u32>,
    pub(super) status: BTreeMap<Status, u32>,
    pub(super) speakers: BTreeSet<i64>,
    pub(super) first: Option<Date>,
    pub(super) last: Option<Date>,
    pub(super) confidence: f64,
    pub(super) evidence: String,
}

/// By subject, relation and object; of a symmetric relation the smaller number is the subject.
pub(super) type Sums = HashMap<(i64, RelationType, i64), Sum>;

#[derive(Default)]
struct Tally {
    sum: Sum,
    stories: BTreeSet<i64>,
    outlets: BTreeSet<i64>,
    days: BTreeSet<String>,
    proof: Option<Proof>,
}

/// Counts the statements of a scope that pass a filter.
pub(super) fn tally(connection: &Connection, scope: Scope, filter: &Filter) -> rusqlite::Result<Sums> {
    let mut tallies: HashMap<(i64, RelationType, i64), Tally> = HashMap::new();
    for_each(connection, scope, filter, |stated| {
        let is_turned = stated.relation.is_symmetric() && stated.subject > stated.object;
        let (subject, object) =
            if is_turned { (stated.object, stated.subject) } else { (stated.subject, stated.object) };
        tallies.entry((subject, stated.relation, object)).or_default().add(stated)
    })?;
    let mut sums = Sums::with_capacity(tallies.len());
    for (key, tally) in tallies {
        let sum = tally.finish()?;
        if sum.articles.len() as u64 >= u64::from(filter.min_articles) {
            sums.insert(key, sum);
        }
    }
    Ok(sums)
}

impl Tally {
    fn add(&mut self, stated: &Stated) -> rusqlite::Result<()> {
        let sum = &mut self.sum;
        if sum.articles.last() != Some(&stated.article) {
            sum.articles.push(stated.article);
        }
        sum.statements += 1;
        *sum.polarity.entry(stated.polarity).or_default() += 1;
        *sum.modality.entry(stated.modality).or_default() += 1;
        *sum.status.entry(stated.status).or_default() += 1;
        sum.speakers.extend(stated.speaker);
        sum.confidence = sum.confidence.max(stated.confidence);
        self.stories.insert(stated.row.get("story")?);
        if !stated.row.get_ref("outlet")?.as_str()?.is_empty() {
            self.outlets.insert(stated.row.get("outlet_number")?);
        }
        if let Some(date) = stated.date()?
            && !self.days.contains(date)
        {
            self.days.insert(date.to_owned());
        }
        Proof::keep_better(&mut self.proof, stated)
    }

    fn finish(self) -> rusqlite::Result<Sum> {
        let mut sum = self.sum;
        sum.articles.sort_unstable();
        sum.articles.dedup();
        let first = date(self.days.first().map(String::as_str))?;
        let last = date(self.days.last().map(String::as_str))?;
        let evidence = self.proof.map(|proof| proof.text).unwrap_or_default();
        let (stories, outlets, days) = (self.stories.len() as u32, self.outlets.len() as u32, self.days.len() as u32);
        Ok(Sum { stories, outlets, days, first, last, evidence, ..sum })
    }
}

/// The sentence that speaks best for an edge.
struct Proof {
    rank: (Polarity, Modality, Status),
    confidence: f64,
    n_chars: i64,
    text: String,
}

impl Proof {
    /// Affirmed, asserted and current first, then the most confident, then the shortest, then by text.
    fn keep_better(best: &mut Option<Proof>, stated: &Stated) -> rusqlite::Result<()> {
        let rank = (stated.polarity, stated.modality, stated.status);
        let text = stated.evidence()?;
        let n_chars = stated.row.get::<_, i64>("end")? - stated.row.get::<_, i64>("start")?;
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
