//! The formats that articles come in: a new one is a row here and a file with its reader.

use std::path::Path;

use super::MAX_TEXT;

/// How a file's articles are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
}

impl Format {
    /// Every format, in the order in which help and messages list them.
    pub const ALL: [Format; 5] = [Format::Text, Format::Markdown, Format::Html, Format::Json, Format::JsonLines];

    /// Endings of file names, lower case, without the dot.
    pub const fn extensions(self) -> &'static [&'static str] {
        match self {
            Format::Text => &["txt"],
            Format::Markdown => &["md"],
            Format::Html => &["html", "htm"],
            Format::Json => &["json"],
            Format::JsonLines => &["jsonl", "ndjson"],
        }
    }

    /// The format that a file's name tells, upper and lower case alike; `None` for other endings and none.
    pub fn of(path: &Path) -> Option<Format> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        Format::ALL.into_iter().find(|format| format.extensions().contains(&extension.as_str()))
    }

    /// Most bytes that are read at once: of a file, or of a line of JSON lines.
    pub(super) const fn max_bytes(self) -> usize {
        match self {
            Format::Text | Format::Markdown | Format::Html => MAX_TEXT,
            Format::Json => 32_000_000,
            Format::JsonLines => 64_000_000,
        }
    }
}
