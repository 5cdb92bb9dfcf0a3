//! What the graph answers: the merged network, one actor's links, the evidence between two, lists and counts.
//!
//! Each answer is taken from one snapshot of the file and sorted by what the articles say, never by their order of
//! arrival.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;

use super::codes::Coded;
use super::network::network;
use super::node::{Names, node};
use super::tally::{Scope, Sum, actor_condition, date, for_each, last_day, tally, word};
use super::{Error, Filter, Network, Node, Store, edge_rows, fingerprint, passing, resolve};
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
    /// Number of articles that name it; under a filter of those with a statement about it that passes.
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
    /// What names the statement to `whom reject`: the first digits of the article's fingerprint, and its place there.
    pub statement: String,
}

/// How much the graph holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stats {
    /// Number of articles.
    pub articles: u32,
    /// The same, near-duplicates counted once.
    pub stories: u32,
    /// Articles in other languages than English, which are kept and state nothing.
    pub foreign: u32,
    /// Older texts of addresses of which a newer one came; they are kept and do not count among the articles.
    pub superseded: u32,
    /// Articles without a date.
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
        self.first_links(id, filter, 0)
    }

    /// The first `limit` of [`Store::links`], all with 0: fast even for an actor with a hundred thousand.
    ///
    /// # Errors
    /// As [`Store::links`].
    pub fn first_links(&self, id: &str, filter: &Filter, limit: usize) -> Result<Vec<Link>, Error> {
        let actor = self.actor_number(id)?;
        self.snapshot(|connection| links(connection, actor, filter, limit))
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
    /// those that most articles name first, then by id. They are of the kinds of the filter, if it names some; where it asks
    /// for anything else, only those that a statement which passes links to another, of whatever kind.
    ///
    /// # Errors
    /// As [`Store::network`].
    pub fn actors(&self, query: &str, filter: &Filter, limit: usize) -> Result<Vec<Listed>, Error> {
        self.snapshot(|connection| actors(connection, query, filter, limit))
    }

    /// How much the graph holds.
    ///
    /// # Errors
    /// As [`Store::network`].
    pub fn stats(&self) -> Result<Stats, Error> {
        self.snapshot(stats)
    }

    /// How much of the graph passes a filter: the articles that [`Store::articles`] lists, the statements that pass, and the
    /// actors that these link.
    ///
    /// # Errors
    /// As [`Store::network`].
    pub fn stats_of(&self, filter: &Filter) -> Result<Stats, Error> {
        if filter.is_open() { self.stats() } else { self.snapshot(|connection| stats_of(connection, filter)) }
    }

    /// The number that the file has for the actor with this id.
    ///
    /// # Errors
    /// [`Error::UnknownActor`] when there is none, [`Error::Database`] when SQLite cannot be read.
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

fn links(connection: &Connection, actor: i64, filter: &Filter, limit: usize) -> rusqlite::Result<Vec<Link>> {
    let mut names = Names::new(connection);
    let mut links = Vec::new();
    if edge_rows::are_enough(filter) {
        edge_rows::for_each_of(connection, actor, filter, limit, |key, sum| {
            links.push(link(&mut names, actor, key, sum)?);
            Ok(())
        })?;
    } else {
        for (key, sum) in tally(connection, Scope::Of(actor), filter)? {
            links.push(link(&mut names, actor, key, sum)?);
        }
    }
    links.sort_by(|a, b| {
        let key = |link: &Link| (link.relation, link.direction);
        (b.articles.cmp(&a.articles))
            .then_with(|| a.other.name.cmp(&b.other.name))
            .then_with(|| a.other.id.cmp(&b.other.id))
            .then_with(|| key(a).cmp(&key(b)))
    });
    if limit > 0 {
        links.truncate(limit);
    }
    Ok(links)
}

fn link(
    names: &mut Names,
    actor: i64,
    (subject, relation, object): edge_rows::Key,
    sum: Sum,
) -> rusqlite::Result<Link> {
    let direction = match subject == actor {
        _ if relation.is_symmetric() => Direction::Both,
        true => Direction::Out,
        false => Direction::In,
    };
    Ok(Link {
        relation,
        direction,
        other: names.actor(if subject == actor { object } else { subject })?,
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
        confidence: sum.confidence,
        evidence: sum.evidence,
    })
}

/// The statements of a scope in full; sorted as [`Store::evidence`] says.
pub(super) fn evidence(connection: &Connection, scope: Scope, filter: &Filter) -> rusqlite::Result<Vec<Evidence>> {
    evidence_by(&mut Names::new(connection), scope, filter)
}

/// The statements of one article.
pub(super) fn evidence_of_article(names: &mut Names, article: i64, filter: &Filter) -> rusqlite::Result<Vec<Evidence>> {
    evidence_by(names, Scope::Article(article), filter)
}

/// As [`evidence`], with names that are known.
fn evidence_by(names: &mut Names, scope: Scope, filter: &Filter) -> rusqlite::Result<Vec<Evidence>> {
    let mut found: Vec<(i64, String, Evidence)> = Vec::new();
    for_each(names.connection(), scope, filter, |stated| {
        let row = stated.row;
        let fingerprint = fingerprint::read(row, row.as_ref().column_index("fingerprint")?)?;
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
            statement: format!("{}/{}", fingerprint.get(..16).unwrap_or(&fingerprint), row.get::<_, i64>("position")?),
        };
        found.push((row.get("position")?, fingerprint, evidence));
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

/// The statements that rest on the sentence of this one.
pub(super) fn evidence_of(connection: &Connection, statement: i64, filter: &Filter) -> rusqlite::Result<Vec<Evidence>> {
    evidence(connection, Scope::SentenceOf(statement), filter)
}

fn actors(connection: &Connection, query: &str, filter: &Filter, limit: usize) -> rusqlite::Result<Vec<Listed>> {
    let of_kinds = Filter { kinds: filter.kinds.clone(), ..Filter::default() };
    let linked = passing::linked_actors(connection, filter)?;
    let bears_it = "AND a.number IN (
            SELECT p.actor FROM form f CROSS JOIN persona_form n ON n.form = f.number
            CROSS JOIN persona p ON p.number = n.persona WHERE INSTR(f.folded, ?1) > 0)";
    let sql = format!(
        "SELECT a.number, a.id, a.name, a.kind, a.country, a.articles FROM actor a
         WHERE TRUE{} {} ORDER BY a.articles DESC, a.id",
        actor_condition("a.number", &of_kinds, Scope::All),
        if query.is_empty() { "AND ?1 IS NOT NULL" } else { bears_it }
    );
    let limit = if limit == 0 { usize::MAX } else { limit };
    let mut select = connection.prepare_cached(&sql)?;
    let mut rows = select.query(params![resolve::fold(query)])?;
    let mut actors = Vec::new();
    while let Some(row) = rows.next()? {
        let number = row.get(0)?;
        let (articles, links) = match &linked {
            None => (row.get(5)?, n_linked(connection, number)?),
            Some(linked) => match linked.get(&number) {
                Some(linked) => (linked.articles, linked.others),
                None => continue,
            },
        };
        let actor = ActorRef { id: row.get(1)?, name: row.get(2)?, kind: word(row, 3)? };
        actors.push(Listed { actor, country: row.get(4)?, articles, links });
        if linked.is_none() && actors.len() == limit {
            break;
        }
    }
    if linked.is_some() {
        actors.sort_by(|a, b| b.articles.cmp(&a.articles).then_with(|| a.actor.id.cmp(&b.actor.id)));
        actors.truncate(limit);
    }
    Ok(actors)
}

fn n_linked(connection: &Connection, number: i64) -> rusqlite::Result<u32> {
    let mut query = connection.prepare_cached(
        "SELECT COUNT(*) FROM (SELECT object AS other FROM edge WHERE subject = ?1
                               UNION SELECT subject FROM edge WHERE object = ?1)",
    )?;
    query.query_row([number], |row| row.get(0))
}

fn stats(connection: &Connection) -> rusqlite::Result<Stats> {
    let mut stats = count_articles(connection, &Filter::default(), None)?;
    let mut query = connection.prepare("SELECT kind, COUNT(*) FROM actor WHERE NOT hidden GROUP BY kind")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        stats.actors.insert(word(row, 0)?, row.get(1)?);
    }
    let sql =
        "SELECT relation, polarity, modality, status, COUNT(*) FROM statement WHERE NOT rejected GROUP BY 1, 2, 3, 4";
    let mut query = connection.prepare(sql)?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let said = (Coded::read(row, 0)?, Coded::read(row, 1)?, Coded::read(row, 2)?, Coded::read(row, 3)?);
        stats.count(said, row.get(4)?);
    }
    Ok(stats)
}

