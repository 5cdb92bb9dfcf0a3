//! Nouns of acts: "Russia's support for Serbia", "voiced support for Serbia", "the invasion of Kuwait by Iraq", "sanctions imposed
//! on Iran by France".

use std::borrow::Cow;

use super::verb::is_accusing;
use super::{
    Construction, Finding, Stated, ending_verb, first_stated, head_of, lent_subjects, mood_of_noun, name_around,
    objects, of_ending, of_phrases, reached_by, status_of_noun, with_status, words,
};
use crate::extract::clause::{Clause, Part, Role, wholes};
use crate::extract::mood::Mood;
use crate::knowledge::predicates::NounPattern;
use crate::knowledge::words::TimeWord;
use crate::language::{Relation, Tag};
use crate::ontology::{ActorKind, Modality, RelationType};

/// What the nouns of acts in a sentence state; the longest words win: "support for" is not read within "financial support for".
pub fn find(clause: &Clause) -> Vec<Finding> {
    let parted = (0..clause.tokens.len()).flat_map(|noun| of_parted_noun(clause, noun));
    let whole = of_phrases(clause, &clause.knowledge.predicates.nouns, |at, len, patterns| {
        first_stated(patterns, |pattern| of_noun(clause, at, len, pattern))
    });
    let helped = (0..clause.tokens.len()).flat_map(|noun| of_help(clause, noun));
    parted.chain(whole).chain(helped).collect()
}

/// "the withdrawal of some invasion forces from Panama": words of an entry with others between them.
fn of_parted_noun(clause: &Clause, noun: usize) -> Vec<Finding> {
    let parts = clause.below(noun, Relation::Nmod).filter(|&i| i > noun + 2 && clause.has_case(i, "of"));
    let entries = parts.filter_map(|i| {
        let words = format!("{} of {}", clause.tokens[noun].lower, clause.tokens[i].lower);
        clause.knowledge.predicates.nouns.get(&words)
    });
    let found = entries.map(|patterns| first_stated(patterns, |pattern| of_noun(clause, noun, 1, pattern)));
    found.into_iter().find(|found| !found.is_empty()).unwrap_or_default()
}

fn of_noun(clause: &Clause, at: usize, len: usize, pattern: &NounPattern) -> Vec<Finding> {
    let noun = head_of(clause, at, len);
    // "the charity War on Want", "In March 1987"
    let is_other =
        clause.tokens[noun].is_capitalised() && (is_month(clause, noun) || name_around(clause, at, len).is_some());
    if clause.is_verb(noun) || clause.tokens[noun].tag == Tag::Aux || is_other {
        return Vec::new();
    }
    let entry = &clause.knowledge.predicates.entries[pattern.entry];
    let reached = reached_by(clause, at..at + len, noun, &pattern.preposition);
    // "Finland's NATO membership"
    let compound = || {
        let is_body = |i: &usize| clause.mentions_over(*i).any(|(_, actor)| clause.kind(*actor) == ActorKind::Group);
        let is_bare = entry.relation == RelationType::MemberOf && clause.has_below(noun, Relation::NmodPoss);
        clause.below(noun, Relation::Compound).find(is_body).filter(|_| is_bare)
    };
    // "Iran's support of Hezbollah" is for it; without an owner, "the support of Hezbollah" is its own.
    let of = || reached_by(clause, at..at + len, noun, "of").filter(|_| is_owned_support(clause, noun));
    let Some(object) = reached.or_else(of).or_else(compound) else { return Vec::new() };
    let (objects, is_denied) = objects(clause, object, entry);
    if objects.is_empty() {
        return Vec::new();
    }
    let mood = mood_of_noun(clause, noun);
    let mood = if is_denied { mood.negated() } else { mood };
    let predicate = Cow::Owned(format!("{} {}", words(clause, at, at + len), pattern.preposition));
    let stated = Stated {
        entry: pattern.entry,
        construction: Construction::Act,
        at: noun,
        words: Vec::new(),
        predicate,
        mood,
        said_by: None,
    };
    if let Some(verb) = ending_verb(clause, noun) {
        let findings = of_ending(clause, noun, verb, &stated, &objects);
        if !findings.is_empty() || !clause.is_passive(verb) {
            return findings;
        }
    }
    let charge = charge_of(clause, noun);
    let mut subjects = doers(clause, noun, object, &objects);
    if let Some(charge) = charge.filter(|charge| charge.takes(&subjects)) {
        let is_other = |part: &Part| objects.iter().all(|object| object.actor != part.actor);
        subjects = charge.accused.into_iter().filter(is_other).collect();
        let mood = Mood::of(Modality::ReportedPossible).within(clause.mood(charge.verb));
        return Stated { mood, said_by: charge.accuser, ..stated }.of_all(clause, &subjects, &objects);
    }
    with_status(stated.of_all(clause, &subjects, &objects), status_of_noun(clause, noun))
}

/// Whom a verb accuses of what a noun means: "blamed Israel for the killing of", "accused Iran of an attack on".
struct Charge {
    verb: usize,
    accuser: Option<usize>,
    accused: Vec<Part>,
}

