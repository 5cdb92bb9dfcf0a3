//! A user's own tables over the built-in ones: what they change, and what is said of one that breaks its form.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::LazyLock;

use assert_cmd::cargo::CommandCargoExt;
use tempfile::TempDir;
use whom::article::Article;
use whom::extract::{extract, proof};
use whom::knowledge::Knowledge;
use whom::language::Analyzer;
use whom::ontology::Statement;

static ANALYZER: LazyLock<Analyzer> = LazyLock::new(|| Analyzer::built_in().unwrap());

/// A folder with these tables, by path and content.
fn tables(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

fn stated(text: &str, knowledge: &Knowledge) -> Vec<String> {
    extract(&Article::from_text(text), &ANALYZER, knowledge).statements.iter().map(Statement::to_string).collect()
}

/// What a text states with these tables over the built-in ones.
#[track_caller]
fn check(files: &[(&str, &str)], text: &str, expected: &[&str]) {
    let folder = tables(files);
    let knowledge = Knowledge::with_tables(folder.path()).unwrap();
    assert_eq!(stated(text, &knowledge), expected, "in {text:?}");
}

/// What is said of a table; `DIR` in `expected` stands for its folder.
#[track_caller]
fn check_error(name: &str, content: &str, expected: &str) {
    check_errors(&[(name, content)], expected);
}

#[track_caller]
fn check_errors(files: &[(&str, &str)], expected: &str) {
    let folder = tables(files);
    let error = Knowledge::with_tables(folder.path()).expect_err("a table that breaks its form").to_string();
    assert_eq!(error.replace(folder.path().to_str().unwrap(), "DIR"), expected);
}

const OFFICES: &str = "title\tplural\trelation\tof\tbefore_name\tnote\n";

const FRONT: &str = r#"
[[group]]
name = "Sunrise Front"
aliases = ["Dawn Front"]
acronyms = ["SRFQ"]
sector = "REB"
country = "PER"
"#;

const RURITANIA: &str = r#"
[[country]]
alpha3 = "XZW"
name = "Ruritania"
status = "member"
adjectives = ["Ruritanian"]
demonyms_plural = ["Ruritanians"]
capitals = ["Strelsau"]
"#;

#[test]
fn a_new_group_goes_by_all_its_forms() {
    for form in ["The Sunrise Front", "The Dawn Front", "SRFQ"] {
        check(&[("groups.toml", FRONT)], &format!("{form} attacked Chile."), &["Sunrise Front -assault-> Chile"]);
    }
    let built_in = Knowledge::built_in().unwrap();
    // Without the table nobody knows whose letters these are.
    assert_eq!(stated("SRFQ attacked Chile.", &built_in), ["SRFQ -assault-> Chile"]);
}

#[test]
fn a_new_country_goes_by_its_capital_and_adjective_and_has_organs() {
    let files = &[("countries.toml", RURITANIA)];
    check(files, "Strelsau condemned Chile.", &["Ruritania -accuse-> Chile"]);
    check(files, "Ruritanian troops attacked Chile.", &["Ruritania -assault-> Chile"]);
    check(
        files,
        "The Ruritanian parliament condemned Chile.",
        &["Ruritanian parliament -part_of-> Ruritania", "Ruritanian parliament -accuse-> Chile"],
    );
}

#[test]
fn a_group_may_be_based_in_a_country_of_the_same_folder() {
    let group = "[[group]]\nname = \"Zenda Herald\"\nsector = \"MED\"\ncountry = \"XZW\"\n";
    let files = &[("countries.toml", RURITANIA), ("groups.toml", group)];
    check(files, "The Zenda Herald criticised Ruritania.", &["Zenda Herald -accuse-> Ruritania"]);
}

#[test]
fn a_new_office_is_a_title_before_and_after_a_name() {
    let offices = format!(
        "{OFFICES}grand poobah\tgrand poobahs\tleads\tcountry\tyes\t\nminister of magic\t\tserves\tgovernment\tyes\t\n"
    );
    let files = &[("offices.tsv", offices.as_str())];
    check(files, "Peruvian Grand Poobah Carlos Diaz left.", &["Carlos Diaz -leads-> Peru"]);
    check(files, "Carlos Diaz, minister of magic of Peru, left.", &["Carlos Diaz -serves-> Peru"]);
}

const FLUMMOX: &str = r#"
[[predicate]]
relation = "reject"
verb = ["flummox"]
states = ["Peru flummoxed Chile. | Peru -reject-> Chile"]
silent = ["Peru slept."]
"#;

#[test]
fn a_new_verb_is_read_in_all_its_forms() {
    let files = &[("predicates/events_conflict.toml", FLUMMOX)];
    check(files, "Peru flummoxed Chile.", &["Peru -reject-> Chile"]);
    check(files, "Chile was flummoxed by Peru.", &["Peru -reject-> Chile"]);
    check(files, "Peru vowed to flummox Chile.", &["Peru -reject-> Chile (planned)"]);
    check(files, "Peru was flummoxed.", &[]);
}

#[test]
fn a_users_own_words_replace_built_in_ones_in_whichever_table_they_stand() {
    let own = r#"
[[predicate]]
relation = "reject"
verb = ["praise"]
role = ["ally of"]
suffix = ["backed"]
states = ["Peru praised Chile. | Peru -reject-> Chile"]
silent = ["Peru slept."]
"#;
    for table in ["alignment", "events_conflict", "events_cooperation", "structural"] {
        let name = format!("predicates/{table}.toml");
        let files = &[(name.as_str(), own)];
        check(files, "Peru praised Chile.", &["Peru -reject-> Chile"]);
        check(files, "Peru is an ally of Chile.", &["Peru -reject-> Chile"]);
        check(files, "Iran-backed Hamas left.", &["Iran -reject-> Hamas"]);
    }
}

#[test]
fn a_new_word_of_saying_gives_a_speaker() {
    let files = &[("words/saying_verbs.tsv", "lemma\tgives\tnote\npontificate\tsaid\t\n")];
    check(
        files,
        "Angela Merkel pontificated that Peru attacked Chile.",
        &["Peru -assault-> Chile (says Angela Merkel)"],
    );
}

#[test]
fn a_users_own_group_may_take_over_a_built_in_form() {
    let own = "[[group]]\nname = \"Sunrise Front\"\nacronyms = [\"NATO\"]\nsector = \"REB\"\n";
    check(&[("groups.toml", own)], "NATO attacked Chile.", &["Sunrise Front -assault-> Chile"]);
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_no_fault() {
    let offices = format!("\u{feff}{OFFICES}grand poobah\t\tleads\tcountry\tyes\t\n").replace('\n', "\r\n");
    check(&[("offices.tsv", &offices)], "Peruvian Grand Poobah Carlos Diaz left.", &["Carlos Diaz -leads-> Peru"]);
}

#[test]
fn files_that_are_no_tables_are_left_alone() {
    check(&[("notes.txt", "mine"), ("words/README.md", "# Mine"), (".git/config.toml", "x")], "Peru left.", &[]);
}

#[test]
fn a_header_names_the_column_that_is_wrong() {
    check_error(
        "offices.tsv",
        "# mine\ntitle\tplurals\trelation\tof\tbefore_name\tnote\n",
        "DIR/offices.tsv:2: column \"plurals\" is not defined; did you mean \"plural\"?",
    );
    check_error(
        "words/place_nouns.tsv",
        "noun\nriver\n",
        "DIR/words/place_nouns.tsv:1: expected the columns \"noun, note\" with tabs between them, found \"noun\"",
    );
    check_error(
        "words/place_nouns.tsv",
        "",
        "DIR/words/place_nouns.tsv:1: expected the columns \"noun, note\" with tabs between them, found \"\"",
    );
}

#[test]
fn a_row_has_as_many_columns_as_its_header() {
    let offices = format!("{OFFICES}grand poobah\tgrand poobahs\tleads\tcountry\tyes\n");
    check_error("offices.tsv", &offices, "DIR/offices.tsv:2: expected 6 columns, found 5");
}

#[test]
fn rows_are_sorted_and_stand_once() {
    check_error(
        "words/place_nouns.tsv",
        "noun\tnote\nriver\t\n\nhill\t\n",
        "DIR/words/place_nouns.tsv:4: rows are sorted by the first column: \"hill\" must stand before \"river\"",
    );
    check_error(
        "words/place_nouns.tsv",
        "noun\tnote\nriver\t\nriver\t\n",
        "DIR/words/place_nouns.tsv:3: \"river\" stands twice",
    );
    check_error(
        "groups.toml",
        "[[group]]\nname = \"Zinc\"\nsector = \"NGO\"\n\n[[group]]\nname = \"Argon\"\nsector = \"NGO\"\n",
        "DIR/groups.toml:5: rows are sorted by the first column: \"Argon\" must stand before \"Zinc\"",
    );
    check_error("countries.toml", &RURITANIA.repeat(2), "DIR/countries.toml:10: \"XZW\" stands twice");
}

#[test]
fn a_word_that_is_not_defined_gets_the_nearest_one() {
    check_error(
        "predicates/alignment.toml",
        &FLUMMOX.replacen("\"reject\"", "\"rejcet\"", 1),
        "DIR/predicates/alignment.toml:3: relation \"rejcet\" is not defined; did you mean \"reject\"?",
    );
    check_error(
        "predicates/alignment.toml",
        &FLUMMOX.replace("-reject->", "-suports->"),
        "DIR/predicates/alignment.toml:2: relation \"suports\" is not defined; did you mean \"support\"?",
    );
    check_error(
        "offices.tsv",
        &format!("{OFFICES}grand poobah\t\tleeds\tcountry\tyes\t\n"),
        "DIR/offices.tsv:2: relation \"leeds\" is not defined; did you mean \"leads\"?",
    );
    check_error(
        "groups.toml",
        &FRONT.replace("REB", "RBE"),
        "DIR/groups.toml:2: sector \"RBE\" is not defined; did you mean \"REB\"?",
    );
    check_error(
        "groups.toml",
        &FRONT.replace("acronyms", "acronym"),
        "DIR/groups.toml:5: field \"acronym\" is not defined; did you mean \"acronyms\"?",
    );
    check_error(
        "predicates/alignment.toml",
        &FLUMMOX.replace("verb =", "object = [\"state\"]\nverb ="),
        "DIR/predicates/alignment.toml:4: object \"state\" is not defined; \
         expected one of \"country\", \"person\", \"group\"",
    );
}

#[test]
fn what_a_record_refers_to_must_be_there() {
    check_error(
        "groups.toml",
        &format!("{FRONT}part_of = \"Hezbolah\"\n"),
        "DIR/groups.toml:2: part_of \"Hezbolah\" of \"Sunrise Front\" is no group's name; did you mean \"Hezbollah\"?",
    );
    check_error(
        "groups.toml",
        &FRONT.replace("PER", "XZW"),
        "DIR/groups.toml:2: country \"XZW\" of \"Sunrise Front\" is not in countries.toml",
    );
    check_error(
        "countries.toml",
        &RURITANIA.replace("XZW", "rur"),
        "DIR/countries.toml:2: expected a code of three capitals, found \"rur\"",
    );
}

#[test]
fn toml_that_cannot_be_read_is_told_in_one_line() {
    check_error(
        "groups.toml",
        "[[group]]\nname = \"Sunrise Front\nsector = \"REB\"\n",
        "DIR/groups.toml:2: invalid basic string, expected `\"`",
    );
    check_error(
        "groups.toml",
        "[[group]]\nname = \"Argon\"\n",
        "DIR/groups.toml:1: the record needs a field \"sector\"",
    );
    let groups = FRONT.replace("[[group]]", "[[groups]]");
    check_error("groups.toml", &groups, "DIR/groups.toml:1: expected only [[group]], found [[groups]]");
}

#[test]
fn a_file_that_no_table_is_called_by_is_not_passed_over() {
    check_error("group.toml", FRONT, "\"DIR/group.toml\" is no table; did you mean \"groups.toml\"?");
    check_error(
        "predicate/alignment.toml",
        FLUMMOX,
        "\"DIR/predicate/alignment.toml\" is no table; did you mean \"predicates/alignment.toml\"?",
    );
}

#[test]
fn a_form_names_one_actor() {
    let other = FRONT.replace("Sunrise Front", "Twilight Front");
    check_error(
        "groups.toml",
        &format!("{FRONT}{other}"),
        "DIR/groups.toml:9: \"Dawn Front\" names both \"Sunrise Front\" and \"Twilight Front\"; leave it to one of them",
    );
    check_errors(
        &[("countries.toml", RURITANIA), ("groups.toml", &FRONT.replace("Dawn Front", "Strelsau"))],
        "DIR/groups.toml:2: \"Strelsau\" names both \"Ruritania\" and \"Sunrise Front\"; leave it to one of them",
    );
}

#[test]
fn an_entry_of_predicates_needs_words_and_their_proof() {
    let table = "predicates/alignment.toml";
    check_error(
        table,
        &FLUMMOX.replace("verb = [\"flummox\"]\n", ""),
        "DIR/predicates/alignment.toml:2: an entry needs words: verb, noun, role, between, adjective, suffix or prefix",
    );
    check_error(
        table,
        &FLUMMOX.replace("\"Peru slept.\"", ""),
        "DIR/predicates/alignment.toml:2: an entry needs sentences that state it and look-alikes that are silent",
    );
    check_error(
        table,
        &FLUMMOX.replace(" | Peru -reject-> Chile", ""),
        "DIR/predicates/alignment.toml:2: expected \"Sentence. | A -relation-> B\", found \"Peru flummoxed Chile.\"",
    );
    check_error(
        table,
        &FLUMMOX.replace("verb = [\"flummox\"]", "noun = [\"flummery\"]"),
        "DIR/predicates/alignment.toml:2: \"flummery\" needs its preposition, as in \"support for\"",
    );
}

#[test]
fn words_of_predicates_stand_once_in_a_construction() {
    let twice = format!("{FLUMMOX}{}", FLUMMOX.replace("\"flummox\"]", "\"flummox\", \"faze\"]"));
    check_error(
        "predicates/alignment.toml",
        &twice,
        "DIR/predicates/alignment.toml:8: verb \"flummox\" stands twice, first at DIR/predicates/alignment.toml:2",
    );
}

/// All text of a folder's files, and of those below.
fn all_text(folder: &Path) -> String {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths.map(|path| if path.is_dir() { all_text(&path) } else { fs::read_to_string(path).unwrap() }).collect()
}

/// A class that is asked for under another spelling stays silent for ever.
#[test]
fn every_class_of_words_is_explained_and_asked_for() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let table = fs::read_to_string(root.join("data/words/word_classes.tsv")).unwrap();
    let head: Vec<&str> = table.lines().take_while(|line| line.starts_with('#')).collect();
    let explained = head.join("\n");
    let (code, patterns) = (all_text(&root.join("src")), all_text(&root.join("data/predicates")));
    let is_word =
        |text: &str, class: &str| text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == class);
    let rows = table.lines().skip(head.len() + 1);
    let classes: BTreeSet<&str> = rows.flat_map(|row| row.split('\t').nth(1).unwrap().split(',')).collect();
    assert!(classes.len() > 60);
    for class in classes {
        assert!(is_word(&explained, class), "{class} is not explained in the head of the table");
        let is_asked_for = code.contains(&format!("\"{class}\"")) || is_word(&patterns, class);
        assert!(is_asked_for, "no pattern and no construction asks for {class}");
    }
}

