//! Articles read back as they were given: for other databases, for a rebuild, and to write one anew under corrections.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rusqlite::{Connection, OptionalExtension, params};

use super::codes::Coded;
use super::tally::{date, word};
use super::writer::{Memory, Writer, from_json_list};
use super::{Error, Store, derive, fingerprint, packed, versions};
use crate::article::Article;
use crate::extract::Extraction;
use crate::ontology::{Actor, ActorKind, RelationType, Statement};

impl Store {
    /// The number of the article with this id or fingerprint, or the first digits of it.
    pub(super) fn article_number(&self, named: &str) -> Result<i64, Error> {
        let mut found = self.run(|connection| {
            let (least, highest) = fingerprint::range(named);
            let mut query = connection.prepare_cached(
                "SELECT number FROM article WHERE id = ?1
                 UNION SELECT number FROM article WHERE LENGTH(?1) >= 8 AND fingerprint BETWEEN ?2 AND ?3",
            )?;
            query.query_map(params![named, least, highest], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()
        })?;
        match (found.pop(), found.is_empty()) {
            (Some(number), true) => Ok(number),
            (None, _) => Err(Error::UnknownArticle(named.to_owned())),
            (Some(_), false) => Err(Error::AmbiguousArticle(named.to_owned())),
        }
    }

    /// Fingerprints of all articles that count in text order: what to go through with [`Store::stored`]. Not among them
    /// are [`Store::superseded_fingerprints`].
    ///
    /// # Errors
    /// [`Error::Database`] when the file cannot be read.
    pub fn stored_fingerprints(&self) -> Result<Vec<String>, Error> {
        self.run(|connection| {
            let mut query = connection.prepare(
                "SELECT fingerprint FROM article WHERE number NOT IN (SELECT article FROM superseded) ORDER BY 1",
            )?;
            query.query_map([], |row| fingerprint::read(row, 0))?.collect()
        })
    }

    /// An article with what was extracted from it, as it was given to [`Store::add`]; `None` where there is none.
    ///
    /// # Errors
    /// [`Error::Database`] or [`Error::Damaged`] when the file cannot be read.
    pub fn stored(&self, fingerprint: &str) -> Result<Option<(Article, Extraction)>, Error> {
        self.snapshot(|connection| {
            let number = connection
                .prepare_cached("SELECT number FROM article WHERE fingerprint = ?")?
                .query_row([fingerprint::stored(fingerprint)], |row| row.get(0))
                .optional()?;
            number.map(|number| read(connection, number)).transpose()
        })
    }
}

impl Store {
    /// Takes an article back with all that it states, named by its id or fingerprint. The latest of its older versions
    /// counts again, once what it states is given to [`Store::replace`].
    ///
    /// # Errors
    /// [`Error::UnknownArticle`] and [`Error::AmbiguousArticle`]; [`Error::Locked`] and others when the file cannot be
    /// written.
    pub fn forget(&mut self, article: &str) -> Result<Forgotten, Error> {
        let number = self.article_number(article)?;
        self.write(|connection| {
            let article = self::article(connection, number)?;
            let is_superseded = versions::is_superseded(connection, number)?;
            derive::forget(connection, number)?;
            let brought_back = if is_superseded { None } else { versions::bring_back(connection, &article)? };
            Ok(Forgotten { article, brought_back })
        })
    }

    /// Writes a copy of the graph into a new file.
    ///
    /// # Errors
    /// [`Error::Database`] when the file is there already or cannot be written.
    pub fn copy_to(&self, path: &Path) -> Result<(), Error> {
        self.run(|connection| connection.execute("VACUUM INTO ?", [path.to_string_lossy()]).map(drop))
    }
}

/// An article that was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forgotten {
    /// Its text and particulars.
    pub article: Article,
    /// Fingerprint of the older version that counts in its place.
    pub brought_back: Option<String>,
}

/// Writes an article that is there anew, so that what corrections say of its names and statements takes effect.
pub(super) fn write_again(connection: &Connection, number: i64) -> rusqlite::Result<()> {
    let (article, extraction) = read(connection, number)?;
    derive::forget(connection, number)?;
    Writer::new(connection, &mut Memory::default()).add(&article, &extraction)?;
    Ok(())
}

