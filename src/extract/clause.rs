//! A sentence as the constructions read it: its tree, and whom its noun phrases mean.
//!
//! In go tokens with a tree of Universal Dependencies and the mentions of actors; out come the children of a word, the
//! prepositions of a phrase, and for every noun the actors that it is or belongs to. Knows no relation.

use std::collections::BTreeMap;

use super::actors::Actors;
use super::lists::MAX_LIST;
use super::mention::Mention;
use super::mood::Mood;
use super::office;
use crate::knowledge::Knowledge;
use crate::knowledge::names::FormKind;
use crate::knowledge::offices::Of;
use crate::knowledge::words::{FunctionWord, NameWord};
use crate::language::tag::Number;
use crate::language::{Relation, Tag, Token};
use crate::ontology::{ActorKind, Modality};

/// A sentence with its tree and its mentions.
pub struct Clause<'s, 'k> {
    /// All tokens of the sentence.
    pub tokens: &'s [Token<'s>],
    /// Mentions in order, each with its actor: names, and the pronouns and descriptions that stand for one.
    pub mentions: &'s [(Mention, usize)],
    /// All actors of the article.
    pub actors: &'s Actors,
    /// The tables.
    pub knowledge: &'k Knowledge,
    /// The tokens below each token, in order.
    below: Vec<Vec<usize>>,
    /// The mentions whose words hold each token.
    over: Vec<Vec<usize>>,
    /// Whose are the acts that nouns of this sentence take up.
    taken_up: BTreeMap<usize, Vec<usize>>,
}

/// An actor in a noun phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Index of the actor.
    pub actor: usize,
    /// Head of the noun phrase.
    pub noun: usize,
    /// What the actor is in it.
    pub role: Role,
}

/// What an actor is in a noun phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The phrase means the actor: "Iran", "Iranian troops", "the government of Iran".
    Whole,
    /// The phrase means what is the actor's: "Iran's embassy", "Iranian missiles".
    Owner,
    /// The phrase goes on with the actor after "of": "positions of the Iraqi army".
    Of,
}

/// Those whom a phrase means as a whole, without owners and places of what it means.
pub fn wholes(parts: Vec<Part>) -> Vec<Part> {
    parts.into_iter().filter(|part| part.role == Role::Whole).collect()
}

/// Phrases inside of each other: "the position of a unit of the army of Iran".
const MAX_NESTING: usize = 3;
/// Steps up the tree from a word to what it is part of.
const MAX_DEPTH: usize = 8;

