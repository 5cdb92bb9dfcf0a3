//! Definite descriptions: "the Russian president", "the company", "the two countries", "his Turkish counterpart".

use std::collections::HashMap;

use super::places::head_of;
use super::salience::{Entity, Salience, Standing};
use crate::extract::actors::Actors;
use crate::extract::mention::Mention;
use crate::extract::noun_phrase::Head;
use crate::extract::office::{self, Term, Title};
use crate::knowledge::Knowledge;
use crate::knowledge::Offices;
use crate::knowledge::offices::ModifierEffect;
use crate::knowledge::words::NameWord;
use crate::language::tag::Number;
use crate::language::{Relation, Sentence, Token};
use crate::ontology::{ActorKind, Date};

/// What a common noun stands for.
#[derive(Debug)]
pub enum Found {
    /// Actors that it describes, and on what evidence.
    Actors(Vec<usize>, String),
    /// The actor in whose noun phrase it is: "Russian troops", "Putin, the president".
    Known(usize),
    /// Somebody or something without a name.
    Nameless {
        /// Whether it is a noun for a person.
        is_person: bool,
    },
    /// Part of a title or a predicate: nobody new.
    Nothing,
}

/// How well a group is what a noun says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    /// It is called so, or known to be one.
    Sure,
    /// Nobody says what it is.
    Unknown,
}

/// What is known when a noun is read.
#[derive(Debug)]
pub struct Scene<'s, 't> {
    /// All sentences of the article, those after the noun too.
    pub sentences: &'s [Sentence<'t>],
    /// Who is present.
    pub salience: &'s Salience,
    /// The tables.
    pub knowledge: &'s Knowledge,
    /// The article's date, on which terms of office are looked up; `None` where it is not known.
    pub date: Option<&'s Date>,
}

/// A noun said of an actor: "president", of Russia.
#[derive(Debug, Clone)]
struct Said {
    words: String,
    of: Option<usize>,
}

/// What the article says of each actor in nouns: titles before and after the name, appositions, predicates.
#[derive(Debug, Default)]
pub struct Descriptors {
    of: HashMap<usize, Vec<Said>>,
    /// Persons by each noun said of them, and by what it ends with: a "prime minister" is a "minister".
    by_words: HashMap<String, Vec<usize>>,
}

impl Descriptors {
    /// All that the article says.
    pub fn of(sentences: &[Sentence], actors: &Actors, knowledge: &Knowledge) -> Self {
        let mut found = Descriptors::default();
        for (mention, actor) in actors.mentions.iter().flatten() {
            let tokens = &sentences[mention.sentence].tokens;
            let country = |title: &Title| owner_before(actors, mention.sentence, title.start);
            let titles = [
                office::title_before(tokens, mention.start, knowledge),
                office::title_after(tokens, mention.end, knowledge),
            ];
            for title in titles.into_iter().flatten().filter(|_| actors.list[*actor].kind == ActorKind::Person) {
                found.add(*actor, title_words(&title, tokens), country(&title));
            }
            if let Some(term) = actors.term(*actor) {
                found.add(*actor, term.title.clone(), actors.of_record(term.of));
            }
            let head = head_of(tokens, mention.start, mention.end);
            if let Some(noun) = noun_said_of(tokens, head) {
                found.add(*actor, tokens[noun].lemma.to_lowercase(), owner_before(actors, mention.sentence, noun));
            }
        }
        found
    }

    fn add(&mut self, actor: usize, words: String, of: Option<usize>) {
        let said = self.of.entry(actor).or_default();
        if said.iter().any(|known| known.words == words && known.of == of) {
            return;
        }
        let starts = std::iter::once(0).chain(words.match_indices(' ').map(|(space, _)| space + 1));
        for start in starts {
            let called = self.by_words.entry(words[start..].to_owned()).or_default();
            if called.last() != Some(&actor) {
                called.push(actor);
            }
        }
        said.push(Said { words, of });
    }

    /// The nouns said of an actor.
    pub fn words_of(&self, actor: usize) -> impl Iterator<Item = &str> {
        self.of.get(&actor).into_iter().flatten().map(|said| said.words.as_str())
    }

    fn fits(&self, actor: usize, words: &str, of: Option<usize>) -> bool {
        let is_one = |said: &Said| {
            let is_same = said.words == words || said.words.ends_with(&format!(" {words}"));
            is_same && (of.is_none() || said.of.is_none() || said.of == of)
        };
        self.of.get(&actor).is_some_and(|said| said.iter().any(is_one))
    }

