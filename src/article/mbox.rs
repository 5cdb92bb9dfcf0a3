//! A mailbox as a stream of messages: each begins after a line `From ` with the sender and the time of delivery.

use std::sync::Arc;

use super::lines::{Line, read_line};
use super::stream::Reader;
use super::{Format, Reading, Reason, Skipped, Source};

/// A line of a message that is longer than this is an attachment gone wrong.
const MAX_LINE: usize = 4_000_000;

/// The messages of a mailbox, each a [`Source`].
pub(super) struct Mbox {
    place: String,
    reader: Reader,
    reading: Arc<Reading>,
    number: usize,
    is_begun: bool,
    is_over: bool,
}

impl Mbox {
    pub(super) fn new(place: String, reader: Reader, reading: &Arc<Reading>) -> Mbox {
        Mbox { place, reader, reading: Arc::clone(reading), number: 0, is_begun: false, is_over: false }
    }

    /// The next message; `None` inside for one that is too large.
    fn message(&mut self) -> std::io::Result<Option<Vec<u8>>> {
        let (mut message, mut is_after_blank, mut is_too_large) = (Vec::new(), true, false);
        loop {
            match read_line(&mut *self.reader, MAX_LINE)? {
                Line::End => {
                    self.is_over = true;
                    break;
                }
                Line::TooLong => is_too_large = true,
                Line::Whole(line) if is_after_blank && line.starts_with(b"From ") => {
                    if std::mem::replace(&mut self.is_begun, true) {
                        break;
                    }
                }
                Line::Whole(line) => {
                    is_after_blank = line.trim_ascii().is_empty();
                    // The mailbox quotes what would look like the line before a message.
                    let is_quoted = line.starts_with(b">") && line.trim_ascii_start().starts_with(b">From ");
                    is_too_large |= message.len() + line.len() > Format::Mbox.max_bytes();
                    if is_too_large {
                        message = Vec::new();
                    } else {
                        message.extend_from_slice(&line[usize::from(is_quoted)..]);
                        message.push(b'\n');
                    }
                }
            }
        }
        Ok((!is_too_large).then_some(message))
    }
}

impl Iterator for Mbox {
    type Item = Result<Source, Skipped>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.is_over {
            let message = self.message();
            let place = format!("{}, message {}", self.place, self.number + 1);
            match message {
                Ok(Some(bytes)) if bytes.trim_ascii().is_empty() => continue,
                Ok(Some(bytes)) => {
                    self.number += 1;
                    return Some(Ok(Source::new(place, Format::Mail, bytes, String::new(), &self.reading)));
                }
                Ok(None) => {
                    self.number += 1;
                    let max_mb = Format::Mbox.max_bytes() / 1_000_000;
                    return Some(Err(Reason::RecordTooLarge { what: "message", max_mb }.at(place)));
                }
                Err(error) => {
                    self.is_over = true;
                    return Some(Err(Reason::from(error).at(place)));
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_told_apart_and_unquoted() {
        let mailbox =
            "From a@b Mon\nSubject: one\n\nText.\n>From here.\n\nFrom a@b Tue\nSubject: two\n\nFrom the text\n";
        let reader: Reader = Box::new(std::io::Cursor::new(mailbox));
        let places: Vec<(String, usize)> = Mbox::new("m".to_owned(), reader, &Arc::default())
            .map(|source| source.map(|source| (source.place.clone(), source.n_bytes())).unwrap())
            .collect();
        // "From the text" follows a blank line, as the beginning of a message does: the classic ambiguity of the format.
        assert_eq!(places.len(), 2, "{places:?}");
        assert_eq!(places[0], ("m, message 1".to_owned(), "Subject: one\n\nText.\nFrom here.\n\n".len()));
    }
}
