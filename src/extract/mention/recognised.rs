//! Names that the models find, and what speaks against them: a longer name of the tables, a title, a noun for a place.

use super::{Found, Scan, Who};
use crate::extract::actors::is_acronym;
use crate::extract::office;
use crate::knowledge::names::{Form, FormKind, Known};
use crate::knowledge::words::{NameWord, NotName};
use crate::language::{Name, NameKind, Tag, Token};

/// Quotation marks, apostrophes and hyphens, which names may hold.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{201f}' | '\u{ab}' | '\u{bb}' | '\u{2bc}')
}

impl Scan<'_, '_> {
    /// The name that the models find from `i` on, where no table has a name at least as long.
    pub(super) fn recognised_name(&self, i: usize, known: Option<(usize, Form)>) -> Option<Found> {
        let name = self.names.iter().find(|name| name.start <= i && i < name.end)?;
        // "COVID", "Hindu", "Foreign Terrorist Organization"; a first word of the sentence is listed too, and may be a surname.
        let listed = self.not_name(i).filter(|(len, kind)| i + len >= name.end && *kind != NotName::Word);
        if let Some((len, _)) = listed.filter(|_| known.is_none()) {
            return Some(Found::Skip(i + len));
        }
        // "the Shia Hezbollah"
        let is_whole = |(len, _): (usize, Form)| i + 1 + len >= name.end;
        if known.is_none()
            && self.is_faith(i)
            && self.known_at(i + 1).is_some_and(is_whole)
            && self.group_noun_ending(i + 1, name.end).is_none()
        {
            return Some(Found::Skip(i + 1));
        }
        if self.is_prefixed(i) || self.is_two_names(i, name, known) || listed.is_some() {
            return None;
        }
        if i == name.start && known.is_none() && self.is_polity(name) {
            return Some(Found::Name { start: i, end: name.end, who: Who::Country, form: FormKind::Name });
        }
        if let Some(person) = self.person_with_rank(i, name) {
            return Some(person);
        }
        match name.kind {
            NameKind::Person => self.person_of_models(i, name, known),
            NameKind::Organisation => self.group_of_models(i, name, known),
            NameKind::Place | NameKind::Other => None,
        }
    }

    /// "Judge Durham Hall QC": letters for a rank end a person's name, and are no part of it.
    fn person_with_rank(&self, i: usize, name: &Name) -> Option<Found> {
        let end = name.end - 1;
        let is_rank = self.knowledge.words.is_in_class("RANK", &self.tokens[end].lower)
            && self.tokens[end].text.chars().all(char::is_uppercase);
        let is_name = matches!(name.kind, NameKind::Person | NameKind::Organisation)
            && end > i + 1
            && self.tokens[i..end].iter().all(|token| token.is_capitalised());
        (is_rank && is_name).then_some(Found::Name { start: i, end, who: Who::Person, form: FormKind::Name })
    }

    fn person_of_models(&self, i: usize, name: &Name, known: Option<(usize, Form)>) -> Option<Found> {
        let words = &self.knowledge.words;
        let tokens = &self.tokens[i..name.end];
        let is_given_name = words.given_names.contains_key(self.tokens[i].text);
        // "Benjamin Franklin Room"; a place noun is the surname in "Benny Hill".
        if self.is_people_before(i, name, known) {
            return None;
        }
        // "the Western District"
        let is_side = self.is_name_word(&tokens[0].lower, NameWord::Compass);
        let is_place = (tokens.len() > 2 || is_side) && self.is_place(i, name.end)
            || self.ends_as_place(i, name.end)
            || self.is_area(i, name.end);
        let is_broken = tokens.iter().any(|token| matches!(token.text, "]" | "[" | ")" | "(" | "|" | "/"))
            || tokens.iter().any(|token| token.text.starts_with(|c: char| c.is_ascii_digit()))
            || tokens.len() == 1 && (tokens[0].text.contains('.') || tokens[0].text.chars().count() == 1)
            || tokens
                .iter()
                .any(|token| token.text.chars().all(|c| !c.is_ascii() && !c.is_alphanumeric() && !is_mark(c)))
            || self.is_cut_short(name.end);
        if is_place || is_broken {
            return Some(Found::Skip(name.end));
        }
        let is_table_name = known.is_some_and(|(len, form)| {
            i + len >= name.end && (!form.is_ambiguous || self.is_witnessed(i, i + len, form))
        });
        // "Don Blankenship"
        let is_full = is_given_name && i == name.start && tokens.len() == 2;
        let is_title =
            !is_full && office::title_at(self.tokens, i, self.knowledge).is_some_and(|title| title.end <= name.end);
        // "ALPQ" is no surname.
        let is_letters = tokens.len() == 1 && tokens[0].text.len() < 6 && is_acronym(tokens[0].text);
        let is_noun =
            is_letters || tokens.len() == 1 && !is_given_name && (self.is_plain_word(i) || tokens[0].tag != Tag::Propn);
        // "Dr. Livermore" is called Livermore, "J. Livermore" and "St. Clair" are not.
        let is_opening = i == 0 && !is_given_name && tokens.len() > 2 && self.is_agent_before_name(tokens);
        let is_address = is_opening
            || tokens.len() > 1 && self.is_name_word(tokens[0].lower.trim_end_matches('.'), NameWord::Address);
        if is_address {
            return Some(Found::Skip(i + 1));
        }
        let is_start = tokens[0].is_capitalised() || i == name.start;
        if is_table_name || is_title || is_noun || !is_start || self.is_introduced_group(i) {
            return None;
        }
        // "Moon Jae-in": a given name goes on after its hyphen.
        let goes_on =
            self.tokens.get(name.end).is_some_and(|token| token.plain == "-") && self.is_name_hyphen(name.end);
        let end = if goes_on { name.end + 2 } else { name.end };
        Some(Found::Name { start: i, end, who: Who::Person, form: FormKind::Name })
    }

