//! What the store asks of names when it joins those of different articles.

use super::group::Group;
use super::{Reason, Verdict, compare, is_full};
use crate::graph::resolve::fold;
use crate::ontology::ActorKind;

/// Whether a name is only part of one: a surname, a name with an initial, a short acronym.
pub(in crate::graph) fn is_part(kind: ActorKind, name: &str) -> bool {
    let has_initial = || fold(name).split(' ').any(|word| word.chars().count() == 1);
    match kind {
        ActorKind::Person => has_initial() || !is_full(kind, name),
        ActorKind::Group => {
            let group = Group::parse(name);
            !group.is_full() && !is_of_any_country(&group, name)
        }
        ActorKind::Country => false,
    }
}

/// Whether every country has a group of such a name: "Foreign Ministry", "Ministry of Defence", "parliament".
pub(in crate::graph) fn is_institution(kind: ActorKind, name: &str) -> bool {
    kind == ActorKind::Group && {
        let group = Group::parse(name);
        !group.is_full() && is_of_any_country(&group, name)
    }
}

/// Whether a name that alone does not tell whose it is is no bare acronym.
fn is_of_any_country(group: &Group, name: &str) -> bool {
    name.contains(' ') || group.acronym().is_none()
}

/// Why a part of a name may be of a full one; `None` where it cannot.
pub(in crate::graph) fn fit(kind: ActorKind, part: &str, whole: &str) -> Option<String> {
    match compare(kind, part, whole) {
        Verdict::Different(_) | Verdict::Possible(Reason::OneGeneration | Reason::NearSpelling(..)) => None,
        Verdict::Possible(Reason::OneWord(_)) => Some(format!("{part} is the family name of {whole}")),
        Verdict::Possible(Reason::Acronym(_) | Reason::ShortAcronym(_)) => {
            Some(format!("{part} are the first letters of {whole}"))
        }
        Verdict::Same(reason) | Verdict::Possible(reason) => Some(format!("{part} and {whole}: {reason}")),
    }
}

/// Why two names are one, whose canonical spellings are the same.
pub(in crate::graph) fn reason(kind: ActorKind, main: &str, other: &str) -> String {
    if main == other {
        return "the same name".to_owned();
    }
    match compare(kind, main, other) {
        Verdict::Same(Reason::Identical) | Verdict::Possible(_) => "the same name".to_owned(),
        verdict => format!("as {main}: {}", verdict.reason()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ActorKind::{Group, Person};

    #[test]
    fn a_part_fits_a_name_without_clash() {
        let fits = |kind, part, whole| is_part(kind, part) && fit(kind, part, whole).is_some();
        assert!(fits(Person, "Putin", "Vladimir Putin") && fits(Person, "V. Putin", "Vladimir Putin"));
        assert!(fits(Person, "Donald J. Trump", "Donald Trump") && fits(Person, "Xi", "Xi Jinping"));
        assert!(!fits(Person, "D. Putin", "Vladimir Putin") && !fits(Person, "Vladimir", "Vladimir Putin"));
        assert!(fits(Person, "Maduro", "Nicolás Maduro Moros") && !fits(Person, "Barron", "Sacha Baron Cohen"));
        assert!(!fits(Person, "Robert", "Michael Robert Milken"));
        assert!(!fits(Person, "George W. Bush", "George H. W. Bush"));
        assert!(fits(Group, "EIB", "European Investment Bank") && !fits(Group, "EIB", "Iranian Army"));
    }

    #[test]
    fn an_institution_is_one_of_every_country() {
        let is = |name| is_institution(Group, name);
        assert!(is("Foreign Ministry") && is("Ministry of Defence") && is("Parliament"));
        assert!(!is("Hezbollah") && !is("Bank of England") && !is("Microsoft"));
    }
}
