//! What an article as a whole says of its names: the same words mean the same kind throughout.
//!
//! One sense per discourse (Gale, Church and Yarowsky, 1992). Where the network calls "Ferrat" a person five times and a
//! place once, it is a person; where it cannot make up its mind, each mention stays as it was read.

use std::borrow::Cow;
use std::collections::HashMap;

use super::sentence::{Sentence, Token};
use super::tag::{Name, NameKind};
use crate::knowledge::Knowledge;
use crate::knowledge::names::{FormKind, Known};
use crate::knowledge::words::NotName;

/// The most common kind must have so many times the votes of the next one.
const MAJORITY: usize = 2;

/// How often a name is of each kind.
type Votes = [usize; NameKind::ALL.len()];

/// Drops what is no name and gives each name the kind that it has throughout the article.
pub fn settle_names(sentences: &mut [Sentence], knowledge: &Knowledge) {
    for Sentence { tokens, names, .. } in sentences.iter_mut() {
        names.retain(|name| is_written_as_name(&tokens[name.start..name.end]) && !is_mark(tokens, name));
    }
    let votes = votes(sentences);
    for Sentence { tokens, names, .. } in sentences.iter_mut() {
        for name in names.iter_mut() {
            let words = &tokens[name.start..name.end];
            if let Some(kind) = kind_in_tables(words, knowledge) {
                name.kind = kind;
            } else if name.kind == NameKind::Other && is_country(words, knowledge) {
                name.kind = NameKind::Place;
            } else if let Some(kind) = votes.get(&key(tokens, name)).and_then(settled) {
                name.kind = kind;
            }
        }
    }
}

/// Whether an editor's double brackets hold the words: the marks of who asks, "((WN))", are no names.
fn is_mark(tokens: &[Token], name: &Name) -> bool {
    let is_double = |at: Option<usize>, bracket: &str| {
        at.and_then(|at| tokens.get(at..at + 2)).is_some_and(|two| two.iter().all(|token| token.text == bracket))
    };
    is_double(name.start.checked_sub(2), "(") && is_double(Some(name.end), ")")
}

/// Whether at least a quarter of the words have a capital letter, as in "al-Qaeda" and "2001 Italian general election"
/// and not in "apostasy". Words in a script without capitals make no name: the network has read English alone.
fn is_written_as_name(tokens: &[Token]) -> bool {
    let words = tokens.iter().filter(|token| token.text.starts_with(char::is_alphabetic));
    let n_capitalised = words.clone().filter(|word| word.text.contains(char::is_uppercase)).count();
    let has_case = |c: char| !c.is_alphabetic() || c.is_lowercase() || c.is_uppercase();
    n_capitalised > 0
        && 4 * n_capitalised >= words.count()
        && tokens.iter().all(|token| token.text.chars().all(has_case))
}

/// The kind of a name that the tables know for nothing else: a faith or its believers, whom no organisation unites, and
/// events and things are of no other kind; a group whose name is nobody else's is an organisation.
fn kind_in_tables(tokens: &[Token], knowledge: &Knowledge) -> Option<NameKind> {
    let pieces = || tokens.iter().map(|token| Cow::Borrowed(token.plain.as_ref()));
    let is_other = |kind: NotName| matches!(kind, NotName::Faith | NotName::Event | NotName::Thing);
    let listed = knowledge.words.not_names.longest(pieces()).filter(|(len, _)| *len == tokens.len());
    if listed.is_some_and(|(_, kind)| is_other(*kind)) || is_faith(tokens, knowledge) {
        return Some(NameKind::Other);
    }
    let (_, form) = knowledge.names.forms.longest(pieces()).filter(|(len, _)| *len == tokens.len())?;
    (matches!(form.known, Known::Group(_)) && !form.is_ambiguous).then_some(NameKind::Organisation)
}

/// Whether a name is that of the believers of a faith, "Muslims".
fn is_faith(tokens: &[Token], knowledge: &Knowledge) -> bool {
    let [token] = tokens else { return false };
    let singular = token.plain.strip_suffix('s').unwrap_or(&token.plain);
    knowledge.words.not_names.get(singular) == Some(&NotName::Faith)
}

/// Whether a name is a country's own, as "U.S." is in "the U.S. capital" and "American" is not.
fn is_country(tokens: &[Token], knowledge: &Knowledge) -> bool {
    let pieces = tokens.iter().map(|token| Cow::Borrowed(token.plain.as_ref()));
    let found = knowledge.names.forms.longest(pieces).filter(|(len, _)| *len == tokens.len());
    found.is_some_and(|(_, form)| {
        matches!(form.known, Known::Country(_)) && form.kind == FormKind::Name && !form.is_ambiguous
    })
}

