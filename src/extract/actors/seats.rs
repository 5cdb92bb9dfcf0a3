//! Cities that stand for a group where it acts, though they are a country's: "Brussels" for the EU in an article that names the
//! EU and not Belgium.

use std::collections::HashSet;

use crate::extract::mention::{Mention, Who};
use crate::knowledge::Knowledge;
use crate::knowledge::names::{FormKind, Known};
use crate::language::Sentence;

/// Gives such mentions to the group, but for those that only say where something is: "talks in Brussels".
pub(super) fn settle(found: &mut [Vec<Mention>], sentences: &[Sentence], knowledge: &Knowledge) {
    let record = |mention: &Mention| if let Who::Known(known) = mention.who { Some(known) } else { None };
    let seated: Vec<(Known, &[String])> = found
        .iter()
        .flatten()
        .filter_map(record)
        .collect::<HashSet<_>>()
        .into_iter()
        .filter_map(|known| match known {
            Known::Group(group) => Some((known, knowledge.names.groups[group].seats.as_slice())),
            Known::Country(_) => None,
        })
        .filter(|(_, seats)| !seats.is_empty())
        .collect();
    if seated.is_empty() {
        return;
    }
    let otherwise: HashSet<Known> =
        found.iter().flatten().filter(|mention| mention.form != FormKind::Seat).filter_map(record).collect();
    for mention in found.iter_mut().flatten().filter(|mention| mention.form == FormKind::Seat) {
        let tokens = &sentences[mention.sentence].tokens;
        let city = tokens[mention.start].text;
        let is_where = mention.start > 0
            && matches!(
                tokens[mention.start - 1].lower.as_str(),
                "in" | "at" | "to" | "from" | "near" | "outside" | "around"
            );
        let is_country_named = record(mention).is_some_and(|country| otherwise.contains(&country));
        let mut groups = seated.iter().filter(|(_, seats)| seats.iter().any(|seat| seat == city));
        if let (Some((group, _)), None, false, false) = (groups.next(), groups.next(), is_where, is_country_named) {
            mention.who = Who::Known(*group);
            mention.form = FormKind::Name;
        }
    }
}
