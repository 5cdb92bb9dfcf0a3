//! Whatever names, sentences, headlines and addresses of articles say, no export changes its form by it.
//!
//! Texts of quotes, markup of every format, formulas, marks of direction, control characters and emoji are put wherever
//! articles can put text, and each format is written twice: with such a text and with a plain word. What is not text (the
//! elements, keys, rows, cells, lines) has to be the same, and the text comes out as the format can hold it.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::Value;

use super::csv::read_back;
use super::samples::{self, Stating};
use super::{FEATURES, Format, Part};
use crate::ontology::RelationType;

/// Pieces that mean something in one format or another.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "\"", "'", "`", "\\", "\\\\\"", "\n", "\r\n", "\r", "\t", " ", "<", ">", "&", "&amp;", "&#65;", "]]>",
    "<![CDATA[", "-->", "<!--", "<?xml?>", "</script>", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>",
    "=cmd|'/c calc'!A1", "+1", "-1", "@SUM(A1)", "\u{ff1d}1", ",", ";", "|", "{", "}", "[", "]", "(", ")", "${x}",
    "{{x}}", "%s", "%00", "#", "$", "^^<x>", "\"^^<urn:x> .", "@en", ". <a> <b> <c> .", "\u{202e}", "\u{2066}",
    "\u{200f}", "\u{0}", "\u{1}", "\u{8}", "\u{b}", "\u{1b}[31m", "\u{7f}", "\u{85}", "\u{fffe}", "\u{ffff}",
    "\u{feff}", "\u{2028}", "\u{2029}", "\u{1f469}\u{200d}\u{1f4bb}", "e\u{301}", "\u{1f1ee}\u{1f1f7}",
    "\u{645}\u{62c}\u{644}\u{633}", "\\N", "\\G", "\\u003c", "\\x00", "MATCH (n) DETACH DELETE n;", "--", "//", "/*",
    "end", "javascript:alert(1)", "https://example.org/\"><script>", "__proto__", "NaN", "null",
];

/// Mixtures of pieces and any other text, which end in a letter, so that something of each can be seen.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => proptest::sample::select(PIECES).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    proptest::collection::vec(piece, 1..8).prop_map(|pieces| pieces.concat() + "x")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn no_text_changes_the_form_of_an_export(text in hostile()) {
        Format::ALL.iter().for_each(|format| check(*format, &text));
    }
}

#[test]
fn each_piece_alone_and_long_names_leave_every_export_in_form() {
    let long = ["W".repeat(10_000), "long name ".repeat(1_000) + "x", "\"</script>=".repeat(1_000) + "x"];
    let pieces = PIECES.iter().map(|piece| format!("{piece}x"));
    for text in pieces.chain(samples::HOSTILE.iter().map(|text| format!("{text}x"))).chain(long) {
        Format::ALL.iter().for_each(|format| check(*format, &text));
    }
}

#[track_caller]
fn check(format: Format, text: &str) {
    let files = written(format, text);
    if FEATURES.iter().any(|feature| format.name().ends_with(feature)) {
        // Pixels and packed columns are no text; that they are written is all that is looked at here.
        return;
    }
    for ((name, hostile), (_, plain)) in files.into_iter().zip(written(format, "plain")) {
        let place = format!("{format} {name} of {text:?}");
        let [hostile, plain] = [hostile, plain].map(|file| String::from_utf8(file).expect("a text is UTF-8"));
        let raw = hostile.chars().find(|c| c.is_ascii_control() && !"\n\r\t\u{7f}".contains(*c));
        assert_eq!(raw, None, "{place} has a raw control character");
        let form = Form::of(format);
        assert_eq!(form.skeleton(&hostile, &place), form.skeleton(&plain, &place), "{place}");
        if format != Format::Mermaid {
            form.check_kept(text, &hostile, &place);
        }
    }
}

/// What of a file is not text.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Form {
    Xml,
    Json,
    JsonLines,
    Csv,
    Html,
    /// A statement a line, text in double quotes with backslashes.
    Quoted,
    /// Lines, in which text has no way to end its own.
    Lines,
}

