//! Text as the analysis wants it, changed as little as can be.
//!
//! Composed characters (NFC), line breaks as `\n`, no control characters and no marks that nobody sees. Clean text
//! comes out as it went in, character for character, so that offsets of labels and tools made for the original hold:
//! blanks at the ends of lines stay, and lines that were wrapped are not joined.

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// The text of an article, cleaned.
pub(super) fn text(raw: &str) -> String {
    if is_clean(raw) {
        return raw.to_owned();
    }
    // Marks go first: one between a letter and its accent would keep the two apart.
    let text: String = raw.replace("\r\n", "\n").chars().filter_map(clean).collect();
    if is_nfc(&text) { text } else { text.nfc().collect() }
}

/// Whether a text is surely clean: most are, and looking is ten times as fast as cleaning.
fn is_clean(raw: &str) -> bool {
    let mut rest = raw;
    while let Some(i) = find_first(rest.as_bytes(), |b| !matches!(b, b' '..=b'~' | b'\n' | b'\t')) {
        let Some(c) = rest[i..].chars().next() else { return true };
        // Latin letters and the marks of typography: composed as they stand. What is rarer is looked at closely.
        let is_composed = matches!(c, '\u{a1}'..='\u{ac}' | '\u{ae}'..='\u{2ff}' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{20ac}');
        if !is_composed {
            return false;
        }
        rest = &rest[i + c.len_utf8()..];
    }
    true
}

/// The first byte of a kind; looks at many at once, as the kind is rare.
fn find_first(bytes: &[u8], is_kind: impl Fn(u8) -> bool) -> Option<usize> {
    const STEP: usize = 32;
    let mut start = 0;
    for chunk in bytes.chunks_exact(STEP) {
        if chunk.iter().fold(false, |is_there, b| is_there | is_kind(*b)) {
            break;
        }
        start += STEP;
    }
    bytes[start..].iter().position(|b| is_kind(*b)).map(|i| start + i)
}

fn clean(c: char) -> Option<char> {
    match c {
        '\n' | '\t' => Some(c),
        '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        // No-break, figure and narrow no-break space: one for one, so that offsets hold.
        '\u{a0}' | '\u{2007}' | '\u{202f}' => Some(' '),
        // Soft hyphen, zero-width space, word joiner and byte order mark part the letters of a name unseen; marks and
        // overrides of direction make a line of evidence look different from what it says. Joiners belong to spelling.
        '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' => None,
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => None,
        c if c.is_control() => None,
        c => Some(c),
    }
}

/// A headline, name or address: cleaned, on one line, without blanks around it.
pub(super) fn line(raw: &str) -> String {
    text(raw).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Hash of a text in which any white space counts as one blank: 32 lower-case hexadecimal digits of BLAKE3.
///
/// So the same article wrapped at another width is the same article.
pub fn fingerprint(text: &str) -> String {
    // One long stretch is hashed far faster than its words one by one.
    blake3::hash(spaced_once(text).as_bytes()).to_hex()[..32].to_owned()
}

/// The words of a text with one blank between two. Most stand so already, and are copied in long stretches.
fn spaced_once(text: &str) -> String {
    let text = text.trim();
    let mut words = String::with_capacity(text.len());
    // First bytes of whatever may be another white space.
    let is_rare = |b: u8| b < b' ' || matches!(b, 0xc2 | 0xe1 | 0xe2 | 0xe3);
    let next_rare = |from: usize| find_first(&text.as_bytes()[from..], is_rare).map_or(text.len(), |i| from + i);
    let (mut at, mut rare) = (0, next_rare(0));
    loop {
        if rare < at {
            rare = next_rare(at);
        }
        let end = memchr::memmem::find(&text.as_bytes()[at..rare], b"  ").map_or(rare, |i| at + i);
        words.push_str(&text[at..end]);
        let Some(c) = text[end..].chars().next() else { return words };
        if c.is_whitespace() {
            if !words.ends_with(' ') {
                words.push(' ');
            }
            at = text.len() - text[end..].trim_start().len();
        } else {
            words.push(c);
            at = end + c.len_utf8();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, expected: &str) {
        assert_eq!(text(raw), expected, "from {raw:?}");
    }

    #[test]
    fn clean_text_is_unchanged() {
        let clean = "Tehran said “no”. \n\nA line\nthat was wrapped –\tand a tab. می‌خواهم\n";
        check(clean, clean);
    }

    #[test]
    fn line_breaks_of_all_systems_are_one() {
        check("one\r\ntwo\rthree\u{2028}four\u{c}five", "one\ntwo\nthree\nfour\nfive");
        check("one\r\n\r\ntwo", "one\n\ntwo");
    }

    #[test]
    fn letters_and_accents_are_composed() {
        check("Erdog\u{306}an", "Erdoğan");
        check("Erdog\u{200b}\u{306}an", "Erdoğan");
    }

    #[test]
    fn what_nobody_sees_is_out() {
        check("\u{feff}Pu\u{ad}tin\u{0}\u{7} \u{202e}met\u{202c} Xi\u{200b}", "Putin met Xi");
    }

    #[test]
    fn blanks_that_do_not_break_become_blanks() {
        check("100\u{a0}000\u{202f}km", "100 000 km");
    }

    proptest::proptest! {
        #[test]
        fn cleaning_twice_changes_nothing(raw in ".*") {
            let once = text(&raw);
            proptest::prop_assert_eq!(text(&once), once);
        }

        #[test]
        fn what_looks_clean_is_clean(raw in "[ -~\u{a0}-\u{24f}\u{300}-\u{310}\u{2000}-\u{2070}\r\n]*") {
            let cleaned: String = raw.replace("\r\n", "\n").chars().filter_map(clean).nfc().collect();
            proptest::prop_assert_eq!(text(&raw), cleaned);
        }
    }

    proptest::proptest! {
        #[test]
        fn words_have_one_blank_between_them(raw in "[ \n\r\t\u{b}\u{1c}\u{85}\u{a0}\u{2003}\u{2019}\u{3000}\u{1680}a-cé]{0,90}", any: String) {
            for text in [&raw, &any] {
                proptest::prop_assert_eq!(spaced_once(text), text.split_whitespace().collect::<Vec<_>>().join(" "));
            }
        }
    }

    #[test]
    fn fingerprint_overlooks_wrapping_only() {
        assert_eq!(fingerprint("Iran backs\nHezbollah. \n"), fingerprint(" Iran  backs Hezbollah."));
        assert_ne!(fingerprint("Iran backs Hezbollah."), fingerprint("Iran backs Hezbollah"));
        assert_ne!(fingerprint("Iran backs"), fingerprint("Iranbacks"));
        assert_eq!(fingerprint("").len(), 32);
    }
}
