//! What the graph answers, through the library and through the commands.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use tempfile::TempDir;
use whom::article::Article;
use whom::extract::Extraction;
use whom::graph::{ArticleFilter, Filter, Found, Joined, Link, Listed, ListedArticle, Network, Store};
use whom::ontology::{Actor, ActorKind, Modality, Office, Polarity, RelationType, Statement, Status};

const KINDS: &[(&str, ActorKind, &str)] = &[
    ("Iran", ActorKind::Country, "IRN"),
    ("Iraq", ActorKind::Country, "IRQ"),
    ("Israel", ActorKind::Country, "ISR"),
    ("Russia", ActorKind::Country, "RUS"),
    ("Vladimir Putin", ActorKind::Person, "RUS"),
    ("Hezbollah", ActorKind::Group, "LBN"),
    ("Hamas", ActorKind::Group, "PSE"),
    ("Islamic Revolutionary Guard Corps", ActorKind::Group, "IRN"),
];

fn aliases(name: &str) -> Vec<String> {
    let aliases = match name {
        "Iran" => vec!["Iran", "Tehran", "Iranian"],
        "Vladimir Putin" => vec!["Vladimir Putin", "Putin"],
        "Islamic Revolutionary Guard Corps" => vec!["IRGC", "the Guards"],
        _ => vec![name],
    };
    aliases.into_iter().map(str::to_owned).collect()
}

fn actor(name: &str) -> Actor {
    let known = KINDS.iter().find(|(known, ..)| *known == name);
    Actor {
        name: name.to_owned(),
        kind: known.map_or(ActorKind::Group, |(_, kind, _)| *kind),
        leader: name == "Vladimir Putin",
        country: known.map(|(_, _, code)| code.to_string()),
        sector: None,
        offices: if name == "Vladimir Putin" {
            vec![Office { title: "President".to_owned(), of: None, status: Status::Current }]
        } else {
            Vec::new()
        },
        aliases: aliases(name),
        mentions: vec![(0, 4)],
    }
}

/// Reads what `Statement` prints: `Iran -backs-> Hezbollah (negated, says Israel)`.
fn statement(text: &str) -> Statement {
    let (link, marks) = text.trim_end_matches(')').split_once(" (").unwrap_or((text, ""));
    let (subject, rest) = link.split_once(" -").unwrap();
    let (relation, object) = rest.split_once("-> ").unwrap();
    let marks: Vec<&str> = marks.split(", ").collect();
    let said = |words: &[&str]| words.iter().find(|word| marks.contains(word)).map(|word| word.to_string());
    Statement {
        subject: subject.to_owned(),
        relation: relation.parse().unwrap(),
        object: object.to_owned(),
        predicate: relation.to_owned(),
        polarity: said(&["negated"]).map_or(Polarity::Affirmed, |word| word.parse().unwrap()),
        modality: said(&["reported-possible", "planned", "hypothetical"])
            .map_or(Modality::Asserted, |word| word.parse().unwrap()),
        status: said(&["former"]).map_or(Status::Current, |word| word.parse().unwrap()),
        speaker: marks.iter().find_map(|mark| mark.strip_prefix("says ")).map(str::to_owned),
        evidence: format!("{text}."),
        start: 0,
        end: text.chars().count() + 1,
        dated: None,
        confidence: if text.contains("planned") { 0.5 } else { 0.9 },
    }
}

fn add(store: &mut Store, date: &str, statements: &[&str]) {
    let statements: Vec<Statement> = statements.iter().map(|text| statement(text)).collect();
    let mut names: Vec<&str> = statements
        .iter()
        .flat_map(|s| [Some(s.subject.as_str()), Some(s.object.as_str()), s.speaker.as_deref()].into_iter().flatten())
        .collect();
    names.sort();
    names.dedup();
    let n = store.stats().unwrap().articles;
    let article = Article {
        id: format!("a{n}"),
        title: format!("Headline {n}"),
        date: date.parse().ok(),
        url: format!("https://example.org/{n}"),
        outlet: "Example Post".to_owned(),
        language: "en".to_owned(),
        text: format!("text {n}"),
        fingerprint: format!("{n:064x}"),
    };
    let extraction = Extraction::new(&article, names.into_iter().map(actor).collect(), statements);
    store.add(&[(article, extraction)]).unwrap();
}

