//! The rows of a store: what passes a filter, read from the file as it is asked for.
//!
//! Only who is at the end of an edge is kept in memory, and the keys of one actor's edges at a time. A filter that looks at
//! single statements counts its edges first, and these are kept.

use std::collections::BTreeSet;

use rusqlite::{Connection, Statement, Transaction, params};
use rustc_hash::FxHashMap;

use super::node::node;
use super::query::evidence_of_article;
use super::rows::{VisitEdge, VisitNode, VisitStatement, show};
use super::tally::{last_day, word};
use super::{
    EdgeRow, End, Error, Evidence, Filter, Network, NodeRow, Rows, StatementRow, Stopped, Store, edge_rows, network,
};
use crate::ontology::{ActorKind, Date, RelationType};

/// What of a store passes a filter, as one state of the graph though another process may write; see [`Store::rows`].
#[derive(Debug)]
pub struct StoreRows<'s> {
    store: &'s Store,
    filter: Filter,
    graph: Graph,
    /// Holds the state; `None` where other rows of the store hold it already.
    _snapshot: Option<Transaction<'s>>,
}

#[derive(Debug)]
enum Graph {
    Streamed(Ends),
    Held(Network),
}

impl Store {
    /// The graph of all statements that pass the filter, as streams of nodes, edges and statements. Until these rows are let
    /// go, all that the store answers is of one state of the graph.
    ///
    /// # Errors
    /// As [`Store::network`].
    pub fn rows(&self, filter: &Filter) -> Result<StoreRows<'_>, Error> {
        let snapshot = self.hold()?;
        let graph = if edge_rows::are_enough(filter) {
            Graph::Streamed(self.run(|connection| Ends::read(connection, filter))?)
        } else {
            Graph::Held(self.network(filter)?)
        };
        Ok(StoreRows { store: self, filter: filter.clone(), graph, _snapshot: snapshot })
    }
}

impl StoreRows<'_> {
    /// All nodes and edges as a value, for what has to see them together: parts, layouts.
    ///
    /// # Errors
    /// As [`Store::network`].
    pub fn network(&self) -> Result<Network, Error> {
        match &self.graph {
            Graph::Streamed(_) => self.store.network(&self.filter),
            Graph::Held(network) => Ok(network.clone()),
        }
    }
}

impl Rows for StoreRows<'_> {
    fn each_node(&self, visit: VisitNode) -> Result<(), Stopped> {
        match &self.graph {
            Graph::Held(network) => network.each_node(visit),
            Graph::Streamed(ends) => ends.by_id.iter().try_for_each(|known| {
                let node = self.store.run(|connection| node(connection, known.number))?;
                Ok(visit(&NodeRow { node: &node, place: None })?)
            }),
        }
    }

    fn each_edge(&self, visit: VisitEdge) -> Result<(), Stopped> {
        match &self.graph {
            Graph::Held(network) => network.each_edge(visit),
            Graph::Streamed(ends) => self.stream_edges(ends, visit),
        }
    }

    fn each_statement(&self, visit: VisitStatement) -> Result<(), Stopped> {
        let articles = self.store.run(|connection| articles_in_order(connection, &self.filter))?;
        let mut names = self.store.names();
        for article in articles {
            let statements = self.store.run(|_| evidence_of_article(&mut names, article, &self.filter))?;
            for statement in &statements {
                match &self.graph {
                    Graph::Held(network) => show(network, statement, visit)?,
                    Graph::Streamed(ends) => self.show_streamed(ends, statement, visit)?,
                }
            }
        }
        Ok(())
    }

    fn relations(&self) -> Result<BTreeSet<RelationType>, Stopped> {
        match &self.graph {
            Graph::Held(network) => network.relations(),
            Graph::Streamed(_) => Ok(self.store.run(|connection| edge_rows::relations(connection, &self.filter))?),
        }
    }
}

