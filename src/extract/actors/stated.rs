//! What the statements say of each actor: offices, leaders, affiliation.

use std::collections::HashMap;

use super::Actors;
use super::of_tables::particulars;
use crate::extract::mention::crowd;
use crate::knowledge::Knowledge;
use crate::ontology::{Actor, ActorKind, Family, Modality, Office, Polarity, RelationType, Statement, Status};

impl Actors {
    /// The list with what the statements say of each: offices, leaders, affiliation; without crowds of whom they say nothing.
    pub fn into_stated(mut self, statements: &[Statement], knowledge: &Knowledge) -> Vec<Actor> {
        let index: HashMap<String, usize> =
            self.list.iter().enumerate().rev().map(|(i, a)| (a.name.clone(), i)).collect();
        for statement in statements.iter().filter(|statement| statement.relation.family() == Family::Structural) {
            let (Some(&subject), Some(&object)) = (index.get(&statement.subject), index.get(&statement.object)) else {
                continue;
            };
            let country = self.list[object].country.clone();
            let subject = &mut self.list[subject];
            let is_so = statement.polarity == Polarity::Affirmed;
            if subject.kind != ActorKind::Person || !is_so {
                continue;
            }
            subject.country = subject.country.take().or(country);
            let holds = statement.status == Status::Current && statement.modality == Modality::Asserted;
            subject.leader |= holds && statement.relation == RelationType::Leads;
            let words = statement.predicate.to_lowercase();
            let is_title = words.split(' ').any(|word| knowledge.offices.titles.get(word).is_some())
                || knowledge.offices.titles.get(&words).is_some();
            let is_office = matches!(statement.relation, RelationType::Leads | RelationType::Serves) && is_title;
            let office = Office {
                title: statement.predicate.clone(),
                of: Some(statement.object.clone()),
                status: statement.status,
            };
            if is_office && statement.modality == Modality::Asserted && !subject.offices.contains(&office) {
                subject.offices.push(office);
            }
        }
        for (person, term) in &self.terms {
            let of = knowledge.names.name(term.of).to_owned();
            let (_, country, _) = particulars(term.of, &knowledge.names);
            let person = &mut self.list[*person];
            person.country = person.country.take().or(country);
            if person.offices.is_empty() {
                let relation = knowledge.offices.titles.get(&term.title).and_then(|office| office.relation);
                person.leader |= relation == Some(RelationType::Leads);
                person.offices.push(Office { title: term.title.clone(), of: Some(of), status: Status::Current });
            }
        }
        // A crowd of whom nothing is stated is no actor.
        let is_stated = |name: &String| {
            statements.iter().any(|it| name == &it.subject || name == &it.object || Some(name) == it.speaker.as_ref())
        };
        self.list.retain(|actor| actor.sector.as_deref() != Some(crowd::SECTOR) || is_stated(&actor.name));
        self.list
    }
}
