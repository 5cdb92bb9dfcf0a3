//! The kind of a name by the words that it is made of: what the tables know, and nouns and endings that tell.

use std::borrow::Cow;

use super::sentence::Token;
use super::tag::{Name, NameKind, Tag};
use crate::knowledge::Knowledge;
use crate::knowledge::names::{Form, FormKind, Known};
use crate::knowledge::words::NotName;

/// The kind that a name's words leave no choice about; `None` where what the network read counts.
pub(super) fn of_words(tokens: &[Token], name: &Name, knowledge: &Knowledge) -> Option<NameKind> {
    let words = &tokens[name.start..name.end];
    if let Some(kind) = in_tables(words, knowledge) {
        return Some(kind);
    }
    if is_thing(words, name.kind, knowledge) || is_model(words) || is_people_of_place(tokens, name, knowledge) {
        return Some(NameKind::Other);
    }
    let is_unsure = matches!(name.kind, NameKind::Other | NameKind::Place);
    (is_unsure && is_outlet(words, knowledge)).then_some(NameKind::Organisation)
}

/// "the boat Conception", "the film 'Argo'", "the yacht, Conception,": a noun makes what follows the name of a thing.
pub(super) fn is_called_thing(tokens: &[Token], name: &Name, knowledge: &Knowledge) -> bool {
    let mut at = name.start;
    let is_quoted = at > 0 && tokens[at - 1].is_quote();
    at -= usize::from(is_quoted);
    let has_comma = at > 0 && tokens[at - 1].text == ",";
    at -= usize::from(has_comma);
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text);
    let is_noun = |len: usize| {
        let words: Vec<&str> = tokens[at - len..at].iter().map(|token| token.lower.as_str()).collect();
        knowledge.words.thing_nouns.get(&words.join(" ")).is_some_and(|noun| noun.is_before)
    };
    // "the film Welles made" is his, "The yacht, Ferrat said" names a speaker.
    let next = tokens.get(name.end);
    let is_subject = next.is_some_and(|next| matches!(next.tag, Tag::Verb | Tag::Aux));
    let is_person = name.kind == NameKind::Person && !is_quoted && (is_subject || name.end - name.start > 1);
    let is_apposed = !has_comma || text(name.end) == "," || is_quoted;
    !is_person && is_apposed && (1..=at.min(2)).any(is_noun)
}

/// Whether a name is a country's own, as "U.S." is in "the U.S. capital" and "American" is not.
pub(super) fn is_country(tokens: &[Token], knowledge: &Knowledge) -> bool {
    form(tokens, knowledge).is_some_and(|form| {
        matches!(form.known, Known::Country(_)) && form.kind == FormKind::Name && !form.is_ambiguous
    })
}

fn pieces<'s>(tokens: &'s [Token]) -> impl Iterator<Item = Cow<'s, str>> {
    tokens.iter().map(|token| Cow::Borrowed(token.plain.as_ref()))
}

fn form(tokens: &[Token], knowledge: &Knowledge) -> Option<Form> {
    knowledge.names.forms.longest(pieces(tokens)).filter(|(len, _)| *len == tokens.len()).map(|(_, form)| *form)
}

/// The kind of a name that the tables know for nothing else: a faith or its believers, whom no organisation unites, people
/// of a place, events and things are of no other kind; a group whose name is nobody else's is an organisation.
fn in_tables(tokens: &[Token], knowledge: &Knowledge) -> Option<NameKind> {
    let is_other = |kind: NotName| matches!(kind, NotName::Faith | NotName::People | NotName::Event | NotName::Thing);
    let listed = knowledge.words.not_names.longest(pieces(tokens)).filter(|(len, _)| *len == tokens.len());
    if listed.is_some_and(|(_, kind)| is_other(*kind)) || is_faith(tokens, knowledge) {
        return Some(NameKind::Other);
    }
    let form = form(tokens, knowledge)?;
    (matches!(form.known, Known::Group(_)) && !form.is_ambiguous).then_some(NameKind::Organisation)
}

