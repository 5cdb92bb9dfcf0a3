//! A large JSON array as a stream: its elements one at a time, cut where their brackets close.
//!
//! Only for arrays of objects, which is what dumps of articles are. What an element holds is not looked at here.

use std::io::{self, BufRead};
use std::sync::Arc;

use super::stream::Reader;
use super::{Format, Reading, Reason, Skipped, Source};

/// The elements of an array, each a [`Source`].
pub(super) struct Array {
    place: String,
    reader: Reader,
    reading: Arc<Reading>,
    number: usize,
    is_over: bool,
}

impl Array {
    pub(super) fn new(place: String, reader: Reader, reading: &Arc<Reading>) -> Array {
        Array { place, reader, reading: Arc::clone(reading), number: 0, is_over: false }
    }
}

impl Iterator for Array {
    type Item = Result<Source, Skipped>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        self.number += 1;
        let place = format!("{}, article {}", self.place, self.number);
        match cut(&mut *self.reader, Format::JsonLines.max_bytes()) {
            Ok(Some(Some(bytes))) => {
                let source = Source::new(place, Format::JsonLines, bytes, String::new(), &self.reading);
                Some(Ok(source.told_first(self.number == 1)))
            }
            Ok(Some(None)) => {
                let max_mb = Format::JsonLines.max_bytes() / 1_000_000;
                Some(Err(Reason::RecordTooLarge { what: "object", max_mb }.at(place)))
            }
            Ok(None) => {
                self.is_over = true;
                None
            }
            Err(error) => {
                self.is_over = true;
                Some(Err(Reason::from(error).at(place)))
            }
        }
    }
}

/// The next object, `Some(None)` for one that is larger than allowed, `None` after the last.
fn cut(reader: &mut dyn BufRead, max_bytes: usize) -> io::Result<Option<Option<Vec<u8>>>> {
    let mut object = Vec::new();
    let (mut depth, mut is_quoted, mut is_escaped, mut is_too_large) = (0_usize, false, false, false);
    loop {
        let chunk = match reader.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            chunk => chunk?,
        };
        if chunk.is_empty() {
            return if depth == 0 { Ok(None) } else { Err(io::ErrorKind::UnexpectedEof.into()) };
        }
        let start = if depth == 0 { chunk.iter().position(|&b| b == b'{') } else { Some(0) };
        let Some(start) = start else {
            let n_bytes = chunk.len();
            reader.consume(n_bytes);
            continue;
        };
        let mut end = None;
        for (i, &byte) in chunk.iter().enumerate().skip(start) {
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' if is_quoted => is_escaped = true,
                b'"' => is_quoted = !is_quoted,
                b'{' | b'[' if !is_quoted => depth += 1,
                b'}' | b']' if !is_quoted => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                end = Some(i + 1);
                break;
            }
        }
        let part = &chunk[start..end.unwrap_or(chunk.len())];
        is_too_large |= object.len() + part.len() > max_bytes;
        if is_too_large {
            object = Vec::new();
        } else {
            object.extend_from_slice(part);
        }
        let n_used = end.unwrap_or(chunk.len());
        reader.consume(n_used);
        if end.is_some() {
            return Ok(Some((!is_too_large).then_some(object)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_end_where_their_brackets_close() {
        let text = r#" [{"a": "}\"]{", "b": [{}]}, {"c": 1},{"d": "longer than twenty bytes"}, {"e":2} ]"#;
        let mut reader = io::BufReader::with_capacity(7, text.as_bytes());
        let mut seen = Vec::new();
        while let Some(object) = cut(&mut reader, 26).unwrap() {
            seen.push(object.map(|bytes| String::from_utf8(bytes).unwrap()));
        }
        let whole = |text: &str| Some(text.to_owned());
        assert_eq!(seen, [whole(r#"{"a": "}\"]{", "b": [{}]}"#), whole(r#"{"c": 1}"#), None, whole(r#"{"e":2}"#)]);
        assert!(cut(&mut r#"[{"a": 1"#.as_bytes(), 100).is_err());
    }
}