fn fill(store: &mut Store) {
    add(store, "2024-01-10", &["Iran -backs-> Hezbollah", "Hezbollah -assault-> Israel"]);
    add(store, "2024-02-20", &["Iran -backs-> Hezbollah (negated, says Iran)", "Israel -assault-> Hamas"]);
    add(store, "2024-03", &["Iran -backs-> Hezbollah", "Iraq -consult-> Iran", "Iran -backs-> Hamas (planned)"]);
    add(store, "", &["Iran -consult-> Iraq", "Vladimir Putin -leads-> Russia", "Russia -allied_with-> Iran (former)"]);
    add(store, "2023-05-31", &["Islamic Revolutionary Guard Corps -part_of-> Iran", "Iran -accuse-> Israel (negated)"]);
}

fn graph() -> Store {
    let mut store = Store::open(":memory:").unwrap();
    fill(&mut store);
    store
}

fn show(network: &Network) -> Vec<String> {
    let name = |place: usize| network.nodes[place].name.as_str();
    let edge =
        |e: &whom::graph::Edge| format!("{} -{}-> {} {}", name(e.source), e.relation, name(e.target), e.articles);
    network.edges.iter().map(edge).collect()
}

/// `expected` in text order.
#[track_caller]
fn check_network(filter: Filter, expected: &[&str]) {
    let mut edges = show(&graph().network(&filter).unwrap());
    edges.sort();
    assert_eq!(edges, expected, "with {filter:?}");
}

#[test]
fn statements_merge_into_one_edge_a_relation_and_symmetric_ones_into_one_both_ways() {
    let expected = [
        "Hezbollah -assault-> Israel 1",
        "Iran -accuse-> Israel 1",
        "Iran -allied_with-> Russia 1",
        "Iran -backs-> Hamas 1",
        "Iran -backs-> Hezbollah 3",
        "Iran -consult-> Iraq 2",
        "Islamic Revolutionary Guard Corps -part_of-> Iran 1",
        "Israel -assault-> Hamas 1",
        "Vladimir Putin -leads-> Russia 1",
    ];
    check_network(Filter::default(), &expected);
}

#[test]
fn a_network_is_sorted_by_id_relation_id_and_counts_what_states_each_edge() {
    let network = graph().network(&Filter::default()).unwrap();
    assert!(network.nodes.is_sorted_by(|a, b| a.id < b.id));
    let key = |e: &whom::graph::Edge| (e.source, e.relation, e.target);
    assert!(network.edges.is_sorted_by(|a, b| key(a) < key(b)));
    let edge = network.edges.iter().find(|edge| edge.articles == 3).unwrap();
    assert_eq!(edge.polarity, BTreeMap::from([(Polarity::Affirmed, 2), (Polarity::Negated, 1)]));
    assert_eq!((edge.speakers.as_slice(), edge.article_ids.len()), (["Iran".to_owned()].as_slice(), 3));
    assert_eq!(edge.first.as_ref().unwrap().as_str(), "2024-01-10");
    assert_eq!(edge.last.as_ref().unwrap().as_str(), "2024-03");
    assert_eq!(edge.evidence, "Iran -backs-> Hezbollah.");
    let iran = network.nodes.iter().find(|node| node.id == "country:IRN").unwrap();
    assert_eq!((iran.articles, iran.mentions, iran.aliases.join(", ").as_str()), (5, 5, "Iranian, Tehran"));
    assert_eq!(iran.first.as_ref().unwrap().as_str(), "2023-05-31");
}

