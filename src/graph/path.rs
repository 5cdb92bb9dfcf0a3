//! How two actors are connected: the shortest chains of affirmed statements between them, or of those that a filter keeps.
//!
//! A breadth-first search over edges from both ends, whatever the direction, finds the length; among the chains of that
//! length those come first whose hops are stated by the most articles. A chain is as weak as its weakest hop, so
//! each hop weighs one over its number of articles, as resistances in series do, and the smallest sums win.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use rusqlite::{Connection, OptionalExtension};
use rustc_hash::FxHashMap;
use serde::Serialize;

use super::codes::Coded;
use super::derive::sources;
use super::node::actor_ref;
use super::query::{evidence, evidence_of};
use super::tally::{Scope, for_each, relation_condition, tally, word};
use super::{ActorRef, Error, Evidence, Filter, Store, edge_rows};
use crate::ontology::{ActorKind, Polarity, RelationType};

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
    /// Number of articles that link the two by such statements, of any relation.
    pub articles: u32,
    /// The best proof: of the relation that most articles state, chosen as for [`Edge::evidence`](super::Edge).
    pub statement: Evidence,
}

impl Store {
    /// The shortest routes between two actors over statements that pass the filter, affirmed ones unless it asks for others;
    /// at most `limit`, empty when there is none. Actors on the way are of the filter's kinds. Those whose hops are stated by
    /// more articles come first, then by ids.
    ///
    /// # Errors
    /// [`Error::UnknownActor`] when no actor has one of the ids; [`Error::Database`] or [`Error::Damaged`] when the file
    /// cannot be read.
    pub fn path(&self, from: &str, to: &str, limit: usize, filter: &Filter) -> Result<Vec<Route>, Error> {
        let ends = (self.actor_number(from)?, self.actor_number(to)?);
        self.snapshot(|connection| routes(connection, ends, limit, filter))
    }
}

fn routes(
    connection: &Connection,
    (from, to): (i64, i64),
    limit: usize,
    filter: &Filter,
) -> rusqlite::Result<Vec<Route>> {
    let ties = &Ties::new(connection, (from, to), filter);
    if from == to || limit == 0 || !ties.is_passable(from)? || !ties.is_passable(to)? {
        return Ok(Vec::new());
    }
    let Some(layers) = layers(ties, from, to)? else { return Ok(Vec::new()) };
    let (best, articles, ids) = (HashMap::new(), HashMap::new(), HashMap::new());
    let mut search = Search { ties, layers, limit, best, articles, ids };
    let id = search.id(to)?;
    search.best.insert(to, vec![Chain { resistance: 0.0, ids: vec![id], numbers: vec![to] }]);
    let chains = search.chains_from(0, from)?;
    chains.iter().map(|chain| search.route(chain)).collect()
}

/// The actors that statements tie to one another.
struct Ties<'c> {
    connection: &'c Connection,
    ends: (i64, i64),
    kinds: Vec<ActorKind>,
    /// What statements have to be; says nothing of kinds.
    filter: Filter,
    /// Conditions on a counted edge `e` that statements which pass may be part of; `None` where only these tell.
    counted: Option<String>,
}

impl<'c> Ties<'c> {
    fn new(connection: &'c Connection, ends: (i64, i64), filter: &Filter) -> Self {
        let kinds = filter.kinds.clone();
        let polarity = filter.polarity.unwrap_or(Polarity::Affirmed);
        let filter = Filter { polarity: Some(polarity), kinds: Vec::new(), ..filter.clone() };
        let counts_tell = polarity == Polarity::Affirmed
            && filter.min_articles <= 1
            && edge_rows::are_enough(&Filter { polarity: None, min_confidence: 0.0, ..filter.clone() });
        let least = (filter.min_confidence * 1000.0).ceil();
        let relations = relation_condition("e.relation", &filter);
        let counted = counts_tell.then(|| format!("e.affirmed > 0 AND e.confidence >= {least}{relations}"));
        Ties { connection, ends, kinds, filter, counted }
    }

