//! From the paths that a user names to the files to read: folders with all that is in them, sorted by name.
//!
//! Links are followed, and a link that leads back to a folder it lies in is reported instead. Hidden files and
//! folders and `README.md` are no articles; files of other extensions are only counted, unless the user names one.

use std::fs;
use std::path::{Path, PathBuf};
use std::vec;

use walkdir::{DirEntry, WalkDir};

use super::unpack::Packing;
use super::{Format, Reason, Skipped};

/// Something to open.
#[derive(Debug)]
pub(super) enum Input {
    /// A file.
    File(PathBuf),
    /// A pipe or device by its path, `-` for standard input: its beginning tells what it holds.
    Stream(PathBuf),
    /// A page or feed by its address.
    Address(String),
}

/// The files of all paths, in order.
#[derive(Debug)]
pub(super) struct Walk {
    paths: vec::IntoIter<PathBuf>,
    folder: Option<Folder>,
    n_ignored: usize,
}

impl Walk {
    pub(super) fn new(paths: Vec<PathBuf>) -> Walk {
        Walk { paths: paths.into_iter(), folder: None, n_ignored: 0 }
    }

    /// Files of other extensions that were passed over so far.
    pub(super) fn n_ignored(&self) -> usize {
        self.n_ignored
    }
}

impl Iterator for Walk {
    type Item = Result<Input, Skipped>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let Some(folder) = &mut self.folder else {
                let path = self.paths.next()?;
                match named(&path) {
                    Ok(Some(input)) => return Some(Ok(input)),
                    Ok(None) => self.folder = Some(Folder::new(path)),
                    Err(reason) => return Some(Err(reason.at(place(&path)))),
                }
                continue;
            };
            if let Some(item) = folder.next() {
                return Some(item);
            }
            self.n_ignored += folder.n_ignored;
            let is_barren = !folder.has_articles;
            let reason = Reason::NoArticles { n_ignored: folder.n_ignored };
            let place = place(&folder.root);
            self.folder = None;
            if is_barren {
                return Some(Err(reason.at(place)));
            }
        }
    }
}

/// What a path that the user named is; `None` for a folder.
fn named(path: &Path) -> Result<Option<Input>, Reason> {
    if path == Path::new("-") {
        return Ok(Some(Input::Stream(path.to_owned())));
    }
    if let Some(address) = address(path) {
        return Ok(Some(Input::Address(address.to_owned())));
    }
    let metadata = fs::metadata(path)?;
    Ok(if metadata.is_dir() {
        None
    } else if metadata.is_file() {
        Some(Input::File(path.to_owned()))
    } else {
        Some(Input::Stream(path.to_owned()))
    })
}

/// What the user names, where it is an address.
fn address(path: &Path) -> Option<&str> {
    let text = path.to_str()?;
    let scheme = text.split_once("://")?.0;
    ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known)).then_some(text)
}

#[derive(Debug)]
struct Folder {
    root: PathBuf,
    entries: walkdir::FilterEntry<walkdir::IntoIter, fn(&DirEntry) -> bool>,
    /// Whether anything was found or reported.
    has_articles: bool,
    n_ignored: usize,
}

impl Folder {
    fn new(root: PathBuf) -> Folder {
        let entries = WalkDir::new(&root).follow_links(true).sort_by_file_name().into_iter();
        let is_shown: fn(&DirEntry) -> bool = |entry| entry.depth() == 0 || !is_hidden(entry.path());
        Folder { root, entries: entries.filter_entry(is_shown), has_articles: false, n_ignored: 0 }
    }

    fn next(&mut self) -> Option<Result<Input, Skipped>> {
        loop {
            let item = match self.entries.next()? {
                Ok(entry) if entry.file_type().is_dir() => continue,
                Ok(entry) if entry.file_type().is_file() && is_read(&entry.file_name().to_string_lossy()) => {
                    Some(Ok(Input::File(entry.into_path())))
                }
                Ok(_) => None,
                Err(error) => match error.path().filter(|path| !is_hidden(path) || *path == self.root) {
                    Some(path) => {
                        let place = place(path);
                        Some(Err(reason(error).at(place)))
                    }
                    None => continue,
                },
            };
            match item {
                Some(item) => {
                    self.has_articles = true;
                    return Some(item);
                }
                None => self.n_ignored += 1,
            }
        }
    }
}

