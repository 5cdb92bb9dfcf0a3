//! What edges refer to: the sentences that prove them, their speakers, dates and articles.

use std::thread;

use rusqlite::blob::Blob;
use rusqlite::{CachedStatement, Connection, MAIN_DB};
use rustc_hash::FxHashMap;

use super::derive::{ActorOf, date};
use super::tally;
use super::writer::POSITION_BITS;
use crate::ontology::Date;

/// The sentences of a file up to this size, in bytes, are held all at once: they are part of it, and so no more.
const MAX_HELD: i64 = 256 << 20;

/// What edges refer to in a file where no sentence is worded otherwise than its text is, for who reads nearly all of them: the
/// sentences of all statements, or of a large file where they stand, eight bytes each; and the ids of articles.
#[derive(Debug)]
pub(super) struct Known {
    /// Of the articles from 0 on, so many a part.
    spans: Vec<Spans>,
    articles_a_part: i64,
    pub(super) ids: Ids,
}

impl Known {
    /// `None` where a sentence may be worded otherwise than its text is, and without connections, of which each reads a part.
    pub(super) fn read(connections: Vec<&mut Connection>) -> rusqlite::Result<Option<Known>> {
        let Some(connection) = connections.first() else { return Ok(None) };
        if are_worded(connection)? {
            return Ok(None);
        }
        let n_articles: i64 =
            connection.query_row("SELECT IFNULL(MAX(number), 0) + 1 FROM article", [], |row| row.get(0))?;
        let articles_a_part = n_articles / connections.len() as i64 + 1;
        let n_bytes: i64 = connection.query_row(
            "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
            [],
            |row| row.get(0),
        )?;
        let read = if n_bytes <= MAX_HELD { Spans::held } else { Spans::read };
        let ids = Ids::read(connection)?;
        thread::scope(|scope| {
            let parts: Vec<_> = (0..)
                .zip(connections)
                .map(|(part, helper)| scope.spawn(move || read(helper, part * articles_a_part, articles_a_part)))
                .collect();
            let spans =
                parts.into_iter().map(|part| part.join().expect("reading does not panic")).collect::<Result<_, _>>()?;
            Ok(Some(Known { spans, articles_a_part, ids }))
        })
    }

    fn place(&self, article: i64, position: i64) -> Option<Place<'_>> {
        let spans = self.spans.get(usize::try_from(article / self.articles_a_part).ok()?)?;
        spans.place(usize::try_from(article % self.articles_a_part).ok()?, usize::try_from(position).ok()?)
    }
}

/// Ids of articles by number, one text after the other: they are looked up in no order, and so lie close together.
#[derive(Debug, Default)]
pub(super) struct Ids {
    text: String,
    /// By number, where its id begins; the last is the end of all.
    starts: Vec<usize>,
}

impl Ids {
    fn read(connection: &Connection) -> rusqlite::Result<Ids> {
        let mut ids = Ids::default();
        let mut query = connection.prepare("SELECT number, id FROM article ORDER BY number")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            ids.starts.resize(row.get::<_, u32>(0)? as usize + 1, ids.text.len());
            ids.text.push_str(row.get_ref(1)?.as_str()?);
        }
        ids.starts.push(ids.text.len());
        Ok(ids)
    }

    /// The id of an article; `None` where it is not known.
    pub(super) fn get(&self, article: i64) -> Option<&str> {
        let article = usize::try_from(article).ok()?;
        let id = &self.text[*self.starts.get(article)?..*self.starts.get(article + 1)?];
        (!id.is_empty()).then_some(id)
    }
}

/// The sentence of a statement, as far as it is known.
enum Place<'k> {
    Held(&'k str),
    /// From the first character of its article's text to the last, exclusive.
    At(u32, u32),
}

/// Where the sentences of some articles stand.
#[derive(Debug, Default)]
struct Spans {
    /// By article, where its statements begin in `spans`.
    firsts: Vec<u32>,
    /// By position in the article; empty where there is no statement. In bytes of `held`, or in characters of the article's text.
    spans: Vec<(u32, u32)>,
    /// The sentences, where they are held.
    held: Option<String>,
}

