//! What follows from the articles: personas counted and joined to actors, stories, edges with their counts.
//!
//! A deterministic function of the stored articles and corrections, whatever their order. It is kept up to date by
//! [`settle`], which folds in what came since the last time and touches nothing else, and [`forget`], which takes one
//! article back; [`anew`] makes all of it from the start and must give the same answers.

mod actor_of;
mod actors;
mod articles;
mod company;
mod edges;
mod joins;
mod personas;

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::stories;
use articles::Articles;
use edges::{EdgeKey, Edges};

pub(super) use actor_of::ActorOf;
pub(super) use articles::date;
pub(super) use edges::{COUNTS, Counts, counts, sentence, sources};

/// So few pending articles are always folded in.
const MIN_PENDING: i64 = 200;

/// More than so many are not where they are a quarter of the settled ones, fewer where they are more than these: making all
/// anew is faster then.
const MANY_PENDING: i64 = 2_000;

/// So many are to be folded in on the way where they are twice of what is settled.
const MAX_PENDING: i64 = 20_000;

/// What has changed since the last time and is to be looked at again.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// Personas whose articles, dates, offices or names changed.
    pub(super) personas: BTreeSet<i64>,
    /// Personas that shared a key with one that lost it.
    pub(super) left: BTreeSet<i64>,
    /// Edges to count anew from their statements.
    pub(super) edges: BTreeSet<EdgeKey>,
    /// Articles with statements that are part of these edges now, whatever the edges' rows say.
    pub(super) articles: BTreeSet<i64>,
    /// Actors to describe anew.
    pub(super) actors: BTreeSet<i64>,
    /// Whether corrections changed, so that all joins are to be looked at.
    pub(super) is_corrected: bool,
}

/// Whether articles wait to be folded in.
pub(super) fn is_settled(connection: &Connection) -> rusqlite::Result<bool> {
    connection
        .query_row("SELECT (SELECT IFNULL(MAX(number), 0) FROM article) <= settled FROM progress", [], |row| row.get(0))
}