/// The records that CONTRIBUTING.md shows, as tables of one folder.
#[test]
fn the_examples_of_the_guide_are_sound() {
    let guide = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("CONTRIBUTING.md")).unwrap();
    let examples: Vec<&str> =
        guide.split("```toml\n").skip(1).map(|rest| rest.split("```").next().unwrap_or_default()).collect();
    let table = |example: &str| match example.lines().next() {
        Some("[[country]]") => "countries.toml",
        Some("[[group]]") => "groups.toml",
        _ => "predicates/events_cooperation.toml",
    };
    let files: Vec<(&str, &str)> = examples.iter().map(|example| (table(example), *example)).collect();
    assert_eq!(files.len(), 3);
    let folder = tables(&files);
    assert_eq!(proof::failures(&ANALYZER, &Knowledge::with_tables(folder.path()).unwrap()), Vec::<String>::new());
}

fn whom(args: &[&str], folder: &Path) -> Output {
    Command::cargo_bin("whom").unwrap().current_dir(folder).args(args).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn the_program_reads_with_a_users_tables() {
    let folder = tables(&[("mine/groups.toml", FRONT), ("a.txt", "The Dawn Front attacked Chile.")]);
    let output = whom(&["--knowledge", "mine", "extract", "a.txt"], folder.path());
    assert!(output.status.success(), "{output:?}");
    let record: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(record["statements"][0]["subject"], "Sunrise Front");
    assert_eq!(record["actors"][0]["country"], "PER");
}

#[test]
fn a_table_that_breaks_its_form_ends_every_command_that_reads() {
    let folder = tables(&[("mine/groups.toml", &FRONT.replace("REB", "RBE")), ("a.txt", "Peru left.")]);
    for args in [&["extract", "a.txt"][..], &["ingest", "a.txt"], &["check-data"]] {
        let output = whom(&[&["--knowledge", "mine"], args].concat(), folder.path());
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        let expected = "whom: mine/groups.toml:2: sector \"RBE\" is not defined; did you mean \"REB\"?\n";
        assert_eq!(text(&output.stderr), expected, "{args:?}");
    }
    assert!(!folder.path().join("whom.db").exists(), "no graph is made");
}

#[test]
fn check_data_runs_the_proofs_of_a_users_tables() {
    let wrong = FLUMMOX.replace("Peru slept.", "Peru flummoxed Chile.");
    let folder = tables(&[("good/predicates/alignment.toml", FLUMMOX), ("bad/predicates/alignment.toml", &wrong)]);
    let output = whom(&["--knowledge", "good", "check-data"], folder.path());
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    let output = whom(&["--knowledge", "bad", "check-data"], folder.path());
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        text(&output.stderr),
        "bad/predicates/alignment.toml:2: \"Peru flummoxed Chile.\" should be silent, but states Peru -reject-> Chile\n"
    );
}

