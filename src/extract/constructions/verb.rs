//! Verbs that state a relation: "A attacked B", "B was attacked by A", "A held talks with B", "A and B met".

use std::borrow::Cow;

use super::{Construction, Finding, Stated, as_threat, is_noun_of, objects, reaches};
use crate::extract::clause::{Clause, Part, Role, wholes};
use crate::extract::mention::Mention;
use crate::extract::mood::Mood;
use crate::extract::office::{self, Title};
use crate::knowledge::predicates::{Predicate, VerbPattern};
use crate::knowledge::words::FunctionWord;
use crate::language::{Relation, Tag};
use crate::ontology::{ActorKind, Modality, Polarity, RelationType};

/// Stands in a pattern for whoever owns what its next word means: "block OWNER bid" reads "blocked Sweden's bid".
const OWNER: &str = "OWNER";

/// What the verbs of a sentence state.
pub fn find(clause: &Clause) -> Vec<Finding> {
    let verbs = (0..clause.tokens.len()).filter(|&i| clause.is_verb(i));
    let found = verbs.flat_map(|verb| {
        let findings = of_verb(clause, verb);
        match findings.is_empty() {
            true if is_threat(clause, verb) => of_threat(clause, verb),
            true if refuses(clause, verb) => of_refusal(clause, verb),
            true => of_warning(clause, verb),
            false if has_condition(clause, verb) => findings.into_iter().map(as_ultimatum).collect(),
            false if refuses(clause, verb) => findings.into_iter().map(as_refusal).collect(),
            false => findings,
        }
    });
    found.collect()
}

/// What a verb states by the last entry of another verb, as "refused to extradite him to Spain" by that of "reject".
fn stated_as<'c>(clause: &Clause, verb: usize, other: &str, predicate: String, mood: Mood) -> Option<Stated<'c>> {
    let pattern = clause.knowledge.predicates.verbs.get(other)?.last()?;
    let (construction, predicate) = (Construction::Active, Cow::Owned(predicate));
    Some(Stated { entry: pattern.entry, construction, at: verb, words: Vec::new(), predicate, mood, said_by: None })
}

/// "refused to meet": somebody has been turned down, whatever was asked.
fn refuses(clause: &Clause, verb: usize) -> bool {
    let words = &clause.knowledge.words;
    clause.governor_of(verb).is_some_and(|governor| words.is_in_class("REFUSE", &clause.tokens[governor.head].lemma))
}

/// Who refuses to help, meet or yield to another rejects the other.
fn as_refusal(finding: Finding) -> Finding {
    use RelationType::{Agree, Aid, Concede, Consult, Cooperate, Reject};
    let is_favour = matches!(finding.relation, Agree | Aid | Concede | Consult | Cooperate);
    if !is_favour || finding.mood.polarity != Polarity::Negated {
        return finding;
    }
    let mood = Mood { polarity: Polarity::Affirmed, ..finding.mood };
    let predicate = format!("refuse to {}", finding.predicate);
    Finding { relation: Reject, among_persons: None, mood, predicate, ..finding }
}

/// "refused to extradite him to Spain", "refused to extend Norway's mandate": what was asked is a word of the class GRANT.
fn of_refusal(clause: &Clause, verb: usize) -> Vec<Finding> {
    let lemma = clause.verb_lemma(verb);
    let denied = clause.mood(verb);
    if !clause.knowledge.words.is_in_class("GRANT", lemma) || denied.polarity != Polarity::Negated {
        return Vec::new();
    }
    let mood = Mood { polarity: Polarity::Affirmed, ..denied };
    let Some(stated) = stated_as(clause, verb, "reject", format!("refuse to {lemma}"), mood) else { return Vec::new() };
    let entry = &clause.knowledge.predicates.entries[stated.entry];
    let goals = clause.children(verb).filter(|&i| {
        let relation = clause.tokens[i].relation;
        relation == Relation::Iobj
            || relation == Relation::Obl && ["to", "with", "by"].iter().any(|case| clause.has_case(i, case))
    });
    let subjects = wholes(clause.subjects(verb));
    let asked = goals.chain(clause.below(verb, Relation::Obj)).map(|noun| objects(clause, noun, entry).0);
    asked.map(|parts| stated.of_all(clause, &subjects, &parts)).find(|found| !found.is_empty()).unwrap_or_default()
}

