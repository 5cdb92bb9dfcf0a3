//! From the outside world to an [`Article`]: a clean text with its title, date and address.
//!
//! [`read`] finds the files, [`Sources`] opens them one by one, and each [`Source`] is decoded, read in its format,
//! cleaned and given a language and a fingerprint. What cannot be read is a [`Skipped`] that names the place and the
//! remedy; the rest goes on. Readers know formats, not languages; nothing here knows what the text says.

use std::path::PathBuf;
use std::time::Duration;

use crate::ontology::Date;

mod array;
mod clean;
mod date;
mod decode;
mod feed;
#[cfg(feature = "fetch")]
mod fetch;
mod fields;
mod format;
mod html;
mod http;
mod json;
mod language;
mod lines;
mod mail;
mod markdown;
mod mbox;
#[cfg(feature = "parquet")]
mod parquet;
mod pdf;
pub mod shingles;
mod skipped;
mod source;
mod sources;
mod stream;
mod table;
mod tar;
mod unpack;
mod walk;
mod warc;
mod zip;

pub use clean::fingerprint;
pub use fields::{Field, Fields};
pub use format::Format;
pub use skipped::{Reason, Remark, Skipped};
pub use source::Source;
pub use sources::{Sources, sources};
pub use walk::n_bytes;

/// Largest text of one article, in bytes; a longer one is a book or a mistake.
pub const MAX_TEXT: usize = 10_000_000;

/// Most characters of a value that a message quotes.
const MAX_SHOWN: usize = 40;

/// One article, ready to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Stable name: as its source gives it, else the file's name without extension, else made of the fingerprint.
    pub id: String,
    /// Headline; empty when the source has none.
    pub title: String,
    /// Day (or month, or year) of publication; `None` when the source does not say.
    pub date: Option<Date>,
    /// Address of the original, empty when not known.
    pub url: String,
    /// Who published it, empty when not known.
    pub outlet: String,
    /// ISO 639-1 code of the language, `en` when the text is too short to tell.
    pub language: String,
    /// Cleaned text: paragraphs separated by line breaks. Offsets of mentions and evidence count its characters.
    pub text: String,
    /// Hash of the cleaned text, lower-case hexadecimal: equal texts are one article.
    pub fingerprint: String,
}

impl Article {
    /// An article of nothing but a text, for texts that do not come from files.
    ///
    /// ```
    /// let article = whom::article::Article::from_text("Iran backs Hezbollah.");
    /// assert_eq!(article.language, "en");
    /// ```
    pub fn from_text(text: &str) -> Article {
        let text = clean::text(text);
        let fingerprint = clean::fingerprint(&text);
        Article {
            id: id_of(&fingerprint),
            title: String::new(),
            date: None,
            url: String::new(),
            outlet: String::new(),
            language: language::of(&text).to_owned(),
            text,
            fingerprint,
        }
    }
}

/// An article with the place that it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// File, `file:line` or `-`, for messages.
    pub place: String,
    /// What was read.
    pub article: Article,
    /// Who wrote it, as its source says; empty when not known.
    pub author: String,
    /// What says the date of publication.
    pub date_from: Option<DateFrom>,
    /// What was left out or replaced while reading it.
    pub remarks: Vec<Remark>,
}

/// What says when an article was published; of several the first here counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DateFrom {
    /// A field, column, header or line of front matter of its source.
    Field,
    /// The page's data for search engines (JSON-LD).
    LinkedData,
    /// A `meta` element of the page.
    Meta,
    /// A `time` element of the page.
    Time,
    /// The page's address, such as `/2024/05/01/`.
    Address,
}

impl DateFrom {
    /// A word for people.
    pub const fn name(self) -> &'static str {
        match self {
            DateFrom::Field => "field",
            DateFrom::LinkedData => "JSON-LD",
            DateFrom::Meta => "meta",
            DateFrom::Time => "time",
            DateFrom::Address => "address",
        }
    }
}

