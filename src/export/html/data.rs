//! What the page is given: nodes with their places, edges, every statement, and the sentences that there is room for.
//!
//! Tables of rows, one a line, that point to each other by number: twenty thousand edges stay under 15 MB, and two
//! exports can be compared with `diff`. `web/src/rows.ts` is the other side of this file.

use std::collections::HashMap;
use std::io::{self, Write};

use serde::Serialize;

use super::super::columns::shown_name;
use super::super::palette;
use super::super::palette::{Look, Tone};
use super::{layout, sentences};
use crate::graph::{Edge, Evidence, Network, Node};
use crate::ontology::{ActorKind, Date, Family, Modality, Polarity, RelationType, Status};

/// Writes the whole as one JSON object.
pub fn write(network: &Network, statements: &[Evidence], left_out: usize, out: &mut dyn Write) -> io::Result<()> {
    let tables = Tables::new(network, statements);
    write!(out, "{{\"page\":1,\"left_out\":{left_out},\"sentences_an_edge\":{}", tables.limit)?;
    rows(out, "looks", Look::ALL.iter().map(|look| LookRow::of(*look)))?;
    rows(out, "tones", Tone::ALL.iter().map(|tone| ToneRow::of(*tone)))?;
    rows(out, "relations", RelationType::ALL.iter().map(|relation| RelationRow::of(*relation)))?;
    rows(out, "polarities", Polarity::ALL.iter())?;
    rows(out, "modalities", Modality::ALL.iter())?;
    rows(out, "statuses", Status::ALL.iter())?;
    rows(out, "outlets", tables.outlets.items.iter())?;
    rows(out, "speakers", tables.speakers.items.iter())?;
    rows(out, "articles", tables.articles.iter())?;
    rows(out, "sentences", tables.sentences.items.iter())?;
    let places = layout::places(network);
    rows(out, "nodes", network.nodes.iter().zip(places).map(|(node, place)| NodeRow::of(node, place)))?;
    rows(out, "edges", network.edges.iter().map(edge_row))?;
    rows(out, "statements", tables.statements.iter())?;
    out.write_all(b"}\n")
}

fn rows<T: Serialize>(out: &mut dyn Write, name: &str, rows: impl Iterator<Item = T>) -> io::Result<()> {
    write!(out, ",\n\"{name}\":[")?;
    for (index, row) in rows.enumerate() {
        out.write_all(if index == 0 { b"\n" } else { b",\n" })?;
        serde_json::to_writer(&mut *out, &row)?;
    }
    out.write_all(b"]")
}

#[derive(Serialize)]
struct LookRow {
    word: &'static str,
    kind: ActorKind,
    color: &'static str,
}

impl LookRow {
    fn of(look: Look) -> LookRow {
        LookRow { word: look.caption(), kind: look.kind(), color: look.color() }
    }
}

#[derive(Serialize)]
struct ToneRow {
    caption: &'static str,
    color: &'static str,
    on_dark: &'static str,
}

impl ToneRow {
    fn of(tone: Tone) -> ToneRow {
        ToneRow { caption: tone.caption(), color: tone.color(), on_dark: tone.color_on_dark() }
    }
}

#[derive(Serialize)]
struct RelationRow {
    word: RelationType,
    family: Family,
    tone: usize,
    symmetric: bool,
}

impl RelationRow {
    fn of(relation: RelationType) -> RelationRow {
        let tone = position(Tone::ALL, &Tone::of(relation));
        RelationRow { word: relation, family: relation.family(), tone, symmetric: relation.is_symmetric() }
    }
}

#[derive(Serialize)]
struct NodeRow<'a> {
    id: &'a str,
    name: &'a str,
    look: usize,
    x: f64,
    y: f64,
    size: f64,
    articles: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sector: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    offices: &'a [String],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    aliases: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<&'a Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<&'a Date>,
}

