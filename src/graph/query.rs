//! What the graph answers: the merged network, one actor's links, the evidence between two, lists and counts.
//!
//! Each answer is taken from one snapshot of the file and sorted by what the articles say, never by their order of
//! arrival.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;

use super::network::network;
use super::node::{Names, actor_ref, node};
use super::tally::{Scope, date, for_each, tally, word};
use super::{Error, Filter, Network, Node, Store, resolve};
use crate::ontology::{ActorKind, Date, Modality, Polarity, RelationType, Status};

/// An actor of the graph, as answers name it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ActorRef {
    /// See [`Node::id`].
    pub id: String,
    /// The name to show.
    pub name: String,
    /// Country, person or group.
    pub kind: ActorKind,
}

/// An actor in a list of actors.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Listed {
    /// Who it is.
    #[serde(flatten)]
    pub actor: ActorRef,
    /// ISO 3166-1 alpha-3, if known.
    pub country: Option<String>,
    /// Number of articles that name it.
    pub articles: u32,
    /// Number of other actors that some statement links it to.
    pub links: u32,
}

/// Which end of a link the actor is that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// It is the subject.
    Out,
    /// It is the object.
    In,
    /// The relation is symmetric.
    Both,
}

/// One relation of an actor to another, with all that states it, counted.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Link {
    /// The relation.
    #[serde(rename = "type")]
    pub relation: RelationType,
    /// Whether the actor is its subject or its object.
    pub direction: Direction,
    /// The other end.
    pub other: ActorRef,
    /// Number of distinct articles that state it.
    pub articles: u32,
    /// Number of statements.
    pub statements: u32,
    /// Statements by polarity; a value that does not occur is absent.
    pub polarity: BTreeMap<Polarity, u32>,
    /// Statements by modality.
    pub modality: BTreeMap<Modality, u32>,
    /// Statements by status.
    pub status: BTreeMap<Status, u32>,
    /// Names of the actors who say it, sorted.
    pub speakers: Vec<String>,
    /// Earliest date of the articles that state it.
    pub first: Option<Date>,
    /// Latest date of the articles that state it.
    pub last: Option<Date>,
    /// Highest confidence of its statements, 0 to 1.
    pub confidence: f64,
    /// One sentence as proof, chosen as for [`Edge::evidence`](super::Edge::evidence).
    pub evidence: String,
}

/// Where a statement was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Source {
    /// The article's id.
    pub id: String,
    /// Headline; empty when there is none.
    pub title: String,
    /// Date of publication, if known.
    pub date: Option<Date>,
    /// Address; empty when not known.
    pub url: String,
    /// Who published it; empty when not known.
    pub outlet: String,
}

/// One statement with its sentence and article.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evidence {
    /// The subject.
    pub subject: ActorRef,
    /// The relation.
    #[serde(rename = "type")]
    pub relation: RelationType,
    /// The object.
    pub object: ActorRef,
    /// The words that state it, as lemmas.
    pub predicate: String,
    /// Affirmed or negated.
    pub polarity: Polarity,
    /// Fact, possibility, plan or thought.
    pub modality: Modality,
    /// Whether a standing relation still holds.
    pub status: Status,
    /// Who says it; `None` where the article itself does.
    pub speaker: Option<ActorRef>,
    /// The day, month or year of which the sentence says that it was so; `None` where it gives none.
    pub dated: Option<Date>,
    /// The sentence.
    pub evidence: String,
    /// Its start in the article's text, in characters.
    pub start: u32,
    /// Its end, exclusive.
    pub end: u32,
    /// How sure the extraction is, 0 to 1.
    pub confidence: f64,
    /// Where it was published.
    pub article: Source,
}

/// How much the graph holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stats {
    /// Number of articles.
    pub articles: u32,
    /// Those without a date.
    pub undated: u32,
    /// Number of distinct outlets.
    pub outlets: u32,
    /// Earliest date of an article.
    pub first: Option<Date>,
    /// Latest date of an article.
    pub last: Option<Date>,
    /// Actors by kind.
    pub actors: BTreeMap<ActorKind, u32>,
    /// Number of statements.
    pub statements: u32,
    /// Statements by relation.
    #[serde(rename = "types")]
    pub relations: BTreeMap<RelationType, u32>,
    /// Statements by polarity.
    pub polarity: BTreeMap<Polarity, u32>,
    /// Statements by modality.
    pub modality: BTreeMap<Modality, u32>,
    /// Statements by status.
    pub status: BTreeMap<Status, u32>,
}

impl Store {
    /// The merged graph of all statements that pass the filter.
    ///
    /// Its nodes are the actors with at least one edge, each with all that any article says of it; an actor that no
    /// statement links to another is found by [`Store::actors`] only. With [`Filter::kinds`] both ends are of these.
    ///
    /// # Errors
    /// [`Error::Database`] or [`Error::Damaged`] when the file cannot be read.
    pub fn network(&self, filter: &Filter) -> Result<Network, Error> {
        self.snapshot(|connection| network(connection, filter))
    }

