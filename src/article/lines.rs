//! JSON lines as a stream: one line at a time in bounded memory, however long the file or one of its lines.

use std::io::{self, BufRead};
use std::sync::Arc;

use super::stream::Reader;
use super::{Format, Reading, Reason, Skipped, Source};

/// The lines of a file or of standard input, each a [`Source`]; blank lines are passed over.
pub(super) struct Lines {
    place: String,
    reader: Reader,
    reading: Arc<Reading>,
    /// Number of the line that was read last, from 1.
    number: usize,
    is_over: bool,
}

impl Lines {
    pub(super) fn new(place: String, reader: Reader, reading: &Arc<Reading>) -> Lines {
        Lines { place, reader, reading: Arc::clone(reading), number: 0, is_over: false }
    }
}

impl Iterator for Lines {
    type Item = Result<Source, Skipped>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.is_over {
            self.number += 1;
            let place = || format!("{}:{}", self.place, self.number);
            match read_line(&mut *self.reader, Format::JsonLines.max_bytes()) {
                Ok(Line::Whole(line)) if line.trim_ascii().is_empty() => {}
                Ok(Line::Whole(bytes)) => {
                    let source = Source::new(place(), Format::JsonLines, bytes, String::new(), &self.reading);
                    return Some(Ok(source.told_first(self.number == 1)));
                }
                Ok(Line::TooLong) => return Some(Err(Reason::LineTooLarge.at(place()))),
                Ok(Line::End) => self.is_over = true,
                Err(error) => {
                    self.is_over = true;
                    return Some(Err(Reason::from(error).at(place())));
                }
            }
        }
        None
    }
}

/// What a line turns out to be.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// A line without its line break.
    Whole(Vec<u8>),
    /// A line of more bytes than allowed; the reader stands after it.
    TooLong,
    /// Nothing is left.
    End,
}

/// The next line, of which no more than `max_bytes` are held.
pub(super) fn read_line(reader: &mut dyn BufRead, max_bytes: usize) -> io::Result<Line> {
    let mut line = Vec::new();
    let mut is_too_long = false;
    let mut is_begun = false;
    loop {
        let chunk = match reader.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            chunk => chunk?,
        };
        let end = memchr::memchr(b'\n', chunk);
        let is_last = end.is_some() || chunk.is_empty();
        is_begun |= !chunk.is_empty();
        let part = &chunk[..end.unwrap_or(chunk.len())];
        if is_too_long || line.len() + part.len() > max_bytes {
            is_too_long = true;
            line = Vec::new();
        } else {
            line.extend_from_slice(part);
        }
        let n_used = part.len() + usize::from(end.is_some());
        reader.consume(n_used);
        if is_last {
            return Ok(match (is_begun, is_too_long) {
                (false, _) => Line::End,
                (true, true) => Line::TooLong,
                (true, false) => Line::Whole(line),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines of a text in chunks of three bytes, `None` for one longer than eight bytes.
    fn lines(text: &str) -> Vec<Option<String>> {
        let mut reader = io::BufReader::with_capacity(3, text.as_bytes());
        let mut lines = Vec::new();
        loop {
            match read_line(&mut reader, 8).unwrap() {
                Line::Whole(line) => lines.push(Some(String::from_utf8(line).unwrap())),
                Line::TooLong => lines.push(None),
                Line::End => return lines,
            }
        }
    }

    #[track_caller]
    fn check(text: &str, expected: &[Option<&str>]) {
        let expected: Vec<Option<String>> = expected.iter().map(|line| line.map(str::to_owned)).collect();
        assert_eq!(lines(text), expected, "in {text:?}");
    }

    #[test]
    fn the_last_line_may_lack_its_break() {
        check("", &[]);
        check("one\ntwo", &[Some("one"), Some("two")]);
        check("one\n\ntwo\n", &[Some("one"), Some(""), Some("two")]);
    }

    #[test]
    fn a_line_that_is_too_long_takes_no_other_with_it() {
        check("12345678\n123456789\nthree\n", &[Some("12345678"), None, Some("three")]);
        check("123456789", &[None]);
    }

    #[test]
    fn sources_carry_the_number_of_their_line() {
        let reader = Box::new(io::Cursor::new("{}\n \n{}\n"));
        let places: Vec<String> =
            Lines::new("f.jsonl".to_owned(), reader, &Arc::default()).map(|line| line.unwrap().place).collect();
        assert_eq!(places, ["f.jsonl:1", "f.jsonl:3"]);
    }
}
