//! WARC (ISO 28500), what crawlers keep of the web, as a stream of pages.
//!
//! Records of `response` hold what a server sent, those of `resource` a file, those of `conversion` (Common Crawl's WET)
//! the text of a page; all others are passed over. A record with a broken head costs itself: reading goes on at the
//! next one. What is no page by its type is passed over before it is held.

use std::io::{self, BufRead, Read};
use std::sync::Arc;

use super::lines::{Line, read_line};
use super::stream::{Piece, Reader};
use super::{Format, Reading, Reason, Skipped, Source, http};

/// Longest line of a head, and most lines.
const MAX_LINE: usize = 64 * 1024;
const MAX_LINES: usize = 200;

/// How much of a record is looked at to tell whether it is a page.
const HEAD: u64 = 16 * 1024;

/// The pages of a WARC file.
pub(super) struct Warc {
    place: String,
    reader: Reader,
    reading: Arc<Reading>,
    /// Number of the record that was begun last, from 1.
    number: usize,
    is_over: bool,
}

/// The head of a record.
#[derive(Default)]
struct Head {
    kind: String,
    address: String,
    content_type: String,
    n_bytes: u64,
}

impl Warc {
    pub(super) fn new(place: String, reader: Reader, reading: &Arc<Reading>) -> Warc {
        Warc { place, reader, reading: Arc::clone(reading), number: 0, is_over: false }
    }

    /// The next record that is worth a word; `None` at the end.
    fn advance(&mut self) -> Result<Option<Piece>, Reason> {
        loop {
            let Some(head) = self.head()? else { return Ok(None) };
            if let Some(piece) = self.record(&head)? {
                return Ok(Some(piece));
            }
        }
    }

    /// The lines before a record's content; passes over blank lines before them.
    fn head(&mut self) -> Result<Option<Head>, Reason> {
        let mut line = match self.line()? {
            Some(line) => line,
            None => return Ok(None),
        };
        self.number += 1;
        if !line.starts_with(b"WARC/") {
            while !line.starts_with(b"WARC/1.") {
                match self.line()? {
                    Some(next) => line = next,
                    None => {
                        self.is_over = true;
                        break;
                    }
                }
            }
            self.skip_record()?;
            return Err(Reason::Damaged("WARC record"));
        }
        self.fields().map(Some)
    }

    /// The next line that is not blank.
    fn line(&mut self) -> Result<Option<Vec<u8>>, Reason> {
        loop {
            match read_line(&mut *self.reader, MAX_LINE)? {
                Line::End => return Ok(None),
                Line::Whole(line) if !line.trim_ascii().is_empty() => return Ok(Some(line)),
                _ => {}
            }
        }
    }

    fn fields(&mut self) -> Result<Head, Reason> {
        let mut head = Head::default();
        let mut length = None;
        for _ in 0..MAX_LINES {
            let line = match read_line(&mut *self.reader, MAX_LINE)? {
                Line::Whole(line) => line,
                Line::TooLong => continue,
                Line::End => return Err(Reason::CutOff),
            };
            let line = String::from_utf8_lossy(&line);
            if line.trim().is_empty() {
                break;
            }
            let Some((name, value)) = line.split_once(':') else { continue };
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "warc-type" => head.kind = value.to_ascii_lowercase(),
                "warc-target-uri" => head.address = value.trim_matches(['<', '>']).to_owned(),
                "content-type" => head.content_type = value.to_ascii_lowercase(),
                "content-length" => length = value.parse().ok(),
                _ => {}
            }
        }
        head.n_bytes = length.ok_or(Reason::Damaged("WARC record"))?;
        Ok(head)
    }

    /// Passes over the record whose first line was read.
    fn skip_record(&mut self) -> Result<(), Reason> {
        if self.is_over {
            return Ok(());
        }
        let head = self.fields()?;
        self.skip(head.n_bytes)
    }

    fn skip(&mut self, n_bytes: u64) -> Result<(), Reason> {
        let n_skipped = io::copy(&mut (&mut self.reader).take(n_bytes), &mut io::sink())?;
        if n_skipped < n_bytes { Err(Reason::CutOff) } else { Ok(()) }
    }

    fn record(&mut self, head: &Head) -> Result<Option<Piece>, Reason> {
        let format = match head.kind.as_str() {
            "response" => Format::Warc,
            "resource" if head.content_type.contains("html") => Format::Html,
            "resource" | "conversion" if head.content_type.starts_with("text/plain") => Format::Text,
            "resource" => {
                self.skip(head.n_bytes)?;
                return Ok(Some(Piece::Ignored));
            }
            _ => {
                self.skip(head.n_bytes)?;
                return Ok(None);
            }
        };
        let n_first = head.n_bytes.min(HEAD);
        let mut bytes = Vec::with_capacity(head.n_bytes.min(1 << 20) as usize);
        self.read(n_first, &mut bytes)?;
        if format == Format::Warc && !http::is_page(&bytes) {
            self.skip(head.n_bytes - n_first)?;
            return Ok(Some(Piece::Ignored));
        }
        if head.n_bytes > format.max_bytes() as u64 {
            self.skip(head.n_bytes - n_first)?;
            return Err(Reason::RecordTooLarge { what: "record", max_mb: format.max_bytes() / 1_000_000 });
        }
        self.read(head.n_bytes - n_first, &mut bytes)?;
        let source = Source::new(self.record_place(), format, bytes, String::new(), &self.reading);
        Ok(Some(Piece::Source(source.with_address(&head.address))))
    }

    fn read(&mut self, n_bytes: u64, bytes: &mut Vec<u8>) -> Result<(), Reason> {
        let n_read = (&mut self.reader).take(n_bytes).read_to_end(bytes)?;
        if (n_read as u64) < n_bytes { Err(Reason::CutOff) } else { Ok(()) }
    }

    fn record_place(&self) -> String {
        format!("{}, record {}", self.place, self.number)
    }
}

impl Iterator for Warc {
    type Item = Result<Piece, Skipped>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        if self.number == 0 && self.reader.fill_buf().is_ok_and(<[u8]>::is_empty) {
            self.is_over = true;
            return Some(Err(Reason::Empty.at(&self.place)));
        }
        match self.advance() {
            Ok(piece) => {
                self.is_over = piece.is_none();
                piece.map(Ok)
            }
            Err(reason) => {
                self.is_over |= !matches!(reason, Reason::Damaged(_) | Reason::RecordTooLarge { .. });
                Some(Err(reason.at(self.record_place())))
            }
        }
    }
}
