//! Who acts and who is acted on, read off the tree: asked where the walk over words in `clause` gives up.
//!
//! The tree is that of Universal Dependencies. Subjects are found through relative clauses, participles, coordination and
//! verbs that govern others ("vowed to attack", "urged Iran to leave"); what stands in a clause whose mood the tables
//! do not tell, such as the complement of a verb that they do not know, is left alone.

use super::actors::acts;
use super::clause::{Clause, MAX_LIST, Mood, VerbGroup};
use super::mention::Mention;
use super::noun_phrase::Head;
use crate::knowledge::FormKind;
use crate::knowledge::predicates::Predicate;
use crate::knowledge::words::{Control, FunctionWord};
use crate::language::tag::{VerbForm, Voice};
use crate::language::{Relation, Tag, Token};
use crate::ontology::{Family, Modality, RelationType};

/// The tokens below each token of a sentence, in order.
#[derive(Debug, Default)]
pub struct Tree {
    below: Vec<Vec<usize>>,
}

impl Tree {
    /// The tree of a sentence.
    pub fn of(tokens: &[Token]) -> Self {
        let mut below = vec![Vec::new(); tokens.len()];
        for (i, token) in tokens.iter().enumerate() {
            if let Some(head) = token.head {
                below[head].push(i);
            }
        }
        Tree { below }
    }
}

/// An actor in a noun phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Index of the mention.
    pub mention: usize,
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

/// Verbs that one subject goes through, and members of a list: a bound on what a strange tree may cost.
const MAX_STEPS: usize = 8;

