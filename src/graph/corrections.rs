//! What people say of the graph, which has the last word: two actors are one, or two; one is split by articles, renamed,
//! of another kind, hidden; a statement is wrong.
//!
//! Each correction is one line of text, kept as it is and applied on top of what the articles give, in the order in which
//! they were made. It names actors by their personas (`person:vladimir-putin@RUS`) and articles by fingerprint, so it
//! holds for articles that come later, in another database and after a rebuild. Evidence is never edited.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;

use super::codes::Coded;
use super::{Error, Store, derive, fingerprint, stored};
use crate::ontology::{ActorKind, RelationType};

/// Hexadecimal digits of a fingerprint that name an article.
const N_DIGITS: usize = 16;

/// One correction, as its line has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "correction", rename_all = "snake_case")]
pub enum Correction {
    /// These two are one.
    Merge {
        /// One of them.
        a: PersonaRef,
        /// The other.
        b: PersonaRef,
    },
    /// These two are not one, whatever else says so.
    Apart {
        /// One of them.
        a: PersonaRef,
        /// The other.
        b: PersonaRef,
    },
    /// In these articles the name stands for somebody else.
    Split {
        /// Whose name it is.
        actor: PersonaRef,
        /// What the part is called in ids: ASCII letters, digits, hyphens.
        part: String,
        /// Articles by the first digits of their fingerprints.
        articles: Vec<String>,
    },
    /// The name to show.
    Rename {
        /// Who.
        actor: PersonaRef,
        /// The name.
        name: String,
    },
    /// The kind of actor.
    Retype {
        /// Who.
        actor: PersonaRef,
        /// The kind.
        kind: ActorKind,
    },
    /// Left out of all answers.
    Hide {
        /// Who.
        actor: PersonaRef,
    },
    /// The article does not state this.
    Reject {
        /// The article by the first digits of its fingerprint.
        article: String,
        /// Place of the evidence in its text, in characters.
        start: u32,
        /// Who.
        subject: PersonaRef,
        /// What.
        relation: RelationType,
        /// To whom.
        object: PersonaRef,
    },
}

/// A name with one country, as articles give them: what corrections speak of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(into = "String")]
pub struct PersonaRef {
    id: String,
    country: String,
    part: String,
}

impl fmt::Display for PersonaRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.id)?;
        if !self.country.is_empty() {
            write!(f, "@{}", self.country)?;
        }
        if !self.part.is_empty() {
            write!(f, "#{}", self.part)?;
        }
        Ok(())
    }
}

impl From<PersonaRef> for String {
    fn from(persona: PersonaRef) -> String {
        persona.to_string()
    }
}

impl FromStr for PersonaRef {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (rest, part) = text.split_once('#').unwrap_or((text, ""));
        let (id, country) = rest.split_once('@').unwrap_or((rest, ""));
        match id.split_once(':') {
            Some((kind, name)) if kind.parse::<ActorKind>().is_ok() && !name.is_empty() => {
                Ok(PersonaRef { id: id.to_owned(), country: country.to_owned(), part: part.to_owned() })
            }
            _ => Err(format!("expected an actor such as \"person:vladimir-putin@RUS\", found \"{text}\"")),
        }
    }
}

impl PersonaRef {
    fn number(&self, connection: &Connection) -> rusqlite::Result<Option<i64>> {
        connection
            .prepare_cached("SELECT number FROM persona WHERE id = ? AND country = ? AND part = ? AND articles > 0")?
            .query_row([&self.id, &self.country, &self.part], |row| row.get(0))
            .optional()
    }

    pub(super) fn new(id: String, country: String, part: String) -> PersonaRef {
        PersonaRef { id, country, part }
    }

    /// What tells it from other names in one article.
    pub(super) fn key(id: &str, country: &str) -> String {
        PersonaRef { id: id.to_owned(), country: country.to_owned(), part: String::new() }.to_string()
    }
}

impl fmt::Display for Correction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Correction::Merge { a, b } => write!(f, "merge {a} {b}"),
            Correction::Apart { a, b } => write!(f, "apart {a} {b}"),
            Correction::Split { actor, part, articles } => write!(f, "split {actor} {part} {}", articles.join(" ")),
            Correction::Rename { actor, name } => write!(f, "rename {actor} {name}"),
            Correction::Retype { actor, kind } => write!(f, "retype {actor} {kind}"),
            Correction::Hide { actor } => write!(f, "hide {actor}"),
            Correction::Reject { article, start, subject, relation, object } => {
                write!(f, "reject {article} {start} {subject} {relation} {object}")
            }
        }
    }
}

