//! Whether two personas are named beside the same people, from sets that are read once and kept in memory.

use std::rc::Rc;

use rusqlite::{Connection, params};
use rustc_hash::{FxHashMap, FxHashSet};

/// A persona of more articles is not held with all its company: SQLite looks for one who was beside both, which is soon
/// found where somebody is named so often.
const MAX_ARTICLES: i64 = 2_000;

/// Numbers held at once, some 10 bytes each; then all are forgotten.
const MAX_HELD: usize = 1_500_000;

/// Persons by article and by whom they are named beside.
pub(super) struct Company<'c> {
    connection: &'c Connection,
    of_article: FxHashMap<i64, Rc<[u32]>>,
    of_persona: FxHashMap<i64, Rc<FxHashSet<u32>>>,
    n_held: usize,
}

impl<'c> Company<'c> {
    pub(super) fn new(connection: &'c Connection) -> Self {
        Company { connection, of_article: FxHashMap::default(), of_persona: FxHashMap::default(), n_held: 0 }
    }

    /// Whether some person of another name is named beside both; each comes with its number of articles, the first, in no
    /// more of them, with its name.
    pub(super) fn is_shared(&mut self, (few, name): (i64, &str), (many, n_many): (i64, i64)) -> rusqlite::Result<bool> {
        if n_many > MAX_ARTICLES {
            return self.look_for_shared(few, name, many);
        }
        let (ours, theirs) = (self.of(few)?, self.of(many)?);
        let (short, long) = if ours.len() <= theirs.len() { (&ours, &theirs) } else { (&theirs, &ours) };
        for person in short.iter().filter(|person| long.contains(*person)) {
            let is_third = i64::from(*person) != few && i64::from(*person) != many;
            if is_third && self.has_other_name(*person, name)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn look_for_shared(&self, few: i64, name: &str, many: i64) -> rusqlite::Result<bool> {
        self.connection
            .prepare_cached(
                "SELECT 1 FROM appearance f CROSS JOIN article_actor c ON c.article = f.article
                     CROSS JOIN persona p ON p.number = c.persona CROSS JOIN appearance o ON o.persona = c.persona
                     CROSS JOIN appearance m ON m.persona = ?2 AND m.article = o.article
                 WHERE f.persona = ?1 AND c.persona NOT IN (?1, ?2) AND p.kind = 'person' AND p.name <> ?3 LIMIT 1",
            )?
            .exists(params![few, many, name])
    }

    fn has_other_name(&self, person: u32, name: &str) -> rusqlite::Result<bool> {
        self.connection
            .prepare_cached("SELECT 1 FROM persona WHERE number = ? AND name <> ?")?
            .exists(params![person, name])
    }

    /// The persons of all articles that have a persona, itself among them where it is one.
    fn of(&mut self, persona: i64) -> rusqlite::Result<Rc<FxHashSet<u32>>> {
        if let Some(company) = self.of_persona.get(&persona) {
            return Ok(Rc::clone(company));
        }
        let mut query = self.connection.prepare_cached("SELECT article FROM appearance WHERE persona = ?")?;
        let articles: Vec<i64> = query.query_map([persona], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let mut company = FxHashSet::default();
        for article in articles {
            company.extend(self.of_article(article)?.iter());
        }
        let company = Rc::new(company);
        self.hold(company.len());
        self.of_persona.insert(persona, Rc::clone(&company));
        Ok(company)
    }

    fn of_article(&mut self, article: i64) -> rusqlite::Result<Rc<[u32]>> {
        if let Some(persons) = self.of_article.get(&article) {
            return Ok(Rc::clone(persons));
        }
        let mut query = self.connection.prepare_cached(
            "SELECT c.persona FROM article_actor c CROSS JOIN persona p ON p.number = c.persona
             WHERE c.article = ? AND p.kind = 'person'",
        )?;
        let persons: Rc<[u32]> = query.query_map([article], |row| row.get(0))?.collect::<Result<_, _>>()?;
        self.hold(persons.len());
        self.of_article.insert(article, Rc::clone(&persons));
        Ok(persons)
    }

    /// Makes room for so many numbers more.
    fn hold(&mut self, n: usize) {
        self.n_held += n + 8;
        if self.n_held > MAX_HELD {
            self.of_article.clear();
            self.of_persona.clear();
            self.n_held = n + 8;
        }
    }
}