impl Spans {
    /// Of so many articles from the number `first` on, where they stand.
    fn read(connection: &Connection, first: i64, n_articles: i64) -> rusqlite::Result<Spans> {
        let mut spans = Spans::default();
        let mut query = connection.prepare(SPANS)?;
        let mut rows = query.query([first, n_articles])?;
        while let Some(row) = rows.next()? {
            spans.push(row.get(0)?, row.get(1)?, (row.get(2)?, row.get(3)?));
        }
        Ok(spans)
    }

    /// The same with the sentences, each once where statements that follow each other share it.
    fn held(connection: &Connection, first: i64, n_articles: i64) -> rusqlite::Result<Spans> {
        let (mut spans, mut held) = (Spans::default(), String::new());
        let mut query = connection.prepare(SPANS)?;
        let mut statements = query.query([first, n_articles])?;
        let mut query = connection.prepare(
            "SELECT article - ?1, text FROM article_text WHERE article >= ?1 AND article < ?1 + ?2 ORDER BY article",
        )?;
        let mut texts = query.query([first, n_articles])?;
        let mut next = statements.next()?;
        while let Some(row) = texts.next()? {
            let (number, text): (u32, _) = (row.get(0)?, row.get_ref(1)?.as_str()?);
            let mut cutter = Cutter::new(text);
            let (mut last, mut span) = (None, (0, 0));
            while let Some(statement) = next
                && statement.get::<_, u32>(0)? == number
            {
                let place = (statement.get(2)?, statement.get(3)?);
                if last.replace(place) != Some(place) {
                    let begin = held.len() as u32;
                    held.push_str(cutter.cut(place.0, place.1));
                    span = (begin, held.len() as u32);
                }
                spans.push(number, statement.get(1)?, span);
                next = statements.next()?;
            }
        }
        Ok(Spans { held: Some(held), ..spans })
    }

    /// Adds the next statement.
    fn push(&mut self, article: u32, position: u32, span: (u32, u32)) {
        if self.firsts.len() <= article as usize {
            self.firsts.resize(article as usize + 1, self.spans.len() as u32);
        }
        self.spans.resize((self.firsts[article as usize] + position) as usize, (0, 0));
        self.spans.push(span);
    }

    fn place(&self, article: usize, position: usize) -> Option<Place<'_>> {
        let &(start, end) = self.spans.get(*self.firsts.get(article)? as usize + position)?;
        match &self.held {
            Some(held) => held.get(start as usize..end as usize).map(Place::Held),
            None => Some(Place::At(start, end)),
        }
    }
}

/// Where sentences stand, of `?2` articles from the number `?1` on.
const SPANS: &str = "SELECT article - ?1, position, start, end FROM statement WHERE article >= ?1 AND article < ?1 + ?2
                     ORDER BY article, position";

/// Whether some sentence differs from its place in the text.
fn are_worded(connection: &Connection) -> rusqlite::Result<bool> {
    connection.prepare_cached("SELECT 1 FROM wording LIMIT 1")?.exists([])
}

