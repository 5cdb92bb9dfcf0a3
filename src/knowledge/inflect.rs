//! The forms of English verbs and nouns, by spelling rules and a table of exceptions.
//!
//! A verb of a table is written once, as its lemma; here it gets the forms in which a text shows it.

use rustc_hash::FxHashMap;

use super::Error;
use super::table::{Source, rows};

/// Which form of a verb a word is. `attacked` is past and participle at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VerbForm {
    /// `attack`
    Base,
    /// `attacks`
    Third,
    /// `attacked`
    Past,
    /// `taken`
    Participle,
    /// `attacking`
    Gerund,
}

/// Verbs whose forms the spelling rules do not give.
#[derive(Debug, Default)]
pub struct IrregularVerbs(FxHashMap<String, [Vec<String>; 4]>);

impl IrregularVerbs {
    /// Reads `irregular_verbs.tsv`.
    ///
    /// # Errors
    /// [`Error::Table`] with file and line.
    pub fn add(&mut self, source: Source) -> Result<(), Error> {
        for row in rows(source, ["lemma", "third", "past", "participle", "gerund", "note"])? {
            let [lemma, third, past, participle, gerund, _] = row.value;
            let forms =
                |cell: &str| cell.split(',').map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned).collect();
            self.0.insert(lemma.to_owned(), [forms(third), forms(past), forms(participle), forms(gerund)]);
        }
        Ok(())
    }

    /// Number of verbs.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Their lemmas, in no order.
    pub fn lemmas(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Every form of a verb.
    pub fn forms(&self, lemma: &str) -> Vec<(String, VerbForm)> {
        let none = Default::default();
        let [third, past, participle, gerund] = self.0.get(lemma).unwrap_or(&none);
        let mut forms = vec![(lemma.to_owned(), VerbForm::Base)];
        let mut add = |irregular: &[String], regular: String, form| match irregular {
            [] => forms.push((regular, form)),
            words => forms.extend(words.iter().map(|word| (word.clone(), form))),
        };
        add(third, with_s(lemma), VerbForm::Third);
        add(past, with_ed(lemma), VerbForm::Past);
        add(participle, with_ed(lemma), VerbForm::Participle);
        add(gerund, with_ing(lemma), VerbForm::Gerund);
        forms
    }
}

/// Third person of a verb or plural of a noun: `attacks`, `watches`, `carries`.
pub fn with_s(word: &str) -> String {
    if word.ends_with(['s', 'x', 'z']) || word.ends_with("ch") || word.ends_with("sh") {
        format!("{word}es")
    } else if let Some(stem) = consonant_before_y(word) {
        format!("{stem}ies")
    } else if let Some(stem) = word.strip_suffix("man") {
        format!("{stem}men")
    } else {
        format!("{word}s")
    }
}

fn with_ed(lemma: &str) -> String {
    if lemma.ends_with('e') {
        format!("{lemma}d")
    } else if let Some(stem) = consonant_before_y(lemma) {
        format!("{stem}ied")
    } else {
        format!("{}ed", doubled(lemma))
    }
}

fn with_ing(lemma: &str) -> String {
    if let Some(stem) = lemma.strip_suffix("ie") {
        format!("{stem}ying")
    } else if lemma.ends_with('e') && !["ee", "oe", "ye"].iter().any(|end| lemma.ends_with(end)) && lemma.len() > 2 {
        format!("{}ing", &lemma[..lemma.len() - 1])
    } else {
        format!("{}ing", doubled(lemma))
    }
}

fn consonant_before_y(word: &str) -> Option<&str> {
    let stem = word.strip_suffix('y')?;
    (!stem.is_empty() && !stem.ends_with(['a', 'e', 'i', 'o', 'u'])).then_some(stem)
}

/// A word of one syllable that ends consonant, vowel, consonant doubles the last: `ban` + n + `ed`.
fn doubled(lemma: &str) -> String {
    let letters: Vec<char> = lemma.chars().collect();
    let is_vowel = |c: &char| "aeiou".contains(*c);
    let n_vowel_runs =
        letters.iter().enumerate().filter(|&(i, c)| is_vowel(c) && (i == 0 || !is_vowel(&letters[i - 1]))).count();
    match letters.as_slice() {
        [.., before, vowel, last]
            if n_vowel_runs == 1
                && !is_vowel(before)
                && is_vowel(vowel)
                && !is_vowel(last)
                && !"wxy".contains(*last) =>
        {
            format!("{lemma}{last}")
        }
        _ => lemma.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(lemma: &str, expected: &str) {
        let forms: Vec<String> = IrregularVerbs::default().forms(lemma).into_iter().map(|(form, _)| form).collect();
        assert_eq!(forms.join(" "), expected);
    }

    #[test]
    fn spelling_rules_give_the_regular_forms() {
        check("attack", "attack attacks attacked attacked attacking");
        check("ban", "ban bans banned banned banning");
        check("accuse", "accuse accuses accused accused accusing");
        check("defy", "defy defies defied defied defying");
        check("reach", "reach reaches reached reached reaching");
        check("agree", "agree agrees agreed agreed agreeing");
        check("raid", "raid raids raided raided raiding");
    }

    #[test]
    fn plurals() {
        assert_eq!(with_s("ally"), "allies");
        assert_eq!(with_s("spokesman"), "spokesmen");
        assert_eq!(with_s("attack"), "attacks");
    }
}
