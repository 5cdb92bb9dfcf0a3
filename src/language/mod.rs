//! Sentences and tokens of a text, with offsets that give it back exactly.
