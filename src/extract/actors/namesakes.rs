//! Names of countries that something else bears: Georgia is a state of the US in an article with Atlanta and Alabama.
//!
//! One sense per discourse: the words of the whole article decide, as `data/words/namesakes.tsv` lists them.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use crate::extract::mention::{Mention, Who};
use crate::knowledge::Knowledge;
use crate::knowledge::names::{FormKind, Known};
use crate::knowledge::words::Namesake;
use crate::language::Sentence;

/// Drops the mentions whose name is another's in this article.
pub(super) fn drop(found: &mut [Vec<Mention>], sentences: &[Sentence], knowledge: &Knowledge) {
    let namesakes = &knowledge.words.namesakes;
    let name_of = |mention: &Mention| {
        let is_country = matches!(mention.who, Who::Known(Known::Country(_))) && mention.form == FormKind::Name;
        let name = sentences[mention.sentence].tokens[mention.start].text;
        (is_country && mention.end == mention.start + 1).then_some(name)
    };
    let mut is_others: HashMap<String, bool> = HashMap::new();
    for name in found.iter().flatten().filter_map(name_of) {
        if let Some(namesake) = namesakes.get(name)
            && !is_others.contains_key(name)
        {
            is_others.insert(name.to_owned(), is_other(namesake, sentences));
        }
    }
    if is_others.values().any(|other| *other) {
        for mentions in found.iter_mut() {
            mentions.retain(|mention| name_of(mention).is_none_or(|name| is_others.get(name) != Some(&true)));
        }
    }
}

/// Whether the article has more different words for the other than for the country.
fn is_other(namesake: &Namesake, sentences: &[Sentence]) -> bool {
    let (mut own, mut others) = (HashSet::new(), HashSet::new());
    for sentence in sentences {
        let tokens = &sentence.tokens;
        for at in 0..tokens.len() {
            let pieces = || tokens[at..].iter().map(|token| Cow::Borrowed(token.plain.as_ref()));
            for (phrases, seen) in [(&namesake.own, &mut own), (&namesake.others, &mut others)] {
                if let Some((len, ())) = phrases.longest(pieces()) {
                    seen.insert((tokens[at].text, len));
                }
            }
        }
    }
    others.len() > own.len()
}
