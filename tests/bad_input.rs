//! Bad input, given to the program: each costs itself and a clear message, and the rest of the batch comes through.

use std::fs;
use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use tempfile::TempDir;

/// A folder with one good article at either end of the order, so that what lies between has to be survived.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), "Iran met Iraq.").unwrap();
    fs::write(folder.path().join("z.txt"), "Oman met Mali.").unwrap();
    folder
}

fn extract(folder: &Path, paths: &[&str], stdin: &[u8]) -> Output {
    let mut command = Command::cargo_bin("whom").unwrap();
    command.current_dir(folder).arg("extract").args(paths).write_stdin(stdin).output().unwrap()
}

/// Ids of the records on stdout.
fn ids(output: &Output) -> Vec<String> {
    let lines = String::from_utf8(output.stdout.clone()).unwrap();
    let id = |line| serde_json::from_str::<serde_json::Value>(line).unwrap()["id"].as_str().unwrap().to_owned();
    lines.lines().map(id).collect()
}

/// Extracts `folder` and compares ids, messages and exit code.
#[track_caller]
fn check(folder: &Path, expected_ids: &[&str], messages: &[&str], code: i32) {
    check_output(&extract(folder, &["."], b""), expected_ids, messages, code);
}

#[track_caller]
fn check_output(output: &Output, expected_ids: &[&str], messages: &[&str], code: i32) {
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(ids(output), expected_ids, "{stderr}");
    assert_eq!(stderr.lines().collect::<Vec<_>>(), messages);
    assert_eq!(output.status.code(), Some(code), "{stderr}");
}

/// One bad file between two good ones, and the message it gets.
#[track_caller]
fn check_skipped(name: &str, content: &[u8], message: &str) {
    let folder = folder();
    fs::write(folder.path().join(name), content).unwrap();
    check(folder.path(), &["a", "z"], &[message], 1);
}

#[test]
fn empty_files() {
    for name in ["m.txt", "m.md", "m.html", "m.json", "m.jsonl"] {
        check_skipped(name, b"", &format!("./{name}: no text in it; fill it or leave it out"));
    }
    check_skipped("m.txt", b" \r\n\t\n", "./m.txt: no text in it; fill it or leave it out");
}

#[test]
fn binary_files() {
    for name in ["m.txt", "m.md", "m.html", "m.json", "m.jsonl"] {
        let message = format!(
            "./{name}: expected text, found binary content; unpack or convert it to .txt, .html or .jsonl first"
        );
        check_skipped(name, b"\x7fELF\x02\x01\x01\0\0\0\0\0", &message);
        check_skipped(name, b"\x1f\x8b\x08\0\0\0\0\0\x00\x03\xcb\x48\xcd\xc9\xc9\x07\0", &message);
    }
}

#[test]
fn invalid_utf_8_is_read_with_a_remark() {
    let folder = folder();
    fs::write(folder.path().join("m.txt"), b"Z\xc3\xbcrich and S\xc3\xa3o Paulo \xff\xfe agreed.").unwrap();
    let remark =
        "./m.txt: not valid UTF-8: 2 places replaced by \"\u{fffd}\"; convert it to UTF-8 (iconv) to keep them";
    check(folder.path(), &["a", "m", "z"], &[remark], 0);
}

#[test]
fn latin_1_and_utf_16_are_read_without_a_word() {
    let folder = folder();
    fs::write(folder.path().join("l.txt"), b"The pr\xe9sident met Fran\xe7ois in S\xe3o Paulo.").unwrap();
    fs::write(folder.path().join("u.txt"), b"\xff\xfeI\0r\0a\0q\0").unwrap();
    check(folder.path(), &["a", "l", "u", "z"], &[], 0);
}

#[test]
fn texts_that_are_too_large() {
    let fifty_mb = vec![b'x'; 50_000_000];
    check_skipped("m.txt", &fifty_mb, "./m.txt: the article is larger than 10 MB; split it");
    check_skipped(
        "m.json",
        &fifty_mb,
        "./m.json: larger than 32 MB; write its articles one a line as .jsonl (jq -c '.[]'), which has no limit",
    );
}

#[test]
fn lines_that_are_too_large_take_no_other_with_them() {
    let folder = folder();
    let object =
        |id: &str, n_bytes: usize| format!("{{\"id\": \"{id}\", \"text\": \"Mali.{}\"}}\n", " ".repeat(n_bytes));
    let lines = [object("m1", 0), object("m2", 50_000_000), object("m3", 0), object("m4", 65_000_000), object("m5", 0)];
    fs::write(folder.path().join("m.jsonl"), lines.concat()).unwrap();
    let messages = [
        "./m.jsonl:2: the article is larger than 10 MB; split it",
        "./m.jsonl:4: the line is larger than 64 MB; split it",
    ];
    check(folder.path(), &["a", "m1", "m3", "m5", "z"], &messages, 1);
}