/// "will expel the envoys unless": what is to come if another does not do as told is a threat.
fn has_condition(clause: &Clause, verb: usize) -> bool {
    let heads = std::iter::once(verb).chain(clause.governor_of(verb).map(|governor| governor.head));
    let mut clauses = heads.flat_map(|head| clause.below(head, Relation::Advcl));
    clauses.any(|inner| clause.below(inner, Relation::Mark).any(|mark| clause.tokens[mark].lower == "unless"))
}

fn as_ultimatum(finding: Finding) -> Finding {
    use RelationType::{Assault, Coerce, Mobilize, Protest, Reject, Retreat, Sanction, Threaten};
    let is_harm = matches!(finding.relation, Assault | Coerce | Mobilize | Protest | Reject | Retreat | Sanction);
    let is_to_come = matches!(finding.mood.modality, Modality::Planned | Modality::Hypothetical);
    if !is_harm || !is_to_come {
        return finding;
    }
    let mood = Mood { modality: Modality::Asserted, ..finding.mood };
    Finding {
        relation: Threaten,
        among_persons: None,
        mood,
        predicate: format!("{} unless", finding.predicate),
        ..finding
    }
}

/// "warned Eritrea that it would answer with force": what the one who warns will do is a threat to the one warned.
fn of_warning(clause: &Clause, verb: usize) -> Vec<Finding> {
    if clause.verb_lemma(verb) != "warn" || clause.is_passive(verb) {
        return Vec::new();
    }
    let subjects = wholes(clause.subjects(verb));
    let is_own = |inner: usize| {
        let mut doers = clause.below(inner, Relation::Nsubj);
        let is_pronoun = doers.any(|i| clause.is_one_of(i, &["it", "they", "he", "she", "we"]));
        let same = |part: &Part| subjects.iter().any(|subject| subject.actor == part.actor);
        is_pronoun || clause.subjects(inner).iter().any(same)
    };
    let is_to_come = |inner: usize| {
        let mut helpers = clause.below(inner, Relation::Aux);
        helpers.any(|i| clause.modality_of(i) != Modality::Asserted || clause.is_one_of(i, &["could", "might"]))
    };
    let is_threat = clause.below(verb, Relation::Ccomp).any(|inner| is_own(inner) && is_to_come(inner));
    let Some(stated) = stated_as(clause, verb, "threaten", "warn that".to_owned(), clause.mood(verb)) else {
        return Vec::new();
    };
    let warned = clause.below(verb, Relation::Obj).chain(clause.below(verb, Relation::Iobj)).filter(|_| is_threat);
    warned.flat_map(|noun| stated.of_all(clause, &subjects, &clause.wholes(noun))).collect()
}

/// "threatened to deliver a blow to the United States": whatever is threatened, it is a threat to whom it would reach, or else to
/// whoever must not do what it hangs on: "threatened to end the talks if Iran".
fn of_threat(clause: &Clause, verb: usize) -> Vec<Finding> {
    let governor = clause.tokens[verb].head.unwrap_or(verb);
    let predicate = format!("threaten to {}", clause.verb_lemma(verb));
    let Some(stated) = stated_as(clause, verb, "threaten", predicate, clause.mood(governor)) else { return Vec::new() };
    let subjects = wholes(clause.subjects(verb));
    let is_target = |i: &usize| match clause.tokens[*i].relation {
        Relation::Obj | Relation::Iobj => true,
        Relation::Obl | Relation::Nmod => {
            ["to", "against", "with", "on", "from", "at"].iter().any(|word| clause.has_case(*i, word))
        }
        _ => false,
    };
    let near: Vec<usize> = clause.children(verb).filter(is_target).collect();
    let far = near
        .iter()
        .flat_map(|&i| clause.children(i))
        .filter(|i| clause.tokens[*i].relation == Relation::Nmod && is_target(i));
    let is_condition =
        |i: &usize| clause.below(*i, Relation::Mark).any(|mark| clause.is_one_of(mark, &["if", "unless", "until"]));
    // The condition may hang on what the threatened act is about: "to end talks to reduce arms if".
    let heads = [verb, governor]
        .into_iter()
        .chain(clause.children(verb))
        .chain(clause.children(verb).flat_map(|i| clause.children(i)));
    let conditions = heads.flat_map(|head| clause.below(head, Relation::Advcl)).filter(is_condition);
    let opposed = conditions.map(|inner| wholes(clause.subjects(inner)));
    let targets = near.iter().copied().chain(far).map(|noun| clause.parts(noun)).chain(opposed);
    targets.map(|parts| stated.of_all(clause, &subjects, &parts)).find(|found| !found.is_empty()).unwrap_or_default()
}

