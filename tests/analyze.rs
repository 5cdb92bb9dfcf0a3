//! `whom analyze` through the program: forms of its output, places that give the text back, and what it says of bad input.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;

/// Articles with what offsets and columns may stumble over: letters of several bytes, clitics, hyphens, quotations,
/// wrapped lines, blanks at odd places, paragraphs, an id with a blank.
const ARTICLES: [(&str, &str); 2] = [
    (
        "Erdo\u{11f}an 1",
        "Turkey\u{2019}s President Recep Tayyip Erdo\u{11f}an  didn\u{2019}t meet Iran-backed fighters in S\u{e3}o Paulo, the ministers said.\n\n\u{201c}We can\u{2019}t agree,\u{201d} he told\nreporters (again). Talks\tfailed! ",
    ),
    (
        "b",
        "North Korea's Kim Jong Un won't visit the U.S. in 2024.\nHis aides\u{2014}and allies\u{2014}cannot say why\u{2026}",
    ),
];

/// What the program prints and says, and its exit code.
struct Answer {
    out: String,
    err: String,
    code: Option<i32>,
}

fn analyze_in(folder: &Path, arguments: &[&str], stdin: &str) -> Answer {
    let mut command = Command::cargo_bin("whom").unwrap();
    let output = command.current_dir(folder).arg("analyze").args(arguments).write_stdin(stdin).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Answer { out: text(output.stdout), err: text(output.stderr), code: output.status.code() }
}

/// What it prints about input that has no fault.
#[track_caller]
fn analyze(arguments: &[&str]) -> String {
    let answer = analyze_in(Path::new("."), arguments, "");
    assert_eq!((answer.code, answer.err.as_str()), (Some(0), ""), "{arguments:?}");
    answer.out
}

/// Texts of the sentences that it prints, messages and exit code.
#[track_caller]
fn check(folder: &Path, arguments: &[&str], stdin: &str, expected: &[&str], messages: &[&str], code: i32) {
    let answer = analyze_in(folder, &[&["--json"], arguments].concat(), stdin);
    let texts: Vec<Value> = json(&answer.out).iter().map(|sentence| sentence["text"].clone()).collect();
    assert_eq!(texts, expected, "of {arguments:?}: {}", answer.err);
    assert_eq!(answer.err.lines().collect::<Vec<&str>>(), messages, "of {arguments:?}");
    assert_eq!(answer.code, Some(code), "of {arguments:?}");
}

fn json(lines: &str) -> Vec<Value> {
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn number(value: &Value) -> usize {
    value.as_u64().unwrap_or_else(|| panic!("no number: {value}")) as usize
}

/// What the program prints about the articles.
#[track_caller]
fn analyze_articles(form: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let line = |(id, text)| serde_json::json!({"id": id, "text": text}).to_string();
    fs::write(folder.path().join("articles.jsonl"), ARTICLES.map(line).join("\n")).unwrap();
    let answer = analyze_in(folder.path(), &[form, "articles.jsonl"], "");
    assert_eq!((answer.code, answer.err.as_str()), (Some(0), ""));
    answer.out
}

/// Characters of an article.
fn characters(id: &str) -> Vec<char> {
    let (_, text) = ARTICLES.iter().find(|(known, _)| *known == id || known.replace(' ', "_") == id).unwrap();
    text.chars().collect()
}

fn slice(text: &[char], start: usize, end: usize) -> String {
    text[start..end].iter().collect()
}

// For people.

#[test]
fn people_get_a_table_and_a_tree_of_each_sentence() {
    let out = analyze(&["Iran attacked Iraq. Oman left."]);
    let lines: Vec<&str> = out.lines().collect();
    assert_eq!(lines[..3], ["Sentence 1, paragraph 1, characters 0 to 19", "Iran attacked Iraq.", ""]);
    let headings: Vec<&str> = lines[3].split_whitespace().collect();
    assert_eq!(headings, ["no", "form", "lemma", "tag", "features", "head", "relation", "name"]);
    // Columns are aligned: every form starts under its heading.
    let column = lines[3].find("form").unwrap();
    let forms: Vec<&str> = lines[4..8].iter().map(|line| line[column..].split(' ').next().unwrap()).collect();
    assert_eq!(forms, ["Iran", "attacked", "Iraq", "."]);
    assert_eq!(
        lines[8..13],
        ["", "2 attacked  VERB root", "├─ 1 Iran  PROPN nsubj", "├─ 3 Iraq  PROPN obj", "└─ 4 .  PUNCT punct"]
    );
    assert!(out.contains("\n\nSentence 2, paragraph 1, characters 20 to 30\nOman left.\n"), "{out}");
}

#[test]
fn articles_have_a_heading_and_texts_have_none() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.md"), "---\ntitle: Talks  fail\n---\n\nIran left.\n").unwrap();
    fs::write(folder.path().join("b.txt"), "Oman left.").unwrap();
    let out = analyze_in(folder.path(), &["It won.", "a.md", "b.txt"], "").out;
    let headings: Vec<&str> = out.lines().filter(|line| line.ends_with("fail") || line.ends_with(".txt")).collect();
    assert_eq!(headings, ["a.md · Talks fail", "b.txt"]);
    assert!(out.starts_with("Sentence 1"), "{out}");
}

