//! Names that no table has: of groups by a noun in them, of persons by a title, a given name or a verb of saying.

use super::{Found, Mention, Scan, Who};
use crate::extract::office;
use crate::knowledge::names::{FormKind, Known, is_state_sector};
use crate::knowledge::words::{GroupNoun, NameWord, NotName};
use crate::language::{Name, NameKind, Tag, Token};

impl Scan<'_, '_> {
    /// A capitalised name that no table has.
    pub(super) fn new_name(&self, i: usize, chunk_end: usize, before: Option<&Mention>) -> Found {
        let words = &self.knowledge.words;
        // A title inside ends the name before it: "Central Bank Governor Elvira Nabiullina".
        let inner_title = (i + 1..chunk_end).find(|&at| {
            office::title_at(self.tokens, at, self.knowledge).is_some_and(|title| title.end < chunk_end)
                && !words.given_names.contains_key(self.tokens[i].text)
        });
        let end = inner_title.unwrap_or(chunk_end);
        if self.ends_as_place(i, end) || self.is_area(i, end) || self.is_listed(i, end) || self.is_called_thing(i, end)
        {
            return Found::Skip(end);
        }
        if let Some(start) = self.start_after_time(i, end) {
            return Found::Skip(start);
        }
        if let Some(start) = self.known_after_person(i, end) {
            return Found::Name { start: i, end: start, who: Who::Person, form: FormKind::Name };
        }
        let group = |noun: &GroupNoun, start| Found::Name {
            start,
            end,
            who: self.body_of_country(start, end, noun),
            form: FormKind::Name,
        };
        if let Some((noun_start, noun)) = self.group_noun_ending(i, end)
            && (noun_start > i || end - i > 1)
        {
            return group(noun, i);
        }
        if let Some(noun) = self.group_noun_starting(i, end) {
            return group(noun, i);
        }
        // "Dr. Livermore" is called Livermore.
        if end > i + 1 && self.is_name_word(self.tokens[i].lower.trim_end_matches('.'), NameWord::Address) {
            return Found::Skip(i + 1);
        }
        if self.is_place(i, end) {
            return Found::Skip(end);
        }
        if let Some(noun) = self.group_noun_inside(i, end) {
            return group(noun, i);
        }
        if let Some(title) = office::title_at(self.tokens, i, self.knowledge) {
            return Found::Skip(title.end.max(i + 1));
        }
        if self.is_plain_word(i) && !words.given_names.contains_key(self.tokens[i].text) {
            return Found::Skip(i + 1);
        }
        if end == i + 1
            && let Some(noun_end) = self.described_by_adjective(i)
        {
            let who = Who::Group { sector: None, of: None, is_organ: false };
            return Found::Name { start: i, end: noun_end, who, form: FormKind::Name };
        }
        if self.is_introduced_group(i) {
            let who = Who::Group { sector: None, of: None, is_organ: false };
            return Found::Name { start: i, end, who, form: FormKind::Name };
        }
        let start = self.start_after_word(i, end);
        if start > i {
            return Found::Skip(start);
        }
        self.person(i, end, before).unwrap_or(Found::Skip(end))
    }

    fn person(&self, i: usize, end: usize, before: Option<&Mention>) -> Option<Found> {
        let words = &self.knowledge.words;
        let end = (i..end).find(|&at| self.is_name_end(at, i)).unwrap_or(end);
        // "Podcaster Spike Cohen": a capitalised first word of the sentence before a given name is none.
        let is_given = |at: usize| at < end && words.given_names.contains_key(self.tokens[at].text);
        let is_first = i == 0 && end - i > 2 && !is_given(i) && is_given(i + 1);
        let i = if is_first && !self.is_recognised_person(i, end) { i + 1 } else { i };
        // "Chief Enterprise Risk Officer" is all title.
        let is_title = office::title_at(self.tokens, end - 1, self.knowledge).is_some()
            && !words.given_names.contains_key(self.tokens[end - 1].text);
        // "cosmonaut No. 11" names a number.
        let is_abbreviation = end == i + 1 && self.tokens[i].text.ends_with('.');
        if end <= i || is_title || is_abbreviation || !self.tokens[i..end].iter().all(|t| self.is_name_piece(t)) {
            return None;
        }
        let n_words = self.tokens[i..end].iter().filter(|t| t.is_capitalised()).count();
        let has_title =
            office::title_before(self.tokens, i, self.knowledge).is_some_and(|title| title.office.is_before_name);
        let has_given_name =
            n_words > 1 && (words.given_names.contains_key(self.tokens[i].text) || self.is_family_first(i, end));
        let has_office = n_words > 1 && office::title_after(self.tokens, end, self.knowledge).is_some();
        let is_speaker = n_words > 1 && self.is_beside_saying(i, end) && before.is_none_or(|m| m.end < i);
        let is_known_whole = n_words <= 5;
        (is_known_whole && (has_title || has_given_name || has_office || is_speaker)).then_some(Found::Name {
            start: i,
            end,
            who: Who::Person,
            form: FormKind::Name,
        })
    }

