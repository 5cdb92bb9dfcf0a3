//! Which node of the graph an article's actor is: a pure function from the actor to an id.
//!
//! Countries go by their ISO code, people and groups by their full name with case, diacritics, punctuation and a
//! leading "the" aside. A name in another script is spelled in ASCII for reading, with a hash that keeps names apart
//! which would be spelled alike. Names that differ otherwise ("V. Putin", "Vladimir Putin") stay apart.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::ontology::{Actor, ActorKind};

/// Longest readable part of an id, in bytes; what is cut off lives on in the hash.
const MAX_SLUG: usize = 80;

/// The id of the node that stands for an article's actor: `country:IRN`, `person:vladimir-putin`, `group:hezbollah`.
///
/// ASCII letters, digits, `:`, `-` and `_` only; never changes for the same kind, name and code.
pub fn actor_id(actor: &Actor) -> String {
    match (actor.kind, &actor.country) {
        (ActorKind::Country, Some(code)) if is_alpha3(code) => format!("country:{}", code.to_ascii_uppercase()),
        (kind, _) => format!("{kind}:{}", slug(&actor.name)),
    }
}

/// A name without what does not distinguish: case, diacritics, punctuation, spacing, a leading "the".
///
/// Latin letters become ASCII ("Erdoğan" is "erdogan"), other scripts stay as they are. Words are separated by one
/// space; empty when the name has neither letters nor digits.
pub fn fold(name: &str) -> String {
    if name.is_ascii() {
        return fold_chars(name.chars().map(|c| c.to_ascii_lowercase()));
    }
    fold_chars(name.nfkd().filter(|c| !is_diacritic(*c)).nfc().flat_map(char::to_lowercase))
}

fn fold_chars(chars: impl Iterator<Item = char>) -> String {
    let mut folded = String::new();
    let mut is_new_word = false;
    for c in chars {
        if is_silent(c) {
            continue;
        }
        if !c.is_alphanumeric() && (!is_combining_mark(c) || folded.is_empty()) {
            is_new_word = true;
            continue;
        }
        if is_new_word && !folded.is_empty() {
            folded.push(' ');
        }
        is_new_word = false;
        if !c.is_ascii() && is_latin(c) {
            folded.extend(any_ascii::any_ascii_char(c).chars().map(|c| c.to_ascii_lowercase()));
        } else {
            folded.push(c);
        }
    }
    match folded.strip_prefix("the ") {
        Some(rest) => rest.to_owned(),
        None => folded,
    }
}

fn is_alpha3(code: &str) -> bool {
    code.len() == 3 && code.bytes().all(|b| b.is_ascii_alphabetic())
}

/// The folded name in ASCII with hyphens; distinct folded names get distinct slugs.
fn slug(name: &str) -> String {
    let folded = fold(name);
    if folded.is_empty() {
        return format!("_{}", short_hash(&name.nfkc().flat_map(char::to_lowercase).collect::<String>()));
    }
    let readable = hyphenated(&any_ascii::any_ascii(&folded));
    if folded.is_ascii() && readable.len() <= MAX_SLUG {
        return readable;
    }
    let end = readable.len().min(MAX_SLUG);
    format!("{}_{}", readable[..end].trim_end_matches('-'), short_hash(&folded))
}

fn hyphenated(ascii: &str) -> String {
    let words: Vec<String> = ascii
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    words.join("-")
}

fn short_hash(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex()[..8].to_owned()
}

/// The marks that a decomposed letter carries in Latin, Greek and Cyrillic. Vowel signs of other scripts are not among
/// them: without those, different Hindi names would be one.
fn is_diacritic(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1dc0}'..='\u{1dff}')
}

/// Characters inside a word that neither tell words apart nor end them: "U.S.", "O'Brien", marks of writing direction.
fn is_silent(c: char) -> bool {
    matches!(c, '.' | '\'' | '`' | '‘' | '’' | 'ʼ' | 'ʻ' | 'ʿ' | 'ʾ' | '\u{ad}' | '\u{feff}')
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
}

