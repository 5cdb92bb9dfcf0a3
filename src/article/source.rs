//! The bytes of an article, and what becomes of them: decoded, read in their format, cleaned.

use std::sync::Arc;

use super::table::Row;
use super::{
    Draft, Format, Found, Reading, Reason, Skipped, decode, feed, html, http, json, mail, markdown, pdf, table,
};

/// A file, or a record of one, with its bytes as they are.
#[derive(Debug, Clone)]
pub struct Source {
    /// File, `file:line` or `-`, for messages.
    pub place: String,
    format: Format,
    bytes: Vec<u8>,
    /// Id of its article where the article has none; empty where the text is to give it.
    name: String,
    /// Where it was fetched from, empty when not known.
    address: String,
    /// Charset that a server named, empty for none.
    charset: String,
    /// For a row of a table: its columns.
    row: Option<Row>,
    /// What the feed that led here says of it.
    given: Option<Box<Draft>>,
    /// Whether it is the first of its file, of which is told what was guessed.
    is_first: bool,
    reading: Arc<Reading>,
}

impl Source {
    pub(super) fn new(place: String, format: Format, bytes: Vec<u8>, name: String, reading: &Arc<Reading>) -> Source {
        Source {
            place,
            format,
            bytes,
            name,
            address: String::new(),
            charset: String::new(),
            row: None,
            given: None,
            is_first: false,
            reading: Arc::clone(reading),
        }
    }

    pub(super) fn told_first(self, is_first: bool) -> Source {
        Source { is_first, ..self }
    }

    pub(super) fn with_row(self, row: Row) -> Source {
        Source { row: Some(row), ..self }
    }

    pub(super) fn with_address(self, address: &str) -> Source {
        Source { address: address.to_owned(), ..self }
    }

    /// With what a feed says of it, which counts where it says nothing itself.
    #[cfg(feature = "fetch")]
    pub(super) fn with_given(self, given: Draft) -> Source {
        Source { given: Some(Box::new(given)), ..self }
    }

    /// Size, in bytes, as it was read.
    pub fn n_bytes(&self) -> usize {
        self.bytes.len()
    }

    /// The articles in it: one, or those of a `.json` file's array or of a feed.
    pub fn articles(self) -> Vec<Result<Found, Skipped>> {
        match self.format {
            Format::Warc => return self.answered(),
            Format::Mail | Format::Mbox => return vec![self.of_bytes(mail::read)],
            Format::Pdf => return vec![self.of_bytes(pdf::read)],
            _ => {}
        }
        let Source { place, format, bytes, name, address, charset, row, given, is_first, reading } = self;
        if bytes.is_empty()
            && let Some(given) = given
        {
            return vec![given.finish(place, &name, &reading)];
        }
        if !matches!(format, Format::JsonLines | Format::Csv | Format::Parquet) && decode::is_binary(&bytes) {
            return vec![Err(Reason::Binary.at(place))];
        }
        if let Some(row) = row {
            return vec![articles_row(place, bytes, row, is_first, &reading)];
        }
        let (text, remark) = match format {
            Format::Html => decode::html(bytes, &charset),
            Format::Feed => decode::xml(bytes),
            _ => decode::text(bytes),
        };
        if text.trim().is_empty() {
            return vec![Err(Reason::Empty.at(place))];
        }
        let one = |place: String, draft: Result<Draft, Reason>| {
            let draft = draft.map_err(|reason| reason.at(&place));
            vec![(place, draft)]
        };
        let drafts = match format {
            Format::Markdown => one(place, Ok(markdown::read(&text))),
            Format::Html => one(place, html::read(text, &address)),
            Format::Json => json::read_file(&place, text.as_bytes(), &reading.fields),
            Format::JsonLines => one(place, json::read_line(&text, &reading.fields, is_first)),
            Format::Feed => feed::read(&place, &text),
            _ => {
                let draft = markdown::read_plain(&text);
                let url = if draft.url.is_empty() { address } else { draft.url };
                one(place, Ok(Draft { url, ..draft }))
            }
        };
        // Several articles of one file cannot all bear its name.
        let name = if drafts.len() == 1 { name.as_str() } else { "" };
        let articles = drafts.into_iter().map(|(place, draft)| {
            let mut draft = draft?;
            draft.remarks.splice(0..0, remark.clone());
            if let Some(given) = &given {
                draft.fill(given);
            }
            draft.finish(place, name, &reading)
        });
        articles.collect()
    }

    fn of_bytes(self, read: impl Fn(&[u8]) -> Result<Draft, Reason>) -> Result<Found, Skipped> {
        if self.bytes.trim_ascii().is_empty() {
            return Err(Reason::Empty.at(self.place));
        }
        match read(&self.bytes) {
            Ok(draft) => draft.finish(self.place, &self.name, &self.reading),
            Err(reason) => Err(reason.at(self.place)),
        }
    }

    /// The articles of what a server answered.
    fn answered(self) -> Vec<Result<Found, Skipped>> {
        let is_told = self.address.is_empty() || self.address == self.place;
        let place = if is_told { self.place } else { format!("{} ({})", self.place, self.address) };
        let response = match http::read(&self.bytes) {
            Ok(response) => response,
            Err(reason) => return vec![Err(reason.at(place))],
        };
        if response.status != 200 {
            return vec![Err(Reason::Status(response.status).at(place))];
        }
        let format = match response.media_type.as_str() {
            "text/plain" => Format::Text,
            "application/pdf" => Format::Pdf,
            kind if kind.contains("html") => Format::Html,
            kind if kind.contains("rss") || kind.contains("atom") => Format::Feed,
            _ => Format::of_content(&response.body),
        };
        let source = Source::new(place, format, response.body, String::new(), &self.reading);
        Source { charset: response.charset, address: self.address, given: self.given, ..source }.articles()
    }
}

/// The article of a table's row, whose cells are decoded one by one: a table may be of many hands.
fn articles_row(place: String, bytes: Vec<u8>, row: Row, is_first: bool, reading: &Reading) -> Result<Found, Skipped> {
    let (cells, row) = match String::from_utf8(bytes) {
        Ok(cells) if row.ends.iter().all(|&end| cells.is_char_boundary(end)) => (cells, row),
        Ok(cells) => row.decoded(cells.as_bytes(), |cell| decode::text(cell.to_vec()).0),
        Err(error) => row.decoded(error.as_bytes(), |cell| decode::text(cell.to_vec()).0),
    };
    match table::draft(&cells, &row, is_first) {
        Ok(draft) => draft.finish(place, "", reading),
        Err(reason) => Err(reason.at(place)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Remark;

    /// Id, title, date and text of the articles that bytes of a format give, or the reason why they do not.
    fn articles(format: Format, bytes: &[u8]) -> Vec<String> {
        let source = Source::new("f".to_owned(), format, bytes.to_vec(), "stem".to_owned(), &Arc::default());
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
            // PDF goes to a program of its own.
            for format in Format::ALL.into_iter().filter(|format| *format != Format::Pdf) {
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
