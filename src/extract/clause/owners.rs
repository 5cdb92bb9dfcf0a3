//! Whose something is: "Iran's embassy", "the embassy of Iran", "the US-led strike", and whose the acts that nouns take up are.

use super::{Clause, MAX_NESTING, Part, Role};
use crate::extract::mention::Mention;
use crate::language::{Relation, Tag};
use crate::ontology::ActorKind;

impl Clause<'_, '_> {
    /// The token after an owner's name before the noun phrase that starts at `start`: "Smith's", and "Smith' s" as some texts have it.
    pub fn owner_end(&self, start: usize) -> Option<usize> {
        let is_mark = |i: usize| matches!(self.tokens[i].lower.as_str(), "'s" | "'" | "\u{2019}" | "\u{2019}s");
        let last = start.checked_sub(1).filter(|&last| last < self.tokens.len())?;
        let is_apart = last > 0 && self.tokens[last].text == "s" && is_mark(last - 1);
        if is_apart { Some(last - 1) } else { is_mark(last).then_some(last) }
    }

    /// Whose something is: "Iran's embassy", "Iranian and Russian missiles", "a unit of the army"; the nearest kind of owner wins.
    pub fn owners(&self, noun: usize, n_nested: usize) -> Vec<Part> {
        use Relation::{Amod, Compound, Nmod, NmodDesc, NmodPoss, NmodUnmarked};
        let possessors = self.children(noun).filter(|&i| self.tokens[i].relation == NmodPoss);
        let modifiers = self
            .children(noun)
            .filter(|&i| i < noun && matches!(self.tokens[i].relation, Amod | Compound | NmodDesc | NmodUnmarked));
        let is_agent = self.is_agent(noun);
        let linked = self
            .children(noun)
            .filter(|&i| self.tokens[i].relation == Nmod)
            // "a spokesman for Hamas"
            .filter(|&i| {
                let speaks_for = || self.has_case(i, "for") && self.tokens[noun].lower.starts_with("spokes");
                self.has_case(i, "of") || is_agent && (self.has_case(i, "from") || speaks_for())
            });
        let done_by = self.children(noun).filter(|&i| self.tokens[i].relation == Nmod && self.has_case(i, "by"));
        let of = |nouns: Vec<usize>, role: Role| -> Vec<Part> {
            // "Stop the War Coalition, the Greens and": what stands in a name is no owner of it.
            let is_inside =
                |i: &usize| self.mentions_over(*i).any(|(named, _)| (named.start..named.end).contains(&noun));
            let members = nouns.into_iter().filter(|i| !is_inside(i)).flat_map(|i| {
                // "Hope members Ada Ferrat and Jon Smith": these are no owners.
                let is_beside = move |member: &usize| (i < noun) == (*member < noun);
                self.members(i).into_iter().filter(is_beside)
            });
            let actors = members.flat_map(|i| self.actors_modifying(i, n_nested));
            actors.map(|actor| Part { actor, noun, role }).collect()
        };
        let possessors: Vec<usize> = possessors.collect();
        let mut owners = of(possessors.clone(), Role::Owner);
        // "Iran and its proxies"; "asked Joe Biden and his son": the one right before "and" is the owner.
        if self.tokens[noun].relation == Relation::Conj
            && let Some(head) = self.tokens[noun].head
            && let Some(&pronoun) = possessors.iter().find(|&&i| self.tokens[i].tag == Tag::Pron)
        {
            let is_his = matches!(self.tokens[pronoun].lower.as_str(), "his" | "her");
            let is_next = |mention: &Mention, actor: usize| {
                is_his && mention.end + 1 == pronoun && self.kind(actor) == ActorKind::Person
            };
            let first =
                self.mentions_over(head).filter(|(mention, actor)| owners.is_empty() || is_next(mention, *actor));
            let first: Vec<Part> = first.map(|(_, actor)| Part { actor: *actor, noun, role: Role::Owner }).collect();
            if !first.is_empty() {
                owners = first;
            }
        }
        if owners.is_empty() {
            owners = self.possessor_before(noun).into_iter().collect();
        }
        // "its European partners" are the partners of both.
        let is_pronoun = possessors.iter().all(|&i| self.tokens[i].tag == Tag::Pron);
        if owners.is_empty() || is_pronoun {
            owners.extend(of(modifiers.collect(), Role::Owner));
        }
        // "an admission by Moscow", "crimes committed by the army"
        if owners.is_empty() {
            owners = of(done_by.collect(), Role::Owner);
        }
        if owners.is_empty() {
            let done = self.below(noun, Relation::Acl).filter(|&verb| self.is_passive(verb));
            let agents = done.flat_map(|verb| self.below(verb, Relation::OblAgent));
            owners = of(agents.collect(), Role::Owner);
        }
        if owners.is_empty() {
            owners = self.compound_owner(noun).into_iter().collect();
        }
        // "a court in Brussels, Belgium", "police in Kenya"
        if owners.is_empty() && self.knowledge.words.is_in_class("AUTHORITY", &self.tokens[noun].lemma) {
            let state = self.countries_below(noun, &["in"]).next();
            owners = state.map(|(actor, _)| Part { actor, noun, role: Role::Owner }).into_iter().collect();
        }
        if owners.is_empty() {
            let doers = self.taken_up.get(&noun).into_iter().flatten();
            owners = doers.map(|&actor| Part { actor, noun, role: Role::Owner }).collect();
        }
        if owners.is_empty() {
            // "the policies of Iran" are Iran's.
            let acts = self.knowledge.words.agentive_nouns.contains(&self.tokens[noun].lower);
            owners = of(linked.collect(), if acts { Role::Owner } else { Role::Of });
        }
        owners
    }

