//! The full names of an article's persons, and which of them a shorter form or another spelling fits.

use std::collections::{HashMap, HashSet};

use super::folded;
use crate::extract::mention::{Mention, Who};
use crate::language::{Sentence, Token};

/// The full names of an article's persons, each of two words or more, and where their words occur.
#[derive(Debug, Default)]
pub(super) struct FullNames {
    /// Words of each name, folded, in order of appearance.
    names: Vec<Vec<String>>,
    /// Names that have a word, in order.
    by_word: HashMap<String, Vec<usize>>,
}

impl FullNames {
    pub(super) fn find(found: &[Vec<Mention>], sentences: &[Sentence]) -> Self {
        let mut names = FullNames::default();
        let mut seen = HashSet::new();
        for mention in found.iter().flatten().filter(|mention| mention.who == Who::Person) {
            let words = name_words(sentences, mention).map(|token| folded(token.text)).filter(|w| !w.is_empty());
            let words = without_suffix(words.collect());
            if words.len() > 1 && seen.insert(words.clone()) {
                for word in &words {
                    names.by_word.entry(word.clone()).or_default().push(names.names.len());
                }
                names.names.push(words);
            }
        }
        names
    }

    pub(super) fn with(&self, word: &str) -> impl Iterator<Item = &Vec<String>> {
        self.by_word.get(word).into_iter().flatten().map(|&i| &self.names[i])
    }

    pub(super) fn has_surname(&self, word: &str) -> bool {
        self.with(word).any(|name| is_surname_of(word, name))
    }

    /// The full names that a shorter form fits, in order: by surname, given name, start or end.
    pub(super) fn fitting<'f>(&'f self, words: &'f [String]) -> impl Iterator<Item = &'f Vec<String>> {
        let fits = move |name: &&Vec<String>| match words {
            [word] => is_surname_of(word, name) || name[0] == *word,
            // "Donald Trump" is Donald J. Trump.
            [first, .., last] => {
                let is_part = name.ends_with(words) || name.starts_with(words);
                // 'Edward Lodewijk "Eddie" Van Halen'; "Mitchell Stoltz" is Mitch Stoltz.
                let is_short =
                    |given: &String| first.len() > 2 && given.len() > first.len() && given.starts_with(first.as_str());
                // "Pedro Ferrat" is Pedro R. Ferrat Zena: a second surname after an initial.
                let without_initials: Vec<&String> = name.iter().filter(|word| word.chars().count() > 1).collect();
                let has_more = without_initials.len() < name.len()
                    && words.iter().eq(without_initials.into_iter().take(words.len()));
                let is_called = match name.len() > words.len() {
                    true => name.contains(first),
                    false => name.len() == words.len() && is_short(&name[0]),
                };
                name.last() == Some(last) && is_called || name.len() > words.len() && (is_part || has_more)
            }
            [] => false,
        };
        // The last word is the surname, which a full name shares with each of its forms but for the given name alone.
        let shared = words.last().map_or("", String::as_str);
        self.with(shared).filter(fits)
    }
}

/// "John James Conyers Jr." is compared without what tells him from his father.
pub(super) fn without_suffix(mut words: Vec<String>) -> Vec<String> {
    if words.len() > 2 && words.last().is_some_and(|last| matches!(last.as_str(), "jr" | "sr" | "ii" | "iii" | "iv")) {
        words.pop();
    }
    words
}

pub(super) fn name_words<'s, 't>(
    sentences: &'s [Sentence<'t>],
    mention: &Mention,
) -> impl Iterator<Item = &'s Token<'t>> {
    sentences[mention.sentence].tokens[mention.start..mention.end].iter()
}

/// Whether a single word is a person's surname; of names such as "Ali bin Salman" every word after the first counts.
fn is_surname_of(word: &str, name: &[String]) -> bool {
    name[1..].iter().any(|part| part == word && part.len() > 2)
}

/// Whether two full names with the same given name differ in the spelling of one word: not "Jong Il" and "Jong Un".
pub(super) fn is_misspelt(name: &[String], other: &[String]) -> bool {
    let differing: Vec<_> = name.iter().zip(other).filter(|(a, b)| a != b).collect();
    let [(a, b)] = differing[..] else { return false };
    let len = a.chars().count().min(b.chars().count());
    name.len() == other.len() && len > 4 && strsim::damerau_levenshtein(a, b) <= len.div_ceil(9)
}
