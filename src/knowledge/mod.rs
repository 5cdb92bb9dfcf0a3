//! The tables of `data/` loaded into look-up structures, and a user's own tables over them.
//!
//! Knows forms of names and words, not texts: what a sentence says is for `extract`.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

pub mod cut;
pub mod holders;
pub mod inflect;
pub mod lemmas;
pub mod names;
pub mod offices;
pub mod phrase;
mod plain;
pub mod predicates;
pub mod table;
pub mod words;

pub use holders::Holders;
pub use names::{Form, FormKind, Known, Names};
pub use offices::Offices;
pub use predicates::Predicates;
pub use words::Words;

use table::{Origin, Source};

/// Everything that the program knows about names and words.
#[derive(Debug, Default)]
pub struct Knowledge {
    /// Countries and groups.
    pub names: Names,
    /// Titles and nouns of office.
    pub offices: Offices,
    /// Terms of office.
    pub holders: Holders,
    /// Lists of English words by what they do in a sentence: function words, verbs of saying, nouns for groups.
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
    #[error("{}", no_table(.0, .1))]
    UnknownTable(PathBuf, String),
    /// A folder that stands in place of the built-in tables lacks one.
    #[error("no table \"{}\": a folder in place of the built-in tables needs all of them; to add tables of your own, name \
        their folder with --knowledge", .0.display())]
    MissingTable(PathBuf),
}

/// That no table has this name, with the nearest that there is, or all.
fn no_table(path: &Path, name: &str) -> String {
    let names: Vec<&str> = TABLES.iter().map(|(name, _)| *name).collect();
    match table::nearest(name, names.iter().copied()) {
        Some(near) => format!("\"{}\" is no table; did you mean \"{near}\"?", path.display()),
        None => format!("\"{}\" is no table; expected one of {}", path.display(), names.join(", ")),
    }
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
    "office_holders.tsv",
    "given_names.tsv",
    "words/abbreviations.tsv",
    "words/agentive_nouns.tsv",
    "words/control_adjectives.tsv",
    "words/control_nouns.tsv",
    "words/control_verbs.tsv",
    "words/country_nouns.tsv",
    "words/ending_verbs.tsv",
    "words/event_nouns.tsv",
    "words/family_names.tsv",
    "words/function_words.tsv",
    "words/gendered_words.tsv",
    "words/group_nouns.tsv",
    "words/irregular_verbs.tsv",
    "words/kind_nouns.tsv",
    "words/lemmas.tsv",
    "words/light_verbs.tsv",
    "words/mood_adjectives.tsv",
    "words/name_words.tsv",
    "words/namesakes.tsv",
    "words/not_names.tsv",
    "words/party_nouns.tsv",
    "words/people_nouns.tsv",
    "words/place_nouns.tsv",
    "words/quantity_nouns.tsv",
    "words/saying_verbs.tsv",
    "words/state_nouns.tsv",
    "words/thing_nouns.tsv",
    "words/time_words.tsv",
    "words/word_classes.tsv",
    "predicates/alignment.toml",
    "predicates/events_conflict.toml",
    "predicates/events_cooperation.toml",
    "predicates/structural.toml",
];

