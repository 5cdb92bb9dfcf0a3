//! Names that a noun in or beside them makes a place's or a thing's: "Gulf of Mexico", "Hurricane Ada", "the Karol Bagh area".

use super::Scan;
use crate::knowledge::words::{NameWord, NotName};
use crate::language::Token;

impl Scan<'_, '_> {
    pub(super) fn is_place(&self, start: usize, end: usize) -> bool {
        let places = &self.knowledge.words.place_nouns;
        end - start > 1
            && (places.contains(&self.tokens[end - 1].lower)
                || self.is_name_word(&self.tokens[start].lower, NameWord::Place))
    }

    /// "Community Organisation", "Executive Branch": all of it is no name by the table.
    pub(super) fn is_listed(&self, start: usize, end: usize) -> bool {
        let is_whole = |(len, kind): (usize, NotName)| len > 1 && start + len == end && kind != NotName::Word;
        self.not_name(start).is_some_and(is_whole)
    }

    /// "MV Ada Ferrat", "Hurricane Ada": a noun before it makes it the name of a ship or storm.
    pub(super) fn is_called_thing(&self, start: usize, end: usize) -> bool {
        let noun = self.knowledge.words.thing_nouns.longest(self.lower(start));
        noun.is_some_and(|(len, noun)| noun.is_first && start + len < end)
            && self.group_noun_ending(start, end).is_none()
    }

    /// "the Karol Bagh area", "the Zena hospital": a noun after a name makes it a place's.
    pub(super) fn is_area(&self, start: usize, end: usize) -> bool {
        let is_noun = |next: &Token| self.knowledge.words.is_in_class("AREA", &next.lower) && !next.is_capitalised();
        start > 0 && self.tokens[start - 1].lower == "the" && self.tokens.get(end).is_some_and(is_noun)
    }

    /// "Zena Convention Center", "Rock and Roll Hall of Fame": a place by a noun of several words, whatever the last one alone is.
    pub(super) fn ends_as_place(&self, start: usize, end: usize) -> bool {
        let lower = |from: usize| self.tokens[from..end].iter().map(|token| token.lower.as_str()).collect::<Vec<_>>();
        (2..=3)
            .filter_map(|len| end.checked_sub(len).filter(|&from| from >= start))
            .any(|from| self.knowledge.words.place_nouns.contains(&lower(from).join(" ")))
    }

    /// "Gulf of Mexico", "Sea of Japan".
    pub(super) fn is_in_place_name(&self, i: usize) -> bool {
        let Some(place) = i.checked_sub(2).map(|at| &self.tokens[at]) else { return false };
        self.tokens[i - 1].text == "of"
            && place.is_capitalised()
            && self.knowledge.words.place_nouns.contains(&place.lower)
    }

    /// "Lebanon, Pennsylvania".
    pub(super) fn is_before_state(&self, end: usize) -> bool {
        let has_comma = self.tokens.get(end).is_some_and(|token| token.text == ",");
        let place = self.tokens.get(end + 1).and_then(|token| self.knowledge.words.not_names.get(&token.plain));
        let ends = self.tokens.get(end + 2).is_none_or(|token| matches!(token.text, "," | "." | ";" | ")"));
        has_comma && place == Some(&NotName::Place) && ends
    }
}
