//! Which words stand inside quotation marks, and who says them.

use std::ops::Range;

use crate::knowledge::Knowledge;
use crate::language::{Relation, Sentence, Tag, Token};

/// Follows quotation marks from sentence to sentence.
#[derive(Debug, Default)]
pub struct Quotes {
    is_open: bool,
    paragraph: usize,
}

impl Quotes {
    /// The quoted stretches of the next sentence, and whether the first of them goes on from the sentence before.
    pub fn of(&mut self, sentence: &Sentence) -> (Vec<Range<usize>>, bool) {
        let tokens = &sentence.tokens;
        if sentence.paragraph != self.paragraph {
            self.paragraph = sentence.paragraph;
            self.is_open = false;
        }
        let goes_on = self.is_open;
        let mut open = self.is_open.then_some(0);
        let mut quotes = Vec::new();
        for (i, token) in tokens.iter().enumerate().filter(|(_, token)| token.is_quote()) {
            let opens = match token.text {
                "\u{201c}" | "\u{ab}" | "\u{201e}" => true,
                "\u{201d}" | "\u{bb}" => false,
                _ => open.is_none(),
            };
            match open {
                None if opens => open = Some(i + 1),
                Some(from) if !opens => {
                    quotes.push(from..i);
                    open = None;
                }
                _ => {}
            }
        }
        self.is_open = open.is_some();
        quotes.extend(open.map(|from| from..tokens.len()));
        (quotes, goes_on)
    }
}

/// The subject of a verb of saying outside of the quotations: "..., Merkel said".
pub fn speaker_word(tokens: &[Token], quotes: &[Range<usize>], knowledge: &Knowledge) -> Option<usize> {
    let is_quoted = |at: usize| quotes.iter().any(|quote| quote.contains(&at));
    let says = |token: &Token| token.tag == Tag::Verb && knowledge.words.saying_verbs.contains_key(&token.lemma);
    tokens.iter().enumerate().find_map(|(i, token)| {
        let verb = token.head.filter(|_| token.relation == Relation::Nsubj && !is_quoted(i))?;
        (says(&tokens[verb]) && !is_quoted(verb)).then_some(i)
    })
}

/// "FOREIGN MINISTER MIRZOYAN:", "QUESTION:": the colon after the label of a speaker in a transcript, in capitals at the start of a
/// sentence.
pub fn label_in_capitals(tokens: &[Token]) -> Option<usize> {
    const MAX_LABEL: usize = 6;
    let colon = tokens.iter().take(MAX_LABEL + 1).position(|token| token.text == ":")?;
    let label = &tokens[..colon];
    let is_upper = |token: &Token| token.text.chars().all(|c| !c.is_alphabetic() || c.is_uppercase());
    let n_letters = label.iter().flat_map(|token| token.text.chars()).filter(|c| c.is_alphabetic()).count();
    (n_letters > 3 && label.iter().all(is_upper)).then_some(colon)
}
