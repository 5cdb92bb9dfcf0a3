//! The tables of `data/` loaded into look-up structures, and a user's own tables over them.

use std::path::Path;

/// Everything that the program knows about names and words.
#[derive(Debug)]
pub struct Knowledge {}

/// Why tables could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A row breaks the form of its table; the text names file and line.
    #[error("{0}")]
    Table(String),
}

impl Knowledge {
    /// The tables that are compiled in.
    ///
    /// # Errors
    /// [`Error::Table`] when a row breaks the form of its table: `whom check-data` and the tests rule that out.
    pub fn built_in() -> Result<Self, Error> {
        Ok(Knowledge {})
    }

    /// The compiled-in tables with a user's own of the same form over them.
    ///
    /// # Errors
    /// [`Error::Table`] with file and line when a file cannot be read or a row breaks the form of its table.
    pub fn with_tables(folder: &Path) -> Result<Self, Error> {
        let _ = folder;
        Self::built_in()
    }
}