    /// What the noun at a place stands for.
    pub fn find(&self, index: usize, noun: usize, actors: &mut Actors, scene: &Scene) -> Found {
        let &Scene { sentences, salience, knowledge, date } = scene;
        let tokens = &sentences[index].tokens;
        let over = actors.mentions[index].iter().find(|(mention, _)| (mention.end..mention.np_end).contains(&noun));
        if let Some((mention, actor)) = over {
            match mention.head {
                Head::Title => return Found::Nothing,
                Head::Actor => return Found::Known(*actor),
                Head::Belonging | Head::Compound => {}
            }
        }
        if let Some(actor) = named_beside(tokens, noun, &actors.mentions[index]) {
            return Found::Known(actor);
        }
        let is_predicate =
            (0..tokens.len()).any(|i| tokens[i].head == Some(noun) && tokens[i].relation == Relation::Cop);
        if is_predicate || matches!(tokens[noun].relation, Relation::Appos | Relation::Flat | Relation::Compound) {
            return Found::Nothing;
        }
        let place = Place { index, noun, tokens, knowledge, salience };
        if is_pair(tokens, noun) {
            return place.pair(actors).unwrap_or(Found::Nameless { is_person: true });
        }
        let is_person = place.is_person();
        // "Iran's president" is as definite as "the Iranian president".
        let owned = || is_person.then(|| possessor_before(tokens, noun)).flatten();
        if let Some(article) = place.article().or_else(owned) {
            let found = match tokens[noun].features.number {
                Some(Number::Plural) => place.several(article, actors),
                _ if is_person => self.person(&place, actors, date),
                _ => place.country(actors).or_else(|| self.group(&place, actors)),
            };
            if let Some(found) = found {
                return found;
            }
        }
        if let Some(found) = self.counterpart(&place, actors, date) {
            return found;
        }
        Found::Nameless { is_person }
    }

    /// "the Russian president", "the president", "the mathematician".
    fn person(&self, place: &Place, actors: &mut Actors, date: Option<&Date>) -> Option<Found> {
        let Place { index, noun, tokens, knowledge, .. } = *place;
        let title = office::title_before(tokens, noun + 1, knowledge);
        let start = title.as_ref().map_or(noun, |title| title.start);
        let words =
            title.as_ref().map_or_else(|| tokens[noun].lemma.to_lowercase(), |title| title_words(title, tokens));
        let of = owner_before(actors, index, start).or_else(|| owner_after(actors, index, tokens, noun + 1));
        let is_current = title.as_ref().is_none_or(|title| title.term == Term::Current)
            && !is_modified_before(&place.knowledge.offices, tokens, actors, index, start);
        let present = place.best(|entity, _| match entity {
            Entity::Actor(actor) => actors.list[actor].kind == ActorKind::Person && self.fits(actor, &words, of),
            Entity::Nameless(_) => false,
        });
        let named = || {
            let is_one = |actor: &usize| actors.list[*actor].kind == ActorKind::Person && self.fits(*actor, &words, of);
            let called = self.by_words.get(&words).map_or(&[][..], Vec::as_slice);
            let mut fitting = called.iter().copied().filter(is_one);
            let first = fitting.next()?;
            fitting.all(|other| other == first).then_some(first)
        };
        if let Some(actor) = present.map(|(actor, _)| actor).or_else(named).filter(|_| is_current) {
            return Some(Found::Actors(vec![actor], format!("called {words}")));
        }
        let known = actors.known(of?)?;
        let term = knowledge.holders.holder(known, &words, date?).filter(|_| is_current)?;
        let evidence = format!("{words} since {}, by the tables", term.from);
        let actor = actors.person_of_tables(term, &knowledge.names);
        Some(Found::Actors(vec![actor], evidence))
    }

