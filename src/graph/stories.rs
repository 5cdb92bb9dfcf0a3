//! Stories: articles that are near-duplicates of each other, of which counts use one.
//!
//! Two articles are of one story when a good part of one's runs of words stands in the other (`article::shingles`), or
//! when a third is of one with both. So a story is a function of the set of articles, whatever their order.

use std::collections::{BTreeMap, BTreeSet};

use std::rc::Rc;

use rusqlite::{Connection, params};
use rustc_hash::FxHashMap;

use crate::article::shingles::{self, Signature};

/// Finds the stories of the articles after this one. Gives those before it whose story changed.
pub(super) fn add_articles(connection: &Connection, after: i64) -> rusqlite::Result<BTreeSet<i64>> {
    connection.execute("UPDATE article SET story = number WHERE number > ?", [after])?;
    if after == 0 {
        all(connection)?;
        return Ok(BTreeSet::new());
    }
    let mut query = connection.prepare("SELECT article FROM article_text WHERE article > ? ORDER BY 1")?;
    let articles: Vec<i64> = query.query_map([after], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut moved = BTreeSet::new();
    let mut signatures = Signatures::new(connection);
    for article in articles {
        let signature = signatures.of(article)?;
        let mut stories = BTreeSet::from([article]);
        for other in candidates(connection, article, &signature)? {
            let story = story_of(connection, other)?;
            if !stories.contains(&story) && signature.is_copy(&*signatures.of(other)?) {
                stories.insert(story);
            }
        }
        let first = *stories.first().expect("the article is its own story");
        for story in stories.into_iter().skip(1) {
            let mut members = connection.prepare_cached("SELECT number FROM article WHERE story = ?")?;
            let members = members.query_map([story], |row| row.get::<_, i64>(0))?.collect::<Result<Vec<_>, _>>()?;
            moved.extend(members);
            connection.prepare_cached("UPDATE article SET story = ?2 WHERE story = ?1")?.execute([story, first])?;
        }
        write_bands(connection, article, &signature)?;
    }
    moved.retain(|article| *article <= after);
    Ok(moved)
}

/// All stories, into an empty table of bands, which is written in order.
fn all(connection: &Connection) -> rusqlite::Result<()> {
    let mut articles: Vec<i64> = Vec::new();
    let mut keys: Vec<(u32, u32)> = Vec::new();
    let mut signatures = Signatures::new(connection);
    let mut query = connection.prepare("SELECT article, text FROM article_text ORDER BY article")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let place = u32::try_from(articles.len()).expect("a file holds fewer articles than that");
        let (article, signature) = (row.get(0)?, Rc::new(shingles::signature(row.get_ref(1)?.as_str()?)));
        keys.extend(signature.bands().map(|key| (key, place)));
        articles.push(article);
        signatures.keep(article, &signature);
    }
    keys.sort_unstable();
    let mut insert = connection.prepare("INSERT INTO article_band VALUES (?, ?)")?;
    for (key, place) in &keys {
        insert.execute([i64::from(*key), articles[*place as usize]])?;
    }
    // A key that one text has alone says nothing.
    let shared: Vec<(u32, u32)> =
        keys.chunk_by(|a, b| a.0 == b.0).filter(|sharing| sharing.len() > 1).flatten().copied().collect();
    drop(keys);
    let mut first = BTreeMap::new();
    join(&mut signatures, &articles, &shared, &mut first)?;
    let joined: Vec<i64> = first.keys().copied().collect();
    for article in joined {
        let story = root(&mut first, article);
        connection.prepare_cached("UPDATE article SET story = ?2 WHERE number = ?1")?.execute([article, story])?;
    }
    Ok(())
}

/// Joins those of some articles that are copies; `first` leads from an article to an earlier one of its story. `keys` are
/// sorted, each with the place in `articles` of one that has it.
fn join(
    signatures: &mut Signatures,
    articles: &[i64],
    keys: &[(u32, u32)],
    first: &mut BTreeMap<i64, i64>,
) -> rusqlite::Result<()> {
    let mut by_place = keys.to_vec();
    by_place.sort_unstable_by_key(|(key, place)| (*place, *key));
    let mut n_shared: Vec<u8> = vec![0; articles.len()];
    for own in by_place.chunk_by(|a, b| a.1 == b.1) {
        let place = own[0].1;
        let mut others = Vec::new();
        for (key, _) in own {
            let from = keys.partition_point(|other| *other <= (*key, place));
            for (_, other) in keys[from..].iter().take_while(|other| other.0 == *key) {
                n_shared[*other as usize] += 1;
                if n_shared[*other as usize] == 1 {
                    others.push(*other as usize);
                }
            }
        }
        if others.is_empty() {
            continue;
        }
        let article = articles[place as usize];
        let signature = signatures.of(article)?;
        for other in others {
            let is_candidate = usize::from(std::mem::take(&mut n_shared[other])) >= signature.min_shared_bands();
            let (ours, theirs) = (root(first, article), root(first, articles[other]));
            if is_candidate && ours != theirs && signature.is_copy(&*signatures.of(articles[other])?) {
                first.insert(ours.max(theirs), ours.min(theirs));
            }
        }
    }
    Ok(())
}

