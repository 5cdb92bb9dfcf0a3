//! The main job through the program: ingest, then ask; nothing that happens on the way costs more than itself.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Output, Stdio};
use std::time::Duration;

use assert_cmd::Command;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::Value;
use tempfile::TempDir;
use whom::graph::Store;

const SAMPLES: &str = "data/articles";

/// What the program prints and says, and its exit code.
#[derive(Debug)]
struct Answer {
    out: String,
    err: String,
    code: Option<i32>,
}

impl From<Output> for Answer {
    fn from(output: Output) -> Answer {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Answer { out: text(output.stdout), err: text(output.stderr), code: output.status.code() }
    }
}

fn whom(db: &Path, arguments: &[&str]) -> Answer {
    let output = Command::cargo_bin("whom").unwrap().arg("--db").arg(db).args(arguments).output();
    output.unwrap().into()
}

/// Ingests paths and compares the exit code; gives the report.
#[track_caller]
fn ingest(db: &Path, paths: &[&Path], code: i32) -> String {
    let mut arguments = vec!["ingest"];
    arguments.extend(paths.iter().map(|path| path.to_str().unwrap()));
    let answer = whom(db, &arguments);
    assert_eq!(answer.code, Some(code), "{}", answer.err);
    assert_eq!(answer.out, "");
    answer.err
}

/// The graph in every format.
#[track_caller]
fn exports(db: &Path) -> Vec<String> {
    let export = |format: &&str| {
        let answer = whom(db, &["export", "-", "--format", format]);
        assert_eq!(answer.code, Some(0), "{}", answer.err);
        answer.out
    };
    ["graphml", "dot", "json"].iter().map(export).collect()
}

/// A folder with the graph of the sample articles in `whom.db`.
fn samples() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("whom.db");
    ingest(&db, &[Path::new(SAMPLES)], 0);
    (folder, db)
}

/// `n` short articles that state a few relations over and over, one a line.
fn batch(n: usize) -> String {
    let countries = ["Russia", "Ukraine", "Iran", "Israel", "France", "Germany", "China", "Japan"];
    let verbs = ["attacked", "accused", "met", "invaded", "backed"];
    let line = |i: usize| {
        let (a, b, verb) = (countries[i % 8], countries[(i + 1 + i / 8 % 7) % 8], verbs[i % 5]);
        let (month, day) = (i % 12 + 1, i % 28 + 1);
        format!(
            "{{\"id\": \"n{i}\", \"date\": \"2024-{month:02}-{day:02}\", \"text\": \"{a} {verb} {b}. Report {i}.\"}}\n"
        )
    };
    (0..n).map(line).collect()
}

fn n_articles(db: &Path) -> u32 {
    Store::open_existing(db).and_then(|store| store.stats()).map_or(0, |stats| stats.articles)
}

