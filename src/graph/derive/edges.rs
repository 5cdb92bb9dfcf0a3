//! Edges: one relation between two actors, with all that states it counted.
//!
//! A fold over facts, which no order changes: sums, sets, minima and maxima, and a proof that is the best in a fixed
//! order. New facts are folded into the rows that are there; where actors were joined or parted, or an article went,
//! the rows are counted anew from their statements.

use std::collections::{BTreeMap, BTreeSet};
use std::mem;

use rusqlite::{Connection, OptionalExtension, Row, params};
use rustc_hash::FxHashSet;

use super::Changes;
use super::actor_of::ActorOf;
use super::articles::Articles;
use crate::graph::codes::Coded;
use crate::graph::packed::{self, pack, pack_counts, unpack, unpack_counts};
use crate::graph::writer::{POSITION_BITS, statement_number};
use crate::ontology::{Modality, Polarity, RelationType, Status};

/// Facts that are sorted in memory at once, some 40 bytes each; of more, the actors are gone through in parts.
const MAX_FACTS: i64 = 6_000_000;

/// Two actors and a relation; of a symmetric one the smaller number is the subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::graph) struct EdgeKey {
    pub(in crate::graph) subject: u32,
    pub(in crate::graph) object: u32,
    pub(in crate::graph) relation: u8,
}

impl EdgeKey {
    /// `None` for an actor's statement about itself: two of an article's actors turned out to be one.
    fn new(subject: u32, relation: u8, object: u32) -> Option<EdgeKey> {
        let is_symmetric = RelationType::of(relation.into()).is_some_and(RelationType::is_symmetric);
        let (subject, object) = if is_symmetric && subject > object { (object, subject) } else { (subject, object) };
        (subject != object).then_some(EdgeKey { subject, object, relation })
    }
}

/// What an edge needs of a statement. Sorts by edge, then article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Fact {
    key: EdgeKey,
    article: u32,
    position: u32,
    /// Its speaker's persona; 0 for none.
    speaker: u32,
    n_chars: u32,
    confidence: u16,
    polarity: u8,
    modality: u8,
    status: u8,
}

const FACT: &str =
    "SELECT s.subject, s.relation, s.object, s.article, s.position, IFNULL(s.speaker, 0), s.end - s.start,
        s.confidence, s.polarity, s.modality, s.status FROM statement s";

impl Fact {
    /// How well its sentence speaks for the edge, smaller being better: affirmed, asserted and current first, then the
    /// most confident, then the shortest.
    fn grade(&self) -> [u32; 3] {
        let rank = u32::from(self.polarity) << 3 | u32::from(self.modality) << 1 | u32::from(self.status);
        [rank, 1000_u32.saturating_sub(self.confidence.into()), self.n_chars]
    }

    fn proof(&self) -> i64 {
        statement_number(self.article.into(), self.position.into())
    }
}

/// A row of the table, its key aside.
#[derive(Debug, Clone, Default)]
pub(in crate::graph) struct Counts {
    pub(in crate::graph) statements: u32,
    pub(in crate::graph) affirmed: u32,
    pub(in crate::graph) asserted: u32,
    pub(in crate::graph) possible: u32,
    pub(in crate::graph) planned: u32,
    pub(in crate::graph) current: u32,
    pub(in crate::graph) confidence: u16,
    pub(in crate::graph) proof: i64,
    grade: [u32; 3],
    pub(in crate::graph) speakers: BTreeMap<u32, u32>,
    pub(in crate::graph) sources: Vec<u32>,
}

/// Columns that [`counts`] reads, in this order.
pub(in crate::graph) const COUNTS: &str = "statements, affirmed, confidence, proof, counts";

/// Reads the counts of an edge from a row that has [`COUNTS`] from column `first` on.
pub(in crate::graph) fn counts(row: &Row, first: usize) -> rusqlite::Result<Counts> {
    let mut counts = Counts {
        statements: row.get(first)?,
        affirmed: row.get(first + 1)?,
        confidence: row.get(first + 2)?,
        proof: row.get(first + 3)?,
        ..Counts::default()
    };
    counts.unpack(row.get_ref(first + 4)?.as_blob()?);
    Ok(counts)
}

/// The articles that state an edge, from the column `counts`.
pub(in crate::graph) fn sources(bytes: &[u8]) -> impl Iterator<Item = u32> {
    let mut counts = Counts::default();
    counts.unpack(bytes);
    counts.sources.into_iter()
}

impl Counts {
    /// What has no column of its own, as bytes: numbers that are nearly always small.
    fn pack(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let [rank, doubt, n_chars] = self.grade;
        for number in [self.asserted, self.possible, self.planned, self.current, rank, doubt, n_chars] {
            packed::push(&mut bytes, number.into());
        }
        let speakers = pack_counts(&self.speakers);
        packed::push(&mut bytes, speakers.len() as u64);
        bytes.extend(speakers);
        bytes.extend(pack(self.sources.iter().copied()));
        bytes
    }