const COUNTRIES: &str = "countries.toml";
const GROUPS: &str = "groups.toml";
/// Asks for countries, groups and offices.
const HOLDERS: &str = "office_holders.tsv";

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
    /// As [`Knowledge::with_tables`], and [`Error::MissingTable`] when not every table is there.
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
        let mut knowledge = match base {
            Some(_) => Knowledge::of_tables(base, |_| true)?,
            None => Knowledge::load_built_in(own.is_none())?,
        };
        for (table, path) in own.map(user_tables).transpose()?.unwrap_or_default() {
            let source = Source { name: &path.display().to_string(), text: &read(&path)?, origin: Origin::Own };
            knowledge.add(table, source)?;
        }
        if base.is_some() || own.is_some() {
            knowledge.inflect();
        }
        Ok(knowledge)
    }

    /// The compiled-in tables, read side by side: names are the larger half of them. The verbs have their forms if no
    /// tables follow.
    fn load_built_in(is_all: bool) -> Result<Self, Error> {
        let (_, groups) = TABLES.iter().find(|(table, _)| *table == GROUPS).expect("there is a table of groups");
        let name = format!("data/{GROUPS}");
        let groups = Source::built_in(&name, groups);
        std::thread::scope(|scope| {
            let records = scope.spawn(move || names::group_records(groups));
            let rest = scope.spawn(move || {
                let mut rest = Knowledge::of_tables(None, |table| ![COUNTRIES, GROUPS, HOLDERS].contains(&table))?;
                if is_all {
                    rest.inflect();
                }
                Ok(rest)
            });
            let names = Knowledge::of_tables(None, |table| table == COUNTRIES)?.names;
            let rest = rest.join().expect("reading a table does not panic");
            let mut knowledge = Knowledge { names, ..rest? };
            let records = records.join().expect("reading a table does not panic")?;
            knowledge.names.add_group_records(groups, records)?;
            knowledge.add_base(None, |table| table == HOLDERS)?;
            Ok(knowledge)
        })
    }

    /// Gives the verbs of all tables their forms.
    fn inflect(&mut self) {
        let Knowledge { words, predicates, .. } = self;
        words.inflect(predicates.verbs.keys().map(String::as_str));
    }

    fn of_tables(base: Option<&Path>, is_wanted: impl Fn(&str) -> bool) -> Result<Self, Error> {
        let mut knowledge = Knowledge::default();
        knowledge.add_base(base, is_wanted)?;
        Ok(knowledge)
    }

    /// Adds the wanted ones of the built-in tables, or of those that stand in their place.
    fn add_base(&mut self, base: Option<&Path>, is_wanted: impl Fn(&str) -> bool) -> Result<(), Error> {
        for (table, built_in) in TABLES.iter().filter(|(table, _)| is_wanted(table)) {
            match base.map(|folder| folder.join(table)) {
                None => self.add(table, Source::built_in(&format!("data/{table}"), built_in))?,
                Some(path) => {
                    let name = path.display().to_string();
                    self.add(table, Source { name: &name, text: &read(&path)?, origin: Origin::Checkout })?;
                }
            }
        }
        Ok(())
    }

    fn add(&mut self, table: &str, source: Source) -> Result<(), Error> {
        match table {
            "countries.toml" => self.names.add_countries(source),
            "groups.toml" => self.names.add_groups(source),
            "offices.tsv" => self.offices.add_offices(source),
            "office_modifiers.tsv" => self.offices.add_modifiers(source),
            "office_holders.tsv" => self.holders.add(source, &self.names, &self.offices),
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
            ("terms of office", self.holders.terms.len()),
            ("given names", self.words.given_names.len()),
            ("forms of verbs", self.words.verb_forms.len()),
            ("lemmas of other forms", self.words.lemmas.len()),
            ("entries of predicates", self.predicates.entries.len()),
        ]
    }
}

/// A table's text, without the mark that some editors put before it.
fn read(path: &Path) -> Result<String, Error> {
    let text = std::fs::read_to_string(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound if path.parent().is_some_and(Path::exists) => Error::MissingTable(path.to_owned()),
        _ => Error::Read(path.to_owned(), error),
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// The tables in a user's folder in the order of loading: `groups.toml` and `words/place_nouns.tsv` alike, each with
/// its path.
fn user_tables(folder: &Path) -> Result<Vec<(&'static str, PathBuf)>, Error> {
    let read = |dir: &Path| std::fs::read_dir(dir).map_err(|e| Error::Read(dir.to_owned(), e));
    let mut tables = Vec::new();
    let mut folders = vec![(folder.to_owned(), String::new())];
    while let Some((dir, prefix)) = folders.pop() {
        for entry in read(&dir)? {
            let entry = entry.map_err(|e| Error::Read(dir.clone(), e))?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            let path = entry.path();
            // Folders of other names too, so that "predicate/alignment.toml" is not passed over in silence.
            if path.is_dir() && prefix.is_empty() && !name.starts_with('.') {
                folders.push((path, format!("{name}/")));
            } else if let Some(place) = TABLES.iter().position(|(table, _)| *table == name) {
                tables.push((place, path));
            } else if path.is_file() && (name.ends_with(".tsv") || name.ends_with(".toml")) {
                return Err(Error::UnknownTable(path, name));
            }
        }
    }
    tables.sort();
    Ok(tables.into_iter().map(|(place, path)| (TABLES[place].0, path)).collect())
}
