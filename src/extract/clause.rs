//! Who acts and who is acted on around a verb, read from the order of words.
//!
//! First version, shallow: walks from the verb over auxiliaries, adverbs, commas of appositions and relative pronouns to the
//! nearest name that can be subject or object, and gives up at anything else.

use super::actors::{Actors, acts};
use super::mention::Mention;
use super::noun_phrase::{Head, is_modifier};
use super::tree::Tree;
use crate::knowledge::Knowledge;
use crate::knowledge::inflect::VerbForm;
use crate::knowledge::predicates::Predicate;
use crate::knowledge::words::{Control, FunctionWord, NameWord, NotName};
use crate::language::{Tag, Token, tag};
use crate::ontology::{Actor, ActorKind, Modality, Polarity, RelationType};

/// A sentence with its mentions, as the constructions read it.
pub struct Clause<'s, 'k> {
    /// All tokens of the sentence.
    pub tokens: &'s [Token<'s>],
    /// The tree over them.
    pub tree: &'s Tree,
    /// Mentions in order, each with its actor.
    pub mentions: &'s [(Mention, usize)],
    /// All actors of the article.
    pub actors: &'s Actors,
    /// The tables.
    pub knowledge: &'k Knowledge,
    /// Whom descriptions and pronouns mean.
    pub topics: Topics,
}

/// Whom the sentence before leaves as the one that "he" or "the group" means.
#[derive(Debug, Clone, Copy, Default)]
pub struct Topics {
    /// The one person.
    pub person: Option<usize>,
    /// The one group.
    pub group: Option<usize>,
}

/// Whether something is so, as the words around it say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Mood {
    /// Affirmed or negated.
    pub polarity: Polarity,
    /// Fact, possibility, plan or thought.
    pub modality: Modality,
}

impl Mood {
    /// This mood inside another: denial of a denial affirms, and the farthest from fact counts.
    pub fn within(self, outer: Mood) -> Mood {
        let polarity = match (self.polarity, outer.polarity) {
            (Polarity::Affirmed, polarity) | (polarity, Polarity::Affirmed) => polarity,
            (Polarity::Negated, Polarity::Negated) => Polarity::Affirmed,
        };
        Mood { polarity, modality: self.modality.max(outer.modality) }
    }

    /// The mood, denied.
    pub fn negated(self) -> Mood {
        self.within(Mood { polarity: Polarity::Negated, modality: Modality::Asserted })
    }
}

impl From<Control> for Mood {
    fn from(control: Control) -> Mood {
        Mood { polarity: control.polarity, modality: control.modality }
    }
}

/// A verb with its auxiliaries, and who is its subject.
#[derive(Debug, Clone)]
pub struct VerbGroup {
    /// Token of the verb itself.
    pub verb: usize,
    /// Whether the subject suffers what the verb says.
    pub is_passive: bool,
    /// What auxiliaries and governing verbs make of it.
    pub mood: Mood,
    /// Actors that are subject, first named first; empty when none is found.
    pub subjects: Vec<usize>,
    /// First token of the subject's name, when it stands before the verb.
    pub subject_start: Option<usize>,
    /// Whether it is what the subject threatens to do.
    pub is_threat: bool,
    /// Who says so, where the governing verb tells: the accuser, the one who denies or urges.
    pub said_by: Option<usize>,
}

impl VerbGroup {
    /// A verb of which nothing else is known yet.
    pub(super) fn of(verb: usize) -> Self {
        let mood = Mood::default();
        let (subjects, subject_start, said_by) = (Vec::new(), None, None);
        VerbGroup { verb, is_passive: false, mood, subjects, subject_start, is_threat: false, said_by }
    }

    /// Has the subject of the verb that governs it.
    fn take_subject(&mut self, outer: VerbGroup) {
        self.subjects = outer.subjects;
        self.subject_start = outer.subject_start;
    }
}

/// Longer lists are cut, so that one of twenty times twenty names does not state four hundred ties.
pub(super) const MAX_LIST: usize = 12;

/// What stands before a verb and belongs to it.
struct Auxiliaries {
    /// First token of it; the verb itself when there is none.
    start: usize,
    mood: Mood,
    /// Whether a form of be, have, do or a modal is among it.
    has_any: bool,
    has_be: bool,
}

impl Clause<'_, '_> {
    /// The class of a function word at `i`.
    pub fn class(&self, i: usize) -> Option<FunctionWord> {
        self.knowledge.words.class(&self.tokens.get(i)?.lower)
    }

