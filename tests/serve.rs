//! `whom serve`: who may ask, what it answers, and that the page shows the live graph.
//!
//! The JSON interface is compared with `docs/api.yaml` by `tests/readers/api.mjs`, the page is used in headless
//! Chromium by `tests/readers/page.mjs`; without Node, its packages or Chromium these two are skipped as in
//! `tests/page.rs`.
#![cfg(feature = "serve")]

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use assert_cmd::cargo::CommandCargoExt;
use serde_json::Value;
use tempfile::TempDir;

/// A server over the sample articles and some more, which ends with the test.
struct Served {
    child: Child,
    /// 127.0.0.1 and its port.
    host: String,
    /// What allows corrections; empty where the server takes none.
    token: String,
    folder: TempDir,
}

impl Served {
    fn start() -> Served {
        Served::with(&[])
    }

    fn with(flags: &[&str]) -> Served {
        let folder = TempDir::new().unwrap();
        let articles = folder.path().join("articles.jsonl");
        fs::write(&articles, accusations(25)).unwrap();
        let db = folder.path().join("whom.db");
        for source in [Path::new("data/articles"), &articles] {
            let output = whom(&db).arg("ingest").arg(source).output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        }
        let mut child = whom(&db)
            .args(["serve", "--port", "0"])
            .args(flags)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut address = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut address).unwrap();
        let (host, fragment) = address.trim().strip_prefix("http://").unwrap().split_once('/').unwrap();
        let token = fragment.strip_prefix("#token=").unwrap_or_default().to_owned();
        Served { child, host: host.to_owned(), token, folder }
    }

    /// Status and body of the answer to these lines of a request.
    fn ask(&self, lines: &[&str]) -> (u16, String) {
        self.send(lines, "")
    }

    fn send(&self, lines: &[&str], body: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        write!(stream, "{}\r\nConnection: close\r\n\r\n{body}", lines.join("\r\n")).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), format!("{head}\n{body}"))
    }

    /// Status and body of the answer to a correction with these headers besides the usual ones.
    fn post(&self, path: &str, body: &str, headers: &[&str]) -> (u16, String) {
        let (start, host) = (format!("POST {path} HTTP/1.1"), format!("Host: {}", self.host));
        let length = format!("Content-Length: {}", body.len());
        let usual = [start.as_str(), &host, &length, "Content-Type: application/json"];
        self.send(&[&usual, headers].concat(), body)
    }

    fn get(&self, path: &str) -> (u16, String) {
        self.ask(&[&format!("GET {path} HTTP/1.1"), &format!("Host: {}", self.host)])
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended by itself; either way it is gone then.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn whom(db: &Path) -> Command {
    let mut command = Command::cargo_bin("whom").unwrap();
    command.arg("--db").arg(db);
    command
}

/// Articles that say the same of the same two, each in its own words.
fn accusations(n: usize) -> String {
    let article = |number: usize| {
        format!(
            "{{\"id\": \"n{number}\", \"date\": \"2024-05-{:02}\", \"text\": \"Iran accused Israel of attack {number}.\"}}",
            number + 1
        )
    };
    (0..n).fold(String::new(), |mut lines, number| {
        writeln!(lines, "{}", article(number)).unwrap();
        lines
    })
}

#[test]
fn only_this_machine_under_its_own_name_is_answered() {
    let served = Served::start();
    let port = served.host.split(':').next_back().unwrap();
    for host in [format!("127.0.0.1:{port}"), format!("localhost:{port}"), format!("[::1]:{port}")] {
        assert_eq!(served.ask(&["GET /api/stats HTTP/1.1", &format!("Host: {host}")]).0, 200, "{host}");
    }
    for headers in [&["Host: evil.example"][..], &["Host: 127.0.0.1"], &[], &["Host: localhost", "Host: evil.example"]]
    {
        let (status, answer) = served.ask(&[&["GET /api/stats HTTP/1.1"], headers].concat());
        assert_eq!(status, 403, "{headers:?}");
        assert!(!answer.contains("articles"), "{answer}");
    }
}

#[test]
fn nothing_but_reading_is_answered_and_nothing_changes_the_graph() {
    let served = Served::start();
    let host = format!("Host: {}", served.host);
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"] {
        let (status, answer) = served.ask(&[&format!("{method} /api/actors HTTP/1.1"), &host, "Content-Length: 0"]);
        assert_eq!(status, 405, "{method}");
        assert!(answer.contains("Allow: GET, HEAD"), "{answer}");
    }
    let db = served.folder.path().join("whom.db");
    let before = fs::read(&db).unwrap();
    for path in ["/", "/api/graph", "/api/actors", "/api/evidence?a=country:IRN&b=country:ISR"] {
        assert_eq!(served.get(path).0, 200, "{path}");
    }
    assert_eq!(before, fs::read(&db).unwrap());
}

