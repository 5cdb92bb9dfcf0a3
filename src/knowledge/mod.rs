//! The tables of `data/` loaded into look-up structures, and a user's own tables over them.
//!
//! Knows forms of names and words, not texts: what a sentence says is for `extract`.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

pub mod inflect;
pub mod names;
pub mod offices;
pub mod phrase;
pub mod predicates;
pub mod table;
pub mod words;

pub use names::{Form, FormKind, Known, Names};
pub use offices::Offices;
pub use predicates::Predicates;
pub use words::Words;

use table::Source;

/// Everything that the program knows about names and words.
#[derive(Debug, Default)]
pub struct Knowledge {
    /// Countries and groups.
    pub names: Names,
    /// Titles and nouns of office.
    pub offices: Offices,
    /// Words of English.
    pub words: Words,
    /// Words that state relations.
    pub predicates: Predicates,
}

/// Why tables could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A row breaks the form of its table; the text names file and line.
    #[error("{0}")]
    Table(String),
    /// A table of the user's cannot be read.
    #[error("cannot read \"{}\"", .0.display())]
    Read(PathBuf, #[source] std::io::Error),
    /// A file of the user's folder has a name that no table has.
    #[error("\"{}\" is no table; expected one of {}", .0.display(), TABLES.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", "))]
    UnknownTable(PathBuf),
}

macro_rules! tables {
    ($($name:literal,)+) => { &[$(($name, include_str!(concat!("../../data/", $name)))),+] };
}

/// The compiled-in tables in the order of loading, by path below `data/`.
const TABLES: &[(&str, &str)] = tables![
    "countries.toml",
    "groups.toml",
    "offices.tsv",
    "office_modifiers.tsv",
    "given_names.tsv",
    "words/abbreviations.tsv",
    "words/control_adjectives.tsv",
    "words/control_nouns.tsv",
    "words/control_verbs.tsv",
    "words/family_names.tsv",
    "words/function_words.tsv",
    "words/group_nouns.tsv",
    "words/irregular_verbs.tsv",
    "words/light_verbs.tsv",
    "words/not_names.tsv",
    "words/party_nouns.tsv",
    "words/people_nouns.tsv",
    "words/place_nouns.tsv",
    "words/saying_verbs.tsv",
    "words/state_nouns.tsv",
    "predicates/alignment.toml",
    "predicates/events_conflict.toml",
    "predicates/events_cooperation.toml",
    "predicates/structural.toml",
];

impl Knowledge {
    /// The tables that are compiled in.
    ///
    /// # Errors
    /// [`Error::Table`] when a row breaks the form of its table: `whom check-data` and the tests rule that out.
    pub fn built_in() -> Result<Self, Error> {
        Self::load(None, None)
    }

    /// The tables of a folder laid out as `data/`, in place of the compiled-in ones: for people who edit these.
    ///
    /// # Errors
    /// As [`Knowledge::with_tables`]; every table must be there.
    pub fn of_folder(folder: &Path) -> Result<Self, Error> {
        Self::load(Some(folder), None)
    }

    /// The compiled-in tables with a user's own of the same form over them: their rows are added, and where they give a
    /// name or word that is there already, theirs counts.
    ///
    /// # Errors
    /// [`Error::Table`] with file and line when a row breaks the form of its table, [`Error::Read`] when a file cannot be
    /// read, [`Error::UnknownTable`] for a `.tsv` or `.toml` file with another name than a table's.
    pub fn with_tables(folder: &Path) -> Result<Self, Error> {
        Self::load(None, Some(folder))
    }

    fn load(base: Option<&Path>, own: Option<&Path>) -> Result<Self, Error> {
        let read = |path: &Path| std::fs::read_to_string(path).map_err(|e| Error::Read(path.to_owned(), e));
        let mut knowledge = Knowledge::default();
        let own_tables = own.map(user_tables).transpose()?.unwrap_or_default();
        for (name, built_in) in TABLES {
            let text = match base {
                Some(folder) => Cow::Owned(read(&folder.join(name))?),
                None => Cow::Borrowed(*built_in),
            };
            knowledge.add(name, Source { name: &format!("data/{name}"), text: &text })?;
            if let Some((_, path)) = own_tables.iter().find(|(own, _)| own == name) {
                knowledge.add(name, Source { name: &path.display().to_string(), text: &read(path)? })?;
            }
        }
        let Knowledge { words, predicates, .. } = &mut knowledge;
        words.inflect(predicates.verbs.keys().map(String::as_str));
        Ok(knowledge)
    }

    fn add(&mut self, table: &str, source: Source) -> Result<(), Error> {
        match table {
            "countries.toml" => self.names.add_countries(source),
            "groups.toml" => self.names.add_groups(source),
            "offices.tsv" => self.offices.add_offices(source),
            "office_modifiers.tsv" => self.offices.add_modifiers(source),
            _ if table.starts_with("predicates/") => self.predicates.add(source),
            _ => {
                let is_known = self.words.add(table.rsplit('/').next().unwrap_or(table), source)?;
                debug_assert!(is_known, "{table} has a reader");
                Ok(())
            }
        }
    }

    /// How many entries each table gave, for `whom check-data`.
    pub fn counts(&self) -> Vec<(&'static str, usize)> {
        vec![
            ("countries", self.names.countries.len()),
            ("groups", self.names.groups.len()),
            ("forms of names", self.names.forms.len()),
            ("offices, with plurals", self.offices.titles.len()),
            ("modifiers of offices", self.offices.modifiers.len()),
            ("given names", self.words.given_names.len()),
            ("forms of verbs", self.words.verb_forms.len()),
            ("entries of predicates", self.predicates.entries.len()),
        ]
    }
}

/// The tables in a user's folder: `groups.toml` and `words/place_nouns.tsv` alike, each with its path.
fn user_tables(folder: &Path) -> Result<Vec<(String, PathBuf)>, Error> {
    let read = |dir: &Path| std::fs::read_dir(dir).map_err(|e| Error::Read(dir.to_owned(), e));
    let mut tables = Vec::new();
    let mut folders = vec![(folder.to_owned(), String::new())];
    while let Some((dir, prefix)) = folders.pop() {
        for entry in read(&dir)? {
            let entry = entry.map_err(|e| Error::Read(dir.clone(), e))?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            let path = entry.path();
            if path.is_dir() && matches!(name.as_str(), "words" | "predicates") {
                folders.push((path, format!("{name}/")));
            } else if TABLES.iter().any(|(table, _)| *table == name) {
                tables.push((name, path));
            } else if name.ends_with(".tsv") || name.ends_with(".toml") {
                return Err(Error::UnknownTable(path));
            }
        }
    }
    tables.sort();
    Ok(tables)
}