impl FromStr for Correction {
    type Err = String;

    fn from_str(line: &str) -> Result<Self, String> {
        let (verb, rest) = line.trim().split_once(' ').ok_or("expected a verb and what it is about")?;
        let words: Vec<&str> = rest.split_whitespace().collect();
        match (verb, words.as_slice()) {
            ("merge", [a, b]) => Ok(Correction::Merge { a: a.parse()?, b: b.parse()? }),
            ("apart", [a, b]) => Ok(Correction::Apart { a: a.parse()?, b: b.parse()? }),
            ("split", [actor, part, articles @ ..]) if !articles.is_empty() => {
                let articles = articles.iter().map(|article| digits(article)).collect::<Result<_, _>>()?;
                Ok(Correction::Split { actor: actor.parse()?, part: (*part).to_owned(), articles })
            }
            ("rename", [actor, ..]) => {
                let name = rest.trim_start().strip_prefix(actor).unwrap_or_default().trim().to_owned();
                if name.is_empty() {
                    return Err(format!("expected a name after \"{actor}\""));
                }
                Ok(Correction::Rename { actor: actor.parse()?, name })
            }
            ("retype", [actor, kind]) => {
                let kind = kind.parse().map_err(|error: crate::ontology::UnknownWord| error.to_string())?;
                Ok(Correction::Retype { actor: actor.parse()?, kind })
            }
            ("hide", [actor]) => Ok(Correction::Hide { actor: actor.parse()? }),
            ("reject", [article, start, subject, relation, object]) => Ok(Correction::Reject {
                article: digits(article)?,
                start: start.parse().map_err(|_| format!("expected a number of characters, found \"{start}\""))?,
                subject: subject.parse()?,
                relation: relation.parse().map_err(|error: crate::ontology::UnknownWord| error.to_string())?,
                object: object.parse()?,
            }),
            ("merge" | "apart" | "split" | "retype" | "hide" | "reject", _) => {
                Err(format!("\"{verb}\" has too few words or too many"))
            }
            _ => Err(format!(
                "correction \"{verb}\" is not defined: expected merge, apart, split, rename, retype, hide or reject"
            )),
        }
    }
}

/// What a part that is split off an actor may be called.
///
/// # Errors
/// What was expected, where it has other characters than ASCII letters, digits and hyphens, or none.
pub fn part_name(text: &str) -> Result<String, String> {
    match !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        true => Ok(text.to_owned()),
        false => Err("expected letters, digits and hyphens".to_owned()),
    }
}

fn digits(text: &str) -> Result<String, String> {
    match text.len() == N_DIGITS && text.bytes().all(|b| b.is_ascii_hexdigit() && !b.is_ascii_uppercase()) {
        true => Ok(text.to_owned()),
        false => Err(format!("expected {N_DIGITS} hexadecimal digits of an article's fingerprint, found \"{text}\"")),
    }
}

impl Store {
    /// Makes a correction; everything that follows from it is derived before this returns.
    ///
    /// # Errors
    /// [`Error::Locked`], [`Error::DiskFull`] and others when the file cannot be written.
    pub fn correct(&mut self, corrections: &[Correction]) -> Result<(), Error> {
        self.write(|connection| {
            for correction in corrections {
                connection.execute("INSERT INTO correction (line) VALUES (?)", [correction.to_string()])?;
            }
            follow(connection, corrections)
        })
    }

    /// All corrections in the order in which they were made.
    ///
    /// # Errors
    /// [`Error::Database`] or [`Error::Damaged`] when the file cannot be read.
    pub fn corrections(&self) -> Result<Vec<Correction>, Error> {
        self.run(all)
    }

    /// Takes the last correction back and gives it; `None` where there is none.
    ///
    /// # Errors
    /// As [`Store::correct`].
    pub fn undo(&mut self) -> Result<Option<Correction>, Error> {
        self.write(|connection| {
            let Some(last) = all(connection)?.pop() else { return Ok(None) };
            connection.execute("DELETE FROM correction WHERE number = (SELECT MAX(number) FROM correction)", [])?;
            follow(connection, std::slice::from_ref(&last))?;
            Ok(Some(last))
        })
    }

