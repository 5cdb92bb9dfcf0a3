//! Nouns of roles: "A is an ally of B", "A, an ally of B,", "B's ally A", "A, one of B's allies", "B's proxies, including A".

use std::borrow::Cow;

use super::{
    Construction, Finding, Stated, first_stated, head_of, name_around, of_phrases, reaches, status_of_noun,
    with_status, words,
};
use crate::extract::clause::{Clause, Part, Role};
use crate::knowledge::names::FormKind;
use crate::knowledge::predicates::{NounPattern, Predicate};
use crate::language::{Relation, Tag};
use crate::ontology::{ActorKind, Polarity, RelationType};

/// What the nouns of roles in a sentence state; the longest words win.
pub fn find(clause: &Clause) -> Vec<Finding> {
    of_phrases(clause, &clause.knowledge.predicates.roles, |at, len, patterns| {
        first_stated(patterns, |pattern| of_role(clause, at, len, pattern))
    })
}

fn of_role(clause: &Clause, at: usize, len: usize, pattern: &NounPattern) -> Vec<Finding> {
    let noun = head_of(clause, at, len);
    if clause.is_verb(noun) || clause.tokens[noun].tag == Tag::Aux {
        return Vec::new();
    }
    // "the Popular Front for the Liberation of Palestine" is no front for anybody; "the US Democratic Party" is a party of the United States.
    // In "the Communist Party of the Russian Federation" no federation is spoken of.
    if name_around(clause, at, len).is_some_and(|name| at + len < name.end || clause.top(name) != noun) {
        return Vec::new();
    }
    let entry = &clause.knowledge.predicates.entries[pattern.entry];
    let predicate = Cow::Owned(words(clause, at, at + len));
    let (held_by, mood) = clause.described_by(noun);
    // The "no" of "is no ally" has denied the copula already.
    let is_denied = clause.is_denied(noun) && mood.polarity == Polarity::Affirmed;
    let mood = if is_denied { mood.negated() } else { mood };
    let stated = Stated {
        entry: pattern.entry,
        construction: Construction::Role,
        at: noun,
        words: Vec::new(),
        predicate,
        mood,
        said_by: None,
    };
    let objects = objects_of(clause, noun, pattern, entry, &held_by);
    let findings = match objects.is_empty() {
        false => stated.of_all(clause, &held_by, &objects),
        // "Iran and Syria are allies": what holds among the subjects themselves; "are partners of the project" is about that.
        true if entry.relation.is_symmetric() && !clause.has_below(noun, Relation::Nmod) => {
            stated.among(clause, &held_by)
        }
        true => Vec::new(),
    };
    with_status(findings, status_of_noun(clause, noun))
}

/// Of whom the role is one: after its preposition, or before it as owner.
fn objects_of(clause: &Clause, noun: usize, pattern: &NounPattern, entry: &Predicate, held_by: &[Part]) -> Vec<Part> {
    let is_linked = |i: &usize| {
        matches!(clause.tokens[*i].relation, Relation::Nmod | Relation::Obl)
            && clause.has_case(*i, &pattern.preposition)
    };
    let linked: Vec<usize> = clause.children(noun).filter(is_linked).collect();
    if !linked.is_empty() {
        // "a candidate for president for the Greens"
        let is_next = |_: &usize| pattern.preposition == "for";
        let far = linked.iter().flat_map(|&i| clause.children(i)).filter(is_linked).filter(is_next);
        let reached = |object: usize| -> Vec<Part> {
            let parts = clause.parts(object).into_iter();
            parts.filter(|part| part.role == Role::Whole && reaches(clause, part, entry)).collect()
        };
        let first = linked.first().copied().into_iter().chain(far);
        return first.map(reached).find(|parts| !parts.is_empty()).unwrap_or_default();
    }
    // "the Iranian federation" is no federation of Iran and others.
    if entry.relation == RelationType::MemberOf && entry.reversed {
        return Vec::new();
    }
    // The owner may hang on the name that the role introduces: "Iran's ally Hezbollah".
    let named = clause.tokens[noun]
        .head
        .filter(|_| matches!(clause.tokens[noun].relation, Relation::NmodDesc | Relation::Compound | Relation::Flat));
    let mut owners = clause.holders(noun);
    if owners.is_empty() {
        owners = named.map_or(Vec::new(), |name| owners_of_name(clause, name));
    }
    if owners.is_empty() {
        owners = clause.had_by(noun);
    }
    // "arrived with wife Kim Kardashian": without an owner, the kin is the subject's.
    let is_determined =
        |i: usize| matches!(clause.tokens[i].relation, Relation::Det | Relation::NmodPoss | Relation::Amod);
    let named = named.or(held_by.first().map(|part| part.noun));
    let is_bare = named.is_some() && !clause.children(noun).any(is_determined);
    if owners.is_empty() && is_bare && entry.relation == RelationType::FamilyOf {
        owners = named.map_or(Vec::new(), |name| subject_around(clause, name));
    }
    owners.retain(|owner| held_by.iter().all(|part| part.actor != owner.actor));
    // "German journalist" is no office in Germany.
    let is_nationality =
        |owner: &Part| {
            clause.mentions.iter().any(|(mention, actor)| {
                *actor == owner.actor && mention.form == FormKind::Adjective && mention.end <= noun
            }) && clause.kind(owner.actor) == ActorKind::Country
        };
    owners.retain(|owner| entry.relation != RelationType::Serves || !is_nationality(owner));
    owners
}

/// Those that are subject of the verb in whose clause a name stands.
fn subject_around(clause: &Clause, name: usize) -> Vec<Part> {
    const MAX_CLIMB: usize = 4;
    let mut at = name;
    for _ in 0..MAX_CLIMB {
        match clause.tokens[at].head {
            Some(head) if clause.is_verb(head) => {
                let subjects = clause.subjects(head).into_iter();
                return subjects.filter(|part| part.role == Role::Whole).collect();
            }
            Some(head) => at = head,
            None => break,
        }
    }
    Vec::new()
}

/// The owners before a name: "Iran's" in "Iran's ally Hezbollah".
fn owners_of_name(clause: &Clause, name: usize) -> Vec<Part> {
    let owners = clause.children(name).filter(|&i| {
        i < name && matches!(clause.tokens[i].relation, Relation::NmodPoss | Relation::Amod | Relation::Compound)
    });
    let actors = owners.flat_map(|i| clause.mentions_over(i)).map(|(_, actor)| *actor);
    actors.map(|actor| Part { actor, noun: name, role: Role::Owner }).collect()
}
