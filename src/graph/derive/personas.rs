//! Personas: what the articles together say of one name with one country, counted up and down with the articles.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, Row, params};

use super::Changes;
use crate::graph::writer::{from_counts, from_json_list};
use crate::graph::{names, packed};
use crate::ontology::{ActorKind, Office};

/// What some articles add to a persona, or take from it.
#[derive(Debug, Default)]
struct Delta {
    articles: i64,
    mentions: i64,
    leaders: i64,
    first: Option<String>,
    last: Option<String>,
    offices: BTreeMap<String, i64>,
    sectors: BTreeMap<String, i64>,
    /// By form: rows that have it as name, articles that have it at all.
    forms: BTreeMap<i64, (i64, i64)>,
    last_article: i64,
}

const ROWS: &str = "SELECT a.article, a.persona, a.name, a.leader, a.sector, a.offices, a.aliases,
        a.mentions, r.date
    FROM article_actor a CROSS JOIN article r ON r.number = a.article";

impl Delta {
    /// Adds a row; rows come by article.
    fn add(&mut self, row: &Row) -> rusqlite::Result<()> {
        let article: i64 = row.get(0)?;
        let name: i64 = row.get(2)?;
        let is_new = self.last_article != article;
        self.last_article = article;
        self.articles += i64::from(is_new);
        self.mentions += packed::unpack_spans(row.get_ref(7)?.as_blob_or_null()?.unwrap_or_default()).count() as i64;
        self.leaders += i64::from(is_new && row.get::<_, bool>(3)?);
        if let Some(sector) = row.get_ref(4)?.as_str_or_null()? {
            *self.sectors.entry(sector.to_owned()).or_default() += 1;
        }
        for office in from_json_list::<Office>(row.get_ref(5)?.as_str_or_null()?)? {
            *self.offices.entry(office.to_string()).or_default() += 1;
        }
        if let Some(date) = row.get_ref(8)?.as_str_or_null()? {
            if self.first.as_deref().is_none_or(|first| date < first) {
                self.first = Some(date.to_owned());
            }
            if self.last.as_deref().is_none_or(|last| date > last) {
                self.last = Some(date.to_owned());
            }
        }
        let aliases: BTreeSet<i64> = from_json_list(row.get_ref(6)?.as_str_or_null()?)?.into_iter().collect();
        self.forms.entry(name).or_default().0 += 1;
        for form in aliases.into_iter().chain([name]).collect::<BTreeSet<i64>>() {
            self.forms.entry(form).or_default().1 += 1;
        }
        Ok(())
    }
}

fn deltas(connection: &Connection, condition: &str, article: i64) -> rusqlite::Result<BTreeMap<i64, Delta>> {
    let mut deltas: BTreeMap<i64, Delta> = BTreeMap::new();
    let mut query = connection.prepare(&format!("{ROWS} WHERE {condition} ORDER BY a.article, a.position"))?;
    let mut rows = query.query([article])?;
    while let Some(row) = rows.next()? {
        deltas.entry(row.get(1)?).or_default().add(row)?;
    }
    Ok(deltas)
}

/// Counts in the articles after this one.
pub(super) fn add_articles(connection: &Connection, after: i64, changes: &mut Changes) -> rusqlite::Result<()> {
    connection.execute(
        "INSERT INTO appearance SELECT DISTINCT persona, article FROM article_actor WHERE article > ? ORDER BY 1, 2",
        [after],
    )?;
    let mut keys = Vec::new();
    for (persona, delta) in deltas(connection, "a.article > ?", after)? {
        count(connection, persona, &delta, 1)?;
        for (form, (names, articles)) in &delta.forms {
            let is_new = add_form(connection, persona, *form, *names, *articles)?;
            if is_new {
                keys.extend(keys_of(connection, persona, *form)?.map(|key| (key, persona)));
            }
        }
        if keys.len() > MAX_KEYS_HELD {
            write_keys(connection, &mut keys)?;
        }
        changes.personas.insert(persona);
    }
    write_keys(connection, &mut keys)
}

/// Keys that are held to be written in order, which is faster; some 60 bytes each.
const MAX_KEYS_HELD: usize = 200_000;

/// Takes the counts of one article back.
pub(super) fn take_article(connection: &Connection, article: i64, changes: &mut Changes) -> rusqlite::Result<()> {
    connection.execute(
        "DELETE FROM appearance WHERE article = ?1 AND persona IN (SELECT persona FROM article_actor WHERE article = ?1)",
        [article],
    )?;
    for (persona, delta) in deltas(connection, "a.article = ?", article)? {
        count(connection, persona, &delta, -1)?;
        count_dates_anew(connection, persona, &delta)?;
        take_forms(connection, persona, &delta, changes)?;
        changes.personas.insert(persona);
        let actor = "SELECT actor FROM persona WHERE number = ? AND actor NOTNULL";
        let mut query = connection.prepare_cached(actor)?;
        changes.actors.extend(query.query_map([persona], |row| row.get::<_, i64>(0))?.collect::<Result<Vec<_>, _>>()?);
    }
    Ok(())
}

/// Forgets personas that no article has; whoever comes back gets a new number.
pub(super) fn remove_unused(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM persona WHERE articles = 0", [])?;
    Ok(())
}

