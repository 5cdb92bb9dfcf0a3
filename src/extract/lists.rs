//! Lists of nouns and names: "A, B and C", "six parties (A, B and C)".
//!
//! In goes a noun or a place in a sentence; out come the nouns, or the actors, of the list that it is in. The tree is followed
//! where it joins them, and word by word where it errs, as it does in long lists of names.

use super::clause::{Clause, Part, Role};
use super::numerals;
use crate::knowledge::names::FormKind;
use crate::language::tag::Number;
use crate::language::{Relation, Tag};
use crate::ontology::ActorKind;

/// Longer lists are cut, so that one of twenty times twenty names does not state four hundred ties.
pub(super) const MAX_LIST: usize = 12;

impl Clause<'_, '_> {
    /// The nouns of a list, first first; the noun alone where there is none.
    pub fn members(&self, noun: usize) -> Vec<usize> {
        let mut members = vec![noun];
        let mut next = 0;
        while next < members.len() && members.len() <= MAX_LIST {
            let member = members[next];
            // "minister Wang Yi and Indian officials": the list goes on from the name.
            let named = self
                .children(member)
                .filter(|&i| matches!(self.tokens[i].relation, Relation::Appos | Relation::Flat))
                .filter(|&i| !self.is_past_aside(member, i));
            let bearer = self.bearer_after(member).map(|(named, _)| self.top(named));
            let heads: Vec<usize> = std::iter::once(member).chain(named).chain(bearer).collect();
            for head in heads {
                let joined = self.below(head, Relation::Conj).filter(|&i| {
                    // "deals between A and B and between C and D"
                    let is_list_of_own = self.has_case(i, "between");
                    let is_beside = self.is_past_aside(head, i) || self.parallel_of(i).is_some();
                    !self.is_verb(i) && !is_beside && !is_list_of_own
                });
                let beside = self.other_persons_beside(head).into_iter().chain(self.listed_after(head));
                for other in joined.chain(beside).chain(self.first_of_pair(head)) {
                    if !members.contains(&other) {
                        members.push(other);
                    }
                }
            }
            next += 1;
        }
        members.sort_unstable();
        members.dedup();
        members
    }

    /// "the Greens - an ally of Hope -, the Left and": what comes after the dash that closes an aside goes on before the aside.
    fn is_past_aside(&self, inside: usize, after: usize) -> bool {
        let is_apart = |a: usize, b: usize| self.tokens[a].span.end < self.tokens[b].span.start;
        let is_dash = |&i: &usize| matches!(self.tokens[i].text, "-" | "–" | "—") && i > 0 && is_apart(i - 1, i);
        let is_open = (0..inside).filter(is_dash).count() % 2 == 1;
        is_open && (inside..after).any(|i| is_dash(&i))
    }

    /// "North and South Korea": the word for the first of two countries that share the second one's last word.
    fn first_of_pair(&self, noun: usize) -> Option<usize> {
        let named = |i: usize| self.mentions_over(i).find(|(_, actor)| self.kind(*actor) == ActorKind::Country);
        let (second, _) = named(noun)?;
        let and = second.start.checked_sub(1).filter(|&i| self.tokens[i].lower == "and")?;
        let (first, _) = named(and.checked_sub(1)?)?;
        let is_part = self.is_one_of(first.start, &["north", "south", "east", "west"]);
        (is_part && first.end == and && first.end - first.start == 1).then_some(first.start)
    }

    /// The names that follow the one at `noun` in "A, B, C and D" word by word, as trees of long lists err; none where the list is of two,
    /// or a name begins a clause of its own: "after talks with A, B and C signed".
    fn listed_after(&self, noun: usize) -> Vec<usize> {
        let named = self.mentions.iter().position(|(mention, _)| {
            mention.form == FormKind::Name && (mention.name_start..mention.end).contains(&noun)
        });
        let Some(mut last) = named else { return Vec::new() };
        let is_person = |index: usize| self.kind(self.mentions[index].1) == ActorKind::Person;
        let kind = is_person(last);
        let mut names = Vec::new();
        let mut is_closed = false;
        while let Some((next, has_and)) = self.next_in_list(last)
            && is_person(next) == kind
            && !is_closed
            && names.len() < MAX_LIST
        {
            let top = self.top(&self.mentions[next].0);
            if matches!(self.tokens[top].relation, Relation::Nsubj | Relation::NsubjPass | Relation::Root) {
                return Vec::new();
            }
            names.push(top);
            (last, is_closed) = (next, has_and);
        }
        if is_closed && names.len() > 1 { names } else { Vec::new() }
    }

