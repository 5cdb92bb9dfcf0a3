//! Unions and their members: "A merged with B to form C", "the merger of A and B into C", "A formed a coalition with B, called C",
//! "the coalition C, comprising A and B".
//!
//! Who merges into another is part of it (MERGE and MERGER of `words/word_classes.tsv`), who joins others is a member (JOIN, LEAGUE).
//! Lists are read token by token, as trees of long ones err.

use super::{Construction, Finding};
use crate::extract::clause::{Clause, Part, Role, wholes};
use crate::extract::mood::Mood;
use crate::language::Relation;
use crate::ontology::{ActorKind, RelationType};

/// Before a list of all members.
const WHOLE_LISTS: &[&[&str]] = &[
    &["comprising"],
    &["composed", "of"],
    &["composed", "by"],
    &["comprised", "of"],
    &["consisting", "of"],
    &["formed", "by"],
    &["made", "up", "of"],
    &["uniting"],
];
/// Before a list of members, where a noun says that it is one: "the coalition C, including A".
const PART_LISTS: &[&[&str]] =
    &[&["("], &[":"], &["including"], &["which", "included"], &["which", "includes"], &["which", "also", "included"]];
/// Brackets and lists longer than this are cut.
const MAX_LIST: usize = 12;

/// What a sentence says of unions and their members.
pub fn find(clause: &Clause) -> Vec<Finding> {
    let mut findings = Vec::new();
    for at in 0..clause.tokens.len() {
        findings.extend(of_verb(clause, at));
        findings.extend(of_merger(clause, at));
        findings.extend(of_league(clause, at));
        findings.extend(of_note(clause, at));
    }
    for (mention, group) in clause.mentions {
        if clause.kind(*group) == ActorKind::Group && clause.is_name(mention) {
            findings.extend(of_list(clause, mention.name_start, mention.end, *group));
        }
    }
    findings
}

/// "A merged with B into C", "A and B united to form C".
fn of_verb(clause: &Clause, verb: usize) -> Vec<Finding> {
    let lemma = clause.tokens[verb].lemma.as_str();
    let (merges, joins) = (is_of(clause, "MERGE", lemma), is_of(clause, "JOIN", lemma));
    if !clause.is_verb(verb) || !(merges || joins) {
        return Vec::new();
    }
    let Some(whole) = formed(clause, verb).or_else(|| if merges { opened(clause, verb) } else { None }) else {
        return Vec::new();
    };
    let others = with_phrases(clause, verb).chain(clause.below(verb, Relation::Obj));
    let members = wholes(clause.subjects(verb)).into_iter().chain(others.flat_map(|i| clause.wholes(i)));
    let relation = if merges { RelationType::PartOf } else { RelationType::MemberOf };
    ties(clause, members.collect(), relation, whole, lemma, verb, clause.mood(verb))
}

/// "the merger of A and B into C", "C was formed by the merger of A with B".
fn of_merger(clause: &Clause, noun: usize) -> Vec<Finding> {
    if !is_of(clause, "MERGER", &clause.tokens[noun].lower) {
        return Vec::new();
    }
    let is_merged = |i: &usize| ["of", "between", "with"].iter().any(|case| clause.has_case(*i, case));
    let mut members: Vec<Part> =
        clause.below(noun, Relation::Nmod).filter(is_merged).flat_map(|i| clause.wholes(i)).collect();
    members.extend(clause.holders(noun));
    let verb = clause.tokens[noun].head.filter(|&head| clause.is_verb(head));
    let formed_by = || {
        let verb = verb.filter(|&verb| is_of(clause, "FORM", &clause.tokens[verb].lemma) && clause.is_passive(verb))?;
        one_group(clause, wholes(clause.subjects(verb)))
    };
    let formed_after = || formed(clause, noun).or_else(|| verb.and_then(|verb| formed(clause, verb)));
    let whole = opened(clause, noun).or_else(formed_by).or_else(formed_after);
    let words = clause.tokens[noun].lower.as_str();
    whole.map_or(Vec::new(), |whole| ties(clause, members, RelationType::PartOf, whole, words, noun, Mood::default()))
}

