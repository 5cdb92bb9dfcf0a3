//! From bytes to text: which encoding a file is in, and whether it is text at all.
//!
//! In this order: a byte order mark; UTF-8 where the bytes are valid UTF-8 beyond ASCII (hardly ever by accident,
//! while the charset that a saved page declares is often that of the original); the charset that a page declares;
//! UTF-8 with a few broken bytes; what chardetng, the detector of Firefox, takes it for.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::Remark;

/// How much of a file tells whether it is text.
const HEAD: usize = 8192;

/// The text of a file, with a remark where bytes had to be replaced.
pub(super) fn text(bytes: Vec<u8>) -> (String, Option<Remark>) {
    decode(bytes, None)
}

/// The same for a web page, whose charset a server may have named (empty for none), or the page itself.
pub(super) fn html(bytes: Vec<u8>, named: &str) -> (String, Option<Remark>) {
    let declared = Encoding::for_label(named.as_bytes()).or_else(|| declared_charset(&bytes));
    decode(bytes, declared)
}

/// The same for XML, which may declare its charset in its first line.
pub(super) fn xml(bytes: Vec<u8>) -> (String, Option<Remark>) {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).into_owned();
    let declared = head.split("?>").next().and_then(|first| first.split_once("encoding=")).map(|(_, value)| value);
    let label = declared.and_then(|value| value.trim_start_matches(['"', '\'']).split(['"', '\'']).next());
    let encoding = label.and_then(|label| Encoding::for_label(label.as_bytes())).filter(|known| !is_utf_16(known));
    decode(bytes, encoding)
}

fn decode(bytes: Vec<u8>, declared: Option<&'static Encoding>) -> (String, Option<Remark>) {
    if let Some((encoding, length)) = Encoding::for_bom(&bytes) {
        return decode_as(encoding, &bytes[length..]);
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) if !text.is_ascii() || declared.is_none() => return (text, None),
        Ok(text) => text.into_bytes(),
        Err(error) => error.into_bytes(),
    };
    decode_as(declared.unwrap_or_else(|| detect(&bytes)), &bytes)
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8]) -> (String, Option<Remark>) {
    let (text, is_replaced) = encoding.decode_without_bom_handling(bytes);
    let remark = is_replaced
        .then(|| Remark::Replaced { encoding: encoding.name(), n_replaced: text.matches('\u{fffd}').count() });
    (text.into_owned(), remark)
}

/// The charset that a `meta` element names in the first kilobyte, as the HTML standard looks for it.
fn declared_charset(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_ascii_lowercase();
    let after = head.split("<meta").skip(1).find_map(|meta| meta.split('>').next()?.split_once("charset"))?.1;
    let value = after.trim_start().strip_prefix('=')?.trim_start_matches([' ', '"', '\'']);
    let label = value.split(['"', '\'', ';', ' ', '/', '>']).next()?;
    // A page whose "meta" could be read byte by byte is not in UTF-16, whatever it says.
    Encoding::for_label(label.as_bytes()).map(|encoding| if is_utf_16(encoding) { UTF_8 } else { encoding })
}

fn is_utf_16(encoding: &'static Encoding) -> bool {
    encoding == UTF_16LE || encoding == UTF_16BE
}

/// The encoding of bytes that are not valid UTF-8.
fn detect(bytes: &[u8]) -> &'static Encoding {
    if is_mostly_utf_8(bytes) {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}

/// Whether at least as many characters beyond ASCII are whole as broken: a cut or spoilt text in UTF-8, not one in
/// Latin-1.
fn is_mostly_utf_8(bytes: &[u8]) -> bool {
    let (mut n_whole, mut n_broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        n_whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        n_broken += usize::from(!chunk.invalid().is_empty());
    }
    n_whole > 0 && n_whole >= n_broken
}

/// Whether bytes are no text: NUL bytes, the head of a PDF, or more than a tenth of control characters.
pub(super) fn is_binary(bytes: &[u8]) -> bool {
    if Encoding::for_bom(bytes).is_some() {
        return false;
    }
    let head = &bytes[..bytes.len().min(HEAD)];
    let n_control = head.iter().filter(|b| b.is_ascii_control() && !b"\t\n\r\x0b\x0c\x1b".contains(b)).count();
    head.starts_with(b"%PDF-") || head.contains(&0) || n_control > head.len() / 10
}

/// Whether bytes begin with the mark of UTF-16, in which a line break is two bytes.
pub(super) fn starts_as_utf_16(bytes: &[u8]) -> bool {
    Encoding::for_bom(bytes).is_some_and(|(encoding, _)| is_utf_16(encoding))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expected: &str, n_replaced: usize) {
        let (found, remark) = html(bytes.to_vec(), "");
        assert_eq!(found, expected, "from {bytes:?}");
        let found = remark.map_or(0, |remark| match remark {
            Remark::Replaced { n_replaced, .. } => n_replaced,
            _ => usize::MAX,
        });
        assert_eq!(found, n_replaced, "replaced in {bytes:?}");
    }

    #[test]
    fn utf_8_needs_no_word() {
        check("Erdoğan met “Xi”".as_bytes(), "Erdoğan met “Xi”", 0);
        check(b"", "", 0);
    }

    #[test]
    fn marks_of_byte_order_are_read_and_dropped() {
        check(b"\xef\xbb\xbfMali", "Mali", 0);
        check(b"\xff\xfeM\0a\0l\0i\0", "Mali", 0);
        check(b"\xfe\xff\0M\0a\0l\0i", "Mali", 0);
    }

    #[test]
    fn other_encodings_are_recognised() {
        check(b"S\xe3o Paulo et le pr\xe9sident Fran\xe7ois", "São Paulo et le président François", 0);
        let (russian, _, _) = encoding_rs::WINDOWS_1251.encode("Президент России провёл переговоры в Москве");
        check(&russian, "Президент России провёл переговоры в Москве", 0);
    }

    #[test]
    fn a_declared_charset_counts_unless_the_bytes_are_utf_8() {
        check(b"<meta charset=\"iso-8859-2\">\xa3\xf3d\xbc", "<meta charset=\"iso-8859-2\">Łódź", 0);
        let page = "<meta http-equiv=Content-Type content='text/html; charset=windows-1252'>Łódź";
        check(page.as_bytes(), page, 0);
        check(b"<meta charset=utf-16>\xc5\x81", "<meta charset=utf-16>Ł", 0);
        check(b"<meta charset=none>S\xe3o", "<meta charset=none>São", 0);
    }

    #[test]
    fn spoilt_utf_8_stays_utf_8_with_a_remark() {
        check(b"Z\xc3\xbcrich \xe2\x80\x93 S\xc3\xa3o \xff Paulo", "Zürich – São \u{fffd} Paulo", 1);
        check(b"Z\xc3\xbcrich and \xe2\x80\x93 then cut \xe2\x80", "Zürich and – then cut \u{fffd}", 1);
    }

    #[test]
    fn binary_is_told_from_text() {
        assert!(is_binary(b"\x7fELF\x02\x01\x01\0\0"));
        assert!(is_binary(b"\x01\x02\x03\x04 text"));
        assert!(is_binary(b"%PDF-1.7 text"));
        assert!(!is_binary(b"text\twith\ttabs\r\n\x0c"));
        assert!(!is_binary(b"\xff\xfeM\0a\0"));
        assert!(!is_binary("Президент".as_bytes()));
        assert!(!is_binary(b""));
    }
}
