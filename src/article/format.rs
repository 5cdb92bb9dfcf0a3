//! The formats that articles come in: a new one is a row here and a file with its reader.
//!
//! A name's ending tells the format. Where it tells none (standard input, a file that the user names), the first bytes
//! do; what is like nothing else is plain text.

use std::path::Path;
use std::str::FromStr;

use super::MAX_TEXT;
use super::unpack::Packing;

/// How a file's articles are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Plain text, one article.
    Text,
    /// Markdown, one article, its title, date, url, outlet and id in front matter between two lines `---`.
    Markdown,
    /// A saved web page, one article.
    Html,
    /// JSON objects, or arrays of them, in one file.
    Json,
    /// One JSON object a line; read as a stream.
    JsonLines,
    /// A table with a line of column names and an article a row; commas, semicolons, tabs or bars between its cells.
    Csv,
    /// An RSS, Atom or JSON feed, an article an entry.
    Feed,
    /// What a crawler kept of the web, an article a page; read as a stream.
    Warc,
    /// A mail message such as a newsletter, or a page that a browser saved as one (`.mhtml`).
    Mail,
    /// A mailbox, an article a message; read as a stream.
    Mbox,
    /// A PDF, one article, read by the program `pdftotext`.
    Pdf,
    /// A table of columns, an article a row; read as a stream, by a program that was built with the feature `parquet`.
    Parquet,
}

/// What is said once of each format.
struct Row {
    name: &'static str,
    extensions: &'static [&'static str],
}

impl Format {
    /// Every format, in the order in which help and messages list them.
    pub const ALL: [Format; 12] = [
        Format::Text,
        Format::Markdown,
        Format::Html,
        Format::Json,
        Format::JsonLines,
        Format::Csv,
        Format::Feed,
        Format::Warc,
        Format::Mail,
        Format::Mbox,
        Format::Pdf,
        Format::Parquet,
    ];

    const fn row(self) -> Row {
        let (name, extensions): (&'static str, &'static [&'static str]) = match self {
            Format::Text => ("text", &["txt"]),
            Format::Markdown => ("markdown", &["md", "markdown"]),
            Format::Html => ("html", &["html", "htm", "xhtml"]),
            Format::Json => ("json", &["json"]),
            Format::JsonLines => ("jsonl", &["jsonl", "ndjson"]),
            Format::Csv => ("csv", &["csv", "tsv"]),
            Format::Feed => ("feed", &["rss", "atom", "xml"]),
            Format::Warc => ("warc", &["warc", "wet"]),
            Format::Mail => ("mail", &["eml", "mhtml", "mht"]),
            Format::Mbox => ("mbox", &["mbox"]),
            Format::Pdf => ("pdf", &["pdf"]),
            Format::Parquet => ("parquet", &["parquet"]),
        };
        Row { name, extensions }
    }

    /// The word by which `--format` and messages call it.
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// Endings of file names, lower case, without the dot.
    pub const fn extensions(self) -> &'static [&'static str] {
        self.row().extensions
    }

    /// The format that a file's name tells, upper and lower case alike, looking through the endings of compression
    /// (`news.jsonl.gz`); `None` for other endings and none.
    pub fn of(path: &Path) -> Option<Format> {
        let name = path.file_name()?.to_str()?;
        match Packing::of(name) {
            Some((_, inner)) => Format::of(Path::new(inner)),
            None => {
                let extension = Path::new(name).extension()?.to_str()?.to_ascii_lowercase();
                Format::ALL.into_iter().find(|format| format.extensions().contains(&extension.as_str()))
            }
        }
    }