    /// The mention whose noun phrase covers token `i`.
    pub fn mention_over(&self, i: usize) -> Option<usize> {
        self.mentions.iter().position(|(mention, _)| (mention.start..mention.np_end.max(mention.end)).contains(&i))
    }

    /// The mention that starts at token `i`.
    pub fn mention_at(&self, i: usize) -> Option<usize> {
        self.mentions.iter().position(|(mention, _)| mention.start == i)
    }

    /// The mention whose noun phrase ends right before token `i`.
    pub fn mention_before(&self, i: usize) -> Option<usize> {
        self.mentions.iter().rposition(|(mention, _)| mention.np_end == i)
    }

    /// Whether two actors are of kinds that an entry takes, as subject and object of its words.
    pub fn fits(&self, entry: &Predicate, subject: usize, object: usize) -> bool {
        let (subject, object) = (&self.actors.list[subject], &self.actors.list[object]);
        let takes = |kinds: &[ActorKind], actor: &Actor| kinds.is_empty() || kinds.contains(&actor.kind);
        // Who speaks to an outlet gives an interview; that is no consultation.
        let is_outlet = |actor: &Actor| actor.sector.as_deref() == Some("MED");
        let is_interview = entry.relation == RelationType::Consult && (is_outlet(subject) || is_outlet(object));
        let ends = entry.relation.ends();
        let (first, second) = if entry.reversed { (object, subject) } else { (subject, object) };
        takes(&entry.subject, subject)
            && takes(&entry.object, object)
            && ends.0.allow(first.kind)
            && ends.1.allow(second.kind)
            && !is_interview
    }

    /// Forms of a verb at `i`, with lemmas.
    pub fn verb_forms(&self, i: usize) -> &[(String, VerbForm)] {
        self.tokens
            .get(i)
            .and_then(|token| self.knowledge.words.verb_forms.get(&token.lower))
            .map_or(&[], Vec::as_slice)
    }

    /// Whether the word at `i` can be one of these forms of a verb.
    pub fn has_form(&self, i: usize, forms: &[VerbForm]) -> bool {
        self.verb_forms(i).iter().any(|(_, form)| forms.contains(form))
    }

    /// Whether the word at `i` can be a form of one of these verbs.
    pub fn has_lemma(&self, i: usize, lemmas: &[&str]) -> bool {
        self.verb_forms(i).iter().any(|(lemma, _)| lemmas.contains(&lemma.as_str()))
    }

    /// Whether a verb in the past or third person stands at `i`, outside of all names' phrases.
    fn is_finite_verb(&self, i: usize) -> bool {
        let token = &self.tokens[i];
        let is_tagged = token.tag == Tag::Verb && token.features.verb_form == Some(tag::VerbForm::Finite);
        (is_tagged || self.has_form(i, &[VerbForm::Past, VerbForm::Third])) && self.mention_over(i).is_none()
    }

    /// Reads auxiliaries, negations, adverbs and times backwards from a verb: "on Tuesday had not formally".
    fn auxiliaries(&self, verb: usize) -> Auxiliaries {
        let mut found = Auxiliaries { start: verb, mood: Mood::default(), has_any: false, has_be: false };
        while found.start > 0 {
            let before = found.start - 1;
            let modality = self.modality_of(before);
            match self.class(before) {
                Some(FunctionWord::Be) => found.has_be = true,
                Some(FunctionWord::Not) => found.mood = found.mood.negated(),
                Some(
                    FunctionWord::Have
                    | FunctionWord::Do
                    | FunctionWord::Will
                    | FunctionWord::May
                    | FunctionWord::Would,
                ) => {}
                Some(FunctionWord::Adverb | FunctionWord::Hedge) => {}
                None if self.tokens[before].lower.ends_with("ly") && self.mention_over(before).is_none() => {}
                _ => match self.time_before(found.start) {
                    Some(start) => {
                        found.start = start;
                        continue;
                    }
                    None => break,
                },
            }
            found.mood.modality = found.mood.modality.max(modality);
            found.has_any |= !matches!(
                self.class(before),
                None | Some(FunctionWord::Adverb | FunctionWord::Hedge | FunctionWord::Not)
            );
            found.start = before;
        }
        found
    }

    /// What a modal verb or hedge at `i` makes of its clause; `Asserted` for all other words.
    pub fn modality_of(&self, i: usize) -> Modality {
        match self.class(i) {
            Some(FunctionWord::Will) => Modality::Planned,
            Some(FunctionWord::May | FunctionWord::Hedge) => Modality::ReportedPossible,
            Some(FunctionWord::Would) => Modality::Hypothetical,
            _ => Modality::Asserted,
        }
    }

