//! What people had best look at: joins that rest on little, and names left apart that may be one actor's.
//!
//! Doubt is a rank, not a probability: how weak the reason is that decided, times how much hangs on it (the logarithm of
//! the articles of the smaller side). What a correction has settled is not asked again.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;

use super::corrections::{self, Pairs, PersonaRef};
use super::derive::sentence;
use super::names::{self, Reason, Verdict};
use super::tally::word;
use super::writer::statement_number;
use super::{Correction, Error, Filter, Store, passing};
use crate::ontology::ActorKind;

/// Two names of which people may say whether they are one actor's.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Doubt {
    /// Whether the graph takes them for one.
    pub is_joined: bool,
    /// The name in fewer articles.
    pub a: Side,
    /// The name in more articles.
    pub b: Side,
    /// Why they were joined, or what speaks for it.
    pub reason: String,
}

/// One of the two names of a doubt.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Side {
    /// What names it in corrections: `person:putin@RUS`.
    pub persona: PersonaRef,
    /// The form that most articles use as its name.
    pub name: String,
    /// Country that articles give with it; empty for none.
    pub country: String,
    /// Number of articles that use the name.
    pub articles: u32,
    /// A sentence in which it is linked to somebody; empty where none is.
    pub example: String,
}

impl Doubt {
    /// The correction that an answer makes: one actor, or two.
    pub fn answer(&self, are_one: bool) -> Correction {
        let (a, b) = (self.a.persona.clone(), self.b.persona.clone());
        if are_one { Correction::Merge { a, b } } else { Correction::Apart { a, b } }
    }
}

impl Store {
    /// The most doubtful joins and non-joins, at most `limit` (0 for all), the most doubtful first. They are of the kinds of
    /// the filter, if it names some; where it asks for anything else, a statement that passes uses one of the two names.
    ///
    /// # Errors
    /// [`Error::Database`] or [`Error::Damaged`] when the file cannot be read.
    pub fn doubts(&self, filter: &Filter, limit: usize) -> Result<Vec<Doubt>, Error> {
        self.snapshot(|connection| doubts(connection, filter, limit))
    }
}

/// A persona as it is compared.
struct Name {
    number: i64,
    actor: i64,
    kind: ActorKind,
    text: String,
    country: String,
    articles: u32,
    reason: String,
}

/// Names that share a key are compared in pairs up to so many; what more share ("Kim") tells little.
const MAX_SHARING: usize = 40;

/// Below this a verdict is not doubtful.
const MIN_DOUBT: f64 = 20.0;

fn doubts(connection: &Connection, filter: &Filter, limit: usize) -> rusqlite::Result<Vec<Doubt>> {
    let names = names_of(connection)?;
    let (merges, aparts) = corrections::pairs(connection)?;
    let is_settled = |a: i64, b: i64| merges.has(a, b) || aparts.has(a, b);
    let mut pairs: Vec<(f64, bool, i64, i64, String)> = Vec::new();
    for (a, b) in joined_pairs(&names).into_iter().filter(|(a, b)| !is_settled(*a, *b)) {
        let (a, b) = (&names[&a], &names[&b]);
        let doubt = doubt_of_join(a, b) * weight(a, b);
        pairs.push((doubt, true, a.number, b.number, a.reason.clone()));
    }
    for (a, b) in parted_pairs(connection, &names, &merges, &aparts)? {
        let (a, b) = (&names[&a], &names[&b]);
        let verdict = names::compare(a.kind, &a.text, &b.text);
        let doubt = doubt_of_parting(&verdict, a, b) * weight(a, b);
        pairs.push((doubt, false, a.number, b.number, format!("{} and {}: {}", a.text, b.text, verdict.reason())));
    }
    let used = passing::personas(connection, filter)?;
    pairs.retain(|(doubt, _, a, b, _)| {
        let is_asked = |number: &i64| used.as_ref().is_none_or(|used| used.contains(number));
        let is_of_kind = filter.kinds.is_empty() || filter.kinds.contains(&names[a].kind);
        *doubt >= MIN_DOUBT && is_of_kind && (is_asked(a) || is_asked(b))
    });
    let key = |pair: &(f64, bool, i64, i64, String)| {
        let (a, b) = (&names[&pair.2], &names[&pair.3]);
        (a.text.clone(), a.country.clone(), b.text.clone(), b.country.clone())
    };
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| key(a).cmp(&key(b))));
    if limit > 0 {
        pairs.truncate(limit);
    }
    let side = |number: i64| side(connection, &names[&number]);
    pairs
        .into_iter()
        .map(|(_, is_joined, a, b, reason)| Ok(Doubt { is_joined, a: side(a)?, b: side(b)?, reason }))
        .collect()
}

fn weight(a: &Name, b: &Name) -> f64 {
    f64::from(a.articles.min(b.articles) + 1).log2()
}

fn doubt_of_join(a: &Name, b: &Name) -> f64 {
    let doubt: f64 = match names::compare(a.kind, &a.text, &b.text) {
        Verdict::Same(_) if are_of_two_countries(a, b) => 60.0,
        Verdict::Same(_) => 5.0,
        Verdict::Possible(Reason::Acronym(_) | Reason::Initial(..)) => 40.0,
        Verdict::Possible(Reason::NearSpelling(..)) => 70.0,
        Verdict::Possible(Reason::ShortAcronym(_) | Reason::OneGeneration) => 60.0,
        Verdict::Possible(_) => 50.0,
        Verdict::Different(_) => 80.0,
    };
    if is_of_same_country(a, b) { doubt - 15.0 } else { doubt }
}

