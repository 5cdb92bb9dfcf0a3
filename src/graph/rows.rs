//! The graph as three streams in one fixed order: what exports read, so that none of them needs all of it in memory.
//!
//! Nodes come by id; edges by source id, relation (in the order of the ontology) and target id; statements by their
//! article's date (undated last), its id, and their place in it. An edge and a statement bring what an export tells of
//! their ends. A stream can be asked for again and gives the same rows. Implemented for a [`Network`], which has no
//! statements, and for a store under a filter (`store_rows.rs`).

use std::collections::BTreeSet;
use std::io::{self, Write};

use super::{Edge, Error, Evidence, Network, Node};
use crate::ontology::{ActorKind, RelationType};

/// What [`Rows::each_node`] calls.
pub type VisitNode<'v> = &'v mut dyn FnMut(&NodeRow) -> io::Result<()>;
/// What [`Rows::each_edge`] calls.
pub type VisitEdge<'v> = &'v mut dyn FnMut(&EdgeRow) -> io::Result<()>;
/// What [`Rows::write_edges`] calls: it adds the text of an edge.
pub type PushEdge<'p> = &'p (dyn Fn(&mut String, &EdgeRow) + Sync);
/// What [`Rows::each_statement`] calls.
pub type VisitStatement<'v> = &'v mut dyn FnMut(&StatementRow) -> io::Result<()>;

/// A graph that can be read from beginning to end, any number of times, always in the same order.
///
/// A visitor that fails ends the stream, and its error comes back as [`Stopped::Visitor`].
pub trait Rows {
    /// Whether the graph is in order: no double ids, no missing ends. A store is; a [`Network`] made by hand may not be.
    ///
    /// # Errors
    /// [`Stopped::DoubleNode`], [`Stopped::DoubleEdge`] or [`Stopped::MissingEnd`].
    fn check(&self) -> Result<(), Stopped> {
        Ok(())
    }

    /// Shows every node, by id.
    ///
    /// # Errors
    /// [`Stopped::Graph`] when the graph cannot be read, [`Stopped::Visitor`] when the visitor fails.
    fn each_node(&self, visit: VisitNode) -> Result<(), Stopped>;

    /// Shows every edge, by source id, relation and target id.
    ///
    /// # Errors
    /// As [`Rows::each_node`].
    fn each_edge(&self, visit: VisitEdge) -> Result<(), Stopped>;

    /// Writes a text for every edge, in the order of [`Rows::each_edge`], and `between` after each but the last.
    ///
    /// The texts may be made by the threads that read the edges, several at once: what is added hangs on the edge alone.
    ///
    /// # Errors
    /// As [`Rows::each_node`], the visitor being `out`.
    fn write_edges(&self, out: &mut dyn Write, between: &str, push: PushEdge) -> Result<(), Stopped> {
        let mut text = String::new();
        self.each_edge(&mut |row| {
            push(&mut text, row);
            out.write_all(text.as_bytes())?;
            text.clear();
            text.push_str(between);
            Ok(())
        })
    }

    /// Shows every statement behind the edges, by date and id of its article and its place there.
    ///
    /// # Errors
    /// As [`Rows::each_node`].
    fn each_statement(&self, visit: VisitStatement) -> Result<(), Stopped>;

    /// The relations that edges are drawn as: of all of a pair the most stated.
    ///
    /// # Errors
    /// As [`Rows::each_node`].
    fn relations(&self) -> Result<BTreeSet<RelationType>, Stopped> {
        let mut relations = BTreeSet::new();
        self.each_edge(&mut |row| {
            relations.insert(row.types.first().map_or(row.edge.relation, |(relation, _)| *relation));
            Ok(())
        })?;
        Ok(relations)
    }
}

/// A node as it streams by.
#[derive(Debug, Clone, Copy)]
pub struct NodeRow<'r> {
    /// The actor.
    pub node: &'r Node,
    /// Where it is drawn, if a layout was made.
    pub place: Option<Place>,
}

/// Where a node is drawn, and with whom it belongs together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// To the right.
    pub x: f64,
    /// Upwards.
    pub y: f64,
    /// Number of its community, from 0, the largest first; `None` where communities were not looked for.
    pub community: Option<u32>,
}

/// An edge as it streams by.
#[derive(Debug, Clone, Copy)]
pub struct EdgeRow<'r> {
    /// The edge; its `source` and `target` are places in the order of [`Rows::each_node`].
    pub edge: &'r Edge,
    /// The subject.
    pub source: End<'r>,
    /// The object.
    pub target: End<'r>,
    /// Where the edge stands for all relations of a pair, these relations with the number of articles that state each,
    /// the most stated first; else empty, and [`Edge::relation`] tells it all.
    pub types: &'r [(RelationType, u32)],
}

/// A statement as it streams by.
#[derive(Debug, Clone, Copy)]
pub struct StatementRow<'r> {
    /// The statement with its sentence and article.
    pub statement: &'r Evidence,
    /// Its subject.
    pub subject: End<'r>,
    /// Its object.
    pub object: End<'r>,
}

