//! Why something was not read, or not as it stood: messages that name the place, what was found and the remedy.

use std::io;
use std::net::IpAddr;
use std::path::PathBuf;

use super::unpack::Bomb;

/// A file, line or folder that gave no article.
#[derive(Debug, thiserror::Error)]
#[error("{place}: {reason}")]
pub struct Skipped {
    /// File, `file:line`, folder or `-`.
    pub place: String,
    /// What was found there, with what to do about it.
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
        "no article in this folder, files of other kinds: {n_ignored}; whom ingest --help lists the kinds of files that are read"
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
    /// A `.json` file that is too large to be read at once and no array.
    #[error("larger than 32 MB; write its articles one a line as .jsonl (jq -c '.[]'), which has no limit")]
    DocumentTooLarge,
    /// A file of another format that is too large to be read at once.
    #[error("{format} larger than {max_mb} MB; split it")]
    FileTooLarge {
        /// Name of the format.
        format: &'static str,
        /// What is read at most.
        max_mb: usize,
    },
    /// A message, row or element that is too large to be read at once.
    #[error("the {what} is larger than {max_mb} MB; split it")]
    RecordTooLarge {
        /// What the format calls its parts.
        what: &'static str,
        /// What is read at most.
        max_mb: usize,
    },
    /// A zip archive that cannot be held, where it is no file.
    #[error("a zip archive of more than 64 MB inside another file; unpack the outer one first")]
    ZipTooLarge,
    /// A Parquet file that cannot be held, where it is no file of its own.
    #[error("a Parquet file of more than 64 MB inside another file or on a pipe; unpack or save it first")]
    ParquetTooLarge,
    /// A Parquet file of another compression.
    #[error("its columns are compressed by {0}, which is not read; write them anew with zstd, snappy or gzip")]
    Codec(String),
    /// Something that this program could do and was not built to.
    #[error(
        "{what} is read only where it was asked for when whom was built; do so: cargo install --path . --features {feature}"
    )]
    NotBuiltIn {
        /// What is missing.
        what: &'static str,
        /// The feature of the build that has it.
        feature: &'static str,
    },
    /// A stream that unpacks to more than any text would.
    #[error("unpacks to more than 200 times its size, as a bomb does; unpack it yourself if it is none")]
    Bomb,
    /// An xz stream whose dictionary is too large to be held.
    #[error("takes more than 64 MB of memory to unpack; unpack it with xz first")]
    DictionaryTooLarge,
    /// Archives in archives in archives.
    #[error("archives nested more than 4 deep; unpack the outer ones first")]
    Nested,
    /// A file whose name in an archive points out of it.
    #[error("the archive holds a file \"{0}\", whose name leads out of it; not read, check where the archive is from")]
    Outside(String),
    /// A file that needs a password.
    #[error("needs a password; unpack the archive first")]
    Locked,
    /// A way of compression that is not known.
    #[error("compressed by {0}; pack it anew as .zip (deflate) or .tar.gz")]
    Method(String),
    /// A name says packed, the bytes do not.
    #[error("expected {0}, found something else; check the file's ending")]
    NotPacked(&'static str),
    /// An archive, compressed stream or container that does not hold together.
    #[error("the {0} is damaged; what came before is read, copy or download it again for the rest")]
    Damaged(&'static str),
    /// Bytes that a decoder cannot make sense of.
    #[error("damaged: {0}; what came before is read, copy or download it again for the rest")]
    Corrupt(String),
    /// The end is missing.
    #[error("ends in the middle; what came before is read, copy or download it again for the rest")]
    CutOff,
    /// A table whose columns hold no text.
    #[error("expected a column \"text\", found {0}; name the one that holds it: --map text=COLUMN")]
    NoTextColumn(String),
    /// A column that `--map` names and the table has not.
    #[error("no column is called \"{name}\"; there are {found}")]
    NoColumn {
        /// What was asked for.
        name: String,
        /// What there is.
        found: String,
    },
    /// A row with more or fewer cells than there are columns.
    #[error("expected {expected} cells as in the first line, found {found}; check the quotes around cells")]
    Cells {
        /// Cells of the header.
        expected: usize,
        /// Cells of the row.
        found: usize,
    },
    /// XML that is no feed, or no XML.
    #[error("expected an RSS or Atom feed, found {0}")]
    NotAFeed(String),
    /// A message without a text to read.
    #[error("no text in the message")]
    NoMessage,
    /// Something that looks like an address and cannot be fetched.
    #[error("no address that can be fetched, {0}; expected http:// or https:// with a host")]
    Address(String),
    /// A machine within this network.
    #[error("its machine is {0}, within this network; where that is meant, say --allow-private")]
    Private(IpAddr),
    /// A site that does not want programs to read this.
    #[error("the site's robots.txt asks programs not to read it; save the page yourself and name the file")]
    Robots,
    /// A server that gives no answer.
    #[error("the server gives no answer: {0}; check the address and the network")]
    Unreachable(String),
    /// A server that takes its time.
    #[error("the server took too long to answer; try again later")]
    TooSlow,
    /// Addresses that lead to each other.
    #[error("more than {0} redirections; open it in a browser and name the address where that ends")]
    Redirects(usize),
    /// A page that a server did not give.
    #[error("the server answered {0} in place of the page")]
    Status(u16),
    /// A page that says it could not be found or shown.
    #[error("an error page, \"{0}\"")]
    ErrorPage(String),
    /// The beginning of an article whose rest is for subscribers.
    #[error("the page shows only the beginning, {n_words} words, the rest is for subscribers; save it while signed in")]
    Paywall {
        /// Words that there are.
        n_words: usize,
    },
    /// A front page or overview.
    #[error("a list of links to articles, not an article; save the articles themselves")]
    LinkList,
    /// A page with a few words.
    #[error("only {n_words} words on the page, too few for an article; if it is one, save its text as .txt")]
    TooShort {
        /// Words that there are.
        n_words: usize,
    },
    /// PDF where the program that reads it is not installed.
    #[error("PDF is read by pdftotext, which is not installed (Debian: poppler-utils, Homebrew: poppler)")]
    NoPdfReader,
    /// PDF that pdftotext does not read.
    #[error("pdftotext cannot read it: {0}; a scan needs text recognition (ocrmypdf) first")]
    Pdf(String),
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
    #[error(
        "expected a field \"text\" (or \"body\", \"content\"), found {0}; name the one that holds it: --map text=FIELD"
    )]
    NoText(String),
    /// An object whose text is no string.
    #[error("expected \"{field}\" as a string, found {found}")]
    TextType {
        /// Name of the field.
        field: String,
        /// What it holds instead.
        found: &'static str,
    },
    /// A web page without a body of text, such as a list of links or a log-in page.
    #[error("no article found on the page; save its text as .txt")]
    NoBody,
    /// A web page whose elements are nested as no browser would show them.
    #[error("expected a page of elements nested up to 1000 deep, found more; save its text as .txt")]
    TooDeep,
    /// A language that the analysis does not know; the text is kept all the same where there is a graph.
    #[error("expected English, found \"{0}\"; translate it to have it read")]
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
            Reason::TextTooLarge
            | Reason::DocumentTooLarge
            | Reason::FileTooLarge { .. }
            | Reason::RecordTooLarge { .. }
            | Reason::LineTooLarge
            | Reason::ParquetTooLarge
            | Reason::DictionaryTooLarge
            | Reason::ZipTooLarge => "too large",
            Reason::NotBuiltIn { .. } => "not built in",
            Reason::Bomb => "bomb",
            Reason::Nested => "nested archives",
            Reason::Outside(_) => "path out of archive",
            Reason::Locked => "password",
            Reason::Method(_) | Reason::Codec(_) => "unknown compression",
            Reason::NotPacked(_) | Reason::Damaged(_) | Reason::Corrupt(_) | Reason::CutOff => "damaged",
            Reason::Cells { .. } => "malformed row",
            Reason::NotAFeed(_) => "no feed",
            Reason::NoMessage => "no text in message",
            Reason::Address(_) => "no address",
            Reason::Private(_) => "private address",
            Reason::Robots => "robots.txt",
            Reason::Unreachable(_) | Reason::TooSlow | Reason::Redirects(_) => "no answer",
            Reason::Status(_) | Reason::ErrorPage(_) => "error page",
            Reason::Paywall { .. } => "paywall",
            Reason::LinkList => "list of links",
            Reason::TooShort { .. } => "too short",
            Reason::NoPdfReader => "no reader of PDF",
            Reason::Pdf(_) => "unreadable PDF",
            Reason::Utf16 => "UTF-16",
            Reason::Json(_) | Reason::NotAnObject(_) => "malformed JSON",
            Reason::NoText(_) | Reason::TextType { .. } | Reason::NoTextColumn(_) | Reason::NoColumn { .. } => {
                "no text field"
            }
            Reason::NoBody | Reason::TooDeep => "no article on page",
            Reason::Language(_) => "not English",
            Reason::Fault(_) => "fault in whom",
        }
    }
}

impl From<io::Error> for Reason {
    fn from(error: io::Error) -> Reason {
        if error.get_ref().is_some_and(|cause| cause.is::<Bomb>()) {
            return Reason::Bomb;
        }
        match error.kind() {
            io::ErrorKind::UnexpectedEof => Reason::CutOff,
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::Other
                if error.raw_os_error().is_none() =>
            {
                Reason::Corrupt(error.to_string())
            }
            io::ErrorKind::OutOfMemory if error.raw_os_error().is_none() => Reason::DictionaryTooLarge,
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
    /// Which of the names in a table or object were taken for what.
    #[error("read {0}; --map names others")]
    Guessed(String),
    /// A field that holds neither text nor number.
    #[error("expected \"{field}\" as a string, found {found}; left out")]
    Field {
        /// Name of the field.
        field: String,
        /// What it holds instead.
        found: &'static str,
    },
}
