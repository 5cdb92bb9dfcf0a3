//! Input that is made, or happens, to bring a reader down: each ends with a word in bounded memory and time, and the rest
//! is read. Archives that do so are in `formats.rs`.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use proptest::prelude::*;
use whom::article::{Format, Reading, read};

const GOOD: &str = "{\"id\": \"good\", \"text\": \"Mali met Oman.\"}";

fn extract(folder: &Path, arguments: &[&str]) -> Child {
    Command::new(assert_cmd::cargo::cargo_bin("whom"))
        .current_dir(folder)
        .arg("extract")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Ids of the records, and what is said of the rest.
fn ended(mut program: Child) -> (Vec<String>, String) {
    drop(program.stdin.take());
    let output = program.wait_with_output().unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    let id = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap()["id"].as_str().unwrap().to_owned();
    (out.lines().map(id).collect(), String::from_utf8(output.stderr).unwrap())
}

/// What is found and said of a file with this content, read as this format.
fn read_as(format: Format, content: &[u8]) -> (usize, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("m");
    fs::write(&path, content).unwrap();
    let reading = Reading { paths: vec![path], format: Some(format), ..Reading::default() };
    let (found, said): (Vec<_>, Vec<_>) = read(reading).partition(Result::is_ok);
    let prefix = format!("{}/", folder.path().display());
    let said = said.into_iter().filter_map(|said| Some(said.err()?.to_string().replace(&prefix, "")));
    (found.len(), said.collect())
}

/// Most memory that a program has held so far, in MB; `None` where the system does not tell.
fn peak_mb(program: &Child) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{}/status", program.id())).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches(" kB").trim().parse::<u64>().unwrap() / 1000)
}

/// A line of a gigabyte, in the formats that go by lines: the article after it is read, and the line is not held.
#[test]
fn a_line_of_a_gigabyte_is_not_held() {
    let folder = tempfile::tempdir().unwrap();
    for (format, begin, end, message) in [
        ("jsonl", "", format!("\n{GOOD}\n"), "-:1: the line is larger than 64 MB; split it"),
        ("csv", "id,text\n", "\ngood,Mali met Oman.\nlast,\n".to_owned(), "-:2: the row is larger than 32 MB; split it"),
        (
            "mbox",
            "From a@b Mon Jan 1 00:00:00 2024\nSubject: T\n\n",
            "\n\nFrom a@b Mon Jan 1 00:00:00 2024\nMessage-ID: <good>\nSubject: T\n\nMali met Oman.\n\nFrom a@b Mon Jan 1 00:00:00 2024\n".to_owned(),
            "the message is larger than 32 MB; split it",
        ),
    ] {
        let mut program = extract(folder.path(), &["--format", format, "-"]);
        let mut stdin = program.stdin.take().unwrap();
        stdin.write_all(begin.as_bytes()).unwrap();
        let block = [b'x'; 1_000_000];
        for _ in 0..1000 {
            stdin.write_all(&block).unwrap();
        }
        stdin.write_all(end.as_bytes()).unwrap();
        stdin.flush().unwrap();
        let mut stdout = BufReader::new(program.stdout.take().unwrap());
        let mut record = String::new();
        stdout.read_line(&mut record).unwrap();
        assert!(record.contains("\"good\""), "{format}: {record}");
        let peak = peak_mb(&program);
        assert!(peak.is_none_or(|peak| peak < 300), "{format}: {peak:?} MB");
        drop(stdin);
        let mut said = String::new();
        program.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert!(said.contains(message), "{format}: {said}");
        program.wait().unwrap();
    }
}

#[test]
fn elements_a_million_deep_end_with_a_word() {
    let too_deep = "m: expected a page of elements nested up to 1000 deep, found more; save its text as .txt";
    let fonts: String = (0..200_000).map(|i| format!("<font size={i}>")).collect();
    for (name, page) in [
        ("div", "<div>".repeat(1_000_000)),
        ("b", "<b>".repeat(1_000_000)),
        ("table", "<table><tr><td>".repeat(100_000)),
        ("fonts", fonts),
    ] {
        let started = Instant::now();
        let (n_found, said) = read_as(Format::Html, page.as_bytes());
        assert_eq!((n_found, said), (0, vec![too_deep.to_owned()]), "{name}");
        assert!(started.elapsed() < Duration::from_secs(60), "{name}: {:?}", started.elapsed());
    }
    let (n_found, said) = read_as(Format::Feed, format!("<rss>{}", "<a>".repeat(1_000_000)).as_bytes());
    assert!(n_found == 0 && said[0].contains("elements nested without end"), "{said:?}");
    let deep = |open: &str| format!("{{\"text\": {}", open.repeat(1_000_000));
    for open in ["[", "{\"a\":"] {
        let (n_found, said) = read_as(Format::JsonLines, deep(open).as_bytes());
        assert!(n_found == 0 && said[0].contains("recursion limit exceeded"), "{said:?}");
    }
    let quotes = "> ".repeat(1_000_000);
    assert_eq!(read_as(Format::Markdown, quotes.as_bytes()).0, 0);
    let (n_found, _) = read_as(Format::Mail, mail_in_mail(3_000).as_bytes());
    assert_eq!(n_found, 0);
}

/// A message in a message in a message.
fn mail_in_mail(depth: usize) -> String {
    "From: a@b\nSubject: T\nContent-Type: message/rfc822\n\n".repeat(depth)
}