#[test]
fn malformed_lines() {
    let folder = folder();
    let lines = [
        r#"{"id": "m1", "text": "Mali."}"#,
        r#"{"id": "m2", "text": "Mali.""#,
        "no json",
        "",
        r#"{"id": "m5"}"#,
        r#"["m6"]"#,
        r#"{"id": "m7", "text": 7}"#,
        r#"{"id": "m8", "text": " "}"#,
        r#"{"id": "m9", "text": "Mali.", "date": "12 Mai", "title": {}}"#,
    ];
    fs::write(folder.path().join("m.jsonl"), lines.join("\n")).unwrap();
    let remedy = "write one whole object a line (jq -c .) as .jsonl, or valid JSON as .json";
    let messages = [
        &format!("./m.jsonl:2: malformed JSON, EOF while parsing an object at column 28; {remedy}"),
        &format!("./m.jsonl:3: malformed JSON, expected ident at column 2; {remedy}"),
        "./m.jsonl:5: expected a field \"text\" (or \"body\", \"content\"), found \"id\"; name the one that holds it: --map text=FIELD",
        "./m.jsonl:6: expected a JSON object with a field \"text\", found an array",
        "./m.jsonl:7: expected \"text\" as a string, found a number",
        "./m.jsonl:8: no text in it; fill it or leave it out",
        "./m.jsonl:9: expected \"title\" as a string, found an object; left out",
        "./m.jsonl:9: expected the date as YYYY-MM-DD, found \"12 Mai\"; read without a date",
    ];
    check(folder.path(), &["a", "m1", "m9", "z"], &messages, 1);
}

#[test]
fn malformed_files() {
    let remedy = "write one whole object a line (jq -c .) as .jsonl, or valid JSON as .json";
    check_skipped(
        "m.json",
        b"[{\"text\": \"Mali.\"},\n {\"text\": ]",
        &format!("./m.json:2: malformed JSON, expected value at column 11; {remedy}"),
    );
    check_skipped(
        "m.html",
        b"<html><img src=a.png></html>",
        "./m.html: no article found on the page; save its text as .txt",
    );
    let deep = "[".repeat(100_000);
    check_skipped(
        "m.json",
        deep.as_bytes(),
        &format!("./m.json:1: malformed JSON, recursion limit exceeded at column 128; {remedy}"),
    );
    check_skipped(
        "m.html",
        "<b>".repeat(100_000).as_bytes(),
        "./m.html: expected a page of elements nested up to 1000 deep, found more; save its text as .txt",
    );
}

#[test]
fn json_lines_in_utf_16() {
    check_skipped(
        "m.jsonl",
        b"\xff\xfe{\0\"\0t\0",
        "./m.jsonl: expected UTF-8, found UTF-16; convert it (iconv -f UTF-16 -t UTF-8)",
    );
}

#[test]
fn paths_that_lead_nowhere() {
    let folder = folder();
    let output = extract(folder.path(), &["a.txt", "gone.txt", "z.txt"], b"");
    let message = "gone.txt: nothing is there; check the path, and where it is a link, what it points to";
    check_output(&output, &["a", "z"], &[message], 1);
}

#[test]
fn folders_without_articles() {
    let folder = folder();
    fs::create_dir_all(folder.path().join("m.txt")).unwrap();
    fs::write(folder.path().join("m.txt/photo.jpg"), "").unwrap();
    let output = extract(folder.path(), &["a.txt", "m.txt", "z.txt"], b"");
    let message = "m.txt: no article in this folder, files of other kinds: 1; whom ingest --help lists the kinds of files that are read";
    check_output(&output, &["a", "z"], &[message], 1);
    // As one folder of many it is not worth a word.
    check(folder.path(), &["a", "z"], &[], 0);
}

#[test]
fn files_of_unknown_kind_are_read_where_they_are_named() {
    let folder = folder();
    fs::write(folder.path().join("notes"), "Iran met Mali.").unwrap();
    fs::write(folder.path().join("photo.jpg"), b"\xff\xd8\xff\xe0\0\x10JFIF\0").unwrap();
    let output = extract(folder.path(), &["notes", "photo.jpg", "z.txt"], b"");
    let message = "photo.jpg: expected text, found binary content; unpack or convert it to .txt, .html or .jsonl first";
    check_output(&output, &["notes", "z"], &[message], 1);
    check(folder.path(), &["a", "z"], &[], 0);
}

#[cfg(unix)]
#[test]
fn a_folder_that_contains_itself() {
    let folder = folder();
    std::os::unix::fs::symlink(".", folder.path().join("m")).unwrap();
    let message = "./m: a link back to \".\", the folder that it lies in; not followed, all else there is read";
    check(folder.path(), &["a", "z"], &[message], 1);
}

