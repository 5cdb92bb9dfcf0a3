//! Where a name starts and ends, and what the network took for a name that is none.
//!
//! The network reads words one by one; brackets, titles, numbers and the names of newspapers ask for a look at the whole.

use std::borrow::Cow;

use super::sentence::{Sentence, Token};
use super::tag::{Name, NameKind, Tag};
use crate::knowledge::Knowledge;
use crate::knowledge::words::{NameWord, NotName};

/// Gives the names of a sentence their true ends, and drops those that are none.
pub(super) fn mend(sentence: &mut Sentence, knowledge: &Knowledge) {
    let Sentence { tokens, names, .. } = sentence;
    close_brackets(tokens, names);
    names.retain(|name| name.start < name.end && is_name(tokens, name, knowledge));
    for name in names.iter_mut().filter(|name| name.kind == NameKind::Person) {
        drop_address(tokens, name, knowledge);
        drop_place(tokens, name, knowledge);
    }
    add_outlet_words(tokens, names);
    split_holders(tokens, names, knowledge);
}

fn is_name(tokens: &[Token], name: &Name, knowledge: &Knowledge) -> bool {
    is_written_as_name(&tokens[name.start..name.end])
        && !is_mark(tokens, name)
        && !is_counted(&tokens[name.start..name.end], knowledge)
        && !is_word(tokens, name, knowledge)
}

/// Whether an editor's double brackets hold the words: the marks of who asks, "((WN))", are no names.
fn is_mark(tokens: &[Token], name: &Name) -> bool {
    let is_double = |at: Option<usize>, bracket: &str| {
        at.and_then(|at| tokens.get(at..at + 2)).is_some_and(|two| two.iter().all(|token| token.text == bracket))
    };
    is_double(name.start.checked_sub(2), "(") && is_double(Some(name.end), ")")
}

/// Whether at least a quarter of the words have a capital letter, as in "al-Qaeda" and "2001 Italian general election"
/// and not in "apostasy". Words in another script than ours make no name: the network has read English alone.
fn is_written_as_name(tokens: &[Token]) -> bool {
    let words = tokens.iter().filter(|token| token.text.starts_with(char::is_alphabetic));
    let n_capitalised = words.clone().filter(|word| word.text.contains(char::is_uppercase)).count();
    n_capitalised > 0
        && 4 * n_capitalised >= words.count()
        && tokens.iter().all(|token| token.text.chars().all(|c| !c.is_alphabetic() || is_latin(c)))
}

/// Latin letters, with the marks and the letters for breath that names in them have.
fn is_latin(c: char) -> bool {
    matches!(c, '\0'..='\u{36f}' | '\u{1d00}'..='\u{1eff}' | '\u{2c60}'..='\u{2c7f}' | '\u{a720}'..='\u{a7ff}')
}

/// "Day 3", "Phase 2": something is counted.
fn is_counted(tokens: &[Token], knowledge: &Knowledge) -> bool {
    let [noun, number] = tokens else { return false };
    let is_noun = || knowledge.words.thing_nouns.get(&noun.lower).is_some_and(|noun| noun.is_numbered);
    number.text.starts_with(|c: char| c.is_ascii_digit()) && is_noun()
}

/// "DVD", "Monday", and "Seismologists" at the start of a sentence: a word that is written as a name and is none.
fn is_word(tokens: &[Token], name: &Name, knowledge: &Knowledge) -> bool {
    let words = &tokens[name.start..name.end];
    let pieces = words.iter().map(|token| Cow::Borrowed(token.plain.as_ref()));
    let listed = knowledge.words.not_names.longest(pieces).filter(|(len, _)| *len == words.len());
    let is_opening = name.start == 0 || !tokens[name.start - 1].is_word() && tokens[name.start - 1].text != ",";
    let is_noun = words.len() == 1
        && words[0].tag == Tag::Noun
        && words[0].text.chars().skip(1).all(char::is_lowercase)
        && matches!(name.kind, NameKind::Person | NameKind::Organisation);
    // "May said" may be somebody.
    let is_time = |kind: NotName| kind == NotName::Time && name.kind != NameKind::Person;
    listed.is_some_and(|(_, kind)| *kind == NotName::Term || is_time(*kind)) || is_opening && is_noun
}

/// "[Russell] Church" with both its brackets; "Indian National Congress (INC)" is two names.
fn close_brackets(tokens: &[Token], names: &mut Vec<Name>) {
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text);
    let mut cut_off = Vec::new();
    for name in names.iter_mut() {
        let find = |name: &Name, mark: &str| (name.start..name.end).find(|&at| text(at) == mark);
        for (open, close) in [("(", ")"), ("[", "]")] {
            match (find(name, open), find(name, close)) {
                (None, Some(_)) if name.start > 0 && text(name.start - 1) == open => name.start -= 1,
                (Some(at), None) if at > name.start && is_short_form(tokens, name, at) => {
                    cut_off.push(Name { start: at + 1, ..*name });
                    name.end = at;
                }
                (Some(_), None) if text(name.end) == close => name.end += 1,
                (Some(at), None) if at > name.start => name.end = at,
                (Some(_), None) => name.start += 1,
                (None, Some(at)) => name.end = at,
                _ => {}
            }
        }
    }
    names.extend(cut_off);
    names.sort_by_key(|name| name.start);
    // What grew over the one before it gives way to that.
    let mut end = 0;
    names.retain(|name| {
        let is_free = end <= name.start;
        end = end.max(name.end);
        is_free
    });
}

