//! What goes back to the browser: a status, a type, bytes, and the headers that keep other pages out.

use std::io;

use serde::Serialize;
use serde_json::json;
use tiny_http::{Header, Request, Response};

use crate::graph::Error;

/// A whole answer.
pub struct Answer {
    status: u16,
    content_type: &'static str,
    body: Vec<u8>,
}

impl Answer {
    pub fn page(page: String) -> Answer {
        Answer { status: 200, content_type: "text/html; charset=utf-8", body: page.into_bytes() }
    }

    pub fn yaml(text: &str) -> Answer {
        Answer { status: 200, content_type: "application/yaml; charset=utf-8", body: text.as_bytes().to_owned() }
    }

    /// JSON that is already written.
    pub fn written(body: Vec<u8>) -> Answer {
        Answer { status: 200, content_type: "application/json", body }
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
        Answer { status, content_type: "application/json", body }
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
        if self.status == 405 {
            response.add_header(Header::from_bytes("Allow", "GET, HEAD").expect("the header is ASCII"));
        }
        request.respond(response)
    }
}

impl From<Error> for Answer {
    fn from(error: Error) -> Answer {
        let status = match error {
            Error::UnknownActor(_) => 404,
            Error::Locked { .. } => 503,
            _ => 500,
        };
        Answer::refusal(status, &error.to_string())
    }
}
