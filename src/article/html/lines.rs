//! Lines of a page or newsletter that are no part of the article: share bars, captions, teasers, stamps of time.

use super::tables::{Match, TABLES};
use crate::article::date;

/// A line longer than this is a paragraph, whatever it begins with.
const LONGEST: usize = 200;

/// The text without them.
pub(in crate::article) fn without_boilerplate(text: &str) -> String {
    let n_bytes = text.len();
    let mut kept: Vec<&str> = Vec::new();
    let mut at = 0;
    for line in text.split('\n') {
        let is_late = at * 5 > n_bytes * 4;
        at += line.len() + 1;
        if !is_boilerplate(line, is_late) {
            kept.push(line);
        }
    }
    collapsed(&kept)
}

/// Lines joined, with no more than one blank one where others were left out.
fn collapsed(lines: &[&str]) -> String {
    let mut text = String::new();
    let mut n_blank = 0;
    for line in lines {
        n_blank = if line.trim().is_empty() { n_blank + 1 } else { 0 };
        if n_blank < 2 {
            text.push_str(line);
            text.push('\n');
        }
    }
    text.trim().to_owned()
}

fn is_boilerplate(line: &str, is_late: bool) -> bool {
    let line = line.trim().trim_matches(|c: char| "([])•·|»›→▸*-–—".contains(c)).trim();
    if line.is_empty() || line.len() > LONGEST {
        return false;
    }
    let lower = line.to_lowercase();
    let is_known = TABLES.boilerplate.iter().any(|(kind, words)| match kind {
        Match::Begins => begins(&lower, words),
        Match::Is => lower.trim_end_matches([':', '.', '…']) == *words,
        Match::Contains => is_late && lower.contains(words),
    });
    is_known || is_stamp(&lower) || is_byline(line)
}

/// Whether a line begins with whole words: "Image: a tank" with "image:", "Related" with "related", not "Relatedly".
fn begins(line: &str, words: &str) -> bool {
    line.strip_prefix(words).is_some_and(|rest| {
        words.ends_with([':', ' ']) || rest.is_empty() || rest.starts_with(|c: char| !c.is_alphanumeric())
    }) && (words.contains([' ', ':', '©']) || line.split_whitespace().count() <= 8)
}

/// "Published 10:32 GMT, 1 May 2024", "5 min read", "Updated 3 hours ago".
fn is_stamp(line: &str) -> bool {
    let mut n_numbers = 0;
    let is_stamp = line.len() <= 80
        && line.split(|c: char| c.is_whitespace() || ",|•·–—-()/:.".contains(c)).filter(|word| !word.is_empty()).all(
            |word| {
                let is_number = word.starts_with(|c: char| c.is_ascii_digit()) && word.len() <= 5;
                n_numbers += usize::from(is_number);
                is_number || TABLES.stamp.contains(word) || date::is_name(word)
            },
        );
    is_stamp && n_numbers > 0 && line.contains(|c: char| c.is_alphabetic() || c == ':')
}

/// "By Anna Smith and Jo Lee, Kyiv": a few words with capitals after "By", and no full stop.
fn is_byline(line: &str) -> bool {
    let Some(names) = line.strip_prefix("By ").or_else(|| line.strip_prefix("BY ")) else { return false };
    let words: Vec<&str> = names.split_whitespace().collect();
    let is_name = |word: &str| {
        word.starts_with(char::is_uppercase)
            || matches!(word, "and" | "in" | "de" | "van" | "von" | "al" | "for" | "|" | "&")
    };
    words.len() <= 10 && words.iter().all(|word| is_name(word)) && !line.ends_with(['.', '?', '!', '"', '”', ':'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(lines: &[&str], expected: bool) {
        for line in lines {
            assert_eq!(is_boilerplate(line, true), expected, "{line}");
        }
    }

    #[test]
    fn lines_of_the_page_are_told() {
        check(
            &[
                "Read more: Talks begin",
                "Share this article",
                "Share",
                "(Photo: AFP)",
                "© 2024 Daily",
                "Related:",
                "ADVERTISEMENT",
            ],
            true,
        );
        check(
            &["10:32 GMT", "Published 1 May 2024", "5 min read", "Updated 3 hours ago", "Mon 3 Jun 2024 10.00 BST"],
            true,
        );
        check(&["By Anna Smith", "By Anna Smith and Jo Lee in Kyiv"], true);
    }

    #[test]
    fn lines_of_the_article_stay() {
        check(
            &[
                "Read them their rights, the court told the police of Basra.",
                "Share prices fell in Tokyo after the vote.",
                "Related groups in Iraq and Syria denied it, and asked for proof.",
                "By noon the army had left the town.",
                "12 people died.",
                "May said no.",
                "Iran and Iraq",
            ],
            false,
        );
    }

    #[test]
    fn no_gaps_are_left() {
        assert_eq!(without_boilerplate("Iran.\n\nRead more: x\n\nIraq."), "Iran.\n\nIraq.");
    }
}
