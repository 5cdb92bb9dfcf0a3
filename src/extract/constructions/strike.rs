//! Attacks told by the place that they hit: "Russian strikes across Ukraine killed six people", "a Russian drone hit a hospital in Kherson,
//! southern Ukraine", "four people were killed in Ukraine by Russian shelling", "an Israeli raid on the town of Tyre, Lebanon".
//!
//! Who attacks is a country, by its forces, weapons or attacks, or an armed group of a country; whom, is the other country where it hits.
//! An act in a country is none against it where what is hit is somebody else's: fighters, or anything of a third actor.

use std::borrow::Cow;

use super::{Construction, Finding, Stated, entry_of, mood_of_noun};
use crate::extract::clause::{Clause, Part, Role};
use crate::extract::mood::Mood;
use crate::language::{Relation, Tag};
use crate::ontology::{ActorKind, RelationType};

/// Prepositions before the place that an attack hits.
const WHERE: [&str; 10] = ["in", "on", "at", "near", "across", "over", "throughout", "inside", "outside", "around"];
/// Those that do not leave open whose is what it hits there: a strike in a country may be one on a group.
const ONTO: [&str; 3] = ["on", "across", "throughout"];

/// The attacks of a sentence that are told by their place.
pub fn find(clause: &Clause) -> Vec<Finding> {
    let verbs = (0..clause.tokens.len()).filter(|&i| clause.is_verb(i)).flat_map(|verb| of_verb(clause, verb));
    let nouns = (0..clause.tokens.len()).filter(|&i| is_attack(clause, i)).flat_map(|noun| of_noun(clause, noun));
    verbs.chain(nouns).collect()
}

/// "A Russian drone hit a hospital in Kherson, Ukraine", "Four people were killed in Ukraine in a Russian strike".
fn of_verb(clause: &Clause, verb: usize) -> Vec<Finding> {
    let lemma = clause.verb_lemma(verb);
    let harms = harms(clause, lemma);
    let hits = clause.knowledge.words.is_in_class("HIT", lemma);
    if !harms && !hits {
        return Vec::new();
    }
    let (causes, victims): (Vec<usize>, Vec<usize>) = match clause.is_passive(verb) {
        true => (causes_of(clause, verb), clause.below(verb, Relation::NsubjPass).collect()),
        false => (Vec::new(), clause.below(verb, Relation::Obj).collect()),
    };
    let subjects = if clause.is_passive(verb) { Vec::new() } else { clause.subjects(verb) };
    let named = subjects.into_iter().chain(causes.iter().flat_map(|&cause| parts_through(clause, cause)));
    let tools = clause.below(verb, Relation::Nsubj).filter(|&noun| is_made_of(clause, noun));
    let tools = tools.flat_map(|noun| parts_through(clause, noun));
    let attackers: Vec<Part> = named.chain(tools).filter(|part| can_attack(clause, part, harms)).collect();
    // "fought a war over the region"
    let is_act = |noun: &str| {
        let predicates = &clause.knowledge.predicates;
        predicates.nouns.get(noun).is_some()
            || predicates.between.get(noun).is_some()
            || clause.knowledge.words.event_nouns.contains_key(noun)
    };
    let is_other = |&victim: &usize| are_fighters(clause, victim) || is_act(&clause.tokens[victim].lower);
    if attackers.is_empty() || victims.is_empty() || victims.iter().any(is_other) {
        return Vec::new();
    }
    let heads = std::iter::once(verb).chain(victims.iter().copied()).chain(causes.iter().copied());
    let heads = heads.chain(attackers.iter().map(|part| part.noun));
    let Some((country, place)) = heads.flat_map(|head| clause.countries_below(head, &WHERE)).next() else {
        return Vec::new();
    };
    // "killed two Danes in Norway", "killed a Hamas leader in Lebanon": these are not the country's.
    let is_its = |part: &Part| {
        let of = &clause.actors.list[part.actor];
        // "struck Ada's Church in Kharkiv, Ukraine": what nobody says of what sort or country it is, is of the place.
        let is_there = of.kind == ActorKind::Group && of.sector.is_none() && of.country.is_none();
        part.actor == country || is_there && part.role == Role::Whole
    };
    let are_its = |victim: usize| clause.parts(victim).iter().all(is_its);
    if !victims.iter().all(|&victim| are_its(victim)) {
        return Vec::new();
    }
    let at = Part { actor: country, noun: place, role: Role::Whole };
    stated(clause, verb, format!("{lemma} in"), clause.mood(verb), &attackers, at)
}

/// "Russian missile strikes across Ukraine", "an Israeli raid on the town of Tyre, Lebanon".
fn of_noun(clause: &Clause, noun: usize) -> Vec<Finding> {
    let attackers: Vec<Part> =
        clause.holders(noun).into_iter().filter(|part| can_attack(clause, part, false)).collect();
    let Some((country, place)) = clause.countries_below(noun, &ONTO).next().filter(|_| !attackers.is_empty()) else {
        return Vec::new();
    };
    let at = Part { actor: country, noun: place, role: Role::Whole };
    stated(clause, noun, clause.tokens[noun].lower.clone(), mood_of_noun(clause, noun), &attackers, at)
}

