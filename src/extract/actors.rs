//! Chains the mentions of an article into actors, each under one name with all its aliases.
//!
//! In order: the tables' actors by their record; persons by full name, then by surname or given name; groups by name, then
//! by an acronym that the article introduces in brackets.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::mention::{self, Mention, Who};
use super::noun_phrase::Head;
use crate::knowledge::names::{FormKind, Known};
use crate::knowledge::{Knowledge, Names};
use crate::language::{CharIndex, Sentence, Token};
use crate::ontology::{Actor, ActorKind, Family, Modality, Polarity, RelationType, Statement, Status};

/// The actors of an article, and which mention names which.
#[derive(Debug, Default)]
pub struct Actors {
    /// In order of first mention.
    pub list: Vec<Actor>,
    /// Mentions by sentence, each with the index of its actor in `list`.
    pub(super) mentions: Vec<Vec<(Mention, usize)>>,
    /// Groups whose name says to whom they belong, by sentence.
    pub(super) parents: HashMap<usize, Vec<Parent>>,
    /// Table record of each actor, where it has one.
    known: Vec<Option<Known>>,
}

/// A group and the actor that its name says it belongs to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parent {
    /// Index of the group.
    pub group: usize,
    /// Index of the other actor.
    pub parent: usize,
    /// Whether the group is an organ of it, rather than based there.
    pub is_organ: bool,
}

/// The actors of an article.
pub fn actors(text: &str, sentences: &[Sentence], knowledge: &Knowledge) -> Actors {
    let mut found: Vec<Vec<Mention>> =
        sentences.iter().enumerate().map(|(i, sentence)| mention::mentions_in(i, sentence, knowledge)).collect();
    let persons = FullNames::find(&found, sentences);
    let acronyms = introduced_acronyms(&found, sentences);
    add_short_names(&mut found, sentences, &persons, &acronyms, knowledge);
    let mut chain =
        Chain { text, sentences, names: &knowledge.names, persons, actors: Actors::default(), keys: BTreeMap::new() };
    for mentions in found {
        let named =
            mentions.into_iter().map(|mention| (chain.actor_of(&mention), mention)).map(|(a, m)| (m, a)).collect();
        chain.actors.mentions.push(named);
    }
    let mut actors = chain.actors;
    count_mentions(&mut actors, text, sentences);
    actors
}

/// A name without accents, case and marks, as names are compared.
pub fn folded(name: &str) -> String {
    let plain: String = name.nfd().filter(|c| !is_combining_mark(*c)).collect();
    let special = plain.replace(['ı', 'İ'], "i").replace('ø', "o").replace('ł', "l").replace('đ', "d");
    special.to_lowercase().replace(['-', '.'], " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The full names of an article's persons, each of two words or more, and where their words occur.
#[derive(Debug, Default)]
struct FullNames {
    /// Words of each name, folded, in order of appearance.
    names: Vec<Vec<String>>,
    /// Names that have a word, in order.
    by_word: HashMap<String, Vec<usize>>,
}

impl FullNames {
    fn find(found: &[Vec<Mention>], sentences: &[Sentence]) -> Self {
        let mut names = FullNames::default();
        let mut seen = HashSet::new();
        for mention in found.iter().flatten().filter(|mention| mention.who == Who::Person) {
            let words = name_words(sentences, mention).map(|token| folded(token.text)).filter(|w| !w.is_empty());
            let words: Vec<String> = words.collect();
            if words.len() > 1 && seen.insert(words.clone()) {
                for word in &words {
                    names.by_word.entry(word.clone()).or_default().push(names.names.len());
                }
                names.names.push(words);
            }
        }
        names
    }

    fn with(&self, word: &str) -> impl Iterator<Item = &Vec<String>> {
        self.by_word.get(word).into_iter().flatten().map(|&i| &self.names[i])
    }

    fn has_surname(&self, word: &str) -> bool {
        self.with(word).any(|name| is_surname_of(word, name))
    }

    /// The first full name that a shorter form fits: its surname, its given name, its start or end.
    fn fitting(&self, words: &[String]) -> Option<&Vec<String>> {
        let fits = |name: &&Vec<String>| match words {
            [word] => is_surname_of(word, name) || name[0] == *word,
            _ => name.len() > words.len() && (name.ends_with(words) || name.starts_with(words)),
        };
        let rarest = words.iter().min_by_key(|word| self.by_word.get(*word).map_or(0, Vec::len))?;
        self.with(rarest).find(fits)
    }
}

fn name_words<'s, 't>(sentences: &'s [Sentence<'t>], mention: &Mention) -> impl Iterator<Item = &'s Token<'t>> {
    sentences[mention.sentence].tokens[mention.start..mention.end].iter()
}

/// Acronyms that the article itself introduces in brackets: "Ahwazi Liberal Party (ALP)".
fn introduced_acronyms(found: &[Vec<Mention>], sentences: &[Sentence]) -> BTreeSet<String> {
    let groups = found.iter().flatten().filter(|mention| matches!(mention.who, Who::Group { .. }));
    groups
        .filter_map(|mention| acronym_after(&sentences[mention.sentence].tokens, mention))
        .map(str::to_owned)
        .collect()
}

/// The acronym in brackets right after a name.
fn acronym_after<'t>(tokens: &[Token<'t>], mention: &Mention) -> Option<&'t str> {
    let [open, acronym, close] = tokens.get(mention.end..mention.end + 3)? else { return None };
    (open.text == "(" && close.text == ")" && is_acronym(acronym.text)).then_some(acronym.text)
}

