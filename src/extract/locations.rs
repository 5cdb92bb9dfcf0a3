//! Where something is: the country of the places that a phrase names.
//!
//! "in Ukraine", "in Kherson, southern Ukraine", "in the town of Tyre, Lebanon", "in Lebanon's south". A place alone is of no country.

use super::clause::Clause;
use super::mention::Mention;
use crate::knowledge::names::FormKind;
use crate::language::{Relation, Tag};
use crate::ontology::ActorKind;

impl Clause<'_, '_> {
    /// The countries of the places below a word with one of these prepositions, each with the noun of its place.
    pub fn countries_below(&self, head: usize, prepositions: &[&str]) -> impl Iterator<Item = (usize, usize)> {
        let is_place = |i: &usize| {
            matches!(self.tokens[*i].relation, Relation::Obl | Relation::Nmod)
                && prepositions.iter().any(|case| self.has_case(*i, case))
        };
        let nouns: Vec<usize> = self.children(head).filter(is_place).collect();
        nouns.into_iter().filter_map(|noun| Some((self.country_at(noun)?, noun)))
    }

    /// The country where the place is that a noun names.
    pub fn country_at(&self, noun: usize) -> Option<usize> {
        let mut over = self.mentions_over(noun).peekable();
        if over.peek().is_some() {
            let named = over.find(|named| self.is_country_name(named) && self.top(&named.0) == noun);
            return named.map(|(_, actor)| *actor);
        }
        match self.tokens[noun].tag {
            Tag::Propn => self.country_after(noun),
            _ => self.country_of_area(noun),
        }
    }

    fn is_country_name(&self, (mention, actor): &(Mention, usize)) -> bool {
        self.kind(*actor) == ActorKind::Country && matches!(mention.form, FormKind::Name | FormKind::Seat)
    }

    /// "Kherson, southern Ukraine", whatever the tree makes of it.
    fn country_after(&self, name: usize) -> Option<usize> {
        let token = |i: usize| self.tokens.get(i);
        let comma = (name..).find(|&i| token(i).is_none_or(|token| token.tag != Tag::Propn))?;
        let is_comma = token(comma).is_some_and(|token| token.text == ",");
        let is_side = |i: usize| token(i).is_some_and(|token| token.tag == Tag::Adj || token.lower == "the");
        let start = (comma + 1..).find(|&i| !is_side(i)).filter(|_| is_comma)?;
        let mut named = self.mentions_over_any(start).filter(|named| self.is_country_name(named));
        named.next().map(|(_, actor)| *actor)
    }

    fn mentions_over_any(&self, i: usize) -> impl Iterator<Item = &(Mention, usize)> {
        self.mentions.iter().filter(move |(mention, _)| (mention.start..mention.end).contains(&i))
    }

    /// "Lebanon's south", "the Lebanese town of Tyre", "the region of Kherson, Ukraine"; of anything else, "a camp in Lebanon", only where
    /// it is said to be.
    fn country_of_area(&self, noun: usize) -> Option<usize> {
        let words = &self.knowledge.words;
        let is_area = ["AREA", "LAND"].iter().any(|class| words.is_in_class(class, &self.tokens[noun].lemma));
        let owner = || self.holders(noun).into_iter().find(|part| self.kind(part.actor) == ActorKind::Country);
        let owner = if is_area { owner() } else { None };
        let is_linked = |i: &usize| self.has_case(*i, "in") || is_area && self.has_case(*i, "of");
        let linked = self.below(noun, Relation::Nmod).filter(is_linked);
        let mut inner = linked.chain(self.below(noun, Relation::Appos).filter(|_| is_area));
        owner.map(|part| part.actor).or_else(|| inner.find_map(|i| self.country_at(i)))
    }
}
