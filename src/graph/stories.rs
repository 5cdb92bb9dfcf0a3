//! Stories: articles that are near-duplicates of each other, of which counts use one.
//!
//! Two articles are of one story when their texts share a good part of their runs of words (`article::shingles`), or when
//! a third is of one with both. So a story is a function of the set of articles, whatever their order.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, params};

use crate::article::shingles::Signature;

/// Texts that share so much of their runs of words are one story. Measured: half of an article has 0.5 of the whole, and
/// articles of different authors on one event have less than 0.1 (`tests/stories.rs`).
const MIN_SIMILARITY: f64 = 0.34;

/// The signature of a text as it is stored.
pub(super) fn signature(text: &str) -> Vec<u8> {
    Signature::of(text).to_bytes()
}

/// Finds the stories of the articles after this one. Gives those before it whose story changed.
pub(super) fn add_articles(connection: &Connection, after: i64) -> rusqlite::Result<BTreeSet<i64>> {
    connection.execute("UPDATE article SET story = number WHERE number > ?", [after])?;
    if after == 0 {
        all(connection)?;
        return Ok(BTreeSet::new());
    }
    let mut query = connection.prepare("SELECT article FROM article_signature WHERE article > ? ORDER BY 1")?;
    let articles: Vec<i64> = query.query_map([after], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut moved = BTreeSet::new();
    for article in articles {
        let signature = signature_of(connection, article)?;
        let mut stories = BTreeSet::from([article]);
        for other in candidates(connection, article, &signature)? {
            if signature.similarity(&signature_of(connection, other)?) >= MIN_SIMILARITY {
                stories.insert(story_of(connection, other)?);
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

/// All stories, into an empty table of bands: one band after the other, sorted, so that rows are written in order.
fn all(connection: &Connection) -> rusqlite::Result<()> {
    let mut first: BTreeMap<i64, i64> = BTreeMap::new();
    for band in 0.. {
        let mut keys = Vec::new();
        let mut query = connection.prepare_cached("SELECT article, signature FROM article_signature")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let key = Signature::from_bytes(row.get_ref(1)?.as_blob()?).bands().nth(band);
            keys.extend(key.map(|key| (key, row.get::<_, i64>(0).unwrap_or_default())));
        }
        if keys.is_empty() {
            break;
        }
        keys.sort_unstable();
        let mut insert = connection.prepare_cached("INSERT INTO article_band VALUES (?, ?)")?;
        for (key, article) in &keys {
            insert.execute([key, article])?;
        }
        for sharing in keys.chunk_by(|a, b| a.0 == b.0).filter(|sharing| sharing.len() > 1) {
            let articles: Vec<i64> = sharing.iter().map(|(_, article)| *article).collect();
            join(connection, &articles, &mut first)?;
        }
    }
    let articles: Vec<i64> = first.keys().copied().collect();
    for article in articles {
        let story = root(&mut first, article);
        connection.prepare_cached("UPDATE article SET story = ?2 WHERE number = ?1")?.execute([article, story])?;
    }
    Ok(())
}

/// Joins those of some articles that are alike; `first` leads from an article to an earlier one of its story.
fn join(connection: &Connection, articles: &[i64], first: &mut BTreeMap<i64, i64>) -> rusqlite::Result<()> {
    let signatures =
        articles.iter().map(|article| signature_of(connection, *article)).collect::<Result<Vec<_>, _>>()?;
    for (i, a) in articles.iter().enumerate() {
        for (j, b) in articles.iter().enumerate().skip(i + 1) {
            let (root_a, root_b) = (root(first, *a), root(first, *b));
            if root_a != root_b && signatures[i].similarity(&signatures[j]) >= MIN_SIMILARITY {
                first.insert(root_a.max(root_b), root_a.min(root_b));
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
    for key in signature_of(connection, article)?.bands() {
        connection.prepare_cached("DELETE FROM article_band WHERE key = ? AND article = ?")?.execute([key, article])?;
    }
    let mut query = connection.prepare_cached(
        "SELECT number FROM article WHERE story = (SELECT story FROM article WHERE number = ?1) AND number <> ?1",
    )?;
    let others: Vec<i64> = query.query_map([article], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let (mut first, mut by_key) = (BTreeMap::new(), BTreeMap::<i64, Vec<i64>>::new());
    for other in &others {
        for key in signature_of(connection, *other)?.bands() {
            by_key.entry(key).or_default().push(*other);
        }
    }
    for sharing in by_key.into_values().filter(|sharing| sharing.len() > 1) {
        join(connection, &sharing, &mut first)?;
    }
    for other in &others {
        let story = root(&mut first, *other);
        connection.prepare_cached("UPDATE article SET story = ?2 WHERE number = ?1")?.execute(params![other, story])?;
    }
    Ok(others.into_iter().collect())
}

fn signature_of(connection: &Connection, article: i64) -> rusqlite::Result<Signature> {
    connection
        .prepare_cached("SELECT signature FROM article_signature WHERE article = ?")?
        .query_row([article], |row| Ok(Signature::from_bytes(row.get_ref(0)?.as_blob()?)))
}

fn story_of(connection: &Connection, article: i64) -> rusqlite::Result<i64> {
    connection.prepare_cached("SELECT story FROM article WHERE number = ?")?.query_row([article], |row| row.get(0))
}

fn candidates(connection: &Connection, article: i64, signature: &Signature) -> rusqlite::Result<BTreeSet<i64>> {
    let mut query = connection.prepare_cached("SELECT article FROM article_band WHERE key = ? AND article <> ?")?;
    let mut candidates = BTreeSet::new();
    for key in signature.bands() {
        candidates.extend(query.query_map([key, article], |row| row.get::<_, i64>(0))?.collect::<Result<Vec<_>, _>>()?);
    }
    Ok(candidates)
}

fn write_bands(connection: &Connection, article: i64, signature: &Signature) -> rusqlite::Result<()> {
    let mut insert = connection.prepare_cached("INSERT OR IGNORE INTO article_band VALUES (?, ?)")?;
    signature.bands().try_for_each(|key| insert.execute([key, article]).map(drop))
}
