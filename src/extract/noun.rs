//! Nouns, adjectives and compounds that state a relation: "Russia's support for Serbia", "ties between A and B", "an ally
//! of B", "hostile to B", "Iran-backed".

use std::borrow::Cow;

use super::actors::acts;
use super::clause::{Clause, Mood, VerbGroup};
use super::noun_phrase::{Head, is_modifier};
use super::statements::Finding;
use super::verb::among;
use crate::knowledge::offices::ModifierEffect;
use crate::knowledge::predicates::NounPattern;
use crate::knowledge::words::FunctionWord;
use crate::ontology::{Modality, Polarity, Status};

/// What the nouns, adjectives and compounds of a sentence state.
pub fn find(clause: &Clause) -> Vec<Finding> {
    let mut findings = Vec::new();
    for at in 0..clause.tokens.len() {
        let lower = || clause.tokens[at..].iter().map(|token| Cow::Borrowed(token.lower.as_str()));
        let predicates = &clause.knowledge.predicates;
        let between = predicates.between.longest(lower());
        let noun = predicates.nouns.longest(lower());
        let role = predicates.roles.longest(lower());
        if let Some((len, &entry)) = between {
            findings.extend(of_between(clause, at, len, entry));
        }
        if let Some((len, patterns)) = noun {
            findings.extend(patterns.iter().flat_map(|pattern| of_noun(clause, at, len, pattern)));
        }
        if let Some((len, patterns)) = role {
            findings.extend(of_role(clause, at, len, patterns));
        }
        if let Some((len, patterns)) = predicates.adjectives.longest(lower()) {
            findings.extend(patterns.iter().flat_map(|pattern| of_adjective(clause, at, len, pattern)));
        }
        findings.extend(of_compound(clause, at));
    }
    findings
}

/// Words at `at..end` as the text has them, in lower case.
fn words(clause: &Clause, at: usize, end: usize) -> String {
    clause.tokens[at..end.min(clause.tokens.len())].iter().map(|t| t.lower.as_str()).collect::<Vec<_>>().join(" ")
}

fn pairs(
    clause: &Clause,
    entry: usize,
    subjects: &[usize],
    objects: &[usize],
    mood: Mood,
    at: usize,
    predicate: &str,
) -> Vec<Finding> {
    let entry = &clause.knowledge.predicates.entries[entry];
    let pairs = subjects.iter().flat_map(|&s| objects.iter().map(move |&o| (s, o)));
    let findings = pairs.map(|(s, o)| Finding::of_entry(entry, s, o, mood, at, predicate.to_owned()));
    match is_ended(clause, at) {
        true => findings.map(|finding| Finding { status: Status::Former, ..finding }).collect(),
        false => findings.collect(),
    }
}

/// "former ally", "one-time business partner": whether a modifier close before the noun says that the tie has ended.
fn is_ended(clause: &Clause, at: usize) -> bool {
    let modifiers = &clause.knowledge.offices.modifiers;
    (at.saturating_sub(3)..at).rev().take_while(|&i| clause.tokens[i].is_word() && clause.class(i).is_none()).any(|i| {
        modifiers.get(&clause.tokens[i].lower) == Some(&ModifierEffect::Former) && clause.tokens[i].lower != "late"
    })
}

/// Start of the noun phrase before a noun at `at`: over adjectives and articles, not over names.
fn phrase_start(clause: &Clause, at: usize) -> usize {
    let mut start = at;
    while start > 0
        && clause.mention_over(start - 1).is_none()
        && is_modifier(clause.tokens, start - 1, clause.knowledge)
    {
        start -= 1;
    }
    start
}

/// Whose the noun is: "Russia's support", "Russian support". A name that heads its own phrase owns nothing after it.
fn owner(clause: &Clause, at: usize) -> Option<usize> {
    let over = clause.mention_over(at).filter(|&i| clause.mentions[i].0.head == Head::Belonging);
    let index = over.or_else(|| {
        let start = phrase_start(clause, at);
        let has_article =
            (start..at).any(|i| matches!(clause.class(i), Some(FunctionWord::Determiner | FunctionWord::Possessive)));
        clause.mention_before(start).filter(|&i| !has_article && clause.mentions[i].0.head == Head::Belonging)
    })?;
    (clause.mentions[index].0.end <= at).then_some(index)
}