#[test]
fn every_filter_keeps_what_it_says() {
    let only = |relation| Filter { relations: vec![relation], ..Filter::default() };
    check_network(only(RelationType::Leads), &["Vladimir Putin -leads-> Russia 1"]);
    let countries = Filter { kinds: vec![ActorKind::Country], polarity: Some(Polarity::Affirmed), ..Filter::default() };
    check_network(countries, &["Iran -allied_with-> Russia 1", "Iran -consult-> Iraq 2"]);
    let negated = Filter { polarity: Some(Polarity::Negated), ..Filter::default() };
    check_network(negated, &["Iran -accuse-> Israel 1", "Iran -backs-> Hezbollah 1"]);
    check_network(Filter { modality: Some(Modality::Planned), ..Filter::default() }, &["Iran -backs-> Hamas 1"]);
    check_network(Filter { min_articles: 3, ..Filter::default() }, &["Iran -backs-> Hezbollah 3"]);
    let date = |text: &str| Some(text.parse().unwrap());
    let early = ["Iran -accuse-> Israel 1", "Islamic Revolutionary Guard Corps -part_of-> Iran 1"];
    check_network(Filter { until: date("2023-05"), ..Filter::default() }, &early);
    let march = ["Iran -backs-> Hamas 1", "Iran -backs-> Hezbollah 1", "Iran -consult-> Iraq 1"];
    check_network(Filter { since: date("2024-02-21"), ..Filter::default() }, &march);
    let sure = Filter { min_confidence: 0.6, relations: vec![RelationType::Backs], ..Filter::default() };
    check_network(sure, &["Iran -backs-> Hezbollah 3"]);
}

fn say(links: &[Link]) -> Vec<String> {
    links
        .iter()
        .map(|link| format!("{:?} {} {} {}", link.direction, link.relation, link.other.name, link.articles))
        .collect()
}

#[test]
fn links_go_both_ways_strongest_first() {
    let links = graph().links("country:IRN", &Filter::default()).unwrap();
    let expected = [
        "Out backs Hezbollah 3",
        "Both consult Iraq 2",
        "Out backs Hamas 1",
        "In part_of Islamic Revolutionary Guard Corps 1",
        "Out accuse Israel 1",
        "Both allied_with Russia 1",
    ];
    assert_eq!(say(&links), expected);
    assert_eq!(links[5].status, BTreeMap::from([(Status::Former, 1)]));
    let countries = Filter { kinds: vec![ActorKind::Country], ..Filter::default() };
    let links = graph().links("country:IRN", &countries).unwrap();
    assert_eq!(say(&links), ["Both consult Iraq 2", "Out accuse Israel 1", "Both allied_with Russia 1"]);
    assert!(graph().links("country:XXX", &Filter::default()).is_err());
}

#[test]
fn evidence_is_every_sentence_by_date_with_undated_last() {
    let store = graph();
    let say = |a: &str, b: &str| -> Vec<String> {
        let statements = store.evidence(a, b, &Filter::default()).unwrap();
        let date = |date: &Option<whom::ontology::Date>| date.as_ref().map_or("undated".to_owned(), |d| d.to_string());
        statements.iter().map(|s| format!("{} {} {}", date(&s.article.date), s.evidence, s.article.title)).collect()
    };
    let expected = [
        "2024-01-10 Iran -backs-> Hezbollah. Headline 0",
        "2024-02-20 Iran -backs-> Hezbollah (negated, says Iran). Headline 1",
        "2024-03 Iran -backs-> Hezbollah. Headline 2",
    ];
    assert_eq!(say("group:hezbollah", "country:IRN"), expected);
    let expected = ["2024-03 Iraq -consult-> Iran. Headline 2", "undated Iran -consult-> Iraq. Headline 3"];
    assert_eq!(say("country:IRN", "country:IRQ"), expected);
    assert!(say("country:IRQ", "country:RUS").is_empty());
}

#[track_caller]
fn check_path(store: &Store, from: &str, to: &str, expected: &[&str]) {
    let say = |route: &whom::graph::Route| {
        let hops: Vec<&str> = route.hops.iter().map(|hop| hop.statement.evidence.trim_end_matches('.')).collect();
        hops.join(" + ")
    };
    let routes: Vec<String> = store.path(from, to, 5, &Filter::default()).unwrap().iter().map(say).collect();
    assert_eq!(routes, expected, "from {from} to {to}");
}

#[test]
fn paths_are_shortest_whatever_the_direction_and_best_attested_first() {
    let mut store = graph();
    check_path(&store, "country:ISR", "group:hezbollah", &["Hezbollah -assault-> Israel"]);
    let both = [
        "Iran -backs-> Hezbollah + Hezbollah -assault-> Israel",
        "Iran -backs-> Hamas (planned) + Israel -assault-> Hamas",
    ];
    check_path(&store, "country:IRN", "country:ISR", &both);
    add(&mut store, "", &["Iran -aid-> Hamas"]);
    add(&mut store, "", &["Iran -aid-> Hamas", "Israel -assault-> Hamas"]);
    let turned =
        ["Iran -aid-> Hamas + Israel -assault-> Hamas", "Iran -backs-> Hezbollah + Hezbollah -assault-> Israel"];
    check_path(&store, "country:IRN", "country:ISR", &turned);
    check_path(&store, "country:IRN", "country:IRN", &[]);
    add(&mut store, "", &["Mars -backs-> Venus", "Venus -backs-> Iran (negated)"]);
    check_path(&store, "group:mars", "country:IRN", &[]);
}

