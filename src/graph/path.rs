//! How two actors are connected: the shortest chains of affirmed statements between them.
//!
//! A breadth-first search by petgraph over pairs of actors, whatever the direction, finds the length; among the chains of
//! that length those come first whose hops are stated by the most articles. A chain is as weak as its weakest hop, so
//! each hop weighs one over its number of articles, as resistances in series do, and the smallest sums win.

use std::collections::{BTreeMap, HashMap};

use petgraph::Directed;
use petgraph::algo::dijkstra;
use petgraph::csr::Csr;
use rusqlite::{Connection, params};
use serde::Serialize;

use super::node::actor_ref;
use super::query::evidence;
use super::tally::Scope;
use super::{ActorRef, Error, Evidence, Filter, Store};
use crate::ontology::{Polarity, RelationType};

/// A chain of hops from one actor to another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Route {
    /// The hops in order; the end of each is the start of the next.
    pub hops: Vec<Hop>,
}

/// One step of a route: two actors that an affirmed statement links.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hop {
    /// Where the step starts.
    pub from: ActorRef,
    /// Where it ends.
    pub to: ActorRef,
    /// Number of articles that link the two by affirmed statements, of any relation.
    pub articles: u32,
    /// The best proof: of the relation that most articles state, chosen as for [`Edge::evidence`](super::Edge).
    pub statement: Evidence,
}

impl Store {
    /// The shortest routes between two actors over affirmed statements, at most `limit`; empty when there is none.
    /// Those whose hops are stated by more articles come first, then by ids. Statements less sure than `min_confidence` do
    /// not count.
    ///
    /// # Errors
    /// [`Error::UnknownActor`] when no actor has one of the ids; [`Error::Database`] or [`Error::Damaged`] when the file
    /// cannot be read.
    pub fn path(&self, from: &str, to: &str, limit: usize, min_confidence: f64) -> Result<Vec<Route>, Error> {
        let (from, to) = (self.actor_number(from)?, self.actor_number(to)?);
        self.snapshot(|connection| routes(connection, (from, to), limit, min_confidence))
    }
}

fn affirmed(min_confidence: f64) -> Filter {
    Filter { polarity: Some(Polarity::Affirmed), min_confidence, ..Filter::default() }
}

fn routes(
    connection: &Connection,
    (from, to): (i64, i64),
    limit: usize,
    min_confidence: f64,
) -> rusqlite::Result<Vec<Route>> {
    if from == to || limit == 0 {
        return Ok(Vec::new());
    }
    let graph = pairs(connection, min_confidence)?;
    let (start, goal) = (from as u32, to as u32);
    if start.max(goal) as usize >= graph.node_count() {
        return Ok(Vec::new());
    }
    let distances: HashMap<u32, u32> = dijkstra(&graph, goal, Some(start), |_| 1).into_iter().collect();
    if !distances.contains_key(&start) {
        return Ok(Vec::new());
    }
    let (best, ids) = (HashMap::new(), HashMap::new());
    let mut search = Search { connection, graph: &graph, distances, limit, min_confidence, best, ids };
    let id = search.id(goal)?;
    search.best.insert(goal, vec![Chain { resistance: 0.0, ids: vec![id], numbers: vec![goal] }]);
    let chains = search.chains_from(start)?;
    chains.iter().map(|chain| route(connection, chain, min_confidence)).collect()
}

/// Both directions of every pair of actors that some affirmed statement links, in 8 bytes each.
fn pairs(connection: &Connection, min_confidence: f64) -> rusqlite::Result<Csr<(), (), Directed, u32>> {
    let sql = "SELECT subject, object FROM statement
        WHERE subject <> object AND polarity = ? AND confidence >= ?";
    let mut query = connection.prepare_cached(sql)?;
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    let mut rows = query.query(params![Polarity::Affirmed.as_str(), min_confidence])?;
    while let Some(row) = rows.next()? {
        let (subject, object) = (row.get(0)?, row.get(1)?);
        pairs.push((subject, object));
        pairs.push((object, subject));
    }
    drop(rows);
    pairs.sort_unstable();
    pairs.dedup();
    Ok(Csr::from_sorted_edges(&pairs).expect("the pairs were sorted above"))
}

/// A chain of actors that ends at the goal.
#[derive(Clone)]
struct Chain {
    resistance: f64,
    ids: Vec<String>,
    numbers: Vec<u32>,
}