    /// Start of a time that ends before `end`: "on Friday", "last March", "Tuesday".
    fn time_before(&self, end: usize) -> Option<usize> {
        let name = end.checked_sub(1).filter(|&i| self.is_time(i))?;
        let is_link = |i: &usize| {
            matches!(self.tokens[*i].lower.as_str(), "on" | "last" | "next" | "this" | "in" | "late" | "early")
        };
        Some(name.checked_sub(1).filter(is_link).unwrap_or(name))
    }

    /// A weekday or month.
    fn is_time(&self, i: usize) -> bool {
        let token = &self.tokens[i];
        token.is_capitalised() && self.knowledge.words.not_names.get(&token.plain) == Some(&NotName::Time)
    }

    /// The verb at `verb` with its subject and mood, as the words before it tell, or else the tree; `None` when it is no
    /// verb here.
    pub fn verb_group(&self, verb: usize) -> Option<VerbGroup> {
        let has_subject = |group: &VerbGroup| !group.subjects.is_empty();
        self.group_in_words(verb).filter(has_subject).or_else(|| self.group_in_tree(verb))
    }

    /// Reads the verb at `verb` with what stands before it.
    fn group_in_words(&self, verb: usize) -> Option<VerbGroup> {
        let mut group = VerbGroup::of(verb);
        let forms = self.verb_forms(verb);
        let is = |form: VerbForm| forms.iter().any(|(_, f)| *f == form);
        let Auxiliaries { start: at, mood, has_any: has_auxiliary, has_be } = self.auxiliaries(verb);
        group.mood = mood;
        group.is_passive = has_be && is(VerbForm::Participle) && !is(VerbForm::Gerund);
        if at > 0 && self.tokens[at - 1].lower == "to" && is(VerbForm::Base) {
            return self.infinitive(group, at - 1);
        }
        if is(VerbForm::Gerund) && !has_auxiliary {
            return self.gerund(group, at);
        }
        // "stood by China" is active.
        let takes_by = |lemma: &String| {
            self.knowledge
                .predicates
                .verbs
                .get(lemma)
                .is_some_and(|patterns| patterns.iter().any(|p| p.rest.first().is_some_and(|w| w == "by")))
        };
        let is_agent_named = self.tokens.get(verb + 1).is_some_and(|token| token.lower == "by")
            && !forms.iter().any(|(lemma, _)| takes_by(lemma));
        if is(VerbForm::Participle) && !has_auxiliary && is_agent_named {
            return self.reduced_relative(group, at);
        }
        let is_finite = is(VerbForm::Third)
            || is(VerbForm::Past)
            || (has_auxiliary && (is(VerbForm::Base) || is(VerbForm::Participle) || is(VerbForm::Gerund)));
        let is_plural_present = is(VerbForm::Base) && !has_auxiliary;
        if !is_finite && !is_plural_present {
            return None;
        }
        let (subjects, start) = match group.is_passive {
            true => self.subject_before(at).or_else(|| self.belonging_before(at))?,
            false => self.subject_before(at)?,
        };
        group.subjects = subjects;
        group.subject_start = Some(start);
        // "Israel said it would withdraw" is a plan.
        if group.mood.modality == Modality::Hypothetical && self.class(at - 1) == Some(FunctionWord::Pronoun) {
            group.mood.modality = Modality::Planned;
        }
        group.mood = group.mood.within(self.condition(start));
        Some(group)
    }

    /// The subject and mood of "is", "became" or "remains" at `copula`.
    pub fn verb_group_of_copula(&self, copula: usize) -> Option<VerbGroup> {
        self.copula_in_words(copula).or_else(|| self.copula_in_tree(copula))
    }

    fn copula_in_words(&self, copula: usize) -> Option<VerbGroup> {
        let Auxiliaries { start: at, mood, .. } = self.auxiliaries(copula);
        let (subjects, start) = self.subject_before(at)?;
        let mood = mood.within(self.condition(start));
        Some(VerbGroup { mood, subjects, subject_start: Some(start), ..VerbGroup::of(copula) })
    }

    /// "Hezbollah, armed by Tehran": a participle after its noun, with the one who does it after "by".
    fn reduced_relative(&self, mut group: VerbGroup, at: usize) -> Option<VerbGroup> {
        let has_comma = at > 0 && self.tokens[at - 1].text == ",";
        let (subjects, start) = self.as_subject(self.mention_before(at - usize::from(has_comma))?)?;
        group.is_passive = true;
        group.subjects = subjects;
        group.subject_start = Some(start);
        Some(group)
    }