impl<'a> NodeRow<'a> {
    fn of(node: &'a Node, (x, y): (f64, f64)) -> NodeRow<'a> {
        NodeRow {
            id: &node.id,
            name: shown_name(node),
            look: position(Look::ALL, &Look::of(node)),
            x,
            y,
            size: palette::node_size(node),
            articles: node.articles,
            country: node.country.as_deref(),
            sector: node.sector.as_deref(),
            offices: &node.offices,
            aliases: &node.aliases,
            first: node.first.as_ref(),
            last: node.last.as_ref(),
        }
    }
}

/// Source, target, relation, articles, statements.
fn edge_row(edge: &Edge) -> (usize, usize, usize, u32, u32) {
    (edge.source, edge.target, position(RelationType::ALL, &edge.relation), edge.articles, edge.statements)
}

/// An article of which no sentence is shown needs its date only.
#[derive(Serialize)]
#[serde(untagged)]
enum ArticleRow<'a> {
    Quoted(Option<&'a Date>, usize, &'a str, &'a str),
    Counted([Option<&'a Date>; 1]),
}

/// Edge, article, polarity, modality, status, confidence, sentence, speaker, the date that the sentence gives.
#[derive(Serialize)]
struct StatementRow<'a>(usize, usize, usize, usize, usize, f64, Option<usize>, Option<usize>, Option<&'a Date>);

/// The rows that others point to.
struct Tables<'a> {
    limit: usize,
    outlets: Numbered<&'a str>,
    speakers: Numbered<&'a str>,
    articles: Vec<ArticleRow<'a>>,
    sentences: Numbered<&'a str>,
    statements: Vec<StatementRow<'a>>,
}

impl<'a> Tables<'a> {
    fn new(network: &'a Network, statements: &'a [Evidence]) -> Tables<'a> {
        let edges = by_edge(network, statements);
        let ranks: Vec<Vec<usize>> = edges.iter().map(|of_edge| sentences::ranks(of_edge)).collect();
        let sized = edges.iter().flatten().zip(ranks.iter().flatten());
        let limit = sentences::limit(sized.map(|(statement, rank)| (*rank, statement.evidence.len())));
        let (mut outlets, mut speakers) = (Numbered::new(), Numbered::new());
        let (mut sentences, mut articles) = (Numbered::new(), Numbered::new());
        let mut is_quoted = Vec::new();
        let mut rows = Vec::with_capacity(statements.len());
        for (edge, (of_edge, ranks)) in edges.iter().zip(&ranks).enumerate() {
            for (statement, rank) in of_edge.iter().zip(ranks) {
                let article = articles.number(Published::of(statement));
                is_quoted.resize(articles.items.len(), false);
                let is_shown = *rank < limit;
                is_quoted[article] |= is_shown;
                rows.push(StatementRow(
                    edge,
                    article,
                    position(Polarity::ALL, &statement.polarity),
                    position(Modality::ALL, &statement.modality),
                    position(Status::ALL, &statement.status),
                    (statement.confidence * 100.0).round() / 100.0,
                    is_shown.then(|| sentences.number(statement.evidence.as_str())),
                    statement.speaker.as_ref().filter(|_| is_shown).map(|who| speakers.number(who.name.as_str())),
                    statement.dated.as_ref().filter(|_| is_shown),
                ));
            }
        }
        let article_row = |(article, is_quoted): (&Published<'a>, bool)| match is_quoted {
            true => ArticleRow::Quoted(article.date, outlets.number(article.outlet), article.title, article.url),
            false => ArticleRow::Counted([article.date]),
        };
        let articles = articles.items.iter().zip(is_quoted).map(article_row).collect();
        Tables { limit, outlets, speakers, articles, sentences, statements: rows }
    }
}

/// The statements of each edge, by date, undated ones last.
fn by_edge<'a>(network: &'a Network, statements: &'a [Evidence]) -> Vec<Vec<&'a Evidence>> {
    let place = |node: usize| network.nodes[node].id.as_str();
    let numbered = network.edges.iter().enumerate();
    let edges: HashMap<Triple, usize> =
        numbered.map(|(index, edge)| (triple(place(edge.source), edge.relation, place(edge.target)), index)).collect();
    let mut of_edges = vec![Vec::new(); network.edges.len()];
    for statement in statements {
        if let Some(edge) = edges.get(&triple(&statement.subject.id, statement.relation, &statement.object.id)) {
            of_edges[*edge].push(statement);
        }
    }
    for of_edge in &mut of_edges {
        of_edge.sort_by_key(|statement| {
            let article = &statement.article;
            (article.date.is_none(), article.date.as_ref(), &article.id, statement.start, &statement.evidence)
        });
    }
    of_edges
}