fn read(connection: &Connection, number: i64) -> rusqlite::Result<(Article, Extraction)> {
    let article = article(connection, number)?;
    let (actors, names) = actors(connection, number)?;
    let statements = statements(connection, number, &article.text, &names)?;
    let extraction = Extraction::new(&article, actors, statements);
    Ok((article, extraction))
}

pub(super) fn article(connection: &Connection, number: i64) -> rusqlite::Result<Article> {
    connection
        .prepare_cached(
            "SELECT a.id, a.title, a.date, a.url, o.name, a.language, t.text, a.fingerprint FROM article a
             JOIN outlet o ON o.number = a.outlet JOIN article_text t ON t.article = a.number WHERE a.number = ?",
        )?
        .query_row([number], |row| {
            Ok(Article {
                id: row.get(0)?,
                title: row.get(1)?,
                date: date(row.get_ref(2)?.as_str_or_null()?)?,
                url: row.get(3)?,
                outlet: row.get(4)?,
                language: row.get(5)?,
                text: row.get(6)?,
                fingerprint: fingerprint::read(row, 7)?,
            })
        })
}

/// The actors of an article, and by persona the name that statements use.
fn actors(connection: &Connection, article: i64) -> rusqlite::Result<(Vec<Actor>, BTreeMap<i64, String>)> {
    let mut form = connection.prepare_cached("SELECT text FROM form WHERE number = ?")?;
    let mut form = |number: i64| form.query_row([number], |row| row.get::<_, String>(0));
    let mut query = connection.prepare_cached(
        "SELECT m.persona, p.kind, m.name, m.leader, m.country, m.sector, m.offices, m.aliases, m.mentions
         FROM article_actor m JOIN persona p ON p.number = m.persona WHERE m.article = ? ORDER BY m.position",
    )?;
    let mut rows = query.query([article])?;
    let (mut actors, mut names, mut taken) = (Vec::new(), BTreeMap::new(), BTreeSet::new());
    while let Some(row) = rows.next()? {
        let aliases: Vec<i64> = from_json_list(row.get_ref(7)?.as_str_or_null()?)?;
        let actor = Actor {
            name: form(row.get(2)?)?,
            kind: word::<ActorKind>(row, 1)?,
            leader: row.get(3)?,
            country: row.get(4)?,
            sector: row.get(5)?,
            offices: from_json_list(row.get_ref(6)?.as_str_or_null()?)?,
            aliases: aliases.into_iter().map(&mut form).collect::<rusqlite::Result<_>>()?,
            mentions: packed::unpack_spans(row.get_ref(8)?.as_blob_or_null()?.unwrap_or_default()).collect(),
        };
        // Of two actors of one name, statements mean the first.
        if taken.insert(actor.name.clone()) {
            names.entry(row.get(0)?).or_insert_with(|| actor.name.clone());
        }
        actors.push(actor);
    }
    Ok((actors, names))
}

fn statements(
    connection: &Connection,
    article: i64,
    text: &str,
    names: &BTreeMap<i64, String>,
) -> rusqlite::Result<Vec<Statement>> {
    let name = |persona: i64| names.get(&persona).cloned().unwrap_or_default();
    let mut query = connection.prepare_cached(
        "SELECT s.subject, s.relation, s.object, p.text, s.polarity, s.modality, s.status, s.speaker, s.dated,
             s.confidence, s.start, s.end,
             (SELECT w.text FROM wording w WHERE w.article = s.article AND w.position = s.position)
         FROM statement s JOIN predicate p ON p.number = s.predicate WHERE s.article = ?1 ORDER BY s.position",
    )?;
    let rows = query.query_map([article], |row| {
        let (start, end) = (row.get::<_, u32>(10)? as usize, row.get::<_, u32>(11)? as usize);
        let own: Option<String> = row.get(12)?;
        Ok(Statement {
            subject: name(row.get(0)?),
            relation: RelationType::read(row, 1)?,
            object: name(row.get(2)?),
            predicate: row.get(3)?,
            polarity: Coded::read(row, 4)?,
            modality: Coded::read(row, 5)?,
            status: Coded::read(row, 6)?,
            speaker: row.get::<_, Option<i64>>(7)?.map(name),
            evidence: own.unwrap_or_else(|| text.chars().skip(start).take(end.saturating_sub(start)).collect()),
            start,
            end,
            dated: date(row.get_ref(8)?.as_str_or_null()?)?,
            confidence: row.get::<_, f64>(9)? / 1000.0,
        })
    })?;
    rows.collect()
}
