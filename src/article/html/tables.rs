//! The tables of `data/pages/`, compiled in: what on a page is no article, in words.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::knowledge::table::{Source, one_of, rows, rows_by};

/// Which part of a line the words of `boilerplate.tsv` are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Match {
    Begins,
    Contains,
    Is,
}

/// The tables.
#[derive(Default)]
pub(super) struct Tables {
    pub(super) boilerplate: Vec<(Match, &'static str)>,
    /// Words of class names, in lower case.
    pub(super) page_parts: Vec<Vec<&'static str>>,
    pub(super) error: Vec<&'static str>,
    pub(super) paywall: Vec<&'static str>,
    /// Words of stamps of time, in lower case.
    pub(super) stamp: FxHashSet<&'static str>,
}

/// The tables as they stand in `data/pages/`.
pub(super) static TABLES: LazyLock<Tables> = LazyLock::new(|| load().expect("a test reads the tables"));

fn load() -> Result<Tables, crate::knowledge::Error> {
    let lines = Source::built_in("data/pages/boilerplate.tsv", include_str!("../../../data/pages/boilerplate.tsv"));
    let parts = Source::built_in("data/pages/page_parts.tsv", include_str!("../../../data/pages/page_parts.tsv"));
    let notices = Source::built_in("data/pages/notices.tsv", include_str!("../../../data/pages/notices.tsv"));
    let stamps = Source::built_in("data/pages/stamp_words.tsv", include_str!("../../../data/pages/stamp_words.tsv"));

    let mut tables = Tables::default();
    let matches = [("begins", Match::Begins), ("contains", Match::Contains), ("is", Match::Is)];
    for row in rows_by(lines, ["match", "words", "note"], 2)? {
        let [kind, words, _] = row.value;
        tables.boilerplate.push((one_of(&lines, row.line, "match", kind, &matches)?, words));
    }
    for row in rows(parts, ["words", "note"])? {
        tables.page_parts.push(row.value[0].split(' ').collect());
    }
    for row in rows_by(notices, ["kind", "words", "note"], 2)? {
        let [kind, words, _] = row.value;
        let is_error = one_of(&notices, row.line, "kind", kind, &[("error", true), ("paywall", false)])?;
        if is_error { tables.error.push(words) } else { tables.paywall.push(words) }
    }
    tables.stamp = rows(stamps, ["word", "note"])?.iter().map(|row| row.value[0]).collect();
    Ok(tables)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_well_formed() {
        let tables = load().unwrap_or_else(|error| panic!("{error}"));
        assert!(tables.boilerplate.len() > 50 && tables.page_parts.len() > 30 && tables.stamp.len() > 30);
        let is_lower = |words: &&str| words.to_lowercase() == **words;
        assert!(tables.boilerplate.iter().all(|(_, words)| is_lower(words)));
        assert!(tables.error.iter().chain(&tables.paywall).chain(&tables.stamp).all(is_lower));
    }
}