impl Form {
    fn of(format: Format) -> Form {
        match format.name() {
            "graphml" | "gexf" | "svg" => Form::Xml,
            "json" | "cytoscape" => Form::Json,
            "statements" | "plover" | "ftm" => Form::JsonLines,
            "csv" | "neo4j" | "statements-csv" | "events" => Form::Csv,
            "html" => Form::Html,
            "dot" | "turtle" | "nquads" | "cypher" => Form::Quoted,
            "mermaid" => Form::Lines,
            name => panic!("{name}: say what form it has"),
        }
    }

    fn skeleton(self, file: &str, place: &str) -> BTreeSet<String> {
        match self {
            Form::Xml => elements(file, place),
            Form::Json => keys(&serde_json::from_str(file).unwrap_or_else(|error| panic!("{place}: {error}"))),
            Form::JsonLines => {
                let lines: Vec<Value> = file
                    .split_terminator('\n')
                    .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{place}: {error} in {line}")))
                    .collect();
                keys(&Value::Array(lines))
            }
            Form::Csv if file.starts_with("#!") => [file.to_owned()].into(),
            Form::Csv => {
                let table = read_back(file);
                let widths: BTreeSet<usize> = table.iter().map(Vec::len).collect();
                [format!("{} rows of {widths:?} cells", table.len())].into()
            }
            Form::Html => [format!("{} marks", file.matches('<').count())].into(),
            Form::Quoted => [outside_quotes(file, place)].into(),
            Form::Lines => [format!("{} lines", file.lines().count())].into(),
        }
    }

    /// The text comes out as a reader sees it, but for characters that the format has no way to write.
    fn check_kept(self, text: &str, file: &str, place: &str) {
        let is_kept = match self {
            Form::Json => strings(&serde_json::from_str(file).unwrap()).iter().any(|found| says(found, text)),
            Form::JsonLines => file
                .split_terminator('\n')
                .any(|line| strings(&serde_json::from_str(line).unwrap()).iter().any(|found| says(found, text))),
            Form::Xml => texts(file).iter().any(|found| says(found, text)),
            Form::Csv if file.starts_with("#!") => true,
            Form::Csv => {
                let table = read_back(file);
                for cell in table.iter().flatten() {
                    let is_unseen =
                        |c: char| c.is_whitespace() || c.is_control() || "\u{fffe}\u{ffff}\u{feff}".contains(c);
                    let first = cell.trim_start_matches(is_unseen).chars().next();
                    let is_formula = first.is_some_and(|c| "=+-@\u{ff1d}\u{ff0b}\u{ff0d}\u{ff20}".contains(c));
                    assert!(!is_formula || cell.parse::<f64>().is_ok(), "{place}: {cell:?} is a formula");
                }
                // Tables of numbers and codes have no place for what articles say.
                !file.contains("aliases")
                    || table.iter().flatten().any(|found| says(found.trim_start_matches('\''), text))
            }
            Form::Html => {
                let (_, rest) = file.split_once("id=\"graph\">").unwrap();
                let graph = serde_json::from_str(rest.split_once("</script").unwrap().0).unwrap();
                strings(&graph).iter().any(|found| found == text)
            }
            Form::Quoted | Form::Lines => true,
        };
        assert!(is_kept, "{place} is lost");
    }
}

/// Whether what a reader got says the text, spaces and what cannot be seen aside.
fn says(found: &str, text: &str) -> bool {
    let seen = |text: &str| -> String {
        text.chars()
            .filter(|c| !c.is_whitespace() && !c.is_control() && !"\u{fffe}\u{ffff}\u{feff}".contains(*c))
            .collect()
    };
    seen(found).trim_start_matches('\'').contains(seen(text).trim_start_matches('\''))
}