    /// "the group", "the company", "the militia": the most present group of that sort.
    fn group(&self, place: &Place, actors: &Actors) -> Option<Found> {
        let Place { noun, tokens, knowledge, .. } = *place;
        let word = tokens[noun].lemma.to_lowercase();
        let takes_up = knowledge.words.is_name_word(&word, NameWord::TakesUp);
        let sort = knowledge.words.group_nouns.get(&word).filter(|noun| !noun.is_state_body);
        if !takes_up && sort.is_none() || place.has_owner(actors) {
            return None;
        }
        let fit = |entity: Entity, standing: &Standing| {
            let Entity::Actor(actor) = entity else { return None };
            let group = &actors.list[actor];
            let is_near = place.index - standing.last.0 <= 2;
            // "the Talysh community" is no organization.
            let last = |name: &String| name.rsplit(' ').next().unwrap_or_default().to_lowercase();
            let is_people =
                || group.aliases.iter().any(|name| place.knowledge.words.people_nouns.contains(&last(name)));
            if group.kind != ActorKind::Group || !is_near {
                None
            } else if folded_ends_with(&group.name, &word) || self.fits(actor, &word, None) {
                Some(Fit::Sure)
            } else if is_people() {
                None
            } else {
                match (&group.sector, sort) {
                    (Some(sector), Some(sort)) if *sector == sort.sector => Some(Fit::Sure),
                    (Some(_), Some(sort)) => (takes_up && sort.sector == "UNA").then_some(Fit::Sure),
                    // "the organization" may be of any sort.
                    (None, Some(sort)) if takes_up && sort.sector == "UNA" => Some(Fit::Sure),
                    (None, Some(_)) => takes_up.then_some(Fit::Unknown),
                    (_, None) => takes_up.then_some(Fit::Sure),
                }
            }
        };
        // "the party" is a party before it is a group of which nobody says what it is.
        let best = |wanted: Fit| place.best(|entity, standing| fit(entity, standing) == Some(wanted));
        let (actor, _) = best(Fit::Sure).or_else(|| best(Fit::Unknown))?;
        Some(Found::Actors(vec![actor], format!("the {word} named last")))
    }

    /// "his Turkish counterpart": who holds his office there.
    fn counterpart(&self, place: &Place, actors: &mut Actors, date: Option<&Date>) -> Option<Found> {
        let Place { index, noun, tokens, knowledge, .. } = *place;
        if tokens[noun].lemma != "counterpart" {
            return None;
        }
        let country = owner_before(actors, index, noun)?;
        let known = actors.known(country)?;
        let (person, _) = place.best(|entity, standing| {
            let Entity::Actor(actor) = entity else { return false };
            standing.last.0 == index && self.of.contains_key(&actor) && actors.list[actor].kind == ActorKind::Person
        })?;
        let date = date?;
        let term = self.words_of(person).find_map(|words| knowledge.holders.holder(known, words, date))?;
        let evidence = format!("{} there since {}, by the tables", term.title, term.from);
        let actor = actors.person_of_tables(term, &knowledge.names);
        Some(Found::Actors(vec![actor], evidence))
    }
}

/// A noun of a sentence and what is present when it is read.
struct Place<'p, 't> {
    index: usize,
    noun: usize,
    tokens: &'p [Token<'t>],
    knowledge: &'p Knowledge,
    salience: &'p Salience,
}

impl Place<'_, '_> {
    fn is_person(&self) -> bool {
        let word = self.tokens[self.noun].lemma.to_lowercase();
        let word = word.as_str();
        let words = &self.knowledge.words;
        words.people_nouns.contains(word)
            || words.gendered_words.contains_key(word)
            || self.knowledge.offices.titles.get(word).is_some()
    }

    /// The definite article or its like that opens the noun's phrase.
    fn article(&self) -> Option<usize> {
        let is_article = |&i: &usize| {
            let token = &self.tokens[i];
            let is_our_two = || token.lower == "our" && self.tokens[i + 1].lower == "two";
            token.head == Some(self.noun)
                && (matches!(token.lower.as_str(), "the" | "this" | "that" | "both" | "these" | "those")
                    || is_our_two())
        };
        (self.noun.saturating_sub(6)..self.noun).rev().find(is_article)
    }

    /// Whether a name stands in the phrase: "the Lebanese group", "the group of Libyans".
    fn has_owner(&self, actors: &Actors) -> bool {
        owner_before(actors, self.index, self.noun).is_some()
            || owner_after(actors, self.index, self.tokens, self.noun + 1).is_some()
    }

    /// The weightiest of those present that fit; of equals the one named last.
    fn best(&self, fits: impl Fn(Entity, &Standing) -> bool) -> Option<(usize, u32)> {
        let fitting = self.salience.all().filter(|(entity, standing)| fits(*entity, standing));
        let best = fitting.max_by_key(|(_, standing)| (standing.weight(), standing.last))?;
        match best.0 {
            Entity::Actor(actor) => Some((actor, best.1.weight())),
            Entity::Nameless(_) => None,
        }
    }