#[test]
fn paths_go_over_what_the_filter_keeps() {
    let store = graph();
    let check = |filter: Filter, expected: &[&str]| {
        let routes = store.path("country:IRN", "country:ISR", 5, &filter).unwrap();
        let say = |hop: &whom::graph::Hop| format!("{} {}", hop.statement.evidence.trim_end_matches('.'), hop.articles);
        let said: Vec<String> = routes.iter().flat_map(|route| route.hops.iter().map(say)).collect();
        assert_eq!(said, expected, "with {filter:?}");
    };
    let over_hezbollah = ["Iran -backs-> Hezbollah 2", "Hezbollah -assault-> Israel 1"];
    let asserted = Some(whom::ontology::Modality::Asserted);
    check(Filter { modality: asserted, ..Filter::default() }, &over_hezbollah);
    check(Filter { polarity: Some(Polarity::Negated), ..Filter::default() }, &["Iran -accuse-> Israel (negated) 1"]);
    check(Filter { kinds: vec![ActorKind::Country], ..Filter::default() }, &[]);
    check(Filter { relations: vec![RelationType::Backs], ..Filter::default() }, &[]);
    check(Filter { min_articles: 2, ..Filter::default() }, &[]);
    check(Filter { min_confidence: 1.0, ..Filter::default() }, &[]);
    let (backs, assault) = (RelationType::Backs, RelationType::Assault);
    let kept =
        store.path("country:IRN", "country:ISR", 5, &Filter { relations: vec![backs, assault], ..Filter::default() });
    assert_eq!(kept.unwrap(), store.path("country:IRN", "country:ISR", 5, &Filter::default()).unwrap());
}

#[track_caller]
fn check_found(store: &Store, query: &str, expected: &str) {
    let found = match store.find_actor(query, None).unwrap() {
        Found::One(actor) => actor.id,
        Found::Ambiguous(candidates) => {
            let ids: Vec<String> = candidates.into_iter().map(|c| format!("{} {}", c.actor.id, c.articles)).collect();
            format!("one of {}", ids.join(", "))
        }
        Found::Unknown(similar) => {
            let ids: Vec<String> = similar.into_iter().map(|actor| actor.id).collect();
            format!("none, like {}", ids.join(", "))
        }
    };
    assert_eq!(found, expected, "for {query:?}");
}

#[test]
fn an_actor_is_found_by_any_alias() {
    let store = graph();
    for query in ["Iran", "iran", " the IRAN ", "Tehran", "Téhran's", "tehran’s", "country:IRN"] {
        check_found(&store, query, "country:IRN");
    }
    check_found(&store, "putin", "person:vladimir-putin");
    check_found(&store, "IRGC", "group:islamic-revolutionary-guard-corps");
    check_found(&store, "guards", "group:islamic-revolutionary-guard-corps");
    check_found(&store, "Hesbollah", "none, like group:hezbollah");
    check_found(&store, "guard corps", "none, like group:islamic-revolutionary-guard-corps");
    check_found(&store, "Xyzzy", "none, like ");
    check_found(&store, "", "none, like ");
}

#[test]
fn an_alias_of_several_means_the_one_that_clearly_bears_it_most() {
    let mut store = graph();
    add(&mut store, "", &["Putin -leads-> Putin Party"]);
    check_found(&store, "putin", "group:putin");
    for _ in 0..5 {
        add(&mut store, "", &["Vladimir Putin -leads-> Russia"]);
    }
    check_found(&store, "putin", "person:vladimir-putin");
    assert_eq!(store.find_actor("putin", Some(ActorKind::Country)).unwrap(), Found::Unknown(Vec::new()));
}

fn file() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("whom.db");
    fill(&mut Store::open(&path).unwrap());
    (folder, path)
}

/// What the program prints and says for arguments, and its exit code.
fn whom(db: &Path, arguments: &[&str]) -> (String, String, i32) {
    let output = Command::cargo_bin("whom").unwrap().arg("--db").arg(db).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code().unwrap())
}

