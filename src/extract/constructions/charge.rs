//! What a speaker says that another has done wrong: "Greece said that Turkey had violated its airspace" accuses Turkey.
//!
//! Wrongs are the verbs of the class WRONG of `words/word_classes.tsv`, to fail in a DUTY ("is failing to protect"), to leave undone ("has
//! not done enough to stop") and to be responsible for an attack or other act to complain about.

use super::{Construction, Finding, entry_of, is_noun_of};
use crate::extract::clause::{Clause, Part, Role};
use crate::language::Relation;
use crate::ontology::{Modality, Polarity, RelationType};

/// The charges of a sentence; `speaker_at` tells whose words the one at a token is among.
pub fn find(clause: &Clause, speaker_at: impl Fn(usize) -> Option<usize>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for verb in 0..clause.tokens.len() {
        let Some(polarity) = polarity_of_wrong(clause, verb) else { continue };
        let mood = clause.mood(verb);
        let is_fact = mood.polarity == polarity && mood.modality == Modality::Asserted;
        let Some(speaker) = speaker_at(verb).filter(|_| is_fact) else { continue };
        let doers = if clause.is_passive(verb) { clause.agents(verb) } else { clause.subjects(verb) };
        let accused = doers.into_iter().filter(|part: &Part| part.role == Role::Whole && part.actor != speaker);
        let predicate = format!("say {}", clause.verb_lemma(verb));
        let entry = entry_of(&clause.knowledge.predicates, "accuse", RelationType::Accuse);
        let ends = |part: &Part| (speaker, RelationType::Accuse, part.actor);
        findings.extend(accused.map(|part| Finding {
            entry,
            ..Finding::plain(Construction::Charge, ends(&part), predicate.clone(), verb)
        }));
    }
    findings
}

/// Of a word that charges: whether it does so affirmed or denied, as "has not done enough".
fn polarity_of_wrong(clause: &Clause, at: usize) -> Option<Polarity> {
    // "a deal that Iran violated" is told beside what is said.
    let is_inner = matches!(clause.tokens[at].relation, Relation::Acl | Relation::AclRelcl | Relation::Advcl);
    // "did not find that Iran had breached the deal"
    let head = clause.tokens[at].head.filter(|_| clause.tokens[at].relation == Relation::Ccomp);
    let is_denied = head.is_some_and(|head| clause.mood(head).polarity == Polarity::Negated);
    if is_inner || is_denied {
        return None;
    }
    if !clause.is_verb(at) {
        let is_guilty = is_responsible(clause, at) || is_behind(clause, at);
        return is_guilty.then_some(Polarity::Affirmed);
    }
    let has = |words: &[&str]| {
        clause.children(at).any(|i| {
            matches!(clause.tokens[i].relation, Relation::Obj | Relation::Advmod) && clause.is_one_of(i, words)
        })
    };
    match clause.verb_lemma(at) {
        "do" if has(&["enough"]) => Some(Polarity::Negated),
        "do" => has(&["nothing", "little"]).then_some(Polarity::Affirmed),
        _ => is_wrong(clause, at).then_some(Polarity::Affirmed),
    }
}

/// "is responsible for the attack"
fn is_responsible(clause: &Clause, at: usize) -> bool {
    clause.tokens[at].lower == "responsible"
        && clause.has_below(at, Relation::Cop)
        && clause.children(at).any(|i| clause.has_case(i, "for") && is_bad(clause, i))
}

/// "was behind the attack"
fn is_behind(clause: &Clause, at: usize) -> bool {
    clause.has_below(at, Relation::Cop) && clause.has_case(at, "behind") && is_bad(clause, at)
}

/// Whether a noun names what one may complain about.
fn is_bad(clause: &Clause, noun: usize) -> bool {
    let entry = entry_of(&clause.knowledge.predicates, "attack", RelationType::Assault);
    clause.knowledge.words.is_in_class("ACT", &clause.tokens[noun].lemma)
        || entry.is_some_and(|entry| is_noun_of(clause, noun, &clause.knowledge.predicates.entries[entry]))
}

fn is_wrong(clause: &Clause, verb: usize) -> bool {
    let is = |class: &str, i: usize| clause.knowledge.words.is_in_class(class, clause.verb_lemma(i));
    let fails = clause.verb_lemma(verb) == "fail" && clause.below(verb, Relation::Xcomp).any(|i| is("DUTY", i));
    fails || is("WRONG", verb)
}