/// Whether so much waits that it is to be folded in even where more is to come. The first few hundred articles are, so that a
/// run that is stopped has answers; then eight times of what is settled, of large graphs twice, so that all the settling of
/// a run takes little longer than its last.
pub(super) fn is_due(connection: &Connection) -> rusqlite::Result<bool> {
    let (n_settled, n_pending): (i64, i64) = connection.query_row(
        "SELECT (SELECT COUNT(*) FROM article WHERE number <= settled), (SELECT COUNT(*) FROM article WHERE number > settled)
         FROM progress",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(n_pending > MIN_PENDING.max((n_settled * 8).min(MAX_PENDING.max(n_settled * 2))))
}

/// Folds in the articles that came since the last time, by whichever way is faster.
pub(super) fn settle(connection: &Connection) -> rusqlite::Result<()> {
    if is_settled(connection)? {
        return Ok(());
    }
    let settled: i64 = connection.query_row("SELECT settled FROM progress", [], |row| row.get(0))?;
    let n_pending: i64 =
        connection.query_row("SELECT COUNT(*) FROM article WHERE number > ?", [settled], |row| row.get(0))?;
    let is_most = n_pending > MIN_PENDING.max(settled);
    if settled == 0 || is_most || (n_pending > MANY_PENDING && n_pending > settled / 4) {
        return anew(connection);
    }
    fold_in(connection, settled)
}

fn fold_in(connection: &Connection, settled: i64) -> rusqlite::Result<()> {
    let mut changes = Changes::default();
    personas::add_articles(connection, settled, &mut changes)?;
    let mut in_stories = BTreeSet::new();
    for article in stories::add_articles(connection, settled)? {
        edges::each_key(connection, article, |key| {
            in_stories.insert(key);
        })?;
    }
    joins::look_again(connection, &mut changes)?;
    let mut edges = Edges::new(connection, Articles::new(connection));
    edges.fold_in(settled, &mut changes)?;
    edges.count_stories(&in_stories)?;
    edges.count_anew(&changes)?;
    actors::describe(connection, &changes)?;
    connection.execute("UPDATE progress SET settled = (SELECT IFNULL(MAX(number), 0) FROM article)", [])?;
    Ok(())
}

/// Makes everything derived anew from what was read and corrected.
pub(super) fn anew(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(
        "DELETE FROM edge; DELETE FROM actor; DELETE FROM appearance; DELETE FROM persona_key;
         DELETE FROM persona_form; DELETE FROM article_band;
         UPDATE article SET story = NULL;
         UPDATE persona SET actor = NULL, anchor = NULL, reason = NULL, articles = 0, mentions = 0, leaders = 0, first = NULL,
             last = NULL, offices = '{}', sectors = '{}';",
    )?;
    // An index is made far faster at once than row by row.
    let (of_personas, of_edges) = (drop_indexes(connection, "persona_actor")?, drop_indexes(connection, "edge_*")?);
    let of_actors = drop_indexes(connection, "actor_*")?;
    let mut changes = Changes::default();
    personas::add_articles(connection, 0, &mut changes)?;
    personas::remove_unused(connection)?;
    stories::add_articles(connection, 0)?;
    joins::all(connection, &mut changes)?;
    connection.execute_batch(&of_personas)?;
    let mut articles = Articles::new(connection);
    articles.read_all()?;
    Edges::new(connection, articles).all()?;
    connection.execute_batch(&of_edges)?;
    actors::describe_all(connection, &of_actors)?;
    connection.execute("UPDATE progress SET settled = (SELECT IFNULL(MAX(number), 0) FROM article)", [])?;
    Ok(())
}

/// Drops the indexes of these names and gives the SQL that makes them again.
fn drop_indexes(connection: &Connection, names: &str) -> rusqlite::Result<String> {
    let mut query =
        connection.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND name GLOB ? ORDER BY name")?;
    let found = query.query_map([names], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let found: Vec<(String, String)> = found.collect::<Result<_, _>>()?;
    found.iter().try_for_each(|(name, _)| connection.execute_batch(&format!("DROP INDEX {name}")))?;
    Ok(found.into_iter().map(|(_, sql)| sql + ";").collect())
}

/// Lets nothing count as folded in, before much is written anew; the next to settle starts from the articles.
pub(super) fn unsettle(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute("UPDATE progress SET settled = 0", []).map(drop)
}

/// Takes an article back with all that followed from it, whether it was folded in or not.
pub(super) fn forget(connection: &Connection, article: i64) -> rusqlite::Result<()> {
    let is_settled: bool = connection.query_row("SELECT ? <= settled FROM progress", [article], |row| row.get(0))?;
    let mut changes = Changes::default();
    if is_settled {
        edges::touch(connection, article, &mut changes)?;
        personas::take_article(connection, article, &mut changes)?;
        for other in stories::take_article(connection, article)? {
            edges::touch(connection, other, &mut changes)?;
        }
    }
    for sql in [
        "DELETE FROM evidence_words WHERE rowid = ?",
        "DELETE FROM wording WHERE article = ?",
        "DELETE FROM statement WHERE article = ?",
        "DELETE FROM article_actor WHERE article = ?",
        "DELETE FROM article_text WHERE article = ?",
        "DELETE FROM superseded WHERE article = ?",
        "DELETE FROM article WHERE number = ?",
    ] {
        connection.prepare_cached(sql)?.execute([article])?;
    }
    if is_settled {
        look_again(connection, changes)?;
    }
    Ok(())
}

/// Makes what changed anew: joins, the edges of whoever moved, descriptions.
fn look_again(connection: &Connection, mut changes: Changes) -> rusqlite::Result<()> {
    joins::look_again(connection, &mut changes)?;
    Edges::new(connection, Articles::new(connection)).count_anew(&changes)?;
    actors::describe(connection, &changes)
}

/// Sees to it that everything follows the corrections as they are now.
pub(super) fn follow_corrections(connection: &Connection) -> rusqlite::Result<()> {
    look_again(connection, Changes { is_corrected: true, ..Changes::default() })
}
