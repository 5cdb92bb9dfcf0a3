//! The SQLite file: opening it, and adding articles.
//!
//! What goes in is kept as extracted, an article whole or not at all. Equal texts are one article: of the particulars
//! under which a text arrives the smallest stay, so the order of arrival leaves no trace. The tables are in
//! `schema.sql`, the rows are written in `writer.rs`, the questions are in the files beside.

use std::collections::HashSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, MAIN_DB, OpenFlags, Transaction, TransactionBehavior};

use super::node::Names;
use super::writer::{Memory, Particulars, Writer, check_names, kept_article};
use super::{Error, codes, derive, fingerprint, migration};
use crate::article::Article;
use crate::extract::Extraction;

/// "whom" in ASCII: marks a file as ours.
const APPLICATION: i64 = 0x7768_6f6d;

/// The schema that this program writes.
pub(super) const SCHEMA_VERSION: i64 = 2;

/// Bytes at the head of every SQLite database.
const HEADER_SIZE: u64 = 100;

/// How long a writer waits for another before it gives up.
const PATIENCE: Duration = Duration::from_secs(10);

/// A graph in its file.
///
/// One process writes at a time, any number read meanwhile and see whole articles only.
#[derive(Debug)]
pub struct Store {
    pub(super) connection: Connection,
    path: PathBuf,
    memory: Memory,
}

/// What became of an article that was added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// Its text was not in the graph.
    New,
    /// Its text was there already; at most the particulars under which it is kept have changed.
    Known,
}

/// What a file turns out to be.
enum Identity {
    Graph,
    /// A graph that an older program wrote.
    Older,
    Empty,
}

impl Store {
    /// Opens a graph for reading and writing, and makes the file when there is none.
    ///
    /// # Errors
    /// When the file cannot be made or written, is no graph, or is of a newer schema: see [`Error`].
    pub fn open(path: impl AsRef<Path>) -> Result<Store, Error> {
        let path = path.as_ref();
        check_place(path)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        let (mut store, identity) = Store::connect(path, flags)?;
        if store.run(|connection| connection.is_readonly(MAIN_DB))? {
            return Err(Error::ReadOnly { path: path.to_owned() });
        }
        if matches!(identity, Identity::Empty) {
            store.run(|connection| connection.pragma_update(None, "page_size", PAGE_SIZE))?;
        }
        store.run(use_write_ahead_log)?;
        match identity {
            Identity::Graph => Ok(store),
            Identity::Older => store.migrate(),
            Identity::Empty => {
                store.create().map_err(|error| Error::from_sqlite(path, error))?;
                Ok(store)
            }
        }
    }