/// Names of elements with those of their attributes, and how often each stands, but for what only breaks lines.
fn elements(file: &str, place: &str) -> BTreeSet<String> {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(file);
    let mut counts = std::collections::BTreeMap::new();
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{place}: {error}")) {
            Event::Start(element) | Event::Empty(element) => {
                let attributes: Vec<String> = element
                    .attributes()
                    .map(|attribute| {
                        attribute.unwrap_or_else(|error| panic!("{place}: {error}")).key.as_ref().to_owned()
                    })
                    .collect();
                *counts.entry(format!("{} {}", element.name().as_ref(), attributes.join(" "))).or_insert(0) += 1;
            }
            Event::Comment(_) | Event::CData(_) | Event::PI(_) | Event::DocType(_) => panic!("{place}: not ours"),
            Event::Eof => break,
            _ => {}
        }
    }
    // A long name takes more lines of a picture, and its links fewer labels.
    counts.into_iter().map(|(name, n)| if name.starts_with("text ") { name } else { format!("{name} {n}") }).collect()
}

/// All text of a document, that of attributes too.
fn texts(file: &str) -> Vec<String> {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(file);
    let (mut texts, mut text) = (Vec::new(), String::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(element) | Event::Empty(element) => {
                for attribute in element.attributes().map(Result::unwrap) {
                    texts.push(quick_xml::escape::unescape(&attribute.value).unwrap().into_owned());
                }
            }
            Event::Text(part) => text.push_str(&part),
            Event::GeneralRef(reference) => {
                text.push_str(&quick_xml::escape::unescape(&format!("&{};", &*reference)).unwrap());
            }
            Event::End(_) => texts.push(std::mem::take(&mut text)),
            Event::Eof => return texts,
            _ => {}
        }
    }
}

/// The ways to all values of a JSON document, items of lists by number.
fn keys(value: &Value) -> BTreeSet<String> {
    fn walk(value: &Value, way: String, ways: &mut BTreeSet<String>) {
        match value {
            Value::Object(object) => object.iter().for_each(|(key, value)| walk(value, format!("{way}.{key}"), ways)),
            Value::Array(items) => {
                items.iter().enumerate().for_each(|(n, item)| walk(item, format!("{way}[{n}]"), ways))
            }
            _ => drop(ways.insert(way)),
        }
    }
    let mut ways = BTreeSet::new();
    walk(value, String::new(), &mut ways);
    ways
}

fn strings(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Object(object) => object.values().flat_map(strings).collect(),
        Value::Array(items) => items.iter().flat_map(strings).collect(),
        _ => Vec::new(),
    }
}

/// What stands outside of double quotes, hashes that depend on the text aside.
fn outside_quotes(file: &str, place: &str) -> String {
    let (mut outside, mut is_quoted) = (String::new(), false);
    let mut chars = file.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' if is_quoted => drop(chars.next()),
            '"' => is_quoted = !is_quoted,
            c if !is_quoted => outside.push(c),
            _ => {}
        }
    }
    assert!(!is_quoted, "{place}: a text does not end");
    // Ids of articles and statements are in IRIs, percent-encoded or as a hash, and addresses as they may stand there.
    let mut masked = String::new();
    for (index, part) in outside.split('<').enumerate() {
        match (index, part.split_once('>')) {
            (0, _) | (_, None) => masked.push_str(part),
            (_, Some((_, rest))) => masked.push_str(&format!("<>{rest}")),
        }
    }
    // Cypher's text with a backslash before a u is put together of two, so that no reader takes it for an escape.
    masked.replace(" + ", "")
}

/// Every file of a format by its name.
fn written(format: Format, text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let rows = stating(text);
    let write = |part: &Part| {
        let mut out = Vec::new();
        part.write(&rows, &mut out).unwrap();
        (part.name, out)
    };
    format.parts().iter().map(write).collect()
}

/// One group that accuses another, with one text wherever articles can put text.
fn stating(text: &str) -> Stating {
    let mut rows = Stating::of(text, RelationType::Accuse);
    rows.network.nodes.iter_mut().for_each(|node| node.offices = vec![text.to_owned()]);
    rows.network.edges[0].speakers = vec![text.to_owned()];
    rows.network.edges[0].article_ids = vec![text.to_owned()];
    // Only addresses of the web are links in some formats: with a plain word as with any other.
    rows.statements[0].article.url = format!("https://example.org/{text}");
    rows
}
