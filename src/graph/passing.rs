//! The statements that pass a filter, without their sentences: what lists and counts of articles, actors and names are
//! narrowed by.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Filter;
use super::edge_rows::Key;
use super::tally::{Scope, Stated, for_each_unread};

/// Shows `visit` every statement of the scope that passes the filter, [`Filter::min_articles`] included.
pub(super) fn for_each_passing(
    connection: &Connection,
    scope: Scope,
    filter: &Filter,
    mut visit: impl FnMut(&Stated) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    let links = match filter.min_articles {
        0 | 1 => None,
        _ => Some(links_of_enough(connection, scope, filter)?),
    };
    for_each_unread(connection, scope, filter, |stated| match &links {
        Some(links) if !links.contains(&key(stated)) => Ok(()),
        _ => visit(stated),
    })
}

/// The links that enough articles state.
fn links_of_enough(connection: &Connection, scope: Scope, filter: &Filter) -> rusqlite::Result<FxHashSet<Key>> {
    // The statements of an article come one after the other, so its number need only be compared with the last.
    let mut counted: FxHashMap<Key, (i64, u32)> = FxHashMap::default();
    for_each_unread(connection, scope, filter, |stated| {
        let (last, n_articles) = counted.entry(key(stated)).or_default();
        *n_articles += u32::from(*last != stated.article);
        *last = stated.article;
        Ok(())
    })?;
    Ok(counted.into_iter().filter(|(_, (_, n))| *n >= filter.min_articles).map(|(key, _)| key).collect())
}

fn key(stated: &Stated) -> Key {
    let (subject, object) = (stated.subject, stated.object);
    let is_turned = stated.relation.is_symmetric() && subject > object;
    if is_turned { (object, stated.relation, subject) } else { (subject, stated.relation, object) }
}

/// Articles by number with how many of their statements pass; with an actor, of its statements.
pub(super) fn statements_by_article(
    connection: &Connection,
    actor: Option<i64>,
    filter: &Filter,
) -> rusqlite::Result<BTreeMap<i64, u32>> {
    let mut counted = BTreeMap::new();
    for_each_passing(connection, actor.map_or(Scope::All, Scope::Of), filter, |stated| {
        *counted.entry(stated.article).or_default() += 1;
        Ok(())
    })?;
    Ok(counted)
}

/// The personas of an actor that its statements which pass use, with the number of their articles.
pub(super) fn articles_by_persona(
    connection: &Connection,
    actor: i64,
    filter: &Filter,
) -> rusqlite::Result<BTreeMap<i64, u32>> {
    let mut used: BTreeSet<(i64, i64)> = BTreeSet::new();
    for_each_passing(connection, Scope::Of(actor), filter, |stated| {
        let end = if stated.subject == actor { "subject_persona" } else { "object_persona" };
        used.insert((stated.row.get(end)?, stated.article));
        Ok(())
    })?;
    let mut counted = BTreeMap::new();
    for (persona, _) in used {
        *counted.entry(persona).or_default() += 1;
    }
    Ok(counted)
}

/// The personas that statements which pass use; `None` where the filter asks for kinds at most, which any may be of.
pub(super) fn personas(connection: &Connection, filter: &Filter) -> rusqlite::Result<Option<BTreeSet<i64>>> {
    let filter = of_any_kind(filter);
    if filter.is_open() {
        return Ok(None);
    }
    let mut used = BTreeSet::new();
    for_each_passing(connection, Scope::All, &filter, |stated| {
        used.extend([stated.row.get::<_, i64>("subject_persona")?, stated.row.get("object_persona")?]);
        Ok(())
    })?;
    Ok(Some(used))
}

fn of_any_kind(filter: &Filter) -> Filter {
    Filter { kinds: Vec::new(), ..filter.clone() }
}

/// How an actor is linked by the statements that pass.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Linked {
    /// Articles that state it.
    pub(super) articles: u32,
    /// Different actors at the other ends.
    pub(super) others: u32,
}

/// Every actor that a statement which passes links to another, of any kind; `None` where the filter asks for kinds at most.
pub(super) fn linked_actors(
    connection: &Connection,
    filter: &Filter,
) -> rusqlite::Result<Option<FxHashMap<i64, Linked>>> {
    let filter = of_any_kind(filter);
    if filter.is_open() {
        return Ok(None);
    }
    let (mut articles, mut others) = (Vec::new(), Vec::new());
    for_each_passing(connection, Scope::All, &filter, |stated| {
        for (own, other) in [(stated.subject, stated.object), (stated.object, stated.subject)] {
            articles.push((own, stated.article));
            others.push((own, other));
        }
        Ok(())
    })?;
    let mut linked: FxHashMap<i64, Linked> = FxHashMap::default();
    for (actor, n) in n_distinct(articles) {
        linked.entry(actor).or_default().articles = n;
    }
    for (actor, n) in n_distinct(others) {
        linked.entry(actor).or_default().others = n;
    }
    Ok(Some(linked))
}

/// Of each first number, with how many others it is paired.
fn n_distinct(mut pairs: Vec<(i64, i64)>) -> Vec<(i64, u32)> {
    pairs.sort_unstable();
    pairs.dedup();
    pairs.chunk_by(|a, b| a.0 == b.0).map(|same| (same[0].0, same.len() as u32)).collect()
}