/// Waits for a condition for as long as the program may still bring it about.
fn wait_until(program: &mut Child, mut is_met: impl FnMut() -> bool) {
    while !is_met() {
        let ended = program.try_wait().unwrap();
        assert!(ended.is_none() || is_met(), "ended before its time: {ended:?}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

// The main job.

#[test]
fn two_commands_answer_who_is_linked_to_whom() {
    let (_folder, db) = samples();
    for (arguments, expected) in [
        (&["actors", "hezbollah"][..], "group:hezbollah"),
        (&["links", "Iran"], "Iran-backed Lebanese group Hezbollah"),
        (&["links", "--limit", "5"], "Vladimir Putin"),
        (&["show", "putin"], "person:vladimir-putin"),
        (&["evidence", "Iran", "Hezbollah"], "Iran —backs→ Hezbollah"),
        (&["path", "Ebrahim Raisi", "Hezbollah"], "Ebrahim Raisi – Iran (1 article) – Hezbollah ("),
        (&["stats"], "articles                      10"),
    ] {
        let answer = whom(&db, arguments);
        assert_eq!(answer.code, Some(0), "{arguments:?}: {}", answer.err);
        assert!(answer.out.contains(expected), "{arguments:?}: {}", answer.out);
    }
}

#[test]
fn every_answer_has_a_json_form() {
    let (_folder, db) = samples();
    for (arguments, keys) in [
        (&["actors"][..], &["/actors/0/id", "/actors/0/kind", "/actors/0/articles", "/actors/0/links"][..]),
        (&["links", "Iran"], &["/actor/id", "/links/0/type", "/links/0/other/name", "/links/0/evidence"]),
        (&["links"], &["/links/0/subject", "/links/0/type", "/links/0/object", "/links/0/evidence"]),
        (&["show", "putin"], &["/actor/aliases", "/actor/offices", "/links/0/articles"]),
        (&["evidence", "Iran", "Hezbollah"], &["/statements/0/evidence", "/statements/0/article/date"]),
        (&["path", "Ebrahim Raisi", "Hezbollah"], &["/routes/0/hops/0/from/name", "/routes/0/hops/1/statement/type"]),
        (&["stats"], &["/articles", "/statements", "/actors/country", "/types/leads"]),
        (&["ingest", SAMPLES], &["/new", "/known", "/skipped", "/actors", "/statements", "/seconds"]),
        (&["check-data"], &["/counts", "/failures"]),
    ] {
        let answer = whom(&db, &[arguments, &["--json"]].concat());
        assert_eq!(answer.code, Some(0), "{arguments:?}: {}", answer.err);
        let document: Value = serde_json::from_str(&answer.out).unwrap();
        for key in keys {
            assert!(document.pointer(key).is_some(), "no {key} in the answer to {arguments:?}: {document}");
        }
    }
}

#[test]
fn the_strongest_links_come_right_after_the_report() {
    let folder = tempfile::tempdir().unwrap();
    let answer = whom(&folder.path().join("whom.db"), &["ingest", SAMPLES, "--links", "3"]);
    assert_eq!(answer.code, Some(0), "{}", answer.err);
    assert!(answer.err.starts_with("10 articles new, 0 known, 0 skipped; "), "{}", answer.err);
    assert!(answer.out.starts_with("who "), "{}", answer.out);
    assert_eq!(answer.out.lines().count(), 4, "{}", answer.out);
}

#[test]
fn the_same_ingest_again_changes_no_byte() {
    let (_folder, db) = samples();
    let before = exports(&db);
    let report = ingest(&db, &[Path::new(SAMPLES)], 0);
    assert!(report.starts_with("0 articles new, 10 known, 0 skipped; "), "{report}");
    assert!(report.contains("\n0 new actors and 0 statements in "), "{report}");
    assert_eq!(exports(&db), before);
}

/// Articles of few sentences, dates and ids, so that statements collide and texts come again under other particulars.
fn line() -> impl Strategy<Value = String> {
    let sentences = vec![
        "Russia attacked Ukraine.",
        "Ukraine attacked Russia.",
        "Russia did not attack Ukraine.",
        "Iran-backed Hezbollah attacked Israel.",
        "President Vladimir Putin met Xi Jinping.",
        "Putin met Iranian President Ebrahim Raisi in Tehran.",
        "The Islamic Revolutionary Guard Corps (IRGC) backs Hezbollah.",
    ];
    let text = prop::collection::vec(select(sentences), 1..4).prop_map(|sentences| sentences.join(" "));
    let date = select(vec!["", "2024", "2024-05-01", "2023-01-02"]);
    (text, date, select(vec!["a", "b"]), select(vec!["", "Headline"])).prop_map(|(text, date, id, title)| {
        serde_json::json!({"id": id, "title": title, "date": date, "text": text}).to_string()
    })
}

/// Files in an order, some of them twice, cut into runs of so many.
type Plan = Vec<Vec<usize>>;

fn plan(n_files: usize) -> impl Strategy<Value = Plan> {
    let files: Vec<usize> = (0..n_files).collect();
    let again = prop::sample::subsequence(files.clone(), 0..=n_files / 3);
    let order = (Just(files), again).prop_map(|(all, again)| [all, again].concat()).prop_shuffle();
    (order, 1_usize..=3).prop_map(|(order, n_runs)| order.chunks(order.len().div_ceil(n_runs)).map(Vec::from).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn order_runs_and_repetition_change_no_byte(
        batches in prop::collection::vec(prop::collection::vec(line(), 1..6), 4),
        plan in plan(14),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let mut files: Vec<PathBuf> = fs::read_dir(SAMPLES).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.retain(|path| !path.ends_with("README.md"));
        files.sort();
        for (i, lines) in batches.iter().enumerate() {
            let path = folder.path().join(format!("{i}.jsonl"));
            fs::write(&path, lines.join("\n")).unwrap();
            files.push(path);
        }
        prop_assert_eq!(files.len(), 14);
        let (one, two) = (folder.path().join("one.db"), folder.path().join("two.db"));
        ingest(&one, &files.iter().map(PathBuf::as_path).collect::<Vec<_>>(), 0);
        for run in &plan {
            ingest(&two, &run.iter().map(|i| files[*i].as_path()).collect::<Vec<_>>(), 0);
        }
        prop_assert_eq!(exports(&one), exports(&two));
    }
}

// Names and help.

#[test]
fn an_actor_is_named_with_case_and_diacritics_aside() {
    let (_folder, db) = samples();
    for (arguments, expected) in [
        (&["show", "recep tayyip ERDOĞAN"][..], "person:recep-tayyip-erdogan"),
        (&["links", "TÉHRAN"], "Hezbollah"),
        (&["evidence", "téhran", "HEZBOLLÄH"], "Iran —backs→ Hezbollah"),
        (&["path", "ebrahim raïsi", "hezbollah"], "Ebrahim Raisi – Iran (1 article) – Hezbollah ("),
    ] {
        let answer = whom(&db, arguments);
        assert_eq!(answer.code, Some(0), "{arguments:?}: {}", answer.err);
        assert!(answer.out.contains(expected), "{arguments:?}: {}", answer.out);
    }
}

#[test]
fn an_unclear_name_gets_suggestions() {
    let folder = tempfile::tempdir().unwrap();
    let (db, file) = (folder.path().join("whom.db"), folder.path().join("smiths.jsonl"));
    let lines = [
        r#"{"text": "President Vladimir Smith met Xi Jinping in Beijing. Smith praised China."}"#,
        r#"{"text": "Foreign Minister Anna Smith visited Tehran. Smith praised Iran."}"#,
    ];
    fs::write(&file, lines.join("\n")).unwrap();
    ingest(&db, &[&file], 0);
    let ambiguous = "whom: \"smith\" may be any of these; give the id:\n  person:anna-smith  Anna Smith, 1 article\n  \
                     person:vladimir-smith  Vladimir Smith, 1 article\n";
    let misspelt = "whom: no actor is called \"Ann Smith\"; did you mean \"Anna Smith\" (person:anna-smith)";
    let unknown = "whom: no actor is called \"Xyzzy\"; whom actors lists those there are\n";
    for (name, message) in [("smith", ambiguous), ("Ann Smith", misspelt), ("Xyzzy", unknown)] {
        let of_one = ["links", "show"].map(|command| vec![command, name]);
        let of_two = ["path", "evidence"].map(|command| vec![command, "China", name]);
        let export = vec!["export", "-", "--format", "dot", "--ego", name];
        for arguments in of_one.into_iter().chain(of_two).chain([export]) {
            let answer = whom(&db, &arguments);
            assert!(answer.err.starts_with(message), "{arguments:?}: {}", answer.err);
            assert_eq!((answer.out.as_str(), answer.code), ("", Some(1)), "{arguments:?}");
        }
    }
    assert_eq!(whom(&db, &["show", "person:anna-smith"]).code, Some(0));
}

#[test]
fn an_actor_without_links_is_no_mistake_of_the_user() {
    let folder = tempfile::tempdir().unwrap();
    let (db, file) = (folder.path().join("whom.db"), folder.path().join("a.txt"));
    fs::write(&file, "It rained in Oman and in Peru.").unwrap();
    ingest(&db, &[&file], 0);
    for (arguments, message, code) in [
        (&["links", "Oman"][..], "whom: no statement links Oman to anyone\n", 1),
        (&["show", "Oman"], "whom: no statement links Oman to anyone\n", 0),
        (&["links"], "whom: no such link in the graph; whom stats tells what it holds\n", 1),
        (&["path", "Oman", "Peru"], "whom: no chain of affirmed statements connects Oman and Peru\n", 1),
    ] {
        let answer = whom(&db, arguments);
        assert_eq!((answer.err.as_str(), answer.code), (message, Some(code)), "{arguments:?}");
    }
}

#[test]
fn every_command_has_help_with_an_example_and_a_manual_page() {
    let db = Path::new("none.db");
    let help = whom(db, &["--help"]).out;
    let listed = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let names: Vec<&str> = listed
        .lines()
        .filter(|line| !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(names.contains(&"ingest") && names.contains(&"man"), "{names:?}");
    for name in names.into_iter().filter(|name| *name != "help") {
        let answer = whom(db, &[name, "--help"]);
        assert_eq!(answer.code, Some(0), "{name}");
        let (_, example) = answer.out.split_once("\nExample").unwrap_or_else(|| panic!("no example of {name}"));
        assert!(example.contains(&format!("whom {name}")) || example.contains(&format!(" {name} ")), "{example}");
        let page = whom(db, &["man", name]);
        assert!(page.out.contains(&format!(".TH whom-{name} ")), "{}", page.out);
    }
}

#[test]
fn completions_and_the_manual_are_printed() {
    let db = Path::new("none.db");
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let answer = whom(db, &["completions", shell]);
        assert!(answer.out.contains("min-articles") && answer.code == Some(0), "for {shell}");
    }
    assert!(whom(db, &["man"]).out.contains(".TH whom 1"));
    let answer = whom(db, &["man", "ingets"]);
    let message = "whom: no command is called \"ingets\"; whom --help lists them\n";
    assert_eq!((answer.err.as_str(), answer.code), (message, Some(2)));
}

#[test]
fn a_command_that_cannot_run_ends_with_2() {
    let (_folder, db) = samples();
    for arguments in [
        &[][..],
        &["ingets"],
        &["ingest"],
        &["links", "Iran", "--type", "likes"],
        &["links", "Iran", "--since", "May"],
        &["path", "Iran"],
        &["export", "graph.xls"],
        &["ingest", SAMPLES, "--knowledge", "no/such/folder"],
    ] {
        let answer = whom(&db, arguments);
        assert_eq!(answer.code, Some(2), "{arguments:?}: {}", answer.err);
        assert!(!answer.err.is_empty() && answer.out.is_empty(), "{arguments:?}: {}", answer.out);
    }
    let answer = whom(Path::new("none.db"), &["stats"]);
    assert_eq!((answer.err.as_str(), answer.code), ("whom: no graph at \"none.db\": run whom ingest first\n", Some(2)));
}

// How it looks.

#[test]
fn nothing_but_text_goes_into_a_pipe() {
    let (_folder, db) = samples();
    for arguments in
        [&["links", "Iran"][..], &["show", "Iran"], &["evidence", "Iran", "Hezbollah"], &["stats"], &["links", "Irn"]]
    {
        let answer = whom(&db, arguments);
        assert!(!(answer.out + &answer.err).contains('\u{1b}'), "{arguments:?}");
    }
}

/// What a terminal of 80 columns gets; `None` where no terminal can be had.
fn on_a_terminal(db: &Path, arguments: &str, no_color: Option<&str>) -> Option<String> {
    let program = format!("{} --db {} {arguments}", assert_cmd::cargo::cargo_bin("whom").display(), db.display());
    let mut script = std::process::Command::new("script");
    script.args(["-qec", &program, "/dev/null"]).env("COLUMNS", "80").env("TERM", "xterm").env_remove("NO_COLOR");
    script.envs(no_color.map(|value| ("NO_COLOR", value))).stdin(Stdio::null());
    match script.output() {
        Ok(output) if output.status.success() => Some(String::from_utf8(output.stdout).unwrap().replace('\r', "")),
        _ => {
            eprintln!("skipped: needs a terminal (script, of the Debian package bsdutils)");
            None
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_gets_colours_unless_no_color_is_set() {
    let (_folder, db) = samples();
    for arguments in ["stats", "links Iran", "show putin", "path 'Ebrahim Raisi' Hezbollah"] {
        let Some(coloured) = on_a_terminal(&db, arguments, None) else { return };
        let Some(plain) = on_a_terminal(&db, arguments, Some("1")) else { return };
        assert!(coloured.contains('\u{1b}'), "{coloured}");
        assert!(!plain.contains('\u{1b}'), "{plain}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn answers_fit_a_terminal_of_80_columns() {
    let (_folder, db) = samples();
    for arguments in ["links Iran", "links --limit 0", "actors --limit 0", "path 'Ebrahim Raisi' Hezbollah", "stats"] {
        let Some(shown) = on_a_terminal(&db, arguments, Some("1")) else { return };
        let too_long: Vec<&str> = shown.lines().filter(|line| line.chars().count() > 80).collect();
        assert!(too_long.is_empty(), "{arguments}: {too_long:#?}");
    }
}

// Bad input: how each is told is in `bad_input.rs`; here, that the rest of the batch gets into the graph.

#[test]
fn bad_files_are_told_and_counted_and_the_rest_is_stored() {
    let folder = tempfile::tempdir().unwrap();
    let articles = folder.path().join("articles");
    fs::create_dir(&articles).unwrap();
    let write = |name: &str, content: &[u8]| fs::write(articles.join(name), content).unwrap();
    write("a.txt", b"Russia attacked Ukraine.");
    write("b-empty.txt", b"");
    write("c-binary.txt", b"\x7fELF\x02\x01\x01\0\0\0\0\0");
    write("d-invalid.txt", b"Ukraine attacked Russia. Z\xc3\xbcrich \xff.");
    write("e-latin-1.txt", b"Fran\xe7ois met Vladimir Putin in S\xe3o Paulo.");
    write("f-long.txt", &vec![b'x'; 50_000_000]);
    write("g-lines.jsonl", b"{\"id\": \"g1\", \"text\": \"Iran attacked Israel.\"}\nno json\n{\"id\": \"g3\"}\n");
    write(
        "h-french.txt",
        "Le président a rencontré hier le ministre des affaires étrangères à Paris. ".repeat(5).as_bytes(),
    );
    write("z.txt", b"Israel attacked Iran.");
    let mut skipped = vec![
        ("b-empty.txt", "no text in it; fill it or leave it out", "empty"),
        ("c-binary.txt", "expected text, found binary content; unpack or convert it", "binary"),
        ("f-long.txt", "the article is larger than 10 MB; split it", "too large"),
        (
            "g-lines.jsonl:2",
            "malformed JSON, expected ident at column 2; write one whole object a line",
            "malformed JSON",
        ),
        ("g-lines.jsonl:3", "expected a field \"text\" (or \"body\", \"content\"), found \"id\"", "no text field"),
        ("h-french.txt", "expected English, found \"fr\"; translate it to have it read", "not English"),
    ];
    #[cfg(target_os = "linux")]
    {
        use std::os::unix::fs::symlink;
        symlink(".", articles.join("loop")).unwrap();
        symlink("/proc/self/mem", articles.join("memory.txt")).unwrap();
        skipped.push(("loop", "a link back to ", "link back"));
        skipped.push(("memory.txt", "cannot be read: Input/output error", "unreadable"));
    }
    let db = folder.path().join("whom.db");
    let report = ingest(&db, &[&articles], 1);
    for (name, message, reason) in &skipped {
        let place = articles.join(name);
        assert!(report.contains(&format!("{}: {message}", place.display())), "{message} in {report}");
        assert!(report.contains(&format!("\n  1 {reason}: {}\n", place.display())), "{reason} in {report}");
    }
    assert!(report.contains("d-invalid.txt: not valid UTF-8: 1 place replaced"), "{report}");
    assert!(report.contains(&format!("\n5 articles new, 0 known, {} skipped\n", skipped.len())), "{report}");

    let answer = whom(&db, &["evidence", "Russia", "Ukraine"]);
    assert!(answer.out.contains("Russia attacked Ukraine.") && answer.out.contains("Ukraine attacked Russia."));
    assert_eq!(whom(&db, &["evidence", "Israel", "Iran"]).out.matches("attacked").count(), 2);
    let report = ingest(&db, &[&articles], 1);
    assert!(report.contains(&format!("\n0 articles new, 6 known, {} skipped\n", skipped.len() - 1)), "{report}");
}

#[test]
fn a_path_that_leads_nowhere_costs_itself() {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("whom.db");
    let report = ingest(&db, &[Path::new("gone.txt"), Path::new(SAMPLES)], 1);
    assert!(report.starts_with("gone.txt: nothing is there; check the path"), "{report}");
    assert!(report.contains("\n10 articles new, 0 known, 1 skipped; "), "{report}");
}

#[test]
fn articles_come_through_a_pipe() {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("whom.db");
    let input = "{\"text\": \"Russia attacked Ukraine.\"}\nno json\n{\"text\": \"Ukraine attacked Russia.\"}\n";
    let mut command = Command::cargo_bin("whom").unwrap();
    let answer: Answer = command.arg("--db").arg(&db).args(["ingest", "-"]).write_stdin(input).output().unwrap().into();
    assert!(answer.err.starts_with("-:2: malformed JSON"), "{}", answer.err);
    assert!(answer.err.contains("\n2 articles new, 0 known, 1 skipped\n"), "{}", answer.err);
    assert_eq!(answer.code, Some(1));
}

// The graph's file.

/// Ingest and every question must refuse the file, in these words, and leave it as it is.
#[track_caller]
fn check_refused(db: &Path, message: &str) {
    let before = fs::read(db).ok();
    for arguments in [&["ingest", SAMPLES][..], &["stats"], &["links", "Iran"], &["export", "-", "--format", "dot"]] {
        let answer = whom(db, arguments);
        let expected = format!("whom: cannot open \"{}\": {message}\n", db.display());
        assert_eq!((answer.out.as_str(), answer.err, answer.code), ("", expected, Some(2)), "{arguments:?}");
    }
    assert!(fs::read(db).ok() == before, "{} was changed", db.display());
}

#[test]
fn files_that_are_no_graph_are_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("x.db");
    fs::write(&db, "Iran and others met.\n".repeat(100)).unwrap();
    check_refused(&db, "it is not a database; name the graph's file with --db");

    fs::remove_file(&db).unwrap();
    let other = rusqlite::Connection::open(&db).unwrap();
    other.execute_batch("CREATE TABLE moz_places (url TEXT); PRAGMA application_id = 7").unwrap();
    drop(other);
    check_refused(&db, "it is a database of another program; name the graph's file with --db");

    check_refused(folder.path(), "it is a folder");
}

#[test]
fn a_graph_of_a_later_version_asks_for_an_update() {
    let (_folder, db) = samples();
    rusqlite::Connection::open(&db).unwrap().pragma_update(None, "user_version", 99).unwrap();
    check_refused(&db, "its schema is 99, this program knows up to 2; update whom");
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_written_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).unwrap();
    // Root may write all the same, but not there.
    let is_root = fs::write(folder.path().join("x"), "").is_ok();
    let db = if is_root { PathBuf::from("/sys/x.db") } else { folder.path().join("x.db") };
    let report = ingest(&db, &[Path::new(SAMPLES)], 2);
    let reason = "SQLite cannot open it or the files beside it; check that its folder can be written";
    assert_eq!(report, format!("whom: cannot open \"{}\": {reason}\n", db.display()));
    let report = ingest(Path::new("no/such/folder/x.db"), &[Path::new(SAMPLES)], 2);
    assert_eq!(report, "whom: cannot open \"no/such/folder/x.db\": there is no folder \"no/such/folder\"\n");
}

// Several at once, and sudden ends.

fn start(db: &Path, arguments: &[&str], stdin: Stdio) -> Child {
    let mut command = std::process::Command::new(assert_cmd::cargo::cargo_bin("whom"));
    command.arg("--db").arg(db).arg("ingest").args(arguments).stdin(stdin).stderr(Stdio::piped());
    command.spawn().unwrap()
}

/// The exports of the graph of a batch that nothing disturbs.
fn undisturbed(folder: &Path, file: &Path) -> Vec<String> {
    let db = folder.join("undisturbed.db");
    ingest(&db, &[file], 0);
    exports(&db)
}

#[test]
fn two_ingests_at_once_end_as_one() {
    let folder = tempfile::tempdir().unwrap();
    let lines = batch(2000);
    let lines: Vec<&str> = lines.lines().collect();
    let [all, first, second] = ["all", "first", "second"].map(|name| folder.path().join(name).with_extension("jsonl"));
    fs::write(&all, lines.join("\n")).unwrap();
    fs::write(&first, lines[..1200].join("\n")).unwrap();
    fs::write(&second, lines[800..].join("\n")).unwrap();
    let db = folder.path().join("whom.db");
    let runs = [&first, &second].map(|file| start(&db, &[file.to_str().unwrap()], Stdio::null()));
    let mut n_new = 0;
    for run in runs {
        let answer: Answer = run.wait_with_output().unwrap().into();
        assert_eq!(answer.code, Some(0), "{}", answer.err);
        let new = answer.err.split_once(" article").unwrap().0.replace(',', "");
        n_new += new.parse::<u32>().unwrap();
    }
    assert_eq!((n_new, n_articles(&db)), (2000, 2000));
    assert_eq!(exports(&db), undisturbed(folder.path(), &all));
}

#[test]
fn a_graph_that_stays_locked_ends_the_run_with_a_word() {
    let (_folder, db) = samples();
    let before = exports(&db);
    let other = rusqlite::Connection::open(&db).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let mut command = Command::cargo_bin("whom").unwrap();
    command.arg("--db").arg(&db).args(["ingest", "-"]).write_stdin("Russia attacked Ukraine.");
    let answer: Answer = command.output().unwrap().into();
    let start = format!("whom: stopped before the first article was added: cannot write \"{}\": ", db.display());
    let end = " is writing to it; try again when that one is done\n";
    assert!(answer.err.starts_with(&start) && answer.err.ends_with(end), "{}", answer.err);
    assert_eq!(answer.code, Some(2));
    // Questions are answered meanwhile.
    assert_eq!(exports(&db), before);
}

/// Ctrl-C: the running articles are finished, the rest is left to the same command, though standard input stays open.
#[cfg(unix)]
#[test]
fn ctrl_c_ends_a_run_that_goes_on_later() {
    let folder = tempfile::tempdir().unwrap();
    let (db, file) = (folder.path().join("whom.db"), folder.path().join("batch.jsonl"));
    fs::write(&file, batch(3000)).unwrap();
    let mut run = start(&db, &[file.to_str().unwrap(), "-"], Stdio::piped());
    wait_until(&mut run, || n_articles(&db) >= 256);
    let interrupt = std::process::Command::new("kill").args(["-INT", &run.id().to_string()]).status().unwrap();
    assert!(interrupt.success());
    let stdin = run.stdin.take();
    let answer: Answer = run.wait_with_output().unwrap().into();
    drop(stdin);
    assert_eq!(answer.code, Some(1), "{}", answer.err);
    assert!(answer.err.contains("stopped; the same command goes on from here\n"), "{}", answer.err);
    let n_kept = n_articles(&db);
    let report = ingest(&db, &[&file], 0);
    assert!(report.replace(',', "").starts_with(&format!("{} articles new {n_kept} known", 3000 - n_kept)), "{report}");
    assert_eq!(exports(&db), undisturbed(folder.path(), &file));
}

/// The run is killed three times, each as soon as more is in the graph; standard input stays open, so that it cannot
/// end before.
#[cfg(unix)]
#[test]
fn a_killed_ingest_loses_nothing_and_goes_on() {
    use std::os::unix::process::ExitStatusExt;
    let folder = tempfile::tempdir().unwrap();
    let (db, file) = (folder.path().join("whom.db"), folder.path().join("batch.jsonl"));
    fs::write(&file, batch(3000)).unwrap();
    let file_name = file.to_str().unwrap();
    for n_batches in 1..=3 {
        let mut run = start(&db, &[file_name, "-"], Stdio::piped());
        wait_until(&mut run, || n_articles(&db) >= n_batches * 256);
        run.kill().unwrap();
        assert_eq!(run.wait().unwrap().signal(), Some(9));
        let n_kept = n_articles(&db);
        assert!((n_batches * 256..=3000).contains(&n_kept), "{n_kept}");
        // What is there can be asked at once, and what is not comes with the next run.
        assert_eq!(exports(&db).len(), 3);
    }
    let n_kept = n_articles(&db);
    let report = ingest(&db, &[&file], 0);
    let (new, known) = (3000 - n_kept, n_kept);
    assert!(report.replace(',', "").starts_with(&format!("{new} articles new {known} known 0 skipped\n")), "{report}");
    assert_eq!(n_articles(&db), 3000);
    assert_eq!(exports(&db), undisturbed(folder.path(), &file));
}

/// Killed at moments that a fixed seed draws, five times or as often as WHOM_KILLS says; whatever was stored stays, and
/// the file is sound each time.
#[cfg(unix)]
#[test]
fn killed_at_any_moment_the_file_is_sound() {
    let n_kills: u64 = std::env::var("WHOM_KILLS").map_or(5, |n| n.parse().expect("WHOM_KILLS is a number"));
    let folder = tempfile::tempdir().unwrap();
    let (db, file) = (folder.path().join("whom.db"), folder.path().join("batch.jsonl"));
    fs::write(&file, batch(2000)).unwrap();
    let expected = undisturbed(folder.path(), &file);
    let stored = |db: &Path| Store::open_existing(db).map_or(0, |store| store.fingerprints().unwrap().len());
    let (mut n_kept, mut n_cut, mut seed) = (0, 0, 1_u64);
    for _ in 0..n_kills {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let mut run = start(&db, &[file.to_str().unwrap()], Stdio::null());
        std::thread::sleep(Duration::from_millis((seed >> 33) % 700));
        run.kill().unwrap();
        n_cut += u32::from(!run.wait().unwrap().success());
        let n = stored(&db);
        assert!(n >= n_kept, "{n} articles where {n_kept} were");
        n_kept = n;
        if n > 0 {
            let findings = Store::open_existing(&db).unwrap().check().unwrap();
            let faulty =
                findings.iter().find(|finding| !finding.faults.is_empty() && !finding.check.contains("folded in"));
            assert!(faulty.is_none(), "{faulty:?}");
        }
        if n == 2000 {
            ingest(&db, &[&file], 0);
            assert_eq!(exports(&db), expected);
            for ending in ["", "-wal", "-shm"] {
                let _ = fs::remove_file(format!("{}{ending}", db.display()));
            }
            n_kept = 0;
        }
    }
    assert!(n_cut > 0, "no run was killed before its end");
    ingest(&db, &[&file], 0);
    assert_eq!(exports(&db), expected);
}

/// Where who reads standard input goes on forever, an error of the store ends the run all the same.
#[test]
fn an_error_ends_the_run_though_standard_input_stays_open() {
    let (folder, db) = samples();
    let mut run = start(&db, &["-"], Stdio::piped());
    rusqlite::Connection::open(&db).unwrap().execute_batch("DROP TABLE statement").unwrap();
    let mut stdin = run.stdin.take().unwrap();
    let sent = batch(600);
    // The pipe may close while we write: that is the end that we wait for.
    let _ = stdin.write_all(sent.as_bytes());
    let answer: Answer = run.wait_with_output().unwrap().into();
    assert_eq!(answer.code, Some(2), "{}", answer.err);
    drop((stdin, folder));
}

/// A small disk of its own; `None` where this process may not make one.
#[cfg(target_os = "linux")]
struct Disk(TempDir);

#[cfg(target_os = "linux")]
impl Disk {
    fn new(size: &str) -> Option<Disk> {
        let disk = Disk(tempfile::tempdir().unwrap());
        if disk.mount(&format!("size={size}")) {
            return Some(disk);
        }
        eprintln!("skipped: needs the right to mount a small disk (root, \"mount -t tmpfs\")");
        None
    }

    fn mount(&self, options: &str) -> bool {
        let mut mount = std::process::Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", options, "whom-test"]).arg(self.0.path());
        mount.output().is_ok_and(|output| output.status.success())
    }
}

#[cfg(target_os = "linux")]
impl Drop for Disk {
    fn drop(&mut self) {
        // Without a disk there is nothing to take off, and the message is of no use.
        let _ = std::process::Command::new("umount").arg("-l").arg(self.0.path()).output();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_stops_the_run_and_costs_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("batch.jsonl");
    fs::write(&file, batch(3000)).unwrap();
    let Some(disk) = Disk::new("2m") else { return };
    let db = disk.0.path().join("whom.db");
    let report = ingest(&db, &[&file], 2);
    // Also those that there was no room to fold in are kept.
    let n_kept = Store::open_existing(&db).unwrap().fingerprints().unwrap().len();
    assert!((1..3000).contains(&n_kept), "{n_kept}");
    let message = format!(
        " articles which are safe; the same command goes on from there: cannot write \"{}\": the disk is full; make \
         room and run the same command again nothing is lost\n",
        db.display()
    );
    assert_eq!(
        report.replace(',', "").replacen(&n_kept.to_string(), "N", 1),
        format!("whom: stopped after N{message}")
    );
    assert!(whom(&db, &["links", "Russia"]).out.contains("Ukraine"), "questions need no room");
    let report = ingest(&db, &[&file], 2);
    assert!(report.contains("the disk is full"), "{report}");

    assert!(disk.mount("remount,size=64m"));
    let report = ingest(&db, &[&file], 0);
    assert!(report.contains(" 0 skipped\n"), "{report}");
    assert_eq!(n_articles(&db), 3000);
    assert_eq!(exports(&db), undisturbed(folder.path(), &file));
}

#[test]
fn an_export_goes_neither_over_the_graph_nor_nowhere() {
    let (folder, db) = samples();
    let before = fs::read(&db).unwrap();
    let answer = whom(&db, &["export", db.to_str().unwrap(), "--format", "dot"]);
    let message = format!("whom: \"{}\" is the graph itself: an export needs a file of its own\n", db.display());
    assert_eq!((answer.err, answer.code), (message, Some(2)));
    assert!(fs::read(&db).unwrap() == before);
    let nowhere = folder.path().join("none/graph.dot");
    let answer = whom(&db, &["export", nowhere.to_str().unwrap()]);
    assert!(answer.err.ends_with(&format!("there is no folder \"{}\"\n", nowhere.parent().unwrap().display())));
    assert_eq!(answer.code, Some(2));
}

#[cfg(target_os = "linux")]
#[test]
fn an_export_that_finds_no_room_leaves_the_old_one() {
    let (_folder, db) = samples();
    let Some(disk) = Disk::new("64k") else { return };
    let file = disk.0.path().join("graph.graphml");
    fs::write(&file, "old").unwrap();
    let answer = whom(&db, &["export", file.to_str().unwrap()]);
    assert!(answer.err.contains("No space left on device"), "{}", answer.err);
    assert_eq!((answer.code, fs::read_to_string(&file).unwrap().as_str()), (Some(2), "old"));
    assert_eq!(fs::read_dir(disk.0.path()).unwrap().count(), 1);
}

#[test]
fn less_sure_statements_can_be_left_out() {
    let folder = TempDir::new().unwrap();
    let n_statements = |least: &str| {
        let answer = whom(&folder.path().join("none.db"), &["extract", SAMPLES, "--min-confidence", least]);
        assert_eq!(answer.code, Some(0), "{}", answer.err);
        let records = answer.out.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        records.map(|record| record["statements"].as_array().unwrap().len()).sum::<usize>()
    };
    let (all, sure, surest) = (n_statements("0"), n_statements("0.8"), n_statements("1"));
    assert!(surest == 0 && sure > 0 && sure < all, "{surest}, {sure} and {all} statements");
}