#[test]
fn links_are_a_plain_table_when_piped() {
    let (_folder, db) = file();
    let (out, err, code) = whom(&db, &["links", "tehran", "--min-articles", "2"]);
    let expected = "\
type       with       kind     articles  first       last     said as    evidence
backs →    Hezbollah  group           3  2024-01-10  2024-03  negated 1  Iran -backs-> Hezbollah.
consult ↔  Iraq       country         2  2024-03     2024-03             Iran -consult-> Iraq.
";
    assert_eq!((out.as_str(), err.as_str(), code), (expected, "Iran (country:IRN):\n", 0));
}

#[test]
fn every_question_has_one_json_document() {
    let (_folder, db) = file();
    for (arguments, keys) in [
        (vec!["actors", "i"], vec!["actors"]),
        (vec!["links", "Iran"], vec!["actor", "links"]),
        (vec!["show", "Iran"], vec!["actor", "links"]),
        (vec!["evidence", "Iran", "Hezbollah"], vec!["between", "statements"]),
        (vec!["path", "Iran", "Israel"], vec!["from", "routes", "to"]),
    ] {
        let (out, _, code) = whom(&db, &[arguments.as_slice(), &["--json"]].concat());
        let document: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&out).unwrap();
        let mut found: Vec<&String> = document.keys().collect();
        found.sort();
        assert_eq!((found.len(), code), (keys.len(), 0), "of {arguments:?}");
        assert!(found.iter().zip(&keys).all(|(a, b)| a == b), "{found:?}");
    }
    let (out, _, _) = whom(&db, &["stats", "--json"]);
    let stats: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (&stats["articles"], &stats["actors"]["country"], &stats["types"]["backs"]),
        (&5.into(), &4.into(), &4.into())
    );
}

#[test]
fn show_names_what_articles_say_of_an_actor() {
    let (_folder, db) = file();
    let (out, err, code) = whom(&db, &["show", "putin"]);
    let expected = "\
Vladimir Putin
  id        person:vladimir-putin
  kind      person (leader)
  country   RUS
  offices   President
  aliases   Putin
  named in  1 article, 1 mention

type     with    kind     articles  first  last  said as  evidence
leads →  Russia  country         1  -      -              Vladimir Putin -leads-> Russia.
";
    assert_eq!((out.as_str(), err.as_str(), code), (expected, "", 0));
}

#[test]
fn evidence_and_paths_mark_what_is_no_plain_fact() {
    let (_folder, db) = file();
    let (out, _, _) = whom(&db, &["evidence", "Hezbollah", "Iran"]);
    assert!(
        out.contains("Iran —backs→ Hezbollah (negated, says Iran)\n  Iran -backs-> Hezbollah (negated, says Iran).\n")
    );
    assert!(out.contains("  2024-02-20 · Headline 1 · Example Post · https://example.org/1 · a1\n"), "{out}");
    let (out, _, _) = whom(&db, &["path", "Putin", "Hezbollah", "--limit", "1"]);
    assert!(
        out.starts_with("Vladimir Putin – Russia (1 article) – Iran (1 article) – Hezbollah (2 articles)\n"),
        "{out}"
    );
    assert!(
        out.contains("  Iran —allied_with— Russia (former)\n")
            || out.contains("  Russia —allied_with— Iran (former)\n")
    );
}

#[test]
fn what_is_not_found_is_said_on_stderr_with_exit_code_1() {
    let (_folder, db) = file();
    for (arguments, message) in [
        (
            vec!["links", "Hesbollah"],
            "whom: no actor is called \"Hesbollah\"; did you mean \"Hezbollah\" (group:hezbollah)?\n",
        ),
        (vec!["links", "Iran", "--type", "owns"], "whom: no such link of Iran; 6 without the filters\n"),
        (vec!["actors", "zz"], "whom: no actor has \"zz\" in its name\n"),
        (vec!["path", "Iran", "tehran"], "whom: both names are of Iran\n"),
        (
            vec!["evidence", "Iraq", "Russia"],
            "whom: no sentence links Iraq and Russia; whom path looks for ways through others\n",
        ),
    ] {
        let (out, err, code) = whom(&db, &arguments);
        assert_eq!((out.as_str(), err.as_str(), code), ("", message, 1), "{arguments:?}");
    }
    let (_, err, code) = whom(Path::new("none.db"), &["links", "Iran"]);
    assert_eq!((err.as_str(), code), ("whom: no graph at \"none.db\": run whom ingest first\n", 2));
}

