//! Cuts a text into sentences of tokens.
//!
//! A full stop ends a sentence unless it belongs to an abbreviation or initial, or the text goes on in lower case; a
//! blank line always ends one, a single line break unless the line was merely wrapped.

use crate::knowledge::cut::cut;
use crate::knowledge::words::{Abbreviation, NotName, Words};

use super::sentence::{Sentence, Span, Token};

/// A sentence is cut at so many tokens, so that what reads it stays linear in the length of any text.
const MAX_TOKENS: usize = 300;

/// The sentences of a text, in order.
pub fn segment<'t>(text: &'t str, words: &Words) -> Vec<Sentence<'t>> {
    let tokens: Vec<Token> = cut(text).into_iter().map(|(start, end)| Token::at(text, Span { start, end })).collect();
    let mut sentences = Vec::new();
    let mut paragraph = 0;
    let mut first = 0;
    for i in 0..tokens.len() {
        let gap = tokens.get(i + 1).map_or("", |next| &text[tokens[i].span.end..next.span.start]);
        let is_blank_line = gap.matches('\n').count() > 1;
        let is_last = i + 1 == tokens.len();
        let is_endless = i + 1 - first >= MAX_TOKENS;
        if is_last
            || is_endless
            || is_blank_line
            || ends_line(text, &tokens, first, i, gap)
            || ends_sentence(&tokens, i, gap, words)
        {
            let span = Span { start: tokens[first].span.start, end: tokens[i].span.end };
            sentences.push(Sentence { span, tokens: tokens[first..=i].to_vec(), paragraph });
            first = i + 1;
        }
        paragraph += usize::from(is_blank_line);
    }
    sentences
}

/// A program wraps a line, in bytes, before the word that would make it longer than this; a shorter one ends by itself.
const WRAP_WIDTH: usize = 70;

/// Whether a single line break after token `i` ends a sentence: headings and list items do, wrapped lines do not.
fn ends_line(text: &str, tokens: &[Token], first: usize, i: usize, gap: &str) -> bool {
    if !gap.contains('\n') {
        return false;
    }
    let next = &tokens[i + 1];
    let line_start = text[..tokens[i].span.end].rfind('\n').map_or(0, |at| at + 1).min(tokens[i].span.start);
    let line_len = tokens[i].span.end - line_start.max(tokens[first].span.start.min(line_start));
    let next_word = text[next.span.start..].split(char::is_whitespace).next().map_or(0, str::len);
    let is_item = matches!(next.text, "-" | "\u{2013}" | "\u{2014}" | "\u{2022}" | "*" | "\u{b7}");
    is_item || line_len + 1 + next_word <= WRAP_WIDTH && !next.text.starts_with(char::is_lowercase)
}

/// Whether a full stop, or a closing mark after one, ends a sentence at token `i`.
fn ends_sentence(tokens: &[Token], i: usize, gap: &str, words: &Words) -> bool {
    let Some(next) = tokens.get(i + 1) else { return true };
    if gap.is_empty() || next.text.starts_with(char::is_lowercase) {
        return false;
    }
    let is_closing = |token: &Token| token.is_quote() || matches!(token.text, ")" | "]" | "'" | "\u{2019}");
    // A closing mark touches what it closes; an opening one stands off.
    let mut stop = i;
    while stop > 0 && is_closing(&tokens[stop]) && tokens[stop].span.start == tokens[stop - 1].span.end {
        stop -= 1;
    }
    match tokens[stop].text {
        "!" | "?" | "\u{2026}" => true,
        "." => stop == 0 || !is_abbreviated(tokens, stop, next, words),
        // After dots in the middle of a sentence the text goes on as often as not.
        text if text.starts_with("..") => true,
        text if text.ends_with('.') && text.len() > 1 => stop == i && may_start_sentence(next, words),
        _ => false,
    }
}

/// Whether the dot at `dot` belongs to the word before it, and no sentence ends there.
fn is_abbreviated(tokens: &[Token], dot: usize, next: &Token, words: &Words) -> bool {
    let word = &tokens[dot - 1];
    if word.span.end != tokens[dot].span.start {
        return false;
    }
    let is_initial = word.text.chars().count() == 1 && word.is_capitalised() && word.text != "I";
    match words.abbreviations.get(&format!("{}.", word.plain)) {
        Some(Abbreviation::Inner) => {
            // "No." before anything but a number is an answer.
            !matches!(word.plain.as_ref(), "No" | "Art" | "Fig" | "p")
                || next.text.starts_with(|c: char| c.is_ascii_digit())
        }
        Some(Abbreviation::MayEnd) => !may_start_sentence(next, words),
        None => is_initial && next.is_capitalised(),
    }
}

/// Whether a sentence is likely to start with this word rather than a name to go on with it.
fn may_start_sentence(next: &Token, words: &Words) -> bool {
    next.is_quote()
        || words.class(&next.lower).is_some()
        || words.not_names.get(&next.plain).is_some_and(|kind| matches!(kind, NotName::Word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Knowledge;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::built_in().unwrap());

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> =
            segment(text, &KNOWLEDGE.words).iter().map(|s| &text[s.span.start..s.span.end]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_full_stop_ends_a_sentence_and_an_abbreviation_does_not() {
        check("Gen. Smith met Mr. Jones. They left.", &["Gen. Smith met Mr. Jones.", "They left."]);
        check("The U.S. Senate voted. It was late.", &["The U.S. Senate voted.", "It was late."]);
        check("He flew to the U.S. The trip was short.", &["He flew to the U.S.", "The trip was short."]);
        check("J. K. Doe won.", &["J. K. Doe won."]);
        check("It cost 4.5 million. No. 10 declined.", &["It cost 4.5 million.", "No. 10 declined."]);
    }

    #[test]
    fn closing_quotes_belong_to_the_sentence_that_they_close() {
        check("\u{201c}We won.\u{201d} He left.", &["\u{201c}We won.\u{201d}", "He left."]);
        check("\"Who won?\" she asked.", &["\"Who won?\" she asked."]);
    }

    #[test]
    fn headings_stand_alone_and_wrapped_lines_go_on() {
        check("Talks fail\nIran left.", &["Talks fail", "Iran left."]);
        check(
            "The ministers of the two countries met again for a long second day of talks in\nVienna and agreed.",
            &["The ministers of the two countries met again for a long second day of talks in\nVienna and agreed."],
        );
        check("One line\n\nand another", &["One line", "and another"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn tokens_and_gaps_rebuild_any_text(text in "(\\PC|[ \n.'\u{2019}\"-]){0,80}") {
            let mut end = 0;
            for sentence in segment(&text, &KNOWLEDGE.words) {
                for token in &sentence.tokens {
                    prop_assert!(text[end..token.span.start].chars().all(char::is_whitespace));
                    prop_assert_eq!(token.text, &text[token.span.start..token.span.end]);
                    end = token.span.end;
                }
            }
            prop_assert!(text[end..].chars().all(char::is_whitespace));
        }
    }
}
