//! Cuts a text into sentences of bare tokens.
//!
//! A full stop that is a token of its own ends a sentence, for those of abbreviations and initials belong to their
//! words; after an abbreviation that may end one, the next word decides. A blank line always ends a sentence, a single
//! line break unless the line was merely wrapped. Every rule looks at a bounded number of tokens around the place.

use crate::knowledge::cut::cut;
use crate::knowledge::words::{Abbreviation, NotName, Words};

use super::sentence::{Sentence, Span, Token};

/// A sentence is cut at so many tokens, so that what reads it stays linear in the length of any text.
const MAX_TOKENS: usize = 200;

/// The sentences of a text, in order.
pub fn segment<'t>(text: &'t str, words: &Words) -> Vec<Sentence<'t>> {
    let tokens: Vec<Token> = cut(text).into_iter().map(|(start, end)| Token::at(text, Span { start, end })).collect();
    let cuts = sentence_ends(text, &tokens, words);
    let mut tokens = tokens.into_iter();
    let sentence = |(len, paragraph)| {
        let tokens: Vec<Token> = tokens.by_ref().take(len).collect();
        let (first, last) = (tokens.first()?, tokens.last()?);
        Some(Sentence {
            span: Span { start: first.span.start, end: last.span.end },
            tokens,
            names: Vec::new(),
            paragraph,
        })
    };
    cuts.into_iter().filter_map(sentence).collect()
}

/// How many tokens each sentence has, and the number of its paragraph.
fn sentence_ends(text: &str, tokens: &[Token], words: &Words) -> Vec<(usize, usize)> {
    let mut ends = Vec::new();
    let (mut first, mut paragraph) = (0, 0);
    for i in 0..tokens.len() {
        let gap = tokens.get(i + 1).map_or("", |next| &text[tokens[i].span.end..next.span.start]);
        let is_blank_line = gap.matches('\n').count() > 1;
        let place = Place { text, tokens, first, i, gap, words };
        let is_endless = i + 1 - first >= MAX_TOKENS;
        if i + 1 == tokens.len() || is_blank_line || is_endless || place.ends_line() || place.ends_sentence() {
            ends.push((i + 1 - first, paragraph));
            first = i + 1;
        }
        paragraph += usize::from(is_blank_line);
    }
    ends
}

/// A program wraps a line, in bytes, before the word that would make it longer than this; a shorter one ends by itself.
const WRAP_WIDTH: usize = 70;

/// So many closing marks after a full stop are looked through.
const MAX_CLOSING: usize = 6;

/// The place after token `i`, where another token follows, in the sentence that starts with token `first`.
struct Place<'a> {
    text: &'a str,
    tokens: &'a [Token<'a>],
    first: usize,
    i: usize,
    /// The white space between token `i` and the next.
    gap: &'a str,
    words: &'a Words,
}