fn count(connection: &Connection, persona: i64, delta: &Delta, sign: i64) -> rusqlite::Result<()> {
    let (first, last, offices, sectors) = connection
        .prepare_cached("SELECT first, last, offices, sectors FROM persona WHERE number = ?")?
        .query_row([persona], |row| {
            Ok((
                row.get::<_, Option<String>>(0)?,
                row.get::<_, Option<String>>(1)?,
                from_counts(row.get_ref(2)?.as_str()?)?,
                from_counts(row.get_ref(3)?.as_str()?)?,
            ))
        })?;
    let (first, last) = match sign {
        1 => (
            [first.as_ref(), delta.first.as_ref()].into_iter().flatten().min().cloned(),
            [last.as_ref(), delta.last.as_ref()].into_iter().flatten().max().cloned(),
        ),
        _ => (first, last),
    };
    connection
        .prepare_cached(
            "UPDATE persona SET articles = articles + ?2, mentions = mentions + ?3, leaders = leaders + ?4, first = ?5,
                 last = ?6, offices = ?7, sectors = ?8 WHERE number = ?1",
        )?
        .execute(params![
            persona,
            sign * delta.articles,
            sign * delta.mentions,
            sign * delta.leaders,
            first,
            last,
            counted(offices, &delta.offices, sign),
            counted(sectors, &delta.sectors, sign)
        ])?;
    Ok(())
}

/// The sums as JSON; what comes to nothing is left out.
fn counted(mut counts: BTreeMap<String, i64>, delta: &BTreeMap<String, i64>, sign: i64) -> String {
    for (value, n) in delta {
        *counts.entry(value.clone()).or_default() += sign * n;
    }
    counts.retain(|_, n| *n > 0);
    serde_json::to_string(&counts).expect("texts and numbers always have a JSON form")
}

/// Where the article that went was the first or last.
fn count_dates_anew(connection: &Connection, persona: i64, delta: &Delta) -> rusqlite::Result<()> {
    connection
        .prepare_cached(
            "UPDATE persona SET (first, last) = (SELECT MIN(a.date), MAX(a.date) FROM appearance p
                 JOIN article a ON a.number = p.article WHERE p.persona = ?1)
             WHERE number = ?1 AND (first = ?2 OR last = ?3)",
        )?
        .execute(params![persona, delta.first, delta.last])?;
    Ok(())
}

/// Counts a form up; true where the persona did not bear it before.
fn add_form(connection: &Connection, persona: i64, form: i64, names: i64, articles: i64) -> rusqlite::Result<bool> {
    let n_updated = connection
        .prepare_cached(
            "UPDATE persona_form SET names = names + ?3, articles = articles + ?4 WHERE persona = ?1 AND form = ?2",
        )?
        .execute([persona, form, names, articles])?;
    if n_updated > 0 {
        return Ok(false);
    }
    connection
        .prepare_cached("INSERT INTO persona_form VALUES (?, ?, ?, ?)")?
        .execute([persona, form, names, articles])?;
    Ok(true)
}

fn take_forms(connection: &Connection, persona: i64, delta: &Delta, changes: &mut Changes) -> rusqlite::Result<()> {
    for (form, (names, articles)) in &delta.forms {
        add_form(connection, persona, *form, -names, -articles)?;
    }
    let n_gone = connection
        .prepare_cached("DELETE FROM persona_form WHERE persona = ? AND articles <= 0")?
        .execute([persona])?;
    if n_gone > 0 {
        let mut query = connection.prepare_cached(
            "SELECT b.persona FROM persona_key a JOIN persona_key b ON b.key = a.key WHERE a.persona = ?1",
        )?;
        changes.left.extend(query.query_map([persona], |row| row.get::<_, i64>(0))?.collect::<Result<Vec<_>, _>>()?);
        connection.prepare_cached("DELETE FROM persona_key WHERE persona = ?")?.execute([persona])?;
        let mut query = connection.prepare_cached("SELECT form FROM persona_form WHERE persona = ?")?;
        let forms: Vec<i64> = query.query_map([persona], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let mut keys = Vec::new();
        for form in forms {
            keys.extend(keys_of(connection, persona, form)?.map(|key| (key, persona)));
        }
        write_keys(connection, &mut keys)?;
    }
    Ok(())
}

/// The keys under which a persona is compared with others, from a form that stands for it.
fn keys_of(connection: &Connection, persona: i64, form: i64) -> rusqlite::Result<impl Iterator<Item = String>> {
    let (kind, text): (String, String) = connection
        .prepare_cached("SELECT p.kind, f.text FROM persona p, form f WHERE p.number = ? AND f.number = ?")?
        .query_row([persona, form], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let keys = kind.parse::<ActorKind>().map(|kind| names::keys(kind, &text)).unwrap_or_default();
    Ok(keys.into_iter().map(move |key| format!("{kind}:{key}")))
}

/// Writes keys with their personas and empties the list.
fn write_keys(connection: &Connection, keys: &mut Vec<(String, i64)>) -> rusqlite::Result<()> {
    keys.sort_unstable();
    keys.dedup();
    let mut insert = connection.prepare_cached("INSERT OR IGNORE INTO persona_key VALUES (?, ?)")?;
    keys.drain(..).try_for_each(|(key, persona)| insert.execute(params![key, persona]).map(drop))
}
