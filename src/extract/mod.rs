//! From an article to an [`Extraction`]: its actors and the relationships that it states between them.
//!
//! Pure and total: no files, clock or randomness; text that says nothing yields an empty extraction. The order of work
//! is [`extract`]: sentences, actors, statements.
//!
//! `mention`, `noun_phrase`, `clause`, `verb` and `noun` read the order of words, and ask `tree` where that tells them
//! nothing; rules over trees alone will take their place, [`actors`] and [`statements`] stay.

mod actors;
mod clause;
pub mod coreference;
pub mod explain;
mod mention;
mod noun;
mod noun_phrase;
mod office;
mod persons;
pub mod proof;
mod recognised;
pub mod record;
mod said;
mod statements;
mod structure;
mod tree;
mod verb;

pub use actors::{Actors, actors};
pub use record::Extraction;
pub use statements::statements;

use crate::article::Article;
use crate::knowledge::Knowledge;
use crate::language::Analyzer;

/// Everything that one article states.
pub fn extract(article: &Article, analyzer: &Analyzer, knowledge: &Knowledge) -> Extraction {
    let sentences = analyzer.analyze(&article.text, knowledge);
    let actors = actors(&article.text, &sentences, knowledge, article.date.as_ref());
    let statements = statements(&article.text, &sentences, &actors, knowledge);
    Extraction::new(article, actors.into_stated(&statements, knowledge), statements)
}
