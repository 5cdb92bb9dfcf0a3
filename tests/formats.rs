//! The same articles through every format and archive, and what hostile files do: nothing but a message.

use std::collections::HashMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::{Value, json};
use tempfile::TempDir;
use whom::article::{Article, Found, Reading, Skipped, read};
use whom::extract::extract;
use whom::knowledge::Knowledge;
use whom::language::Analyzer;

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::built_in().unwrap());
static ANALYZER: LazyLock<Analyzer> = LazyLock::new(|| Analyzer::built_in().unwrap());

/// What an article is before it takes a form.
struct Draft {
    id: String,
    title: String,
    date: String,
    url: String,
    paragraphs: Vec<String>,
}

const OUTLET: &str = "The Daily";
const N_ARTICLES: usize = 50;

fn drafts() -> Vec<Draft> {
    let countries = ["Russia", "Ukraine", "Iran", "Israel", "France", "Germany", "China", "Japan"];
    let verbs = ["accused", "met envoys of", "sanctioned", "praised", "attacked", "backed", "warned"];
    let draft = |i: usize| {
        let paragraph = |n: usize| {
            let sentence = |m: usize| {
                let k = i * 31 + n * 7 + m * 3;
                let (a, b, verb) = (countries[k % 8], countries[(k + 1 + k / 8 % 7) % 8], verbs[k % 7]);
                format!("{a} {verb} {b} on day {k} of the talks, “said” the ministry & its spokesman.")
            };
            (0..4).map(sentence).collect::<Vec<_>>().join(" ")
        };
        Draft {
            id: format!("article-{i}"),
            title: format!("Talks end in round {i}"),
            date: format!("2024-{:02}-{:02}", i % 12 + 1, i % 28 + 1),
            url: format!("https://daily.example/world/talks-{i}"),
            paragraphs: (0..6).map(paragraph).collect(),
        }
    };
    (0..N_ARTICLES).map(draft).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

impl Draft {
    fn text(&self) -> String {
        self.paragraphs.join("\n\n")
    }

    fn front_matter(&self) -> String {
        let Draft { id, title, date, url, .. } = self;
        format!("---\nid: {id}\ntitle: {title}\ndate: {date}\nurl: {url}\noutlet: {OUTLET}\n---\n\n{}", self.text())
    }

    fn paragraphs_in_html(&self) -> String {
        self.paragraphs.iter().map(|paragraph| format!("<p>{}</p>", escaped(paragraph))).collect()
    }

    fn html(&self) -> String {
        format!(
            "<!doctype html><html><head><meta charset=utf-8><title>{title} | {OUTLET}</title><link rel=canonical href=\"{url}\">\
             <meta property=\"og:site_name\" content=\"{OUTLET}\"><meta property=\"article:published_time\" content=\"{date}T10:00:00Z\">\
             </head><body><nav><a href=/>Home</a></nav><article><h1>{title}</h1>{body}</article></body></html>",
            title = self.title,
            url = self.url,
            date = self.date,
            body = self.paragraphs_in_html()
        )
    }

    fn json(&self) -> Value {
        json!({"id": self.id, "title": self.title, "date": self.date, "url": self.url, "outlet": OUTLET, "text": self.text()})
    }

    fn row(&self) -> String {
        let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
        [&self.id, &self.title, &self.date, &self.url, OUTLET, &self.text()].map(quoted).join(",") + "\r\n"
    }

    fn rss(&self) -> String {
        let date = jiff_rfc_2822(&self.date);
        format!(
            "<item><guid isPermaLink=\"false\">{}</guid><title>{}</title><link>{}</link><pubDate>{date}</pubDate>\
             <description>Short.</description><content:encoded><![CDATA[{}]]></content:encoded></item>",
            self.id,
            self.title,
            self.url,
            self.paragraphs_in_html()
        )
    }

    fn atom(&self) -> String {
        format!(
            "<entry><id>{}</id><title>{}</title><link rel=\"alternate\" href=\"{}\"/><published>{}T00:00:00Z</published>\
             <content type=\"html\">{}</content></entry>",
            self.id,
            self.title,
            self.url,
            self.date,
            escaped(&self.paragraphs_in_html())
        )
    }

    fn mail(&self) -> String {
        format!(
            "From: {OUTLET} <news@daily.example>\nMessage-ID: <{}>\nSubject: {}\nDate: {}\nContent-Location: {}\n\
             MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{}\n",
            self.id,
            self.title,
            jiff_rfc_2822(&self.date),
            self.url,
            self.text()
        )
    }

    fn warc(&self, coding: &str) -> Vec<u8> {
        let body = match coding {
            "gzip" => gzip(self.html().as_bytes()),
            "chunked" => self
                .html()
                .as_bytes()
                .chunks(100)
                .flat_map(|chunk| [format!("{:x}\r\n", chunk.len()).as_bytes(), chunk, b"\r\n"].concat())
                .chain(*b"0\r\n\r\n")
                .collect(),
            _ => self.html().into_bytes(),
        };
        let header = match coding {
            "gzip" => "Content-Encoding: gzip\r\n",
            "chunked" => "Transfer-Encoding: chunked\r\n",
            _ => "",
        };
        let http =
            [format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{header}\r\n").as_bytes(), &body]
                .concat();
        warc_record("response", &self.url, "application/http; msgtype=response", &http)
    }
}

fn warc_record(kind: &str, url: &str, content_type: &str, content: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
        content.len()
    );
    [head.as_bytes(), content, b"\r\n\r\n"].concat()
}

fn jiff_rfc_2822(date: &str) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month: usize = date[5..7].parse().unwrap();
    format!("{} {} {} 10:00:00 +0000", &date[8..], MONTHS[month - 1], &date[..4])
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

fn xz(bytes: &[u8]) -> Vec<u8> {
    let options = lzma_rust2::XzOptions::with_preset(6);
    let mut encoder = lzma_rust2::XzWriter::new(Vec::new(), options).unwrap();
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn bzip2(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ::bzip2::write::BzEncoder::new(Vec::new(), ::bzip2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn tar(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut archive = Vec::new();
    for (name, content) in files {
        let mut header = [0; 512];
        header[..name.len()].copy_from_slice(name.as_bytes());
        header[124..135].copy_from_slice(format!("{:011o}", content.len()).as_bytes());
        header[148..156].fill(b' ');
        header[156] = b'0';
        header[257..263].copy_from_slice(b"ustar\0");
        let sum: u32 = header.iter().map(|&b| u32::from(b)).sum();
        header[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
        archive.extend_from_slice(&header);
        archive.extend_from_slice(content);
        archive.resize(archive.len().div_ceil(512) * 512, 0);
    }
    archive.resize(archive.len() + 1024, 0);
    archive
}

/// An archive with deflated files; `flags` of 1 call them encrypted.
fn zip(files: &[(String, Vec<u8>)], flags: u16) -> Vec<u8> {
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in files {
        let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(content).unwrap();
        let (packed, start) = (encoder.finish().unwrap(), archive.len() as u32);
        let mut fields = Vec::new();
        for field in [20, flags, 8, 0, 0x21] {
            fields.extend_from_slice(&u16::to_le_bytes(field));
        }
        for field in [0, packed.len() as u32, content.len() as u32] {
            fields.extend_from_slice(&field.to_le_bytes());
        }
        fields.extend_from_slice(&(name.len() as u16).to_le_bytes());
        archive.extend_from_slice(&[b"PK\x03\x04", &fields[..], &[0, 0], name.as_bytes(), &packed].concat());
        directory.extend_from_slice(
            &[b"PK\x01\x02\x14\0", &fields[..], &[0; 12], &start.to_le_bytes(), name.as_bytes()].concat(),
        );
    }
    let (n_files, start) = (files.len() as u16, archive.len() as u32);
    let n_bytes = directory.len() as u32;
    archive.append(&mut directory);
    archive.extend_from_slice(&[b"PK\x05\x06", &[0; 4][..], &n_files.to_le_bytes(), &n_files.to_le_bytes()].concat());
    archive.extend_from_slice(&[&n_bytes.to_le_bytes()[..], &start.to_le_bytes(), &[0, 0]].concat());
    archive
}

/// The record of each article of `paths`, sorted, without the ids that its format cannot carry. Extraction is a pure
/// function of the article, so that equal articles need it only once.
#[track_caller]
fn records(reading: Reading, has_ids: bool, known: &mut HashMap<String, String>) -> Vec<String> {
    let mut records: Vec<String> = read(reading)
        .map(|found| {
            let Found { mut article, .. } = found.unwrap_or_else(|skipped| panic!("{skipped}"));
            if !has_ids {
                assert_eq!(article.id, article.fingerprint[..16]);
                article.id = format!("article-{}", article.title.rsplit(' ').next().unwrap());
            }
            let record = || serde_json::to_string(&extract(&article, &ANALYZER, &KNOWLEDGE)).unwrap();
            known.entry(format!("{article:?}")).or_insert_with(record).clone()
        })
        .collect();
    records.sort();
    records
}

/// Every form of the articles: the name of a file, its content, and whether it can carry ids.
fn forms(drafts: &[Draft]) -> Vec<(String, Vec<u8>, bool)> {
    let lines: String = drafts.iter().map(|draft| draft.json().to_string() + "\n").collect();
    let rows: String = drafts.iter().map(Draft::row).collect();
    let rss: String = drafts.iter().map(Draft::rss).collect();
    let atom: String = drafts.iter().map(Draft::atom).collect();
    let renamed = |draft: &Draft| {
        json!({"article_id": draft.id, "Headline": draft.title, "published_at": draft.date, "web_url": draft.url, "site": OUTLET,
               "fullText": draft.paragraphs}).to_string() + "\n"
    };
    let feed_item = |draft: &Draft| json!({"id": draft.id, "url": draft.url, "title": draft.title, "date_published": draft.date, "content_html": draft.paragraphs_in_html()});
    let mbox: String = drafts
        .iter()
        .map(|draft| format!("From news@daily.example Mon Jan 1 00:00:00 2024\n{}\n", draft.mail()))
        .collect();
    let codings = ["", "gzip", "chunked"];
    let records = drafts.iter().enumerate().map(|(i, draft)| draft.warc(codings[i % 3]));
    let warc: Vec<Vec<u8>> = [warc_record("warcinfo", "", "application/warc-fields", b"software: test\r\n")]
        .into_iter()
        .chain(records)
        .collect();
    let file = |ending: &str, content: fn(&Draft) -> String| -> Vec<(String, Vec<u8>)> {
        drafts.iter().map(|draft| (format!("folder/{}.{ending}", draft.id), content(draft).into_bytes())).collect()
    };
    let (text, markdown, html, mail) = (
        file("txt", Draft::front_matter),
        file("md", Draft::front_matter),
        file("html", Draft::html),
        file("eml", Draft::mail),
    );
    let json = file("json", |draft| draft.json().to_string());
    let table = format!("id,title,date,url,outlet,text\r\n{rows}");
    let all = |name: &str, content: Vec<u8>, has_ids: bool| (name.to_owned(), content, has_ids);
    vec![
        all("lines.jsonl", lines.clone().into_bytes(), true),
        all("lines.jsonl.gz", gzip(lines.as_bytes()), true),
        all("lines.jsonl.zst", zstd(lines.as_bytes()), true),
        all("lines", gzip(lines.as_bytes()), true),
        all("lines.jsonl.xz", xz(lines.as_bytes()), true),
        all("lines.jsonl.bz2", bzip2(lines.as_bytes()), true),
        // Files that were packed apart and appended to each other.
        all("appended.xz", drafts.iter().flat_map(|draft| xz(format!("{}\n", draft.json()).as_bytes())).collect(), true),
        all("appended.bz2", drafts.iter().flat_map(|draft| bzip2(format!("{}\n", draft.json()).as_bytes())).collect(), true),
        all("renamed.jsonl", drafts.iter().map(renamed).collect::<String>().into_bytes(), true),
        all("array.json", serde_json::to_vec(&drafts.iter().map(Draft::json).collect::<Vec<_>>()).unwrap(), true),
        all("answer.json", json!({"status": "ok", "articles": drafts.iter().map(Draft::json).collect::<Vec<_>>()}).to_string().into_bytes(), true),
        all("table.csv", table.clone().into_bytes(), true),
        all("table.csv.gz", gzip(table.as_bytes()), true),
        all("feed.xml", format!("<rss><channel><title>{OUTLET}</title>{rss}</channel></rss>").into_bytes(), true),
        all("feed.atom", format!("<feed><title>{OUTLET}</title>{atom}</feed>").into_bytes(), true),
        all(
            "feed.json",
            json!({"version": "https://jsonfeed.org/version/1.1", "title": OUTLET, "items": drafts.iter().map(feed_item).collect::<Vec<_>>()})
                .to_string()
                .into_bytes(),
            true,
        ),
        all("news.mbox", mbox.into_bytes(), true),
        all("crawl.warc", warc.concat(), false),
        all("crawl.warc.gz", warc.iter().flat_map(|record| gzip(record)).collect(), false),
        all("text.zip", zip(&text, 0), true),
        all("markdown.tar", tar(&markdown), true),
        all("html.tar.gz", gzip(&tar(&html)), true),
        all("mail.tgz", gzip(&tar(&mail)), true),
        all("json.tar.zst", zstd(&tar(&json)), true),
        all("json.tar.xz", xz(&tar(&json)), true),
        all("text.tar.bz2", bzip2(&tar(&text)), true),
        all("text.txz", xz(&tar(&text)), true),
        all("nested.zip", zip(&[("inner/html.tar.gz".to_owned(), gzip(&tar(&html)))], 0), true),
    ]
}

/// A table of columns as pandas writes one: texts, a day, and a group with the particulars of the source.
#[cfg(feature = "parquet")]
fn parquet(drafts: &[Draft], compression: parquet::basic::Compression) -> Vec<u8> {
    use std::sync::Arc;

    use parquet::data_type::{ByteArray, ByteArrayType, Int32Type};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::parser::parse_message_type;

    let schema = "message articles { required binary id (STRING); required binary headline (STRING); required int32 date (DATE);
        required group source { required binary link (STRING); required binary name (STRING); } required binary body (STRING); }";
    let properties = WriterProperties::builder().set_compression(compression).build();
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let mut bytes = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut bytes, schema, Arc::new(properties)).unwrap();
    for drafts in drafts.chunks(20) {
        let mut group = writer.next_row_group().unwrap();
        let mut place = 0;
        while let Some(mut column) = group.next_column().unwrap() {
            let texts: Vec<ByteArray> = drafts
                .iter()
                .map(|draft| {
                    let text = match place {
                        0 => draft.id.clone(),
                        1 => draft.title.clone(),
                        3 => draft.url.clone(),
                        4 => OUTLET.to_owned(),
                        _ => draft.text(),
                    };
                    ByteArray::from(text.into_bytes())
                })
                .collect();
            match place {
                2 => {
                    let epoch = jiff::civil::date(1970, 1, 1);
                    let days = |draft: &Draft| (draft.date.parse::<jiff::civil::Date>().unwrap() - epoch).get_days();
                    let days: Vec<i32> = drafts.iter().map(days).collect();
                    column.typed::<Int32Type>().write_batch(&days, None, None).unwrap();
                }
                _ => drop(column.typed::<ByteArrayType>().write_batch(&texts, None, None).unwrap()),
            }
            column.close().unwrap();
            place += 1;
        }
        group.close().unwrap();
    }
    writer.close().unwrap();
    bytes
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_gives_the_same_records() {
    use parquet::basic::{Compression, GzipLevel, ZstdLevel};
    let (drafts, folder) = (drafts(), tempfile::tempdir().unwrap());
    let mut known = HashMap::new();
    let lines = folder.path().join("lines.jsonl");
    fs::write(&lines, drafts.iter().map(|draft| draft.json().to_string() + "\n").collect::<String>()).unwrap();
    let expected = records(vec![lines].into(), true, &mut known);
    let plain = parquet(&drafts, Compression::UNCOMPRESSED);
    let forms = [
        ("plain.parquet", plain.clone()),
        ("snappy.parquet", parquet(&drafts, Compression::SNAPPY)),
        ("gzip.parquet", parquet(&drafts, Compression::GZIP(GzipLevel::default()))),
        ("zstd.parquet", parquet(&drafts, Compression::ZSTD(ZstdLevel::default()))),
        ("lz4.parquet", parquet(&drafts, Compression::LZ4_RAW)),
        ("by-content", plain.clone()),
        ("packed.parquet.gz", gzip(&plain)),
        ("archive.zip", zip(&[("inner/table.parquet".to_owned(), plain)], 0)),
    ];
    for (name, content) in forms {
        let path = folder.path().join(name);
        fs::write(&path, content).unwrap();
        let fields = "url=source.link,outlet=source.name".parse().unwrap();
        let found = records(Reading { paths: vec![path], fields, ..Reading::default() }, true, &mut known);
        assert_eq!(found, expected, "from {name}");
    }
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_says_what_it_has_and_guesses() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("t.parquet");
    fs::write(&path, parquet(&drafts()[..2], parquet::basic::Compression::SNAPPY)).unwrap();
    let first = read(vec![path.clone()]).next().unwrap().unwrap();
    assert_eq!(first.place, format!("{}, row 1", path.display()));
    assert_eq!(first.article.title, "Talks end in round 0");
    let fields = "text=content".parse().unwrap();
    let skipped = read(Reading { paths: vec![path], fields, ..Reading::default() }).next().unwrap().unwrap_err();
    let message = "no column is called \"content\"; there are \"id\", \"headline\", \"date\", \"source.link\", \"source.name\", \"body\"";
    assert!(skipped.to_string().ends_with(message), "{skipped}");
}

#[cfg(feature = "parquet")]
proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_parquet_costs_itself(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4), cut in prop::option::of(any::<prop::sample::Index>())) {
        static WHOLE: LazyLock<Vec<u8>> = LazyLock::new(|| parquet(&drafts()[..3], parquet::basic::Compression::SNAPPY));
        let mut content = WHOLE.clone();
        // Most of what decides stands at the end.
        let half = content.len() - content.len().min(900);
        for (at, byte) in changes {
            let at = half + at.index(content.len() - half);
            content[at] = byte;
        }
        if let Some(cut) = cut {
            content.truncate(cut.index(content.len()));
        }
        let (articles, _) = between("m.parquet", &content);
        prop_assert!(articles.iter().any(|article| article.text == "Oman met Mali."));
    }
}

#[cfg(not(all(feature = "parquet", feature = "fetch")))]
#[test]
fn what_was_not_built_in_is_told() {
    let word = |what: &str, feature: &str| {
        format!(
            "{what} is read only where it was asked for when whom was built; do so: cargo install --path . --features {feature}"
        )
    };
    if cfg!(not(feature = "parquet")) {
        check("m.parquet", b"PAR1....PAR1", 0, &[&format!("m.parquet: {}", word("Parquet", "parquet"))]);
    }
    if cfg!(not(feature = "fetch")) {
        let skipped = read(vec!["https://e.example/a".into()]).next().unwrap().unwrap_err();
        assert_eq!(skipped.to_string(), format!("https://e.example/a: {}", word("an address of the web", "fetch")));
    }
}

#[test]
fn every_format_gives_the_same_records() {
    let drafts = drafts();
    let folder = tempfile::tempdir().unwrap();
    let mut known = HashMap::new();
    let first = folder.path().join("first.jsonl");
    fs::write(&first, drafts.iter().map(|draft| draft.json().to_string() + "\n").collect::<String>()).unwrap();
    let expected = records(vec![first].into(), true, &mut known);
    assert_eq!(expected.len(), N_ARTICLES);
    assert!(
        expected.iter().all(|record| record.contains("\"relation\"") || record.contains("\"type\"")),
        "{}",
        expected[0]
    );
    for (name, content, has_ids) in forms(&drafts) {
        let path = folder.path().join(&name);
        fs::write(&path, content).unwrap();
        let found = records(vec![path].into(), has_ids, &mut known);
        assert_eq!(found.len(), N_ARTICLES, "from {name}");
        for (found, expected) in found.iter().zip(&expected) {
            assert_eq!(found, expected, "from {name}");
        }
    }
}

// Hostile files.

/// A file between two good ones, all that is found and said of it.
fn between(name: &str, content: &[u8]) -> (Vec<Article>, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), "Iran met Iraq.").unwrap();
    fs::write(folder.path().join(name), content).unwrap();
    fs::write(folder.path().join("z.txt"), "Oman met Mali.").unwrap();
    all(&folder, &[folder.path().to_owned()])
}

