//! Keeps `exports/` current: the graph of the sample articles in each format, and its picture.
//!
//! `WHOM_UPDATE=1 cargo test --test samples` writes the files anew; read the diff before committing it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use assert_cmd::cargo::CommandCargoExt;

/// Files of `exports/` and the arguments of `whom export` that make them.
const EXPORTS: &[(&str, &[&str])] = &[
    ("samples.graphml", &[]),
    ("samples.gexf", &[]),
    ("samples.json", &[]),
    ("samples.html", &[]),
    ("samples.dot", &[]),
    ("samples.csv", &[]),
    ("samples.jsonl", &[]),
    ("samples.ttl", &[]),
    ("samples.ftm", &[]),
    ("events.csv", &["--format", "events"]),
    ("samples-top30.dot", &["--top", "30"]),
    ("samples-top12.mmd", &["--top", "12"]),
];

/// Rendered from `samples-top30.dot` by Graphviz.
const PICTURE: &str = "samples-top30.svg";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn whom(db: &Path, args: &[&str]) {
    let output = Command::cargo_bin("whom").unwrap().arg("--db").arg(db).args(args).output().unwrap();
    assert!(output.status.success(), "whom {args:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Every export, made in a fresh folder.
fn exported() -> (tempfile::TempDir, Vec<PathBuf>) {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("whom.db");
    whom(&db, &["ingest", root().join("data/articles").to_str().unwrap()]);
    let files = EXPORTS.iter().map(|(name, args)| {
        let file = folder.path().join(name);
        whom(&db, &[&["export", file.to_str().unwrap()], *args].concat());
        file
    });
    let files = files.collect();
    (folder, files)
}

#[test]
fn exports_of_the_samples_are_current() {
    let (_folder, files) = exported();
    for (file, (name, _)) in files.iter().zip(EXPORTS) {
        let kept = root().join("exports").join(name);
        if std::env::var_os("WHOM_UPDATE").is_some() {
            fs::copy(file, &kept).unwrap();
        }
        let is_current = fs::read(file).unwrap() == fs::read(&kept).unwrap_or_default();
        assert!(is_current, "exports/{name} is not current: run WHOM_UPDATE=1 cargo test --test samples");
    }
    if std::env::var_os("WHOM_UPDATE").is_some() {
        let exports = root().join("exports");
        let status = Command::new("dot")
            .arg("-Tsvg")
            .arg(exports.join("samples-top30.dot"))
            .arg("-o")
            .arg(exports.join(PICTURE))
            .status();
        assert!(status.expect("the picture needs Graphviz: apt-get install graphviz").success());
    }
}

#[test]
fn the_picture_shows_the_actors_of_its_dot_file() {
    let read = |name: &str| fs::read_to_string(root().join("exports").join(name)).unwrap();
    let (dot, picture) = (read("samples-top30.dot"), read(PICTURE));
    let ids: Vec<&str> =
        dot.lines().filter_map(|line| line.trim().strip_prefix('"')?.split_once("\" [").map(|(id, _)| id)).collect();
    let nodes: Vec<&&str> = ids.iter().filter(|id| !id.contains("->")).collect();
    assert!(nodes.len() >= 30, "{nodes:?}");
    for id in nodes {
        let title = format!("<title>{}</title>", id.replace('-', "&#45;"));
        assert!(picture.contains(&title), "{id} is not in exports/{PICTURE}: update it");
    }
}