    /// The persona that stands for an actor in corrections: of those it has, the one in the most articles.
    ///
    /// # Errors
    /// [`Error::UnknownActor`] when no actor has this id.
    pub fn persona_of(&self, id: &str) -> Result<PersonaRef, Error> {
        let actor = self.actor_number(id)?;
        self.run(|connection| persona_of(connection, actor))
    }

    /// The correction that rejects a statement, named as [`Evidence::statement`](super::Evidence::statement) does.
    ///
    /// # Errors
    /// [`Error::UnknownStatement`] when there is none.
    pub fn rejection(&self, statement: &str) -> Result<Correction, Error> {
        let unknown = || Error::UnknownStatement(statement.to_owned());
        let (article, position) = statement.split_once('/').ok_or_else(unknown)?;
        let position: i64 = position.parse().map_err(|_| unknown())?;
        let number = self.article_number(article)?;
        let found = self.run(|connection| {
            connection
                .prepare_cached(
                    "SELECT a.fingerprint, x.start, x.relation, s.id, s.country, s.part, o.id, o.country, o.part
                     FROM statement x JOIN article a ON a.number = x.article
                     JOIN persona s ON s.number = x.subject JOIN persona o ON o.number = x.object
                     WHERE x.article = ? AND x.position = ?",
                )?
                .query_row([number, position], |row| {
                    let persona = |first: usize| -> rusqlite::Result<PersonaRef> {
                        Ok(PersonaRef { id: row.get(first)?, country: row.get(first + 1)?, part: row.get(first + 2)? })
                    };
                    Ok(Correction::Reject {
                        article: first_digits(row, 0)?,
                        start: row.get(1)?,
                        relation: RelationType::read(row, 2)?,
                        subject: persona(3)?,
                        object: persona(6)?,
                    })
                })
                .optional()
        })?;
        found.ok_or_else(unknown)
    }

    /// The corrections that part an actor in two: in the articles with these ids or fingerprints its name stands for
    /// somebody else. Empty where none of its articles is among them.
    ///
    /// # Errors
    /// [`Error::UnknownActor`] when no actor has this id; [`Error::UnknownArticle`] for an article that is not there.
    pub fn split(&self, id: &str, part: &str, articles: &[String]) -> Result<Vec<Correction>, Error> {
        let actor = self.actor_number(id)?;
        let mut by_persona: BTreeMap<PersonaRef, Vec<String>> = BTreeMap::new();
        for article in articles {
            let number = self.article_number(article)?;
            let found = self.run(|connection| {
                let mut query = connection.prepare(
                    "SELECT DISTINCT p.id, p.country, a.fingerprint FROM article_actor m
                     JOIN persona p ON p.number = m.persona JOIN article a ON a.number = m.article
                     WHERE m.article = ? AND p.actor = ?",
                )?;
                let rows = query.query_map([number, actor], |row| {
                    Ok((
                        PersonaRef { id: row.get(0)?, country: row.get(1)?, part: String::new() },
                        first_digits(row, 2)?,
                    ))
                })?;
                rows.collect::<rusqlite::Result<Vec<(PersonaRef, String)>>>()
            })?;
            for (persona, digits) in found {
                by_persona.entry(persona).or_default().push(digits);
            }
        }
        let part = part.to_owned();
        let split = |(actor, articles)| Correction::Split { actor, part: part.clone(), articles };
        Ok(by_persona.into_iter().map(split).collect())
    }
}

fn persona_of(connection: &Connection, actor: i64) -> rusqlite::Result<PersonaRef> {
    connection
        .prepare_cached(
            "SELECT id, country, part FROM persona WHERE actor = ? AND articles > 0
             ORDER BY articles DESC, id, country, part LIMIT 1",
        )?
        .query_row([actor], |row| Ok(PersonaRef { id: row.get(0)?, country: row.get(1)?, part: row.get(2)? }))
}

