//! What a speaker says that another must do: "the Red Cross said US forces must let aid in" asks it of the United States.

use super::{Construction, Finding, entry_of};
use crate::extract::clause::{Clause, Part, wholes};
use crate::language::Relation;
use crate::language::tag::Number;
use crate::ontology::RelationType;

/// The demands of a sentence; `speaker_at` tells whose words the one at a token is among.
pub fn find(clause: &Clause, speaker_at: impl Fn(usize) -> Option<usize>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for modal in 0..clause.tokens.len() {
        if let Some((demand, verb, speakers, addressees)) = wanted(clause, modal) {
            let pairs = speakers.iter().flat_map(|one| addressees.iter().map(move |other| (one.actor, other.actor)));
            let others = pairs.filter(|(speaker, other)| speaker != other);
            let predicate = format!("{} that", clause.tokens[demand].lemma);
            let mood = clause.mood(demand);
            findings
                .extend(others.map(|ends| Finding { mood, ..asked(clause, ends, predicate.clone(), demand, verb) }));
            continue;
        }
        let Some((verb, addressees)) = addressed(clause, modal) else { continue };
        let Some(speaker) = speaker_at(verb) else { continue };
        let others = addressees.into_iter().filter(|part| part.actor != speaker);
        let predicate = format!("{} {}", clause.tokens[modal].lemma, clause.verb_lemma(verb));
        findings.extend(others.map(|part| asked(clause, (speaker, part.actor), predicate.clone(), modal, verb)));
    }
    findings
}

/// What a speaker asks of another, told at a token: that `verb` be done.
fn asked(clause: &Clause, (speaker, other): (usize, usize), predicate: String, at: usize, verb: usize) -> Finding {
    Finding {
        words: vec![verb],
        entry: entry_of(&clause.knowledge.predicates, "ask", RelationType::Request),
        ..Finding::plain(Construction::Demand, (speaker, RelationType::Request, other), predicate, at)
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
