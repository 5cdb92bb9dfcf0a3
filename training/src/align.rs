//! Finds which words of two analyses of a text are the same, by the characters that they cover.
//!
//! The way of the CoNLL 2018 shared task (Zeman et al. 2018): white space aside, both analyses must hold the same
//! characters. Words match that cover the same ones; where a surface token of several words is involved on either side,
//! their forms are matched by the longest common subsequence.

use std::ops::Range;

use anyhow::bail;

use crate::conllu::{Sentence, Word};

/// An analysis laid out over the characters of its text.
#[derive(Debug, Default)]
pub struct Layout<'a> {
    /// Characters of the text without white space.
    pub chars: Vec<char>,
    /// What each sentence covers.
    pub sentences: Vec<Range<usize>>,
    /// What each surface token covers.
    pub surfaces: Vec<Range<usize>>,
    /// The words of all sentences.
    pub words: Vec<PlacedWord<'a>>,
}

/// A word and what it covers.
#[derive(Debug)]
pub struct PlacedWord<'a> {
    /// The word itself.
    pub word: &'a Word,
    /// What it covers: for one of several words of a surface token, all of that.
    pub span: Range<usize>,
    /// Whether it is one of several words of a surface token.
    pub is_part: bool,
    /// Its head among the words of all sentences.
    pub head: Option<usize>,
}

impl<'a> Layout<'a> {
    /// Lays sentences out, in order.
    pub fn of(sentences: &'a [Sentence]) -> Self {
        let mut layout = Layout::default();
        for sentence in sentences {
            let start = layout.chars.len();
            let first_word = layout.words.len();
            for surface in &sentence.surfaces {
                let start = layout.chars.len();
                layout.chars.extend(surface.form.chars().filter(|c| !c.is_whitespace()));
                let span = start..layout.chars.len();
                let is_part = surface.words.len() > 1;
                layout.words.extend(sentence.words[surface.words.clone()].iter().map(|word| PlacedWord {
                    word,
                    span: span.clone(),
                    is_part,
                    head: word.head.map(|head| first_word + head),
                }));
                layout.surfaces.push(span);
            }
            layout.sentences.push(start..layout.chars.len());
        }
        layout
    }
}

/// Pairs of the same word in gold and system, in order.
///
/// # Errors
/// When the two do not hold the same characters.
pub fn aligned(gold: &Layout, system: &Layout) -> anyhow::Result<Vec<(usize, usize)>> {
    check_same_text(&gold.chars, &system.chars)?;
    let mut pairs = Vec::new();
    let (mut g, mut s) = (0, 0);
    while let (Some(gold_word), Some(system_word)) = (gold.words.get(g), system.words.get(s)) {
        if gold_word.is_part || system_word.is_part {
            let (golds, systems) = stretch(&gold.words, &system.words, g, s);
            (g, s) = (golds.end, systems.end);
            align_forms(&gold.words, &system.words, golds, systems, &mut pairs);
        } else if gold_word.span == system_word.span {
            pairs.push((g, s));
            (g, s) = (g + 1, s + 1);
        } else if gold_word.span.start <= system_word.span.start {
            g += 1;
        } else {
            s += 1;
        }
    }
    Ok(pairs)
}

fn check_same_text(gold: &[char], system: &[char]) -> anyhow::Result<()> {
    if gold == system {
        return Ok(());
    }
    let at = gold.iter().zip(system).take_while(|(a, b)| a == b).count();
    let near = |chars: &[char]| chars[at.saturating_sub(10)..chars.len().min(at + 10)].iter().collect::<String>();
    bail!(
        "gold and system are not the same text: from character {at}, expected \"{}\", found \"{}\"",
        near(gold),
        near(system)
    )
}

/// The words, from `g` and `s` on, that lie within the surface token of several words that starts there, and within
/// those that reach into it.
fn stretch(gold: &[PlacedWord], system: &[PlacedWord], mut g: usize, mut s: usize) -> (Range<usize>, Range<usize>) {
    // A plain word that started earlier belongs to no token of several words.
    if !system[s].is_part && system[s].span.start < gold[g].span.start {
        s += 1;
    } else if !gold[g].is_part && gold[g].span.start < system[s].span.start {
        g += 1;
    }
    let (first_gold, first_system) = (g, s);
    let end_of = |word: Option<&PlacedWord>| word.filter(|word| word.is_part).map_or(0, |word| word.span.end);
    let mut end = end_of(gold.get(g)).max(end_of(system.get(s)));
    loop {
        let before = (g, s);
        (g, end) = within(gold, g, end);
        (s, end) = within(system, s, end);
        if (g, s) == before {
            return (first_gold..g, first_system..s);
        }
    }
}