    /// "Co-author Ada Ferrat said": the sentence's first word is none of the name that the models find after it.
    fn start_after_word(&self, i: usize, end: usize) -> usize {
        let is_rest = |name: &&Name| name.kind == NameKind::Person && (name.start, name.end) == (i + 1, end);
        let word = &self.tokens[i];
        let words = &self.knowledge.words;
        // "Podcaster"
        let is_agent = ["er", "or", "ist", "ian"].iter().any(|ending| word.lower.ends_with(ending))
            && !words.given_names.contains_key(word.text)
            && !words.family_names.contains(word.text);
        let is_noun = i == 0 && end > 2 && (word.tag == Tag::Noun || is_agent);
        if self.tokens[i].lower.starts_with("co-") && i + 2 < end {
            return i + 1;
        }
        if is_noun && self.names.iter().any(|name| is_rest(&name)) { i + 1 } else { i }
    }

    /// Whether the models take exactly these words for a person's name of two words or more.
    pub(super) fn is_recognised_person(&self, i: usize, end: usize) -> bool {
        let is_name = |name: &Name| name.kind == NameKind::Person && (name.start, name.end) == (i, end);
        let n_words = self.tokens[i..end].iter().filter(|token| token.is_capitalised()).count();
        n_words > 1 && self.names.iter().any(is_name)
    }

    /// "Kim Jong-un", "Xi Jinping": the given name comes last.
    fn is_family_first(&self, start: usize, end: usize) -> bool {
        let words = &self.knowledge.words;
        let given: String = self.tokens[start + 1..end].iter().map(|token| token.plain.as_ref()).collect();
        let is_given =
            words.given_names.contains_key(&given) || words.given_names.contains_key(self.tokens[start + 1].text);
        words.family_names.contains(self.tokens[start].text) && is_given
    }

    /// Where a person's name ends inside a chunk: before a word that is none, or a name of the tables.
    fn is_name_end(&self, at: usize, start: usize) -> bool {
        let token = &self.tokens[at];
        at > start
            && token.is_capitalised()
            && !self.knowledge.words.given_names.contains_key(token.text)
            && (matches!(self.not_name(at), Some((_, NotName::Word | NotName::Time | NotName::Event)))
                && token.text.len() > 2)
    }

    fn is_name_piece(&self, token: &Token) -> bool {
        token.is_capitalised()
            || self.is_name_word(token.text, NameWord::Particle)
            || token.text == "-"
            || token.text == "."
            || token.text.len() <= 5
    }

    fn is_beside_saying(&self, start: usize, end: usize) -> bool {
        let says = |i: usize| {
            self.tokens.get(i).and_then(|token| self.knowledge.words.verb_forms.get(&token.lower)).is_some_and(
                |forms| forms.iter().any(|(lemma, _)| self.knowledge.words.saying_verbs.contains_key(lemma)),
            )
        };
        says(end) || (start > 0 && says(start - 1))
    }

    /// "the Supreme Court of Kenya", "the Legislative Assembly of El Salvador": a body of state whose name ends with its country is part of it.
    pub(super) fn body_of_country(&self, start: usize, end: usize, noun: &GroupNoun) -> Who {
        let is_of = |at: &usize| self.tokens[*at].text == "of";
        let last = (start..end).rev().find(is_of).map(|of| of + 1);
        let last = last.map(|at| at + usize::from(self.tokens.get(at).is_some_and(|token| token.lower == "the")));
        let known = last.and_then(|at| Some((at, self.known_at(at)?)));
        let country = known.filter(|(at, (len, form))| {
            at + len == end && matches!(form.known, Known::Country(_)) && form.kind == FormKind::Name
        });
        let of =
            country.map(|(_, (_, form))| form.known).filter(|_| noun.is_state_body || is_state_sector(&noun.sector));
        Who::Group { sector: Some(noun.sector.clone()), of, is_organ: of.is_some() }
    }
}
