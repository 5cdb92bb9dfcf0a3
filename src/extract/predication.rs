//! Who does what a verb says, and whether it is so, read off the tree.
//!
//! Subjects are found through relative clauses, participles, coordination and the verbs, adjectives and nouns that govern others
//! ("vowed to attack", "was set to meet", "its refusal to leave"); what those make of the verb, and modal verbs, negations and
//! conditions on the way, become its mood.

use super::clause::{Clause, Part, Role, wholes};
use super::mood::Mood;
use crate::knowledge::words::{Control, FunctionWord, Says};
use crate::language::tag::{Tense, VerbForm, Voice};
use crate::language::{Relation, Tag};
use crate::ontology::{Modality, Polarity};

/// Verbs that one subject goes through: a bound on what a strange tree may cost.
const MAX_STEPS: usize = 8;

/// A verb that governs another.
#[derive(Debug, Clone, Copy)]
pub struct Governor {
    /// Token of the verb, adjective or noun.
    pub head: usize,
    /// What it makes of the other verb.
    pub control: Control,
}

impl Clause<'_, '_> {
    /// Whether the subject of a verb suffers what it says.
    pub fn is_passive(&self, verb: usize) -> bool {
        self.tokens[verb].features.voice == Some(Voice::Passive)
            || self.has_below(verb, Relation::NsubjPass)
            || self.has_below(verb, Relation::AuxPass)
    }

    /// The actors of the subject of a verb, or of a noun or adjective with a copula: its own or one that it shares.
    pub fn subjects(&self, head: usize) -> Vec<Part> {
        self.subjects_within(head, MAX_STEPS)
    }

    fn subjects_within(&self, verb: usize, n_steps: usize) -> Vec<Part> {
        let token = &self.tokens[verb];
        let is_subject = |i: &usize| matches!(self.tokens[*i].relation, Relation::Nsubj | Relation::NsubjPass);
        let own = self.children(verb).filter(is_subject).map(|i| match self.antecedent(i, verb) {
            // "Jane Smith is a politician who was elected"
            Some(noun) if self.has_below(noun, Relation::Cop) && self.parts(noun).is_empty() && n_steps > 0 => {
                self.subjects_within(noun, n_steps - 1)
            }
            Some(noun) => self.parts(noun),
            None => self.parts(i).into_iter().chain(self.company(i, verb)).collect(),
        });
        let mut own: Vec<Vec<Part>> = own.collect();
        // "Jane Smith, the mayor, and John Brown left": the tree may take each of a list for a subject.
        let is_joined = |i: usize| self.has_below(i, Relation::Cc) && self.tokens[i].tag != Tag::Pron;
        if own.len() > 1 && self.children(verb).filter(is_subject).skip(1).all(is_joined) {
            return own.concat();
        }
        if !own.is_empty() {
            // "Reuters reporter John Smith met": the tree may take both nouns for subjects.
            let names = own.iter().rposition(|parts| parts.iter().any(|part| part.role == Role::Whole));
            return own.swap_remove(names.unwrap_or(0));
        }
        let Some((head, n_steps)) = token.head.zip(n_steps.checked_sub(1)) else { return Vec::new() };
        if let Some(governor) = self.governor_of(verb) {
            return self.subjects_through(governor, n_steps);
        }
        let is_nonfinite = matches!(token.features.verb_form, Some(VerbForm::Gerund | VerbForm::Participle));
        match token.relation {
            Relation::Conj => self.subjects_within(head, n_steps),
            Relation::Advcl | Relation::Xcomp if self.has_object_of(verb) => self.objects_of(head).unwrap_or_default(),
            Relation::Xcomp => self.subjects_through(Governor { head, control: Control::default() }, n_steps),
            Relation::Advcl if self.shares_subject(verb) => self.subjects_within(head, n_steps),
            Relation::Acl if self.is_ordinal(head) => self.described_by(head).0,
            Relation::Acl if is_nonfinite => self.subjects_of_noun(head, n_steps),
            _ => Vec::new(),
        }
    }

