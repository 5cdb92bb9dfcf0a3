//! A stream of bytes with a name, and what it turns out to hold: one source, a sequence of them, or an archive of more
//! streams.
//!
//! [`open`] takes off one layer: it looks at name and first bytes and gives the pieces inside, of which some may be
//! streams again. Nothing is unpacked to disk, so no name in an archive can lead anywhere.

use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;
use std::sync::Arc;

use super::table::Table;
use super::unpack::{self, MAX_LAYERS, Meter, Packing};
use super::{Format, Reading, Reason, Skipped, Source, array, decode, lines, mbox, tar, warc, zip};

/// How much of a stream is looked at before it is read: a tar archive tells itself at byte 257.
const HEAD: usize = 1024;

/// Something that came out of a stream.
pub(super) enum Piece {
    /// Bytes to read an article from.
    Source(Source),
    /// A file in an archive, or what a compressed file holds.
    Stream(Stream),
    /// A file that is no article by its kind.
    Ignored,
}

/// What is in a stream, one after the other.
pub(super) type Pieces = Box<dyn Iterator<Item = Result<Piece, Skipped>> + Send>;

/// A reader that can move to another thread.
pub(super) type Reader = Box<dyn BufRead + Send>;

/// Bytes to come, and what is known of them.
pub(super) struct Stream {
    /// File, `archive/file` or `-`, for messages.
    pub(super) place: String,
    /// File name, which tells the format.
    pub(super) name: String,
    pub(super) reader: Reader,
    /// The file itself, for archives that are read from their end.
    pub(super) file: Option<std::fs::File>,
    /// Wrappers taken off so far.
    pub(super) n_layers: usize,
    /// Whether its end may be long in coming, as that of standard input: no waiting for a full head.
    pub(super) is_live: bool,
    pub(super) meter: Arc<Meter>,
}

impl Stream {
    /// A stream inside this one's archive.
    pub(super) fn inner(&self, name: &str, reader: Reader) -> Stream {
        Stream {
            place: format!("{}/{name}", self.place).replace(char::is_control, "\u{fffd}"),
            name: name.to_owned(),
            reader,
            file: None,
            n_layers: self.n_layers + 1,
            is_live: false,
            meter: Arc::clone(&self.meter),
        }
    }

    /// What names its article where the article has no name of its own: the file's name without endings.
    fn stem(&self) -> String {
        let name = Packing::of(&self.name).map_or(self.name.as_str(), |(_, inner)| inner);
        if name == "-" {
            return String::new();
        }
        Path::new(name).file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
    }
}

/// What is in a stream.
pub(super) fn open(mut stream: Stream, reading: &Arc<Reading>) -> Result<Pieces, Skipped> {
    let place = stream.place.clone();
    open_kind(&mut stream, reading).map_err(|reason| reason.at(place))?.map_or_else(
        || Ok(Box::new(std::iter::empty()) as Pieces),
        |kind| match kind {
            Kind::Packed(packing) => unpack(stream, packing),
            Kind::Articles(format) => articles(stream, format, reading),
        },
    )
}

/// What a stream holds.
enum Kind {
    Packed(Packing),
    Articles(Format),
}

/// Tells what a stream holds, by the user's word, its name, its first bytes; `None` where there is nothing in it.
fn open_kind(stream: &mut Stream, reading: &Reading) -> Result<Option<Kind>, Reason> {
    let by_name = Format::of(Path::new(&stream.name)).filter(|_| Packing::of(&stream.name).is_none());
    if let Some(format) = by_name.filter(|_| reading.format.is_none()) {
        return Ok(Some(Kind::Articles(format)));
    }
    let head = peek(stream)?;
    if let Some(packing) = Packing::of_content(&head) {
        return Ok(Some(Kind::Packed(packing)));
    }
    if let Some(format) = reading.format {
        return Ok(Some(Kind::Articles(format)));
    }
    if let Some((packing, _)) = Packing::of(&stream.name) {
        return if head.is_empty() { Err(Reason::Empty) } else { Err(Reason::NotPacked(packing.name())) };
    }
    if stream.is_live && head.trim_ascii().is_empty() {
        return Ok(None);
    }
    let format = Format::of_content(&head);
    // A stream has no end to wait for: objects on it come one a line.
    let format = if stream.is_live && format == Format::Json && head.trim_ascii_start().starts_with(b"{") {
        Format::JsonLines
    } else {
        format
    };
    Ok(Some(Kind::Articles(format)))
}

/// The first bytes of a stream, which stays as if nothing had been read; of a live one what comes first that is no blank.
fn peek(stream: &mut Stream) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    loop {
        let chunk = match stream.reader.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            chunk => chunk?,
        };
        let n_bytes = chunk.len();
        head.extend_from_slice(chunk);
        stream.reader.consume(n_bytes);
        let is_enough = if stream.is_live { !head.trim_ascii().is_empty() } else { head.len() >= HEAD };
        if n_bytes == 0 || is_enough || head.len() > HEAD * HEAD {
            break;
        }
    }
    let rest = std::mem::replace(&mut stream.reader, Box::new(io::empty()));
    stream.reader = Box::new(Cursor::new(head.clone()).chain(rest));
    Ok(head)
}