#[test]
fn text_of_articles_cannot_steer_the_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("whom.db");
    add(&mut Store::open(&db).unwrap(), "", &["Iran -backs-> \u{1b}]0;x\u{7}Evil\u{9b}2J"]);
    for arguments in [vec!["links", "Iran"], vec!["links", "Iran", "--json"], vec!["actors"], vec!["actors", "--json"]]
    {
        let (out, err, code) = whom(&db, &arguments);
        assert_eq!(code, 0);
        assert!(!(out + &err).chars().any(|c| c.is_control() && c != '\n'), "{arguments:?}");
    }
}

/// One filter of each sort.
fn filters() -> Vec<Filter> {
    vec![
        Filter { relations: vec![RelationType::Backs, RelationType::Consult], ..Filter::default() },
        Filter { kinds: vec![ActorKind::Country], ..Filter::default() },
        Filter { since: "2024-02".parse().ok(), ..Filter::default() },
        Filter { until: "2024-01".parse().ok(), ..Filter::default() },
        Filter { polarity: Some(Polarity::Negated), ..Filter::default() },
        Filter { modality: Some(Modality::Planned), ..Filter::default() },
        Filter { min_articles: 2, ..Filter::default() },
        Filter { min_confidence: 0.8, since: "2024".parse().ok(), ..Filter::default() },
    ]
}

/// Articles, actors and statements that the network of a filter is made of.
fn made_of(network: &Network) -> (BTreeSet<&str>, usize, u32) {
    let articles = network.edges.iter().flat_map(|edge| edge.article_ids.iter().map(String::as_str)).collect();
    (articles, network.nodes.len(), network.edges.iter().map(|edge| edge.statements).sum())
}

#[test]
fn counts_and_lists_are_of_what_the_network_of_a_filter_is_made_of() {
    let store = graph();
    for filter in filters() {
        let network = store.network(&filter).unwrap();
        let (articles, n_actors, n_statements) = made_of(&network);
        let stats = store.stats_of(&filter).unwrap();
        assert_eq!(
            (stats.actors.values().sum::<u32>() as usize, stats.statements),
            (n_actors, n_statements),
            "{filter:?}"
        );
        assert_eq!(stats.polarity.values().sum::<u32>(), n_statements);

        let listed = store.articles(&ArticleFilter::default(), &filter, 0).unwrap();
        assert_eq!(stats.articles as usize, listed.len(), "{filter:?}");
        let states = |article: &&ListedArticle| article.statements > 0;
        assert_eq!(listed.iter().filter(states).map(|article| article.id.as_str()).collect::<BTreeSet<_>>(), articles);
        assert_eq!(listed.iter().map(|article| article.statements).sum::<u32>(), n_statements, "{filter:?}");

        // The kinds of a list of actors are theirs alone; those of a network are of both ends.
        if filter.kinds.is_empty() {
            let listed: BTreeSet<String> =
                store.actors("", &filter, 0).unwrap().into_iter().map(|listed| listed.actor.id).collect();
            assert_eq!(listed, network.nodes.iter().map(|node| node.id.clone()).collect(), "{filter:?}");
        }
    }
}

#[track_caller]
fn check_actors(query: &str, filter: Filter, limit: usize, expected: &[&str]) {
    let say = |listed: &Listed| format!("{} {} {}", listed.actor.name, listed.articles, listed.links);
    let found: Vec<String> = graph().actors(query, &filter, limit).unwrap().iter().map(say).collect();
    assert_eq!(found, expected, "{query:?} with {filter:?}");
}

#[test]
fn actors_are_those_that_a_passing_statement_links_with_its_counts() {
    let backs = Filter { relations: vec![RelationType::Backs], ..Filter::default() };
    check_actors("", backs.clone(), 0, &["Iran 3 2", "Hezbollah 3 1", "Hamas 1 1"]);
    check_actors("", backs.clone(), 1, &["Iran 3 2"]);
    check_actors("ham", backs.clone(), 0, &["Hamas 1 1"]);
    check_actors("", Filter { min_articles: 3, ..backs.clone() }, 0, &["Iran 3 1", "Hezbollah 3 1"]);
    check_actors("", Filter { kinds: vec![ActorKind::Group], ..backs }, 0, &["Hezbollah 3 1", "Hamas 1 1"]);
    let persons = Filter { kinds: vec![ActorKind::Person], ..Filter::default() };
    check_actors("", persons, 0, &["Vladimir Putin 1 1"]);
}

