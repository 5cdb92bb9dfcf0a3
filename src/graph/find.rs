//! Which actor a person means: by id, name or any alias, case and diacritics aside.
//!
//! An alias that several actors bear means the one that bears it in far more articles than any other, else the only
//! one whose name it is, else it is ambiguous. What nobody bears gets the nearest names (Jaro-Winkler similarity).

use std::collections::HashMap;

use rusqlite::{Connection, params};
use serde::Serialize;

use super::node::actor_ref;
use super::{ActorRef, Error, Store, resolve};
use crate::ontology::ActorKind;

/// How many times more articles than the next one settle who is meant.
const CLEAR_MARGIN: u32 = 5;

/// How like a name a query must be to be worth suggesting, 0 to 1.
const MIN_SIMILARITY: f64 = 0.75;

const N_SUGGESTIONS: usize = 5;

/// The answer to a name.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// This one is meant.
    One(ActorRef),
    /// Each of these may be meant; most articles first, then by id.
    Ambiguous(Vec<Candidate>),
    /// Nobody bears the name; these have similar ones, the most similar first.
    Unknown(Vec<ActorRef>),
}

/// One of several actors that bear a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Candidate {
    /// Who it is.
    #[serde(flatten)]
    pub actor: ActorRef,
    /// Number of articles in which it bears the name.
    pub articles: u32,
}

impl Store {
    /// The actor that `query` names: an id, a name or an alias ("putin", "Tehran's", "country:IRN").
    ///
    /// # Errors
    /// [`Error::Database`] or [`Error::Damaged`] when the file cannot be read.
    pub fn find_actor(&self, query: &str, kind: Option<ActorKind>) -> Result<Found, Error> {
        self.snapshot(|connection| find(connection, query.trim(), kind))
    }
}

/// An actor that bears a form of the query's fold.
struct Bearer {
    number: i64,
    articles: u32,
    is_name: bool,
}

fn find(connection: &Connection, query: &str, kind: Option<ActorKind>) -> rusqlite::Result<Found> {
    if let Some(actor) = by_id(connection, query, kind)? {
        return Ok(Found::One(actor));
    }
    let folded = resolve::fold(query);
    let mut bearers = bearers_of(connection, &folded, kind)?;
    let owner = query.strip_suffix("'s").or_else(|| query.strip_suffix("’s"));
    if let (true, Some(owner)) = (bearers.is_empty(), owner) {
        bearers = bearers_of(connection, &resolve::fold(owner), kind)?;
    }
    if bearers.is_empty() {
        return Ok(Found::Unknown(nearest(connection, &folded, kind)?));
    }
    if let Some(bearer) = clear_winner(&bearers) {
        return Ok(Found::One(actor_ref(connection, bearer.number)?));
    }
    let mut candidates = bearers
        .iter()
        .map(|bearer| Ok(Candidate { actor: actor_ref(connection, bearer.number)?, articles: bearer.articles }))
        .collect::<rusqlite::Result<Vec<Candidate>>>()?;
    candidates.sort_by(|a, b| (b.articles.cmp(&a.articles)).then_with(|| a.actor.id.cmp(&b.actor.id)));
    Ok(Found::Ambiguous(candidates))
}

fn by_id(connection: &Connection, id: &str, kind: Option<ActorKind>) -> rusqlite::Result<Option<ActorRef>> {
    // An id that the actor had under a name now joined to others still finds it.
    let mut query = connection.prepare_cached(
        "SELECT a.number FROM actor a WHERE a.id = ?1 AND (?2 IS NULL OR a.kind = ?2) AND NOT a.hidden
         UNION ALL SELECT a.number FROM persona p JOIN actor a ON a.number = p.actor
             WHERE p.id = ?1 AND (?2 IS NULL OR a.kind = ?2) AND NOT a.hidden AND p.part = ''
         LIMIT 1",
    )?;
    let mut rows = query.query(params![id, kind.map(ActorKind::as_str)])?;
    rows.next()?.map(|row| actor_ref(connection, row.get(0)?)).transpose()
}

