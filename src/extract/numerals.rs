//! Numbers as articles write them: "7", "seven".

/// The number that a word in lower case says, in digits or, up to twelve, in letters; `None` where it says none.
pub fn read(word: &str) -> Option<u32> {
    const WORDS: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let spelt = || WORDS.iter().position(|spelt| word == *spelt).map(|place| place as u32 + 1);
    word.parse().ok().or_else(spelt)
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn reads_digits_and_words() {
        assert_eq!(["7", "seven", "twelve", "2022"].map(read), [Some(7), Some(7), Some(12), Some(2022)]);
        assert_eq!(["", "many", "-3", "1.5", "thirteen", "seventh"].map(read), [None; 6]);
    }
}
