//! The model that ships is as good as its page says: a weaker one, or a change of the analysis that harms it, fails here.
//!
//! Measured on the development files of ../shared/corpora; says `skipped` where they are not there.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Scores of one file, fractions of 1 by name; `None` where the corpora are missing.
fn scores(kind: &str, file: &str) -> Option<serde_json::Value> {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "../../shared/corpora", file].iter().collect();
    if !Path::new(&path).exists() {
        eprintln!("skipped: no {} to measure on", path.display());
        return None;
    }
    let output = Command::new(env!("CARGO_BIN_EXE_training")).args(["evaluate", "--json", kind]).arg(path).output();
    let output = output.expect("the program under test starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(serde_json::from_slice(&output.stdout).expect("scores are JSON"))
}

#[track_caller]
fn check(kind: &str, file: &str, least: &[(&str, f64)]) {
    let Some(scores) = scores(kind, file) else { return };
    for (name, least) in least {
        let found = scores[name].as_f64().unwrap_or_else(|| panic!("no {name} in {scores}"));
        assert!(found >= *least, "{name} on {file}: {found}, expected {least} at least");
    }
}

#[test]
fn trees_of_web_text_are_read() {
    let least = [("upos", 0.963), ("uas", 0.91), ("las", 0.885), ("arguments_f1", 0.915), ("lemmas", 0.97)];
    check("--treebank", "treebanks/ewt-dev.conllu.xz", &least);
}

#[test]
fn trees_of_edited_text_are_read() {
    let least = [("upos", 0.97), ("uas", 0.90), ("las", 0.875), ("arguments_f1", 0.91), ("lemmas", 0.975)];
    check("--treebank", "treebanks/gum-dev.conllu.xz", &least);
}

#[test]
fn names_of_politics_are_found() {
    check("--names", "names/politics-dev.txt.xz", &[("f1", 0.83), ("per_f1", 0.905)]);
}
