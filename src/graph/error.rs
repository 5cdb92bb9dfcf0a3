//! Why the graph's file cannot be used, in words that name the file and the next step.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use super::holder::{Holder, holder};

/// Failures of the store and its queries.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no file to ask.
    #[error("no graph at \"{}\": run whom ingest first", path.display())]
    Missing {
        /// The file that was asked for.
        path: PathBuf,
    },
    /// The file system refuses the file.
    #[error("cannot open \"{}\": {reason}", path.display())]
    CannotOpen {
        /// The file.
        path: PathBuf,
        /// What stands in the way.
        reason: String,
    },
    /// The file is of another format.
    #[error("cannot open \"{}\": it is not a database; name the graph's file with --db", path.display())]
    NotADatabase {
        /// The file.
        path: PathBuf,
    },
    /// The file is an SQLite database, but no graph.
    #[error("cannot open \"{}\": it is a database of another program; name the graph's file with --db", path.display())]
    OtherProgram {
        /// The file.
        path: PathBuf,
    },
    /// A later version of this program wrote the file.
    #[error("cannot open \"{}\": its schema is {found}, this program knows up to {known}; update whom", path.display())]
    NewerSchema {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: i64,
        /// The latest schema that this program knows.
        known: i64,
    },
    /// An earlier version of this program wrote the file, which cannot be brought up to date where it lies.
    #[error(
        "cannot open \"{}\": its schema is {found}, this program has {known}, and the file is read-only; copy it to where it can be written",
        path.display()
    )]
    OlderSchema {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: i64,
        /// The schema of this program.
        known: i64,
    },
    /// The file may be read, not written.
    #[error("cannot write \"{}\": the file is read-only; change its permissions or name another with --db", path.display())]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// Another process is writing and did not finish in time.
    #[error(
        "cannot write \"{}\": {} is writing to it; try again when that one is done",
        path.display(),
        holder.as_ref().map_or_else(|| "another process".to_owned(), Holder::to_string)
    )]
    Locked {
        /// The file.
        path: PathBuf,
        /// Who writes, where the system tells.
        holder: Option<Holder>,
    },
    /// No room for more; what was committed before is kept.
    #[error(
        "cannot write \"{}\": the disk is full; make room and run the same command again, nothing is lost",
        path.display()
    )]
    DiskFull {
        /// The file.
        path: PathBuf,
    },
    /// The file breaks SQLite's format or the schema.
    #[error("\"{}\" is damaged; restore a copy, or move it away and ingest again", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What SQLite found.
        source: rusqlite::Error,
    },
    /// A statement names an actor that is not among those of its article.
    #[error("article \"{article}\": a statement names \"{name}\", which is not among the article's actors")]
    UnnamedActor {
        /// Id of the article.
        article: String,
        /// The name in the statement.
        name: String,
    },
    /// No article has this id or fingerprint.
    #[error("no article has the id \"{0}\"; whom articles lists those there are")]
    UnknownArticle(String),
    /// Several articles have this id.
    #[error("several articles have the id \"{0}\"; give the fingerprint, which whom articles shows")]
    AmbiguousArticle(String),
    /// No statement is named so.
    #[error("no statement is named \"{0}\"; whom evidence --ids shows their names")]
    UnknownStatement(String),
    /// No actor has this id.
    #[error("no actor has the id \"{0}\"")]
    UnknownActor(String),
    /// Anything else that SQLite reports.
    #[error("cannot use \"{}\"", path.display())]
    Database {
        /// The file.
        path: PathBuf,
        /// What SQLite reports.
        source: rusqlite::Error,
    },
}

impl Error {
    /// Sorts an SQLite error by what a user can do about it.
    pub(super) fn from_sqlite(path: &Path, source: rusqlite::Error) -> Error {
        let path = path.to_owned();
        match &source {
            rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::Utf8Error(..) => return Error::Damaged { path, source },
            _ => {}
        }
        match source.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => Error::NotADatabase { path },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                let holder = holder(&path);
                Error::Locked { path, holder }
            }
            Some(ErrorCode::DiskFull) => Error::DiskFull { path },
            Some(ErrorCode::SystemIoFailure) if is_out_of_room(&source) => Error::DiskFull { path },
            Some(ErrorCode::ReadOnly) => Error::ReadOnly { path },
            Some(ErrorCode::DatabaseCorrupt) => Error::Damaged { path, source },
            Some(ErrorCode::CannotOpen) => {
                let reason = "SQLite cannot open it or the files beside it; check that its folder can be written";
                Error::CannotOpen { path, reason: reason.to_owned() }
            }
            _ => Error::Database { path, source },
        }
    }
}

/// On a full disk SQLite cannot even grow the index of its log and calls that an input/output error.
fn is_out_of_room(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error().map(|e| e.extended_code),
        Some(rusqlite::ffi::SQLITE_IOERR_SHMSIZE | rusqlite::ffi::SQLITE_IOERR_SHMMAP)
    )
}
