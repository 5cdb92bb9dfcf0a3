//! One actor of the merged graph: its name, and what all articles together say of it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rusqlite::{Connection, params};

use super::tally::{date, word};
use super::writer::from_json;
use super::{ActorRef, Node};
use crate::ontology::Office;

/// Names by number, each read once.
pub(super) struct Names<'c> {
    connection: &'c Connection,
    actors: HashMap<i64, ActorRef>,
    articles: HashMap<i64, String>,
}

impl<'c> Names<'c> {
    pub(super) fn new(connection: &'c Connection) -> Self {
        Names { connection, actors: HashMap::new(), articles: HashMap::new() }
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
        if let Some(id) = self.articles.get(&number) {
            return Ok(id.clone());
        }
        let mut query = self.connection.prepare_cached("SELECT id FROM article WHERE number = ?")?;
        let id: String = query.query_row([number], |row| row.get(0))?;
        self.articles.insert(number, id.clone());
        Ok(id)
    }
}

/// Id, kind and name, which is the form that most articles use as such, the first in text order among equals.
pub(super) fn actor_ref(connection: &Connection, number: i64) -> rusqlite::Result<ActorRef> {
    let mut query = connection.prepare_cached(
        "SELECT a.id, a.kind, f.text FROM actor a
         CROSS JOIN actor_form n ON n.actor = a.number CROSS JOIN form f ON f.number = n.form
         WHERE a.number = ? ORDER BY n.names DESC, f.text LIMIT 1",
    )?;
    query.query_row([number], |row| Ok(ActorRef { id: row.get(0)?, kind: word(row, 1)?, name: row.get(2)? }))
}

/// All that the articles say of an actor, whatever filter found it.
pub(super) fn node(connection: &Connection, number: i64) -> rusqlite::Result<Node> {
    let actor = actor_ref(connection, number)?;
    let mut node = Node {
        aliases: aliases(connection, number, &actor.name)?,
        id: actor.id,
        name: actor.name,
        kind: actor.kind,
        leader: false,
        country: None,
        sector: None,
        offices: Vec::new(),
        articles: 0,
        mentions: 0,
        first: None,
        last: None,
    };
    let mut query = connection.prepare_cached(
        "SELECT m.article, a.date, m.leader, m.country, m.sector, m.offices, json_array_length(m.mentions)
         FROM article_actor m CROSS JOIN article a ON a.number = m.article WHERE m.actor = ? ORDER BY m.article",
    )?;
    let (mut countries, mut sectors) = (BTreeMap::new(), BTreeMap::new());
    let mut offices: BTreeSet<String> = BTreeSet::new();
    let (mut first, mut last): (Option<String>, Option<String>) = (None, None);
    let mut last_article = None;
    let mut rows = query.query([number])?;
    while let Some(row) = rows.next()? {
        let article: i64 = row.get(0)?;
        if last_article.replace(article) != Some(article) {
            node.articles += 1;
        }
        if let Some(date) = row.get_ref(1)?.as_str_or_null()? {
            if first.as_deref().is_none_or(|first| date < first) {
                first = Some(date.to_owned());
            }
            if last.as_deref().is_none_or(|last| date > last) {
                last = Some(date.to_owned());
            }
        }
        node.leader |= row.get::<_, bool>(2)?;
        count(&mut countries, row.get_ref(3)?.as_str_or_null()?);
        count(&mut sectors, row.get_ref(4)?.as_str_or_null()?);
        match row.get_ref(5)?.as_str()? {
            "[]" => {}
            stated => offices.extend(from_json::<Vec<Office>>(stated)?.iter().map(Office::to_string)),
        }
        node.mentions = node.mentions.saturating_add(row.get(6)?);
    }
    node.country = most_frequent(countries);
    node.sector = most_frequent(sectors);
    node.offices = offices.into_iter().collect();
    node.first = date(first.as_deref())?;
    node.last = date(last.as_deref())?;
    Ok(node)
}

fn aliases(connection: &Connection, number: i64, name: &str) -> rusqlite::Result<Vec<String>> {
    let mut query = connection.prepare_cached(
        "SELECT f.text FROM actor_form n CROSS JOIN form f ON f.number = n.form
         WHERE n.actor = ? AND f.text <> ? ORDER BY f.text",
    )?;
    query.query_map(params![number, name], |row| row.get(0))?.collect()
}

fn count(counts: &mut BTreeMap<String, u32>, value: Option<&str>) {
    let Some(value) = value else { return };
    match counts.get_mut(value) {
        Some(n) => *n += 1,
        None => drop(counts.insert(value.to_owned(), 1)),
    }
}

/// The smallest in text order among the most frequent.
fn most_frequent(counts: BTreeMap<String, u32>) -> Option<String> {
    let highest = counts.values().copied().max()?;
    counts.into_iter().find(|(_, n)| *n == highest).map(|(value, _)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn among_equally_frequent_values_the_smallest_stays() {
        let counts = |pairs: &[(&str, u32)]| pairs.iter().map(|(value, n)| (value.to_string(), *n)).collect();
        assert_eq!(most_frequent(counts(&[("b", 2), ("a", 2), ("c", 1)])).as_deref(), Some("a"));
        assert_eq!(most_frequent(counts(&[])), None);
    }
}
