//! Groups that a noun makes known: by its last or first word, "the Reform Party", "Ministry of Defence", or by what they are,
//! "the Iraqi army", "pro-Russian rebels", "a group called Hoseynun".

use super::{Found, Mention, Scan, Who};
use crate::extract::actors::introduced::translation_after;
use crate::extract::office;
use crate::knowledge::names::{Form, FormKind, Known};
use crate::knowledge::words::{GroupNoun, NameWord, NotName};
use crate::language::Tag;

impl Scan<'_, '_> {
    /// "the Iraqi army", "Iraq's foreign ministry", "Kashmiri separatists": the group that a country's form describes.
    pub(super) fn body_or(&self, i: usize, end: usize, form: Form) -> Option<Found> {
        let is_possessive = self.tokens.get(end).is_some_and(|token| token.lower == "'s");
        let can_describe = is_possessive || form.kind != FormKind::Seat;
        if !can_describe {
            return None;
        }
        let from = end + usize::from(is_possessive);
        // "the US military", but not "North Korea puts its military".
        let reach = if is_possessive || form.kind == FormKind::Adjective { 3 } else { 1 };
        for at in from..(from + reach).min(self.tokens.len()) {
            // "Iran's Islamic Revolutionary Guard Corps" is a name of its own.
            if self.tokens[at].is_capitalised() && self.known_at(at).is_some() {
                return None;
            }
            if let Some((len, noun)) = self.knowledge.words.group_nouns.longest(self.lower(at))
                && noun.is_lower
                && noun.is_state_body
                && matches!(form.known, Known::Country(_))
            {
                let is_agent = self.knowledge.words.state_nouns.longest(self.lower(at)).is_some_and(|(n, ())| n > len)
                    || office::title_at(self.tokens, at, self.knowledge).is_some_and(|title| title.end > at + len);
                // "Turkey's military presence" is no army.
                let is_lower = !self.tokens[at].is_capitalised();
                let has_agents = self
                    .knowledge
                    .words
                    .state_nouns
                    .longest(self.lower((at + len).min(self.tokens.len() - 1)))
                    .is_some();
                // "Turkish military operations" are none of a body that acts.
                let modifies = self.modifies(at + len - 1);
                if is_agent || (is_lower && !has_agents && (modifies || !self.ends_phrase(at + len))) {
                    return None;
                }
                let who = Who::Group { sector: Some(noun.sector.clone()), of: Some(form.known), is_organ: true };
                return Some(Found::Name { start: i, end: at + len, who, form: FormKind::Name });
            }
            if !is_possessive
                && let Some((len, ())) = self.knowledge.words.party_nouns.longest(self.lower(at))
                && matches!(form.kind, FormKind::Adjective)
                && self.ends_phrase(at + len)
            {
                let who = Who::Group { sector: None, of: Some(form.known), is_organ: false };
                return Some(Found::Name { start: i, end: at + len, who, form: FormKind::Name });
            }
            let token = &self.tokens[at];
            let is_open = token.is_word() && self.knowledge.words.class(&token.lower).is_none();
            if !is_open || self.knowledge.words.verb_forms.contains_key(&token.lower) {
                break;
            }
        }
        None
    }

    /// "pro-Russian rebels", "Shiite militia", "US-led coalition" from the hyphen's left side is found where it starts.
    pub(super) fn described_group_at(&self, i: usize) -> Option<Found> {
        if !self.knowledge.predicates.prefixes.contains_key(&self.tokens[i].lower)
            || self.tokens.get(i + 1)?.plain != "-"
        {
            return None;
        }
        let (len, form) = self.known_at(i + 2)?;
        let end = self.party_noun_within(i + 2 + len)?;
        let who = Who::Group { sector: None, of: Some(form.known), is_organ: false };
        Some(Found::Name { start: i, end, who, form: FormKind::Name })
    }

    /// "jihadists" in "al-Qaeda-linked jihadists", "coalition" in "US-led military coalition": named by the whole compound.
    pub(super) fn compound_group_at(&self, i: usize, before: &[Mention]) -> Option<Found> {
        let owner = before.last().filter(|owner| self.tokens.get(owner.end).is_some_and(|token| token.plain == "-"))?;
        let is_compound = self.knowledge.predicates.suffixes.contains_key(&self.tokens.get(owner.end + 1)?.lower);
        let is_near = i > owner.end + 1 && i <= owner.end + 4;
        let (len, ()) = self.knowledge.words.party_nouns.longest(self.lower(i)).filter(|_| is_compound && is_near)?;
        if self.is_apposed(owner, before) {
            return None;
        }
        let who = Who::Group { sector: None, of: None, is_organ: false };
        self.ends_phrase(i + len).then_some(Found::Name { start: i, end: i + len, who, form: FormKind::Demonym })
    }

    /// "Hezbollah, an Iran-backed militia,": what the compound describes has just been named.
    fn is_apposed(&self, owner: &Mention, before: &[Mention]) -> bool {
        let comma = (owner.start.saturating_sub(3)..owner.start).rev().find(|&at| self.tokens[at].text == ",");
        let is_open = |comma: usize| self.tokens[comma + 1..owner.start].iter().all(|token| !token.is_capitalised());
        comma.is_some_and(|comma| {
            // "the Popular Front (PF), an Iran-backed militia"
            let is_bracketed = comma > 1 && self.tokens[comma - 1].text == ")";
            let end = comma - usize::from(is_bracketed);
            is_open(comma) && before.iter().any(|named| named.end == end && named.who != Who::Person)
        })
    }

