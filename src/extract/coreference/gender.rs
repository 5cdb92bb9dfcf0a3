//! What is known of a person's gender: by given name, title and the nouns said of them.

use crate::knowledge::Knowledge;
use crate::language::Token;

pub use crate::knowledge::words::Gender;

/// By the given name, where it is used for one gender alone: "Angela Merkel", "Kim Jong-un"; a surname tells nothing.
pub fn of_name(tokens: &[Token], knowledge: &Knowledge) -> Option<Gender> {
    let words = &knowledge.words;
    let names: Vec<&Token> = tokens.iter().filter(|token| token.is_word()).collect();
    if names.len() < 2 {
        return None;
    }
    if words.family_names.contains(names[0].text) {
        let joined: String = tokens[1..].iter().map(|token| token.plain.as_ref()).collect();
        if let Some(gender) = words.given_names.get(joined.as_str()) {
            return *gender;
        }
    }
    names[..names.len() - 1].iter().find_map(|token| words.given_names.get(token.text).copied()).flatten()
}

/// By a word said of the person: "Mrs", "king", "spokeswoman".
pub fn of_word(word: &str, knowledge: &Knowledge) -> Option<Gender> {
    knowledge.words.gendered_words.get(word).copied()
}