    /// "Azerbaijani-flagged vessels": whose something is as a compound before it says, where the tables do not know the compound.
    fn compound_owner(&self, noun: usize) -> Option<Part> {
        let participle = self.below(noun, Relation::Amod).find(|&i| i >= 2 && self.tokens[i - 1].plain == "-")?;
        let is_own = !self.knowledge.predicates.suffixes.contains_key(&self.tokens[participle].lower);
        let named = self.mentions.iter().find(|(mention, _)| mention.end == participle - 1);
        named.filter(|_| is_own).map(|(_, actor)| Part { actor: *actor, noun, role: Role::Owner })
    }

    /// The name before "'s" and the noun phrase, wherever the tree has hung it.
    fn possessor_before(&self, noun: usize) -> Option<Part> {
        let mark =
            self.first_of(noun).checked_sub(1).filter(|&i| matches!(self.tokens[i].lower.as_str(), "'s" | "'"))?;
        let (_, actor) = self.mentions.iter().find(|(mention, _)| mention.end == mark)?;
        Some(Part { actor: *actor, noun, role: Role::Owner })
    }

    /// The first token of the noun phrase at `noun`, what comes after the noun left out.
    pub fn first_of(&self, noun: usize) -> usize {
        let mut first = noun;
        for _ in 0..MAX_NESTING {
            let is_inner = |i: &usize| !matches!(self.tokens[*i].relation, Relation::Nsubj | Relation::Punct);
            match self.children(first).find(is_inner).filter(|&i| i < first) {
                Some(below) => first = below,
                None => break,
            }
        }
        first
    }

    /// The actors that a modifier of a noun means: those it names, in any form, and those its own noun phrase means.
    fn actors_modifying(&self, i: usize, n_nested: usize) -> Vec<usize> {
        let named: Vec<usize> = self.mentions_over(i).map(|(_, actor)| *actor).collect();
        // "anti-Israeli attacks" are not Israel's.
        if self.is_after_prefix(i) {
            return Vec::new();
        }
        if !named.is_empty() {
            // "Reuters Russian invasion": an outlet right before a noun is where it was read.
            let is_owner = self.tokens[i].relation == Relation::NmodPoss;
            let named = self.joined_by_hyphen(i).into_iter().chain(named);
            return named.filter(|&actor| is_owner || !self.is_outlet(actor)).collect();
        }
        if let Some(noun) = self.noun_of_whose(i) {
            let owners = self.parts_of(noun, n_nested).into_iter();
            return owners.filter(|part| part.role == Role::Whole).map(|part| part.actor).collect();
        }
        let parts = self.parts_of(i, n_nested);
        // "US Predator attacks" are attacks of the United States.
        let is_compound = self.tokens[i].relation == Relation::Compound;
        let is_meant = |part: &Part| part.role == Role::Whole || is_compound && part.role == Role::Owner;
        parts.into_iter().filter(is_meant).map(|part| part.actor).collect()
    }

    /// Whether a prefix of the tables and a hyphen stand before the word at `i`: "anti-Israeli".
    fn is_after_prefix(&self, i: usize) -> bool {
        let before = i.checked_sub(2).filter(|_| self.tokens[i - 1].plain == "-");
        before.is_some_and(|prefix| self.knowledge.predicates.prefixes.contains_key(&self.tokens[prefix].lower))
    }

    /// "the Egyptian-Jordanian initiative", "an Israeli-Cypriot-Greek effort": the countries before the one that the word at `i` names.
    fn joined_by_hyphen(&self, i: usize) -> Vec<usize> {
        let mut joined = Vec::new();
        let mut start = self.mentions_over(i).map(|(mention, _)| mention.start).next().unwrap_or(i);
        while let Some(hyphen) = start.checked_sub(1).filter(|&hyphen| self.tokens[hyphen].plain == "-")
            && let Some((mention, actor)) = self.mentions.iter().find(|(mention, _)| mention.end == hyphen)
            && self.kind(*actor) == ActorKind::Country
        {
            joined.insert(0, *actor);
            start = mention.start;
        }
        joined
    }

    /// "Hezbollah, whose leader was killed": the noun that "whose" at `i` stands for.
    pub fn noun_of_whose(&self, i: usize) -> Option<usize> {
        const MAX_CLIMB: usize = 6;
        let above = std::iter::successors(Some(i), |&at| self.tokens[at].head).take(MAX_CLIMB);
        let mut clauses = above.filter(|&at| self.tokens[at].relation == Relation::AclRelcl);
        clauses.next().filter(|_| self.tokens[i].lower == "whose").and_then(|clause| self.tokens[clause].head)
    }

    /// Whose a noun is by possessive or modifier, "of" left out: "Russia's support", "Russian support".
    pub fn holders(&self, noun: usize) -> Vec<Part> {
        self.owners(noun, MAX_NESTING).into_iter().filter(|part| part.role == Role::Owner).collect()
    }
}
