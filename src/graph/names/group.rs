//! A group's name taken apart: its words in one spelling, the countries in them, and what is generic.
//!
//! For organs of states, order and the form of the country do not matter ("Ministry of Defence of Russia", "Russian
//! Defense Ministry"); for all others both do: "Bank of China" is no "Chinese Bank".

use super::reason::{Reason, Verdict};
use super::tables::{Organ, Tables, tables};
use crate::graph::resolve::fold;

/// Words that say nothing in a group's name.
const SILENT: &[&str] = &["the", "of", "for", "and", "de"];

/// Words after which a place is no owner: the Embassy of Iran in Iraq.
const PLACING: &[&str] = &["in", "to", "at"];

/// Acronyms of so many letters have several bearers.
const MAX_SHORT_ACRONYM: usize = 3;

/// A group's name, taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Group {
    /// In one spelling, legal forms left off; the head of an organ stands last.
    words: Vec<String>,
    /// Codes of the countries among the words, sorted; for an organ they are no longer among the words.
    countries: Vec<String>,
    /// Words without countries.
    rest: Vec<String>,
    is_organ: bool,
    /// First letters of the words as they stood.
    initials: String,
    is_acronym: bool,
}

impl Group {
    /// Takes a name apart; a name without letters gives an empty one.
    pub fn parse(name: &str) -> Group {
        let tables = tables();
        let folded = fold(name);
        let plain: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        let mut words = tables.standard_words(&plain);
        let is_acronym = words == plain && plain.len() == 1 && is_acronym(name);
        drop_legal_forms(&mut words, tables);
        let initials =
            words.iter().filter(|word| !SILENT.contains(&word.as_str())).filter_map(|word| word.chars().next());
        let initials = initials.collect();
        let is_organ = words.iter().any(|word| tables.organs.get(word) == Some(&Organ::Head));
        let mut group = Group { is_organ, initials, is_acronym, ..Group::default() };
        group.add_words(&words, tables);
        if is_organ {
            group.turn_head(tables);
            group.words.clone_from(&group.rest);
        }
        group.countries.sort();
        group.countries.dedup();
        group
    }

    fn add_words(&mut self, words: &[String], tables: &Tables) {
        let mut at = 0;
        while at < words.len() {
            if PLACING.contains(&words[at].as_str()) && at + 1 < words.len() {
                let (n_words, place) = match tables.country(&words[at + 1..]) {
                    Some((n_words, code)) => (n_words, code.to_owned()),
                    None => (1, words[at + 1].clone()),
                };
                self.push(format!("in:{place}"));
                at += 1 + n_words;
            } else if let Some((n_words, code)) = tables.country(&words[at..]) {
                self.countries.push(code.to_owned());
                self.words.push(words[at..at + n_words].join(" "));
                at += n_words;
            } else {
                if !SILENT.contains(&words[at].as_str()) {
                    self.push(words[at].clone());
                }
                at += 1;
            }
        }
    }

    fn push(&mut self, word: String) {
        self.words.push(word.clone());
        self.rest.push(word);
    }

    /// "Ministry of Defense" as "defense ministry".
    fn turn_head(&mut self, tables: &Tables) {
        // "Party of Democratic Action" is another one than "Democratic Action Party".
        let is_party = self.rest.first().is_some_and(|word| word == "party");
        if !is_party && self.rest.first().and_then(|word| tables.organs.get(word)) == Some(&Organ::Head) {
            let n_before_place = self.rest.iter().take_while(|word| !word.starts_with("in:")).count();
            self.rest[..n_before_place].rotate_left(1);
        }
    }

    /// Whether the name alone can tell which group it is.
    pub fn is_full(&self) -> bool {
        let organs = &tables().organs;
        match self.is_acronym {
            true => self.initials_or_word().len() > MAX_SHORT_ACRONYM,
            false => {
                !self.words.is_empty()
                    && (!self.is_organ
                        || !self.countries.is_empty()
                        || self.words.iter().any(|word| !organs.contains_key(word)))
            }
        }
    }

    /// The same for every name that differs by spelling, short forms, legal form or, for organs, order alone.
    pub fn canonical(&self) -> String {
        let countries = if self.is_organ { &self.countries[..] } else { &[] };
        countries.iter().chain(&self.words).map(String::as_str).collect::<Vec<_>>().join(" ")
    }

    /// The words without countries and generic ones, sorted; empty where nothing is left.
    pub fn core(&self) -> String {
        let generic = &tables().generic;
        let mut core: Vec<&str> =
            self.rest.iter().map(String::as_str).filter(|word| !generic.contains(*word)).collect();
        core.sort_unstable();
        core.join(" ")
    }

    /// The acronym that the name is or could have; `None` for fewer than three words.
    pub fn acronym(&self) -> Option<&str> {
        match self.is_acronym {
            true => Some(self.initials_or_word()),
            false => Some(self.initials.as_str()).filter(|initials| initials.len() > 2),
        }
    }

    fn initials_or_word(&self) -> &str {
        self.words.first().map_or("", String::as_str)
    }

    /// Whether two names may be one group's; both differ as [`Group::canonical`] has them.
    pub fn compare(&self, other: &Group) -> Verdict {
        if self.is_acronym != other.is_acronym && self.acronym().is_some() && self.acronym() == other.acronym() {
            return Verdict::Possible(Reason::Acronym(self.acronym().unwrap_or_default().to_owned()));
        }
        if self.countries != other.countries && !self.countries.is_empty() && !other.countries.is_empty() {
            return Verdict::Different(Reason::OtherCountry);
        }
        let (ours, theirs) = (sorted(&self.rest), sorted(&other.rest));
        if ours == theirs && !ours.is_empty() {
            return Verdict::Possible(match self.countries == other.countries {
                true => Reason::Order,
                false => Reason::OneCountry,
            });
        }
        if !self.core().is_empty() && self.core() == other.core() && is_within(&ours, &theirs) {
            let (long, short) = if ours.len() > theirs.len() { (&ours, &theirs) } else { (&theirs, &ours) };
            let extra = long.iter().find(|word| !short.contains(word)).copied().unwrap_or_default();
            return Verdict::Possible(Reason::Extra(extra.to_owned()));
        }
        let only = |ours: &[String], theirs: &[String]| ours.iter().find(|word| !theirs.contains(word)).cloned();
        match (only(&self.words, &other.words), only(&other.words, &self.words)) {
            (Some(a), Some(b)) => Verdict::Different(Reason::OtherWords(a, b)),
            (Some(word), None) | (None, Some(word)) => Verdict::Different(Reason::Extra(word)),
            (None, None) => Verdict::Possible(Reason::Order),
        }
    }
}

fn sorted(words: &[String]) -> Vec<&str> {
    let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
    words.sort_unstable();
    words
}

/// Whether one has all words of the other.
fn is_within(ours: &[&str], theirs: &[&str]) -> bool {
    ours.iter().all(|word| theirs.contains(word)) || theirs.iter().all(|word| ours.contains(word))
}

/// Capitals only, with or without full stops: "PKK", "U.N.".
fn is_acronym(name: &str) -> bool {
    let letters = name.chars().filter(|c| c.is_alphabetic());
    name.chars().filter(|c| c.is_alphabetic()).count() > 1 && letters.clone().all(char::is_uppercase)
}

fn drop_legal_forms(words: &mut Vec<String>, tables: &Tables) {
    while words.len() > 1 && words.last().is_some_and(|word| tables.legal_forms.contains(word)) {
        words.pop();
        while words.len() > 1 && words.last().is_some_and(|word| SILENT.contains(&word.as_str())) {
            words.pop();
        }
    }
}
