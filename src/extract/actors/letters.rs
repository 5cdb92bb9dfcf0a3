//! Letters that the tables have for a party, in an article that is about something else: "NFP" is France's New Popular Front
//! where the article speaks of France, and in a report on supermarkets some other body.

use std::collections::HashSet;

use super::is_acronym;
use crate::extract::mention::{Mention, Who};
use crate::knowledge::names::Known;
use crate::knowledge::{Knowledge, Names};
use crate::language::{Sentence, Token};

/// So few letters stand for many bodies.
const MAX_LETTERS: usize = 3;

/// Leaves such letters as the name of a group that no table has, where neither the party nor its country is named otherwise.
pub(super) fn settle(found: &mut [Vec<Mention>], sentences: &[Sentence], knowledge: &Knowledge) {
    let names = &knowledge.names;
    let is_unsure = |mention: &Mention| is_letters_of_party(mention, &sentences[mention.sentence].tokens, names);
    let (unsure, sure): (Vec<&Mention>, Vec<&Mention>) = found.iter().flatten().partition(|mention| is_unsure(mention));
    if unsure.is_empty() {
        return;
    }
    let named: HashSet<Known> = sure.into_iter().flat_map(|mention| named_by(&mention.who)).collect();
    let countries: HashSet<&str> = named.iter().filter_map(|known| country(*known, names)).collect();
    // Two parties of one country vouch for each other: "the SPD and the CDU".
    let others = |known: Known| {
        let of = country(known, names);
        unsure.iter().flat_map(|mention| named_by(&mention.who)).any(|it| it != known && country(it, names) == of)
    };
    let is_witnessed = |known: Known| {
        named.contains(&known) || country(known, names).is_some_and(|code| countries.contains(code)) || others(known)
    };
    let doubtful: HashSet<(usize, usize)> = unsure
        .iter()
        .filter(|mention| !named_by(&mention.who).any(is_witnessed))
        .map(|mention| (mention.sentence, mention.start))
        .collect();
    for mention in found.iter_mut().flatten() {
        if doubtful.contains(&(mention.sentence, mention.start)) {
            mention.who = Who::Group { sector: None, of: None, is_organ: false };
        }
    }
}

/// Whether a mention is nothing but a few letters that the tables have for a party of a country.
fn is_letters_of_party(mention: &Mention, tokens: &[Token], names: &Names) -> bool {
    let Who::Known(Known::Group(group)) = mention.who else { return false };
    let text = tokens[mention.start].text;
    let is_short = mention.end == mention.start + 1 && is_acronym(text) && text.chars().count() <= MAX_LETTERS;
    let group = &names.groups[group];
    // "the DUP" is a party as news calls it, "the RPF (Railway Police Force)" is spelt out as another body.
    let has_article = mention.start > 0 && tokens[mention.start - 1].lower == "the" && !is_spelt_out(tokens, mention);
    is_short && group.sector == "PTY" && group.country.is_some() && !has_article
}

/// Whether brackets after letters spell them out.
fn is_spelt_out(tokens: &[Token], mention: &Mention) -> bool {
    let letters = &tokens[mention.start].lower;
    let words = tokens[mention.end..].iter().skip(1).take_while(|token| token.text != ")");
    let initials: String = words.take(letters.len() + 1).filter_map(|token| token.lower.chars().next()).collect();
    tokens.get(mention.end).is_some_and(|token| token.text == "(") && initials == *letters
}

/// The records that a mention names: a group's own, and that whose organ it is.
fn named_by(who: &Who) -> impl Iterator<Item = Known> {
    match who {
        Who::Known(known) => Some(*known),
        Who::Group { of, .. } => *of,
        _ => None,
    }
    .into_iter()
}

/// The code of a country, or of the one that a group is based in.
fn country(known: Known, names: &Names) -> Option<&str> {
    match known {
        Known::Country(country) => Some(&names.countries[country].alpha3),
        Known::Group(group) => names.groups[group].country.as_deref(),
    }
}