#[cfg(unix)]
#[test]
fn links_that_point_nowhere() {
    let folder = folder();
    std::os::unix::fs::symlink("gone", folder.path().join("m.txt")).unwrap();
    let message = "./m.txt: nothing is there; check the path, and where it is a link, what it points to";
    check(folder.path(), &["a", "z"], &[message], 1);
}

/// A file that opens but cannot be read, even by root.
#[cfg(target_os = "linux")]
#[test]
fn files_that_fail_to_be_read() {
    let folder = folder();
    std::os::unix::fs::symlink("/proc/self/mem", folder.path().join("m.txt")).unwrap();
    std::os::unix::fs::symlink("/proc/self/mem", folder.path().join("n.jsonl")).unwrap();
    let remedy =
        "cannot be read: Input/output error (os error 5); check the disk, or copy it elsewhere and read the copy";
    check(folder.path(), &["a", "z"], &[&format!("./m.txt: {remedy}"), &format!("./n.jsonl: {remedy}")], 1);
}

#[cfg(unix)]
#[test]
fn files_and_folders_without_permission() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    let (file, sub) = (folder.path().join("m.txt"), folder.path().join("n"));
    fs::write(&file, "Iran met Mali.").unwrap();
    fs::create_dir(&sub).unwrap();
    for path in [&file, &sub] {
        fs::set_permissions(path, fs::Permissions::from_mode(0o000)).unwrap();
    }
    // Root may read all the same: there is nothing to see then.
    if fs::read(&file).is_err() {
        let remedy = "no permission to read it; allow it with \"chmod u+r\", for a folder \"chmod u+rx\"";
        check(folder.path(), &["a", "z"], &[&format!("./m.txt: {remedy}"), &format!("./n: {remedy}")], 1);
    }
    fs::set_permissions(&sub, fs::Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn standard_input_is_lines_or_one_text() {
    let folder = folder();
    let lines = b" \n{\"id\": \"s1\", \"text\": \"Mali.\"}\nno json\n{\"id\": \"s3\", \"text\": \"Oman.\"}";
    let output = extract(folder.path(), &["a.txt", "-", "z.txt"], lines);
    let message = "-:3: malformed JSON, expected ident at column 2; write one whole object a line (jq -c .) as .jsonl, or valid JSON as .json";
    check_output(&output, &["a", "s1", "s3", "z"], &[message], 1);

    let output = extract(folder.path(), &["-"], b"Iran met\nMali.\n");
    assert_eq!(ids(&output).len(), 1);
    check_output(&extract(folder.path(), &["-"], b""), &[], &[], 0);
}

#[test]
fn records_keep_the_order_of_the_input_with_any_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    let lines: Vec<String> = (0..500)
        .map(|i| format!("{{\"id\": \"{i}\", \"text\": \"Mali {}.\"}}", "met Iran ".repeat(i * 37 % 101)))
        .collect();
    let expected: Vec<String> = (0..500).map(|i| i.to_string()).collect();
    for jobs in ["1", "2", "7"] {
        let output = extract(folder.path(), &["--jobs", jobs, "-"], lines.join("\n").as_bytes());
        assert_eq!(ids(&output), expected, "with {jobs} jobs");
    }
}

#[test]
fn a_filter_answers_each_line_before_the_next_comes() {
    use std::io::{BufRead, BufReader, Write};
    use std::process::{Command, Stdio};
    let mut filter = Command::new(assert_cmd::cargo::cargo_bin("whom"))
        .args(["extract", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = filter.stdin.take().unwrap();
    let mut stdout = BufReader::new(filter.stdout.take().unwrap());
    for id in ["one", "two", "three"] {
        writeln!(stdin, "{{\"id\": \"{id}\", \"text\": \"Mali.\"}}").unwrap();
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        assert!(line.contains(id), "{line}");
    }
    drop(stdin);
    assert!(filter.wait().unwrap().success());
}

/// The reader of our output goes, as `head` does, while standard input stays open: the program ends all the same.
#[test]
fn a_closed_pipe_ends_the_filter_in_silence() {
    use std::io::Write;
    use std::process::{Command, Stdio};
    let mut filter = Command::new(assert_cmd::cargo::cargo_bin("whom"))
        .args(["extract", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(filter.stdout.take());
    let mut stdin = filter.stdin.take().unwrap();
    writeln!(stdin, "{{\"text\": \"Mali.\"}}").unwrap();
    assert!(filter.wait().unwrap().success());
    let mut stderr = String::new();
    std::io::Read::read_to_string(&mut filter.stderr.take().unwrap(), &mut stderr).unwrap();
    assert_eq!(stderr, "");
}