/// Whether a name is that of the believers of a faith, "Muslims".
fn is_faith(tokens: &[Token], knowledge: &Knowledge) -> bool {
    let [token] = tokens else { return false };
    let singular = token.plain.strip_suffix('s').unwrap_or(&token.plain);
    knowledge.words.not_names.get(singular) == Some(&NotName::Faith)
}

/// "Hurricane Maria", "USS Cole", "Rocky Linux", "Paris Climate Accord", but neither "Iraq Veterans Against the War" nor
/// "Commission on the Constitution".
fn is_thing(tokens: &[Token], kind: NameKind, knowledge: &Knowledge) -> bool {
    let (Some(last), true) = (tokens.len().checked_sub(1), tokens.len() > 1) else { return false };
    let lower = || tokens.iter().map(|token| Cow::Borrowed(token.lower.as_str()));
    let nouns = &knowledge.words.thing_nouns;
    let starts = nouns.all(lower()).into_iter().any(|(len, noun)| noun.is_first && len < tokens.len());
    let is_body = |token: &Token| {
        knowledge.words.group_nouns.get(&token.lower).is_some() || matches!(token.lower.as_str(), "against" | "for")
    };
    let ends =
        || nouns.get(&tokens[last].lower).is_some_and(|noun| noun.is_last) && !tokens[..last].iter().any(is_body);
    // "Cardinal Law" and "Buffalo Bill" are called so.
    starts || kind != NameKind::Person && ends()
}

/// "Volvo XC90", "Mercedes-Benz E220": a maker and letters with a number are what it makes. "Channel 4" is not.
fn is_model(tokens: &[Token]) -> bool {
    let [first, .., last] = tokens else { return false };
    let has = |test: fn(char) -> bool| last.text.contains(test);
    let is_number = has(|c| c.is_ascii_digit()) && has(|c| c.is_ascii_uppercase());
    is_number && last.text.chars().all(|c| c.is_ascii_alphanumeric()) && last.text.len() > 2 && first.is_capitalised()
}

/// "Londoners", "Texan": who lives in a place of the tables. "The Oregonian" is a newspaper, "Berlin's Texan Bar" a name of its own.
fn is_people_of_place(tokens: &[Token], name: &Name, knowledge: &Knowledge) -> bool {
    let is_alone = name.end == name.start + 1;
    let has_article = name.start > 0 && tokens[name.start - 1].text == "The";
    is_alone && !has_article && name.kind != NameKind::Person && place_of(&tokens[name.start].plain, knowledge)
}

/// Whether a word is made of a place's name by one of the endings for its people.
fn place_of(word: &str, knowledge: &Knowledge) -> bool {
    /// An ending, and what it takes the place of.
    const ENDINGS: &[(&str, &[&str])] = &[
        ("er", &["", "e"]),
        ("ian", &["", "e", "y", "ia", "a"]),
        ("an", &["", "a", "as", "o", "i"]),
        ("ite", &["", "e"]),
        ("ese", &["", "a"]),
    ];
    let is_place = |place: &str| knowledge.words.not_names.get(place) == Some(&NotName::Place);
    let singular = word.strip_suffix('s').unwrap_or(word);
    let is_made = |(ending, instead): &(&str, &[&str])| {
        let Some(stem) = singular.strip_suffix(ending).filter(|stem| stem.chars().count() > 3) else { return false };
        instead.iter().any(|end| is_place(&format!("{stem}{end}")) || is_seat(&format!("{stem}{end}"), knowledge))
    };
    !is_place(word) && ENDINGS.iter().any(is_made)
}

fn is_seat(place: &str, knowledge: &Knowledge) -> bool {
    knowledge.names.forms.get(place).is_some_and(|form| form.kind == FormKind::Seat)
}

/// "Samoa Observer", "The Mercury News".
fn is_outlet(tokens: &[Token], knowledge: &Knowledge) -> bool {
    let last = &tokens[tokens.len() - 1];
    let is_noun = || knowledge.words.group_nouns.get(&last.lower).is_some_and(|noun| noun.sector == "MED");
    let is_thing = knowledge.words.is_in_class("NO_OUTLET", &last.lower);
    tokens.len() > 1 && last.is_capitalised() && !is_thing && is_noun()
}