    /// Reads what [`Counts::pack`] wrote; bytes that break off leave the rest as it is.
    fn unpack(&mut self, mut bytes: &[u8]) {
        let mut next = || {
            let (number, rest) = packed::next(bytes)?;
            bytes = rest;
            Some(number as u32)
        };
        let mut numbers = [0; 8];
        for number in &mut numbers {
            *number = next().unwrap_or_default();
        }
        let [asserted, possible, planned, current, rank, doubt, n_chars, n_bytes] = numbers;
        (self.asserted, self.possible, self.planned, self.current) = (asserted, possible, planned, current);
        self.grade = [rank, doubt, n_chars];
        let (speakers, sources) = bytes.split_at_checked(n_bytes as usize).unwrap_or((bytes, &[]));
        self.speakers = unpack_counts(speakers).collect();
        self.sources = unpack(sources).collect();
    }

    /// Adds a fact whose article comes after, or is the last of, those there are.
    fn add(&mut self, fact: &Fact, connection: &Connection) -> rusqlite::Result<()> {
        let is_first = self.statements == 0;
        self.statements += 1;
        self.affirmed += u32::from(i64::from(fact.polarity) == Polarity::Affirmed.code());
        match Modality::of(fact.modality.into()) {
            Some(Modality::Asserted) => self.asserted += 1,
            Some(Modality::ReportedPossible) => self.possible += 1,
            Some(Modality::Planned) => self.planned += 1,
            _ => {}
        }
        self.current += u32::from(i64::from(fact.status) == Status::Current.code());
        self.confidence = self.confidence.max(fact.confidence);
        if fact.speaker != 0 {
            *self.speakers.entry(fact.speaker).or_default() += 1;
        }
        if self.sources.last() != Some(&fact.article) {
            self.sources.push(fact.article);
        }
        let (grade, proof) = (fact.grade(), fact.proof());
        if is_first || grade < self.grade || (grade == self.grade && is_before(connection, proof, self.proof)?) {
            (self.grade, self.proof) = (grade, proof);
        }
        Ok(())
    }
}

/// Whether one sentence's text sorts before another's.
fn is_before(connection: &Connection, a: i64, b: i64) -> rusqlite::Result<bool> {
    Ok(a != b && sentence(connection, a)? < sentence(connection, b)?)
}

/// The text of the sentence that states a statement, which is named by its article and its position in it.
pub(in crate::graph) fn sentence(connection: &Connection, statement: i64) -> rusqlite::Result<String> {
    connection
        .prepare_cached(
            "SELECT IFNULL((SELECT text FROM wording w WHERE w.article = s.article AND w.position = s.position),
                           (SELECT SUBSTR(t.text, s.start + 1, s.end - s.start) FROM article_text t WHERE t.article = s.article))
             FROM statement s WHERE s.article = ? AND s.position = ?",
        )?
        .query_row([statement >> POSITION_BITS, statement & ((1 << POSITION_BITS) - 1)], |row| row.get(0))
}

/// Notes the edges that an article's statements are part of.
pub(super) fn touch(connection: &Connection, article: i64, changes: &mut Changes) -> rusqlite::Result<()> {
    changes.articles.insert(article);
    each_key(connection, article, |key| {
        changes.edges.insert(key);
    })
}

/// Shows `visit` the edges that an article's statements are part of.
pub(super) fn each_key(connection: &Connection, article: i64, mut visit: impl FnMut(EdgeKey)) -> rusqlite::Result<()> {
    let mut query = connection.prepare_cached(
        "SELECT s.actor, x.relation, o.actor FROM statement x JOIN persona s ON s.number = x.subject
         JOIN persona o ON o.number = x.object WHERE x.article = ? AND s.actor NOTNULL AND o.actor NOTNULL",
    )?;
    let mut rows = query.query([article])?;
    while let Some(row) = rows.next()? {
        if let Some(key) = EdgeKey::new(row.get(0)?, row.get(1)?, row.get(2)?) {
            visit(key);
        }
    }
    Ok(())
}

/// Counts the statements of edges and writes the sums, each article and persona looked up once.
pub(super) struct Edges<'c> {
    connection: &'c Connection,
    articles: Articles<'c>,
    actors: ActorOf<'c>,
}

impl<'c> Edges<'c> {
    pub(super) fn new(connection: &'c Connection, articles: Articles<'c>) -> Self {
        Edges { connection, articles, actors: ActorOf::new(connection) }
    }

    /// Counts all edges, into an empty table.
    pub(super) fn all(&mut self) -> rusqlite::Result<()> {
        self.actors.read_all()?;
        let n: i64 = self.connection.query_row("SELECT COUNT(*) FROM statement", [], |row| row.get(0))?;
        let n_parts = u32::try_from(n / MAX_FACTS + 1).unwrap_or(u32::MAX);
        for part in 0..n_parts {
            let mut facts = Vec::new();
            let mut query = self.connection.prepare(&format!("{FACT} WHERE NOT s.rejected"))?;
            let mut rows = query.query([])?;
            while let Some(row) = rows.next()? {
                facts.extend(self.fact(row)?.filter(|fact| fact.key.subject % n_parts == part));
            }
            self.write(facts, |_| Ok(None))?;
        }
        Ok(())
    }

