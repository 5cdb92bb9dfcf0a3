//! `training lemmas`: scores lemmas on a treebank whose tags are given, or derives the table of exceptions from treebanks.
//!
//! An exception is a form, with its tag, that whom's rules without the table get wrong more often than the lemma which the
//! treebanks mostly give it. Misspellings count only when they are frequent, and forms seen once only where they look
//! irregular rather than odd or wrongly annotated: see [`Seen::exception`].

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write;
use std::path::PathBuf;

use anyhow::Context;
use whom::knowledge::Knowledge;
use whom::knowledge::lemmas::{Lemmas, TAGS};
use whom::knowledge::table::Source;
use whom::knowledge::words::Words;
use whom::language::lemma::{lemma, table_tag};
use whom::language::{Tag, Token};

use crate::conllu::{self, Sentence};
use crate::corpus;
use crate::score::Count;
use crate::system::tagged_tokens;

/// Score lemmas on treebanks with given tags, or derive their table of exceptions
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  training lemmas ewt-dev.conllu.xz                                              the score, and what is most often wrong
  training lemmas ewt-train.conllu.xz gum-train.conllu.xz --write data/words/lemmas.tsv")]
pub struct Args {
    /// Treebanks in CoNLL-U
    #[arg(required = true, value_name = "TREEBANK")]
    treebanks: Vec<PathBuf>,
    /// Derive the table and write it here; rows of a table there with the note "by hand" are kept
    #[arg(long, value_name = "TABLE")]
    write: Option<PathBuf>,
    /// How many of the most frequent errors to list
    #[arg(long, value_name = "N", default_value_t = 40)]
    errors: usize,
}

pub fn run(args: &Args) -> anyhow::Result<()> {
    let mut sentences = Vec::new();
    for path in &args.treebanks {
        sentences.extend(conllu::read(path)?);
    }
    let mut words = Knowledge::built_in()?.words;
    let Some(path) = &args.write else {
        score(&sentences, &words, args.errors);
        return Ok(());
    };
    let by_hand = if path.exists() { by_hand(&corpus::read(path)?) } else { Rows::new() };
    let rows = derive(&sentences, &mut words, by_hand)?;
    std::fs::write(path, table(&rows)).with_context(|| format!("cannot write \"{}\"", path.display()))?;
    eprintln!("{}: {} rows", path.display(), rows.len());
    Ok(())
}

/// Whether a gold lemma says nothing: the pieces of a word written apart have none.
fn is_blank(lemma: &str) -> bool {
    lemma == "_"
}

fn score(sentences: &[Sentence], words: &Words, n_errors: usize) {
    let mut count = Count::default();
    let mut errors: BTreeMap<(String, &str, String, String), usize> = BTreeMap::new();
    for_each_token(sentences, |tokens, i, word| {
        let found = lemma(tokens, i, words);
        let is_correct = is_blank(&word.lemma) || found == word.lemma;
        count.correct += usize::from(is_correct);
        count.gold += 1;
        count.system += 1;
        if !is_correct {
            let tag = table_tag(tokens[i].tag, &tokens[i].features);
            *errors.entry((word.form.clone(), tag, word.lemma.clone(), found)).or_default() += 1;
        }
    });
    println!("lemmas, tags given: {:.2} % of {} words", 100.0 * count.f1(), count.gold);
    let mut errors: Vec<_> = errors.into_iter().collect();
    errors.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    for ((form, tag, gold, found), n) in errors.iter().take(n_errors) {
        println!("{n:5}  {form} {tag}: expected \"{gold}\", found \"{found}\"");
    }
}

fn for_each_token(sentences: &[Sentence], mut act: impl FnMut(&[Token], usize, &conllu::Word)) {
    for sentence in sentences {
        let tokens = tagged_tokens(sentence);
        for (i, word) in sentence.words.iter().enumerate() {
            act(&tokens, i, word);
        }
    }
}

