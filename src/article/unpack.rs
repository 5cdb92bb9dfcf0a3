//! Compressed streams and what keeps them in bounds.
//!
//! gzip (all members, as crawlers write one a record), zstd, xz and bzip2 are taken off a stream as it is read. A [`Meter`] counts
//! what came out of a file against what was read of it: a bomb ends with an error long before it fills a disk or a day.

use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bzip2::bufread::MultiBzDecoder;
use flate2::bufread::{DeflateDecoder, MultiGzDecoder};
use lzma_rust2::XzReader;
use ruzstd::decoding::StreamingDecoder;

/// Wrappers inside each other, such as a `.tar` in a `.gz` in a `.zip`.
pub(super) const MAX_LAYERS: usize = 4;

/// Text shrinks to a tenth, dull tables to a fiftieth; a bomb to a thousandth.
const MAX_RATIO: u64 = 200;

/// Below this nothing is a bomb.
const HARMLESS: u64 = 100_000_000;

/// Most memory in KiB that an xz stream may ask for: the 64 MiB of `xz -9`, and what its decoder holds beside.
const MAX_XZ_MEMORY: u32 = 72 * 1024;

/// How files are wrapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    Gzip,
    Zstd,
    Xz,
    Bzip2,
    Zip,
    Tar,
}

impl Packing {
    /// What the last ending of a name tells, and the name of what is inside.
    pub(super) fn of(name: &str) -> Option<(Packing, &str)> {
        let (stem, ending) = name.rsplit_once('.')?;
        let packing = match ending.to_ascii_lowercase().as_str() {
            "gz" | "gzip" => Packing::Gzip,
            "zst" | "zstd" => Packing::Zstd,
            "xz" => Packing::Xz,
            "bz2" | "bzip2" => Packing::Bzip2,
            "zip" => Packing::Zip,
            "tar" => Packing::Tar,
            "tgz" => return Some((Packing::Gzip, TAR)),
            "tzst" => return Some((Packing::Zstd, TAR)),
            "txz" => return Some((Packing::Xz, TAR)),
            "tbz2" | "tbz" => return Some((Packing::Bzip2, TAR)),
            _ => return None,
        };
        Some((packing, stem))
    }

    /// What the first bytes tell.
    pub(super) fn of_content(head: &[u8]) -> Option<Packing> {
        match head {
            [0x1f, 0x8b, 8, ..] => Some(Packing::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Packing::Zstd),
            [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Some(Packing::Xz),
            // What follows is the mark of a block, or of the end of an empty stream: "BZh1" may be a word.
            [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41, 0x59, 0x26, 0x53, 0x59, ..]
            | [b'B', b'Z', b'h', b'1'..=b'9', 0x17, 0x72, 0x45, 0x38, 0x50, 0x90, ..] => Some(Packing::Bzip2),
            [b'P', b'K', 3 | 5, 4 | 6, ..] => Some(Packing::Zip),
            _ if head.get(257..262) == Some(b"ustar") => Some(Packing::Tar),
            _ => None,
        }
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Packing::Gzip => "gzip",
            Packing::Zstd => "zstd",
            Packing::Xz => "xz",
            Packing::Bzip2 => "bzip2",
            Packing::Zip => "zip",
            Packing::Tar => "tar",
        }
    }
}

/// The name of what is inside a `.tgz`.
const TAR: &str = ".tar";

/// What was read of a file and what came out of it.
#[derive(Debug, Default)]
pub(super) struct Meter {
    n_read: AtomicU64,
    n_unpacked: AtomicU64,
}

impl Meter {
    /// Bytes of the file that were read so far.
    pub(super) fn n_read(&self) -> u64 {
        self.n_read.load(Ordering::Relaxed)
    }

    fn unpack(&self, n_bytes: usize) -> io::Result<()> {
        let n_unpacked = self.n_unpacked.fetch_add(n_bytes as u64, Ordering::Relaxed) + n_bytes as u64;
        if is_bomb(self.n_read(), n_unpacked) { Err(io::Error::other(Bomb)) } else { Ok(()) }
    }
}

/// Whether so much out of so little is more than any text.
pub(super) fn is_bomb(n_read: u64, n_unpacked: u64) -> bool {
    n_unpacked > HARMLESS && n_unpacked > n_read.saturating_mul(MAX_RATIO)
}

/// More came out than any text could hold.
#[derive(Debug, thiserror::Error)]
#[error("unpacks to more than {MAX_RATIO} times its size")]
pub(super) struct Bomb;