/// The verb that lends itself to the noun phrase at `at`, as in "held talks", with its subject, and whether "no" denies it.
fn light_verb(clause: &Clause, at: usize) -> Option<VerbGroup> {
    let start = phrase_start(clause, at);
    // The verb may have been taken for an adjective of the phrase.
    let verb = (start.saturating_sub(1)..at).rev().find(|&i| is_light_verb(clause, i))?;
    let control =
        clause.verb_forms(verb).iter().find_map(|(lemma, _)| clause.knowledge.words.light_verbs.get(lemma))?;
    let mut group = clause.verb_group(verb).filter(|group| !group.is_passive)?;
    group.mood = group.mood.within((*control).into());
    if (verb + 1..at).any(|i| clause.class(i) == Some(FunctionWord::No)) {
        group.mood = group.mood.negated();
    }
    Some(group)
}

fn is_light_verb(clause: &Clause, at: usize) -> bool {
    let light_verbs = &clause.knowledge.words.light_verbs;
    let is_have = matches!(clause.class(at), Some(FunctionWord::Have));
    (is_have || clause.verb_forms(at).iter().any(|(lemma, _)| light_verbs.contains_key(lemma)))
        && clause.mention_over(at).is_none()
}

/// "Russia's support for Serbia", "voiced support for Serbia", "the invasion of Kuwait by Iraq".
fn of_noun(clause: &Clause, at: usize, len: usize, pattern: &NounPattern) -> Vec<Finding> {
    let Some((preposition, holder)) = preposition_after(clause, at + len, &pattern.preposition) else {
        return Vec::new();
    };
    let Some((object, is_denied)) = clause.object_after(preposition + 1) else { return Vec::new() };
    let objects = clause.list_after(object);
    let mut mood = denial(clause, at);
    if is_denied {
        mood = mood.negated();
    }
    let predicate = format!("{} {}", words(clause, at, at + len), pattern.preposition);
    if let Some(holder) = holder {
        return pairs(clause, pattern.entry, &clause.list_between(holder), &objects, mood, at, &predicate);
    }
    let after = clause.mentions[object].0.np_end;
    if let Some(owner) = owner(clause, at) {
        return pairs(clause, pattern.entry, &[clause.mentions[owner].1], &objects, mood, at, &predicate);
    }
    if let Some(agent) = agent_after(clause, after) {
        return pairs(clause, pattern.entry, &clause.list_after(agent), &objects, mood, at, &predicate);
    }
    if let Some(group) = light_verb(clause, at) {
        return pairs(clause, pattern.entry, &group.subjects, &objects, group.mood, at, &predicate);
    }
    Vec::new()
}

/// Where the noun's preposition stands, and in "the visit of A to B" the mention of A.
fn preposition_after(clause: &Clause, end: usize, preposition: &str) -> Option<(usize, Option<usize>)> {
    let token = clause.tokens.get(end)?;
    if token.lower == preposition {
        return Some((end, None));
    }
    let (holder, _) = (token.lower == "of").then(|| clause.object_after(end + 1)).flatten()?;
    let after = clause.mentions[holder].0.np_end;
    (clause.tokens.get(after)?.lower == preposition).then_some((after, Some(holder)))
}

/// "by A" right after an object.
fn agent_after(clause: &Clause, after: usize) -> Option<usize> {
    (clause.tokens.get(after)?.lower == "by").then(|| clause.object_after(after + 1)).flatten().map(|(agent, _)| agent)
}

/// "no support for", "without support for".
fn denial(clause: &Clause, at: usize) -> Mood {
    let start = phrase_start(clause, at);
    let is_denied = (start.saturating_sub(1)..at)
        .any(|i| clause.class(i) == Some(FunctionWord::No) || clause.tokens[i].lower == "without");
    if is_denied { Mood::default().negated() } else { Mood::default() }
}

