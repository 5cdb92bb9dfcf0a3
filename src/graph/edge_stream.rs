//! The edges of a store in the order of exports, read by several threads that see one state of the file.
//!
//! A file is read slower than its edges are written, so that helpers, connections of their own, read parts of the actors in
//! turn, some batches ahead of whoever takes them. What is made of an edge, such as its text, is made by who reads it. Where
//! there are no helpers the store's own connection reads them all.

use std::mem;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;

use rusqlite::{Connection, Statement};
use rustc_hash::FxHashMap;

use super::codes::Coded;
use super::edge_rows;
use super::node::Names;
use super::referred::{Known, Referred};
use super::{Edge, Error, Filter, Store, network};
use crate::ontology::RelationType;

/// Actors whose edges one helper reads before the next one's turn.
const PART: u32 = 16;

/// Edges that a helper hands over at once.
const BATCH: usize = 256;

/// Batches that a helper may be ahead.
const AHEAD: usize = 16;

/// Below so many actors reading is over before helpers have begun.
const MIN_ACTORS: i64 = 1000;

const MAX_HELPERS: usize = 3;

/// The actors of the stream, by their places in it.
pub(super) struct Order<'e> {
    /// Their numbers in the file.
    pub(super) numbers: Vec<i64>,
    /// Their places, by number.
    pub(super) places: &'e FxHashMap<i64, u32>,
    pub(super) filter: &'e Filter,
}

/// Other connections to the file of a store, which read the state that it holds.
#[derive(Debug, Default)]
pub(super) struct Helpers {
    stores: Vec<Mutex<Store>>,
    /// Held while they read: where a visitor asks for the edges again, they do not help.
    turn: Mutex<()>,
    /// What nearly all edges refer to, once they were asked to get ready; `None` where it cannot be had.
    known: OnceLock<Option<Known>>,
}

impl Helpers {
    /// Holds the state of the graph with `hold`, and as many helpers at the same state as help: none for a small graph, where
    /// `hold` found a state held already, and where another process wrote meanwhile.
    pub(super) fn holding<T>(
        store: &Store,
        hold: impl FnOnce() -> Result<Option<T>, Error>,
    ) -> Result<(Option<T>, Helpers), Error> {
        let n_helpers = match store.run(|connection| Ok(connection.is_autocommit() && is_large(connection)?))? {
            true => thread::available_parallelism().map_or(1, usize::from).min(MAX_HELPERS),
            false => 0,
        };
        let before = store.run(version)?;
        // A helper that cannot be had is no fault: what it would have read is read without it.
        let stores: Vec<Mutex<Store>> = (0..n_helpers).map_while(|_| Some(Mutex::new(helper(store)?))).collect();
        let held = hold()?;
        let is_one_state = store.run(version)? == before;
        Ok((held, Helpers { stores: if is_one_state { stores } else { Vec::new() }, ..Helpers::default() }))
    }

    /// Reads what the edges under a filter refer to, where they are to be read by helpers.
    pub(super) fn get_ready(&self, filter: &Filter) -> Option<&Known> {
        if self.stores.is_empty() || !filter.is_open() {
            return None;
        }
        // Without it edges are read all the same, and what was wrong is told then.
        let read = || {
            let mut helpers: Vec<_> = self.stores.iter().map(lock).collect();
            let connections = helpers.iter_mut().map(|helper| &mut helper.connection).collect();
            Known::read(connections).ok().flatten()
        };
        self.known.get_or_init(read).as_ref()
    }

    /// Shows `visit` what `gather` makes of the edges, some at once and all in order, until it fails.
    ///
    /// `gather` adds an edge to those before it; helpers call it as they read, each for others.
    pub(super) fn each_batch<B: Default + Send, E: From<Error>>(
        &self,
        store: &Store,
        order: &Order,
        gather: impl Fn(&mut B, Edge) + Sync,
        mut visit: impl FnMut(B) -> Result<(), E>,
    ) -> Result<(), E> {
        let turn = self.turn.try_lock();
        if self.stores.is_empty() || turn.is_err() {
            let mut reader = store.run(|connection| Reader::new(connection, order, None))?;
            for place in 0..order.numbers.len() as u32 {
                for found in store.run(|_| reader.found_from(place))? {
                    let mut batch = B::default();
                    gather(&mut batch, store.run(|_| reader.edge(place, found))?);
                    visit(batch)?;
                }
            }
            return Ok(());
        }
        let (n_helpers, known, gather) = (self.stores.len(), self.get_ready(order.filter), &gather);
        thread::scope(|scope| {
            let read: Vec<Receiver<_>> = (self.stores.iter().enumerate())
                .map(|(turn, helper)| {
                    let (sender, receiver) = sync_channel(AHEAD);
                    scope.spawn(move || {
                        read_parts(&lock(helper).connection, (order, known), (turn, n_helpers), gather, &sender);
                    });
                    receiver
                })
                .collect();
            for part in 0..order.numbers.len().div_ceil(PART as usize) {
                loop {
                    let batch = read[part % n_helpers].recv().expect("a helper ends each part or tells why it cannot");
                    let batch: Batch<B> = store.run(|_| batch)?;
                    visit(batch.edges)?;
                    if batch.is_last {
                        break;
                    }
                }
            }
            Ok(())
        })
    }
}