/// "A formed a coalition with B called C".
fn of_league(clause: &Clause, noun: usize) -> Vec<Finding> {
    let token = &clause.tokens[noun];
    let verb = token.head.filter(|&head| {
        token.relation == Relation::Obj && clause.is_verb(head) && is_of(clause, "FORM", &clause.tokens[head].lemma)
    });
    let Some(verb) = verb.filter(|_| is_of(clause, "LEAGUE", token.text)) else { return Vec::new() };
    // "called C", "a joint list with B: C"
    let named = (noun + 1..clause.tokens.len())
        .filter(|&i| clause.is_one_of(i, &["called", "named", "dubbed", ":"]))
        .find_map(|i| {
            let (named, actor) = &clause.mentions[clause.mention_from(i + 1)?];
            let ends = clause.tokens.get(named.end).is_none_or(|token| matches!(token.text, "." | "(" | ","));
            let is_name = clause.tokens[i].text != ":" || ends;
            (is_name && clause.kind(*actor) == ActorKind::Group).then_some(*actor)
        });
    let Some(whole) = named else { return Vec::new() };
    let others = with_phrases(clause, noun).chain(with_phrases(clause, verb)).flat_map(|i| clause.wholes(i));
    let members = wholes(clause.subjects(verb)).into_iter().chain(others).collect();
    ties(clause, members, RelationType::MemberOf, whole, token.lower.as_str(), noun, clause.mood(verb))
}

/// "the Liberal Forum (member Liberal International, ALDE)": notes in brackets leave out "of".
fn of_note(clause: &Clause, at: usize) -> Vec<Finding> {
    let Some(before) = at.checked_sub(1).filter(|&before| matches!(clause.tokens[before].text, "(" | ",")) else {
        return Vec::new();
    };
    let open = (before.saturating_sub(MAX_LIST)..=before).rev().find(|&i| clause.tokens[i].text == "(");
    // In "the Greens (member ALDE)" the name before the brackets is meant, in "(the Greens, observer SI, member ALDE)" the first in them.
    let named = clause.mentions.iter().find(|(mention, _)| match open {
        Some(open) if open == before => mention.end == open,
        Some(open) => (open + 1..=open + 2).contains(&mention.start),
        None => false,
    });
    let member = named.map(|(_, actor)| *actor).filter(|&actor| clause.kind(actor) == ActorKind::Group);
    let Some(member) = member.filter(|_| clause.tokens[at].lower == "member") else { return Vec::new() };
    let unions = clause.list_at(at + 1).into_iter().map(|part| part.actor);
    let unions = unions.filter(|&union| clause.kind(union) == ActorKind::Group);
    let part = Part { actor: member, noun: before, role: Role::Whole };
    unions
        .flat_map(|union| ties(clause, vec![part], RelationType::MemberOf, union, "member", at, Mood::default()))
        .collect()
}

/// "C, comprising A and B", "the C coalition (A, B and D)": the list after a union's name.
fn of_list(clause: &Clause, start: usize, end: usize, union: usize) -> Vec<Finding> {
    let is = |at: usize, text: &str| clause.tokens.get(at).is_some_and(|token| token.lower == text);
    let mut at = end;
    let is_league = |i: usize| clause.tokens.get(i).is_some_and(|token| is_of(clause, "LEAGUE", &token.lower));
    let has_noun = is_league(at) || is_league(end - 1) || is_league(start);
    at += usize::from(is_league(at));
    // "the Popular List (CP), comprising"
    if is(at, "(") && is(at + 2, ")") {
        at += 3;
    }
    at += usize::from(is(at, ","));
    let marker = |lists: &[&[&str]]| {
        let marked = lists.iter().find(|words| words.iter().enumerate().all(|(i, word)| is(at + i, word)));
        marked.map(|words| words.len())
    };
    let described = league_of(clause, at).map(|after| after - at);
    let (whole, part) = (described.or_else(|| marker(WHOLE_LISTS)), marker(PART_LISTS).filter(|_| has_noun));
    let Some(len) = whole.or(part) else { return Vec::new() };
    let members = clause.list_at(at + len);
    if (part.is_some() || described.is_some()) && members.len() < 2 {
        return Vec::new();
    }
    let words = clause.tokens[at..at + len].iter().map(|token| token.lower.as_str()).collect::<Vec<_>>().join(" ");
    ties(clause, members, RelationType::MemberOf, union, &words, at, Mood::default())
}

