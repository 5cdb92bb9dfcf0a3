//! Names that the article itself introduces: acronyms in brackets, translations in quotation marks, surnames after full names.

use std::collections::BTreeSet;

use super::full_names::FullNames;
use super::{folded, is_acronym};
use crate::extract::mention::{Mention, Who};
use crate::extract::noun_phrase;
use crate::knowledge::Knowledge;
use crate::knowledge::names::FormKind;
use crate::language::{Sentence, Token};

/// Acronyms that the article itself introduces in brackets: "Ahwazi Liberal Party (ALP)".
pub(super) fn acronyms(found: &[Vec<Mention>], sentences: &[Sentence]) -> BTreeSet<String> {
    let groups = found.iter().flatten().filter(|mention| matches!(mention.who, Who::Group { .. }));
    groups
        .filter_map(|mention| acronym_after(&sentences[mention.sentence].tokens, mention))
        .map(str::to_owned)
        .collect()
}

/// The acronym in brackets right after a name.
pub(super) fn acronym_after<'t>(tokens: &[Token<'t>], mention: &Mention) -> Option<&'t str> {
    let [open, acronym, close] = tokens.get(mention.end..mention.end + 3)? else { return None };
    (open.text == "(" && close.text == ")" && is_acronym(acronym.text)).then_some(acronym.text)
}

/// The capitalised words in quotation marks after ", or" that a name's own translation is given by.
pub(in crate::extract) fn translation_after(tokens: &[Token], end: usize) -> Option<(usize, usize)> {
    const MAX_WORDS: usize = 8;
    let or = end + usize::from(tokens.get(end)?.text == ",");
    let opens = tokens.get(or)?.lower == "or" && tokens.get(or + 1)?.is_quote();
    let start = or + 2;
    let close = (start..(start + MAX_WORDS).min(tokens.len())).find(|&at| tokens[at].is_quote())?;
    (opens && close > start && tokens[start].is_capitalised()).then_some((start, close))
}

/// Surnames alone, once the full name is known ("Putin" after "Vladimir Putin"), and acronyms once they are introduced.
pub(super) fn add_short_names(
    found: &mut [Vec<Mention>],
    sentences: &[Sentence],
    persons: &FullNames,
    acronyms: &BTreeSet<String>,
    knowledge: &Knowledge,
) {
    for (index, sentence) in sentences.iter().enumerate() {
        // What the article calls ALP is ALP in it, whomever the tables know by the acronym.
        let is_one = |m: &&mut Mention| matches!(m.who, Who::Known(_) | Who::Person) && m.end - m.start == 1;
        for mention in found[index].iter_mut().filter(is_one) {
            if acronyms.contains(sentence.tokens[mention.start].text) {
                mention.who = Who::Group { sector: None, of: None, is_organ: false };
            }
        }
        let is_covered = |at: usize, mentions: &[Mention]| mentions.iter().any(|m| (m.start..m.end).contains(&at));
        for (at, token) in sentence.tokens.iter().enumerate() {
            if !token.is_capitalised() || token.text.len() < 2 || is_covered(at, &found[index]) {
                continue;
            }
            let word = folded(token.text);
            let is_surname = persons.has_surname(&word) && knowledge.words.class(&token.lower).is_none();
            let who = match acronyms.contains(token.text) {
                true => Who::Group { sector: None, of: None, is_organ: false },
                false => Who::Person,
            };
            if is_surname || who != Who::Person {
                let form = FormKind::Name;
                let (head, np_end) = noun_phrase::extent(&sentence.tokens, at + 1, &who, form, knowledge);
                let mention =
                    Mention { sentence: index, name_start: at, start: at, end: at + 1, np_end, head, who, form };
                let place = found[index].partition_point(|m| m.start < at);
                found[index].insert(place, mention);
            }
        }
    }
}
