//! The extraction record: what one article yields, as one JSON line.
//!
//! A contract between `whom extract`, the store, the scorers and cluster jobs; a change of form raises [`VERSION`].

use serde::{Deserialize, Serialize};

use crate::article::Article;
use crate::ontology::{Actor, Date, Statement};

/// Version of the record's form, its field `record`.
pub const VERSION: u32 = 1;

/// The actors and statements of one article.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Extraction {
    /// Version of the form, [`VERSION`].
    pub record: u32,
    /// The article's id.
    pub id: String,
    /// Headline; empty when there is none.
    #[serde(default)]
    pub title: String,
    /// Date of publication, if known.
    #[serde(default)]
    pub date: Option<Date>,
    /// Address of the original; empty when not known.
    #[serde(default)]
    pub url: String,
    /// Who published it; empty when not known.
    #[serde(default)]
    pub outlet: String,
    /// ISO 639-1 code.
    pub language: String,
    /// Hash of the cleaned text.
    pub fingerprint: String,
    /// Actors in order of first mention.
    pub actors: Vec<Actor>,
    /// Statements in order of their evidence.
    pub statements: Vec<Statement>,
}

impl Extraction {
    /// Joins an article's particulars with what it states.
    pub fn new(article: &Article, actors: Vec<Actor>, statements: Vec<Statement>) -> Self {
        Extraction {
            record: VERSION,
            id: article.id.clone(),
            title: article.title.clone(),
            date: article.date.clone(),
            url: article.url.clone(),
            outlet: article.outlet.clone(),
            language: article.language.clone(),
            fingerprint: article.fingerprint.clone(),
            actors,
            statements,
        }
    }
}