    /// "Kashmiri separatists", "Maoist rebels": a proper adjective that no table has before a noun of an organised party.
    pub(super) fn described_by_adjective(&self, i: usize) -> Option<usize> {
        const ENDINGS: &[&str] = &["i", "ish", "ese", "ian", "ist", "ite", "ean", "ic"];
        let word = &self.tokens[i].lower;
        let is_adjective = word.len() > 4 && ENDINGS.iter().any(|ending| word.ends_with(ending));
        let end = self.party_noun_within(i + 1).filter(|_| is_adjective)?;
        (self.ends_phrase(end) && !self.is_called_after(end)).then_some(end)
    }

    /// "the largest Islamic group, Hamas,": whether a comma and the name of a known group follow what describes it.
    fn is_called_after(&self, end: usize) -> bool {
        let is_comma = |i: usize| self.tokens.get(i).is_some_and(|token| matches!(token.text, "," | "."));
        let known = self.known_at(end + 1).filter(|_| is_comma(end));
        known.is_some_and(|(len, form)| matches!(form.known, Known::Group(_)) && is_comma(end + 1 + len))
    }

    /// "Darfur rebels", "Shia militants", "Tuareg separatists": the name of a place, people or faith right before a plural noun of an organised party.
    pub(super) fn described_by_name(&self, i: usize) -> Option<usize> {
        let token = &self.tokens[i];
        let is_fit = match self.not_name(i) {
            Some((len, kind)) => len == 1 && matches!(kind, NotName::Place | NotName::Faith | NotName::People),
            None => token.tag == Tag::Propn && !self.knowledge.words.given_names.contains_key(token.text),
        };
        let is_alone = token.is_capitalised() && (i <= 1 || !self.tokens[i - 1].is_capitalised());
        let (len, ()) = self.knowledge.words.party_nouns.longest(self.lower(i + 1)).filter(|_| is_fit && is_alone)?;
        let end = i + 1 + len;
        let is_plural = self.tokens[end - 1].lower.ends_with('s') && !self.tokens[end - 1].is_capitalised();
        (is_plural && self.ends_phrase(end)).then_some(end)
    }

    /// "the movement Hoseynun", "a group called Hoseynun", "the channel “Armenian Vendetta”".
    pub(super) fn is_introduced_group(&self, i: usize) -> bool {
        if translation_after(self.tokens, self.chunk_end(i)).is_some() {
            return true;
        }
        let mut at = i;
        while at > 0
            && (self.tokens[at - 1].is_quote()
                || matches!(self.tokens[at - 1].lower.as_str(), "called" | "named" | "'"))
        {
            at -= 1;
        }
        // "another publication, Yerevan Today,"
        if at > 1
            && self.tokens[at - 1].text == ","
            && self.tokens.get(self.chunk_end(i)).is_some_and(|t| t.text == ",")
        {
            at -= 1;
        }
        let Some(noun) = at.checked_sub(1).map(|b| &self.tokens[b]) else { return false };

        self.is_name_word(noun.text, NameWord::Introduces)
    }

    /// The group noun with which the chunk ends, and whether the chunk is nothing but it.
    pub(super) fn group_noun_ending(&self, start: usize, end: usize) -> Option<(usize, &GroupNoun)> {
        (start..end).find_map(|i| {
            let (len, noun) = self.knowledge.words.group_nouns.longest(self.lower(i))?;
            (i + len == end).then_some((i, noun))
        })
    }

    /// "Imperial College London": a group noun between names.
    pub(super) fn group_noun_inside(&self, start: usize, end: usize) -> Option<&GroupNoun> {
        let is_given_name = self.knowledge.words.given_names.contains_key(self.tokens[start].text);
        (start + 1..end.saturating_sub(1)).filter(|_| !is_given_name).find_map(|i| {
            let (len, noun) = self.knowledge.words.group_nouns.longest(self.lower(i))?;
            (i + len < end && noun.sector == "EDU").then_some(noun)
        })
    }

    /// "Party of God", "Ministry of Defence": starts with a group noun that "of" follows.
    pub(super) fn group_noun_starting(&self, start: usize, end: usize) -> Option<&GroupNoun> {
        let is_linked = self.tokens[start..end].iter().any(|token| matches!(token.text, "of" | "for"));
        if !is_linked {
            return None;
        }
        (start..end).take_while(|&i| self.tokens[i].text != "of" && self.tokens[i].text != "for").find_map(|i| {
            let (len, noun) = self.knowledge.words.group_nouns.longest(self.lower(i))?;
            self.tokens.get(i + len).is_some_and(|next| matches!(next.text, "of" | "for")).then_some(noun)
        })
    }

    /// End of a noun of an organised party after at most two more words.
    pub(super) fn party_noun_within(&self, from: usize) -> Option<usize> {
        (from..(from + 3).min(self.tokens.len()))
            .take_while(|&at| self.tokens[at].is_word() && self.knowledge.words.class(&self.tokens[at].lower).is_none())
            .find_map(|at| Some(at + self.knowledge.words.party_nouns.longest(self.lower(at))?.0))
    }

    /// Whether a noun phrase ends at `at`: "Russian mercenary group Wagner" goes on after "mercenary".
    pub(super) fn ends_phrase(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at) else { return true };
        let is_verb = self.knowledge.words.verb_forms.contains_key(&token.lower);
        !token.is_word() || is_verb || self.knowledge.words.class(&token.lower).is_some()
    }
}