fn lock(helper: &Mutex<Store>) -> MutexGuard<'_, Store> {
    helper.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Tells whether another connection wrote since it was asked before.
fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "data_version", |row| row.get(0))
}

fn is_large(connection: &Connection) -> rusqlite::Result<bool> {
    connection.query_row("SELECT IFNULL(MAX(number), 0) >= ? FROM actor", [MIN_ACTORS], |row| row.get(0))
}

/// Another connection to the file of a store, which holds the state that is the newest.
fn helper(store: &Store) -> Option<Store> {
    // A graph in memory has no file.
    let path = Some(store.file()).filter(|path| path.is_file())?;
    let helper = Store::open_existing(path).ok()?;
    // Several of them map and keep less of a large file each, so that all together stay small.
    helper.connection.execute_batch("PRAGMA mmap_size = 100000000; PRAGMA cache_size = -16000;").ok()?;
    helper.connection.execute_batch("BEGIN; SELECT settled FROM progress;").ok()?;
    Some(helper)
}

struct Batch<B> {
    /// What was gathered of them.
    edges: B,
    /// Whether the part ends with it.
    is_last: bool,
}

type Sent<B> = SyncSender<rusqlite::Result<Batch<B>>>;

/// Reads every `n`th part from that of its turn on; ends early where nobody takes them any more.
fn read_parts<B: Default>(
    connection: &Connection,
    (order, known): (&Order, Option<&Known>),
    (turn, n): (usize, usize),
    gather: &impl Fn(&mut B, Edge),
    sender: &Sent<B>,
) {
    let read = || -> rusqlite::Result<bool> {
        let mut reader = Reader::new(connection, order, known)?;
        let n_actors = order.numbers.len() as u32;
        for first in (0..n_actors).step_by(PART as usize).skip(turn).step_by(n) {
            let (mut edges, mut n_edges) = (B::default(), 0);
            for place in first..n_actors.min(first + PART) {
                for found in reader.found_from(place)? {
                    gather(&mut edges, reader.edge(place, found)?);
                    n_edges += 1;
                    if n_edges % BATCH == 0
                        && sender.send(Ok(Batch { edges: mem::take(&mut edges), is_last: false })).is_err()
                    {
                        return Ok(false);
                    }
                }
            }
            if sender.send(Ok(Batch { edges, is_last: true })).is_err() {
                return Ok(false);
            }
        }
        Ok(true)
    };
    if let Err(error) = read() {
        // Where nobody takes it any more, another error is told.
        let _ = sender.send(Err(error));
    }
}

/// Reads edges by the actor at which they start.
struct Reader<'c, 'e> {
    order: &'e Order<'e>,
    by_subject: Statement<'c>,
    /// Keys of edges of symmetric relations.
    by_object: Statement<'c>,
    by_key: Statement<'c>,
    referred: Referred<'c>,
    names: Names<'c>,
}

/// An edge of an actor.
struct Found {
    relation: RelationType,
    /// The place of its other end.
    other: u32,
    /// Its row; `None` where it has yet to be read, by the other end as its subject.
    row: Option<edge_rows::Row>,
}

impl<'c, 'e> Reader<'c, 'e> {
    fn new(connection: &'c Connection, order: &'e Order<'e>, known: Option<&'c Known>) -> rusqlite::Result<Self> {
        let query = |sql: String| connection.prepare(&sql);
        Ok(Reader {
            order,
            by_subject: query(edge_rows::by_subject_sql(order.filter))?,
            by_object: query(edge_rows::symmetric_by_object_sql(order.filter))?,
            by_key: query(edge_rows::by_key_sql())?,
            referred: Referred::knowing(connection, known)?,
            names: Names::knowing(connection, known.map(|known| &known.ids)),
        })
    }

    /// The edges that start at an actor, in order. A symmetric one starts at the end with the smaller id, in the file at that
    /// with the smaller number. Both ends of an edge that passes have a place, and of no other do both.
    fn found_from(&mut self, place: u32) -> rusqlite::Result<Vec<Found>> {
        let number = self.order.numbers[place as usize];
        let starts_here = |relation: RelationType, other: i64| {
            let other = self.order.places.get(&other).copied();
            other.filter(|other| !relation.is_symmetric() || *other > place)
        };
        let mut found = Vec::new();
        let mut rows = self.by_subject.query([number])?;
        while let Some(row) = rows.next()? {
            let (_, relation, object) = edge_rows::key(row)?;
            if let Some(other) = starts_here(relation, object) {
                found.push(Found { relation, other, row: Some(edge_rows::Row::read(row)?) });
            }
        }
        let mut rows = self.by_object.query([number])?;
        while let Some(row) = rows.next()? {
            let (subject, relation, _) = edge_rows::key(row)?;
            if let Some(other) = starts_here(relation, subject) {
                found.push(Found { relation, other, row: None });
            }
        }
        found.sort_unstable_by_key(|edge| (edge.relation, edge.other));
        Ok(found)
    }

