//! Acts that an article has told and takes up with a noun: "Turkey attacked Syria. France condemned the attack."
//!
//! In go the findings of a sentence and of those before it; out comes, for each definite noun of an act without an owner of its own, whoever
//! did what it takes up. The newest act of the noun's relations counts (`data/words/event_nouns.tsv`); where that was done by both sides
//! to each other, nobody is meant. Follows single acts, not what acts lead to.

use std::collections::BTreeMap;

use super::clause::Clause;
use super::constructions::{Construction, Finding};
use crate::language::{Relation, Tag};
use crate::ontology::{Family, Modality, Polarity, RelationType};

/// Sentences after which an act is taken up by a mere noun only if nobody else has done the like.
const MAX_AGE: usize = 4;
/// The same for nouns that take up acts of many kinds: "the decision", "the move".
const MAX_AGE_OF_ANY: usize = 1;
/// A noun that takes up more relations than this says little of the act.
const MAX_RELATIONS: usize = 3;

/// The acts told so far, oldest first.
#[derive(Debug, Default)]
pub struct Events {
    told: Vec<Told>,
}

/// An act of one on another.
#[derive(Debug, Clone, Copy)]
struct Told {
    sentence: usize,
    /// Token at which it is stated.
    at: usize,
    relation: RelationType,
    doer: usize,
    target: usize,
}

impl Events {
    /// Keeps what a sentence tells as done or planned.
    pub fn note(&mut self, sentence: usize, findings: &[Finding]) {
        self.told.extend(told_in(sentence, findings));
    }

    /// For each definite noun of an act in a sentence whose doer it does not name: who did what it takes up. `own` is what the
    /// sentence itself tells, of which what stands before the noun counts.
    pub fn taken_up(&self, clause: &Clause, sentence: usize, own: &[Finding]) -> BTreeMap<usize, Vec<usize>> {
        let told: Vec<Told> = self.told.iter().copied().chain(told_in(sentence, own)).collect();
        let nouns = (0..clause.tokens.len()).filter(|&noun| is_open(clause, noun));
        let mut doers: BTreeMap<usize, Vec<usize>> = nouns
            .filter_map(|noun| {
                let relations = clause.knowledge.words.event_nouns.get(&clause.tokens[noun].lower)?;
                let is_of_any = relations.len() > MAX_RELATIONS;
                let max_age = if is_of_any { MAX_AGE_OF_ANY } else { MAX_AGE };
                let is_meant =
                    |told: &&Told| relations.contains(&told.relation) && (told.sentence < sentence || told.at < noun);
                let newest = told.iter().filter(is_meant).max_by_key(|told| (told.sentence, told.at))?;
                let is_near = newest.sentence + max_age >= sentence;
                let is_sole = || !is_of_any && told.iter().filter(is_meant).all(|told| told.doer == newest.doer);
                if !is_near && !is_sole() {
                    return None;
                }
                let is_one = |told: &&Told| {
                    (told.sentence, told.at, told.relation) == (newest.sentence, newest.at, newest.relation)
                };
                let (doers, targets): (Vec<usize>, Vec<usize>) =
                    told.iter().filter(is_one).map(|told| (told.doer, told.target)).unzip();
                // Who denies "the accusation" is the accused.
                let is_charge = newest.relation == RelationType::Accuse;
                if is_charge && !acts_on(clause, noun).any(|actor| targets.contains(&actor)) {
                    return None;
                }
                let is_mutual = doers.iter().any(|doer| targets.contains(doer));
                (!is_mutual).then_some((noun, doers))
            })
            .collect();
        doers.extend(own_acts(clause, own));
        doers
    }
}

/// "France condemned the shelling of the camp by Syria": the doers of the acts that nouns of a sentence state with all their ends.
fn own_acts(clause: &Clause, own: &[Finding]) -> BTreeMap<usize, Vec<usize>> {
    let is_done_by =
        |finding: &Finding| finding.ends.is_some_and(|(doer, _)| doer > finding.at && clause.has_case(doer, "by"));
    let is_act = |finding: &&Finding| {
        finding.construction == Construction::Act
            && finding.relation.family() == Family::Event
            && !finding.relation.is_symmetric()
            && is_done_by(finding)
    };
    let mut doers: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for finding in own.iter().filter(is_act) {
        let of_noun = doers.entry(finding.at).or_default();
        if !of_noun.contains(&finding.subject) {
            of_noun.push(finding.subject);
        }
    }
    doers
}

/// Those who do what a verb says with a noun.
fn acts_on(clause: &Clause, noun: usize) -> impl Iterator<Item = usize> {
    let verb = clause.tokens[noun].head.filter(|&head| clause.is_verb(head) && !clause.is_passive(head));
    verb.map_or(Vec::new(), |verb| clause.subjects(verb)).into_iter().map(|part| part.actor)
}

fn told_in(sentence: usize, findings: &[Finding]) -> impl Iterator<Item = Told> + '_ {
    let is_told = |finding: &&Finding| {
        finding.relation.family() == Family::Event
            && !finding.relation.is_symmetric()
            && finding.mood.polarity == Polarity::Affirmed
            && matches!(finding.mood.modality, Modality::Asserted | Modality::Planned)
    };
    findings.iter().filter(is_told).map(move |finding| Told {
        sentence,
        at: finding.at,
        relation: finding.relation,
        doer: finding.subject,
        target: finding.object,
    })
}

/// "the attack", "these allegations": definite, and nothing beside it says whose, of whom or which.
fn is_open(clause: &Clause, noun: usize) -> bool {
    let is_definite = |i: usize| i < noun && clause.knowledge.words.is_in_class("DEFINITE", &clause.tokens[i].lower);
    let says_more = |i: usize| {
        matches!(
            clause.tokens[i].relation,
            Relation::Nmod | Relation::NmodPoss | Relation::Acl | Relation::Appos | Relation::Flat
        )
    };
    clause.tokens[noun].tag == Tag::Noun
        && clause.children(noun).any(is_definite)
        && !clause.children(noun).any(says_more)
        && clause.holders(noun).is_empty()
}
