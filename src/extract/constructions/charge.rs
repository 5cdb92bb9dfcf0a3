//! What a speaker says that another has done wrong: "Greece said that Turkey had violated its airspace" accuses Turkey.
//!
//! Wrongs are the verbs of the class WRONG of `words/word_classes.tsv`, and to fail in a DUTY: "is failing to protect".

use super::{Construction, Finding, entry_of};
use crate::extract::clause::{Clause, Part, Role};
use crate::language::Relation;
use crate::ontology::{Modality, Polarity, RelationType};

/// The charges of a sentence; `speaker_at` tells whose words the one at a token is among.
pub fn find(clause: &Clause, speaker_at: impl Fn(usize) -> Option<usize>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for verb in (0..clause.tokens.len()).filter(|&i| clause.is_verb(i) && is_wrong(clause, i)) {
        let mood = clause.mood(verb);
        let is_fact = mood.polarity == Polarity::Affirmed && mood.modality == Modality::Asserted;
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

fn is_wrong(clause: &Clause, verb: usize) -> bool {
    let is = |class: &str, i: usize| clause.knowledge.words.is_in_class(class, clause.verb_lemma(i));
    let fails = clause.verb_lemma(verb) == "fail" && clause.below(verb, Relation::Xcomp).any(|i| is("DUTY", i));
    // "a deal that Iran violated" is told beside what is said.
    let is_inner = matches!(clause.tokens[verb].relation, Relation::Acl | Relation::AclRelcl | Relation::Advcl);
    // "did not find that Iran had breached the deal"
    let head = clause.tokens[verb].head.filter(|_| clause.tokens[verb].relation == Relation::Ccomp);
    let is_denied = head.is_some_and(|head| clause.mood(head).polarity == Polarity::Negated);
    (fails || is("WRONG", verb)) && !is_inner && !is_denied
}
