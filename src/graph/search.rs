//! Words in the evidence: the sentences that have all of them, over the full-text index.
//!
//! The index knows the words of an article's evidence, a tenth of the size of one that knew those of each sentence; which
//! sentence has all of them is seen in the text of the few articles that the answer gets to.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};
use unicode_normalization::char::is_combining_mark;

use super::query::evidence_of;
use super::resolve::fold;
use super::tally::last_day;
use super::writer::{Characters, statement_number};
use super::{Error, Evidence, Filter, Store, fingerprint};
use crate::ontology::Date;

/// Articles whose dates are compared; of words in more, the articles stored last are taken.
const MAX_COMPARED: i64 = 5_000;

impl Store {
    /// Statements whose sentence has all of `words` ("quoted words" as a phrase, `word*` by its beginning), at most
    /// `limit` sentences, the latest first, then by article and place.
    ///
    /// # Errors
    /// [`Error::Database`] or [`Error::Damaged`] when the file cannot be read.
    pub fn search(&self, words: &str, filter: &Filter, limit: usize) -> Result<Vec<Evidence>, Error> {
        let words = Words::parse(words);
        if words.terms.is_empty() {
            return Ok(Vec::new());
        }
        self.snapshot(|connection| search(connection, &words, filter, limit))
    }
}

fn search(connection: &Connection, words: &Words, filter: &Filter, limit: usize) -> rusqlite::Result<Vec<Evidence>> {
    let since = filter.since.as_ref().map(Date::as_str);
    let until = filter.until.as_ref().map(last_day);
    let mut query = connection.prepare_cached(
        "SELECT a.date, a.number FROM (SELECT rowid FROM evidence_words WHERE evidence_words MATCH ?1
             ORDER BY rowid DESC LIMIT ?2) w CROSS JOIN article a ON a.number = w.rowid
         WHERE a.number <= (SELECT settled FROM progress) AND (?3 IS NULL OR a.date >= ?3) AND (?4 IS NULL OR a.date <= ?4)",
    )?;
    let matching = params![words.terms.join(" "), MAX_COMPARED, since, until];
    let mut dated: Vec<(Option<String>, i64)> =
        query.query_map(matching, |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
    dated.sort_by(|a, b| b.cmp(a));
    let (mut found, mut n_sentences) = (Vec::new(), 0);
    for same_day in dated.chunk_by(|a, b| a.0 == b.0) {
        for article in in_order(connection, same_day)? {
            for statement in sentences_with(connection, article, words)? {
                if limit > 0 && n_sentences == limit {
                    return Ok(found);
                }
                let evidence: Vec<Evidence> = evidence_of(connection, statement, filter)?
                    .into_iter()
                    .filter(|statement| words.are_in(&statement.evidence))
                    .collect();
                n_sentences += usize::from(!evidence.is_empty());
                found.extend(evidence);
            }
        }
    }
    Ok(found)
}

/// Articles of one day by id. Only where the answer gets to them: most searches end within some days.
fn in_order(connection: &Connection, same_day: &[(Option<String>, i64)]) -> rusqlite::Result<Vec<i64>> {
    if let [(_, article)] = same_day {
        return Ok(vec![*article]);
    }
    let mut query = connection.prepare_cached("SELECT id, fingerprint FROM article WHERE number = ?")?;
    let mut ordered: Vec<(String, String, i64)> = Vec::with_capacity(same_day.len());
    for (_, article) in same_day {
        let (id, fingerprint) = query.query_row([article], |row| Ok((row.get(0)?, fingerprint::read(row, 1)?)))?;
        ordered.push((id, fingerprint, *article));
    }
    ordered.sort_unstable();
    Ok(ordered.into_iter().map(|(_, _, article)| article).collect())
}