fn stats_of(connection: &Connection, filter: &Filter) -> rusqlite::Result<Stats> {
    let (mut counted, mut articles, mut ends) = (BTreeMap::new(), BTreeSet::new(), BTreeSet::new());
    passing::for_each_passing(connection, Scope::All, filter, |stated| {
        *counted.entry((stated.relation, stated.polarity, stated.modality, stated.status)).or_default() += 1;
        articles.insert(stated.article);
        ends.extend([stated.subject, stated.object]);
        Ok(())
    })?;
    let mut stats = count_articles(connection, filter, filter.looks_at_statements().then_some(&articles))?;
    counted.into_iter().for_each(|(said, n)| stats.count(said, n));
    let mut query = connection.prepare("SELECT kind FROM actor WHERE number = ?")?;
    for actor in ends {
        *stats.actors.entry(query.query_row([actor], |row| word(row, 0))?).or_default() += 1;
    }
    Ok(stats)
}

/// The counts of articles of a filter's dates, and among `numbers` where these are given; nothing else is counted.
fn count_articles(
    connection: &Connection,
    filter: &Filter,
    numbers: Option<&BTreeSet<i64>>,
) -> rusqlite::Result<Stats> {
    let counted = "(?1 IS NULL OR a.date >= ?1) AND (?2 IS NULL OR a.date <= ?2)
                   AND (?3 IS NULL OR a.number IN (SELECT value FROM json_each(?3)))";
    let sql = format!(
        "SELECT COUNT(*), COUNT(*) - COUNT(a.date), COUNT(DISTINCT NULLIF(o.name, '')), MIN(a.date), MAX(a.date),
             COUNT(DISTINCT IFNULL(a.story, -a.number)), IFNULL(SUM(a.language <> 'en'), 0),
             (SELECT COUNT(*) FROM superseded s JOIN article a ON a.number = s.article WHERE {counted})
         FROM article a JOIN outlet o ON o.number = a.outlet
         WHERE a.number NOT IN (SELECT article FROM superseded) AND {counted}"
    );
    let (since, until) = (filter.since.as_ref().map(Date::as_str), filter.until.as_ref().map(last_day));
    let numbers = numbers.map(|numbers| serde_json::to_string(numbers).expect("numbers always have a JSON form"));
    connection.query_row(&sql, params![since, until, numbers], |row| {
        Ok(Stats {
            articles: row.get(0)?,
            stories: row.get(5)?,
            foreign: row.get(6)?,
            superseded: row.get(7)?,
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
    })
}

impl Stats {
    fn count(&mut self, said: (RelationType, Polarity, Modality, Status), n: u32) {
        let (relation, polarity, modality, status) = said;
        self.statements += n;
        *self.relations.entry(relation).or_default() += n;
        *self.polarity.entry(polarity).or_default() += n;
        *self.modality.entry(modality).or_default() += n;
        *self.status.entry(status).or_default() += n;
    }
}
