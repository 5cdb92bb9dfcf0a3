//! From the outside world to an [`Article`]: a clean text with its title, date and address.
//!
//! Readers know formats, not languages; nothing here knows what the text says.

use crate::ontology::Date;

/// One article, ready to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// Stable name: as its source gives it, else made of the fingerprint.
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
