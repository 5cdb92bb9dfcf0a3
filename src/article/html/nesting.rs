//! Whether the elements of a page are nested as no browser would show them, told by its tags alone: what a parser takes
//! for each element grows with those that are open, so that a million of them take hours.

use memchr::{memchr, memmem};

/// Open elements, or open marks of text, beyond which a page is not parsed.
const MAX_OPEN: usize = 4000;

/// Elements that hold nothing, and those that the next one of their kind closes: they do not add up.
const FLAT: [&str; 41] = [
    "a", "area", "base", "basefont", "bgsound", "body", "br", "button", "caption", "col", "colgroup", "dd", "dt",
    "embed", "frame", "head", "hr", "html", "img", "input", "keygen", "li", "link", "meta", "nobr", "optgroup",
    "option", "p", "param", "rb", "rp", "rt", "rtc", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "wbr",
];

/// Marks of text, which a parser opens again in every element until they are closed.
const MARKS: [&str; 12] = ["b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u"];

/// Elements whose content is no markup.
const RAW: [&str; 7] = ["iframe", "noembed", "script", "style", "textarea", "title", "xmp"];

/// Whether more elements are open at some place of the page than any page needs.
pub(super) fn is_endless(html: &str) -> bool {
    let bytes = html.as_bytes();
    let (mut open, mut n_marks, mut n_foreign): (Vec<String>, usize, usize) = (Vec::new(), 0, 0);
    let mut at = 0;
    while let Some(start) = memchr(b'<', &bytes[at..]).map(|i| at + i + 1) {
        if bytes[start..].starts_with(b"!--") {
            at = memmem::find(&bytes[start..], b"-->").map_or(bytes.len(), |i| start + i);
            continue;
        }
        let is_end = bytes.get(start) == Some(&b'/');
        let begin = start + usize::from(is_end);
        let length =
            bytes[begin..].iter().take_while(|b| !matches!(b, b' ' | b'\t' | b'\n' | b'\r' | b'/' | b'>')).count();
        at = begin + length;
        if !bytes.get(begin).is_some_and(u8::is_ascii_alphabetic) {
            at = start;
            continue;
        }
        let name = String::from_utf8_lossy(&bytes[begin..at]).to_ascii_lowercase();
        let end = memchr(b'>', &bytes[at..]).map_or(bytes.len(), |i| at + i);
        let is_closed = bytes[at..end].ends_with(b"/");
        at = end;
        let is_mark = MARKS.contains(&name.as_str());
        if is_end {
            n_marks = n_marks.saturating_sub(usize::from(is_mark));
            if let Some(place) = open.iter().rposition(|known| *known == name) {
                n_foreign -= open[place..].iter().filter(|name| is_foreign(name)).count();
                open.truncate(place);
            }
            continue;
        }
        if RAW.contains(&name.as_str()) {
            at = end_of_raw(bytes, at, &name);
            continue;
        }
        if FLAT.contains(&name.as_str()) || is_closed && n_foreign > 0 {
            continue;
        }
        n_marks += usize::from(is_mark);
        n_foreign += usize::from(is_foreign(&name));
        open.push(name);
        if open.len() > MAX_OPEN || n_marks > MAX_OPEN {
            return true;
        }
    }
    false
}

/// Elements in which others may close themselves.
fn is_foreign(name: &str) -> bool {
    matches!(name, "svg" | "math")
}

/// Where the end tag of an element without markup begins.
fn end_of_raw(bytes: &[u8], from: usize, name: &str) -> usize {
    let mut ends = memmem::find_iter(&bytes[from..], b"</").map(|i| from + i);
    let is_its = |end: &usize| {
        bytes.get(end + 2..end + 2 + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
    };
    ends.find(is_its).unwrap_or(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_never_closes_is_told() {
        for part in [
            "<div>",
            "<DIV class=a>",
            "<b>",
            "<div></foo>",
            "<div/>",
            "<table><tr><td>",
            "<ul><li>",
            "<div><font size=1></div>",
        ] {
            assert!(is_endless(&part.repeat(5000)), "{part}");
            assert!(!is_endless(&part.repeat(500)), "{part}");
        }
    }

    #[test]
    fn long_pages_are_none() {
        for part in [
            "<p>Iran met Iraq.",
            "<li>One",
            "<br>",
            "<img src=a.png />",
            "<div><span>Iran</div>",
            "<tr><td>1",
            "<a href=x>Iran",
            "<!-- <div> -->",
            "<script>document.write('<div>')</script>",
            "<b>Iran</b> <i>Iraq</i>",
            "<svg><path d=M0/><g></g></svg>",
            "a < b ",
            "<style>a > b {}</style>",
        ] {
            assert!(!is_endless(&part.repeat(20_000)), "{part}");
        }
        assert!(!is_endless(&format!("<svg>{}</svg>", "<path d=M0 />".repeat(20_000))));
        assert!(!is_endless(&format!("<script>{}", "<div>".repeat(20_000))));
    }

    proptest::proptest! {
        #[test]
        fn no_page_makes_it_panic(page in "(<|/|!--|-->|div|b|svg|script|>| |é|\"){0,60}") {
            is_endless(&page);
        }
    }
}
