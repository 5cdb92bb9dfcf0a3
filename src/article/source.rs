//! Files as they are opened, one after the other, and what becomes of their bytes.
//!
//! Opening is quick and in order, so that one thread does it; reading a format takes time and needs no order, so that
//! many threads may do it. A [`Source`] is what goes from the one to the others.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

use super::lines::Lines;
use super::walk::{Input, Walk, place};
use super::{Draft, Format, Found, MAX_TEXT, Reason, Skipped, decode, html, json, markdown};

/// A file, or a line of one, with its bytes as they are.
#[derive(Debug, Clone)]
pub struct Source {
    /// File, `file:line` or `-`, for messages.
    pub place: String,
    format: Format,
    bytes: Vec<u8>,
    /// Id of its article where the article has none; empty where the text is to give it.
    name: String,
}

impl Source {
    pub(super) fn new(place: String, format: Format, bytes: Vec<u8>, name: String) -> Source {
        Source { place, format, bytes, name }
    }

    /// Size, in bytes, as it was read.
    pub fn n_bytes(&self) -> usize {
        self.bytes.len()
    }

    /// The articles in it: one, or those of a `.json` file's array.
    pub fn articles(self) -> Vec<Result<Found, Skipped>> {
        let Source { place, format, bytes, name } = self;
        if format != Format::JsonLines && decode::is_binary(&bytes) {
            return vec![Err(Reason::Binary.at(place))];
        }
        let (text, remark) = match format {
            Format::Html => decode::html(bytes),
            _ => decode::text(bytes),
        };
        if text.trim().is_empty() {
            return vec![Err(Reason::Empty.at(place))];
        }
        let drafts = match format {
            Format::Text => vec![(place, Ok(Draft { text, ..Draft::default() }))],
            Format::Markdown => vec![(place, Ok(markdown::read(&text)))],
            Format::Html => {
                let draft = html::read(text).map_err(|reason| reason.at(&place));
                vec![(place, draft)]
            }
            Format::Json => json::read_file(&place, text.as_bytes()),
            Format::JsonLines => {
                let draft = json::read_line(text.as_bytes()).map_err(|reason| reason.at(&place));
                vec![(place, draft)]
            }
        };
        // Several articles of one file cannot all bear its name.
        let name = if drafts.len() == 1 { name.as_str() } else { "" };
        let articles = drafts.into_iter().map(|(place, draft)| {
            let mut draft = draft?;
            draft.remarks.splice(0..0, remark.clone());
            draft.finish(place, name)
        });
        articles.collect()
    }
}

/// The files of `paths`, opened lazily and in order; see [`super::read`].
pub fn sources(paths: Vec<PathBuf>) -> Sources {
    Sources { walk: Walk::new(paths), lines: None }
}

/// Iterator over [`sources`].
pub struct Sources {
    walk: Walk,
    lines: Option<Lines>,
}

impl Sources {
    /// Files of other extensions in the folders walked so far; they are passed over in silence.
    pub fn n_ignored(&self) -> usize {
        self.walk.n_ignored()
    }
}

impl Iterator for Sources {
    type Item = Result<Source, Skipped>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(lines) = &mut self.lines {
                match lines.next() {
                    Some(line) => return Some(line),
                    None => self.lines = None,
                }
            }
            let (path, opened) = match self.walk.next()? {
                Ok(Input::File(path, format)) => {
                    let opened = open_file(&path, format);
                    (path, opened)
                }
                Ok(Input::Stream(path)) => {
                    let opened = open_stream(&path);
                    (path, opened)
                }
                Err(skipped) => return Some(Err(skipped)),
            };
            match opened {
                Ok(Opened::Whole(source)) => return Some(Ok(source)),
                Ok(Opened::Lines(lines)) => self.lines = Some(lines),
                Ok(Opened::Nothing) => {}
                Err(reason) => return Some(Err(reason.at(place(&path)))),
            }
        }
    }
}

enum Opened {
    Whole(Source),
    Lines(Lines),
    Nothing,
}

fn open_file(path: &Path, format: Format) -> Result<Opened, Reason> {
    let file = File::open(path)?;
    if format == Format::JsonLines {
        return open_lines(path, Box::new(BufReader::new(file)));
    }
    let too_large = if format == Format::Json { Reason::FileTooLarge } else { Reason::TextTooLarge };
    let bytes = read_at_most(file, format.max_bytes())?.ok_or(too_large)?;
    let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Opened::Whole(Source::new(place(path), format, bytes, name)))
}

/// Standard input or a pipe: JSON lines where it begins with `{`, else one plain text; an empty one is no fault.
fn open_stream(path: &Path) -> Result<Opened, Reason> {
    let mut reader: Box<dyn BufRead + Send> = match path.to_str() {
        Some("-") => Box::new(BufReader::new(io::stdin())),
        _ => Box::new(BufReader::new(File::open(path)?)),
    };
    let (blanks, first) = skip_blanks(&mut *reader)?;
    let reader = Box::new(Cursor::new(blanks).chain(reader));
    match first {
        None => Ok(Opened::Nothing),
        Some(b'{') => Ok(Opened::Lines(Lines::new(place(path), reader))),
        Some(_) => {
            let bytes = read_at_most(reader, MAX_TEXT)?.ok_or(Reason::TextTooLarge)?;
            Ok(Opened::Whole(Source::new(place(path), Format::Text, bytes, String::new())))
        }
    }
}