#[test]
fn entities_that_stand_for_each_other_are_not_expanded() {
    let entities: String = (1..30)
        .map(|i| format!("<!ENTITY e{i} \"&e{p};&e{p};&e{p};&e{p};&e{p};&e{p};&e{p};&e{p};\">", p = i - 1))
        .collect();
    let bomb = format!(
        "<?xml version='1.0'?><!DOCTYPE r [<!ENTITY e0 \"ha\">{entities}<!ENTITY f SYSTEM \"file:///etc/passwd\">]>\
         <rss><channel><item><title>T</title><description>Iran met Iraq &e29; &f;.</description></item></channel></rss>"
    );
    let started = Instant::now();
    for (format, content) in [(Format::Feed, bomb.clone()), (Format::Html, bomb)] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("m");
        fs::write(&path, content).unwrap();
        for found in read(Reading { paths: vec![path], format: Some(format), ..Reading::default() }).flatten() {
            assert!(
                found.article.text.len() < 10_000 && !found.article.text.contains("root:"),
                "{}",
                found.article.text
            );
        }
    }
    assert!(started.elapsed() < Duration::from_secs(10));
}

#[cfg(unix)]
#[test]
fn devices_end_with_a_word() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("z.jsonl"), GOOD).unwrap();
    for (device, message) in [("/dev/null", ""), ("/dev/zero", "/dev/zero: "), ("/dev/urandom", "/dev/urandom: ")] {
        let started = Instant::now();
        let (ids, said) = ended(extract(folder.path(), &[device, "z.jsonl"]));
        assert_eq!(ids, ["good"], "{device}: {said}");
        assert!(said.starts_with(message) && said.lines().count() <= 1, "{device}: {said}");
        assert!(started.elapsed() < Duration::from_secs(60), "{device}");
    }
    // Nobody means a device or pipe that lies in a folder.
    std::os::unix::fs::symlink("/dev/zero", folder.path().join("a.txt")).unwrap();
    assert!(Command::new("mkfifo").arg(folder.path().join("b.jsonl")).status().unwrap().success());
    assert_eq!(ended(extract(folder.path(), &["."])).0, ["good"]);
}

/// Somebody cuts a file, or writes another in its place, while it is read.
#[test]
fn a_file_that_changes_while_it_is_read_costs_itself() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.jsonl");
    fs::write(folder.path().join("z.jsonl"), GOOD).unwrap();
    let text = "Mali met Oman. ".repeat(3);
    let lines: String = (0..20_000).map(|i| format!("{{\"id\": \"{i}\", \"text\": \"{text}\"}}\n")).collect();
    for change in ["cut", "grown", "other"] {
        fs::write(&file, &lines).unwrap();
        let mut program = extract(folder.path(), &["--jobs", "1", "."]);
        let mut stdout = BufReader::new(program.stdout.take().unwrap());
        let mut first = String::new();
        stdout.read_line(&mut first).unwrap();
        match change {
            "cut" => fs::File::options().write(true).open(&file).unwrap().set_len(1000).unwrap(),
            "grown" => fs::File::options().append(true).open(&file).unwrap().write_all(b"no json\n").unwrap(),
            _ => fs::write(&file, [0_u8, 1, 2, 0xff].repeat(lines.len() / 4)).unwrap(),
        }
        // What is written here is read as the rest of the file, or not at all: what was read before stays, and the other
        // file is read. Nobody waits for twenty thousand analyses.
        if change == "grown" {
            program.kill().unwrap();
            program.wait().unwrap();
            continue;
        }
        let mut rest = String::new();
        stdout.read_to_string(&mut rest).unwrap();
        let mut said = String::new();
        program.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        let code = program.wait().unwrap().code();
        assert!(rest.lines().last().is_some_and(|line| line.contains("\"good\"")), "{change}: {said}");
        assert!(matches!(code, Some(0 | 1)), "{change}: {code:?} {said}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    /// Every reader, from the first layer on, with what nobody wrote: it ends.
    #[test]
    fn no_file_brings_a_reader_down(
        bytes in prop::collection::vec(any::<u8>(), 0..400),
        head in prop::sample::select(vec![
            &b""[..], b"\x1f\x8b\x08\0\0\0\0\0\0\x03", b"\x28\xb5\x2f\xfd", b"\xfd7zXZ\0\0\x04\xe6\xd6\xb4\x46", b"BZh91AY&SY", b"PK\x03\x04", b"PK\x05\x06\0\0\0\0\x01\0\x01\0", b"PAR1",
            b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 9999999999\r\n\r\n", b"%PDF-", b"From a Mon\nFrom: a\n", b"[{", b"id,text\n\"",
            b"<rss><channel><item>", b"<html><body>", b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=a\n\n--a\n",
        ]),
    ) {
        let content = [head, &bytes].concat();
        for format in Format::ALL.into_iter().filter(|format| *format != Format::Pdf) {
            read_as(format, &content);
        }
        let folder = tempfile::tempdir().unwrap();
        for name in ["m.gz", "m.zst", "m.xz", "m.bz2", "m.zip", "m.tar", "m.tar.gz", "m.dat"] {
            let path = folder.path().join(name);
            fs::write(&path, &content).unwrap();
            read(vec![path]).for_each(drop);
        }
    }
}