/// Surnames alone, once the full name is known ("Putin" after "Vladimir Putin"), and acronyms once they are introduced.
fn add_short_names(
    found: &mut [Vec<Mention>],
    sentences: &[Sentence],
    persons: &FullNames,
    acronyms: &BTreeSet<String>,
    knowledge: &Knowledge,
) {
    for (index, sentence) in sentences.iter().enumerate() {
        // What the article calls ALP is ALP in it, whomever the tables know by the acronym.
        for mention in found[index].iter_mut().filter(|m| matches!(m.who, Who::Known(_)) && m.end - m.start == 1) {
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
                let (head, np_end) = super::noun_phrase::extent(&sentence.tokens, at + 1, &who, form, knowledge);
                let mention =
                    Mention { sentence: index, name_start: at, start: at, end: at + 1, np_end, head, who, form };
                let place = found[index].partition_point(|m| m.start < at);
                found[index].insert(place, mention);
            }
        }
    }
}

/// Whether a single word is a person's surname; of names such as "Ali bin Salman" every word after the first counts.
fn is_surname_of(word: &str, name: &[String]) -> bool {
    name[1..].iter().any(|part| part == word && part.len() > 2)
}

struct Chain<'c, 't> {
    text: &'c str,
    sentences: &'c [Sentence<'t>],
    names: &'c Names,
    persons: FullNames,
    actors: Actors,
    /// Index of the actor of each key: record, folded name or acronym.
    keys: BTreeMap<String, usize>,
}

impl Chain<'_, '_> {
    fn actor_of(&mut self, mention: &Mention) -> usize {
        let form = self.form(mention).to_owned();
        let index = match &mention.who {
            Who::Known(known) => {
                let index = self.known_actor(*known);
                if let Some(parent) = self.parent_in_form(mention, *known) {
                    self.add_parent(mention, index, parent, true);
                }
                index
            }
            Who::Person => self.person(&form),
            Who::Group { sector, of, is_organ } => self.group(mention, &form, sector.clone(), *of, *is_organ),
        };
        self.add_alias(index, &form);
        if !matches!(mention.who, Who::Person) {
            self.note_acronym(mention, index);
        }
        index
    }

