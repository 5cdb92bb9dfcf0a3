//! The store's file: what is refused and how, and what a second process sees.

use std::fs;
use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use whom::article::Article;
use whom::extract::Extraction;
use whom::graph::{Added, Error, Filter, Store};
use whom::ontology::{Actor, ActorKind, Polarity, RelationType, Statement};

fn article(n: usize) -> (Article, Extraction) {
    let text = format!("Iran backs Hezbollah. It has done so {n} times.");
    let article = Article {
        id: format!("article-{n}"),
        title: "Title".to_owned(),
        date: Some("2024-09-01".parse().unwrap()),
        url: String::new(),
        outlet: "Outlet".to_owned(),
        language: "en".to_owned(),
        fingerprint: whom::article::fingerprint(&text),
        text,
    };
    let actors = vec![actor("Iran", ActorKind::Country), actor("Hezbollah", ActorKind::Group)];
    let extraction = Extraction::new(&article, actors, vec![statement("Iran", "Hezbollah")]);
    (article, extraction)
}

fn actor(name: &str, kind: ActorKind) -> Actor {
    Actor { aliases: vec![name.to_owned()], mentions: vec![(0, 4)], ..Actor::new(name, kind) }
}

fn statement(subject: &str, object: &str) -> Statement {
    Statement {
        subject: subject.to_owned(),
        relation: RelationType::Backs,
        object: object.to_owned(),
        predicate: "back".to_owned(),
        polarity: Polarity::default(),
        modality: Default::default(),
        status: Default::default(),
        speaker: None,
        evidence: "Iran backs Hezbollah.".to_owned(),
        start: 0,
        end: 21,
        dated: None,
        confidence: 0.9,
    }
}

/// Both ways to open must refuse the file in the same words (with `FILE` for its path).
#[track_caller]
fn check_refused(path: &Path, expected: &str) {
    for opened in [Store::open(path), Store::open_existing(path)] {
        let message = opened.unwrap_err().to_string().replace(&path.display().to_string(), "FILE");
        assert_eq!(message, expected);
    }
}

#[test]
fn a_missing_graph_is_made_for_writing_and_missed_for_reading() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.db");
    let error = Store::open_existing(&path).unwrap_err();
    assert_eq!(error.to_string(), format!("no graph at \"{}\": run whom ingest first", path.display()));
    assert!(!path.exists());
    std::fs::write(&path, "").unwrap();
    assert!(matches!(Store::open_existing(&path), Err(Error::Missing { .. })));
    drop(Store::open(&path).unwrap());
    assert_eq!(Store::open_existing(&path).unwrap().stats().unwrap().articles, 0);
}

#[test]
fn other_files_are_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("notes.db");
    for content in ["x", "Iran and others met.\n", &"Iran and others met.\n".repeat(500)] {
        std::fs::write(&text, content).unwrap();
        check_refused(&text, "cannot open \"FILE\": it is not a database; name the graph's file with --db");
        assert_eq!(std::fs::read_to_string(&text).unwrap(), content);
    }
    let other = folder.path().join("other.db");
    Connection::open(&other).unwrap().execute_batch("CREATE TABLE article (text)").unwrap();
    let before = std::fs::read(&other).unwrap();
    let message = "cannot open \"FILE\": it is a database of another program; name the graph's file with --db";
    check_refused(&other, message);
    Connection::open(&other).unwrap().pragma_update(None, "application_id", 7).unwrap();
    check_refused(&other, message);
    assert_eq!(std::fs::read(&other).unwrap().len(), before.len());
    check_refused(folder.path(), "cannot open \"FILE\": it is a folder");
}

#[test]
fn a_newer_schema_asks_for_an_update() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new.db");
    drop(Store::open(&path).unwrap());
    Connection::open(&path).unwrap().pragma_update(None, "user_version", 3).unwrap();
    check_refused(&path, "cannot open \"FILE\": its schema is 3, this program knows up to 2; update whom");
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let error = Store::open("no/such/folder/x.db").unwrap_err();
    assert_eq!(error.to_string(), "cannot open \"no/such/folder/x.db\": there is no folder \"no/such/folder\"");
}

