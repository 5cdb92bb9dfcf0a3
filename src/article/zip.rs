//! The files in a zip archive, in the order of its directory.
//!
//! The directory stands at the end, so the archive has to be a file, or small enough to be held. Each file is then read
//! as a stream from its own place; nothing is unpacked to disk.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};
use std::sync::Arc;

use zip::{CompressionMethod, ZipArchive};

use super::stream::{Piece, Stream, read_at_most};
use super::unpack::{self, Metered};
use super::{Reason, Skipped, tar};

/// Largest archive that is held in memory, where it lies in another one or comes through a pipe.
const MAX_HELD: usize = 64_000_000;

/// Iterator over the files of an archive.
pub(super) struct Zip {
    archive: Stream,
    bytes: Bytes,
    directory: ZipArchive<Bytes>,
    next: usize,
}

/// The archive's bytes, of which many readers may stand at different places.
enum Bytes {
    File(BufReader<File>),
    Held(Cursor<Arc<[u8]>>),
}

impl Zip {
    pub(super) fn open(mut archive: Stream) -> Result<Zip, Reason> {
        let mut bytes = match archive.file.take() {
            Some(file) => Bytes::File(BufReader::new(file)),
            None => {
                let reader = std::mem::replace(&mut archive.reader, Box::new(io::empty()));
                let held = read_at_most(reader, MAX_HELD)?.ok_or(Reason::ZipTooLarge)?;
                Bytes::Held(Cursor::new(held.into()))
            }
        };
        let directory = ZipArchive::new(bytes.another()?).map_err(damaged)?;
        Ok(Zip { archive, bytes, directory, next: 0 })
    }

    fn entry(&mut self, i: usize) -> Result<Piece, (String, Reason)> {
        let entry = self.directory.by_index_raw(i).map_err(|error| (format!("file {}", i + 1), damaged(error)))?;
        let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
        if !entry.is_file() {
            return Ok(Piece::Ignored);
        }
        let (start, size) = (entry.data_start(), entry.compressed_size());
        let (method, is_encrypted) = (entry.compression(), entry.encrypted());
        drop(entry);
        let piece = tar::piece(&self.archive, &name, io::empty).map_err(|reason| (name.clone(), reason))?;
        let Piece::Stream(mut stream) = piece else { return Ok(piece) };
        if is_encrypted {
            return Err((name, Reason::Locked));
        }
        stream.reader = self.body(start, size, method).map_err(|reason| (name, reason))?;
        Ok(Piece::Stream(stream))
    }

    fn body(
        &mut self,
        start: Option<u64>,
        size: u64,
        method: CompressionMethod,
    ) -> Result<super::stream::Reader, Reason> {
        let mut bytes = self.bytes.another()?;
        bytes.seek(SeekFrom::Start(start.ok_or(Reason::Damaged("zip"))?))?;
        let meter = &self.archive.meter;
        let body = BufReader::with_capacity(64 * 1024, Metered::new(bytes.take(size), Arc::clone(meter)));
        match method {
            CompressionMethod::Stored => Ok(Box::new(body)),
            other if other == CompressionMethod::DEFLATE => Ok(unpack::deflate(body, meter)),
            other if other == CompressionMethod::ZSTD => Ok(unpack::zstd(body, meter)),
            other if other == CompressionMethod::XZ => Ok(unpack::xz(body, meter)),
            other if other == CompressionMethod::BZIP2 => Ok(unpack::bzip2(body, meter)),
            other => Err(Reason::Method(other.to_string())),
        }
    }
}

impl Iterator for Zip {
    type Item = Result<Piece, Skipped>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.next >= self.directory.len() {
            return None;
        }
        self.next += 1;
        Some(self.entry(self.next - 1).map_err(|(name, reason)| {
            reason.at(format!("{}/{name}", self.archive.place).replace(char::is_control, "\u{fffd}"))
        }))
    }
}

fn damaged(error: zip::result::ZipError) -> Reason {
    match error {
        zip::result::ZipError::Io(error) if error.kind() != io::ErrorKind::UnexpectedEof => error.into(),
        _ => Reason::Damaged("zip"),
    }
}

impl Bytes {
    /// Another reader of the same archive.
    fn another(&mut self) -> io::Result<Bytes> {
        Ok(match self {
            Bytes::File(file) => Bytes::File(BufReader::new(file.get_ref().try_clone()?)),
            Bytes::Held(bytes) => Bytes::Held(Cursor::new(Arc::clone(bytes.get_ref()))),
        })
    }
}

impl Read for Bytes {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Bytes::File(file) => file.read(buffer),
            Bytes::Held(bytes) => bytes.read(buffer),
        }
    }
}

impl Seek for Bytes {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Bytes::File(file) => file.seek(to),
            Bytes::Held(bytes) => bytes.seek(to),
        }
    }
}
