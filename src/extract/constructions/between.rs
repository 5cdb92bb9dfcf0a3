//! Nouns that hold between two: "ties between A and B", "A-B ties", "A's ties with B", "A has ties with B", "A and B have ties".

use std::borrow::Cow;

use super::{
    Construction, Finding, Stated, ending_verb, head_of, lent_subjects, mood_of_noun, name_around, of_ending,
    of_phrases, reached_by, status_of_noun, with_status,
};
use crate::extract::clause::{Clause, Part, Role, wholes};
use crate::language::{Relation, Tag};
use crate::ontology::{ActorKind, RelationType};

/// What the nouns between two in a sentence state; the longest words win.
pub fn find(clause: &Clause) -> Vec<Finding> {
    let found =
        of_phrases(clause, &clause.knowledge.predicates.between, |at, len, &entry| of_noun(clause, at, len, entry));
    let ventures = (0..clause.tokens.len()).flat_map(|noun| of_venture(clause, noun));
    found.into_iter().chain(ventures).collect()
}

/// "an Israeli-Cypriot-Greek effort": countries that a hyphen joins before what they do together.
fn of_venture(clause: &Clause, noun: usize) -> Vec<Finding> {
    let lemma = &clause.tokens[noun].lemma;
    if !clause.knowledge.words.is_in_class("VENTURE", lemma) {
        return Vec::new();
    }
    let pair = pair_before(clause, noun);
    let are_countries = pair.iter().all(|part| clause.kind(part.actor) == ActorKind::Country);
    let Some(&entry) = clause.knowledge.predicates.between.get("cooperation").filter(|_| are_countries) else {
        return Vec::new();
    };
    let (predicate, mood) = (Cow::Owned(lemma.clone()), mood_of_noun(clause, noun));
    let (construction, words) = (Construction::Between, Vec::new());
    Stated { entry, construction, at: noun, words, predicate, mood, said_by: None }.among(clause, &pair)
}

fn of_noun(clause: &Clause, at: usize, len: usize, entry: usize) -> Vec<Finding> {
    // "the National Alliance" is none between two.
    if name_around(clause, at, len).is_some() {
        return Vec::new();
    }
    let noun = head_of(clause, at, len);
    let words = at..at + len;
    // "have strained ties": the tree takes the adjective for the verb.
    let lent = clause.tokens[at + len - 1].head.filter(|head| words.contains(head) && clause.is_verb(*head) && len > 1);
    let noun = if lent.is_some() { at + len - 1 } else { noun };
    // "Fighting between A and B", but not "has to deal with".
    let is_verb = clause.is_verb(noun);
    if is_verb && reached_by(clause, words.clone(), noun, "between").is_none() || clause.tokens[noun].tag == Tag::Aux {
        return Vec::new();
    }
    let mood = mood_of_noun(clause, noun);
    let warmer = warmer(clause, noun);
    // "has strained relations with": whoever does that to ties has them.
    let strains = warmer
        .as_ref()
        .and_then(|warmer| warmer.verb)
        .filter(|&verb| clause.tokens[noun].relation == Relation::Obj && !clause.is_passive(verb));
    let (predicate, entry) =
        warmer.map_or_else(|| (super::words(clause, at, at + len), entry), |warmer| (warmer.words, warmer.entry));
    let predicate = Cow::Owned(predicate);
    let mood = strains.map_or(mood, |verb| mood.within(clause.mood(verb)));
    let stated = Stated {
        entry,
        construction: Construction::Between,
        at: noun,
        words: Vec::new(),
        predicate,
        mood,
        said_by: None,
    };
    let status = status_of_noun(clause, noun);
    if let Some(verb) = ending_verb(clause, noun) {
        let linked = ["with", "to"].iter().find_map(|preposition| reached_by(clause, words.clone(), noun, preposition));
        let findings =
            linked.map_or(Vec::new(), |linked| of_ending(clause, noun, verb, &stated, &clause.wholes(linked)));
        if !findings.is_empty() {
            return findings;
        }
    }
    for preposition in ["between", "among", "of"] {
        let Some(linked) = reached_by(clause, at..at + len, noun, preposition) else { continue };
        // "deals between A and B and between C and D"
        let is_next = |i: &usize| preposition == "between" && clause.has_case(*i, preposition);
        let lists = std::iter::once(linked)
            .chain(clause.members(linked).into_iter().flat_map(|i| clause.below(i, Relation::Conj)).filter(is_next));
        let found = lists.flat_map(|list| stated.among(clause, &clause.wholes(list))).collect();
        let found = with_status(found, status);
        if !found.is_empty() {
            return found;
        }
    }
    let pair = pair_before(clause, noun);
    if pair.len() > 1 {
        return with_status(stated.among(clause, &pair), status);
    }
    // "a truce brokered by Qatar and Egypt" is not theirs.
    let brokers: Vec<Part> = clause
        .below(noun, Relation::Acl)
        .filter(|&verb| clause.is_passive(verb))
        .flat_map(|verb| clause.agents(verb))
        .collect();
    let is_broker = |part: &Part| brokers.iter().any(|broker| broker.actor == part.actor);
    let owners: Vec<Part> =
        clause.holders(noun).into_iter().filter(|part| !clause.is_of_people(part) && !is_broker(part)).collect();
    let of = || reached_by(clause, at..at + len, noun, "of").map_or(Vec::new(), |of| clause.wholes(of));
    let subjects = || {
        let owners = if owners.is_empty() { of() } else { owners.clone() };
        let lent = || {
            let met = || beside_meeting(clause, noun, entry);
            lent_subjects(clause, noun).or(strains.map(|verb| clause.subjects(verb))).or_else(met)
        };
        // "he supported the party's merger with": an owner whom nobody knows is not the subject.
        let is_owned = clause
            .children(noun)
            .any(|i| clause.tokens[i].relation == Relation::NmodPoss && clause.tokens[i].tag != Tag::Pron);
        if owners.is_empty() && !is_owned { lent().map_or(Vec::new(), wholes) } else { owners }
    };
    for preposition in ["with", "to"] {
        let Some(object) = reached_by(clause, at..at + len, noun, preposition) else { continue };
        let objects = clause.wholes(object);
        let found = with_status(stated.of_all(clause, &subjects(), &objects), status);
        if !found.is_empty() {
            return found;
        }
    }
    // "A and B have ties", "their ties"
    if let Some(verb) = lent {
        return with_status(stated.among(clause, &wholes(clause.subjects(verb))), status);
    }
    // "strengthened their ties"
    let both = if owners.len() < 2 { lent_subjects(clause, noun).map_or(Vec::new(), wholes) } else { owners };
    with_status(stated.among(clause, &both), status)
}