    /// "vowed to attack", "urged Iran to release": subject and mood come from the verb before "to".
    fn infinitive(&self, mut group: VerbGroup, to: usize) -> Option<VerbGroup> {
        let words = &self.knowledge.words;
        let control_at =
            |i: usize| self.verb_forms(i).iter().find_map(|(lemma, _)| words.control_verbs.get(lemma)).copied();
        let mut before = to.checked_sub(1)?;
        if matches!(self.class(before), Some(FunctionWord::Not)) {
            group.mood = group.mood.negated();
            before = before.checked_sub(1)?;
        }
        if let Some(control) = control_at(before).filter(|_| self.mention_over(before).is_none()) {
            group.is_threat = self.has_lemma(before, &["threaten"]);
            let outer = self.verb_group(before)?;
            group.mood = group.mood.within(control.into()).within(outer.mood);
            if control.is_object && !outer.is_passive {
                group.mood.modality = group.mood.modality.max(Modality::Hypothetical);
            }
            group.take_subject(outer);
            return Some(group);
        }
        // "is set to meet", "was unable to attend"
        if let Some(control) = words.control_adjectives.get(&self.tokens[before].lower)
            && before > 0
            && self.class(before - 1) == Some(FunctionWord::Be)
        {
            let outer = self.verb_group_of_copula(before - 1)?;
            group.mood = group.mood.within((*control).into()).within(outer.mood);
            group.take_subject(outer);
            return Some(group);
        }
        if let Some(outer) = self.purpose_of(before) {
            group.mood =
                group.mood.within(Mood { modality: Modality::Hypothetical, ..Mood::default() }).within(outer.mood);
            group.take_subject(outer);
            return Some(group);
        }
        let object = self.mention_before(before + 1)?;
        let (mention, actor) = &self.mentions[object];
        // "Trump's decision to withdraw", "Russian plans to invade"
        if mention.head == Head::Belonging
            && let Some(control) = words.control_nouns.get(&self.tokens[before].lower)
        {
            group.mood = group.mood.within((*control).into());
            group.subjects = vec![*actor];
            group.subject_start = Some(mention.start);
            return Some(group);
        }
        let verb = (mention.start.saturating_sub(4)..mention.start).rev().find(|&i| control_at(i).is_some())?;
        let is_near = (verb + 1..mention.start).all(|i| {
            is_modifier(self.tokens, i, self.knowledge) || self.tokens[i].lower == "on" || self.tokens[i].lower == "for"
        });
        let control = control_at(verb)?;
        if !control.is_object || !is_near || !acts(mention) {
            return None;
        }
        let outer = self.verb_group(verb)?;
        group.mood = group.mood.within(control.into()).within(outer.mood);
        let is_urged = control.modality == Modality::Hypothetical && !outer.is_passive;
        group.said_by = outer.subjects.first().copied().filter(|_| is_urged);
        group.subjects = self.list_before(object).0;
        group.subject_start = Some(mention.start);
        Some(group)
    }

    /// "travelled to Kyiv to meet Zelensky": the verb of going before a purpose that starts after token `before`.
    fn purpose_of(&self, before: usize) -> Option<VerbGroup> {
        const MAX_WAY: usize = 6;
        let place = self.mention_before(before + 1)?;
        let preposition = self.phrase_start(place).checked_sub(1)?;
        let goes = |i: &usize| self.has_lemma(*i, &["travel", "fly", "go", "come", "arrive", "return", "head"]);
        let is_way = matches!(self.tokens[preposition].lower.as_str(), "to" | "in" | "from");
        let verb = (preposition.saturating_sub(MAX_WAY)..preposition).rev().find(goes).filter(|_| is_way)?;
        let is_plain = (verb + 1..preposition)
            .all(|i| self.class(i) == Some(FunctionWord::Adverb) || self.is_time(i) || self.tokens[i].lower == "on");
        self.verb_group(verb).filter(|_| is_plain)
    }

