//! Contests: the lines that give a result or a fixture, and the places that a sentence makes teams.
//!
//! In go tokens with a tree and the names that the models find; out come the two sides of a line with their players, and whether a
//! place plays. Countries are left out: what their teams do to each other on a pitch is nothing between the states.

use std::ops::Range;

use super::coreference::places;
use crate::knowledge::Knowledge;
use crate::knowledge::names::{FormKind, Known};
use crate::knowledge::predicates::NounPattern;
use crate::knowledge::words::NotName;
use crate::language::{Name, NameKind, Relation, Tag, Token};
use crate::ontology::{ActorKind, RelationType};

/// A sentence that is nothing but a result, "Leeds 2 Derby 1", or a fixture, "CHICAGO AT TORONTO".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The tokens of the two names.
    pub sides: [Range<usize>; 2],
    /// Players named in brackets after a side's score, each with the number of the side.
    pub players: Vec<(Range<usize>, usize)>,
    /// Whether the contest is still to come.
    pub is_fixture: bool,
}

/// PLOVER's sector of a team: none of its own.
pub const SECTOR: &str = "UNA";
/// Longer sentences are no such lines.
const MAX_LINE: usize = 100;
/// Words of a team's name: "West Bromwich Albion".
const MAX_NAME: usize = 4;
/// A number above this is no score of a game: "Airbus 320 Boeing 737".
const MAX_SCORE: u32 = 199;

/// The result or fixture that the whole sentence is; `None` for any other sentence.
///
/// "Leeds 2 Derby 1", "Leeds 2 - 1 Derby", "Hove: Sussex 363 (W. Athey 111), Kent 197-8", where the models or the tables vouch for one of the two names as
/// a place or an organisation; "Matthew 5 Luke 6" and "Windows 11 Office 365" have no such witness.
pub fn line(tokens: &[Token], names: &[Name], knowledge: &Knowledge) -> Option<Line> {
    if !(3..=MAX_LINE).contains(&tokens.len()) {
        return None;
    }
    let reader = Reader { tokens, names, knowledge };
    reader.fixture().or_else(|| reader.result())
}

struct Reader<'s, 't> {
    tokens: &'s [Token<'t>],
    names: &'s [Name],
    knowledge: &'s Knowledge,
}

impl Reader<'_, '_> {
    /// "CHICAGO AT TORONTO": two places, one at the other, and nothing else.
    fn fixture(&self) -> Option<Line> {
        let is_place = |range: &Range<usize>| {
            let mut named = self.names.iter().filter(|name| name.kind == NameKind::Place);
            named.any(|name| name.start == range.start && name.end == range.end) && !self.is_country(range)
        };
        let at = self.tokens.iter().position(|token| token.lower == "at")?;
        let is_shouted = self.tokens.iter().all(|token| token.text.chars().all(|c| !c.is_lowercase()));
        let sides = [0..at, at + 1..self.tokens.len()];
        let is_fixture = is_shouted && sides.iter().all(|side| !side.is_empty() && is_place(side));
        is_fixture.then_some(Line { sides, players: Vec::new(), is_fixture })
    }

    fn result(&self) -> Option<Line> {
        // "Hove: Sussex 363", "London (The Oval): Surrey 429"
        let venue = self.tokens.iter().take(8).position(|token| token.text == ":").map_or(0, |colon| colon + 1);
        let first = self.name_at(venue)?;
        let (score, mut at) = self.score_at(first.end)?;
        let mut players = self.players_at(&mut at, 0);
        let mut has_innings = score == Score::Innings || self.more_innings(&mut at);
        at += usize::from(self.is(at, ","));
        let second = self.name_at(at)?;
        let mut is_high = score == Score::High;
        // "Leeds 2 - 1 Derby"
        let mut end = second.end;
        if score != Score::Both {
            let (score, after) = self.score_at(second.end).filter(|(score, _)| *score != Score::Both)?;
            end = after;
            players.extend(self.players_at(&mut end, 1));
            has_innings |= score == Score::Innings || self.more_innings(&mut end);
            is_high |= score == Score::High;
        }
        // Innings run high: "Derbyshire 471 (J. Adams 123)".
        let is_game = !is_high || has_innings || !players.is_empty();
        let sides = [first, second];
        let is_line = is_game && self.is_closed(end) && self.has_witness(&sides);
        is_line.then_some(Line { sides, players, is_fixture: false })
    }