    /// "became the first country to recognise Kosovo", "the latest bank to leave": what a noun is first or last of all to do is done.
    fn is_ordinal(&self, noun: usize) -> bool {
        self.below(noun, Relation::Amod).any(|i| self.knowledge.words.is_in_class("ORDINAL", &self.tokens[i].lower))
    }

    /// "troops attacking Iran": the troops; "adopted a resolution condemning Iran", "its resolution condemning": whoever adopted it or
    /// whose it is.
    fn subjects_of_noun(&self, noun: usize, n_steps: usize) -> Vec<Part> {
        // "Jane Smith, a Fatah lawmaker jailed by Israel"
        if self.tokens[noun].relation == Relation::Appos
            && self.mentions_over(noun).next().is_none()
            && let Some(named) = self.apposed_to(noun)
        {
            let named = self.wholes(named);
            if !named.is_empty() {
                return named;
            }
        }
        // "with the aim of beating the Greens and the Left": an aim does nothing, nor what the tree lists beside it.
        let own = if self.is_aim(noun) { Vec::new() } else { self.parts(noun) };
        if own.iter().any(|part| part.role == Role::Whole) {
            return own;
        }
        // "Jane Smith was an activist, serving on the board of"
        if self.has_below(noun, Relation::Cop) {
            return self.subjects_within(noun, n_steps);
        }
        let holders = self.holders(noun);
        if !holders.is_empty() {
            return holders.into_iter().map(|part| Part { role: Role::Whole, ..part }).collect();
        }
        let aiming = self.tokens[noun].head.filter(|&head| self.is_aim(noun) && self.is_verb(head));
        // "held twelve people belonging to the Greens": these people do, not who holds them.
        let words = &self.knowledge.words;
        let are_people = words.people_nouns.contains(&self.tokens[noun].lower)
            || words.people_nouns.contains(&self.tokens[noun].lemma)
            || self.tokens[noun].tag == Tag::Num;
        match aiming.or_else(|| self.verb_with_object(noun)).filter(|_| !are_people) {
            Some(verb) if !self.is_passive(verb) => self.subjects_within(verb, n_steps),
            _ => own,
        }
    }

    /// Whether a noun names what an act is done for, and no actor: "the aim of ending the war".
    pub fn is_aim(&self, noun: usize) -> bool {
        let is_named = || self.mentions_over(noun).next().is_some();
        self.knowledge.words.is_in_class("AIM", &self.tokens[noun].lemma) && !is_named()
    }

    /// "Hope has two members, Ada Ferrat and": who has what a noun says, where that is a fact.
    pub fn had_by(&self, noun: usize) -> Vec<Part> {
        let verb = self.verb_with_object(noun).filter(|&verb| self.tokens[verb].lemma == "have");
        let is_fact = |verb: &usize| self.mood(*verb) == Mood::default();
        verb.filter(is_fact).map_or(Vec::new(), |verb| wholes(self.subjects(verb)))
    }

    /// The verb whose object a noun is.
    fn verb_with_object(&self, noun: usize) -> Option<usize> {
        self.tokens[noun].head.filter(|&head| self.tokens[noun].relation == Relation::Obj && self.is_verb(head))
    }

    /// The noun that a relative pronoun at `i` stands for, in the relative clause of `verb`.
    fn antecedent(&self, i: usize, verb: usize) -> Option<usize> {
        // "Jane Smith and John Brown, both of whom were members"
        let is_whom = |i: usize| self.is_one_of(i, &["whom", "which"]);
        let are_all = self.is_one_of(i, &["all", "both", "each"]) && self.below(i, Relation::Nmod).any(is_whom);
        let is_relative = are_all || self.class(i) == Some(FunctionWord::Relative) || self.tokens[i].lower == "that";
        let mut clause = verb;
        for _ in 0..MAX_STEPS {
            match self.tokens[clause].relation {
                Relation::AclRelcl => return self.tokens[clause].head.filter(|_| is_relative),
                Relation::Conj | Relation::Xcomp | Relation::Ccomp => clause = self.tokens[clause].head?,
                _ => return None,
            }
        }
        None
    }

