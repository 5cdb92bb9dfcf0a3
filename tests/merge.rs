//! The graph is a function of the set of articles: order, batches and repetition leave no trace in it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use proptest::prelude::*;
use proptest::sample::select;
use rusqlite::Connection;
use whom::article::Article;
use whom::extract::Extraction;
use whom::graph::{Added, Correction, Edge, Filter, Network, Rows, Store};
use whom::ontology::{Actor, ActorKind, Modality, Office, Polarity, RelationType, Statement, Status};

/// Names that collide in many ways: case, marks, "the", code, script, one name for two kinds.
const NAMES: &[(ActorKind, &str, Option<&str>)] = &[
    (ActorKind::Country, "Iran", Some("IRN")),
    (ActorKind::Country, "Islamic Republic of Iran", Some("IRN")),
    (ActorKind::Country, "Transnistria", None),
    (ActorKind::Person, "Recep Erdoğan", Some("TUR")),
    (ActorKind::Person, "RECEP ERDOGAN", None),
    (ActorKind::Person, "Эрдоган", None),
    (ActorKind::Group, "the Hezbollah", Some("LBN")),
    (ActorKind::Group, "Hezbollah", Some("IRN")),
    (ActorKind::Group, "Iran", None),
    (ActorKind::Group, "WHO", None),
    (ActorKind::Group, "Who", Some("USA")),
];

fn office(title: &str) -> Office {
    Office { title: title.to_owned(), of: Some("Russia".to_owned()), status: Status::Current }
}

fn actor() -> impl Strategy<Value = Actor> {
    (
        select(NAMES),
        any::<bool>(),
        prop::option::of(select(vec!["GOV", "REB"])),
        prop::collection::vec(select(vec!["President", "Leader"]), 0..2),
        prop::collection::vec(select(vec!["Putin", "Tehran", "IRGC", "Hezbollah"]), 0..3),
        0_usize..4,
    )
        .prop_map(|((kind, name, country), leader, sector, offices, aliases, n_mentions)| Actor {
            name: name.to_string(),
            kind,
            leader,
            country: country.map(str::to_owned),
            sector: sector.map(str::to_owned),
            offices: offices.into_iter().map(office).collect(),
            aliases: aliases.into_iter().map(str::to_owned).collect(),
            mentions: (0..n_mentions).map(|i| (i * 10, i * 10 + 4)).collect(),
        })
}

/// A statement whose ends are places in the list of actors.
fn statement() -> impl Strategy<Value = ((usize, usize, Option<usize>), Statement)> {
    (
        (0_usize..5, 0_usize..5, prop::option::of(0_usize..5)),
        select(vec![RelationType::Backs, RelationType::Consult, RelationType::RivalOf]),
        select(Polarity::ALL),
        select(Modality::ALL),
        select(Status::ALL),
        select(vec!["They spoke.", "One armed the other."]),
        select(vec![0.25, 0.5, 1.0]),
    )
        .prop_map(|(ends, relation, polarity, modality, status, evidence, confidence)| {
            let statement = Statement {
                subject: String::new(),
                relation,
                object: String::new(),
                predicate: "word".to_owned(),
                polarity,
                modality,
                status,
                speaker: None,
                evidence: evidence.to_owned(),
                start: 3,
                end: 3 + evidence.len(),
                dated: None,
                confidence,
            };
            (ends, statement)
        })
}

/// An article of few texts under few particulars, so that texts come again under others.
fn article() -> impl Strategy<Value = (Article, Extraction)> {
    (
        0_usize..6,
        select(vec![None, Some("2024"), Some("2024-05-01"), Some("2023-01-02")]),
        select(vec!["a", "b"]),
        select(vec!["", "Headline"]),
        prop::collection::vec(actor(), 1..5),
        prop::collection::vec(statement(), 0..6),
    )
        .prop_map(|(text, date, id, title, actors, drafts)| {
            let article = Article {
                id: id.to_owned(),
                title: title.to_owned(),
                date: date.map(|date| date.parse().unwrap()),
                url: String::new(),
                outlet: format!("outlet {title}"),
                language: "en".to_owned(),
                text: long_text(text),
                fingerprint: format!("{text:064x}"),
            };
            let name = |place: usize| actors[place % actors.len()].name.clone();
            let statements = drafts
                .into_iter()
                .map(|((subject, object, speaker), statement)| Statement {
                    subject: name(subject),
                    object: name(object),
                    speaker: speaker.map(name),
                    ..statement
                })
                .collect();
            let extraction = Extraction::new(&article, actors.clone(), statements);
            (article, extraction)
        })
}