/// All articles of `paths` in order: files, folders with all that is in them sorted by name, `-` for standard input, and,
/// with the feature `fetch`, addresses of pages and feeds.
///
/// Lazy: a file is opened when its turn comes, and files of JSON lines are never loaded whole.
/// To parse on several threads, hand out [`sources`] instead.
///
/// ```no_run
/// for found in whom::article::read(vec!["articles/".into()]) {
///     match found {
///         Ok(found) => println!("{}: {}", found.place, found.article.title),
///         Err(skipped) => eprintln!("{skipped}"),
///     }
/// }
/// ```
pub fn read(reading: impl Into<Reading>) -> impl Iterator<Item = Result<Found, Skipped>> {
    sources(reading).flat_map(|source| match source {
        Ok(source) => source.articles(),
        Err(skipped) => vec![Err(skipped)],
    })
}

/// What is to be read, and how.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// Files, folders, `-` for standard input, and addresses of pages and feeds.
    pub paths: Vec<PathBuf>,
    /// The format of all of them; `None` to tell it by name and content.
    pub format: Option<Format>,
    /// Which columns and fields hold what, where their names do not tell.
    pub fields: Fields,
    /// Who published the articles that name nobody.
    pub outlet: String,
    /// How addresses are fetched.
    pub fetching: Fetching,
}

/// How pages and feeds are fetched, where that is built in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetching {
    /// Whether machines within this network may be asked.
    pub allow_private: bool,
    /// Time between two requests to one site, at least; a site may ask for more.
    pub pause: Duration,
    /// Time for one request, from the name of its host to the last byte, at most.
    pub max_time: Duration,
}

impl Default for Fetching {
    fn default() -> Fetching {
        Fetching { allow_private: false, pause: Duration::from_secs(1), max_time: Duration::from_secs(60) }
    }
}

impl From<Vec<PathBuf>> for Reading {
    fn from(paths: Vec<PathBuf>) -> Reading {
        Reading { paths, ..Reading::default() }
    }
}

/// What a format's reader finds, before cleaning; absent fields are empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Draft {
    id: String,
    title: String,
    date: String,
    url: String,
    outlet: String,
    author: String,
    date_from: Option<DateFrom>,
    text: String,
    remarks: Vec<Remark>,
}

impl Draft {
    /// Takes from another what this one does not say; of a date also what says it.
    fn fill(&mut self, other: &Draft) {
        let fields =
            [(&mut self.title, &other.title), (&mut self.outlet, &other.outlet), (&mut self.author, &other.author)];
        for (field, given) in fields {
            if field.trim().is_empty() {
                field.clone_from(given);
            }
        }
        if self.date.trim().is_empty() {
            self.date.clone_from(&other.date);
            self.date_from = other.date_from;
        }
    }

    /// Cleans the draft into an article; `name` is its id where the source gives none, empty for none.
    fn finish(self, place: String, name: &str, reading: &Reading) -> Result<Found, Skipped> {
        if self.text.len() > MAX_TEXT {
            return Err(Reason::TextTooLarge.at(place));
        }
        let mut article = Article::from_text(&self.text);
        if article.text.trim().is_empty() {
            return Err(Reason::Empty.at(place));
        }

        let mut remarks = self.remarks;
        article.date = date::read(&self.date);
        if article.date.is_none() && !self.date.trim().is_empty() {
            remarks.push(Remark::Date(self.date.chars().take(MAX_SHOWN).collect()));
        }
        article.title = clean::line(&self.title);
        article.url = clean::line(&self.url);
        article.outlet = clean::line(if self.outlet.trim().is_empty() { &reading.outlet } else { &self.outlet });
        if let Some(id) = [clean::line(&self.id), clean::line(name)].into_iter().find(|id| !id.is_empty()) {
            article.id = id;
        }
        let date_from = article.date.as_ref().map(|_| self.date_from.unwrap_or(DateFrom::Field));
        Ok(Found { place, article, author: clean::line(&self.author), date_from, remarks })
    }
}

/// The id of an article that has no name: enough of the fingerprint to be unique, and the same wherever the text
/// lies.
fn id_of(fingerprint: &str) -> String {
    fingerprint[..16].to_owned()
}