/// What is told of an actor at the end of an edge.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct End<'r> {
    /// See [`Node::id`].
    pub id: &'r str,
    /// The name to show.
    pub name: &'r str,
    /// Country, person or group.
    pub kind: ActorKind,
    /// ISO 3166-1 alpha-3, if known.
    pub country: Option<&'r str>,
    /// PLOVER's sector of a group, if known.
    pub sector: Option<&'r str>,
}

impl<'r> From<&'r Node> for End<'r> {
    fn from(node: &'r Node) -> End<'r> {
        End {
            id: &node.id,
            name: &node.name,
            kind: node.kind,
            country: node.country.as_deref(),
            sector: node.sector.as_deref(),
        }
    }
}

/// Why a stream of rows ended before its end.
#[derive(Debug, thiserror::Error)]
pub enum Stopped {
    /// The graph cannot be read.
    #[error(transparent)]
    Graph(#[from] Error),
    /// The visitor failed, such as a writer on a full disk.
    #[error(transparent)]
    Visitor(#[from] io::Error),
    /// Two nodes share an id, so that no reader could tell them apart.
    #[error("two nodes have the id \"{0}\"")]
    DoubleNode(String),
    /// Two edges share subject, relation and object.
    #[error("two edges join \"{source_id}\" to \"{target_id}\" by \"{relation}\"")]
    DoubleEdge {
        /// Id of the subject.
        source_id: String,
        /// The relation.
        relation: RelationType,
        /// Id of the object.
        target_id: String,
    },
    /// An edge points to a node that is not there.
    #[error("edge {edge} ends at node {node}, but there are only {n_nodes} nodes")]
    MissingEnd {
        /// Index of the edge.
        edge: usize,
        /// Index that it points to.
        node: usize,
        /// Number of nodes.
        n_nodes: usize,
    },
}

impl Rows for Network {
    fn check(&self) -> Result<(), Stopped> {
        let mut ids = BTreeSet::new();
        if let Some(double) = self.nodes.iter().find(|node| !ids.insert(&node.id)) {
            return Err(Stopped::DoubleNode(double.id.clone()));
        }
        let n_nodes = self.nodes.len();
        let mut triples = BTreeSet::new();
        for (index, edge) in self.edges.iter().enumerate() {
            if let Some(&node) = [edge.source, edge.target].iter().find(|end| **end >= n_nodes) {
                return Err(Stopped::MissingEnd { edge: index, node, n_nodes });
            }
            if !triples.insert((edge.source, edge.relation, edge.target)) {
                let [source_id, target_id] = [edge.source, edge.target].map(|end| self.nodes[end].id.clone());
                return Err(Stopped::DoubleEdge { source_id, relation: edge.relation, target_id });
            }
        }
        Ok(())
    }

    fn each_node(&self, visit: VisitNode) -> Result<(), Stopped> {
        self.nodes.iter().try_for_each(|node| Ok(visit(&NodeRow { node, place: None })?))
    }

    fn each_edge(&self, visit: VisitEdge) -> Result<(), Stopped> {
        self.edges.iter().try_for_each(|edge| {
            let [source, target] = [edge.source, edge.target].map(|end| End::from(&self.nodes[end]));
            Ok(visit(&EdgeRow { edge, source, target, types: &[] })?)
        })
    }

    /// A network has no statements: its edges count them.
    fn each_statement(&self, _: VisitStatement) -> Result<(), Stopped> {
        Ok(())
    }
}

/// Shows a statement whose edge is in the network; others, such as those of too few articles, are passed over.
pub(super) fn show(network: &Network, statement: &Evidence, visit: VisitStatement) -> Result<(), Stopped> {
    let place = |id: &str| network.nodes.binary_search_by(|node| node.id.as_str().cmp(id)).ok();
    let Some(subject) = place(&statement.subject.id) else { return Ok(()) };
    let Some(object) = place(&statement.object.id) else { return Ok(()) };
    let is_turned = statement.relation.is_symmetric() && subject > object;
    let (source, target) = if is_turned { (object, subject) } else { (subject, object) };
    let key = (source, statement.relation, target);
    if network.edges.binary_search_by_key(&key, |edge| (edge.source, edge.relation, edge.target)).is_err() {
        return Ok(());
    }
    let [subject, object] = [subject, object].map(|end| End::from(&network.nodes[end]));
    Ok(visit(&StatementRow { statement, subject, object })?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_visitor_fails_with_comes_back() {
        let network =
            Network { nodes: vec![Node::sample("group:a", "A"), Node::sample("group:b", "B")], edges: Vec::new() };
        let mut seen = Vec::new();
        let stopped = network.each_node(&mut |row| {
            seen.push(row.node.id.clone());
            Err(io::Error::other("the disk is full"))
        });
        assert_eq!(stopped.unwrap_err().to_string(), "the disk is full");
        assert_eq!(seen, ["group:a"]);
    }
}
