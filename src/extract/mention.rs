//! Finds the words that name an actor, sentence by sentence.
//!
//! First version, shallow: the tables' forms, and capitalised names that a title, a given name, a group noun, a verb of
//! saying or, for somebody who acts, the models vouch for. Silence before a guess: a capitalised word with no such
//! witness is no actor.

use std::borrow::Cow;

use super::contest;
use super::noun_phrase::{self, Head};
use super::office;
use crate::knowledge::Knowledge;
use crate::knowledge::names::{Form, FormKind, Known};
use crate::knowledge::offices::ModifierEffect;
use crate::knowledge::words::{NameWord, NotName};
use crate::language::{Name, NameKind, Relation, Sentence, Tag, Token};
use crate::ontology::RelationType;

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

pub(super) enum Found {
    Name { start: usize, end: usize, who: Who, form: FormKind },
    Skip(usize),
}

pub(super) struct Scan<'s, 't> {
    pub(super) tokens: &'s [Token<'t>],
    pub(super) names: &'s [Name],
    pub(super) knowledge: &'s Knowledge,
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
    pub(super) fn is_country_at(&self, i: usize) -> bool {
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

    fn pieces(&self, i: usize) -> impl Iterator<Item = Cow<'_, str>> {
        self.tokens[i..].iter().map(|token| Cow::Borrowed(token.plain.as_ref()))
    }

    pub(super) fn lower(&self, i: usize) -> impl Iterator<Item = Cow<'_, str>> {
        self.tokens[i..].iter().map(|token| Cow::Borrowed(token.lower.as_str()))
    }

    pub(super) fn known_at(&self, i: usize) -> Option<(usize, Form)> {
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

    fn is_name_piece(&self, token: &Token) -> bool {
        token.is_capitalised()
            || self.is_name_word(token.text, NameWord::Particle)
            || token.text == "-"
            || token.text == "."
            || token.text.len() <= 5
    }

    pub(super) fn is_name_word(&self, word: &str, role: NameWord) -> bool {
        self.knowledge.words.is_name_word(word, role)
    }

    pub(super) fn not_name(&self, i: usize) -> Option<(usize, NotName)> {
        self.knowledge.words.not_names.longest(self.pieces(i)).map(|(len, kind)| (len, *kind))
    }

    pub(super) fn is_plain_word(&self, i: usize) -> bool {
        let token = &self.tokens[i];
        self.knowledge.words.class(&token.lower).is_some() || self.not_name(i).is_some()
    }

    /// End of the run of capitalised words from `i`, with the small words that hold names together.
    fn chunk_end(&self, i: usize) -> usize {
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

    /// The group noun with which the chunk ends, and whether the chunk is nothing but it.
    pub(super) fn group_noun_ending(
        &self,
        start: usize,
        end: usize,
    ) -> Option<(usize, &crate::knowledge::words::GroupNoun)> {
        (start..end).find_map(|i| {
            let (len, noun) = self.knowledge.words.group_nouns.longest(self.lower(i))?;
            (i + len == end).then_some((i, noun))
        })
    }

    /// "Imperial College London": a group noun between names.
    fn group_noun_inside(&self, start: usize, end: usize) -> Option<&crate::knowledge::words::GroupNoun> {
        let is_given_name = self.knowledge.words.given_names.contains_key(self.tokens[start].text);
        (start + 1..end.saturating_sub(1)).filter(|_| !is_given_name).find_map(|i| {
            let (len, noun) = self.knowledge.words.group_nouns.longest(self.lower(i))?;
            (i + len < end && noun.sector == "EDU").then_some(noun)
        })
    }

    /// "Party of God", "Ministry of Defence": starts with a group noun that "of" follows.
    pub(super) fn group_noun_starting(&self, start: usize, end: usize) -> Option<&crate::knowledge::words::GroupNoun> {
        let is_linked = self.tokens[start..end].iter().any(|token| matches!(token.text, "of" | "for"));
        if !is_linked {
            return None;
        }
        (start..end).take_while(|&i| self.tokens[i].text != "of" && self.tokens[i].text != "for").find_map(|i| {
            let (len, noun) = self.knowledge.words.group_nouns.longest(self.lower(i))?;
            self.tokens.get(i + len).is_some_and(|next| matches!(next.text, "of" | "for")).then_some(noun)
        })
    }

    pub(super) fn is_place(&self, start: usize, end: usize) -> bool {
        let places = &self.knowledge.words.place_nouns;
        end - start > 1
            && (places.contains(&self.tokens[end - 1].lower)
                || self.is_name_word(&self.tokens[start].lower, NameWord::Place))
    }

    /// "Community Organisation", "Executive Branch": all of it is no name by the table.
    fn is_listed(&self, start: usize, end: usize) -> bool {
        let is_whole = |(len, kind): (usize, NotName)| len > 1 && start + len == end && kind != NotName::Word;
        self.not_name(start).is_some_and(is_whole)
    }

    /// "MV Ada Ferrat", "Hurricane Ada": a noun before it makes it the name of a ship or storm.
    fn is_called_thing(&self, start: usize, end: usize) -> bool {
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

    /// A form of the tables at `i`, or the longer name that it is only a part of.
    fn known_name(&self, i: usize, len: usize, form: Form, chunk_end: usize) -> Found {
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
            && super::actors::is_acronym(self.tokens[i].text);
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

    /// "Gulf of Mexico", "Sea of Japan".
    fn is_in_place_name(&self, i: usize) -> bool {
        let Some(place) = i.checked_sub(2).map(|at| &self.tokens[at]) else { return false };
        self.tokens[i - 1].text == "of"
            && place.is_capitalised()
            && self.knowledge.words.place_nouns.contains(&place.lower)
    }

    /// "Lebanon, Pennsylvania".
    fn is_before_state(&self, end: usize) -> bool {
        let has_comma = self.tokens.get(end).is_some_and(|token| token.text == ",");
        let place = self.tokens.get(end + 1).and_then(|token| self.knowledge.words.not_names.get(&token.plain));
        let ends = self.tokens.get(end + 2).is_none_or(|token| matches!(token.text, "," | "." | ";" | ")"));
        has_comma && place == Some(&NotName::Place) && ends
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

    /// "the Iraqi army", "Iraq's foreign ministry", "Kashmiri separatists": the group that a country's form describes.
    fn body_or(&self, i: usize, end: usize, form: Form) -> Option<Found> {
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

    /// Whether a noun phrase ends at `at`: "Russian mercenary group Wagner" goes on after "mercenary".
    pub(super) fn ends_phrase(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at) else { return true };
        let is_verb = self.knowledge.words.verb_forms.contains_key(&token.lower);
        !token.is_word() || is_verb || self.knowledge.words.class(&token.lower).is_some()
    }

    /// "pro-Russian rebels", "Shiite militia", "US-led coalition" from the hyphen's left side is found where it starts.
    fn described_group_at(&self, i: usize) -> Option<Found> {
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
    fn compound_group_at(&self, i: usize, before: &[Mention]) -> Option<Found> {
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

    /// End of a noun of an organised party after at most two more words.
    pub(super) fn party_noun_within(&self, from: usize) -> Option<usize> {
        (from..(from + 3).min(self.tokens.len()))
            .take_while(|&at| self.tokens[at].is_word() && self.knowledge.words.class(&self.tokens[at].lower).is_none())
            .find_map(|at| Some(at + self.knowledge.words.party_nouns.longest(self.lower(at))?.0))
    }

    /// A capitalised name that no table has.
    fn new_name(&self, i: usize, chunk_end: usize, before: Option<&Mention>) -> Found {
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
        let group = |noun: &crate::knowledge::words::GroupNoun, start| Found::Name {
            start,
            end,
            who: Who::Group { sector: Some(noun.sector.clone()), of: None, is_organ: false },
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

    /// "Kashmiri separatists", "Maoist rebels": a proper adjective that no table has before a noun of an organised party.
    fn described_by_adjective(&self, i: usize) -> Option<usize> {
        const ENDINGS: &[&str] = &["i", "ish", "ese", "ian", "ist", "ite", "ean", "ic"];
        let word = &self.tokens[i].lower;
        let is_adjective = word.len() > 4 && ENDINGS.iter().any(|ending| word.ends_with(ending));
        let end = self.party_noun_within(i + 1).filter(|_| is_adjective)?;
        self.ends_phrase(end).then_some(end)
    }

    /// "Darfur rebels", "Shia militants", "Tuareg separatists": the name of a place, people or faith right before a plural noun of an organised party.
    fn described_by_name(&self, i: usize) -> Option<usize> {
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
        if super::actors::translation_after(self.tokens, self.chunk_end(i)).is_some() {
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
    fn is_recognised_person(&self, i: usize, end: usize) -> bool {
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

    fn is_beside_saying(&self, start: usize, end: usize) -> bool {
        let says = |i: usize| {
            self.tokens.get(i).and_then(|token| self.knowledge.words.verb_forms.get(&token.lower)).is_some_and(
                |forms| forms.iter().any(|(lemma, _)| self.knowledge.words.saying_verbs.contains_key(lemma)),
            )
        };
        says(end) || (start > 0 && says(start - 1))
    }
}

pub(super) fn title_case(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().into_iter().chain(chars.flat_map(char::to_lowercase)).collect()
}

fn is_group(known: Known) -> bool {
    matches!(known, Known::Group(_))
}