    /// The weights of those present of a kind, named here or in the sentence before; the weightiest first.
    fn present(&self, actors: &Actors, kind: ActorKind) -> Vec<(u32, usize)> {
        let mut present: Vec<(u32, usize)> = self
            .salience
            .all()
            .filter_map(|(entity, standing)| match entity {
                Entity::Actor(actor) if actors.list[actor].kind == kind && self.index - standing.last.0 <= 1 => {
                    Some((standing.weight(), actor))
                }
                _ => None,
            })
            .collect();
        present.sort_by_key(|&(weight, actor)| (std::cmp::Reverse(weight), actor));
        present
    }

    /// "the country": the one country that is clearly the most present.
    fn country(&self, actors: &Actors) -> Option<Found> {
        let word = self.tokens[self.noun].lemma.as_str();
        if !self.knowledge.words.country_nouns.contains(word) || self.has_owner(actors) {
            return None;
        }
        if let Some(actor) = self.country_before(actors) {
            return Some(Found::Actors(vec![actor], format!("the one country named before the {word}")));
        }
        let present = self.present(actors, ActorKind::Country);
        let (&(first, actor), second) = (present.first()?, present.get(1).map_or(0, |(weight, _)| *weight));
        (first * 3 >= second * 4).then(|| Found::Actors(vec![actor], format!("the {word} named last")))
    }

    /// Whether nothing after the noun says which: "the leaders of the rebels".
    fn is_whole(&self) -> bool {
        !self.tokens.iter().any(|token| {
            token.head == Some(self.noun)
                && matches!(token.relation, Relation::Nmod | Relation::NmodPoss | Relation::Acl | Relation::AclRelcl)
        })
    }

    /// "Moldova's parliament approves the country's withdrawal": the one country that the sentence names before the noun.
    fn country_before(&self, actors: &Actors) -> Option<usize> {
        let before = actors.mentions[self.index].iter().filter(|(mention, _)| mention.end <= self.noun);
        let mut countries =
            before.map(|(_, actor)| *actor).filter(|&actor| actors.list[actor].kind == ActorKind::Country);
        let first = countries.next()?;
        countries.all(|other| other == first).then_some(first)
    }

    /// "the two met", "the pair", "both": two persons and no more that are present, or else two countries.
    fn pair(&self, actors: &Actors) -> Option<Found> {
        [ActorKind::Person, ActorKind::Country].into_iter().find_map(|kind| {
            match self.present(actors, kind).as_slice() {
                [(_, first), (second, other), rest @ ..] if rest.iter().all(|(third, _)| third * 2 < *second) => {
                    Some(Found::Actors(vec![*first, *other], "the two named last".to_owned()))
                }
                _ => None,
            }
        })
    }

    /// "the two countries", "both leaders": two and no more that are present.
    fn several(&self, article: usize, actors: &Actors) -> Option<Found> {
        let words = &self.knowledge.words;
        let noun = self.tokens[self.noun].lower.as_str();
        let kind = if words.country_nouns.contains(noun) {
            ActorKind::Country
        } else if self.is_person() {
            ActorKind::Person
        } else {
            return None;
        };
        let between = &self.tokens[article..self.noun];
        // "Biden spoke with Starmer. The leaders agreed"
        let are_leaders = noun == "leaders" && article + 1 == self.noun && self.is_whole();
        let are_two = are_leaders || between.iter().any(|token| matches!(token.lower.as_str(), "both" | "two"));
        let present = self.present(actors, kind);
        let [(_, first), (second, other), rest @ ..] = present.as_slice() else { return None };
        let is_clear = rest.first().is_none_or(|(third, _)| third * 2 < *second);
        (are_two && is_clear && !self.has_owner(actors))
            .then(|| Found::Actors(vec![*first, *other], format!("the two {noun} named last")))
    }
}

/// The words of an office; of a helper's all of them as one, so that "the president" is not the vice president.
fn title_words(title: &Title, tokens: &[Token]) -> String {
    if !title.is_helper {
        return title.office.title.clone();
    }
    let words = tokens[title.start..title.end].iter().filter(|token| token.is_word());
    words.map(|token| token.lower.as_str()).collect::<Vec<_>>().join("-")
}

