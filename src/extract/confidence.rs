//! How sure a statement is, between 0 and 1.
//!
//! A base for the construction that found it, lessened for each thing that leaves more room for error: an end that is a pronoun or a
//! description, or only the owner of what the words are about; a mood that other words make; a long sentence. The numbers
//! are fitted to the development articles: README has what they give there.

use super::clause::Clause;
use super::constructions::{Construction, Finding};
use crate::ontology::Modality;

/// A sentence of more words than this is hard to read.
const LONG: usize = 45;

/// How sure a finding is.
pub fn confidence(clause: &Clause, finding: &Finding, modality: Modality) -> f64 {
    let base: f64 = match finding.construction {
        Construction::Title | Construction::Name => 0.95,
        Construction::Compound | Construction::Role => 0.9,
        Construction::Active | Construction::Passive => 0.88,
        Construction::Reciprocal | Construction::Act | Construction::Result | Construction::Union => 0.85,
        Construction::Between | Construction::Adjective => 0.8,
        Construction::Demand | Construction::Charge | Construction::Verdict | Construction::Strike => 0.8,
    };
    let ends =
        finding.ends.map_or(Vec::new(), |(subject, object)| vec![(finding.subject, subject), (finding.object, object)]);
    let of_ends: f64 = ends.into_iter().map(|(actor, noun)| doubt_of_end(clause, actor, noun)).sum();
    let of_mood = if modality == Modality::Asserted { 0.0 } else { 0.04 };
    let of_length = if clause.tokens.len() > LONG { 0.05 } else { 0.0 };
    // Two decimals: more would claim what was not measured.
    ((base - of_ends - of_mood - of_length) * 100.0).round() / 100.0
}

/// Less sure where the words at an end do not name the actor.
fn doubt_of_end(clause: &Clause, actor: usize, noun: usize) -> f64 {
    let mut named =
        clause.mentions_over(noun).filter(|(_, other)| *other == actor).map(|(mention, _)| clause.is_name(mention));
    match named.next() {
        Some(true) => 0.0,
        Some(false) => 0.12,
        // "condemned the attack" asks the sentences before whose it was.
        None if clause.takes_up(noun, actor) => 0.15,
        None => 0.05,
    }
}