    /// The links of the actor with this id, those that most articles state first, then by name, relation, direction.
    ///
    /// # Errors
    /// [`Error::UnknownActor`] when no actor has this id; else as [`Store::network`].
    pub fn links(&self, id: &str, filter: &Filter) -> Result<Vec<Link>, Error> {
        let actor = self.actor_number(id)?;
        self.snapshot(|connection| links(connection, actor, filter))
    }

    /// Every statement between two actors that passes the filter, in either direction, by date (undated last), article and place in it.
    ///
    /// # Errors
    /// As [`Store::links`].
    pub fn evidence(&self, a: &str, b: &str, filter: &Filter) -> Result<Vec<Evidence>, Error> {
        let ends = Scope::Between(self.actor_number(a)?, self.actor_number(b)?);
        self.snapshot(|connection| evidence(connection, ends, filter))
    }

    /// Every statement that passes the filter, in the order of [`Store::evidence`].
    ///
    /// # Errors
    /// As [`Store::network`].
    pub fn statements(&self, filter: &Filter) -> Result<Vec<Evidence>, Error> {
        self.snapshot(|connection| evidence(connection, Scope::All, filter))
    }

    /// Everything that the articles say of one actor.
    ///
    /// # Errors
    /// As [`Store::links`].
    pub fn actor(&self, id: &str) -> Result<Node, Error> {
        let actor = self.actor_number(id)?;
        self.snapshot(|connection| node(connection, actor))
    }

    /// Actors that bear a name with `query` in it (case and diacritics aside; empty for all), at most `limit` (0: all);
    /// those that most articles name first, then by id.
    ///
    /// # Errors
    /// As [`Store::network`].
    pub fn actors(&self, query: &str, kind: Option<ActorKind>, limit: usize) -> Result<Vec<Listed>, Error> {
        self.snapshot(|connection| actors(connection, query, kind, limit))
    }

    /// How much the graph holds.
    ///
    /// # Errors
    /// As [`Store::network`].
    pub fn stats(&self) -> Result<Stats, Error> {
        self.snapshot(stats)
    }

    /// The number of the actor with this id.
    pub(super) fn actor_number(&self, id: &str) -> Result<i64, Error> {
        let number = self.run(|connection| {
            connection
                .prepare_cached("SELECT number FROM actor WHERE id = ?")?
                .query_row([id], |row| row.get(0))
                .optional()
        })?;
        number.ok_or_else(|| Error::UnknownActor(id.to_owned()))
    }
}

fn links(connection: &Connection, actor: i64, filter: &Filter) -> rusqlite::Result<Vec<Link>> {
    let mut names = Names::new(connection);
    let mut links = tally(connection, Scope::Of(actor), filter)?
        .into_iter()
        .map(|((subject, relation, object), tally)| {
            let direction = match subject == actor {
                _ if relation.is_symmetric() => Direction::Both,
                true => Direction::Out,
                false => Direction::In,
            };
            let other = names.actor(if subject == actor { object } else { subject })?;
            Ok(Link {
                relation,
                direction,
                other,
                articles: tally.articles.len() as u32,
                statements: tally.statements,
                speakers: names.speakers(&tally.speakers)?,
                polarity: tally.polarity,
                modality: tally.modality,
                status: tally.status,
                first: date(tally.first.as_deref())?,
                last: date(tally.last.as_deref())?,
                confidence: tally.confidence,
                evidence: tally.proof.map(|proof| proof.text).unwrap_or_default(),
            })
        })
        .collect::<rusqlite::Result<Vec<Link>>>()?;
    links.sort_by(|a, b| {
        let key = |link: &Link| (link.relation, link.direction);
        (b.articles.cmp(&a.articles))
            .then_with(|| a.other.name.cmp(&b.other.name))
            .then_with(|| a.other.id.cmp(&b.other.id))
            .then_with(|| key(a).cmp(&key(b)))
    });
    Ok(links)
}

