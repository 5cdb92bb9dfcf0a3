//! What the tables of names know of a token, as eight yes-or-no inputs of the network.
//!
//! A form of the tables is only a hint: the network learns that "Georgia" may be a state and "Turkey" a bird. The bits
//! are part of the model: change one and the network must be trained anew.

use std::borrow::Cow;

use super::Token;
use crate::knowledge::Knowledge;
use crate::knowledge::names::{FormKind, Known};

/// Number of hints; each is a bit of what [`hints`] gives.
pub const N_HINTS: usize = 8;

/// Inside a name, capital or seat of a country.
const COUNTRY: u8 = 1;
/// Inside an adjective or demonym of a country.
const DEMONYM: u8 = 1 << 1;
/// Inside the name of a group.
const GROUP: u8 = 1 << 2;
/// First token of any of these three.
const FIRST: u8 = 1 << 3;
/// A usual given name.
const GIVEN_NAME: u8 = 1 << 4;
/// A family name of a culture that puts it first.
const FAMILY_NAME: u8 = 1 << 5;
/// Inside the title of an office.
const OFFICE: u8 = 1 << 6;
/// A noun that makes a name a group's: "Party", "Ministry".
const GROUP_NOUN: u8 = 1 << 7;

/// The hints on each token of a sentence.
pub fn hints(tokens: &[Token], knowledge: &Knowledge) -> Vec<u8> {
    let mut hints = vec![0; tokens.len()];
    let words = &knowledge.words;
    // Where the last form of the tables ends: what lies inside it is not looked up again.
    let (mut form_end, mut office_end) = (0, 0);
    for i in 0..tokens.len() {
        let is_capitalised = tokens[i].is_capitalised();
        if i >= form_end && is_capitalised {
            form_end = mark_form(&mut hints, i, tokens, knowledge);
        }
        if i >= office_end
            && let Some((len, _)) = knowledge.offices.titles.longest(lower(&tokens[i..]))
        {
            office_end = i + len;
            hints[i..office_end].iter_mut().for_each(|hint| *hint |= OFFICE);
        }
        if is_capitalised && words.given_names.contains_key(tokens[i].plain.as_ref()) {
            hints[i] |= GIVEN_NAME;
        }
        if is_capitalised && words.family_names.contains(tokens[i].plain.as_ref()) {
            hints[i] |= FAMILY_NAME;
        }
        if words.group_nouns.longest(lower(&tokens[i..=i])).is_some() {
            hints[i] |= GROUP_NOUN;
        }
    }
    hints
}

/// Marks the longest form of the tables that starts at `i`, and gives where it ends; `i` where there is none.
fn mark_form(hints: &mut [u8], i: usize, tokens: &[Token], knowledge: &Knowledge) -> usize {
    let pieces = tokens[i..].iter().map(|token| Cow::Borrowed(token.plain.as_ref()));
    let Some((len, form)) = knowledge.names.forms.longest(pieces) else { return i };
    let bit = match (form.known, form.kind) {
        (Known::Group(_), _) => GROUP,
        (Known::Country(_), FormKind::Adjective | FormKind::Demonym) => DEMONYM,
        (Known::Country(_), _) => COUNTRY,
    };
    hints[i] |= FIRST;
    hints[i..i + len].iter_mut().for_each(|hint| *hint |= bit);
    i + len
}

fn lower<'s>(tokens: &'s [Token]) -> impl Iterator<Item = Cow<'s, str>> {
    tokens.iter().map(|token| Cow::Borrowed(token.lower.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::segment;
    use std::sync::LazyLock;

    static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::built_in().unwrap());

    #[track_caller]
    fn check(text: &str, expected: &[u8]) {
        let found: Vec<u8> =
            segment(text, &KNOWLEDGE.words).iter().flat_map(|s| hints(&s.tokens, &KNOWLEDGE)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn forms_of_the_tables_are_marked_whole() {
        check("the Islamic Republic of Iran fell", &[0, COUNTRY | FIRST, COUNTRY, COUNTRY, COUNTRY, 0]);
        check("Iranian oil", &[DEMONYM | FIRST, 0]);
        check("Hezbollah left", &[GROUP | FIRST, 0]);
        check("a turkey", &[0, 0]);
    }

    #[test]
    fn offices_and_given_names_are_marked() {
        check("prime minister David Ngata", &[OFFICE, OFFICE, GIVEN_NAME, 0]);
        check("the party of rain", &[0, GROUP_NOUN, 0, 0]);
    }
}