    /// ", killing Soleimani", "denied arming Hezbollah", "accused Iran of arming Hezbollah".
    fn gerund(&self, mut group: VerbGroup, at: usize) -> Option<VerbGroup> {
        let before = at.checked_sub(1)?;
        let controls = &self.knowledge.words.control_verbs;
        if let Some(control) = self.verb_forms(before).iter().find_map(|(lemma, _)| controls.get(lemma)) {
            let outer = self.verb_group(before)?;
            group.mood = group.mood.within((*control).into()).within(outer.mood);
            let denies = self.has_lemma(before, &["deny"]);
            group.said_by = outer.subjects.first().copied().filter(|_| denies);
            group.take_subject(outer);
            return Some(group);
        }
        match self.tokens[before].lower.as_str() {
            "of" => {
                let accused = self.mention_before(before)?;
                let (mention, _) = &self.mentions[accused];
                let accuses = |i: &usize| self.has_lemma(*i, &["accuse", "suspect"]);
                let verb = (mention.start.saturating_sub(4)..mention.start).rev().find(accuses)?;
                let accuser = self.verb_group(verb).filter(|outer| !outer.is_passive);
                group.said_by = accuser.and_then(|outer| outer.subjects.first().copied());
                group.mood.modality = Modality::ReportedPossible;
                group.subjects = self.list_before(accused).0;
                group.subject_start = Some(mention.start);
                acts(mention).then_some(group)
            }
            // "condemned Russia for attacking Ukraine"
            "for" => {
                let accused = self.mention_before(before)?;
                let (mention, _) = &self.mentions[accused];
                group.subjects = self.list_before(accused).0;
                group.subject_start = Some(mention.start);
                (self.is_after_verb(accused) && acts(mention)).then_some(group)
            }
            "," | "by" | "after" | "before" | "and" => {
                // Only a finite verb: a chain of gerunds would send the search back and forth without end.
                let main = (before.saturating_sub(25)..before).rev().filter(|&i| self.is_finite_verb(i));
                let outer = main.filter_map(|i| self.verb_group(i)).find(|outer| !outer.is_passive)?;
                group.mood = group.mood.within(outer.mood);
                group.take_subject(outer);
                Some(group)
            }
            _ => None,
        }
    }

    /// The subject that ends before token `end`: its actors and where its name starts.
    fn subject_before(&self, end: usize) -> Option<(Vec<usize>, usize)> {
        let before = end.checked_sub(1)?;
        if let Some(index) = self.mention_before(end) {
            return self.as_subject(index).or_else(|| self.subject_with_place(index));
        }
        match self.class(before) {
            Some(FunctionWord::Relative) => self.antecedent(before),
            Some(FunctionWord::Determiner) if self.tokens[before].lower == "that" => self.antecedent(before),
            Some(FunctionWord::Pronoun) => self.speaker_again(before).or_else(|| self.topic_again(before)),
            Some(FunctionWord::Conjunction) if self.tokens[before].lower != "or" => self.shared_subject(before),
            _ if self.tokens[before].text == ")" => {
                let open = (before.saturating_sub(12)..before).rev().find(|&i| self.tokens[i].text == "(")?;
                self.subject_before(open)
            }
            _ if self.tokens[before].text == "," => {
                self.apposed_subject(before).or_else(|| self.shared_subject(before))
            }
            _ => self.group_again(before),
        }
    }

    /// "Turkish troops in Syria attacked": the place after the subject is passed over.
    fn subject_with_place(&self, place: usize) -> Option<(Vec<usize>, usize)> {
        let before = self.phrase_start(place).checked_sub(1)?;
        let is_place = matches!(self.tokens[before].lower.as_str(), "in" | "at" | "near" | "from" | "on");
        self.as_subject(self.mention_before(before).filter(|_| is_place)?)
    }

    /// "Russian positions were attacked": what is done to an actor's belongings is done to the actor.
    fn belonging_before(&self, end: usize) -> Option<(Vec<usize>, usize)> {
        let index = self.mention_before(end)?;
        let (mention, actor) = &self.mentions[index];
        let head = &self.tokens[end - 1].lower;
        let is_of_people = self.knowledge.words.people_nouns.contains(head);
        let is_owned = mention.head == Head::Belonging && !is_of_people && self.is_free(index);
        is_owned.then(|| (vec![*actor], mention.start))
    }

    /// "Iran, which armed ...", "the group that attacked ...".
    fn antecedent(&self, relative: usize) -> Option<(Vec<usize>, usize)> {
        let has_comma = relative > 0 && self.tokens[relative - 1].text == ",";
        let index = self.mention_before(relative - usize::from(has_comma))?;
        self.as_subject(index)
    }

