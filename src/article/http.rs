//! What a server sent, as crawlers keep it: the head, and the body out of its chunks and compression.

use std::io::{self, Read};

use flate2::bufread::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use super::stream::read_at_most;
use super::{MAX_TEXT, Reason};

/// An answer to a request for a page.
pub(super) struct Response {
    pub(super) status: u16,
    /// Media type, lower case, without parameters.
    pub(super) media_type: String,
    /// Charset that the head names; empty for none.
    pub(super) charset: String,
    pub(super) body: Vec<u8>,
}

/// The head's lines that matter.
#[derive(Default)]
struct Head {
    status: u16,
    content_type: String,
    encoding: String,
    is_chunked: bool,
}

/// Whether the beginning of an answer is that of a text that was asked for: no picture, style sheet or redirection.
pub(super) fn is_page(start: &[u8]) -> bool {
    let (head, _) = split(start);
    let is_text = ["html", "text/plain", "pdf", "rss", "atom"].iter().any(|kind| head.content_type.contains(kind));
    (is_text || head.content_type.is_empty()) && !(300..400).contains(&head.status)
}

/// Reads an answer whole.
pub(super) fn read(bytes: &[u8]) -> Result<Response, Reason> {
    let (head, body) = split(bytes);
    let mut body = body.to_vec();
    // Some crawlers take chunks and compression off and leave the head as it was: the bytes tell.
    if head.is_chunked
        && let Some(whole) = unchunked(&body)
    {
        body = whole;
    }
    for coding in head.encoding.split(',').rev().map(str::trim) {
        body = decoded(body, coding)?;
    }
    let (media_type, parameters) = head.content_type.split_once(';').unwrap_or((&head.content_type, ""));
    let charset = parameters.split_once("charset=").map(|(_, value)| value.trim_matches(['"', '\'', ' ']).to_owned());
    let charset = charset.unwrap_or_default();
    Ok(Response { status: head.status, media_type: media_type.trim().to_owned(), charset, body })
}

fn split(bytes: &[u8]) -> (Head, &[u8]) {
    let end = memchr::memmem::find(bytes, b"\r\n\r\n").map(|i| (i, i + 4));
    let (end, start) = end.or_else(|| memchr::memmem::find(bytes, b"\n\n").map(|i| (i, i + 2))).unwrap_or((0, 0));
    let text = String::from_utf8_lossy(&bytes[..end]);
    let mut lines = text.lines();
    let status = lines.next().and_then(|line| line.split_whitespace().nth(1)?.parse().ok()).unwrap_or(0);
    let mut head = Head { status, ..Head::default() };
    for (name, value) in lines.filter_map(|line| line.split_once(':')) {
        let value = value.trim().to_ascii_lowercase();
        match name.trim().to_ascii_lowercase().as_str() {
            "content-type" => head.content_type = value,
            "content-encoding" => head.encoding = value,
            "transfer-encoding" => head.is_chunked = value.contains("chunked"),
            _ => {}
        }
    }
    (head, &bytes[start..])
}

/// The body out of its chunks: a length in hexadecimal digits before each. `None` where it has none.
fn unchunked(body: &[u8]) -> Option<Vec<u8>> {
    let (mut whole, mut rest) = (Vec::with_capacity(body.len()), body);
    loop {
        let end = memchr::memchr(b'\n', &rest[..rest.len().min(1000)])?;
        let line = std::str::from_utf8(&rest[..end]).ok()?;
        let length = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
        rest = &rest[end + 1..];
        if length == 0 {
            return Some(whole);
        }
        // A record that the crawler cut ends in the middle of a chunk.
        let part = &rest[..length.min(rest.len())];
        whole.extend_from_slice(part);
        rest = &rest[part.len()..];
        if rest.is_empty() {
            return Some(whole);
        }
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
    }
}

fn decoded(body: Vec<u8>, coding: &str) -> Result<Vec<u8>, Reason> {
    let whole = match coding {
        "gzip" | "x-gzip" if body.starts_with(&[0x1f, 0x8b]) => all(MultiGzDecoder::new(&body[..]))?,
        "deflate" if body.first().is_some_and(|first| first & 0x0f == 8) => all(ZlibDecoder::new(&body[..]))?,
        "deflate" => all(DeflateDecoder::new(&body[..]))?,
        "br" if !is_markup(&body) => all(brotli_decompressor::Decompressor::new(&body[..], 64 * 1024))?,
        "zstd" if body.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) => {
            let decoder = ruzstd::decoding::StreamingDecoder::new(&body[..]);
            all(decoder.map_err(|error| Reason::Corrupt(error.to_string()))?)?
        }
        _ => return Ok(body),
    };
    whole.ok_or(Reason::TextTooLarge)
}