#[test]
fn check_data_tells_what_a_users_tables_change_of_the_built_in_ones() {
    let own = "[[group]]\nname = \"Sunrise Front\"\nacronyms = [\"AUKUS\"]\nsector = \"REB\"\n";
    let folder = tables(&[("mine/groups.toml", own)]);
    let output = whom(&["--knowledge", "mine", "check-data"], folder.path());
    assert_eq!(output.status.code(), Some(1));
    let message = text(&output.stderr);
    assert!(message.starts_with("your tables change what sentences of the built-in ones state: "), "{message}");
    assert!(message.lines().skip(1).all(|line| line.starts_with("data/predicates/")), "{message}");
}

#[test]
fn check_data_checks_a_checkout_as_it_stands_on_disk() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let output = whom(&["check-data", data.to_str().unwrap(), "--json"], &data);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(report["counts"]["countries"].as_u64() > Some(200), "{report}");
    assert_eq!(report["failures"], serde_json::json!([]));
}

#[test]
fn check_data_of_a_part_of_the_tables_says_how_to_add_ones_own() {
    let folder = tables(&[("mine/countries.toml", RURITANIA)]);
    let output = whom(&["check-data", "mine"], folder.path());
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        text(&output.stderr),
        "whom: no table \"mine/groups.toml\": a folder in place of the built-in tables needs all of them; \
         to add tables of your own, name their folder with --knowledge\n"
    );
}