fn of_verb(clause: &Clause, verb: usize) -> Vec<Finding> {
    let lemma = clause.verb_lemma(verb);
    let Some(patterns) = clause.knowledge.predicates.verbs.get(lemma) else { return Vec::new() };
    let said = said_of(clause, verb);
    for pattern in patterns {
        if let Some((one, other)) = sides_beside(clause, verb, pattern) {
            let entry = pattern.entry;
            let words = std::iter::once(lemma).chain(pattern.rest.iter().map(String::as_str));
            let predicate = Cow::Owned(words.collect::<Vec<_>>().join(" "));
            let (construction, mood) = (Construction::Active, Mood::default());
            let stated = Stated { entry, construction, at: verb, words: Vec::new(), predicate, mood, said_by: None };
            let findings = stated.of_all(clause, &[one], &[other]);
            if !findings.is_empty() {
                return findings;
            }
        }
        let Some(target) = target_of(clause, verb, &pattern.rest) else { continue };
        let findings = of_pattern(clause, verb, lemma, pattern, &target, said);
        if !findings.is_empty() {
            return if is_threat(clause, verb) { findings.into_iter().map(as_threat).collect() } else { findings };
        }
    }
    Vec::new()
}

/// "Steffi Graf (Germany) beat 4 - Arantxa Sánchez (Spain) 6-3 6-2 Anke Huber (Germany) beat": in results that follow each other without
/// a full stop, the names right before and after a verb of contests are its sides, whatever the tree makes of them.
fn sides_beside(clause: &Clause, verb: usize, pattern: &VerbPattern) -> Option<(Part, Part)> {
    const MAX_BRACKET: usize = 6;
    if clause.knowledge.predicates.entries[pattern.entry].relation != RelationType::RivalOf {
        return None;
    }
    let is = |at: usize, text: &str| clause.tokens.get(at).is_some_and(|token| token.lower == text);
    let open = verb.checked_sub(1).filter(|&close| is(close, ")"));
    let open = open.and_then(|close| (close.saturating_sub(MAX_BRACKET)..close).rev().find(|&at| is(at, "(")));
    let has_rest = pattern.rest.iter().enumerate().all(|(i, word)| is(verb + 1 + i, word));
    let mut start = verb + 1 + pattern.rest.len();
    // "beat 15 - Gabriela Sabatini": the number of her seed
    if clause.tokens.get(start).is_some_and(|token| token.tag == Tag::Num) && is(start + 1, "-") {
        start += 2;
    }
    let (before, one) = clause.mentions.iter().find(|(mention, _)| Some(mention.end) == open)?;
    let (after, other) = &clause.mentions[clause.mention_at(start).filter(|_| has_rest)?];
    let is_bracketed = is(after.end, "(") || clause.tokens.get(after.end).is_some_and(|token| token.tag == Tag::Num);
    let part = |mention: &Mention, actor: usize| Part { actor, noun: clause.top(mention), role: Role::Whole };
    is_bracketed.then(|| (part(before, *one), part(after, *other)))
}

/// What the words of a pattern lead to.
#[derive(Debug, Default)]
struct Target {
    /// Heads of noun phrases that may be the object, likeliest first.
    nouns: Vec<usize>,
    /// Whether the object is the subject of a passive verb.
    is_subject: bool,
    /// Whether the object is whoever owns what the nouns mean: "blocked Sweden's bid".
    is_owner: bool,
    /// Whether a "no" stands with a word of the pattern.
    is_denied: bool,
    /// The words of the pattern, the verb apart.
    words: Vec<usize>,
}