    /// "Iran said it had attacked": right after a verb of saying, the pronoun is who says it.
    fn speaker_again(&self, pronoun: usize) -> Option<(Vec<usize>, usize)> {
        if !matches!(self.tokens[pronoun].lower.as_str(), "it" | "he" | "she" | "they") {
            return None;
        }
        let that = usize::from(pronoun > 0 && self.tokens[pronoun - 1].lower == "that");
        let verb = pronoun.checked_sub(1 + that)?;
        let is_saying =
            self.verb_forms(verb).iter().any(|(lemma, _)| self.knowledge.words.saying_verbs.contains_key(lemma));
        let group =
            self.verb_group(verb).filter(|group| is_saying && !group.is_passive && group.subjects.len() == 1)?;
        Some((group.subjects, group.subject_start?))
    }

    /// "The group" and "this organisation" at the start of a sentence are the one group of the sentence before.
    pub(super) fn group_again(&self, noun: usize) -> Option<(Vec<usize>, usize)> {
        if !self.knowledge.words.is_name_word(&self.tokens[noun].lower, NameWord::TakesUp) {
            return None;
        }
        let article = noun.checked_sub(1).filter(|&i| matches!(self.tokens[i].lower.as_str(), "the" | "this"))?;
        let is_first = article == 0 || self.tokens[..article].iter().all(|token| !token.is_word());
        Some((vec![self.topics.group.filter(|_| is_first)?], article))
    }

    /// "He" and "she" are the one person of the sentence before, unless this one has named a person first or quotes somebody.
    pub(super) fn topic_again(&self, pronoun: usize) -> Option<(Vec<usize>, usize)> {
        let is_third = matches!(self.tokens[pronoun].lower.as_str(), "he" | "she");
        let is_person = |actor: usize| self.actors.list[actor].kind == ActorKind::Person;
        let is_named = self.mentions.iter().any(|(mention, actor)| mention.start < pronoun && is_person(*actor));
        let is_quoted = self.tokens[..pronoun].iter().any(Token::is_quote);
        let topic = self.topics.person.filter(|_| is_third && !is_named && !is_quoted)?;
        Some((vec![topic], pronoun))
    }

    /// "Putin, the president of Russia, met": the name before the commas.
    fn apposed_subject(&self, comma: usize) -> Option<(Vec<usize>, usize)> {
        const MAX_APPOSITION: usize = 16;
        // "Israel's prime minister, Benjamin Netanyahu, met": the name is between the commas.
        if let Some(named) = self.mention_before(comma)
            && let Some(open) = self.mentions[named].0.start.checked_sub(1).filter(|&i| self.tokens[i].text == ",")
            && self.mention_before(open).is_some_and(|title| self.mentions[title].0.head == Head::Title)
        {
            return Some((vec![self.mentions[named].1], self.mentions[named].0.start));
        }
        let open = (comma.saturating_sub(MAX_APPOSITION)..comma).rev().find(|&i| self.tokens[i].text == ",")?;
        // A clause with a subject of its own between the commas is no apposition.
        let has_verb = (open + 1..comma).any(|i| matches!(self.class(i), Some(FunctionWord::Be | FunctionWord::Have)));
        if has_verb {
            return None;
        }
        self.as_subject(self.mention_before(open)?)
    }

    /// "A met B and praised C": the subject of the verb before, when nothing else could be.
    fn shared_subject(&self, link: usize) -> Option<(Vec<usize>, usize)> {
        const MAX_CLAUSE: usize = 22;
        let mut at = link;
        while at > 0 && link - at < MAX_CLAUSE {
            at -= 1;
            if matches!(
                self.class(at),
                Some(FunctionWord::Relative | FunctionWord::Subordinator | FunctionWord::Condition)
            ) || self.tokens[at].is_quote()
                || self.tokens[at].text == ";"
            {
                return None;
            }
            if self.is_finite_verb(at) {
                let group = self.verb_group(at)?;
                return group.subject_start.filter(|_| !group.is_passive).map(|start| (group.subjects, start));
            }
        }
        None
    }

    /// The actors of a subject that ends with this mention; `None` when it only stands in someone else's phrase.
    fn as_subject(&self, index: usize) -> Option<(Vec<usize>, usize)> {
        let (mention, _) = &self.mentions[index];
        if !acts(mention) {
            return None;
        }
        let (actors, first) = self.list_before(index);
        self.is_free(first).then(|| (actors, self.mentions[first].0.start))
    }