fn unpack(mut stream: Stream, packing: Packing) -> Result<Pieces, Skipped> {
    if stream.n_layers >= MAX_LAYERS {
        return Err(Reason::Nested.at(stream.place));
    }
    stream.n_layers += 1;
    match packing {
        Packing::Gzip | Packing::Zstd | Packing::Xz | Packing::Bzip2 => {
            let decode = match packing {
                Packing::Zstd => unpack::zstd,
                Packing::Xz => unpack::xz,
                Packing::Bzip2 => unpack::bzip2,
                _ => unpack::gzip,
            };
            stream.reader = decode(stream.reader, &stream.meter);
            stream.file = None;
            if let Some((_, inner)) = Packing::of(&stream.name) {
                stream.name = inner.to_owned();
            }
            Ok(Box::new(std::iter::once(Ok(Piece::Stream(stream)))))
        }
        Packing::Tar => Ok(Box::new(tar::Tar::new(stream))),
        Packing::Zip => {
            let place = stream.place.clone();
            let zip = zip::Zip::open(stream).map_err(|reason| reason.at(place))?;
            Ok(Box::new(zip))
        }
    }
}

fn articles(mut stream: Stream, format: Format, reading: &Arc<Reading>) -> Result<Pieces, Skipped> {
    let place = stream.place.clone();
    let check = |stream: &mut Stream| check_lines(&mut *stream.reader).map_err(|reason| reason.at(place.clone()));
    match format {
        Format::JsonLines => {
            check(&mut stream)?;
            Ok(sources(lines::Lines::new(stream.place, stream.reader, reading)))
        }
        Format::Csv => {
            check(&mut stream)?;
            Ok(sources(Table::open(stream.place, stream.reader, reading)?))
        }
        Format::Mbox => {
            check(&mut stream)?;
            Ok(sources(mbox::Mbox::new(stream.place, stream.reader, reading)))
        }
        Format::Warc => Ok(Box::new(warc::Warc::new(stream.place, stream.reader, reading))),
        #[cfg(feature = "parquet")]
        Format::Parquet => Ok(sources(super::parquet::Rows::open(stream, reading)?)),
        #[cfg(not(feature = "parquet"))]
        Format::Parquet => Err(Reason::NotBuiltIn { what: "Parquet", feature: "parquet" }.at(place)),
        Format::Json => open_json(stream, reading),
        _ => whole(stream, format, reading),
    }
}

fn sources(sources: impl Iterator<Item = Result<Source, Skipped>> + Send + 'static) -> Pieces {
    Box::new(sources.map(|source| source.map(Piece::Source)))
}

fn whole(stream: Stream, format: Format, reading: &Arc<Reading>) -> Result<Pieces, Skipped> {
    let (place, stem) = (stream.place.clone(), stream.stem());
    let too_large = match format {
        Format::Text | Format::Markdown | Format::Html => Reason::TextTooLarge,
        _ => Reason::FileTooLarge { format: format.name(), max_mb: format.max_bytes() / 1_000_000 },
    };
    let bytes = read_at_most(stream.reader, format.max_bytes()).map_err(|error| Reason::from(error).at(&place))?;
    let bytes = bytes.ok_or_else(|| too_large.at(&place))?;
    let source = Source::new(place, format, bytes, stem, reading);
    Ok(Box::new(std::iter::once(Ok(Piece::Source(source)))))
}

/// A document that fits is read as a whole, so that an error in it costs no half; a larger array goes by its elements.
fn open_json(mut stream: Stream, reading: &Arc<Reading>) -> Result<Pieces, Skipped> {
    let max_bytes = Format::Json.max_bytes();
    let place = stream.place.clone();
    let at = |reason: Reason| reason.at(place.clone());
    let mut bytes = Vec::new();
    (&mut stream.reader).take(max_bytes as u64 + 1).read_to_end(&mut bytes).map_err(|error| at(error.into()))?;
    if bytes.len() <= max_bytes {
        stream.reader = Box::new(Cursor::new(bytes));
        return whole(stream, Format::Json, reading);
    }
    if !bytes.trim_ascii_start().starts_with(b"[") {
        return Err(at(Reason::DocumentTooLarge));
    }
    let reader = Box::new(BufReader::new(Cursor::new(bytes).chain(stream.reader)));
    Ok(sources(array::Array::new(stream.place, reader, reading)))
}

/// Files that are no lines of UTF-8 at all are told at once, not line by line.
fn check_lines(reader: &mut dyn BufRead) -> Result<(), Reason> {
    let head = reader.fill_buf()?;
    match () {
        () if head.is_empty() => Err(Reason::Empty),
        () if decode::starts_as_utf_16(head) => Err(Reason::Utf16),
        () if decode::is_binary(head) => Err(Reason::Binary),
        () => Ok(()),
    }
}

/// All bytes of a reader, or `None` if they are more than `max_bytes`.
pub(super) fn read_at_most(reader: impl Read, max_bytes: usize) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    reader.take(max_bytes as u64 + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() <= max_bytes).then_some(bytes))
}
