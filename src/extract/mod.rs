//! From an article to an [`Extraction`]: its actors and the relationships that it states between them.
//!
//! Pure and total: no files, clock or randomness; text that says nothing yields an empty extraction. The order of work
//! is [`extract`]: sentences, actors, statements.
//!
//! A sentence becomes a `clause`: its tree with the actors that its noun phrases mean; `predication` adds who does what a verb
//! says and in what `mood`. The files of `constructions` read relations off that, `said` finds who says so, and [`statements`]
//! puts both together.

mod actors;
mod clause;
mod company;
mod confidence;
mod constructions;
mod contest;
pub mod coreference;
mod dated;
mod events;
pub mod explain;
mod lists;
mod locations;
mod mention;
mod mood;
mod noun_phrase;
mod numerals;
mod office;
mod persons;
mod predication;
pub mod proof;
mod quotes;
pub mod record;
mod said;
mod statements;

pub use actors::{Actors, actors};
pub use record::Extraction;
pub use statements::statements;

use crate::article::Article;
use crate::knowledge::Knowledge;
use crate::language::Analyzer;

/// The language that the analysis reads, as ISO 639-1 has it.
pub const LANGUAGE: &str = "en";

/// Everything that one article states; nothing where it is in another language than [`LANGUAGE`].
pub fn extract(article: &Article, analyzer: &Analyzer, knowledge: &Knowledge) -> Extraction {
    if article.language != LANGUAGE {
        return Extraction::new(article, Vec::new(), Vec::new());
    }
    let sentences = analyzer.analyze(&article.text, knowledge);
    let actors = actors(&article.text, &sentences, knowledge, article.date.as_ref());
    let statements = statements(&article.text, &sentences, &actors, knowledge, article.date.as_ref());
    Extraction::new(article, actors.into_stated(&statements, knowledge), statements)
}
