//! How fast articles are read, everything before the analysis of language, on one core: `cargo bench --bench reading`.
//!
//! Prints megabytes a second (of the file as it lies, and unpacked) for JSON Lines, CSV, web pages and crawls, made of
//! the pages of `tests/pages/`. `cargo bench --bench reading -- FILE...` reads files instead and prints peak memory.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use whom::article::read;

#[path = "clock/mod.rs"]
mod clock;

fn main() {
    let paths: Vec<PathBuf> =
        std::env::args().skip(1).filter(|argument| argument != "--bench").map(PathBuf::from).collect();
    if !paths.is_empty() {
        measure("files", paths, None);
        println!("peak memory {}", clock::peak_memory().unwrap_or_else(|| "unknown".to_owned()));
        return;
    }
    let folder = tempfile::tempdir().expect("a folder for files");
    let articles: Vec<_> = read(vec!["tests/pages".into()]).filter_map(Result::ok).map(|found| found.article).collect();
    let pages: Vec<String> = html_pages(Path::new("tests/pages"));

    let line = |i: usize| {
        let article = &articles[i % articles.len()];
        let text = format!("{} {i}", article.text);
        serde_json::json!({"id": i, "title": article.title, "date": "2024-05-01", "url": article.url, "text": text})
            .to_string()
    };
    let lines: String = (0..30_000).map(|i| line(i) + "\n").collect();
    let rows = |i: usize| {
        format!(
            "{i},\"{}\",\"{} {i}\"\n",
            articles[i % articles.len()].title,
            articles[i % articles.len()].text.replace('"', "\"\"")
        )
    };
    let table: String = "id,title,text\n".to_owned() + &(0..30_000).map(rows).collect::<String>();
    let records: Vec<Vec<u8>> = (0..3000).map(|i| record(&pages[i % pages.len()], i)).collect();
    let packed: Vec<u8> = records.iter().flat_map(|record| gzip(record)).collect();

    for (name, content) in [
        ("news.jsonl", lines.as_bytes()),
        ("news.jsonl.gz", &gzip(lines.as_bytes())),
        ("news.csv", table.as_bytes()),
        ("crawl.warc", &records.concat()),
        ("crawl.warc.gz", &packed),
    ] {
        let path = folder.path().join(name);
        fs::write(&path, content).expect("room for a file");
        let n_unpacked = match name {
            "news.jsonl.gz" => Some(lines.len()),
            "crawl.warc.gz" => Some(records.iter().map(Vec::len).sum()),
            _ => None,
        };
        measure(name, vec![path], n_unpacked);
    }
    let html = folder.path().join("html");
    fs::create_dir(&html).expect("a folder for pages");
    for i in 0..2000 {
        fs::write(html.join(format!("{i}.html")), &pages[i % pages.len()]).expect("room for a file");
    }
    measure("html", vec![html], None);
}

fn measure(name: &str, paths: Vec<PathBuf>, n_unpacked: Option<usize>) {
    let n_bytes = whom::article::n_bytes(paths.clone()).unwrap_or(0);
    let started = clock::cpu_seconds();
    let (mut n_articles, mut n_skipped) = (0, 0);
    for found in read(paths) {
        match found {
            Ok(_) => n_articles += 1,
            Err(_) => n_skipped += 1,
        }
    }
    let seconds = (clock::cpu_seconds() - started).max(1e-6);
    let rate = |n_bytes: f64| n_bytes / 1e6 / seconds;
    let unpacked = n_unpacked.map_or(String::new(), |n_bytes| format!(", {:.0} MB/s unpacked", rate(n_bytes as f64)));
    println!(
        "{name}: {n_articles} articles, {n_skipped} skipped, {:.1} MB in {seconds:.2} CPU s, {:.0} MB/s{unpacked}",
        n_bytes as f64 / 1e6,
        rate(n_bytes as f64)
    );
}

fn html_pages(folder: &Path) -> Vec<String> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).expect("the pages are there").flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "html"));
    paths.sort();
    paths.iter().filter_map(|path| fs::read_to_string(path).ok()).collect()
}

/// A page as a crawler keeps it.
fn record(page: &str, i: usize) -> Vec<u8> {
    let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}");
    format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://e.example/{i}\r\nContent-Length: {}\r\n\r\n{http}\r\n\r\n",
        http.len()
    )
    .into_bytes()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory does not fail")
}
