//! Crowds: people who act together and whom a proper word tells apart, "Polish miners", "Kurdish prisoners", "ethnic Albanians",
//! "rebels in Mali".
//!
//! In go the tokens with their tree; out comes a group called by its description. The people of a country count where they do what a
//! verb of the tables says, as what is done to them is done to their country (`constructions::reaches`); those of a people or faith
//! count anywhere. A crowd that no statement names is no actor in the end (`Actors::into_stated`).

use super::{Found, Scan, Who};
use crate::knowledge::names::{Form, FormKind, Known};
use crate::knowledge::words::{NameWord, NotName};
use crate::language::tag::Number;
use crate::language::{Relation, Tag, Token};

/// PLOVER's sector of civilians.
pub const SECTOR: &str = "CVL";
/// PLOVER's sector of rebels.
const REBELS: &str = "REB";
/// Words from the proper one to the noun: "South Korean rice farmers".
const MAX_WORDS: usize = 3;
/// Steps up the tree from a noun to the verb that it does.
const MAX_CLIMB: usize = 3;

impl Scan<'_, '_> {
    /// The crowd that is named from `i` on, where the tables' form there is `known`.
    pub(super) fn crowd_at(&self, i: usize, known: Option<(usize, Form)>) -> Option<Found> {
        if self.tokens[i].lower == "ethnic" {
            return self.ethnic_at(i);
        }
        match known {
            Some((len, form)) if matches!(form.known, Known::Country(_)) => self.crowd_of_country(i, len, form),
            Some(_) => None,
            None if self.opens_before_crowd(i) => Some(Found::Skip(i + 1)),
            None if self.tokens[i].is_capitalised() => self.crowd_of_people(i).or_else(|| self.crowd_in(i)),
            None => self.crowd_in(i),
        }
    }

    /// "Angry Polish miners": an adjective that opens the sentence before a crowd.
    fn opens_before_crowd(&self, i: usize) -> bool {
        let is_opening = i == 0 || !self.tokens[i - 1].is_word();
        let is_adjective =
            self.tokens[i].is_capitalised() && self.tokens[i].tag == Tag::Adj && self.not_name(i).is_none();
        let next = i + 1;
        is_opening
            && is_adjective
            && self.tokens.get(next).is_some_and(|next| next.is_capitalised())
            && self.crowd_at(next, self.known_at(next)).is_some()
    }

    /// "ethnic Albanians", "ethnic Albanian villagers"; "ethnic Albanian unrest" is not Albania's.
    fn ethnic_at(&self, i: usize) -> Option<Found> {
        if let Some(end) = self.people_end(i + 1) {
            return Some(crowd(i, end, None));
        }
        let (len, _) = self.known_at(i + 1).filter(|(_, form)| matches!(form.known, Known::Country(_)))?;
        let noun = self.people_noun_from(i + 1 + len).map(|noun| noun + 1);
        let end = noun.or_else(|| self.party_noun_within(i + 1 + len));
        Some(end.map_or(Found::Skip(i + 1 + len), |end| crowd(i, end, None)))
    }

    /// "Bosnian Croats", "Polish miners", "thousands of Brazilians".
    fn crowd_of_country(&self, i: usize, len: usize, form: Form) -> Option<Found> {
        let end = i + len;
        if form.kind == FormKind::Seat {
            return None;
        }
        // "Israeli Arabs", "Sri Lanka's Tamils"
        let is_possessive = self.tokens.get(end).is_some_and(|token| token.lower == "'s");
        if let Some(end) = self.people_end(end + usize::from(is_possessive)) {
            return Some(crowd(i, end, Some(form.known)));
        }
        if form.kind == FormKind::Demonym && self.is_plural(end - 1) {
            // "the Russians" may be their state.
            let is_definite = i > 0 && matches!(self.tokens[i - 1].lower.as_str(), "the" | "these" | "those");
            let is_some = !is_definite || self.tokens.get(end).is_some_and(|next| matches!(next.text, "of" | "in"));
            return (is_some && self.does(end - 1)).then(|| crowd(i, end, Some(form.known)));
        }
        let is_adjective = form.kind == FormKind::Adjective;
        let noun = self.people_noun_from(end).filter(|&noun| is_adjective && self.does(noun))?;
        Some(crowd(i, noun + 1, Some(form.known)))
    }

    /// "Muslim hackers", "Kurdish prisoners": the adjective of a faith or people before a noun for people.
    fn crowd_of_people(&self, i: usize) -> Option<Found> {
        let kind = self.not_name(i).filter(|(len, _)| *len == 1).map(|(_, kind)| kind);
        // "Chakma refugees": an adjective that no table has, where no sentence begins
        let is_unknown = || kind.is_none() && self.tokens[i].tag == Tag::Adj && i > 0 && self.tokens[i - 1].is_word();
        let is_people = matches!(kind, Some(NotName::Faith | NotName::People)) || is_unknown();
        let is_free = i == 0 || !self.tokens[i - 1].is_capitalised();
        let ends = |end: usize| {
            self.tokens
                .get(end)
                .is_none_or(|next| !matches!(next.tag, Tag::Noun | Tag::Propn | Tag::Adj) && next.plain != "-")
        };
        let is_known = kind.is_some();
        let party = || self.party_noun_within(i + 1).filter(|&end| (is_known || self.is_plural(end - 1)) && ends(end));
        // "Kurdish leaders", "the Tamil movement"
        let state = || {
            let nouns = &self.knowledge.words;
            (i + 1..(i + MAX_WORDS).min(self.tokens.len())).take_while(|&at| !self.tokens[at].is_capitalised()).find(
                |&at| {
                    let lower = &self.tokens[at].lower;
                    let acts = nouns.state_nouns.get(lower).is_some() && self.is_plural(at);
                    ends(at + 1) && (acts || self.is_name_word(lower, NameWord::Introduces))
                },
            )
        };
        if !(is_people && is_free) {
            return None;
        }
        let noun = self.people_noun_from(i + 1).or_else(|| state().filter(|_| is_known)).map(|noun| noun + 1);
        noun.map(|end| crowd(i, end, None)).or_else(|| Some(named(i, party()?, None, None)))
    }