/// Whether a bracket at `at` stands between a name and the letters for it, in either order.
fn is_short_form(tokens: &[Token], name: &Name, at: usize) -> bool {
    let is_letters = |token: &Token| token.text.len() > 1 && token.text.chars().all(char::is_uppercase);
    at + 2 == name.end && is_letters(&tokens[at + 1]) || at == name.start + 1 && is_letters(&tokens[name.start])
}

/// "Dr. Livermore" is called Livermore.
fn drop_address(tokens: &[Token], name: &mut Name, knowledge: &Knowledge) {
    let is_address = |token: &Token| {
        knowledge.words.is_name_word(token.lower.trim_end_matches('.'), NameWord::Address) && token.is_capitalised()
    };
    if name.end - name.start > 1 && is_address(&tokens[name.start]) {
        name.start += 1 + usize::from(tokens[name.start + 1].text == ".");
        name.start = name.start.min(name.end - 1);
    }
}

/// "Mayor of London Sadiq Khan": the place of the office is no part of the name that follows it.
fn drop_place(tokens: &[Token], name: &mut Name, knowledge: &Knowledge) {
    let is_given = |at: usize| knowledge.words.given_names.contains_key(tokens[at].text);
    let is_office_of = name.start > 1 && tokens[name.start - 1].text == "of";
    if is_office_of && name.end - name.start > 2 && !is_given(name.start) && is_given(name.start + 1) {
        name.start += 1;
    }
}

/// Words with which the name of a newspaper ends after that of its place.
const OUTLET_WORDS: &[&[&str]] = &[
    &["This", "Week"],
    &["Daily", "News"],
    &["Evening", "News"],
    &["Evening", "Post"],
    &["Evening", "Standard"],
    &["Free", "Press"],
    &["Morning", "Herald"],
    &["Morning", "News"],
    &["Morning", "Post"],
    &["Morning", "Star"],
    &["Business", "Journal"],
    &["Business", "Times"],
    &["Chronicle"],
    &["Examiner"],
    &["Gazette"],
    &["Herald"],
    &["Inquirer"],
    &["News"],
    &["Observer"],
    &["Post"],
    &["Star-Tribune"],
    &["Sun-Times"],
    &["Telegraph"],
    &["Times"],
    &["Tribune"],
];

/// "Kamloops This Week", "Dundee Evening Telegraph": a place and the words that make it a newspaper's name are one.
fn add_outlet_words(tokens: &[Token], names: &mut Vec<Name>) {
    for name in names.iter_mut() {
        if !matches!(name.kind, NameKind::Place | NameKind::Organisation) || is_outlet_end(tokens, *name) {
            continue;
        }
        let is_at = |words: &&&[&str]| {
            let end = name.end + words.len();
            let goes_on = tokens.get(end).is_some_and(|token| token.is_capitalised());
            !goes_on
                && words.iter().enumerate().all(|(i, word)| tokens.get(name.end + i).is_some_and(|t| t.text == *word))
        };
        if let Some(words) = OUTLET_WORDS.iter().find(is_at) {
            name.end += words.len();
            name.kind = NameKind::Organisation;
        }
    }
    let mut end = 0;
    names.retain(|name| {
        let is_free = end <= name.start;
        end = end.max(name.end);
        is_free
    });
}

/// Whether a name ends with the words of a newspaper already.
fn is_outlet_end(tokens: &[Token], name: Name) -> bool {
    let last = tokens[name.end - 1].text;
    OUTLET_WORDS.iter().any(|words| words.last() == Some(&last))
}

/// "Don Ferrat of the Zena Party" is a person and a party.
fn split_holders(tokens: &[Token], names: &mut Vec<Name>, knowledge: &Knowledge) {
    let is_noun = |at: usize| knowledge.words.group_nouns.get(&tokens[at].lower).is_some();
    let mut parties = Vec::new();
    for name in names.iter_mut().filter(|name| name.kind == NameKind::Organisation) {
        let Some(of) = (name.start..name.end).find(|&at| tokens[at].lower == "of") else { continue };
        let party = of + 1 + usize::from(tokens.get(of + 1).is_some_and(|token| token.lower == "the"));
        let is_full_name = (2..=3).contains(&(of - name.start))
            && knowledge.words.given_names.contains_key(tokens[name.start].text)
            && !(name.start..of).any(is_noun);
        if is_full_name && party + 1 < name.end && is_noun(name.end - 1) {
            parties.push(Name { start: party, ..*name });
            *name = Name { end: of, kind: NameKind::Person, ..*name };
        }
    }
    names.extend(parties);
    names.sort_by_key(|name| name.start);
}
