//! Text in XML: escaped, without what XML 1.0 forbids, and safe from the parsers' habit of changing white space.

/// Whether XML 1.0 permits a character. XML files, and the SVG that Graphviz makes, cannot hold the others in any
/// spelling, and Gephi and browsers refuse a file with one.
pub fn is_xml_char(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

/// Adds text as the content of an element; a carriage return is written as a reference because a parser turns a plain
/// one into a line feed.
pub fn push_text(line: &mut String, text: &str) {
    push(line, text, |c| match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '\r' => Some("&#13;"),
        _ => None,
    });
}

/// Adds ` name="text"`, in which a parser would turn line breaks and tabs into spaces.
pub fn push_attribute(line: &mut String, name: &str, text: &str) {
    line.push(' ');
    line.push_str(name);
    line.push_str("=\"");
    push(line, text, |c| match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\n' => Some("&#10;"),
        '\r' => Some("&#13;"),
        '\t' => Some("&#9;"),
        _ => None,
    });
    line.push('"');
}

/// Copies what needs no change in one piece, for most of a text is that.
fn push(line: &mut String, text: &str, escape: impl Fn(char) -> Option<&'static str>) {
    let mut copied = 0;
    for (place, c) in text.char_indices() {
        let escaped = if is_xml_char(c) { escape(c) } else { Some("") };
        if let Some(escaped) = escaped {
            line.push_str(&text[copied..place]);
            line.push_str(escaped);
            copied = place + c.len_utf8();
        }
    }
    line.push_str(&text[copied..]);
}
