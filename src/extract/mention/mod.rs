//! Finds the words that name an actor, sentence by sentence.
//!
//! A name is a form of the tables (`known`), found by the models (`recognised`), a crowd's (`crowd`), a group's by what it is
//! (`described`), or vouched for by a title, a given name, a group noun or a verb of saying (`unlisted`). `bounds` tells where it
//! ends, `place_names` when it is no actor's. Silence before a guess: a capitalised word with no witness is no actor.

mod bounds;
pub(super) mod crowd;
mod described;
mod known;
mod place_names;
mod recognised;
mod unlisted;

use std::borrow::Cow;

use super::noun_phrase::Head;
use super::{contest, noun_phrase};
use crate::knowledge::Knowledge;
use crate::knowledge::names::{Form, FormKind, Known};
use crate::knowledge::offices::ModifierEffect;
use crate::knowledge::words::{NameWord, NotName};
use crate::language::{Name, NameKind, Relation, Sentence, Tag, Token};

/// What a mention says of whom it names.
#[derive(Debug, Clone, PartialEq)]
pub enum Who {
    /// An actor of the tables.
    Known(Known),
    /// A country that no table has, by name.
    Country,
    /// A person, by name.
    Person,
    /// A group, by name or description.
    Group {
        /// PLOVER's sector, if the noun tells.
        sector: Option<String>,
        /// The actor of the tables whose organ or following it is, as its name says.
        of: Option<Known>,
        /// Whether that makes it an organ of the other, rather than something based there.
        is_organ: bool,
    },
}

/// Words of a sentence that name an actor, and the noun phrase that they stand in.
#[derive(Debug, Clone)]
pub struct Mention {
    /// Index of the sentence.
    pub sentence: usize,
    /// First token of the words that the actor is called by; before `start` in a compound such as "US-led coalition".
    pub name_start: usize,
    /// First token of the mention.
    pub start: usize,
    /// Token after the name.
    pub end: usize,
    /// Token after the noun phrase: "Iranian" in "Iranian nuclear plants" ends after "plants".
    pub np_end: usize,
    /// Whether the name is the head of its noun phrase.
    pub head: Head,
    /// Whom it names.
    pub who: Who,
    /// How a form of the tables names its actor; a name otherwise.
    pub form: FormKind,
}

/// All mentions of a sentence in order, none overlapping another.
pub fn mentions_in(index: usize, sentence: &Sentence, knowledge: &Knowledge) -> Vec<Mention> {
    let tokens = &sentence.tokens;
    let line = contest::line(tokens, &sentence.names, knowledge);
    let scan = Scan { tokens, names: &sentence.names, knowledge, is_shouted: is_shouted(tokens), line };
    let mut mentions: Vec<Mention> = Vec::new();
    let mut i = 0;
    while i < scan.tokens.len() {
        match scan.name_at(i, &mentions) {
            Found::Name { start, end, who, form } => {
                let (head, np_end) = noun_phrase::extent(scan.tokens, end, &who, form, knowledge);
                // A group that a compound describes is called by the compound.
                let is_compound = matches!(who, Who::Group { .. }) && form == FormKind::Demonym;
                let name_start = mentions.last().filter(|_| is_compound).map_or(start, |owner| owner.start);
                mentions.push(Mention { sentence: index, name_start, start, end, np_end, head, who, form });
                i = end;
            }
            Found::Skip(end) => i = end.max(i + 1),
        }
    }
    if let Some(credit) = credit_at(tokens, knowledge) {
        mentions.retain(|mention| mention.end <= credit);
    }
    mentions
}

/// Where the credit of a picture starts, "Image: Ada Ferrat.", also where it has grown together with the caption, "Ada FerratImage:
/// Zena Times." What a picture shows is told with a verb: "Photo: Putin meets Xi."
fn credit_at(tokens: &[Token], knowledge: &Knowledge) -> Option<usize> {
    let is_credit = |token: &Token| {
        let last_capital = token.text.rfind(char::is_uppercase)?;
        Some(knowledge.words.is_name_word(&token.text[last_capital..].to_lowercase(), NameWord::Credit))
    };
    let at = tokens.windows(2).position(|pair| pair[1].text == ":" && is_credit(&pair[0]) == Some(true))?;
    let is_told = tokens[at..].iter().any(|token| matches!(token.tag, Tag::Verb | Tag::Aux));
    (!is_told).then_some(at)
}

/// Whether a sentence is all in capitals, as headings are; its names then match in any case.
fn is_shouted(tokens: &[Token]) -> bool {
    let mut letters = tokens.iter().flat_map(|token| token.text.chars()).filter(|c| c.is_alphabetic());
    tokens.len() > 2 && letters.all(char::is_uppercase)
}

enum Found {
    Name { start: usize, end: usize, who: Who, form: FormKind },
    Skip(usize),
}

