//! Verbs that state a relation: "A attacked B", "B was attacked by A", "A held talks with B", "A and B met".

use super::clause::{Clause, Mood, VerbGroup};
use super::noun_phrase::{Head, is_modifier};
use super::statements::Finding;
use super::tree::Part;
use crate::knowledge::FormKind;
use crate::knowledge::inflect::VerbForm;
use crate::knowledge::predicates::{NounPattern, Predicate, VerbPattern};
use crate::knowledge::words::FunctionWord;
use crate::language::{Relation, Tag};
use crate::ontology::{ActorKind, Family, Modality, RelationType};

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
                let said_by = group.said_by;
                let findings = findings.into_iter().map(|finding| Finding { said_by, ..finding });
                return if group.is_threat { findings.map(as_threat).collect() } else { findings.collect() };
            }
        }
    }
    Vec::new()
}

/// "threatened to attack": the threat is made, whatever becomes of the attack.
fn as_threat(finding: Finding) -> Finding {
    let mood = Mood { modality: Modality::Asserted, ..finding.mood };
    let predicate = format!("threaten to {}", finding.predicate);
    Finding { relation: RelationType::Threaten, among_persons: None, mood, predicate, ..finding }
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
    let slot = pattern.rest.iter().position(|word| word == "*");
    let (before, after) = pattern.rest.split_at(slot.unwrap_or(pattern.rest.len()));
    let found = rest_after(clause, group.verb + 1, before).and_then(|(end, is_denied)| {
        let (object, is_none) = clause.object_after(end).or_else(|| shared_object(clause, end))?;
        Some((object, is_denied || is_none))
    });
    if let Some((object, is_denied)) = found {
        let (mention, _) = &clause.mentions[object];
        if !after.is_empty() && rest_after(clause, mention.np_end, &after[1..]).is_none()
            || !can_be_object(clause, object, entry)
        {
            return Vec::new();
        }
        let mood = if is_denied { group.mood.negated() } else { group.mood };
        let objects = clause.list_after(object);
        return state_all(clause, entry, &group.subjects, &objects, mood, group.verb, &predicate);
    }
    let (objects, is_denied) = objects_in_tree(clause, group.verb, (before, after), entry);
    let mood = if is_denied { group.mood.negated() } else { group.mood };
    let findings = state_all(clause, entry, &group.subjects, &objects, mood, group.verb, &predicate);
    if !findings.is_empty() {
        return findings;
    }
    // "A and B met", "A and B exchanged prisoners": a reciprocal verb without an object holds among its subjects.
    let reciprocal = match pattern.rest.split_last() {
        Some((last, rest)) if last == "with" => rest,
        _ => pattern.rest.as_slice(),
    };
    let can_be = (entry.relation.is_symmetric() || entry.mutual) && slot.is_none();
    let found =
        rest_after(clause, group.verb + 1, reciprocal).filter(|(end, _)| can_be && !has_other_object(clause, *end));
    let Some((_, is_denied)) = found else { return Vec::new() };
    let mood = if is_denied { group.mood.negated() } else { group.mood };
    among(&group.subjects)
        .flat_map(|(s, o)| state_all(clause, entry, &[s], &[o], mood, group.verb, &predicate))
        .collect()
}

/// The objects that the tree has for a pattern, the words before and after them, and whether a "no" stands with them.
fn objects_in_tree(
    clause: &Clause,
    verb: usize,
    (before, after): (&[String], &[String]),
    entry: &Predicate,
) -> (Vec<usize>, bool) {
    let mut parts = parts_in_tree(clause, verb, before, after).unwrap_or_default();
    parts.retain(|part| clause.takes_part(part, entry));
    let is_none = |i: usize| clause.class(i) == Some(FunctionWord::No);
    let is_denied = parts.iter().any(|part| clause.below(part.noun, Relation::Det).any(is_none));
    (parts.iter().map(|part| clause.mentions[part.mention].1).collect(), is_denied)
}

fn parts_in_tree(clause: &Clause, verb: usize, before: &[String], after: &[String]) -> Option<Vec<Part>> {
    if clause.tokens[verb].tag != Tag::Verb {
        return None;
    }
    // "called off Iran's visit" is not "called".
    if before.is_empty() && clause.below(verb, Relation::CompoundPrt).next().is_some() {
        return None;
    }
    let follows = |word: &String| {
        (verb + 1..clause.tokens.len()).any(|i| clause.tokens[i].lower == *word && clause.is_under(i, verb))
    };
    let is_whole = after.iter().skip(1).all(follows);
    clause.objects_in_tree(verb, before).filter(|_| is_whole)
}

/// "condemned and sanctioned Iran": the object of the verb that "and" joins.
fn shared_object(clause: &Clause, end: usize) -> Option<(usize, bool)> {
    let is_joined = matches!(clause.tokens.get(end)?.lower.as_str(), "and" | "or");
    let forms = [VerbForm::Base, VerbForm::Past, VerbForm::Third, VerbForm::Participle];
    let is_verb = clause.has_form(end + 1, &forms);
    (is_joined && is_verb).then(|| clause.object_after(end + 2)).flatten()
}

/// "traded blows", "met the deadline": something that is no actor follows as object.
fn has_other_object(clause: &Clause, end: usize) -> bool {
    let end = (end..clause.tokens.len()).find(|&i| clause.class(i) != Some(FunctionWord::Adverb)).unwrap_or(end);
    let Some(token) = clause.tokens.get(end) else { return false };
    let is_article = matches!(clause.class(end), Some(FunctionWord::Determiner | FunctionWord::Possessive));
    let is_noun =
        clause.class(end).is_none() && token.is_word() && !token.is_capitalised() && !token.lower.ends_with("ly");
    is_article || is_noun
}

