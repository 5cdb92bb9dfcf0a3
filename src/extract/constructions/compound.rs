//! Compounds with a hyphen: "Iran-backed Hezbollah", "the US-led coalition", "pro-Russian separatists", "the Yemen-based group X".

use std::borrow::Cow;

use super::{Construction, Finding, Stated};
use crate::extract::clause::{Clause, Part, Role};
use crate::extract::mood::Mood;
use crate::knowledge::names::FormKind;
use crate::language::{Relation, Tag};

/// What the compounds of a sentence state.
pub fn find(clause: &Clause) -> Vec<Finding> {
    (1..clause.tokens.len())
        .filter(|&i| clause.tokens[i].plain == "-")
        .flat_map(|hyphen| of_compound(clause, hyphen))
        .collect()
}

fn of_compound(clause: &Clause, hyphen: usize) -> Vec<Finding> {
    let predicates = &clause.knowledge.predicates;
    let Some(right) = clause.tokens.get(hyphen + 1) else { return Vec::new() };
    let left = &clause.tokens[hyphen - 1];
    let stated = |entry: usize, predicate: String| Stated {
        entry,
        construction: Construction::Compound,
        at: hyphen,
        words: Vec::new(),
        predicate: Cow::Owned(predicate),
        mood: Mood::default(),
        said_by: None,
    };
    if let Some(&entry) = predicates.suffixes.get(&right.lower) {
        let named = clause
            .mentions
            .iter()
            .filter(|(mention, _)| mention.start < hyphen && (mention.end == hyphen || mention.start == hyphen - 1));
        let subjects: Vec<Part> =
            named.map(|(_, actor)| Part { actor: *actor, noun: hyphen - 1, role: Role::Whole }).take(1).collect();
        let mut objects = described(clause, hyphen + 1);
        if objects.is_empty() {
            objects = between(clause, hyphen + 1);
        }
        if objects.is_empty() {
            objects = governed(clause, hyphen + 1);
        }
        return stated(entry, format!("-{}", right.lower)).of_all(clause, &subjects, &objects);
    }
    if let Some(&entry) = predicates.prefixes.get(&left.lower) {
        return of_prefix(clause, hyphen, &stated(entry, format!("{}-", left.lower)));
    }
    Vec::new()
}

/// Those whom the noun describes that the word at `i` modifies, over the words of its compound.
fn described(clause: &Clause, i: usize) -> Vec<Part> {
    let mut at = i;
    while let Some(head) = clause.tokens[at].head
        && (head == i || clause.tokens[head].plain == "-" || head + 2 == i || head + 1 == i)
    {
        at = head;
    }
    // "Taliban-ruled Afghanistan": a name right after is the one described, whatever the tree has made of the compound.
    let next = clause.mention_at(i + 1).map(|next| &clause.mentions[next]);
    if let Some((mention, actor)) = next.filter(|(mention, actor)| clause.is_proper(mention, *actor)) {
        let top = clause.top(mention);
        // "Hezbollah, an Iran-backed militia": the name before counts.
        return match clause.apposed_to(top).filter(|_| mention.form != FormKind::Name) {
            Some(named) => clause.wholes(named),
            None => vec![Part { actor: *actor, noun: top, role: Role::Whole }],
        };
    }
    let Some(noun) = clause.tokens[at].head.filter(|&head| head > i || head + 3 < i) else { return Vec::new() };
    clause.described_by(noun).0
}

/// "Turkey-brokered talks between Ethiopia and Somalia": those between whom the noun holds that the word at `i` modifies.
fn between(clause: &Clause, i: usize) -> Vec<Part> {
    const MAX_WORDS: usize = 3;
    let is_noun = |at: &usize| clause.tokens.get(*at).is_some_and(|token| token.tag == Tag::Noun);
    let noun = (i + 1..=i + MAX_WORDS).rfind(is_noun);
    let noun = noun.filter(|&noun| clause.knowledge.predicates.between.get(&clause.tokens[noun].lower).is_some());
    let linked = noun.and_then(|noun| clause.below(noun, Relation::Nmod).find(|&i| clause.has_case(i, "between")));
    linked.map_or(Vec::new(), |linked| clause.wholes(linked))
}

/// "the Ada Ferrat-led government of Kenya": the country whose government the noun is.
fn governed(clause: &Clause, i: usize) -> Vec<Part> {
    let noun = clause.tokens[i].head.filter(|&noun| noun > i);
    let noun = noun.filter(|&noun| clause.knowledge.words.state_nouns.get(&clause.tokens[noun].lower).is_some());
    noun.map_or(Vec::new(), |noun| clause.wholes(noun))
}

/// "pro-Russian separatists": a group whose description holds the prefix, or whom it stands before.
fn of_prefix(clause: &Clause, hyphen: usize, stated: &Stated) -> Vec<Finding> {
    let part = |actor: usize| Part { actor, noun: hyphen + 1, role: Role::Whole };
    let inside = |(mention, _): &&(crate::extract::mention::Mention, usize)| {
        (mention.name_start..mention.end).contains(&(hyphen - 1))
    };
    let Some((mention, group)) = clause.mentions.iter().find(inside) else {
        let Some((_, left)) = clause.mentions.iter().find(|(mention, _)| mention.start == hyphen + 1) else {
            return Vec::new();
        };
        return stated.of_all(clause, &described(clause, hyphen + 1), &[part(*left)]);
    };
    let parents = clause.actors.parents.get(&mention.sentence).into_iter().flatten();
    let parent = parents.filter(|belonging| belonging.group == *group).map(|belonging| belonging.parent).next();
    parent.map_or(Vec::new(), |parent| stated.of_all(clause, &[part(*group)], &[part(parent)]))
}