struct Scan<'s, 't> {
    tokens: &'s [Token<'t>],
    names: &'s [Name],
    knowledge: &'s Knowledge,
    is_shouted: bool,
    line: Option<contest::Line>,
}

impl Scan<'_, '_> {
    fn name_at(&self, i: usize, before: &[Mention]) -> Found {
        let token = &self.tokens[i];
        let known = self.known_at(i);
        if let Some(found) = self.of_contest(i, known) {
            return found;
        }
        if let Some(described) = self.described_group_at(i) {
            return described;
        }
        if let Some(known) = self.first_of_two(i) {
            return Found::Name { start: i, end: i + 1, who: Who::Known(known), form: FormKind::Name };
        }
        if let Some((len, form)) = known
            && let Some(end) = self.end_of_several(i, i + len, form)
        {
            return Found::Name { start: i, end, who: Who::Known(form.known), form: FormKind::Name };
        }
        if let Some(crowd) = self.crowd_at(i, known) {
            return crowd;
        }
        // "troops moved into Northern Syria": a part of a country for the country.
        // "South America" is none of these.
        let is_longer_place = self.not_name(i).is_some_and(|(len, _)| len > 1);
        if known.is_none()
            && !is_longer_place
            && self.is_name_word(&token.lower, NameWord::Compass)
            && self.is_country_at(i + 1)
        {
            return Found::Skip(i + 1);
        }
        let is_free = known.is_none_or(|(len, form)| len == 1 && self.knowledge.names.is_community(form.known));
        if is_free && let Some(end) = self.described_by_name(i) {
            let who = Who::Group { sector: None, of: None, is_organ: false };
            return Found::Name { start: i, end, who, form: FormKind::Name };
        }
        if let Some(found) = self.recognised_name(i, known) {
            return found;
        }
        if known.is_none() && !token.is_capitalised() {
            return self.compound_group_at(i, before).unwrap_or(Found::Skip(i + 1));
        }
        let chunk_end = self.chunk_end(i);
        if let Some((len, form)) = known {
            return self.known_name(i, len, form, chunk_end);
        }
        if self.describes_next(i) {
            return Found::Skip(i + 1);
        }
        // "The European Union" starts after the article, and "Free" opens a sentence or the Free Software Foundation.
        let is_opening = i == 0 || !self.tokens[i - 1].is_word();
        let is_former = self.knowledge.offices.modifiers.get(&token.lower) == Some(&ModifierEffect::Former);
        let is_opening_word = self.knowledge.words.class(&token.lower).is_some()
            || is_former
            || (is_opening && chunk_end == i + 2 && self.not_name(i).is_some_and(|(_, kind)| kind == NotName::Word));
        let is_given_name = self.knowledge.words.given_names.contains_key(token.text);
        if (is_opening_word && !is_given_name) || (self.is_plain_word(i) && chunk_end == i + 1) {
            return Found::Skip(i + 1);
        }
        self.new_name(i, chunk_end, before.last())
    }

    /// "Suspected Hamas fighters", "Armed Hezbollah men": a word that has its capital from opening the sentence, before a name of the
    /// tables which for the models starts after it.
    fn describes_next(&self, i: usize) -> bool {
        let is_opening = i == 0 || !self.tokens[i - 1].is_word();
        let is_free = !self.names.iter().any(|name| (name.start..name.end).contains(&i));
        is_opening
            && is_free
            && matches!(self.tokens[i].tag, Tag::Verb | Tag::Adj)
            && self.tokens.get(i + 1).is_some_and(|next| next.is_capitalised())
            && self.known_at(i + 1).is_some()
    }

    /// "North and South Korea" are two countries, of which the first shares the second one's last word.
    fn first_of_two(&self, i: usize) -> Option<Known> {
        let [first, and, second, last] = self.tokens.get(i..i + 4)? else { return None };
        let country = |word: &Token| {
            let form = self.knowledge.names.forms.get(&format!("{} {}", word.plain, last.plain))?;
            Some(form.known).filter(|known| matches!(known, Known::Country(_)) && form.kind == FormKind::Name)
        };
        let are_parts = matches!(and.lower.as_str(), "and" | "or") && first.is_capitalised() && second.is_capitalised();
        let (one, other) = (country(first).filter(|_| are_parts)?, country(second)?);
        (one != other).then_some(one)
    }

    /// "Democratic and Republican Parties" are two, each by its word alone or with the noun that they share.
    fn end_of_several(&self, i: usize, end: usize, form: Form) -> Option<usize> {
        let is_and = |at: usize| self.tokens.get(at).is_some_and(|token| token.text == "and");
        let is_party = |at: usize| self.known_at(at).is_some_and(|(len, form)| len == 1 && is_group(form.known));
        let are_several = |at: usize| self.tokens.get(at).is_some_and(|token| token.lower == "parties");
        if !is_group(form.known) || end != i + 1 {
            return None;
        }
        let is_first = is_and(end) && is_party(end + 1) && are_several(end + 2);
        let is_second = i > 1 && is_and(i - 1) && is_party(i - 2) && are_several(end);
        (is_first || is_second).then_some(if is_second { end + 1 } else { end })
    }

