//! Pages and feeds by their addresses, from a server on this machine.
#![cfg(feature = "fetch")]

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use whom::article::{Fetching, Found, Reading, Skipped, read};

/// What was asked of the server: path, name of who asks, when.
type Log = Arc<Mutex<Vec<(String, String, Instant)>>>;

struct Server {
    site: String,
    log: Log,
}

/// A page of a site: what goes before the body, and the body.
type Page = (&'static str, Vec<u8>);

impl Server {
    /// A server of these pages; `SITE` in a body or head is its own address. A path without a page is not found.
    fn new(pages: Vec<(&'static str, Page)>) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let site = format!("http://{}", listener.local_addr().unwrap());
        let log = Log::default();
        let pages: HashMap<_, _> = pages.into_iter().collect();
        let server = Server { site: site.clone(), log: Arc::clone(&log) };
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // Who hangs up, as over an answer that is too long, is answered no more.
                let _ = answer(stream, &site, &pages, &log);
            }
        });
        server
    }

    fn asked(&self) -> Vec<String> {
        self.log.lock().unwrap().iter().map(|(path, ..)| path.clone()).collect()
    }

    /// What is read at a path of the server, and all that is said of it.
    fn read(&self, path: &str, fetching: Fetching) -> (Vec<Found>, Vec<String>) {
        read_all(&format!("{}{path}", self.site), fetching, &self.site)
    }
}

fn read_all(address: &str, fetching: Fetching, site: &str) -> (Vec<Found>, Vec<String>) {
    let reading = Reading { paths: vec![address.into()], fetching, ..Reading::default() };
    let (mut found, mut said) = (Vec::new(), Vec::new());
    for one in read(reading) {
        match one {
            Ok(one) => found.push(one),
            Err(skipped) => said.push(Skipped::to_string(&skipped).replace(site, "SITE")),
        }
    }
    (found, said)
}

fn answer(stream: TcpStream, site: &str, pages: &HashMap<&str, Page>, log: &Log) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut stream = stream;
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 || line.trim().is_empty() {
            break;
        }
        lines.push(line.trim().to_owned());
    }
    let path = lines.first().and_then(|line| line.split(' ').nth(1)).unwrap_or_default().to_owned();
    let agent = lines.iter().find(|line| line.to_lowercase().starts_with("user-agent:")).cloned().unwrap_or_default();
    log.lock().unwrap().push((path.clone(), agent, Instant::now()));
    if path == "/endless" {
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n")?;
        loop {
            stream.write_all(&[b'x'; 65_536])?;
        }
    }
    if path == "/slow" {
        thread::sleep(Duration::from_secs(20));
    }
    let (head, body) = match pages.get(path.as_str()) {
        Some((head, body)) => (head.replace("SITE", site), body.clone()),
        None => ("HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n".to_owned(), b"<p>Gone".to_vec()),
    };
    let body = match String::from_utf8(body) {
        Ok(text) => text.replace("SITE", site).into_bytes(),
        Err(error) => error.into_bytes(),
    };
    stream.write_all(format!("{head}Connection: close\r\nContent-Length: {}\r\n\r\n", body.len()).as_bytes())?;
    stream.write_all(&body)
}

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n";

const BODY: &str = "<p>Iran's foreign minister met his Iraqi counterpart in Muscat on Sunday, officials said, and the two \
    agreed to meet again, in Baghdad, before the end of the year.</p><p>The talks, hosted by Oman, were the first of their \
    kind, and both sides called them useful, cordial and frank.</p>";