    fn group_of_models(&self, i: usize, name: &Name, known: Option<(usize, Form)>) -> Option<Found> {
        // "conservative Union for French Democracy" starts with its first capital; "al-Shabaab" does not.
        let is_start = self.tokens[i].is_capitalised() || self.is_name_word(&self.tokens[i].lower, NameWord::Particle);
        let is_first = (name.start..i).all(|at| !self.tokens[at].is_capitalised() && self.tokens[at].is_word());
        let known_end = known.map_or(i, |(len, _)| i + len);
        if !is_start || !is_first || known_end >= name.end || self.is_thing(name) {
            return None;
        }
        // "Montanans", "Europeans": people of a place are no group.
        let word = self.tokens[i].text;
        if name.end == i + 1 && word.len() > 5 && word.ends_with("ans") && !word.ends_with("sans") {
            return None;
        }
        // "Proroguing Parliament" is what somebody does to a body.
        let opens_with_verb = i == 0 && self.tokens[0].tag == Tag::Verb && name.end > 1;
        if opens_with_verb && self.knowledge.words.group_nouns.longest(self.lower(1)).is_some() {
            return Some(Found::Skip(1));
        }
        if let Some((_, form)) =
            known.filter(|(len, form)| i + len + 1 == name.end && self.is_same_body(i, name.end, *form))
        {
            return Some(Found::Name { start: i, end: name.end, who: Who::Known(form.known), form: form.kind });
        }
        if let Some((_, _)) = known.filter(|(len, form)| self.is_chamber_of_party(i + len, name.end, *form)) {
            return None;
        }
        // "On Friday Ferrat Motor Company announced", "Today's Court of Session judgment"
        if let Some(start) = self.start_after_time(i, name.end) {
            return Some(Found::Skip(start));
        }
        if let Some(start) = self.known_after_person(i, name.end) {
            return Some(Found::Name { start: i, end: start, who: Who::Person, form: FormKind::Name });
        }
        if let Some((len, form)) = known.filter(|known| self.is_party_before_person(i, *known, name.end)) {
            return Some(Found::Name { start: i, end: i + len, who: Who::Known(form.known), form: form.kind });
        }
        let mut end = self.end_of_one(i, name.end);
        let noun = self.group_noun_ending(i, end).map(|(_, noun)| noun);
        let noun = noun.or_else(|| self.group_noun_starting(i, end));
        // "Tuareg rebels" are called so.
        let is_people = end == i + 1 && self.tokens[i].text.chars().skip(1).all(char::is_lowercase);
        if is_people
            && let Some(party) =
                self.party_noun_within(end).filter(|&party| party == end + 1 && self.ends_phrase(party))
        {
            end = party;
        }
        // "Georgia Institute of Technology" is not the country's; "Nation" may be a newspaper's name, and begins others.
        let of = known
            .filter(|(len, form)| !form.is_ambiguous || *len > 1 || form.kind != FormKind::Name)
            .map(|(_, form)| form.known);
        let is_organ = noun.is_some_and(|noun| noun.is_state_body);
        end = self.end_of_fields(i, end);
        if let (None, Some(noun)) = (of, noun) {
            return Some(Found::Name { start: i, end, who: self.body_of_country(i, end, noun), form: FormKind::Name });
        }
        let who = Who::Group { sector: noun.map(|noun| noun.sector.clone()), of, is_organ };
        Some(Found::Name { start: i, end, who, form: FormKind::Name })
    }

