//! Writing articles and what they state, as extracted, within one transaction.
//!
//! Only what was read is written here, in the order in which it comes, which is fast at any size; what follows from it
//! is `derive`'s. The same text under smaller particulars takes the place of the older row.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use rusqlite::{Connection, OptionalExtension, params};
use rustc_hash::FxHashMap;

use super::codes::Coded;
use super::corrections::PersonaRef;
use super::{Added, Error, corrections, derive, fingerprint, names, packed, resolve, versions};
use crate::article::Article;
use crate::extract::Extraction;
use crate::ontology::{Actor, ActorKind, Date};

/// Whether all that statements name is among the actors of their article.
pub(super) fn check_names(article: &Article, extraction: &Extraction) -> Result<(), Error> {
    let names: HashSet<&str> = extraction.actors.iter().map(|actor| actor.name.as_str()).collect();
    let used = extraction.statements.iter().flat_map(|statement| {
        [Some(&statement.subject), Some(&statement.object), statement.speaker.as_ref()].into_iter().flatten()
    });
    match used.into_iter().find(|name| !names.contains(name.as_str())) {
        Some(name) => Err(Error::UnnamedActor { article: article.id.clone(), name: name.clone() }),
        None => Ok(()),
    }
}

/// What a text is published under, in the order that decides which of several stays: dated before undated.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Particulars {
    is_undated: bool,
    date: Option<String>,
    id: String,
    title: String,
    url: String,
    outlet: String,
    language: String,
}

impl Particulars {
    pub(super) fn of(article: &Article) -> Particulars {
        Particulars {
            is_undated: article.date.is_none(),
            date: article.date.as_ref().map(|date| date.as_str().to_owned()),
            id: article.id.clone(),
            title: article.title.clone(),
            url: article.url.clone(),
            outlet: article.outlet.clone(),
            language: article.language.clone(),
        }
    }
}

/// The number of the article with this text and the particulars under which it is kept.
pub(super) fn kept_article(connection: &Connection, fingerprint: &str) -> rusqlite::Result<Option<(i64, Particulars)>> {
    let mut query = connection.prepare_cached(
        "SELECT a.number, a.date, a.id, a.title, a.url, o.name, a.language
         FROM article a JOIN outlet o ON o.number = a.outlet WHERE a.fingerprint = ?",
    )?;
    let kept = query.query_row([fingerprint::stored(fingerprint)], |row| {
        let date: Option<String> = row.get(1)?;
        let particulars = Particulars {
            is_undated: date.is_none(),
            date,
            id: row.get(2)?,
            title: row.get(3)?,
            url: row.get(4)?,
            outlet: row.get(5)?,
            language: row.get(6)?,
        };
        Ok((row.get(0)?, particulars))
    });
    kept.optional()
}

/// Writes the articles of one transaction. What it remembers of names, numbers and splits holds as long as no other
/// process writes.
pub(super) struct Writer<'t> {
    connection: &'t Connection,
    memory: &'t mut Memory,
}

/// Numbers of what a writer has met, so that each is asked for once.
#[derive(Debug, Default)]
pub(super) struct Memory {
    personas: FxHashMap<(String, String, String), i64>,
    forms: FxHashMap<String, i64>,
    predicates: FxHashMap<String, i64>,
    outlets: FxHashMap<String, i64>,
}

/// Entries after which a memory starts anew, so that it stays under some 200 MB.
const MAX_REMEMBERED: usize = 1_000_000;

impl Memory {
    fn bound(&mut self) {
        if self.personas.len() + self.forms.len() + self.predicates.len() + self.outlets.len() > MAX_REMEMBERED {
            *self = Memory::default();
        }
    }
}

impl<'t> Writer<'t> {
    pub(super) fn new(connection: &'t Connection, memory: &'t mut Memory) -> Self {
        memory.bound();
        Writer { connection, memory }
    }

    /// Adds one article, or sees to it that a known text stays under the smaller particulars.
    pub(super) fn add(&mut self, article: &Article, extraction: &Extraction) -> rusqlite::Result<Added> {
        match kept_article(self.connection, &article.fingerprint)? {
            None => {
                let place = versions::make_place(self.connection, article)?;
                if place.has_superseded {
                    // What it states may have been the last of some personas.
                    *self.memory = Memory::default();
                }
                self.insert(article, extraction, place.is_superseded)?;
                Ok(Added::New)
            }
            Some((number, kept)) => {
                if Particulars::of(article) < kept {
                    let is_superseded = versions::is_superseded(self.connection, number)?;
                    derive::forget(self.connection, number)?;
                    // It may have been the last article of some personas.
                    *self.memory = Memory::default();
                    self.insert(article, extraction, is_superseded)?;
                }
                Ok(Added::Known)
            }
        }
    }

