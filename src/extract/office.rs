//! Titles in a text: "former Deputy Prime Minister", "ex-leader", "chief executive".

use std::borrow::Cow;

use crate::knowledge::Knowledge;
use crate::knowledge::offices::{ModifierEffect, Office};
use crate::language::Token;

/// A title with its modifiers.
#[derive(Debug, Clone, Copy)]
pub struct Title<'k> {
    /// First token, modifiers included.
    pub start: usize,
    /// Token after the title.
    pub end: usize,
    /// What the tables say of it.
    pub office: &'k Office,
    /// What the strongest modifier does: former before planned before serves.
    pub effect: ModifierEffect,
}

/// Most modifiers that a title takes: "former acting deputy".
const MAX_MODIFIERS: usize = 3;

/// The longest title that starts at `i`, with modifiers.
pub fn title_at<'k>(tokens: &[Token], i: usize, knowledge: &'k Knowledge) -> Option<Title<'k>> {
    let lower = |from: usize| tokens[from..].iter().map(|token| Cow::Borrowed(token.lower.as_str()));
    let mut effect = ModifierEffect::Keeps;
    let mut at = i;
    for _ in 0..=MAX_MODIFIERS {
        if at >= tokens.len() {
            return None;
        }
        if let Some((len, office)) = knowledge.offices.titles.longest(lower(at)) {
            let (end, after) = modifier_after(tokens, at + len, knowledge);
            return Some(Title { start: i, end, office, effect: stronger(effect, after) });
        }
        let (len, modifier) = knowledge.offices.modifiers.longest(lower(at))?;
        effect = stronger(effect, *modifier);
        at += len;
        at += usize::from(tokens.get(at).is_some_and(|token| token.text == "-"));
    }
    None
}

/// "president-elect", "minister-designate".
fn modifier_after(tokens: &[Token], end: usize, knowledge: &Knowledge) -> (usize, ModifierEffect) {
    let is_joined = tokens.get(end).is_some_and(|token| token.text == "-");
    let modifier = tokens.get(end + 1).and_then(|token| knowledge.offices.modifiers.get(&token.lower));
    match modifier {
        Some(effect) if is_joined => (end + 2, *effect),
        _ => (end, ModifierEffect::Keeps),
    }
}

fn stronger(a: ModifierEffect, b: ModifierEffect) -> ModifierEffect {
    use ModifierEffect::*;
    [Former, Planned, Serves].into_iter().find(|effect| a == *effect || b == *effect).unwrap_or(Keeps)
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
