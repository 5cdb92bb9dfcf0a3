//! What is kept without being counted: texts in other languages, and texts of whose address a newer one came.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tempfile::TempDir;

const GERMAN: &str = "Der Präsident sagte am Montag, die Regierung werde die Gespräche mit den Nachbarn fortsetzen, obwohl \
    Beobachter das Gegenteil erwartet hatten. Frankreich warf dem Iran vor, die Verhandlungen zu verzögern. ";

struct Graph {
    folder: TempDir,
    db: PathBuf,
}

impl Graph {
    fn new() -> Graph {
        let folder = tempfile::tempdir().unwrap();
        let db = folder.path().join("whom.db");
        Graph { folder, db }
    }

    /// Stdout, stderr and exit code of a command.
    fn whom(&self, arguments: &[&str]) -> (String, String, i32) {
        whom(&self.db, arguments)
    }

    /// Ingests JSON lines, and gives what is said of it and the exit code.
    fn ingest(&self, articles: &[Value]) -> (String, i32) {
        let file = self.folder.path().join("m.jsonl");
        fs::write(&file, articles.iter().map(|article| article.to_string() + "\n").collect::<String>()).unwrap();
        let (_, err, code) = self.whom(&["ingest", file.to_str().unwrap()]);
        (err, code)
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let (out, err, _) = self.whom(&[arguments, &["--json"]].concat());
        serde_json::from_str(&out).unwrap_or_else(|_| panic!("{arguments:?}: {out}{err}"))
    }

    /// Whom Iran is linked to, and how many articles say so.
    fn links(&self) -> Vec<String> {
        let links = self.json(&["links", "Iran"]);
        let shown = |link: &Value| {
            format!(
                "{} {} {}",
                link["type"].as_str().unwrap(),
                link["other"]["name"].as_str().unwrap(),
                link["articles"]
            )
        };
        let mut links: Vec<String> = links["links"].as_array().unwrap().iter().map(shown).collect();
        links.sort();
        links
    }

    /// Ids of all articles with what is said of those that state nothing.
    fn articles(&self) -> Vec<String> {
        let articles = self.json(&["articles"]);
        let shown = |article: &Value| {
            format!(
                "{} {} {}",
                article["id"].as_str().unwrap(),
                article["language"].as_str().unwrap(),
                article["superseded"]
            )
        };
        let mut articles: Vec<String> = articles["articles"].as_array().unwrap().iter().map(shown).collect();
        articles.sort();
        articles
    }
}

fn whom(db: &Path, arguments: &[&str]) -> (String, String, i32) {
    let mut command = assert_cmd::Command::cargo_bin("whom").unwrap();
    let output = command.arg("--db").arg(db).args(arguments).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (text(&output.stdout), text(&output.stderr), output.status.code().unwrap())
}

fn article(id: &str, url: &str, date: &str, title: &str, text: &str) -> Value {
    json!({"id": id, "url": url, "date": date, "title": title, "text": text})
}

#[test]
fn other_languages_are_kept_counted_and_not_read() {
    let graph = Graph::new();
    let foreign = json!({"id": "foreign", "text": GERMAN.repeat(3)});
    let articles = [json!({"id": "own", "text": "Iran backs Hezbollah."}), foreign];
    let (err, code) = graph.ingest(&articles);
    assert!(err.contains("m.jsonl:2: expected English, found \"de\"; translate it to have it read"), "{err}");
    assert!(err.contains("1 article new, 0 known, 1 skipped\n  1 not English: "), "{err}");
    assert_eq!(code, 1);
    let kept = ["foreign de false", "own en false"];
    assert_eq!(graph.articles(), kept);
    assert_eq!(graph.json(&["stats"])["foreign"], 1);
    let (out, ..) = graph.whom(&["articles"]);
    assert!(out.contains("not English (de)"), "{out}");
    let (err, code) = graph.ingest(&articles);
    assert!(err.contains("0 articles new, 2 known, 0 skipped"), "{err}");
    assert_eq!(code, 0);
    graph.whom(&["rebuild"]);
    assert_eq!(graph.articles(), kept);
    assert_eq!(graph.links(), ["support Hezbollah 1"]);
    let other = Graph::new();
    other.whom(&["join", graph.db.to_str().unwrap()]);
    assert_eq!(other.articles(), kept);
    let (out, err, code) = graph.whom(&["extract", graph.folder.path().join("m.jsonl").to_str().unwrap()]);
    assert_eq!((out.lines().count(), code), (1, 1), "{err}");
}

