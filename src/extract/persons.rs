//! Persons whom the tables know from an office: one spelling, and "Biden" alone is the Biden of the article's day.

use std::collections::BTreeMap;

use super::actors::{Actors, folded};
use super::coreference::Descriptors;
use crate::knowledge::Knowledge;
use crate::knowledge::holders::Term;
use crate::ontology::{ActorKind, Date};

/// Gives the persons of an article the name and the term of office that the tables have for them.
///
/// A full name is its holder's whenever the term was. A surname alone needs an office of a country or group that the article
/// names, and an article with a date in the term, one holder alone that it fits, and the title beside
/// the name or an office by which news knows its leaders.
pub fn settle(actors: &mut Actors, descriptors: &Descriptors, knowledge: &Knowledge, date: Option<&Date>) {
    let terms: Vec<(&Term, Vec<String>)> = actors
        .known_records()
        .into_iter()
        .flat_map(|known| knowledge.holders.of(known))
        .map(|term| (term, std::iter::once(&term.holder).chain(&term.aliases).map(|name| folded(name)).collect()))
        .collect();
    let mut names: BTreeMap<usize, String> = BTreeMap::new();
    for person in 0..actors.list.len() {
        if actors.list[person].kind != ActorKind::Person {
            continue;
        }
        // "Joseph R. Biden, Jr."
        let name = folded(&actors.list[person].name);
        let name = name.trim_end_matches(" jr").trim_end_matches(" sr").to_owned();
        let covers = |term: &Term| date.is_some_and(|date| term.covers(date));
        let last = name.rsplit(' ').next().unwrap_or_default();
        let fitting: Vec<&Term> = if name.contains(' ') {
            let full =
                |term: &Term| std::iter::once(&term.holder).chain(&term.aliases).map(|name| folded(name)).collect();
            let is_one = |term: &&Term| {
                let names: Vec<String> = full(term);
                names.iter().any(|full| {
                    is_same_person(full, &name, covers(term) && term.is_leader && actors.of_record(term.of).is_some())
                })
            };
            let fitting: Vec<&Term> = knowledge.holders.with_last_word(last).filter(is_one).collect();
            // "George W. Bush" is no George H. W. Bush, though both are called George Bush too.
            let is_exact = |term: &&Term| full(term).contains(&name);
            let exact: Vec<&Term> = fitting.iter().copied().filter(is_exact).collect();
            if exact.is_empty() { fitting } else { exact }
        } else {
            let is_meant = |(term, full): &&(&Term, Vec<String>)| {
                let is_titled = || descriptors.words_of(person).any(|words| words == term.title);
                covers(term)
                    && full.iter().any(|full| is_surname(full, &name, knowledge))
                    && (term.is_leader || is_titled())
            };
            terms.iter().filter(is_meant).map(|(term, _)| *term).collect()
        };
        let Some(first) = fitting.first().filter(|first| fitting.iter().all(|term| term.holder == first.holder)) else {
            continue;
        };
        names.insert(person, first.holder.clone());
        // Of several offices that of a country or group which the article names.
        let is_named = |term: &&&Term| actors.of_record(term.of).is_some();
        let of_the_day = || fitting.iter().filter(|term| covers(term));
        let held = of_the_day()
            .filter(|term| term.is_leader)
            .find(is_named)
            .or_else(|| of_the_day().find(|term| term.is_leader))
            .or_else(|| of_the_day().next());
        if let Some(term) = held {
            actors.note_term(person, (*term).clone());
        }
    }
    actors.rename(names);
}

/// "recep tayyip erdogan" and "recep erdogan": the same ends, of which the article's name has at most initials more. "James
/// Parker Jones" is no James Jones and "Ahmed Ali" no Abiy Ahmed Ali, but where the one meant leads on that day a country or
/// group that the article names.
fn is_same_person(full: &str, name: &str, is_of_the_day: bool) -> bool {
    let (full, name): (Vec<&str>, Vec<&str>) = (full.split(' ').collect(), name.split(' ').collect());
    let is_end = |short: &[&str], long: &[&str]| short.len() > 1 && long.ends_with(short);
    let has_ends = full.len() > 1 && full.first() == name.first() && full.last() == name.last();
    let has_initials =
        name[1..name.len().max(2) - 1].iter().all(|word| word.chars().count() == 1 || full.contains(word));
    full == name || is_of_the_day && is_end(&name, &full) || has_ends && (has_initials || is_of_the_day)
}

/// The last word, or the first of a name whose family name comes first.
fn is_surname(full: &str, name: &str, knowledge: &Knowledge) -> bool {
    let mut words = full.split(' ');
    let first = words.next().unwrap_or_default();
    let is_family_first = || {
        let mut chars = first.chars();
        let capital: String = chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect();
        knowledge.words.family_names.contains(capital.as_str()) && first == name
    };
    full == name || words.next_back() == Some(name) || is_family_first()
}
