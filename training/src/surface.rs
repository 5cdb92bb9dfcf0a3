//! Which words of a text the English treebanks hold together as one surface token.

/// Words that lean on the one before, as they are written in plain apostrophes and lower case.
const CLITICS: [&str; 7] = ["'s", "'m", "'re", "'ve", "'ll", "'d", "'n"];

/// Whether a word and the next, between which no space stands, are one surface token.
///
/// What two pieces of letters make between spaces is one: "do" + "n't", "can" + "not", "gon" + "na", "it" + "s"; so is
/// a word with its clitic, "Iran" + "'s", and with a bare apostrophe that is a possessive rather than a closing quote,
/// "rebels" + "'". Hyphens stand alone, "Tehran" + "-" + "based", and so does the unit of a number, "50" + "m".
///
/// `word` and `next` are in plain form; `next_tag` is the Universal POS of the second.
pub fn is_joined(word: &str, next: &str, next_tag: &str) -> bool {
    let ends_word = word.ends_with(char::is_alphanumeric) || word.ends_with('.') && word.len() > 1;
    if next == "'" {
        return ends_word && next_tag == "PART";
    }
    if next.starts_with('\'') {
        return ends_word && CLITICS.contains(&next.to_lowercase().as_str());
    }
    word.ends_with(char::is_alphabetic) && next.starts_with(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clitics_and_split_words_are_one_surface_token() {
        for (word, next, tag) in [
            ("do", "n't", "PART"),
            ("Iran", "'s", "PART"),
            ("U.S.", "'s", "PART"),
            ("He", "'S", "AUX"),
            ("can", "not", "PART"),
            ("it", "s", "AUX"),
            ("rebels", "'", "PART"),
            ("2020", "'s", "PART"),
        ] {
            assert!(is_joined(word, next, tag), "{word} + {next}");
        }
    }

    #[test]
    fn marks_and_units_stand_alone() {
        for (word, next, tag) in [
            ("rebels", "'", "PUNCT"),
            ("50", "m", "NOUN"),
            ("Tehran", "-", "PUNCT"),
            ("-", "based", "VERB"),
            ("(", "'s", "PART"),
            ("left", ".", "PUNCT"),
            ("the", "'90s", "NOUN"),
        ] {
            assert!(!is_joined(word, next, tag), "{word} + {next}");
        }
    }
}
