//! The rows of a store: what passes a filter, read from the file as it is asked for.
//!
//! Only who is at the end of an edge is kept in memory, the keys of one actor's edges at a time, and what is read ahead of the
//! writer (`edge_stream.rs`). A filter that looks at single statements counts its edges first, and these are kept.

use std::collections::BTreeSet;
use std::io::Write;
use std::mem;
use std::thread;

use rusqlite::{Connection, Transaction, params};
use rustc_hash::FxHashMap;

use super::edge_stream::{Helpers, Order};
use super::node::node;
use super::query::evidence_of_article;
use super::rows::{PushEdge, VisitEdge, VisitNode, VisitStatement, show};
use super::tally::{last_day, word};
use super::{
    Edge, EdgeRow, End, Error, Evidence, Filter, Network, NodeRow, Rows, StatementRow, Stopped, Store, edge_rows,
};
use crate::ontology::{ActorKind, Date, RelationType};

/// What of a store passes a filter, as one state of the graph though another process may write; see [`Store::rows`].
#[derive(Debug)]
pub struct StoreRows<'s> {
    store: &'s Store,
    filter: Filter,
    graph: Graph,
    helpers: Helpers,
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
        let ((snapshot, helpers), graph) = if edge_rows::are_enough(filter) {
            let held = Helpers::holding(self, || self.hold())?;
            (held, Graph::Streamed(self.run(|connection| Ends::read(connection, filter))?))
        } else {
            ((self.hold()?, Helpers::default()), Graph::Held(self.network(filter)?))
        };
        Ok(StoreRows { store: self, filter: filter.clone(), graph, helpers, _snapshot: snapshot })
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
            Graph::Streamed(ends) => thread::scope(|scope| {
                // Edges come next.
                let (helpers, filter) = (&self.helpers, &self.filter);
                scope.spawn(|| helpers.get_ready(filter).is_some());
                ends.by_id.iter().try_for_each(|known| {
                    let node = self.store.run(|connection| node(connection, known.number))?;
                    Ok(visit(&NodeRow { node: &node, place: None })?)
                })
            }),
        }
    }

    fn each_edge(&self, visit: VisitEdge) -> Result<(), Stopped> {
        match &self.graph {
            Graph::Held(network) => network.each_edge(visit),
            Graph::Streamed(ends) => self.stream_edges(ends, Vec::push, |edges: Vec<Edge>| {
                edges.iter().try_for_each(|edge| Ok(visit(&ends.row(edge))?))
            }),
        }
    }

    fn write_edges(&self, out: &mut dyn Write, between: &str, push: PushEdge) -> Result<(), Stopped> {
        let ends = match &self.graph {
            Graph::Held(network) => return network.write_edges(out, between, push),
            Graph::Streamed(ends) => ends,
        };
        let gather = |text: &mut String, edge: Edge| {
            text.push_str(if text.is_empty() { "" } else { between });
            push(text, &ends.row(&edge));
        };
        let mut is_first = true;
        self.stream_edges(ends, gather, |text| {
            if !text.is_empty() {
                out.write_all(if mem::take(&mut is_first) { b"" } else { between.as_bytes() })?;
            }
            Ok(out.write_all(text.as_bytes())?)
        })
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
    /// See [`Helpers::each_batch`].
    fn stream_edges<B: Default + Send>(
        &self,
        ends: &Ends,
        gather: impl Fn(&mut B, Edge) + Sync,
        visit: impl FnMut(B) -> Result<(), Stopped>,
    ) -> Result<(), Stopped> {
        let numbers = ends.by_id.iter().map(|known| known.number).collect();
        let order = Order { numbers, places: &ends.places, filter: &self.filter };
        self.helpers.each_batch(self.store, &order, gather, visit)
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

    /// An edge between two of them.
    fn row<'r>(&'r self, edge: &'r Edge) -> EdgeRow<'r> {
        let [source, target] = [edge.source, edge.target].map(|end| self.by_id[end].end());
        EdgeRow { edge, source, target, types: &[] }
    }

    fn find(&self, id: &str) -> Option<&Known> {
        let place = self.by_id.binary_search_by(|known| known.id.as_str().cmp(id)).ok()?;
        Some(&self.by_id[place])
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
