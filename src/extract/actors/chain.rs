//! Chains mentions into actors, one after the other: the tables' actors by their record; persons by full name, then by surname or given
//! name; groups by name, then by an acronym that the article introduces.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::full_names::{FullNames, is_misspelt, without_suffix};
use super::introduced::{acronym_after, translation_after};
use super::of_tables::particulars;
use super::{Actors, Parent, folded, is_acronym, second_names};
use crate::extract::coreference::Step;
use crate::extract::mention::{self, Mention, Who};
use crate::extract::quotes::label_in_capitals;
use crate::knowledge::names::Known;
use crate::knowledge::phrase::Phrases;
use crate::knowledge::words::GroupNoun;
use crate::knowledge::{Knowledge, Names, Predicates, Words};
use crate::language::{Relation, Sentence};
use crate::ontology::{Actor, ActorKind, RelationType};

/// How many actors back a fuller name is looked for: a bound on what a text of nothing but names may cost.
const MAX_BACK: usize = 200;

/// Nouns with which a group's name goes on or not, those that most names have first: "Thai Raksa Chart Party".
const KINDS_OF_GROUP: [&str; 3] = ["party", "group", "movement"];

/// The actors of an article's mentions, sentence by sentence.
pub(super) fn chain(
    text: &str,
    sentences: &[Sentence],
    found: Vec<Vec<Mention>>,
    persons: FullNames,
    knowledge: &Knowledge,
) -> Actors {
    let mut chain = Chain {
        text,
        sentences,
        names: &knowledge.names,
        group_nouns: &knowledge.words.group_nouns,
        predicates: &knowledge.predicates,
        persons,
        actors: Actors::default(),
        keys: BTreeMap::new(),
        last_seen: HashMap::new(),
        n_mentions: 0,
        n_short: HashMap::new(),
        kin: HashSet::new(),
        last_person: None,
        words: &knowledge.words,
    };
    for mentions in found {
        let (named, steps) = mentions
            .into_iter()
            .map(|mention| {
                let (actor, step) = chain.actor_of(&mention);
                ((mention, actor), step)
            })
            .unzip();
        chain.actors.mentions.push(named);
        chain.actors.steps.push(steps);
    }
    chain.actors
}

struct Chain<'c, 't> {
    text: &'c str,
    sentences: &'c [Sentence<'t>],
    names: &'c Names,
    group_nouns: &'c Phrases<GroupNoun>,
    predicates: &'c Predicates,
    persons: FullNames,
    actors: Actors,
    /// Index of the actor of each key: record, folded name or acronym.
    keys: BTreeMap<String, usize>,
    /// When each actor was named last, in mentions from the start.
    last_seen: HashMap<usize, usize>,
    n_mentions: usize,
    /// How often each person was called by a surname alone.
    n_short: HashMap<usize, usize>,
    /// Persons who came in as somebody's kin: "his son, Hunter Biden".
    kin: HashSet<usize>,
    /// The last person named so far, with sentence and end of the mention.
    last_person: Option<(usize, usize, usize)>,
    words: &'c Words,
}

impl Chain<'_, '_> {
    /// The actor of a mention, and how it was joined.
    fn actor_of(&mut self, mention: &Mention) -> (usize, Step) {
        let form = self.form(mention).to_owned();
        let n_before = self.actors.list.len();
        let index = match &mention.who {
            Who::Known(known) => {
                let index = self.known_actor(*known);
                if let Some(parent) = self.parent_in_form(mention, *known) {
                    self.add_parent(mention, index, parent, true);
                }
                index
            }
            Who::Country => self.country(&form),
            Who::Person => self.named_person(mention, &form),
            Who::Group { sector, of, is_organ } => self.group(mention, &form, sector.clone(), *of, *is_organ),
        };
        self.n_mentions += 1;
        self.last_seen.insert(index, self.n_mentions);
        self.add_alias(index, &form);
        if !matches!(mention.who, Who::Person | Who::Known(Known::Country(_))) {
            self.note_acronym(mention, index);
            self.note_translation(mention, index);
        }
        let actor = &self.actors.list[index];
        let step = match &mention.who {
            _ if self.actors.known[index].is_some() => Step::Table,
            _ if n_before < self.actors.list.len() || folded(&form) == folded(&actor.name) => Step::Name,
            _ if is_acronym(&form) => Step::Acronym,
            _ => Step::Variant,
        };
        (index, step)
    }

    /// The group of the tables whose name stands after its country's: "US Green Party".
    fn based_group(&mut self, mention: &Mention, country: Known) -> Option<usize> {
        let tokens = &self.sentences[mention.sentence].tokens;
        let pieces = |from: usize| tokens[from..mention.end].iter().map(|token| token.plain.as_ref().into());
        let (len, _) = self.names.forms.longest(pieces(mention.start)).filter(|(_, form)| form.known == country)?;
        let from = mention.start + len;
        let (rest, form) = self.names.forms.longest(pieces(from))?;
        let known = form.known;
        (from + rest == mention.end && self.names.is_based_in(known, country)).then(|| self.known_actor(known))
    }

