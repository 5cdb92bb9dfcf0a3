//! Actors: nodes described from their personas, with ids that tell homonyms apart.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, params};

use super::Changes;
use crate::graph::corrections::{self, Overrides};
use crate::graph::writer::from_counts;

/// Describes the actors that changed anew; those without a persona go.
pub(super) fn describe(connection: &Connection, changes: &Changes) -> rusqlite::Result<()> {
    let overrides = corrections::overrides(connection)?;
    let mut actors = changes.actors.clone();
    for persona in &changes.personas {
        let mut query = connection.prepare_cached("SELECT actor FROM persona WHERE number = ? AND actor NOTNULL")?;
        actors.extend(query.query_row([persona], |row| row.get::<_, i64>(0)).optional()?);
    }
    if changes.is_corrected {
        actors.extend(overrides.actors(connection)?);
        let mut query = connection.prepare("SELECT number FROM actor WHERE corrected")?;
        actors.extend(query.query_map([], |row| row.get::<_, i64>(0))?.collect::<Result<Vec<_>, _>>()?);
    }
    let mut bases = BTreeSet::new();
    for actor in actors {
        let mut query = connection.prepare_cached("SELECT base FROM actor WHERE number = ?")?;
        bases.extend(query.query_row([actor], |row| row.get::<_, String>(0)).optional()?);
        bases.extend(describe_one(connection, actor, &overrides)?);
    }
    bases.iter().try_for_each(|base| tell_apart(connection, base))
}

/// Describes all actors, into an empty table whose indexes are made then by `indexes`.
pub(super) fn describe_all(connection: &Connection, indexes: &str) -> rusqlite::Result<()> {
    let overrides = corrections::overrides(connection)?;
    let mut query = connection.prepare("SELECT DISTINCT actor FROM persona WHERE actor NOTNULL ORDER BY 1")?;
    let actors: Vec<i64> = query.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for actor in actors {
        describe_one(connection, actor, &overrides)?;
    }
    connection.execute_batch(indexes)?;
    let mut query = connection.prepare("SELECT base FROM actor GROUP BY base HAVING COUNT(*) > 1")?;
    let bases: Vec<String> = query.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    bases.iter().try_for_each(|base| tell_apart(connection, base))
}

/// What an actor's personas come to.
#[derive(Debug, Default)]
struct Sum {
    /// Id of the persona with the most articles, with that number.
    base: Option<(i64, String, String)>,
    /// Its personas, those with more articles first.
    personas: Vec<i64>,
    articles: i64,
    mentions: i64,
    leaders: i64,
    first: Option<String>,
    last: Option<String>,
    countries: BTreeMap<String, i64>,
    sectors: BTreeMap<String, i64>,
    offices: BTreeSet<String>,
}

/// Writes an actor's row and gives the id that it would have if nobody shared it; `None` where it has no persona left.
fn describe_one(connection: &Connection, actor: i64, overrides: &Overrides) -> rusqlite::Result<Option<String>> {
    let sum = sum(connection, actor)?;
    let Some((_, base, kind)) = sum.base else {
        connection.prepare_cached("DELETE FROM actor WHERE number = ?")?.execute([actor])?;
        return Ok(None);
    };
    let over = overrides.of(connection, actor)?;
    let kind = over.kind.map_or(kind, |kind| kind.as_str().to_owned());
    let base = match base.split_once(':') {
        Some((_, slug)) => format!("{kind}:{slug}"),
        None => base,
    };
    let name = match over.name {
        Some(name) => name,
        None => most_used_name(connection, actor, &sum.personas)?,
    };
    let code = base.strip_prefix("country:").filter(|code| code.len() == 3 && kind == "country").map(str::to_owned);
    let offices: Vec<String> = sum.offices.into_iter().collect();
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO actor VALUES (?1, ?2, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
        )?
        .execute(params![
            actor,
            base,
            kind,
            name,
            sum.leaders > 0,
            code.or_else(|| most_frequent(sum.countries)),
            most_frequent(sum.sectors),
            serde_json::to_string(&offices).expect("texts always have a JSON form"),
            sum.articles,
            sum.mentions,
            sum.first,
            sum.last,
            over.is_hidden,
            over.is_any
        ])?;
    Ok(Some(base))
}