/// "the two", "both", "the pair": words that alone take up two named before; not "the two from Kenya" nor "both of them".
pub fn is_pair(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    let is_argument = matches!(
        token.relation,
        Relation::Nsubj | Relation::NsubjPass | Relation::Obj | Relation::Obl | Relation::OblAgent
    );
    let mut below = tokens.iter().filter(|other| other.head == Some(at));
    let has_the = tokens.iter().any(|other| other.head == Some(at) && other.lower == "the");
    let is_word = match token.lower.as_str() {
        "both" => true,
        "two" | "pair" | "duo" => has_the,
        _ => false,
    };
    let says_more = below.any(|other| {
        matches!(
            other.relation,
            Relation::Nmod | Relation::NmodPoss | Relation::Acl | Relation::AclRelcl | Relation::Amod
        )
    });
    is_word && is_argument && !says_more
}

/// The country or group right before a title or noun: "Russian", "Russia's".
fn owner_before(actors: &Actors, index: usize, start: usize) -> Option<usize> {
    let near = |mention: &Mention| mention.end <= start && (mention.end == start || mention.np_end >= start);
    let (mention, actor) = actors.mentions[index].iter().rev().find(|(mention, _)| near(mention))?;
    let is_close = start - mention.end <= 2;
    (is_close && actors.list[*actor].kind != ActorKind::Person).then_some(*actor)
}

/// The "'s" of a name in the phrase of a noun: "Iran's new president".
fn possessor_before(tokens: &[Token], noun: usize) -> Option<usize> {
    let is_mark = |&i: &usize| matches!(tokens[i].lower.as_str(), "'s" | "'");
    let owner = (0..noun).rev().find(|&i| tokens[i].head == Some(noun) && tokens[i].relation == Relation::NmodPoss)?;
    (owner + 1..noun).find(is_mark)
}

/// "the former French president", "the next Iranian president": the modifier stands before the country.
fn is_modified_before(offices: &Offices, tokens: &[Token], actors: &Actors, index: usize, start: usize) -> bool {
    let owner =
        actors.mentions[index].iter().rev().find(|(mention, _)| mention.end <= start && start - mention.end <= 2);
    let before = owner.and_then(|(mention, _)| mention.start.checked_sub(1)).map(|at| tokens[at].lower.as_str());
    let effect = before.and_then(|word| offices.modifiers.get(word));
    effect.is_some_and(|effect| *effect != ModifierEffect::Keeps) || matches!(before, Some("next" | "future" | "first"))
}

/// The country or group of "of Russia" after a title or noun.
fn owner_after(actors: &Actors, index: usize, tokens: &[Token], at: usize) -> Option<usize> {
    let of = tokens.get(at).filter(|token| token.lower == "of")?;
    let from = at + 1 + usize::from(tokens.get(at + 1).is_some_and(|token| token.lower == "the"));
    let (_, actor) = actors.mentions[index].iter().find(|(mention, _)| mention.start == from && of.lower == "of")?;
    (actors.list[*actor].kind != ActorKind::Person).then_some(*actor)
}

/// The noun in apposition to a name, or that a copula says of it.
fn noun_said_of(tokens: &[Token], name: usize) -> Option<usize> {
    let child = |head: usize, relation: Relation| {
        (0..tokens.len()).find(move |&i| tokens[i].head == Some(head) && tokens[i].relation == relation)
    };
    let is_noun = |&i: &usize| tokens[i].tag == crate::language::Tag::Noun;
    if let Some(noun) = child(name, Relation::Appos).filter(is_noun) {
        return Some(noun);
    }
    let head = tokens[name].head?;
    match tokens[name].relation {
        Relation::Appos => Some(head).filter(is_noun),
        Relation::Nsubj => Some(head).filter(|&head| child(head, Relation::Cop).is_some()).filter(is_noun),
        _ => None,
    }
}

/// The actor whose name is in apposition to a noun, or to whose name the noun is.
fn named_beside(tokens: &[Token], noun: usize, mentions: &[(Mention, usize)]) -> Option<usize> {
    let is_beside = |word: usize| {
        let is_joined = |relation: Relation| matches!(relation, Relation::Appos | Relation::Flat | Relation::Compound);
        (tokens[word].head == Some(noun) && matches!(tokens[word].relation, Relation::Appos | Relation::Flat))
            || (tokens[noun].head == Some(word) && is_joined(tokens[noun].relation))
    };
    let head = |mention: &Mention| head_of(tokens, mention.start, mention.end);
    mentions.iter().find(|(mention, _)| is_beside(head(mention))).map(|(_, actor)| *actor)
}

fn folded_ends_with(name: &str, word: &str) -> bool {
    name.rsplit(' ').next().is_some_and(|last| last.to_lowercase() == word)
}
