//! Cuts text into words and marks.
//!
//! Tables and articles are cut by the same [`cut`], so that a name of a table meets the same pieces in a text. Clitics
//! stand alone as in Universal Dependencies (`Iran` `'s`, `did` `n't`), hyphens too (`Iran` `-` `backed`).

use std::borrow::Cow;

/// Byte ranges of the words and marks of a text, in order; what lies between them is white space.
pub fn cut(text: &str) -> Vec<(usize, usize)> {
    let mut pieces = Vec::with_capacity(text.len() / 5);
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let end = at + piece_len(&text[at..]);
        match clitic_start(&text[at..end]) {
            Some(split) => pieces.extend([(at, at + split), (at + split, end)]),
            None => pieces.push((at, end)),
        }
        at = end;
    }
    pieces
}

/// Length in bytes of the piece at the start of `rest`, which does not start with white space.
fn piece_len(rest: &str) -> usize {
    if rest.starts_with("http://") || rest.starts_with("https://") || rest.starts_with("www.") {
        return rest.find(char::is_whitespace).unwrap_or(rest.len());
    }
    if let Some(len) = dotted_acronym_len(rest) {
        return len;
    }
    let first = rest.chars().next().expect("the rest of a text that has not ended");
    if first == '.' {
        return rest.len() - rest.trim_start_matches('.').len();
    }
    if is_apostrophe(first) {
        return first.len_utf8() + clitic_after_apostrophe(rest).unwrap_or(0);
    }
    if !is_word_char(first) && !matches!(first, '#' | '@') {
        return first.len_utf8();
    }
    word_len(rest, first)
}

/// `U.S.`, `a.m.`, `J.R.R.`: two or more single letters, each with a dot.
fn dotted_acronym_len(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let mut len = 0;
    while len + 1 < bytes.len() && bytes[len].is_ascii_alphabetic() && bytes[len + 1] == b'.' {
        len += 2;
    }
    (len >= 4 && !rest[len..].starts_with(|c: char| c.is_alphanumeric())).then_some(len)
}

/// Letters and digits from the start, with marks that stay inside a word: `O'Brien`, `AT&T`, `4,500`.
fn word_len(rest: &str, first: char) -> usize {
    let mut len = first.len_utf8();
    let mut last = first;
    let mut chars = rest[len..].chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied().unwrap_or(' ');
        let is_inside = is_word_char(c)
            || (matches!(c, '.' | ',' | ':') && last.is_ascii_digit() && next.is_ascii_digit())
            || (c == '&' && is_word_char(last) && is_word_char(next))
            || (is_apostrophe(c) && is_word_char(next));
        if !is_inside {
            break;
        }
        len += c.len_utf8();
        last = c;
    }
    len
}

/// Where a clitic starts inside a word, in bytes: `Iran|'s`, `did|n't`, `they|'ve`; not in `O'Brien`.
fn clitic_start(word: &str) -> Option<usize> {
    let (apostrophe, mark) = word.char_indices().rfind(|&(_, c)| is_apostrophe(c))?;
    if apostrophe == 0 {
        return None;
    }
    let tail = &word[apostrophe + mark.len_utf8()..];
    if tail == "t" && word[..apostrophe].ends_with('n') && apostrophe > 1 {
        return Some(apostrophe - 1);
    }
    is_clitic(tail).then_some(apostrophe)
}

/// A clitic that stands after white space or a quotation mark, as in `“Hizbullah”'s`.
fn clitic_after_apostrophe(rest: &str) -> Option<usize> {
    let tail: &str = rest[rest.chars().next()?.len_utf8()..].split(|c: char| !is_word_char(c)).next()?;
    (tail == "s").then_some(1)
}

fn is_clitic(tail: &str) -> bool {
    matches!(tail, "s" | "S" | "re" | "ve" | "ll" | "d" | "m")
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}')
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c)
}

/// A piece as the tables spell it: curly apostrophes and long hyphens made plain.
pub fn plain(piece: &str) -> Cow<'_, str> {
    if piece.contains(['\u{2019}', '\u{2018}', '\u{2010}', '\u{2011}', '\u{2013}']) {
        Cow::Owned(piece.replace(['\u{2019}', '\u{2018}'], "'").replace(['\u{2010}', '\u{2011}', '\u{2013}'], "-"))
    } else {
        Cow::Borrowed(piece)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let pieces: Vec<&str> = cut(text).into_iter().map(|(start, end)| &text[start..end]).collect();
        assert_eq!(pieces.join("|"), expected);
    }

    #[test]
    fn clitics_stand_alone() {
        check("Iran's envoy didn't say they’ve met.", "Iran|'s|envoy|did|n't|say|they|’ve|met|.");
        check("the Houthis' leader O'Brien of Côte d'Ivoire", "the|Houthis|'|leader|O'Brien|of|Côte|d'Ivoire");
    }

    #[test]
    fn hyphens_stand_alone_and_acronyms_keep_their_dots() {
        check("Iran-backed al-Assad", "Iran|-|backed|al|-|Assad");
        check("The U.S. and Gen. X met at 10:30 a.m.", "The|U.S.|and|Gen|.|X|met|at|10:30|a.m.");
        check("AT&T paid $4,500...", "AT&T|paid|$|4,500|...");
    }
}