fn bearers_of(connection: &Connection, folded: &str, kind: Option<ActorKind>) -> rusqlite::Result<Vec<Bearer>> {
    let mut query = connection.prepare_cached(
        "SELECT a.number, SUM(n.articles), MAX(n.names) > 0
         FROM form f CROSS JOIN persona_form n ON n.form = f.number CROSS JOIN persona p ON p.number = n.persona
         CROSS JOIN actor a ON a.number = p.actor
         WHERE f.folded = ?1 AND (?2 IS NULL OR a.kind = ?2) AND NOT a.hidden GROUP BY a.number ORDER BY a.id",
    )?;
    let bearers = query.query_map(params![folded, kind.map(ActorKind::as_str)], |row| {
        Ok(Bearer { number: row.get(0)?, articles: row.get(1)?, is_name: row.get(2)? })
    })?;
    bearers.collect()
}

fn clear_winner(bearers: &[Bearer]) -> Option<&Bearer> {
    let first = bearers.iter().max_by_key(|bearer| bearer.articles)?;
    let next = bearers.iter().filter(|bearer| bearer.number != first.number).map(|bearer| bearer.articles).max();
    if next.is_none_or(|next| first.articles >= next.saturating_mul(CLEAR_MARGIN)) {
        return Some(first);
    }
    let mut named = bearers.iter().filter(|bearer| bearer.is_name);
    let only = named.next()?;
    if named.next().is_none() { Some(only) } else { None }
}

/// Actors with a name like the query's, or with all its words in their name.
fn nearest(connection: &Connection, folded: &str, kind: Option<ActorKind>) -> rusqlite::Result<Vec<ActorRef>> {
    let mut query = connection.prepare_cached(
        "SELECT a.number, n.articles, f.folded
         FROM persona_form n JOIN form f ON f.number = n.form JOIN persona p ON p.number = n.persona
         JOIN actor a ON a.number = p.actor WHERE (?1 IS NULL OR a.kind = ?1) AND NOT a.hidden",
    )?;
    let mut best: HashMap<i64, (f64, u32)> = HashMap::new();
    let mut rows = query.query([kind.map(ActorKind::as_str)])?;
    while let Some(row) = rows.next()? {
        let score = similarity(folded, row.get_ref(2)?.as_str()?);
        if score >= MIN_SIMILARITY {
            let (highest, articles) = best.entry(row.get(0)?).or_default();
            *highest = highest.max(score);
            *articles = (*articles).max(row.get(1)?);
        }
    }
    let mut ranked = best
        .into_iter()
        .map(|(number, rank)| Ok((rank, actor_ref(connection, number)?)))
        .collect::<rusqlite::Result<Vec<((f64, u32), ActorRef)>>>()?;
    ranked.sort_by(|((score_a, articles_a), a), ((score_b, articles_b), b)| {
        score_b.total_cmp(score_a).then_with(|| articles_b.cmp(articles_a)).then_with(|| a.id.cmp(&b.id))
    });
    Ok(ranked.into_iter().take(N_SUGGESTIONS).map(|(_, actor)| actor).collect())
}

fn similarity(query: &str, name: &str) -> f64 {
    let has_all_words = !query.is_empty() && query.split(' ').all(|word| name.split(' ').any(|other| other == word));
    if has_all_words { 1.0 } else { strsim::jaro_winkler(query, name) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bearers: &[(u32, bool)], winner: Option<i64>) {
        let bearers: Vec<Bearer> = (0..)
            .zip(bearers)
            .map(|(number, (articles, is_name))| Bearer { number, articles: *articles, is_name: *is_name })
            .collect();
        assert_eq!(clear_winner(&bearers).map(|bearer| bearer.number), winner);
    }

    #[test]
    fn a_clear_majority_wins_then_the_only_name() {
        check(&[(3, false)], Some(0));
        check(&[(50, false), (10, true)], Some(0));
        check(&[(49, false), (10, true)], Some(1));
        check(&[(10, false), (9, false)], None);
        check(&[(10, true), (9, true)], None);
        check(&[], None);
    }

    #[test]
    fn a_slip_or_a_part_of_a_name_is_similar() {
        assert!(similarity("putn", "putin") > MIN_SIMILARITY);
        assert!(similarity("guard corps", "islamic revolutionary guard corps") > MIN_SIMILARITY);
        assert!(similarity("xyzzy", "iran") < MIN_SIMILARITY);
    }
}
