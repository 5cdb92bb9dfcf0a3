//! Reading the two forms of a table: tab-separated rows and TOML records.
//!
//! Checks what every table promises (its columns, sorted rows, no double entry) and names file and line where one does
//! not hold. A malformed row is an error, never skipped.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use toml::Spanned;

use super::{Error, plain};

/// A table's text and the name by which messages call it, such as `data/offices.tsv`.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// Path as a person would look for it.
    pub name: &'a str,
    /// The whole text.
    pub text: &'a str,
    /// Whose it is.
    pub origin: Origin,
}

/// Whose a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Compiled in. What takes time to check in it is left to the tests, which read it as one of a checkout.
    BuiltIn,
    /// One of a checkout, in place of a compiled-in one.
    Checkout,
    /// A user's own, whose rows count over the built-in ones.
    Own,
}

/// One row or record and where it stands.
#[derive(Debug, Clone)]
pub struct Row<T> {
    /// Line of the table, from 1.
    pub line: usize,
    /// What it holds.
    pub value: T,
}

impl<'a> Source<'a> {
    /// A compiled-in table.
    pub const fn built_in(name: &'a str, text: &'a str) -> Self {
        Source { name, text, origin: Origin::BuiltIn }
    }

    /// An error that names this table and a line of it.
    pub fn error(&self, line: usize, problem: impl std::fmt::Display) -> Error {
        Error::Table(format!("{}:{line}: {problem}", self.name))
    }
}

/// Rows of a tab-separated table with exactly these columns, the first of which is sorted and unique.
///
/// # Errors
/// [`Error::Table`] with file and line.
pub fn rows<'a, const N: usize>(source: Source<'a>, columns: [&str; N]) -> Result<Vec<Row<[&'a str; N]>>, Error> {
    rows_by(source, columns, 1)
}

/// Rows of a tab-separated table with exactly these columns, sorted and unique by the first `n_keys` of them together.
///
/// # Errors
/// [`Error::Table`] with file and line.
pub fn rows_by<'a, const N: usize>(
    source: Source<'a>,
    columns: [&str; N],
    n_keys: usize,
) -> Result<Vec<Row<[&'a str; N]>>, Error> {
    let mut lines = source.text.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && !line.is_empty());
    let (first, header) = lines.next().unwrap_or_default();
    if header != columns.join("\t") {
        return Err(source.error(first + 1, wrong_header(header, &columns)));
    }
    let n_lines = source.text.bytes().filter(|byte| *byte == b'\n').count();
    let mut rows: Vec<Row<[&str; N]>> = Vec::with_capacity(n_lines);
    for (i, text) in lines {
        let line = i + 1;
        let mut value = [""; N];
        let mut n_cells = 0;
        for cell in text.split('\t') {
            if let Some(place) = value.get_mut(n_cells) {
                *place = cell;
            }
            n_cells += 1;
        }
        if n_cells != N {
            return Err(source.error(line, format!("expected {N} columns, found {n_cells}")));
        }
        if let Some(last) = rows.last().filter(|last| last.value[..n_keys] >= value[..n_keys]) {
            check_order(&source, line, &last.value[..n_keys].join(" "), &value[..n_keys].join(" "))?;
        }
        rows.push(Row { line, value });
    }
    Ok(rows)
}

/// Which columns are missing or unknown, or how the header should read where they only stand in another order.
fn wrong_header(header: &str, columns: &[&str]) -> String {
    let found: Vec<&str> = header.split('\t').collect();
    if let Some(unknown) = found.iter().find(|column| !columns.contains(column)).filter(|_| found.len() > 1) {
        return not_defined("column", unknown, columns);
    }
    let expected = columns.join(", ");
    format!("expected the columns \"{expected}\" with tabs between them, found \"{}\"", found.join(", "))
}

/// Records of a TOML table, `[[name]]`, in the order in which they stand.
///
/// # Errors
/// [`Error::Table`] with file, line and what the reader of TOML says.
pub fn records<T: DeserializeOwned>(source: Source, name: &str) -> Result<Vec<Row<T>>, Error> {
    match plain::records(source.text, name) {
        Some(rows) => Ok(rows),
        None => records_in_full(source, name),
    }
}