    /// Folds in the statements of the articles after this one, but for edges that are counted anew.
    pub(super) fn fold_in(&mut self, after: i64, changes: &mut Changes) -> rusqlite::Result<()> {
        let mut facts = Vec::new();
        let mut query = self.connection.prepare(&format!("{FACT} WHERE s.article > ? AND NOT s.rejected"))?;
        let mut rows = query.query([after])?;
        while let Some(row) = rows.next()? {
            let Some(fact) = self.fact(row)? else { continue };
            if changes.edges.contains(&fact.key) {
                changes.articles.insert(fact.article.into());
            } else {
                facts.push(fact);
            }
        }
        let connection = self.connection;
        self.write(facts, |key| row_of(connection, key))
    }

    /// Counts the edges that changed anew from their statements; those without any go.
    ///
    /// An edge's row knows the articles that stated it; whatever states it now besides was noted as it changed.
    pub(super) fn count_anew(&mut self, changes: &Changes) -> rusqlite::Result<()> {
        let mut articles = changes.articles.clone();
        let mut delete =
            self.connection.prepare_cached("DELETE FROM edge WHERE subject = ? AND object = ? AND relation = ?")?;
        for key in &changes.edges {
            if let Some(counts) = row_of(self.connection, key)? {
                articles.extend(counts.sources.into_iter().map(i64::from));
                delete.execute(params![key.subject, key.object, key.relation])?;
            }
        }
        let connection = self.connection;
        let mut query = connection.prepare_cached(&format!("{FACT} WHERE s.article = ? AND NOT s.rejected"))?;
        let mut facts = Vec::new();
        for article in articles {
            let mut rows = query.query([article])?;
            while let Some(row) = rows.next()? {
                facts.extend(self.fact(row)?.filter(|fact| changes.edges.contains(&fact.key)));
            }
        }
        self.write(facts, |_| Ok(None))
    }

    /// Counts stories, outlets and days of edges anew, of which only an article's story has changed.
    pub(super) fn count_stories(&mut self, keys: &BTreeSet<EdgeKey>) -> rusqlite::Result<()> {
        for key in keys {
            if let Some(counts) = row_of(self.connection, key)? {
                self.write_row(key, &counts)?;
            }
        }
        Ok(())
    }

    fn fact(&mut self, row: &Row) -> rusqlite::Result<Option<Fact>> {
        let (subject, object) = (self.actors.persona(row.get(0)?)?, self.actors.persona(row.get(2)?)?);
        let Some(key) = EdgeKey::new(subject, row.get(1)?, object) else { return Ok(None) };
        Ok(Some(Fact {
            key,
            article: row.get(3)?,
            position: row.get(4)?,
            speaker: row.get(5)?,
            n_chars: row.get(6)?,
            confidence: row.get(7)?,
            polarity: row.get(8)?,
            modality: row.get(9)?,
            status: row.get(10)?,
        }))
    }

    /// Writes the edges of some facts, over what `before` gives of each.
    fn write(
        &mut self,
        mut facts: Vec<Fact>,
        before: impl Fn(&EdgeKey) -> rusqlite::Result<Option<Counts>>,
    ) -> rusqlite::Result<()> {
        facts.sort_unstable();
        for facts in facts.chunk_by(|a, b| a.key == b.key) {
            let mut counts = before(&facts[0].key)?.unwrap_or_default();
            for fact in facts {
                counts.add(fact, self.connection)?;
            }
            self.write_row(&facts[0].key, &counts)?;
        }
        Ok(())
    }

    fn write_row(&mut self, key: &EdgeKey, counts: &Counts) -> rusqlite::Result<()> {
        let (mut stories, mut outlets, mut days) = (FxHashSet::default(), FxHashSet::default(), FxHashSet::default());
        let (mut first, mut last) = (u32::MAX, 0);
        for article in &counts.sources {
            let published = self.articles.get(*article)?;
            stories.insert(published.story);
            outlets.insert(published.outlet);
            if days.insert(published.day) && published.day > 0 {
                (first, last) = (first.min(published.day), last.max(published.day));
            }
        }
        let n_known = |numbers: &FxHashSet<u32>| numbers.len() as i64 - i64::from(numbers.contains(&0));
        let mut insert = self
            .connection
            .prepare_cached("INSERT OR REPLACE INTO edge VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
        insert.execute(params![
            key.subject,
            key.object,
            key.relation,
            counts.sources.len() as i64,
            stories.len() as i64,
            n_known(&outlets),
            n_known(&days),
            counts.statements,
            counts.affirmed,
            (last > 0).then_some(first),
            (last > first).then_some(last),
            counts.confidence,
            counts.proof,
            counts.pack()
        ])?;
        Ok(())
    }
}

fn row_of(connection: &Connection, key: &EdgeKey) -> rusqlite::Result<Option<Counts>> {
    connection
        .prepare_cached(&format!("SELECT {COUNTS} FROM edge WHERE subject = ? AND object = ? AND relation = ?"))?
        .query_row(params![key.subject, key.object, key.relation], |row| counts(row, 0))
        .optional()
}

/// A fact is kept by the million; this says when it grows.
const _: () = assert!(mem::size_of::<Fact>() <= 40);