/// "ties between A and B", "A-B ties", "A's ties with B", "A has ties with B", "A and B have ties".
fn of_between(clause: &Clause, at: usize, len: usize, entry: usize) -> Vec<Finding> {
    let next = at + len;
    let predicate = words(clause, at, next);
    let mood = denial(clause, at);
    match clause.tokens.get(next).map(|token| token.lower.as_str()) {
        Some("between" | "of" | "among") => {
            let Some((first, _)) = clause.object_after(next + 1) else {
                return compound_pair(clause, at, entry, &predicate);
            };
            let mut ends = clause.list_between(first);
            let linked_with = clause.mentions[first].0.np_end;
            if ends.len() == 1
                && clause.tokens.get(linked_with).is_some_and(|t| t.lower == "with")
                && let Some((second, _)) = clause.object_after(linked_with + 1)
            {
                ends.extend(clause.list_after(second));
            }
            let mood = mood.within(to_be(clause, at));
            among(&ends).flat_map(|(a, b)| pairs(clause, entry, &[a], &[b], mood, at, &predicate)).collect()
        }
        Some("with" | "to" | "against") => {
            let Some((object, _)) = clause.object_after(next + 1) else { return Vec::new() };
            let objects = clause.list_after(object);
            if let Some(owner) = owner(clause, at) {
                return pairs(clause, entry, &[clause.mentions[owner].1], &objects, mood, at, &predicate);
            }
            match light_verb(clause, at) {
                Some(group) => pairs(clause, entry, &group.subjects, &objects, group.mood, at, &predicate),
                None => Vec::new(),
            }
        }
        _ => {
            let compound = compound_pair(clause, at, entry, &predicate);
            if !compound.is_empty() {
                return compound;
            }
            match light_verb(clause, at) {
                Some(group) if group.subjects.len() > 1 => among(&group.subjects)
                    .flat_map(|(a, b)| pairs(clause, entry, &[a], &[b], group.mood, at, &predicate))
                    .collect(),
                _ => Vec::new(),
            }
        }
    }
}

/// What a light verb makes of the noun at `at`, without its subject: "wants closer ties between A and B".
fn to_be(clause: &Clause, at: usize) -> Mood {
    light_verb(clause, at).map_or(Mood::default(), |group| group.mood)
}

/// "Moscow-Baku ties", "the Azerbaijani-Israeli alliance": two names joined by a hyphen before the noun.
fn compound_pair(clause: &Clause, at: usize, entry: usize, predicate: &str) -> Vec<Finding> {
    let Some(second) = clause.mention_over(at).or_else(|| clause.mention_before(phrase_start(clause, at))) else {
        return Vec::new();
    };
    let (mention, second_actor) = &clause.mentions[second];
    let is_joined = mention.start >= 2
        && clause.tokens[mention.start - 1].text.chars().all(|c| "-\u{2013}\u{2010}\u{2011}".contains(c));
    if !is_joined {
        return Vec::new();
    }
    let first = clause.mentions.iter().find(|(first, _)| first.end == mention.start - 1);
    let Some((_, first_actor)) = first else { return Vec::new() };
    pairs(clause, entry, &[*first_actor], &[*second_actor], denial(clause, at), at, predicate)
}

