//! What an article as a whole says of its names: the same words mean the same kind throughout.
//!
//! One sense per discourse (Gale, Church and Yarowsky, 1992). Where the network calls "Ferrat" a person five times and a
//! place once, it is a person; where it cannot make up its mind, each mention stays as it was read.

use std::collections::{HashMap, HashSet};

use super::sentence::{Sentence, Token};
use super::tag::{Name, NameKind};
use super::{abbreviations, kinds, spans};
use crate::knowledge::Knowledge;

/// The most common kind must have so many times the votes of the next one.
const MAJORITY: usize = 2;

/// How often a name is of each kind.
type Votes = [usize; NameKind::ALL.len()];

/// Drops what is no name, mends where names end, and gives each the kind that it has throughout the article.
///
/// In this order: the letters that the article introduces, what the words themselves say, what a noun before one mention
/// says, a short name that is part of longer ones, and what most mentions were read as.
pub fn settle_names(sentences: &mut [Sentence], knowledge: &Knowledge) {
    let mut sure: HashSet<(usize, usize)> = HashSet::new();
    let mut called: HashSet<String> = HashSet::new();
    for (i, sentence) in sentences.iter_mut().enumerate() {
        spans::mend(sentence, knowledge);
        let Sentence { tokens, names, .. } = sentence;
        for name in names.iter_mut() {
            if let Some(kind) = kinds::of_words(tokens, name, knowledge) {
                name.kind = kind;
                sure.insert((i, name.start));
            } else if name.kind == NameKind::Other && kinds::is_country(&tokens[name.start..name.end], knowledge) {
                name.kind = NameKind::Place;
                sure.insert((i, name.start));
            } else if kinds::is_called_thing(tokens, name, knowledge) {
                called.insert(key(tokens, name));
            }
        }
    }
    let introduced = abbreviations::kinds(sentences);
    let terms = abbreviations::terms(sentences);
    let votes = votes(sentences);
    let parts = Parts::of(sentences);
    for (i, Sentence { tokens, names, .. }) in sentences.iter_mut().enumerate() {
        for name in names.iter_mut() {
            let word = (name.end == name.start + 1).then(|| &tokens[name.start]);
            let is_sure = sure.contains(&(i, name.start));
            let kind = word
                .and_then(|word| introduced.get(word.text).copied())
                .or(is_sure.then_some(name.kind))
                .or_else(|| called.contains(&key(tokens, name)).then_some(NameKind::Other))
                .or_else(|| word.and_then(|word| terms.get(word.text).copied()))
                .or_else(|| word.and_then(|word| parts.kind(word, name.kind, &votes)))
                .or_else(|| votes.get(&key(tokens, name)).and_then(settled));
            name.kind = kind.unwrap_or(name.kind);
        }
    }
}

/// The words of an article's longer names, by what a word alone then stands for.
#[derive(Debug, Default)]
struct Parts {
    /// Words of persons' names, lower case.
    persons: HashSet<String>,
    /// Surnames.
    surnames: HashSet<String>,
    /// First words of organisations' names: "Mahan" of "Mahan Air".
    organisations: HashSet<String>,
    /// Last words of the names of storms, ships and other things with a noun before them: "Maria" of "Hurricane Maria".
    things: HashSet<String>,
}

impl Parts {
    fn of(sentences: &[Sentence]) -> Self {
        let mut parts = Parts::default();
        for Sentence { tokens, names, .. } in sentences {
            for name in names.iter().filter(|name| name.end - name.start > 1) {
                let words = || tokens[name.start..name.end].iter().map(|token| token.lower.clone());
                match name.kind {
                    NameKind::Person => {
                        parts.persons.extend(words());
                        parts.surnames.extend(words().next_back());
                    }
                    NameKind::Organisation => parts.organisations.extend(words().next()),
                    NameKind::Other if name.end - name.start == 2 => parts.things.extend(words().next_back()),
                    _ => {}
                }
            }
        }
        parts
    }

    /// The kind of a word alone, read as `kind`, that is part of longer names.
    fn kind(&self, word: &Token, kind: NameKind, votes: &HashMap<String, Votes>) -> Option<NameKind> {
        let has_votes = |of: NameKind| votes.get(&word.lower).map_or(0, |votes| votes[of as usize]);
        let family = word.lower.strip_suffix('s').filter(|family| self.surnames.contains(*family));
        let is_surname = self.surnames.contains(&word.lower);
        match kind {
            // "Imus left" after "Don Imus", "the Turpins" after "David Turpin".
            NameKind::Organisation | NameKind::Other if is_surname => {
                let n_others = has_votes(NameKind::Organisation) + has_votes(NameKind::Place);
                (has_votes(NameKind::Person) > n_others).then_some(NameKind::Person)
            }
            NameKind::Organisation | NameKind::Other if family.is_some() => Some(NameKind::Person),
            NameKind::Person if self.persons.contains(&word.lower) => None,
            NameKind::Person if self.organisations.contains(&word.lower) => Some(NameKind::Organisation),
            NameKind::Person if self.things.contains(&word.lower) => Some(NameKind::Other),
            _ => None,
        }
    }
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