fn root(first: &mut BTreeMap<i64, i64>, article: i64) -> i64 {
    let mut root = article;
    while let Some(earlier) = first.get(&root) {
        root = *earlier;
    }
    if root != article {
        first.insert(article, root);
    }
    root
}

/// Takes an article out of its story. Gives the others of it, which may now be several.
pub(super) fn take_article(connection: &Connection, article: i64) -> rusqlite::Result<BTreeSet<i64>> {
    let mut signatures = Signatures::new(connection);
    for key in signatures.of(article)?.bands() {
        connection
            .prepare_cached("DELETE FROM article_band WHERE key = ? AND article = ?")?
            .execute([i64::from(key), article])?;
    }
    let mut query = connection.prepare_cached(
        "SELECT number FROM article WHERE story = (SELECT story FROM article WHERE number = ?1) AND number <> ?1",
    )?;
    let others: Vec<i64> = query.query_map([article], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut keys = Vec::new();
    for (place, other) in (0..).zip(&others) {
        keys.extend(signatures.of(*other)?.bands().map(|key| (key, place)));
    }
    keys.sort_unstable();
    let mut first = BTreeMap::new();
    join(&mut signatures, &others, &keys, &mut first)?;
    for other in &others {
        let story = root(&mut first, *other);
        connection.prepare_cached("UPDATE article SET story = ?2 WHERE number = ?1")?.execute(params![other, story])?;
    }
    Ok(others.into_iter().collect())
}

/// Signatures kept at once, half a kilobyte each.
const MAX_KEPT: usize = 20_000;

/// The signatures of articles' texts. They are not stored: they are seldom asked for, and made in microseconds.
struct Signatures<'c> {
    connection: &'c Connection,
    kept: FxHashMap<i64, Rc<Signature>>,
}

impl<'c> Signatures<'c> {
    fn new(connection: &'c Connection) -> Self {
        Signatures { connection, kept: FxHashMap::default() }
    }

    fn of(&mut self, article: i64) -> rusqlite::Result<Rc<Signature>> {
        if let Some(signature) = self.kept.get(&article) {
            return Ok(Rc::clone(signature));
        }
        let signature = self
            .connection
            .prepare_cached("SELECT text FROM article_text WHERE article = ?")?
            .query_row([article], |row| Ok(Rc::new(shingles::signature(row.get_ref(0)?.as_str()?))))?;
        self.keep(article, &signature);
        Ok(signature)
    }

    /// Keeps a signature while there is room.
    fn keep(&mut self, article: i64, signature: &Rc<Signature>) {
        if self.kept.len() < MAX_KEPT {
            self.kept.insert(article, Rc::clone(signature));
        }
    }
}

fn story_of(connection: &Connection, article: i64) -> rusqlite::Result<i64> {
    connection.prepare_cached("SELECT story FROM article WHERE number = ?")?.query_row([article], |row| row.get(0))
}

/// Articles that share as many keys as copies do.
fn candidates(connection: &Connection, article: i64, signature: &Signature) -> rusqlite::Result<Vec<i64>> {
    let mut query = connection.prepare_cached("SELECT article FROM article_band WHERE key = ? AND article <> ?")?;
    let mut n_shared: FxHashMap<i64, usize> = FxHashMap::default();
    for key in signature.bands() {
        let mut rows = query.query([i64::from(key), article])?;
        while let Some(row) = rows.next()? {
            *n_shared.entry(row.get(0)?).or_default() += 1;
        }
    }
    let min_shared = signature.min_shared_bands();
    let mut candidates: Vec<i64> =
        n_shared.into_iter().filter(|(_, n)| *n >= min_shared).map(|(other, _)| other).collect();
    candidates.sort_unstable();
    Ok(candidates)
}

fn write_bands(connection: &Connection, article: i64, signature: &Signature) -> rusqlite::Result<()> {
    let mut insert = connection.prepare_cached("INSERT OR IGNORE INTO article_band VALUES (?, ?)")?;
    signature.bands().try_for_each(|key| insert.execute([i64::from(key), article]).map(drop))
}