/// The same by the full reader of TOML, which takes four times as long and says what is wrong.
pub(super) fn records_in_full<T: DeserializeOwned>(source: Source, name: &str) -> Result<Vec<Row<T>>, Error> {
    let mut records: BTreeMap<String, Vec<Spanned<T>>> =
        toml::from_str(source.text).map_err(|error| not_read(&source, &error))?;
    let wanted = records.remove(name).unwrap_or_default();
    if let Some(unknown) = records.keys().next() {
        return Err(source.error(1, format!("expected only [[{name}]], found [[{unknown}]]")));
    }
    let mut line = 1;
    let mut counted = 0;
    let mut rows = Vec::new();
    for record in wanted {
        let start = record.span().start;
        line += source.text[counted..start].matches('\n').count();
        counted = start;
        rows.push(Row { line, value: record.into_inner() });
    }
    Ok(rows)
}

/// What the reader of TOML says, in one line and in our words where it is about a field or a value.
fn not_read(source: &Source, error: &toml::de::Error) -> Error {
    let at = error.span().map_or(0, |span| span.start.min(source.text.len()));
    let line = source.text[..at].matches('\n').count() + 1;
    let message = error.message().lines().collect::<Vec<_>>().join("; ");
    // "unknown field `sectr`, expected one of `name`, `sector`": the words in backticks are the odd pieces.
    let words: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    match (message.split_once(" `"), words.split_first()) {
        (Some(("unknown field", _)), Some((word, known))) => source.error(line, not_defined("field", word, known)),
        (Some(("unknown variant", _)), Some((word, known))) => {
            source.error(line, not_defined(key_before(&source.text[..at]), word, known))
        }
        (Some(("missing field", _)), Some((word, _))) => {
            source.error(line, format!("the record needs a field \"{word}\""))
        }
        _ => source.error(line, message),
    }
}

/// The key of the value that comes next: `relation` after `relation = `.
fn key_before(text: &str) -> &str {
    let before = text.rsplit_once('=').map_or("", |(before, _)| before);
    before.lines().last().unwrap_or_default().trim()
}

/// That a word is none of the known ones: with the nearest of them, or all where none is near.
pub fn not_defined(what: &str, word: &str, known: &[&str]) -> String {
    match nearest(word, known.iter().copied()) {
        Some(near) => format!("{what} \"{word}\" is not defined; did you mean \"{near}\"?"),
        None => format!("{what} \"{word}\" is not defined; expected one of \"{}\"", known.join("\", \"")),
    }
}

/// The known word that this one is most likely a slip of: at most one letter in three is another.
pub fn nearest<'k>(word: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    known
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, candidate)| *distance * 3 <= candidate.chars().count().max(3))
        .min()
        .map(|(_, candidate)| candidate)
}

/// Checks that two neighbouring keys stand in order and are not the same.
///
/// # Errors
/// [`Error::Table`] with file and line.
pub fn check_order(source: &Source, line: usize, before: &str, key: &str) -> Result<(), Error> {
    match before.cmp(key) {
        std::cmp::Ordering::Less => Ok(()),
        std::cmp::Ordering::Equal => Err(source.error(line, format!("\"{key}\" stands twice"))),
        std::cmp::Ordering::Greater => Err(source
            .error(line, format!("rows are sorted by the first column: \"{key}\" must stand before \"{before}\""))),
    }
}

/// A cell that must be one of a few words.
///
/// # Errors
/// [`Error::Table`] with file, line, the word and those that would do.
pub fn one_of<T: Copy>(
    source: &Source,
    line: usize,
    column: &str,
    word: &str,
    known: &[(&str, T)],
) -> Result<T, Error> {
    known.iter().find(|(name, _)| *name == word).map(|(_, value)| *value).ok_or_else(|| {
        let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
        source.error(line, not_defined(column, word, &names))
    })
}