    /// Who does what a governed verb says: the object of "urge", the owner of "refusal", the subject of the rest.
    fn subjects_through(&self, governor: Governor, n_steps: usize) -> Vec<Part> {
        let head = governor.head;
        if self.tokens[head].tag == Tag::Noun && !self.has_below(head, Relation::Cop) {
            // "pressure on Iran to leave", "an invitation for Iran to join": the one after the noun is to do it.
            let asked = self.below(head, Relation::Nmod).find(|&i| self.has_case(i, "on") || self.has_case(i, "for"));
            if let Some(asked) = asked.filter(|_| governor.control.modality == Modality::Hypothetical) {
                return wholes(self.parts(asked));
            }
            let owners = self.holders(head);
            if !owners.is_empty() {
                return owners.into_iter().map(|part| Part { role: Role::Whole, ..part }).collect();
            }
            // "The decision to expel the envoy does not affect Iran" leaves open whose it is.
            let is_subject = matches!(self.tokens[head].relation, Relation::Nsubj | Relation::NsubjPass);
            let verb = self.tokens[head].head.filter(|&verb| self.is_verb(verb) && !is_subject);
            return verb.map_or(Vec::new(), |verb| self.subjects_within(verb, n_steps));
        }
        let object = self.objects_of(head).filter(|_| governor.control.is_object && !self.is_passive(head));
        // "ordered the military to strike": of unnamed forces, whoever orders them does it.
        let orders = self.knowledge.words.is_in_class("ORDER", &self.tokens[head].lemma);
        let object = object.filter(|parts| !parts.is_empty() || !orders);
        object.unwrap_or_else(|| self.subjects_within(head, n_steps))
    }

    /// The actors of the direct object of a verb, or of the subject of a passive one; `None` when it has no object.
    fn objects_of(&self, verb: usize) -> Option<Vec<Part>> {
        if self.is_passive(verb) {
            return Some(self.subjects(verb));
        }
        let object = self.below(verb, Relation::Obj).chain(self.below(verb, Relation::Iobj)).next();
        // "called on Iran to leave"
        let object = object.or_else(|| {
            self.below(verb, Relation::Obl)
                .find(|&i| self.cases(i).any(|c| self.is_one_of(c, &["on", "upon", "to", "with", "for"])))
        });
        object.map(|object| self.parts(object))
    }

    /// "condemned Russia for attacking Ukraine", "barred Iran from selling", "accused Iran of having armed": the object does it.
    pub fn has_object_of(&self, verb: usize) -> bool {
        let is_gerund = |i: usize| self.tokens[i].features.verb_form == Some(VerbForm::Gerund);
        let mut helpers =
            self.children(verb).filter(|&i| matches!(self.tokens[i].relation, Relation::Aux | Relation::AuxPass));
        let is_gerund = is_gerund(verb) || helpers.any(is_gerund);
        let mut links =
            self.children(verb).filter(|&i| matches!(self.tokens[i].relation, Relation::Mark | Relation::Case));
        is_gerund && links.any(|i| self.is_one_of(i, &["of", "for", "from"]))
    }

    /// "bombed the port, killing sailors", "by killing", "to kill": a clause without subject has that of its head; not where a
    /// subject has been missed, as a conjunction shows.
    fn shares_subject(&self, verb: usize) -> bool {
        let mut links = self.children(verb).filter(|&i| {
            matches!(self.tokens[i].relation, Relation::Mark | Relation::Case)
                || self.class(i) == Some(FunctionWord::Subordinator)
        });
        match self.tokens[verb].features.verb_form {
            Some(VerbForm::Infinitive) => links.all(|i| self.is_one_of(i, &["to", "in", "order", "so", "as"])),
            Some(VerbForm::Gerund) => {
                links.all(|i| self.is_one_of(i, &["by", "after", "before", "in", "while", "when", "since", "without"]))
            }
            Some(VerbForm::Participle) => links.next().is_none(),
            _ => false,
        }
    }