impl Place<'_> {
    fn next(&self) -> &Token<'_> {
        &self.tokens[self.i + 1]
    }

    /// Whether a single line break ends a sentence: headings and list items do, wrapped lines do not.
    fn ends_line(&self) -> bool {
        if !self.gap.contains('\n') {
            return false;
        }
        let (token, next) = (&self.tokens[self.i], self.next());
        let line_start = self.text[..token.span.end].rfind('\n').map_or(0, |at| at + 1).min(token.span.start);
        let line_len = token.span.end - line_start;
        let next_word = self.text[next.span.start..].split(char::is_whitespace).next().map_or(0, str::len);
        let is_item = is_bullet(next) || (is_dash(next) && next.text != "--") || next.text == "*";
        is_item || line_len + 1 + next_word <= WRAP_WIDTH && !next.text.starts_with(char::is_lowercase)
    }

    /// Whether a full stop, or a closing mark after one, ends a sentence.
    fn ends_sentence(&self) -> bool {
        let next = self.next();
        if is_bullet(next) || is_rule(next) || self.ends_message_head() {
            return self.i > self.first;
        }
        // A footnote or a face after the stop: "He left. [2] She stayed."
        if self.gap.is_empty() {
            return self.lacks_space();
        }
        if goes_on(next) || self.is_note(self.i + 1) || is_face(next) || self.is_wordless() {
            return false;
        }
        let stop = self.stop();
        let is_closed = stop < self.i;
        let mark = &self.tokens[stop];
        // “It is a long game.” — Jo Bloggs
        if is_closed && is_dash(next) {
            return false;
        }
        if next.text.starts_with(char::is_lowercase) {
            return !is_closed && self.ends_before_lower_case(mark.text);
        }
        match mark.text {
            "." => !self.is_item_number(stop) && !self.is_unknown_abbreviation(stop),
            text if is_question(text) => !(is_closed && self.is_reported()),
            // After dots in the middle of a sentence the text goes on as often as not.
            text if text.starts_with("..") || text.starts_with('\u{2026}') => true,
            text if text.ends_with('.') => !is_closed && self.ends_with_abbreviation(mark),
            _ => self.ends_with_address() || is_rule(mark),
        }
    }

    /// "We left.The food was cold": the white space is missing, as where lines were joined; not "Amazon.Com", "Yahoo!Inc".
    fn lacks_space(&self) -> bool {
        let (mark, next) = (&self.tokens[self.i], self.next());
        let word = (self.i > self.first).then(|| &self.tokens[self.i - 1]);
        matches!(mark.text, "." | "!" | "?")
            && next.is_capitalised()
            && next.text.chars().nth(1).is_none_or(char::is_lowercase)
            && word.is_some_and(|word| word.text.len() > 2 && word.text.chars().all(char::is_lowercase))
            && (self.words.class(&next.lower).is_some() || self.is_plain_word(next))
    }

    /// Whether the sentence has only marks so far: "[...] Then they left."
    fn is_wordless(&self) -> bool {
        const REACH: usize = 4;
        let tokens = &self.tokens[self.first..=self.i];
        tokens.len() <= REACH && !tokens.iter().any(Token::is_word) && !is_rule(&self.tokens[self.i])
    }

    /// The mark that may end the sentence: the last token, or the one that closing quotation marks, brackets, notes and
    /// faces after it belong to.
    fn stop(&self) -> usize {
        let mut at = self.i;
        for _ in 0..MAX_CLOSING {
            if at <= self.first {
                break;
            }
            let touches = self.tokens[at].span.start == self.tokens[at - 1].span.end;
            if at >= self.first + 3 && self.is_note(at - 2) {
                at -= 3;
            } else if is_closing(&self.tokens[at]) && touches {
                at -= 1;
            } else if is_face(&self.tokens[at]) && is_final(&self.tokens[at - 1]) {
                return at - 1;
            } else {
                break;
            }
        }
        at
    }

    /// "[12]" from this token on.
    fn is_note(&self, at: usize) -> bool {
        let text = |at: usize| self.tokens.get(at).map_or("", |token| token.text);
        text(at) == "[" && text(at + 2) == "]" && text(at + 1).bytes().all(|b| b.is_ascii_digit())
    }

    /// "We left. the food was cold": people who write so end their sentences all the same, but "Yahoo! said".
    fn ends_before_lower_case(&self, mark: &str) -> bool {
        let word = (self.i > self.first).then(|| &self.tokens[self.i - 1]);
        if self.is_item_number(self.i) || self.is_unknown_abbreviation(self.i) {
            return false;
        }
        match mark {
            "." => word.is_some_and(|word| {
                word.text.len() > 1 || !word.text.starts_with(|c: char| c.is_alphabetic() || c == '.')
            }),
            "!" | "?" => word.is_none_or(|word| !word.is_capitalised()),
            _ => is_question(mark),
        }
    }

    /// "3." or "IV." at the start of a sentence is the number of a list's item.
    fn is_item_number(&self, stop: usize) -> bool {
        let is_roman = |token: &Token| token.text.bytes().all(|b| b"IVX".contains(&b));
        let is_number = |token: &Token| {
            token.text.len() <= 5 && (token.text.starts_with(|c: char| c.is_ascii_digit()) || is_roman(token))
        };
        let is_mark = |at: usize| matches!(self.tokens[at].text, "*" | "(" | "#");
        stop == self.first + 1 && is_number(&self.tokens[self.first])
            || stop == self.first + 2 && is_number(&self.tokens[self.first + 1]) && is_mark(self.first)
    }

    /// "Act 3, Sc. 2", "Ph. (03) 9221": no vowel, and no capitalised word follows.
    fn is_unknown_abbreviation(&self, stop: usize) -> bool {
        if stop == self.first {
            return false;
        }
        if self.is_own_abbreviation(stop) {
            return true;
        }
        if self.next().is_capitalised() || self.next().is_quote() {
            return false;
        }
        let word = &self.tokens[stop - 1];
        let is_short = (2..=4).contains(&word.text.len()) && word.text.bytes().all(|b| b.is_ascii_alphabetic());
        let is_lower = word.text.bytes().skip(1).all(|b| b.is_ascii_lowercase());
        is_short && is_lower && !word.lower.contains(['a', 'e', 'i', 'o', 'u', 'y'])
    }

    /// An abbreviation of a user's own table, whose dot is a token: those of the built-in one keep theirs.
    fn is_own_abbreviation(&self, stop: usize) -> bool {
        let word = &self.tokens[stop - 1];
        let kind = self.words.abbreviations.get(&format!("{}.", word.plain));
        match kind.filter(|_| word.span.end == self.tokens[stop].span.start) {
            Some(Abbreviation::Inner) => true,
            // "etc." and "mph." give up their dot only at the end of a sentence.
            Some(Abbreviation::MayEnd) => word.is_capitalised() && !self.may_start_sentence(),
            Some(Abbreviation::BeforeNumber) => self.next().text.starts_with(|c: char| c.is_ascii_digit()),
            None => false,
        }
    }

    /// "in the U.S. The trip", not "the U.S. Senate"; never after "Gen.".
    fn ends_with_abbreviation(&self, abbreviation: &Token) -> bool {
        let kind = self.words.abbreviations.get(abbreviation.plain.as_ref());
        let is_initial = kind.is_none() && abbreviation.text.len() == 2;
        kind != Some(&Abbreviation::Inner) && !is_initial && (self.may_start_sentence() || self.ends_with_hour())
    }

    /// "He left at 10 p.m. Biden stayed", not "at 10 p.m. Tuesday", "at 10 p.m. ET", "At 10 p.m. Biden left".
    fn ends_with_hour(&self) -> bool {
        const OPENING: usize = 6;
        let next = self.next();
        let after = self.tokens.get(self.i + 2).map_or("", |token| token.lower.as_str());
        matches!(self.tokens[self.i].lower.as_str(), "a.m." | "p.m.")
            && self.i >= self.first + OPENING
            && next.is_capitalised()
            && next.text.chars().any(char::is_lowercase)
            && self.words.not_names.get(&next.plain) != Some(&NotName::Time)
            && !self.words.is_in_class("ZONE", &next.lower)
            && !matches!(after, "time" | "standard" | "daylight" | "-")
    }

    /// Whether a sentence is likely to start with the next word rather than a name to go on with it.
    fn may_start_sentence(&self) -> bool {
        let next = self.next();
        let after = self.tokens.get(self.i + 2);
        if next.is_quote() {
            return after.is_some_and(Token::is_capitalised);
        }
        if !next.is_capitalised() || (next.text.len() > 1 && next.text.chars().all(char::is_uppercase)) {
            return false;
        }
        // "the U.N. Security Council", "the U.S. Trade and Development Agency" but "the U.N. Officials said"
        self.words.class(&next.lower).is_some()
            || self.is_plain_word(next)
                && after
                    .is_some_and(|token| !token.is_capitalised() && !matches!(token.text, "and" | "of" | "for" | "&"))
    }

    /// “Who won?” White House spokesman Jo Bloggs asked: names and nouns up to a verb of saying.
    fn is_reported(&self) -> bool {
        const REACH: usize = 9;
        let next = self.next();
        if !next.is_capitalised() || self.words.class(&next.lower).is_some() || self.is_plain_word(next) {
            return false;
        }
        let tail = &self.tokens[self.i + 2..self.tokens.len().min(self.i + 1 + REACH)];
        let goes_on = |token: &&Token| {
            token.is_capitalised()
                || matches!(token.plain.as_ref(), "-" | "'s" | "'" | "of")
                || token.is_word()
                    && self.words.class(&token.lower).is_none()
                    && !self.words.verb_forms.contains_key(&token.lower)
        };
        let n_names = tail.iter().take_while(goes_on).count();
        tail.get(n_names).is_some_and(|verb| self.is_saying(verb))
    }

    /// An ordinary word that starts sentences: "Officials".
    fn is_plain_word(&self, token: &Token) -> bool {
        self.words.not_names.get(&token.plain) == Some(&NotName::Word)
    }

    fn is_saying(&self, verb: &Token) -> bool {
        let forms = self.words.verb_forms.get(&verb.lower);
        forms.is_some_and(|forms| forms.iter().any(|(lemma, _)| self.words.saying_verbs.contains_key(lemma)))
    }

    /// A link at the end of a sentence, which takes no full stop, or one of several.
    fn ends_with_address(&self) -> bool {
        is_link(&self.tokens[self.i]) && (self.next().is_capitalised() || is_link(self.next()))
    }

    /// Before and after the time in the head of a message: "Jo Bloggs 01/26/2001 09:37 AM We met."
    fn ends_message_head(&self) -> bool {
        let text = |at: usize| self.tokens.get(at).map_or("", |token| token.text);
        let is_stamp = |at: usize| text(at).matches('/').count() == 2 && text(at + 1).contains(':');
        let starts = |at: usize| text(at).starts_with(|c: char| c.is_ascii_digit()) && is_stamp(at);
        if starts(self.i + 1) {
            return self.tokens[self.i].is_capitalised() || self.tokens[self.i].text.contains('@');
        }
        let is_half = matches!(text(self.i), "AM" | "PM");
        let date = self.i.checked_sub(1 + usize::from(is_half));
        self.next().is_capitalised()
            && !matches!(self.next().text, "AM" | "PM")
            && date.is_some_and(|date| date >= self.first && starts(date))
    }
}

