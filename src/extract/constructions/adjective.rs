//! Adjectives that state a relation: "A is hostile to B", "the militia allied with B", "A and B are at odds".

use std::borrow::Cow;

use super::{Construction, Finding, Stated, first_stated, head_of, objects, of_phrases, reached_by, words};
use crate::extract::clause::{Clause, Part, wholes};
use crate::extract::mood::Mood;
use crate::knowledge::predicates::NounPattern;
use crate::language::Relation;

/// What the adjectives of a sentence state; the longest words win.
pub fn find(clause: &Clause) -> Vec<Finding> {
    of_phrases(clause, &clause.knowledge.predicates.adjectives, |at, len, patterns| {
        first_stated(patterns, |pattern| of_adjective(clause, at, len, pattern))
    })
}

fn of_adjective(clause: &Clause, at: usize, len: usize, pattern: &NounPattern) -> Vec<Finding> {
    let adjective = head_of(clause, at, len);
    let entry = &clause.knowledge.predicates.entries[pattern.entry];
    let (held_by, mood) = holders(clause, adjective);
    let reached = reached_by(clause, at..at + len, adjective, &pattern.preposition);
    // "is a banned organisation in Turkey": what follows the noun goes with the participle before it.
    let around = clause.tokens[adjective].head.filter(|&noun| {
        noun > adjective && clause.tokens[adjective].relation == Relation::Amod && pattern.preposition == "in"
    });
    let beyond = around.filter(|_| reached.is_none()).and_then(|noun| {
        let place = clause.below(noun, Relation::Nmod).find(|&i| clause.has_case(i, "in"))?;
        Some((noun, place))
    });
    let (held_by, mood) = beyond.map_or((held_by, mood), |(noun, _)| clause.described_by(noun));
    let (predicate, objects) = match reached.or(beyond.map(|(_, place)| place)) {
        Some(object) => {
            (format!("{} {}", words(clause, at, at + len), pattern.preposition), objects(clause, object, entry).0)
        }
        None => (words(clause, at, at + len), Vec::new()),
    };
    let predicate = Cow::Owned(predicate);
    let stated = Stated {
        entry: pattern.entry,
        construction: Construction::Adjective,
        at: adjective,
        words: Vec::new(),
        predicate,
        mood,
        said_by: None,
    };
    match objects.is_empty() {
        false => stated.of_all(clause, &held_by, &objects),
        true if entry.relation.is_symmetric() && !is_of_another(clause, adjective) => stated.among(clause, &held_by),
        true => Vec::new(),
    }
}

/// "Syria's allies, including Iran and Hezbollah", "Iran and Iraq are allies of Syria": allies of Syria, whatever they are to each other.
fn is_of_another(clause: &Clause, word: usize) -> bool {
    let mut linked = clause.below(word, Relation::Nmod);
    !clause.holders(word).is_empty() || linked.any(|i| clause.has_case(i, "of") || clause.has_case(i, "to"))
}

/// Of whom the adjective is said: of the noun that it stands after, or of the subject of its copula.
fn holders(clause: &Clause, adjective: usize) -> (Vec<Part>, Mood) {
    let token = &clause.tokens[adjective];
    let is_after = |head: &usize| *head < adjective;
    match (token.relation, token.head.filter(is_after)) {
        // "Germany under the leadership of": a phrase after its noun.
        (Relation::Acl | Relation::Amod | Relation::Nmod, Some(noun)) => (clause.described_by(noun).0, Mood::default()),
        (Relation::AclRelcl, Some(_)) => (wholes(clause.subjects(adjective)), clause.mood(adjective)),
        _ => {
            let (held_by, mood) = clause.described_by(adjective);
            match held_by.is_empty() && clause.is_verb(adjective) && clause.is_passive(adjective) {
                true => (wholes(clause.subjects(adjective)), clause.mood(adjective)),
                false => (held_by, mood),
            }
        }
    }
}