/// Of the sentences of an article that have all the words, in their order, one statement each.
fn sentences_with(connection: &Connection, article: i64, words: &Words) -> rusqlite::Result<Vec<i64>> {
    let text: String = connection
        .prepare_cached("SELECT text FROM article_text WHERE article = ?")?
        .query_row([article], |row| row.get(0))?;
    let characters = Characters::new(&text);
    let mut query = connection.prepare_cached(
        "SELECT s.position, s.start, s.end,
             (SELECT w.text FROM wording w WHERE w.article = s.article AND w.position = s.position)
         FROM statement s WHERE s.article = ? ORDER BY s.position",
    )?;
    let (mut seen, mut found) = (BTreeSet::new(), Vec::new());
    let mut rows = query.query([article])?;
    while let Some(row) = rows.next()? {
        let (start, end) = (row.get::<_, u32>(1)? as usize, row.get::<_, u32>(2)? as usize);
        let own = row.get_ref(3)?.as_str_or_null()?;
        let sentence = own.or_else(|| characters.slice(start, end)).unwrap_or_default();
        if !seen.contains(&(start, end)) && words.are_in(sentence) {
            seen.insert((start, end));
            found.push(statement_number(article, row.get(0)?));
        }
    }
    Ok(found)
}

/// What is asked for: words for the index, which knows nothing of their order, and what to look for in a sentence.
#[derive(Debug, Default, PartialEq, Eq)]
struct Words {
    /// Each quoted, so that none is taken for an operator of FTS5.
    terms: Vec<String>,
    /// A word, or several that follow each other, folded, between spaces; without the last for a beginning.
    phrases: Vec<String>,
}

impl Words {
    fn parse(words: &str) -> Words {
        let mut parsed = Words::default();
        for (i, part) in words.split('"').enumerate() {
            match i % 2 {
                1 => parsed.add(part, false),
                _ => part.split_whitespace().for_each(|word| match word.strip_suffix('*') {
                    Some(beginning) => parsed.add(beginning, true),
                    None => parsed.add(word, false),
                }),
            }
        }
        parsed
    }

    /// Adds what is one word or, as "cease-fire", several in a row; of a beginning the last may go on.
    fn add(&mut self, phrase: &str, is_beginning: bool) {
        let words: Vec<&str> = phrase.split(|c: char| !is_of_word(c)).filter(|word| !word.is_empty()).collect();
        let n_words = words.len();
        self.terms.extend(words.iter().enumerate().map(|(place, word)| {
            let mark = if is_beginning && place + 1 == n_words { "*" } else { "" };
            format!("\"{word}\"{mark}")
        }));
        if n_words > 0 {
            let end = if is_beginning { "" } else { " " };
            self.phrases.push(format!(" {}{end}", fold_words(phrase)));
        }
    }

    fn are_in(&self, text: &str) -> bool {
        let text = format!(" {} ", fold_words(text));
        self.phrases.iter().all(|phrase| text.contains(phrase))
    }
}

/// As the index cuts words.
fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// The words without case and diacritics, one space between them.
fn fold_words(text: &str) -> String {
    let words = text.split(|c: char| !is_of_word(c)).filter(|word| !word.is_empty());
    // `fold` takes a leading "the" away.
    words
        .map(|word| if word.eq_ignore_ascii_case("the") { "the".to_owned() } else { fold(word) })
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(words: &str) -> (String, Vec<String>) {
        let words = Words::parse(words);
        (words.terms.join(" "), words.phrases)
    }

    #[test]
    fn no_word_is_an_operator() {
        assert_eq!(parsed("arms NEAR deal").0, "\"arms\" \"NEAR\" \"deal\"");
        assert_eq!(parsed("say \"the Cease fire\" nego*").0, "\"say\" \"the\" \"Cease\" \"fire\" \"nego\"*");
        assert_eq!(parsed("--  \"\" *"), (String::new(), Vec::new()));
    }

    #[test]
    fn words_are_looked_for_in_the_sentence() {
        assert_eq!(parsed("\"the Cease fire\" talks nego*").1, [" the cease fire ", " talks ", " nego"]);
        let has = |words: &str, text: &str| Words::parse(words).are_in(text);
        assert!(has("hold fire", "The cease-fire holds; hold it: fire.") && !has("hold fire", "The cease-fire holds."));
        assert!(has("the", "The cease-fire.") && !has("he", "The cease-fire.") && has("*", "Anything."));
        assert!(has("cease-fire", "A Cease-Fire held.") && has("\"nuclear négo\" x", "X: nuclear nego"));
        assert!(!has("\"fire cease\"", "A cease fire held.") && !has("\"cease fire\"", "cease fires"));
        assert!(has("cease-fi*", "The cease-fire held."));
    }
}