/// A text of words of its own, which shares a third or two thirds with that before and that after it, so that stories
/// are chains: of those there are, one may hold the others together.
fn long_text(n: usize) -> String {
    let first = if n < 4 { n * 30 } else { 1000 * n };
    (first..first + 90).map(|word| format!("word{}", word * 7919 % 100_003)).collect::<Vec<String>>().join(" ")
}

type Articles = Vec<(Article, Extraction)>;

/// Articles as an extractor gives them: what one states depends on nothing but itself.
fn articles() -> impl Strategy<Value = Articles> {
    prop::collection::vec(article(), 1..14).prop_map(|drafts| {
        let mut extracted: BTreeMap<String, Extraction> = BTreeMap::new();
        drafts
            .into_iter()
            .map(|(article, extraction)| {
                let extraction = extracted.entry(format!("{article:?}")).or_insert(extraction).clone();
                (article, extraction)
            })
            .collect()
    })
}

/// Articles, the same in another order with some twice, and the sizes of batches to cut these into.
fn two_ways() -> impl Strategy<Value = (Articles, Articles, Vec<usize>)> {
    articles().prop_flat_map(|articles| {
        let n_articles = articles.len();
        let again = prop::sample::subsequence(articles.clone(), 0..=n_articles);
        let other = (Just(articles.clone()), again).prop_map(|(all, again)| [all, again].concat()).prop_shuffle();
        (Just(articles), other, prop::collection::vec(1_usize..5, 30))
    })
}