    /// Whether a counted edge that passes has a statement that does: it surely has where none is denied.
    fn sure(&self) -> &'static str {
        if self.filter.min_confidence <= 0.0 { "1" } else { "e.affirmed = e.statements" }
    }

    fn of(&self, actor: i64, mut visit: impl FnMut(i64)) -> rusqlite::Result<()> {
        let Some(counted) = &self.counted else {
            let sums = tally(self.connection, Scope::Of(actor), &self.filter)?;
            sums.into_keys().for_each(|(a, _, b)| visit(if a == actor { b } else { a }));
            return Ok(());
        };
        let sure = self.sure();
        let mut query = self.connection.prepare_cached(&format!(
            "SELECT e.object, {sure} FROM edge e WHERE e.subject = ?1 AND {counted}
             UNION SELECT e.subject, {sure} FROM edge e WHERE e.object = ?1 AND {counted}"
        ))?;
        let mut rows = query.query([actor])?;
        while let Some(row) = rows.next()? {
            let other = row.get(0)?;
            if row.get(1)? || self.is_stated(actor, other)? {
                visit(other);
            }
        }
        Ok(())
    }

    fn is_tied(&self, a: i64, b: i64) -> rusqlite::Result<bool> {
        let Some(counted) = &self.counted else { return self.is_stated(a, b) };
        let sure = self.sure();
        let mut query = self.connection.prepare_cached(&format!(
            "SELECT {sure} FROM edge e WHERE e.subject = ?1 AND e.object = ?2 AND {counted}
             UNION ALL SELECT {sure} FROM edge e WHERE e.subject = ?2 AND e.object = ?1 AND {counted}"
        ))?;
        let mut rows = query.query([a, b])?;
        while let Some(row) = rows.next()? {
            if row.get(0)? || self.is_stated(a, b)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether statements between two actors pass.
    fn is_stated(&self, a: i64, b: i64) -> rusqlite::Result<bool> {
        Ok(!tally(self.connection, Scope::Between(a, b), &self.filter)?.is_empty())
    }

    /// Which of `wanted` some of `actors` are tied to. Of few pairs each is looked up: that is faster than to go through
    /// all whom a busy actor is tied to.
    fn tied(&self, actors: &BTreeSet<i64>, wanted: &BTreeSet<i64>) -> rusqlite::Result<BTreeSet<i64>> {
        let mut found = BTreeSet::new();
        if actors.len().saturating_mul(wanted.len()) <= MAX_PAIRS {
            for other in wanted {
                for actor in actors {
                    if self.is_tied(*actor, *other)? {
                        found.insert(*other);
                        break;
                    }
                }
            }
            return Ok(found);
        }
        for actor in actors {
            self.of(*actor, |other| {
                if wanted.contains(&other) {
                    found.insert(other);
                }
            })?;
        }
        Ok(found)
    }

    /// Whether a chain may go through an actor: it is not hidden and of the kinds asked for, unless asked for itself.
    fn is_passable(&self, actor: i64) -> rusqlite::Result<bool> {
        let mut query = self.connection.prepare_cached("SELECT hidden, kind FROM actor WHERE number = ?")?;
        query.query_row([actor], |row| {
            let is_end = [self.ends.0, self.ends.1].contains(&actor);
            Ok(!row.get::<_, bool>(0)? && (is_end || self.kinds.is_empty() || self.kinds.contains(&word(row, 1)?)))
        })
    }
}

/// For each step from the start on, the actors that some shortest chain goes through; `None` where there is no chain.
///
/// Searches from both ends, the smaller front first, so that few of the actors of a large graph are looked at.
fn layers(ties: &Ties, from: i64, to: i64) -> rusqlite::Result<Option<Vec<BTreeSet<i64>>>> {
    let (mut near, mut far) = (Front::new(from), Front::new(to));
    loop {
        let (ours, theirs) = (near.passable(ties)?, far.passable(ties)?);
        let mut middle = None;
        let met: BTreeSet<i64> = ours.intersection(&theirs).copied().collect();
        if !met.is_empty() {
            middle = Some(vec![met]);
        } else if ours.len().saturating_mul(theirs.len()) <= MAX_PAIRS {
            let bridged = ties.tied(&ours, &theirs)?;
            if !bridged.is_empty() {
                middle = Some(vec![ties.tied(&bridged, &ours)?, bridged]);
            }
        }
        if let Some(middle) = middle {
            return layers_of(ties, &near, &far, middle).map(Some);
        }
        let (front, ring) = if ours.len() <= theirs.len() { (&mut near, &ours) } else { (&mut far, &theirs) };
        if !front.advance(ties, ring)? || front.distances.len() > MAX_LOOKED_AT {
            return Ok(None);
        }
    }
}

/// Pairs of actors that are looked up one by one.
const MAX_PAIRS: usize = 20_000;

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

    /// The outermost actors through whom a chain may go.
    fn passable(&self, ties: &Ties) -> rusqlite::Result<BTreeSet<i64>> {
        let ring = self.rings.last().expect("a front has its first ring");
        let mut passable = BTreeSet::new();
        for actor in ring {
            if ties.is_passable(*actor)? {
                passable.insert(*actor);
            }
        }
        Ok(passable)
    }

    /// Goes one step further from those of the outermost ring; false where there is nobody.
    fn advance(&mut self, ties: &Ties, ring: &BTreeSet<i64>) -> rusqlite::Result<bool> {
        let distance = self.rings.len();
        let mut next = Vec::new();
        for actor in ring {
            ties.of(*actor, |other| {
                if let Entry::Vacant(entry) = self.distances.entry(other) {
                    entry.insert(distance);
                    next.push(other);
                }
            })?;
        }
        let is_any = !next.is_empty();
        self.rings.push(next);
        Ok(is_any)
    }

    /// The actors of this front on the way from its end to those of its outermost ring, nearest to the end first.
    fn ways(&self, ties: &Ties, outermost: &BTreeSet<i64>) -> rusqlite::Result<Vec<BTreeSet<i64>>> {
        let mut ways = Vec::new();
        let mut ring = outermost.clone();
        for distance in (0..self.rings.len() - 1).rev() {
            let wanted = self.rings[distance].iter().copied().collect();
            let mut passable = BTreeSet::new();
            for actor in ties.tied(&ring, &wanted)? {
                if ties.is_passable(actor)? {
                    passable.insert(actor);
                }
            }
            ring = passable.clone();
            ways.insert(0, passable);
        }
        Ok(ways)
    }
}