/// "said in a phone call with", "spoke after talks with": who does something at a meeting, before or after it, has met.
fn beside_meeting(clause: &Clause, noun: usize, entry: usize) -> Option<Vec<Part>> {
    const BESIDE: [&str; 7] = ["in", "during", "at", "after", "following", "before", "ahead"];
    let verb = clause.tokens[noun].head.filter(|&head| clause.is_verb(head) && !clause.is_passive(head))?;
    let is_meeting = clause.knowledge.predicates.entries[entry].relation == RelationType::Consult;
    let is_beside =
        clause.tokens[noun].relation == Relation::Obl && BESIDE.iter().any(|case| clause.has_case(noun, case));
    // "said that A remains a partner, in calls with B and C": after a comma it is the one who says so.
    let is_apart = clause.first_of(noun).checked_sub(2).is_some_and(|comma| clause.tokens[comma].text == ",");
    let head = clause.tokens[verb].head.filter(|&head| is_apart && clause.says_at(head).is_some());
    let head = head.filter(|_| clause.tokens[verb].relation == Relation::Ccomp);
    (is_meeting && is_beside).then(|| clause.subjects(head.unwrap_or(verb)))
}

/// "Moscow-Baku ties", "the Azerbaijani-Israeli alliance": two names joined by a hyphen before the noun.
fn pair_before(clause: &Clause, noun: usize) -> Vec<Part> {
    let is_dash = |i: usize| clause.tokens[i].text.chars().all(|c| "-\u{2013}\u{2010}\u{2011}/".contains(c));
    let is_near = |end: usize| end <= noun && noun - end <= 3;
    let belongs = |end: usize| (end..noun).all(|i| clause.tokens[i].is_word() && clause.class(i).is_none());
    let Some(mut last) = clause.mentions.iter().rev().find(|(mention, _)| is_near(mention.end) && belongs(mention.end))
    else {
        return Vec::new();
    };
    let part = |actor: usize| Part { actor, noun, role: Role::Whole };
    let mut joined = vec![part(last.1)];
    while let Some(dash) = last.0.name_start.checked_sub(1).filter(|&i| is_dash(i))
        && let Some(before) = clause.mentions.iter().find(|(mention, _)| mention.end == dash)
    {
        joined.insert(0, part(before.1));
        last = before;
    }
    joined
}

/// An entry of its own that the words around a noun make of it, though names stand between its words.
struct Warmer {
    words: String,
    entry: usize,
    /// The verb among the words.
    verb: Option<usize>,
}

/// "closer Moscow-Baku relations", "the strengthening of relations", "deepen our ties".
fn warmer(clause: &Clause, noun: usize) -> Option<Warmer> {
    let between = &clause.knowledge.predicates.between;
    let word = clause.tokens[noun].lower.as_str();
    let modifiers =
        clause.children(noun).filter(|&i| i < noun).map(|i| (format!("{} {word}", clause.tokens[i].lower), None));
    let head = clause.tokens[noun].head;
    let above = head.into_iter().flat_map(|head| {
        let of = clause.has_case(noun, "of").then(|| (format!("{} of {word}", clause.tokens[head].lower), None));
        let verb = clause.is_verb(head).then(|| (format!("{} {word}", clause.verb_lemma(head)), Some(head)));
        of.into_iter().chain(verb)
    });
    let known = |(words, verb): (String, Option<usize>)| {
        between.get(&words).map(|&entry| Warmer { words: words.clone(), entry, verb })
    };
    modifiers.chain(above).find_map(known)
}