/// Corrections of the names above.
fn corrections() -> impl Strategy<Value = Vec<Correction>> {
    let line = select(vec![
        "merge person:recep-erdogan@TUR person:recep-erdogan",
        "merge group:hezbollah@LBN group:hezbollah@IRN",
        "apart group:hezbollah@LBN group:hezbollah@IRN",
        "apart person:recep-erdogan@TUR person:recep-erdogan",
        "split person:recep-erdogan@TUR other 0000000000000000",
        "rename country:IRN Persia",
        "retype group:iran country",
        "hide country:transnistria",
        "reject 0000000000000000 3 country:IRN backs group:hezbollah@LBN",
    ]);
    prop::collection::vec(line.prop_map(|line| line.parse().unwrap()), 0..5)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn order_batches_and_repetition_leave_no_trace(
        (articles, other, sizes) in two_ways(),
        corrections in corrections(),
        are_later in any::<bool>(),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let (one, two) = (folder.path().join("one.db"), folder.path().join("two.db"));
        let mut first = Store::open(&one).unwrap();
        first.correct(&corrections).unwrap();
        first.add(&articles).unwrap();
        let mut second = Store::open(&two).unwrap();
        let mut rest = other.as_slice();
        for size in sizes.into_iter().cycle() {
            let (batch, later) = rest.split_at(size.min(rest.len()));
            // A process that ends without settling leaves that to the next.
            let added = if size == 1 { second.stow(batch) } else { second.add(batch) };
            added.unwrap();
            rest = later;
            if !are_later && rest.len() > other.len() / 2 && second.corrections().unwrap().is_empty() {
                second.correct(&corrections).unwrap();
            }
            if rest.is_empty() {
                break;
            }
        }
        if second.corrections().unwrap() != corrections {
            second.correct(&corrections).unwrap();
        }
        second.settle().unwrap();
        prop_assert_eq!(first.network(&Filter::default()).unwrap(), second.network(&Filter::default()).unwrap());
        let all = dump(&one);
        prop_assert_eq!(differing(&all, &dump(&two)), "");

        prop_assert!(second.add(&articles).unwrap().iter().all(|added| *added == Added::Known));
        prop_assert!(articles.iter().all(|(article, _)| second.is_settled(article).unwrap()));
        prop_assert_eq!(differing(&all, &dump(&two)), "");

        second.derive_anew().unwrap();
        prop_assert_eq!(differing(&all, &dump(&two)), "");
    }

    #[test]
    fn what_is_counted_of_an_edge_is_what_its_statements_say(articles in articles()) {
        let mut store = Store::open(":memory:").unwrap();
        store.add(&articles).unwrap();
        let counted = store.network(&Filter::default()).unwrap();
        // A bound that every date keeps makes the store look at each statement; only undated articles fall out.
        let all = Filter { until: Some("9999".parse().unwrap()), ..Filter::default() };
        let dated = store.network(&all).unwrap();
        for edge in &dated.edges {
            let same = |other: &&Edge| {
                let ids = |network: &Network, e: &Edge| (network.nodes[e.source].id.clone(), network.nodes[e.target].id.clone());
                ids(&counted, other) == ids(&dated, edge) && other.relation == edge.relation
            };
            let other = counted.edges.iter().find(same).expect("an edge of some statements is one of all");
            prop_assert!(other.articles >= edge.articles && other.days == edge.days);
            if other.articles == edge.articles {
                prop_assert_eq!(Edge { source: edge.source, target: edge.target, ..other.clone() }, edge.clone());
            }
        }
    }

    #[test]
    fn what_streams_is_what_the_graph_holds(articles in articles(), corrections in corrections()) {
        let mut store = Store::open(":memory:").unwrap();
        store.add(&articles).unwrap();
        store.correct(&corrections).unwrap();
        let kinds = vec![ActorKind::Person, ActorKind::Group];
        let relations: Vec<RelationType> = RelationType::ALL.iter().copied().step_by(2).collect();
        for filter in [
            Filter::default(),
            Filter { kinds, ..Filter::default() },
            Filter { relations, ..Filter::default() },
            Filter { min_articles: 2, ..Filter::default() },
            Filter { until: Some("9999".parse().unwrap()), ..Filter::default() },
        ] {
            let (network, statements) = (store.network(&filter).unwrap(), store.statements(&filter).unwrap());
            let rows = store.rows(&filter).unwrap();
            let mut streamed = Network::default();
            rows.each_node(&mut |row| {
                streamed.nodes.push(row.node.clone());
                Ok(())
            })
            .unwrap();
            rows.each_edge(&mut |row| {
                assert_eq!([row.source, row.target], [row.edge.source, row.edge.target].map(|end| (&network.nodes[end]).into()));
                streamed.edges.push(row.edge.clone());
                Ok(())
            })
            .unwrap();
            prop_assert_eq!(&streamed, &network);
            let relations: BTreeSet<RelationType> = network.edges.iter().map(|edge| edge.relation).collect();
            prop_assert_eq!(rows.relations().unwrap(), relations);
            let mut told = Vec::new();
            rows.each_statement(&mut |row| {
                told.push(row.statement.clone());
                Ok(())
            })
            .unwrap();
            let n_stated: u32 = network.edges.iter().map(|edge| edge.statements).sum();
            prop_assert_eq!(told.len(), n_stated as usize);
            if filter.min_articles == 0 {
                prop_assert_eq!(told, statements);
            }
        }
    }

    #[test]
    fn what_is_forgotten_leaves_no_trace(articles in articles(), corrections in corrections(), n_kept in 0_usize..8) {
        let mut kept: Vec<(Article, Extraction)> = Vec::new();
        let mut store = Store::open(":memory:").unwrap();
        store.correct(&corrections).unwrap();
        store.add(&articles).unwrap();
        for fingerprint in store.stored_fingerprints().unwrap().into_iter().skip(n_kept) {
            store.forget(&fingerprint).unwrap();
        }
        for fingerprint in store.stored_fingerprints().unwrap() {
            kept.push(store.stored(&fingerprint).unwrap().unwrap());
        }
        let folder = tempfile::tempdir().unwrap();
        let (one, two) = (folder.path().join("one.db"), folder.path().join("two.db"));
        store.copy_to(&one).unwrap();
        let mut other = Store::open(&two).unwrap();
        other.correct(&corrections).unwrap();
        other.add(&kept).unwrap();
        prop_assert_eq!(differing(&dump(&one), &dump(&two)), "");
    }
}