fn all(folder: &TempDir, paths: &[PathBuf]) -> (Vec<Article>, Vec<String>) {
    let (mut articles, mut messages) = (Vec::new(), Vec::new());
    let shown = |skipped: Skipped| skipped.to_string().replace(&format!("{}/", folder.path().display()), "");
    for found in read(paths.to_vec()) {
        match found {
            Ok(found) => articles.push(found.article),
            Err(skipped) => messages.push(shown(skipped)),
        }
    }
    (articles, messages)
}

/// The file costs itself and this message; `n_articles` of it are read.
#[track_caller]
fn check(name: &str, content: &[u8], n_articles: usize, messages: &[&str]) {
    let (articles, said) = between(name, content);
    assert_eq!(said, messages);
    assert_eq!(articles.len(), n_articles + 2);
    assert_eq!(
        (articles[0].text.as_str(), articles[n_articles + 1].text.as_str()),
        ("Iran met Iraq.", "Oman met Mali.")
    );
}

const BOMB: &str = "unpacks to more than 200 times its size, as a bomb does; unpack it yourself if it is none";

#[test]
fn bombs_end_with_a_word() {
    // Blank lines are passed over, so that nothing but the meter ends them.
    let bomb = vec![b'\n'; 130_000_000];
    for (name, content) in [
        ("m.jsonl.gz", gzip(&bomb)),
        ("m.jsonl.xz", xz(&bomb)),
        ("m.jsonl.bz2", bzip2(&bomb)),
        ("m.zip", zip(&[("b.jsonl".to_owned(), bomb)], 0)),
    ] {
        let (articles, messages) = between(name, &content);
        assert_eq!((articles.len(), messages.len()), (2, 1), "{messages:?}");
        assert!(messages[0].ends_with(BOMB), "{messages:?}");
    }
}