    /// The words of a mention as the text has them, line breaks made spaces.
    fn form(&self, mention: &Mention) -> String {
        let tokens = &self.sentences[mention.sentence].tokens;
        let raw = &self.text[tokens[mention.name_start].span.start..tokens[mention.end - 1].span.end];
        // "FOREIGN MINISTER MIRZOYAN: Thank you." labels a speaker.
        let is_label = mention.who == Who::Person && label_in_capitals(tokens) == Some(mention.end);
        let case = |word: &str| if is_label { mention::title_case(word) } else { word.to_owned() };
        raw.split_whitespace().map(case).collect::<Vec<_>>().join(" ")
    }

    fn known_actor(&mut self, known: Known) -> usize {
        let key = format!("{known:?}");
        if let Some(&index) = self.keys.get(&key) {
            return index;
        }
        let (kind, country, sector) = particulars(known, self.names);
        let index = self.add_actor(key, self.names.name(known).to_owned(), kind, Some(known));
        self.actors.list[index].country = country;
        self.actors.list[index].sector = sector;
        index
    }

    /// A country that no table has.
    fn country(&mut self, form: &str) -> usize {
        let key = format!("country {}", folded(form));
        match self.keys.get(&key) {
            Some(&index) => index,
            None => self.add_actor(key, form.to_owned(), ActorKind::Country, None),
        }
    }

    /// The person of a mention, with a note of how the article calls them.
    fn named_person(&mut self, mention: &Mention, form: &str) -> usize {
        let n_before = self.actors.list.len();
        let index = self.second_name(mention, form).unwrap_or_else(|| self.person(form));
        self.last_person = Some((mention.sentence, mention.end, index));
        let is_new = n_before < self.actors.list.len();
        if is_new && self.is_kin(mention) {
            self.kin.insert(index);
        } else if !form.contains(' ') {
            *self.n_short.entry(index).or_default() += 1;
        }
        index
    }

    /// The person named right before who has this name too: "Colin Ferrat, Lord Zena,", "the ring name Ada".
    fn second_name(&mut self, mention: &Mention, form: &str) -> Option<usize> {
        let key = format!("person {}", folded(form));
        let (sentence, end, index) = self.last_person?;
        let tokens = &self.sentences[mention.sentence].tokens;
        let is_second = sentence == mention.sentence && second_names::is_second(tokens, end, mention.start, self.words);
        if !is_second || self.keys.contains_key(&key) {
            return None;
        }
        self.keys.insert(key, index);
        Some(index)
    }

    /// "his son, Hunter Biden", "her brother Ali Ferrat": a noun of kinship with an owner comes before the name.
    fn is_kin(&self, mention: &Mention) -> bool {
        let tokens = &self.sentences[mention.sentence].tokens;
        let Some(mut noun) = mention.start.checked_sub(1) else { return false };
        noun = noun.saturating_sub(usize::from(tokens[noun].text == ","));
        let patterns = self.predicates.roles.get(&tokens[noun].lower);
        let is_kinship = |entry: usize| self.predicates.entries[entry].relation == RelationType::FamilyOf;
        let is_owned = || (noun.saturating_sub(3)..noun).any(|at| tokens[at].relation == Relation::NmodPoss);
        patterns.is_some_and(|patterns| patterns.iter().any(|pattern| is_kinship(pattern.entry))) && is_owned()
    }

