//! From the mentions of an article to its actors, each under one name with all its aliases.
//!
//! In order: mentions are dropped or read anew where the article as a whole speaks against them, names that it introduces are found in
//! the rest of it, mentions are chained into actors (`chain`), and words without a name of their own are joined to these.

mod chain;
mod doubtful;
mod figures;
mod full_names;
pub(super) mod introduced;
mod joined;
mod letters;
mod namesakes;
mod of_tables;
mod seats;
mod second_names;
mod short_names;
mod stated;
mod things;

use std::collections::{BTreeMap, HashMap};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::coreference::{Reference, Step};
use super::mention::Mention;
use super::noun_phrase::Head;
use super::{coreference, mention};
use crate::knowledge::Knowledge;
use crate::knowledge::holders::Term;
use crate::knowledge::names::Known;
use crate::language::{CharIndex, Sentence};
use crate::ontology::{Actor, Date};
use full_names::FullNames;

/// The actors of an article, and which mention names which.
#[derive(Debug, Default)]
pub struct Actors {
    /// In order of first mention.
    pub list: Vec<Actor>,
    /// Mentions by sentence, each with the index of its actor in `list`.
    pub(super) mentions: Vec<Vec<(Mention, usize)>>,
    /// Groups whose name says to whom they belong, by sentence.
    pub(super) parents: HashMap<usize, Vec<Parent>>,
    /// By sentence, how each of `mentions` was joined.
    pub(super) steps: Vec<Vec<Step>>,
    /// Words without a name of their own that stand for an actor, by sentence.
    pub(super) references: Vec<Vec<Reference>>,
    /// Table record of each actor, where it has one.
    known: Vec<Option<Known>>,
    /// The office that the tables know a person from, held on the article's day.
    terms: BTreeMap<usize, Term>,
    /// Persons by the name that the tables have for them, once looked for.
    of_tables: BTreeMap<String, usize>,
}

/// A group and the actor that its name says it belongs to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parent {
    /// Index of the group in [`Actors::list`].
    pub group: usize,
    /// Index of the other actor.
    pub parent: usize,
    /// Whether the group is an organ of it, rather than based there.
    pub is_organ: bool,
}

/// The actors of an article: those that names, descriptions and pronouns of its text mean, with every mention.
pub fn actors(text: &str, sentences: &[Sentence], knowledge: &Knowledge, date: Option<&Date>) -> Actors {
    let mut found: Vec<Vec<Mention>> =
        sentences.iter().enumerate().map(|(i, sentence)| mention::mentions_in(i, sentence, knowledge)).collect();
    doubtful::drop_places(&mut found, sentences, knowledge);
    figures::drop(&mut found, sentences, knowledge);
    things::drop(&mut found, sentences, knowledge);
    let persons = FullNames::find(&found, sentences);
    doubtful::drop_several(&mut found, sentences, &persons);
    namesakes::drop(&mut found, sentences, knowledge);
    doubtful::drop_doubtful(&mut found, sentences, &persons, knowledge);
    doubtful::settle_ambiguous(&mut found, sentences, &persons, knowledge);
    letters::settle(&mut found, sentences, knowledge);
    second_names::settle(&mut found, sentences, &knowledge.words);
    seats::settle(&mut found, sentences, knowledge);
    let acronyms = introduced::acronyms(&found, sentences);
    introduced::add_short_names(&mut found, sentences, &persons, &acronyms, knowledge);
    let mut actors = chain::chain(text, sentences, found, persons, knowledge);
    actors.settle_kinds();
    actors.join_shorter(knowledge);
    coreference::resolve(sentences, &mut actors, knowledge, date);
    count_mentions(&mut actors, text, sentences);
    actors
}

/// Gives every actor the places of its mentions in Unicode scalar values.
fn count_mentions(actors: &mut Actors, text: &str, sentences: &[Sentence]) {
    let chars = CharIndex::new(text);
    let references = actors.references.iter().flatten().map(|reference| (&reference.mention, &reference.actor));
    for (mention, actor) in actors.mentions.iter().flatten().map(|(mention, actor)| (mention, actor)).chain(references)
    {
        let tokens = &sentences[mention.sentence].tokens;
        let (start, end) = (tokens[mention.name_start].span.start, tokens[mention.end - 1].span.end);
        actors.list[*actor].mentions.push((chars.at(start), chars.at(end)));
    }
    for actor in &mut actors.list {
        actor.mentions.sort_unstable();
        actor.mentions.dedup();
    }
}

impl Actors {
    /// Takes up words without a name of their own.
    pub(super) fn add_references(&mut self, references: Vec<Reference>, n_sentences: usize) {
        self.references.resize_with(n_sentences, Vec::new);
        for reference in references {
            self.references[reference.mention.sentence].push(reference);
        }
    }

    /// The names of a sentence and the words that stand for one actor alone, in order, none inside another's phrase.
    pub(super) fn named_and_meant(&self, sentence: usize) -> Vec<(Mention, usize)> {
        let mut all = self.mentions[sentence].clone();
        let n_names = all.len();
        for reference in &self.references[sentence] {
            let at = reference.mention.start;
            let covers = |mention: &Mention| (mention.name_start..mention.end).contains(&at);
            if !all[..n_names].iter().any(|(mention, _)| covers(mention)) {
                all.push((reference.mention.clone(), reference.actor));
            }
        }
        all.sort_by_key(|(mention, _)| mention.start);
        all
    }

    /// The records of the tables that the article names, in order of first mention.
    pub(super) fn known_records(&self) -> Vec<Known> {
        self.known.iter().flatten().copied().collect()
    }

    /// The article's actor of a record of the tables.
    pub(super) fn of_record(&self, record: Known) -> Option<usize> {
        self.known.iter().position(|known| *known == Some(record))
    }

    /// The table record of an actor.
    pub(super) fn known(&self, actor: usize) -> Option<Known> {
        self.known[actor]
    }

    /// The office that the tables know a person from on the article's day.
    pub(super) fn term(&self, person: usize) -> Option<&Term> {
        self.terms.get(&person)
    }

    /// Notes from which office the tables know a person.
    pub(super) fn note_term(&mut self, person: usize, term: Term) {
        self.terms.insert(person, term);
    }

    pub(super) fn add_alias(&mut self, actor: usize, alias: String) {
        let aliases = &mut self.list[actor].aliases;
        if !aliases.contains(&alias) {
            aliases.push(alias);
        }
    }
}

/// A name without accents, case and marks, as names are compared.
pub fn folded(name: &str) -> String {
    let plain: String = name.nfd().filter(|c| !is_combining_mark(*c)).collect();
    let special = plain.replace(['ı', 'İ'], "i").replace('ø', "o").replace('ł', "l").replace('đ', "d");
    special.to_lowercase().replace(['-', '.', ','], " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Two to eight letters, most of them capitals: "IRGC", "FAMa".
pub fn is_acronym(text: &str) -> bool {
    let n_letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let n_capitals = text.chars().filter(|c| c.is_uppercase()).count();
    (2..=8).contains(&n_letters)
        && n_capitals * 4 >= n_letters * 3
        && text.chars().all(|c| c.is_alphanumeric() || c == '&')
}

/// Whether a mention can stand for its actor at the head of a noun phrase.
pub(super) fn acts(mention: &Mention) -> bool {
    mention.head == Head::Actor
}
