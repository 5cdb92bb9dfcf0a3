//! Titles in a text: "former Deputy Prime Minister", "ex-leader", "chief executive".

use std::borrow::Cow;

use crate::knowledge::Knowledge;
use crate::knowledge::offices::{ModifierEffect, Office};
use crate::language::Token;
use crate::ontology::RelationType;

/// A title of the tables in a sentence, with its modifiers: "former deputy prime minister".
#[derive(Debug, Clone, Copy)]
pub struct Title<'k> {
    /// First token, modifiers included.
    pub start: usize,
    /// Token after the title.
    pub end: usize,
    /// What the tables say of it.
    pub office: &'k Office,
    /// Whether the office has ended, has begun or is to come.
    pub term: Term,
    /// Whether a modifier makes the head a helper: "deputy", "vice".
    pub is_helper: bool,
}

/// When an office is held, as its modifiers say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Term {
    /// No modifier says otherwise.
    Current,
    /// "former", "ex-".
    Former,
    /// "-elect", "designate".
    Planned,
}

/// Most modifiers that a title takes: "former acting deputy".
const MAX_MODIFIERS: usize = 3;

/// The longest title that starts at `i`, with modifiers.
pub fn title_at<'k>(tokens: &[Token], i: usize, knowledge: &'k Knowledge) -> Option<Title<'k>> {
    let lower = |from: usize| tokens[from..].iter().map(|token| Cow::Borrowed(token.lower.as_str()));
    let mut effects: Vec<ModifierEffect> = Vec::new();
    let mut has_ordinal = false;
    let mut at = i;
    for _ in 0..=MAX_MODIFIERS {
        if at >= tokens.len() {
            return None;
        }
        let modifier = modifier_at(tokens, at, knowledge);
        let title = knowledge.offices.titles.longest(lower(at));
        // "deputy minister" is a minister with a modifier, though "deputy" alone is a title too.
        let reach = |from: usize| {
            knowledge.offices.titles.longest(lower(from.min(tokens.len()))).map_or(0, |(len, _)| from + len)
        };
        let is_modified = modifier.is_some_and(|(end, _)| reach(end) > title.map_or(0, |(len, _)| at + len));
        if let Some((len, office)) = title.filter(|_| !is_modified) {
            // "president-elect"
            let joined = knowledge
                .offices
                .modifiers
                .longest(lower(at + len))
                .filter(|_| tokens.get(at + len).is_some_and(|t| t.plain == "-"));
            effects.extend(joined.map(|(_, effect)| *effect));
            let end = at + len + joined.map_or(0, |(len, _)| len);
            return Some(Title {
                start: i,
                end,
                office,
                term: term(&effects),
                // A third secretary helps, the third president does not.
                is_helper: effects.contains(&ModifierEffect::Serves)
                    || has_ordinal && office.relation != Some(RelationType::Leads),
            });
        }
        let (end, effect) = modifier?;
        match tokens[at].lower.as_str() {
            "second" | "third" => has_ordinal = true,
            _ => effects.push(effect),
        }
        at = end;
    }
    None
}

/// The modifier at `at` and the token after it and its hyphen.
fn modifier_at(tokens: &[Token], at: usize, knowledge: &Knowledge) -> Option<(usize, ModifierEffect)> {
    let lower = tokens[at..].iter().map(|token| Cow::Borrowed(token.lower.as_str()));
    let (len, effect) = knowledge.offices.modifiers.longest(lower)?;
    let has_hyphen = tokens.get(at + len).is_some_and(|token| token.plain == "-");
    Some((at + len + usize::from(has_hyphen), *effect))
}

fn term(effects: &[ModifierEffect]) -> Term {
    if effects.contains(&ModifierEffect::Former) {
        Term::Former
    } else if effects.contains(&ModifierEffect::Planned) {
        Term::Planned
    } else {
        Term::Current
    }
}

/// The title that ends right before `name_start`, with all its modifiers.
pub fn title_before<'k>(tokens: &[Token], name_start: usize, knowledge: &'k Knowledge) -> Option<Title<'k>> {
    (name_start.saturating_sub(8)..name_start)
        .filter_map(|at| title_at(tokens, at, knowledge))
        .find(|title| title.end == name_start && !title.office.is_plural)
}

/// The title in an apposition after a name: "X, the head of", "X, Iran's foreign minister", "X (president of".
pub fn title_after<'k>(tokens: &[Token], name_end: usize, knowledge: &'k Knowledge) -> Option<Title<'k>> {
    if !matches!(tokens.get(name_end)?.text, "," | "(") {
        return None;
    }
    (name_end + 1..(name_end + 7).min(tokens.len()))
        .take_while(|&at| !matches!(tokens[at].text, "," | "." | ")" | ";" | "of" | "and"))
        .find_map(|at| title_at(tokens, at, knowledge))
        .filter(|title| !title.office.is_plural)
}