fn doubt_of_parting(verdict: &Verdict, a: &Name, b: &Name) -> f64 {
    let doubt: f64 = match verdict {
        Verdict::Same(_) => 50.0,
        Verdict::Possible(Reason::OneWord(_) | Reason::ShortAcronym(_)) => 40.0,
        Verdict::Possible(Reason::AnyCountry | Reason::OneCountry) => 20.0,
        Verdict::Possible(_) => 60.0,
        Verdict::Different(_) => return 0.0,
    };
    match (is_of_same_country(a, b), are_of_two_countries(a, b)) {
        (true, _) => doubt + 20.0,
        (_, true) => doubt - 30.0,
        _ => doubt,
    }
}

fn is_of_same_country(a: &Name, b: &Name) -> bool {
    !a.country.is_empty() && a.country == b.country
}

fn are_of_two_countries(a: &Name, b: &Name) -> bool {
    !a.country.is_empty() && !b.country.is_empty() && a.country != b.country
}

fn names_of(connection: &Connection) -> rusqlite::Result<BTreeMap<i64, Name>> {
    let mut query = connection.prepare(
        "SELECT p.number, p.actor, p.kind,
             (SELECT f.text FROM persona_form n JOIN form f ON f.number = n.form WHERE n.persona = p.number
              ORDER BY n.names DESC, f.text LIMIT 1),
             p.country, p.articles, IFNULL(p.reason, '')
         FROM persona p JOIN actor a ON a.number = p.actor WHERE p.kind <> 'country' AND p.articles > 0 AND NOT a.hidden",
    )?;
    let rows = query.query_map([], |row| {
        let name = Name {
            number: row.get(0)?,
            actor: row.get(1)?,
            kind: word(row, 2)?,
            text: row.get(3)?,
            country: row.get(4)?,
            articles: row.get(5)?,
            reason: row.get(6)?,
        };
        Ok((name.number, name))
    })?;
    rows.collect()
}

/// Each name of an actor with the one that most articles have; the smaller first.
fn joined_pairs(names: &BTreeMap<i64, Name>) -> Vec<(i64, i64)> {
    let mut by_actor: BTreeMap<i64, Vec<&Name>> = BTreeMap::new();
    for name in names.values() {
        by_actor.entry(name.actor).or_default().push(name);
    }
    let mut pairs = Vec::new();
    for mut members in by_actor.into_values().filter(|members| members.len() > 1) {
        members.sort_by(|a, b| (b.articles, &a.text, &a.country).cmp(&(a.articles, &b.text, &b.country)));
        pairs.extend(members[1..].iter().map(|member| (member.number, members[0].number)));
    }
    pairs
}

/// Names of different actors that share a key and that no correction is about, one pair for two actors: that of the names
/// in most articles. The smaller first.
fn parted_pairs(
    connection: &Connection,
    names: &BTreeMap<i64, Name>,
    merges: &Pairs,
    aparts: &Pairs,
) -> rusqlite::Result<Vec<(i64, i64)>> {
    let settled: BTreeSet<(i64, i64)> = merges
        .iter()
        .chain(aparts.iter())
        .filter_map(|(a, b)| {
            let (a, b) = (names.get(&a)?.actor, names.get(&b)?.actor);
            Some((a.min(b), a.max(b)))
        })
        .collect();
    let mut query = connection.prepare("SELECT key, persona FROM persona_key ORDER BY key, persona")?;
    let keys: Vec<(String, i64)> =
        query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
    let mut best: BTreeMap<(i64, i64), (u32, i64, i64)> = BTreeMap::new();
    for sharing in keys.chunk_by(|a, b| a.0 == b.0).filter(|sharing| (2..=MAX_SHARING).contains(&sharing.len())) {
        let sharing: Vec<&Name> = sharing.iter().filter_map(|(_, number)| names.get(number)).collect();
        for (i, a) in sharing.iter().enumerate() {
            for b in &sharing[i + 1..] {
                let actors = (a.actor.min(b.actor), a.actor.max(b.actor));
                if a.actor == b.actor || a.kind != b.kind || settled.contains(&actors) {
                    continue;
                }
                let by_size = |name: &Name| (name.articles, name.text.clone(), name.country.clone());
                let (small, large) = if by_size(a) <= by_size(b) { (a, b) } else { (b, a) };
                let pair = (small.articles.saturating_add(large.articles), small.number, large.number);
                let known = best.entry(actors).or_insert(pair);
                if pair.0 > known.0 {
                    *known = pair;
                }
            }
        }
    }
    Ok(best.into_values().map(|(_, a, b)| (a, b)).collect())
}

fn side(connection: &Connection, name: &Name) -> rusqlite::Result<Side> {
    let (id, part): (String, String) = connection
        .prepare_cached("SELECT id, part FROM persona WHERE number = ?")?
        .query_row([name.number], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let statement: Option<(i64, i64)> = connection
        .prepare_cached(
            "SELECT s.article, s.position FROM appearance p CROSS JOIN statement s ON s.article = p.article
             WHERE p.persona = ?1 AND ?1 IN (s.subject, s.object) AND NOT s.rejected AND s.subject <> s.object
             ORDER BY p.article, s.position LIMIT 1",
        )?
        .query_row(params![name.number], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let example = statement.map(|(article, position)| sentence(connection, statement_number(article, position)));
    Ok(Side {
        persona: PersonaRef::new(id, name.country.clone(), part),
        name: name.text.clone(),
        country: name.country.clone(),
        articles: name.articles,
        example: example.transpose()?.unwrap_or_default(),
    })
}