fn of_pattern(
    clause: &Clause,
    verb: usize,
    lemma: &str,
    pattern: &VerbPattern,
    target: &Target,
    (mood, said_by): (Mood, Option<usize>),
) -> Vec<Finding> {
    let entry = &clause.knowledge.predicates.entries[pattern.entry];
    // "ran shops in the region, comprising Kenya and Ghana": what comes before the comma comprises them.
    if entry.relation == RelationType::MemberOf && entry.reversed && clause.tokens[verb].relation == Relation::Advcl {
        return Vec::new();
    }
    // Of a class of words, "FORCES", the record gives the one that stands there.
    let spelled = |word: &'_ String| {
        let stands = target.words.iter().find(|&&i| is_of_class(clause, i, word));
        stands.map_or_else(|| word.clone(), |&i| clause.tokens[i].lemma.clone())
    };
    let words = std::iter::once(lemma.to_owned()).chain(pattern.rest.iter().map(spelled));
    let predicate = Cow::Owned(words.collect::<Vec<_>>().join(" "));
    let mood = if target.is_denied { mood.negated() } else { mood };
    let is_passive = clause.is_passive(verb);
    let construction = if is_passive { Construction::Passive } else { Construction::Active };
    let stated =
        Stated { entry: pattern.entry, construction, at: verb, words: target.words.clone(), predicate, mood, said_by };
    if target.is_subject {
        let patients: Vec<Part> =
            clause.subjects(verb).into_iter().filter(|part| reaches(clause, part, entry)).collect();
        let (agents, doubt) = agents_of(clause, verb, entry);
        let stated = Stated { mood: stated.mood.within(doubt), ..stated };
        let mut doers = doers(clause, agents, entry);
        // "a party led by Jane Smith and the Greens": who leads is one person, or bodies.
        if entry.relation == RelationType::Leads
            && let Some(first) = doers.first().map(|part| clause.kind(part.actor) == ActorKind::Person)
        {
            doers.retain(|part| (clause.kind(part.actor) == ActorKind::Person) == first);
        }
        let found = stated.of_all(clause, &doers, &patients);
        return if is_standing(clause, verb, lemma) {
            found.into_iter().map(|it| as_sponsor(clause, it)).collect()
        } else {
            found
        };
    }
    let subjects = if is_passive { clause.agents(verb) } else { clause.subjects(verb) };
    // Of "came under Russian fire" the subject is who suffers it.
    let subjects = match entry.reversed {
        true => subjects.into_iter().filter(|part| reaches(clause, part, entry)).collect(),
        false => doers(clause, subjects, entry),
    };
    let subjects = if subjects.is_empty() && is_passive { senders(clause, target, entry) } else { subjects };
    for &noun in &target.nouns {
        let (objects, is_denied) = match target.is_owner {
            true => (owners_of(clause, noun, entry), clause.is_denied(noun)),
            false => objects(clause, noun, entry),
        };
        let mood = if is_denied { mood.negated() } else { mood };
        let findings = Stated { mood, ..stated.clone() }.of_all(clause, &subjects, &objects);
        if !findings.is_empty() {
            return findings;
        }
    }
    // "A and B met", "A and B exchanged prisoners": a reciprocal verb without an object holds among its subjects.
    let is_apart = clause.tokens[verb].relation == Relation::Acl;
    let is_free = target.nouns.iter().all(|&i| is_each_other(clause, i));
    if entry.relation.is_symmetric() || entry.mutual {
        return match is_free && !is_apart {
            true => Stated { construction: Construction::Reciprocal, ..stated }.among(clause, &subjects),
            false => Vec::new(),
        };
    }
    // "A and B accused each other"
    match is_free && !target.nouns.is_empty() {
        true => {
            let stated = Stated { construction: Construction::Reciprocal, ..stated };
            let others =
                |one: &Part| subjects.iter().copied().filter(|other| other.actor != one.actor).collect::<Vec<_>>();
            subjects.iter().flat_map(|one| stated.of_all(clause, &[*one], &others(one))).collect()
        }
        false => Vec::new(),
    }
}

/// "clashed with each other", "accused one another"
fn is_each_other(clause: &Clause, i: usize) -> bool {
    let next = clause.tokens.get(i + 1).map_or("", |next| next.lower.as_str());
    matches!((clause.tokens[i].lower.as_str(), next), ("each", "other") | ("one", "another"))
}

/// "is supported by", "Hezbollah, supported by Iran": as things stand, not what was done once.
fn is_standing(clause: &Clause, verb: usize, lemma: &str) -> bool {
    let mut helpers =
        clause.children(verb).filter(|&i| matches!(clause.tokens[i].relation, Relation::Aux | Relation::AuxPass));
    clause.knowledge.words.is_in_class("SPONSOR", lemma)
        && helpers.all(|i| clause.is_one_of(i, &["is", "are", "being", "'re"]))
}

