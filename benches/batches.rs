//! Writes batches of the size of real ones to standard output, to see what memory `whom` takes:
//!
//! ```sh
//! cargo bench --bench batches -- crawl 5000 > crawl.warc.gz      # megabytes: pages of news among images
//! cargo bench --bench batches -- lines 10000 | whom ingest -     # megabytes of JSON Lines, most of them known
//! cargo bench --bench batches -- articles 20000 FILE... > articles.jsonl   # articles of sentences of these files
//! /usr/bin/time -v whom --db t.db ingest crawl.warc.gz           # "Maximum resident set size"
//! ```
//!
//! The same arguments give the same bytes.

// The program's own numbers, which no other crate sees.
#[path = "../src/graph/analysis/random.rs"]
mod random;

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use flate2::Compression;
use flate2::write::GzEncoder;
use random::Random;
use whom::article::read;

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let mut out = BufWriter::with_capacity(1 << 20, io::stdout().lock());
    let n = |text: &str| text.parse::<usize>().expect("a whole number");
    let written = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["crawl", megabytes] => crawl(n(megabytes) * 1_000_000, &mut out),
        ["lines", megabytes] => lines(n(megabytes) * 1_000_000, &mut out),
        ["articles", number, files @ ..] => articles(n(number), files, &mut out),
        _ => {
            println!("say what to write: cargo bench --bench batches -- crawl MB | lines MB | articles N FILE...");
            return Ok(());
        }
    };
    match written.and_then(|()| out.flush()) {
        // Whoever reads has had enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// A crawl of a record a member, as crawlers write it: for each page of news a request, and ten images.
fn crawl(n_bytes: usize, out: &mut impl Write) -> io::Result<()> {
    let mut paths: Vec<PathBuf> = fs::read_dir("tests/pages")?.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "html"));
    paths.sort();
    let pages: Vec<String> = paths.iter().filter_map(|path| fs::read_to_string(path).ok()).collect();
    let mut random = Random::new(7);
    let images: Vec<Vec<u8>> = (0..64)
        .map(|i| {
            let image: Vec<u8> = (0..20_000 + random.below(400_000)).map(|_| random.draw() as u8).collect();
            gzip(&record("response", &format!("https://e.example/{i}.jpg"), "image/jpeg", &image), Compression::none())
        })
        .collect();
    let mut n_written = 0;
    for i in 0.. {
        let url = format!("https://e.example/{i}.html");
        let page = pages[i % pages.len()].replacen("</p>", &format!(" ({i})</p>"), 1);
        let request = record("request", &url, "", b"");
        let mut members = gzip(&request, Compression::fast());
        members
            .extend(gzip(&record("response", &url, "text/html; charset=utf-8", page.as_bytes()), Compression::fast()));
        for _ in 0..10 {
            members.extend(&images[random.below(images.len())]);
        }
        out.write_all(&members)?;
        n_written += members.len();
        if n_written >= n_bytes {
            break;
        }
    }
    Ok(())
}

fn record(kind: &str, url: &str, content_type: &str, body: &[u8]) -> Vec<u8> {
    let http = match kind {
        "request" => format!("GET {url} HTTP/1.1\r\n\r\n"),
        _ => format!("HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\r\n", body.len()),
    };
    let length = http.len() + body.len();
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nContent-Type: application/http; msgtype={kind}\r\nContent-Length: {length}\r\n\r\n"
    );
    [head.as_bytes(), http.as_bytes(), body, b"\r\n\r\n"].concat()
}

fn gzip(bytes: &[u8], level: Compression) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), level);
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory does not fail")
}

/// A thousand articles over and over; every 200 MB one of 2 MB, a line that is too long, one that is no JSON, one without text.
fn lines(n_bytes: usize, out: &mut impl Write) -> io::Result<()> {
    let known: Vec<String> = mixed(1_000, &["data/articles", "tests/pages"]);
    let long = known.iter().take(700).map(|line| field(line, "text")).collect::<Vec<_>>().join("\n\n");
    let long = serde_json::json!({"id": "long", "text": long}).to_string() + "\n";
    let (mut n_written, mut next) = (0, 0);
    for i in 0.. {
        if n_written >= next {
            for line in [&long, "no JSON\n", "{\"id\": \"empty\", \"text\": \"\"}\n", "{\"text\": \""] {
                out.write_all(line.as_bytes())?;
            }
            let words = "The talks went on for a day. ".repeat(10_000);
            for _ in 0..230 {
                out.write_all(words.as_bytes())?;
            }
            out.write_all(b"\"}\n")?;
            n_written += long.len() + 230 * words.len();
            next += 200_000_000;
        }
        let line = &known[i % known.len()];
        out.write_all(line.as_bytes())?;
        n_written += line.len();
        if n_written >= n_bytes {
            break;
        }
    }
    Ok(())
}

fn field(line: &str, name: &str) -> String {
    let value: serde_json::Value = serde_json::from_str(line).expect("our own line");
    value[name].as_str().unwrap_or_default().to_owned()
}

fn articles(n: usize, files: &[&str], out: &mut impl Write) -> io::Result<()> {
    let files = if files.is_empty() { &["data/articles", "tests/pages"] } else { files };
    mixed(n, files).iter().try_for_each(|line| out.write_all(line.as_bytes()))
}

/// Articles of a dozen to two dozen sentences, drawn from all that stand in some files, a line of JSON each.
fn mixed(n: usize, files: &[&str]) -> Vec<String> {
    let paths: Vec<PathBuf> = files.iter().map(PathBuf::from).collect();
    let texts = read(paths).flatten().map(|found| found.article.text);
    let sentences: Vec<String> = texts
        .flat_map(|text| {
            text.split_inclusive(['.', '!', '?', '\n']).map(|part| part.trim().to_owned()).collect::<Vec<_>>()
        })
        .filter(|sentence| sentence.len() > 40)
        .collect();
    let mut random = Random::new(7);
    let article = |i: usize| {
        let text: String = (0..12 + random.below(16))
            .map(|_| sentences[random.below(sentences.len())].clone() + if random.below(3) == 0 { "\n\n" } else { " " })
            .collect();
        let date = format!("2024-{:02}-{:02}", i % 12 + 1, i % 28 + 1);
        let (url, outlet) = (format!("https://daily.example/{i}/story"), format!("Outlet {}", i % 40));
        let title = format!("Report {i}");
        serde_json::json!({"id": format!("a{i}"), "title": title, "date": date, "url": url, "outlet": outlet, "text": text})
            .to_string()
            + "\n"
    };
    (0..n).map(article).collect()
}

impl Random {
    fn below(&mut self, n: usize) -> usize {
        (self.draw() % n as u64) as usize
    }
}
