//! What a text is cut into: tokens, and sentences of them, with the places where they stand.

use std::borrow::Cow;

use super::tag::{Features, Name, Relation, Tag};
use crate::knowledge::cut::plain;

/// A stretch of a text in bytes, start included, end not; always on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

/// A word or mark of a text. What the models say of it has its default until [`Analyzer::annotate`] fills it in.
///
/// [`Analyzer::annotate`]: super::Analyzer::annotate
#[derive(Debug, Clone)]
pub struct Token<'t> {
    /// As it stands in the text.
    pub text: &'t str,
    /// As tables spell it: plain apostrophes, double quotation marks and hyphens.
    pub plain: Cow<'t, str>,
    /// `plain` in lower case.
    pub lower: String,
    /// Where it stands.
    pub span: Span,
    /// The form under which a dictionary has it: "attack" for "Attacked"; names keep their capitals.
    pub lemma: String,
    /// Part of speech.
    pub tag: Tag,
    /// Number, tense, voice and the like.
    pub features: Features,
    /// The token of the sentence that it depends on; `None` for the root.
    pub head: Option<usize>,
    /// How it depends on its head.
    pub relation: Relation,
}

impl<'t> Token<'t> {
    /// The bare token at this place of a text.
    pub fn at(text: &'t str, span: Span) -> Self {
        Token::bare(&text[span.start..span.end], span)
    }

    /// A token of which nothing but its form and its place is known.
    pub fn bare(form: &'t str, span: Span) -> Self {
        let plain = plain(form);
        Token {
            text: form,
            lower: plain.to_lowercase(),
            plain,
            span,
            lemma: String::new(),
            tag: Tag::default(),
            features: Features::default(),
            head: None,
            relation: Relation::default(),
        }
    }

    /// Whether it starts with a capital letter.
    pub fn is_capitalised(&self) -> bool {
        self.text.starts_with(char::is_uppercase)
    }

    /// Whether it is a word or number rather than a mark.
    pub fn is_word(&self) -> bool {
        self.text.starts_with(char::is_alphanumeric)
    }

    /// Whether it is a double quotation mark, opening or closing.
    pub fn is_quote(&self) -> bool {
        matches!(self.text, "\"" | "\u{201c}" | "\u{201d}" | "\u{ab}" | "\u{bb}" | "\u{201e}")
    }
}

/// A sentence and its tokens; never empty.
#[derive(Debug, Clone)]
pub struct Sentence<'t> {
    /// From its first token to its last.
    pub span: Span,
    /// Its words and marks in order, with nothing but white space between them.
    pub tokens: Vec<Token<'t>>,
    /// Names that the models find, in order, apart from each other.
    pub names: Vec<Name>,
    /// Number of the paragraph, from 0.
    pub paragraph: usize,
}