type Triple<'a> = (&'a str, RelationType, &'a str);

/// What makes statements of one edge; of a symmetric relation either end may be the subject.
fn triple<'a>(subject: &'a str, relation: RelationType, object: &'a str) -> Triple<'a> {
    if relation.is_symmetric() && subject > object { (object, relation, subject) } else { (subject, relation, object) }
}

/// An article by all that is known of it: two texts may bear the same id.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Published<'a> {
    id: &'a str,
    date: Option<&'a Date>,
    outlet: &'a str,
    title: &'a str,
    url: &'a str,
}

impl<'a> Published<'a> {
    fn of(statement: &'a Evidence) -> Published<'a> {
        let article = &statement.article;
        Published {
            id: &article.id,
            date: article.date.as_ref(),
            outlet: &article.outlet,
            title: &article.title,
            url: &article.url,
        }
    }
}

/// Items in the order in which they came first, each with its number.
struct Numbered<T> {
    items: Vec<T>,
    numbers: HashMap<T, usize>,
}

impl<T: Copy + Eq + std::hash::Hash> Numbered<T> {
    fn new() -> Self {
        Numbered { items: Vec::new(), numbers: HashMap::new() }
    }

    fn number(&mut self, item: T) -> usize {
        *self.numbers.entry(item).or_insert_with(|| {
            self.items.push(item);
            self.items.len() - 1
        })
    }
}

fn position<T: PartialEq>(all: &[T], item: &T) -> usize {
    all.iter().position(|other| other == item).expect("the list is of all values")
}

#[cfg(test)]
mod tests {
    use super::super::super::samples;
    use super::super::proofs;
    use super::*;
    use crate::graph::Source;
    use serde_json::{Value, json};

    fn data(network: &Network, statements: &[Evidence]) -> Value {
        let mut out = Vec::new();
        write(network, statements, 0, &mut out).unwrap();
        serde_json::from_slice(&out).unwrap()
    }

    #[test]
    fn a_statement_points_to_its_edge_article_and_sentence() {
        let network = samples::saying("Subject");
        let mut statements = proofs(&network);
        // Of a symmetric relation either end may be the subject of the sentence.
        let statement = &mut statements[0];
        std::mem::swap(&mut statement.subject, &mut statement.object);
        statements[0].article.date = Some("2024-02".parse().unwrap());
        statements[0].article.outlet = "Outlet".to_owned();
        statements[0].speaker = Some(proofs(&network)[0].subject.clone());
        let data = data(&network, &statements);
        assert_eq!(data["edges"], json!([[1, 0, 7, 1, 1]]));
        assert_eq!(data["statements"], json!([[0, 0, 0, 0, 0, 0.9, 0, 0, null]]));
        assert_eq!(data["articles"], json!([["2024-02", 0, "", ""]]));
        assert_eq!((&data["outlets"], &data["speakers"]), (&json!(["Outlet"]), &json!(["Subject"])));
        assert_eq!(data["sentences"], json!(["Subject"]));
    }

    #[test]
    fn what_is_of_no_edge_is_left_out_and_what_has_no_room_is_counted() {
        let network = samples::saying("Subject");
        let proof = proofs(&network).remove(0);
        let other = Evidence { relation: RelationType::Accuse, ..proof.clone() };
        let of_article = |number: usize| {
            let article = Source { id: format!("a{number:02}"), ..proof.article.clone() };
            Evidence { article, evidence: format!("Sentence {number:02}."), ..proof.clone() }
        };
        let statements: Vec<Evidence> = (0..30).map(of_article).chain([other]).collect();
        let data = data(&network, &statements);
        let rows = data["statements"].as_array().unwrap();
        assert_eq!((rows.len(), data["sentences_an_edge"].as_u64(), &rows[29][6]), (30, Some(20), &Value::Null));
        assert_eq!(data["articles"][29], json!([null]));
    }

    #[test]
    fn the_order_of_statements_leaves_no_trace() {
        let network = samples::saying("Subject");
        let proof = proofs(&network).remove(0);
        let mut statements: Vec<Evidence> =
            (0..5).map(|number| Evidence { evidence: format!("{number}"), ..proof.clone() }).collect();
        let first = data(&network, &statements);
        statements.reverse();
        assert_eq!(first, data(&network, &statements));
    }
}
