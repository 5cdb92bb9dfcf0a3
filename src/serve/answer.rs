//! What goes back to the browser: a status, a type, bytes, and the headers that keep other pages out.

use std::io;

use serde::Serialize;
use serde_json::json;
use tiny_http::{Header, Request, Response};

use crate::graph::Error;

/// What is sent back for one request: status, body and its type; the headers that keep other pages out are added when it is sent.
pub struct Answer {
    status: u16,
    content_type: &'static str,
    body: Vec<u8>,
    /// The methods that may be used instead of that of the request.
    allow: Option<&'static str>,
}

impl Answer {
    pub fn page(page: String) -> Answer {
        Answer::of("text/html; charset=utf-8", page.into_bytes())
    }

    pub fn yaml(text: &str) -> Answer {
        Answer::of("application/yaml; charset=utf-8", text.as_bytes().to_owned())
    }

    /// JSON that is already written.
    pub fn written(body: Vec<u8>) -> Answer {
        Answer::of("application/json", body)
    }

    fn of(content_type: &'static str, body: Vec<u8>) -> Answer {
        Answer { status: 200, content_type, body, allow: None }
    }

    pub fn json(value: &impl Serialize) -> Answer {
        match serde_json::to_vec(value) {
            Ok(body) => Answer::written(body),
            Err(error) => Answer::refusal(500, &error.to_string()),
        }
    }

    /// What is wrong, in words for a person: `{"error": "..."}`.
    pub fn refusal(status: u16, message: &str) -> Answer {
        let body = json!({ "error": message }).to_string().into_bytes();
        Answer { status, ..Answer::written(body) }
    }

    /// A refusal of the request's method, with those that are allowed.
    pub fn not_allowed(allow: &'static str, message: &str) -> Answer {
        Answer { allow: Some(allow), ..Answer::refusal(405, message) }
    }

    pub fn send(self, request: Request) -> io::Result<()> {
        let mut response = Response::from_data(self.body).with_status_code(self.status);
        for (name, value) in [
            ("Content-Type", self.content_type),
            ("Cache-Control", "no-store"),
            ("Content-Security-Policy", "frame-ancestors 'none'"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Referrer-Policy", "no-referrer"),
            ("X-Content-Type-Options", "nosniff"),
        ] {
            response.add_header(Header::from_bytes(name, value).expect("the headers above are ASCII"));
        }
        if let Some(allow) = self.allow {
            response.add_header(Header::from_bytes("Allow", allow).expect("the header is ASCII"));
        }
        request.respond(response)
    }
}

impl From<Error> for Answer {
    fn from(error: Error) -> Answer {
        let status = match error {
            Error::UnknownActor(_) | Error::UnknownArticle(_) | Error::UnknownStatement(_) => 404,
            Error::Locked { .. } => 503,
            _ => 500,
        };
        Answer::refusal(status, &error.to_string())
    }
}
