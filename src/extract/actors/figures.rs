//! Figures of fiction, who do nothing in the world: whom an actor portrays, as whom a fan dresses, who stands under a picture
//! with the title of a film.
//!
//! A name counts as a figure's where every mention in the article is of this kind.

use std::collections::HashMap;

use super::folded;
use crate::extract::coreference::places;
use crate::extract::mention::{Mention, Who};
use crate::knowledge::Knowledge;
use crate::language::{NameKind, Relation, Sentence, Tag, Token};

/// Drops the persons who are figures.
pub(super) fn drop(found: &mut [Vec<Mention>], sentences: &[Sentence], knowledge: &Knowledge) {
    let name = |mention: &Mention| {
        let tokens = &sentences[mention.sentence].tokens[mention.start..mention.end];
        folded(&tokens.iter().map(|token| token.text).collect::<Vec<_>>().join(" "))
    };
    let mut is_figure: HashMap<String, bool> = HashMap::new();
    let persons = |found: &[Vec<Mention>]| -> Vec<Mention> {
        found.iter().flatten().filter(|mention| mention.who == Who::Person).cloned().collect()
    };
    for mention in persons(found) {
        let is_played = is_played(&mention, &sentences[mention.sentence], knowledge);
        is_figure.entry(name(&mention)).and_modify(|all| *all &= is_played).or_insert(is_played);
    }
    for (mentions, sentence) in found.iter_mut().zip(sentences) {
        mentions.retain(|mention| !is_title_in_caption(mention, sentence));
    }
    if is_figure.values().any(|figure| *figure) {
        for mentions in found.iter_mut() {
            mentions.retain(|mention| mention.who != Who::Person || is_figure.get(&name(mention)) != Some(&true));
        }
    }
}

fn is_played(mention: &Mention, sentence: &Sentence, knowledge: &Knowledge) -> bool {
    let tokens = &sentence.tokens;
    let is_of_class = |at: usize, class: &str| knowledge.words.is_in_class(class, &tokens[at].lemma);
    let top = places::top_of(tokens, places::head_of(tokens, mention.start, mention.end));
    let head = tokens[top].head;
    let follows_as = tokens[..mention.start].iter().rev().take(3).any(|token| token.text == "as");
    // "who portrayed Ada Ferrat", "dressed as Ada Ferrat", "her role as Ada Ferrat"
    let is_part = head.is_some_and(|head| match tokens[top].relation {
        Relation::Obj => is_of_class(head, "PORTRAY"),
        Relation::Obl => follows_as && (is_of_class(head, "PORTRAY") || is_of_class(head, "ENACT")),
        Relation::Nmod => (follows_as || has_of(tokens, top)) && is_of_class(head, "FIGURE"),
        _ => false,
    });
    // "the character Ada Ferrat"
    let is_named =
        mention.start > 0 && is_of_class(mention.start - 1, "FIGURE") && tokens[mention.start - 1].tag == Tag::Noun;
    is_part || is_named || is_caption(mention, sentence)
}

/// "Ada from Zena": what ends a line without a verb after "from", and no noun or table has for a group.
fn is_title_in_caption(mention: &Mention, sentence: &Sentence) -> bool {
    let tokens = &sentence.tokens;
    let is_unknown = matches!(mention.who, Who::Group { sector: None, of: None, .. });
    let is_after_from = mention.start > 1 && tokens[mention.start - 1].text == "from" && tokens[0].is_capitalised();
    let is_end = tokens[mention.end..].iter().all(|token| !token.is_word());
    is_unknown && is_after_from && is_end && tokens.iter().all(|token| !matches!(token.tag, Tag::Verb | Tag::Aux))
}

fn has_of(tokens: &[Token], at: usize) -> bool {
    tokens.iter().any(|token| token.head == Some(at) && token.relation == Relation::Case && token.text == "of")
}

/// "Ada Ferrat from Lords of Zena": a line without a verb, whose end the models take for a title.
fn is_caption(mention: &Mention, sentence: &Sentence) -> bool {
    let tokens = &sentence.tokens;
    // "Ada and Zena Ferrat from Lords of Zena"
    let is_from = tokens[mention.end..].iter().take(3).any(|token| token.text == "from");
    let is_title = || sentence.names.iter().any(|name| name.start > mention.end && name.kind == NameKind::Other);
    is_from && tokens.iter().all(|token| !matches!(token.tag, Tag::Verb | Tag::Aux)) && is_title()
}
