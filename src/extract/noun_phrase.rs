//! How far the noun phrase of a name reaches, and whether the name is its head.
//!
//! Shallow: a phrase ends at a function word, a mark or a verb that the tables know.

use std::borrow::Cow;

use super::mention::Who;
use super::office;
use crate::knowledge::Knowledge;
use crate::knowledge::inflect::VerbForm;
use crate::knowledge::names::{FormKind, Known};
use crate::knowledge::offices::Of;
use crate::language::{Relation, Tag, Token};

/// What a name is in its noun phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Head {
    /// The actor itself acts: "Iran", "Iranian troops", "the government of Iran".
    Actor,
    /// Something that belongs to the actor: "Iran's embassy", "Iranian missiles". It can be acted on, and rarely acts.
    Belonging,
    /// Only says of what country or group the holder of a title is: "Iranian President Raisi".
    Title,
    /// Left side of a compound: "Iran-backed".
    Compound,
}

/// Words that may stand between a country's adjective and its noun: "senior US military officials".
const MAX_MODIFIERS: usize = 3;

/// The role of a name that ends at `end`, and the token after its noun phrase.
pub fn extent(tokens: &[Token], end: usize, who: &Who, form: FormKind, knowledge: &Knowledge) -> (Head, usize) {
    let Some(next) = tokens.get(end) else { return (Head::Actor, end) };
    if next.text == "-" {
        let touches = tokens[end - 1].span.end == next.span.start;
        return (if touches { Head::Compound } else { Head::Actor }, end);
    }
    let is_possessive = matches!(next.lower.as_str(), "'s" | "'" | "\u{2019}");
    let from = end + usize::from(is_possessive);
    let is_adjective = matches!(form, FormKind::Adjective);
    // "mercenary group" is no mercenary: a title ends its phrase.
    let goes_on =
        |end: usize| end < tokens.len() && is_phrase_word(tokens, end, knowledge) && !is_verb(tokens, end, knowledge);
    if let Some(title) = office::title_at(tokens, from, knowledge).filter(|title| !goes_on(title.end))
        && !is_state_noun(tokens, from, knowledge)
    {
        let next = tokens.get(title.end);
        let is_named = next.is_some_and(|t| t.is_capitalised())
            || next.is_some_and(|t| t.text == ",") && tokens.get(title.end + 1).is_some_and(|t| t.is_capitalised());
        // "the Iranian foreign minister" without a name speaks for Iran; "the Iranian president" is a person of his own.
        let is_envoy =
            title.office.relation.is_some() && !matches!(title.office.of, Of::Country | Of::Region | Of::Person);
        return match (is_named, is_envoy) {
            (true, _) => (Head::Title, title.end),
            (false, true) => (Head::Actor, title.end),
            (false, false) => (Head::Belonging, title.end),
        };
    }
    let can_act = matches!(who, Who::Known(Known::Country(_) | Known::Group(_)) | Who::Group { .. });
    for at in from..(from + MAX_MODIFIERS).min(tokens.len()) {
        // "Iranian government spokesman Ali Rabiei"
        if at > from
            && let Some(title) = office::title_at(tokens, at, knowledge)
            && tokens.get(title.end).is_some_and(|token| token.is_capitalised())
        {
            return (Head::Title, title.end);
        }
        if can_act && let Some(len) = agents_len(tokens, at, knowledge) {
            return (Head::Actor, at + len);
        }
        let is_own_verb = is_verb(tokens, at, knowledge) && (at > from || !(is_adjective || is_possessive));
        if is_own_verb || !is_phrase_word(tokens, at, knowledge) {
            break;
        }
    }
    let mut np_end = from;
    while np_end < tokens.len() && is_phrase_word(tokens, np_end, knowledge) {
        // A verb that follows a name is its verb; what follows an adjective is first its noun.
        let is_past = tokens[np_end].lower.ends_with("ed");
        // "gave Kenya 50 million dollars"
        let is_amount = tokens[np_end].text.starts_with(|c: char| c.is_ascii_digit());
        if is_amount && !is_adjective && !is_possessive {
            break;
        }
        if (is_verb(tokens, np_end, knowledge) || is_past) && (np_end > from || !(is_adjective || is_possessive)) {
            break;
        }
        np_end += 1;
    }
    // "Americans" are people of the country, not its government.
    let are_people = form == FormKind::Demonym && matches!(who, Who::Known(Known::Country(_)));
    match np_end > from || is_possessive || are_people {
        true => (Head::Belonging, np_end),
        false => (Head::Actor, end),
    }
}

/// Length of a noun for those who act for a state or group: "troops", "government", "fighters".
fn agents_len(tokens: &[Token], at: usize, knowledge: &Knowledge) -> Option<usize> {
    let lower = || tokens[at..].iter().map(|token| Cow::Borrowed(token.lower.as_str()));
    let state = knowledge.words.state_nouns.longest(lower());
    let party = knowledge.words.party_nouns.longest(lower());
    let len = state.into_iter().chain(party).map(|(len, ())| len).max()?;
    // "Russian mercenary group Wagner" and "Iranian government plans" are about the noun that follows.
    let is_singular = !tokens[at + len - 1].lower.ends_with('s');
    let goes_on = tokens.get(at + len).is_some_and(|next| {
        // "Norway's official visit": after a singular a bare verb form is a noun.
        let is_verb = knowledge
            .words
            .verb_forms
            .get(&next.lower)
            .is_some_and(|forms| !is_singular || forms.iter().any(|(_, form)| *form != VerbForm::Base));
        next.is_word() && knowledge.words.class(&next.lower).is_none() && !next.lower.ends_with("ly") && !is_verb
    });
    (!goes_on).then_some(len)
}

fn is_state_noun(tokens: &[Token], at: usize, knowledge: &Knowledge) -> bool {
    at < tokens.len() && agents_len(tokens, at, knowledge).is_some()
}

/// A lower-case word or number that is no function word.
fn is_phrase_word(tokens: &[Token], at: usize, knowledge: &Knowledge) -> bool {
    let token = &tokens[at];
    token.is_word() && !token.is_capitalised() && knowledge.words.class(&token.lower).is_none()
}

/// A form of the tables' verbs, or a word that its sentence makes a verb: "Germany lambasts"; "captured ships" has none.
fn is_verb(tokens: &[Token], at: usize, knowledge: &Knowledge) -> bool {
    let is_listed = knowledge.words.verb_forms.contains_key(&tokens[at].lower);
    let token = &tokens[at];
    is_listed || (matches!(token.tag, Tag::Verb | Tag::Aux) && token.relation != Relation::Amod)
}