    /// Whether the people of a country stand before a person's name that they are taken for a part of: "Ethiopians Dejene Debela and".
    fn is_people_before(&self, i: usize, name: &Name, known: Option<(usize, Form)>) -> bool {
        let is_plural = self.tokens[i].lower.ends_with('s') || self.tokens[i].lower.ends_with("men");
        let is_people = |(len, form): (usize, Form)| form.kind == FormKind::Demonym && i + len < name.end;
        i == name.start && is_plural && known.is_some_and(is_people)
    }

    /// "the Liberal Party of Canada Ada Ferrat", "the Democratic-Republican Party of Ada Ferrat": a party, then a person.
    fn is_party_before_person(&self, i: usize, (len, form): (usize, Form), end: usize) -> bool {
        let Known::Group(group) = form.known else { return false };
        let after = i + len + usize::from(self.tokens[i + len].text == "of");
        let is_given = |at: usize| self.knowledge.words.given_names.contains_key(self.tokens[at].text);
        let is_party = len > 1 && self.knowledge.names.groups[group].sector == "PTY";
        let is_person = after < end && (is_given(after) || after == i + len && end - after > 1);
        is_party
            && is_person
            && self.group_noun_ending(after, end).is_none()
            && self.tokens[after..end].iter().all(|token| token.is_capitalised())
    }

    /// "Podcaster Ada Ferrat": a word for what somebody does opens the sentence before a given name.
    fn is_agent_before_name(&self, tokens: &[Token]) -> bool {
        let (word, words) = (tokens[0].lower.as_str(), &self.knowledge.words);
        let is_agent = ["er", "or", "ist", "ian"].iter().any(|end| word.ends_with(end));
        let is_name = words.family_names.contains(tokens[0].text);
        let is_noun = tokens[0].tag == Tag::Noun || words.given_names.contains_key(tokens[1].text);
        word.starts_with("co-") || is_agent && !is_name && word.len() > 5 && is_noun
    }

    /// Where a name starts after a day that the models take for its first word.
    pub(super) fn start_after_time(&self, i: usize, end: usize) -> Option<usize> {
        let is_time = self.not_name(i).is_some_and(|(len, kind)| len == 1 && kind == NotName::Time)
            || matches!(self.tokens[i].lower.as_str(), "today" | "yesterday");
        let is_owner = self.tokens.get(i + 1).is_some_and(|next| next.lower == "'s");
        let is_on = i > 0 && matches!(self.tokens[i - 1].lower.as_str(), "on" | "last" | "this");
        let start = i + 1 + usize::from(is_owner);
        (is_time && (is_owner || is_on) && start < end && self.tokens[start].is_capitalised()).then_some(start)
    }

    /// "the Ada Ferrat Supreme Court hearing": where a body starts after a given name and a surname.
    pub(super) fn known_after_person(&self, i: usize, end: usize) -> Option<usize> {
        let words = &self.knowledge.words;
        let start = i + 2;
        if start >= end {
            return None;
        }
        let known = self.known_at(start).filter(|(_, form)| matches!(form.known, Known::Group(_)));
        let noun = || words.group_nouns.longest(self.lower(start)).map(|(len, _)| len);
        let len = known.map(|(len, _)| len).or_else(noun)?;
        let is_body = len > 1 && start + len == end;
        let is_person = words.given_names.contains_key(self.tokens[i].text)
            && self.tokens[i + 1].is_capitalised()
            && !self.is_plain_word(i + 1)
            && words.group_nouns.longest(self.lower(i + 1)).is_none();
        (is_body && is_person).then_some(start)
    }