/// All layers, from those in the middle where the fronts meet.
fn layers_of(
    ties: &Ties,
    near: &Front,
    far: &Front,
    middle: Vec<BTreeSet<i64>>,
) -> rusqlite::Result<Vec<BTreeSet<i64>>> {
    let mut layers = near.ways(ties, middle.first().expect("fronts meet in one layer or two"))?;
    let mut rest = far.ways(ties, middle.last().expect("fronts meet in one layer or two"))?;
    rest.reverse();
    layers.extend(middle);
    layers.extend(rest);
    Ok(layers)
}

/// A chain of actors that ends at the goal.
#[derive(Clone)]
struct Chain {
    resistance: f64,
    ids: Vec<String>,
    numbers: Vec<i64>,
}

struct Search<'t, 'c> {
    ties: &'t Ties<'c>,
    layers: Vec<BTreeSet<i64>>,
    limit: usize,
    best: HashMap<i64, Vec<Chain>>,
    articles: HashMap<(i64, i64), u32>,
    ids: HashMap<i64, String>,
}

impl Search<'_, '_> {
    /// The best shortest chains from here, so many steps from the start, to the goal. The best from here go on as the
    /// best from some neighbour, so `limit` of each are enough.
    fn chains_from(&mut self, step: usize, here: i64) -> rusqlite::Result<Vec<Chain>> {
        if let Some(chains) = self.best.get(&here) {
            return Ok(chains.clone());
        }
        let id = self.id(here)?;
        let next_ones = match self.layers.get(step + 1) {
            Some(layer) => self.ties.tied(&BTreeSet::from([here]), layer)?,
            None => BTreeSet::new(),
        };
        let mut chains: Vec<Chain> = Vec::new();
        for next in next_ones {
            let n_articles = self.n_articles(here, next)?;
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

    fn route(&mut self, chain: &Chain) -> rusqlite::Result<Route> {
        let hops = chain.numbers.windows(2).map(|pair| self.hop(pair[0], pair[1])).collect::<Result<_, _>>()?;
        Ok(Route { hops })
    }

    fn hop(&mut self, from: i64, to: i64) -> rusqlite::Result<Hop> {
        let Ties { connection, filter, counted, .. } = self.ties;
        let counted = match counted {
            Some(_) if filter.min_confidence <= 0.0 => counted_proof(connection, from, to, filter)?,
            _ => None,
        };
        let statement = match counted {
            Some(statement) => Some(statement),
            None => best_proof(evidence(connection, Scope::Between(from, to), filter)?),
        };
        Ok(Hop {
            from: actor_ref(connection, from)?,
            to: actor_ref(connection, to)?,
            articles: self.n_articles(from, to)?,
            statement: statement.expect("whoever is tied has a statement that passes"),
        })
    }

    fn n_articles(&mut self, a: i64, b: i64) -> rusqlite::Result<u32> {
        if let Some(n) = self.articles.get(&(a, b)) {
            return Ok(*n);
        }
        let n = n_articles(self.ties, a, b)?;
        self.articles.insert((a, b), n);
        Ok(n)
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

/// Distinct articles that link two actors by statements that pass, of any relation.
fn n_articles(ties: &Ties, a: i64, b: i64) -> rusqlite::Result<u32> {
    let Ties { connection, filter, .. } = ties;
    let relations = relation_condition("relation", &ties.filter);
    let mut query = connection.prepare_cached(&format!(
        "SELECT counts, affirmed = statements FROM edge WHERE subject = ?1 AND object = ?2{relations}
         UNION ALL SELECT counts, affirmed = statements FROM edge WHERE subject = ?2 AND object = ?1{relations}"
    ))?;
    let (mut articles, mut is_plain) = (BTreeSet::new(), ties.counted.is_some() && filter.min_confidence <= 0.0);
    let mut rows = query.query([a, b])?;
    while let Some(row) = rows.next()? {
        articles.extend(sources(row.get_ref(0)?.as_blob()?).map(i64::from));
        is_plain &= row.get::<_, bool>(1)?;
    }
    if !is_plain {
        articles.clear();
        for_each(connection, Scope::Between(a, b), filter, |stated| {
            articles.insert(stated.article);
            Ok(())
        })?;
    }
    Ok(articles.len() as u32)
}

/// What [`best_proof`] chooses, from the counted edges: two busy actors have thousands of statements.
fn counted_proof(connection: &Connection, a: i64, b: i64, filter: &Filter) -> rusqlite::Result<Option<Evidence>> {
    let relations = relation_condition("e.relation", filter);
    let mut query = connection.prepare_cached(&format!(
        "SELECT e.relation, s.id, e.affirmed, e.proof FROM edge e JOIN actor s ON s.number = e.subject
         WHERE e.subject = ?1 AND e.object = ?2 AND e.affirmed > 0{relations}
         UNION ALL SELECT e.relation, s.id, e.affirmed, e.proof FROM edge e JOIN actor s ON s.number = e.subject
         WHERE e.subject = ?2 AND e.object = ?1 AND e.affirmed > 0{relations} ORDER BY 3 DESC, 1, 2 LIMIT 1"
    ))?;
    let strongest =
        query.query_row([a, b], |row| Ok((RelationType::read(row, 0)?, row.get::<_, i64>(3)?))).optional()?;
    let Some((relation, proof)) = strongest else { return Ok(None) };
    let ends = [actor_ref(connection, a)?.id, actor_ref(connection, b)?.id];
    let statements = evidence_of(connection, proof, filter)?.into_iter().filter(|statement| {
        let found = [&statement.subject.id, &statement.object.id];
        statement.relation == relation && ends.iter().all(|end| found.contains(&end))
    });
    Ok(best_proof(statements.collect()))
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
