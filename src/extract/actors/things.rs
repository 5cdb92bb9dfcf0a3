//! Names that the article gives to a storm, ship or the like, "Hurricane Ada", and afterwards uses alone: "Ada weakened"; and names that only
//! ever stand in a list of places or at a venue, "from Ferrat, Zena and Ada", "at the Ferrat Center", or for a field of several bodies.

use std::collections::HashSet;

use super::{folded, is_acronym};
use crate::extract::coreference::places;
use crate::extract::mention::{Mention, Who};
use crate::extract::office;
use crate::knowledge::{Knowledge, Words};
use crate::language::{NameKind, Relation, Sentence, Token};

/// Drops what names a thing or a place.
pub(super) fn drop(found: &mut [Vec<Mention>], sentences: &[Sentence], knowledge: &Knowledge) {
    let things = named_things(sentences, knowledge);
    let is_thing = |mention: &Mention| {
        let tokens = &sentences[mention.sentence].tokens;
        let is_new = matches!(mention.who, Who::Person | Who::Group { sector: None, of: None, .. });
        let is_titled = || office::title_before(tokens, mention.start, knowledge).is_some();
        let is_named = || things.contains(&folded(tokens[mention.start].text));
        is_new && mention.end == mention.start + 1 && is_named() && !is_titled()
    };
    // "Ada and Zena Ferrat": who bears a longer name is no storm.
    let borne: HashSet<String> = found
        .iter()
        .flatten()
        .filter(|mention| mention.who == Who::Person && mention.end - mention.start > 1)
        .flat_map(|mention| &sentences[mention.sentence].tokens[mention.start..mention.end])
        .map(|token| folded(token.text))
        .collect();
    let word = |mention: &Mention| folded(sentences[mention.sentence].tokens[mention.start].text);
    let (mut places, mut others) = (HashSet::new(), HashSet::new());
    for mention in found.iter().flatten() {
        let is_place = is_place(mention, &sentences[mention.sentence], &knowledge.words);
        if is_place { &mut places } else { &mut others }.insert(name(mention, sentences));
    }
    for mentions in found.iter_mut() {
        mentions.retain(|mention| {
            let name = name(mention, sentences);
            let is_place = places.contains(&name) && !others.contains(&name);
            !is_place && (!is_thing(mention) || borne.contains(&word(mention)))
        });
    }
}

fn name(mention: &Mention, sentences: &[Sentence]) -> String {
    let words = &sentences[mention.sentence].tokens[mention.start..mention.end];
    words.iter().map(|token| folded(token.text)).collect::<Vec<_>>().join(" ")
}

/// Single words that follow a noun which makes them a thing's name: "Hurricane Ada", "Tropical Storm Ada".
fn named_things(sentences: &[Sentence], knowledge: &Knowledge) -> HashSet<String> {
    let mut things = HashSet::new();
    for tokens in sentences.iter().map(|sentence| &sentence.tokens) {
        for at in 0..tokens.len().saturating_sub(1) {
            let noun =
                knowledge.words.thing_nouns.longest(tokens[at..].iter().map(|token| token.lower.as_str().into()));
            let Some((len, _)) = noun.filter(|(_, noun)| noun.is_first && tokens[at].is_capitalised()) else {
                continue;
            };
            let is_alone = tokens.get(at + len + 1).is_none_or(|next| !next.is_capitalised());
            if let Some(name) = tokens.get(at + len).filter(|name| name.is_capitalised() && is_alone) {
                things.insert(folded(name.text));
            }
        }
    }
    things
}

/// "appliances from Ada, Ferrat and Zena": a group that only the models know, beside a place in a list of where something is.
fn is_place(mention: &Mention, sentence: &Sentence, words: &Words) -> bool {
    let Sentence { tokens, names, .. } = sentence;
    let Who::Group { sector, of: None, .. } = &mention.who else { return false };
    let top = places::top_of(tokens, places::head_of(tokens, mention.start, mention.end));
    let has_case = |words: &[&str]| {
        let is_case = |token: &Token| {
            token.head == Some(top) && token.relation == Relation::Case && words.contains(&token.lower.as_str())
        };
        tokens.iter().any(is_case)
    };
    // "the committees on Ferrat Affairs, Intelligence and Reform" are three by their fields.
    let is_of_several = tokens[top].head.is_some_and(|head| words.is_in_class("BODIES", &tokens[head].lower));
    if is_of_several && tokens[top].relation == Relation::Nmod && has_case(&["on", "of", "for"]) {
        return true;
    }
    let last = tokens[mention.end - 1].lower.as_str();
    // "at the Ferrat Center"
    if sector.as_deref() == Some("UNA") && matches!(last, "center" | "centre") {
        return has_case(&["at", "in", "near", "outside", "inside"]) && !is_of_person(tokens, top);
    }
    let is_letters = mention.end == mention.start + 1 && is_acronym(tokens[mention.start].text);
    if sector.is_some() || is_letters {
        return false;
    }
    if has_case(&["near", "outside"]) {
        return true;
    }
    let before = tokens[..mention.start].iter().rposition(|token| !matches!(token.text, "," | "and" | "or"));
    let after = (mention.end..tokens.len()).find(|&at| !matches!(tokens[at].text, "," | "and" | "or"));
    let is_in_list = |at: Option<usize>, edge: usize| at.is_some_and(|at| at.abs_diff(edge) > 1);
    let is_name =
        |at: usize| names.iter().any(|name| name.kind == NameKind::Place && (name.start..name.end).contains(&at));
    let is_beside = before.filter(|_| is_in_list(before, mention.start)).is_some_and(is_name)
        || after.filter(|_| is_in_list(after, mention.end - 1)).is_some_and(is_name);
    is_beside && has_case(&["in", "at", "from", "near", "around"])
}

/// "a researcher at the Ferrat Center" works there.
fn is_of_person(tokens: &[Token], top: usize) -> bool {
    tokens[top].relation == Relation::Nmod
        || tokens[top].head.is_some_and(|head| matches!(tokens[head].lemma.as_str(), "work" | "study" | "teach"))
}