/// "met Iran's demands" is no meeting with Iran, and who praises Iranian students does not praise Iran; what is bombed,
/// seized or banned may be anything of an actor's.
pub fn can_be_object(clause: &Clause, object: usize, entry: &Predicate) -> bool {
    let (mention, _) = &clause.mentions[object];
    if mention.head != Head::Belonging {
        return true;
    }
    let head = &clause.tokens[mention.np_end - 1].lower;
    let is_of_people = clause.knowledge.words.people_nouns.contains(head.as_str()) || mention.form == FormKind::Demonym;
    match entry.relation {
        RelationType::Assault | RelationType::Coerce | RelationType::Sanction | RelationType::Aid => true,
        relation if relation.family() == Family::Structural => false,
        RelationType::Consult | RelationType::Agree | RelationType::AlliedWith | RelationType::RivalOf => false,
        _ => !is_of_people,
    }
}

/// The entry's relation from each subject to each object, and back where it is mutual.
pub fn state_all(
    clause: &Clause,
    entry: &Predicate,
    subjects: &[usize],
    objects: &[usize],
    mood: Mood,
    at: usize,
    predicate: &str,
) -> Vec<Finding> {
    let there = subjects.iter().flat_map(|&s| objects.iter().map(move |&o| (s, o)));
    let back = there.clone().map(|(s, o)| (o, s)).filter(|_| entry.mutual);
    let pairs = there.chain(back).filter(|&(s, o)| clause.fits(entry, s, o));
    pairs.map(|(s, o)| Finding::of_entry(entry, s, o, mood, at, predicate.to_owned())).collect()
}

/// "B was attacked by A"; a pattern with a preposition keeps it: "B was cut off from by A" is not looked for.
fn passive(clause: &Clause, group: &VerbGroup, lemma: &str, pattern: &VerbPattern) -> Vec<Finding> {
    let entry = &clause.knowledge.predicates.entries[pattern.entry];
    let rest: Vec<String> = pattern.rest.iter().filter(|word| *word != "*").cloned().collect();
    let Some((end, _)) = rest_after(clause, group.verb + 1, &rest) else { return Vec::new() };
    let by = (end..(end + 12).min(clause.tokens.len()))
        .take_while(|&i| {
            !matches!(clause.tokens[i].text, "," | ";" | ".")
                && !matches!(clause.class(i), Some(FunctionWord::Conjunction))
        })
        .find(|&i| clause.tokens[i].lower == "by");
    let agent = match by {
        Some(by) => clause.object_after(by + 1).map(|(agent, _)| agent),
        None => act_of(clause, end, entry),
    };
    let agents = match agent {
        Some(agent) if is_of_people(clause, agent) => return Vec::new(),
        Some(agent) => clause.list_after(agent),
        None => clause.agents_in_tree(group.verb).iter().map(|part| clause.mentions[part.mention].1).collect(),
    };
    state_all(clause, entry, &agents, &group.subjects, group.mood, group.verb, &words(lemma, pattern))
}

/// "killed by Israeli settlers", "a visit by Putin's wife": those of an actor who do not act for it.
pub fn is_of_people(clause: &Clause, agent: usize) -> bool {
    let (mention, actor) = &clause.mentions[agent];
    let head = &clause.tokens[mention.np_end - 1].lower;
    let is_person = clause.actors.list[*actor].kind == ActorKind::Person;
    mention.head == Head::Belonging && (is_person || clause.knowledge.words.people_nouns.contains(head.as_str()))
}

/// "was killed in an Israeli strike": whose act it is, where the act is of the verb's own relation.
fn act_of(clause: &Clause, end: usize, entry: &Predicate) -> Option<usize> {
    let is_in = clause.tokens.get(end)?.lower == "in";
    let (agent, _) = is_in.then(|| clause.object_after(end + 1)).flatten()?;
    let (mention, _) = &clause.mentions[agent];
    let predicates = &clause.knowledge.predicates;
    let states =
        |patterns: &Vec<NounPattern>| patterns.iter().any(|p| predicates.entries[p.entry].relation == entry.relation);
    let is_act = predicates.nouns.get(&clause.tokens[mention.np_end - 1].lower).is_some_and(states);
    (is_act && mention.head == Head::Belonging).then_some(agent)
}

/// "a treaty signed by A and B": a reciprocal verb whose subject is no actor holds among those who do it.
fn jointly(clause: &Clause, verb: usize, lemma: &str) -> Vec<Finding> {
    let is_participle = clause.has_form(verb, &[VerbForm::Participle]);
    let by = clause.tokens.get(verb + 1).is_some_and(|token| token.lower == "by");
    let Some((agent, _)) = (is_participle && by).then(|| clause.object_after(verb + 2)).flatten() else {
        return Vec::new();
    };
    let agents = clause.list_between(agent);
    let patterns = clause.knowledge.predicates.verbs.get(lemma).into_iter().flatten();
    let entries = patterns.map(|pattern| &clause.knowledge.predicates.entries[pattern.entry]);
    let Some(entry) = entries.into_iter().find(|entry| entry.relation == RelationType::Agree) else {
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
        // "send Leopard tanks to": a brand's name is a modifier like any other.
        let is_brand = |i: usize| clause.tokens[i].is_capitalised() && clause.class(i).is_none();
        let is_open = (at..place).all(|i| {
            (is_modifier(clause.tokens, i, clause.knowledge) || is_brand(i)) && clause.mention_over(i).is_none()
        });
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