/// "A is an ally of B", "A, an ally of B,", "A is B's ally", "B's ally A", "A, one of B's allies".
fn of_role(clause: &Clause, at: usize, len: usize, patterns: &[NounPattern]) -> Vec<Finding> {
    let end = at + len;
    let predicate = words(clause, at, end);
    let owner = owner(clause, at);
    let members = members_after(clause, end);
    let mut findings = Vec::new();
    for pattern in patterns {
        let has_preposition = clause.tokens.get(end).is_some_and(|token| token.lower == pattern.preposition);
        let objects = match (has_preposition, owner) {
            (true, _) => clause.object_after(end + 1).map(|(object, _)| clause.list_after(object)),
            (false, Some(owner)) => Some(vec![clause.mentions[owner].1]),
            (false, None) => None,
        };
        let Some(objects) = objects else { continue };
        if let (false, Some(members)) = (has_preposition, &members) {
            findings.extend(pairs(clause, pattern.entry, members, &objects, Mood::default(), at, &predicate));
            break;
        }
        let start = owner.filter(|_| !has_preposition).map_or(at, |i| clause.mentions[i].0.start);
        if let Some((subjects, mood)) = holder(clause, start) {
            findings.extend(pairs(clause, pattern.entry, &subjects, &objects, mood, at, &predicate));
        } else if !has_preposition && let Some(named) = named_after(clause, end) {
            findings.extend(pairs(
                clause,
                pattern.entry,
                &clause.list_after(named),
                &objects,
                Mood::default(),
                at,
                &predicate,
            ));
        }
        if !findings.is_empty() {
            break;
        }
    }
    findings
}

/// "Iran's proxies, including Hezbollah and Hamas": those named after "including" or "such as".
fn members_after(clause: &Clause, end: usize) -> Option<Vec<usize>> {
    let comma = usize::from(clause.tokens.get(end).is_some_and(|token| token.text == ","));
    let word = clause.tokens.get(end + comma)?;
    let n_words = match word.lower.as_str() {
        "including" | "like" => 1,
        "such" => 2,
        _ => return None,
    };
    let (first, _) = clause.object_after(end + comma + n_words)?;
    Some(clause.list_between(first))
}

/// "Iran's ally Hezbollah", "Iran's ally, Hezbollah,": the name right after the noun of a role.
fn named_after(clause: &Clause, end: usize) -> Option<usize> {
    let has_comma = clause.tokens.get(end).is_some_and(|token| matches!(token.text, "," | ":"));
    let at = end + usize::from(has_comma);
    clause.mention_at(at).filter(|&i| acts(&clause.mentions[i].0))
}

/// Who is said to be what the noun phrase before `start` says: "A is", "A was never", "A, one of".
fn holder(clause: &Clause, start: usize) -> Option<(Vec<usize>, Mood)> {
    let mut at = phrase_start(clause, start);
    if at > 1
        && clause.tokens[at - 1].lower == "of"
        && matches!(clause.tokens[at - 2].lower.as_str(), "one" | "some" | "two" | "part")
    {
        at = phrase_start(clause, at - 2);
    }
    if at > 1 && clause.tokens[at - 1].lower == "as" {
        return None;
    }
    let before = at.checked_sub(1)?;
    if clause.tokens[before].text == "," || clause.tokens[before].text == "(" {
        let index = clause.mention_before(before).filter(|&i| acts(&clause.mentions[i].0) && clause.is_free(i))?;
        // A list of actors is no apposition: "Iran, allies of Syria and".
        return Some((vec![clause.mentions[index].1], Mood::default()));
    }
    let copula = (before.saturating_sub(3)..=before).rev().find(|&i| is_copula(clause, i))?;
    let is_plain = (copula + 1..at)
        .all(|i| matches!(clause.class(i), Some(FunctionWord::Not | FunctionWord::Adverb | FunctionWord::Hedge)));
    let mut group = clause.verb_group_of_copula(copula)?;
    if (copula + 1..start).any(|i| matches!(clause.class(i), Some(FunctionWord::Not | FunctionWord::No))) {
        group.mood = group.mood.negated();
    }
    is_plain.then_some((group.subjects, group.mood))
}

fn is_copula(clause: &Clause, at: usize) -> bool {
    let is_become =
        clause.verb_forms(at).iter().any(|(lemma, _)| matches!(lemma.as_str(), "become" | "remain" | "stay"));
    clause.class(at) == Some(FunctionWord::Be) || is_become
}

