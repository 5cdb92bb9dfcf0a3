//! Why something was not read, or not as it stood: messages that name the place, what was found and the remedy.

use std::io;
use std::path::PathBuf;

/// A file, line or folder that gave no article.
#[derive(Debug, thiserror::Error)]
#[error("{place}: {reason}")]
pub struct Skipped {
    /// File, `file:line`, folder or `-`.
    pub place: String,
    /// Why.
    #[source]
    pub reason: Reason,
}

/// Why a place gave no article.
#[derive(Debug, thiserror::Error)]
pub enum Reason {
    /// Nothing is at this path: it was mistyped, it vanished, or a link points nowhere.
    #[error("nothing is there; check the path, and where it is a link, what it points to")]
    Missing,
    /// The system does not let us read it.
    #[error("no permission to read it; allow it with \"chmod u+r\", for a folder \"chmod u+rx\"")]
    Denied,
    /// The system failed to read it.
    #[error("cannot be read: {0}; check the disk, or copy it elsewhere and read the copy")]
    Unreadable(io::Error),
    /// Following the link would go round in circles.
    #[error("a link back to \"{}\", the folder that it lies in; not followed, all else there is read", ancestor.display())]
    Loop {
        /// The folder that the link leads back to.
        ancestor: PathBuf,
    },
    /// A folder without a file that could be read.
    #[error(
        "no article in this folder, files of other kinds: {n_ignored}; looked for .txt, .md, .html, .htm, .json, .jsonl and .ndjson"
    )]
    NoArticles {
        /// Files of other extensions in it.
        n_ignored: usize,
    },
    /// No text, or nothing but blanks.
    #[error("no text in it; fill it or leave it out")]
    Empty,
    /// Bytes that are no text in any encoding.
    #[error("expected text, found binary content; unpack or convert it to .txt, .html or .jsonl first")]
    Binary,
    /// The text of one article is longer than [`super::MAX_TEXT`].
    #[error("the article is larger than 10 MB; split it")]
    TextTooLarge,
    /// A `.json` file that is too large to be read at once.
    #[error("larger than 32 MB; write its articles one a line as .jsonl (jq -c '.[]'), which has no limit")]
    FileTooLarge,
    /// A line of JSON lines that is too large to be read at once.
    #[error("the line is larger than 64 MB; split it")]
    LineTooLarge,
    /// JSON lines in an encoding whose line breaks are not single bytes.
    #[error("expected UTF-8, found UTF-16; convert it (iconv -f UTF-16 -t UTF-8)")]
    Utf16,
    /// A line, or a file, that is no JSON.
    #[error("malformed JSON, {0}; write one whole object a line (jq -c .) as .jsonl, or valid JSON as .json")]
    Json(String),
    /// JSON, but no object.
    #[error("expected a JSON object with a field \"text\", found {0}")]
    NotAnObject(&'static str),
    /// An object without a text.
    #[error("expected a field \"text\" (or \"body\", \"content\"), found {0}; rename the field that holds the text")]
    NoText(String),
    /// An object whose text is no string.
    #[error("expected \"{field}\" as a string, found {found}")]
    TextType {
        /// Name of the field.
        field: &'static str,
        /// What it holds instead.
        found: &'static str,
    },
    /// A web page without a body of text, such as a list of links or a log-in page.
    #[error("no article found on the page; save its text as .txt")]
    NoBody,
    /// A web page whose elements are nested as no browser would show them.
    #[error("expected a page of elements nested up to 1000 deep, found more; save its text as .txt")]
    TooDeep,
    /// A language that the analysis does not know.
    #[error("expected English, found \"{0}\"; translate it first")]
    Language(String),
    /// A fault of the program itself.
    #[error("a fault in whom itself, \"{0}\"; please report it together with the article")]
    Fault(String),
}

impl Reason {
    /// The reason at a place.
    pub fn at(self, place: impl Into<String>) -> Skipped {
        Skipped { place: place.into(), reason: self }
    }

    /// A few words that are the same for all that was skipped for this reason, to count by.
    pub fn name(&self) -> &'static str {
        match self {
            Reason::Missing => "missing",
            Reason::Denied => "no permission",
            Reason::Unreadable(_) => "unreadable",
            Reason::Loop { .. } => "link back",
            Reason::NoArticles { .. } => "no article in folder",
            Reason::Empty => "empty",
            Reason::Binary => "binary",
            Reason::TextTooLarge | Reason::FileTooLarge | Reason::LineTooLarge => "too large",
            Reason::Utf16 => "UTF-16",
            Reason::Json(_) | Reason::NotAnObject(_) => "malformed JSON",
            Reason::NoText(_) | Reason::TextType { .. } => "no text field",
            Reason::NoBody | Reason::TooDeep => "no article on page",
            Reason::Language(_) => "not English",
            Reason::Fault(_) => "fault in whom",
        }
    }
}

impl From<io::Error> for Reason {
    fn from(error: io::Error) -> Reason {
        match error.kind() {
            io::ErrorKind::NotFound => Reason::Missing,
            io::ErrorKind::PermissionDenied => Reason::Denied,
            _ => Reason::Unreadable(error),
        }
    }
}

/// Something that was left out or replaced in an article that is read all the same.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Remark {
    /// A date that is none, or that could be more than one.
    #[error("expected the date as YYYY-MM-DD, found {0:?}; read without a date")]
    Date(String),
    /// Bytes that the text's encoding does not have.
    #[error(
        "not valid {encoding}: {n_replaced} {} replaced by \"\u{fffd}\"; convert it to UTF-8 (iconv) to keep {}",
        if *n_replaced == 1 { "place" } else { "places" },
        if *n_replaced == 1 { "it" } else { "them" }
    )]
    Replaced {
        /// Name of the encoding that the rest of the text is in.
        encoding: &'static str,
        /// Number of replacement characters.
        n_replaced: usize,
    },
    /// A field that holds neither text nor number.
    #[error("expected \"{field}\" as a string, found {found}; left out")]
    Field {
        /// Name of the field.
        field: &'static str,
        /// What it holds instead.
        found: &'static str,
    },
}
