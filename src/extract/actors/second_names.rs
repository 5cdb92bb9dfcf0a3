//! Second names of a person that stand right beside the first: a title with a name of its own, "Colin Ferrat, Lord Zena", the name that
//! one was born with, "Ada Ferrat, born Zena Maria Ferrat", and the one that one performs under, "the ring name Zena"; and a group's in
//! brackets, "the Supreme Court of Justice (Oberster Gerichtshof)".

use crate::extract::mention::{Mention, Who};
use crate::knowledge::Words;
use crate::knowledge::names::Known;
use crate::language::{Sentence, Token};

/// Words between the two names at most: "performed for the Ferrat Company under the ring name".
const MAX_WORDS: usize = 20;

/// Whether what starts at `start` is another name of the person whose mention ends at `end` earlier in the sentence.
pub(super) fn is_second(tokens: &[Token], end: usize, start: usize, words: &Words) -> bool {
    let Some(between) = tokens.get(end..start).filter(|between| between.len() <= MAX_WORDS) else { return false };
    let lower: Vec<&str> = between.iter().map(|token| token.lower.as_str()).collect();
    match lower.as_slice() {
        // "Ada Ferrat, born to Zena" names her mother.
        ["," | "(", "born" | "née" | "nee"] | ["," | "(", "born", "as"] => true,
        // "Ada Ferrat, Lord Zena and others" is a list.
        [",", title] => words.is_in_class("NOBLE", title) && is_closed(tokens, start),
        [.., kind, "name"] => matches!(*kind, "ring" | "stage" | "pen"),
        _ => false,
    }
}

/// The name of two words or more that fills the brackets after a group's name which ends at `end`.
pub(super) fn in_brackets(tokens: &[Token], end: usize) -> Option<(usize, usize)> {
    const MAX_LEN: usize = 8;
    let start = end + 1;
    if tokens.get(end)?.text != "(" {
        return None;
    }
    let close = (start..(start + MAX_LEN).min(tokens.len())).find(|&at| tokens[at].text == ")")?;
    let is_name = |token: &Token| token.is_capitalised() || matches!(token.text, "of" | "for" | "and" | "the" | "-");
    let is_whole = close > start + 1 && tokens[start].is_capitalised() && tokens[start..close].iter().all(is_name);
    is_whole.then_some((start, close))
}

/// Makes groups of what stands so in brackets and no given name begins.
pub(super) fn settle(found: &mut [Vec<Mention>], sentences: &[Sentence], words: &Words) {
    for (mentions, sentence) in found.iter_mut().zip(sentences) {
        for at in 1..mentions.len() {
            let group = &mentions[at - 1];
            let is_group = matches!(group.who, Who::Group { .. } | Who::Known(Known::Group(_)));
            let Some((start, end)) = in_brackets(&sentence.tokens, group.end).filter(|_| is_group) else { continue };
            let inner = &mut mentions[at];
            let is_given = words.given_names.contains_key(sentence.tokens[start].text);
            if (inner.start, inner.end) == (start, end) && inner.who == Who::Person && !is_given {
                inner.who = Who::Group { sector: None, of: None, is_organ: false };
            }
        }
    }
}

/// Whether the name at `start` ends with the apposition that it is: at a comma that no "and" follows, or a bracket.
fn is_closed(tokens: &[Token], start: usize) -> bool {
    let Some(at) = (start..tokens.len()).find(|&at| !tokens[at].is_capitalised() && tokens[at].text != "-") else {
        return false;
    };
    let next = tokens.get(at + 1).map_or("", |token| token.text);
    matches!(tokens[at].text, "," | ")")
        && !matches!(next, "and" | "or")
        && !tokens[at + 1..].iter().take(4).any(|token| token.text == "and")
}
