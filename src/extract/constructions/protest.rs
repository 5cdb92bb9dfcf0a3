//! Against whom a protest is: "demonstrated to demand the resignation of A", "went on strike over A's reforms", "blocked roads in
//! protest at A's refusal".
//!
//! The words of protest are classes of `words/word_classes.tsv` (MARCH for verbs, RALLY for nouns and STAGE for what is done with them,
//! BLOCK and ROAD for what is done to what); that they are "against" somebody the entries of `data/predicates` say.

use std::borrow::Cow;

use super::{Construction, Finding, Stated, entry_of};
use crate::extract::clause::{Clause, Part};
use crate::language::{Relation, Tag};
use crate::ontology::RelationType;

/// Phrases inside of each other: "the return of property seized by A".
const MAX_DEPTH: usize = 3;

/// The protests of a sentence.
pub fn find(clause: &Clause) -> Vec<Finding> {
    (0..clause.tokens.len()).filter(|&i| clause.is_verb(i)).flat_map(|verb| of_verb(clause, verb)).collect()
}

fn of_verb(clause: &Clause, verb: usize) -> Vec<Finding> {
    let Some(words) = words_of_protest(clause, verb) else { return Vec::new() };
    let predicates = &clause.knowledge.predicates;
    let Some(entry) = entry_of(predicates, "protest", RelationType::Protest) else { return Vec::new() };
    let subjects = clause.subjects(verb);
    if clause.is_passive(verb) || subjects.is_empty() {
        return Vec::new();
    }
    let named: Vec<&str> = words.iter().map(|&i| clause.tokens[i].lemma.as_str()).collect();
    let predicate = Cow::Owned([&[clause.verb_lemma(verb)], &named[..]].concat().join(" "));
    let mood = clause.mood(verb);
    let construction = Construction::Active;
    let stated = Stated { entry, construction, at: verb, words: words.clone(), predicate, mood, said_by: None };
    let heads = || std::iter::once(verb).chain(words.iter().copied());
    let issues = heads().flat_map(|head| issues_below(clause, head));
    let found = issues.map(|issue| stated.of_all(clause, &subjects, &reached(clause, issue, MAX_DEPTH)));
    found.into_iter().find(|found| !found.is_empty()).unwrap_or_default()
}

/// The nouns that with a verb tell of a protest; none where the verb does alone, `None` where it is of no protest.
fn words_of_protest(clause: &Clause, verb: usize) -> Option<Vec<usize>> {
    let words = &clause.knowledge.words;
    let is = |class: &str, i: usize| words.is_in_class(class, &clause.tokens[i].lemma);
    let lemma = clause.verb_lemma(verb);
    let objects: Vec<usize> = clause.below(verb, Relation::Obj).collect();
    // "protested their innocence", "rallied its troops"
    if words.is_in_class("MARCH", lemma) && objects.is_empty() {
        return Some(Vec::new());
    }
    let mut nouns = clause.children(verb).filter(|&i| {
        matches!(clause.tokens[i].relation, Relation::Obj | Relation::Obl | Relation::Advcl | Relation::Xcomp)
            && clause.tokens[i].tag == Tag::Noun
    });
    let lends = words.light_verbs.contains_key(lemma) || words.is_in_class("STAGE", lemma);
    // A strike may be one from the air.
    let is_rally = |i: usize| {
        let is_strike = clause.children(i).any(|word| words.is_in_class("STRIKE", &clause.tokens[word].lower));
        is("RALLY", i) || clause.tokens[i].lemma == "strike" && (is_strike || clause.has_case(i, "on"))
    };
    let rally = nouns.find(|&i| lends && is_rally(i));
    let blocks = words.is_in_class("BLOCK", lemma);
    // "boycotted courts in protest at"
    if clause.below(verb, Relation::Obl).any(|i| is_in_protest(clause, i)) {
        return Some(Vec::new());
    }
    rally.or_else(|| objects.into_iter().find(|&i| blocks && is("ROAD", i))).map(|noun| vec![noun])
}

/// "in protest at A's refusal".
fn is_in_protest(clause: &Clause, noun: usize) -> bool {
    clause.is_one_of(noun, &["protest", "opposition"]) && clause.has_case(noun, "in")
}

/// What a protest is about or against, below the words that tell of it: phrases, and the objects of what it demands or denounces.
fn issues_below<'c>(clause: &'c Clause, head: usize) -> impl Iterator<Item = usize> + 'c {
    // "protested at A's visit", but "rallied at A's arena"
    let protests = clause.verb_lemma(head) == "protest" || clause.children(head).any(|i| is_in_protest(clause, i));
    let is_at = move |case: usize| clause.is_one_of(case, &["at"]) && protests;
    let is_issue = move |i: usize| {
        matches!(clause.tokens[i].relation, Relation::Obl | Relation::Nmod)
            && clause.cases(i).any(|case| is_at(case) || clause.is_one_of(case, &["against", "over", "outside"]))
    };
    let of_phrase = move |i: usize| -> Vec<usize> {
        if is_in_protest(clause, i) {
            clause.below(i, Relation::Nmod).collect()
        } else if is_issue(i) {
            vec![i]
        } else {
            Vec::new()
        }
    };
    let is_inner = |i: &usize| {
        matches!(clause.tokens[*i].relation, Relation::Advcl | Relation::Acl | Relation::Xcomp | Relation::Conj)
            && clause.knowledge.words.is_in_class("PROTEST", clause.verb_lemma(*i))
    };
    let inner = clause.children(head).filter(is_inner).flat_map(|verb| {
        // "demanded that A step down"
        let doers = clause.below(verb, Relation::Ccomp).flat_map(|wanted| clause.below(wanted, Relation::Nsubj));
        let patients =
            clause.children(verb).filter(|&i| matches!(clause.tokens[i].relation, Relation::Obj | Relation::Obl));
        patients.chain(doers).collect::<Vec<_>>()
    });
    clause.children(head).flat_map(of_phrase).chain(inner)
}

/// Whom a phrase means or is about: "A's reforms", "the resignation of A", "a bill signed by A", "higher pay from A".
fn reached(clause: &Clause, noun: usize, depth: usize) -> Vec<Part> {
    let own: Vec<Part> = clause.parts(noun).into_iter().filter(|part| !clause.is_of_people(part)).collect();
    if !own.is_empty() || depth == 0 {
        return own;
    }
    let is_link = |i: &usize| match clause.tokens[*i].relation {
        Relation::Nmod | Relation::OblAgent => {
            let links = ["of", "by", "from", "to", "with", "between", "for", "on"];
            clause.cases(*i).any(|case| clause.is_one_of(case, &links))
        }
        Relation::Acl | Relation::Conj => true,
        _ => false,
    };
    clause
        .children(noun)
        .filter(is_link)
        .map(|i| reached(clause, i, depth - 1))
        .find(|found| !found.is_empty())
        .unwrap_or_default()
}
