//! What a speaker says that another must do: "the Red Cross said US forces must let aid in" asks it of the United States.

use super::{Construction, Finding};
use crate::extract::clause::{Clause, Part, wholes};
use crate::extract::mood::Mood;
use crate::knowledge::predicates::Predicates;
use crate::language::Relation;
use crate::language::tag::Number;
use crate::ontology::{RelationType, Status};

/// The demands of a sentence; `speaker_at` tells whose words the one at a token is among.
pub fn find(clause: &Clause, speaker_at: impl Fn(usize) -> Option<usize>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for modal in 0..clause.tokens.len() {
        if let Some((demand, verb, speakers, addressees)) = wanted(clause, modal) {
            let pairs = speakers.iter().flat_map(|one| addressees.iter().map(move |other| (one.actor, other.actor)));
            let others = pairs.filter(|(speaker, other)| speaker != other);
            findings.extend(others.map(|(speaker, other)| Finding {
                predicate: format!("{} that", clause.tokens[demand].lemma),
                mood: clause.mood(demand),
                words: vec![verb],
                ..said(clause, speaker, RelationType::Request, "ask", other, demand)
            }));
            continue;
        }
        let Some((verb, addressees)) = addressed(clause, modal) else { continue };
        let Some(speaker) = speaker_at(verb) else { continue };
        let others = addressees.into_iter().filter(|part| part.actor != speaker);
        findings.extend(others.map(|part| Finding {
            predicate: format!("{} {}", clause.tokens[modal].lemma, clause.verb_lemma(verb)),
            words: vec![verb],
            ..said(clause, speaker, RelationType::Request, "ask", part.actor, modal)
        }));
    }
    findings
}

/// What a speaker's words do to another, told at a token: what a verb of the tables states alone.
pub(super) fn said(
    clause: &Clause,
    speaker: usize,
    relation: RelationType,
    verb: &str,
    object: usize,
    at: usize,
) -> Finding {
    Finding {
        subject: speaker,
        relation,
        among_persons: None,
        object,
        predicate: verb.to_owned(),
        mood: Mood::default(),
        status: Status::Current,
        at,
        words: Vec::new(),
        said_by: None,
        construction: Construction::Demand,
        entry: entry(&clause.knowledge.predicates, verb, relation),
        ends: None,
    }
}

/// "insisted that Iran release him", "the demand that Iran release him": the word of the demand at `demand`, what is to be done, who wants
/// it and of whom. A bare form of the verb after a singular shows the wish: "insisted that Iran releases" is none.
fn wanted(clause: &Clause, demand: usize) -> Option<(usize, usize, Vec<Part>, Vec<Part>)> {
    let token = &clause.tokens[demand];
    let is_verb = clause.is_verb(demand) && !clause.is_passive(demand);
    let is_word = clause.knowledge.words.is_in_class(if is_verb { "DEMAND" } else { "DEMAND_NOUN" }, &token.lemma);
    let inner = clause.children(demand).find(|&i| {
        matches!(clause.tokens[i].relation, Relation::Ccomp | Relation::Acl | Relation::AclRelcl) && clause.is_verb(i)
    });
    let verb = inner.filter(|_| is_word)?;
    let doer = clause.below(verb, Relation::Nsubj).next()?;
    let is_singular = clause.tokens[doer].features.number != Some(Number::Plural);
    let is_bare = clause.tokens[verb].lower == clause.tokens[verb].lemma && !clause.has_below(verb, Relation::Aux);
    // "insisted on its demands that"
    let above =
        || token.head.filter(|&head| clause.is_verb(head)).map_or(Vec::new(), |head| wholes(clause.subjects(head)));
    let speakers = match (is_verb, clause.holders(demand)) {
        (true, _) => wholes(clause.subjects(demand)),
        (false, holders) if holders.is_empty() => above(),
        (false, holders) => holders,
    };
    (is_singular && is_bare).then(|| (demand, verb, speakers, wholes(clause.parts(doer))))
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
    let wholes = wholes(clause.subjects(verb));
    is_active.then_some((verb, wholes))
}

/// The entry of a verb such as "ask": what a reader of `--explain` finds the relation under.
pub(super) fn entry(predicates: &Predicates, verb: &str, relation: RelationType) -> Option<usize> {
    let patterns = predicates.verbs.get(verb).into_iter().flatten();
    patterns.map(|pattern| pattern.entry).find(|&entry| predicates.entries[entry].relation == relation)
}