/// What many edges refer to, each read once but for their sentences.
pub(super) struct Referred<'c> {
    pub(super) connection: &'c Connection,
    sentences: Sentences<'c>,
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
        let sentences = match known {
            Some(known) => Sentences::Known { known, texts: Texts::new(connection) },
            None => Sentences::query(connection)?,
        };
        Ok(Referred { connection, sentences, actors: ActorOf::new(connection), dates: FxHashMap::default() })
    }

    /// The sentence of a statement.
    pub(super) fn sentence(&mut self, statement: i64) -> rusqlite::Result<String> {
        let (article, position) = (statement >> POSITION_BITS, statement & ((1 << POSITION_BITS) - 1));
        match &mut self.sentences {
            Sentences::Known { known, texts } => {
                match known.place(article, position).ok_or(rusqlite::Error::QueryReturnedNoRows)? {
                    Place::Held(sentence) => Ok(sentence.to_owned()),
                    Place::At(start, end) => texts.sentence(article, start, end),
                }
            }
            Sentences::Asked(query) => query.query_row([article, position], |row| {
                let own = row.get_ref(3)?.as_str_or_null()?;
                let sentence = match own {
                    Some(own) => own,
                    None => characters(row.get_ref(0)?.as_str()?, row.get(1)?, row.get(2)?),
                };
                Ok(sentence.to_owned())
            }),
        }
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

/// Where the sentences of statements come from.
enum Sentences<'c> {
    Known { known: &'c Known, texts: Texts<'c> },
    Asked(CachedStatement<'c>),
}

impl<'c> Sentences<'c> {
    fn query(connection: &'c Connection) -> rusqlite::Result<Sentences<'c>> {
        // Most files have no sentence that differs from its place in the text, and then none is looked for.
        let wording = match are_worded(connection)? {
            true => "(SELECT w.text FROM wording w WHERE w.article = s.article AND w.position = s.position)",
            false => "NULL",
        };
        let query = connection.prepare_cached(&format!(
            "SELECT t.text, s.start, s.end, {wording} FROM statement s CROSS JOIN article_text t ON t.article = s.article
             WHERE s.article = ? AND s.position = ?"
        ))?;
        Ok(Sentences::Asked(query))
    }
}

/// Texts of articles, of which no more is read than it takes.
struct Texts<'c> {
    connection: &'c Connection,
    /// The text that was read last.
    open: Option<Blob<'c>>,
    /// Its first bytes.
    bytes: Vec<u8>,
}

impl<'c> Texts<'c> {
    fn new(connection: &'c Connection) -> Texts<'c> {
        Texts { connection, open: None, bytes: Vec::new() }
    }

    /// The characters of an article's text from `start` to `end`, as far as it goes.
    fn sentence(&mut self, article: i64, start: u32, end: u32) -> rusqlite::Result<String> {
        let text = match self.open.take() {
            Some(mut text) => {
                text.reopen(article)?;
                text
            }
            None => self.connection.blob_open(MAIN_DB, c"article_text", c"text", article, true)?,
        };
        let text = self.open.insert(text);
        self.bytes.resize(text.len().min(end as usize), 0);
        text.read_at_exact(&mut self.bytes, 0)?;
        // Of a text without accents and the like each byte is a character.
        if self.bytes.is_ascii()
            && let Some(sentence) = self.bytes.get(start as usize..)
        {
            return utf8(sentence).map(str::to_owned);
        }
        self.bytes.resize(text.len(), 0);
        text.read_at_exact(&mut self.bytes, 0)?;
        Ok(characters(utf8(&self.bytes)?, start, end).to_owned())
    }
}

fn utf8(bytes: &[u8]) -> rusqlite::Result<&str> {
    str::from_utf8(bytes).map_err(|error| rusqlite::Error::Utf8Error(0, error))
}

/// Cuts a text by characters, faster where one cut begins after another.
struct Cutter<'t> {
    text: &'t str,
    is_ascii: bool,
    /// So many characters and bytes into the text a cut began last.
    last: (u32, usize),
}

impl<'t> Cutter<'t> {
    fn new(text: &'t str) -> Cutter<'t> {
        Cutter { text, is_ascii: text.is_ascii(), last: (0, 0) }
    }

    /// The characters from `start` to `end`, as far as the text goes.
    fn cut(&mut self, start: u32, end: u32) -> &'t str {
        if self.is_ascii {
            let n = self.text.len();
            return &self.text[n.min(start as usize)..n.min(end.max(start) as usize)];
        }
        let (n_characters, n_bytes) = if self.last.0 <= start { self.last } else { (0, 0) };
        let rest = after(&self.text[n_bytes..], start - n_characters);
        self.last = (start, self.text.len() - rest.len());
        characters(rest, 0, end.saturating_sub(start))
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

    #[test]
    fn a_cutter_cuts_as_one_cut_does_in_any_order() {
        for text in ["Ärger: Türkei droht. Ende", "Anger: Turkey threatens. End", ""] {
            let mut cutter = Cutter::new(text);
            for (start, end) in [(7, 20), (0, 5), (7, 20), (21, 99), (99, 120), (5, 5), (6, 3), (2, 4)] {
                assert_eq!(cutter.cut(start, end), characters(text, start, end), "{start} to {end} of {text:?}");
            }
        }
    }
}
