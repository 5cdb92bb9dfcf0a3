//! Which process writes to a graph while another waits: what Linux says of the locks that SQLite sets.
//!
//! SQLite marks the writer by a lock on one byte: of the log's index (`-shm`) with a write-ahead log, of the file without.
//! `/proc/locks` names the holder without opening either, which would set this process's own locks free.

use std::fmt;
use std::fs;
use std::path::Path;

/// The byte of the log's index that the writer locks (`WAL_WRITE_LOCK` in SQLite's `wal.c`).
const LOG_BYTE: u64 = 120;

/// The byte of the file that the writer locks where there is no log (`RESERVED_BYTE` in SQLite's `os.h`).
const FILE_BYTE: u64 = 0x4000_0001;

/// Longest part of a command line that is told, in characters.
const MAX_COMMAND: usize = 60;

/// A process that holds a lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// Its number, as the system tells processes apart.
    pub process: u32,
    /// How it was called; empty where the system does not tell.
    pub command: String,
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "process {}", self.process)?;
        if self.command.is_empty() { Ok(()) } else { write!(f, " ({})", self.command) }
    }
}

/// The process that writes to the graph in this file; `None` where nobody does or the system does not tell.
pub(super) fn holder(path: &Path) -> Option<Holder> {
    let locks = fs::read_to_string("/proc/locks").ok()?;
    let mut index = path.as_os_str().to_owned();
    index.push("-shm");
    let process = [(Path::new(&index), LOG_BYTE), (path, FILE_BYTE)].into_iter().find_map(|(file, byte)| {
        let inode = inode(file)?;
        locks.lines().find_map(|line| writer(line, inode, byte))
    })?;
    Some(Holder { process, command: command(process) })
}

#[cfg(unix)]
fn inode(file: &Path) -> Option<u64> {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(file).ok().map(|metadata| metadata.ino())
}

#[cfg(not(unix))]
fn inode(_: &Path) -> Option<u64> {
    None
}

/// The process of a line of `/proc/locks`, if it is a lock to write this byte of this file:
/// `1: POSIX  ADVISORY  WRITE 4711 fd:01:131090 120 120`.
fn writer(line: &str, inode: u64, byte: u64) -> Option<u32> {
    let [_, "POSIX" | "OFDLCK", _, "WRITE", process, file, start, end] =
        line.split_whitespace().collect::<Vec<&str>>()[..]
    else {
        return None;
    };
    let is_file = file.rsplit(':').next()?.parse() == Ok(inode);
    let end = if end == "EOF" { u64::MAX } else { end.parse().ok()? };
    let is_held = (start.parse::<u64>().ok()?..=end).contains(&byte);
    process.parse().ok().filter(|process| is_file && is_held && *process > 0)
}

fn command(process: u32) -> String {
    let line = fs::read(format!("/proc/{process}/cmdline")).unwrap_or_default();
    let words: Vec<String> = line
        .split(|byte| *byte == 0)
        .filter(|word| !word.is_empty())
        .enumerate()
        .map(|(place, word)| {
            let word = String::from_utf8_lossy(word).replace(char::is_control, "?");
            let name = word.rsplit('/').next().unwrap_or_default();
            if place == 0 { name.to_owned() } else { word }
        })
        .collect();
    let command = words.join(" ");
    match command.char_indices().nth(MAX_COMMAND) {
        Some((end, _)) => format!("{}…", &command[..end]),
        None => command,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_names_the_writer_of_its_byte_alone() {
        let line = "1: POSIX  ADVISORY  WRITE 4711 fd:01:131090 120 120";
        assert_eq!(writer(line, 131_090, 120), Some(4711));
        assert_eq!((writer(line, 131_091, 120), writer(line, 131_090, 121)), (None, None));
        assert_eq!(writer("2: POSIX  ADVISORY  READ 4711 fd:01:131090 0 EOF", 131_090, 120), None);
        assert_eq!(writer("3: POSIX  ADVISORY  WRITE 9 fd:01:7 0 EOF", 7, FILE_BYTE), Some(9));
        assert_eq!(writer("4: -> POSIX  ADVISORY  WRITE 9 fd:01:7 0 EOF", 7, 120), None);
        assert_eq!(writer("nothing of the kind", 7, 120), None);
    }

    #[test]
    fn a_holder_is_told_with_its_command() {
        let holder = |command: &str| Holder { process: 7, command: command.to_owned() }.to_string();
        assert_eq!((holder("whom ingest"), holder("")), ("process 7 (whom ingest)".to_owned(), "process 7".to_owned()));
    }
}