/// A country or group by which another is supported as things stand is its sponsor.
fn as_sponsor(clause: &Clause, finding: Finding) -> Finding {
    let is_body = |actor: usize| clause.kind(actor) != ActorKind::Person;
    let is_whole =
        finding.ends.is_some_and(|(_, noun)| clause.wholes(noun).iter().any(|part| part.actor == finding.object));
    match finding.relation {
        RelationType::Support if is_body(finding.subject) && is_body(finding.object) && is_whole => {
            Finding { relation: RelationType::Backs, ..finding }
        }
        _ => finding,
    }
}

/// Those who can do what an entry says: the actor itself, and for harm what of an actor's does it, as in "an Israeli strike killed".
fn doers(clause: &Clause, parts: Vec<Part>, entry: &Predicate) -> Vec<Part> {
    // "Members of the Greens joined Labour": the members did, not the party.
    let are_some = |part: &Part| {
        entry.relation == RelationType::MemberOf
            && clause.mentions_over(part.noun).next().is_none()
            && clause.quantity_of(part.noun).is_some()
    };
    let does = |part: &Part| part.role == Role::Whole || is_act(clause, part, entry);
    // "American troops left Syria", "the last of the troops left Syria"
    let is_of_class = |part: &Part| {
        let counted = clause.quantity_of(part.noun).unwrap_or(part.noun);
        entry.subject_class.as_ref().is_none_or(|class| is_of_class(clause, counted, class))
    };
    parts.into_iter().filter(|part| does(part) && is_of_class(part) && !are_some(part)).collect()
}

/// Whether a phrase means an act of an actor's, of an entry's own relation: "an Israeli strike", "the attack".
fn is_act(clause: &Clause, part: &Part, entry: &Predicate) -> bool {
    part.role != Role::Of && is_noun_of(clause, part.noun, entry)
}

/// Whose what a noun means is: of "Sweden's bid" Sweden, and whoever made the accusation of "the accusation"; the country of people only
/// where it yields or harm is done: "freed Iranian prisoners".
fn owners_of(clause: &Clause, noun: usize, entry: &Predicate) -> Vec<Part> {
    let takes_people = matches!(entry.relation, RelationType::Concede | RelationType::Coerce | RelationType::Aid);
    let owners = clause.parts(noun).into_iter().filter(|part| part.role != Role::Whole || part.noun == noun);
    owners.filter(|part| takes_people || !clause.is_of_people(part)).collect()
}

/// "US troops were deployed to Haiti": without an agent, those whose forces or goods were sent.
fn senders(clause: &Clause, target: &Target, entry: &Predicate) -> Vec<Part> {
    use RelationType::{Aid, Assault, Mobilize};
    let is_sent = matches!(entry.relation, Aid | Assault | Mobilize);
    let themes = target.words.iter().filter(|&&i| is_sent && clause.tokens[i].relation == Relation::NsubjPass);
    let parts = themes.flat_map(|&theme| clause.parts(theme));
    parts.filter(|part| part.role != Role::Of && !clause.is_of_people(part)).collect()
}

/// "by A", and "in an A strike", where the act is of the verb's own relation; "in an attack blamed on A" leaves it open.
fn agents_of(clause: &Clause, verb: usize, entry: &Predicate) -> (Vec<Part>, Mood) {
    let agents = clause.agents(verb);
    if !agents.is_empty() {
        return (agents, Mood::default());
    }
    let is_act_of = |i: &usize| clause.has_case(*i, "in") || clause.has_case(*i, "during");
    // "were killed and others wounded in an ambush"
    let verbs = std::iter::once(verb).chain(clause.below(verb, Relation::Conj).filter(|&i| clause.is_passive(i)));
    let acts: Vec<usize> = verbs.flat_map(|verb| clause.below(verb, Relation::Obl)).filter(is_act_of).collect();
    let done: Vec<Part> =
        acts.iter().flat_map(|&act| clause.parts(act)).filter(|part| is_act(clause, part, entry)).collect();
    if !done.is_empty() {
        return (done, Mood::default());
    }
    let blamed = acts.iter().filter(|&&act| is_noun_of(clause, act, entry)).flat_map(|&act| blamed_for(clause, act));
    (blamed.collect(), Mood::of(Modality::ReportedPossible))
}