fn is_latin(c: char) -> bool {
    matches!(c, '\u{aa}'..='\u{24f}' | '\u{250}'..='\u{2af}' | '\u{1e00}'..='\u{1eff}' | '\u{2c60}'..='\u{2c7f}')
        || matches!(c, '\u{a720}'..='\u{a7ff}' | '\u{fb00}'..='\u{fb06}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn actor(kind: ActorKind, name: &str, country: Option<&str>) -> Actor {
        Actor { country: country.map(str::to_owned), ..Actor::new(name, kind) }
    }

    #[track_caller]
    fn check(kind: ActorKind, names: &[&str], expected: &str) {
        for name in names {
            assert_eq!(actor_id(&actor(kind, name, None)), expected, "of {name:?}");
        }
    }

    #[test]
    fn a_country_goes_by_its_code_whatever_its_name() {
        assert_eq!(actor_id(&actor(ActorKind::Country, "Iran", Some("IRN"))), "country:IRN");
        assert_eq!(actor_id(&actor(ActorKind::Country, "Islamic Republic", Some("irn"))), "country:IRN");
        assert_eq!(actor_id(&actor(ActorKind::Country, "Transnistria", None)), "country:transnistria");
    }

    #[test]
    fn a_code_is_only_an_affiliation_of_people_and_groups() {
        assert_eq!(actor_id(&actor(ActorKind::Person, "Ali Khamenei", Some("IRN"))), "person:ali-khamenei");
    }

    #[test]
    fn case_diacritics_punctuation_and_the_article_do_not_tell_apart() {
        use ActorKind::{Group, Person};
        check(Person, &["Recep Tayyip Erdoğan", "RECEP TAYYIP ERDOGAN", " Recep  Tayyip\nErdogan"], {
            "person:recep-tayyip-erdogan"
        });
        check(Person, &["Lech Wałęsa", "Lech Walesa"], "person:lech-walesa");
        check(Group, &["The Houthis", "the Houthis", "Houthis"], "group:houthis");
        check(Group, &["al-Qaeda", "Al Qaeda", "Al–Qa’eda"], "group:al-qaeda");
        check(Group, &["U.S. Senate", "US Senate"], "group:us-senate");
        check(Group, &["ﬁnans", "Finans"], "group:finans");
    }

    #[test]
    fn other_scripts_are_readable_and_stay_apart() {
        let moscow = actor_id(&actor(ActorKind::Person, "Владимир Путин", None));
        assert!(moscow.starts_with("person:vladimir-putin_"), "{moscow}");
        let beijing = actor_id(&actor(ActorKind::Person, "李明", None));
        let other = actor_id(&actor(ActorKind::Person, "黎明", None));
        assert_eq!(beijing.split_once('_').unwrap().0, other.split_once('_').unwrap().0);
        assert_ne!(beijing, other);
    }

    #[test]
    fn a_name_without_letters_and_a_very_long_one_still_have_ids() {
        let ids: Vec<String> =
            ["!!!", "???", ""].iter().map(|name| actor_id(&actor(ActorKind::Group, name, None))).collect();
        assert!(ids[0] != ids[1] && ids[1] != ids[2], "{ids:?}");
        let long = ["a", "b"].map(|end| actor_id(&actor(ActorKind::Group, &("word ".repeat(40) + end), None)));
        assert!(long[0] != long[1] && long[0].len() < 110, "{long:?}");
        assert!(long.iter().chain(&ids).all(|id| id.bytes().all(|b| b.is_ascii_alphanumeric() || b":-_".contains(&b))));
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for name in ["The The", "Ça", "हिन्दी", "İzmir", "O'Brien", "Straße", "中文 (A)"] {
            let folded = fold(name);
            assert!(fold(&folded) == folded || folded.starts_with("the"), "{name}: {folded}");
        }
        assert_eq!(fold("هاشم\u{200f}"), fold("هاشم"));
    }
}