    /// Opens a graph for questions; the file is not changed, but for one of an older schema, which is brought up to date.
    ///
    /// # Errors
    /// [`Error::Missing`] when there is no graph at `path`, [`Error::OlderSchema`] when it is of an older schema and cannot be
    /// written; else as [`Store::open`].
    pub fn open_existing(path: impl AsRef<Path>) -> Result<Store, Error> {
        let path = path.as_ref();
        match fs::File::open(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Err(Error::Missing { path: path.to_owned() }),
            Err(error) => return Err(cannot_open(path, error)),
            Ok(_) => check_place(path)?,
        }
        // A reader with the right to write clears the log away behind it, which a read-only one cannot.
        let (store, identity) = match Store::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE) {
            Err(Error::CannotOpen { .. } | Error::ReadOnly { .. }) if !has_log(path) => Store::connect_immutable(path)?,
            connected => connected?,
        };
        let store = match identity {
            Identity::Older => store.migrate()?,
            _ => store,
        };
        match identity {
            Identity::Graph | Identity::Older => {
                store.run(|connection| {
                    connection.execute_batch("PRAGMA query_only = ON; PRAGMA mmap_size = 268435456")
                })?;
                Ok(store)
            }
            Identity::Empty => Err(Error::Missing { path: path.to_owned() }),
        }
    }

    pub(super) fn file(&self) -> &Path {
        &self.path
    }

    /// Sets how long this store waits while another process writes; 10 seconds unless told otherwise.
    ///
    /// # Errors
    /// [`Error::Database`] when SQLite refuses.
    pub fn wait_for_writers(&self, patience: Duration) -> Result<(), Error> {
        self.run(|connection| connection.busy_timeout(patience))
    }

    /// Sets how much of the file this store holds in memory at most; 64 MB unless told otherwise.
    ///
    /// # Errors
    /// [`Error::Database`] when SQLite refuses.
    pub fn hold_at_most(&self, megabytes: u16) -> Result<(), Error> {
        self.run(|connection| connection.pragma_update(None, "cache_size", -1_000 * i32::from(megabytes)))
    }

    /// Whether an article with this fingerprint is in the graph.
    ///
    /// # Errors
    /// [`Error::Database`] when the file cannot be read.
    pub fn contains(&self, fingerprint: &str) -> Result<bool, Error> {
        self.run(|connection| {
            connection
                .prepare_cached("SELECT 1 FROM article WHERE fingerprint = ?")?
                .exists([fingerprint::stored(fingerprint)])
        })
    }

    /// Whether adding this article would change nothing: its text is there, under particulars that stay.
    ///
    /// # Errors
    /// [`Error::Database`] when the file cannot be read.
    pub fn is_settled(&self, article: &Article) -> Result<bool, Error> {
        self.run(|connection| {
            let kept = kept_article(connection, &article.fingerprint)?;
            Ok(kept.is_some_and(|(_, kept)| kept <= Particulars::of(article)))
        })
    }

    /// Fingerprints of all articles in the graph.
    ///
    /// # Errors
    /// [`Error::Database`] when the file cannot be read.
    pub fn fingerprints(&self) -> Result<HashSet<String>, Error> {
        self.run(|connection| {
            let mut query = connection.prepare("SELECT fingerprint FROM article")?;
            query.query_map([], |row| fingerprint::read(row, 0))?.collect()
        })
    }

    /// How many actors the graph holds.
    ///
    /// # Errors
    /// [`Error::Database`] when the file cannot be read.
    pub fn n_actors(&self) -> Result<u64, Error> {
        self.run(|connection| {
            connection.query_row("SELECT COUNT(*) FROM actor", [], |row| row.get::<_, i64>(0)).map(i64::unsigned_abs)
        })
    }

    /// Adds articles with what they state, all of them or, on an error, none. Answers for each in order.
    ///
    /// A text that is there already stays under the smaller particulars (dated before undated, then by date, id,
    /// title, address, outlet, language), with what was extracted under these.
    ///
    /// # Errors
    /// [`Error::UnnamedActor`] for a statement about an actor that the extraction lacks; [`Error::Locked`],
    /// [`Error::DiskFull`] and others when the file cannot be written.
    pub fn add(&mut self, batch: &[(Article, Extraction)]) -> Result<Vec<Added>, Error> {
        for (article, extraction) in batch {
            check_names(article, extraction)?;
        }
        let path = self.path.clone();
        self.add_checked(batch, false).map_err(|error| Error::from_sqlite(&path, error))
    }

    /// As [`Store::add`], but no answer knows of the articles before [`Store::settle`], which is far faster for many at
    /// once. Where the process ends before, the next one that writes settles them.
    ///
    /// # Errors
    /// As [`Store::add`].
    pub fn stow(&mut self, batch: &[(Article, Extraction)]) -> Result<Vec<Added>, Error> {
        for (article, extraction) in batch {
            check_names(article, extraction)?;
        }
        let path = self.path.clone();
        self.add_checked(batch, true).map_err(|error| Error::from_sqlite(&path, error))
    }

    fn add_checked(&mut self, batch: &[(Article, Extraction)], is_settled_later: bool) -> rusqlite::Result<Vec<Added>> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut writer = Writer::new(&transaction, &mut self.memory);
        // On an error the transaction is dropped without a commit, which undoes all of it.
        let added = batch
            .iter()
            .map(|(article, extraction)| writer.add(article, extraction))
            .collect::<rusqlite::Result<Vec<Added>>>();
        let added = added.and_then(|added| {
            if !is_settled_later {
                derive::settle(&transaction)?;
            }
            transaction.commit()?;
            Ok(added)
        });
        if added.is_err() {
            // Numbers of rows that were undone.
            self.memory = Memory::default();
        }
        added
    }

    /// Folds in what [`Store::stow`] has added, and what a process that was ended had not come to.
    ///
    /// # Errors
    /// As [`Store::add`].
    pub fn settle(&mut self) -> Result<(), Error> {
        self.write(derive::settle)
    }

    /// Folds in what waits once that is so much that it pays, for a run that adds for hours.
    ///
    /// # Errors
    /// As [`Store::add`].
    pub fn settle_when_due(&mut self) -> Result<(), Error> {
        if self.run(derive::is_due)? { self.settle() } else { Ok(()) }
    }

    /// Writes articles that are there anew with what is extracted from them now; no answer knows of them before
    /// [`Store::settle`].
    ///
    /// # Errors
    /// As [`Store::add`].
    pub fn replace(&mut self, batch: &[(Article, Extraction)]) -> Result<(), Error> {
        for (article, extraction) in batch {
            check_names(article, extraction)?;
        }
        self.write(|connection| {
            derive::unsettle(connection)?;
            for (article, extraction) in batch {
                if let Some((number, _)) = kept_article(connection, &article.fingerprint)? {
                    derive::forget(connection, number)?;
                }
                Writer::new(connection, &mut Memory::default()).add(article, extraction)?;
            }
            Ok(())
        })
    }

    /// Makes everything that follows from articles and corrections anew; answers stay the same.
    ///
    /// # Errors
    /// As [`Store::add`].
    pub fn derive_anew(&mut self) -> Result<(), Error> {
        self.write(derive::anew)
    }

    /// Whether articles wait for [`Store::settle`], without which no answer knows of them.
    ///
    /// # Errors
    /// [`Error::Database`] when the file cannot be read.
    pub fn is_all_settled(&self) -> Result<bool, Error> {
        self.run(derive::is_settled)
    }

    /// Runs `change` in one transaction.
    pub(super) fn write<T>(&mut self, change: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, Error> {
        let path = self.path.clone();
        self.memory = Memory::default();
        let result =
            self.connection.transaction_with_behavior(TransactionBehavior::Immediate).and_then(|transaction| {
                let value = change(&transaction)?;
                transaction.commit()?;
                Ok(value)
            });
        result.map_err(|error| Error::from_sqlite(&path, error))
    }

    /// Asks SQLite, and says which file it was when that fails.
    pub(super) fn run<'s, T>(&'s self, ask: impl FnOnce(&'s Connection) -> rusqlite::Result<T>) -> Result<T, Error> {
        ask(&self.connection).map_err(|error| Error::from_sqlite(&self.path, error))
    }

    /// As [`Store::run`], and what several queries see is one state of the graph though another process may write; within
    /// [`Store::rows`] that of these.
    pub(super) fn snapshot<T>(&self, ask: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, Error> {
        self.run(|connection| {
            if !connection.is_autocommit() {
                return ask(connection);
            }
            let snapshot = connection.unchecked_transaction()?;
            ask(&snapshot)
        })
    }

    /// Holds the state of the graph that is read next; `None` where it is held already.
    pub(super) fn hold(&self) -> Result<Option<Transaction<'_>>, Error> {
        let is_free = self.connection.is_autocommit();
        let held = is_free.then(|| self.connection.unchecked_transaction()).transpose();
        held.map_err(|error| Error::from_sqlite(&self.path, error))
    }

    /// Names of actors and articles, each read once.
    pub(super) fn names(&self) -> Names<'_> {
        Names::new(&self.connection)
    }

    fn connect(path: &Path, flags: OpenFlags) -> Result<(Store, Identity), Error> {
        let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(|error| Error::from_sqlite(path, error))?;
        let store = Store { connection, path: path.to_owned(), memory: Memory::default() };
        store.run(configure)?;
        let identity = store.identify()?;
        Ok((store, identity))
    }

    /// Opens a file in a folder that cannot be written, where SQLite cannot keep its log and locks.
    fn connect_immutable(path: &Path) -> Result<(Store, Identity), Error> {
        let escaped = path.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
        let (mut store, identity) = Store::connect(Path::new(&format!("file:{escaped}?immutable=1")), flags)?;
        store.path = path.to_owned();
        Ok((store, identity))
    }

    fn identify(&self) -> Result<Identity, Error> {
        let path = self.path.clone();
        let (application, found, n_tables) = self.snapshot(|connection| {
            let number = |pragma| connection.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0));
            Ok((number("application_id")?, number("user_version")?, n_tables(connection)?))
        })?;
        match (application, found, n_tables) {
            (APPLICATION, SCHEMA_VERSION, _) => Ok(Identity::Graph),
            (APPLICATION, _, _) if found > SCHEMA_VERSION => {
                Err(Error::NewerSchema { path, found, known: SCHEMA_VERSION })
            }
            (APPLICATION, 1.., _) => Ok(Identity::Older),
            (0, 0, 0) => Ok(Identity::Empty),
            _ => Err(Error::OtherProgram { path }),
        }
    }

    /// Brings the file up to this program's schema.
    fn migrate(mut self) -> Result<Store, Error> {
        let (path, known) = (self.path.clone(), SCHEMA_VERSION);
        let found = self.run(|connection| connection.pragma_query_value(None, "user_version", |row| row.get(0)))?;
        if self.run(|connection| connection.is_readonly(MAIN_DB))? {
            return Err(Error::OlderSchema { path, found, known });
        }
        migration::migrate(&mut self.connection).map_err(|error| Error::from_sqlite(&path, error))?;
        Ok(self)
    }

    fn create(&mut self) -> rusqlite::Result<()> {
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another process may have made the tables while this one waited for its turn.
        if n_tables(&transaction)? == 0 {
            create_tables(&transaction)?;
        }
        transaction.commit()
    }
}