/// "a combined list of", "is an alliance between": the token after what says that a name is that of a union.
fn league_of(clause: &Clause, at: usize) -> Option<usize> {
    const MAX_WORDS: usize = 4;
    let is =
        |at: usize, words: &[&str]| clause.tokens.get(at).is_some_and(|token| words.contains(&token.lower.as_str()));
    let at = at + usize::from(is(at, &["is", "was"]));
    let is_league = |at: usize| clause.tokens.get(at).is_some_and(|token| is_of(clause, "LEAGUE", &token.lower));
    let noun = (at + 1..at + 1 + MAX_WORDS).find(|&i| is_league(i)).filter(|_| is(at, &["a", "an"]))?;
    let is_noun_phrase = (at + 1..noun).all(|i| clause.tokens[i].is_word() && clause.class(i).is_none());
    (is_noun_phrase && is(noun + 1, &["of", "between"])).then_some(noun + 2)
}

/// "to form C", "and became C"
fn formed(clause: &Clause, head: usize) -> Option<usize> {
    let verbs = clause.children(head).filter(|&i| {
        let token = &clause.tokens[i];
        let is_next = matches!(token.relation, Relation::Advcl | Relation::Xcomp | Relation::Acl);
        is_next && is_of(clause, "FORM", &token.lemma)
    });
    let named = verbs.flat_map(|verb| clause.below(verb, Relation::Obj).chain(clause.below(verb, Relation::Xcomp)));
    one_group(clause, named.flat_map(|i| clause.wholes(i)).collect())
}

/// "into C", "as C": below the word, or below what stands between.
fn opened(clause: &Clause, head: usize) -> Option<usize> {
    const MAX_CLIMB: usize = 5;
    let is_below = |i: usize| {
        std::iter::successors(clause.tokens[i].head, |&at| clause.tokens[at].head).take(MAX_CLIMB).any(|at| at == head)
    };
    let named = (head + 1..clause.tokens.len()).filter(|&i| {
        let is_phrase = matches!(clause.tokens[i].relation, Relation::Nmod | Relation::Obl);
        is_phrase && (clause.has_case(i, "into") || clause.has_case(i, "as")) && is_below(i)
    });
    one_group(clause, named.flat_map(|i| clause.wholes(i)).collect())
}

fn with_phrases<'c>(clause: &'c Clause, head: usize) -> impl Iterator<Item = usize> + 'c {
    clause
        .children(head)
        .filter(|&i| matches!(clause.tokens[i].relation, Relation::Obl | Relation::Nmod) && clause.has_case(i, "with"))
}

/// Whether a word is of a class of `words/word_classes.tsv`.
fn is_of(clause: &Clause, class: &str, word: &str) -> bool {
    clause.knowledge.words.is_in_class(class, word)
}

/// The one group that is meant, where it is one.
fn one_group(clause: &Clause, parts: Vec<Part>) -> Option<usize> {
    match parts.as_slice() {
        [part] if clause.kind(part.actor) == ActorKind::Group => Some(part.actor),
        _ => None,
    }
}

fn ties(
    clause: &Clause,
    members: Vec<Part>,
    relation: RelationType,
    whole: usize,
    words: &str,
    at: usize,
    mood: Mood,
) -> Vec<Finding> {
    let fits = |part: &Part| clause.kind(part.actor) != ActorKind::Person && part.actor != whole;
    let members = members.into_iter().filter(fits);
    members
        .map(|part| Finding {
            mood,
            ..Finding::plain(Construction::Union, (part.actor, relation, whole), words.to_owned(), at)
        })
        .collect()
}