/// Lemma and note by form and tag.
type Rows = BTreeMap<(String, &'static str), (String, String)>;

const BY_HAND: &str = "by hand";

/// The rows of a table that a person wrote.
fn by_hand(table: &str) -> Rows {
    let cells = table.lines().map(|row| row.split('\t').collect::<Vec<_>>());
    cells
        .filter_map(|cells| match cells[..] {
            [form, tag, lemma, BY_HAND] => {
                let tag = TAGS.into_iter().find(|known| *known == tag)?;
                Some(((form.to_owned(), tag), (lemma.to_owned(), BY_HAND.to_owned())))
            }
            _ => None,
        })
        .collect()
}

/// All rows: those by hand, then forms in lower case that these and the rules get wrong, then forms as they are written
/// that all of this gets wrong.
fn derive(sentences: &[Sentence], words: &mut Words, by_hand: Rows) -> anyhow::Result<Rows> {
    let mut rows = by_hand;
    for key in [lower_key, written_key] {
        words.lemmas = lemmas_of(&rows)?;
        let found = exceptions(sentences, words, key);
        for (key, lemma) in found {
            rows.entry(key).or_insert((lemma, String::new()));
        }
    }
    Ok(rows)
}

fn lemmas_of(rows: &Rows) -> anyhow::Result<Lemmas> {
    let mut lemmas = Lemmas::default();
    lemmas.add(Source::built_in("lemmas", &table(rows)))?;
    Ok(lemmas)
}

/// The form under which a token is counted for rows in lower case. What is written with a capital as part of a name tells
/// nothing of the word in lower case.
fn lower_key(token: &Token) -> Option<String> {
    let is_name = token.tag == Tag::Propn || token.tag == Tag::Adj && token.is_capitalised();
    (!is_name).then(|| token.lower.clone())
}

/// The form under which a token is counted for rows with capitals.
fn written_key(token: &Token) -> Option<String> {
    let may_be_name = matches!(token.tag, Tag::Propn | Tag::Adj | Tag::Noun);
    (may_be_name && token.plain != token.lower).then(|| token.plain.to_string())
}

/// What the treebanks say of a form.
#[derive(Default)]
struct Seen {
    lemmas: BTreeMap<String, Frequency>,
    /// How often the lemma is right as it is found now.
    n_right: usize,
    /// A lemma as it is found now.
    found: String,
}

#[derive(Default)]
struct Frequency {
    all: usize,
    well_spelled: usize,
}

impl Seen {
    /// The lemma to write down, where that makes things better and is no accident.
    fn exception(&self, form: &str, tag: &str, is_inflected: bool, known: &Known) -> Option<&str> {
        let (lemma, n) = self.lemmas.iter().max_by(|(a, n), (b, m)| n.all.cmp(&m.all).then(b.cmp(a)))?;
        let is_frequent = n.well_spelled > 1 || n.all > 2 && tag != "PROPN";
        // "mice" is a form of "mouse" even if it is seen once; "pasted" is one of "paste" if that is seen elsewhere.
        let is_irregular = is_inflected
            && n.well_spelled > 0
            && form.chars().chain(lemma.chars()).all(char::is_alphabetic)
            && form.chars().next() == lemma.chars().next()
            && known.n_forms(lemma, tag) >= known.n_forms(&self.found, tag).max(if tag == "VERB" { 2 } else { 1 });
        (n.all > self.n_right && (is_frequent || is_irregular)).then_some(lemma.as_str())
    }
}

/// The forms of each lemma, by part of speech.
#[derive(Default)]
struct Known(HashMap<(String, String), BTreeSet<String>>);

impl Known {
    fn of(sentences: &[Sentence]) -> Known {
        let mut known = Known::default();
        for word in sentences.iter().flat_map(|sentence| &sentence.words) {
            known.0.entry((word.tag.clone(), word.lemma.clone())).or_default().insert(word.form.to_lowercase());
        }
        known
    }

    fn n_forms(&self, lemma: &str, tag: &str) -> usize {
        let tag = tag.split('|').next().unwrap_or(tag);
        self.0.get(&(tag.to_owned(), lemma.to_owned())).map_or(0, BTreeSet::len)
    }
}

/// Forms whose lemma, as it is found with these words, is wrong more often than need be.
fn exceptions(
    sentences: &[Sentence],
    words: &Words,
    key: impl Fn(&Token) -> Option<String>,
) -> Vec<((String, &'static str), String)> {
    let mut seen: HashMap<(String, &'static str), (Seen, bool)> = HashMap::new();
    for_each_token(sentences, |tokens, i, word| {
        let token = &tokens[i];
        let tag = table_tag(token.tag, &token.features);
        if is_blank(&word.lemma) || !TAGS.contains(&tag) {
            return;
        }
        // Names of files and the like are of no use elsewhere.
        let is_code = |c: char| c.is_whitespace() || c.is_ascii_digit() || matches!(c, '_' | '@' | '/');
        let Some(form) = key(token).filter(|form| !form.contains(is_code)) else { return };
        let (of_form, is_inflected) = seen.entry((form, tag)).or_default();
        *is_inflected |= matches!(tag, "NOUN|S" | "VERB") || token.features.degree.is_some();
        of_form.found = lemma(tokens, i, words);
        of_form.n_right += usize::from(of_form.found == word.lemma);
        let n = of_form.lemmas.entry(word.lemma.clone()).or_default();
        n.all += 1;
        n.well_spelled += usize::from(!word.features.contains("Typo=Yes"));
    });
    let known = Known::of(sentences);
    let sure = seen.iter().filter_map(|(key, (seen, is_inflected))| {
        let lemma = seen.exception(&key.0, key.1, *is_inflected, &known)?;
        Some((key.clone(), lemma.to_owned()))
    });
    sure.collect()
}

const HEAD: &str = "\
# A row is a form whose lemma the rules of src/language/lemma.rs get wrong, with the tag under which it has this lemma.
# Derived by `training lemmas` from the training parts of the treebanks UD English-EWT 2.16 (CC BY-SA 4.0) and UD English-GUM 2.16 (annotations CC BY 4.0; only documents that may be used commercially); rows \"by hand\" compiled by the project whom. Licence: CC BY-SA 4.0. Date: 2026-11-23.
# form: in lower case, or with its capitals where it has this lemma only with them
# tag: Universal part of speech; NOUN|S is a plural, VERB|VB the base form (VERB all others), AUX|MD a modal, PRON|PRP$ a possessive
# lemma: as the treebanks write it
# note: \"by hand\" or empty
form\ttag\tlemma\tnote
";

fn table(rows: &Rows) -> String {
    let mut table = HEAD.to_owned();
    for ((form, tag), (lemma, note)) in rows {
        writeln!(table, "{form}\t{tag}\t{lemma}\t{note}").expect("a String takes all that is written");
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences(words: &[(&str, &str, &str, &str)]) -> Vec<Sentence> {
        let row = |(i, (form, tag, detail, lemma)): (usize, &(&str, &str, &str, &str))| {
            let head = if i == 0 { ("0", "root") } else { ("1", "dep") };
            format!("{}\t{form}\t{lemma}\t{tag}\t{detail}\t_\t{}\t{}\t_\t_\n", i + 1, head.0, head.1)
        };
        conllu::parse("own.conllu", &words.iter().enumerate().map(row).collect::<String>()).unwrap()
    }

    #[track_caller]
    fn check(words: &[(&str, &str, &str, &str)], by_hand: Rows, expected: &[&str]) {
        let mut known = Knowledge::built_in().unwrap().words;
        let rows = derive(&sentences(words), &mut known, by_hand).unwrap();
        let found: Vec<String> = rows.iter().map(|((f, t), (lemma, _))| format!("{f} {t} {lemma}")).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn irregular_forms_are_rows_and_regular_ones_are_not() {
        check(
            &[("oxen", "NOUN", "NNS", "ox"), ("cows", "NOUN", "NNS", "cow"), ("ran", "VERB", "VBD", "run")],
            Rows::new(),
            &["oxen NOUN|S ox"],
        );
    }

    #[test]
    fn an_odd_lemma_counts_when_it_is_seen_twice() {
        let odd = ("abt", "ADP", "IN", "about");
        check(&[odd], Rows::new(), &[]);
        check(&[odd, odd], Rows::new(), &["abt ADP about"]);
    }

    #[test]
    fn rows_by_hand_stay() {
        let rows = by_hand("form\ttag\tlemma\tnote\noxen\tNOUN|S\toxen\tby hand\ncows\tNOUN|S\tcow\t\n");
        check(&[("oxen", "NOUN", "NNS", "ox")], rows, &["oxen NOUN|S oxen"]);
    }
}