/// Files that are no lines of UTF-8 at all are told at once, not line by line.
fn open_lines(path: &Path, mut reader: Box<dyn BufRead + Send>) -> Result<Opened, Reason> {
    let head = reader.fill_buf()?;
    if head.is_empty() {
        return Err(Reason::Empty);
    }
    if decode::starts_as_utf_16(head) {
        return Err(Reason::Utf16);
    }
    if decode::is_binary(head) {
        return Err(Reason::Binary);
    }
    Ok(Opened::Lines(Lines::new(place(path), reader)))
}

/// All bytes of a reader, or `None` if they are more than `max_bytes`.
fn read_at_most(reader: impl Read, max_bytes: usize) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    reader.take(max_bytes as u64 + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() <= max_bytes).then_some(bytes))
}

/// Takes blanks and a byte order mark off the front; gives them back with the byte that follows, if any does.
fn skip_blanks(reader: &mut dyn BufRead) -> io::Result<(Vec<u8>, Option<u8>)> {
    let is_blank = |b: &u8| b.is_ascii_whitespace() || b"\xef\xbb\xbf".contains(b);
    let mut blanks = Vec::new();
    loop {
        let chunk = match reader.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            chunk => chunk?,
        };
        let n_blank = chunk.iter().take_while(|b| is_blank(b)).count();
        let first = chunk.get(n_blank).copied();
        let is_over = first.is_some() || chunk.is_empty() || blanks.len() > MAX_TEXT;
        blanks.extend_from_slice(&chunk[..n_blank]);
        reader.consume(n_blank);
        if is_over {
            return Ok((blanks, first));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Remark;

    /// Id, title, date and text of the articles that bytes of a format give, or the reason why they do not.
    fn articles(format: Format, bytes: &[u8]) -> Vec<String> {
        let source = Source::new("f".to_owned(), format, bytes.to_vec(), "stem".to_owned());
        let shown = source.articles().into_iter().map(|found| match found {
            Ok(Found { article, remarks, .. }) => {
                let date = article.date.map(String::from).unwrap_or_default();
                let remarks: Vec<String> = remarks.iter().map(Remark::to_string).collect();
                let fields = [article.id, article.title, date, article.text, remarks.join("; ")];
                fields.into_iter().filter(|field| !field.is_empty()).collect::<Vec<_>>().join(" | ")
            }
            Err(skipped) => skipped.to_string(),
        });
        shown.collect()
    }

    #[track_caller]
    fn check(format: Format, bytes: &[u8], expected: &[&str]) {
        assert_eq!(articles(format, bytes), expected, "from {:?}", String::from_utf8_lossy(bytes));
    }

    #[test]
    fn ids_come_from_the_source_or_the_file() {
        check(Format::Text, b"Iran met Iraq.\n", &["stem | Iran met Iraq.\n"]);
        check(Format::Json, br#"{"text": "Iran."}"#, &["stem | Iran."]);
        check(Format::Json, br#"{"id": "a", "text": "Iran."}"#, &["a | Iran."]);
        let [first, second] = &articles(Format::Json, br#"[{"text": "Iran."}, {"text": "Iraq."}]"#)[..] else {
            panic!()
        };
        assert!(first.ends_with(" | Iran.") && second.ends_with(" | Iraq."));
        assert_ne!(first[..16], second[..16]);
    }

    #[test]
    fn a_date_that_is_none_is_told() {
        check(
            Format::JsonLines,
            br#"{"id": "a", "title": "T", "date": "12 Mai", "text": "Iran."}"#,
            &["a | T | Iran. | expected the date as YYYY-MM-DD, found \"12 Mai\"; read without a date"],
        );
        check(Format::JsonLines, br#"{"id": "a", "date": "1 May 2024", "text": "Iran."}"#, &["a | 2024-05-01 | Iran."]);
    }

    #[test]
    fn files_without_text_are_skipped() {
        check(Format::Text, b"", &["f: no text in it; fill it or leave it out"]);
        check(Format::Html, b" \n ", &["f: no text in it; fill it or leave it out"]);
        check(Format::JsonLines, br#"{"text": " "}"#, &["f: no text in it; fill it or leave it out"]);
        check(
            Format::Text,
            b"\0\0\0",
            &["f: expected text, found binary content; unpack or convert it to .txt, .html or .jsonl first"],
        );
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_a_reader_panic(bytes: Vec<u8>, markup in "[-<>/a-p \"'={}\\[\\]:,#|*`\n]{0,200}") {
            for format in Format::ALL {
                articles(format, &bytes);
                articles(format, markup.as_bytes());
            }
        }
    }

    #[test]
    fn other_encodings_are_read_in_every_format() {
        check(Format::Text, b"S\xe3o Paulo", &["stem | São Paulo"]);
        check(Format::JsonLines, b"{\"text\": \"S\xe3o Paulo\"}", &["stem | São Paulo"]);
        check(Format::Json, b"\xef\xbb\xbf{\"text\": \"Iran.\"}", &["stem | Iran."]);
    }
}