#[test]
fn an_address_or_parameter_that_is_wrong_is_named() {
    let served = Served::start();
    for (path, status, message) in [
        ("/api/link", 404, r#"nothing is at \"/api/link\"; /api/openapi.yaml says what there is"#),
        ("/api/actors?name=x", 400, r#"parameter \"name\" is not defined: expected q, kind, limit, offset"#),
        ("/api/actors?q=a&q=b", 400, r#"parameter \"q\" is given twice"#),
        ("/api/actors?limit=0", 400, "limit: expected 1 to 1000"),
        ("/api/graph?type=bakcs", 400, r#"type: relation \"bakcs\" is not defined; did you mean \"backs\"?"#),
        ("/api/evidence?a=country:IRN", 400, r#"parameter \"b\" is missing"#),
        ("/api/actors/country:XXX", 404, r#"no actor has the id \"country:XXX\""#),
        ("/../etc/passwd", 404, "nothing is at"),
        ("/api/actors/%ff%00", 404, "no actor has the id"),
    ] {
        let (found, answer) = served.get(path);
        assert_eq!(found, status, "{path}: {answer}");
        assert!(answer.contains(message), "{path}: {answer}");
    }
}

#[test]
fn answers_keep_other_pages_out_and_show_what_was_added_since() {
    let served = Served::start();
    let (_, page) = served.get("/");
    for header in
        ["X-Content-Type-Options: nosniff", "Cross-Origin-Resource-Policy: same-origin", "frame-ancestors 'none'"]
    {
        assert!(page.contains(header), "{header}");
    }
    assert!(!page.contains("Access-Control-Allow-Origin"));
    let n_articles = |served: &Served| {
        let (_, answer) = served.get("/api/stats");
        serde_json::from_str::<Value>(answer.lines().last().unwrap()).unwrap()["articles"].as_u64().unwrap()
    };
    assert_eq!(n_articles(&served), 35);
    let more = served.folder.path().join("more.txt");
    fs::write(&more, "Canada sanctioned Belarus.").unwrap();
    assert!(whom(&served.folder.path().join("whom.db")).arg("ingest").arg(&more).status().unwrap().success());
    assert_eq!(n_articles(&served), 36);
}

#[test]
fn a_port_that_is_taken_and_a_graph_that_is_missing_are_named() {
    let served = Served::start();
    let port = served.host.split(':').next_back().unwrap();
    let db = served.folder.path().join("whom.db");
    for (db, expected) in [(db.as_path(), "name another with --port"), (Path::new("none.db"), "run whom ingest first")]
    {
        let output = whom(db).args(["serve", "--port", port]).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&output.stderr).contains(expected), "{expected}");
    }
}

#[test]
fn the_interface_is_as_its_description_says() {
    let served = Served::start();
    let Some(found) = drive("api.mjs", &["ajv"], &[&format!("http://{}/", served.host)]) else { return };
    assert!(found["links"].as_u64().unwrap() > 10, "{found}");
}

#[test]
fn corrections_are_taken_as_the_description_says() {
    let served = Served::with(&["--edit"]);
    let address = format!("http://{}/#token={}", served.host, served.token);
    drive("api.mjs", &["ajv"], &[&address]);
}

#[test]
fn only_who_has_the_token_and_is_no_other_page_corrects() {
    let served = Served::with(&["--edit"]);
    assert!(served.token.len() == 32 && served.token.bytes().all(|b| b.is_ascii_hexdigit()), "{}", served.token);
    let merge = r#"{"a": "country:IRN", "b": "country:ISR"}"#;
    let token = format!("X-Whom-Token: {}", served.token);
    let ours = format!("Origin: http://{}", served.host);
    let wrong = format!("X-Whom-Token: {}", "0".repeat(32));
    for headers in [
        &[][..],
        &["X-Whom-Token: "],
        &[&wrong],
        &[&ours],
        &[&token, "Origin: http://evil.example"],
        &[&token, "Origin: null"],
        &[&token, "Origin: http://127.0.0.1:1"],
        &[&token, "Sec-Fetch-Site: cross-site"],
        &[&token, "Sec-Fetch-Site: same-site"],
    ] {
        let (status, answer) = served.post("/api/merge", merge, headers);
        assert_eq!(status, 403, "{headers:?}: {answer}");
        assert!(!answer.contains(&served.token), "{answer}");
    }
    assert_eq!(served.post("/api/merge", merge, &[&token, &token]).0, 400);
    for host in ["evil.example", "127.0.0.1"] {
        let host = format!("Host: {host}");
        let start = ["POST /api/undo HTTP/1.1", &host, &token, "Content-Type: application/json", "Content-Length: 2"];
        assert_eq!(served.send(&start, "{}").0, 403, "{host}");
    }
    // A form of another page, and a question whether that page may send the header.
    let host = format!("Host: {}", served.host);
    let form = ["POST /api/undo HTTP/1.1", &host, "Content-Type: text/plain", "Content-Length: 2", &token];
    assert_eq!(served.send(&form, "{}").0, 415);
    let (status, answer) = served.ask(&["OPTIONS /api/merge HTTP/1.1", &host, "Origin: http://evil.example"]);
    assert_eq!(status, 405);
    assert!(!answer.contains("Access-Control"), "{answer}");
    assert!(!served.get("/").1.contains(&served.token), "the page itself has no token");
    assert!(served.get("/api/corrections").1.ends_with(r#"{"items":[],"next":null}"#), "nothing was corrected");
    let (status, answer) = served.post("/api/merge", merge, &[&token, &ours, "Sec-Fetch-Site: same-origin"]);
    assert_eq!(status, 200, "{answer}");
    let (_, answer) = served.get("/api/corrections");
    assert!(answer.contains(r#""merge country:IRN country:ISR""#), "{answer}");
}

#[test]
fn a_server_for_reading_offers_no_corrections() {
    let served = Served::start();
    assert_eq!(served.token, "");
    let (status, answer) = served.post("/api/undo", "{}", &["X-Whom-Token: "]);
    assert_eq!(status, 405);
    assert!(answer.contains("whom serve --edit takes corrections"), "{answer}");
    assert!(!served.get("/").1.contains(" data-edit>"));
}

#[test]
fn a_reader_corrects_the_graph_in_the_page() {
    let served = Served::with(&["--edit"]);
    let address = format!("http://{}/#token={}", served.host, served.token);
    drive("page.mjs", &["playwright-core"], &["edit", &address]);
}

#[test]
fn the_page_asks_the_server_for_the_sentences_that_it_lacks() {
    let served = Served::start();
    let address = format!("http://{}/", served.host);
    let Some(found) = drive("page.mjs", &["playwright-core"], &["live", &address]) else { return };
    assert_eq!((&found["brought"], &found["all"]), (&Value::from(20), &Value::from(25)));
}

/// What a driver of `tests/readers/` found, `None` when something that it needs is not installed.
fn drive(driver: &str, packages: &[&str], arguments: &[&str]) -> Option<Value> {
    let modules =
        packages.iter().map(|name| (format!("tests/readers/node_modules/{name}"), "npm ci --prefix tests/readers"));
    let chromium = env::var("WHOM_CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".to_owned());
    let browser = (driver == "page.mjs").then_some((chromium, "apt-get install chromium"));
    for (path, how) in modules.chain(browser) {
        if !Path::new(&path).exists() {
            return skip(&format!("{path} ({how})"));
        }
    }
    let mut command = Command::new("node");
    command.arg(format!("tests/readers/{driver}")).args(arguments).args(env::var_os("WHOM_PICTURES"));
    let Ok(output) = command.output() else { return skip("node (apt-get install nodejs)") };
    assert!(output.status.success(), "{driver}: {}", String::from_utf8_lossy(&output.stderr));
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

fn skip<T>(tool: &str) -> Option<T> {
    assert!(env::var("WHOM_REQUIRE_READERS").is_err(), "this run requires all readers: needs {tool}");
    eprintln!("skipped: needs {tool}");
    None
}