impl Drop for Store {
    /// Lets SQLite note what its planner should know; that this fails loses nothing.
    fn drop(&mut self) {
        let _ = self.connection.execute_batch("PRAGMA optimize");
    }
}

/// Makes the tables of this program's schema, with the words of the ontology.
pub(super) fn create_tables(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(include_str!("schema.sql"))?;
    codes::write_vocabulary(connection)?;
    connection.pragma_update(None, "application_id", APPLICATION)?;
    connection.pragma_update(None, "user_version", SCHEMA_VERSION)
}

fn n_tables(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("SELECT COUNT(*) FROM sqlite_schema", [], |row| row.get(0))
}

/// Bytes of a page of a new file: two articles or more fit on one, where of SQLite's usual 4,096 a third stays empty.
const PAGE_SIZE: i64 = 8_192;

/// Settings of a connection; none of them changes the file.
///
/// Foreign keys are not looked up for each row, which takes a tenth of the time of loading: what a row refers to has just been
/// written or found, what goes takes its rows along (`derive::forget`), and `whom doctor` looks at all of them.
fn configure(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(PATIENCE)?;
    connection.set_prepared_statement_cache_capacity(128);
    // Else a prepared query is planned anew whenever other values are bound, which took a third of the time of deriving.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.execute_batch(
        "PRAGMA foreign_keys = OFF;
         PRAGMA synchronous = NORMAL;
         PRAGMA temp_store = MEMORY;
         PRAGMA cache_size = -64000;
         PRAGMA journal_size_limit = 67108864;",
    )
}