    fn insert(&mut self, article: &Article, extraction: &Extraction, is_superseded: bool) -> rusqlite::Result<()> {
        let outlet = self.number_of(Table::Outlet, &article.outlet)?;
        let number = insert_row(self.connection, article, outlet)?;
        if is_superseded {
            return versions::mark(self.connection, number);
        }
        let splits = corrections::splits_of(self.connection, &article.fingerprint)?;
        let mut personas: FxHashMap<&str, i64> = FxHashMap::default();
        for (position, actor) in (0..).zip(&extraction.actors) {
            let persona = self.insert_actor(number, position, actor, &splits)?;
            personas.entry(&actor.name).or_insert(persona);
        }
        self.insert_statements(number, article, extraction, &personas)?;
        corrections::reject_again(self.connection, number, &article.fingerprint)
    }

    fn insert_actor(
        &mut self,
        article: i64,
        position: i64,
        actor: &Actor,
        splits: &BTreeMap<String, String>,
    ) -> rusqlite::Result<i64> {
        let persona = self.persona_number(actor, splits)?;
        let name = self.form_number(&actor.name)?;
        let aliases = actor.aliases.iter().map(|alias| self.form_number(alias)).collect::<Result<Vec<i64>, _>>()?;
        self.connection.prepare_cached("INSERT INTO article_actor VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?.execute(
            params![
                article,
                position,
                persona,
                name,
                actor.leader,
                actor.country,
                actor.sector,
                list(&actor.offices),
                list(&aliases),
                (!actor.mentions.is_empty()).then(|| packed::pack_spans(&actor.mentions))
            ],
        )?;
        Ok(persona)
    }

    fn insert_statements(
        &mut self,
        number: i64,
        article: &Article,
        extraction: &Extraction,
        personas: &FxHashMap<&str, i64>,
    ) -> rusqlite::Result<()> {
        let characters = Characters::new(&article.text);
        let mut evidence: BTreeSet<(usize, &str)> = BTreeSet::new();
        for (position, statement) in (0_i64..).zip(&extraction.statements) {
            let predicate = self.number_of(Table::Predicate, &statement.predicate)?;
            // A NaN would become NULL.
            let confidence = if statement.confidence.is_nan() { 0.0 } else { statement.confidence.clamp(0.0, 1.0) };
            self.connection
                .prepare_cached("INSERT INTO statement VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)")?
                .execute(params![
                    number,
                    position,
                    personas[statement.subject.as_str()],
                    statement.relation.code(),
                    personas[statement.object.as_str()],
                    predicate,
                    statement.polarity.code(),
                    statement.modality.code(),
                    statement.status.code(),
                    statement.speaker.as_ref().map(|speaker| personas[speaker.as_str()]),
                    statement.dated.as_ref().map(Date::as_str),
                    statement.start as i64,
                    statement.end as i64,
                    (confidence * 1000.0).round() as i64
                ])?;
            if characters.slice(statement.start, statement.end) != Some(&statement.evidence) {
                self.connection.prepare_cached("INSERT INTO wording VALUES (?, ?, ?)")?.execute(params![
                    number,
                    position,
                    statement.evidence
                ])?;
            }
            evidence.insert((statement.start, &statement.evidence));
        }
        let words: Vec<&str> = evidence.into_iter().map(|(_, text)| text).collect();
        self.connection
            .prepare_cached("INSERT INTO evidence_words (rowid, words) VALUES (?, ?)")?
            .execute(params![number, words.join("\n")])?;
        Ok(())
    }

    fn persona_number(&mut self, actor: &Actor, splits: &BTreeMap<String, String>) -> rusqlite::Result<i64> {
        let id = resolve::actor_id(actor);
        let country = match (actor.kind, &actor.country) {
            (ActorKind::Country, _) | (_, None) => String::new(),
            (_, Some(country)) => country.clone(),
        };
        let part = splits.get(&PersonaRef::key(&id, &country)).cloned().unwrap_or_default();
        let key = (id, country, part);
        if let Some(number) = self.memory.personas.get(&key) {
            return Ok(*number);
        }
        let (id, country, part) = &key;
        let known = self
            .connection
            .prepare_cached("SELECT number FROM persona WHERE id = ? AND country = ? AND part = ?")?
            .query_row([id, country, part], |row| row.get(0))
            .optional()?;
        let number = match known {
            Some(number) => number,
            None => {
                self.connection
                    .prepare_cached("INSERT INTO persona (id, country, part, kind, name) VALUES (?, ?, ?, ?, ?)")?
                    .execute(params![
                        id,
                        country,
                        part,
                        actor.kind.as_str(),
                        names::canonical(actor.kind, &actor.name)
                    ])?;
                self.connection.last_insert_rowid()
            }
        };
        self.memory.personas.insert(key, number);
        Ok(number)
    }

    fn form_number(&mut self, text: &str) -> rusqlite::Result<i64> {
        if let Some(number) = self.memory.forms.get(text) {
            return Ok(*number);
        }
        let known = self
            .connection
            .prepare_cached("SELECT number FROM form WHERE text = ?")?
            .query_row([text], |row| row.get(0))
            .optional()?;
        let number = match known {
            Some(number) => number,
            None => {
                self.connection
                    .prepare_cached("INSERT INTO form (text, folded) VALUES (?, ?)")?
                    .execute(params![text, resolve::fold(text)])?;
                self.connection.last_insert_rowid()
            }
        };
        self.memory.forms.insert(text.to_owned(), number);
        Ok(number)
    }

