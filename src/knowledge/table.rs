//! Reading the two forms of a table: tab-separated rows and TOML records.
//!
//! Checks what every table promises (its columns, sorted rows, no double entry) and names file and line where one does
//! not hold. A malformed row is an error, never skipped.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use toml::Spanned;

use super::Error;

/// A table's text and the name by which messages call it, such as `data/offices.tsv`.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// Path as a person would look for it.
    pub name: &'a str,
    /// The whole text.
    pub text: &'a str,
}

/// One row or record and where it stands.
#[derive(Debug, Clone)]
pub struct Row<T> {
    /// Line of the table, from 1.
    pub line: usize,
    /// What it holds.
    pub value: T,
}

impl Source<'_> {
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
    let mut lines = source.text.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && !line.is_empty());
    let header = lines.next().map(|(_, line)| line).unwrap_or_default();
    if header != columns.join("\t") {
        return Err(source.error(1, format!("expected the columns \"{}\", found \"{header}\"", columns.join(", "))));
    }
    let mut rows: Vec<Row<[&str; N]>> = Vec::new();
    for (i, text) in lines {
        let line = i + 1;
        let cells: Vec<&str> = text.split('\t').collect();
        let n_cells = cells.len();
        let value: [&str; N] =
            cells.try_into().map_err(|_| source.error(line, format!("expected {N} columns, found {n_cells}")))?;
        if let Some(last) = rows.last() {
            check_order(&source, line, last.value[0], value[0])?;
        }
        rows.push(Row { line, value });
    }
    Ok(rows)
}

/// Records of a TOML table, `[[name]]`, in the order in which they stand.
///
/// # Errors
/// [`Error::Table`] with file, line and what the reader of TOML says.
pub fn records<T: DeserializeOwned>(source: Source, name: &str) -> Result<Vec<Row<T>>, Error> {
    let mut records: BTreeMap<String, Vec<Spanned<T>>> = toml::from_str(source.text)
        .map_err(|e| Error::Table(format!("{}: {}", source.name, e.to_string().trim_end())))?;
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
        source.error(line, format!("{column} \"{word}\" is not defined; expected one of \"{}\"", names.join("\", \"")))
    })
}
