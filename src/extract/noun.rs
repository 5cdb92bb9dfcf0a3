//! Nouns, adjectives and compounds that state a relation: "Russia's support for Serbia", "ties between A and B", "an ally
//! of B", "hostile to B", "Iran-backed".

use std::borrow::Cow;

use super::actors::acts;
use super::clause::{Clause, Mood, VerbGroup};
use super::noun_phrase::{Head, is_modifier};
use super::statements::Finding;
use super::verb::{among, can_be_object, is_of_people, state_all};
use crate::knowledge::FormKind;
use crate::knowledge::inflect::VerbForm;
use crate::knowledge::offices::ModifierEffect;
use crate::knowledge::predicates::NounPattern;
use crate::knowledge::words::FunctionWord;
use crate::language::Token;
use crate::ontology::{Modality, Polarity, RelationType, Status};

/// What the nouns, adjectives and compounds of a sentence state.
pub fn find(clause: &Clause) -> Vec<Finding> {
    let mut findings = Vec::new();
    // Words that a longer noun has taken: "support for" within "financial support for".
    let mut taken = 0;
    for at in 0..clause.tokens.len() {
        let lower = || clause.tokens[at..].iter().map(|token| Cow::Borrowed(token.lower.as_str()));
        let predicates = &clause.knowledge.predicates;
        let between = predicates.between.longest(lower());
        let noun = predicates.nouns.longest(lower());
        let role = predicates.roles.longest(lower());
        let n_before = findings.len();
        if at >= taken {
            findings.extend(between.into_iter().flat_map(|(len, &entry)| of_between(clause, at, len, entry)));
            let of_nouns = |(len, patterns): (usize, &Vec<NounPattern>)| {
                patterns.iter().flat_map(|pattern| of_noun(clause, at, len, pattern)).collect::<Vec<_>>()
            };
            findings.extend(noun.into_iter().flat_map(of_nouns));
            findings.extend(role.into_iter().flat_map(|(len, patterns)| of_role(clause, at, len, patterns)));
        }
        if findings.len() > n_before {
            let len = [between.map(|found| found.0), noun.map(|found| found.0), role.map(|found| found.0)]
                .into_iter()
                .flatten()
                .max();
            taken = at + len.unwrap_or(0);
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
    let findings = state_all(clause, entry, subjects, objects, mood, at, predicate).into_iter();
    match is_ended(clause, at) {
        true => findings.map(|finding| Finding { status: Status::Former, ..finding }).collect(),
        false => findings.collect(),
    }
}

/// "former ally", "one-time business partner": whether a modifier close before the noun says that the tie has ended.
fn is_ended(clause: &Clause, at: usize) -> bool {
    let modifiers = &clause.knowledge.offices.modifiers;
    let is_ex =
        at > 1 && clause.tokens[at - 1].plain == "-" && matches!(clause.tokens[at - 2].lower.as_str(), "ex" | "former");
    let was_once = (at.saturating_sub(4)..at).any(|i| matches!(clause.tokens[i].lower.as_str(), "once" | "formerly"));
    is_ex
        || was_once
        || (at.saturating_sub(3)..at)
            .rev()
            .take_while(|&i| clause.tokens[i].is_word() && clause.class(i).is_none())
            .any(|i| {
                modifiers.get(&clause.tokens[i].lower) == Some(&ModifierEffect::Former)
                    && clause.tokens[i].lower != "late"
            })
}

/// Start of the noun phrase before a noun at `at`: over adjectives and articles, not over names.
fn phrase_start(clause: &Clause, at: usize) -> usize {
    let mut start = at;
    while start > 0
        && clause.mention_over(start - 1).is_none()
        && is_modifier(clause.tokens, start - 1, clause.knowledge)
        && !is_copula(clause, start - 1)
    {
        start -= 1;
    }
    start
}

/// Whose the noun is: "Russia's support", "Russian support". A name that heads its own phrase owns nothing after it.
fn owner(clause: &Clause, at: usize) -> Option<usize> {
    let over = clause.mention_over(at).filter(|&i| clause.mentions[i].0.end <= at);
    let beside = || {
        let start = phrase_start(clause, at);
        let is_determiner =
            |i: usize| matches!(clause.class(i), Some(FunctionWord::Determiner | FunctionWord::Possessive));
        let before = clause.mention_before(start)?;
        let is_adjacent = clause.mentions[before].0.end == at;
        let is_owner = clause.mentions[before].0.head == Head::Belonging || is_adjacent;
        (is_owner && !(start..at).any(is_determiner)).then_some(before)
    };
    let index = over.or_else(beside)?;
    let mention = &clause.mentions[index].0;
    // "Germany boycotts talks": a bare name owns only the very next noun, as in "US support for".
    let is_bare = mention.form == FormKind::Name
        && clause.tokens.get(mention.end).is_some_and(|token| token.lower != "'s" && token.lower != "'");
    (mention.end <= at && (!is_bare || mention.end == at)).then_some(index)
}

/// The verb that lends itself to the noun phrase at `at`, as in "held talks", with its subject, and whether "no" denies it.
fn light_verb(clause: &Clause, at: usize) -> Option<VerbGroup> {
    let start = phrase_start(clause, at);
    // The verb may have been taken for an adjective of the phrase.
    let verb = (start.saturating_sub(1)..at).rev().find(|&i| is_light_verb(clause, i))?;
    let control =
        clause.verb_forms(verb).iter().find_map(|(lemma, _)| clause.knowledge.words.light_verbs.get(lemma))?;
    // "has cancelled talks" has no talks.
    let is_participle = |i: usize| clause.has_form(i, &[VerbForm::Participle]);
    if clause.class(verb) == Some(FunctionWord::Have) && (verb + 1..at).any(is_participle) {
        return None;
    }
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
    let reach = reach(clause, at + len, &pattern.preposition).or_else(|| {
        let preposition = clause.preposition_in_tree(at + len - 1, &pattern.preposition)?;
        Some(Reach { preposition, holder: None, is_passive: false })
    });
    let Some(reach) = reach else { return Vec::new() };
    let Some((object, is_denied)) = clause.object_after(reach.preposition + 1) else { return Vec::new() };
    if !can_be_object(clause, object, &clause.knowledge.predicates.entries[pattern.entry]) {
        return Vec::new();
    }
    let objects = clause.list_after(object);
    let mut mood = denial(clause, at);
    if is_denied {
        mood = mood.negated();
    }
    let predicate = format!("{} {}", words(clause, at, at + len), pattern.preposition);
    if let Some(holder) = reach.holder {
        return pairs(clause, pattern.entry, &clause.list_between(holder), &objects, mood, at, &predicate);
    }
    let after = clause.mentions[object].0.np_end;
    if reach.is_passive {
        let agents = agent_after(clause, after).map(|agent| clause.list_after(agent)).unwrap_or_default();
        let mood = mood.within(mood_of_words(clause, at + len, reach.preposition));
        return pairs(clause, pattern.entry, &agents, &objects, mood, at, &predicate);
    }
    if let Some(owner) = owner(clause, at) {
        if is_stopped(clause, clause.mentions[owner].0.start) {
            return Vec::new();
        }
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

/// "paused all US military aid to Ukraine": the verb before the noun phrase ends what the noun says.
fn is_stopped(clause: &Clause, start: usize) -> bool {
    let verb = (start.saturating_sub(3)..start).rev().find(|&i| !clause.verb_forms(i).is_empty());
    let ending_verbs = &clause.knowledge.words.ending_verbs;
    verb.is_some_and(|verb| clause.verb_forms(verb).iter().any(|(lemma, _)| ending_verbs.contains(lemma)))
}

/// How a noun reaches its object.
struct Reach {
    /// Token of the noun's preposition.
    preposition: usize,
    /// Mention of A in "the visit of A to B", "the attack by A on B".
    holder: Option<usize>,
    /// Whether a verb stands between, as in "sanctions were imposed on": then only "by A" says whose it is.
    is_passive: bool,
}

/// Finds the noun's preposition after `end`.
fn reach(clause: &Clause, end: usize, preposition: &str) -> Option<Reach> {
    let token = clause.tokens.get(end)?;
    if token.lower == preposition {
        return Some(Reach { preposition: end, holder: None, is_passive: false });
    }
    if matches!(token.lower.as_str(), "of" | "by") {
        let (holder, _) = clause.object_after(end + 1)?;
        let after = clause.mentions[holder].0.np_end;
        let is_reached = clause.tokens.get(after)?.lower == preposition;
        return is_reached.then_some(Reach { preposition: after, holder: Some(holder), is_passive: false });
    }
    let verb = (end..end + 3).find(|&i| !is_auxiliary(clause, i))?;
    let is_participle = clause.has_form(verb, &[VerbForm::Participle]);
    let is_reached = clause.tokens.get(verb + 1)?.lower == preposition;
    (is_participle && is_reached).then_some(Reach { preposition: verb + 1, holder: None, is_passive: true })
}

/// "by A" right after an object.
fn agent_after(clause: &Clause, after: usize) -> Option<usize> {
    (clause.tokens.get(after)?.lower == "by")
        .then(|| clause.object_after(after + 1))
        .flatten()
        .map(|(agent, _)| agent)
        .filter(|&agent| !is_of_people(clause, agent))
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
    let (next, said) = over_verbs(clause, at + len);
    // "talks in Vienna between Iran and France"
    let is_link = |token: &Token| matches!(token.lower.as_str(), "between" | "of" | "among" | "with" | "to");
    let is_linked = clause.tokens.get(next).is_some_and(is_link);
    let linked = || ["between", "with"].iter().find_map(|word| clause.preposition_in_tree(at + len - 1, word));
    let next = if is_linked { next } else { linked().unwrap_or(next) };
    let predicate = words(clause, at, at + len);
    let mood = denial(clause, at).within(said);
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
            let end = clause
                .mentions
                .iter()
                .rev()
                .find(|(m, actor)| Some(actor) == ends.last() && m.start > next)
                .map(|(m, _)| m.np_end);
            let mood =
                mood.within(to_be(clause, at)).within(end.map_or(Mood::default(), |end| mood_after(clause, end)));
            among(&ends).flat_map(|(a, b)| pairs(clause, entry, &[a], &[b], mood, at, &predicate)).collect()
        }
        Some("with" | "to") => {
            // "partnerships to make America strong"
            if clause.has_form(next + 1, &[VerbForm::Base]) {
                return Vec::new();
            }
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

/// "A deal was reached between": the place of "between" after at most a verb, and what the verb makes of the noun.
fn over_verbs(clause: &Clause, end: usize) -> (usize, Mood) {
    const MAX_VERBS: usize = 4;
    let mut at = end;
    while at < clause.tokens.len() && at - end < MAX_VERBS {
        if at > end && clause.tokens[at].lower == "between" {
            return (at, mood_of_words(clause, end, at));
        }
        let is_auxiliary = is_auxiliary(clause, at);
        if !is_auxiliary && clause.verb_forms(at).is_empty() {
            break;
        }
        at += 1;
    }
    (end, Mood::default())
}

fn is_auxiliary(clause: &Clause, at: usize) -> bool {
    use FunctionWord::{Adverb, Be, Have, Hedge, May, Not, Will, Would};
    matches!(clause.class(at), Some(Be | Have | Will | May | Would | Not | Adverb | Hedge))
}

/// The mood that auxiliaries between two places give.
fn mood_of_words(clause: &Clause, start: usize, end: usize) -> Mood {
    (start..end).fold(Mood::default(), |mood, i| match clause.class(i) {
        Some(FunctionWord::Not) => mood.negated(),
        _ => mood.within(Mood { modality: clause.modality_of(i), ..Mood::default() }),
    })
}

/// What the verb after a noun phrase makes of it: "a meeting between A and B may take place".
fn mood_after(clause: &Clause, end: usize) -> Mood {
    let stop = (end..clause.tokens.len()).find(|&i| !is_auxiliary(clause, i)).unwrap_or(end);
    let is_off = clause.tokens.get(stop).is_some_and(|token| {
        matches!(token.lower.as_str(), "unlikely" | "cancelled" | "canceled" | "postponed" | "impossible")
    });
    let mood = mood_of_words(clause, end, stop);
    if is_off { mood.negated() } else { mood }
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
    let kin = possessed_by(clause, at);
    let mut findings = Vec::new();
    for pattern in patterns {
        let has_preposition = clause.tokens.get(end).is_some_and(|token| token.lower == pattern.preposition);
        let entry = &clause.knowledge.predicates.entries[pattern.entry];
        let is_object = |found: &(usize, bool)| can_be_object(clause, found.0, entry);
        if let (false, Some(owner), Some(named)) = (has_preposition, kin, named_after(clause, end)) {
            findings.extend(pairs(
                clause,
                pattern.entry,
                &clause.list_after(named),
                &[owner],
                Mood::default(),
                at,
                &predicate,
            ));
            break;
        }
        let objects = match (has_preposition, owner) {
            (true, _) => clause.object_after(end + 1).filter(is_object).map(|(object, _)| clause.list_after(object)),
            (false, Some(owner)) => Some(vec![clause.mentions[owner].1]),
            (false, None) => None,
        };
        let Some(objects) = objects else {
            findings.extend(among_holders(clause, at, pattern.entry, &predicate));
            continue;
        };
        if let (false, Some(members)) = (has_preposition, &members) {
            findings.extend(pairs(clause, pattern.entry, members, &objects, Mood::default(), at, &predicate));
            break;
        }
        let start = owner.filter(|_| !has_preposition).map_or(at, |i| clause.mentions[i].0.start);
        if let Some((subjects, mood)) = holder(clause, start) {
            findings.extend(pairs(clause, pattern.entry, &subjects, &objects, mood, at, &predicate));
        } else if !has_preposition && let Some(named) = named_after(clause, end) {
            // "German journalist" is no office in Germany.
            let is_nationality = owner.is_some_and(|i| clause.mentions[i].0.form == FormKind::Adjective);
            if is_nationality && entry.relation == RelationType::Serves {
                continue;
            }
            let is_plural = clause.tokens[end - 1].lower.ends_with('s');
            let holders = if is_plural { clause.list_between(named) } else { clause.list_after(named) };
            findings.extend(pairs(clause, pattern.entry, &holders, &objects, Mood::default(), at, &predicate));
        }
        if !findings.is_empty() {
            break;
        }
    }
    findings
}

/// "Hamas and its ally", "Putin and his son": whom "its" before a role stands for, when it is plain.
fn possessed_by(clause: &Clause, at: usize) -> Option<usize> {
    let start = phrase_start(clause, at);
    let is_third = |i: usize| matches!(clause.tokens[i].lower.as_str(), "its" | "his" | "her" | "their");
    let pronoun = (start..at).find(|&i| is_third(i))?;
    let beside = (pronoun > 0 && clause.tokens[pronoun - 1].lower == "and")
        .then(|| clause.mention_before(pronoun - 1))
        .flatten();
    if let Some(before) = beside.filter(|&i| acts(&clause.mentions[i].0)) {
        return Some(clause.mentions[before].1);
    }
    let mut before: Vec<usize> =
        clause.mentions.iter().filter(|(m, _)| m.start < pronoun).map(|(_, actor)| *actor).collect();
    before.sort_unstable();
    before.dedup();
    (before.len() == 1).then(|| before[0])
}

/// "Iran and Syria are allies", "Iran and Saudi Arabia are at odds": what holds among the subjects themselves.
fn among_holders(clause: &Clause, at: usize, entry: usize, predicate: &str) -> Vec<Finding> {
    // "are partners of NATO" is about NATO.
    let end = at + predicate.split(' ').count();
    if clause.class(end) == Some(FunctionWord::Preposition)
        || !clause.knowledge.predicates.entries[entry].relation.is_symmetric()
    {
        return Vec::new();
    }
    let Some((holders, mood)) = holder(clause, at) else { return Vec::new() };
    among(&holders).flat_map(|(a, b)| pairs(clause, entry, &[a], &[b], mood, at, predicate)).collect()
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
    let mut at = end + usize::from(has_comma);
    at += usize::from(clause.tokens.get(at).is_some_and(|token| token.lower == "the"));
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
        let index = clause.mention_before(before).filter(|&i| acts(&clause.mentions[i].0))?;
        // "According to Mexico, six allies of Cuba" is no apposition; "the security of Armenia, one of Iran's allies" is.
        let is_of = clause.mentions[index].0.start.checked_sub(1).is_some_and(|i| clause.tokens[i].lower == "of");
        if !is_of && !clause.is_free(index) {
            return None;
        }
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
    let is_become = clause.has_lemma(at, &["become", "remain", "stay"]);
    clause.class(at) == Some(FunctionWord::Be) || is_become
}

/// "A is hostile to B", "A and B are at war".
fn of_adjective(clause: &Clause, at: usize, len: usize, pattern: &NounPattern) -> Vec<Finding> {
    let end = at + len;
    if clause.tokens.get(end).is_none_or(|token| token.lower != pattern.preposition) {
        return among_holders(clause, at, pattern.entry, &words(clause, at, end));
    }
    let Some((object, _)) = clause.object_after(end + 1) else { return Vec::new() };
    let objects = clause.list_after(object);
    let predicate = words(clause, at, end + 1);
    // "according to Turkey, supportive of the PKK" is not about Turkey.
    let is_free = |(subjects, _): &(Vec<usize>, Mood)| {
        let named =
            clause.mentions.iter().rposition(|(mention, actor)| mention.start < at && Some(actor) == subjects.last());
        named.is_some_and(|index| clause.is_free(index))
    };
    let held = holder(clause, at).filter(is_free).or_else(|| {
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
    {
        let object = compound_object(clause, hyphen + 2).or_else(|| apposed(clause, at));
        let Some(object) = object else { return Vec::new() };
        let object = clause.mentions[object].1;
        return pairs(clause, entry, &[*left], &[object], Mood::default(), at, &format!("-{}", right.lower));
    }
    if let Some(&entry) = predicates.prefixes.get(&clause.tokens[at].lower) {
        let predicate = format!("{}-", clause.tokens[at].lower);
        return of_prefix(clause, at, entry, &predicate);
    }
    Vec::new()
}

/// "Hezbollah, an Iran-backed militia,": the name before the apposition that `at` is part of.
fn apposed(clause: &Clause, at: usize) -> Option<usize> {
    let left = clause.mentions.iter().find(|(mention, _)| (mention.start..mention.end).contains(&at))?;
    let start = phrase_start(clause, left.0.start);
    let comma = start.checked_sub(1).filter(|&i| clause.tokens[i].text == ",")?;
    clause.mention_before(comma).filter(|&i| acts(&clause.mentions[i].0) && clause.is_free(i))
}

/// The actor that a compound describes, after its modifiers: "Iran-backed militant group Hezbollah".
fn compound_object(clause: &Clause, from: usize) -> Option<usize> {
    const MAX_MODIFIERS: usize = 4;
    let mut at = from;
    while at < clause.tokens.len() && at - from <= MAX_MODIFIERS {
        if let Some(index) = clause.mention_at(at) {
            let (mention, _) = &clause.mentions[index];
            // "Iran-backed Lebanese group Hezbollah": the adjective is another modifier.
            if mention.head == Head::Belonging && mention.form != FormKind::Name {
                at = mention.np_end;
                continue;
            }
            return (mention.head != Head::Compound).then_some(index);
        }
        let is_called = matches!(clause.tokens[at].lower.as_str(), "called" | "named" | "dubbed");
        let is_finite = clause.has_form(at, &[VerbForm::Past, VerbForm::Third]);
        if is_finite && !is_called {
            return None;
        }
        let is_open = clause.class(at).is_none() && clause.tokens[at].is_word()
            || is_called
            || matches!(clause.tokens[at].text, "," | "and");
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
    let sentence = clause.mentions[described].0.sentence;
    let parents = clause.actors.parents.get(&sentence).into_iter().flatten();
    let parents = parents.filter(|belonging| belonging.group == group).map(|belonging| belonging.parent);
    let mood = Mood { polarity: Polarity::Affirmed, modality: Modality::Asserted };
    parents.take(1).flat_map(|parent| pairs(clause, entry, &[group], &[parent], mood, at, predicate)).collect()
}
