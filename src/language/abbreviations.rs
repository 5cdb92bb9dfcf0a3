//! What the letters that an article introduces stand for: "digital rights management (DRM)", "ACC [anterior cingulate cortex]".
//!
//! Letters are of the kind of the name that they shorten; those of words in small letters are a term's, whatever the
//! network makes of them (Schwartz and Hearst, 2003, look for such pairs by the same letters).

use std::collections::HashMap;

use super::sentence::{Sentence, Token};
use super::tag::{Name, NameKind, Tag};

/// The kind of each abbreviation that the article introduces, by how it is written.
pub(super) fn kinds(sentences: &[Sentence]) -> HashMap<String, NameKind> {
    let mut kinds = HashMap::new();
    for sentence in sentences {
        for at in 0..sentence.tokens.len().saturating_sub(1) {
            if let Some((letters, kind)) = before_bracket(sentence, at).or_else(|| inside_bracket(sentence, at)) {
                kinds.entry(letters.to_owned()).or_insert(kind);
            }
        }
    }
    kinds
}

/// Letters of an article that are written as a common noun is more often than as a name, "DRM prevents": a term's.
pub(super) fn terms(sentences: &[Sentence]) -> HashMap<String, NameKind> {
    let mut votes: HashMap<&str, (usize, usize)> = HashMap::new();
    for token in sentences.iter().flat_map(|sentence| &sentence.tokens).filter(|token| is_letters(token.text)) {
        let (n_nouns, n_all) = votes.entry(token.text).or_default();
        *n_nouns += usize::from(token.tag == Tag::Noun);
        *n_all += 1;
    }
    let is_term = |(n_nouns, n_all): &(usize, usize)| *n_all > 2 && 2 * n_nouns >= *n_all;
    votes.iter().filter(|(_, votes)| is_term(votes)).map(|(text, _)| ((*text).to_owned(), NameKind::Other)).collect()
}

/// "digital rights management (DRM)": the bracket stands at `at`.
fn before_bracket<'s>(sentence: &'s Sentence, at: usize) -> Option<(&'s str, NameKind)> {
    let tokens = &sentence.tokens;
    let letters = tokens.get(at + 1)?;
    let is_closed = is_bracket(tokens, at, 1);
    if !is_closed || !is_letters(letters.text) {
        return None;
    }
    let start = start_of(&tokens[..at], letters.text)?;
    Some((letters.text, kind_of(sentence, start, at)?))
}

/// "DRM (digital rights management)": the letters stand at `at`.
fn inside_bracket<'s>(sentence: &'s Sentence, at: usize) -> Option<(&'s str, NameKind)> {
    const MAX_WORDS: usize = 10;
    let tokens = &sentence.tokens;
    let letters = &tokens[at];
    if !is_letters(letters.text) {
        return None;
    }
    let close =
        (at + 2..(at + 2 + MAX_WORDS).min(tokens.len())).find(|&close| is_bracket(tokens, at + 1, close - at - 2))?;
    let start = start_of(&tokens[at + 2..close], letters.text)?;
    if start > 0 {
        return None;
    }
    Some((letters.text, kind_of(sentence, at + 2, close)?))
}

/// Whether a bracket opens at `open` and closes `len` words later.
fn is_bracket(tokens: &[Token], open: usize, len: usize) -> bool {
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text);
    matches!((text(open), text(open + 1 + len)), ("(", ")") | ("[", "]"))
}

/// Two to eight letters, all or most of them capitals, with a plural's "s" at most: "DRM", "EULAs", "nCoV".
fn is_letters(text: &str) -> bool {
    let n_letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let n_capitals = text.chars().filter(|c| c.is_uppercase()).count();
    (2..=8).contains(&n_letters) && n_capitals * 3 >= n_letters * 2 && text.chars().all(|c| c.is_alphanumeric())
}

/// Where the words start that the letters spell: each letter is the first of a word, from the last word back; small words
/// and what stands behind a hyphen may be passed over.
fn start_of(words: &[Token], letters: &str) -> Option<usize> {
    let letters: Vec<char> =
        letters.trim_end_matches('s').to_lowercase().chars().filter(|c| c.is_alphabetic()).collect();
    let mut at = words.len();
    for letter in letters.iter().rev() {
        loop {
            at = at.checked_sub(1)?;
            let word = &words[at];
            if word.lower.starts_with(*letter) {
                break;
            }
            let is_small = word.lower.len() < 4 || !word.is_word();
            if !is_small || words.len() - at > 2 * letters.len() {
                return None;
            }
        }
    }
    Some(at)
}

/// The kind of the name that the words are or end with; a term where none of them is written as a name.
fn kind_of(sentence: &Sentence, start: usize, end: usize) -> Option<NameKind> {
    let is_it = |name: &&Name| name.end == end && name.start <= start + 1 && start <= name.start + 2;
    let named = sentence.names.iter().find(is_it).map(|name| name.kind);
    let is_lower = sentence.tokens[start..end].iter().all(|token| !token.is_capitalised());
    named.or(is_lower.then_some(NameKind::Other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::Knowledge;
    use crate::language::segment;
    use std::sync::LazyLock;

    static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::built_in().unwrap());

    #[track_caller]
    fn check(text: &str, expected: &[(&str, NameKind)]) {
        let mut found: Vec<_> = kinds(&segment(text, &KNOWLEDGE.words)).into_iter().collect();
        found.sort();
        let expected: Vec<_> = expected.iter().map(|(letters, kind)| ((*letters).to_owned(), *kind)).collect();
        assert_eq!(found, expected, "in {text:?}");
    }

    #[test]
    fn letters_of_words_in_small_letters_are_a_terms() {
        check("They met to curb improvised bomb devices (IBD) in towns.", &[("IBD", NameKind::Other)]);
        check("The RLC (royal lending code) has gone.", &[("RLC", NameKind::Other)]);
        check("It has passed QCN [quick check of the nodes] today.", &[("QCN", NameKind::Other)]);
    }

    #[test]
    fn letters_that_the_words_do_not_spell_stand_for_something_else() {
        check("They met to curb the devices (IBD) in towns.", &[]);
        check("The RLC (formerly the lending code) has gone.", &[]);
        check("He paid (US) dollars.", &[]);
    }
}
