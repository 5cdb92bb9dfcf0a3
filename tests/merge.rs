//! The graph is a function of the set of articles: order, batches and repetition leave no trace in it.

use std::collections::BTreeMap;
use std::path::Path;

use proptest::prelude::*;
use proptest::sample::select;
use rusqlite::Connection;
use whom::article::Article;
use whom::extract::Extraction;
use whom::graph::{Added, Filter, Store};
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
                text: format!("text {text}"),
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

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn order_batches_and_repetition_leave_no_trace((articles, other, sizes) in two_ways()) {
        let folder = tempfile::tempdir().unwrap();
        let (one, two) = (folder.path().join("one.db"), folder.path().join("two.db"));
        let mut first = Store::open(&one).unwrap();
        first.add(&articles).unwrap();
        let mut second = Store::open(&two).unwrap();
        let mut rest = other.as_slice();
        for size in sizes.into_iter().cycle() {
            let (batch, later) = rest.split_at(size.min(rest.len()));
            second.add(batch).unwrap();
            rest = later;
            if rest.is_empty() {
                break;
            }
        }
        prop_assert_eq!(first.network(&Filter::default()).unwrap(), second.network(&Filter::default()).unwrap());
        prop_assert_eq!(dump(&one), dump(&two));

        let before = dump(&two);
        prop_assert!(second.add(&articles).unwrap().iter().all(|added| *added == Added::Known));
        prop_assert!(articles.iter().all(|(article, _)| second.is_settled(article).unwrap()));
        prop_assert_eq!(before, dump(&two));
    }
}

/// All that the file holds, with readable names in the place of row numbers, in an order of its own.
fn dump(path: &Path) -> String {
    let connection = Connection::open(path).unwrap();
    let tables = [
        "SELECT fingerprint, id, title, date, url, outlet, language, text
         FROM article JOIN article_text ON article = number",
        "SELECT id, kind FROM actor",
        "SELECT fingerprint, position, actor.id, form.text, leader, country, sector, offices, aliases, mentions
         FROM article_actor JOIN article ON article.number = article JOIN actor ON actor.number = actor
         JOIN form ON form.number = name",
        "SELECT actor.id, form.text, form.folded, names, articles
         FROM actor_form JOIN actor ON actor.number = actor JOIN form ON form.number = form",
        "SELECT fingerprint, start, end, text FROM sentence JOIN article ON article.number = article",
        "SELECT fingerprint, s.position, a.id, relation, b.id, predicate, polarity, modality, status, c.id, confidence,
                e.start, e.end, e.text
         FROM statement s JOIN article ON article.number = s.article JOIN sentence e ON e.number = s.sentence
         JOIN actor a ON a.number = subject JOIN actor b ON b.number = object LEFT JOIN actor c ON c.number = speaker",
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
        lines.extend(table);
    }
    lines.join("\n")
}
