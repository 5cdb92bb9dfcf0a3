//! The files in a tar archive, as they come by.
//!
//! POSIX ustar with long names and sizes as GNU (`L`) and pax (`x`) write them. Links, devices and folders are passed
//! over; what one file leaves unread is skipped before the next.

use std::io::{self, BufReader, Read};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::stream::{Piece, Reader, Stream};
use super::{Reason, Skipped, walk};

const BLOCK: u64 = 512;

/// Longest name that is believed.
const MAX_NAME: u64 = 64 * 1024;

/// Iterator over the files of an archive.
pub(super) struct Tar {
    archive: Stream,
    entry: Arc<Mutex<Entry>>,
    is_over: bool,
}

/// The archive with what is left of the file that is being read.
struct Entry {
    reader: Reader,
    n_left: u64,
    padding: u64,
}

impl Tar {
    pub(super) fn new(mut archive: Stream) -> Tar {
        let reader = std::mem::replace(&mut archive.reader, Box::new(io::empty()));
        Tar { archive, entry: Arc::new(Mutex::new(Entry { reader, n_left: 0, padding: 0 })), is_over: false }
    }

    /// The next file; `None` at the end.
    fn advance(&self) -> Result<Option<Piece>, Reason> {
        let mut entry = lock(&self.entry);
        let (mut long_name, mut long_size) = (None, None);
        loop {
            let Some(header) = entry.next_header()? else { return Ok(None) };
            let size: u64 = if header.is_file() { long_size.take().unwrap_or(header.size) } else { header.size };
            entry.begin(size);
            match header.kind {
                b'L' => long_name = Some(text(&entry.read_all()?)),
                b'x' => {
                    let records = entry.read_all()?;
                    long_name = pax(&records, "path").or(long_name);
                    long_size = pax(&records, "size").and_then(|size| size.parse().ok());
                }
                _ if header.is_file() => {
                    let name = long_name.unwrap_or(header.name);
                    drop(entry);
                    return piece(&self.archive, &name, || Body(Arc::clone(&self.entry))).map(Some);
                }
                b'g' | b'5' => {}
                _ => return Ok(Some(Piece::Ignored)),
            }
        }
    }
}

impl Iterator for Tar {
    type Item = Result<Piece, Skipped>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        match self.advance() {
            Ok(piece) => {
                self.is_over = piece.is_none();
                piece.map(Ok)
            }
            Err(reason) => {
                self.is_over = !matches!(reason, Reason::Outside(_));
                Some(Err(reason.at(&self.archive.place)))
            }
        }
    }
}

/// What a file of an archive is to us, by its name alone.
pub(super) fn piece<R: Read + Send + 'static>(
    archive: &Stream,
    name: &str,
    body: impl FnOnce() -> R,
) -> Result<Piece, Reason> {
    let name = name.trim_start_matches("./");
    if name.starts_with(['/', '\\']) || name.split(['/', '\\']).any(|part| part == "..") || name.contains(":\\") {
        return Err(Reason::Outside(name.chars().take(super::MAX_SHOWN * 2).collect()));
    }
    if !walk::is_read(name) {
        return Ok(Piece::Ignored);
    }
    Ok(Piece::Stream(archive.inner(name, Box::new(BufReader::with_capacity(64 * 1024, body())))))
}

struct Header {
    name: String,
    size: u64,
    kind: u8,
}

impl Entry {
    fn begin(&mut self, size: u64) {
        let size = size.min(1 << 60);
        self.n_left = size;
        self.padding = (BLOCK - size % BLOCK) % BLOCK;
    }

    /// The header after what is left of this file; `None` at the end of the archive.
    fn next_header(&mut self) -> Result<Option<Header>, Reason> {
        let n_left = self.n_left + self.padding;
        let n_skipped = io::copy(&mut (&mut self.reader).take(n_left), &mut io::sink())?;
        if n_skipped < n_left {
            return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
        }
        (self.n_left, self.padding) = (0, 0);
        let mut block = [0; BLOCK as usize];
        if !read_block(&mut self.reader, &mut block)? || block.iter().all(|&b| b == 0) {
            return Ok(None);
        }
        Header::read(&block).map(Some).ok_or(Reason::Damaged("tar"))
    }

    fn read_all(&mut self) -> Result<Vec<u8>, Reason> {
        if self.n_left > MAX_NAME {
            return Err(Reason::Damaged("tar"));
        }
        let mut bytes = vec![0; self.n_left as usize];
        self.reader.read_exact(&mut bytes)?;
        self.n_left = 0;
        Ok(bytes)
    }
}

/// A block, or `false` where nothing is left.
fn read_block(reader: &mut Reader, block: &mut [u8]) -> io::Result<bool> {
    let mut n_read = 0;
    while n_read < block.len() {
        match reader.read(&mut block[n_read..]) {
            Ok(0) if n_read == 0 => return Ok(false),
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(n_bytes) => n_read += n_bytes,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(true)
}

impl Header {
    fn is_file(&self) -> bool {
        matches!(self.kind, b'0' | 0 | b'7')
    }

    /// `None` where the checksum does not hold.
    fn read(block: &[u8]) -> Option<Header> {
        let sum: u64 =
            block.iter().enumerate().map(|(i, &b)| u64::from(if (148..156).contains(&i) { b' ' } else { b })).sum();
        if number(&block[148..156])? != sum {
            return None;
        }
        let name = text(&block[..100]);
        let prefix = if &block[257..263] == b"ustar\0" { text(&block[345..500]) } else { String::new() };
        let name = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
        Some(Header { name, size: number(&block[124..136])?, kind: block[156] })
    }
}

/// Octal digits, or GNU's binary form for what is larger.
fn number(field: &[u8]) -> Option<u64> {
    if field[0] & 0x80 != 0 {
        let bytes = &field[field.len() - 8..];
        return Some(u64::from_be_bytes(bytes.try_into().ok()?)).filter(|size| *size < 1 << 60);
    }
    let digits = text(field);
    u64::from_str_radix(digits.trim(), 8).ok().or_else(|| digits.trim().is_empty().then_some(0))
}

/// A field up to its first NUL.
fn text(field: &[u8]) -> String {
    let end = field.iter().position(|&b| b == 0).unwrap_or(field.len());
    String::from_utf8_lossy(&field[..end]).into_owned()
}

/// The value of a pax record, `LENGTH KEY=VALUE\n`.
fn pax(records: &[u8], key: &str) -> Option<String> {
    let mut rest = records;
    while !rest.is_empty() {
        let space = rest.iter().position(|&b| b == b' ')?;
        let length: usize = std::str::from_utf8(&rest[..space]).ok()?.parse().ok()?;
        let record = rest.get(space + 1..length)?;
        if let Some(value) = record.strip_prefix(key.as_bytes()).and_then(|record| record.strip_prefix(b"=")) {
            return Some(String::from_utf8_lossy(value).trim_end_matches('\n').to_owned());
        }
        rest = &rest[length..];
    }
    None
}

/// What is left of the file that is being read.
struct Body(Arc<Mutex<Entry>>);

impl Read for Body {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut entry = lock(&self.0);
        let n_most = buffer.len().min(usize::try_from(entry.n_left).unwrap_or(usize::MAX));
        if n_most == 0 {
            return Ok(0);
        }
        let n_bytes = entry.reader.read(&mut buffer[..n_most])?;
        if n_bytes == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        entry.n_left -= n_bytes as u64;
        Ok(n_bytes)
    }
}

fn lock(entry: &Mutex<Entry>) -> MutexGuard<'_, Entry> {
    entry.lock().unwrap_or_else(PoisonError::into_inner)
}
