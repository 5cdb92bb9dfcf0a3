//! Of whom a noun is said: in an apposition, "X, an ally of A", after a verb of being, "X remains an ally", or after "as".

use super::{Clause, MAX_DEPTH, MAX_NESTING, Part, Role, wholes};
use crate::extract::mood::Mood;
use crate::extract::office;
use crate::knowledge::names::FormKind;
use crate::knowledge::words::FunctionWord;
use crate::language::tag::Number;
use crate::language::{Relation, Tag};
use crate::ontology::{ActorKind, Modality};

impl Clause<'_, '_> {
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
                wholes(self.parts_of(i, MAX_NESTING))
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
            // "NATO members Greece and Turkey"
            let top = self.top(mention);
            let named = if is_many { whole(top) } else { Vec::new() };
            let first = vec![Part { actor: *actor, noun: top, role: Role::Whole }];
            return (if named.is_empty() { first } else { named }, fact);
        }
        if let Some(name) = self.apposed_in_list(noun) {
            return (whole(name), fact);
        }
        if let Some(named) = self.apposed_to(noun) {
            // "Turkey and Greece, both members of NATO,"
            let is_both = self.children(noun).any(|i| i < noun && self.is_one_of(i, &["both", "all"]));
            return (whole(if is_both { self.list_head(named) } else { named }), fact);
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
        // "dismissed Jane Smith as minister"
        let dismisses = is_verb_of("DISMISS") && self.has_case(noun, "as");
        let thinks = is_verb_of("DEEM");
        let is_complement = token.relation == Relation::Xcomp
            || self.has_case(noun, "as")
            || token.relation == Relation::Obj && self.is_passive(verb);
        if (names || thinks || dismisses) && is_complement {
            let held_by = match (self.is_passive(verb), self.below(verb, Relation::Obj).next()) {
                (true, _) => self.subjects(verb),
                (false, Some(object)) => self.parts(object),
                (false, None) => Vec::new(),
            };
            let opinion = if thinks { Mood::of(Modality::ReportedPossible) } else { Mood::default() };
            let mood = opinion.within(self.mood(verb));
            return (wholes(held_by), Mood { is_over: mood.is_over || dismisses, ..mood });
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
}
