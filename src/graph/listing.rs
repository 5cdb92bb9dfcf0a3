//! The articles of the graph, and what the copies among them are of.

use rusqlite::{Connection, params};
use serde::Serialize;

use super::tally::{date, last_day};
use super::{Error, Filter, Store, fingerprint, passing};
use crate::ontology::Date;

/// An article in a list of articles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListedArticle {
    /// The article's id.
    pub id: String,
    /// Hash of its text, which names it where ids are shared.
    pub fingerprint: String,
    /// Headline; empty when there is none.
    pub title: String,
    /// Date of publication, if known.
    pub date: Option<Date>,
    /// Who published it; empty when not known.
    pub outlet: String,
    /// Address; empty when not known.
    pub url: String,
    /// Number of statements that count; under a filter of those that pass.
    pub statements: u32,
    /// Number of articles of the same story, this one included, older versions not.
    pub copies: u32,
    /// ISO 639-1 code of its language; what is not English states nothing.
    pub language: String,
    /// Whether a newer text of its address took its place: it states nothing.
    pub superseded: bool,
}

/// Which articles to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ArticleFilter {
    /// Only those that name the actor with this id.
    pub actor: Option<String>,
    /// Only those of this outlet.
    pub outlet: Option<String>,
    /// Only those of the story of the article with this id or fingerprint.
    pub story_of: Option<String>,
}

impl Store {
    /// Articles of the dates of `filter`; where it asks for more, those of them with a statement that passes (of the actor, where
    /// `which` names one). The latest first, undated last, then by id; at most `limit`, all with 0.
    ///
    /// # Errors
    /// [`Error::UnknownActor`], [`Error::UnknownArticle`]; [`Error::Database`] or [`Error::Damaged`] when the file cannot
    /// be read.
    pub fn articles(&self, which: &ArticleFilter, filter: &Filter, limit: usize) -> Result<Vec<ListedArticle>, Error> {
        let actor = which.actor.as_deref().map(|id| self.actor_number(id)).transpose()?;
        let article = which.story_of.as_deref().map(|named| self.article_number(named)).transpose()?;
        self.snapshot(|connection| articles(connection, which, (actor, article), filter, limit))
    }
}

fn articles(
    connection: &Connection,
    which: &ArticleFilter,
    (actor, article): (Option<i64>, Option<i64>),
    filter: &Filter,
    limit: usize,
) -> rusqlite::Result<Vec<ListedArticle>> {
    let passing =
        filter.looks_at_statements().then(|| passing::statements_by_article(connection, actor, filter)).transpose()?;
    let numbers = passing.as_ref().map(|passing| {
        let numbers: Vec<&i64> = passing.keys().collect();
        serde_json::to_string(&numbers).expect("numbers always have a JSON form")
    });
    let mut query = connection.prepare_cached(
        "SELECT a.id, a.fingerprint, a.title, a.date, o.name, a.url,
             (SELECT COUNT(*) FROM statement s WHERE s.article = a.number AND NOT s.rejected),
             (SELECT COUNT(*) FROM article c WHERE c.story = a.story
                  AND (c.number = a.number OR c.number NOT IN (SELECT article FROM superseded))),
             a.language, a.number IN (SELECT article FROM superseded), a.number
         FROM article a JOIN outlet o ON o.number = a.outlet
         WHERE a.number <= (SELECT settled FROM progress)
             AND (?1 IS NULL OR a.number IN (SELECT article FROM appearance
                                             WHERE persona IN (SELECT number FROM persona WHERE actor = ?1)))
             AND (?2 IS NULL OR o.name = ?2)
             AND (?3 IS NULL OR a.story = (SELECT story FROM article WHERE number = ?3))
             AND (?4 IS NULL OR a.date >= ?4) AND (?5 IS NULL OR a.date <= ?5)
             AND (?7 IS NULL OR a.number IN (SELECT value FROM json_each(?7)))
         ORDER BY a.date IS NULL, a.date DESC, a.id, a.fingerprint LIMIT ?6",
    )?;
    let since = filter.since.as_ref().map(Date::as_str);
    let until = filter.until.as_ref().map(last_day);
    let limit = if limit == 0 { -1 } else { i64::try_from(limit).unwrap_or(-1) };
    let rows = query.query_map(params![actor, which.outlet, article, since, until, limit, numbers], |row| {
        Ok(ListedArticle {
            id: row.get(0)?,
            fingerprint: fingerprint::read(row, 1)?,
            title: row.get(2)?,
            date: date(row.get_ref(3)?.as_str_or_null()?)?,
            outlet: row.get(4)?,
            url: row.get(5)?,
            statements: match &passing {
                Some(passing) => passing.get(&row.get(10)?).copied().unwrap_or_default(),
                None => row.get(6)?,
            },
            copies: row.get(7)?,
            language: row.get(8)?,
            superseded: row.get(9)?,
        })
    })?;
    rows.collect()
}