    /// Whether no preposition makes the mention a part of another phrase; "the government of Iran" is Iran.
    pub fn is_free(&self, index: usize) -> bool {
        let mut start = self.mentions[index].0.start;
        while start > 0 && is_modifier(self.tokens, start - 1, self.knowledge) && self.mention_over(start - 1).is_none()
        {
            start -= 1;
        }
        // A title right before a name belongs to it, and so does the country before the title.
        if let Some(before) = self.mention_before(start)
            && self.mentions[before].0.head == Head::Title
        {
            return self.is_free(before);
        }
        let Some(before) = start.checked_sub(1) else { return true };
        match self.class(before) {
            Some(FunctionWord::Preposition) => {
                let is_agent = |i: usize| {
                    self.knowledge.words.state_nouns.get(&self.tokens[i].lower).is_some()
                        && self.mention_over(i).is_none()
                };
                let is_of = matches!(self.tokens[before].lower.as_str(), "of" | "from");
                let is_link = matches!(
                    self.tokens[before].lower.as_str(),
                    "after" | "before" | "since" | "as" | "until" | "than"
                );
                is_link || (is_of && before > 0 && is_agent(before - 1))
            }
            _ => true,
        }
    }

    /// The actors of a list that ends with this mention, "A, B and C", in order, and the index of the first mention.
    pub fn list_before(&self, last: usize) -> (Vec<usize>, usize) {
        let mut actors = vec![self.mentions[last].1];
        let mut first = last;
        while first > 0 {
            let start = self.phrase_start(first);
            let Some(link) = start.checked_sub(1).filter(|&i| self.is_list_link(i)) else { break };
            let link = if link > 0 && self.tokens[link].lower == "and" && self.tokens[link - 1].text == "," {
                link - 1
            } else {
                link
            };
            let Some(before) = self.mention_before(link).filter(|&b| acts(&self.mentions[b].0)) else { break };
            // A comma alone joins only where "and" closes the list later, and in headlines: "Iran, Saudi Arabia agree".
            let is_headline = self.mentions[before].0.start == 0 && link + 1 == start;
            if self.tokens[link].text == ","
                && actors.len() == 1
                && self.tokens[start - 1].lower != "and"
                && !is_headline
            {
                break;
            }
            // "A praised B and C condemned D": B is the object of a verb of its own.
            let is_object = self.is_after_verb(before);
            if is_object || !self.is_free(before) || actors.len() == MAX_LIST {
                break;
            }
            actors.insert(0, self.mentions[before].1);
            first = before;
        }
        actors.dedup();
        (actors, first)
    }

    /// Whether a finite verb stands right before the noun phrase of a mention, so that it is an object.
    fn is_after_verb(&self, index: usize) -> bool {
        (self.phrase_start(index).saturating_sub(1)..self.mentions[index].0.start).any(|i| self.is_finite_verb(i))
    }

    /// The actors of a list that starts with this mention, in order.
    pub fn list_after(&self, first: usize) -> Vec<usize> {
        self.list_until(first, |end| self.starts_clause(end))
    }

    /// The same after "between", where the list has to go on.
    pub fn list_between(&self, first: usize) -> Vec<usize> {
        self.list_until(first, |_| false)
    }

    /// Whether a verb follows at `end`, so that the name before it is the subject of a new clause.
    fn starts_clause(&self, end: usize) -> bool {
        use FunctionWord::{Be, Do, Have, May, Will, Would};
        !self.verb_forms(end).is_empty() || matches!(self.class(end), Some(Be | Have | Will | Would | May | Do))
    }

    fn list_until(&self, first: usize, is_end: impl Fn(usize) -> bool) -> Vec<usize> {
        let mut actors = vec![self.mentions[first].1];
        let mut last = first;
        loop {
            let mut at = self.mentions[last].0.np_end;
            let link = at;
            while at < self.tokens.len() && self.is_list_link(at) {
                at += 1;
            }
            if at == link {
                break;
            }
            let is_closing = (link..at).any(|i| self.tokens[i].lower != ",");
            // "Juan Perez, an Iranian journalist" is an apposition.
            if !is_closing && matches!(self.tokens.get(at).map(|token| token.lower.as_str()), Some("a" | "an")) {
                break;
            }
            while at < self.tokens.len() && self.class(at) == Some(FunctionWord::Determiner) {
                at += 1;
            }
            let Some(next) = self.mention_from(at) else { break };
            let end = self.mentions[next].0.np_end;
            let is_comma = self.tokens[link].text == "," && at - link == 1;
            let closes_later = self.tokens[end..].iter().take(12).any(|token| token.lower == "and");
            // "attacked Iran and Iraq said" starts a new clause; ", Iran said" too.
            if is_end(end) || (is_comma && !closes_later) || actors.len() == MAX_LIST {
                break;
            }
            actors.push(self.mentions[next].1);
            last = next;
            // What follows the "and" of a list is its last.
            if is_closing {
                break;
            }
        }
        actors.dedup();
        actors
    }