    fn is(&self, at: usize, text: &str) -> bool {
        self.tokens.get(at).is_some_and(|token| token.text == text)
    }

    /// Capitalised words in a row, initials and hyphens with them.
    fn name_at(&self, start: usize) -> Option<Range<usize>> {
        let mut end = start;
        while let Some(token) = self.tokens.get(end)
            && (token.is_word() && token.is_capitalised() && token.tag != Tag::Num
                || end > start && matches!(token.plain.as_ref(), "-" | "'" | "." | "'s" | "&"))
        {
            end += 1;
        }
        (start < end && end - start <= MAX_NAME).then_some(start..end)
    }

    fn number_at(&self, at: usize) -> Option<u32> {
        self.tokens.get(at).and_then(|token| token.text.parse().ok())
    }

    /// A side's score and the token after it: "2", "183 and 185-6", "22 points"; of both sides "2 - 1" before a name.
    fn score_at(&self, start: usize) -> Option<(Score, usize)> {
        let first = self.number_at(start)?;
        let mut at = self.past_number(start);
        if at > start + 1 && self.name_at(at).is_some() {
            return Some((Score::Both, at));
        }
        if self.more_innings(&mut at) {
            return Some((Score::Innings, at));
        }
        at += usize::from(self.tokens.get(at).is_some_and(|token| matches!(token.lower.as_str(), "points" | "pts")));
        Some((if first > MAX_SCORE { Score::High } else { Score::Plain }, at))
    }

    /// The token after "197" or "197-8".
    fn past_number(&self, at: usize) -> usize {
        let is_dash = self.tokens.get(at + 1).is_some_and(|token| matches!(token.plain.as_ref(), "-" | ":"));
        if is_dash && self.number_at(at + 2).is_some() { at + 3 } else { at + 1 }
    }

    /// "and 185-6"
    fn more_innings(&self, at: &mut usize) -> bool {
        let has_more = self.is(*at, "and") && self.number_at(*at + 1).is_some();
        if has_more {
            *at = self.past_number(*at + 1);
        }
        has_more
    }

    /// "(W. Athey 111, V. Drakes 52; I. Austin 4-37)": those of the side itself, with numbers; after a semicolon stand the other's.
    fn players_at(&self, at: &mut usize, side: usize) -> Vec<(Range<usize>, usize)> {
        let mut players = Vec::new();
        let Some(close) = (*at..self.tokens.len()).find(|&i| self.is(i, ")")).filter(|_| self.is(*at, "(")) else {
            return players;
        };
        let mut next = *at + 1;
        *at = close + 1;
        while let Some(name) = self.name_at(next).filter(|name| self.number_at(name.end).is_some()) {
            next = (name.end..close).find(|&i| matches!(self.tokens[i].text, "," | ";")).map_or(close, |i| i + 1);
            players.push((name, side));
            if self.is(next - 1, ";") {
                break;
            }
        }
        players
    }

    /// Nothing but brackets and a full stop from here on.
    fn is_closed(&self, from: usize) -> bool {
        let rest = &self.tokens[from..];
        rest.is_empty() || rest[0].text == "(" || rest.len() == 1 && rest[0].text == "."
    }

    fn has_witness(&self, sides: &[Range<usize>; 2]) -> bool {
        let is_team = |side: &Range<usize>| {
            let overlaps = |name: &&Name| name.start < side.end && side.start < name.end;
            let is_named = |name: &Name| matches!(name.kind, NameKind::Place | NameKind::Organisation);
            self.names.iter().filter(overlaps).any(is_named)
                || matches!(self.known(side), Some((Known::Group(_), _)))
                || self.knowledge.words.not_names.get(self.tokens[side.start].plain.as_ref()) == Some(&NotName::Place)
        };
        let is_other = |side: &Range<usize>| {
            let kind = self.knowledge.words.not_names.get(self.tokens[side.start].plain.as_ref());
            let is_person =
                |name: &Name| name.kind == NameKind::Person && name.start <= side.start && side.end <= name.end;
            kind.is_some_and(|kind| *kind != NotName::Place) || self.names.iter().any(is_person)
        };
        sides.iter().any(is_team) && !sides.iter().any(is_other)
    }