    /// The words of a mention as the text has them, line breaks made spaces.
    fn form(&self, mention: &Mention) -> String {
        let tokens = &self.sentences[mention.sentence].tokens;
        let raw = &self.text[tokens[mention.name_start].span.start..tokens[mention.end - 1].span.end];
        raw.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn known_actor(&mut self, known: Known) -> usize {
        let key = format!("{known:?}");
        if let Some(&index) = self.keys.get(&key) {
            return index;
        }
        let (kind, country, sector) = match known {
            Known::Country(i) => (ActorKind::Country, Some(self.names.countries[i].alpha3.clone()), None),
            Known::Group(i) => {
                let group = &self.names.groups[i];
                (ActorKind::Group, group.country.clone(), Some(group.sector.clone()))
            }
        };
        let index = self.add_actor(key, self.names.name(known).to_owned(), kind, Some(known));
        self.actors.list[index].country = country;
        self.actors.list[index].sector = sector;
        index
    }

    /// A full name is itself; a shorter one is the first full name of the article that it fits.
    fn person(&mut self, form: &str) -> usize {
        let words: Vec<String> = folded(form).split(' ').map(str::to_owned).collect();
        let full = self.persons.fitting(&words).unwrap_or(&words);
        let key = format!("person {}", full.join(" "));
        match self.keys.get(&key) {
            Some(&index) => {
                let is_fuller = form.split(' ').count() > self.actors.list[index].name.split(' ').count();
                if is_fuller {
                    form.clone_into(&mut self.actors.list[index].name);
                }
                index
            }
            None => self.add_actor(key, form.to_owned(), ActorKind::Person, None),
        }
    }

    fn group(
        &mut self,
        mention: &Mention,
        form: &str,
        sector: Option<String>,
        of: Option<Known>,
        is_organ: bool,
    ) -> usize {
        let organ = of.filter(|_| is_organ).and_then(|owner| self.organ_name(mention, owner));
        if let Some(known) = organ.as_ref().and_then(|name| self.names.forms.get(name)) {
            let index = self.known_actor(known.known);
            if let Some(owner) = of {
                self.add_parent(mention, index, owner, is_organ);
            }
            return index;
        }
        let name = organ.as_deref().or(form.strip_prefix("the ")).or(form.strip_prefix("The ")).unwrap_or(form);
        let key = format!("group {}", folded(name));
        let index = match self.keys.get(&format!("acronym {name}")).or_else(|| self.keys.get(&key)) {
            Some(&index) => index,
            None => {
                let index = self.add_actor(key, name.to_owned(), ActorKind::Group, None);
                self.actors.list[index].sector = sector;
                index
            }
        };
        if let Some(known) = of {
            self.add_parent(mention, index, known, is_organ);
        }
        index
    }

    /// One name for "China's Foreign Ministry", "the Chinese Foreign Ministry" and "PRC foreign ministry": the owner's
    /// adjective and the noun.
    fn organ_name(&self, mention: &Mention, owner: Known) -> Option<String> {
        let Known::Country(country) = owner else { return None };
        let tokens = &self.sentences[mention.sentence].tokens;
        let pieces = tokens[mention.start..mention.end].iter().map(|token| token.plain.clone());
        let (len, form) = self.names.forms.longest(pieces)?;
        let mut noun = mention.start + len;
        noun += usize::from(tokens.get(noun)?.lower == "'s");
        if form.known != owner || noun >= mention.end {
            return None;
        }
        let rest = &self.text[tokens[noun].span.start..tokens[mention.end - 1].span.end];
        let rest = rest.split_whitespace().collect::<Vec<_>>().join(" ");
        Some(format!("{} {rest}", self.names.countries[country].attribute()))
    }

    /// The owner that the form of a table's group names first: the UN in "UN Security Council", India in "Indian Navy".
    fn parent_in_form(&self, mention: &Mention, known: Known) -> Option<Known> {
        let Known::Group(record) = known else { return None };
        let tokens = &self.sentences[mention.sentence].tokens;
        (mention.start + 1..mention.end).find_map(|end| {
            let words: Vec<&str> = tokens[mention.start..end].iter().map(|token| token.plain.as_ref()).collect();
            let parent = self.names.forms.get(&words.join(" "))?.known;
            self.names.is_organ_of(record, parent).then_some(parent)
        })
    }

    /// The actor that stands inside a group's name: Iraq in "the Iraqi army".
    fn add_parent(&mut self, mention: &Mention, group: usize, known: Known, is_organ: bool) {
        let tokens = &self.sentences[mention.sentence].tokens;
        let parent = self.known_actor(known);
        let inner = (mention.start..mention.end).find_map(|at| {
            let pieces = tokens[at..mention.end].iter().map(|token| token.plain.clone());
            let (len, form) = self.names.forms.longest(pieces)?;
            (form.known == known).then(|| (tokens[at].span.start, tokens[at + len - 1].span.end))
        });
        if let Some((start, end)) = inner {
            let form = self.text[start..end].to_owned();
            self.add_alias(parent, &form);
        }
        let country = self.actors.list[parent].country.clone();
        self.actors.list[group].country = self.actors.list[group].country.take().or(country);
        self.actors.parents.entry(mention.sentence).or_default().push(Parent { group, parent, is_organ });
    }

    fn add_actor(&mut self, key: String, name: String, kind: ActorKind, known: Option<Known>) -> usize {
        let index = self.actors.list.len();
        self.keys.insert(key, index);
        self.actors.known.push(known);
        self.actors.list.push(Actor {
            name,
            kind,
            leader: false,
            country: None,
            sector: None,
            offices: Vec::new(),
            aliases: Vec::new(),
            mentions: Vec::new(),
        });
        index
    }

    fn add_alias(&mut self, index: usize, form: &str) {
        let aliases = &mut self.actors.list[index].aliases;
        if !aliases.iter().any(|alias| alias == form) {
            aliases.push(form.to_owned());
        }
    }

    /// "Ahwazi Liberal Party (ALP)": from here on ALP is the party.
    fn note_acronym(&mut self, mention: &Mention, index: usize) {
        let tokens = &self.sentences[mention.sentence].tokens;
        if let Some(acronym) = acronym_after(tokens, mention) {
            self.keys.entry(format!("acronym {acronym}")).or_insert(index);
            self.add_alias(index, acronym);
        }
    }
}

/// Two to eight letters, most of them capitals: "IRGC", "FAMa".
pub fn is_acronym(text: &str) -> bool {
    let n_letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let n_capitals = text.chars().filter(|c| c.is_uppercase()).count();
    (2..=8).contains(&n_letters) && n_capitals * 4 >= n_letters * 3 && text.chars().all(char::is_alphanumeric)
}

/// Gives every actor the places of its mentions in Unicode scalar values.
fn count_mentions(actors: &mut Actors, text: &str, sentences: &[Sentence]) {
    let chars = CharIndex::new(text);
    for (mention, actor) in actors.mentions.iter().flatten() {
        let tokens = &sentences[mention.sentence].tokens;
        let (start, end) = (tokens[mention.name_start].span.start, tokens[mention.end - 1].span.end);
        actors.list[*actor].mentions.push((chars.at(start), chars.at(end)));
    }
}

impl Actors {
    /// The table record of an actor.
    pub(super) fn known(&self, actor: usize) -> Option<Known> {
        self.known[actor]
    }