#[test]
fn archives_in_archives_end_somewhere() {
    let mut content = b"Mali.".to_vec();
    for _ in 0..6 {
        content = gzip(&content);
    }
    let name = format!("m.txt{}", ".gz".repeat(6));
    check(&name, &content, 0, &[&format!("{name}: archives nested more than 4 deep; unpack the outer ones first")]);
}

#[test]
fn names_that_lead_out_of_an_archive_are_not_followed() {
    let files =
        ["../../evil.txt", "/etc/evil.txt", "good.txt"].map(|name| (name.to_owned(), b"Mali met Peru.".to_vec()));
    let said = |name: &str| {
        format!(
            "the archive holds a file \"{name}\", whose name leads out of it; not read, check where the archive is from"
        )
    };
    let outside = [said("../../evil.txt"), said("/etc/evil.txt")];
    check("m.tar", &tar(&files), 1, &[&format!("m.tar: {}", outside[0]), &format!("m.tar: {}", outside[1])]);
    let places = ["m.zip/../../evil.txt", "m.zip//etc/evil.txt"];
    check(
        "m.zip",
        &zip(&files, 0),
        1,
        &[&format!("{}: {}", places[0], outside[0]), &format!("{}: {}", places[1], outside[1])],
    );
}

#[test]
fn archives_that_are_locked_cut_or_none_say_so() {
    let files = [("good.txt".to_owned(), b"Mali met Peru.".repeat(200).to_vec())];
    check("m.zip", &zip(&files, 1), 0, &["m.zip/good.txt: needs a password; unpack the archive first"]);
    let rest = "what came before is read, copy or download it again for the rest";
    let archive = zip(&files, 0);
    check("m.zip", &archive[..archive.len() / 2], 0, &[&format!("m.zip: the zip is damaged; {rest}")]);
    check("m.zip", b"Mali met Peru.", 0, &["m.zip: expected zip, found something else; check the file's ending"]);
    let packed = gzip(&tar(&files));
    let cut = format!("m.tar.gz: ends in the middle; {rest}");
    check("m.tar.gz", &packed[..packed.len() / 2], 0, &[&cut]);
    check(
        "m.txt.gz",
        b"Mali met Peru.",
        0,
        &["m.txt.gz: expected gzip, found something else; check the file's ending"],
    );
    check(
        "m.jsonl.gz",
        &gzip(b"{\"text\": \"Mali.\"}\n")[..20],
        0,
        &[&format!("m.jsonl.gz:1: ends in the middle; {rest}")],
    );
}