#[test]
fn a_pipe_gets_no_colours() {
    assert!(!analyze(&["Iran left."]).contains('\u{1b}'));
}

// CoNLL-U.

#[test]
fn conllu_has_ten_columns_one_root_and_the_text_in_its_comments() {
    let out = analyze_articles("--conllu");
    assert_eq!(out.matches("# newdoc id = ").count(), ARTICLES.len());
    let mut document = "";
    for block in out.strip_suffix("\n\n").unwrap().split("\n\n") {
        let (comments, rows): (Vec<&str>, Vec<&str>) = block.lines().partition(|line| line.starts_with("# "));
        let comment = |name: &str| comments.iter().find_map(|line| line.strip_prefix(name));
        document = comment("# newdoc id = ").unwrap_or(document);
        assert!(comment("# sent_id = ").is_some_and(|id| id.starts_with(document)), "{block}");
        let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.split('\t').collect()).collect();
        check_rows(&rows, comment("# text = ").unwrap(), &characters(document));
    }
}

/// Numbers, heads and places of a sentence of CoNLL-U.
#[track_caller]
fn check_rows(rows: &[Vec<&str>], text: &str, article: &[char]) {
    assert!(rows.iter().all(|row| row.len() == 10 && row.iter().all(|field| !field.is_empty())), "{text}");
    let words: Vec<&Vec<&str>> = rows.iter().filter(|row| !row[0].contains('-')).collect();
    let n_roots = words.iter().filter(|word| word[6] == "0" && word[7] == "root").count();
    assert_eq!(n_roots, 1, "{text}");
    for (i, word) in words.iter().enumerate() {
        assert_eq!(word[0], (i + 1).to_string(), "{text}");
        let head: usize = word[6].parse().unwrap();
        assert!(head <= words.len() && head != i + 1, "{text}");
    }

    let mut rebuilt = String::new();
    let mut last_of_range = 0;
    for row in rows {
        let place = row[9].split('|').find_map(|item| item.strip_prefix("TokenRange=")).unwrap();
        let (start, end) = place.split_once(':').unwrap();
        assert_eq!(row[1], slice(article, start.parse().unwrap(), end.parse().unwrap()), "{text}");
        if let Some((_, last)) = row[0].split_once('-') {
            last_of_range = last.parse().unwrap();
        } else if row[0].parse::<usize>().unwrap() <= last_of_range {
            continue;
        }
        rebuilt.push_str(row[1]);
        if !row[9].split('|').any(|item| item == "SpaceAfter=No") {
            rebuilt.push(' ');
        }
    }
    assert_eq!(rebuilt.trim_end(), text);
}

// JSON.

