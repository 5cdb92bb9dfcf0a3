//! Edges: one relation between two actors, with all that states it counted.
//!
//! A fold over facts, which no order changes: sums, sets, minima and maxima, and a proof that is the best in a fixed
//! order. New facts are folded into the rows that are there; where actors were joined or parted, or an article went,
//! the rows are counted anew from their statements.

use std::collections::{BTreeMap, BTreeSet};
use std::mem;

use rusqlite::{Connection, OptionalExtension, Row, params};
use rustc_hash::{FxHashMap, FxHashSet};

use super::articles::{Articles, date};
use crate::graph::codes::Coded;
use crate::graph::packed::{pack, pack_counts, unpack, unpack_counts};
use crate::graph::writer::sentence_number;
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
    sentence: u32,
    /// Its speaker's persona; 0 for none.
    speaker: u32,
    n_chars: u32,
    confidence: u16,
    polarity: u8,
    modality: u8,
    status: u8,
}

const FACT: &str =
    "SELECT s.subject, s.relation, s.object, s.article, s.sentence, IFNULL(s.speaker, 0), n.end - n.start,
        s.confidence, s.polarity, s.modality, s.status
    FROM statement s CROSS JOIN sentence n ON n.number = (s.article << 20) + s.sentence";

impl Fact {
    /// How well its sentence speaks for the edge, smaller being better: affirmed, asserted and current first, then the
    /// most confident, then the shortest.
    fn grade(&self) -> i64 {
        let rank = i64::from(self.polarity) << 3 | i64::from(self.modality) << 1 | i64::from(self.status);
        let doubt = 1000 - i64::from(self.confidence);
        (rank << 42) | (doubt << 32) | i64::from(self.n_chars)
    }

    fn proof(&self) -> i64 {
        sentence_number(self.article.into(), self.sentence.into())
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
    grade: i64,
    pub(in crate::graph) speakers: BTreeMap<u32, u32>,
    pub(in crate::graph) sources: Vec<u32>,
}

/// Columns that [`counts`] reads, from the first on.
const COUNTS: &str =
    "statements, affirmed, asserted, possible, planned, current, confidence, proof, grade, speakers, sources";

/// Reads the counts of an edge from a row that has them from column `first` on, in the table's order.
pub(in crate::graph) fn counts(row: &Row, first: usize) -> rusqlite::Result<Counts> {
    Ok(Counts {
        statements: row.get(first)?,
        affirmed: row.get(first + 1)?,
        asserted: row.get(first + 2)?,
        possible: row.get(first + 3)?,
        planned: row.get(first + 4)?,
        current: row.get(first + 5)?,
        confidence: row.get(first + 6)?,
        proof: row.get(first + 7)?,
        grade: row.get(first + 8)?,
        speakers: unpack_counts(row.get_ref(first + 9)?.as_blob()?).collect(),
        sources: unpack(row.get_ref(first + 10)?.as_blob()?).collect(),
    })
}

impl Counts {
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

/// The text of a sentence.
pub(in crate::graph) fn sentence(connection: &Connection, number: i64) -> rusqlite::Result<String> {
    connection
        .prepare_cached(
            "SELECT IFNULL(n.text, (SELECT SUBSTR(t.text, n.start + 1, n.end - n.start) FROM article_text t
                 WHERE t.article = n.number >> 20)) FROM sentence n WHERE n.number = ?",
        )?
        .query_row([number], |row| row.get(0))
}

/// The edges that an article's statements are part of.
pub(super) fn keys_of(connection: &Connection, article: i64, keys: &mut BTreeSet<EdgeKey>) -> rusqlite::Result<()> {
    let mut query = connection.prepare_cached(
        "SELECT s.actor, x.relation, o.actor FROM statement x JOIN persona s ON s.number = x.subject
         JOIN persona o ON o.number = x.object WHERE x.article = ? AND s.actor NOTNULL AND o.actor NOTNULL",
    )?;
    let mut rows = query.query([article])?;
    while let Some(row) = rows.next()? {
        keys.extend(EdgeKey::new(row.get(0)?, row.get(1)?, row.get(2)?));
    }
    Ok(())
}

/// Writes edges.
pub(super) struct Edges<'c> {
    connection: &'c Connection,
    articles: Articles<'c>,
    actors: FxHashMap<u32, u32>,
}