struct Search<'c> {
    connection: &'c Connection,
    graph: &'c Csr<(), (), Directed, u32>,
    distances: HashMap<u32, u32>,
    limit: usize,
    min_confidence: f64,
    best: HashMap<u32, Vec<Chain>>,
    ids: HashMap<u32, String>,
}

impl Search<'_> {
    /// The best shortest chains from here to the goal. The best from here go on as the best from some neighbour, so
    /// `limit` of each are enough.
    fn chains_from(&mut self, here: u32) -> rusqlite::Result<Vec<Chain>> {
        if let Some(chains) = self.best.get(&here) {
            return Ok(chains.clone());
        }
        let id = self.id(here)?;
        let distance = self.distances[&here];
        let mut chains: Vec<Chain> = Vec::new();
        for &next in self.graph.neighbors_slice(here) {
            if self.distances.get(&next).is_none_or(|of_next| of_next + 1 != distance) {
                continue;
            }
            let resistance = 1.0 / f64::from(n_articles(self.connection, (here, next), self.min_confidence)?.max(1));
            for chain in self.chains_from(next)? {
                chains.push(Chain {
                    resistance: chain.resistance + resistance,
                    ids: [vec![id.clone()], chain.ids].concat(),
                    numbers: [vec![here], chain.numbers].concat(),
                });
            }
        }
        chains.sort_by(|a, b| a.resistance.total_cmp(&b.resistance).then_with(|| a.ids.cmp(&b.ids)));
        chains.truncate(self.limit);
        self.best.insert(here, chains.clone());
        Ok(chains)
    }

    fn id(&mut self, number: u32) -> rusqlite::Result<String> {
        if let Some(id) = self.ids.get(&number) {
            return Ok(id.clone());
        }
        let mut query = self.connection.prepare_cached("SELECT id FROM actor WHERE number = ?")?;
        let id: String = query.query_row([number], |row| row.get(0))?;
        self.ids.insert(number, id.clone());
        Ok(id)
    }
}

fn n_articles(connection: &Connection, (a, b): (u32, u32), min_confidence: f64) -> rusqlite::Result<u32> {
    let mut query = connection.prepare_cached(
        "SELECT COUNT(*) FROM (
            SELECT article FROM statement
            WHERE subject = ?1 AND object = ?2 AND polarity = ?3 AND confidence >= ?4
            UNION SELECT article FROM statement
            WHERE subject = ?2 AND object = ?1 AND polarity = ?3 AND confidence >= ?4)",
    )?;
    query.query_row(params![a, b, Polarity::Affirmed.as_str(), min_confidence], |row| row.get(0))
}

fn route(connection: &Connection, chain: &Chain, min_confidence: f64) -> rusqlite::Result<Route> {
    let hops = chain
        .numbers
        .windows(2)
        .map(|pair| hop(connection, (pair[0], pair[1]), min_confidence))
        .collect::<Result<_, _>>()?;
    Ok(Route { hops })
}

fn hop(connection: &Connection, (from, to): (u32, u32), min_confidence: f64) -> rusqlite::Result<Hop> {
    let statements = evidence(connection, Scope::Between(from.into(), to.into()), &affirmed(min_confidence))?;
    let statement = best_proof(statements).expect("a pair of the graph has an affirmed statement");
    Ok(Hop {
        from: actor_ref(connection, from.into())?,
        to: actor_ref(connection, to.into())?,
        articles: n_articles(connection, (from, to), min_confidence)?,
        statement,
    })
}

/// Of the relation and direction that most sentences state, the plainest, most confident, shortest statement.
fn best_proof(statements: Vec<Evidence>) -> Option<Evidence> {
    let key = |statement: &Evidence| (statement.relation, statement.subject.id.clone());
    let mut counts: BTreeMap<(RelationType, String), usize> = BTreeMap::new();
    for statement in &statements {
        *counts.entry(key(statement)).or_default() += 1;
    }
    let highest = counts.values().copied().max()?;
    let (strongest, _) = counts.into_iter().find(|(_, n)| *n == highest)?;
    statements.into_iter().filter(|statement| key(statement) == strongest).min_by(|a, b| {
        (a.modality, a.status)
            .cmp(&(b.modality, b.status))
            .then_with(|| b.confidence.total_cmp(&a.confidence))
            .then_with(|| a.evidence.chars().count().cmp(&b.evidence.chars().count()))
            .then_with(|| a.evidence.cmp(&b.evidence))
    })
}