    /// The verb, adjective or noun of the tables that governs a verb, and what it makes of it; what a verb governs from afar,
    /// "vowed on Monday to attack", is easily taken for its purpose.
    pub fn governor_of(&self, verb: usize) -> Option<Governor> {
        let token = &self.tokens[verb];
        let words = &self.knowledge.words;
        let head = token.head?;
        let is_infinitive = token.features.verb_form == Some(VerbForm::Infinitive);
        let of_noun = || words.control_nouns.get(&self.tokens[head].lower);
        let of_verb = || {
            words
                .control_verbs
                .get(&self.tokens[head].lemma)
                .or_else(|| words.control_adjectives.get(&self.tokens[head].lower))
        };
        let control = match token.relation {
            Relation::Xcomp => of_verb().or_else(of_noun),
            // "denied funding Hamas"
            Relation::Obj if self.is_verb(verb) => of_verb(),
            Relation::Ccomp
                if !self.children(verb).any(|i| {
                    matches!(self.tokens[i].relation, Relation::Nsubj | Relation::NsubjPass | Relation::Mark)
                }) =>
            {
                of_verb()
            }
            Relation::Advcl if is_infinitive => of_verb(),
            Relation::Advcl if self.has_object_of(verb) => of_verb().filter(|control| control.is_object),
            Relation::Acl if is_infinitive => of_noun(),
            _ => None,
        };
        control.map(|control| Governor { head, control: *control })
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

    /// The same at its verb: what one said one would do is a plan.
    fn modality_beside(&self, i: usize, verb: usize) -> Modality {
        let said = self.tokens[verb].head.filter(|_| self.tokens[verb].relation == Relation::Ccomp);
        let is_past =
            |head: usize| self.tokens[head].features.tense == Some(Tense::Past) && self.says_at(head).is_some();
        match self.tokens[i].lower == "would" && said.is_some_and(is_past) {
            true => Modality::Planned,
            false => self.modality_of(i),
        }
    }

    /// What auxiliaries, adverbs and the words that govern it make of a verb, or of a noun or adjective with a copula. What the
    /// article reports as somebody's words is as that somebody says it.
    pub fn mood(&self, head: usize) -> Mood {
        self.mood_within(head, MAX_STEPS)
    }

    fn mood_within(&self, verb: usize, n_steps: usize) -> Mood {
        let token = &self.tokens[verb];
        let mood = self.own_mood(verb);
        let Some((head, n_steps)) = token.head.zip(n_steps.checked_sub(1)) else { return mood };
        let hypothetical = Mood { modality: Modality::Hypothetical, ..Mood::default() };
        let is_infinitive = token.features.verb_form == Some(VerbForm::Infinitive);
        if let Some(governor) = self.governor_of(verb) {
            // Who no longer wants to join does not want to.
            return mood.within(governor.control.into()).within(self.mood_within(head, n_steps).ended_is_denied());
        }
        match token.relation {
            Relation::Conj => {
                let is_own = self.has_below(verb, Relation::Aux) || self.has_below(verb, Relation::Nsubj);
                let outer = self.mood_within(head, n_steps);
                mood.within(if is_own { Mood { polarity: Polarity::Affirmed, ..outer } } else { outer })
            }
            // "is said to have attacked"
            Relation::Xcomp if self.is_passive(head) && self.says_at(head).is_some() => {
                mood.within(Mood { modality: Modality::ReportedPossible, ..Mood::default() })
            }
            // What a verb of no table governs, "lined up to join", is no fact.
            Relation::Xcomp if is_infinitive && self.tokens[head].tag == Tag::Verb => {
                mood.within(hypothetical).within(self.mood_within(head, n_steps))
            }
            Relation::Xcomp => mood.within(self.mood_within(head, n_steps)),
            Relation::Ccomp => match self.knowledge.words.control_verbs.get(&self.tokens[head].lemma) {
                Some(control) if self.says_at(head).is_none() => mood.within(Mood::from(*control)),
                _ => mood,
            },
            Relation::Advcl if is_infinitive => mood.within(hypothetical),
            Relation::Advcl if self.has_case_or_mark(verb, "without") => {
                mood.negated().within(self.mood_within(head, n_steps))
            }
            Relation::Advcl if token.features.verb_form != Some(VerbForm::Finite) => {
                mood.within(self.mood_within(head, n_steps))
            }
            Relation::Acl if is_infinitive && self.is_ordinal(head) => mood.within(self.mood_within(head, n_steps)),
            Relation::Acl if is_infinitive || self.is_aim(head) => mood.within(hypothetical),
            // "did not adopt a resolution condemning Iran"
            Relation::Acl => match self.verb_with_object(head).filter(|_| self.parts(head).is_empty()) {
                Some(outer) => mood.within(self.mood_within(outer, n_steps)),
                None => mood,
            },
            _ => mood,
        }
    }

    fn has_case_or_mark(&self, verb: usize, word: &str) -> bool {
        let links = |i: &usize| matches!(self.tokens[*i].relation, Relation::Mark | Relation::Case);
        self.children(verb).filter(links).any(|i| self.tokens[i].lower == word)
    }

    /// What the words right at a verb make of it: "may not", "if", "reportedly", "no longer".
    fn own_mood(&self, verb: usize) -> Mood {
        let mut mood = Mood::default();
        let mut is_over = false;
        for i in self.children(verb) {
            match self.tokens[i].relation {
                Relation::Aux | Relation::AuxPass | Relation::Cop | Relation::Advmod | Relation::Det => {
                    if self.says_over(i) {
                        is_over = true;
                    } else if matches!(self.class(i), Some(FunctionWord::Not | FunctionWord::No)) {
                        mood = mood.negated();
                    }
                    mood = mood.within(Mood::of(self.modality_beside(i, verb)));
                }
                Relation::Mark if self.class(i) == Some(FunctionWord::Condition) => {
                    mood = mood.within(Mood { modality: Modality::Hypothetical, ..Mood::default() });
                }
                _ => {}
            }
        }
        if self.is_to(verb) {
            mood = mood.within(Mood::of(Modality::Planned));
        }
        // "is not a member any longer" denies no more than "is no longer a member".
        let polarity = if is_over { Polarity::Affirmed } else { mood.polarity };
        Mood { is_over, polarity, ..mood }
    }

    /// "is to meet", "were to sign": a form of "be" before "to" and the verb.
    fn is_to(&self, verb: usize) -> bool {
        let is_be = |i: usize| {
            matches!(self.tokens[i].relation, Relation::Aux | Relation::Cop) && self.class(i) == Some(FunctionWord::Be)
        };
        let mut children = self.children(verb).skip_while(|&i| !is_be(i));
        self.is_verb(verb)
            && children.any(|i| self.tokens[i].relation == Relation::Mark && self.tokens[i].lower == "to")
    }

    /// Whether an adverb says that what was so has ended: "no longer", "not any more", "not anymore".
    fn says_over(&self, i: usize) -> bool {
        let has = |word: &str| self.children(i).any(|below| self.tokens[below].lower == word);
        match self.tokens[i].lower.as_str() {
            "longer" => has("no") || has("any"),
            "more" => has("any"),
            "anymore" => true,
            _ => false,
        }
    }

    /// What a verb of saying at `i` reports; `None` for all other words.
    pub fn says_at(&self, i: usize) -> Option<Says> {
        let token = &self.tokens[i];
        (token.tag == Tag::Verb).then(|| self.knowledge.words.saying_verbs.get(&token.lemma).copied()).flatten()
    }

    /// Those by whom a passive verb says it was done.
    pub fn agents(&self, verb: usize) -> Vec<Part> {
        let is_agent = |i: &usize| match self.tokens[*i].relation {
            Relation::OblAgent => true,
            Relation::Obl => self.has_case(*i, "by"),
            _ => false,
        };
        let agent = self.children(verb).find(is_agent).or_else(|| {
            // "was hit with sanctions by France"
            let phrases = self.below(verb, Relation::Obl).flat_map(|phrase| self.below(phrase, Relation::Nmod));
            phrases.into_iter().find(|&i| self.has_case(i, "by"))
        });
        // "condemned and sanctioned by France"
        let shared = || self.tokens[verb].head.filter(|_| self.tokens[verb].relation == Relation::Conj);
        let joined = || self.below(verb, Relation::Conj).chain(shared()).flat_map(|i| self.children(i)).find(is_agent);
        agent.or_else(joined).map_or(Vec::new(), |agent| self.parts(agent))
    }
}