/// A file as it is read, metered.
pub(super) struct Metered<R> {
    inner: R,
    meter: Arc<Meter>,
}

impl<R: Read> Metered<R> {
    pub(super) fn new(inner: R, meter: Arc<Meter>) -> Metered<R> {
        Metered { inner, meter }
    }
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n_bytes = self.inner.read(buffer)?;
        self.meter.n_read.fetch_add(n_bytes as u64, Ordering::Relaxed);
        Ok(n_bytes)
    }
}

/// What comes out of a decoder, metered.
struct Unpacked<R> {
    inner: R,
    meter: Arc<Meter>,
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n_bytes = self.inner.read(buffer)?;
        self.meter.unpack(n_bytes)?;
        Ok(n_bytes)
    }
}

/// A gzip stream unpacked.
pub(super) fn gzip(reader: impl BufRead + Send + 'static, meter: &Arc<Meter>) -> Box<dyn BufRead + Send> {
    unpacked(MultiGzDecoder::new(reader), meter)
}

/// A raw deflate stream, as in a zip archive, unpacked.
pub(super) fn deflate(reader: impl BufRead + Send + 'static, meter: &Arc<Meter>) -> Box<dyn BufRead + Send> {
    unpacked(DeflateDecoder::new(reader), meter)
}

/// A zstd stream unpacked.
pub(super) fn zstd(reader: impl BufRead + Send + 'static, meter: &Arc<Meter>) -> Box<dyn BufRead + Send> {
    unpacked(Zstd { source: Some(reader), frame: None }, meter)
}

/// An xz stream unpacked, all that were appended to each other.
pub(super) fn xz(reader: impl BufRead + Send + 'static, meter: &Arc<Meter>) -> Box<dyn BufRead + Send> {
    unpacked(XzReader::new_mem_limit(reader, true, MAX_XZ_MEMORY), meter)
}

/// A bzip2 stream unpacked, all that were appended to each other.
pub(super) fn bzip2(reader: impl BufRead + Send + 'static, meter: &Arc<Meter>) -> Box<dyn BufRead + Send> {
    unpacked(MultiBzDecoder::new(reader), meter)
}

fn unpacked(decoder: impl Read + Send + 'static, meter: &Arc<Meter>) -> Box<dyn BufRead + Send> {
    Box::new(BufReader::with_capacity(64 * 1024, Unpacked { inner: decoder, meter: Arc::clone(meter) }))
}

/// All frames of a zstd stream: files that were appended to each other, or written by many threads, hold several.
struct Zstd<R: Read> {
    source: Option<R>,
    frame: Option<StreamingDecoder<R, ruzstd::decoding::FrameDecoder>>,
}

impl<R: BufRead> Read for Zstd<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if let Some(frame) = &mut self.frame {
                let n_bytes = frame.read(buffer)?;
                if n_bytes > 0 || buffer.is_empty() {
                    return Ok(n_bytes);
                }
                self.source = self.frame.take().map(StreamingDecoder::into_inner);
            }
            let Some(mut source) = self.source.take() else { return Ok(0) };
            let head = source.fill_buf()?;
            if head.is_empty() {
                return Ok(0);
            }
            if matches!(head, [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..]) {
                skip_frame(&mut source)?;
                self.source = Some(source);
                continue;
            }
            self.frame = Some(StreamingDecoder::new(source).map_err(as_damage)?);
        }
    }
}

/// Passes over a frame that holds notes and no data: four bytes of mark, four of length, the notes.
fn skip_frame(source: &mut impl Read) -> io::Result<()> {
    let mut head = [0; 8];
    source.read_exact(&mut head)?;
    let length = u64::from(u32::from_le_bytes([head[4], head[5], head[6], head[7]]));
    io::copy(&mut source.take(length), &mut io::sink()).map(drop)
}