    fn is_list_link(&self, i: usize) -> bool {
        matches!(self.tokens[i].lower.as_str(), "and" | "," | "or")
    }

    /// First token of the noun phrase that a mention heads.
    fn phrase_start(&self, index: usize) -> usize {
        let mut start = self.mentions[index].0.start;
        while start > 0 && self.mention_over(start - 1).is_none() && is_modifier(self.tokens, start - 1, self.knowledge)
        {
            start -= 1;
        }
        match self.mention_before(start) {
            Some(before) if self.mentions[before].0.head == Head::Title => self.phrase_start(before),
            _ => start,
        }
    }

    /// The mention that a noun phrase starting at `from` has as its head or owner; of "Iranian President Raisi", "Russia's
    /// Vladimir Putin" and "the Turkish president, Recep Tayyip Erdogan," the person.
    pub fn mention_from(&self, from: usize) -> Option<usize> {
        let index = self.mention_at(from)?;
        let (mention, _) = &self.mentions[index];
        if !matches!(mention.head, Head::Title | Head::Belonging) {
            return Some(index);
        }
        let comma = usize::from(
            mention.head == Head::Title && self.tokens.get(mention.np_end).is_some_and(|token| token.text == ","),
        );
        let named = self.mention_at(mention.np_end + comma);
        let is_person = |i: &usize| self.actors.list[self.mentions[*i].1].kind == ActorKind::Person;
        match named.filter(is_person) {
            Some(person) => Some(person),
            None => (mention.head == Head::Belonging).then_some(index),
        }
    }

    /// The object of a verb or preposition before `from`: its mention, and whether a "no" stands before it.
    pub fn object_after(&self, from: usize) -> Option<(usize, bool)> {
        const MAX_MODIFIERS: usize = 5;
        let mut is_denied = false;
        let mut at = from;
        while at < self.tokens.len() && at - from <= MAX_MODIFIERS {
            if self.mention_at(at).is_some() {
                let index = self.mention_from(at)?;
                return (self.mentions[index].0.head != Head::Compound).then_some((index, is_denied));
            }
            let is_agent_of = self.tokens[at].lower == "of"
                && at > from
                && self.knowledge.words.state_nouns.get(&self.tokens[at - 1].lower).is_some();
            is_denied |= self.class(at) == Some(FunctionWord::No);
            // "killed at least 30 Palestinians", "up to 200 Syrian soldiers"
            let is_bound = matches!(
                (self.tokens[at].lower.as_str(), self.tokens.get(at + 1).map(|next| next.lower.as_str())),
                ("at", Some("least" | "most")) | ("more" | "fewer" | "less", Some("than")) | ("up", Some("to"))
            );
            if is_bound {
                at += 2;
                continue;
            }
            // "rejected on Friday a plan of Senegal's"
            let is_dated = self.tokens[at].lower == "on" && self.tokens.get(at + 1).is_some() && self.is_time(at + 1);
            if is_dated || self.is_time(at) {
                at += 1 + usize::from(is_dated);
                continue;
            }
            // "warned that Sudan", "over 100 rockets"
            let is_count =
                self.tokens.get(at + 1).is_some_and(|next| next.text.starts_with(|c: char| c.is_ascii_digit()));
            if is_count && matches!(self.tokens[at].lower.as_str(), "over" | "about" | "around" | "nearly") {
                at += 1;
                continue;
            }
            let is_gerund = self.has_form(at, &[VerbForm::Gerund]);
            if is_gerund
                || self.tokens[at].lower == "that"
                || !(is_agent_of || is_modifier(self.tokens, at, self.knowledge) || self.is_title_word(at))
            {
                return None;
            }
            at += 1;
        }
        None
    }

    /// Part of a title before a name: "met Prime Minister Modi".
    fn is_title_word(&self, at: usize) -> bool {
        super::office::title_at(self.tokens, at, self.knowledge).is_some()
            || (at > 0
                && super::office::title_at(self.tokens, at - 1, self.knowledge).is_some_and(|title| title.end > at))
    }

    /// Hypothetical where "if" or "unless" opens the clause that starts at `start`.
    fn condition(&self, start: usize) -> Mood {
        let is_conditional = (start.saturating_sub(4)..start)
            .rev()
            .take_while(|&i| self.tokens[i].text != ",")
            .any(|i| self.class(i) == Some(FunctionWord::Condition));
        let modality = if is_conditional { Modality::Hypothetical } else { Modality::Asserted };
        Mood { polarity: Polarity::Affirmed, modality }
    }
}
