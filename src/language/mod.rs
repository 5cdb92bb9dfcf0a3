//! Sentences and tokens of a text, with offsets that give it back exactly.
//!
//! Pure and total: any text is analysed, in time linear in its length. Knows words and marks, no politics.

pub mod segment;
pub mod sentence;

pub use segment::segment;
pub use sentence::{Sentence, Span, Token};
