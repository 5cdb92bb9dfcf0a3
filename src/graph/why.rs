//! Why an actor is what it is: the names that were joined in it, each with its reason, and the corrections about it.

use rusqlite::Connection;
use serde::Serialize;

use super::{Error, Filter, Store, passing};

/// One name that stands for an actor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Joined {
    /// What names it in corrections: `person:putin@RUS`.
    pub persona: String,
    /// The form that most articles use as its name.
    pub name: String,
    /// Country that articles give with it; empty for none.
    pub country: String,
    /// Number of articles; under a filter of those whose statements pass.
    pub articles: u32,
    /// Why it was joined to the others.
    pub reason: String,
    /// Whether a correction joined it.
    pub by_correction: bool,
}

impl Store {
    /// The names that were joined in an actor, those in most articles first. Under a filter those of them that its
    /// statements which pass use.
    ///
    /// # Errors
    /// [`Error::UnknownActor`] when no actor has this id; [`Error::Database`] or [`Error::Damaged`] when the file cannot
    /// be read.
    pub fn why(&self, id: &str, filter: &Filter) -> Result<Vec<Joined>, Error> {
        let actor = self.actor_number(id)?;
        self.snapshot(|connection| {
            let all = joined(connection, actor)?;
            if filter.is_open() {
                return Ok(all.into_iter().map(|(_, joined)| joined).collect());
            }
            let used = passing::articles_by_persona(connection, actor, filter)?;
            let named = |(persona, joined): (i64, Joined)| Some(Joined { articles: *used.get(&persona)?, ..joined });
            let mut names: Vec<Joined> = all.into_iter().filter_map(named).collect();
            names.sort_by_key(|joined| std::cmp::Reverse(joined.articles));
            Ok(names)
        })
    }
}

/// Each with its persona's number.
fn joined(connection: &Connection, actor: i64) -> rusqlite::Result<Vec<(i64, Joined)>> {
    let mut query = connection.prepare_cached(
        "SELECT p.id || CASE p.country WHEN '' THEN '' ELSE '@' || p.country END || CASE p.part WHEN '' THEN '' ELSE '#' || p.part END,
             (SELECT f.text FROM persona_form n JOIN form f ON f.number = n.form WHERE n.persona = p.number
              ORDER BY n.names DESC, f.text LIMIT 1),
             p.country, p.articles, IFNULL(p.reason, ''), p.actor <> p.anchor, p.number
         FROM persona p WHERE p.actor = ? ORDER BY p.articles DESC, 1",
    )?;
    let rows = query.query_map([actor], |row| {
        let joined = Joined {
            persona: row.get(0)?,
            name: row.get(1)?,
            country: row.get(2)?,
            articles: row.get(3)?,
            reason: row.get(4)?,
            by_correction: row.get(5)?,
        };
        Ok((row.get(6)?, joined))
    })?;
    rows.collect()
}
