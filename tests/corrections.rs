//! Corrections at the command line, on the graph of the sample articles: made, seen, taken back, carried to another file.

use std::path::Path;
use std::process::Command;

use assert_cmd::cargo::CommandCargoExt;
use tempfile::TempDir;

fn whom(db: &Path, arguments: &[&str]) -> (String, String, i32) {
    let output = Command::cargo_bin("whom").unwrap().arg("--db").arg(db).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code().unwrap())
}

fn samples() -> (TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("samples.db");
    assert_eq!(whom(&db, &["ingest", "data/articles"]).2, 0);
    (folder, db)
}

fn graph(db: &Path) -> String {
    whom(db, &["export", "-", "--format", "json"]).0
}

#[test]
fn each_correction_shows_and_undo_takes_it_back() {
    let (_folder, db) = samples();
    let before = graph(&db);
    for arguments in [
        &["merge", "Putin", "Xi Jinping"][..],
        &["rename", "Putin", "V. V. Putin"],
        &["retype", "Wagner Group", "person"],
        &["hide", "Iran"],
    ] {
        assert_eq!(whom(&db, arguments).2, 0, "{arguments:?}");
        assert_ne!(graph(&db), before, "{arguments:?}");
        assert_eq!(whom(&db, &["undo"]).2, 0);
        assert_eq!(graph(&db), before, "after undoing {arguments:?}");
    }
    assert_eq!(whom(&db, &["undo"]).2, 1);
}

#[test]
fn a_hidden_actor_is_in_no_answer() {
    let (_folder, db) = samples();
    whom(&db, &["hide", "Iran"]);
    assert!(!graph(&db).contains("country:IRN"));
    assert_eq!(whom(&db, &["links", "Iran"]).2, 1);
    assert!(!whom(&db, &["links", "Houthis"]).0.contains("Iran  "));
}

#[test]
fn a_rejected_statement_no_longer_counts() {
    let (_folder, db) = samples();
    let (out, _, _) = whom(&db, &["evidence", "Iran", "Houthis", "--ids"]);
    let id = out
        .lines()
        .find(|line| line.contains('/') && !line.contains(' ') || line.trim().len() < 24 && line.contains('/'));
    let id = id.expect("each statement shows what names it").trim().to_owned();
    assert_eq!(whom(&db, &["reject", &id]).2, 0);
    let (after, _, _) = whom(&db, &["evidence", "Iran", "Houthis", "--ids"]);
    assert_eq!(after.matches("Iran —").count() + 1, out.matches("Iran —").count());
    assert!(!after.contains(&id));
    let (_, message, code) = whom(&db, &["reject", "0000000000000000/1"]);
    assert_eq!((message.contains("no article has the id"), code), (true, 2));
}

#[test]
fn corrections_go_to_another_file_and_survive_a_rebuild() {
    let (folder, db) = samples();
    whom(&db, &["rename", "Putin", "V. V. Putin"]);
    whom(&db, &["hide", "Reuters"]);
    whom(&db, &["merge", "Houthis", "Hezbollah"]);
    let file = folder.path().join("corrections.txt");
    assert_eq!(whom(&db, &["corrections", "--export", file.to_str().unwrap()]).2, 0);
    let (_other_folder, other) = samples();
    assert_eq!(whom(&other, &["corrections", "--import", file.to_str().unwrap()]).2, 0);
    assert_eq!(graph(&other), graph(&db));
    let before = graph(&db);
    assert_eq!(whom(&db, &["rebuild"]).2, 0);
    assert_eq!(graph(&db), before);
    std::fs::write(&file, "merge person:a\n").unwrap();
    let (_, message, code) = whom(&other, &["corrections", "--import", file.to_str().unwrap()]);
    assert_eq!(code, 2);
    assert!(message.contains("corrections.txt:1: \"merge\" has too few words or too many"), "{message}");
}

#[test]
fn what_is_forgotten_is_gone_and_shards_join_to_the_whole() {
    let (folder, whole) = samples();
    let (north, south) = (folder.path().join("north.db"), folder.path().join("south.db"));
    let mut files: Vec<_> = std::fs::read_dir("data/articles").unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for (i, file) in files.iter().enumerate() {
        whom(if i % 2 == 0 { &north } else { &south }, &["ingest", file.to_str().unwrap()]);
    }
    let joined = folder.path().join("joined.db");
    assert_eq!(whom(&joined, &["join", south.to_str().unwrap(), north.to_str().unwrap()]).2, 0);
    assert_eq!(graph(&joined), graph(&whole));
    let (out, _, _) = whom(&joined, &["doctor"]);
    assert!(out.lines().all(|line| line.starts_with("ok ")), "{out}");
    assert_eq!(whom(&joined, &["forget", "us-britain-strike-houthis"]).2, 0);
    assert_ne!(graph(&joined), graph(&whole));
    assert_eq!(whom(&joined, &["forget", "us-britain-strike-houthis"]).2, 1);
    assert_eq!(whom(&joined, &["join", north.to_str().unwrap(), south.to_str().unwrap()]).2, 0);
    assert_eq!(graph(&joined), graph(&whole));
}