fn sum(connection: &Connection, actor: i64) -> rusqlite::Result<Sum> {
    let mut query = connection.prepare_cached(
        "SELECT id, kind, country, articles, mentions, leaders, first, last, offices, sectors, number FROM persona
         WHERE actor = ? AND articles > 0 ORDER BY articles DESC, id, country, part",
    )?;
    let mut sum = Sum::default();
    let mut rows = query.query([actor])?;
    while let Some(row) = rows.next()? {
        let articles: i64 = row.get(3)?;
        if sum.base.is_none() {
            sum.base = Some((articles, row.get(0)?, row.get(1)?));
        }
        let number = row.get(10)?;
        sum.articles += articles - n_shared(connection, number, &sum.personas)?;
        sum.personas.push(number);
        sum.mentions += row.get::<_, i64>(4)?;
        sum.leaders += row.get::<_, i64>(5)?;
        let (first, last): (Option<String>, Option<String>) = (row.get(6)?, row.get(7)?);
        sum.first = sum.first.into_iter().chain(first).min();
        sum.last = sum.last.into_iter().chain(last).max();
        let country: String = row.get(2)?;
        if !country.is_empty() {
            *sum.countries.entry(country).or_default() += articles;
        }
        sum.offices.extend(from_counts(row.get_ref(8)?.as_str()?)?.into_keys());
        for (sector, n) in from_counts(row.get_ref(9)?.as_str()?)? {
            *sum.sectors.entry(sector).or_default() += n;
        }
    }
    Ok(sum)
}

/// In how many articles of a persona some of these occur too, which have no fewer: an article may have an actor under two
/// names that only other articles show to be one.
fn n_shared(connection: &Connection, persona: i64, others: &[i64]) -> rusqlite::Result<i64> {
    if others.is_empty() {
        return Ok(0);
    }
    connection
        .prepare_cached(
            "SELECT COUNT(*) FROM appearance x WHERE x.persona = ?1
                 AND EXISTS (SELECT 1 FROM json_each(?2) o JOIN appearance y ON y.persona = o.value AND y.article = x.article)",
        )?
        .query_row(params![persona, serde_json::to_string(others).expect("numbers always have a JSON form")], |row| row.get(0))
}

/// The form that most articles use as a name, the first in text order among equals.
fn most_used_name(connection: &Connection, actor: i64, personas: &[i64]) -> rusqlite::Result<String> {
    if let [persona] = personas {
        let one = "SELECT f.text FROM persona_form n CROSS JOIN form f ON f.number = n.form WHERE n.persona = ?
                   ORDER BY n.names DESC, f.text LIMIT 1";
        return connection.prepare_cached(one)?.query_row([persona], |row| row.get(0));
    }
    connection
        .prepare_cached(
            "SELECT f.text FROM persona p CROSS JOIN persona_form n ON n.persona = p.number
                 CROSS JOIN form f ON f.number = n.form
             WHERE p.actor = ? GROUP BY f.text ORDER BY SUM(n.names) DESC, f.text LIMIT 1",
        )?
        .query_row([actor], |row| row.get(0))
}

/// The smallest in text order among the most frequent.
fn most_frequent(counts: BTreeMap<String, i64>) -> Option<String> {
    let highest = counts.values().copied().max()?;
    counts.into_iter().find(|(_, n)| *n == highest).map(|(value, _)| value)
}

/// Of actors that would share an id, the one with the most articles keeps it; the others' countries or parts, or at
/// last their order, go after it.
fn tell_apart(connection: &Connection, base: &str) -> rusqlite::Result<()> {
    let mut query = connection.prepare_cached(
        "SELECT a.number, p.country, p.part FROM actor a
         JOIN persona p ON p.number = (SELECT q.number FROM persona q WHERE q.actor = a.number AND q.articles > 0
                                       ORDER BY q.articles DESC, q.id, q.country, q.part LIMIT 1)
         WHERE a.base = ? ORDER BY a.articles DESC, 2, 3, p.id",
    )?;
    let sharing: Vec<(i64, String, String)> =
        query.query_map([base], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.collect::<Result<_, _>>()?;
    let mut taken = BTreeSet::new();
    for (order, (actor, country, part)) in sharing.into_iter().enumerate() {
        let marks = [part, country.to_lowercase()];
        let mark = marks.iter().filter(|mark| !mark.is_empty()).map(|mark| format!("{base}_{mark}"));
        let candidates = (order == 0).then(|| base.to_owned()).into_iter().chain(mark);
        let counted = (order + 1..).map(|n| format!("{base}_{n}"));
        let id = candidates.chain(counted).find(|id| !taken.contains(id)).expect("there is always a next number");
        connection.prepare_cached("UPDATE actor SET id = ?2 WHERE number = ?1")?.execute(params![actor, id])?;
        taken.insert(id);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn among_equally_frequent_values_the_smallest_stays() {
        let counts = |pairs: &[(&str, i64)]| pairs.iter().map(|(value, n)| (value.to_string(), *n)).collect();
        assert_eq!(most_frequent(counts(&[("b", 2), ("a", 2), ("c", 1)])).as_deref(), Some("a"));
        assert_eq!(most_frequent(counts(&[])), None);
    }
}
