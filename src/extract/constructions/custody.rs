//! Arrests that only tell where: "Ada Ferrat was arrested in Kenya" says that Kenya arrested her.
//!
//! Who may arrest in a country is the country, but for those whom the sentence names as doing so.

use std::borrow::Cow;

use super::{Construction, Finding, Stated, entry_of};
use crate::extract::clause::{Clause, Part, Role, wholes};
use crate::language::Relation;
use crate::ontology::RelationType;

/// The arrests of a sentence that have no agent.
pub fn find(clause: &Clause) -> Vec<Finding> {
    (0..clause.tokens.len()).filter(|&i| clause.is_verb(i)).flat_map(|verb| of_verb(clause, verb)).collect()
}

fn of_verb(clause: &Clause, verb: usize) -> Vec<Finding> {
    let lemma = clause.verb_lemma(verb);
    let is_open = clause.is_passive(verb) && clause.agents(verb).is_empty();
    if !clause.knowledge.words.is_in_class("CUSTODY", lemma) || !is_open {
        return Vec::new();
    }
    let is_clause = |i: usize| matches!(clause.tokens[i].relation, Relation::Acl | Relation::AclRelcl);
    let entry = entry_of(&clause.knowledge.predicates, "arrest", RelationType::Coerce);
    let (Some((country, place)), Some(entry)) = (clause.countries_below(verb, &["in"]).next(), entry) else {
        return Vec::new();
    };
    let held = match is_clause(verb) && !clause.has_below(verb, Relation::NsubjPass) {
        // "Ada Ferrat, arrested in Kenya in May,"
        true => clause.tokens[verb].head.map_or(Vec::new(), |head| clause.wholes(head)),
        false => wholes(clause.subjects(verb)),
    };
    let (construction, words, predicate) = (Construction::Passive, Vec::new(), Cow::Owned(format!("{lemma} in")));
    let mood = clause.mood(verb);
    let state = Part { actor: country, noun: place, role: Role::Whole };
    Stated { entry, construction, at: verb, words, predicate, mood, said_by: None }.of_all(clause, &[state], &held)
}
