//! A sentence as the constructions read it: its tree, and whom its noun phrases mean.
//!
//! In go tokens with a tree of Universal Dependencies and the mentions of actors; out come the children of a word, the
//! prepositions of a phrase, and for every noun the actors that it is or belongs to. Knows no relation.

mod described;
mod owners;
mod parts;

use std::collections::BTreeMap;

use super::actors::Actors;
use super::mention::Mention;
use crate::knowledge::Knowledge;
use crate::knowledge::names::FormKind;
use crate::knowledge::words::FunctionWord;
use crate::language::{Relation, Tag, Token};
use crate::ontology::ActorKind;

/// A sentence with its tree and its mentions.
pub struct Clause<'s, 'k> {
    /// All tokens of the sentence.
    pub tokens: &'s [Token<'s>],
    /// Mentions in order, each with its actor: names, and the pronouns and descriptions that stand for one.
    pub mentions: &'s [(Mention, usize)],
    /// All actors of the article; indices of actors are into its list.
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
        // "according to" and "due to" have no "to" of their own.
        let is_bound = |case: usize| self.is_one_of(case, &["according", "due", "owing", "thanks"]);
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

    /// Whether an actor is a country, a person or a group.
    pub fn kind(&self, actor: usize) -> ActorKind {
        self.actors.list[actor].kind
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
