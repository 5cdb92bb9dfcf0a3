//! What the lines of sports pages state: "Leeds 2 Derby 1", "CHICAGO AT TORONTO", and the players that brackets give a side.

use super::{Construction, Finding};
use crate::extract::clause::Clause;
use crate::extract::contest;
use crate::extract::mood::Mood;
use crate::language::Name;
use crate::ontology::{ActorKind, Modality, RelationType};

/// What a sentence states that is a result or a fixture as a whole; `names` are those that the models find in it.
pub fn find(clause: &Clause, names: &[Name]) -> Vec<Finding> {
    let Some(line) = contest::line(clause.tokens, names, clause.knowledge) else { return Vec::new() };
    let named = |start: usize| {
        let (_, actor) = clause.mentions.iter().find(|(mention, _)| mention.start == start)?;
        Some(*actor).filter(|&actor| clause.kind(actor) != ActorKind::Country)
    };
    let sides = [named(line.sides[0].start), named(line.sides[1].start)];
    let at = line.sides[1].start;
    let modality = if line.is_fixture { Modality::Planned } else { Modality::Asserted };
    let finding = |subject, relation, object, predicate: &str, at, modality| Finding {
        mood: Mood::of(modality),
        ..Finding::plain(Construction::Result, (subject, relation, object), predicate.to_owned(), at)
    };
    let words = if line.is_fixture { "at" } else { "result" };
    let contest =
        sides[0].zip(sides[1]).map(|(one, other)| finding(one, RelationType::RivalOf, other, words, at, modality));
    let players = line.players.into_iter().filter_map(|(name, side)| {
        let (player, team) = (named(name.start)?, sides[side]?);
        Some(finding(player, RelationType::AffiliatedWith, team, "(", name.start, Modality::Asserted))
    });
    contest.into_iter().chain(players).collect()
}
