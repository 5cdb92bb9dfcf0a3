//! Whether two names may be one actor's, across articles: pure functions of the names.
//!
//! [`compare`] judges two names; [`canonical`] is one text for all names that are one by spelling alone, so that equal
//! canonical names of full names ([`is_full`]) make clusters whatever the order; [`keys`] are what an index holds, so
//! that only names which share one need comparing. Tables: `data/matching/`. What else is known of an actor (country,
//! office, company) is for the caller.

mod group;
mod part;
mod person;
mod reason;
mod spell;
mod tables;

pub(super) use part::{fit, is_institution, is_part, reason};
pub use reason::{Reason, Verdict};

use group::Group;
use person::Person;

use super::resolve::fold;
use crate::ontology::ActorKind;

/// Most keys that a name has.
pub const MAX_KEYS: usize = 4;

/// What an index holds for a name: two names that are the same or may be share at least one.
///
/// At most [`MAX_KEYS`], each once, the [`canonical`] name first; none for a name without letters and digits.
pub fn keys(kind: ActorKind, name: &str) -> Vec<String> {
    let mut keys = Vec::with_capacity(MAX_KEYS);
    match kind {
        ActorKind::Person => {
            let person = Person::parse(name);
            keys.push(or_folded(person.canonical(), name));
            keys.extend(person.lone_words());
        }
        ActorKind::Group => {
            let group = Group::parse(name);
            keys.extend([or_folded(group.canonical(), name), group.core()]);
            keys.extend(group.acronym().map(str::to_owned));
        }
        ActorKind::Country => keys.push(fold(name)),
    }
    let mut seen: Vec<String> = Vec::with_capacity(MAX_KEYS);
    for key in keys {
        if !key.is_empty() && !seen.contains(&key) && seen.len() < MAX_KEYS {
            seen.push(key);
        }
    }
    seen
}

/// One text for all names that are one by case, diacritics, spelling, titles, particles and order alone.
///
/// Empty for a name without letters and digits. For countries the folded name: their codes say who they are.
pub fn canonical(kind: ActorKind, name: &str) -> String {
    match kind {
        ActorKind::Person => or_folded(Person::parse(name).canonical(), name),
        ActorKind::Group => or_folded(Group::parse(name).canonical(), name),
        ActorKind::Country => fold(name),
    }
}

fn or_folded(canonical: String, name: &str) -> String {
    if canonical.is_empty() { fold(name) } else { canonical }
}

/// Whether the name alone can tell who it is: given and family name written out, no bare acronym of three letters, no
/// "Ministry of Defense" without a country.
pub fn is_full(kind: ActorKind, name: &str) -> bool {
    match kind {
        ActorKind::Person => Person::parse(name).is_full(),
        ActorKind::Group => Group::parse(name).is_full(),
        ActorKind::Country => true,
    }
}

/// Whether two names are one actor's by themselves, may be, or clash. Symmetric but for the order of words in reasons.
///
/// Two full names of one [`canonical`] are always `Same`. Beyond these it also is where only a middle initial is left
/// out, which is no equivalence: "George Bush" is so with "George H. W. Bush" and with "George W. Bush".
pub fn compare(kind: ActorKind, a: &str, b: &str) -> Verdict {
    match kind {
        ActorKind::Person => compare_persons(a, b),
        ActorKind::Group => compare_groups(a, b),
        ActorKind::Country if fold(a) == fold(b) => Verdict::Same(by_letters(a, b)),
        ActorKind::Country => Verdict::Different(Reason::OtherWords(fold(a), fold(b))),
    }
}

fn compare_persons(a: &str, b: &str) -> Verdict {
    let (ours, theirs) = (Person::parse(a), Person::parse(b));
    if ours.canonical() != theirs.canonical() {
        return ours.compare(&theirs);
    }
    match (ours.is_full() && theirs.is_full(), fold(a) == fold(b)) {
        (true, true) => Verdict::Same(by_letters(a, b)),
        (true, false) => Verdict::Same(ours.spelling_reason(&theirs)),
        (false, _) => ours.compare(&theirs),
    }
}

fn compare_groups(a: &str, b: &str) -> Verdict {
    let (ours, theirs) = (Group::parse(a), Group::parse(b));
    if ours.canonical() != theirs.canonical() {
        return ours.compare(&theirs);
    }
    match (ours.is_full() && theirs.is_full(), fold(a) == fold(b)) {
        (true, true) => Verdict::Same(by_letters(a, b)),
        (true, false) => Verdict::Same(Reason::Wording),
        (false, _) => Verdict::Possible(match ours.acronym().filter(|_| !a.contains(' ')) {
            Some(acronym) => Reason::ShortAcronym(acronym.to_owned()),
            None => Reason::AnyCountry,
        }),
    }
}

fn by_letters(a: &str, b: &str) -> Reason {
    if a.to_lowercase() == b.to_lowercase() { Reason::Identical } else { Reason::Diacritics }
}