    /// The name that a list goes on with after the name of this index, and whether "and" joins it: "A (AA), the B", "A, and B".
    fn next_in_list(&self, index: usize) -> Option<(usize, bool)> {
        let mut at = self.past_brackets(self.mentions[index].0.end);
        let is =
            |at: usize, words: &[&str]| self.tokens.get(at).is_some_and(|token| words.contains(&token.lower.as_str()));
        let has_comma = is(at, &[","]);
        at += usize::from(has_comma);
        let has_and = is(at, &["and", "&"]);
        at += usize::from(has_and);
        let next = self.mention_from(at).filter(|_| has_comma || has_and)?;
        let mention = &self.mentions[next].0;
        // "the Greens leader" is none of the list.
        let after = self.past_brackets(mention.end);
        let is_whole = self.tokens.get(after).is_none_or(|token| {
            !token.is_word() || token.lower == "and" || token.tag == Tag::Verb || self.class(after).is_some()
        });
        (mention.form == FormKind::Name && is_whole && !is(after, &["'s"])).then_some((next, has_and))
    }

    /// The token after brackets that open at `at`, short ones; else `at`.
    pub fn past_brackets(&self, at: usize) -> usize {
        let is = |i: usize, text: &str| self.tokens.get(i).is_some_and(|token| token.text == text);
        let close = (at..at + MAX_LIST).find(|&i| is(i, ")")).filter(|_| is(at, "("));
        close.map_or(at, |close| close + 1)
    }

    /// The groups and countries of a list that starts at `at`: "the Greens (G), the Left and Hope".
    pub fn list_at(&self, at: usize) -> Vec<Part> {
        let Some(mut last) = self.mention_from(at) else { return Vec::new() };
        let after = self.past_brackets(self.mentions[last].0.end);
        let is_whole = self.tokens.get(after).is_none_or(|token| !token.is_word() || token.lower == "and");
        let mut members = Vec::new();
        let is_member = |index: usize| {
            let (mention, actor) = &self.mentions[index];
            self.kind(*actor) != ActorKind::Person && self.is_proper(mention, *actor)
        };
        if is_whole && is_member(last) {
            members.push(last);
            while let Some((next, _)) = self.next_in_list(last).filter(|(next, _)| is_member(*next))
                && members.len() < MAX_LIST
            {
                members.push(next);
                last = next;
            }
        }
        let part = |index: usize| {
            let (mention, actor) = &self.mentions[index];
            Part { actor: *actor, noun: self.top(mention), role: Role::Whole }
        };
        members.into_iter().map(part).collect()
    }

    /// "six opposition parties (A, B and C)", "three charities: A, B and C": those that a list after a plural noun names; after a comma
    /// alone, "three charities, A, B and C", where it has as many as the noun says.
    pub(super) fn enumerated(&self, noun: usize) -> Vec<Part> {
        let token = &self.tokens[noun];
        if token.tag != Tag::Noun || token.features.number != Some(Number::Plural) {
            return Vec::new();
        }
        let members = self.list_at(noun + 2);
        let number = || self.below(noun, Relation::Nummod).next().and_then(|i| numerals::read(&self.tokens[i].lower));
        let is_list = match self.tokens.get(noun + 1).map(|next| next.text) {
            Some("(" | ":") => true,
            Some(",") => number() == u32::try_from(members.len()).ok(),
            _ => false,
        };
        if is_list && members.len() > 1 { members } else { Vec::new() }
    }

    /// "against Jane Smith, the Labour candidate John Brown and": nobody is called by two names, so the second is the next of a list.
    fn other_persons_beside(&self, noun: usize) -> Vec<usize> {
        let person = |i: usize| {
            let mut named = self.mentions_over(i).filter(|(mention, _)| mention.form == FormKind::Name);
            named.find(|(_, actor)| self.kind(*actor) == ActorKind::Person).map(|(_, actor)| *actor)
        };
        let Some(first) = person(noun) else { return Vec::new() };
        let is_other = |i: &usize| {
            let is_beside = matches!(self.tokens[*i].relation, Relation::Appos | Relation::NmodDesc);
            let mut named = self.children(*i).filter(|&below| below == i + 1).filter_map(person);
            is_beside && *i > noun && self.tokens[*i].tag == Tag::Noun && named.any(|other| other != first)
        };
        self.children(noun).filter(is_other).collect()
    }

    /// The first noun of the list that a noun is a member of.
    pub fn list_head(&self, noun: usize) -> usize {
        let mut at = noun;
        for _ in 0..MAX_LIST {
            match self.tokens[at].head.filter(|&head| self.tokens[at].relation == Relation::Conj && !self.is_verb(head))
            {
                Some(head) => at = head,
                None => break,
            }
        }
        at
    }
}
