//! What the network sees of a word: vectors of its form, its ends, its start and its shape, and the tables' hints.
//!
//! `training/encoder.py` computes the same rows: a change here is a change there.

use std::borrow::Cow;

use super::hints::N_HINTS;
use super::model::{Model, ModelError, Table, unfit};

/// Row of words that a table does not have; the row before is for padding.
const UNKNOWN: u32 = 1;

/// A token as the network sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Word<'t> {
    /// In plain spelling.
    pub form: &'t str,
    /// A bit for each hint of the tables of names.
    pub hints: u8,
}

/// The tables of vectors.
#[derive(Debug)]
pub struct Inputs {
    words: Words,
    /// Of words, last two, three and four letters, first three letters, shapes.
    tables: [Table; 6],
    /// Of words, learnt from much more text.
    vectors: Table,
    /// Stand for capitals, small letters and digits in a shape.
    classes: [char; 3],
}

/// The vocabulary in order, one after the other.
#[derive(Debug)]
struct Words {
    text: String,
    /// Where each word starts in `text`; each ends before a line break.
    starts: Vec<u32>,
    rows: Vec<u32>,
    vector_rows: Vec<u32>,
}

impl Inputs {
    /// Takes the tables out of a model.
    ///
    /// # Errors
    /// [`ModelError`] when one is missing or does not fit the others.
    pub fn new(model: &mut Model) -> Result<Inputs, ModelError> {
        let mut table = |name| {
            let table = model.table(name)?;
            if table.n_rows() > 1 { Ok(table) } else { Err(unfit(name, "rows", "none")) }
        };
        let tables = [
            table("word")?,
            table("suffix2")?,
            table("suffix3")?,
            table("suffix4")?,
            table("prefix3")?,
            table("shape")?,
        ];
        let vectors = table("vector")?;
        let words = Words::new(model, tables[0].n_rows(), vectors.n_rows())?;
        let classes = model.text("shape_classes")?;
        let classes = classes.chars().collect::<Vec<_>>().try_into();
        let classes = classes.map_err(|_| unfit("shape_classes", "three letters", "more or less"))?;
        Ok(Inputs { words, tables, vectors, classes })
    }

    /// How many values a word has, hints left out.
    pub fn width_without_hints(&self) -> usize {
        self.tables.iter().map(|table| table.width).sum::<usize>() + self.vectors.width
    }

    /// Writes the values of a word, with as many hints as there is room for; gives back whether it is in the vocabulary.
    pub fn read(&self, word: Word, output: &mut [f32]) -> bool {
        let (rows, vector_row) = self.rows(word.form);
        let mut rest = output;
        for (table, row) in self.tables.iter().zip(rows).chain([(&self.vectors, vector_row)]) {
            let (values, next) = rest.split_at_mut(table.width);
            table.read(row as usize, values);
            rest = next;
        }
        for (i, value) in rest.iter_mut().enumerate().take(N_HINTS) {
            *value = f32::from(word.hints >> i & 1);
        }
        rows[0] != UNKNOWN || vector_row > UNKNOWN
    }

    fn rows(&self, form: &str) -> ([u32; 6], u32) {
        let lower = form.to_lowercase();
        let zeroed: Cow<str> = match lower.contains(|c: char| c.is_ascii_digit()) {
            true => Cow::Owned(lower.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect()),
            false => Cow::Borrowed(&lower),
        };
        let (word, vector) = self.words.find(&lower);
        let hashed = |table: usize, mark: char, piece: &str| hash(mark, piece) % self.tables[table].n_rows() as u32;
        let shape = shape(form, self.classes);
        let rows = [
            word,
            hashed(1, '2', last(&zeroed, 2)),
            hashed(2, 's', last(&zeroed, 3)),
            hashed(3, '4', last(&zeroed, 4)),
            hashed(4, 'p', first(&zeroed, 3)),
            hash_bytes(shape.bytes()) % self.tables[5].n_rows() as u32,
        ];
        (rows, vector)
    }
}

