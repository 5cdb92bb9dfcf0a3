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
