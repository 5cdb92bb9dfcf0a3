//! One actor of the merged graph: its name, and what all articles together say of it.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};
use rustc_hash::FxHashMap;

use super::referred::Ids;
use super::tally::{date, word};
use super::writer::from_json;
use super::{ActorRef, Node};

/// Names by number, each read once.
pub(super) struct Names<'c> {
    connection: &'c Connection,
    actors: FxHashMap<i64, ActorRef>,
    articles: FxHashMap<i64, String>,
    /// Ids of articles, where they are known.
    ids: Option<&'c Ids>,
}

impl<'c> Names<'c> {
    pub(super) fn new(connection: &'c Connection) -> Self {
        Names::knowing(connection, None)
    }

    /// With the ids of articles, where they are known.
    pub(super) fn knowing(connection: &'c Connection, ids: Option<&'c Ids>) -> Self {
        Names { connection, actors: FxHashMap::default(), articles: FxHashMap::default(), ids }
    }

    /// The file that they are read from.
    pub(super) fn connection(&self) -> &'c Connection {
        self.connection
    }

    pub(super) fn actor(&mut self, number: i64) -> rusqlite::Result<ActorRef> {
        if let Some(actor) = self.actors.get(&number) {
            return Ok(actor.clone());
        }
        let actor = actor_ref(self.connection, number)?;
        self.actors.insert(number, actor.clone());
        Ok(actor)
    }

    pub(super) fn speakers(&mut self, numbers: &BTreeSet<i64>) -> rusqlite::Result<Vec<String>> {
        let names: BTreeSet<String> =
            numbers.iter().map(|number| Ok(self.actor(*number)?.name)).collect::<rusqlite::Result<_>>()?;
        Ok(names.into_iter().collect())
    }

    pub(super) fn article_id(&mut self, number: i64) -> rusqlite::Result<String> {
        if let Some(id) = self.ids.and_then(|ids| ids.get(number)) {
            return Ok(id.to_owned());
        }
        if let Some(id) = self.articles.get(&number) {
            return Ok(id.clone());
        }
        let mut query = self.connection.prepare_cached("SELECT id FROM article WHERE number = ?")?;
        let id: String = query.query_row([number], |row| row.get(0))?;
        self.articles.insert(number, id.clone());
        Ok(id)
    }
}

/// Id, kind and name.
pub(super) fn actor_ref(connection: &Connection, number: i64) -> rusqlite::Result<ActorRef> {
    let mut query = connection.prepare_cached("SELECT id, kind, name FROM actor WHERE number = ?")?;
    query.query_row([number], |row| Ok(ActorRef { id: row.get(0)?, kind: word(row, 1)?, name: row.get(2)? }))
}

/// All that the articles say of an actor, whatever filter found it.
pub(super) fn node(connection: &Connection, number: i64) -> rusqlite::Result<Node> {
    let mut query = connection.prepare_cached(
        "SELECT id, name, kind, leader, country, sector, offices, articles, mentions, first, last
         FROM actor WHERE number = ?",
    )?;
    let node = query.query_row([number], |row| {
        Ok(Node {
            id: row.get(0)?,
            name: row.get(1)?,
            kind: word(row, 2)?,
            leader: row.get(3)?,
            country: row.get(4)?,
            sector: row.get(5)?,
            offices: from_json(row.get_ref(6)?.as_str()?)?,
            aliases: Vec::new(),
            articles: row.get(7)?,
            mentions: row.get(8)?,
            first: date(row.get_ref(9)?.as_str_or_null()?)?,
            last: date(row.get_ref(10)?.as_str_or_null()?)?,
        })
    })?;
    Ok(Node { aliases: aliases(connection, number, &node.name)?, ..node })
}

fn aliases(connection: &Connection, number: i64, name: &str) -> rusqlite::Result<Vec<String>> {
    let mut query = connection.prepare_cached(
        "SELECT DISTINCT f.text FROM persona p CROSS JOIN persona_form n ON n.persona = p.number
         CROSS JOIN form f ON f.number = n.form WHERE p.actor = ? AND f.text <> ? ORDER BY f.text",
    )?;
    query.query_map(params![number, name], |row| row.get(0))?.collect()
}