fn is_bullet(token: &Token) -> bool {
    matches!(token.text, "\u{2022}" | "\u{b7}" | "\u{25cf}" | "\u{25aa}" | "\u{25a0}")
}

fn is_dash(token: &Token) -> bool {
    matches!(token.text, "-" | "\u{2013}" | "\u{2014}" | "--")
}

/// A line drawn with marks between two parts of a text.
fn is_rule(token: &Token) -> bool {
    token.text.len() > 4 && token.text.starts_with(['-', '=', '_', '*', '~'])
}

fn is_link(token: &Token) -> bool {
    token.text.starts_with("http") && token.text.contains("://") || token.text.starts_with("www.")
}

fn is_closing(token: &Token) -> bool {
    token.is_quote() || matches!(token.text, ")" | "]" | "}" | "'" | "\u{2019}" | "''")
}

/// A face such as ":)".
fn is_face(token: &Token) -> bool {
    token.text.len() > 1
        && token.text.starts_with([':', ';', '='])
        && token.text.ends_with([')', '(', 'D', 'P', 'p', '/'])
}

fn is_question(text: &str) -> bool {
    text.starts_with(['!', '?'])
}

fn is_final(token: &Token) -> bool {
    token.text.starts_with(['.', '!', '?', '\u{2026}'])
}

