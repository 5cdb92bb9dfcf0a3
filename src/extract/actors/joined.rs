//! Makes actors one that turn out to be: a name read as two kinds, a group under a shorter and a longer name, members that get one name.

use std::collections::BTreeMap;

use super::{Actors, folded, short_names};
use crate::knowledge::Knowledge;
use crate::ontology::ActorKind;

impl Actors {
    /// Gives actors other names; those that get the same one become one, in the place of the first.
    pub(in crate::extract) fn rename(&mut self, names: BTreeMap<usize, String>) {
        let mut first_of: BTreeMap<String, usize> = BTreeMap::new();
        let mut into: Vec<usize> = (0..self.list.len()).collect();
        for (actor, name) in names {
            into[actor] = *first_of.entry(name.clone()).or_insert(actor);
            self.list[actor].name = name;
        }
        self.merge(&into);
    }

    /// One name is of one kind in an article: where mentions of it were read as a person's and as a group's, the kind of
    /// more of them counts, of as many the group.
    pub(super) fn settle_kinds(&mut self) {
        let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (i, actor) in self.list.iter().enumerate() {
            if self.known[i].is_none() && actor.kind != ActorKind::Country {
                by_name.entry(folded(&actor.name)).or_default().push(i);
            }
        }
        let mut n_mentions = vec![0_usize; self.list.len()];
        for (_, actor) in self.mentions.iter().flatten() {
            n_mentions[*actor] += 1;
        }
        let mut into: Vec<usize> = (0..self.list.len()).collect();
        for same in by_name.values().filter(|same| same.len() > 1) {
            let is_group = |actor: usize| self.list[actor].kind == ActorKind::Group;
            let best = same.iter().copied().max_by_key(|&actor| (n_mentions[actor], is_group(actor)));
            let Some(best) = best else { continue };
            let (kind, sector) = (self.list[best].kind, self.list[best].sector.clone());
            let first = same[0];
            (self.list[first].kind, self.list[first].sector) = (kind, sector);
            for &other in same {
                into[other] = first;
            }
        }
        self.merge(&into);
    }

    /// Makes a group that the article has under a shorter and a longer name one, under the longer.
    pub(super) fn join_shorter(&mut self, knowledge: &Knowledge) {
        let pairs = short_names::pairs(&self.list, |actor| self.known[actor].is_some(), knowledge);
        let mut into: Vec<usize> = (0..self.list.len()).collect();
        for (short, long) in pairs {
            let (short, long) = (root(&into, short), root(&into, long));
            if short < long {
                // The earlier one takes the place of both, under the full name.
                let full = &self.list[long];
                let (name, country, sector) = (full.name.clone(), full.country.clone(), full.sector.clone());
                let actor = &mut self.list[short];
                (actor.name, actor.country, actor.sector) = (name, country, sector);
                self.known[short] = self.known[long];
            }
            into[short.max(long)] = short.min(long);
        }
        let into: Vec<usize> = (0..into.len()).map(|actor| root(&into, actor)).collect();
        self.merge(&into);
    }

    /// Makes each actor one with the earlier actor that `into` gives for it.
    fn merge(&mut self, into: &[usize]) {
        if into.iter().enumerate().all(|(actor, place)| actor == *place) {
            return;
        }
        let mut kept = 0;
        let mut place = vec![0; into.len()];
        for actor in 0..into.len() {
            place[actor] = if into[actor] == actor { kept } else { place[into[actor]] };
            kept += usize::from(into[actor] == actor);
        }
        for actor in (0..into.len()).rev().filter(|&actor| into[actor] != actor) {
            let aliases = std::mem::take(&mut self.list[actor].aliases);
            for alias in aliases {
                self.add_alias(into[actor], alias);
            }
            self.list.remove(actor);
            self.known.remove(actor);
        }
        for (_, actor) in self.mentions.iter_mut().flatten() {
            *actor = place[*actor];
        }
        for parent in self.parents.values_mut().flatten() {
            (parent.group, parent.parent) = (place[parent.group], place[parent.parent]);
        }
        self.terms = std::mem::take(&mut self.terms).into_iter().map(|(actor, term)| (place[actor], term)).collect();
    }
}

/// Where the chain of joins from an actor ends.
fn root(into: &[usize], mut actor: usize) -> usize {
    while into[actor] != actor {
        actor = into[actor];
    }
    actor
}
