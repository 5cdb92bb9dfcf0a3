//! What stands behind the `?` of an address: each parameter known, given once, and of its form, or an answer that says
//! what is wrong.

use std::fmt::Display;
use std::str::FromStr;

use crate::graph::Filter;

use super::answer::Answer;

/// Items in an answer where `limit` does not say.
const PAGE: usize = 100;

/// The highest `limit`.
const MOST: usize = 1_000;

/// Names of the filters that `links`, `evidence` and `graph` share.
pub const FILTERS: &[&str] =
    &["type", "kind", "since", "until", "polarity", "modality", "min_articles", "min_confidence"];

/// The parameters of one request.
pub struct Parameters(Vec<(String, String)>);

/// Which part of a list is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    pub offset: usize,
    pub limit: usize,
}

impl Parameters {
    /// Reads a query; each name must be `known`, and no name may come twice.
    pub fn read(query: &str, known: &[&[&str]]) -> Result<Parameters, Answer> {
        let mut parameters: Vec<(String, String)> = Vec::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            if !known.iter().any(|names| names.contains(&name.as_ref())) {
                let names = known.concat().join(", ");
                return Err(Answer::refusal(400, &format!("parameter \"{name}\" is not defined: expected {names}")));
            }
            if parameters.iter().any(|(given, _)| *given == name) {
                return Err(Answer::refusal(400, &format!("parameter \"{name}\" is given twice")));
            }
            parameters.push((name.into_owned(), value.into_owned()));
        }
        Ok(Parameters(parameters))
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_str())
    }

    pub fn needed(&self, name: &str) -> Result<&str, Answer> {
        self.get(name).ok_or_else(|| Answer::refusal(400, &format!("parameter \"{name}\" is missing")))
    }

    /// A value of some type; `None` when it is not given.
    pub fn parsed<T: FromStr<Err: Display>>(&self, name: &str) -> Result<Option<T>, Answer> {
        self.get(name).map(|value| parse(name, value)).transpose()
    }

    /// Values separated by commas.
    fn list<T: FromStr<Err: Display>>(&self, name: &str) -> Result<Vec<T>, Answer> {
        self.get(name).into_iter().flat_map(|value| value.split(',')).map(|value| parse(name, value)).collect()
    }

    pub fn filter(&self) -> Result<Filter, Answer> {
        Ok(Filter {
            relations: self.list("type")?,
            kinds: self.list("kind")?,
            since: self.parsed("since")?,
            until: self.parsed("until")?,
            polarity: self.parsed("polarity")?,
            modality: self.parsed("modality")?,
            min_articles: self.parsed("min_articles")?.unwrap_or(1),
            min_confidence: self.confidence()?,
        })
    }

    pub fn confidence(&self) -> Result<f64, Answer> {
        let confidence = self.parsed("min_confidence")?.unwrap_or(0.0);
        match (0.0..=1.0).contains(&confidence) {
            true => Ok(confidence),
            false => Err(Answer::refusal(400, "min_confidence: expected a number from 0 to 1")),
        }
    }

    pub fn part(&self) -> Result<Part, Answer> {
        let part = Part { offset: self.parsed("offset")?.unwrap_or(0), limit: self.parsed("limit")?.unwrap_or(PAGE) };
        match (1..=MOST).contains(&part.limit) && part.offset <= u32::MAX as usize {
            true => Ok(part),
            false => Err(Answer::refusal(400, &format!("limit: expected 1 to {MOST}; offset: at most {}", u32::MAX))),
        }
    }
}

fn parse<T: FromStr<Err: Display>>(name: &str, value: &str) -> Result<T, Answer> {
    value.parse().map_err(|error| Answer::refusal(400, &format!("{name}: {error}")))
}
