//! A form of the tables in its surroundings: whether it names its actor, or is a part of a longer name, of another's or of a place's.

use super::{Found, Scan, Who};
use crate::extract::actors::is_acronym;
use crate::extract::office;
use crate::knowledge::names::{Form, FormKind, Known};
use crate::knowledge::words::NameWord;
use crate::language::{Name, NameKind, Token};
use crate::ontology::RelationType;

impl Scan<'_, '_> {
    /// A form of the tables at `i`, or the longer name that it is only a part of.
    pub(super) fn known_name(&self, i: usize, len: usize, form: Form, chunk_end: usize) -> Found {
        let name = |end, who| Found::Name { start: i, end, who, form: form.kind };
        let end = i + len;
        // "US$5 million" is an amount.
        if self.tokens.get(end).is_some_and(|token| token.text == "$") {
            return Found::Skip(end);
        }
        // "West Bank" is a place, not the West's bank.
        if let Some((longer, _)) = self.knowledge.words.not_names.longest(self.pieces(i)).filter(|(n, _)| *n > len) {
            return Found::Skip(i + longer);
        }
        if self.is_acronym_of_others(i, end) {
            return Found::Skip(end);
        }
        let is_country = matches!(form.known, Known::Country(_));
        // "the US dollar", "the Russian language"
        if is_country && self.tokens.get(end).is_some_and(|next| self.knowledge.words.kind_nouns.contains(next.text)) {
            return Found::Skip(end + 1);
        }
        // "Cairo Melvin Amador" is a person where the models say so, "Queen Victoria" by her title.
        let is_seat = form.kind == FormKind::Seat
            && (self.is_recognised_person(i, chunk_end) || chunk_end == end && self.is_of_head(i));
        if is_country && (is_seat || self.is_titled_name(i, end, chunk_end)) {
            return Found::Name { start: i, end: chunk_end, who: Who::Person, form: FormKind::Name };
        }
        if is_country && self.is_in_longer_place(i, end) {
            return Found::Skip(end);
        }
        // "St. John's Episcopal Church", "Havana Harbour": the capital's name begins another place's.
        let begins = |name: &&Name| name.start == i && name.end > end && name.kind == NameKind::Place;
        if form.kind == FormKind::Seat
            && let Some(longer) = self.names.iter().find(begins)
        {
            return Found::Skip(longer.end);
        }
        if is_country
            && (self.is_in_place_name(i) || self.is_before_state(end) || self.is_first_name(i, end, form, chunk_end))
        {
            return Found::Skip(chunk_end.max(end));
        }
        if form.is_ambiguous && !self.is_witnessed(i, end, form) {
            return Found::Skip(end);
        }
        if chunk_end > end && self.is_introduced_group(i) {
            let who = Who::Group { sector: None, of: None, is_organ: false };
            return Found::Name { start: i, end: chunk_end, who, form: FormKind::Name };
        }
        if chunk_end <= end || self.tokens[end].plain == "-" {
            return self.body_or(i, end, form).unwrap_or(name(end, Who::Known(form.known)));
        }
        if office::title_at(self.tokens, end, self.knowledge).is_some() || self.known_at(end).is_some() {
            return name(end, Who::Known(form.known));
        }
        // "U.S.-France Alliance" is no group of France's.
        if i > 0 && self.tokens[i - 1].plain == "-" {
            return name(end, Who::Known(form.known));
        }
        if self.is_company_suffix(end, chunk_end) {
            return name(chunk_end, Who::Known(form.known));
        }
        if self.ends_as_place(i, chunk_end) {
            return Found::Skip(chunk_end);
        }
        // "the Republican Senate" is no party's body, but a chamber in its hands.
        if self.is_chamber_of_party(end, chunk_end, form) {
            return name(end, Who::Known(form.known));
        }
        if let Some((_, noun)) = self.group_noun_ending(i, chunk_end) {
            let is_organ = noun.is_state_body || !is_country;
            let who = Who::Group { sector: Some(noun.sector.clone()), of: Some(form.known), is_organ };
            return Found::Name { start: i, end: chunk_end, who, form: FormKind::Name };
        }
        if let Some(noun) = self.group_noun_starting(i, chunk_end) {
            let who =
                Who::Group { sector: Some(noun.sector.clone()), of: Some(form.known), is_organ: noun.is_state_body };
            return Found::Name { start: i, end: chunk_end, who, form: FormKind::Name };
        }
        if is_country && self.is_place(i, chunk_end) {
            // "the U.S. Al Udeid Air Base" belongs to the United States, "the Iranian Plateau" to nobody.
            let is_facility = self.knowledge.words.is_in_class("FACILITY", &self.tokens[chunk_end - 1].lower);
            return if is_facility { name(end, Who::Known(form.known)) } else { Found::Skip(chunk_end) };
        }
        // "the Western District" is no part of the West.
        if form.is_ambiguous && !is_country && end == i + 1 && self.is_place(i, chunk_end) {
            return Found::Skip(chunk_end);
        }
        // "House of Commons Library" is nobody's name.
        if form.is_ambiguous
            && form.kind == FormKind::Name
            && (chunk_end, end) == (end + 1, i + 1)
            && !self.is_place(i, chunk_end)
            && !self.is_plain_word(end)
        {
            return Found::Name { start: i, end: chunk_end, who: Who::Person, form: FormKind::Name };
        }
        self.body_or(i, end, form).unwrap_or(name(end, Who::Known(form.known)))
    }