#[test]
fn a_second_writer_waits_and_then_says_why_it_gave_up() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.db");
    let mut store = Store::open(&path).unwrap();
    store.add(&[article(1)]).unwrap();
    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    store.wait_for_writers(Duration::from_millis(50)).unwrap();
    let error = store.add(&[article(2)]).unwrap_err();
    assert!(error.to_string().ends_with("is writing to it; try again when that one is done"), "{error}");
    if cfg!(target_os = "linux") {
        // The other connection is this process's own.
        assert!(error.to_string().contains(&format!(": process {} (store-", std::process::id())), "{error}");
    }
    // Who asks does not wait.
    assert_eq!(Store::open_existing(&path).unwrap().stats().unwrap().articles, 1);
    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(store.add(&[article(2)]).unwrap(), [Added::New]);
}

#[test]
fn processes_that_make_one_file_at_once_share_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.db");
    std::thread::scope(|scope| {
        for n in 0..4 {
            let path = &path;
            scope.spawn(move || Store::open(path).unwrap().add(&[article(n), article(9)]).unwrap());
        }
    });
    assert_eq!(Store::open(&path).unwrap().fingerprints().unwrap().len(), 5);
}

#[test]
fn a_statement_about_nobody_undoes_its_batch() {
    let mut store = Store::open(":memory:").unwrap();
    let (bad, mut extraction) = article(2);
    extraction.statements.push(statement("Iran", "Nobody"));
    let error = store.add(&[article(1), (bad, extraction)]).unwrap_err();
    let expected = "article \"article-2\": a statement names \"Nobody\", which is not among the article's actors";
    assert_eq!(error.to_string(), expected);
    assert!(!store.contains(&article(1).0.fingerprint).unwrap());
}

#[test]
fn the_same_text_stays_under_its_earliest_particulars() {
    let mut store = Store::open(":memory:").unwrap();
    let (early, extraction) = article(1);
    let undated = Article { id: "a".to_owned(), date: None, ..early.clone() };
    let late = Article { id: "a".to_owned(), date: Some("2024-09-02".parse().unwrap()), ..early.clone() };
    let of = |article: &Article| (article.clone(), Extraction { id: article.id.clone(), ..extraction.clone() });
    assert_eq!(store.add(&[of(&undated), of(&late), of(&early)]).unwrap(), [Added::New, Added::Known, Added::Known]);
    let kept = |store: &Store| store.network(&Filter::default()).unwrap().edges[0].article_ids.clone();
    assert_eq!(kept(&store), ["article-1"]);
    assert!(store.is_settled(&late).unwrap() && store.is_settled(&early).unwrap());
    let earlier = Article { date: Some("2023".parse().unwrap()), ..late };
    assert!(!store.is_settled(&earlier).unwrap());
    store.add(&[of(&earlier)]).unwrap();
    assert_eq!(kept(&store), ["a"]);
    assert_eq!(store.stats().unwrap().statements, 1);
}

#[test]
fn a_reader_leaves_no_files_behind() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.db");
    Store::open(&path).unwrap().add(&[article(1)]).unwrap();
    assert_eq!(Store::open_existing(&path).unwrap().stats().unwrap().articles, 1);
    let names: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["x.db"]);
}

/// A graph in a closed file of some pages.
fn closed(folder: &Path) -> std::path::PathBuf {
    let path = folder.join("x.db");
    let mut store = Store::open(&path).unwrap();
    store.add(&(0..200).map(article).collect::<Vec<_>>()).unwrap();
    drop(store);
    path
}

fn is_called_sound(path: &Path) -> bool {
    let findings = Store::open_existing(path).and_then(|store| store.check());
    findings.is_ok_and(|findings| findings.iter().all(|finding| finding.faults.is_empty()))
}

#[test]
fn a_cut_file_is_never_called_sound() {
    let folder = tempfile::tempdir().unwrap();
    let path = closed(folder.path());
    assert!(is_called_sound(&path));
    let whole = fs::read(&path).unwrap();
    for kept in [whole.len() - 1, whole.len() - 8192, whole.len() / 2, 8192, 100, 1] {
        fs::write(&path, &whole[..kept]).unwrap();
        assert!(!is_called_sound(&path), "{kept} bytes of {}", whole.len());
    }
}

#[test]
fn a_flipped_byte_is_named_or_harms_no_answer() {
    let folder = tempfile::tempdir().unwrap();
    let path = closed(folder.path());
    let whole = fs::read(&path).unwrap();
    let (mut n_named, mut place) = (0, 0);
    for _ in 0..80 {
        // Spread over the file by steps that are prime to the page size.
        place = (place + whole.len() / 80 * 2 + 977) % whole.len();
        let mut damaged = whole.clone();
        damaged[place] ^= 0xff;
        fs::write(&path, &damaged).unwrap();
        if !is_called_sound(&path) {
            n_named += 1;
            continue;
        }
        let store = Store::open_existing(&path).unwrap();
        let network = store.network(&Filter::default());
        assert!(network.is_ok() && store.stats().is_ok(), "byte {place}: {:?}", network.err());
    }
    assert!(n_named > 5, "{n_named} of 80");
}