/// "an attack blamed on Iran", "a bombing attributed to Hezbollah": to whom an act is ascribed.
fn blamed_for(clause: &Clause, act: usize) -> Vec<Part> {
    let blames = |&verb: &usize| clause.knowledge.words.is_in_class("BLAME", &clause.tokens[verb].lemma);
    let is_blamed = |&i: &usize| clause.has_case(i, "on") || clause.has_case(i, "to");
    let verbs = clause.below(act, Relation::Acl).filter(blames);
    verbs.flat_map(|verb| clause.below(verb, Relation::Obl).filter(is_blamed)).flat_map(|i| clause.wholes(i)).collect()
}

/// What is said of a verb, and by whom where its governor tells: who accuses, denies or urges.
fn said_of(clause: &Clause, verb: usize) -> (Mood, Option<usize>) {
    let mood = clause.mood(verb);
    let token = &clause.tokens[verb];
    let first = |parts: Vec<Part>| parts.into_iter().find(|part| part.role == Role::Whole).map(|part| part.actor);
    let Some(head) = token.head else { return (mood, None) };
    if let Some(governor) = clause.governor_of(verb) {
        let has_object = clause.has_below(head, Relation::Obj)
            || clause.has_below(head, Relation::Iobj)
            || clause.has_below(head, Relation::Obl);
        let is_urged = governor.control.is_object && has_object && governor.control.modality == Modality::Hypothetical;
        let is_denied = clause.tokens[head].lemma == "deny";
        let speaker = (is_urged || is_denied) && !clause.is_passive(head);
        return (mood, speaker.then(|| first(clause.subjects(head))).flatten());
    }
    // "accused Iran of arming Hezbollah"
    if matches!(token.relation, Relation::Advcl | Relation::Xcomp)
        && is_accusing(clause, head)
        && clause.has_object_of(verb)
    {
        let mood = mood.within(Mood::of(Modality::ReportedPossible));
        let accusers = if clause.is_passive(head) { clause.agents(head) } else { clause.subjects(head) };
        return (mood, first(accusers));
    }
    (mood, None)
}

/// Whether a verb accuses: "blamed Iran for".
pub(super) fn is_accusing(clause: &Clause, verb: usize) -> bool {
    let patterns = clause.knowledge.predicates.verbs.get(&clause.tokens[verb].lemma).into_iter().flatten();
    let accuses =
        |pattern: &VerbPattern| clause.knowledge.predicates.entries[pattern.entry].relation == RelationType::Accuse;
    patterns.into_iter().any(accuses)
}

/// "threatened to attack".
fn is_threat(clause: &Clause, verb: usize) -> bool {
    clause
        .governor_of(verb)
        .is_some_and(|governor| matches!(clause.tokens[governor.head].lemma.as_str(), "threaten" | "threat"))
}