    /// "rebels in the Ivory Coast", "students across Indonesia": a plural noun for people, and the country that they are in.
    fn crowd_in(&self, i: usize) -> Option<Found> {
        let words = &self.knowledge.words;
        let is_party = words.party_nouns.get(&self.tokens[i].lower).is_some();
        let is_noun = self.tokens[i].tag == Tag::Noun && self.is_plural(i);
        if !is_noun || !(is_party || words.people_nouns.contains(&self.tokens[i].lower)) {
            return None;
        }
        let is_link = matches!(self.tokens.get(i + 1)?.text, "in" | "from" | "across" | "throughout");
        let mut at = i + 2;
        at += usize::from(self.tokens.get(at).is_some_and(|token| token.lower == "the"));
        at += usize::from(self.tokens.get(at).is_some_and(|token| self.is_name_word(&token.lower, NameWord::Compass)));
        let (len, form) = self.known_at(at).filter(|(_, form)| form.kind == FormKind::Name)?;
        let end = at + len;
        // "Voters in Georgia" may be in the other one; rebels are where there is a war.
        let is_shared = !is_party && self.knowledge.words.namesakes.contains_key(self.tokens[at].text);
        let is_place = matches!(form.known, Known::Country(_))
            && !is_shared
            && self
                .tokens
                .get(end)
                .is_none_or(|next| next.lower != "'s" && !next.is_capitalised() && next.plain != "-");
        let hangs = (at..end).any(|place| self.tokens[place].head == Some(i));
        let sector = if is_party { REBELS } else { SECTOR };
        (is_link && is_place && hangs && self.does(i)).then(|| named(i, end, Some(sector), Some(form.known)))
    }

    /// End of the plural name of a people or faith at `at`: "Serbs", "Kurds", "Muslims".
    fn people_end(&self, at: usize) -> Option<usize> {
        let token = self.tokens.get(at).filter(|token| token.is_capitalised() && token.lower.ends_with('s'))?;
        let of_country = |(_, form): &(usize, Form)| match form.known {
            Known::Country(_) => form.kind == FormKind::Demonym,
            group => self.knowledge.names.is_community(group),
        };
        let known = self.known_at(at).filter(of_country).map(|(len, _)| at + len);
        let is_people = |kind: NotName| matches!(kind, NotName::Faith | NotName::People);
        let is_noun = token.tag != Tag::Adj && self.is_plural(at);
        known.or_else(|| {
            self.not_name(at).filter(|(len, kind)| *len == 1 && is_people(*kind) && is_noun).map(|(len, _)| at + len)
        })
    }

    /// The plural noun for people that stands at `from`, after at most two more words.
    fn people_noun_from(&self, from: usize) -> Option<usize> {
        let is_inner = |at: &usize| {
            let token = &self.tokens[*at];
            token.is_word() && !token.is_capitalised() && self.knowledge.words.class(&token.lower).is_none()
        };
        let reach = from..(from + MAX_WORDS).min(self.tokens.len());
        let people = &self.knowledge.words.people_nouns;
        reach.take_while(is_inner).find(|&at| {
            let goes_on = self.tokens.get(at + 1).is_some_and(|next| matches!(next.tag, Tag::Noun | Tag::Propn));
            let lower = self.tokens[at].lower.as_str();
            let is_apart = self.knowledge.words.is_in_class("APART", &self.tokens[at].lemma);
            people.contains(lower) && !is_apart && self.is_plural(at) && !goes_on
        })
    }

    fn is_plural(&self, i: usize) -> bool {
        let token = &self.tokens[i];
        token.features.number == Some(Number::Plural) || token.tag == Tag::Propn && token.lower.ends_with('s')
    }

    /// Whether the noun at `noun`, or what counts it, is the subject of a verb that the tables know.
    fn does(&self, noun: usize) -> bool {
        // "two Canadians who had been jailed came home": what was done to them was done to Canada.
        let is_described =
            |token: &Token| token.head == Some(noun) && matches!(token.relation, Relation::Acl | Relation::AclRelcl);
        if self.tokens.iter().any(is_described) {
            return false;
        }
        let mut at = noun;
        for _ in 0..MAX_CLIMB {
            let token = &self.tokens[at];
            let Some(head) = token.head else { return false };
            let counts = self.tokens[head].tag == Tag::Num
                || self.knowledge.words.quantity_nouns.contains(self.tokens[head].lower.as_str());
            match token.relation {
                Relation::Nsubj => {
                    let verb = &self.tokens[head];
                    return verb.tag == Tag::Verb && self.knowledge.predicates.verbs.contains_key(&verb.lemma);
                }
                Relation::Conj => at = head,
                Relation::Nmod if counts => at = head,
                _ => return false,
            }
        }
        false
    }
}

fn crowd(start: usize, end: usize, of: Option<Known>) -> Found {
    named(start, end, Some(SECTOR), of)
}

fn named(start: usize, end: usize, sector: Option<&str>, of: Option<Known>) -> Found {
    let who = Who::Group { sector: sector.map(str::to_owned), of, is_organ: false };
    Found::Name { start, end, who, form: FormKind::Name }
}