#[test]
fn an_article_that_has_an_actor_under_two_names_counts_once() {
    let (first, mut extraction) = article(1);
    extraction.actors.push(actor("Party of God", ActorKind::Group));
    let mut store = Store::open(":memory:").unwrap();
    store.add(&[(first, extraction), article(2)]).unwrap();
    let merge = "merge group:hezbollah group:party-of-god";
    store.correct(&[merge.parse().unwrap()]).unwrap();
    let node = store.actor("group:hezbollah").unwrap();
    assert_eq!((node.articles, node.mentions), (2, 3));
    store.undo().unwrap();
    assert_eq!(store.actor("group:party-of-god").unwrap().articles, 1);
}

/// `tests/data/schema-N.db.gz` were written by the first program of each schema from two of the sample articles, with one
/// correction. Whoever changes the schema keeps them, adds one of the new, and sees to it that all are opened.
#[test]
fn a_graph_of_an_older_schema_is_asked_and_added_to() {
    for schema in [1, 2] {
        let folder = tempfile::tempdir().unwrap();
        let path = kept(folder.path(), schema);
        let network = Store::open_existing(&path).unwrap().network(&Filter::default()).unwrap();
        let houthis = network.nodes.iter().find(|node| node.id == "group:houthis").expect("who is in both articles");
        assert_eq!((houthis.name.as_str(), network.edges.len() > 30), ("Ansar Allah", true));
        assert!(is_called_sound(&path));

        let mut store = Store::open(&path).unwrap();
        store.derive_anew().unwrap();
        assert!(is_called_sound(&path));
        assert_eq!(store.network(&Filter::default()).unwrap(), network);
        assert_eq!(store.add(&[article(1)]).unwrap(), [Added::New]);
        assert_eq!(store.stats().unwrap().articles, 3);
        assert_eq!(store.undo().unwrap().expect("there is one").to_string(), "rename group:houthis@YEM Ansar Allah");
    }
}

#[test]
fn a_graph_of_an_older_schema_becomes_what_a_new_one_of_its_articles_is() {
    let folder = tempfile::tempdir().unwrap();
    let (old, new) = (kept(folder.path(), 1), folder.path().join("new.db"));
    let old_store = Store::open(&old).unwrap();
    let mut new_store = Store::open(&new).unwrap();
    for fingerprint in old_store.stored_fingerprints().unwrap() {
        assert!(old_store.contains(&fingerprint).unwrap());
        new_store.add(&[old_store.stored(&fingerprint).unwrap().expect("it is stored")]).unwrap();
    }
    new_store.correct(&old_store.corrections().unwrap()).unwrap();
    let all = Filter::default();
    assert_eq!(old_store.network(&all).unwrap(), new_store.network(&all).unwrap());
    assert_eq!(old_store.statements(&all).unwrap(), new_store.statements(&all).unwrap());
    let found = old_store.search("houthi*", &all, 0).unwrap();
    assert_eq!(found, new_store.search("houthi*", &all, 0).unwrap());
    assert!(!found.is_empty());
    drop((old_store, new_store));
    let schema = |path: &Path| -> Vec<(String, String)> {
        let connection = Connection::open(path).unwrap();
        let mut query = connection
            .prepare("SELECT name, IFNULL(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%' ORDER BY name")
            .unwrap();
        query.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().collect::<Result<_, _>>().unwrap()
    };
    assert_eq!(schema(&old), schema(&new));
}

#[test]
fn an_older_graph_that_cannot_be_written_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = kept(folder.path(), 1);
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    // Whoever may write everything, as in many containers, may bring it up to date.
    if fs::File::options().append(true).open(&path).is_err() {
        let error = Store::open_existing(&path).unwrap_err();
        assert!(matches!(error, whom::graph::Error::OlderSchema { found: 1, .. }), "{error}");
    }
}

/// A graph that a program of this schema wrote.
fn kept(folder: &Path, schema: u32) -> std::path::PathBuf {
    let path = folder.join(format!("schema-{schema}.db"));
    let packed = fs::File::open(format!("tests/data/schema-{schema}.db.gz")).unwrap();
    std::io::copy(&mut flate2::read::GzDecoder::new(packed), &mut fs::File::create(&path).unwrap()).unwrap();
    path
}