    /// A full name is itself; a shorter one is the first full name of the article that it fits.
    fn person(&mut self, form: &str) -> usize {
        let words = without_suffix(folded(form).split(' ').map(str::to_owned).collect());
        // Of two Clintons the one who was called so before, or was named last; not the son in "Biden and his son, Hunter Biden".
        let key_of = |name: &Vec<String>| format!("person {}", name.join(" "));
        let seen = |key: &String| {
            let index = self.keys.get(key)?;
            let is_short = words.len() == 1;
            let is_kin = is_short && self.kin.contains(index);
            let n_short = self.n_short.get(index).copied().filter(|_| is_short).unwrap_or_default();
            Some((!is_kin, n_short, self.last_seen.get(index).copied()))
        };
        let mut best = None;
        for key in self.persons.fitting(&words).map(key_of) {
            let seen = seen(&key);
            if best.as_ref().is_none_or(|(top, _): &(Option<_>, String)| seen > *top) {
                best = Some((seen, key));
            }
        }
        let whole = key_of(&words);
        let misspelt = || self.misspelt(&words).map(key_of).filter(|_| !self.keys.contains_key(&whole));
        let key = best.map(|(_, key)| key).or_else(misspelt).unwrap_or(whole);
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

    /// "Hamza bin Ladin" after "Hamza bin Laden": the person so far whose name has one word in another spelling.
    fn misspelt(&self, words: &[String]) -> Option<&Vec<String>> {
        let named = self.persons.with(words.first()?).take(MAX_BACK).filter(|name| name.first() == words.first());
        named.into_iter().find(|name| is_misspelt(name, words))
    }

    fn group(
        &mut self,
        mention: &Mention,
        form: &str,
        sector: Option<String>,
        of: Option<Known>,
        is_organ: bool,
    ) -> usize {
        // "the US Green Party" is the Green Party that the tables place there.
        if let Some(index) = of.and_then(|country| self.based_group(mention, country)) {
            return index;
        }
        let organ = of.filter(|_| is_organ).and_then(|owner| self.organ_name(mention, owner));
        // "the Argentine congress" is the Argentine Congress of the tables.
        let of_tables = |name: &String| self.names.forms.get(name).or_else(|| self.names.forms.get(&capitalised(name)));
        if let Some(known) = organ.as_ref().and_then(of_tables) {
            let index = self.known_actor(known.known);
            if let Some(owner) = of {
                self.add_parent(mention, index, owner, is_organ);
            }
            return index;
        }
        let name = organ.as_deref().or(form.strip_prefix("the ")).or(form.strip_prefix("The ")).unwrap_or(form);
        let key = format!("group {}", folded(name));
        let known = self.keys.get(&format!("acronym {name}")).or_else(|| self.keys.get(&key)).copied();
        let index = match known.or_else(|| self.fuller_group(name)) {
            Some(index) => index,
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

    /// "the Judiciary Committee" after the House Judiciary Committee, "the Commission" after the Commission on Debates: the
    /// only group so far whose name ends with the words, or goes on after them. One word alone, "the Court", is the group
    /// named last that has it in its name. "Thai Raksa Chart" and "Thai Raksa Chart Party" are one.
    fn fuller_group(&self, name: &str) -> Option<usize> {
        let name = folded(name);
        let is_noun = |word: &str| self.group_nouns.get(word).is_some();
        let (body, last) = name.rsplit_once(' ').map_or(("", name.as_str()), |(body, last)| (body, last));
        let key = |name: &str| self.keys.get(&format!("group {name}")).copied();
        let is_named = |noun: &str| key(&format!("{name} {noun}"));
        if let Some(index) = KINDS_OF_GROUP.iter().find_map(|noun| is_named(noun)) {
            return Some(index);
        }
        if KINDS_OF_GROUP.contains(&last)
            && body.contains(' ')
            && let Some(index) = key(body)
        {
            return Some(index);
        }
        if !is_noun(last) {
            return None;
        }
        let goes_on = ["of", "on", "for"].map(|link| format!("{name} {link} "));
        let is_fuller = |group: &Actor| {
            let full = folded(&group.name);
            let is_end = full.len() > name.len() && full.ends_with(&format!(" {name}"));
            let has_word = body.is_empty() && full.len() > name.len() && full.split(' ').any(|word| word == name);
            let goes_on = goes_on.iter().any(|start| full.starts_with(start.as_str()));
            group.kind == ActorKind::Group && (is_end || goes_on || has_word)
        };
        let seen = |index: usize| self.last_seen.get(&index).copied();
        let recent = self.actors.list.iter().enumerate().rev().take(MAX_BACK);
        let fuller: Vec<usize> = recent.filter(|(_, group)| is_fuller(group)).map(|(index, _)| index).collect();
        match (fuller.as_slice(), body.is_empty()) {
            ([only], _) => Some(*only),
            (several, true) => several.iter().copied().max_by_key(|&index| seen(index)),
            _ => None,
        }
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
        self.actors.list.push(Actor::new(name, kind));
        index
    }

    fn add_alias(&mut self, index: usize, form: &str) {
        let aliases = &mut self.actors.list[index].aliases;
        if !aliases.iter().any(|alias| alias == form) {
            aliases.push(form.to_owned());
        }
    }

    /// "Hoseynun, or “Defenders of the Shrine”": two names of one group.
    fn note_translation(&mut self, mention: &Mention, index: usize) {
        let tokens = &self.sentences[mention.sentence].tokens;
        let second = translation_after(tokens, mention.end).or_else(|| {
            // "RPF (Railway Police Force)" is called by the words.
            let is_letters = mention.end == mention.start + 1 && is_acronym(tokens[mention.start].text);
            second_names::in_brackets(tokens, mention.end).filter(|_| !is_letters)
        });
        if let Some((start, end)) = second {
            let form = self.text[tokens[start].span.start..tokens[end - 1].span.end].to_owned();
            self.keys.entry(format!("group {}", folded(&form))).or_insert(index);
            self.add_alias(index, &form);
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

/// A name with a capital at the start of each word.
fn capitalised(name: &str) -> String {
    let capital = |word: &str| {
        let mut chars = word.chars();
        chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect::<String>()
    };
    name.split(' ').map(capital).collect::<Vec<_>>().join(" ")
}
