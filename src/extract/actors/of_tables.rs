//! Actors that the tables know and the article does not name: who holds an office on its day, the body that issues a statement.

use super::{Actors, folded};
use crate::knowledge::Names;
use crate::knowledge::holders::Term;
use crate::knowledge::names::Known;
use crate::ontology::{Actor, ActorKind};

impl Actors {
    /// The actor that holds a term of office: the article's own person of that name, or a new one.
    pub(in crate::extract) fn person_of_tables(&mut self, term: &Term, names: &Names) -> usize {
        if let Some(&index) = self.of_tables.get(&term.holder) {
            return index;
        }
        let folded_names: Vec<String> =
            std::iter::once(&term.holder).chain(&term.aliases).map(|name| folded(name)).collect();
        let is_one = |actor: &Actor| actor.kind == ActorKind::Person && folded_names.contains(&folded(&actor.name));
        if let Some(index) = self.list.iter().position(is_one) {
            self.of_tables.insert(term.holder.clone(), index);
            return index;
        }
        self.of_tables.insert(term.holder.clone(), self.list.len());
        let (_, country, _) = particulars(term.of, names);
        self.known.push(None);
        self.terms.insert(self.list.len(), term.clone());
        let aliases = vec![term.holder.clone()];
        self.list.push(Actor { country, aliases, ..Actor::new(term.holder.clone(), ActorKind::Person) });
        self.list.len() - 1
    }

    /// The country or group of a record of the tables, also where the article does not name it: whose spokesman issues a statement.
    pub(in crate::extract) fn body_of_tables(&mut self, record: Known, names: &Names) -> usize {
        if let Some(body) = self.of_record(record) {
            return body;
        }
        let (kind, country, sector) = particulars(record, names);
        self.known.push(Some(record));
        let name = names.name(record).to_owned();
        self.list.push(Actor { country, sector, aliases: vec![name.clone()], ..Actor::new(name, kind) });
        self.list.len() - 1
    }
}

/// Kind, country and sector of a record of the tables.
pub(super) fn particulars(record: Known, names: &Names) -> (ActorKind, Option<String>, Option<String>) {
    match record {
        Known::Country(i) => (ActorKind::Country, Some(names.countries[i].alpha3.clone()), None),
        Known::Group(i) => {
            let group = &names.groups[i];
            (ActorKind::Group, group.country.clone(), Some(group.sector.clone()))
        }
    }
}