    fn edge(&mut self, place: u32, found: Found) -> rusqlite::Result<Edge> {
        let Found { relation, other, row } = found;
        let [own, its] = [place, other].map(|place| self.order.numbers[place as usize]);
        let row = match row {
            Some(row) => row,
            None => self.by_key.query_row((its, relation.code(), own), edge_rows::Row::read)?,
        };
        let sum = row.sum(&mut self.referred)?;
        network::edge(&mut self.names, place as usize, relation, other as usize, sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Article;
    use crate::extract::Extraction;
    use crate::graph::{EdgeRow, Rows, Stopped};
    use crate::ontology::{Actor, ActorKind, Modality, Polarity, Statement, Status};
    use std::io;

    /// An article in which its actor acts upon two others.
    fn article(n: usize) -> (Article, Extraction) {
        let word = if n.is_multiple_of(2) { "Äußerung" } else { "Remark" };
        let text = format!("{word} {n}: they met. Others were blamed.");
        let article = Article {
            id: format!("article-{n}"),
            title: String::new(),
            date: format!("2024-01-{:02}", n % 28 + 1).parse().ok(),
            url: String::new(),
            outlet: String::new(),
            language: "en".to_owned(),
            fingerprint: format!("{n:064x}"),
            text,
        };
        let name = |n: usize| format!("Group Number {n}");
        let actor = |n: usize| Actor {
            name: name(n),
            kind: ActorKind::Group,
            leader: false,
            country: None,
            sector: None,
            offices: Vec::new(),
            aliases: vec![name(n)],
            mentions: vec![(0, 5)],
        };
        let others = [n * 7 % 1500 + 1500, n / 2 + 3000];
        let statement = |relation, other: usize| Statement {
            subject: name(n),
            relation,
            object: name(other),
            predicate: "meet".to_owned(),
            polarity: Polarity::Affirmed,
            modality: Modality::Asserted,
            status: Status::Current,
            speaker: Some(name(others[0])),
            evidence: article.text.chars().skip(3).take(20).collect(),
            start: 3,
            end: 23,
            dated: None,
            confidence: 0.9,
        };
        let statements = vec![statement(RelationType::Consult, others[0]), statement(RelationType::Accuse, others[1])];
        let actors = [n, others[0], others[1]].map(actor).to_vec();
        let extraction = Extraction::new(&article, actors, statements);
        (article, extraction)
    }

    fn edges(rows: &dyn Rows) -> Vec<Edge> {
        let mut edges = Vec::new();
        let keep = &mut |row: &EdgeRow| {
            edges.push(row.edge.clone());
            Ok(())
        };
        rows.each_edge(keep).unwrap();
        edges
    }

    /// A line for each edge, with commas between.
    fn texts(rows: &dyn Rows) -> String {
        let mut out = Vec::new();
        let push = |text: &mut String, row: &EdgeRow| {
            let line = [row.source.id, row.edge.relation.as_str(), row.target.id, &row.edge.evidence, "\n"];
            line.into_iter().for_each(|part| text.push_str(part));
        };
        rows.write_edges(&mut out, ",", &push).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn helpers_give_the_edges_of_the_network_in_its_order() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("large.db");
        let mut store = Store::open(&path).unwrap();
        store.add(&(0..1500).map(article).collect::<Vec<_>>()).unwrap();
        let network = store.network(&Filter::default()).unwrap();
        assert!(network.edges.len() > 2900);
        assert_eq!(texts(&network).lines().filter(|line| line.starts_with(',')).count(), network.edges.len() - 1);
        let readers = Store::open_existing(&path).unwrap();
        let rows = readers.rows(&Filter::default()).unwrap();
        assert_eq!(edges(&rows), network.edges);
        assert_eq!(texts(&rows), texts(&network));

        // What is written meanwhile is of another state.
        store.add(&[article(1500)]).unwrap();
        assert_eq!(edges(&rows), network.edges);

        let mut n_seen = 0;
        let stopped = rows.each_edge(&mut |_| {
            n_seen += 1;
            if n_seen == 700 { Err(io::Error::other("the disk is full")) } else { Ok(()) }
        });
        assert!(matches!(stopped, Err(Stopped::Visitor(_))) && n_seen == 700);
        assert_eq!(edges(&rows), network.edges);

        // A visitor may ask for the edges again.
        let mut again = 0;
        let count = &mut |_: &EdgeRow| {
            if again == 0 {
                again = edges(&rows).len();
            }
            Ok(())
        };
        rows.each_edge(count).unwrap();
        assert_eq!(again, network.edges.len());

        let accused = Filter { relations: vec![RelationType::Accuse], ..Filter::default() };
        drop(rows);
        assert_eq!(edges(&readers.rows(&accused).unwrap()), store.network(&accused).unwrap().edges);
    }
}