#[test]
fn a_damaged_record_of_a_crawl_costs_itself() {
    let drafts = drafts();
    let mut crawl = drafts[0].warc("");
    crawl.extend_from_slice(b"GARBAGE\r\nmore of it\r\n");
    crawl.extend(warc_record(
        "response",
        "https://e.example/x.png",
        "application/http",
        b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG",
    ));
    crawl.extend(drafts[1].warc("gzip"));
    let http = b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<h1>Gone</h1>";
    crawl.extend(warc_record("response", "https://e.example/gone", "application/http", http));
    let mut bomb = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n".to_vec();
    bomb.extend(gzip(&vec![b'<'; 20_000_000]));
    crawl.extend(warc_record("response", "https://e.example/bomb", "application/http", &bomb));
    crawl.extend_from_slice(&drafts[2].warc("")[..400]);
    let rest = "what came before is read, copy or download it again for the rest";
    check(
        "m.warc",
        &crawl,
        2,
        &[
            &format!("m.warc, record 2: the WARC record is damaged; {rest}"),
            "m.warc, record 4 (https://e.example/gone): the server answered 404 in place of the page",
            "m.warc, record 5 (https://e.example/bomb): the article is larger than 10 MB; split it",
            &format!("m.warc, record 6: ends in the middle; {rest}"),
        ],
    );
}