/// Whether a body is plain though its head says otherwise.
fn is_markup(body: &[u8]) -> bool {
    body.trim_ascii_start().starts_with(b"<")
}

/// Everything that a decoder gives, `None` for too much. What came before the end of a cut stream is kept.
fn all(decoder: impl Read) -> Result<Option<Vec<u8>>, Reason> {
    Ok(read_at_most(Kept { decoder, n_bytes: 0 }, MAX_TEXT)?)
}

/// A reader whose early end is an end.
struct Kept<R> {
    decoder: R,
    n_bytes: usize,
}

impl<R: Read> Read for Kept<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.decoder.read(buffer) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof && self.n_bytes > 0 => Ok(0),
            Ok(n_bytes) => {
                self.n_bytes += n_bytes;
                Ok(n_bytes)
            }
            Err(error) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn body(head: &str, body: &[u8]) -> String {
        let bytes =
            [format!("HTTP/1.1 200 OK\r\nContent-Type: Text/HTML; charset=\"UTF-8\"\r\n{head}\r\n").as_bytes(), body]
                .concat();
        assert!(is_page(&bytes));
        let response = read(&bytes).unwrap();
        assert_eq!(
            (response.status, response.media_type.as_str(), response.charset.as_str()),
            (200, "text/html", "utf-8")
        );
        String::from_utf8(response.body).unwrap()
    }

    #[test]
    fn bodies_come_out_of_chunks_and_compression() {
        assert_eq!(body("", b"<p>Iran"), "<p>Iran");
        assert_eq!(body("Transfer-Encoding: chunked\r\n", b"3;x=1\r\n<p>\r\n4\r\nIran\r\n0\r\n\r\n"), "<p>Iran");
        assert_eq!(body("Transfer-Encoding: chunked\r\n", b"3\r\n<p>\r\nff\r\nIran"), "<p>Iran");
        assert_eq!(body("Transfer-Encoding: chunked\r\n", b"<p>Iran"), "<p>Iran");
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(b"<p>Iran").unwrap();
        assert_eq!(body("Content-Encoding: gzip\r\n", &gzip.finish().unwrap()), "<p>Iran");
        assert_eq!(body("Content-Encoding: gzip\r\n", b"<p>Iran"), "<p>Iran");
        let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        zlib.write_all(b"<p>Iran").unwrap();
        assert_eq!(body("Content-Encoding: deflate\r\n", &zlib.finish().unwrap()), "<p>Iran");
        assert_eq!(body("Content-Encoding: br\r\n", b"\x0b\x03\x80<p>Iran\x03"), "<p>Iran");
        let zstd = ruzstd::encoding::compress_to_vec(&b"<p>Iran"[..], ruzstd::encoding::CompressionLevel::Fastest);
        assert_eq!(body("Content-Encoding: zstd\r\n", &zstd), "<p>Iran");
    }

    #[test]
    fn a_bomb_in_a_body_is_told() {
        let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        gzip.write_all(&vec![b'<'; MAX_TEXT + 1]).unwrap();
        let bytes = [b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n", &gzip.finish().unwrap()[..]].concat();
        assert!(matches!(read(&bytes), Err(Reason::TextTooLarge)));
    }

    #[test]
    fn pictures_and_redirections_are_no_pages() {
        assert!(!is_page(b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n"));
        assert!(!is_page(b"HTTP/1.1 301 Moved\r\nContent-Type: text/html\r\n\r\n"));
        assert!(is_page(b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n"));
    }

    proptest::proptest! {
        #[test]
        fn no_answer_makes_it_panic(head in "[ -~\r\n]{0,80}", body: Vec<u8>, coding in "gzip|deflate|br|zstd|x") {
            let bytes = [format!("HTTP/1.1 200 OK\r\n{head}\r\nContent-Encoding: {coding}\r\n\r\n").as_bytes(), &body].concat();
            is_page(&bytes);
            let _ = read(&bytes);
        }
    }
}