/// Lets readers read while one process writes. Where the file system cannot (network shares), SQLite stays with the
/// journal that it has, and readers wait.
fn use_write_ahead_log(connection: &Connection) -> rusqlite::Result<()> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let switched = connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0));
        match switched {
            // SQLite does not wait here of itself when two processes make one file at the same moment.
            Err(error) if is_busy(&error) && Instant::now() < deadline => {
                std::thread::sleep(Duration::from_millis(20));
            }
            switched => return switched.map(drop),
        }
    }
}

fn is_busy(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{DatabaseBusy, DatabaseLocked};
    matches!(error.sqlite_error_code(), Some(DatabaseBusy | DatabaseLocked))
}

fn check_place(path: &Path) -> Result<(), Error> {
    if path.is_dir() {
        return Err(cannot_open(path, "it is a folder"));
    }
    // SQLite takes a file of a single byte for an empty one and would write over it.
    if fs::metadata(path).is_ok_and(|metadata| (1..HEADER_SIZE).contains(&metadata.len())) {
        return Err(Error::NotADatabase { path: path.to_owned() });
    }
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() && !folder.is_dir() => {
            Err(cannot_open(path, format!("there is no folder \"{}\"", folder.display())))
        }
        _ => Ok(()),
    }
}

fn cannot_open(path: &Path, reason: impl ToString) -> Error {
    Error::CannotOpen { path: path.to_owned(), reason: reason.to_string() }
}

/// Whether a log with changes lies beside the file, which must not be read without it.
pub(super) fn has_log(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    fs::metadata(log).is_ok_and(|metadata| metadata.len() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ontology::{Actor, ActorKind};

    fn article(n: usize, text: &str) -> (Article, Extraction) {
        let article = Article {
            id: format!("article-{n}"),
            title: String::new(),
            date: None,
            url: String::new(),
            outlet: String::new(),
            language: "en".to_owned(),
            text: text.to_owned(),
            fingerprint: format!("{n:064x}"),
        };
        let actor = Actor { mentions: vec![(0, 5)], ..Actor::new(format!("Actor {n}"), ActorKind::Group) };
        let extraction = Extraction::new(&article, vec![actor], Vec::new());
        (article, extraction)
    }

    #[test]
    fn a_full_disk_undoes_the_batch_and_keeps_what_was_committed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("full.db");
        let mut store = Store::open(&path).unwrap();
        assert_eq!(store.add(&[article(1, "short")]).unwrap(), [Added::New]);
        let n_pages: i64 = store.connection.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
        // SQLite answers this pragma with the new limit.
        store.connection.pragma_update_and_check(None, "max_page_count", n_pages + 2, |_| Ok(())).unwrap();
        let error = store.add(&[article(2, "short"), article(3, &"long ".repeat(20_000))]).unwrap_err();
        assert!(matches!(error, Error::DiskFull { .. }), "{error}");
        drop(store);
        let mut store = Store::open(&path).unwrap();
        assert_eq!(store.stats().unwrap().articles, 1);
        assert_eq!(store.add(&[article(1, "short"), article(2, "short")]).unwrap(), [Added::Known, Added::New]);
    }

    #[test]
    fn the_file_is_marked_as_ours_and_checked_by_sqlite() {
        let store = Store::open(":memory:").unwrap();
        let pragma = |name: &str| store.connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).unwrap();
        assert_eq!((pragma("application_id"), pragma("user_version")), (0x7768_6f6d, 2));
        assert_eq!(pragma("foreign_keys"), 0);
    }
}
