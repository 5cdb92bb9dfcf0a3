//! `whom serve`'s server: the page over the live database, and the JSON interface that it and notebooks use.
//!
//! It listens on this machine only, answers `GET` only and opens the database for questions, so nothing that it is
//! asked changes a byte; a server that was started for corrections takes those too ([`Server::edit`]).
//! `docs/api.yaml` describes the interface. Requests are served by a few threads, each with a
//! connection of its own; every answer is taken from one snapshot of the graph, while others may write to it.

mod answer;
mod api;
mod edit;
mod host;
mod parameters;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use tiny_http::{Method, Request};

use crate::graph::{self, Store};
use answer::Answer;
use edit::Editor;

/// Requests that are worked on at a time: a graph that takes seconds holds up no sentence that takes none.
const N_THREADS: usize = 4;

/// Why a server could not start.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The graph cannot be read.
    #[error(transparent)]
    Graph(#[from] graph::Error),
    /// The port cannot be had.
    #[error("cannot listen on port {port}: {reason}; name another with --port, or 0 for any that is free")]
    Port {
        /// The port that was asked for.
        port: u16,
        /// What the system says.
        reason: String,
    },
    /// No token can be made.
    #[error("the system gives no random numbers: {0}")]
    Token(String),
}

/// A server that has its port and its database.
pub struct Server {
    http: Arc<tiny_http::Server>,
    address: SocketAddr,
    db: PathBuf,
    editor: Option<Editor>,
}

impl Server {
    /// Takes a port of this machine (0: any that is free) and makes sure that there is a graph at `db`.
    ///
    /// # Errors
    /// [`Error::Graph`] when there is none, [`Error::Port`] when the port is taken.
    pub fn bind(db: &Path, port: u16) -> Result<Server, Error> {
        Store::open_existing(db)?;
        let http = tiny_http::Server::http((Ipv4Addr::LOCALHOST, port))
            .map_err(|error| Error::Port { port, reason: error.to_string() })?;
        let address = http.server_addr().to_ip().expect("the server listens on an IP address");
        Ok(Server { http: Arc::new(http), address, db: db.to_owned(), editor: None })
    }

    /// Takes corrections from now on, from whoever brings the token: 32 hexadecimal digits, others at each start.
    ///
    /// # Errors
    /// [`Error::Graph`] when the graph cannot be written, [`Error::Token`] when the system has no random numbers.
    pub fn edit(&mut self) -> Result<&str, Error> {
        let mut store = Store::open(&self.db)?;
        // What a process that died left to derive would change the answers.
        store.settle()?;
        let editor = Editor::new(store).map_err(|error| Error::Token(error.to_string()))?;
        Ok(self.editor.insert(editor).token())
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers requests until the process ends.
    ///
    /// # Errors
    /// [`Error::Graph`] when the graph can no longer be opened.
    pub fn run(&self) -> Result<(), Error> {
        let stores = (0..N_THREADS).map(|_| Store::open_existing(&self.db)).collect::<Result<Vec<_>, _>>()?;
        thread::scope(|scope| {
            for store in stores {
                scope.spawn(move || {
                    // A connection that breaks ends its request, not the server.
                    while let Ok(mut request) = self.http.recv() {
                        let _ = self.answer(&mut request, &store).send(request);
                    }
                });
            }
        });
        Ok(())
    }

    fn answer(&self, request: &mut Request, store: &Store) -> Answer {
        if !host::is_ours(request, self.address.port()) {
            return Answer::refusal(403, "this server answers to 127.0.0.1 and localhost only");
        }
        match (request.method(), &self.editor) {
            (Method::Get | Method::Head, editor) => api::answer(request.url(), store, editor.is_some()),
            (Method::Post, Some(editor)) => editor.answer(request, self.address.port()),
            (_, Some(_)) => Answer::not_allowed("GET, HEAD, POST", "GET, HEAD and POST are all that this server takes"),
            (_, None) => Answer::not_allowed(
                "GET, HEAD",
                "this server is read-only: GET and HEAD are all that it takes; whom serve --edit takes corrections",
            ),
        }
    }
}