impl<'c> Edges<'c> {
    pub(super) fn new(connection: &'c Connection, articles: Articles<'c>) -> Self {
        Edges { connection, articles, actors: FxHashMap::default() }
    }

    /// Counts all edges, into an empty table.
    pub(super) fn all(&mut self) -> rusqlite::Result<()> {
        let mut query = self.connection.prepare("SELECT number, actor FROM persona WHERE actor NOTNULL")?;
        self.actors = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?;
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
    pub(super) fn fold_in(&mut self, after: i64, except: &BTreeSet<EdgeKey>) -> rusqlite::Result<()> {
        let mut facts = Vec::new();
        let mut query = self.connection.prepare(&format!("{FACT} WHERE s.article > ? AND NOT s.rejected"))?;
        let mut rows = query.query([after])?;
        while let Some(row) = rows.next()? {
            facts.extend(self.fact(row)?.filter(|fact| !except.contains(&fact.key)));
        }
        let connection = self.connection;
        self.write(facts, |key| row_of(connection, key))
    }

    /// Counts these edges anew from their statements; those without any go.
    pub(super) fn count_anew(&mut self, keys: &BTreeSet<EdgeKey>) -> rusqlite::Result<()> {
        let mut delete =
            self.connection.prepare_cached("DELETE FROM edge WHERE subject = ? AND object = ? AND relation = ?")?;
        for key in keys {
            delete.execute(params![key.subject, key.object, key.relation])?;
        }
        let pairs: BTreeSet<(u32, u32)> =
            keys.iter().map(|key| (key.subject.min(key.object), key.subject.max(key.object))).collect();
        let mut facts = Vec::new();
        for (a, b) in pairs {
            let (a, b) = (self.personas_of(a)?, self.personas_of(b)?);
            for (&a, &b) in a.iter().flat_map(|a| b.iter().map(move |b| (a, b))) {
                self.facts_between(a, b, keys, &mut facts)?;
                self.facts_between(b, a, keys, &mut facts)?;
            }
        }
        self.write(facts, |_| Ok(None))
    }

    fn personas_of(&self, actor: u32) -> rusqlite::Result<Vec<u32>> {
        let mut query = self.connection.prepare_cached("SELECT number FROM persona WHERE actor = ?")?;
        query.query_map([actor], |row| row.get(0))?.collect()
    }

    fn facts_between(
        &mut self,
        subject: u32,
        object: u32,
        keys: &BTreeSet<EdgeKey>,
        facts: &mut Vec<Fact>,
    ) -> rusqlite::Result<()> {
        let sql = FACT.replace("FROM statement s", "FROM link l CROSS JOIN statement s USING (article, position)")
            + " WHERE l.subject = ? AND l.object = ?";
        let connection = self.connection;
        let mut query = connection.prepare_cached(&sql)?;
        let mut rows = query.query([subject, object])?;
        while let Some(row) = rows.next()? {
            facts.extend(self.fact(row)?.filter(|fact| keys.contains(&fact.key)));
        }
        Ok(())
    }

    fn fact(&mut self, row: &Row) -> rusqlite::Result<Option<Fact>> {
        let (subject, object) = (self.actor_of(row.get(0)?)?, self.actor_of(row.get(2)?)?);
        let Some(key) = EdgeKey::new(subject, row.get(1)?, object) else { return Ok(None) };
        Ok(Some(Fact {
            key,
            article: row.get(3)?,
            sentence: row.get(4)?,
            speaker: row.get(5)?,
            n_chars: row.get(6)?,
            confidence: row.get(7)?,
            polarity: row.get(8)?,
            modality: row.get(9)?,
            status: row.get(10)?,
        }))
    }

    fn actor_of(&mut self, persona: u32) -> rusqlite::Result<u32> {
        if let Some(actor) = self.actors.get(&persona) {
            return Ok(*actor);
        }
        let mut query = self.connection.prepare_cached("SELECT actor FROM persona WHERE number = ?")?;
        let actor = query.query_row([persona], |row| row.get(0))?;
        self.actors.insert(persona, actor);
        Ok(actor)
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
        let mut insert = self.connection.prepare_cached(
            "INSERT OR REPLACE INTO edge VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )?;
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
            counts.asserted,
            counts.possible,
            counts.planned,
            counts.current,
            date(if last == 0 { 0 } else { first }),
            date(last),
            counts.confidence,
            counts.proof,
            counts.grade,
            pack_counts(&counts.speakers),
            pack(counts.sources.iter().copied())
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