fn all(connection: &Connection) -> rusqlite::Result<Vec<Correction>> {
    let mut query = connection.prepare_cached("SELECT line FROM correction ORDER BY number")?;
    let rows = query.query_map([], |row| {
        let line: String = row.get(0)?;
        line.parse().map_err(|error: String| {
            rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, error.into())
        })
    })?;
    rows.collect()
}

/// Sees to it that everything derived follows the corrections, after these were made or taken back.
fn follow(connection: &Connection, changed: &[Correction]) -> rusqlite::Result<()> {
    let mut articles = BTreeSet::new();
    for correction in changed {
        let named = match correction {
            Correction::Split { articles, .. } => articles.as_slice(),
            Correction::Reject { article, .. } => std::slice::from_ref(article),
            _ => &[],
        };
        for digits in named {
            articles.extend(with_fingerprint(connection, digits)?);
        }
    }
    // What an article's names stand for and which statements count is laid down when it is written.
    for article in articles {
        stored::write_again(connection, article)?;
    }
    derive::settle(connection)?;
    derive::follow_corrections(connection)
}

/// The articles whose fingerprints begin with these digits: one, but by a chance that need not be thought of.
fn with_fingerprint(connection: &Connection, digits: &str) -> rusqlite::Result<Vec<i64>> {
    let (least, highest) = fingerprint::range(digits);
    connection
        .prepare_cached("SELECT number FROM article WHERE fingerprint BETWEEN ? AND ?")?
        .query_map([least, highest], |row| row.get(0))?
        .collect()
}

/// The digits that name an article, from a column with its fingerprint.
fn first_digits(row: &Row, column: usize) -> rusqlite::Result<String> {
    let mut fingerprint = fingerprint::read(row, column)?;
    fingerprint.truncate(N_DIGITS);
    Ok(fingerprint)
}

/// For an article, the parts that its personas belong to, by [`PersonaRef::key`].
pub(super) fn splits_of(connection: &Connection, fingerprint: &str) -> rusqlite::Result<BTreeMap<String, String>> {
    let mut splits = BTreeMap::new();
    for correction in with_verb(connection, "split")? {
        if let Correction::Split { actor, part, articles } = correction
            && articles.iter().any(|digits| fingerprint.starts_with(digits.as_str()))
        {
            splits.insert(PersonaRef::key(&actor.id, &actor.country), part);
        }
    }
    Ok(splits)
}

/// Marks the statements of an article that corrections reject.
pub(super) fn reject_again(connection: &Connection, article: i64, fingerprint: &str) -> rusqlite::Result<()> {
    for correction in with_verb(connection, "reject")? {
        let Correction::Reject { article: digits, start, subject, relation, object } = correction else { continue };
        if !fingerprint.starts_with(&digits) {
            continue;
        }
        connection
            .prepare_cached(
                "UPDATE statement SET rejected = 1 WHERE article = ?1 AND relation = ?2
                     AND subject IN (SELECT number FROM persona WHERE id = ?3 AND country = ?4)
                     AND object IN (SELECT number FROM persona WHERE id = ?5 AND country = ?6)
                     AND start = ?7",
            )?
            .execute(params![
                article,
                relation.code(),
                subject.id,
                subject.country,
                object.id,
                object.country,
                start
            ])?;
    }
    Ok(())
}

fn with_verb(connection: &Connection, verb: &str) -> rusqlite::Result<Vec<Correction>> {
    // Most graphs have none, and every article asks.
    let has_any =
        connection.prepare_cached("SELECT 1 FROM correction WHERE INSTR(line, ? || ' ') = 1")?.exists([verb])?;
    if has_any { all(connection) } else { Ok(Vec::new()) }
}

/// Pairs of personas by number.
#[derive(Debug, Default)]
pub(super) struct Pairs(BTreeSet<(i64, i64)>);