/// How often each name is of each kind. A person's full name also votes for the surname alone.
fn votes(sentences: &[Sentence]) -> HashMap<String, Votes> {
    let mut votes: HashMap<String, Votes> = HashMap::new();
    for Sentence { tokens, names, .. } in sentences {
        for name in names {
            votes.entry(key(tokens, name)).or_default()[name.kind as usize] += 1;
            if name.kind == NameKind::Person && name.end - name.start > 1 {
                votes.entry(tokens[name.end - 1].lower.clone()).or_default()[name.kind as usize] += 1;
            }
        }
    }
    votes
}

/// The same for "MOSCOW" and "Moscow".
fn key(tokens: &[Token], name: &Name) -> String {
    let words: Vec<&str> = tokens[name.start..name.end].iter().map(|token| token.lower.as_str()).collect();
    words.join(" ")
}

/// The kind that the votes agree on.
fn settled(votes: &Votes) -> Option<NameKind> {
    let most = *NameKind::ALL.iter().max_by_key(|kind| votes[**kind as usize])?;
    let next = NameKind::ALL.iter().filter(|kind| **kind != most).map(|kind| votes[*kind as usize]).max()?;
    (votes[most as usize] >= MAJORITY * next).then_some(most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Span;

    /// A sentence of these words, of which each marked one is a name of the kind: "Ferrat/PER left".
    fn sentence(marked: &'static str) -> Sentence<'static> {
        let mut tokens = Vec::new();
        let mut names = Vec::new();
        let mut at = 0;
        for word in marked.split(' ') {
            let (form, kind) = word.split_once('/').unwrap_or((word, ""));
            let start = at;
            tokens.push(Token::at(marked, Span { start, end: start + form.len() }));
            at += word.len() + 1;
            if let Some(kind) = NameKind::parse(kind) {
                let is_more = names.last().is_some_and(|last: &Name| last.end == tokens.len() - 1 && last.kind == kind);
                match names.last_mut().filter(|_| is_more) {
                    Some(last) => last.end += 1,
                    None => names.push(Name { start: tokens.len() - 1, end: tokens.len(), kind }),
                }
            }
        }
        Sentence { span: Span { start: 0, end: marked.len() }, tokens, names, paragraph: 0 }
    }

    #[track_caller]
    fn check(sentences: &[&'static str], expected: &[&str]) {
        let mut sentences: Vec<Sentence> = sentences.iter().map(|marked| sentence(marked)).collect();
        settle_names(&mut sentences, &Knowledge::built_in().unwrap());
        let names = sentences.iter().flat_map(|s| s.names.iter().map(|n| (n, &s.tokens)));
        let found: Vec<String> =
            names.map(|(n, tokens)| format!("{} {}", tokens[n.start].text, n.kind.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn the_same_words_are_of_one_kind_throughout() {
        check(&["Ferrat/PER left", "Ferrat/LOC spoke", "FERRAT/PER won"], &["Ferrat PER", "Ferrat PER", "FERRAT PER"]);
        check(&["Zena/ORG Ferrat/ORG", "Ferrat/LOC spoke"], &["Zena ORG", "Ferrat LOC"]);
    }

    #[test]
    fn a_full_name_vouches_for_the_surname() {
        check(
            &["Zena/PER Ferrat/PER spoke", "Mr Ferrat/PER left", "Ferrat/ORG won"],
            &["Zena PER", "Ferrat PER", "Ferrat PER"],
        );
    }

    #[test]
    fn kinds_in_balance_stay_as_they_were_read() {
        check(&["Zena/PER left", "Zena/LOC fell"], &["Zena PER", "Zena LOC"]);
    }

    #[test]
    fn a_name_has_a_capital_letter() {
        check(&["apostasy/MISC and al-Zena/ORG and \u{939}\u{948}/MISC"], &["al-Zena ORG"]);
        check(&["Zena/MISC no/MISC puede/MISC continuar/MISC en/MISC el/MISC cargo/MISC"], &[]);
        check(&["2001/MISC Italian/MISC general/MISC election/MISC"], &["2001 MISC"]);
    }

    #[test]
    fn a_country_is_a_place_and_its_adjective_is_none() {
        check(&["U.S./MISC envoys and French/MISC ones"], &["U.S. LOC", "French MISC"]);
    }

    #[test]
    fn believers_are_no_organisation() {
        check(&["Muslims/ORG met the Muslim/ORG Council/ORG"], &["Muslims MISC", "Muslim ORG"]);
    }
}