    fn known(&self, side: &Range<usize>) -> Option<(Known, FormKind)> {
        let pieces = self.tokens[side.clone()].iter().map(|token| token.plain.as_ref().into());
        let (len, form) = self.knowledge.names.forms.longest(pieces)?;
        (len == side.len()).then_some((form.known, form.kind))
    }

    fn is_country(&self, side: &Range<usize>) -> bool {
        matches!(self.known(side), Some((Known::Country(_), kind)) if kind != FormKind::Seat)
    }
}

/// What stands after a name of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Score {
    /// "2"
    Plain,
    /// More than games have, unless it is cricket.
    High,
    /// "183 and 185-6"
    Innings,
    /// "2 - 1", of this side and the next.
    Both,
}

/// Whether what the sentence says of a place makes it a team: it beats, draws with or loses to another name, has a match against it, or
/// has a player. "Somerset beat Kent", "a match against Kent", "the Kent batsman Rob Key". A name that the models take for
/// a person's is a team's where points or a season are told of.
pub fn plays(tokens: &[Token], name: &Name, knowledge: &Knowledge) -> bool {
    let is_game = || tokens.iter().any(|token| knowledge.words.is_in_class("GAME", &token.lemma));
    if name.kind != NameKind::Place && !is_game() {
        return false;
    }
    let top = places::head_of(tokens, name.start, name.end);
    let Some(head) = tokens[top].head else { return false };
    let predicates = &knowledge.predicates;
    let is_contest = |entry: usize| {
        let entry = &predicates.entries[entry];
        let is_group = |kinds: &[ActorKind]| kinds == [ActorKind::Group];
        entry.relation == RelationType::RivalOf && is_group(&entry.subject) && is_group(&entry.object)
    };
    let has_case = |noun: usize, word: &str| {
        let is_case =
            |token: &Token| token.head == Some(noun) && token.relation == Relation::Case && token.lower == word;
        tokens.iter().any(is_case)
    };
    let relation = tokens[top].relation;
    // "England beat the odds": the other side of the verb is a name too.
    let has_other = || {
        tokens.iter().enumerate().any(|(i, token)| {
            i != top
                && token.head == Some(head)
                && token.tag == Tag::Propn
                && matches!(
                    token.relation,
                    Relation::Nsubj | Relation::NsubjPass | Relation::Obj | Relation::Obl | Relation::OblAgent
                )
        })
    };
    let patterns = predicates.verbs.get(&tokens[head].lemma).filter(|_| tokens[head].tag == Tag::Verb);
    let of_verb = patterns.into_iter().flatten().filter(|pattern| is_contest(pattern.entry)).any(|pattern| {
        match (relation, pattern.rest.as_slice()) {
            (Relation::Nsubj | Relation::NsubjPass, _) => true,
            (Relation::Obj, []) | (Relation::OblAgent, []) => true,
            (Relation::Obl, [word]) => has_case(top, word),
            _ => false,
        }
    });
    let patterns = |table: &crate::knowledge::phrase::Phrases<Vec<NounPattern>>| -> Vec<NounPattern> {
        table.get(&tokens[head].lower).cloned().unwrap_or_default()
    };
    let of_noun = || {
        patterns(&predicates.nouns).iter().any(|pattern| {
            is_contest(pattern.entry) && relation == Relation::Nmod && has_case(top, &pattern.preposition)
        })
    };
    let is_player = |pattern: &NounPattern| {
        let entry = &predicates.entries[pattern.entry];
        let is_of_team = entry.object_sector.as_deref() == Some(SECTOR)
            || entry.relation == RelationType::AffiliatedWith && entry.object == [ActorKind::Group, ActorKind::Country];
        is_of_team && entry.subject == [ActorKind::Person]
    };
    let of_player = || relation == Relation::Compound && patterns(&predicates.roles).iter().any(is_player);
    of_verb && has_other() || of_noun() || of_player()
}
