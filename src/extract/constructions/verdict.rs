//! What somebody says of another's act: "Netanyahu called Trump's order decisive", "Lavrov said the American strikes were illegal".
//!
//! Words of blame make it an accusation, words of praise support, and words that leave an act no force reject it. The words are classes
//! of `data/words/word_classes.tsv`; whose the act is, the noun phrase says.

use super::{Construction, Finding};
use crate::extract::clause::{Clause, Part, Role, wholes};
use crate::language::{Relation, Tag};
use crate::ontology::{ActorKind, Modality, Polarity, RelationType};

/// Words between what is judged and the judgement: "the decision to close the port a mistake".
const MAX_BETWEEN: usize = 12;
/// Steps from the judgement up to its verb.
const MAX_CLIMB: usize = 4;

/// The verdicts of a sentence; `speaker_at` tells whose words the one at a token is among.
pub fn find(clause: &Clause, speaker_at: impl Fn(usize) -> Option<usize>) -> Vec<Finding> {
    let judgements =
        (0..clause.tokens.len()).filter_map(|word| relation_of(clause, word).map(|relation| (word, relation)));
    let found = judgements.flat_map(|(word, relation)| {
        let Some((judges, noun)) = called(clause, word).or_else(|| said(clause, word, &speaker_at)) else {
            return Vec::new();
        };
        let judged = judged(clause, noun, relation);
        let pairs = judges.iter().flat_map(|&judge| judged.iter().map(move |part| (judge, *part)));
        let pairs = pairs.filter(|(judge, part)| *judge != part.actor);
        pairs.map(|(judge, part)| finding(clause, judge, relation, part, word)).collect::<Vec<_>>()
    });
    found.collect()
}

fn finding(clause: &Clause, judge: usize, relation: RelationType, part: Part, word: usize) -> Finding {
    let predicate = clause.tokens[word].lemma.clone();
    Finding {
        ends: Some((word, part.noun)),
        ..Finding::plain(Construction::Verdict, (judge, relation, part.actor), predicate, word)
    }
}

/// What a word makes of the act that it is said of, where nothing denies it.
fn relation_of(clause: &Clause, word: usize) -> Option<RelationType> {
    let token = &clause.tokens[word];
    let is = |class: &str| clause.knowledge.words.is_in_class(class, &token.lower);
    let relation = match () {
        () if !matches!(token.tag, Tag::Adj | Tag::Noun | Tag::Verb) => return None,
        () if is("BLAME_WORD") => RelationType::Accuse,
        () if is("PRAISE_WORD") => RelationType::Support,
        () if is("VOID_WORD") => RelationType::Reject,
        () => return None,
    };
    let mood = clause.mood(word);
    (mood.polarity == Polarity::Affirmed && !clause.is_denied(word)).then_some(relation)
}

/// "called the strikes illegal", "described the order as a mistake": who judges what.
fn called(clause: &Clause, word: usize) -> Option<(Vec<usize>, usize)> {
    let above = std::iter::successors(clause.tokens[word].head, |&at| clause.tokens[at].head).take(MAX_CLIMB);
    let judges = |verb: &usize| {
        clause.is_verb(*verb) && clause.knowledge.words.is_in_class("JUDGE", clause.verb_lemma(*verb)) && *verb < word
    };
    let verb = above.into_iter().find(judges).filter(|&verb| !clause.is_passive(verb))?;
    let mood = clause.mood(verb);
    let is_object = |i: &usize| {
        matches!(clause.tokens[*i].relation, Relation::Obj | Relation::Xcomp | Relation::Ccomp)
            && *i > verb
            && *i < word
            && word - i <= MAX_BETWEEN
            && matches!(clause.tokens[*i].tag, Tag::Noun | Tag::Propn)
    };
    let noun = clause.children(verb).find(is_object)?;
    // "called the strike that killed the illegal trader a success": the judgement is no part of what is judged.
    let is_inside = clause.tokens[word].head == Some(noun) && word < noun
        || clause.tokens[word].relation == Relation::Amod
            && clause.tokens[word].head.is_some_and(|head| head < word && head != noun);
    let is_fact = mood.polarity == Polarity::Affirmed && mood.modality == Modality::Asserted;
    (is_fact && !is_inside).then(|| (actors_of(clause.subjects(verb)), noun))
}

/// "said the strikes were illegal", "'The strikes are illegal,' he said".
fn said(clause: &Clause, word: usize, speaker_at: impl Fn(usize) -> Option<usize>) -> Option<(Vec<usize>, usize)> {
    // "were justified": the tree may take the word for a participle.
    let is_said_of = clause.has_below(word, Relation::Cop) || clause.has_below(word, Relation::AuxPass);
    if !is_said_of || clause.mood(word).modality != Modality::Asserted {
        return None;
    }
    let subjects = clause.below(word, Relation::Nsubj).chain(clause.below(word, Relation::NsubjPass));
    let noun = subjects.into_iter().find(|&noun| noun < word)?;
    let token = &clause.tokens[word];
    let verb = token.head.filter(|&head| token.relation == Relation::Ccomp && clause.says_at(head).is_some());
    let speakers =
        verb.filter(|&verb| !clause.is_passive(verb)).map_or(Vec::new(), |verb| actors_of(clause.subjects(verb)));
    let speakers = if speakers.is_empty() { speaker_at(word).into_iter().collect() } else { speakers };
    (!speakers.is_empty()).then_some((speakers, noun))
}

/// Whose the act is that is judged: its owners, or those between whom it holds.
fn judged(clause: &Clause, noun: usize, relation: RelationType) -> Vec<Part> {
    let words = &clause.knowledge.words;
    if words.kind_nouns.contains(&clause.tokens[noun].lower) {
        return Vec::new();
    }
    // "called her murder unacceptable" blames others.
    let is_suffered = words.is_in_class("SUFFERED", &clause.tokens[noun].lower);
    let is_meant = |part: &Part| match part.role {
        Role::Whole => relation == RelationType::Accuse,
        Role::Owner if is_suffered && clause.kind(part.actor) == ActorKind::Person => false,
        Role::Owner => !clause.is_of_people(part),
        Role::Of => false,
    };
    let mut parts: Vec<Part> = clause.parts(noun).into_iter().filter(is_meant).collect();
    if parts.is_empty() && clause.knowledge.predicates.between.get(&clause.tokens[noun].lower).is_some() {
        let between = clause.below(noun, Relation::Nmod).find(|&i| clause.has_case(i, "between"));
        parts = between.map_or(Vec::new(), |between| clause.wholes(between));
    }
    parts
}

fn actors_of(parts: Vec<Part>) -> Vec<usize> {
    wholes(parts).into_iter().map(|part| part.actor).collect()
}
