//! What a speaker says that another must do: "the Red Cross said US forces must let aid in" asks it of the United States.

use super::{Construction, Finding};
use crate::extract::clause::{Clause, Part, Role};
use crate::extract::mood::Mood;
use crate::knowledge::predicates::Predicates;
use crate::language::Relation;
use crate::ontology::{RelationType, Status};

/// The demands of a sentence; `speaker_at` tells whose words the one at a token is among.
pub fn find(clause: &Clause, speaker_at: impl Fn(usize) -> Option<usize>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for modal in 0..clause.tokens.len() {
        let Some((verb, addressees)) = addressed(clause, modal) else { continue };
        let Some(speaker) = speaker_at(verb) else { continue };
        let others = addressees.into_iter().filter(|part| part.actor != speaker);
        findings.extend(others.map(|part| Finding {
            subject: speaker,
            relation: RelationType::Request,
            among_persons: None,
            object: part.actor,
            predicate: format!("{} {}", clause.tokens[modal].lemma, clause.verb_lemma(verb)),
            mood: Mood::default(),
            status: Status::Current,
            at: modal,
            words: vec![verb],
            said_by: None,
            construction: Construction::Demand,
            entry: entry(&clause.knowledge.predicates),
            ends: None,
        }));
    }
    findings
}

/// The verb that "must", "should" or "needs to" asks for, and who is to do it.
fn addressed(clause: &Clause, modal: usize) -> Option<(usize, Vec<Part>)> {
    let token = &clause.tokens[modal];
    let is_modal = matches!(token.lower.as_str(), "must" | "should" | "ought") && token.relation == Relation::Aux;
    let needs = token.lemma == "need" && clause.is_verb(modal);
    let verb = match (is_modal, needs) {
        (true, _) => token.head?,
        (_, true) => clause.below(modal, Relation::Xcomp).next()?,
        _ => return None,
    };
    // "an order that the army should" is the order's.
    let is_inner = matches!(clause.tokens[verb].relation, Relation::Acl | Relation::AclRelcl | Relation::Advcl);
    // "Germany must be ready to help"
    let is_ready = clause.knowledge.words.control_adjectives.contains_key(&clause.tokens[verb].lower)
        && clause.has_below(verb, Relation::Xcomp);
    let is_active = (clause.is_verb(verb) && !clause.is_passive(verb) || is_ready) && !is_inner;
    let wholes = clause.subjects(verb).into_iter().filter(|part| part.role == Role::Whole).collect();
    is_active.then_some((verb, wholes))
}

/// The entry of "ask": what a reader of `--explain` finds the relation under.
fn entry(predicates: &Predicates) -> Option<usize> {
    let patterns = predicates.verbs.get("ask").into_iter().flatten();
    patterns.map(|pattern| pattern.entry).find(|&entry| predicates.entries[entry].relation == RelationType::Request)
}
