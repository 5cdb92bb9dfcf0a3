//! The merged graph, or a part of it, as a value: what queries return and exports write.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rusqlite::Connection;
use serde::Serialize;

use super::node::{Names, node};
use super::referred::Referred;
use super::tally::{Scope, Sum, tally};
use super::{Filter, edge_rows};
use crate::ontology::{ActorKind, Date, Modality, Polarity, RelationType, Status};

/// Nodes and edges in one fixed order: the same graph always gives the same value.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Network {
    /// Actors, sorted by [`Node::id`], which is unique.
    pub nodes: Vec<Node>,
    /// One edge for each subject, relation and object, sorted by source id, relation (in the order of the ontology), target id.
    pub edges: Vec<Edge>,
}

/// An actor of the merged graph.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Node {
    /// Stable and readable: `country:IRN`, `person:vladimir-putin`, `group:hezbollah`. ASCII, no spaces.
    pub id: String,
    /// The name to show.
    pub name: String,
    /// Country, person or group.
    pub kind: ActorKind,
    /// Whether some article states an office at the head of a country or group.
    pub leader: bool,
    /// ISO 3166-1 alpha-3, if known.
    pub country: Option<String>,
    /// PLOVER's sector of a group, if known.
    pub sector: Option<String>,
    /// Titles that articles give, sorted.
    pub offices: Vec<String>,
    /// Forms that stand for the actor, sorted, without `name`.
    pub aliases: Vec<String>,
    /// Number of articles that name the actor.
    pub articles: u32,
    /// Number of times that they name it.
    pub mentions: u32,
    /// Earliest and latest date of these articles; `None` when none is dated.
    pub first: Option<Date>,
    /// See `first`.
    pub last: Option<Date>,
}

#[cfg(test)]
impl Node {
    /// An actor that one article names once, of the kind that its id says; else a group.
    pub(crate) fn sample(id: &str, name: &str) -> Node {
        Node {
            id: id.to_owned(),
            name: name.to_owned(),
            kind: id.split(':').next().and_then(|kind| kind.parse().ok()).unwrap_or(ActorKind::Group),
            leader: false,
            country: None,
            sector: None,
            offices: Vec::new(),
            aliases: Vec::new(),
            articles: 1,
            mentions: 1,
            first: None,
            last: None,
        }
    }
}

/// One relation between two nodes with all that states it, counted.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// Index of the subject in [`Network::nodes`]. Of a symmetric relation, the end with the smaller id.
    pub source: usize,
    /// Index of the object in [`Network::nodes`].
    pub target: usize,
    /// The relation.
    pub relation: RelationType,
    /// Number of distinct articles that state it: the edge's weight.
    pub articles: u32,
    /// The same, near-duplicates of one article counted once.
    pub stories: u32,
    /// Number of distinct outlets that state it, unknown ones aside.
    pub outlets: u32,
    /// Number of distinct dates of these articles.
    pub days: u32,
    /// Number of statements.
    pub statements: u32,
    /// Statements by polarity; a value that does not occur is absent.
    pub polarity: BTreeMap<Polarity, u32>,
    /// Statements by modality.
    pub modality: BTreeMap<Modality, u32>,
    /// Statements by status.
    pub status: BTreeMap<Status, u32>,
    /// Names of the actors who say it, sorted, each once; statements without a speaker add none.
    pub speakers: Vec<String>,
    /// Earliest date of the articles that state it.
    pub first: Option<Date>,
    /// Latest date of the articles that state it.
    pub last: Option<Date>,
    /// One sentence as proof: chosen by a fixed order (affirmed, asserted and current first, then the
    /// most confident, the shortest, the first in text order).
    pub evidence: String,
    /// Ids of the articles that state it, sorted.
    pub article_ids: Vec<String>,
    /// Highest confidence of its statements, 0 to 1.
    pub confidence: f64,
}

/// The edges that pass the filter and their ends, in order.
pub(super) fn network(connection: &Connection, filter: &Filter) -> rusqlite::Result<Network> {
    let sums = sums(connection, filter)?;
    let numbers: BTreeSet<i64> = sums.iter().flat_map(|((subject, _, object), _)| [*subject, *object]).collect();
    let mut nodes = numbers
        .into_iter()
        .map(|number| Ok((number, node(connection, number)?)))
        .collect::<rusqlite::Result<Vec<(i64, Node)>>>()?;
    nodes.sort_by(|(_, a), (_, b)| a.id.cmp(&b.id));
    let places: HashMap<i64, usize> = nodes.iter().enumerate().map(|(place, (number, _))| (*number, place)).collect();
    let mut names = Names::new(connection);
    let mut edges = sums
        .into_iter()
        .map(|((subject, relation, object), sum)| {
            let (subject, object) = (places[&subject], places[&object]);
            let is_turned = relation.is_symmetric() && subject > object;
            let (source, target) = if is_turned { (object, subject) } else { (subject, object) };
            edge(&mut names, source, relation, target, sum)
        })
        .collect::<rusqlite::Result<Vec<Edge>>>()?;
    edges.sort_by_key(|edge| (edge.source, edge.relation, edge.target));
    Ok(Network { nodes: nodes.into_iter().map(|(_, node)| node).collect(), edges })
}

fn sums(connection: &Connection, filter: &Filter) -> rusqlite::Result<Vec<(edge_rows::Key, Sum)>> {
    if !edge_rows::are_enough(filter) {
        return Ok(tally(connection, Scope::All, filter)?.into_iter().collect());
    }
    let mut sums = Vec::new();
    let mut query = connection.prepare_cached("SELECT number FROM actor")?;
    let actors: Vec<i64> = query.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut referred = Referred::new(connection)?;
    for actor in actors {
        edge_rows::for_each_from(&mut referred, actor, filter, |key, sum| {
            sums.push((key, sum));
            Ok(())
        })?;
    }
    Ok(sums)
}

pub(super) fn edge(
    names: &mut Names,
    source: usize,
    relation: RelationType,
    target: usize,
    sum: Sum,
) -> rusqlite::Result<Edge> {
    let mut article_ids: Vec<String> =
        sum.articles.iter().map(|number| names.article_id(*number)).collect::<rusqlite::Result<_>>()?;
    article_ids.sort();
    Ok(Edge {
        source,
        target,
        relation,
        articles: sum.articles.len() as u32,
        stories: sum.stories,
        outlets: sum.outlets,
        days: sum.days,
        statements: sum.statements,
        speakers: names.speakers(&sum.speakers)?,
        polarity: sum.polarity,
        modality: sum.modality,
        status: sum.status,
        first: sum.first,
        last: sum.last,
        evidence: sum.evidence,
        article_ids,
        confidence: sum.confidence,
    })
}
