//! Sentences, tokens, tags, trees and names of a text, with offsets that give it back exactly.
//!
//! Pure and total: any text is analysed, in time linear in its length, and gives the same bytes on every machine. Knows
//! words and marks, no politics.

use std::sync::{Mutex, PoisonError};

mod abbreviations;
mod chars;
pub mod conllu;
mod discourse;
mod features;
pub mod hints;
mod input;
mod kernel;
mod kinds;
pub mod lemma;
pub mod model;
mod names;
mod network;
pub mod segment;
pub mod sentence;
mod spans;
pub mod tag;
mod tree;

use crate::knowledge::Knowledge;
use hints::hints;
use input::Word;
use lemma::lemma;
use model::Model;
use network::{Network, Room};

pub use chars::CharIndex;
pub use model::ModelError;
pub use segment::segment;
pub use sentence::{Sentence, Span, Token};
pub use tag::{Features, Name, NameKind, Relation, Tag};

/// The models that read English, loaded once and shared by all threads.
#[derive(Debug)]
pub struct Analyzer {
    network: Network,
    /// Buffers that no thread uses at the moment.
    rooms: Mutex<Vec<Room>>,
}

impl Analyzer {
    /// The analyzer with the models that are compiled in.
    ///
    /// # Errors
    /// [`ModelError`] when a compiled-in model is damaged: the tests rule that out.
    pub fn built_in() -> Result<Self, ModelError> {
        let file = include_bytes!("../../data/models/english.model");
        Self::from_model(file, include_str!("../../data/models/english.toml"))
    }

    /// The analyzer with another model, as `training/export.py` writes it: the file and its particulars.
    ///
    /// # Errors
    /// [`ModelError`] when one of them cannot be read, or they do not belong together.
    pub fn from_model(file: &[u8], particulars: &str) -> Result<Self, ModelError> {
        let network = Network::new(Model::read(file, particulars)?)?;
        Ok(Analyzer { network, rooms: Mutex::default() })
    }

    /// Sentences of a text with tags, lemmas, trees and names.
    pub fn analyze<'t>(&self, text: &'t str, knowledge: &Knowledge) -> Vec<Sentence<'t>> {
        let mut sentences = segment(text, &knowledge.words);
        self.annotate(&mut sentences, knowledge);
        sentences
    }

    /// Fills in tags, lemmas, trees and names of sentences whose tokens are given.
    pub fn annotate(&self, sentences: &mut [Sentence], knowledge: &Knowledge) {
        // A thread that panicked leaves no buffer behind, so the others are sound.
        let mut room = self.rooms.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
        let words: Vec<Vec<Word>> = sentences.iter().map(|s| self.words_of(&s.tokens, knowledge)).collect();
        let readings = self.network.read(&words, &mut room);
        for (sentence, reading) in sentences.iter_mut().zip(readings) {
            sentence.names = reading.names;
            for (token, reading) in sentence.tokens.iter_mut().zip(reading.tokens) {
                token.tag = reading.tag;
                token.features = reading.features;
                token.head = reading.head;
                token.relation = reading.relation;
            }
            features::complete(&mut sentence.tokens);
            for i in 0..sentence.tokens.len() {
                sentence.tokens[i].lemma = lemma(&sentence.tokens, i, &knowledge.words);
            }
        }
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner).push(room);
        discourse::settle_names(sentences, knowledge);
    }

    /// The tokens as the network sees them.
    fn words_of<'s>(&self, tokens: &'s [Token], knowledge: &Knowledge) -> Vec<Word<'s>> {
        let hints = if self.network.reads_hints() { hints(tokens, knowledge) } else { vec![0; tokens.len()] };
        tokens.iter().zip(hints).map(|(token, hints)| Word { form: &token.plain, hints }).collect()
    }
}

/// The analyzer of all tests.
#[cfg(test)]
pub(crate) static ANALYZER: std::sync::LazyLock<Analyzer> = std::sync::LazyLock::new(|| Analyzer::built_in().unwrap());

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::built_in().unwrap());

    /// Each word with its tag, relation and head.
    #[track_caller]
    fn check(text: &str, expected: &[&str], names: &[(&str, NameKind)]) {
        let [sentence] = &ANALYZER.analyze(text, &KNOWLEDGE)[..] else { panic!("one sentence in {text:?}") };
        let tokens = &sentence.tokens;
        let show = |t: &Token| {
            let head = t.head.map_or("", |head| tokens[head].text);
            format!("{} {} {} {head}", t.text, t.tag, t.relation).trim_end().to_owned()
        };
        assert_eq!(tokens.iter().map(show).collect::<Vec<_>>(), expected);
        let text_of = |name: &Name| &text[tokens[name.start].span.start..tokens[name.end - 1].span.end];
        let found: Vec<_> = sentence.names.iter().map(|name| (text_of(name), name.kind)).collect();
        assert_eq!(found, names);
    }

    #[test]
    fn a_sentence_has_tags_a_tree_and_names() {
        check(
            "Russia was sanctioned by the European Union.",
            &[
                "Russia PROPN nsubj:pass sanctioned",
                "was AUX aux:pass sanctioned",
                "sanctioned VERB root",
                "by ADP case Union",
                "the DET det Union",
                "European ADJ amod Union",
                "Union PROPN obl:agent sanctioned",
                ". PUNCT punct sanctioned",
            ],
            &[("Russia", NameKind::Place), ("European Union", NameKind::Organisation)],
        );
    }

    #[test]
    fn threads_share_an_analyzer() {
        fn check_shared<T: Send + Sync>(_: &T) {}
        check_shared(&*ANALYZER);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn any_text_is_analysed_in_its_own_words(text in "(\\PC|[ \n.'\u{2019}\"a-zA-Z0-9-]){0,120}") {
            let mut end = 0;
            for sentence in ANALYZER.analyze(&text, &KNOWLEDGE) {
                let n = sentence.tokens.len();
                prop_assert_eq!(sentence.tokens.iter().filter(|token| token.head.is_none()).count(), 1);
                for token in &sentence.tokens {
                    prop_assert!(text[end..token.span.start].chars().all(char::is_whitespace));
                    prop_assert_eq!(token.text, &text[token.span.start..token.span.end]);
                    prop_assert!(token.head.is_none_or(|head| head < n));
                    prop_assert_eq!(token.head.is_none(), token.relation == Relation::Root);
                    end = token.span.end;
                }
                let mut last = 0;
                for name in &sentence.names {
                    prop_assert!(last <= name.start && name.start < name.end && name.end <= n);
                    last = name.end;
                }
            }
            prop_assert!(text[end..].chars().all(char::is_whitespace));
        }
    }
}
