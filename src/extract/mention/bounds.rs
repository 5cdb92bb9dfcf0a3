//! Where a capitalised name ends: runs of capitalised words, with the small words, hyphens and "of" that hold names together.

use super::Scan;
use crate::knowledge::names::{FormKind, Known};
use crate::knowledge::words::{NameWord, NotName};
use crate::language::NameKind;

impl Scan<'_, '_> {
    /// End of the run of capitalised words from `i`, with the small words that hold names together.
    pub(super) fn chunk_end(&self, i: usize) -> usize {
        let mut end = i + 1;
        if self.is_shouted {
            return end;
        }
        while end < self.tokens.len() {
            let token = &self.tokens[end];
            let next_is_name =
                self.tokens.get(end + 1).is_some_and(|next| next.is_capitalised() && !self.is_break(end + 1));
            let is_particle =
                |at: usize| self.tokens.get(at).is_some_and(|token| self.is_name_word(token.text, NameWord::Particle));
            let name_after_next = self.tokens.get(end + 2).is_some_and(|next| next.is_capitalised());
            if token.is_capitalised() && !self.is_break(end) {
                end += 1;
            } else if is_particle(end) && is_particle(end + 1) && name_after_next {
                // "Ursula von der Leyen"
                end += 3;
            } else if self.is_name_word(token.text, NameWord::Particle) && next_is_name {
                end += 2;
            } else if self.is_name_word(token.text, NameWord::Particle) && self.is_joined_name(end + 1) {
                end += 3;
            } else if (token.plain == "-" && self.is_name_hyphen(end))
                || (token.text == "." && self.tokens[end - 1].text.chars().count() == 1 && next_is_name)
            {
                end += 2;
            } else if self.goes_on_with_of(i, end) {
                end += if next_is_name { 2 } else { 3 };
            } else {
                break;
            }
        }
        end.min(self.tokens.len())
    }

    /// "-Assad" after "al".
    fn is_joined_name(&self, hyphen: usize) -> bool {
        self.tokens.get(hyphen).is_some_and(|token| token.plain == "-")
            && self.tokens.get(hyphen + 1).is_some_and(|token| token.is_capitalised())
    }

    /// Whether a capitalised word at `i` starts something else: a month, a sentence's first word.
    fn is_break(&self, i: usize) -> bool {
        let is_function_word = self.knowledge.words.class(&self.tokens[i].lower).is_some();
        let is_time = self.not_name(i).is_some_and(|(_, kind)| kind == NotName::Time);
        (is_time || is_function_word) && !self.knowledge.words.given_names.contains_key(self.tokens[i].text)
    }

    /// "Jong-un", "al-Assad", "Abdel-Fattah": a hyphen that touches both sides, not before "-backed".
    pub(super) fn is_name_hyphen(&self, at: usize) -> bool {
        let (Some(before), Some(after)) = (self.tokens.get(at - 1), self.tokens.get(at + 1)) else { return false };
        let hyphen = &self.tokens[at];
        let touches = before.span.end == hyphen.span.start && after.span.start == hyphen.span.end;
        touches
            && (after.is_capitalised()
                || (after.text.len() <= 5 && after.is_word() && (before.is_capitalised() || before.text.len() <= 2))
                    && !self.knowledge.predicates.suffixes.contains_key(&after.lower)
                    && self.knowledge.words.class(&after.lower).is_none()
                    && !self.knowledge.words.verb_forms.contains_key(&after.lower)
                    && self.known_at(at - 1).is_none())
    }

    /// "Ministry of Defence", "Society of Maine", "Movement for the Liberation of X".
    fn goes_on_with_of(&self, start: usize, at: usize) -> bool {
        let is_link = matches!(self.tokens[at].text, "of" | "for" | "on" | "against");
        let is_and =
            self.tokens[at].text == "and" && self.tokens[start..at].iter().any(|t| t.text == "of" || t.text == "for");
        let is_article = |i: usize| self.tokens.get(i).is_some_and(|t| t.text == "the");
        let is_name = |i: usize| self.tokens.get(i).is_some_and(|t| t.is_capitalised() && !self.is_break(i));
        let goes_on = is_name(at + 1) || (is_link && is_article(at + 1) && is_name(at + 2));
        if is_and {
            return self.has_several_fields(start, at) && goes_on && self.known_at(at + 1).is_none();
        }
        // "for" and "against" after a party or state office start a new phrase as often as not.
        let noun = self.group_noun_ending(start, at);
        // "a candidate for the European Parliament for the Green Accord": what the tables have does not go on.
        let is_whole = self.tokens[at].text == "for"
            && self.known_at(start).is_some_and(|(len, form)| {
                start + len == at && len > 1 && matches!(form.known, Known::Group(_)) && form.kind == FormKind::Name
            });
        let starts_with_noun = self.knowledge.words.group_nouns.longest(self.lower(start)).is_some();
        is_link
            && goes_on
            && !is_whole
            && (noun.is_some() || starts_with_noun)
            && (self.tokens[at].text == "of" || starts_with_noun || at - start > 1)
    }

    /// Whether a name is that of a body whose fields may be two: "the Connecticut Department of Emergency Services and Public Protection".
    fn has_several_fields(&self, start: usize, end: usize) -> bool {
        self.tokens[start..end].windows(2).any(|pair| {
            let is_field = matches!(pair[1].text, "of" | "for" | "on");
            is_field && self.knowledge.words.is_in_class("BODY", &pair[0].lower)
        })
    }

    /// Where the fields of a body end whose name is taken to end before "and".
    pub(super) fn end_of_fields(&self, start: usize, end: usize) -> usize {
        let goes_on = self.tokens.get(end).is_some_and(|token| token.text == "and")
            && self.has_several_fields(start, end)
            && self.tokens.get(end + 1).is_some_and(|next| next.is_capitalised() && !self.is_break(end + 1))
            && self.known_at(end + 1).is_none()
            && self.names.iter().all(|name| name.start != end + 1 || name.kind != NameKind::Person);
        if goes_on { self.chunk_end(end + 1) } else { end }
    }
}
