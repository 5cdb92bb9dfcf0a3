//! Whether the file is sound: what SQLite says of its pages, and whether everything that is derived agrees with what it
//! follows from.

use rusqlite::Connection;
use serde::Serialize;

use super::store::has_log;
use super::{Error, Store, fingerprint};
use crate::article;

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What was looked at.
    pub check: &'static str,
    /// What is wrong with it, in words; empty when nothing is.
    pub faults: Vec<String>,
    /// What to do about it.
    pub remedy: &'static str,
}

const RESTORE: &str = "restore a copy, or whom join what can still be read into a new file";
const REBUILD: &str = "run whom rebuild, which derives it anew from the articles";

/// Queries that give a line for every fault.
const CHECKS: &[(&str, &str, &str)] = &[
    (
        "articles have their texts",
        "SELECT 'article ' || a.id || ' has no text' FROM article a LEFT JOIN article_text t ON t.article = a.number
         WHERE t.article IS NULL",
        RESTORE,
    ),
    (
        "evidence lies within its article",
        "SELECT 'evidence of article ' || a.id || ' ends behind its text' FROM article_text t JOIN article a ON a.number = t.article
         WHERE (SELECT MAX(s.end) FROM statement s LEFT JOIN wording w USING (article, position)
                WHERE s.article = t.article AND w.text IS NULL) > LENGTH(t.text)",
        RESTORE,
    ),
    (
        "names belong to actors",
        "SELECT 'the name ' || p.id || ' stands for no actor' FROM persona p LEFT JOIN actor a ON a.number = p.actor
         WHERE a.number IS NULL AND p.articles > 0",
        REBUILD,
    ),
    (
        "ids are unique",
        "SELECT 'the id ' || id || ' is that of ' || COUNT(*) || ' actors' FROM actor GROUP BY id HAVING COUNT(*) > 1",
        REBUILD,
    ),
    (
        "edges have both ends",
        "SELECT 'an edge of ' || r.name || ' has an end that is no actor' FROM edge e JOIN relation r ON r.number = e.relation
         LEFT JOIN actor s ON s.number = e.subject LEFT JOIN actor o ON o.number = e.object
         WHERE s.number IS NULL OR o.number IS NULL",
        REBUILD,
    ),
    (
        "edges count every statement once",
        "SELECT 'edges count ' || counted || ' statements, articles make ' || made FROM
             (SELECT (SELECT IFNULL(SUM(statements), 0) FROM edge) AS counted,
                     (SELECT COUNT(*) FROM statement x JOIN persona s ON s.number = x.subject JOIN persona o ON o.number = x.object
                      WHERE NOT x.rejected AND s.actor <> o.actor AND x.article <= (SELECT settled FROM progress)) AS made)
         WHERE counted <> made",
        REBUILD,
    ),
    (
        "names count every article",
        "SELECT 'the name ' || p.id || ' counts ' || p.articles || ' articles, and is in ' || n FROM persona p
         JOIN (SELECT persona, COUNT(*) AS n FROM appearance GROUP BY persona) c ON c.persona = p.number WHERE p.articles <> n",
        REBUILD,
    ),
];

/// Faults of one kind that are told.
const MAX_TOLD: usize = 10;