/// "A is hostile to B", "A and B are at war".
fn of_adjective(clause: &Clause, at: usize, len: usize, pattern: &NounPattern) -> Vec<Finding> {
    let end = at + len;
    if clause.tokens.get(end).is_none_or(|token| token.lower != pattern.preposition) {
        return Vec::new();
    }
    let Some((object, _)) = clause.object_after(end + 1) else { return Vec::new() };
    let objects = clause.list_after(object);
    let predicate = words(clause, at, end + 1);
    let held = holder(clause, at).or_else(|| {
        // "the militia allied with Iran"
        let index = clause.mention_before(at).filter(|&i| acts(&clause.mentions[i].0) && clause.is_free(i))?;
        Some((vec![clause.mentions[index].1], Mood::default()))
    });
    match held {
        Some((subjects, mood)) => pairs(clause, pattern.entry, &subjects, &objects, mood, at, &predicate),
        None => Vec::new(),
    }
}

/// "Iran-backed Hezbollah", "US-led coalition", "pro-Russian separatists", "Yemen-based group X".
fn of_compound(clause: &Clause, at: usize) -> Vec<Finding> {
    let hyphen = at + 1;
    if clause.tokens.get(hyphen).is_none_or(|token| token.plain != "-") {
        return Vec::new();
    }
    let predicates = &clause.knowledge.predicates;
    let Some(right) = clause.tokens.get(hyphen + 1) else { return Vec::new() };
    if let Some(&entry) = predicates.suffixes.get(&right.lower)
        && let Some((_, left)) = clause.mentions.iter().find(|(mention, _)| mention.end == hyphen)
        && let Some(object) = compound_object(clause, hyphen + 2)
    {
        let objects = clause.list_after(object);
        return pairs(clause, entry, &[*left], &objects[..1], Mood::default(), at, &format!("-{}", right.lower));
    }
    if let Some(&entry) = predicates.prefixes.get(&clause.tokens[at].lower) {
        let predicate = format!("{}-", clause.tokens[at].lower);
        return of_prefix(clause, at, entry, &predicate);
    }
    Vec::new()
}

/// The actor that a compound describes, after its modifiers: "Iran-backed militant group Hezbollah".
fn compound_object(clause: &Clause, from: usize) -> Option<usize> {
    const MAX_MODIFIERS: usize = 4;
    let mut at = from;
    while at < clause.tokens.len() && at - from <= MAX_MODIFIERS {
        if let Some(index) = clause.mention_at(at) {
            let (mention, _) = &clause.mentions[index];
            // "Iran-backed Lebanese group Hezbollah": the adjective is another modifier.
            if mention.head == Head::Belonging && mention.form != crate::knowledge::FormKind::Name {
                at = mention.np_end;
                continue;
            }
            return (mention.head != Head::Compound).then_some(index);
        }
        let is_open = clause.class(at).is_none() && clause.tokens[at].is_word()
            || matches!(clause.tokens[at].lower.as_str(), "called" | "," | "and");
        if !is_open || (clause.tokens[at].text == "," && at > from) {
            return None;
        }
        at += 1;
    }
    None
}

/// The group whose description or name a prefix stands in, or the name after it.
fn of_prefix(clause: &Clause, at: usize, entry: usize, predicate: &str) -> Vec<Finding> {
    let Some(described) = clause.mention_at(at) else {
        let Some(left) = clause.mention_at(at + 2) else { return Vec::new() };
        let Some(right) = compound_object(clause, clause.mentions[left].0.np_end) else { return Vec::new() };
        return pairs(
            clause,
            entry,
            &[clause.mentions[right].1],
            &[clause.mentions[left].1],
            Mood::default(),
            at,
            predicate,
        );
    };
    let group = clause.mentions[described].1;
    let parents = clause.actors.parents.iter().filter(|(_, g, _, _)| *g == group).map(|(_, _, parent, _)| *parent);
    let mood = Mood { polarity: Polarity::Affirmed, modality: Modality::Asserted };
    parents.take(1).flat_map(|parent| pairs(clause, entry, &[group], &[parent], mood, at, predicate)).collect()
}