fn article(title: &str, head: &str) -> Vec<u8> {
    format!("<!doctype html><html><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>{BODY}<p>{title}.</p></article></body></html>")
        .into_bytes()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// This machine may be asked, and without a pause.
fn here() -> Fetching {
    Fetching { allow_private: true, pause: Duration::ZERO, ..Fetching::default() }
}

fn shown(found: &[Found], site: &str) -> Vec<String> {
    let one = |found: &Found| {
        let article = &found.article;
        let date = article.date.as_ref().map_or("", |date| date.as_str());
        format!("{} | {date} | {} | {} | {}", article.title, article.outlet, article.url, found.place)
            .replace(site, "SITE")
    };
    found.iter().map(one).collect()
}

#[test]
fn a_page_is_read_with_its_address() {
    let meta = r#"<meta property="article:published_time" content="2024-09-01"><meta property="og:site_name" content="The Daily">"#;
    let server = Server::new(vec![
        ("/talks", (OK, article("Talks end", meta))),
        (
            "/packed",
            (
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n",
                gzip(&article("Packed", meta)),
            ),
        ),
        ("/moved", ("HTTP/1.1 301 Moved\r\nLocation: /talks\r\n", Vec::new())),
    ]);
    for (path, title, end) in
        [("/talks", "Talks end", "/talks"), ("/packed", "Packed", "/packed"), ("/moved", "Talks end", "/talks")]
    {
        let (found, said) = server.read(path, here());
        assert_eq!(said, [""; 0]);
        assert_eq!(
            shown(&found, &server.site),
            [format!(
                "{title} | 2024-09-01 | The Daily | SITE{end} | SITE{path}{}",
                if path == end { "" } else { " (SITE/talks)" }
            )]
        );
    }
    let log = server.log.lock().unwrap();
    assert!(log.iter().all(|(_, agent, _)| agent.contains("whom/")), "{log:?}");
}

#[test]
fn of_a_feed_the_pages_are_read() {
    let rss = "<?xml version='1.0'?><rss version='2.0'><channel><title>The Daily</title>\
        <item><title>One</title><link>/one</link><pubDate>Wed, 01 May 2024 10:00:00 GMT</pubDate><description>Short.</description></item>\
        <item><title>Two</title><link>SITE/two</link><pubDate>Thu, 02 May 2024 10:00:00 GMT</pubDate></item>\
        <item><title>Gone</title><link>SITE/gone</link></item>\
        <item><title>Here</title><description>Iran met Mali, and all of it stands in the feed.</description></item></channel></rss>";
    let dated = r#"<meta property="article:published_time" content="2024-05-03">"#;
    let server = Server::new(vec![
        ("/feed", ("HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n", rss.into())),
        ("/one", (OK, article("One of all", ""))),
        ("/two", (OK, article("Two of all", dated))),
    ]);
    let (found, said) = server.read("/feed", here());
    assert_eq!(
        shown(&found, &server.site),
        [
            "One of all | 2024-05-01 | The Daily | SITE/one | SITE/one",
            "Two of all | 2024-05-03 | The Daily | SITE/two | SITE/two",
            "Here |  | The Daily |  | SITE/feed, entry 4",
        ]
    );
    assert_eq!(said, ["SITE/gone: the server answered 404 in place of the page"]);
    assert_eq!(server.asked(), ["/robots.txt", "/feed", "/one", "/two", "/gone"]);

    let json = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "The Daily", "items": [{"id": "1", "url": "SITE/one", "content_text": "Short."}]}"#;
    let server = Server::new(vec![
        ("/feed", ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n", json.into())),
        ("/one", (OK, article("One of all", ""))),
    ]);
    let (found, said) = server.read("/feed", here());
    assert_eq!((found.len(), said.len()), (1, 0), "{said:?}");
    assert!(found[0].article.text.contains("Muscat"));
}

#[test]
fn machines_within_the_network_are_not_asked() {
    let server = Server::new(vec![("/talks", (OK, article("Talks", "")))]);
    let port = server.site.rsplit(':').next().unwrap();
    for host in ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "0.0.0.0", "[::ffff:127.0.0.1]"] {
        let (found, said) = read_all(&format!("http://{host}:{port}/talks"), Fetching::default(), "none");
        assert!(found.is_empty());
        let is_refused = said[0].contains("within this network; where that is meant, say --allow-private");
        // Not every system reads numbers in all these forms.
        assert!(is_refused || said[0].contains("gives no answer"), "{said:?}");
    }
    assert_eq!(server.asked(), [""; 0]);
}

#[test]
fn robots_txt_is_kept_to() {
    let rules = "User-agent: *\nDisallow: /\n\nUser-agent: whom\nDisallow: /private\n";
    let server = Server::new(vec![
        ("/robots.txt", ("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n", rules.into())),
        ("/talks", (OK, article("Talks", ""))),
        ("/private/talks", (OK, article("Private", ""))),
        ("/moved", ("HTTP/1.1 302 Found\r\nLocation: SITE/private/talks\r\n", Vec::new())),
    ]);
    assert_eq!(server.read("/talks", here()).0.len(), 1);
    let refused = "the site's robots.txt asks programs not to read it; save the page yourself and name the file";
    assert_eq!(server.read("/private/talks", here()).1, [format!("SITE/private/talks: {refused}")]);
    assert_eq!(server.read("/moved", here()).1, [format!("SITE/moved: {refused}")]);
    assert!(!server.asked().contains(&"/private/talks".to_owned()));

    let broken = Server::new(vec![
        ("/robots.txt", ("HTTP/1.1 500 Oops\r\n", Vec::new())),
        ("/talks", (OK, article("Talks", ""))),
    ]);
    assert_eq!(broken.read("/talks", here()).1, [format!("SITE/talks: {refused}")]);
    assert_eq!(broken.asked(), ["/robots.txt"]);
}

