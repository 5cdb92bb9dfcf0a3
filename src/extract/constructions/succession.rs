//! Who held an office before: "Ada Ferrat was elected president of Kenya, succeeding John Brown" says that he had led Kenya.
//!
//! The office is the one that the sentence gives to the successor.

use super::{Construction, Finding};
use crate::extract::clause::{Clause, Role};
use crate::language::Relation;
use crate::ontology::{ActorKind, Family, Modality, Polarity, RelationType, Status};

/// Those whom others succeed or replace in a sentence; `offices` is what the sentence states.
pub fn find(clause: &Clause, offices: &[Finding]) -> Vec<Finding> {
    let verbs = (0..clause.tokens.len()).filter(|&i| clause.is_verb(i) && !clause.is_passive(i));
    verbs.flat_map(|verb| of_verb(clause, verb, offices)).collect()
}

fn of_verb(clause: &Clause, verb: usize, offices: &[Finding]) -> Vec<Finding> {
    let mood = clause.mood(verb);
    let is_fact = mood.polarity == Polarity::Affirmed && mood.modality == Modality::Asserted;
    if !clause.knowledge.words.is_in_class("SUCCEED", clause.verb_lemma(verb)) || !is_fact {
        return Vec::new();
    }
    let is_person = |actor: usize| clause.kind(actor) == ActorKind::Person;
    let successors: Vec<usize> =
        clause.subjects(verb).iter().map(|part| part.actor).filter(|&a| is_person(a)).collect();
    let objects = clause.below(verb, Relation::Obj).flat_map(|object| clause.wholes(object));
    let before = objects.filter(|part| part.role == Role::Whole && is_person(part.actor));
    let is_office = |finding: &&Finding| {
        matches!(finding.relation, RelationType::Leads | RelationType::Serves)
            && matches!(finding.construction, Construction::Title | Construction::Role)
            && finding.relation.family() == Family::Structural
            && finding.status == Status::Current
            && successors.contains(&finding.subject)
    };
    before
        .flat_map(|part| {
            offices.iter().filter(is_office).map(move |office| Finding {
                subject: part.actor,
                status: Status::Former,
                predicate: format!("{} {}", clause.verb_lemma(verb), office.predicate),
                at: verb,
                ..office.clone()
            })
        })
        .collect()
}
