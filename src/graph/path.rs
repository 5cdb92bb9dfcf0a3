//! How two actors are connected: the shortest chains of affirmed statements between them.
//!
//! A breadth-first search over edges from both ends, whatever the direction, finds the length; among the chains of that
//! length those come first whose hops are stated by the most articles. A chain is as weak as its weakest hop, so
//! each hop weighs one over its number of articles, as resistances in series do, and the smallest sums win.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use rusqlite::{Connection, params};
use rustc_hash::FxHashMap;
use serde::Serialize;

use super::node::actor_ref;
use super::packed::unpack;
use super::query::evidence;
use super::tally::{Scope, for_each};
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
    let ties = Ties { connection, min_confidence };
    let Some(layers) = layers(&ties, from, to)? else { return Ok(Vec::new()) };
    let (best, ids) = (HashMap::new(), HashMap::new());
    let mut search = Search { ties, layers, limit, best, ids };
    let id = search.id(to)?;
    search.best.insert(to, vec![Chain { resistance: 0.0, ids: vec![id], numbers: vec![to] }]);
    let chains = search.chains_from(0, from)?;
    chains.iter().map(|chain| route(connection, chain, min_confidence)).collect()
}

/// The actors that affirmed statements tie to one another.
struct Ties<'c> {
    connection: &'c Connection,
    min_confidence: f64,
}

impl Ties<'_> {
    fn of(&self, actor: i64, mut visit: impl FnMut(i64)) -> rusqlite::Result<()> {
        let mut query = self.connection.prepare_cached(
            "SELECT object FROM edge WHERE subject = ?1 AND affirmed > 0 AND confidence >= ?2
             UNION SELECT subject FROM edge WHERE object = ?1 AND affirmed > 0 AND confidence >= ?2",
        )?;
        let mut rows = query.query(params![actor, (self.min_confidence * 1000.0).ceil()])?;
        while let Some(row) = rows.next()? {
            visit(row.get(0)?);
        }
        Ok(())
    }

    fn is_hidden(&self, actor: i64) -> rusqlite::Result<bool> {
        self.connection.prepare_cached("SELECT 1 FROM actor WHERE number = ? AND hidden")?.exists([actor])
    }
}

/// For each step from the start on, the actors that some shortest chain goes through; `None` where there is no chain.
///
/// Searches from both ends, the smaller front first, so that few of the actors of a large graph are looked at.
fn layers(ties: &Ties, from: i64, to: i64) -> rusqlite::Result<Option<Vec<BTreeSet<i64>>>> {
    let (mut near, mut far) = (Front::new(from), Front::new(to));
    loop {
        let met: BTreeSet<i64> =
            near.outermost().iter().filter(|actor| far.distances.contains_key(actor)).copied().collect();
        let length = met.iter().map(|actor| near.distances[actor] + far.distances[actor]).min();
        if let Some(length) = length {
            return Ok(Some(layers_of(ties, &near, &far, length)?));
        }
        let front = match near.outermost().len() <= far.outermost().len() {
            true => &mut near,
            false => &mut far,
        };
        if !front.advance(ties)? {
            return Ok(None);
        }
        if front.distances.len() > MAX_LOOKED_AT {
            return Ok(None);
        }
    }
}

/// Actors that a search looks at before it gives up: far more than any graph of news has between two actors.
const MAX_LOOKED_AT: usize = 20_000_000;

/// A search outwards from one actor.
struct Front {
    rings: Vec<Vec<i64>>,
    distances: FxHashMap<i64, usize>,
}

impl Front {
    fn new(actor: i64) -> Front {
        Front { rings: vec![vec![actor]], distances: [(actor, 0)].into_iter().collect() }
    }

    fn outermost(&self) -> &[i64] {
        self.rings.last().expect("a front has its first ring")
    }

    /// Goes one step further; false where there is nobody.
    fn advance(&mut self, ties: &Ties) -> rusqlite::Result<bool> {
        let distance = self.rings.len();
        let mut ring = Vec::new();
        for actor in self.rings[distance - 1].clone() {
            if distance > 1 && ties.is_hidden(actor)? {
                continue;
            }
            ties.of(actor, |other| {
                if let Entry::Vacant(entry) = self.distances.entry(other) {
                    entry.insert(distance);
                    ring.push(other);
                }
            })?;
        }
        let is_any = !ring.is_empty();
        self.rings.push(ring);
        Ok(is_any)
    }
}

