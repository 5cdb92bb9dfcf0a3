//! What is known of names beside rules: the tables of `data/matching/`, and the forms of countries inside groups' names.
//!
//! Compiled in and read once. The test below is what checks them: a row that breaks its table is named there.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use super::spell;
use crate::graph::resolve::fold;
use crate::knowledge::Error;
use crate::knowledge::table::{Source, one_of, records, rows};

/// Longest phrase of a table, in words: "islamic state of iraq and the levant".
const MAX_PHRASE: usize = 8;

/// A word before a name that is not part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Title {
    /// Left off: "Senator".
    Plain,
    /// Left off a name of two words, part of a name of one: "Pope Francis".
    Reign,
}

/// What a small word does in a person's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Particle {
    /// Stands between given and family name: "van".
    Inner,
    /// May begin what is a family name alone: "von der Leyen".
    Leading,
    /// Is an article where a hyphen follows: "as-Sistani".
    Hyphenated,
    /// Follows a name and says nothing about whose it is: "PhD".
    After,
}

/// What a word does in the name of a state's organ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Organ {
    /// Makes the name that of an organ: "ministry".
    Head,
    /// Stands beside a head: "defense".
    Part,
}

/// The tables of `data/matching/`, by the form of names that is compared.
#[derive(Debug, Default)]
pub struct Tables {
    /// The spelling that counts, by skeleton of the others.
    pub variants: FxHashMap<String, String>,
    /// The same as the table has it, for names that no rule may touch.
    pub variants_as_written: FxHashMap<String, String>,
    /// The full name by nickname.
    pub nicknames: FxHashMap<String, String>,
    /// Given names, folded.
    pub given: FxHashSet<String>,
    /// Words before a name that are not part of it, in lower case.
    pub titles: FxHashMap<String, Title>,
    /// Small words of persons' names.
    particles: FxHashMap<String, Vec<Particle>>,
    /// Family names that stand first in Chinese, Korean and Vietnamese names.
    pub east_asian: FxHashSet<String>,
    /// Those and the ones that news puts at either end.
    pub family_first: FxHashSet<String>,
    /// Legal forms that end the names of companies: "ltd".
    pub legal_forms: FxHashSet<String>,
    /// Words that may be added to a group's name.
    pub generic: FxHashSet<String>,
    /// Words of state organs.
    pub organs: FxHashMap<String, Organ>,
    /// Words and phrases of groups that another one stands for.
    phrases: FxHashMap<String, Vec<String>>,
    /// Alpha-3 code by folded form of a country: name or adjective.
    countries: FxHashMap<String, String>,
}

/// The tables as compiled in.
pub fn tables() -> &'static Tables {
    static TABLES: LazyLock<Tables> = LazyLock::new(|| Tables::load().expect("the tests load these very tables"));
    &TABLES
}

/// What the rows of `countries.toml` say that matters here.
#[derive(Deserialize)]
struct CountryForms {
    alpha3: String,
    name: String,
    #[serde(default)]
    official: Vec<String>,
    #[serde(default)]
    variants: Vec<String>,
    #[serde(default)]
    adjectives: Vec<String>,
}

macro_rules! table {
    ($name:literal) => {
        Source::built_in(concat!("data/", $name), include_str!(concat!("../../../data/", $name)))
    };
}

impl Tables {
    fn load() -> Result<Tables, Error> {
        let mut tables = Tables::default();
        for row in rows(table!("matching/nicknames.tsv"), ["nickname", "name", "note"])? {
            tables.nicknames.insert(row.value[0].to_owned(), row.value[1].to_owned());
        }
        for row in rows(table!("given_names.tsv"), ["name", "gender", "note"])? {
            tables.given.insert(fold(row.value[0]));
        }
        tables.add_variants()?;
        tables.add_titles()?;
        tables.add_particles()?;
        tables.east_asian = words(table!("words/family_names.tsv"), "name")?;
        tables.family_first = words(table!("matching/family_first.tsv"), "name")?;
        tables.family_first.extend(tables.east_asian.iter().cloned());
        tables.legal_forms = words(table!("matching/legal_forms.tsv"), "form")?;
        tables.generic = words(table!("matching/generic_words.tsv"), "word")?;
        tables.add_organs()?;
        for row in rows(table!("matching/group_words.tsv"), ["form", "standard", "note"])? {
            let standard = row.value[1].split(' ').map(str::to_owned).collect();
            tables.phrases.insert(row.value[0].to_owned(), standard);
        }
        tables.add_countries()?;
        Ok(tables)
    }

