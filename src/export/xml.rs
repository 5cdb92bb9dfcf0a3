//! Text in XML: escaped, without what XML 1.0 forbids, and safe from the parsers' habit of changing white space.

/// Whether XML 1.0 permits a character. XML files, and the SVG that Graphviz makes, cannot hold the others in any
/// spelling, and Gephi and browsers refuse a file with one.
pub fn is_xml_char(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

use super::plain::unmarked;

/// Adds text as the content of an element; a carriage return is written as a reference because a parser turns a plain
/// one into a line feed.
pub fn push_text(line: &mut String, text: &str) {
    push(line, text, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'\r' => Some("&#13;"),
        _ => None,
    });
}

/// Adds ` name="text"`, in which a parser would turn line breaks and tabs into spaces.
pub fn push_attribute(line: &mut String, name: &str, text: &str) {
    line.push(' ');
    line.push_str(name);
    line.push_str("=\"");
    push(line, text, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'"' => Some("&quot;"),
        b'\n' => Some("&#10;"),
        b'\r' => Some("&#13;"),
        b'\t' => Some("&#9;"),
        _ => None,
    });
    line.push('"');
}

/// Copies what needs no change in one piece, for most of a text is that; `escape` is asked of ASCII alone.
fn push(line: &mut String, text: &str, escape: impl Fn(u8) -> Option<&'static str>) {
    let mut rest = text;
    loop {
        let (unchanged, marked) = rest.split_at(unmarked(rest.as_bytes(), is_marked));
        line.push_str(unchanged);
        let Some(c) = marked.chars().next() else { return };
        let (own, after) = marked.split_at(c.len_utf8());
        line.push_str(match own.as_bytes() {
            _ if !is_xml_char(c) => "",
            [byte] => escape(*byte).unwrap_or(own),
            _ => own,
        });
        rest = after;
    }
}

/// Whether a character that begins with this byte may be escaped or dropped. The two that XML forbids beyond ASCII, U+FFFE and
/// U+FFFF, begin with 0xEF.
fn is_marked(byte: u8) -> bool {
    byte < b' ' || matches!(byte, b'&' | b'<' | b'>' | b'"' | 0xef)
}
