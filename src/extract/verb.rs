//! Verbs that state a relation: "A attacked B", "B was attacked by A", "A held talks with B", "A and B met".

use super::clause::{Clause, Mood, VerbGroup};
use super::noun_phrase::is_modifier;
use super::statements::Finding;
use crate::knowledge::inflect::VerbForm;
use crate::knowledge::predicates::VerbPattern;
use crate::knowledge::words::FunctionWord;
use crate::ontology::RelationType;

/// What the verbs of a sentence state.
pub fn find(clause: &Clause) -> Vec<Finding> {
    (0..clause.tokens.len()).flat_map(|verb| of_verb(clause, verb)).collect()
}

fn of_verb(clause: &Clause, verb: usize) -> Vec<Finding> {
    let forms = clause.verb_forms(verb);
    if forms.is_empty() || is_noun(clause, verb) {
        return Vec::new();
    }
    let mut lemmas: Vec<&str> = forms.iter().map(|(lemma, _)| lemma.as_str()).collect();
    lemmas.dedup();
    let has_patterns = |lemma: &&str| clause.knowledge.predicates.verbs.contains_key(*lemma);
    if !lemmas.iter().any(has_patterns) {
        return Vec::new();
    }
    let Some(group) = clause.verb_group(verb).filter(|group| !group.subjects.is_empty()) else {
        return lemmas.iter().flat_map(|lemma| jointly(clause, verb, lemma)).collect();
    };
    for lemma in lemmas {
        for pattern in clause.knowledge.predicates.verbs.get(lemma).into_iter().flatten() {
            let findings = if group.is_passive {
                passive(clause, &group, lemma, pattern)
            } else {
                active(clause, &group, lemma, pattern)
            };
            if !findings.is_empty() {
                return findings;
            }
        }
    }
    Vec::new()
}

/// "the attack", "Russia's attack", "its support": a noun, not a verb.
fn is_noun(clause: &Clause, verb: usize) -> bool {
    if clause.mention_over(verb).is_some() {
        return true;
    }
    let before = verb.checked_sub(1).and_then(|i| clause.class(i));
    let is_determined = matches!(before, Some(FunctionWord::Determiner | FunctionWord::Possessive | FunctionWord::No));
    let is_relative_that = verb > 0 && clause.tokens[verb - 1].lower == "that";
    is_determined && !is_relative_that
}

fn active(clause: &Clause, group: &VerbGroup, lemma: &str, pattern: &VerbPattern) -> Vec<Finding> {
    let entry = &clause.knowledge.predicates.entries[pattern.entry];
    let predicate = words(lemma, pattern);
    let Some((end, is_denied)) = rest_after(clause, group.verb + 1, &pattern.rest) else { return Vec::new() };
    let mood = if is_denied { group.mood.negated() } else { group.mood };
    if let Some((object, is_denied)) = clause.object_after(end) {
        let mood = if is_denied { mood.negated() } else { mood };
        let objects = clause.list_after(object);
        let pairs = group.subjects.iter().flat_map(|&s| objects.iter().map(move |&o| (s, o)));
        return pairs.map(|(s, o)| Finding::of_entry(entry, s, o, mood, group.verb, predicate.clone())).collect();
    }
    // "A and B met": a reciprocal verb without an object holds among its subjects. "With" may be left out then.
    if entry.relation.is_symmetric() && pattern.rest.is_empty() {
        return among(&group.subjects)
            .map(|(s, o)| Finding::of_entry(entry, s, o, mood, group.verb, predicate.clone()))
            .collect();
    }
    Vec::new()
}

/// "B was attacked by A"; a pattern with a preposition keeps it: "B was cut off from by A" is not looked for.
fn passive(clause: &Clause, group: &VerbGroup, lemma: &str, pattern: &VerbPattern) -> Vec<Finding> {
    let entry = &clause.knowledge.predicates.entries[pattern.entry];
    let Some((end, _)) = rest_after(clause, group.verb + 1, &pattern.rest) else { return Vec::new() };
    let by = (end..(end + 12).min(clause.tokens.len()))
        .take_while(|&i| {
            !matches!(clause.tokens[i].text, "," | ";" | ".")
                && !matches!(clause.class(i), Some(FunctionWord::Conjunction))
        })
        .find(|&i| clause.tokens[i].lower == "by");
    let Some((agent, _)) = by.and_then(|by| clause.object_after(by + 1)) else { return Vec::new() };
    let agents = clause.list_after(agent);
    let pairs = agents.iter().flat_map(|&a| group.subjects.iter().map(move |&p| (a, p)));
    pairs.map(|(a, p)| Finding::of_entry(entry, a, p, group.mood, group.verb, words(lemma, pattern))).collect()
}

/// "a treaty signed by A and B": a reciprocal verb whose subject is no actor holds among those who do it.
fn jointly(clause: &Clause, verb: usize, lemma: &str) -> Vec<Finding> {
    let is_participle = clause.verb_forms(verb).iter().any(|(_, form)| *form == VerbForm::Participle);
    let by = clause.tokens.get(verb + 1).is_some_and(|token| token.lower == "by");
    let Some((agent, _)) = (is_participle && by).then(|| clause.object_after(verb + 2)).flatten() else {
        return Vec::new();
    };
    let agents = clause.list_between(agent);
    let patterns = clause.knowledge.predicates.verbs.get(lemma).into_iter().flatten();
    let entries = patterns.map(|pattern| &clause.knowledge.predicates.entries[pattern.entry]);
    let Some(entry) =
        entries.into_iter().find(|entry| matches!(entry.relation, RelationType::Agree | RelationType::Consult))
    else {
        return Vec::new();
    };
    among(&agents).map(|(a, b)| Finding::of_entry(entry, a, b, Mood::default(), verb, lemma.to_owned())).collect()
}

/// The token after the words that a pattern wants, with modifiers between, and whether a "no" stands among them.
pub fn rest_after(clause: &Clause, from: usize, rest: &[String]) -> Option<(usize, bool)> {
    const MAX_GAP: usize = 3;
    let mut at = from;
    let mut is_denied = false;
    for word in rest {
        let limit = (at + MAX_GAP).min(clause.tokens.len());
        let place = (at..=limit).find(|&i| clause.tokens.get(i).is_some_and(|token| token.lower == *word))?;
        let is_open =
            (at..place).all(|i| is_modifier(clause.tokens, i, clause.knowledge) && clause.mention_over(i).is_none());
        if !is_open {
            return None;
        }
        is_denied |= (at..place).any(|i| clause.class(i) == Some(FunctionWord::No));
        at = place + 1;
    }
    Some((at, is_denied))
}

/// Every pair of a list, earlier first.
pub fn among(actors: &[usize]) -> impl Iterator<Item = (usize, usize)> + '_ {
    actors.iter().enumerate().flat_map(|(i, &a)| actors[i + 1..].iter().map(move |&b| (a, b)))
}

fn words(lemma: &str, pattern: &VerbPattern) -> String {
    std::iter::once(lemma).chain(pattern.rest.iter().map(String::as_str)).collect::<Vec<_>>().join(" ")
}