/// Every form of three articles, to be damaged.
static FORMS: LazyLock<Vec<(String, Vec<u8>, bool)>> = LazyLock::new(|| forms(&drafts()[..3]));

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damage_costs_no_more_than_the_file(
        form in any::<prop::sample::Index>(),
        at in any::<prop::sample::Index>(),
        byte: u8,
        is_cut: bool,
    ) {
        let (name, content, _) = form.get(&FORMS);
        let mut content = content.clone();
        let at = at.index(content.len());
        content[at] = byte;
        if is_cut {
            content.truncate(at);
        }
        let (articles, _) = between(&format!("m-{name}"), &content);
        prop_assert!(articles.iter().any(|article| article.text == "Iran met Iraq."), "{}", name);
        prop_assert!(articles.iter().any(|article| article.text == "Oman met Mali."), "{}", name);
    }
}

#[test]
fn what_a_user_says_counts() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("dump.dat");
    fs::write(&path, "a;b\nMali met Peru.;Talks\n").unwrap();
    let reading = Reading {
        paths: vec![path],
        format: Some("csv".parse().unwrap()),
        fields: "text=a,title=b".parse().unwrap(),
        outlet: "The Daily".to_owned(),
        ..Reading::default()
    };
    let found = read(reading).next().unwrap().unwrap();
    let article = found.article;
    assert_eq!(
        (article.text.as_str(), article.title.as_str(), article.outlet.as_str()),
        ("Mali met Peru.", "Talks", "The Daily")
    );
}

