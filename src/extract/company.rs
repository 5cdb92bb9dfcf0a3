//! Those who are named beside a noun: as examples of what it says, "countries, including A and B", and in company, "A, along with B,".

use super::clause::{Clause, Part, wholes};
use crate::language::tag::Number;
use crate::language::{Relation, Tag};
use crate::ontology::ActorKind;

impl Clause<'_, '_> {
    /// "several groups, including A and B", "leaders such as A": those named as examples of what a noun in the plural says, and what is
    /// theirs: "targets, including A's embassy".
    pub(super) fn examples(&self, noun: usize) -> Vec<Part> {
        let token = &self.tokens[noun];
        if token.tag != Tag::Noun || token.features.number != Some(Number::Plural) {
            return Vec::new();
        }
        // "seized villages, including Kela Wadi": a place by whatever name, but of states one is a state.
        let is_place = self.knowledge.words.place_nouns.contains(&token.lemma);
        let fits = |part: &Part| !is_place || self.kind(part.actor) == ActorKind::Country;
        // "struck targets in Zena, including the port of Kela": the tree may hang the examples on the verb.
        let verb = token.head.filter(|_| matches!(token.relation, Relation::Obj | Relation::NsubjPass));
        let beside = verb.into_iter().flat_map(|verb| self.below(verb, Relation::Obl));
        let below = self.below(noun, Relation::Nmod);
        let is_example = |&i: &usize| i > noun && self.is_example(i) && !self.is_of_later(noun, i);
        let named = below.chain(beside).filter(is_example).flat_map(|i| self.members(i));
        named.flat_map(|i| self.parts_of(i, 1)).filter(fits).collect()
    }

    /// "including A", "such as A", "among them A"
    fn is_example(&self, i: usize) -> bool {
        let start = self.mentions_over(i).next().map_or(i, |(mention, _)| mention.name_start);
        let is_among = start > 1 && self.is_one_of(start - 1, &["them"]) && self.is_one_of(start - 2, &["among"]);
        is_among || self.cases(i).any(|case| self.is_one_of(case, &["including", "such"]))
    }

    /// "parties in Kenya, parties in Ghana, including Hope": an example of what stands nearer and is called the same.
    pub(super) fn is_of_later(&self, noun: usize, example: usize) -> bool {
        (noun + 1..example).any(|i| self.tokens[i].lower == self.tokens[noun].lower)
    }

    /// "A, along with B, condemned": those in whose company a subject does what a verb says.
    pub(super) fn company(&self, subject: usize, verb: usize) -> Vec<Part> {
        let is_between = |i: &usize| (subject + 1..verb).contains(i);
        let along = |i: &usize| self.cases(*i).any(|case| self.is_one_of(case, &["along", "alongside", "together"]));
        let beside = self.below(subject, Relation::Nmod).filter(is_between).filter(along);
        // "A, together with B, signed": the tree may hang them on the adverb or the verb.
        let adverbs = self.below(verb, Relation::Advmod).filter(is_between);
        let phrases = adverbs.flat_map(|adverb| self.children(adverb)).chain(self.children(verb)).filter(is_between);
        let is_together = |case: usize| case > 0 && self.tokens[case - 1].lower == "together";
        let together = phrases.filter(|&i| self.cases(i).any(is_together));
        wholes(beside.chain(together).flat_map(|i| self.parts(i)).collect())
    }

    /// "supporters of Ada Ferrat and opponents of Hope", "a scholar at Zena and a member of Hope": the noun that another is said beside,
    /// where the tree hangs the other on the name between.
    pub(super) fn parallel_of(&self, noun: usize) -> Option<usize> {
        let token = &self.tokens[noun];
        let name = token.head.filter(|_| token.relation == Relation::Conj && token.tag == Tag::Noun)?;
        let first = self.tokens[name].head.filter(|_| self.tokens[name].relation == Relation::Nmod)?;
        let article = |i: usize| self.below(i, Relation::Det).next().map(|det| self.tokens[det].lower.as_str());
        let is_alike = self.tokens[first].tag == Tag::Noun
            && self.tokens[first].features.number == token.features.number
            && article(first).map(indefinite) == article(noun).map(indefinite);
        let are_roles = self.is_role(first) && self.is_role(noun);
        let is_named = |i: usize| self.mentions_over(i).next().is_some();
        (is_alike && are_roles && is_named(name) && !is_named(first) && !is_named(noun)).then_some(first)
    }

    /// Whether a noun says what somebody is to another.
    fn is_role(&self, noun: usize) -> bool {
        let (lower, words) = (&self.tokens[noun].lower, &self.knowledge.words);
        self.knowledge.predicates.roles.get(lower).is_some() || words.quantity_nouns.contains(lower.as_str())
    }
}

/// "a" and "an" are one article.
fn indefinite(article: &str) -> &str {
    if article == "an" { "a" } else { article }
}