impl Charge {
    /// Whether those who do what the noun means, if anybody is named, are the accused: "condemned Israel for its raid on".
    fn takes(&self, doers: &[Part]) -> bool {
        doers.iter().all(|doer| self.accused.iter().any(|part| part.actor == doer.actor))
    }
}

fn charge_of(clause: &Clause, noun: usize) -> Option<Charge> {
    let is_charge = ["for", "of", "over"].iter().any(|case| clause.has_case(noun, case));
    let token = &clause.tokens[noun];
    let verb = token.head.filter(|&head| is_charge && token.relation == Relation::Obl && is_accusing(clause, head))?;
    let (accusers, accused) = match clause.is_passive(verb) {
        true => (clause.agents(verb), clause.subjects(verb)),
        false => (clause.subjects(verb), clause.below(verb, Relation::Obj).flat_map(|i| clause.parts(i)).collect()),
    };
    let accuser = wholes(accusers).first().map(|part| part.actor);
    Some(Charge { verb, accuser, accused: wholes(accused) })
}

fn is_owned_support(clause: &Clause, noun: usize) -> bool {
    clause.tokens[noun].lower == "support"
        && clause.has_below(noun, Relation::NmodPoss)
        && !clause.holders(noun).is_empty()
}

/// A month before its year or after its day: "March 1987", "1 March".
fn is_month(clause: &Clause, at: usize) -> bool {
    let is_number = |i: usize| clause.tokens.get(i).is_some_and(|token| token.tag == Tag::Num);
    let is_beside = is_number(at + 1) || at.checked_sub(1).is_some_and(is_number);
    is_beside && matches!(clause.knowledge.words.time_words.get(&clause.tokens[at].lower), Some(TimeWord::Month(_)))
}

/// "won with the support of the Greens", "fled with Iran's help": those who help whoever does what the verb says.
fn of_help(clause: &Clause, noun: usize) -> Vec<Finding> {
    use RelationType::{Aid, Backs, Support};
    let predicates = &clause.knowledge.predicates;
    let token = &clause.tokens[noun];
    let is_help = |pattern: &&NounPattern| {
        let entry = &predicates.entries[pattern.entry];
        matches!(entry.relation, Aid | Backs | Support) && !entry.reversed
    };
    let pattern = predicates.nouns.get(&token.lower).and_then(|patterns| patterns.iter().find(is_help));
    let verb = token.head.filter(|&head| token.relation == Relation::Obl && clause.is_verb(head));
    let (Some(pattern), Some(verb)) = (pattern.filter(|_| clause.has_case(noun, "with")), verb) else {
        return Vec::new();
    };
    let is_helper = |i: &usize| ["of", "from", "by"].iter().any(|case| clause.has_case(*i, case));
    let named = clause.below(noun, Relation::Nmod).find(is_helper).map_or(Vec::new(), |helper| clause.wholes(helper));
    let helpers = if named.is_empty() { clause.holders(noun) } else { named };
    let helped: Vec<Part> = wholes(clause.subjects(verb));
    let stated = Stated {
        entry: pattern.entry,
        construction: Construction::Act,
        at: noun,
        words: Vec::new(),
        predicate: Cow::Owned(format!("with {} of", token.lower)),
        mood: clause.mood(verb),
        said_by: None,
    };
    stated.of_all(clause, &helpers, &helped)
}

/// Who does what the noun names: its owner, the one after "by" or "of", or the subject of the verb that lends itself.
fn doers(clause: &Clause, noun: usize, object: usize, objects: &[Part]) -> Vec<Part> {
    let owners: Vec<Part> = clause.holders(noun);
    if !owners.is_empty() {
        return if clause.is_of_people(&owners[0]) { Vec::new() } else { owners };
    }
    // "the withdrawal of troops from Mali": these are not Mali's.
    let is_other = |part: &Part| objects.iter().all(|object| object.actor != part.actor);
    let whole = |i: usize| -> Vec<Part> { clause.wholes(i).into_iter().filter(is_other).collect() };
    let is_doer = |i: &usize| *i != object && (clause.has_case(*i, "by") || clause.has_case(*i, "of"));
    let linked = clause
        .children(noun)
        .chain(clause.children(object))
        .filter(|&i| matches!(clause.tokens[i].relation, Relation::Nmod | Relation::Obl));
    let agents: Vec<Part> =
        linked.filter(is_doer).filter(|&i| i > noun).map(whole).find(|parts| !parts.is_empty()).unwrap_or_default();
    if !agents.is_empty() {
        return agents;
    }
    // "sanctions imposed by France"
    let imposed = clause
        .below(noun, Relation::Acl)
        .chain(clause.below(noun, Relation::AclRelcl))
        .filter(|&i| clause.is_passive(i));
    let agents: Vec<Part> =
        imposed.flat_map(|verb| clause.agents(verb)).filter(|part| part.role == Role::Whole).collect();
    if !agents.is_empty() {
        return agents;
    }
    let lent = lent_subjects(clause, noun).unwrap_or_default();
    let lent: Vec<Part> = wholes(lent);
    if !lent.is_empty() {
        return lent;
    }
    // "criticism from Germany"
    let from = clause.children(noun).filter(|&i| i != object && clause.has_case(i, "from"));
    from.map(whole).find(|parts| !parts.is_empty()).unwrap_or_default()
}