#[test]
fn there_is_a_pause_between_two_requests() {
    let server = Server::new(vec![
        ("/robots.txt", ("HTTP/1.1 200 OK\r\n", "User-agent: *\nCrawl-delay: 0.3\n".into())),
        ("/talks", (OK, article("Talks", ""))),
    ]);
    for pause in [Duration::from_millis(200), Duration::from_millis(400)] {
        server.log.lock().unwrap().clear();
        server.read("/talks", Fetching { pause, ..here() });
        let log = server.log.lock().unwrap();
        assert_eq!(log.len(), 2);
        assert!(log[1].2 - log[0].2 >= pause.max(Duration::from_millis(290)), "{log:?}");
    }
}

#[test]
fn size_and_time_have_bounds() {
    let bomb = gzip(&vec![b'<'; 20_000_000]);
    let server = Server::new(vec![
        ("/bomb", ("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n", bomb)),
        ("/loop", ("HTTP/1.1 302 Found\r\nLocation: /loop\r\n", Vec::new())),
        ("/file", ("HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\n", Vec::new())),
        ("/busy", ("HTTP/1.1 429 Too Many Requests\r\nRetry-After: 0\r\n", Vec::new())),
    ]);
    for (path, message) in [
        ("/endless", "answer larger than 32 MB; split it"),
        ("/bomb", "the article is larger than 10 MB; split it"),
        ("/loop", "more than 10 redirections; open it in a browser and name the address where that ends"),
        ("/file", "no address that can be fetched, file:///etc/passwd; expected http:// or https:// with a host"),
        ("/busy", "the server answered 429 in place of the page"),
    ] {
        assert_eq!(server.read(path, here()).1, [format!("SITE{path}: {message}")]);
    }
    assert_eq!(server.asked().iter().filter(|path| *path == "/busy").count(), 2);
    let started = Instant::now();
    let (_, said) = server.read("/slow", Fetching { max_time: Duration::from_millis(700), ..here() });
    assert_eq!(said, ["SITE/slow: the server took too long to answer; try again later"]);
    assert!(started.elapsed() < Duration::from_secs(10));
    let (_, said) = read_all("http://127.0.0.1:1/", here(), "none");
    assert!(said[0].contains("gives no answer"), "{said:?}");
    let (_, said) = read_all("https:///x", here(), "none");
    assert!(said[0].contains("its host is missing"), "{said:?}");
}

#[test]
fn files_of_other_formats_are_read_too() {
    let lines = b"{\"id\": \"a\", \"text\": \"Iran met Mali.\"}\n{\"id\": \"b\", \"text\": \"Iran met Oman.\"}\n";
    let server = Server::new(vec![
        ("/news.jsonl.gz", ("HTTP/1.1 200 OK\r\nContent-Type: application/gzip\r\n", gzip(lines))),
        ("/news.jsonl", ("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n", lines.to_vec())),
    ]);
    for path in ["/news.jsonl.gz", "/news.jsonl"] {
        let (found, said) = server.read(path, here());
        assert_eq!((found.len(), said.len()), (2, 0), "{said:?}");
    }
}

#[test]
fn the_command_fetches() {
    let server = Server::new(vec![("/talks", (OK, article("Talks", "")))]);
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("whom.db");
    let whom = |arguments: &[&str]| {
        let mut command = assert_cmd::Command::cargo_bin("whom").unwrap();
        let output = command.arg("--db").arg(&db).arg("ingest").args(arguments).output().unwrap();
        (String::from_utf8(output.stderr).unwrap(), output.status.code().unwrap())
    };
    let address = format!("{}/talks", server.site);
    let (err, code) = whom(&[&address]);
    assert!(err.contains("its machine is 127.0.0.1, within this network") && code == 1, "{err}");
    for expected in ["1 article new, 0 known, 0 skipped", "0 articles new, 1 known, 0 skipped"] {
        let (err, code) = whom(&["--allow-private", "--pause", "0", &address]);
        assert!(err.contains(expected) && code == 0, "{err}");
    }
}