impl Clause<'_, '_> {
    /// The tokens below `head` with this relation to it, in order.
    pub fn below(&self, head: usize, relation: Relation) -> impl Iterator<Item = usize> + '_ {
        self.children(head).filter(move |&i| self.tokens[i].relation == relation)
    }

    fn children(&self, head: usize) -> impl Iterator<Item = usize> + '_ {
        self.tree.below.get(head).into_iter().flatten().copied()
    }

    fn has_below(&self, head: usize, relation: Relation) -> bool {
        self.below(head, relation).next().is_some()
    }

    /// The verb at `verb` with subject and mood as the tree has them.
    pub fn group_in_tree(&self, verb: usize) -> Option<VerbGroup> {
        let token = &self.tokens[verb];
        if token.tag != Tag::Verb || token.relation == Relation::Amod {
            return None;
        }
        let mut group = VerbGroup::of(verb);
        group.is_passive = token.features.voice == Some(Voice::Passive);
        group.mood = self.mood_in_tree(verb, MAX_STEPS)?;
        let subject = self.subject_in_tree(verb, MAX_STEPS)?;
        let (subjects, start) = self.actors_of_subject(subject, group.is_passive)?;
        group.subjects = subjects;
        group.subject_start = Some(start);
        if let Some((outer, control)) = self.control_over(verb) {
            group.is_threat = self.has_lemma(outer, &["threaten"]);
            let is_urged = control.is_object && control.modality == Modality::Hypothetical;
            let is_active = self.tokens[outer].features.voice != Some(Voice::Passive);
            if is_urged && is_active {
                let urger = self.subject_in_tree(outer, MAX_STEPS);
                let urgers = urger.and_then(|urger| self.actors_of_subject(urger, false));
                group.said_by = urgers.and_then(|(actors, _)| actors.first().copied());
            }
        }
        Some(group)
    }

    /// The subject and mood of a copula: of the word that it joins to the subject, or of "become" and its like.
    pub fn copula_in_tree(&self, copula: usize) -> Option<VerbGroup> {
        let token = &self.tokens[copula];
        let holder = if token.relation == Relation::Cop { token.head? } else { copula };
        let mood = self.mood_in_tree(holder, MAX_STEPS)?;
        let subject = self.subject_in_tree(holder, MAX_STEPS)?;
        let (subjects, start) = self.actors_of_subject(subject, false)?;
        Some(VerbGroup { mood, subjects, subject_start: Some(start), ..VerbGroup::of(copula) })
    }

    /// Those whom a subject names, and where it starts: of an active verb those who can act, of a passive one also owners.
    fn actors_of_subject(&self, subject: usize, is_passive: bool) -> Option<(Vec<usize>, usize)> {
        let mut parts = self.parts_at(subject);
        let is_people = |part: &Part| self.knowledge.words.people_nouns.contains(&self.tokens[part.noun].lower);
        parts.retain(|part| part.role == Role::Whole || (is_passive && part.role == Role::Owner && !is_people(part)));
        let again = || match self.tokens[subject].tag {
            Tag::Pron => self.speaker_again_in_tree(subject).or_else(|| self.topic_again(subject)),
            _ => self.group_again(subject),
        };
        let Some(first) = parts.first() else { return again() };
        let start = self.mentions[first.mention].0.start.min(subject);
        let mut actors: Vec<usize> = parts.iter().map(|part| self.mentions[part.mention].1).collect();
        actors.dedup();
        Some((actors, start))
    }

    /// "Palestinian leaders said on Monday they would boycott": the pronoun in what is said is the speaker.
    fn speaker_again_in_tree(&self, pronoun: usize) -> Option<(Vec<usize>, usize)> {
        let is_third = matches!(self.tokens[pronoun].lower.as_str(), "it" | "he" | "she" | "they");
        let said = self.clause_head(self.tokens[pronoun].head?);
        let saying = self.tokens[said].head.filter(|_| is_third && self.tokens[said].relation == Relation::Ccomp)?;
        let is_saying =
            self.verb_forms(saying).iter().any(|(lemma, _)| self.knowledge.words.saying_verbs.contains_key(lemma));
        let speaker = self.subject_in_tree(saying, MAX_STEPS).filter(|_| is_saying)?;
        let parts: Vec<Part> = self.parts_at(speaker).into_iter().filter(|part| part.role == Role::Whole).collect();
        let is_quoted = self.tokens[saying.min(pronoun)..saying.max(pronoun)].iter().any(Token::is_quote);
        let [part] = parts[..] else { return None };
        let (mention, actor) = &self.mentions[part.mention];
        (!is_quoted).then(|| (vec![*actor], mention.start))
    }

    /// The first verb of a coordination.
    fn clause_head(&self, verb: usize) -> usize {
        let mut at = verb;
        for _ in 0..MAX_STEPS {
            match self.tokens[at].head.filter(|_| self.tokens[at].relation == Relation::Conj) {
                Some(head) => at = head,
                None => break,
            }
        }
        at
    }

    /// Head of the noun phrase that is subject of a verb, its own or one that it shares.
    fn subject_in_tree(&self, verb: usize, n_steps: usize) -> Option<usize> {
        let token = &self.tokens[verb];
        let is_subject = |i: &usize| matches!(self.tokens[*i].relation, Relation::Nsubj | Relation::NsubjPass);
        let own = self.children(verb).find(is_subject);
        if let Some(subject) = own {
            let is_relative =
                self.class(subject) == Some(FunctionWord::Relative) || self.tokens[subject].lower == "that";
            let antecedent = token.head.filter(|_| token.relation == Relation::AclRelcl);
            return if is_relative { antecedent } else { Some(subject) };
        }
        let head = token.head.filter(|_| n_steps > 0)?;
        if let Some((_, control)) = self.control_over(verb) {
            let is_passive = self.tokens[head].features.voice == Some(Voice::Passive);
            return match control.is_object && !is_passive {
                true => self.below(head, Relation::Obj).next(),
                false => self.subject_in_tree(head, n_steps - 1),
            };
        }
        match token.relation {
            Relation::Conj if self.tokens[head].tag == Tag::Verb => self.subject_in_tree(head, n_steps - 1),
            Relation::Advcl if self.shares_subject(verb) => self.subject_in_tree(head, n_steps - 1),
            Relation::Acl if matches!(token.features.verb_form, Some(VerbForm::Gerund | VerbForm::Participle)) => {
                Some(head)
            }
            _ => None,
        }
    }

    /// "bombed the port, killing sailors", "by killing", "to kill": a clause without subject has that of its head; not so in
    /// "barred Iran from killing", nor where a subject has been missed, as a conjunction shows.
    fn shares_subject(&self, verb: usize) -> bool {
        let mut links = self.children(verb).filter(|&i| {
            matches!(self.tokens[i].relation, Relation::Mark | Relation::Case)
                || self.class(i) == Some(FunctionWord::Subordinator)
        });
        let is_one_of = |i: usize, words: &[&str]| words.contains(&self.tokens[i].lower.as_str());
        match self.tokens[verb].features.verb_form {
            Some(VerbForm::Infinitive) => links.all(|i| is_one_of(i, &["to", "in", "order", "so", "as"])),
            Some(VerbForm::Gerund) => {
                links.all(|i| is_one_of(i, &["by", "after", "before", "in", "while", "when", "since"]))
            }
            Some(VerbForm::Participle) => links.next().is_none(),
            _ => false,
        }
    }

    /// The verb or adjective that governs another verb, and what it makes of it; what a verb of the tables governs from afar,
    /// "vowed on Monday to attack", is easily taken for its purpose.
    fn control_over(&self, verb: usize) -> Option<(usize, Control)> {
        let token = &self.tokens[verb];
        let is_infinitive = token.features.verb_form == Some(VerbForm::Infinitive);
        let is_governed = token.relation == Relation::Xcomp || (token.relation == Relation::Advcl && is_infinitive);
        let outer = token.head.filter(|_| is_governed)?;
        let words = &self.knowledge.words;
        let of_verb = self.verb_forms(outer).iter().find_map(|(lemma, _)| words.control_verbs.get(lemma));
        let control = of_verb.or_else(|| words.control_adjectives.get(&self.tokens[outer].lower))?;
        Some((outer, *control))
    }

    /// What auxiliaries, adverbs and the clauses around it make of a verb; `None` where they leave it open.
    fn mood_in_tree(&self, verb: usize, n_steps: usize) -> Option<Mood> {
        let token = &self.tokens[verb];
        let mut mood = Mood::default();
        let hypothetical = Mood { modality: Modality::Hypothetical, ..Mood::default() };
        for i in self.children(verb) {
            match self.tokens[i].relation {
                Relation::Aux | Relation::AuxPass | Relation::Cop | Relation::Advmod => {
                    if self.class(i) == Some(FunctionWord::Not) {
                        mood = mood.negated();
                    }
                    mood = mood.within(Mood { modality: self.modality_of(i), ..Mood::default() });
                }
                Relation::Mark if self.class(i) == Some(FunctionWord::Condition) => mood = mood.within(hypothetical),
                _ => {}
            }
        }
        let Some(head) = token.head else { return Some(mood) };
        let n_steps = n_steps.checked_sub(1)?;
        let is_infinitive = token.features.verb_form == Some(VerbForm::Infinitive);
        if let Some((_, control)) = self.control_over(verb) {
            return Some(mood.within(control.into()).within(self.mood_in_tree(head, n_steps)?));
        }
        match token.relation {
            Relation::Conj => {
                let is_own = self.has_below(verb, Relation::Aux) || self.has_below(verb, Relation::Nsubj);
                let outer = self.mood_in_tree(head, n_steps)?;
                let shared = if is_own { Mood { modality: outer.modality, ..Mood::default() } } else { outer };
                Some(mood.within(shared))
            }
            // Governed by a verb that the tables do not know.
            Relation::Xcomp => None,
            Relation::Ccomp => {
                let saying_verbs = &self.knowledge.words.saying_verbs;
                let is_said = self.verb_forms(head).iter().any(|(lemma, _)| saying_verbs.contains_key(lemma));
                is_said.then_some(mood)
            }
            Relation::Advcl if is_infinitive => Some(mood.within(hypothetical)),
            Relation::Advcl if token.features.verb_form != Some(VerbForm::Finite) => {
                Some(mood.within(self.mood_in_tree(head, n_steps)?))
            }
            Relation::Acl if is_infinitive => None,
            _ => Some(mood),
        }
    }

    /// The actors of the noun phrase at `noun`, with those that its list joins.
    pub fn parts_at(&self, noun: usize) -> Vec<Part> {
        let mut nouns = vec![noun];
        let mut next = 0;
        while next < nouns.len() && nouns.len() <= MAX_LIST {
            nouns.extend(self.below(nouns[next], Relation::Conj));
            next += 1;
        }
        nouns.sort_unstable();
        let mut parts: Vec<Part> = nouns.into_iter().flat_map(|noun| self.parts_of_noun(noun)).collect();
        parts.truncate(MAX_LIST);
        parts
    }

    /// The actors of one noun without its list; more than one in "Iraqi and Syrian officials".
    fn parts_of_noun(&self, noun: usize) -> Vec<Part> {
        let part = |mention, role| vec![Part { mention, noun, role }];
        if let Some(index) = self.mention_over(noun) {
            let (mention, _) = &self.mentions[index];
            return match mention.head {
                // "his Greek and French counterparts": an adjective without its noun is nobody.
                Head::Actor if mention.form == FormKind::Adjective && mention.np_end == mention.end => Vec::new(),
                Head::Actor => self.with_joined_adjectives(index, noun, Role::Whole),
                Head::Belonging => self.with_joined_adjectives(index, noun, Role::Owner),
                Head::Title => self.named_beside(noun).map_or(Vec::new(), |named| part(named, Role::Whole)),
                Head::Compound => Vec::new(),
            };
        }
        if let Some(named) = self.named_beside(noun) {
            return part(named, Role::Whole);
        }
        let words = &self.knowledge.words;
        let lower = &self.tokens[noun].lower;
        let is_agent = words.state_nouns.get(lower).is_some() || words.party_nouns.get(lower).is_some();
        let owner = self.children(noun).find_map(|i| {
            let index = self.mention_at_top(i)?;
            let role = match self.tokens[i].relation {
                _ if self.mentions[index].0.head == Head::Compound => return None,
                Relation::Amod | Relation::Compound | Relation::NmodPoss | Relation::NmodDesc => Role::Owner,
                Relation::Nmod if self.has_case(i, "of") => Role::Of,
                _ => return None,
            };
            Some((index, if is_agent { Role::Whole } else { role }))
        });
        owner.map_or(Vec::new(), |(index, role)| part(index, role))
    }

    /// "Iraqi and Syrian officials": all adjectives that a list joins to the one whose noun it is.
    fn with_joined_adjectives(&self, index: usize, noun: usize, role: Role) -> Vec<Part> {
        let is_adjective = |i: &usize| self.mentions[*i].0.form == FormKind::Adjective;
        let joined = (0..self.mentions.len()).filter(is_adjective).filter(|&i| {
            let top = self.clause_head(self.top(&self.mentions[i].0));
            i != index
                && top != noun
                && self.tokens[top].relation == Relation::Amod
                && self.tokens[top].head == Some(noun)
        });
        let mut indices: Vec<usize> = joined.filter(|_| is_adjective(&index)).chain([index]).collect();
        indices.sort_unstable();
        indices.into_iter().map(|mention| Part { mention, noun, role }).collect()
    }

    /// "the president, Vladimir Putin,", "Prime Minister Modi": the actor that a noun introduces.
    fn named_beside(&self, noun: usize) -> Option<usize> {
        let is_beside = |i: &usize| matches!(self.tokens[*i].relation, Relation::Appos | Relation::Flat);
        let mut named = self.children(noun).filter(is_beside).filter_map(|i| self.mention_at_top(i));
        named.find(|&index| acts(&self.mentions[index].0))
    }

    /// The mention whose topmost token, or the head of its noun phrase, is `i`.
    fn mention_at_top(&self, i: usize) -> Option<usize> {
        let index = self.mention_over(i)?;
        let (mention, _) = &self.mentions[index];
        (self.top(mention) == i || i >= mention.end).then_some(index)
    }

    /// The token of a mention whose head is outside of it.
    fn top(&self, mention: &Mention) -> usize {
        let tokens = mention.start..mention.end;
        tokens
            .clone()
            .find(|&i| self.tokens[i].head.is_none_or(|head| !tokens.contains(&head)))
            .unwrap_or(mention.start)
    }

    fn has_case(&self, noun: usize, preposition: &str) -> bool {
        self.below(noun, Relation::Case).any(|i| self.tokens[i].lower == preposition)
    }

    /// Those acted on by a verb with the words of its pattern: "attack", "call on", "hold talks with".
    pub fn objects_in_tree(&self, verb: usize, words: &[String]) -> Option<Vec<Part>> {
        let mut heads = vec![verb];
        for (i, word) in words.iter().enumerate() {
            if i + 1 == words.len() && self.knowledge.words.class(word) == Some(FunctionWord::Preposition) {
                let object = heads.iter().flat_map(|&head| self.children(head)).find(|&object| {
                    matches!(self.tokens[object].relation, Relation::Obl | Relation::Nmod)
                        && self.has_case(object, word)
                });
                return Some(self.parts_at(object?));
            }
            let place = heads.iter().flat_map(|&head| self.children(head)).find(|&i| self.tokens[i].lower == *word)?;
            heads.push(place);
        }
        let object =
            self.below(verb, Relation::Obj).chain(self.below(verb, Relation::Iobj)).find(|i| !heads.contains(i));
        Some(self.parts_at(object.or_else(|| self.antecedent_in_tree(verb))?))
    }

    /// "Hezbollah, which Iran arms": what a relative clause with a subject of its own is about.
    fn antecedent_in_tree(&self, verb: usize) -> Option<usize> {
        let is_relative = self.tokens[verb].relation == Relation::AclRelcl;
        let has_subject = self.below(verb, Relation::Nsubj).any(|i| self.class(i) != Some(FunctionWord::Relative));
        self.tokens[verb].head.filter(|_| is_relative && has_subject && !self.has_below(verb, Relation::Obj))
    }

    /// "airstrikes in Mali against the rebels", "any agreements that are reached between Iran and Iraq": where the preposition
    /// of a noun stands, on the noun or on the verb that it is object of or that describes it.
    pub fn preposition_in_tree(&self, noun: usize, preposition: &str) -> Option<usize> {
        let token = &self.tokens[noun];
        let governor = token.head.filter(|_| token.relation == Relation::Obj);
        let described = self.children(noun).filter(|&i| {
            matches!(self.tokens[i].relation, Relation::Acl | Relation::AclRelcl)
                && self.tokens[i].features.voice == Some(Voice::Passive)
        });
        let heads = std::iter::once(noun).chain(governor).chain(described);
        let links = heads.flat_map(|head| self.children(head));
        let mut links = links.filter(|&i| matches!(self.tokens[i].relation, Relation::Nmod | Relation::Obl));
        links.find_map(|i| {
            self.below(i, Relation::Case).find(|&case| case > noun && self.tokens[case].lower == preposition)
        })
    }

    /// Those by whom a passive verb says it was done.
    pub fn agents_in_tree(&self, verb: usize) -> Vec<Part> {
        let is_agent = |i: &usize| match self.tokens[*i].relation {
            Relation::OblAgent => true,
            Relation::Obl => self.has_case(*i, "by"),
            _ => false,
        };
        let agent = self.children(verb).find(is_agent);
        let mut parts = agent.map_or(Vec::new(), |agent| self.parts_at(agent));
        parts.retain(|part| part.role == Role::Whole);
        parts
    }

    /// Whether `i` depends on `head`, over some tokens at most.
    pub fn is_under(&self, i: usize, head: usize) -> bool {
        let up = std::iter::successors(Some(i), |&at| self.tokens[at].head);
        up.take(MAX_STEPS).any(|at| at == head)
    }

    /// Whether an entry's relation to what an actor has or is part of is one to the actor.
    pub fn takes_part(&self, part: &Part, entry: &Predicate) -> bool {
        let is_harm = matches!(
            entry.relation,
            RelationType::Assault | RelationType::Coerce | RelationType::Sanction | RelationType::Aid
        );
        let is_people = self.knowledge.words.people_nouns.contains(&self.tokens[part.noun].lower);
        match part.role {
            Role::Whole => true,
            // "bombed the positions of the army"; but "condemned the invasion of Kuwait" is not against Kuwait.
            Role::Of => is_harm && self.knowledge.predicates.nouns.get(&self.tokens[part.noun].lower).is_none(),
            Role::Owner if is_harm => true,
            Role::Owner => {
                entry.relation.family() == Family::Event
                    && !is_people
                    && !matches!(entry.relation, RelationType::Consult | RelationType::Agree)
            }
        }
    }
}