#[test]
fn articles_are_those_whose_statements_pass() {
    let store = graph();
    let check = |actor: Option<&str>, filter: &Filter, expected: &[&str]| {
        let which = ArticleFilter { actor: actor.map(str::to_owned), ..ArticleFilter::default() };
        let say = |article: &ListedArticle| format!("{} {}", article.id, article.statements);
        let found: Vec<String> = store.articles(&which, filter, 0).unwrap().iter().map(say).collect();
        assert_eq!(found, expected, "{actor:?} with {filter:?}");
    };
    let assault = Filter { relations: vec![RelationType::Assault], ..Filter::default() };
    check(None, &assault, &["a1 1", "a0 1"]);
    check(Some("group:hamas"), &assault, &["a1 1"]);
    // Iran is named in both, and assaults nobody.
    check(Some("country:IRN"), &assault, &[]);
    check(None, &Filter { since: "2024-02".parse().ok(), ..assault }, &["a1 1"]);
    // Dates alone ask nothing of what an article states.
    check(None, &Filter { since: "2024-02".parse().ok(), ..Filter::default() }, &["a2 3", "a1 2"]);
}

#[test]
fn names_of_an_actor_are_those_that_passing_statements_use() {
    let mut store = Store::open(":memory:").unwrap();
    add(&mut store, "2023-01-10", &["Iran -backs-> Hizbollah", "Iran -backs-> Hezbollah"]);
    add(&mut store, "2024-01-10", &["Iran -accuse-> Hezbollah (planned)"]);
    store.correct(&["merge group:hizbollah group:hezbollah@LBN".parse().unwrap()]).unwrap();
    let check = |filter: Filter, expected: &[&str]| {
        let say = |joined: &Joined| format!("{} {}", joined.name, joined.articles);
        let found: Vec<String> = store.why("group:hezbollah", &filter).unwrap().iter().map(say).collect();
        assert_eq!(found, expected, "{filter:?}");
    };
    check(Filter::default(), &["Hezbollah 2", "Hizbollah 1"]);
    check(Filter { until: "2023".parse().ok(), ..Filter::default() }, &["Hezbollah 1", "Hizbollah 1"]);
    check(Filter { modality: Some(Modality::Planned), ..Filter::default() }, &["Hezbollah 1"]);
    check(Filter { relations: vec![RelationType::Sanction], ..Filter::default() }, &[]);
    assert!(store.why("group:none", &Filter::default()).is_err());
}

#[test]
fn every_question_takes_every_filter() {
    let (_folder, db) = file();
    let words = "--family alignment --kind country,group --since 2023 --until 2024-12 --polarity affirmed --modality asserted \
                 --min-articles 1 --min-confidence 0.1";
    let filters: Vec<&str> = words.split_whitespace().collect();
    for question in [
        "actors",
        "articles",
        "articles --actor Iran",
        "communities",
        "evidence Iran Hezbollah",
        "links",
        "links Iran",
        "path Iran Hezbollah",
        "rank",
        "review --json",
        "search Iran",
        "show Iran",
        "stats",
        "timeline Iran",
        "changes",
        "why Iran",
        "export - --format json",
    ] {
        let arguments: Vec<&str> = question.split_whitespace().chain(filters.iter().copied()).collect();
        let (_, err, code) = whom(&db, &arguments);
        assert!(code < 2, "{question}: {err}");
    }
    let (out, _, _) = whom(&db, &["stats", "--type", "backs", "--polarity", "affirmed"]);
    assert!(
        out.starts_with("articles                       2\n") && out.contains("backs                        3\n"),
        "{out}"
    );
    let (out, err, code) = whom(&db, &["why", "Putin", "--type", "backs"]);
    assert_eq!(
        (out.as_str(), err.as_str(), code),
        ("", "whom: no statement about Vladimir Putin passes the filters\n", 1)
    );
}