    /// "Notes from Poland (NFP)": letters in brackets that the words before them spell out are those words', whomever the
    /// tables know by them.
    fn is_acronym_of_others(&self, i: usize, end: usize) -> bool {
        let is_bracketed = end == i + 1
            && i > 1
            && self.tokens[i - 1].text == "("
            && self.tokens.get(end).is_some_and(|token| token.text == ")")
            && is_acronym(self.tokens[i].text);
        if !is_bracketed {
            return false;
        }
        let letters: Vec<char> = self.tokens[i].lower.chars().collect();
        let mut words = self.tokens[..i - 1].iter().rev().filter(|token| token.is_word()).take(letters.len() * 2);
        let mut at = i - 1;
        for letter in letters.iter().rev() {
            let Some(word) = words.find(|token| token.lower.starts_with(*letter)) else { return false };
            at = self.tokens[..at].iter().rposition(|token| token.span == word.span).unwrap_or(at);
        }
        // "European Union (EU)" is the table's own; so is a name that holds it.
        let form = self.known_at(i).map(|(_, form)| form.known);
        let is_own = |from: usize| self.known_at(from).is_some_and(|(_, other)| Some(other.known) == form);
        !(at.saturating_sub(2)..i - 1).any(is_own)
    }

    /// "Foreign Minister Israel Katz": after a title a country's name may be a given name.
    fn is_titled_name(&self, i: usize, end: usize, chunk_end: usize) -> bool {
        chunk_end == end + 1
            && self.tokens[end].is_word()
            && self.known_at(end).is_none()
            && office::title_at(self.tokens, end, self.knowledge).is_none()
            && self.group_noun_ending(i, chunk_end).is_none()
            && self.is_titled(i)
    }

    /// "Queen Victoria", not "official Yerevan": whether the title of a head is right before `i`.
    fn is_of_head(&self, i: usize) -> bool {
        let title = office::title_before(self.tokens, i, self.knowledge).filter(|title| title.office.is_before_name);
        title.is_some_and(|title| title.office.relation == Some(RelationType::Leads))
    }

    /// Whether a title that stands before names is right before `i`.
    fn is_titled(&self, i: usize) -> bool {
        office::title_before(self.tokens, i, self.knowledge).is_some_and(|title| title.office.is_before_name)
    }

    /// "Paris Hilton", "Washington Irving": a capital's name before one unknown capitalised word.
    fn is_first_name(&self, i: usize, end: usize, form: Form, chunk_end: usize) -> bool {
        let is_seat = form.kind == FormKind::Seat && chunk_end == end + 1 && self.tokens[end].is_word();
        is_seat
            && !self.is_place(i, chunk_end)
            && !self.is_plain_word(end)
            && self.known_at(end).is_none()
            && self.group_noun_ending(i, chunk_end).is_none()
            && office::title_at(self.tokens, end, self.knowledge).is_none()
    }

    /// Whether all that a party's name goes on with is a chamber: "Republican Senate", not "Democratic House Caucus".
    pub(super) fn is_chamber_of_party(&self, end: usize, chunk_end: usize, form: Form) -> bool {
        let Known::Group(group) = form.known else { return false };
        let noun = self.knowledge.words.group_nouns.longest(self.lower(end));
        let is_party = self.knowledge.names.groups[group].sector == "PTY" && form.kind == FormKind::Name;
        is_party && noun.is_some_and(|(len, noun)| noun.sector == "LEG" && end + len == chunk_end)
    }

    /// "RMT union", "Hezbollah movement": a group of the tables and a noun for what it is.
    pub(super) fn is_same_body(&self, start: usize, end: usize, form: Form) -> bool {
        let noun = &self.tokens[end - 1];
        matches!(form.known, Known::Group(_))
            && !(form.is_ambiguous && end - start == 2 && form.kind != FormKind::Name)
            && self.knowledge.words.is_in_class("SAME_BODY", &noun.lower)
    }

    /// "Lockheed Martin Corporation" is Lockheed Martin.
    fn is_company_suffix(&self, start: usize, end: usize) -> bool {
        self.tokens[start..end]
            .iter()
            .all(|token| token.text == "." || self.is_name_word(&token.lower, NameWord::Company))
    }

    /// An ambiguous form counts where its surroundings speak for the actor: not in a person's name, not after "in".
    pub(super) fn is_witnessed(&self, i: usize, end: usize, form: Form) -> bool {
        let before = i.checked_sub(1).map(|b| &self.tokens[b]);
        let after = self.tokens.get(end);
        let is_given_name = |t: &Token| self.knowledge.words.given_names.contains_key(t.text);
        if before.is_some_and(is_given_name) {
            return false;
        }
        match (form.known, form.kind) {
            (Known::Group(_), _) => {
                let has_article = before.is_some_and(|t| t.lower == "the");
                let is_acronym = self.tokens[i].text.chars().filter(|c| c.is_uppercase()).count() > 1;
                has_article || is_acronym || end - i > 1 || self.is_introduced_group(i)
            }
            (_, FormKind::Seat) => {
                let is_venue =
                    before.is_some_and(|t| matches!(t.lower.as_str(), "in" | "at" | "near" | "outside" | "around"));
                !is_venue && !after.is_some_and(|t| matches!(t.lower.as_str(), "," | "state" | "post" | "times"))
            }
            _ => true,
        }
    }
}