#[test]
fn json_places_give_the_text_back() {
    let sentences = json(&analyze_articles("--json"));
    assert!(sentences.len() > ARTICLES.len());
    for sentence in sentences {
        let article = characters(sentence["article"].as_str().unwrap());
        let tokens = sentence["tokens"].as_array().unwrap();
        let names = sentence["names"].as_array().unwrap();
        for part in tokens.iter().chain(names).chain([&sentence]) {
            assert_eq!(part["text"], slice(&article, number(&part["start"]), number(&part["end"])));
        }
        for (i, token) in tokens.iter().enumerate() {
            assert_eq!(number(&token["id"]), i + 1);
        }
        assert_eq!(tokens.iter().filter(|token| token["head"].is_null()).count(), 1, "{sentence}");
        for name in names {
            let first = &tokens[number(&name["tokens"][0]) - 1];
            assert_eq!(first["start"], name["start"]);
        }
    }
}

#[test]
fn json_says_what_a_simple_sentence_is_made_of() {
    let [sentence] = &json(&analyze(&["--json", "Iran attacked ministers."]))[..] else { panic!() };
    let token = &sentence["tokens"][1];
    assert_eq!((&token["tag"], &token["head"], &token["relation"]), (&"VERB".into(), &Value::Null, &"root".into()));
    assert_eq!((&token["features"]["Tense"], &token["features"]["VerbForm"]), (&"Past".into(), &"Fin".into()));
    assert_eq!((&sentence["tokens"][0]["head"], &sentence["tokens"][0]["relation"]), (&2.into(), &"nsubj".into()));
    assert_eq!(sentence["tokens"][2]["features"]["Number"], "Plur");
}

#[test]
fn one_form_at_a_time() {
    let answer = analyze_in(Path::new("."), &["--json", "--conllu", "Iran left."], "");
    assert_eq!((answer.code, answer.out.as_str()), (Some(2), ""));
}

// What is read.

#[test]
fn what_is_no_path_is_a_text() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.txt"), "Iran left.").unwrap();
    fs::write(folder.path().join("notes"), "Mali left.").unwrap();
    let check = |inputs: &[&str], expected: &[&str], messages: &[&str], code| {
        check(folder.path(), inputs, "Peru left.", expected, messages, code);
    };
    check(
        &["Oman left.", "a.txt", "notes", "gone", "-"],
        &["Oman left.", "Iran left.", "Mali left.", "gone", "Peru left."],
        &[],
        0,
    );
    // A sentence may end like a file, a lone word that does is a file mistyped.
    check(&["See a.txt", "He said yes/no."], &["See a.txt", "He said yes/no."], &[], 0);
    let missing = "nothing is there; check the path, and where it is a link, what it points to";
    check(
        &["b.txt", "a.txt", "articles/"],
        &["Iran left."],
        &[&format!("b.txt: {missing}"), &format!("articles/: {missing}")],
        1,
    );
}

#[test]
fn every_format_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let lines =
        "{\"id\": \"j\", \"text\": \"Iran left.\"}\nno json\n{\"text\": \"Oman left.\", \"date\": \"12 Mai\"}\n";
    fs::write(folder.path().join("a.jsonl"), lines).unwrap();
    fs::write(folder.path().join("b.md"), "# Talks\n\nMali left.\n").unwrap();
    let messages = [
        "./a.jsonl:2: malformed JSON, expected ident at column 2; write one whole object a line (jq -c .) as .jsonl, or valid JSON as .json",
        "./a.jsonl:3: expected the date as YYYY-MM-DD, found \"12 Mai\"; read without a date",
    ];
    check(folder.path(), &["."], "", &["Iran left.", "Oman left.", "Mali left."], &messages, 1);
}

#[test]
fn texts_that_say_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let empty = "\"\": no text in it; fill it or leave it out";
    check(folder.path(), &["", "Iran left."], "", &["Iran left."], &[empty], 1);
    check(folder.path(), &[" \n"], "", &[], &["\" \\n\": no text in it; fill it or leave it out"], 1);
    // As with the other commands, nothing on standard input is no fault.
    check(folder.path(), &["-"], "", &[], &[], 0);
    for form in ["--conllu", "--db=none"] {
        assert_eq!(analyze(&[form, "-"]), "");
    }
}

#[test]
fn tables_of_ones_own_must_be_whole() {
    let answer = analyze_in(Path::new("."), &["--knowledge", "no-such-folder", "Iran left."], "");
    assert_eq!((answer.code, answer.out.as_str()), (Some(2), ""));
    assert!(answer.err.starts_with("whom: "), "{}", answer.err);
}