/// The command line: what would be read, how much at most, since when, and what became of it.
#[test]
fn a_run_can_be_tried_limited_and_reported() {
    let folder = tempfile::tempdir().unwrap();
    let (db, file, report) =
        (folder.path().join("whom.db"), folder.path().join("m.jsonl"), folder.path().join("report.json"));
    fs::write(&file, drafts().iter().map(|draft| draft.json().to_string() + "\n").collect::<String>() + "no json\n")
        .unwrap();
    let whom = |arguments: &[&str]| {
        let mut command = assert_cmd::Command::cargo_bin("whom").unwrap();
        let output = command.arg("--db").arg(&db).arg("ingest").arg(&file).args(arguments).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        (text(&output.stdout), text(&output.stderr), output.status.code())
    };
    let (out, err, code) = whom(&["--dry-run"]);
    assert_eq!((out.lines().count(), code, Path::new(&db).exists()), (N_ARTICLES, Some(1), false), "{err}");
    assert!(
        out.starts_with("new\t") && out.contains("\t2024-01-01 (field)\tThe Daily\tTalks end in round 0\t"),
        "{out}"
    );
    assert!(err.ends_with("50 articles would be new, 0 known, 0 older, 1 skipped; nothing was changed\n"), "{err}");
    let (_, err, code) = whom(&["--limit", "10"]);
    assert!(err.contains("10 articles new, 0 known, 0 skipped") && code == Some(0), "{err}");
    let (_, err, _) = whom(&["--limit", "10"]);
    assert!(err.contains("10 articles new, 10 known, 0 skipped"), "{err}");
    let (_, err, code) = whom(&["--since", "2024-06", "--report", report.to_str().unwrap()]);
    assert_eq!(code, Some(1), "{err}");
    let report: Value = serde_json::from_str(&fs::read_to_string(&report).unwrap()).unwrap();
    let n = |key: &str| report[key].as_u64().unwrap();
    assert!(n("older") > 10 && n("new") + n("known") + n("older") == N_ARTICLES as u64, "{report}");
    let of_file = &report["sources"][file.to_str().unwrap()];
    assert_eq!(of_file["new"], report["new"]);
    let first = of_file["skipped"]["malformed JSON"]["first"][0].as_str().unwrap();
    assert!(first.contains("m.jsonl:51: malformed JSON"), "{first}");
}
