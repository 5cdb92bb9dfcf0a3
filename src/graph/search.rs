//! Words in the evidence: the sentences that have all of them, over the full-text index.

use rusqlite::{Connection, params};

use super::query::evidence_of;
use super::tally::last_day;
use super::{Error, Evidence, Filter, Store};
use crate::ontology::Date;

/// Sentences whose dates are compared; of words in more, the sentences stored last are taken.
const MAX_COMPARED: i64 = 20_000;

impl Store {
    /// Statements whose sentence has all of `words` ("quoted words" as a phrase, `word*` by its beginning), at most
    /// `limit` sentences, the latest first, then by article and place.
    ///
    /// # Errors
    /// [`Error::Database`] or [`Error::Damaged`] when the file cannot be read.
    pub fn search(&self, words: &str, filter: &Filter, limit: usize) -> Result<Vec<Evidence>, Error> {
        let Some(terms) = terms(words) else { return Ok(Vec::new()) };
        self.snapshot(|connection| search(connection, &terms, filter, limit))
    }
}

fn search(connection: &Connection, terms: &str, filter: &Filter, limit: usize) -> rusqlite::Result<Vec<Evidence>> {
    let mut query = connection.prepare_cached(
        "SELECT w.rowid >> 20, w.rowid FROM (SELECT rowid FROM sentence_words WHERE sentence_words MATCH ?1
             ORDER BY rowid DESC LIMIT ?2) w CROSS JOIN article a ON a.number = w.rowid >> 20
         WHERE a.number <= (SELECT settled FROM progress) AND (?3 IS NULL OR a.date >= ?3) AND (?4 IS NULL OR a.date <= ?4)
         ORDER BY a.date IS NULL, a.date DESC, a.id, a.fingerprint, w.rowid LIMIT ?5",
    )?;
    let since = filter.since.as_ref().map(Date::as_str);
    let until = filter.until.as_ref().map(last_day);
    let limit = if limit == 0 { -1 } else { i64::try_from(limit).unwrap_or(-1) };
    let sentences: Vec<i64> = query
        .query_map(params![terms, MAX_COMPARED, since, until, limit], |row| row.get(1))?
        .collect::<rusqlite::Result<_>>()?;
    let mut found = Vec::new();
    for sentence in sentences {
        found.extend(evidence_of(connection, sentence, filter)?);
    }
    Ok(found)
}

/// The words as a query of FTS5, each quoted so that none is taken for an operator; `None` where there are none.
fn terms(words: &str) -> Option<String> {
    let mut terms = Vec::new();
    for (i, part) in words.split('"').enumerate() {
        match i % 2 {
            1 if part.chars().any(char::is_alphanumeric) => terms.push(format!("\"{part}\"")),
            1 => {}
            _ => terms.extend(part.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).map(
                |word| match word.strip_suffix('*') {
                    Some(beginning) => format!("\"{beginning}\"*"),
                    None => format!("\"{word}\""),
                },
            )),
        }
    }
    if terms.is_empty() { None } else { Some(terms.join(" ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_is_an_operator() {
        assert_eq!(terms("arms NEAR deal").as_deref(), Some("\"arms\" \"NEAR\" \"deal\""));
        assert_eq!(terms("say \"cease fire\" nego*").as_deref(), Some("\"say\" \"cease fire\" \"nego\"*"));
        assert_eq!(terms("--  \"\" *"), None);
    }
}