/// One firm under two names, of which one says the country.
const DOUBTS: &str = "Nokia signed an agreement with Ericsson on Monday. Ericsson praised Nokia of Finland on Tuesday.";

fn doubtful() -> (TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let (db, file) = (folder.path().join("doubts.db"), folder.path().join("articles.jsonl"));
    let lines: Vec<String> = DOUBTS
        .split_inclusive(". ")
        .enumerate()
        .map(|(n, text)| serde_json::json!({ "id": n.to_string(), "date": "2024-05-01", "text": text }).to_string())
        .collect();
    std::fs::write(&file, lines.join("\n")).unwrap();
    assert_eq!(whom(&db, &["ingest", file.to_str().unwrap()]).2, 0);
    (folder, db)
}

fn doubts(db: &Path) -> Vec<serde_json::Value> {
    let answer: serde_json::Value = serde_json::from_str(&whom(db, &["review", "--json"]).0).unwrap();
    answer["doubts"].as_array().unwrap().clone()
}

#[test]
fn a_review_asks_what_is_doubtful_and_does_what_is_answered() {
    let (_folder, db) = doubtful();
    let asked = doubts(&db);
    assert_eq!(asked.len(), 1, "{asked:?}");
    assert_eq!(asked[0]["is_joined"], false);
    let answer = |line: &str| {
        let mut command = assert_cmd::Command::cargo_bin("whom").unwrap();
        let output = command.arg("--db").arg(&db).arg("review").write_stdin(line.to_owned()).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let shown = answer("s\n");
    assert!(shown.contains("the same as") && shown.contains("\"Nokia signed an agreement"), "{shown}");
    assert_eq!(doubts(&db), asked, "skipped is asked again");
    // What is no answer is asked again at once.
    answer("perhaps\ny\n");
    assert!(doubts(&db).is_empty());
    let (names, _, _) = whom(&db, &["why", "Nokia"]);
    assert!(names.contains("Nokia of Finland"), "{names}");
    whom(&db, &["undo"]);
    answer("n\n");
    assert!(doubts(&db).is_empty(), "settled");
    assert!(!whom(&db, &["why", "group:nokia"]).0.contains("Nokia of Finland"));
}

#[test]
fn a_review_goes_through_a_file() {
    let (folder, db) = doubtful();
    let file = folder.path().join("doubts.txt");
    let name = file.to_str().unwrap();
    assert_eq!(whom(&db, &["review", "--write", name]).2, 0);
    let (_, message, _) = whom(&db, &["review", "--read", name]);
    assert!(message.contains("0 corrections made, 1 left open"), "{message}");
    let page = std::fs::read_to_string(&file).unwrap();
    assert!(page.contains("\n? group:"), "{page}");
    std::fs::write(&file, page.replace("\n? ", "\ny ")).unwrap();
    let (_, message, _) = whom(&db, &["review", "--read", name, "--kind", "person"]);
    assert!(message.contains("cannot be used with"), "a file says itself what it is about: {message}");
    let (_, message, code) = whom(&db, &["review", "--read", name]);
    assert_eq!((message.contains("1 correction made, 0 left open"), code), (true, 0), "{message}");
    assert!(doubts(&db).is_empty());
    std::fs::write(&file, "maybe group:a group:b\n").unwrap();
    let (_, message, code) = whom(&db, &["review", "--read", name]);
    assert_eq!((message.contains("doubts.txt:1: expected y, n or ?, found \"maybe\""), code), (true, 2), "{message}");
}

#[test]
fn answers_come_as_tables_too() {
    let (_folder, db) = samples();
    let (links, _, code) = whom(&db, &["links", "Iran", "--csv"]);
    let lines: Vec<&str> = links.lines().collect();
    assert!(lines[0].starts_with("type,direction,other.id,other.name,"), "{links}");
    assert_eq!((lines.len() > 5, code), (true, 0));
    let answer: serde_json::Value = serde_json::from_str(&whom(&db, &["links", "Iran", "--json"]).0).unwrap();
    assert_eq!(lines.len() - 1, answer["links"].as_array().unwrap().len());
    assert!(whom(&db, &["articles", "--csv"]).0.lines().count() == 11);
    assert_eq!(whom(&db, &["links", "Iran", "--csv", "--json"]).2, 2);
}