    fn add_variants(&mut self) -> Result<(), Error> {
        let source = table!("matching/name_variants.tsv");
        let rows = rows(source, ["form", "standard", "note"])?;
        let forms: FxHashSet<&str> = rows.iter().map(|row| row.value[0]).collect();
        for row in &rows {
            let [form, standard, _] = row.value;
            if forms.contains(standard) {
                return Err(source.error(row.line, format!("standard \"{standard}\" has a row of its own")));
            }
            self.variants_as_written.insert(form.to_owned(), standard.to_owned());
            let (from, to) = (spell::by_rule(form), spell::by_rule(standard));
            if let Some(older) = self.variants.get(&from).filter(|older| **older != to) {
                let problem = format!("\"{form}\" is spelled by rule like a form of \"{older}\"");
                return Err(source.error(row.line, problem));
            }
            if from != to {
                self.variants.insert(from, to);
            }
        }
        Ok(())
    }

    fn add_titles(&mut self) -> Result<(), Error> {
        let source = table!("matching/name_titles.tsv");
        for row in rows(source, ["title", "kind", "note"])? {
            let known = [("plain", Title::Plain), ("reign", Title::Reign)];
            let kind = one_of(&source, row.line, "kind", row.value[1], &known)?;
            self.titles.insert(row.value[0].to_owned(), kind);
        }
        Ok(())
    }

    fn add_particles(&mut self) -> Result<(), Error> {
        let source = table!("matching/name_particles.tsv");
        let known = [
            ("inner", Particle::Inner),
            ("leading", Particle::Leading),
            ("hyphenated", Particle::Hyphenated),
            ("after", Particle::After),
        ];
        for row in rows(source, ["word", "roles", "note"])? {
            let roles = row.value[1].split(',').map(|role| one_of(&source, row.line, "role", role, &known));
            self.particles.insert(row.value[0].to_owned(), roles.collect::<Result<_, _>>()?);
        }
        Ok(())
    }

    fn add_organs(&mut self) -> Result<(), Error> {
        let source = table!("matching/state_organs.tsv");
        for row in rows(source, ["word", "role", "note"])? {
            let role =
                one_of(&source, row.line, "role", row.value[1], &[("head", Organ::Head), ("part", Organ::Part)])?;
            self.organs.insert(row.value[0].to_owned(), role);
        }
        Ok(())
    }

    fn add_countries(&mut self) -> Result<(), Error> {
        for row in records::<CountryForms>(table!("countries.toml"), "country")? {
            let CountryForms { alpha3, name, official, variants, adjectives } = row.value;
            for form in [&[name], &official[..], &variants, &adjectives].into_iter().flatten() {
                self.countries.entry(fold(form)).or_insert_with(|| alpha3.clone());
            }
        }
        Ok(())
    }

    /// Whether a small word does this in a person's name.
    pub fn is_particle(&self, word: &str, particle: Particle) -> bool {
        self.particles.get(word).is_some_and(|roles| roles.contains(&particle))
    }

    /// The words with each phrase of `group_words.tsv` replaced, the longest first.
    pub fn standard_words(&self, words: &[&str]) -> Vec<String> {
        let mut standard = Vec::with_capacity(words.len());
        let mut at = 0;
        while at < words.len() {
            match longest(&words[at..], |phrase| self.phrases.get(phrase)) {
                Some((n_words, to)) => {
                    standard.extend(to.iter().cloned());
                    at += n_words;
                }
                None => {
                    standard.push(words[at].to_owned());
                    at += 1;
                }
            }
        }
        standard
    }

    /// The country that the words begin with, and how many of them name it; "russias" is "Russia's" folded.
    pub fn country(&self, words: &[String]) -> Option<(usize, &str)> {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let found = longest(&words, |phrase| {
            self.countries.get(phrase).or_else(|| self.countries.get(phrase.strip_suffix('s')?))
        });
        found.map(|(n_words, code)| (n_words, code.as_str()))
    }
}

fn longest<'t, T>(words: &[&str], find: impl Fn(&str) -> Option<&'t T>) -> Option<(usize, &'t T)> {
    (1..=words.len().min(MAX_PHRASE)).rev().find_map(|n| Some((n, find(&words[..n].join(" "))?)))
}

fn words(source: Source<'static>, column: &str) -> Result<FxHashSet<String>, Error> {
    Ok(rows(source, [column, "note"])?.iter().map(|row| row.value[0].to_lowercase()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_holds_what_its_head_promises() {
        let tables = Tables::load().unwrap();
        assert!(tables.variants.len() > 200 && tables.countries.len() > 500);
        let all = tables.nicknames.iter().chain(&tables.variants).flat_map(|(from, to)| [from, to]);
        let sets = [&tables.family_first, &tables.legal_forms, &tables.generic].into_iter().flatten();
        for word in
            all.chain(sets).chain(tables.titles.keys()).chain(tables.organs.keys()).chain(tables.particles.keys())
        {
            assert!(word.bytes().all(|b| b.is_ascii_lowercase()), "{word:?} is no lower-case ASCII word");
        }
        for phrase in tables.phrases.keys() {
            assert!(fold(phrase) == *phrase && phrase.split(' ').count() <= MAX_PHRASE, "{phrase:?}");
        }
        for name in tables.nicknames.values() {
            assert!(!tables.nicknames.contains_key(name), "{name:?} is a nickname itself");
        }
    }
}