    /// Whether the name of a country, no adjective, stands at `i`.
    fn is_country_at(&self, i: usize) -> bool {
        let known = (i < self.tokens.len()).then(|| self.known_at(i)).flatten();
        // "North Wales Police" is no police of Wales.
        let goes_on = |len: usize| self.tokens.get(i + len).is_some_and(|next| next.is_capitalised());
        known.is_some_and(|(len, form)| {
            form.kind == FormKind::Name && matches!(form.known, Known::Country(_)) && !goes_on(len)
        })
    }

    /// A team or player of a result line, or a place that plays: "Somerset beat Kent".
    fn of_contest(&self, i: usize, known: Option<(usize, Form)>) -> Option<Found> {
        let team = |end: usize| {
            let who = Who::Group { sector: Some(contest::SECTOR.to_owned()), of: None, is_organ: false };
            Some(Found::Name { start: i, end, who, form: FormKind::Name })
        };
        let is_known = |end: usize| known.is_some_and(|(len, form)| i + len >= end && form.kind != FormKind::Seat);
        if let Some(line) = &self.line {
            if let Some(side) = line.sides.iter().find(|side| side.start == i) {
                return if is_known(side.end) { None } else { team(side.end) };
            }
            let (player, _) = line.players.iter().find(|(player, _)| player.start == i)?;
            return Some(Found::Name { start: i, end: player.end, who: Who::Person, form: FormKind::Name });
        }
        // "Caloundra defeated Maroochydore 45 points to 24."
        let is_unsure = |name: &Name| {
            let text = self.tokens[i].text;
            let words = &self.knowledge.words;
            let is_name = words.given_names.contains_key(text) || words.family_names.contains(text);
            name.kind == NameKind::Person && name.end == i + 1 && !is_name
        };
        let is_place = |name: &&Name| name.start == i && (name.kind == NameKind::Place || is_unsure(name));
        let place = self.names.iter().find(is_place)?;
        let is_team = known.is_none() && contest::plays(self.tokens, place, self.knowledge);
        if is_team { team(place.end) } else { None }
    }

    fn known_at(&self, i: usize) -> Option<(usize, Form)> {
        if i >= self.tokens.len() {
            return None;
        }
        let forms = &self.knowledge.names.forms;
        let found = match forms.longest(self.pieces(i)) {
            None if self.is_shouted && self.tokens[i].text.len() > 3 => {
                forms.longest(self.tokens[i..].iter().map(|token| Cow::Owned(title_case(&token.plain))))
            }
            found => found,
        };
        let (len, form) = found.map(|(len, form)| (len, *form))?;
        match self.modifies(i + len - 1) && matches!(form.known, Known::Group(_)) {
            // "Turkish military operations" are Turkey's, and no body's that acts.
            true => forms.longest(self.pieces(i).take(len - 1)).map(|(len, form)| (len, *form)),
            false => Some((len, form)),
        }
    }

    /// Whether a word in small letters stands before the noun that it goes with, and that is none for those who act.
    fn modifies(&self, i: usize) -> bool {
        let token = &self.tokens[i];
        let Some(head) = token.head.filter(|&head| head > i) else { return false };
        let is_before = matches!(token.relation, Relation::Amod | Relation::Compound) && !token.is_capitalised();
        let is_agent = || self.knowledge.words.state_nouns.get(&self.tokens[head].lower).is_some();
        is_before && !self.tokens[head].is_capitalised() && !is_agent()
    }

    fn pieces(&self, i: usize) -> impl Iterator<Item = Cow<'_, str>> {
        self.tokens[i..].iter().map(|token| Cow::Borrowed(token.plain.as_ref()))
    }

    fn lower(&self, i: usize) -> impl Iterator<Item = Cow<'_, str>> {
        self.tokens[i..].iter().map(|token| Cow::Borrowed(token.lower.as_str()))
    }

    fn not_name(&self, i: usize) -> Option<(usize, NotName)> {
        self.knowledge.words.not_names.longest(self.pieces(i)).map(|(len, kind)| (len, *kind))
    }

    fn is_plain_word(&self, i: usize) -> bool {
        let token = &self.tokens[i];
        self.knowledge.words.class(&token.lower).is_some() || self.not_name(i).is_some()
    }

    fn is_name_word(&self, word: &str, role: NameWord) -> bool {
        self.knowledge.words.is_name_word(word, role)
    }
}

pub(super) fn title_case(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().into_iter().chain(chars.flat_map(char::to_lowercase)).collect()
}

fn is_group(known: Known) -> bool {
    matches!(known, Known::Group(_))
}