fn stated(clause: &Clause, at: usize, predicate: String, mood: Mood, attackers: &[Part], place: Part) -> Vec<Finding> {
    let Some(entry) = entry_of(&clause.knowledge.predicates, "attack", RelationType::Assault) else {
        return Vec::new();
    };
    let attackers: Vec<Part> =
        attackers.iter().copied().filter(|part| is_from_elsewhere(clause, part.actor, place.actor)).collect();
    let (construction, words, predicate) = (Construction::Strike, Vec::new(), Cow::Owned(predicate));
    Stated { entry, construction, at, words, predicate, mood, said_by: None }.of_all(clause, &attackers, &[place])
}

/// Whether a verb states an assault alone.
fn harms(clause: &Clause, lemma: &str) -> bool {
    let predicates = &clause.knowledge.predicates;
    let mut patterns = predicates.verbs.get(lemma).into_iter().flatten().filter(|pattern| pattern.rest.is_empty());
    patterns.any(|pattern| {
        let entry = &predicates.entries[pattern.entry];
        entry.relation == RelationType::Assault && !entry.reversed
    })
}

/// What harm was done by or in: "by Russian shelling", "in a Russian strike".
fn causes_of(clause: &Clause, verb: usize) -> Vec<usize> {
    let is_cause = |i: &usize| {
        let is_by = clause.tokens[*i].relation == Relation::OblAgent || clause.has_case(*i, "by");
        let is_amid = ["in", "during", "after"].iter().any(|case| clause.has_case(*i, case));
        is_by || is_amid && (is_attack(clause, *i) || is_made_of(clause, *i))
    };
    let phrases = clause.children(verb).filter(|&i| {
        matches!(clause.tokens[i].relation, Relation::Obl | Relation::OblAgent) && clause.tokens[i].tag != Tag::Propn
    });
    phrases.filter(is_cause).collect()
}

/// "debris from an Iranian missile", "a wave of Russian strikes": a noun that stands for what another one names.
fn is_made_of(clause: &Clause, noun: usize) -> bool {
    clause.knowledge.words.is_in_class("PIECES", &clause.tokens[noun].lemma)
}

/// The actors of a noun phrase, and of what it is made of.
fn parts_through(clause: &Clause, noun: usize) -> Vec<Part> {
    let inner = clause.below(noun, Relation::Nmod).filter(|&i| is_made_of(clause, noun) && i > noun);
    inner.flat_map(|i| clause.parts(i)).chain(clause.parts(noun)).collect()
}

fn is_attack(clause: &Clause, noun: usize) -> bool {
    let token = &clause.tokens[noun];
    let takes_up = clause.knowledge.words.event_nouns.get(&token.lower);
    token.tag == Tag::Noun
        && (clause.knowledge.words.is_in_class("ATTACK", &token.lemma)
            || takes_up.is_some_and(|relations| relations.contains(&RelationType::Assault)))
}

/// Whether a phrase means one who can attack, or with what: "Israeli troops", "Hezbollah", "a Russian drone", "an Israeli strike".
fn can_attack(clause: &Clause, part: &Part, alone: bool) -> bool {
    let lemma = &clause.tokens[part.noun].lemma;
    let is_weapon = || ["ARMS", "FORCES"].iter().any(|class| clause.knowledge.words.is_in_class(class, lemma));
    let is_armed = match clause.kind(part.actor) {
        ActorKind::Country => true,
        ActorKind::Group => {
            matches!(clause.actors.list[part.actor].sector.as_deref(), Some("REB" | "MIL")) || !alone && is_weapon()
        }
        ActorKind::Person => false,
    };
    let does = match part.role {
        Role::Whole => alone || is_weapon(),
        Role::Owner | Role::Of => is_attack(clause, part.noun) || is_weapon(),
    };
    is_armed && does && !clause.is_of_people(part)
}

/// A country other than the one hit, or a group that is known to be of another one.
fn is_from_elsewhere(clause: &Clause, attacker: usize, country: usize) -> bool {
    let [attacker_of, hit] = [attacker, country].map(|actor| clause.actors.list[actor].country.as_deref());
    attacker != country && attacker_of.is_some() && attacker_of != hit
}

/// Fighters and suspects are nobody's people.
fn are_fighters(clause: &Clause, noun: usize) -> bool {
    let nouns = clause.members(noun).into_iter().chain(clause.quantity_of(noun));
    let words = nouns.flat_map(|i| clause.children(i).chain([i]).collect::<Vec<_>>());
    let words: Vec<usize> = words.collect();
    words.iter().any(|&i| clause.knowledge.words.is_in_class("FIGHTER", &clause.tokens[i].lemma))
}