    /// The number of a text in a table of texts; a new one gets a row.
    fn number_of(&mut self, table: Table, text: &str) -> rusqlite::Result<i64> {
        let known = match table {
            Table::Outlet => &mut self.memory.outlets,
            Table::Predicate => &mut self.memory.predicates,
        };
        if let Some(number) = known.get(text) {
            return Ok(*number);
        }
        let (select, insert) = match table {
            Table::Outlet => ("SELECT number FROM outlet WHERE name = ?", "INSERT INTO outlet (name) VALUES (?)"),
            Table::Predicate => {
                ("SELECT number FROM predicate WHERE text = ?", "INSERT INTO predicate (text) VALUES (?)")
            }
        };
        let number = match self.connection.prepare_cached(select)?.query_row([text], |row| row.get(0)).optional()? {
            Some(number) => number,
            None => {
                self.connection.prepare_cached(insert)?.execute([text])?;
                self.connection.last_insert_rowid()
            }
        };
        known.insert(text.to_owned(), number);
        Ok(number)
    }
}

/// Writes an article's text and particulars without what it states. Gives its number.
pub(super) fn insert_article(connection: &Connection, article: &Article) -> rusqlite::Result<i64> {
    let outlet = Writer::new(connection, &mut Memory::default()).number_of(Table::Outlet, &article.outlet)?;
    insert_row(connection, article, outlet)
}

fn insert_row(connection: &Connection, article: &Article, outlet: i64) -> rusqlite::Result<i64> {
    connection
        .prepare_cached(
            "INSERT INTO article (fingerprint, id, title, date, url, outlet, language) VALUES (?, ?, ?, ?, ?, ?, ?)",
        )?
        .execute(params![
            fingerprint::stored(&article.fingerprint),
            article.id,
            article.title,
            article.date.as_ref().map(Date::as_str),
            article.url,
            outlet,
            article.language
        ])?;
    let number = connection.last_insert_rowid();
    connection
        .prepare_cached("INSERT INTO article_text (article, text) VALUES (?, ?)")?
        .execute(params![number, article.text])?;
    Ok(number)
}

/// A table of texts.
#[derive(Clone, Copy)]
enum Table {
    Outlet,
    Predicate,
}

/// The number of a statement from its article's and its position in it.
pub(super) fn statement_number(article: i64, position: i64) -> i64 {
    (article << POSITION_BITS) + position
}

/// Bits of a statement's number that count within its article: a text of the largest size states less.
pub(super) const POSITION_BITS: u32 = 20;

/// A text by its characters: every so many of them, the byte where they start.
pub(super) struct Characters<'t> {
    text: &'t str,
    marks: Vec<usize>,
}

impl<'t> Characters<'t> {
    const STEP: usize = 64;

    pub(super) fn new(text: &'t str) -> Self {
        let starts = text.char_indices().map(|(byte, _)| byte).chain([text.len()]);
        Characters { text, marks: starts.step_by(Self::STEP).collect() }
    }

    /// The byte where a character starts; the end of the text after the last.
    fn byte(&self, character: usize) -> Option<usize> {
        let mark = self.marks.get(character / Self::STEP)?;
        let rest = &self.text[*mark..];
        let mut starts = rest.char_indices().map(|(byte, _)| byte).chain([rest.len()]);
        starts.nth(character % Self::STEP).map(|byte| mark + byte)
    }

    pub(super) fn slice(&self, start: usize, end: usize) -> Option<&'t str> {
        self.text.get(self.byte(start)?..self.byte(end)?)
    }
}

/// A list as JSON, `None` for an empty one.
fn list<T: serde::Serialize>(values: &[T]) -> Option<String> {
    let written = || serde_json::to_string(values).expect("lists of texts and of numbers always have a JSON form");
    if values.is_empty() { None } else { Some(written()) }
}

/// Reads a JSON column back; what breaks its form is damage.
pub(super) fn from_json<T: serde::de::DeserializeOwned>(text: &str) -> rusqlite::Result<T> {
    serde_json::from_str(text)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error)))
}

/// Counts by their names from a JSON column, which mostly is empty.
pub(super) fn from_counts(text: &str) -> rusqlite::Result<BTreeMap<String, i64>> {
    if text == "{}" { Ok(BTreeMap::new()) } else { from_json(text) }
}

/// As [`from_json`], and nothing for NULL.
pub(super) fn from_json_list<T: serde::de::DeserializeOwned>(text: Option<&str>) -> rusqlite::Result<Vec<T>> {
    text.map_or(Ok(Vec::new()), from_json)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_found_by_their_place() {
        let text = "é€x".repeat(50);
        let characters = Characters::new(&text);
        assert_eq!(characters.slice(0, 3), Some("é€x"));
        assert_eq!(characters.slice(127, 130), Some("€xé"));
        assert_eq!(characters.slice(147, 150), Some("é€x"));
        assert_eq!((characters.slice(148, 151), characters.slice(3, 2)), (None, None));
        assert_eq!(Characters::new("").slice(0, 0), Some(""));
    }
}