    /// The format that the first bytes of a text tell; plain text where they are like nothing else.
    pub(super) fn of_content(head: &[u8]) -> Format {
        let text = String::from_utf8_lossy(head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head));
        let text = text.trim_start();
        let lower: String = text.chars().take(200).collect::<String>().to_ascii_lowercase();
        match () {
            () if head.starts_with(b"%PDF-") => Format::Pdf,
            () if head.starts_with(b"PAR1") => Format::Parquet,
            () if text.starts_with("WARC/1.") => Format::Warc,
            () if text.starts_with("From ") && text.lines().nth(1).is_some_and(is_mail_header) => Format::Mbox,
            () if text.starts_with('{') => of_object(text),
            () if text.starts_with("[{") || text.starts_with("[\n") || text.starts_with("[ {") => Format::Json,
            () if lower.starts_with("<!doctype html") || lower.starts_with("<html") => Format::Html,
            () if lower.starts_with("<?xml") && lower.contains("<html") => Format::Html,
            () if ["<?xml", "<rss", "<feed", "<rdf"].iter().any(|tag| lower.starts_with(tag)) => Format::Feed,
            () if text.lines().take(3).filter(|line| is_mail_header(line)).count() == 3 => Format::Mail,
            () => Format::Text,
        }
    }

    /// Most bytes that are read at once: of a file, or of a record of one.
    pub(super) const fn max_bytes(self) -> usize {
        match self {
            Format::Text | Format::Markdown | Format::Html | Format::Warc => MAX_TEXT,
            Format::Json | Format::Feed | Format::Csv | Format::Mail | Format::Mbox | Format::Parquet => 32_000_000,
            Format::JsonLines | Format::Pdf => 64_000_000,
        }
    }
}

/// An object whose first line is whole stands one a line; one that goes over several lines is a document.
fn of_object(text: &str) -> Format {
    match text.lines().next().map(str::trim_end) {
        Some(line) if line.ends_with('}') || !text.contains('\n') => Format::JsonLines,
        _ => Format::Json,
    }
}

/// Whether a line is one of those with which mail begins.
fn is_mail_header(line: &str) -> bool {
    const KNOWN: [&str; 11] = [
        "return-path",
        "received",
        "from",
        "to",
        "date",
        "subject",
        "message-id",
        "mime-version",
        "delivered-to",
        "content-type",
        "reply-to",
    ];
    line.split_once(':').is_some_and(|(name, _)| {
        KNOWN.contains(&name.to_ascii_lowercase().as_str()) || name.starts_with("X-") || name.starts_with("DKIM-")
    })
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Format, String> {
        let names = || Format::ALL.map(Format::name).join(", ");
        Format::ALL
            .into_iter()
            .find(|format| format.name() == name)
            .ok_or_else(|| format!("no format is called \"{name}\"; there are {}", names()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_formats_through_compression() {
        for (name, expected) in [
            ("a.TXT", Some(Format::Text)),
            ("a/news.jsonl.gz", Some(Format::JsonLines)),
            ("CC-MAIN-1.warc.wet.gz", Some(Format::Warc)),
            ("feed.xml.zst", Some(Format::Feed)),
            ("a.png", None),
            ("a.tar.gz", None),
            ("txt", None),
        ] {
            assert_eq!(Format::of(Path::new(name)), expected, "of {name}");
        }
    }

    #[test]
    fn first_bytes_tell_formats() {
        for (head, expected) in [
            ("{\"text\": \"a\"}\n{\"text\": \"b\"}", Format::JsonLines),
            ("{\n  \"text\": \"a\"\n}", Format::Json),
            ("[{\"text\": \"a\"}]", Format::Json),
            ("\u{feff} <!DOCTYPE html><html>", Format::Html),
            ("<?xml version=\"1.0\"?>\n<rss>", Format::Feed),
            ("WARC/1.0\r\nWARC-Type: response", Format::Warc),
            ("From a@b Mon Jan 1 00:00:00 2024\nFrom: a@b\n", Format::Mbox),
            ("Received: x\nFrom: a@b\nSubject: c\n\nText", Format::Mail),
            ("From: Kyiv\nIran met Iraq.", Format::Text),
            ("[1] Iran met Iraq.", Format::Text),
            ("", Format::Text),
            ("PAR1\u{15}\u{4}", Format::Parquet),
        ] {
            assert_eq!(Format::of_content(head.as_bytes()), expected, "of {head:?}");
        }
    }

    #[test]
    fn every_format_is_named_once() {
        for format in Format::ALL {
            assert_eq!(format.name().parse::<Format>(), Ok(format));
        }
        assert!("doc".parse::<Format>().unwrap_err().contains("jsonl, csv"));
    }
}