/// Passes the words up to the character `end`, which moves where a surface token of several words reaches further.
fn within(words: &[PlacedWord], mut i: usize, mut end: usize) -> (usize, usize) {
    while let Some(word) = words.get(i) {
        match word.is_part {
            true if word.span.start < end => end = end.max(word.span.end),
            false if word.span.end <= end => {}
            _ => break,
        }
        i += 1;
    }
    (i, end)
}

/// Pairs words of equal form, any case, along the longest common subsequence.
fn align_forms(
    gold: &[PlacedWord],
    system: &[PlacedWord],
    golds: Range<usize>,
    systems: Range<usize>,
    pairs: &mut Vec<(usize, usize)>,
) {
    let forms = |words: &[PlacedWord]| words.iter().map(|word| word.word.form.to_lowercase()).collect::<Vec<_>>();
    let (gold_forms, system_forms) = (forms(&gold[golds.clone()]), forms(&system[systems.clone()]));
    // lengths[g][s]: of the longest common subsequence from g and s on.
    let mut lengths = vec![vec![0; system_forms.len() + 1]; gold_forms.len() + 1];
    for g in (0..gold_forms.len()).rev() {
        for s in (0..system_forms.len()).rev() {
            lengths[g][s] = match gold_forms[g] == system_forms[s] {
                true => lengths[g + 1][s + 1] + 1,
                false => lengths[g + 1][s].max(lengths[g][s + 1]),
            };
        }
    }
    let (mut g, mut s) = (0, 0);
    while g < gold_forms.len() && s < system_forms.len() {
        if gold_forms[g] == system_forms[s] {
            pairs.push((golds.start + g, systems.start + s));
            (g, s) = (g + 1, s + 1);
        } else if lengths[g][s] == lengths[g + 1][s] {
            g += 1;
        } else {
            s += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A sentence of surface tokens, given as their words with `+` between them.
    fn sentence(tokens: &str) -> Sentence {
        let mut sentence = Sentence::default();
        for token in tokens.split(' ') {
            let start = sentence.words.len();
            sentence.words.extend(token.split('+').map(|form| Word { form: form.to_owned(), ..Default::default() }));
            let words = start..sentence.words.len();
            sentence.surfaces.push(crate::conllu::Surface { form: token.replace('+', ""), words, is_spaced: true });
        }
        sentence
    }

    #[track_caller]
    fn check(gold: &str, system: &str, expected: &str) {
        let (gold, system) = ([sentence(gold)], [sentence(system)]);
        let (gold, system) = (Layout::of(&gold), Layout::of(&system));
        let pairs = aligned(&gold, &system).unwrap();
        let found: Vec<String> = pairs
            .iter()
            .map(|&(g, s)| format!("{}{g}={}{s}", gold.words[g].word.form, system.words[s].word.form))
            .collect();
        assert_eq!(found.join(" "), expected);
    }

    #[test]
    fn words_that_cover_the_same_characters_match() {
        check("a bc d", "a bc d", "a0=a0 bc1=bc1 d2=d2");
        check("a bc d", "a b c d", "a0=a0 d2=d3");
        check("a b c d", "ab cd", "");
        check("a bcd e", "ab cd e", "e2=e2");
    }

    #[test]
    fn words_of_a_surface_token_match_by_form() {
        check("I do+n't go", "I do+n't go", "I0=I0 do1=do1 n't2=n't2 go3=go3");
        check("I do+n't go", "I do n't go", "I0=I0 do1=do1 n't2=n't2 go3=go3");
        check("I do+n't go", "I don't go", "I0=I0 go3=go2");
        check("I don't go", "I do+n't go", "I0=I0 go2=go3");
        check("x ca+n't go", "xc an't go", "go3=go2");
    }

    #[test]
    fn other_characters_are_an_error() {
        let (gold, system) = ([sentence("a b")], [sentence("a c")]);
        let error = aligned(&Layout::of(&gold), &Layout::of(&system)).unwrap_err().to_string();
        assert_eq!(error, "gold and system are not the same text: from character 1, expected \"ab\", found \"ac\"");
    }
}