    /// Where the first of two names ends that are taken for one: "the University of Ferrat and Center for Zena Studies", "Tesco -
    /// Netto Poland".
    fn end_of_one(&self, i: usize, end: usize) -> usize {
        let is_noun = |at: usize| self.knowledge.words.group_nouns.longest(self.lower(at)).is_some();
        let is_known = |at: usize| self.known_at(at).is_some_and(|(len, form)| at + len == end && !form.is_ambiguous);
        let starts_body = |at: usize| is_known(at) || is_noun(at) && self.group_noun_starting(at, end).is_some();
        let is_body = |to: usize| self.group_noun_ending(i, to).is_some() || self.group_noun_starting(i, to).is_some();
        let parts = |at: usize| match self.tokens[at].text {
            "and" | "or" => at + 1 < end && starts_body(at + 1) && is_body(at),
            text => {
                matches!(text, "\u{2013}" | "\u{2014}") && self.tokens[at - 1].span.end < self.tokens[at].span.start
            }
        };
        (i + 1..end).find(|&at| parts(at)).unwrap_or(end)
    }

    /// "[Mak][ing]": an editor's brackets inside a word.
    fn is_cut_short(&self, end: usize) -> bool {
        let text = |at: usize| self.tokens.get(at).map(|token| token.text);
        let touches = self.tokens.get(end).is_some_and(|next| next.span.start == self.tokens[end - 1].span.end);
        touches && (text(end) == Some("[") || text(end) == Some("]") && text(end + 1) == Some("["))
    }

    /// Whether a country's name stands inside the longer name of another place: "South America", "New South Wales".
    pub(super) fn is_in_longer_place(&self, i: usize, end: usize) -> bool {
        let is_around = |name: &Name| {
            let is_longer = name.start < i && end <= name.end && name.kind == NameKind::Place;
            // "Northern Syria" is Syria's, as is "South Lebanon"; "South Azerbaijani" is nobody's.
            let side = self.tokens[name.start].lower.as_str();
            let is_sure = side.ends_with("ern") || side == "central" || self.is_country_at(i);
            let is_part = name.start + 1 == i && self.is_name_word(side, NameWord::Compass) && is_sure;
            is_longer
                && !is_part
                && self.tokens[name.start..i].iter().all(|token| token.is_capitalised() && token.lower != "the")
        };
        self.names.iter().any(is_around)
    }

    fn is_faith(&self, i: usize) -> bool {
        matches!(self.not_name(i), Some((1, NotName::Faith)))
    }

    /// "anti-Iran Mujahedin-e Khalq"
    fn is_prefixed(&self, i: usize) -> bool {
        self.tokens.get(i + 1).is_some_and(|next| next.plain == "-")
            && self.knowledge.predicates.prefixes.contains_key(&self.tokens[i].lower)
    }

    /// "the Palestinian Hamas", "PKK-YPG" and "Politico Denmark" are two names of the tables, "Italian Republican Party" another
    /// party than theirs.
    fn is_two_names(&self, i: usize, name: &Name, known: Option<(usize, Form)>) -> bool {
        let Some((len, first)) = known else { return false };
        let is_rest = |from: usize| self.known_at(from).filter(|(len, _)| from + len == name.end);
        let has_hyphen = self.tokens.get(i + len).is_some_and(|token| token.plain == "-");
        let is_pair = has_hyphen && is_rest(i + len + 1).is_some();
        let second = is_rest(i + len);
        let is_own = |second: Form| self.knowledge.names.is_based_in(second.known, first.known);
        // "Politico Denmark accused": in a digest the outlet ends the item before.
        let is_grown = |second: Form| {
            let is_country = matches!(second.known, Known::Country(_)) && second.kind == FormKind::Name;
            is_country && self.knowledge.names.is_outlet(first.known)
        };
        is_pair || second.is_some_and(|(_, second)| is_own(second) || is_grown(second))
    }

    /// "U.S. Embassy", "Marriott Hotel", "Paris Agreement": a place, law or event, or the state itself.
    fn is_thing(&self, name: &Name) -> bool {
        let words = &self.knowledge.words;
        let last = &self.tokens[name.end - 1].lower;
        let is_noun = words.place_nouns.contains(last) || words.state_nouns.get(last).is_some();
        let is_body = self.group_noun_ending(name.start, name.end).is_some();
        name.end - name.start > 1 && is_noun && !is_body || self.ends_as_place(name.start, name.end)
    }

    /// "Principality of Guria", "Kingdom of Hejaz", "Durrani Empire": a state of the past that no table has.
    fn is_polity(&self, name: &Name) -> bool {
        let is_noun = |at: usize| self.is_name_word(&self.tokens[at].lower, NameWord::Polity);
        let is_of = name.end - name.start > 2 && self.tokens[name.start + 1].text == "of" && is_noun(name.start);
        let is_last = name.end - name.start == 2 && is_noun(name.end - 1);
        matches!(name.kind, NameKind::Place | NameKind::Organisation) && (is_of || is_last)
    }
}