/// Follows the words of a pattern down the tree: a particle or noun below the verb, a preposition before a phrase of the verb's or of
/// the noun before, "*" for the object, "that" for the subject of a clause. `None` where one is missing.
fn target_of(clause: &Clause, verb: usize, words: &[String]) -> Option<Target> {
    let mut heads = vec![verb];
    let mut target = Target::default();
    let mut linked = None;
    let mut slot = None;
    let mut rest = words;
    while let Some((word, after)) = rest.split_first() {
        if word == "*" {
            slot = Some(direct_objects(clause, verb, &heads));
            rest = after;
            continue;
        }
        if word == OWNER {
            let is_patient = |i: &usize| matches!(clause.tokens[*i].relation, Relation::Obj | Relation::NsubjPass);
            let places = heads.iter().rev().flat_map(|&head| clause.children(head)).filter(is_patient);
            let place = place_of(clause, places, after.first()?)?;
            heads.push(place);
            target.is_owner = true;
            linked = Some(vec![place]);
            rest = &after[1..];
            continue;
        }
        if word == "that" {
            let complement = clause.below(verb, Relation::Ccomp).next()?;
            let is_subject = |i: &usize| matches!(clause.tokens[*i].relation, Relation::Nsubj | Relation::NsubjPass);
            let is_that = clause.below(complement, Relation::Mark).any(|i| clause.tokens[i].lower == "that");
            linked = Some(vec![clause.children(complement).find(is_subject).filter(|_| is_that)?]);
            rest = after;
            continue;
        }
        let below = |i: usize| clause.children(i);
        let is_last = after.iter().all(|word| word == "*");
        // "hold talks with": the phrase that the preposition opens, nearest head first.
        let opened = |i: &usize| {
            matches!(
                clause.tokens[*i].relation,
                Relation::Obl | Relation::Nmod | Relation::OblAgent | Relation::Advcl | Relation::Xcomp
            ) && clause.has_case(*i, word)
                // "wrote off Mali's debt": the tree may take a particle for a preposition.
                || clause.tokens[*i].relation == Relation::Obj && clause.has_case(*i, word)
        };
        // "discussed the crisis with", "captured the town from"
        let own =
            || if matches!(word.as_str(), "with" | "from") { direct_objects(clause, verb, &heads) } else { Vec::new() };
        let held: Vec<usize> = slot.clone().unwrap_or_else(own);
        let phrases: Vec<usize> =
            heads.iter().rev().copied().chain(held.iter().copied()).flat_map(below).filter(opened).collect();
        // "referred to Hamas as terrorists": the object comes with a preposition, and more after it.
        if after.len() > 1 && after[0] == "*" && !phrases.is_empty() {
            linked = Some(phrases.clone());
            slot = Some(phrases);
            rest = &after[1..];
            continue;
        }
        // "complained about Israel's raids"
        if let [OWNER, owned, after @ ..] = &after.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            let place = phrases.iter().copied().find(|&i| is_word(clause, i, owned))?;
            heads.push(place);
            target.is_owner = true;
            linked = Some(vec![place]);
            rest = &rest[rest.len() - after.len()..];
            continue;
        }
        let is_whole = |i: &usize| after.iter().all(|word| word == "*" || clause.has_case(*i, word));
        let last: Vec<usize> = phrases.iter().copied().filter(is_whole).collect();
        if !last.is_empty() && slot.is_none() {
            linked = Some(last);
            rest = &[];
            continue;
        }
        // "pull out of talks with": further prepositions of the phrase come first.
        let entered = phrases.iter().find_map(|&noun| {
            let n_cases = after.iter().take_while(|word| clause.has_case(noun, word)).count();
            let (next, after) = after[n_cases..].split_first()?;
            place_of(clause, [noun].into_iter(), next).map(|place| (noun, place, after))
        });
        if let Some((noun, place, after)) = entered {
            heads.extend([noun, place]);
            rest = after;
            continue;
        }
        // "agreed on a truce with": the preposition's own phrase does not matter.
        if let (Some(&noun), Some(next)) = (phrases.first(), after.first())
            && clause.knowledge.words.class(next) == Some(FunctionWord::Preposition)
        {
            heads.push(noun);
            rest = after;
            continue;
        }
        if slot.is_some() && !phrases.is_empty() && after.is_empty() {
            rest = after;
            continue;
        }
        // "won without the support of"
        let places = heads.iter().rev().flat_map(|&head| below(head)).filter(|&i| !clause.has_case(i, "without"));
        let Some(place) = place_of(clause, places, word) else {
            // "exchanged fire with", said of both: "A and B exchanged fire".
            let is_free = heads.len() > 1 || direct_objects(clause, verb, &heads).is_empty();
            if is_last && word == "with" && is_free {
                target.words = heads[1..].to_vec();
                return Some(target);
            }
            return None;
        };
        target.is_denied |= clause.is_denied(place);
        heads.push(place);
        rest = after;
    }
    target.words = heads[1..].to_vec();
    if let Some(nouns) = linked {
        target.nouns = nouns;
        return Some(target);
    }
    // "called off Iran's visit" is not "called".
    if heads.len() == 1 && clause.has_below(verb, Relation::CompoundPrt) {
        return None;
    }
    if clause.is_passive(verb) {
        let is_own = |i: &usize| !heads.contains(i);
        let has_subject = clause.below(verb, Relation::NsubjPass).all(|i| is_own(&i));
        target.is_subject = has_subject;
        return Some(target);
    }
    // "stopped funding Hamas"
    let last = heads.last().copied().filter(|&last| heads.len() > 1 && clause.is_verb(last));
    target.nouns = slot.unwrap_or_else(|| direct_objects(clause, last.unwrap_or(verb), &heads));
    Some(target)
}