#[test]
fn a_changed_text_takes_the_place_of_the_older_one() {
    let graph = Graph::new();
    let url = "https://e.example/world/talks";
    let first = article("first", url, "2024-05-01", "Talks", "Iran backs Hezbollah. Iran accused Israel.");
    let second = article("second", url, "2024-05-01", "Talks end", "Iran backs Hezbollah. Iran praised Oman.");
    let third = article("third", url, "2024-05-02", "Talks end", "Iran backs Hezbollah. Iran sanctioned France.");
    let other = article("other", "https://e.example/world/end", "2024-05-01", "End", "Iran backs Hezbollah at last.");

    graph.ingest(&[first.clone(), other.clone()]);
    assert_eq!(graph.links(), ["accuse Israel 1", "support Hezbollah 2"]);
    let (err, code) = graph.ingest(std::slice::from_ref(&second));
    assert!(err.contains("1 article new, 0 known, 0 skipped\n  1 superseded by newer versions"), "{err}");
    assert_eq!(code, 0);
    let links = graph.links();
    assert_eq!(links, ["support Hezbollah 2", "support Oman 1"]);
    let kept = ["first en true", "other en false", "second en false"];
    assert_eq!(graph.articles(), kept);
    let stats = graph.json(&["stats"]);
    assert_eq!((&stats["articles"], &stats["superseded"]), (&json!(2), &json!(1)));
    assert_eq!(graph.json(&["actors", "Iran"])["actors"][0]["articles"], 2);

    // The older text again, a rebuild, and a join change nothing.
    let (err, _) = graph.ingest(&[first.clone(), second.clone(), other.clone()]);
    assert!(err.contains("0 articles new, 3 known"), "{err}");
    graph.whom(&["rebuild"]);
    let joined = Graph::new();
    joined.whom(&["join", graph.db.to_str().unwrap()]);
    for graph in [&graph, &joined] {
        assert_eq!(graph.links(), links);
        assert_eq!(graph.articles(), kept);
        let doctor = graph.whom(&["doctor"]).0;
        assert!(doctor.lines().all(|line| line.starts_with("ok")), "{doctor}");
    }

    // In one run, in either order of dates.
    let at_once = Graph::new();
    at_once.ingest(&[third.clone(), first, second, other]);
    assert_eq!(at_once.links(), ["sanction France 1", "support Hezbollah 2"]);
    assert_eq!(at_once.articles(), ["first en true", "other en false", "second en true", "third en false"]);

    // Without the newest the one before it counts.
    graph.ingest(&[third]);
    let (_, err, _) = graph.whom(&["forget", "third"]);
    assert!(err.contains("older versions that count again: 1"), "{err}");
    assert_eq!(graph.links(), links);
    assert_eq!(graph.articles(), kept);
}

#[test]
fn articles_that_share_the_address_of_a_list_all_count() {
    let graph = Graph::new();
    let section = "https://e.example/world";
    graph.ingest(&[
        article("a", section, "2024-05-01", "Talks", "Iran accused Israel of breaking the truce near the river."),
        article("b", section, "2024-05-03", "Aid", "Iran sanctioned France, the ministry said in a long statement."),
        article("c", "https://e.example/", "2024-05-03", "More", "Iran praised Oman."),
        article("d", "https://e.example/", "2024-05-03", "Most", "Iran backs Hezbollah."),
    ]);
    assert_eq!(graph.json(&["stats"])["superseded"], 0);
    assert_eq!(graph.links().len(), 4);
}

#[test]
fn the_report_counts_near_duplicates_by_source() {
    let graph = Graph::new();
    let text: String = (0..40)
        .map(|i| format!("Iran accused Israel on day {i} of the talks of breaking promise {}. ", i * 7))
        .collect();
    let copy = text.clone() + "This was first published elsewhere.";
    let (a, b, report) = ["a.txt", "b.txt", "report.json"].map(|name| graph.folder.path().join(name)).into();
    fs::write(&a, &text).unwrap();
    fs::write(&b, copy).unwrap();
    let (a, b, report) = (a.to_str().unwrap(), b.to_str().unwrap(), report.to_str().unwrap());
    let (_, err, code) = graph.whom(&["ingest", a, b, "--report", report]);
    assert!(err.contains("2 articles new, 0 known, 0 skipped\n  1 of the new ones near-duplicates of others"), "{err}");
    assert_eq!(code, 0);
    let report: Value = serde_json::from_str(&fs::read_to_string(report).unwrap()).unwrap();
    assert_eq!((&report["near_duplicates"], &report["sources"][b]["near_duplicates"]), (&json!(1), &json!(1)));
    assert_eq!(report["sources"][a]["near_duplicates"], 0);
}
