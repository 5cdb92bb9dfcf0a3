//! Writing articles and what they state, within one transaction.
//!
//! An article's rows are inserted, or taken back exactly when the same text comes under smaller particulars; the counts
//! of `actor_form` go up and down with them. Numbers of actors and forms are read once a transaction.

use std::collections::{BTreeMap, HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::{Added, Error, resolve};
use crate::article::Article;
use crate::extract::Extraction;
use crate::ontology::{Actor, Date};

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
    let mut query = connection
        .prepare_cached("SELECT number, date, id, title, url, outlet, language FROM article WHERE fingerprint = ?")?;
    let kept = query.query_row([fingerprint], |row| {
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

/// Writes the articles of one transaction, and remembers the numbers of names that it has met.
pub(super) struct Writer<'t> {
    transaction: &'t Transaction<'t>,
    actors: HashMap<String, i64>,
    forms: HashMap<String, i64>,
}

/// How often an article uses a form as an actor's name, by numbers of actor and form; 0 for a mere alias.
type FormCounts = BTreeMap<(i64, i64), i64>;

impl<'t> Writer<'t> {
    pub(super) fn new(transaction: &'t Transaction<'t>) -> Self {
        Writer { transaction, actors: HashMap::new(), forms: HashMap::new() }
    }

    /// Adds one article, or sees to it that a known text stays under the smaller particulars.
    pub(super) fn add(&mut self, article: &Article, extraction: &Extraction) -> rusqlite::Result<Added> {
        let particulars = Particulars::of(article);
        match kept_article(self.transaction, &article.fingerprint)? {
            None => {
                let number = self.insert_article(article)?;
                self.insert_extraction(number, extraction)?;
                Ok(Added::New)
            }
            Some((number, kept)) => {
                if particulars < kept {
                    self.remove_extraction(number)?;
                    self.update_article(number, article)?;
                    self.insert_extraction(number, extraction)?;
                }
                Ok(Added::Known)
            }
        }
    }

    fn insert_article(&self, article: &Article) -> rusqlite::Result<i64> {
        self.transaction
            .prepare_cached(
                "INSERT INTO article (fingerprint, id, title, date, url, outlet, language) VALUES (?, ?, ?, ?, ?, ?, ?)",
            )?
            .execute(params![
                article.fingerprint,
                article.id,
                article.title,
                article.date.as_ref().map(Date::as_str),
                article.url,
                article.outlet,
                article.language
            ])?;
        let number = self.transaction.last_insert_rowid();
        self.transaction
            .prepare_cached("INSERT INTO article_text (article, text) VALUES (?, ?)")?
            .execute(params![number, article.text])?;
        Ok(number)
    }

    fn update_article(&self, number: i64, article: &Article) -> rusqlite::Result<()> {
        self.transaction
            .prepare_cached(
                "UPDATE article SET id = ?, title = ?, date = ?, url = ?, outlet = ?, language = ? WHERE number = ?",
            )?
            .execute(params![
                article.id,
                article.title,
                article.date.as_ref().map(Date::as_str),
                article.url,
                article.outlet,
                article.language,
                number
            ])?;
        Ok(())
    }

    fn insert_extraction(&mut self, article: i64, extraction: &Extraction) -> rusqlite::Result<()> {
        let mut numbers: HashMap<&str, i64> = HashMap::new();
        let mut counts = FormCounts::new();
        for (position, actor) in (0..).zip(&extraction.actors) {
            let number = self.insert_actor(article, position, actor, &mut counts)?;
            numbers.entry(&actor.name).or_insert(number);
        }
        self.count_forms(&counts)?;
        self.insert_statements(article, extraction, &numbers)
    }

    fn insert_actor(
        &mut self,
        article: i64,
        position: i64,
        actor: &Actor,
        counts: &mut FormCounts,
    ) -> rusqlite::Result<i64> {
        let number = self.actor_number(actor)?;
        let name = self.form_number(&actor.name)?;
        *counts.entry((number, name)).or_default() += 1;
        for alias in &actor.aliases {
            let form = self.form_number(alias)?;
            counts.entry((number, form)).or_default();
        }
        self.transaction.prepare_cached("INSERT INTO article_actor VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?.execute(
            params![
                article,
                position,
                number,
                name,
                actor.leader,
                actor.country,
                actor.sector,
                json(&actor.offices),
                json(&actor.aliases),
                json(&actor.mentions)
            ],
        )?;
        Ok(number)
    }

    fn insert_statements(
        &self,
        article: i64,
        extraction: &Extraction,
        actors: &HashMap<&str, i64>,
    ) -> rusqlite::Result<()> {
        let mut sentences: HashMap<(usize, usize, &str), i64> = HashMap::new();
        for (position, statement) in (0_i64..).zip(&extraction.statements) {
            let evidence = (statement.start, statement.end, statement.evidence.as_str());
            let sentence = match sentences.get(&evidence) {
                Some(number) => *number,
                None => *sentences.entry(evidence).or_insert(self.insert_sentence(article, evidence)?),
            };
            // A NaN would become NULL.
            let confidence = if statement.confidence.is_nan() { 0.0 } else { statement.confidence.clamp(0.0, 1.0) };
            self.transaction
                .prepare_cached("INSERT INTO statement VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?
                .execute(params![
                    article,
                    position,
                    actors[statement.subject.as_str()],
                    statement.relation.as_str(),
                    actors[statement.object.as_str()],
                    statement.predicate,
                    statement.polarity.as_str(),
                    statement.modality.as_str(),
                    statement.status.as_str(),
                    statement.speaker.as_ref().map(|speaker| actors[speaker.as_str()]),
                    statement.dated.as_ref().map(Date::as_str),
                    sentence,
                    confidence
                ])?;
        }
        Ok(())
    }

    fn insert_sentence(&self, article: i64, (start, end, text): (usize, usize, &str)) -> rusqlite::Result<i64> {
        self.transaction
            .prepare_cached("INSERT INTO sentence (article, start, end, text) VALUES (?, ?, ?, ?)")?
            .execute(params![article, start as i64, end as i64, text])?;
        Ok(self.transaction.last_insert_rowid())
    }

    fn count_forms(&self, counts: &FormCounts) -> rusqlite::Result<()> {
        let mut upsert = self.transaction.prepare_cached(
            "INSERT INTO actor_form (actor, form, names, articles) VALUES (?1, ?2, ?3, 1)
             ON CONFLICT (actor, form) DO UPDATE SET names = names + ?3, articles = articles + 1",
        )?;
        for (&(actor, form), &names) in counts {
            upsert.execute([actor, form, names])?;
        }
        Ok(())
    }

    /// Takes back exactly what [`Writer::insert_extraction`] wrote.
    fn remove_extraction(&mut self, article: i64) -> rusqlite::Result<()> {
        let counts = self.form_counts_of(article)?;
        for table in ["statement", "sentence", "article_actor"] {
            self.transaction.prepare_cached(&format!("DELETE FROM {table} WHERE article = ?"))?.execute([article])?;
        }
        for (&(actor, form), &names) in &counts {
            self.transaction
                .prepare_cached(
                    "UPDATE actor_form SET names = names - ?3, articles = articles - 1 WHERE actor = ?1 AND form = ?2",
                )?
                .execute([actor, form, names])?;
            self.transaction
                .prepare_cached("DELETE FROM actor_form WHERE actor = ? AND form = ? AND articles = 0")?
                .execute([actor, form])?;
        }
        let actors: HashSet<i64> = counts.keys().map(|(actor, _)| *actor).collect();
        for actor in actors {
            self.remove_unused_actor(actor)?;
        }
        Ok(())
    }

    fn form_counts_of(&mut self, article: i64) -> rusqlite::Result<FormCounts> {
        let mut query =
            self.transaction.prepare_cached("SELECT actor, name, aliases FROM article_actor WHERE article = ?")?;
        let rows: Vec<(i64, i64, String)> =
            query.query_map([article], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect::<Result<_, _>>()?;
        let mut counts = FormCounts::new();
        for (actor, name, aliases) in rows {
            *counts.entry((actor, name)).or_default() += 1;
            for alias in from_json::<Vec<String>>(&aliases)? {
                let form = self.form_number(&alias)?;
                counts.entry((actor, form)).or_default();
            }
        }
        Ok(counts)
    }

    fn remove_unused_actor(&mut self, actor: i64) -> rusqlite::Result<()> {
        let n_removed = self
            .transaction
            .prepare_cached(
                "DELETE FROM actor WHERE number = ?1 AND NOT EXISTS (SELECT 1 FROM article_actor WHERE actor = ?1)",
            )?
            .execute([actor])?;
        if n_removed > 0 {
            self.actors.retain(|_, number| *number != actor);
        }
        Ok(())
    }

    fn actor_number(&mut self, actor: &Actor) -> rusqlite::Result<i64> {
        let id = resolve::actor_id(actor);
        if let Some(number) = self.actors.get(&id) {
            return Ok(*number);
        }
        let known = self.transaction.prepare_cached("SELECT number FROM actor WHERE id = ?")?.query_row([&id], number);
        let number = match known.optional()? {
            Some(number) => number,
            None => {
                self.transaction
                    .prepare_cached("INSERT INTO actor (id, kind) VALUES (?, ?)")?
                    .execute(params![id, actor.kind.as_str()])?;
                self.transaction.last_insert_rowid()
            }
        };
        self.actors.insert(id, number);
        Ok(number)
    }

    fn form_number(&mut self, text: &str) -> rusqlite::Result<i64> {
        if let Some(number) = self.forms.get(text) {
            return Ok(*number);
        }
        let known =
            self.transaction.prepare_cached("SELECT number FROM form WHERE text = ?")?.query_row([text], number);
        let number = match known.optional()? {
            Some(number) => number,
            None => {
                self.transaction
                    .prepare_cached("INSERT INTO form (text, folded) VALUES (?, ?)")?
                    .execute(params![text, resolve::fold(text)])?;
                self.transaction.last_insert_rowid()
            }
        };
        self.forms.insert(text.to_owned(), number);
        Ok(number)
    }
}

fn number(row: &rusqlite::Row) -> rusqlite::Result<i64> {
    row.get(0)
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("lists of texts and of numbers always have a JSON form")
}

/// Reads a JSON column back; what breaks its form is damage.
pub(super) fn from_json<T: serde::de::DeserializeOwned>(text: &str) -> rusqlite::Result<T> {
    serde_json::from_str(text)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error)))
}