fn reason(error: walkdir::Error) -> Reason {
    match error.loop_ancestor() {
        Some(ancestor) => Reason::Loop { ancestor: ancestor.to_owned() },
        None => std::io::Error::from(error).into(),
    }
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

/// Whether a file of a folder or archive is read, by its name: an article of a known format, or an archive.
pub(super) fn is_read(name: &str) -> bool {
    let file_name = name.rsplit('/').next().unwrap_or(name);
    let is_hidden = name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX");
    let is_known = Format::of(Path::new(file_name)).is_some()
        || Packing::of(file_name).is_some_and(|(_, inner)| is_archive(file_name, inner));
    !is_hidden && !file_name.eq_ignore_ascii_case("readme.md") && is_known
}

/// Whether what is inside of a packed file may be articles: another archive, or no one can tell before it is opened.
fn is_archive(name: &str, inner: &str) -> bool {
    let is_tar = inner.to_ascii_lowercase().ends_with(".tar");
    is_tar || matches!(Packing::of(name), Some((Packing::Zip | Packing::Tar, _))) || !inner.contains('.')
}

/// A path as messages show it, on one line whatever the file's name holds.
pub(super) fn place(path: &Path) -> String {
    path.display().to_string().replace(char::is_control, "\u{fffd}")
}

/// Bytes of all files that [`super::read`] would read, for a progress bar; `None` where a stream is among them.
///
/// Looks at the files' sizes only. What cannot be looked at counts as nothing.
pub fn n_bytes(paths: Vec<PathBuf>) -> Option<u64> {
    let mut n_bytes = 0;
    for input in Walk::new(paths).filter_map(Result::ok) {
        match input {
            Input::File(path) => n_bytes += fs::metadata(path).map_or(0, |metadata| metadata.len()),
            Input::Stream(_) | Input::Address(_) => return None,
        }
    }
    Some(n_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a walk over a folder with these files finds, `!` before what it reports, paths without the folder.
    fn walk(files: &[&str], prepare: impl Fn(&Path)) -> (Vec<String>, usize) {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "text").unwrap();
        }
        prepare(folder.path());
        let mut walk = Walk::new(vec![folder.path().to_owned()]);
        let mut seen = Vec::new();
        for input in walk.by_ref() {
            let (mark, path) = match input {
                Ok(Input::File(path) | Input::Stream(path)) => ("", path),
                Ok(Input::Address(address)) => ("", PathBuf::from(address)),
                Err(skipped) => ("!", PathBuf::from(skipped.place)),
            };
            seen.push(format!("{mark}{}", path.strip_prefix(folder.path()).unwrap().display()));
        }
        (seen, walk.n_ignored())
    }

    #[track_caller]
    fn check(files: &[&str], expected: &[&str], n_ignored: usize) {
        let (seen, ignored) = walk(files, |_| ());
        assert_eq!(seen, expected, "in {files:?}");
        assert_eq!(ignored, n_ignored, "ignored in {files:?}");
    }

    #[test]
    fn folders_are_walked_by_name() {
        check(&["b.txt", "a/z.html", "a/b.JSONL", "c.md"], &["a/b.JSONL", "a/z.html", "b.txt", "c.md"], 0);
    }

    #[test]
    fn other_files_are_counted_and_hidden_ones_are_not_there() {
        check(&["a.txt", "a.png", "notes", ".hidden.txt", ".git/b.txt"], &["a.txt"], 2);
        check(&["a.txt", "readme.md", "sub/README.md"], &["a.txt"], 2);
    }

    #[test]
    fn a_folder_without_articles_is_reported() {
        check(&["a.png"], &["!"], 1);
        check(&[], &["!"], 0);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_but_not_in_circles() {
        use std::os::unix::fs::symlink;
        let (seen, _) = walk(&["a/a.txt", "b/b.txt"], |folder| {
            symlink(folder, folder.join("a/back")).unwrap();
            symlink(folder.join("b"), folder.join("c")).unwrap();
            symlink(folder.join("nowhere"), folder.join("d.txt")).unwrap();
        });
        assert_eq!(seen, ["a/a.txt", "!a/back", "b/b.txt", "c/b.txt", "!d.txt"]);
    }
}
