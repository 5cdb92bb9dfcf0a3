//! Mentions that the article as a whole speaks against: words that only open a sentence, pairs and families, places, and words that the
//! tables have for another.

use std::collections::HashSet;

use super::folded;
use super::full_names::{FullNames, name_words};
use super::introduced::translation_after;
use crate::extract::coreference::places;
use crate::extract::mention::{Mention, Who};
use crate::extract::{contest, noun_phrase, office};
use crate::knowledge::Knowledge;
use crate::knowledge::names::{FormKind, Known};
use crate::language::{Relation, Sentence, Tag, Token};

/// A single word at the start of a sentence is a name where the article has it elsewhere too, gives it a title, or has it
/// say something or deal with another actor: "Frost is likely" names nobody, "Frost said" somebody. The same holds for a
/// word that is nothing to a verb.
pub(super) fn drop_doubtful(
    found: &mut [Vec<Mention>],
    sentences: &[Sentence],
    persons: &FullNames,
    knowledge: &Knowledge,
) {
    // Of those that no table has, a group that its noun tells, "the Ahwazi Labour Party", is sure, and so is who has two names or more.
    let is_sure = |other: &Mention| match &other.who {
        Who::Known(_) => true,
        Who::Group { sector: Some(_), .. } => other.end - other.start > 1,
        Who::Person => name_words(sentences, other).filter(|token| token.is_capitalised()).count() > 1,
        _ => false,
    };
    let is_doubtful = |mention: &Mention| {
        let tokens = &sentences[mention.sentence].tokens;
        let (start, token) = (mention.start, &tokens[mention.start]);
        let is_group = matches!(mention.who, Who::Group { of: None, .. });
        let is_team = matches!(&mention.who, Who::Group { sector: Some(sector), .. } if sector == contest::SECTOR);
        let is_acronym = token.text.chars().skip(1).any(char::is_uppercase);
        let is_name =
            mention.end == start + 1 || tokens[start + 1..mention.end].iter().all(|token| !token.is_capitalised());
        let opens = start == 0 || !tokens[start - 1].is_word() && tokens[start - 1].text != ",";
        let is_argument = matches!(
            tokens[places::top_of(tokens, start)].relation,
            Relation::Nsubj
                | Relation::NsubjPass
                | Relation::Obj
                | Relation::Iobj
                | Relation::OblAgent
                | Relation::NmodPoss
                | Relation::Obl
        );
        // "Frost said", "Frost joined NATO".
        let is_subject = matches!(token.relation, Relation::Nsubj | Relation::NsubjPass);
        let is_copula = |verb: usize| tokens.iter().any(|t| t.head == Some(verb) && t.relation == Relation::Cop);
        let verb = token.head.filter(|&verb| is_subject && (tokens[verb].tag == Tag::Verb || is_copula(verb)));
        let has_company = found[mention.sentence].iter().any(|other| other.start != start && is_sure(other));
        let speaks =
            verb.is_some_and(|verb| knowledge.words.saying_verbs.contains_key(&tokens[verb].lemma) || has_company);
        let has_title = || office::title_before(tokens, start, knowledge).is_some();
        // "Seismologists" at the start of a sentence are no group by that name.
        let is_translated = translation_after(tokens, mention.end).is_some();
        let is_lone_group =
            is_group && !is_team && mention.end == start + 1 && !is_acronym && !is_translated && opens && !speaks;
        is_lone_group || mention.who == Who::Person && is_name && (opens && !speaks || !is_argument) && !has_title()
    };
    let key = |mention: &Mention| folded(sentences[mention.sentence].tokens[mention.start].text);
    let mut sure: HashSet<String> = HashSet::new();
    let mut doubtful: HashSet<(usize, usize)> = HashSet::new();
    let is_named = |mention: &&Mention| matches!(mention.who, Who::Person | Who::Group { of: None, .. });
    for mention in found.iter().flatten().filter(is_named) {
        if is_doubtful(mention) {
            doubtful.insert((mention.sentence, mention.start));
        } else if mention.end == mention.start + 1 {
            sure.insert(key(mention));
        }
    }
    for mentions in found.iter_mut() {
        mentions.retain(|mention| {
            let is_known = || {
                sure.contains(&key(mention))
                    || persons.has_surname(&key(mention))
                    || persons.with(&key(mention)).next().is_some()
            };
            !doubtful.contains(&(mention.sentence, mention.start)) || is_known()
        });
    }
}

