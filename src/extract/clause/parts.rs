//! Whom a noun phrase means: the actor as a whole, "Iranian troops", what is the actor's, "Iran's embassy", or what goes on with it
//! after "of".

use super::{Clause, MAX_NESTING, Part, Role, wholes};
use crate::extract::lists::MAX_LIST;
use crate::extract::mention::Mention;
use crate::extract::office;
use crate::knowledge::names::FormKind;
use crate::knowledge::offices::Of;
use crate::knowledge::words::NameWord;
use crate::language::{Relation, Tag};
use crate::ontology::ActorKind;

impl<'s> Clause<'s, '_> {
    /// The actors of the noun phrase at `noun` and of those that a list joins to it, each once.
    pub fn parts(&self, noun: usize) -> Vec<Part> {
        let mut parts: Vec<Part> = Vec::new();
        for member in self.members(noun) {
            for part in self.parts_of(member, MAX_NESTING) {
                if parts.len() < MAX_LIST && parts.iter().all(|other| other.actor != part.actor) {
                    parts.push(part);
                }
            }
        }
        parts
    }

    /// Those that the noun phrase means as a whole, with its list.
    pub fn wholes(&self, noun: usize) -> Vec<Part> {
        wholes(self.parts(noun))
    }

    /// The actors of one noun phrase without its list.
    pub(in crate::extract) fn parts_of(&self, noun: usize, n_nested: usize) -> Vec<Part> {
        let Some(n_nested) = n_nested.checked_sub(1) else { return Vec::new() };
        let whole = |actor: usize| Part { actor, noun, role: Role::Whole };
        if let Some((_, person)) = self.bearer_after(noun) {
            return vec![whole(*person)];
        }
        if let Some((_, owned)) = self.owned_after(noun) {
            return vec![whole(*owned)];
        }
        if self.mentions_over(noun).next().is_some() {
            return self.mentions_over(noun).filter_map(|(mention, actor)| self.part_named(mention, *actor)).collect();
        }
        if let Some(actor) = self.named_beside(noun) {
            return vec![whole(actor)];
        }
        if let Some(actor) = self.named_before(noun) {
            return vec![whole(actor)];
        }
        let listed = self.enumerated(noun);
        if !listed.is_empty() {
            return listed;
        }
        if let Some(of) = self.quantity_of(noun) {
            let parts = self.members(of).into_iter().flat_map(|of| self.parts_of(of, n_nested));
            return parts.map(|part| Part { noun, ..part }).chain(self.examples(noun)).collect();
        }
        let examples = self.examples(noun);
        let owners: Vec<Part> = self.owners(noun, n_nested);
        // "his Estonian counterpart" acts for Estonia, not for him.
        if self.tokens[noun].lower == "counterpart" {
            let of_country = owners.into_iter().filter(|part| self.kind(part.actor) == ActorKind::Country);
            return of_country.map(|part| whole(part.actor)).collect();
        }
        // "other NATO members" are not the alliance.
        let is_bloc = |part: &Part| self.actors.list[part.actor].sector.as_deref() == Some("IGO");
        if !self.is_agent(noun) || self.tokens[noun].lemma == "member" && owners.iter().any(is_bloc) {
            return examples.into_iter().chain(owners).collect();
        }
        // "the Trump administration" is the country.
        let is_of_state = self.knowledge.words.state_nouns.get(&self.tokens[noun].lower).is_some();
        let body = |actor: usize| match self.kind(actor) {
            ActorKind::Person if is_of_state => self.actors.term(actor).and_then(|term| self.actors.of_record(term.of)),
            _ => Some(actor),
        };
        let bodies = owners.into_iter().filter_map(|part| body(part.actor)).map(whole);
        examples.into_iter().chain(bodies).collect()
    }

    /// "merged with Jane Smith' s Hope": the name after an owner whose mark stands apart, which the tree takes for the head.
    fn owned_after(&self, noun: usize) -> Option<&'s (Mention, usize)> {
        let (owner, _) = self.mentions_over(noun).find(|(owner, _)| owner.form == FormKind::Name)?;
        let start = owner.end + 2;
        let is_apart = self.owner_end(start) == Some(owner.end) && self.tokens[owner.end + 1].text == "s";
        self.mention_at(start).filter(|_| is_apart).map(|index| &self.mentions[index])
    }

    /// "lost to Labour candidate Jane Smith": the person whom a group and a common noun introduce, where the tree takes the group for
    /// the head.
    pub(in crate::extract) fn bearer_after(&self, noun: usize) -> Option<&'s (Mention, usize)> {
        const MAX_NOUNS: usize = 3;
        let (group, _) = self.mentions_over(noun).find(|(_, actor)| self.kind(*actor) == ActorKind::Group)?;
        let nouns = (group.end..self.tokens.len())
            .take(MAX_NOUNS)
            .take_while(|&i| matches!(self.tokens[i].tag, Tag::Noun | Tag::Adj) && !self.tokens[i].is_capitalised());
        let last = nouns.last().filter(|&last| self.tokens[last].tag == Tag::Noun)?;
        let named = &self.mentions[self.mention_at(last + 1)?];
        let is_person = self.kind(named.1) == ActorKind::Person && self.is_name(&named.0);
        is_person.then_some(named)
    }

    /// What a mention is as the head of a phrase: "Iranians" are people of Iran, and an adjective alone is nobody.
    fn part_named(&self, mention: &Mention, actor: usize) -> Option<Part> {
        let noun = self.top(mention);
        let is_country = self.kind(actor) == ActorKind::Country;
        match mention.form {
            FormKind::Adjective if is_country => None,
            FormKind::Demonym if is_country => Some(Part { actor, noun, role: Role::Owner }),
            _ => Some(Part { actor, noun, role: Role::Whole }),
        }
    }

    /// "the president, Vladimir Putin,", "the group Hezbollah": the actor that a common noun introduces.
    fn named_beside(&self, noun: usize) -> Option<usize> {
        // "Kidal, Mali" is a place.
        if self.tokens[noun].tag == Tag::Propn && self.has_below(noun, Relation::Appos) {
            return None;
        }
        let is_beside = |i: &usize| matches!(self.tokens[*i].relation, Relation::Appos | Relation::Flat);
        // "the ambassador to the nation, Igor Gromyko"
        let far = self
            .below(noun, Relation::Nmod)
            .filter(|_| self.is_envoy(noun))
            .flat_map(|i| self.below(i, Relation::Appos));
        let mut named = self
            .children(noun)
            .filter(is_beside)
            .chain(far)
            .chain(self.called(noun))
            .flat_map(|i| self.mentions_over(i));
        named.find(|(mention, _)| mention.form == FormKind::Name).map(|(_, actor)| *actor)
    }

    /// "a group called Hoseynun": what a noun is said to be called.
    pub(super) fn called(&self, noun: usize) -> impl Iterator<Item = usize> + '_ {
        let verbs =
            self.below(noun, Relation::Acl).filter(|&i| self.is_one_of(i, &["called", "named", "dubbed", "known"]));
        verbs.flat_map(|i| self.children(i))
    }

    /// "the al-Qaeda network", "the Islamic Jihad movement": a group that a noun for groups follows.
    fn named_before(&self, noun: usize) -> Option<usize> {
        let words = &self.knowledge.words;
        let lower = &self.tokens[noun].lower;
        let is_group_noun = words.group_nouns.get(lower).is_some() || words.is_name_word(lower, NameWord::Introduces);
        let compounds = self.children(noun).filter(|&i| i < noun && self.tokens[i].relation == Relation::Compound);
        let mut named = compounds.flat_map(|i| self.mentions_over(i)).filter(|_| is_group_noun);
        let is_group = |(mention, actor): &&(Mention, usize)| {
            mention.form == FormKind::Name && self.kind(*actor) == ActorKind::Group
        };
        named.find(is_group).map(|(_, actor)| *actor)
    }

    /// "one of Iran's allies", "thousands of Russian troops", "members of Hamas": what a noun counts.
    pub fn quantity_of(&self, noun: usize) -> Option<usize> {
        let is_quantity = self.tokens[noun].tag == Tag::Num
            || self.knowledge.words.quantity_nouns.contains(self.tokens[noun].lower.as_str());
        let of = self.below(noun, Relation::Nmod).find(|&i| self.has_case(i, "of"));
        of.filter(|_| is_quantity)
    }

    /// Whether the noun means those who act for the one it belongs to: "troops", "government", "rebels", "foreign minister".
    pub(super) fn is_agent(&self, noun: usize) -> bool {
        let words = &self.knowledge.words;
        let lower = &self.tokens[noun].lower;
        words.state_nouns.get(lower).is_some()
            || words.party_nouns.get(lower).is_some()
            || words.group_nouns.get(lower).is_some_and(|noun| noun.is_state_body)
            || self.is_envoy(noun)
    }

    /// "the Iranian foreign minister" without a name speaks for Iran; "the Iranian president" is a person of his own.
    fn is_envoy(&self, noun: usize) -> bool {
        let starts = noun.saturating_sub(3)..=noun;
        let mut titles = starts.filter_map(|i| office::title_at(self.tokens, i, self.knowledge));
        titles.any(|title| {
            let of = title.office.of;
            title.end == noun + 1
                && title.office.relation.is_some()
                && !matches!(of, Of::Country | Of::Region | Of::Person | Of::Nothing)
        })
    }

    /// Whether a phrase means people of an actor who do not act for it: "Iranian students", "Iranians".
    pub fn is_of_people(&self, part: &Part) -> bool {
        let is_demonym = |(mention, actor): &(Mention, usize)| {
            mention.form == FormKind::Demonym && *actor == part.actor && self.kind(*actor) == ActorKind::Country
        };
        part.role != Role::Whole
            && (self.knowledge.words.people_nouns.contains(&self.tokens[part.noun].lower)
                || self.mentions_over(part.noun).any(is_demonym))
    }
}