    /// The list with what the statements say of each: offices, leaders, affiliation.
    pub fn into_stated(mut self, statements: &[Statement], knowledge: &Knowledge) -> Vec<Actor> {
        let index: HashMap<String, usize> =
            self.list.iter().enumerate().rev().map(|(i, a)| (a.name.clone(), i)).collect();
        for statement in statements.iter().filter(|statement| statement.relation.family() == Family::Structural) {
            let (Some(&subject), Some(&object)) = (index.get(&statement.subject), index.get(&statement.object)) else {
                continue;
            };
            let country = self.list[object].country.clone();
            let subject = &mut self.list[subject];
            let is_so = statement.polarity == Polarity::Affirmed;
            if subject.kind != ActorKind::Person || !is_so {
                continue;
            }
            subject.country = subject.country.take().or(country);
            let holds = statement.status == Status::Current && statement.modality == Modality::Asserted;
            subject.leader |= holds && statement.relation == RelationType::Leads;
            let words = statement.predicate.to_lowercase();
            let is_title = words.split(' ').any(|word| knowledge.offices.titles.get(word).is_some())
                || knowledge.offices.titles.get(&words).is_some();
            let is_office = matches!(statement.relation, RelationType::Leads | RelationType::Serves) && is_title;
            if is_office && !subject.offices.contains(&statement.predicate) {
                subject.offices.push(statement.predicate.clone());
            }
        }
        self.list
    }
}

/// Whether a mention can stand for its actor at the head of a noun phrase.
pub(super) fn acts(mention: &Mention) -> bool {
    mention.head == Head::Actor
}