/// "Biden-Harris", "Myers/Lusk", "the Turpins": two surnames of the article's persons with a mark between them are a ticket or a
/// pair, one in the plural is a family; neither is anybody's name.
pub(super) fn drop_several(found: &mut [Vec<Mention>], sentences: &[Sentence], persons: &FullNames) {
    let is_pair = |mention: &Mention| {
        let words: Vec<&str> = name_words(sentences, mention).map(|token| token.text).collect();
        let name = words.join(" ");
        // "De La Fuente/Richardson"
        let parts: Vec<&str> =
            name.split(['-', '/', '\u{2013}']).map(str::trim).filter(|part| !part.is_empty()).collect();
        let last = |part: &&str| folded(part.rsplit(' ').next().unwrap_or_default());
        let whole = folded(&name.replace('\u{2013}', "-"));
        // Two people bear them: "Ocasio-Cortez" is one.
        let bearer = |part: &&str| {
            let surname = last(part);
            persons.with(&surname).find(|full| full.last() == Some(&surname) && full.join(" ") != whole)
        };
        let family = || folded(name.strip_suffix('s').unwrap_or_default());
        match (words.len(), parts.len()) {
            (1, 1) => persons.has_surname(&family()) && persons.with(&folded(&name)).next().is_none(),
            (_, 2) => {
                bearer(&parts[0]).is_some() && bearer(&parts[1]).is_some() && bearer(&parts[0]) != bearer(&parts[1])
            }
            _ => false,
        }
    };
    for mentions in found.iter_mut() {
        mentions
            .retain(|mention| !matches!(mention.who, Who::Person | Who::Group { of: None, .. }) || !is_pair(mention));
    }
}

/// A name that the models take for a person's and that only ever stands where something is, "in Tell Tamer and Ain Issa", is
/// a place's, unless it begins with a given name or has a title.
pub(super) fn drop_places(found: &mut [Vec<Mention>], sentences: &[Sentence], knowledge: &Knowledge) {
    let is_where = |mention: &Mention| {
        let tokens = &sentences[mention.sentence].tokens;
        let top = places::top_of(tokens, places::head_of(tokens, mention.start, mention.end));
        let is_case = |token: &Token| {
            let is_place = matches!(token.lower.as_str(), "in" | "at" | "near" | "outside" | "around");
            token.head == Some(top) && token.relation == Relation::Case && is_place
        };
        let is_given = knowledge.words.given_names.contains_key(tokens[mention.start].text);
        // "The army entered Tell Tamer."
        let is_entered = tokens[top].relation == Relation::Obj
            && tokens[top].head.is_some_and(|verb| knowledge.words.is_in_class("ENTER", &tokens[verb].lemma));
        !is_given
            && (is_entered || tokens.iter().any(is_case))
            && office::title_before(tokens, mention.start, knowledge).is_none()
    };
    let words =
        |mention: &Mention| -> Vec<String> { name_words(sentences, mention).map(|token| folded(token.text)).collect() };
    let (mut elsewhere, mut has_places) = (HashSet::new(), false);
    for mention in found.iter().flatten().filter(|mention| mention.who == Who::Person) {
        match is_where(mention) {
            true => has_places = true,
            false => {
                elsewhere.insert(words(mention));
            }
        }
    }
    if has_places {
        for mentions in found.iter_mut() {
            mentions.retain(|mention| {
                mention.who != Who::Person || !is_where(mention) || elsewhere.contains(&words(mention))
            });
        }
    }
}

/// A word that the tables have for a group, and that elsewhere in the article is the group's without a doubt, is nobody's
/// surname, unless somebody bears it: "Wagner" beside "the Wagner Group".
pub(super) fn settle_ambiguous(
    found: &mut [Vec<Mention>],
    sentences: &[Sentence],
    persons: &FullNames,
    knowledge: &Knowledge,
) {
    let named: HashSet<Known> = found
        .iter()
        .flatten()
        .filter_map(|mention| if let Who::Known(known) = mention.who { Some(known) } else { None })
        .collect();
    let is_seat = |mention: &Mention| mention.form == FormKind::Seat;
    let others: HashSet<Known> = found
        .iter()
        .flatten()
        .filter(|mention| !is_seat(mention))
        .filter_map(|mention| if let Who::Known(known) = mention.who { Some(known) } else { None })
        .collect();
    for mention in found.iter_mut().flatten().filter(|mention| mention.end - mention.start == 1) {
        let tokens = &sentences[mention.sentence].tokens;
        let is_surname = persons.has_surname(&folded(tokens[mention.start].text));
        // "Amman said" of Sudesh Amman, in an article that has nothing on Jordan.
        if is_surname
            && is_seat(mention)
            && matches!(mention.who, Who::Known(country @ Known::Country(_)) if !others.contains(&country))
        {
            (mention.who, mention.form) = (Who::Person, FormKind::Name);
            let (head, np_end) = noun_phrase::extent(tokens, mention.end, &mention.who, mention.form, knowledge);
            (mention.head, mention.np_end) = (head, np_end);
            continue;
        }
        if is_surname && matches!(mention.who, Who::Group { of: None, .. }) {
            mention.who = Who::Person;
        }
        if is_surname || mention.who != Who::Person {
            continue;
        }
        let form = knowledge.names.forms.longest([tokens[mention.start].plain.as_ref().into()]);
        if let Some((_, form)) =
            form.filter(|(_, form)| matches!(form.known, Known::Group(_)) && named.contains(&form.known))
        {
            mention.who = Who::Known(form.known);
            mention.form = form.kind;
            let (head, np_end) = noun_phrase::extent(tokens, mention.end, &mention.who, mention.form, knowledge);
            (mention.head, mention.np_end) = (head, np_end);
        }
    }
}