/// The lines that only one of two dumps has.
fn differing(a: &str, b: &str) -> String {
    let (in_a, in_b): (BTreeSet<&str>, BTreeSet<&str>) = (a.lines().collect(), b.lines().collect());
    let lines: Vec<&str> = in_a.symmetric_difference(&in_b).copied().collect();
    lines.join("\n")
}

/// All that the file says, with readable names in the place of row numbers, in an order of its own.
fn dump(path: &Path) -> String {
    let connection = Connection::open(path).unwrap();
    let tables = [
        "SELECT * FROM nodes",
        "SELECT MIN(source, CASE symmetric WHEN 1 THEN target ELSE source END), MAX(target, CASE symmetric WHEN 1 THEN source ELSE target END),
             type, articles, stories, outlets, days, statements, negated, first, last, confidence, evidence FROM edges",
        "SELECT * FROM articles",
        "SELECT * FROM evidence",
        "SELECT p.id, p.country, part, a.id, a.hidden, a.corrected, reason, p.articles, p.mentions, leaders, p.first, p.last, p.offices, sectors
             FROM persona p JOIN actor a ON a.number = p.actor",
        "SELECT p.id, p.country, part, f.text, f.folded, names, n.articles
             FROM persona_form n JOIN persona p ON p.number = persona JOIN form f ON f.number = form",
        "SELECT p.id, p.country, part, key FROM persona_key JOIN persona p ON p.number = persona",
        "SELECT p.id, p.country, part, HEX(fingerprint) FROM appearance JOIN persona p ON p.number = persona JOIN article a ON a.number = article",
        "SELECT HEX(fingerprint), position, rejected FROM statement JOIN article a ON a.number = article",
    ];
    let mut lines: Vec<String> = Vec::new();
    for sql in tables {
        let mut query = connection.prepare(sql).unwrap();
        let n_columns = query.column_count();
        let rows = query.query_map([], |row| {
            (0..n_columns).map(|i| row.get::<_, rusqlite::types::Value>(i)).collect::<Result<Vec<_>, _>>()
        });
        let mut table: Vec<String> = rows.unwrap().map(|row| format!("{:?}", row.unwrap())).collect();
        table.sort();
        lines.push(format!("-- {sql}"));
        lines.extend(table);
    }
    lines.join("\n")
}

/// One name of which one writing is an acronym and the other a word: what is part of what is decided once for both.
#[test]
fn no_name_is_part_of_itself() {
    use whom::graph::names::{canonical, is_full};
    let names = [("WHO", None), ("Who", Some("USA")), ("World Health Organization", None)];
    assert_eq!(canonical(ActorKind::Group, "WHO"), canonical(ActorKind::Group, "Who"));
    assert_ne!(is_full(ActorKind::Group, "WHO"), is_full(ActorKind::Group, "Who"));
    let mut store = Store::open(":memory:").unwrap();
    for (n, (name, country)) in names.into_iter().enumerate() {
        let article = Article {
            id: n.to_string(),
            title: String::new(),
            date: None,
            url: String::new(),
            outlet: String::new(),
            language: "en".to_owned(),
            text: long_text(n),
            fingerprint: format!("{n:064x}"),
        };
        let actor = Actor { country: country.map(str::to_owned), ..Actor::new(name, ActorKind::Group) };
        let extraction = Extraction::new(&article, vec![actor], Vec::new());
        store.add(&[(article, extraction)]).unwrap();
    }
    assert_eq!(store.stats().unwrap().articles, 3);
}