impl StoreRows<'_> {
    fn stream_edges(&self, ends: &Ends, visit: VisitEdge) -> Result<(), Stopped> {
        let mut names = self.store.names();
        let mut reader = self.store.run(|connection| Reader::new(connection, ends, &self.filter))?;
        for (place, known) in (0..).zip(&ends.by_id) {
            for (relation, other, row) in self.store.run(|_| reader.edges_from(place))? {
                let (source, target) = (place as usize, other as usize);
                let edge = self.store.run(|connection| {
                    let sum = row.sum(connection)?;
                    network::edge(&mut names, source, relation, target, sum)
                })?;
                visit(&EdgeRow { edge: &edge, source: known.end(), target: ends.by_id[target].end(), types: &[] })?;
            }
        }
        Ok(())
    }

    /// Shows a statement whose ends are among those of edges; where edges are to be of so many articles, if its edge is.
    fn show_streamed(&self, ends: &Ends, statement: &Evidence, visit: VisitStatement) -> Result<(), Stopped> {
        let (Some(subject), Some(object)) = (ends.find(&statement.subject.id), ends.find(&statement.object.id)) else {
            return Ok(());
        };
        if self.filter.min_articles > 1 {
            let (a, b) = (subject.number, object.number);
            let key = if statement.relation.is_symmetric() && a > b { (b, a) } else { (a, b) };
            let n_articles =
                self.store.run(|connection| edge_rows::n_articles(connection, (key.0, statement.relation, key.1)))?;
            if n_articles < self.filter.min_articles {
                return Ok(());
            }
        }
        Ok(visit(&StatementRow { statement, subject: subject.end(), object: object.end() })?)
    }
}

/// The actors that some edge ends at.
#[derive(Debug)]
struct Ends {
    by_id: Vec<Known>,
    /// Places in `by_id` by number.
    places: FxHashMap<i64, u32>,
}

/// What edges tell of their ends.
#[derive(Debug)]
struct Known {
    number: i64,
    id: String,
    name: String,
    kind: ActorKind,
    country: Option<String>,
    sector: Option<String>,
}

impl Known {
    fn end(&self) -> End<'_> {
        let (country, sector) = (self.country.as_deref(), self.sector.as_deref());
        End { id: &self.id, name: &self.name, kind: self.kind, country, sector }
    }
}

impl Ends {
    fn read(connection: &Connection, filter: &Filter) -> rusqlite::Result<Ends> {
        let mut query = connection.prepare(&edge_rows::ends_sql(filter))?;
        let by_id: Vec<Known> = query
            .query_map([], |row| {
                Ok(Known {
                    number: row.get(0)?,
                    id: row.get(1)?,
                    name: row.get(2)?,
                    kind: word(row, 3)?,
                    country: row.get(4)?,
                    sector: row.get(5)?,
                })
            })?
            .collect::<rusqlite::Result<_>>()?;
        let places = (0..).zip(&by_id).map(|(place, known)| (known.number, place)).collect();
        Ok(Ends { by_id, places })
    }

    fn find(&self, id: &str) -> Option<&Known> {
        let place = self.by_id.binary_search_by(|known| known.id.as_str().cmp(id)).ok()?;
        Some(&self.by_id[place])
    }
}

/// Reads edges by the actor at which they start.
struct Reader<'c, 'e> {
    ends: &'e Ends,
    /// Edges by subject, and those of symmetric relations by object.
    queries: [Statement<'c>; 2],
}

impl<'c, 'e> Reader<'c, 'e> {
    fn new(connection: &'c Connection, ends: &'e Ends, filter: &Filter) -> rusqlite::Result<Self> {
        let query = |is_turned| connection.prepare(&edge_rows::from_actor_sql(is_turned, filter));
        Ok(Reader { ends, queries: [query(false)?, query(true)?] })
    }

    /// The edges that start at an actor, in order, each with its relation and the other end's place. A symmetric one starts
    /// at the end with the smaller id, in the file at that with the smaller number.
    fn edges_from(&mut self, place: u32) -> rusqlite::Result<Vec<(RelationType, u32, edge_rows::Row)>> {
        let number = self.ends.by_id[place as usize].number;
        let mut edges = Vec::new();
        for query in &mut self.queries {
            let mut rows = query.query([number])?;
            while let Some(row) = rows.next()? {
                let row = edge_rows::Row::read(row)?;
                let (subject, relation, object) = row.key;
                let other = self.ends.places.get(if subject == number { &object } else { &subject });
                let Some(other) = other else { continue };
                if !relation.is_symmetric() || *other > place {
                    edges.push((relation, *other, row));
                }
            }
        }
        edges.sort_unstable_by_key(|(relation, other, _)| (*relation, *other));
        Ok(edges)
    }
}

/// Articles of the filter's days by date (undated last) and id.
fn articles_in_order(connection: &Connection, filter: &Filter) -> rusqlite::Result<Vec<i64>> {
    let mut query = connection.prepare(
        "SELECT number FROM article WHERE number <= (SELECT settled FROM progress)
             AND (?1 IS NULL OR date >= ?1) AND (?2 IS NULL OR date <= ?2) ORDER BY date IS NULL, date, id, fingerprint",
    )?;
    let (since, until) = (filter.since.as_ref().map(Date::as_str), filter.until.as_ref().map(last_day));
    query.query_map(params![since, until], |row| row.get(0))?.collect()
}