fn as_damage(error: impl std::fmt::Display) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error.to_string())
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use super::*;
    use crate::article::Reason;

    fn gzipped(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    type Open = fn(Box<dyn BufRead + Send>, &Arc<Meter>) -> Box<dyn BufRead + Send>;

    fn xzipped(bytes: &[u8], dictionary: u32) -> Vec<u8> {
        let mut options = lzma_rust2::XzOptions::with_preset(0);
        options.lzma_options.dict_size = dictionary;
        let mut encoder = lzma_rust2::XzWriter::new(Vec::new(), options).unwrap();
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn bzipped(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = ::bzip2::write::BzEncoder::new(Vec::new(), ::bzip2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn read(mut reader: Box<dyn BufRead + Send>) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes).map(|_| bytes)
    }

    #[test]
    fn all_members_of_a_stream_are_read() {
        let meter = Arc::new(Meter::default());
        let bytes = [gzipped(b"Iran "), gzipped(b"met "), gzipped(b"Iraq.")].concat();
        assert_eq!(read(gzip(Cursor::new(bytes), &meter)).unwrap(), b"Iran met Iraq.");
        let frame = |text: &[u8]| ruzstd::encoding::compress_to_vec(text, ruzstd::encoding::CompressionLevel::Fastest);
        let notes = b"\x50\x2a\x4d\x18\x03\0\0\0abc".to_vec();
        let bytes = [frame(b"Iran met "), notes, frame(b"Iraq.")].concat();
        assert_eq!(read(zstd(Cursor::new(bytes), &meter)).unwrap(), b"Iran met Iraq.");
        let padding = vec![0; 8];
        let bytes = [xzipped(b"Iran met ", 1 << 20), padding, xzipped(b"Iraq.", 1 << 16)].concat();
        assert_eq!(read(xz(Cursor::new(bytes), &meter)).unwrap(), b"Iran met Iraq.");
        let bytes = [bzipped(b"Iran "), bzipped(b""), bzipped(b"met Iraq.")].concat();
        assert_eq!(read(bzip2(Cursor::new(bytes), &meter)).unwrap(), b"Iran met Iraq.");
    }

    #[test]
    fn a_stream_that_is_cut_or_damaged_says_so() {
        let meter = Arc::new(Meter::default());
        let bytes = gzipped(&b"Iran met Iraq. ".repeat(100));
        let cut = bytes[..bytes.len() / 2].to_vec();
        assert_eq!(read(gzip(Cursor::new(cut), &meter)).unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
        assert!(read(zstd(Cursor::new(b"\x28\xb5\x2f\xfd\xff\xff".to_vec()), &meter)).is_err());
        let text = b"Iran met Iraq. ".repeat(100);
        for (bytes, open) in [(xzipped(&text, 1 << 20), xz as Open), (bzipped(&text), bzip2)] {
            for n_bytes in [3, bytes.len() / 2, bytes.len() - 1] {
                let error = read(open(Box::new(Cursor::new(bytes[..n_bytes].to_vec())), &meter)).unwrap_err();
                assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof, "{n_bytes} bytes: {error}");
            }
            let mut damaged = bytes.clone();
            damaged[bytes.len() / 2] ^= 0xff;
            let error = read(open(Box::new(Cursor::new(damaged)), &meter)).unwrap_err();
            assert!(matches!(Reason::from(error), Reason::Corrupt(_)));
        }
    }

    #[test]
    fn an_xz_stream_that_asks_for_much_memory_is_refused() {
        let meter = Arc::new(Meter::default());
        assert_eq!(read(xz(Cursor::new(xzipped(b"Iran", 64 << 20)), &meter)).unwrap(), b"Iran");
        let error = read(xz(Cursor::new(xzipped(b"Iran", 256 << 20)), &meter)).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::OutOfMemory, "{error}");
    }

    #[test]
    fn a_bomb_ends_with_an_error() {
        let zeros = vec![0; HARMLESS as usize + 1_000_000];
        for (bomb, open) in [(gzipped(&zeros), gzip as Open), (xzipped(&zeros, 1 << 20), xz), (bzipped(&zeros), bzip2)]
        {
            let meter = Arc::new(Meter::default());
            let metered = Metered::new(Cursor::new(bomb), Arc::clone(&meter));
            let error = read(open(Box::new(BufReader::new(metered)), &meter)).unwrap_err();
            assert!(error.get_ref().is_some_and(|error| error.is::<Bomb>()), "{error}");
        }
    }

    #[test]
    fn endings_tell_what_is_inside() {
        for (name, expected) in [
            ("a.jsonl.gz", Some((Packing::Gzip, "a.jsonl"))),
            ("a.TGZ", Some((Packing::Gzip, ".tar"))),
            ("a.zip", Some((Packing::Zip, "a"))),
            ("a.csv.xz", Some((Packing::Xz, "a.csv"))),
            ("a.warc.bz2", Some((Packing::Bzip2, "a.warc"))),
            ("a.tar.bz2", Some((Packing::Bzip2, "a.tar"))),
            ("a.txz", Some((Packing::Xz, ".tar"))),
            ("a.tbz2", Some((Packing::Bzip2, ".tar"))),
            ("a.txt", None),
        ] {
            assert_eq!(Packing::of(name), expected, "of {name}");
        }
    }
}