impl Store {
    /// Looks at everything and tells what was found, check by check; whoever has no faults is sound.
    ///
    /// # Errors
    /// [`Error::Database`] when the file cannot be read at all.
    pub fn check(&self) -> Result<Vec<Finding>, Error> {
        let mut findings = vec![
            Finding {
                check: "SQLite reads every page",
                faults: self.faults("PRAGMA integrity_check(10)", |line| line != "ok"),
                remedy: RESTORE,
            },
            Finding { check: "the file is whole", faults: self.missing_bytes().into_iter().collect(), remedy: RESTORE },
            Finding {
                check: "rows refer to rows that are there",
                faults: self.faults(
                    "SELECT 'a row of ' || \"table\" || ' refers to none of ' || parent FROM pragma_foreign_key_check",
                    |_| true,
                ),
                remedy: RESTORE,
            },
            Finding {
                check: "the index of words is whole",
                faults: self.run(words_are_whole).err().map(|error| error.to_string()).into_iter().collect(),
                remedy: REBUILD,
            },
        ];
        findings.push(Finding {
            check: "texts are as they were read",
            faults: self.run(changed_texts).unwrap_or_else(|error| vec![reason(&error)]),
            remedy: RESTORE,
        });
        for (check, sql, remedy) in CHECKS {
            findings.push(Finding { check, faults: self.faults(sql, |_| true), remedy });
        }
        let waiting = self.faults(
            "SELECT COUNT(*) || ' articles wait to be folded in' FROM article WHERE number > (SELECT settled FROM progress) HAVING COUNT(*) > 0",
            |_| true,
        );
        findings.push(Finding {
            check: "every article is folded in",
            faults: waiting,
            remedy: "run whom ingest or whom rebuild",
        });
        Ok(findings)
    }

    /// SQLite reads a page of which the end is missing as if zeros stood there.
    fn missing_bytes(&self) -> Option<String> {
        let path = self.file();
        let found = std::fs::metadata(path).ok()?.len();
        let number =
            |connection: &Connection, name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
        let sizes = self.run(|connection| Ok((number(connection, "page_count")?, number(connection, "page_size")?)));
        let expected = sizes.ok().map(|(n_pages, size)| (n_pages * size).unsigned_abs())?;
        // Pages that are not there yet stand in the log.
        (found < expected && !has_log(path)).then(|| format!("it has {found} bytes of {expected}"))
    }

    /// First lines that a query gives and that are faults; a query that fails is one itself.
    fn faults(&self, sql: &str, is_fault: impl Fn(&str) -> bool) -> Vec<String> {
        let lines = self.run(|connection| {
            connection
                .prepare(sql)?
                .query_map([], |row| row.get::<_, String>(0))?
                .take(MAX_TOLD)
                .collect::<rusqlite::Result<Vec<String>>>()
        });
        match lines {
            Ok(lines) => lines.into_iter().filter(|line| is_fault(line)).collect(),
            Err(error) => vec![reason(&error)],
        }
    }
}

/// Articles whose texts no longer have their fingerprints. Fingerprints that another program gave are passed over.
fn changed_texts(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut query = connection.prepare(
        "SELECT a.fingerprint, a.id, t.text FROM article a JOIN article_text t ON t.article = a.number ORDER BY a.number",
    )?;
    let mut rows = query.query([])?;
    let mut changed = Vec::new();
    while let Some(row) = rows.next()?
        && changed.len() < MAX_TOLD
    {
        let (kept, text) = (fingerprint::read(row, 0)?, row.get_ref(2)?.as_str()?);
        let found = article::fingerprint(text);
        if kept.len() == found.len() && kept != found {
            changed.push(format!("the text of article {} is not the one that was read", row.get::<_, String>(1)?));
        }
    }
    Ok(changed)
}

fn words_are_whole(connection: &Connection) -> rusqlite::Result<()> {
    let n: i64 = connection.query_row("SELECT COUNT(*) FROM evidence_words_docsize", [], |row| row.get(0))?;
    let n_articles: i64 = connection.query_row(
        "SELECT COUNT(*) FROM article WHERE number NOT IN (SELECT article FROM superseded)",
        [],
        |row| row.get(0),
    )?;
    match n == n_articles {
        true => Ok(()),
        false => Err(rusqlite::Error::FromSqlConversionFailure(
            0,
            rusqlite::types::Type::Integer,
            format!("it knows {n} articles of {n_articles}").into(),
        )),
    }
}

fn reason(error: &Error) -> String {
    use std::error::Error as _;
    match error.source() {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}