impl<'s, 'k> Clause<'s, 'k> {
    /// The sentence with these mentions.
    pub fn new(
        tokens: &'s [Token<'s>],
        mentions: &'s [(Mention, usize)],
        actors: &'s Actors,
        knowledge: &'k Knowledge,
    ) -> Self {
        let mut below = vec![Vec::new(); tokens.len()];
        for (i, token) in tokens.iter().enumerate() {
            if let Some(head) = token.head {
                below[head].push(i);
            }
        }
        let mut over = vec![Vec::new(); tokens.len()];
        for (index, (mention, _)) in mentions.iter().enumerate() {
            over[mention.name_start..mention.end].iter_mut().for_each(|indices| indices.push(index));
        }
        Clause { tokens, mentions, actors, knowledge, below, over, taken_up: BTreeMap::new() }
    }

    /// Makes known by whom the acts were done that nouns take up: "the attack" is then as "Turkey's attack".
    pub fn take_up(&mut self, doers: BTreeMap<usize, Vec<usize>>) {
        self.taken_up = doers;
    }

    /// Whether a noun means an actor's act that was told before.
    pub fn takes_up(&self, noun: usize, actor: usize) -> bool {
        self.taken_up.get(&noun).is_some_and(|doers| doers.contains(&actor))
    }

    /// Whether a word stands in what another word is said to mean: "the term refers to a coalition of A and B".
    pub fn is_in_definition(&self, at: usize) -> bool {
        let is_in = |class: &str, i: usize| self.knowledge.words.is_in_class(class, &self.tokens[i].lemma);
        let is_term = |i: usize| {
            let is_subject = matches!(self.tokens[i].relation, Relation::Nsubj | Relation::NsubjPass);
            is_subject && std::iter::once(i).chain(self.children(i)).any(|word| is_in("TERM", word))
        };
        let above = std::iter::successors(Some(at), |&i| self.tokens[i].head).take(MAX_DEPTH);
        above.clone().any(|i| is_in("MEAN", i))
            && above.clone().any(|i| self.is_verb(i) && self.children(i).any(is_term))
    }

    /// The tokens below `head`, in order.
    pub fn children(&self, head: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.below[head].iter().copied()
    }

    /// The tokens below `head` with this relation to it, in order.
    pub fn below(&self, head: usize, relation: Relation) -> impl Iterator<Item = usize> + '_ {
        self.children(head).filter(move |&i| self.tokens[i].relation == relation)
    }

    /// Whether anything stands below `head` with this relation.
    pub fn has_below(&self, head: usize, relation: Relation) -> bool {
        self.below(head, relation).next().is_some()
    }

    /// The class of a function word at `i`.
    pub fn class(&self, i: usize) -> Option<FunctionWord> {
        self.knowledge.words.class(&self.tokens.get(i)?.lower)
    }

    /// Whether the word at `i` is one of these, in lower case.
    pub fn is_one_of(&self, i: usize, words: &[&str]) -> bool {
        words.contains(&self.tokens[i].lower.as_str())
    }

    /// Whether this preposition stands before the noun phrase at `noun`; a further word of a fixed one counts, as the "to" of
    /// "according to".
    pub fn has_case(&self, noun: usize, preposition: &str) -> bool {
        self.cases(noun).any(|i| self.tokens[i].lower == preposition)
    }

    /// The prepositions of a noun phrase, or of a clause in its place: "bowed to pressure", "joined in condemning".
    pub fn cases(&self, noun: usize) -> impl Iterator<Item = usize> + '_ {
        let is_case = |i: &usize| matches!(self.tokens[*i].relation, Relation::Case | Relation::Mark);
        // "between Foreign Secretary Vikram Misri and": the preposition may hang on the title.
        let titles = self
            .children(noun)
            .filter(move |&i| i < noun && matches!(self.tokens[i].relation, Relation::NmodDesc | Relation::Compound));
        let cases = std::iter::once(noun).chain(titles).flat_map(|i| self.children(i)).filter(is_case);
        // "according to" has no "to" of its own.
        let is_bound = |case: usize| self.tokens[case].lower == "according";
        let with_fixed = |case: usize| {
            let fixed = self.below(case, Relation::Fixed).filter(|_| !is_bound(case));
            std::iter::once(case).chain(fixed).collect::<Vec<_>>()
        };
        cases.flat_map(with_fixed).collect::<Vec<_>>().into_iter()
    }

    /// Whether the word at `i` is a verb, a participle before its noun apart; a gerund with an object is one whatever its tag.
    pub fn is_verb(&self, i: usize) -> bool {
        let token = &self.tokens[i];
        let is_gerund = || token.tag == Tag::Noun && token.lower.ends_with("ing") && self.has_below(i, Relation::Obj);
        token.tag == Tag::Verb && token.relation != Relation::Amod || is_gerund()
    }

    /// The form under which a dictionary has the verb at `i`; of a gerund that is tagged as a noun, that of its verb.
    pub fn verb_lemma(&self, i: usize) -> &str {
        let token = &self.tokens[i];
        let forms = || self.knowledge.words.verb_forms.get(&token.lower).and_then(|forms| forms.first());
        match token.tag {
            Tag::Verb | Tag::Aux => &token.lemma,
            _ => forms().map_or(&token.lemma, |(lemma, _)| lemma),
        }
    }

    /// Whether "no" stands with the noun phrase, or "without" before it.
    pub fn is_denied(&self, noun: usize) -> bool {
        self.children(noun).any(|i| self.class(i) == Some(FunctionWord::No) || self.tokens[i].lower == "without")
    }

    /// The mentions whose words hold token `i`; a description such as "the two countries" has more than one.
    pub fn mentions_over(&self, i: usize) -> impl Iterator<Item = &'s (Mention, usize)> + '_ {
        self.over[i].iter().map(|&index| &self.mentions[index])
    }

    /// Index of the mention that starts at token `i`.
    pub fn mention_at(&self, i: usize) -> Option<usize> {
        self.mentions.iter().position(|(mention, _)| mention.start == i)
    }

    /// Index of the mention that starts at token `i`, or after the article there.
    pub fn mention_from(&self, i: usize) -> Option<usize> {
        let is_article = self.class(i) == Some(FunctionWord::Determiner);
        self.mention_at(i).or_else(|| if is_article { self.mention_at(i + 1) } else { None })
    }

    /// Index of the mention whose noun phrase ends right before token `i`.
    pub fn mention_before(&self, i: usize) -> Option<usize> {
        self.mentions.iter().rposition(|(mention, _)| mention.np_end == i)
    }

    /// The token of a mention whose head is outside of it.
    pub fn top(&self, mention: &Mention) -> usize {
        let words = mention.name_start..mention.end;
        let is_out = |i: &usize| self.tokens[*i].head.is_none_or(|head| !words.contains(&head));
        words.clone().find(is_out).unwrap_or(mention.start)
    }

    /// Whether a mention is a name rather than a pronoun or a description that stands for one.
    pub fn is_name(&self, mention: &Mention) -> bool {
        self.tokens[mention.name_start..mention.end]
            .iter()
            .any(|token| token.tag != Tag::Pron && token.is_capitalised())
    }

    /// Whether a mention names its actor itself; a country's adjectives and peoples do not.
    pub fn is_proper(&self, mention: &Mention, actor: usize) -> bool {
        mention.form == FormKind::Name || self.kind(actor) == ActorKind::Group
    }

    /// Whether an actor is a newspaper, agency or channel.
    pub fn is_outlet(&self, actor: usize) -> bool {
        self.actors.list[actor].sector.as_deref() == Some("MED")
    }

    /// Kind of an actor.
    pub fn kind(&self, actor: usize) -> ActorKind {
        self.actors.list[actor].kind
    }

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

    /// The token after an owner's name before the noun phrase that starts at `start`: "Smith's", and "Smith' s" as some texts have it.
    pub fn owner_end(&self, start: usize) -> Option<usize> {
        let is_mark = |i: usize| matches!(self.tokens[i].lower.as_str(), "'s" | "'" | "\u{2019}" | "\u{2019}s");
        let last = start.checked_sub(1).filter(|&last| last < self.tokens.len())?;
        let is_apart = last > 0 && self.tokens[last].text == "s" && is_mark(last - 1);
        if is_apart { Some(last - 1) } else { is_mark(last).then_some(last) }
    }

    /// The actors of one noun phrase without its list.
    pub(super) fn parts_of(&self, noun: usize, n_nested: usize) -> Vec<Part> {
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
        if !self.is_agent(noun) {
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
    pub(super) fn bearer_after(&self, noun: usize) -> Option<&'s (Mention, usize)> {
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
    fn called(&self, noun: usize) -> impl Iterator<Item = usize> + '_ {
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
    fn is_agent(&self, noun: usize) -> bool {
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
            .filter(|&i| self.has_case(i, "of") || is_agent && self.has_case(i, "from"));
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

    /// Those whom a noun phrase describes, named in it or beside it, subject of its copula or before it as an apposition:
    /// "Iran's ally Hezbollah", "Hezbollah, an ally of Iran", "Hezbollah is an ally of Iran", "Iran's allies, including Hezbollah".
    pub fn described_by(&self, noun: usize) -> (Vec<Part>, Mood) {
        let fact = Mood::default();
        let token = &self.tokens[noun];
        let is_named = |i: usize| self.mentions_over(i).any(|(mention, actor)| self.is_proper(mention, *actor));
        // "Prime Minister Modi and Vladimir Putin": one office is one man's.
        let are_some = token.tag != Tag::Noun && self.quantity_of(noun).is_some() && token.lower != "one";
        let is_many = token.features.number == Some(Number::Plural) || are_some;
        let whole = |i: usize| -> Vec<Part> {
            // "worked with Hope's allies Ada Ferrat and Jon Smith and artists such as": the artists are no allies.
            if is_many {
                let named = self.members(i).into_iter().filter(|&member| self.examples(member).is_empty());
                wholes(named.flat_map(|member| self.parts_of(member, MAX_NESTING)).collect())
            } else {
                self.parts_of(i, MAX_NESTING).into_iter().filter(|part| part.role == Role::Whole).collect()
            }
        };
        if is_named(noun) {
            return (whole(noun), fact);
        }
        // "Hezbollah" in "Iran's ally Hezbollah" is the head, or hangs below.
        let introduces =
            matches!(token.relation, Relation::NmodDesc | Relation::Compound | Relation::Amod | Relation::Flat);
        // "Jane Smith, the Labour candidate John Brown": the name after the noun is the one that it describes.
        let is_other = |i: &usize| {
            let is_beside = matches!(self.tokens[*i].relation, Relation::Appos | Relation::Flat);
            let is_person = self.mentions_over(*i).any(|(_, actor)| self.kind(*actor) == ActorKind::Person);
            *i == noun + 1 && is_beside && is_named(*i) && is_person
        };
        if let Some(name) = self.children(noun).find(is_other) {
            return (whole(name), fact);
        }
        if let Some(head) = token.head.filter(|&head| introduces && is_named(head)) {
            // "Chancellor Ada Ferrat and Greens chairman Jon Smith": the tree may hang the second title on the first name.
            let is_next = head < noun && self.has_below(noun, Relation::Cc);
            let named = match is_next {
                true => self.mention_at(noun + 1).map(|index| self.top(&self.mentions[index].0)),
                false => Some(head),
            };
            return (named.map_or(Vec::new(), whole), fact);
        }
        if token.relation == Relation::Appos
            && let Some(named) = self.apposed_to(noun)
        {
            return match self.is_person_noun(noun) && self.mentions_over(named).any(|(_, actor)| self.is_body(*actor)) {
                true => self.described_by_list(noun),
                false => (whole(named), fact),
            };
        }
        let beside = |i: &usize| {
            let relation = self.tokens[*i].relation;
            matches!(relation, Relation::Appos | Relation::Flat)
                || relation == Relation::Nmod
                    && self.cases(*i).any(|case| self.is_one_of(case, &["including", "like", "such"]))
        };
        let is_its = |i: &usize| !self.is_counted_apart(noun, *i) && !self.is_of_later(noun, *i);
        let named = self.children(noun).filter(beside).filter(|&i| is_named(i)).filter(is_its);
        let named: Vec<Part> = named.flat_map(whole).collect();
        if !named.is_empty() {
            return (named, fact);
        }
        if let Some(name) = self.called(noun).find(|&i| is_named(i)) {
            return (whole(name), fact);
        }
        // "Iran's ally Hezbollah held": the name right after its noun, though the tree makes both subjects.
        if let Some(next) = self.mention_at(noun + 1).filter(|_| token.relation != Relation::Obl)
            && let (mention, actor) = &self.mentions[next]
            && mention.form == FormKind::Name
            && token.tag == Tag::Noun
        {
            return (vec![Part { actor: *actor, noun: self.top(mention), role: Role::Whole }], fact);
        }
        if let Some(name) = self.apposed_in_list(noun) {
            return (whole(name), fact);
        }
        if let Some(named) = self.apposed_to(noun) {
            return (whole(named), fact);
        }
        // "Jane Smith, head of the Greens and a former adviser to Iran"
        if let Some(first) =
            token.head.filter(|&head| token.relation == Relation::Conj && !is_many && !self.is_verb(head))
            && self.tokens[first].relation == Relation::Appos
            && !is_named(first)
        {
            return self.described_by(first);
        }
        if let Some(first) = self.parallel_of(noun) {
            return self.described_by(first);
        }
        // "Its main rival is Iran", "The leader of the Greens is Jane Smith"
        if token.relation == Relation::Nsubj
            && let Some(head) = token.head.filter(|&head| self.has_below(head, Relation::Cop))
        {
            // "Members of the league are Labour leaders Jane Smith and John Brown"
            let after = self.children(head).find(|&i| i == head + 1 && self.tokens[head].tag == Tag::Noun);
            if let Some(name) = Some(head).filter(|&head| is_named(head)).or(after.filter(|&name| is_named(name))) {
                return (whole(name), self.mood(head));
            }
        }
        // "one of Iran's allies", "some of": what stands above counts.
        if let Some(head) = token.head.filter(|&head| self.quantity_of(head) == Some(noun)) {
            return self.described_by(head);
        }
        self.predicated_of(noun)
    }

    /// "Jane Smith is a fellow at the institute, a scholar at the centre and": no centre is a scholar, so the noun goes on with what the
    /// noun for a person above it is said of.
    fn described_by_list(&self, noun: usize) -> (Vec<Part>, Mood) {
        let mut above = std::iter::successors(self.tokens[noun].head, |&i| self.tokens[i].head).take(MAX_DEPTH);
        let first = above.find(|&i| self.is_person_noun(i));
        first.map_or_else(|| (Vec::new(), Mood::default()), |first| self.described_by(first))
    }

    /// Whether the word is what one person is: "scholar"; a group may be a "member" too.
    fn is_person_noun(&self, noun: usize) -> bool {
        let is_member = self.knowledge.words.quantity_nouns.contains(self.tokens[noun].lower.as_str());
        let titles = (noun.saturating_sub(3)..=noun).filter_map(|i| office::title_at(self.tokens, i, self.knowledge));
        !is_member && titles.into_iter().any(|title| title.end == noun + 1 && !title.office.is_plural)
    }

    fn is_body(&self, actor: usize) -> bool {
        self.kind(actor) != ActorKind::Person
    }

    /// "seven Labour members, the five Liberals and four others": what has a number of its own is the next of a list.
    fn is_counted_apart(&self, noun: usize, beside: usize) -> bool {
        let number = |i: usize| self.below(i, Relation::Nummod).next().map(|number| self.tokens[number].lower.as_str());
        number(noun).zip(number(beside)).is_some_and(|(first, second)| first != second)
    }

    /// "Ortega and his wife, Rosario Murillo, rule": the name between commas after an owned noun, where the tree takes both for members of
    /// one list.
    fn apposed_in_list(&self, noun: usize) -> Option<usize> {
        let is_comma = |i: usize| self.tokens.get(i).is_some_and(|token| token.text == ",");
        let (mention, actor) = &self.mentions[self.mention_at(noun + 2).filter(|_| is_comma(noun + 1))?];
        let name = self.top(mention);
        let token = &self.tokens[noun];
        let is_beside = token.relation == Relation::Conj
            && self.tokens[name].relation == Relation::Conj
            && self.tokens[name].head == token.head;
        let is_closed = self.tokens.get(mention.end).is_none_or(|next| matches!(next.text, "," | "." | ";"));
        let is_person = self.kind(*actor) == ActorKind::Person && mention.form == FormKind::Name;
        (is_beside && is_closed && is_person && self.has_below(noun, Relation::NmodPoss)).then_some(name)
    }

    /// The noun that a noun phrase stands in apposition to: "Hezbollah, an ally of Iran". Where the tree has missed it, the name before
    /// the comma that hangs where the noun hangs.
    pub fn apposed_to(&self, noun: usize) -> Option<usize> {
        let token = &self.tokens[noun];
        let head = token.head?;
        let is_name = || self.mentions_over(head).any(|(mention, _)| mention.form == FormKind::Name);
        let comma = self.first_of(noun).checked_sub(1).filter(|&i| self.tokens[i].text == ",");
        let before = comma.and_then(|comma| self.mentions.iter().find(|(mention, _)| mention.end == comma));
        let is_loose = matches!(token.relation, Relation::Appos | Relation::Parataxis | Relation::List | Relation::Dep);
        // "the security of Armenia, one of Iran's allies": the nearest name counts, wherever the tree hangs it.
        let before = before.filter(|(mention, _)| !self.is_counted_apart(self.top(mention), noun));
        if let Some((mention, _)) = before.filter(|_| is_loose && !self.has_below(noun, Relation::Nsubj)) {
            return Some(self.top(mention));
        }
        if token.relation == Relation::Appos || token.relation == Relation::List && is_name() {
            return Some(head);
        }
        let (before, _) = before?;
        let named = self.top(before);
        let is_beside = self.tokens[named].head == Some(head) && token.relation == self.tokens[named].relation;
        is_beside.then_some(named)
    }

    /// Those of whom a noun or adjective is said: "X is an ally", "X remains an ally", "X emerged as an ally".
    fn predicated_of(&self, noun: usize) -> (Vec<Part>, Mood) {
        let token = &self.tokens[noun];
        let wholes =
            |parts: Vec<Part>| -> Vec<Part> { parts.into_iter().filter(|part| part.role == Role::Whole).collect() };
        // "are founding members": the tree takes the copula for the participle's.
        let mut modifiers = self.below(noun, Relation::Amod).filter(|&i| i < noun);
        let is_said =
            modifiers.any(|i| self.below(i, Relation::Aux).any(|aux| self.class(aux) == Some(FunctionWord::Be)));
        if self.has_below(noun, Relation::Cop)
            || self.has_below(noun, Relation::AuxPass) && !self.is_verb(noun)
            || is_said && self.has_below(noun, Relation::Nsubj)
        {
            return (wholes(self.subjects(noun)), self.mood(noun));
        }
        if token.relation == Relation::Conj
            && let Some(head) = token.head
            && !self.is_verb(head)
            && self.has_below(head, Relation::Cop)
        {
            return (wholes(self.subjects(head)), self.mood(head));
        }
        // "ran twice, the first time as a candidate of the Greens"
        let above = |head: usize| match self.has_case(noun, "as") && self.is_one_of(head, &["time", "times"]) {
            true => self.tokens[head].head,
            false => Some(head),
        };
        let Some(verb) = token.head.and_then(above).filter(|&head| self.is_verb(head)) else {
            return (Vec::new(), Mood::default());
        };
        let lemma = self.tokens[verb].lemma.as_str();
        let is_verb_of = |class: &str| self.knowledge.words.is_in_class(class, lemma);
        let is_candidate = self.knowledge.words.is_in_class("CANDIDATE", &token.lemma);
        let serves = self.has_case(noun, "as") && (is_verb_of("SERVE_AS") || is_verb_of("RUN_AS") && is_candidate);
        // "was elected leader", "is considered part of the bloc", "called Iran an ally of Syria"
        let names = self.knowledge.words.is_in_class("APPOINT", &lemma.replace('-', ""));
        let thinks = is_verb_of("DEEM");
        let is_complement = token.relation == Relation::Xcomp
            || self.has_case(noun, "as")
            || token.relation == Relation::Obj && self.is_passive(verb);
        if (names || thinks) && is_complement {
            let held_by = match (self.is_passive(verb), self.below(verb, Relation::Obj).next()) {
                (true, _) => self.subjects(verb),
                (false, Some(object)) => self.parts(object),
                (false, None) => Vec::new(),
            };
            let opinion = if thinks { Mood::of(Modality::ReportedPossible) } else { Mood::default() };
            return (wholes(held_by), opinion.within(self.mood(verb)));
        }
        // "As rivals, Iran and Turkey compete", "As a candidate of the Greens, Jane Smith lost"
        if self.has_case(noun, "as") && noun < verb {
            return (wholes(self.subjects(verb)), self.mood(verb));
        }
        // "resigned as leader of the Greens"
        let particle = self.below(verb, Relation::CompoundPrt).next().map_or("", |i| self.tokens[i].lower.as_str());
        let resigns = self.knowledge.words.is_in_class("RESIGN_AS", format!("{lemma} {particle}").trim_end());
        if resigns && self.has_case(noun, "as") {
            return (wholes(self.subjects(verb)), Mood { is_over: true, ..self.mood(verb) });
        }
        let is_said = match token.relation {
            Relation::Obj | Relation::Xcomp => is_verb_of("BECOME"),
            // "served as leader of the Greens and later as leader of Hope"
            Relation::Obl | Relation::Conj | Relation::Nmod => serves,
            _ => false,
        };
        match is_said {
            true => (wholes(self.subjects(verb)), self.mood(verb)),
            false => (Vec::new(), Mood::default()),
        }
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

    /// The way in the tree from one word to another: "Iran <-nsubj- attacked -obj-> Iraq".
    pub fn path(&self, from: usize, to: usize) -> String {
        let up = |start: usize| std::iter::successors(Some(start), |&i| self.tokens[i].head).take(self.tokens.len());
        let above: Vec<usize> = up(from).collect();
        let Some(meet) = up(to).find(|i| above.contains(i)) else { return String::new() };
        let mut path = String::new();
        for i in above.into_iter().take_while(|&i| i != meet) {
            path += &format!("{} <-{}- ", self.tokens[i].text, self.tokens[i].relation);
        }
        path += self.tokens[meet].text;
        let down: Vec<usize> = up(to).take_while(|&i| i != meet).collect();
        for i in down.into_iter().rev() {
            path += &format!(" -{}-> {}", self.tokens[i].relation, self.tokens[i].text);
        }
        path
    }
}
