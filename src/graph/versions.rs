//! Versions: a text that comes under the address of another one takes its place.
//!
//! The older text is kept with its particulars and states nothing, so no count knows of both. This alone depends on the
//! order in which articles come: of two versions of one date, the one that came later is the newer.

use rusqlite::{Connection, params};

use super::{Error, Store, derive, fingerprint, stored};
use crate::article::{Article, shingles};
use crate::ontology::Date;

/// Articles of an address, by the index `article_address`; `?1` is the address.
const OF_ADDRESS: &str = "url <> '' AND SUBSTR(url, -20) = SUBSTR(?1, -20) AND LENGTH(url) = LENGTH(?1) AND url = ?1";

/// An address that more articles share which are no versions of each other is that of a list of them.
const MAX_VERSIONS: usize = 8;

/// What became of the other versions of an article that is about to be written.
pub(super) struct Place {
    /// Whether one that is there is newer.
    pub(super) is_superseded: bool,
    /// Whether older ones were set aside, so that numbers of rows which somebody remembers may be gone.
    pub(super) has_superseded: bool,
}

/// Sets the older versions of an article aside.
pub(super) fn make_place(connection: &Connection, article: &Article) -> rusqlite::Result<Place> {
    let mut place = Place { is_superseded: false, has_superseded: false };
    if !is_page(&article.url) {
        return Ok(place);
    }
    let mut query = connection.prepare_cached(&format!(
        "SELECT number FROM article WHERE {OF_ADDRESS} AND number NOT IN (SELECT article FROM superseded) ORDER BY number LIMIT {}",
        MAX_VERSIONS + 1
    ))?;
    let others: Vec<i64> = query.query_map([&article.url], |row| row.get(0))?.collect::<Result<_, _>>()?;
    if others.len() > MAX_VERSIONS {
        return Ok(place);
    }
    for number in others {
        let other = stored::article(connection, number)?;
        if !is_version(&other, article) {
            continue;
        }
        if is_before(article.date.as_ref(), other.date.as_ref()) {
            place.is_superseded = true;
        } else {
            derive::forget(connection, number)?;
            let number = super::writer::insert_article(connection, &other)?;
            mark(connection, number)?;
            place.has_superseded = true;
        }
    }
    Ok(place)
}

/// Notes that a newer version took an article's place.
pub(super) fn mark(connection: &Connection, number: i64) -> rusqlite::Result<()> {
    connection.prepare_cached("INSERT INTO superseded (article) VALUES (?)")?.execute([number]).map(drop)
}

/// Whether a newer version took the article's place.
pub(super) fn is_superseded(connection: &Connection, number: i64) -> rusqlite::Result<bool> {
    connection.prepare_cached("SELECT 1 FROM superseded WHERE article = ?")?.exists([number])
}

/// After an article was forgotten, the latest of its older versions counts again. Gives its fingerprint: what it
/// states is to be extracted anew.
pub(super) fn bring_back(connection: &Connection, forgotten: &Article) -> rusqlite::Result<Option<String>> {
    let mut query = connection.prepare(&format!(
        "SELECT number, fingerprint, date FROM article WHERE {OF_ADDRESS} AND number IN (SELECT article FROM superseded)
         ORDER BY IFNULL(date, '') DESC, number DESC"
    ))?;
    let candidates =
        query.query_map([&forgotten.url], |row| Ok((row.get::<_, i64>(0)?, fingerprint::read(row, 1)?)))?;
    for candidate in candidates.collect::<rusqlite::Result<Vec<_>>>()? {
        if is_version(&stored::article(connection, candidate.0)?, forgotten) {
            connection.execute("DELETE FROM superseded WHERE article = ?", [candidate.0])?;
            return Ok(Some(candidate.1));
        }
    }
    Ok(None)
}

/// Whether an address is that of one page, not of a whole site.
fn is_page(url: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split_once('/').is_some_and(|(_, path)| !path.trim_matches('/').is_empty())
}

/// Whether two texts of one address are versions of each other. Lists of articles may name the page of a section as
/// the address of each, so that articles of other days under other headlines, of other words, are none.
fn is_version(a: &Article, b: &Article) -> bool {
    let is_other_day = a.date.is_some() && b.date.is_some() && a.date != b.date;
    !is_other_day || a.title == b.title || shingles::signature(&a.text).is_copy(&shingles::signature(&b.text))
}

/// Whether one day is surely before another.
fn is_before(a: Option<&Date>, b: Option<&Date>) -> bool {
    a.zip(b).is_some_and(|(a, b)| {
        let n_shared = a.as_str().len().min(b.as_str().len());
        a.as_str()[..n_shared] < b.as_str()[..n_shared]
    })
}

impl Store {
    /// Fingerprints of the articles that newer versions took the place of, in the order in which they came.
    ///
    /// # Errors
    /// [`Error::Database`] when the file cannot be read.
    pub fn superseded_fingerprints(&self) -> Result<Vec<String>, Error> {
        self.run(|connection| {
            connection
                .prepare(
                    "SELECT fingerprint FROM article WHERE number IN (SELECT article FROM superseded) ORDER BY number",
                )?
                .query_map([], |row| fingerprint::read(row, 0))?
                .collect()
        })
    }

    /// The number under which the last article was stored; 0 for none. Later ones have larger numbers.
    ///
    /// # Errors
    /// [`Error::Database`] when the file cannot be read.
    pub fn last_number(&self) -> Result<i64, Error> {
        self.run(|connection| connection.query_row("SELECT IFNULL(MAX(number), 0) FROM article", [], |row| row.get(0)))
    }

    /// Fingerprints of the articles stored after a number that are near-duplicates of one that came before them.
    ///
    /// # Errors
    /// [`Error::Database`] when the file cannot be read.
    pub fn copies_after(&self, number: i64) -> Result<Vec<String>, Error> {
        self.run(|connection| {
            connection
                .prepare(
                    "SELECT a.fingerprint FROM article a WHERE a.number > ?1 AND a.story <> a.number
                         AND a.number NOT IN (SELECT article FROM superseded)
                         AND EXISTS (SELECT 1 FROM article b WHERE b.story = a.story AND b.number < a.number
                                     AND b.number NOT IN (SELECT article FROM superseded))",
                )?
                .query_map(params![number], |row| fingerprint::read(row, 0))?
                .collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_a_site_is_none_of_a_page() {
        for (url, expected) in [
            ("https://e.example/world/talks", true),
            ("https://e.example/?p=17", true),
            ("https://e.example/", false),
            ("https://e.example", false),
            ("", false),
        ] {
            assert_eq!(is_page(url), expected, "{url}");
        }
    }

    #[test]
    fn a_month_is_not_before_its_days() {
        let date = |text: &str| text.parse::<Date>().unwrap();
        assert!(is_before(Some(&date("2024-04-30")), Some(&date("2024-05"))));
        assert!(!is_before(Some(&date("2024-05")), Some(&date("2024-05-10"))));
        assert!(!is_before(None, Some(&date("2024-05-10"))));
    }

    #[test]
    fn the_articles_of_an_address_are_found_by_an_index() {
        let store = Store::open(":memory:").unwrap();
        let sql = format!("EXPLAIN QUERY PLAN SELECT number FROM article WHERE {OF_ADDRESS}");
        let plan = store.run(|c| c.query_row(&sql, ["https://e.example/a"], |row| row.get::<_, String>(3))).unwrap();
        assert!(plan.contains("article_address"), "{plan}");
    }
}