fn layers_of(ties: &Ties, near: &Front, far: &Front, length: usize) -> rusqlite::Result<Vec<BTreeSet<i64>>> {
    let reach = near.rings.len() - 1;
    let is_between =
        |actor: &i64| far.distances.get(actor).is_some_and(|distance| near.distances[actor] + distance == length);
    let mut layers = vec![BTreeSet::new(); length + 1];
    layers[reach] = near.outermost().iter().filter(|actor| is_between(actor)).copied().collect();
    for step in (0..reach).rev() {
        layers[step] = before(ties, &layers[step + 1], |actor| near.distances.get(&actor) == Some(&step))?;
    }
    for step in reach + 1..=length {
        layers[step] = before(ties, &layers[step - 1], |actor| far.distances.get(&actor) == Some(&(length - step)))?;
    }
    Ok(layers)
}

fn before(ties: &Ties, layer: &BTreeSet<i64>, is_wanted: impl Fn(i64) -> bool) -> rusqlite::Result<BTreeSet<i64>> {
    let mut found = BTreeSet::new();
    for actor in layer {
        ties.of(*actor, |other| {
            if is_wanted(other) {
                found.insert(other);
            }
        })?;
    }
    Ok(found)
}

/// A chain of actors that ends at the goal.
#[derive(Clone)]
struct Chain {
    resistance: f64,
    ids: Vec<String>,
    numbers: Vec<i64>,
}

struct Search<'c> {
    ties: Ties<'c>,
    layers: Vec<BTreeSet<i64>>,
    limit: usize,
    best: HashMap<i64, Vec<Chain>>,
    ids: HashMap<i64, String>,
}

impl Search<'_> {
    /// The best shortest chains from here, so many steps from the start, to the goal. The best from here go on as the
    /// best from some neighbour, so `limit` of each are enough.
    fn chains_from(&mut self, step: usize, here: i64) -> rusqlite::Result<Vec<Chain>> {
        if let Some(chains) = self.best.get(&here) {
            return Ok(chains.clone());
        }
        let id = self.id(here)?;
        let mut next_ones = BTreeSet::new();
        if let Some(layer) = self.layers.get(step + 1) {
            self.ties.of(here, |other| {
                if layer.contains(&other) {
                    next_ones.insert(other);
                }
            })?;
        }
        let mut chains: Vec<Chain> = Vec::new();
        for next in next_ones {
            if self.ties.is_hidden(next)? {
                continue;
            }
            let n_articles = n_articles(self.ties.connection, here, next, self.ties.min_confidence)?;
            let resistance = 1.0 / f64::from(n_articles.max(1));
            for chain in self.chains_from(step + 1, next)? {
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

    fn id(&mut self, number: i64) -> rusqlite::Result<String> {
        if let Some(id) = self.ids.get(&number) {
            return Ok(id.clone());
        }
        let mut query = self.ties.connection.prepare_cached("SELECT id FROM actor WHERE number = ?")?;
        let id: String = query.query_row([number], |row| row.get(0))?;
        self.ids.insert(number, id.clone());
        Ok(id)
    }
}

/// Distinct articles that link two actors by affirmed statements, of any relation.
fn n_articles(connection: &Connection, a: i64, b: i64, min_confidence: f64) -> rusqlite::Result<u32> {
    let mut query = connection.prepare_cached(
        "SELECT sources, affirmed = statements FROM edge WHERE subject = ?1 AND object = ?2
         UNION ALL SELECT sources, affirmed = statements FROM edge WHERE subject = ?2 AND object = ?1",
    )?;
    let (mut articles, mut is_plain) = (BTreeSet::new(), min_confidence <= 0.0);
    let mut rows = query.query([a, b])?;
    while let Some(row) = rows.next()? {
        articles.extend(unpack(row.get_ref(0)?.as_blob()?).map(i64::from));
        is_plain &= row.get::<_, bool>(1)?;
    }
    if !is_plain {
        articles.clear();
        for_each(connection, Scope::Between(a, b), &affirmed(min_confidence), |stated| {
            articles.insert(stated.article);
            Ok(())
        })?;
    }
    Ok(articles.len() as u32)
}

fn route(connection: &Connection, chain: &Chain, min_confidence: f64) -> rusqlite::Result<Route> {
    let hops = chain
        .numbers
        .windows(2)
        .map(|pair| hop(connection, (pair[0], pair[1]), min_confidence))
        .collect::<Result<_, _>>()?;
    Ok(Route { hops })
}

fn hop(connection: &Connection, (from, to): (i64, i64), min_confidence: f64) -> rusqlite::Result<Hop> {
    let statements = evidence(connection, Scope::Between(from, to), &affirmed(min_confidence))?;
    let statement = best_proof(statements).expect("a pair of the graph has an affirmed statement");
    Ok(Hop {
        from: actor_ref(connection, from)?,
        to: actor_ref(connection, to)?,
        articles: n_articles(connection, from, to, min_confidence)?,
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