/// The statements of a scope in full; sorted as [`Store::evidence`] says.
pub(super) fn evidence(connection: &Connection, scope: Scope, filter: &Filter) -> rusqlite::Result<Vec<Evidence>> {
    let mut names = Names::new(connection);
    let mut found: Vec<(i64, String, Evidence)> = Vec::new();
    for_each(connection, scope, filter, |stated| {
        let row = stated.row;
        let evidence = Evidence {
            subject: names.actor(stated.subject)?,
            relation: stated.relation,
            object: names.actor(stated.object)?,
            predicate: row.get("predicate")?,
            polarity: stated.polarity,
            modality: stated.modality,
            status: stated.status,
            speaker: stated.speaker.map(|speaker| names.actor(speaker)).transpose()?,
            dated: date(row.get_ref("dated")?.as_str_or_null()?)?,
            evidence: stated.evidence()?.to_owned(),
            start: row.get("start")?,
            end: row.get("end")?,
            confidence: stated.confidence,
            article: Source {
                id: row.get("id")?,
                title: row.get("title")?,
                date: date(stated.date()?)?,
                url: row.get("url")?,
                outlet: row.get("outlet")?,
            },
        };
        found.push((row.get("position")?, row.get("fingerprint")?, evidence));
        Ok(())
    })?;
    found.sort_by(|(position_a, fingerprint_a, a), (position_b, fingerprint_b, b)| {
        let key = |e: &Evidence| (e.article.date.is_none(), e.article.date.clone(), e.article.id.clone());
        (key(a).cmp(&key(b)))
            .then_with(|| fingerprint_a.cmp(fingerprint_b))
            .then_with(|| (a.start, position_a).cmp(&(b.start, position_b)))
    });
    Ok(found.into_iter().map(|(_, _, evidence)| evidence).collect())
}

fn actors(
    connection: &Connection,
    query: &str,
    kind: Option<ActorKind>,
    limit: usize,
) -> rusqlite::Result<Vec<Listed>> {
    let bears_it = "AND m.actor IN (
            SELECT n.actor FROM actor_form n JOIN form f ON f.number = n.form WHERE instr(f.folded, ?3) > 0)";
    let sql = format!(
        "SELECT m.actor, COUNT(DISTINCT m.article) AS n_articles
         FROM article_actor m JOIN actor a ON a.number = m.actor
         WHERE (?1 IS NULL OR a.kind = ?1) {}
         GROUP BY m.actor ORDER BY n_articles DESC, a.id LIMIT ?2",
        if query.is_empty() { "AND ?3 IS NOT NULL" } else { bears_it }
    );
    let limit = if limit == 0 { -1 } else { i64::try_from(limit).unwrap_or(-1) };
    let mut select = connection.prepare_cached(&sql)?;
    let rows = select.query_map(params![kind.map(ActorKind::as_str), limit, resolve::fold(query)], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    rows.map(|row| {
        let (number, articles) = row?;
        Ok(Listed {
            actor: actor_ref(connection, number)?,
            country: country(connection, number)?,
            articles,
            links: n_linked(connection, number)?,
        })
    })
    .collect()
}

fn country(connection: &Connection, number: i64) -> rusqlite::Result<Option<String>> {
    let mut query = connection.prepare_cached(
        "SELECT country FROM article_actor WHERE actor = ? AND country IS NOT NULL
         GROUP BY country ORDER BY COUNT(*) DESC, country LIMIT 1",
    )?;
    query.query_row([number], |row| row.get(0)).optional()
}

fn n_linked(connection: &Connection, number: i64) -> rusqlite::Result<u32> {
    let mut query = connection.prepare_cached(
        "SELECT COUNT(*) FROM (SELECT object AS other FROM statement WHERE subject = ?1
                               UNION SELECT subject FROM statement WHERE object = ?1) WHERE other <> ?1",
    )?;
    query.query_row([number], |row| row.get(0))
}

fn stats(connection: &Connection) -> rusqlite::Result<Stats> {
    let sql = "SELECT COUNT(*), COUNT(*) - COUNT(date), COUNT(DISTINCT NULLIF(outlet, '')), MIN(date), MAX(date)
               FROM article";
    let mut stats = connection.query_row(sql, [], |row| {
        Ok(Stats {
            articles: row.get(0)?,
            undated: row.get(1)?,
            outlets: row.get(2)?,
            first: date(row.get_ref(3)?.as_str_or_null()?)?,
            last: date(row.get_ref(4)?.as_str_or_null()?)?,
            actors: BTreeMap::new(),
            statements: 0,
            relations: BTreeMap::new(),
            polarity: BTreeMap::new(),
            modality: BTreeMap::new(),
            status: BTreeMap::new(),
        })
    })?;
    let mut query = connection.prepare("SELECT kind, COUNT(*) FROM actor GROUP BY kind")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        stats.actors.insert(word(row, 0)?, row.get(1)?);
    }
    let sql = "SELECT relation, polarity, modality, status, COUNT(*) FROM statement GROUP BY 1, 2, 3, 4";
    let mut query = connection.prepare(sql)?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let n: u32 = row.get(4)?;
        stats.statements += n;
        *stats.relations.entry(word(row, 0)?).or_default() += n;
        *stats.polarity.entry(word(row, 1)?).or_default() += n;
        *stats.modality.entry(word(row, 2)?).or_default() += n;
        *stats.status.entry(word(row, 3)?).or_default() += n;
    }
    Ok(stats)
}
