//! The lemmas of forms that the rules of spelling get wrong: "children", "ran", "n't".
//!
//! A form is looked up with its tag, for "found" is "find" after "have" and "found" after "to".

use rustc_hash::FxHashMap;

use super::Error;
use super::table::{Source, one_of, rows_by};

/// The tags that a row may have: the Universal ones, and those that tell two lemmas of a form apart.
pub const TAGS: [&str; 20] = [
    "ADJ",
    "ADP",
    "ADV",
    "AUX",
    "AUX|MD",
    "CCONJ",
    "DET",
    "INTJ",
    "NOUN",
    "NOUN|S",
    "NUM",
    "PART",
    "PRON",
    "PRON|PRP$",
    "PROPN",
    "PUNCT",
    "SCONJ",
    "SYM",
    "VERB",
    "VERB|VB",
];

/// Lemmas by form and tag.
#[derive(Debug, Default)]
pub struct Lemmas {
    by_form: FxHashMap<String, Vec<(&'static str, String)>>,
    n_rows: usize,
}

impl Lemmas {
    /// Reads `lemmas.tsv`.
    ///
    /// # Errors
    /// [`Error::Table`] with file and line.
    pub fn add(&mut self, source: Source) -> Result<(), Error> {
        let tags: Vec<(&str, &'static str)> = TAGS.iter().map(|tag| (*tag, *tag)).collect();
        for row in rows_by(source, ["form", "tag", "lemma", "note"], 2)? {
            let [form, tag, lemma, _] = row.value;
            let tag = one_of(&source, row.line, "tag", tag, &tags)?;
            if form.is_empty() || lemma.is_empty() {
                return Err(source.error(row.line, "expected a form and its lemma, found an empty cell"));
            }
            let of_form = self.by_form.entry(form.to_owned()).or_default();
            of_form.retain(|(known, _)| *known != tag);
            of_form.push((tag, lemma.to_owned()));
            self.n_rows += 1;
        }
        Ok(())
    }

    /// The lemma of a form with this tag, one of [`TAGS`].
    pub fn get(&self, form: &str, tag: &str) -> Option<&str> {
        self.by_form.get(form)?.iter().find(|(known, _)| *known == tag).map(|(_, lemma)| lemma.as_str())
    }

    /// Number of rows read.
    pub fn len(&self) -> usize {
        self.n_rows
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.n_rows == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(rows: &str) -> Result<Lemmas, String> {
        let text = format!("form\ttag\tlemma\tnote\n{rows}");
        let mut lemmas = Lemmas::default();
        lemmas.add(Source::built_in("lemmas.tsv", &text)).map_err(|error| error.to_string())?;
        Ok(lemmas)
    }

    #[test]
    fn a_form_has_a_lemma_for_each_tag() {
        let lemmas = read("found\tVERB\tfind\t\nfound\tVERB|VB\tfound\t\n").unwrap();
        assert_eq!(lemmas.get("found", "VERB"), Some("find"));
        assert_eq!(lemmas.get("found", "VERB|VB"), Some("found"));
        assert_eq!(lemmas.get("found", "NOUN"), None);
    }

    #[test]
    fn broken_rows_are_named() {
        let error = |rows| read(rows).unwrap_err();
        assert_eq!(error("a\tDET\ta\t\na\tDET\tan\t\n"), "lemmas.tsv:3: \"a DET\" stands twice");
        assert!(error("b\tDET\ta\t\na\tDET\ta\t\n").starts_with("lemmas.tsv:3: rows are sorted"));
        assert!(error("a\tDAT\ta\t\n").starts_with("lemmas.tsv:2: tag \"DAT\" is not defined"));
        assert!(error("a\tDET\t\t\n").ends_with("found an empty cell"));
    }
}
