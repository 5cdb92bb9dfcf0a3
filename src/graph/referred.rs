//! What edges refer to: the sentences that prove them, their speakers, dates and articles.

use rusqlite::{CachedStatement, Connection};
use rustc_hash::FxHashMap;

use super::derive::{ActorOf, date};
use super::tally;
use super::writer::POSITION_BITS;
use crate::ontology::Date;

/// What edges refer to in a file where no sentence is worded otherwise than its text is, for who reads nearly all of them: where
/// the sentences of all statements stand, eight bytes each, and the ids of articles.
pub(super) struct Known {
    /// By number, where an article's statements begin in `spans`.
    firsts: Vec<u32>,
    /// By position in the article, from the first character to the last, exclusive; empty where there is no statement.
    spans: Vec<(u32, u32)>,
    /// Ids of articles by number; empty where there is none.
    pub(super) ids: Vec<Box<str>>,
}

impl Known {
    /// `None` where a sentence may be worded otherwise than its text is.
    pub(super) fn read(connection: &Connection) -> rusqlite::Result<Option<Known>> {
        if are_worded(connection)? {
            return Ok(None);
        }
        let (mut firsts, mut spans, mut ids) = (Vec::new(), Vec::new(), Vec::new());
        let mut query =
            connection.prepare("SELECT article, position, start, end FROM statement ORDER BY article, position")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let (article, position): (u32, u32) = (row.get(0)?, row.get(1)?);
            if firsts.len() <= article as usize {
                firsts.resize(article as usize + 1, spans.len() as u32);
            }
            spans.resize((firsts[article as usize] + position) as usize, (0, 0));
            spans.push((row.get(2)?, row.get(3)?));
        }
        let mut query = connection.prepare("SELECT number, id FROM article ORDER BY number")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            ids.resize_with(row.get::<_, u32>(0)? as usize, Box::default);
            ids.push(row.get_ref(1)?.as_str()?.into());
        }
        Ok(Some(Known { firsts, spans, ids }))
    }

    fn span(&self, article: i64, position: i64) -> Option<(u32, u32)> {
        let first = *self.firsts.get(usize::try_from(article).ok()?)?;
        self.spans.get(first as usize + usize::try_from(position).ok()?).copied()
    }
}

/// Whether some sentence differs from its place in the text.
fn are_worded(connection: &Connection) -> rusqlite::Result<bool> {
    connection.prepare_cached("SELECT 1 FROM wording LIMIT 1")?.exists([])
}

/// What many edges refer to, each read once but for their sentences.
pub(super) struct Referred<'c> {
    pub(super) connection: &'c Connection,
    known: Option<&'c Known>,
    sentence: CachedStatement<'c>,
    pub(super) actors: ActorOf<'c>,
    /// Dates by their numbers; `None` for those of no known day.
    dates: FxHashMap<u32, Option<Date>>,
}

impl<'c> Referred<'c> {
    pub(super) fn new(connection: &'c Connection) -> rusqlite::Result<Self> {
        Referred::knowing(connection, None)
    }

    /// As [`Referred::new`], with what is known already.
    pub(super) fn knowing(connection: &'c Connection, known: Option<&'c Known>) -> rusqlite::Result<Self> {
        // Most files have no sentence that differs from its place in the text, and then none is looked for.
        let wording = match known.is_none() && are_worded(connection)? {
            true => "(SELECT w.text FROM wording w WHERE w.article = s.article AND w.position = s.position)",
            false => "NULL",
        };
        let sentence = match known {
            Some(_) => "SELECT text FROM article_text WHERE article = ?".to_owned(),
            None => format!(
                "SELECT t.text, s.start, s.end, {wording} FROM statement s CROSS JOIN article_text t ON t.article = s.article
                 WHERE s.article = ? AND s.position = ?"
            ),
        };
        let sentence = connection.prepare_cached(&sentence)?;
        Ok(Referred { connection, known, sentence, actors: ActorOf::new(connection), dates: FxHashMap::default() })
    }

    /// The sentence of a statement.
    pub(super) fn sentence(&mut self, statement: i64) -> rusqlite::Result<String> {
        let (article, position) = (statement >> POSITION_BITS, statement & ((1 << POSITION_BITS) - 1));
        if let Some(known) = self.known {
            let (start, end) = known.span(article, position).ok_or(rusqlite::Error::QueryReturnedNoRows)?;
            return self
                .sentence
                .query_row([article], |row| Ok(characters(row.get_ref(0)?.as_str()?, start, end).to_owned()));
        }
        self.sentence.query_row([article, position], |row| {
            let own = row.get_ref(3)?.as_str_or_null()?;
            let sentence = match own {
                Some(own) => own,
                None => characters(row.get_ref(0)?.as_str()?, row.get(1)?, row.get(2)?),
            };
            Ok(sentence.to_owned())
        })
    }

    pub(super) fn date(&mut self, number: u32) -> rusqlite::Result<Option<Date>> {
        if let Some(known) = self.dates.get(&number) {
            return Ok(known.clone());
        }
        let known = tally::date(date(number).as_deref())?;
        self.dates.insert(number, known.clone());
        Ok(known)
    }
}

/// The characters of a text from `start` to `end`, as far as it goes.
fn characters(text: &str, start: u32, end: u32) -> &str {
    let rest = after(text, start);
    &rest[..rest.len() - after(rest, end.saturating_sub(start)).len()]
}

/// What follows so many characters.
fn after(text: &str, n_characters: u32) -> &str {
    let mut characters = text.chars();
    if let Some(last) = n_characters.checked_sub(1) {
        characters.nth(last as usize);
    }
    characters.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_cut_by_characters() {
        let text = "Ärger: Türkei droht. Ende";
        assert_eq!(characters(text, 7, 20), "Türkei droht.");
        assert_eq!((characters(text, 0, 5), characters(text, 21, 99)), ("Ärger", "Ende"));
        assert_eq!((characters(text, 99, 120), characters(text, 5, 5), characters("", 0, 1)), ("", "", ""));
    }
}