impl Words {
    fn new(model: &Model, n_rows: usize, n_vectors: usize) -> Result<Words, ModelError> {
        let text = model.text("words")?.to_owned();
        let mut starts = vec![0];
        starts.extend(text.bytes().zip(1..).filter(|(byte, _)| *byte == b'\n').map(|(_, next)| next));
        let rows = |name: &str, n_rows: usize| {
            let rows = model.numbers(name)?;
            if rows.len() + 1 == starts.len() && rows.iter().all(|row| (*row as usize) < n_rows) {
                Ok(rows.to_vec())
            } else {
                Err(unfit(name, &format!("a row below {n_rows} for each word"), &format!("{} of them", rows.len())))
            }
        };
        let (rows, vector_rows) = (rows("word_rows", n_rows)?, rows("vector_rows", n_vectors)?);
        let words = Words { text, rows, vector_rows, starts };
        match (1..words.rows.len()).find(|i| words.word(i - 1) >= words.word(*i)) {
            None => Ok(words),
            Some(i) => Err(unfit("words", "words in order", words.word(i))),
        }
    }

    fn word(&self, i: usize) -> &str {
        &self.text[self.starts[i] as usize..self.starts[i + 1] as usize - 1]
    }

    /// Row and row of the vector.
    fn find(&self, word: &str) -> (u32, u32) {
        let (mut low, mut high) = (0, self.rows.len());
        while low < high {
            let middle = (low + high) / 2;
            if self.word(middle) < word {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if low < self.rows.len() && self.word(low) == word {
            (self.rows[low], self.vector_rows[low])
        } else {
            (UNKNOWN, UNKNOWN)
        }
    }
}

/// The form with classes in place of letters and digits of ASCII, and no more than three of one kind in a row.
fn shape(form: &str, [capital, small, digit]: [char; 3]) -> String {
    let mut shape = String::with_capacity(form.len());
    let mut run = ('\0', 0);
    for c in form.chars() {
        let class = match c {
            'A'..='Z' => capital,
            'a'..='z' => small,
            '0'..='9' => digit,
            _ => c,
        };
        run = (class, if class == run.0 { run.1 + 1 } else { 1 });
        if run.1 <= 3 {
            shape.push(class);
        }
    }
    shape
}

fn first(text: &str, n: usize) -> &str {
    text.char_indices().nth(n).map_or(text, |(end, _)| &text[..end])
}

fn last(text: &str, n: usize) -> &str {
    text.char_indices().rev().nth(n - 1).map_or(text, |(start, _)| &text[start..])
}

/// Of a piece of a word and the mark of its kind.
fn hash(mark: char, piece: &str) -> u32 {
    hash_bytes([mark as u8].into_iter().chain(piece.bytes()))
}

/// FNV-1a, with its high bits folded in.
fn hash_bytes(bytes: impl Iterator<Item = u8>) -> u32 {
    let hash = bytes.fold(2_166_136_261, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(16_777_619));
    hash ^ (hash >> 15)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_keep_marks_and_cut_runs() {
        let classes = ['X', 'x', 'd'];
        assert_eq!(shape("Lower-house", classes), "Xxxx-xxx");
        assert_eq!(shape("U.S.", classes), "X.X.");
        assert_eq!(shape("1,500.25", classes), "d,ddd.dd");
        assert_eq!(shape("-----\u{e9}", classes), "---\u{e9}");
    }

    #[test]
    fn ends_and_starts_are_cut_between_characters() {
        assert_eq!((first("\u{e9}t\u{e9}s", 3), last("\u{e9}t\u{e9}s", 2)), ("\u{e9}t\u{e9}", "\u{e9}s"));
        assert_eq!((first("a", 3), last("a", 4), first("", 3), last("", 2)), ("a", "a", "", ""));
    }

    #[test]
    fn hashes_are_those_of_training() {
        assert_eq!(hash_bytes("a".bytes()), 0xe40c_292c ^ (0xe40c_292c >> 15));
        assert_eq!(hash('2', "ed"), hash_bytes("2ed".bytes()));
    }
}
