//! What `whom serve --edit` takes besides questions: corrections by `POST`, from whoever has the token.
//!
//! The token is made anew at each start and told to the terminal alone, in the part of the address that browsers send to
//! nobody. A page elsewhere does not know it, and could not send its header without asking for leave first (a CORS
//! preflight), which is refused; what browsers say of where a request comes from is checked as well.

use std::io::Read;
use std::sync::{Mutex, PoisonError};

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use tiny_http::Request;

use crate::graph::{self, Correction, Store};

use super::answer::Answer;
use super::host;

/// The header that brings the token.
const TOKEN: &str = "X-Whom-Token";

/// Bytes of a request's body at most: a split may name some thousand articles.
const MOST_BYTES: u64 = 1 << 20;

/// The graph, open for corrections, and the token that allows them.
pub struct Editor {
    token: String,
    store: Mutex<Store>,
}

impl Editor {
    /// Takes the graph that is to be corrected and makes a token.
    ///
    /// # Errors
    /// When the system has no random numbers to give.
    pub fn new(store: Store) -> Result<Editor, getrandom::Error> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes)?;
        let token = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Editor { token, store: Mutex::new(store) })
    }

    /// 32 hexadecimal digits.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// The answer to a `POST` to a server on this port.
    pub fn answer(&self, request: &mut Request, port: u16) -> Answer {
        let change = match request.url() {
            "/api/merge" => merge,
            "/api/split" => split,
            "/api/reject" => reject,
            "/api/undo" => undo,
            url => return Answer::refusal(404, &format!("nothing takes corrections at \"{url}\"")),
        };
        let allowed = self.allow(request, port).and_then(|()| body(request));
        // A correction goes in as a whole or not at all, so one that panicked left the graph in order.
        let changed =
            allowed.and_then(|body| change(&mut self.store.lock().unwrap_or_else(PoisonError::into_inner), &body));
        changed.unwrap_or_else(|refusal| refusal)
    }

    /// Whether the request may change anything.
    fn allow(&self, request: &Request, port: u16) -> Result<(), Answer> {
        let value = |name: &'static str| {
            let mut values = request.headers().iter().filter(move |header| header.field.equiv(name));
            let first = values.next().map(|header| header.value.as_str());
            // Of two that differ nobody knows which one a proxy or a browser vouches for.
            if values.next().is_none() {
                Ok(first)
            } else {
                Err(Answer::refusal(400, &format!("{name} is given twice")))
            }
        };
        let is_strange = value("Origin")?.is_some_and(|origin| !host::is_origin_of_ours(origin, port))
            || value("Sec-Fetch-Site")?.is_some_and(|site| !["same-origin", "none"].contains(&site));
        if is_strange {
            return Err(Answer::refusal(403, "another page asks: only this server's own page may correct the graph"));
        }
        if !value(TOKEN)?.is_some_and(|token| is_same(token, &self.token)) {
            let message = format!("{TOKEN} is not this server's: open the address that whom serve --edit printed");
            return Err(Answer::refusal(403, &message));
        }
        // Forms, which any page can send anywhere, are never of this type.
        if value("Content-Type")?.map(|of| of.split(';').next().unwrap_or_default().trim()) != Some("application/json")
        {
            return Err(Answer::refusal(415, "expected a body of the type application/json"));
        }
        Ok(())
    }
}

/// Whether two texts are the same, in a time that does not tell where they differ.
fn is_same(a: &str, b: &str) -> bool {
    a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |differences, (a, b)| differences | (a ^ b)) == 0
}

fn body(request: &mut Request) -> Result<Vec<u8>, Answer> {
    let mut bytes = Vec::new();
    let read = request.as_reader().take(MOST_BYTES + 1).read_to_end(&mut bytes);
    match read {
        Err(error) => Err(Answer::refusal(400, &error.to_string())),
        Ok(n) if n as u64 > MOST_BYTES => Err(Answer::refusal(413, &format!("expected at most {MOST_BYTES} bytes"))),
        Ok(_) => Ok(bytes),
    }
}

fn parsed<T: DeserializeOwned>(body: &[u8]) -> Result<T, Answer> {
    serde_json::from_slice(body).map_err(|error| Answer::refusal(400, &format!("body: {error}")))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Merge {
    a: String,
    b: String,
}

fn merge(store: &mut Store, body: &[u8]) -> Result<Answer, Answer> {
    let Merge { a, b } = parsed(body)?;
    let correction = Correction::Merge { a: store.persona_of(&a)?, b: store.persona_of(&b)? };
    if a == b {
        return Err(Answer::refusal(400, "both are the same actor"));
    }
    make(store, &[correction])
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Split {
    actor: String,
    articles: Vec<String>,
    #[serde(rename = "as", default = "other")]
    part: String,
}

fn other() -> String {
    "other".to_owned()
}

fn split(store: &mut Store, body: &[u8]) -> Result<Answer, Answer> {
    let Split { actor, articles, part } = parsed(body)?;
    let part = graph::part_name(&part).map_err(|error| Answer::refusal(400, &format!("as: {error}")))?;
    let corrections = store.split(&actor, &part, &articles)?;
    if corrections.is_empty() {
        return Err(Answer::refusal(400, "none of these articles names the actor"));
    }
    make(store, &corrections)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reject {
    statement: String,
}

fn reject(store: &mut Store, body: &[u8]) -> Result<Answer, Answer> {
    let Reject { statement } = parsed(body)?;
    let correction = store.rejection(&statement)?;
    make(store, &[correction])
}

fn make(store: &mut Store, corrections: &[Correction]) -> Result<Answer, Answer> {
    store.correct(corrections)?;
    Ok(Answer::json(&json!({ "made": lines(corrections) })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Undo {}

fn undo(store: &mut Store, body: &[u8]) -> Result<Answer, Answer> {
    let Undo {} = parsed(body)?;
    match store.undo()? {
        Some(correction) => Ok(Answer::json(&json!({ "undone": correction.to_string() }))),
        None => Err(Answer::refusal(409, "there is no correction to take back")),
    }
}

fn lines(corrections: &[Correction]) -> Vec<String> {
    corrections.iter().map(Correction::to_string).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_compared_as_a_whole() {
        assert!(is_same("0123", "0123") && is_same("", ""));
        for other in ["0124", "1123", "012", "01234", ""] {
            assert!(!is_same("0123", other), "{other}");
        }
    }
}
