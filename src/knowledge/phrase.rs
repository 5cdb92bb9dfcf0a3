//! How the longest of many known phrases is found at a place.
//!
//! Tables and articles are cut by the same [`cut`], so that a name of a table meets the same pieces in a text.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::cut::{cut, plain};

/// Known phrases, each with a value; finds the longest that starts at a place.
#[derive(Debug, Clone)]
pub struct Phrases<T> {
    /// Every prefix of every phrase, pieces joined by one space; `None` where only a longer phrase goes on.
    prefixes: FxHashMap<Box<str>, Option<T>>,
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Phrases { prefixes: FxHashMap::default() }
    }
}

impl<T> Phrases<T> {
    /// Makes room for so many more prefixes.
    pub fn reserve(&mut self, n: usize) {
        self.prefixes.reserve(n);
    }

    /// Adds a phrase; gives back the value that it had before.
    pub fn insert(&mut self, phrase: &str, value: T) -> Option<T> {
        self.place(phrase).replace(value)
    }

    /// Where the value of a phrase stands, or will stand.
    pub fn place(&mut self, phrase: &str) -> &mut Option<T> {
        let mut prefix = String::with_capacity(phrase.len());
        let pieces = cut(phrase);
        for (i, &(start, end)) in pieces.iter().enumerate() {
            if i > 0 {
                prefix.push(' ');
            }
            prefix.push_str(&plain(&phrase[start..end]));
            if i + 1 < pieces.len() && !self.prefixes.contains_key(prefix.as_str()) {
                self.prefixes.insert(prefix.as_str().into(), None);
            }
        }
        self.prefixes.entry(prefix.into()).or_default()
    }

    /// The longest phrase that the pieces begin with: how many pieces it has, and its value.
    pub fn longest<'p>(&self, pieces: impl IntoIterator<Item = Cow<'p, str>>) -> Option<(usize, &T)> {
        let mut longest = None;
        self.each(pieces, |len, value| longest = Some((len, value)));
        longest
    }

    /// All phrases that the pieces begin with, the longest first.
    pub fn all<'p>(&self, pieces: impl IntoIterator<Item = Cow<'p, str>>) -> Vec<(usize, &T)> {
        let mut all = Vec::new();
        self.each(pieces, |len, value| all.push((len, value)));
        all.reverse();
        all
    }

    /// The phrases that the pieces begin with, the shortest first.
    fn each<'p, 't>(&'t self, pieces: impl IntoIterator<Item = Cow<'p, str>>, mut found: impl FnMut(usize, &'t T)) {
        let mut prefix = String::new();
        for (i, piece) in pieces.into_iter().enumerate() {
            if i > 0 {
                prefix.push(' ');
            }
            prefix.push_str(&piece);
            match self.prefixes.get(prefix.as_str()) {
                Some(Some(value)) => found(i + 1, value),
                Some(None) => {}
                None => break,
            }
        }
    }

    /// The value of exactly this phrase.
    pub fn get(&self, phrase: &str) -> Option<&T> {
        let (len, value) = self.longest(cut(phrase).into_iter().map(|(s, e)| plain(&phrase[s..e])))?;
        (len == cut(phrase).len()).then_some(value)
    }

    /// Number of phrases.
    pub fn len(&self) -> usize {
        self.prefixes.values().filter(|value| value.is_some()).count()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_phrase_wins_and_a_longer_one_that_breaks_off_does_not_hide_it() {
        let mut phrases = Phrases::default();
        phrases.insert("Bank", 1);
        phrases.insert("Bank of China", 2);
        let find =
            |text: &str| phrases.longest(cut(text).into_iter().map(|(s, e)| plain(&text[s..e]))).map(|f| (f.0, *f.1));
        assert_eq!(find("Bank of China said"), Some((3, 2)));
        assert_eq!(find("Bank of Japan"), Some((1, 1)));
        let text = "Bank of China said";
        let all = phrases.all(cut(text).into_iter().map(|(s, e)| plain(&text[s..e])));
        assert_eq!(all, [(3, &2), (1, &1)]);
        assert_eq!(find("China"), None);
        assert_eq!(phrases.get("Bank of"), None);
    }
}