/// The first of these words, or else of those that modify one of them, that is this word of a pattern: "weapons" and "chemical" of
/// "used chemical weapons", "million" of "gave $5 million".
fn place_of(clause: &Clause, places: impl Iterator<Item = usize>, word: &str) -> Option<usize> {
    // "gave photographs and other intelligence to": each of a list of objects is one.
    let is_object = |i: usize| clause.tokens[i].relation == Relation::Obj;
    let list = |i: usize| if is_object(i) { clause.members(i) } else { vec![i] };
    let places: Vec<usize> = places.flat_map(list).collect();
    let modifies = |i: &usize| {
        matches!(
            clause.tokens[*i].relation,
            Relation::Amod | Relation::Compound | Relation::Nummod | Relation::NmodDesc | Relation::Advmod
        )
    };
    let is_noun = |i: &&usize| !clause.is_verb(**i);
    let modifiers = places.iter().filter(is_noun).flat_map(|&i| clause.children(i)).filter(modifies);
    // "50 tonnes of rice"
    let counted = places.iter().filter_map(|&i| clause.quantity_of(i));
    places.iter().copied().chain(modifiers).chain(counted).find(|&i| is_word(clause, i, word))
}

/// Whether a word is one of a class that a pattern names in capitals.
fn is_of_class(clause: &Clause, i: usize, class: &str) -> bool {
    let (token, words) = (&clause.tokens[i], &clause.knowledge.words);
    words.is_in_class(class, &token.lemma) || words.is_in_class(class, &token.lower)
}

/// Whether a word below a verb is this word of a pattern, by form or lemma.
fn is_word(clause: &Clause, i: usize, word: &str) -> bool {
    let token = &clause.tokens[i];
    let is_link =
        matches!(token.relation, Relation::Case | Relation::Mark | Relation::Det | Relation::Punct | Relation::Cc);
    !is_link && (token.lower == word || token.lemma == word || is_of_class(clause, i, word)) && !is_helper(clause, i)
}

/// "served as vice president of": the last word of the title of a helper, which alone is one of a head.
fn is_helper(clause: &Clause, i: usize) -> bool {
    let title_from = |start: usize| {
        office::title_at(clause.tokens, start, clause.knowledge).filter(|title: &Title| title.end == i + 1)
    };
    let is_of_helper = |title: Title| title.is_helper || title.office.relation == Some(RelationType::Serves);
    title_from(i).is_some_and(|title| title.office.relation == Some(RelationType::Leads))
        && (i.saturating_sub(2)..i).filter_map(title_from).any(is_of_helper)
}

/// The objects of a verb that are not words of the pattern, or else what a relative clause is about: "Hezbollah, which Iran arms",
/// or the object that a second verb has alone: "condemned and sanctioned Iran".
fn direct_objects(clause: &Clause, verb: usize, heads: &[usize]) -> Vec<usize> {
    let own = |verb: usize| -> Vec<usize> {
        let objects = clause.below(verb, Relation::Obj).chain(clause.below(verb, Relation::Iobj));
        let objects: Vec<usize> =
            objects.filter(|i| !heads.contains(i) && clause.class(*i) != Some(FunctionWord::Relative)).collect();
        // "met Palestinian leader Jane Smith": the tree may take a title and the name after it for two objects.
        let is_title = |i: &usize| objects.contains(&(i + 1)) && is_person_from(clause, i + 1);
        objects.iter().copied().filter(|i| !is_title(i)).collect()
    };
    let objects = own(verb);
    if !objects.is_empty() || heads.len() > 1 {
        return objects;
    }
    if clause.tokens[verb].relation == Relation::AclRelcl
        && clause
            .below(verb, Relation::Nsubj)
            .any(|i| !matches!(clause.class(i), Some(FunctionWord::Relative)) && clause.tokens[i].lower != "that")
    {
        return clause.tokens[verb].head.into_iter().collect();
    }
    let joined = clause.below(verb, Relation::Conj).filter(|&i| {
        let is_next = (verb + 1..i)
            .all(|between| clause.tokens[between].tag == Tag::Cconj || clause.tokens[between].tag == Tag::Adv);
        clause.is_verb(i) && is_next
    });
    joined.flat_map(own).collect()
}

/// Whether the name of a person starts at a token.
fn is_person_from(clause: &Clause, at: usize) -> bool {
    let named = clause.mention_at(at).map(|index| &clause.mentions[index]);
    named.is_some_and(|(mention, actor)| clause.is_name(mention) && clause.kind(*actor) == ActorKind::Person)
}