impl Pairs {
    pub(super) fn has(&self, a: i64, b: i64) -> bool {
        self.0.contains(&(a.min(b), a.max(b)))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (i64, i64)> {
        self.0.iter().copied()
    }

    pub(super) fn numbers(&self) -> Vec<i64> {
        self.0.iter().flat_map(|(a, b)| [*a, *b]).collect()
    }
}

/// The personas that merges join and that are kept apart; of the two about one pair the later holds.
pub(super) fn pairs(connection: &Connection) -> rusqlite::Result<(Pairs, Pairs)> {
    let (mut merges, mut aparts) = (Pairs::default(), Pairs::default());
    for correction in all(connection)? {
        let (a, b, is_merge) = match &correction {
            Correction::Merge { a, b } => (a, b, true),
            Correction::Apart { a, b } => (a, b, false),
            _ => continue,
        };
        let Some((a, b)) = a.number(connection)?.zip(b.number(connection)?) else { continue };
        let pair = (a.min(b), a.max(b));
        let (into, out_of) = if is_merge { (&mut merges, &mut aparts) } else { (&mut aparts, &mut merges) };
        into.0.insert(pair);
        out_of.0.remove(&pair);
    }
    Ok((merges, aparts))
}

/// What people say of single actors, by persona.
#[derive(Debug, Default)]
pub(super) struct Overrides(BTreeMap<i64, Override>);

/// What people say of an actor.
#[derive(Debug, Clone, Default)]
pub(super) struct Override {
    pub(super) name: Option<String>,
    pub(super) kind: Option<ActorKind>,
    pub(super) is_hidden: bool,
    pub(super) is_any: bool,
}

impl Overrides {
    /// What is said of an actor; of several of its personas, each adds.
    pub(super) fn of(&self, connection: &Connection, actor: i64) -> rusqlite::Result<Override> {
        let mut sum = Override::default();
        if self.0.is_empty() {
            return Ok(sum);
        }
        let mut query =
            connection.prepare_cached("SELECT number FROM persona WHERE actor = ? ORDER BY id, country, part")?;
        let mut rows = query.query([actor])?;
        while let Some(row) = rows.next()? {
            let Some(over) = self.0.get(&row.get(0)?) else { continue };
            sum.name = over.name.clone().or(sum.name);
            sum.kind = over.kind.or(sum.kind);
            sum.is_hidden |= over.is_hidden;
            sum.is_any = true;
        }
        Ok(sum)
    }

    /// The actors that something is said of.
    pub(super) fn actors(&self, connection: &Connection) -> rusqlite::Result<Vec<i64>> {
        let mut query = connection.prepare_cached("SELECT actor FROM persona WHERE number = ?")?;
        self.0.keys().map(|persona| query.query_row([persona], |row| row.get(0))).collect()
    }
}

/// What people say of single actors.
pub(super) fn overrides(connection: &Connection) -> rusqlite::Result<Overrides> {
    let mut overrides = Overrides::default();
    for correction in all(connection)? {
        let (Correction::Rename { actor, .. } | Correction::Retype { actor, .. } | Correction::Hide { actor }) =
            &correction
        else {
            continue;
        };
        let Some(persona) = actor.number(connection)? else { continue };
        let over = overrides.0.entry(persona).or_default();
        over.is_any = true;
        match correction {
            Correction::Rename { name, .. } => over.name = Some(name),
            Correction::Retype { kind, .. } => over.kind = Some(kind),
            _ => over.is_hidden = true,
        }
    }
    Ok(overrides)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_the_whole_correction() {
        for line in [
            "merge person:putin@RUS person:vladimir-putin@RUS",
            "apart person:mohammed-ali@EGY person:mohammed-ali@PAK",
            "split person:john-smith coach 0123456789abcdef fedcba9876543210",
            "rename group:wagner@RUS Wagner Group",
            "retype group:wagner#2 person",
            "hide country:USA",
            "reject 0123456789abcdef 310 country:IRN backs group:hezbollah@LBN",
        ] {
            assert_eq!(line.parse::<Correction>().unwrap().to_string(), line);
        }
    }

    #[test]
    fn a_broken_line_says_what_was_expected() {
        let error = |line: &str| line.parse::<Correction>().unwrap_err();
        assert_eq!(error("merge person:a"), "\"merge\" has too few words or too many");
        assert_eq!(error("hide Putin"), "expected an actor such as \"person:vladimir-putin@RUS\", found \"Putin\"");
        assert_eq!(error("retype person:a nation"), "kind \"nation\" is not defined");
        assert!(error("love person:a").starts_with("correction \"love\" is not defined"));
        assert!(error("split person:a b 12").starts_with("expected 16 hexadecimal digits"));
        assert_eq!(error("rename person:a "), "expected a name after \"person:a\"");
    }
}
