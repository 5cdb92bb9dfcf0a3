//! Parties that govern: "Kenya's ruling Jubilee Party", "the Kenyan governing Greens" lead the country.

use super::Finding;
use super::title::tie;
use crate::extract::clause::Clause;
use crate::ontology::{ActorKind, RelationType};

/// The ruling parties of a sentence.
pub fn find(clause: &Clause) -> Vec<Finding> {
    let is_party = |actor: usize| clause.actors.list[actor].sector.as_deref() == Some("PTY");
    let named = clause.mentions.iter().filter(|(mention, actor)| clause.is_name(mention) && is_party(*actor));
    let found = named.filter_map(|(mention, party)| {
        let ruling = mention.name_start.checked_sub(1).filter(|&i| clause.is_one_of(i, &["ruling", "governing"]))?;
        let country = country_before(clause, ruling)?;
        Some(tie(*party, RelationType::Leads, country, clause.tokens[ruling].lower.clone(), ruling))
    });
    found.collect()
}

/// "Kenya's ruling", "the Kenyan governing"
fn country_before(clause: &Clause, ruling: usize) -> Option<usize> {
    let end = clause.owner_end(ruling).unwrap_or(ruling);
    let mut owners = clause.mentions.iter().filter(|(owner, _)| owner.end == end);
    owners.find(|(_, actor)| clause.kind(*actor) == ActorKind::Country).map(|(_, actor)| *actor)
}