    /// Each name with its words and kind.
    #[track_caller]
    fn check_spans(sentences: &[&'static str], expected: &[&str]) {
        let mut sentences: Vec<Sentence> = sentences.iter().map(|marked| sentence(marked)).collect();
        settle_names(&mut sentences, &Knowledge::built_in().unwrap());
        let words = |name: &Name, tokens: &[Token]| {
            let words: Vec<&str> = tokens[name.start..name.end].iter().map(|token| token.text).collect();
            format!("{} {}", words.join(" "), name.kind.as_str())
        };
        let found: Vec<String> =
            sentences.iter().flat_map(|s| s.names.iter().map(|name| words(name, &s.tokens))).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn brackets_of_a_name_are_closed() {
        check_spans(&["[ Zena/PER ]/PER Ferrat/PER left"], &["[ Zena ] Ferrat PER"]);
        check_spans(&["Zena/PER [/PER Ferrat/PER ] left"], &["Zena [ Ferrat ] PER"]);
        check_spans(
            &["Zena/ORG National/ORG Congress/ORG (/ORG ZNC/ORG ) won"],
            &["Zena National Congress ORG", "ZNC ORG"],
        );
    }

    #[test]
    fn a_place_and_words_of_newspapers_are_an_outlet() {
        check_spans(&["Ferrat/LOC This Week wrote"], &["Ferrat This Week ORG"]);
        check_spans(&["in Ferrat/LOC this week"], &["Ferrat LOC"]);
        check_spans(&["Ferrat/LOC Post Office closed"], &["Ferrat LOC"]);
    }

    #[test]
    fn what_is_counted_and_common_words_are_no_names() {
        check_spans(&["Day/MISC 3/MISC went by", "Monday/ORG went by", "May/PER left", "a DVD/MISC"], &["May PER"]);
    }

    #[test]
    fn laws_storms_ships_and_software_are_things() {
        check(&["the Zena/ORG Lending/ORG Act/ORG and Ferrat/ORG Linux/ORG"], &["Zena MISC", "Ferrat MISC"]);
        check(&["Hurricane/PER Zena/PER came", "Zena/PER went"], &["Hurricane MISC", "Zena MISC"]);
        check(&["Veterans/ORG Against/ORG the/ORG War/ORG met"], &["Veterans ORG"]);
        check(&["the yacht Ferrat/ORG sank", "Ferrat/ORG burned"], &["Ferrat MISC", "Ferrat MISC"]);
        check(&["a Ferrat/ORG XC90/ORG on Channel/ORG 4/ORG"], &["Ferrat MISC", "Channel ORG"]);
    }

    #[test]
    fn people_of_a_place_are_no_organisation() {
        check(&["Melbournians/ORG and a Chicagoan/ORG met"], &["Melbournians MISC", "Chicagoan MISC"]);
        check(&["Latinos/ORG met The Oregonian/ORG"], &["Latinos MISC", "Oregonian ORG"]);
    }

    #[test]
    fn letters_are_of_the_kind_of_what_they_shorten() {
        check(&["royal lending code ( RLC/ORG )", "RLC/ORG holds"], &["RLC MISC", "RLC MISC"]);
        check(&["Zena/ORG Lending/ORG Act/ORG ( ZLA/ORG )", "ZLA/ORG holds"], &["Zena MISC", "ZLA MISC", "ZLA MISC"]);
        check(&["Zena/ORG Trade/ORG Bank/ORG ( ZTB/MISC )", "ZTB/MISC lends"], &["Zena ORG", "ZTB ORG", "ZTB ORG"]);
    }

    #[test]
    fn a_word_alone_is_what_it_is_part_of() {
        check(&["Ferrat/ORG Air/ORG flew", "Ferrat/PER landed"], &["Ferrat ORG", "Ferrat ORG"]);
        check(
            &["Zena/PER Ferrat/PER owns Ferrat/ORG Air/ORG", "Ferrat/PER"],
            &["Zena PER", "Ferrat ORG", "Ferrat PER"],
        );
        check(&["Zena/PER Ferrat/PER left", "the Ferrats/ORG"], &["Zena PER", "Ferrats PER"]);
    }

    #[test]
    fn the_place_of_an_office_is_no_part_of_a_name() {
        check_spans(&["mayor of Ferrat/PER David/PER Zena/PER spoke"], &["David Zena PER"]);
        check_spans(&["a friend of David/PER Ferrat/PER Zena/PER spoke"], &["David Ferrat Zena PER"]);
    }

    #[test]
    fn a_candidate_of_a_party_is_not_the_party() {
        check_spans(
            &["David/ORG Ferrat/ORG of/ORG the/ORG Zena/ORG Party/ORG won"],
            &["David Ferrat PER", "Zena Party ORG"],
        );
    }
}