/// Whether a mark cannot start a sentence: "etc. )", ". . .".
fn goes_on(next: &Token) -> bool {
    next.text.starts_with(['.', ',', ';', ':', '!', '?', ')', ']', '}', '%', '\u{2026}', '/'])
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

    /// Sentences, each of which must stand alone when they follow each other.
    #[track_caller]
    fn check_each(sentences: &[&str]) {
        check(&sentences.join(" "), sentences);
    }

    #[test]
    fn a_full_stop_ends_a_sentence_and_an_abbreviation_does_not() {
        check_each(&["Gen. Smith met Mr. Jones.", "They left."]);
        check_each(&["The U.S. Senate voted.", "It was late."]);
        check_each(&["He flew to the U.S.", "The trip was short."]);
        check_each(&["J. K. Doe and George W. Bush won.", "Louis C. K. lost."]);
        check_each(&["It cost 4.5 million.", "No. 10 declined.", "Was it so?", "No.", "They left."]);
        check_each(&["Talks at 10 a.m. Monday failed.", "They met at 3 p.m.", "The mayor came."]);
        check_each(&["At 10 a.m. Biden left, and Putin stayed until 3 p.m.", "Macron was late."]);
        check_each(&["The talks in Paris opened at 10 a.m. London time.", "DR. SMITH CAME."]);
        check_each(&["Acme Inc. Chief Executive Jo Bloggs quit.", "He had joined Acme Inc.", "In May he left."]);
        check_each(&["They took rice, oil, etc.", "Officials of the U.N. Security Council knew."]);
    }

    #[test]
    fn abbreviations_of_a_users_own_table_end_no_sentence() {
        let mut words = Words::default();
        assert_eq!(segment("The Zugf. Smith left.", &words).len(), 2);
        words.abbreviations.insert("Zugf.".to_owned(), Abbreviation::Inner);
        assert_eq!(segment("The Zugf. Smith left.", &words).len(), 1);
    }

    #[test]
    fn names_numbers_and_lower_case_may_start_a_sentence() {
        check_each(&["It grew.", "12 ministers left.", "iPhone sales fell.", "eBay rose!", "al-Shabab fled."]);
        check_each(&["He worked for Yahoo! and others.", "It was over."]);
        check("They left.The food was cold. Amazon.The", &["They left.", "The food was cold.", "Amazon.The"]);
        check_each(&["See Act 3, Sc. 2 and Ph. (03) 9221."]);
    }

    #[test]
    fn ellipses_end_a_sentence_only_before_a_capital() {
        check_each(&["We wait... and wait.", "We hope...", "They wait\u{2026}", "Then it rained."]);
        check_each(&["He said . . . nothing."]);
    }

    #[test]
    fn closing_marks_belong_to_the_sentence_that_they_close() {
        check_each(&["\u{201c}We won.\u{201d}", "He left."]);
        check_each(&["(He was ill.)", "She knew.", "\u{201c}He said: \u{2018}Go.\u{2019}\u{201d}", "They went."]);
        check_each(&["He stayed. [2] [13]", "She left.", "Good. :)", "Yes."]);
        check("He said it.[4] She left.", &["He said it.[4]", "She left."]);
    }

    #[test]
    fn a_question_inside_quotes_goes_on_with_its_speaker() {
        check_each(&["\"Who won?\" she asked.", "\u{201c}Who won?\u{201d} Mr. Smith asked.", "Nobody knew."]);
        check_each(&[
            "\"Who won?\" White House spokesman Jo Bloggs's deputy asked.",
            "\"Why?\"",
            "Officials said nothing.",
        ]);
        check_each(&["\u{201c}Who won?\u{201d}", "He said nothing.", "\u{201c}Stop!\u{201d}", "Smith left."]);
    }

    #[test]
    fn quotations_may_hold_several_sentences_and_paragraphs() {
        check(
            "\u{201c}We came. We saw.\n\n\u{201c}We left,\u{201d} he said.",
            &["\u{201c}We came.", "We saw.", "\u{201c}We left,\u{201d} he said."],
        );
    }

    #[test]
    fn datelines_stay_with_their_sentence() {
        check_each(&["PARIS (AP) \u{2014} Talks began.", "They failed."]);
        check_each(&["KYIV, Ukraine, Jan. 3 (Reuters) - Talks began.", "They failed."]);
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

    #[test]
    fn items_of_a_list_stand_alone_with_their_numbers() {
        check("Aims:\n- peace\n- bread", &["Aims:", "- peace", "- bread"]);
        check("We want: \u{2022} Peace \u{2022} Bread", &["We want:", "\u{2022} Peace", "\u{2022} Bread"]);
        check_each(&["1. Iran left.", "IV. Iraq stayed.", "They won in 3.", "We lost."]);
    }

    #[test]
    fn an_endless_sentence_is_cut() {
        let text = "word ".repeat(3 * MAX_TOKENS);
        assert_eq!(segment(&text, &KNOWLEDGE.words).len(), 3);
        assert_eq!(segment(&"\"".repeat(10_000), &KNOWLEDGE.words).len(), 10_000 / MAX_TOKENS);
        assert!(segment("", &KNOWLEDGE.words).is_empty());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn tokens_and_gaps_rebuild_any_text(text in "(\\PC|[ \n.'\u{2019}\"0-9!?:)-]|\\[|\\]){0,80}") {
            let mut end = 0;
            for sentence in segment(&text, &KNOWLEDGE.words) {
                prop_assert!((1..=MAX_TOKENS).contains(&sentence.tokens.len()));
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
